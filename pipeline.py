"""Prongsai's table of contents: the stages in their order, and the commands.

intake → open → judge → (text layer: glyphs → rulings → grid → fill | picture: render → straighten → rulings
→ grid → OCR) → stitch → records. Everything heavy is imported where it is used, so that the command line
answers at once.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oversight import talk
from oversight.archive.commands import search, status
from oversight.jobs.clock import Clock
from oversight.jobs.commands import again_command, doctor, run_command, show_command, version
from oversight.registry.commands import findings, registry
from oversight.spoken import SpokenGroup, call, lang_option

if TYPE_CHECKING:
    from extract.model import BBox, Code, Finding, Glyph, Line, Page, Report, Table
    from extract.ocr.choose import Engines
    from extract.pages.document import OpenDocument
    from extract.pages.openpage import OpenPage
    from extract.pages.trust import Verdict
    from extract.records.build import Built
    from extract.tables.second_opinion import SecondOpinion
    from oversight.jobs.task import Options, Source, Task

SMALLEST_CODE = 28.0  # points, 1 cm: a telephone reads no smaller QR code from paper
LOST = ("page-failed", "page-refused")  # findings of a page that gave nothing
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
    source: Source, options: Options | None = None, told: Told = lambda done, total: None
) -> Reports:
    """Read one document whole: from its bytes to the measure records of each report in it.

    A page that fails becomes a finding ``page-failed`` (``page-refused`` beyond the limits) and the others go
    on: the status is then ``partial``, or ``failed`` (``refused``) when no page is left.

    Raises:
        DocumentError: The document cannot be opened.
        SetupError: It needs something that is not installed.
    """
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.pages.intake import sha256
    from extract.pages.marks import with_marks
    from extract.records.agency import Override
    from extract.records.build import build
    from extract.tables.second_opinion import SecondOpinion
    from oversight.jobs.task import Options
    from oversight.registry.store import read_register

    options = options or Options()
    clock, engines, pages = Clock(), Engines(options.engine, options.second_opinion), list["Page"]()
    with clock("open"):
        data = source.read()
        digest = sha256(data)
    with (
        open_document(data, source.name, options.password) as document,
        SecondOpinion(data, options.password) as second,
    ):
        wanted = options.wanted(document.page_count)
        told(0, len(wanted))
        for done, number in enumerate(wanted, start=1):
            pages.append(read_page(document, number, engines, clock, second))
            told(done, len(wanted))
        with clock("second opinion"):
            doubts = second.page_findings(document.page_count) if document.kind == "pdf" else ()
    with clock("records"):
        pages = with_marks(pages)
        override = Override(options.agency_id, options.fiscal_year)
        register = read_register(Path(options.register)) if options.register else None
        built = build(digest[:16], source.name, pages, override, register)
    return reports(source, digest, pages, built, doubts, clock)


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
    numbers = ", ".join(str(found.page) for found in lost)
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
            reason=f"{lost[0].code}: {numbers}: {lost[0].detail}" if lost else "",
            seconds=tuple(clock.seconds.items()) if position == 0 else (),
        )
        for position, part in enumerate(built)
    )


def read_page(
    document: OpenDocument, number: int, engines: Engines, clock: Clock, second: SecondOpinion | None = None
) -> Page:
    """Read one page by its text layer or by its picture; what goes wrong is a finding on the page."""
    from extract.errors import RefusedError, SetupError
    from extract.model import Finding, Page
    from extract.pages.glyphs import read_glyphs
    from extract.pages.trust import judge

    try:
        with clock("open"):
            opened = document.page(number)
        with opened as page:
            with clock("text"):
                glyphs = read_glyphs(page)
                verdict = judge(page, glyphs)
            if verdict.method == "text":
                read = read_text_layer(page, glyphs, verdict, engines, clock, second)
            else:
                read = read_picture(page, engines, clock)
            return replace(read, findings=(*verdict.findings, *read.findings))
    except (SetupError, MemoryError):
        raise
    except Exception as error:
        code = "page-refused" if isinstance(error, RefusedError) else "page-failed"
        detail = str(error) or type(error).__name__
        return Page(number, 0.0, 0.0, "none", findings=(Finding(code, "error", detail, page=number),))


def read_text_layer(
    page: OpenPage,
    glyphs: Sequence[Glyph],
    verdict: Verdict,
    engines: Engines,
    clock: Clock,
    second: SecondOpinion | None,
) -> Page:
    """A digital page: own grid and content-order characters, pdfplumber as second opinion."""
    from extract.model import Page
    from extract.pages.codes import read_codes
    from extract.pages.lines import group_lines
    from extract.pages.render import render
    from extract.records.headers import is_header_text
    from extract.tables.fill import fill_from_glyphs, outside
    from extract.tables.grid import build_tables
    from extract.tables.mend import mend_lines, mend_tables
    from extract.tables.open_tables import confirmed, find_open_tables
    from extract.tables.print_mask import of_glyphs
    from extract.tables.second_opinion import settle
    from extract.tables.shade import shade_from_fills
    from extract.tables.vector import read_drawing

    with clock("rulings"):
        drawing = read_drawing(page)
        rulings, findings = drawing.rulings, drawing.findings
    with clock("grid"):
        tables = build_tables(rulings, page.number, "vector")
    if second is not None:
        with clock("second opinion"):
            tables, doubts = settle(tables, second.tables(page.number, rulings), page.number)
            findings += doubts
    with clock("grid"):
        mask = of_glyphs(glyphs, page.width, page.height)
        tables += find_open_tables(mask, rulings, tables, page.number)
        tables = shade_from_fills(tables, drawing.fills)
    with clock("fill"):
        tables = mend_tables(fill_from_glyphs(tables, glyphs), verdict)
    pictured, beside, notes = read_pasted(page, verdict.pictures, engines, clock)
    findings += notes
    with clock("fill"):
        tables, _ = confirmed((*tables, *pictured), is_header_text)
        free = beside + mend_lines(group_lines(outside(tables, glyphs)), verdict)
    codes: tuple[Code, ...] = ()
    if any(min(box.width, box.height) >= SMALLEST_CODE for box in page.image_boxes()):
        with clock("codes"):
            codes = read_codes(render(page))
    return Page(
        page.number,
        page.width,
        page.height,
        "text",
        lines=reading_order(free, tables),
        tables=tables,
        codes=codes,
        findings=findings,
    )


def read_pasted(
    page: OpenPage, boxes: Sequence[BBox], engines: Engines, clock: Clock
) -> tuple[tuple[Table, ...], tuple[Line, ...], tuple[Finding, ...]]:
    """Tables in pictures on a page of text, what else those pictures say, and a finding for each table."""
    if not boxes:
        return (), (), ()
    from extract.pages.render import render
    from extract.tables.pictures import tables_in_pictures

    with clock("render"):
        drawn = render(page)
    engine = engines.get()
    with clock("ocr"):
        return tables_in_pictures(drawn, boxes, page.number, engine)


def read_picture(page: OpenPage, engines: Engines, clock: Clock) -> Page:
    """A scanned page: render, straighten, rules, grid, then OCR of the cells with the rules erased."""
    from extract.model import Page
    from extract.pages.codes import read_codes
    from extract.pages.deskew import flatten, straighten
    from extract.pages.orient import orient
    from extract.pages.render import render
    from extract.records.headers import is_header_text
    from extract.tables.fill import fill_from_image
    from extract.tables.grid import build_tables
    from extract.tables.open_tables import confirmed, find_open_tables
    from extract.tables.print_mask import of_raster
    from extract.tables.raster import find_rulings
    from extract.tables.shade import shade_from_image

    with clock("render"):
        drawn = render(page)
    with clock("straighten"):
        level = straighten(orient(drawn))
        raster = flatten(level)
    with clock("codes"):
        codes = read_codes(level)
    with clock("rulings"):
        rulings = find_rulings(raster)
    with clock("grid"):
        scale = raster.dpi / 72
        grid = build_tables(rulings, page.number, "raster", scale)
        grid += find_open_tables(of_raster(raster), rulings, grid, page.number, scale)
        grid = shade_from_image(grid, level)  # level, for flattening whitens grounds as well
    engine = engines.get()
    with clock("ocr"):
        filled, free = fill_from_image(grid, raster, engine, engines.second())
        tables, others = confirmed(filled, is_header_text)
        free += tuple(line for table in others for cell in table.cells for line in cell.lines)
    return Page(
        page.number,
        page.width,
        page.height,
        engine.name,
        rotation=raster.rotation,
        skew=raster.skew,
        lines=reading_order(free, tables),
        tables=tables,
        codes=codes,
    )


def reading_order(free: Sequence[Line], tables: Sequence[Table]) -> tuple[Line, ...]:
    """Lines outside tables with those of the tables between them, each table at the height of its top."""
    pieces: list[tuple[float, tuple[Line, ...]]] = [(line.bbox.y0, (line,)) for line in free]
    pieces += [(table.bbox.y0, tuple(ln for cell in table.cells for ln in cell.lines)) for table in tables]
    return tuple(line for _, lines in sorted(pieces, key=lambda piece: piece[0]) for line in lines)


def work(task: Task) -> Reports:
    """Read one document inside a guarded child of a run."""
    from oversight.jobs.child import progress

    return digitise(task.source, task.options, progress)


def discover(inputs: Sequence[str]) -> tuple[list[Source], int]:
    """The documents in ``inputs``, and how many files were passed over."""
    from extract.pages import intake

    tally = intake.Tally()
    return list(intake.discover(inputs, tally)), tally.ignored


def reopen(places: Sequence[tuple[str, str, int | None]]) -> list[Source]:
    """Inputs found again by (name, location, member); what is gone from an archive is left out."""
    from functools import cache

    from extract.pages import intake

    @cache
    def members(location: str) -> dict[int | None, intake.Source]:
        return {source.member: source for source in intake.discover([location])}

    found: list[Source] = []
    for name, location, member in places:
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


def picture(source: Source, page: int, options: Options) -> tuple[bytes, Page]:
    """A PNG of one page with all that was found on it, and the page as read.

    Raises:
        UsageError: There is no such page.
    """
    from extract.errors import UsageError
    from extract.ocr.choose import Engines
    from extract.pages.document import open_document
    from extract.pages.draw import draw_page
    from extract.pages.render import render

    with open_document(source.read(), source.name, options.password) as document:
        if page > document.page_count:
            told = {"page": page, "total": document.page_count}
            raise UsageError(*(talk.text("show.no_page", lang, **told) for lang in talk.LANGUAGES))
        read = read_page(document, page, Engines(options.engine), Clock())
        with document.page(page) as opened:
            return draw_page(render(opened), read), read


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def prongsai() -> None:
    """The command line; each command stands beside what it runs."""


for command in (
    run_command(work, discover, identity),
    show_command(picture, discover),
    search,
    status,
    again_command(work, reopen, identity),
    doctor,
    findings,
    registry,
    version,
):
    prongsai.add_command(command)


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(call(prongsai, sys.argv[1:]))
