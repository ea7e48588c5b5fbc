"""Prongsai's table of contents: the stages in their order, and the commands.

intake → open → judge → (text layer: glyphs → rulings → grid → fill | picture: render → straighten → rulings
→ grid → OCR) → stitch → records. Everything heavy is imported where it is used, so that the command line
answers at once.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.clock import Clock
from oversight import talk
from oversight.archive.commands import search, status
from oversight.compare.compare_commands import compare
from oversight.export.commands import export
from oversight.jobs.commands import again_command, doctor, run_command, show_command, version
from oversight.registry.registry_commands import findings, registry
from oversight.report.report_commands import coverage, report
from oversight.review.commands import review
from oversight.spoken import SpokenGroup, call, lang_option

if TYPE_CHECKING:
    from extract.model import Finding, Page, Report
    from extract.records.build import Built
    from oversight.jobs.inputs import Inputs
    from oversight.jobs.shelf import Loss, Shelf
    from oversight.jobs.task import Options, Source, Task

LOST = ("page-timeout", "page-memory", "page-refused", "page-crashed", "page-failed")
"""Findings of a page that gave nothing, in the order in which a file's reason names them: limits first."""
PRELOAD = ("extract.warm",)
"""What the processes that read documents find imported."""
DEATHS = {"crash": "page-crashed", "timeout": "page-timeout", "memory": "page-memory"}
Reports = tuple["Report", ...]
Told = Callable[[int, int], None]
"""Called with (pages done, pages in all)."""

# PyThaiNLP makes a data folder in the home directory and may download into it; onnxruntime writes an id there
# and reports how it is used. Neither, ever; both look before they are imported.
os.environ.update(
    ORT_DISABLE_TELEMETRY="1",
    PYTHAINLP_DATA=str(Path(tempfile.gettempdir()) / "prongsai-pythainlp"),
    PYTHAINLP_READ_ONLY="1",
    PYTHAINLP_OFFLINE="1",
)


def digitise(
    source: Source,
    options: Options | None = None,
    told: Told = lambda done, total: None,
    shelf: Shelf | None = None,
) -> Reports:
    """Read one document whole: from its bytes to the measure records of each report in it.

    A page that fails becomes a finding ``page-failed`` (``page-refused`` beyond the limits) and the others go
    on: the status is then ``partial``, or ``failed`` (``refused``) when no page is left. ``shelf`` holds what
    a try that died has read, and which pages killed it: ``page-crashed``, ``page-timeout``, ``page-memory``.
    A mistake of our own on a page costs that page too, which keeps the trace in ``bug``.

    Raises:
        DocumentError: The document cannot be opened.
        SetupError: It needs something that is not installed.
    """
    from extract.marks.page_furniture import with_marks
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.pages.intake import sha256
    from extract.reading.page import read_page
    from extract.records.agency import Override
    from extract.records.build import build
    from extract.tables.second_opinion import SecondOpinion
    from oversight.jobs.shelf import Shelf
    from oversight.jobs.task import Options
    from oversight.registry.store import read_register

    options, shelf = options or Options(), shelf or Shelf()
    clock, engines, pages = Clock(), Engines(options.engine, options.second_opinion), list["Page"]()
    with clock("open"):
        data = source.read()
        digest = sha256(data)
    with (
        open_document(data, source.name, options.password, options.max_pages) as document,
        SecondOpinion(data, options.password) as second,
    ):
        wanted = options.wanted(document.page_count)
        told(0, len(wanted))
        for done, number in enumerate(wanted, start=1):
            read = partial(read_page, document, number, engines, clock, second)
            pages.append(shelf.page(number, read, partial(lost_page, number)))
            told(done, len(wanted))
        with clock("second opinion"):
            doubts = second.page_findings(document.page_count) if document.kind == "pdf" else ()
    with clock("records"):
        pages = with_marks(pages)
        override = Override(options.agency_id, options.fiscal_year)
        register = read_register(Path(options.register)) if options.register else None
        built = build(digest[:16], source.name, pages, override, register)
    return reports(source, digest, pages, built, doubts, clock)


def lost_page(number: int, loss: Loss) -> Page:
    """A page that killed the child that read it."""
    from extract.model import Finding, Page

    found = Finding(DEATHS[loss.cause], "error", loss.detail, page=number)
    return Page(number, 0.0, 0.0, "none", findings=(found,))


