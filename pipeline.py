"""Prongsai's table of contents: the stages in their order, and the commands.

intake → open → judge → (text layer: glyphs → rulings → grid → fill | picture: render → straighten → rulings
→ grid → OCR) → stitch → records. Everything heavy is imported where it is used, so that the command line
answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.clock import Clock
from oversight.archive.archive_commands import search, status, unlock
from oversight.compare.compare_commands import compare
from oversight.export.export_commands import export
from oversight.export.findings_command import findings
from oversight.jobs.check_archive import check
from oversight.jobs.inputs import discover, reopen
from oversight.jobs.run_commands import (
    check_page,
    doctor,
    retry_command,
    run_command,
    show_command,
    version,
)
from oversight.registry.registry_commands import registry
from oversight.report.report_commands import coverage, report
from oversight.review.review_commands import review
from oversight.spoken import SpokenGroup, call, lang_option

if TYPE_CHECKING:
    from extract.model import Finding, Page, Report
    from extract.records.build import Built
    from oversight.jobs.inputs import InputFile
    from oversight.jobs.options import Options, Task
    from oversight.jobs.retries import Loss, PageStore

PRELOAD = ("extract.warm",)
"""What the processes that read documents find imported."""
COLLECT_AFTER = 20_000
"""New objects after which garbage is looked for: at Python's 700 that takes 8 % of all imports."""
Reports = tuple["Report", ...]
Progress = Callable[[int, int], None]
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
    source: InputFile,
    options: Options | None = None,
    progress: Progress = lambda done, total: None,
    page_store: PageStore | None = None,
) -> Reports:
    """Read one document whole: from its bytes to the measure records of each report in it.

    A page that fails becomes a finding ``page-failed`` (``page-refused`` beyond the limits) and the others go
    on: the status is then ``partial``, or ``failed`` (``refused``) when no page is left. ``page_store`` holds
    what a try that died has read, and which pages killed it: ``page-crashed``, ``page-timeout``,
    ``page-memory``. A mistake of our own on a page costs that page too, which keeps the trace in ``bug``.

    Raises:
        DocumentError: The document cannot be opened.
        SetupError: It needs something that is not installed.
    """
    from extract.doubt.stage import doubt
    from extract.marks.page_furniture import with_marks
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.pages.intake import Source, sha256
    from extract.reading.page import read_page
    from extract.records.agency import Override
    from extract.records.build import build
    from extract.tables.second_opinion import SecondOpinion
    from oversight.jobs.options import Options
    from oversight.jobs.retries import PageStore
    from oversight.registry.register_file import read_register

    options, page_store = options or Options(), page_store or PageStore()
    clock, engines, pages = Clock(), Engines(options.engine, options.second_opinion), list["Page"]()
    with clock("open"):
        data = source.read()
        digest = sha256(data)
    with (
        open_document(data, source.name, options.password, options.max_pages) as document,
        SecondOpinion(document.data, document.password) as second,
    ):
        document.opened_apart = isinstance(source, Source) and source.member is None
        wanted = options.wanted(document.page_count)
        progress(0, len(wanted))
        for done, number in enumerate(wanted, start=1):
            read = partial(read_page, document, number, engines, clock, second)
            pages.append(page_store.page(number, read, partial(_given_up, number)))
            progress(done, len(wanted))
        with clock("second opinion"):
            doubts = second.page_findings(document.page_count) if document.kind == "pdf" else ()
    with clock("records"):
        pages = with_marks(pages)
        override = Override(options.agency_id, options.fiscal_year)
        register = read_register(Path(options.register)) if options.register else None
        built = build(digest[:16], source.name, pages, override, register)
    with clock("doubt"):
        built, doubted = doubt(built, pages)
    return reports(source, digest, doubted, built, doubts, clock)


def _given_up(number: int, loss: Loss) -> Page:
    from extract.lost_pages import lost_page

    return lost_page(number, loss.cause, loss.detail)


def reports(
    source: InputFile,
    digest: str,
    pages: Sequence[Page],
    built: Sequence[Built],
    doubts: tuple[Finding, ...],
    clock: Clock,
) -> Reports:
    """What was built, with its pages and the file's status; doubts and seconds go to the first report."""
    from extract.lost_pages import LOST, reasons_of
    from extract.model import Report, Status

    reasons = reasons_of(pages)
    lost = [reason for reason in reasons if reason.code in LOST]
    status: Status = "partial" if reasons else "ok"
    if lost and sum(len(reason.pages) for reason in lost) == len(pages):
        status = "refused" if all(reason.code == "page-refused" for reason in lost) else "failed"
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
            cause=reasons[0].code if reasons else "",
            reason="; ".join(map(str, reasons)),
            seconds=tuple(clock.seconds.items()) if position == 0 else (),
        )
        for position, part in enumerate(built)
    )


def work(task: Task) -> Reports:
    """Read one document inside a guarded child of a run."""
    from oversight.jobs.worker import page_store, progress

    return digitise(task.source, task.options, progress, page_store())


def identity(options: Options) -> Mapping[str, str]:
    """What decides what comes out of a file, beside its bytes and the options: our code and the engines."""
    from extract.ocr.choose import versions
    from oversight.jobs.cache_key import reading_code

    return reading_code() | versions(options.engine, options.second_opinion)


def picture(source: InputFile, page: int, options: Options) -> tuple[bytes, Page, bool]:
    """A PNG of one page with all that was found on it, the page as read, whether measures stand on it.

    Raises:
        UsageError: There is no such page.
    """
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.reading.notes import draw_with_notes

    with open_document(source.read(), source.name, options.password) as document:
        check_page(page, document.page_count)
        return draw_with_notes(document, page, Engines(options.engine))


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def prongsai() -> None:
    """The command line; each command stands beside what it runs."""


for command in (
    run_command(work, discover, identity),
    show_command(picture, discover),
    search,
    status,
    check,
    compare,
    retry_command(work, reopen, identity),
    coverage,
    doctor,
    export,
    findings,
    registry,
    report,
    review,
    unlock,
    version,
):
    prongsai.add_command(command)


def main() -> None:
    """Run the command line and end with its exit code."""
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    sys.exit(call(prongsai, sys.argv[1:]))
