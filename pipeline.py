"""Prongsai's table of contents: the stages in their order, and the commands.

intake → open → judge → (text layer: glyphs → rulings → grid → fill | picture: render → straighten → rulings
→ grid → OCR) → stitch → records. Everything heavy is imported where it is used, so that the command line
answers at once.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oversight import talk
from oversight.jobs.clock import Clock
from oversight.jobs.commands import ENGINES, doctor, run_command, version
from oversight.spoken import Spoken, SpokenGroup, call, lang_option

if TYPE_CHECKING:
    from extract.model import Glyph, Line, Page, Report, Table
    from extract.ocr.protocol import Engine
    from extract.pages.document import OpenDocument
    from extract.pages.openpage import OpenPage
    from oversight.jobs.task import EngineName, Options, Source, Task

Told = Callable[[int, int], None]
"""Called with (pages done, pages in all)."""

# PyThaiNLP makes a data folder in the home directory and may download into it: neither, ever.
os.environ.update(
    PYTHAINLP_DATA=str(Path(tempfile.gettempdir()) / "prongsai-pythainlp"),
    PYTHAINLP_READ_ONLY="1",
    PYTHAINLP_OFFLINE="1",
)


def digitise(source: Source, options: Options | None = None, told: Told = lambda done, total: None) -> Report:
    """Read one document whole: from its bytes to its measure records.

    A page that fails becomes a finding ``page-failed`` and the others go on: the status is then
    ``partial``, or ``failed`` when no page is left.

    Raises:
        DocumentError: The document cannot be opened.
        SetupError: It needs something that is not installed.
    """
    from extract.records.build import build
    from extract.tables.stitch import stitch

    from extract.model import Report
    from extract.pages.document import open_document
    from extract.pages.intake import document_id, sha256
    from oversight.jobs.task import Options

    options = options or Options()
    clock = Clock()
    with clock("open"):
        data = source.read()
        opened = open_document(data, source.name, options.password)
    with opened as document:
        wanted = options.wanted(document.page_count)
        told(0, len(wanted))
        engine = Engines(options.engine)
        pages = []
        for done, number in enumerate(wanted, start=1):
            pages.append(read_page(document, number, engine, clock))
            told(done, len(wanted))
    with clock("stitch"):
        logical = stitch(pages)
    with clock("records"):
        name = document_id(data)
        facts, records, findings = build(name, source.name, pages, logical)
    failed = [page.number for page in pages if any(f.code == "page-failed" for f in page.findings)]
    return Report(
        document_id=name,
        source_file=source.name,
        sha256=sha256(data),
        pages=tuple(pages),
        facts=facts,
        records=records,
        findings=findings,
        status="ok" if not failed else "partial" if len(failed) < len(pages) else "failed",
        reason="page-failed: " + ", ".join(map(str, failed)) if failed else "",
        seconds=tuple(clock.seconds.items()),
    )


def read_page(document: OpenDocument, number: int, engines: Engines, clock: Clock) -> Page:
    """Read one page by its text layer or by its picture; what goes wrong is a finding on the page."""
    from extract.errors import SetupError
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
            if verdict.use_text:
                read = read_text_layer(page, glyphs, clock)
            else:
                read = read_picture(page, engines, clock)
            return replace(read, findings=(*verdict.findings, *read.findings))
    except (SetupError, MemoryError):
        raise
    except Exception as error:
        detail = str(error) or type(error).__name__
        return Page(
            number, 0.0, 0.0, "none", findings=(Finding("page-failed", "error", detail, page=number),)
        )


def read_text_layer(page: OpenPage, glyphs: Sequence[Glyph], clock: Clock) -> Page:
    """A digital page: own grid and content-order characters, pdfplumber as second opinion."""
    from extract.model import Page
    from extract.pages.lines import group_lines
    from extract.tables.fill import fill_from_glyphs, outside
    from extract.tables.grid import build_tables
    from extract.tables.vector import read_rulings_and_findings

    with clock("rulings"):
        rulings, findings = read_rulings_and_findings(page)
    with clock("grid"):
        tables = build_tables(rulings, page.number, "vector")
    with clock("fill"):
        tables = fill_from_glyphs(tables, glyphs)
        free = group_lines(outside(tables, glyphs))
    return Page(
        page.number,
        page.width,
        page.height,
        "text",
        rotation=page.rotation,
        lines=reading_order(free, tables),
        tables=tables,
        findings=findings,
    )


def read_picture(page: OpenPage, engines: Engines, clock: Clock) -> Page:
    """A scanned page: render, straighten, rules, grid, then OCR of the cells with the rules erased."""
    from extract.pages.codes import read_codes
    from extract.pages.deskew import straighten

    from extract.model import Page
    from extract.pages.render import render
    from extract.tables.fill import fill_from_image
    from extract.tables.grid import build_tables
    from extract.tables.raster import find_rulings

    with clock("render"):
        drawn = render(page)
    with clock("straighten"):
        raster = straighten(drawn)
    with clock("codes"):
        codes = read_codes(raster)
    with clock("rulings"):
        rulings = find_rulings(raster)
    with clock("grid"):
        grid = build_tables(rulings, page.number, "raster", scale=raster.dpi / 72)
    engine = engines.get()
    with clock("ocr"):
        tables, free = fill_from_image(grid, raster, engine)
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


class Engines:
    """The OCR engine that was asked for, opened when the first scanned page needs it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._engine: Engine | None = None

    def get(self) -> Engine:
        """The engine.

        Raises:
            SetupError: It is not installed.
        """
        if self._engine is None:
            from extract.ocr.tesseract import Tesseract

            self._engine = Tesseract()
        return self._engine


