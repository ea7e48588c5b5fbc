"""A digital page in its order: glyphs, rulings, grid, fill; pdfplumber and pasted pictures beside them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.clock import Clock
from extract.marks.mark_findings import apart
from extract.marks.overlays import find_overlays
from extract.marks.page_furniture import long_rules
from extract.model import BBox, Code, Finding, Glyph, Line, Page, Table
from extract.ocr.choose import Engines
from extract.pages.captions import chunks, with_captions
from extract.pages.codes import read_codes
from extract.pages.lines import group_lines
from extract.pages.openpage import OpenPage
from extract.pages.render import render
from extract.pages.trust import Verdict
from extract.reading.order import reading_order
from extract.records.headers import is_header_text
from extract.tables.fill import fill_from_glyphs, outside
from extract.tables.mend import mend_lines, mend_tables
from extract.tables.pictures import tables_in_pictures
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing
from extract.tables.second_opinion import SecondOpinion, settle
from extract.tables.shade import bands_from_fills, shade_from_fills
from extract.tables.unruled.find import confirmed, find_open_tables
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
        rulings, findings = drawing.rulings, drawing.findings
    with clock("grid"):
        tables = build_tables(rulings, page.number, "vector")
        mask = of_glyphs(glyphs, page.width, page.height)
        bands = bands_from_fills(drawing.fills)
        opened = find_open_tables(mask, rulings, tables, page.number, bands=bands)
        sure, _ = confirmed(mend_tables(fill_from_glyphs(opened, glyphs), verdict), is_header_text)
        opened = tuple(table for table in opened if _meet(table, sure))
    if second is not None:
        with clock("second opinion"):
            tables, doubts = settle(tables, second.tables(page.number, rulings), page.number)
            findings += doubts
            # Pieces of a half-ruled table that the other program takes for tables: ours has the whole.
            tables = tuple(t for t in tables if t.origin != "pdfplumber" or not _meet(t, opened))
    with clock("grid"):
        tables += tuple(t for t in opened if not _meet(t, tables))
        tables = shade_from_fills(tables, drawing.fills)
    with clock("fill"):
        tables = mend_tables(fill_from_glyphs(tables, glyphs), verdict)
    pictured, beside, notes = read_pasted(page, verdict.pictures, engines, clock)
    findings += notes
    with clock("fill"):
        tables, _ = confirmed((*tables, *pictured), is_header_text)
        free = beside + mend_lines(group_lines(outside(tables, glyphs)), verdict)
    marked, free = apart(over.marks, free, tables, page.number)
    findings += marked
    codes: tuple[Code, ...] = ()
    if any(min(box.width, box.height) >= SMALLEST_CODE for box in page.image_boxes()):
        with clock("codes"):
            codes = read_codes(render(page))
            codes = with_captions(codes, mend_lines(chunks(outside(tables, glyphs)), verdict))
    return Page(
        page.number,
        page.width,
        page.height,
        "text",
        lines=reading_order(free, tables),
        tables=tables,
        codes=codes,
        findings=findings,
        rules=long_rules(rulings, tables, (page.width, page.height)),
    )


def _meet(table: Table, others: Sequence[Table]) -> bool:
    """Whether ``table`` and one of ``others`` lie over one another."""
    return any(table.bbox.intersection(other.bbox).area > 0 for other in others)


def read_pasted(
    page: OpenPage, boxes: Sequence[BBox], engines: Engines, clock: Clock
) -> tuple[tuple[Table, ...], tuple[Line, ...], tuple[Finding, ...]]:
    """Tables in pictures on a page of text, what else those pictures say, and a finding for each table."""
    if not boxes:
        return (), (), ()

    with clock("render"):
        drawn = render(page)
    engine = engines.get()
    with clock("ocr"):
        return tables_in_pictures(drawn, boxes, page.number, engine)
