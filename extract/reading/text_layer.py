"""A digital page in its order: glyphs, rulings, grid, fill; pdfplumber and pasted pictures beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.clock import Clock
from extract.marks.overlays import find_overlays
from extract.model import Code, Finding, Glyph, Line, Page, Table
from extract.ocr.choose import Engines
from extract.pages.codes import chunks, with_captions
from extract.pages.lines import group_lines
from extract.pages.openpage import OpenPage
from extract.pages.trust import Verdict
from extract.reading.assemble import assemble
from extract.records.headers import is_header_text
from extract.tables.fill import fill_from_glyphs, outside
from extract.tables.rows_by_text import split_rows
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing
from extract.tables.second_opinion import SecondOpinion, in_doubt, settle
from extract.tables.shade import bands_from_fills, shade_from_fills
from extract.tables.unread import doubt_struck, doubt_unread
from extract.tables.unruled.find import confirmed, find_unruled_tables, meet, numbered
from extract.tables.unruled.ink_mask import of_glyphs

SMALLEST_CODE = 28.0  # points, 1 cm: a telephone reads no smaller QR code from paper


def read_text_layer(
    page: OpenPage,
    glyphs: Sequence[Glyph],
    verdict: Verdict,
    engines: Engines,
    clock: Clock,
    second: SecondOpinion | None,
) -> Page:
    """A digital page: own grid and content-order characters, pdfplumber as second opinion."""
    with clock("marks"):
        over = find_overlays(page, glyphs)
        glyphs = over.glyphs
    with clock("rulings"):
        drawing = read_drawing(page)
        rules, findings = drawing.rulings, drawing.findings

    def filled(grids: Sequence[Table]) -> tuple[Table, ...]:
        with clock("fill"):
            full = fill_from_glyphs(shade_from_fills(grids, drawing.fills), glyphs, verdict.mend)
            return tuple(split_rows(table, verdict.mend) for table in full)

    with clock("grid"):
        ruled = build_tables(rules, page.number, "vector")
        mask = of_glyphs(glyphs, page.width, page.height)
        bands = bands_from_fills(drawing.fills)
        unruled = find_unruled_tables(mask, rules, ruled, page.number, bands=bands)
    tables, _ = confirmed(filled(ruled + unruled), is_header_text)
    if second is not None and in_doubt(ruled, rules):
        with clock("second opinion"):
            theirs, doubts = settle(ruled, second.tables(page.number, rules, page.unit), page.number)
        findings += doubts
        # Pieces of a partially ruled table that pdfplumber takes for tables: ours has the whole.
        tables += filled([table for table in theirs if not meet(table, tables)])
    pictured, beside, codes = _from_pictures(page, verdict, engines, clock)
    with clock("fill"):
        tables = numbered((*tables, *pictured))
        rest = outside(tables, glyphs)
        free = beside + _mended(group_lines(rest), verdict)
        if codes:
            codes = with_captions(codes, _mended(chunks(rest), verdict))
        tables = doubt_struck(doubt_unread(tables, page, codes), rules)
    notes = tuple(Finding("table-in-picture", "info", page=t.page, bbox=t.bbox) for t in pictured)
    return assemble(
        page, "text", tables, free, marks=over.marks, rules=rules, codes=codes, findings=findings + notes
    )


def _mended(lines: Sequence[Line], verdict: Verdict) -> tuple[Line, ...]:
    return tuple(replace(line, text=verdict.mend(line.text)) for line in lines)


def _from_pictures(
    page: OpenPage, verdict: Verdict, engines: Engines, clock: Clock
) -> tuple[tuple[Table, ...], tuple[Line, ...], tuple[Code, ...]]:
    """Tables inside pictures on the page, the other lines there, and QR codes."""
    codes: tuple[Code, ...] = ()
    may_be_codes = any(min(box.width, box.height) >= SMALLEST_CODE for box in page.image_boxes())
    if not (verdict.pictures or may_be_codes):
        return (), (), ()
    from extract.pages.codes import read_codes
    from extract.pages.render import render

    with clock("render"):
        drawn = render(page)
    if may_be_codes:
        with clock("codes"):
            codes = read_codes(drawn)
    if not verdict.pictures:
        return (), (), codes
    from extract.reading.picture import read_tables_in_pictures

    return *read_tables_in_pictures(drawn, verdict.pictures, page.number, engines, clock), codes