def work(task: Task) -> Report:
    """Read one document inside a guarded child of a run."""
    from oversight.jobs.child import progress

    return digitise(task.source, task.options, progress)


def discover(inputs: Sequence[str]) -> tuple[list[Source], int]:
    """The documents in ``inputs``, and how many files were passed over."""
    from extract.pages import intake

    tally = intake.Tally()
    return list(intake.discover(inputs, tally)), tally.ignored


@click.command("show", cls=Spoken)
@click.argument("file", metavar="FILE")
@click.option("--page", type=click.IntRange(min=1), metavar="N", default=1)
@click.option("-o", "--output", "picture", type=click.Path(path_type=Path), metavar="PNG")
@click.option("--engine", type=click.Choice(ENGINES), default="auto")
@click.option("--password", metavar="TEXT")
@lang_option
@click.pass_context
def show(
    ctx: click.Context, file: str, page: int, picture: Path | None, engine: EngineName, password: str | None
) -> None:
    """Draw one page with what was found on it."""
    from extract.pages.draw import draw_page

    from extract.errors import OutputError, UsageError
    from extract.pages.document import open_document
    from extract.pages.render import render

    sources, _ = discover([file])
    source = sources[0]
    with open_document(source.read(), source.name, password) as document:
        if page > document.page_count:
            values = {"page": page, "total": document.page_count}
            raise UsageError(*(talk.text("show.no_page", lang, **values) for lang in talk.LANGUAGES))
        read = read_page(document, page, Engines(engine), Clock())
        with document.page(page) as opened:
            drawn = draw_page(render(opened), read)
    picture = picture or Path(f"{Path(source.name).stem}-{page}.png")
    try:
        picture.write_bytes(drawn)
    except OSError as error:
        texts = (
            talk.text("show.not_written", lang, path=picture, detail=error.strerror)
            for lang in talk.LANGUAGES
        )
        raise OutputError(*texts) from error
    counts = {
        "tables": len(read.tables),
        "cells": sum(len(table.cells) for table in read.tables),
        "lines": len(read.lines),
        "method": read.method,
    }
    lang = ctx.meta["lang"]
    click.echo(talk.text("show.wrote", lang, path=picture, **counts), err=True)
    for finding in read.findings:
        click.echo(f"  {finding.code}: {finding.detail}", err=True)


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def prongsai() -> None:
    """The command line; each command stands beside what it runs."""


for command in (run_command(work, discover), show, doctor, version):
    prongsai.add_command(command)


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(call(prongsai, sys.argv[1:]))