def reports(
    source: Source,
    digest: str,
    pages: Sequence[Page],
    built: Sequence[Built],
    doubts: tuple[Finding, ...],
    clock: Clock,
) -> Reports:
    """What was built, with its pages and the file's status; doubts and seconds go to the first report."""
    from extract.model import Report, Status

    lost = [found for page in pages for found in page.findings if found.code in LOST]
    status: Status = "ok"
    if lost:
        fate: Status = "refused" if all(found.code == "page-refused" for found in lost) else "failed"
        status = "partial" if len(lost) < len(pages) else fate
    return tuple(
        Report(
            document_id=part.document_id,
            source_file=source.name,
            sha256=digest,
            pages=tuple(page for page in pages if page.number in part.pages),
            facts=part.facts,
            records=part.records,
            scores=part.scores,
            findings=(*doubts, *part.findings) if position == 0 else part.findings,
            status=status,
            reason=reason(lost),
            seconds=tuple(clock.seconds.items()) if position == 0 else (),
        )
        for position, part in enumerate(built)
    )


def reason(lost: Sequence[Finding]) -> str:
    """``code: pages: detail`` for each kind of loss, the detail that of its first page."""
    kinds = [[found for found in lost if found.code == code] for code in LOST]
    return "; ".join(
        f"{kind[0].code}: {', '.join(str(found.page) for found in kind)}: {kind[0].detail}"
        for kind in kinds
        if kind
    )


def work(task: Task) -> Reports:
    """Read one document inside a guarded child of a run."""
    from oversight.jobs.child import progress, shelf

    return digitise(task.source, task.options, progress, shelf())


def discover(inputs: Sequence[str]) -> tuple[Inputs, int]:
    """The documents in ``inputs``, and how many files were passed over."""
    from extract.pages import intake
    from oversight.jobs import stores
    from oversight.jobs.inputs import Inputs

    def walk(tally: intake.Tally) -> Iterator[Source]:
        for given in inputs:
            if stores.is_url(given):
                yield from stores.discover(given, intake.SUFFIXES, tally)
            else:
                yield from intake.discover([stores.local(given)], tally)

    tally = intake.Tally()
    count = sum(1 for _ in walk(tally))
    return Inputs(lambda: walk(intake.Tally()), count), tally.ignored


def reopen(places: Sequence[tuple[str, str, int | None]]) -> list[Source]:
    """Inputs found again by (name, location, member); what is gone from an archive is left out."""
    from functools import cache

    from extract.pages import intake
    from oversight.jobs import stores

    @cache
    def members(location: str) -> dict[int | None, intake.Source]:
        return {source.member: source for source in intake.discover([location])}

    found: list[Source] = []
    for name, location, member in places:
        if stores.is_url(location):
            found.append(stores.Remote(name, location))
            continue
        here = members(location)
        source = here.get(member) or here.get(None)  # the second says why an archive cannot be opened
        if source is not None:
            found.append(replace(source, name=name))
    return found


def identity(options: Options) -> Mapping[str, str]:
    """What decides what comes out of a file, beside its bytes and the options: our code and the engines."""
    from importlib.metadata import version as version_of

    from extract.errors import SetupError
    from extract.ocr.choose import open_engine
    from oversight.jobs.versions import digest_of_code

    def found(name: str) -> str:
        try:
            engine = open_engine(name)
        except SetupError:  # papers with a text layer need none
            return "none"
        return f"{engine.name} {engine.version}"

    here = Path(__file__)
    return {
        "prongsai": version_of("prongsai"),
        "code": digest_of_code(here, here.parent / "extract"),
        "engine": found(options.engine),
        **({"second_engine": found("tesseract")} if options.second_opinion else {}),
    }


def picture(source: Source, page: int, options: Options) -> tuple[bytes, Page, bool]:
    """A PNG of one page with all that was found on it, the page as read, whether measures stand on it.

    The pages before and after are read too, for rows that go on over the page's edges.

    Raises:
        UsageError: There is no such page.
    """
    from extract.errors import UsageError
    from extract.marks.page_furniture import with_marks
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.pages.draw import Note, draw_page
    from extract.pages.render import render
    from extract.reading.evidence import evidence
    from extract.reading.page import read_page

    with open_document(source.read(), source.name, options.password) as document:
        if page > document.page_count:
            told = {"page": page, "total": document.page_count}
            raise UsageError(*(talk.text("show.no_page", lang, **told) for lang in talk.LANGUAGES))
        engines = Engines(options.engine)
        around = range(max(1, page - 1), min(document.page_count, page + 1) + 1)
        pages = with_marks([read_page(document, number, engines, Clock()) for number in around])
        read = next(each for each in pages if each.number == page)
        seen = evidence(pages, page)
        notes = [Note(shown.kind, shown.bbox, shown.label) for shown in seen.shown]
        with document.page(page) as opened:
            return draw_page(render(opened), read, notes, seen.taken), read, seen.taken


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def prongsai() -> None:
    """The command line; each command stands beside what it runs."""


for command in (
    run_command(work, discover, identity),
    show_command(picture, discover),
    search,
    status,
    compare,
    again_command(work, reopen, identity),
    coverage,
    doctor,
    export,
    findings,
    registry,
    report,
    review,
    version,
):
    prongsai.add_command(command)


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(call(prongsai, sys.argv[1:]))
