"""A digital page in its order: glyphs, rulings, grid, fill; pdfplumber and pasted pictures beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, reduce

from extract.clock import Clock
from extract.marks.furniture_in_tables import without_feet, without_page_marks
from extract.marks.overlays import find_overlays
from extract.marks.struck import strike
from extract.marks.watermarks import without_watermarks
from extract.model import BBox, Cell, Code, Finding, Glyph, GrayImage, Line, Page, Table
from extract.ocr.choose import Engines
from extract.pages.codes import chunks, with_captions
from extract.pages.lines import blank_step, group_lines
from extract.pages.openpage import OpenPage
from extract.pages.print_columns import by_columns
from extract.pages.trust import Verdict
from extract.reading.assemble import assemble, mended
from extract.reading.pictured_cells import read_pictured_cells
from extract.records.headers import is_header_text, is_mark_label
from extract.records.status import choices, offers_choices
from extract.tables.drawn_lines import without_drawn_lines
from extract.tables.drawn_marks import MARKS_DPI, read_drawn_marks
from extract.tables.fill import fill_from_glyphs, outside, part_headers, plain_text
from extract.tables.nested import with_inner_tables
from extract.tables.note_marks import with_notes
from extract.tables.rows_by_text import split_rows
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing
from extract.tables.second_opinion import SecondOpinion, in_doubt, settle
from extract.tables.shade import bands_from_fills, rules_at, shade_from_fills
from extract.tables.tick_boxes import BOX_SIGN, find_boxes, with_boxes
from extract.tables.unread import doubt_unread
from extract.tables.unruled.find import (
    confirmed,
    find_unruled_tables,
    gone_on,
    meet,
    numbered,
    with_wholes,
)
from extract.tables.unruled.ink_mask import Mask, of_glyphs

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
    with clock("rulings"):
        drawing = read_drawing(page)
        glyphs, rules = strike(page, glyphs, drawing.rulings, drawing.strokes)
        findings = drawing.findings
    unseen = [glyph for glyph in glyphs if not glyph.visible]
    with clock("marks"):
        glyphs, watermarks = without_watermarks(glyphs, rules, page.number)
        over = find_overlays(page, [glyph for glyph in glyphs if glyph.visible] if unseen else glyphs)
        every = glyphs if unseen else over.glyphs  # with what does not show, in content order
        glyphs, findings = over.glyphs, findings + watermarks + _askew(over.askew, page.number)
        if unseen:
            kept = {id(glyph) for glyph in (*glyphs, *unseen)}
            every = [glyph for glyph in every if id(glyph) in kept]

    def filled(grids: Sequence[Table]) -> tuple[Table, ...]:
        with clock("fill"):
            shaded = shade_from_fills(grids, drawing.fills)
            full = fill_from_glyphs(shaded, every, verdict.mend)
            full = tuple(part_headers(table, is_header_text, verdict.mend) for table in full)
            whole = [without_drawn_lines(table, is_mark_label) for table in full]
            return tuple(split_rows(table, verdict.mend) for table in whole)

    def print_beside(known: Sequence[Table]) -> Mask:
        return of_glyphs(glyphs, page.width, page.height, known)

    def all_mended(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(mended(line, verdict.mend) for line in lines)

    with clock("grid"):
        bands = bands_from_fills(drawing.fills)
        rules = (*rules, *rules_at(bands, rules, 1.0))
        ruled = build_tables(rules, page.number, "vector", shapes=drawing.shapes)
        mask = print_beside(ruled)
        grid = ruled + find_unruled_tables(mask, rules, ruled, page.number, bands=bands)
        parts = gone_on(print_beside, rules, grid, page.number, bands=bands)
    wholes = filled([part.whole for part in parts])
    parts = [part for part, whole in zip(parts, wholes, strict=True) if part.holds(whole, is_header_text)]
    tables, _ = confirmed(filled(with_wholes(grid, parts)), is_header_text)
    if second is not None and in_doubt(ruled, rules):
        with clock("second opinion"):
            theirs, doubts = settle(ruled, second.tables(page.number, rules, page.unit), page.number)
        findings += doubts
        # Pieces of a partially ruled table that pdfplumber takes for tables: ours has the whole.
        tables += filled([table for table in theirs if not meet(table, tables)])
    marks = [mark.box for mark in over.marks]
    tables = read_pictured_cells(page, tables, drawing.fills, marks, engines, clock)
    pictured, beside, codes = _from_pictures(page, verdict, engines, clock)
    with clock("fill"):
        tables, page_marks = without_page_marks(tables, (page.width, page.height), verdict.mend)
        tables, feet = without_feet(tables, glyphs, verdict.mend)
        tables = numbered(with_inner_tables((*tables, *pictured), is_header_text, verdict.mend))
        rest = outside(tables, glyphs)
        blank = blank_step(glyphs)
        columns = (rest,) if tables else by_columns(rest, page.width)
        lines = [line for column in columns for line in group_lines(column, blank)]
        free = beside + all_mended((*lines, *page_marks, *feet))
        tables, note_lines = with_notes(tables, free)
        if codes:
            codes = with_captions(codes, all_mended(chunks(rest)))
        tables = _with_drawn_marks(tables, page, glyphs)
        tables = doubt_unread(tables, page, codes)
    notes = tuple(Finding("table-in-picture", "info", page=t.page, bbox=t.bbox) for t in pictured)
    notes += tuple(
        Finding("note", "info", line.text.strip(), page=page.number, bbox=line.bbox) for line in note_lines
    )
    notes += tuple(
        Finding("page-mark", "info", m.text.strip(), page=page.number, bbox=m.bbox) for m in page_marks
    )
    notes += tuple(
        Finding("running-foot", "info", foot.text.strip(), page=page.number, bbox=foot.bbox) for foot in feet
    )
    notes += _told(outside(tables, unseen), page.number)
    return assemble(
        page,
        "text",
        tables,
        free,
        marks=over.marks,
        rules=rules,
        codes=codes,
        findings=findings + notes,
        mend=verdict.mend,
    )


def _askew(rows: Sequence[Sequence[Glyph]], number: int) -> tuple[Finding, ...]:
    """Print set aslant, which is no text of the page: word art, labels of a chart, a typed note."""
    return tuple(
        Finding(
            "text-askew",
            "info",
            "".join(glyph.text for glyph in row).strip(),
            page=number,
            bbox=reduce(BBox.union, (glyph.bbox for glyph in row)),
        )
        for row in rows
    )


def _with_drawn_marks(tables: Sequence[Table], page: OpenPage, glyphs: Sequence[Glyph]) -> tuple[Table, ...]:
    """``tables`` with the arrows, bars and ticks drawn into cells; the page is drawn once for them."""

    @cache
    def drawn() -> GrayImage:
        from extract.pages.render import render

        return render(page, MARKS_DPI).image

    def boxed(cell: Cell) -> Cell:
        named = choices(cell.text)
        if named < 2 or BOX_SIGN.search(cell.text):
            return cell
        letters = [glyph.bbox for glyph in glyphs if glyph.text.isalnum()]
        letters = [box.scaled(unit) for box in letters if cell.bbox.contains(*box.center)]
        found = find_boxes(drawn(), [cell.bbox.scaled(unit)], MARKS_DPI, [named], letters)
        return with_boxes(cell, found, unit, offers_choices) or cell

    unit = MARKS_DPI / 72
    marked = [read_drawn_marks(table, drawn, MARKS_DPI, unit, is_mark_label) for table in tables]
    return tuple(replace(table, cells=tuple(map(boxed, table.cells))) for table in marked)


def _told(unseen: Sequence[Glyph], number: int) -> tuple[Finding, ...]:
    """Text outside tables that does not show."""
    text = plain_text(unseen)
    return (Finding("text-hidden", "info", text, page=number),) if text else ()


def _from_pictures(
    page: OpenPage, verdict: Verdict, engines: Engines, clock: Clock
) -> tuple[tuple[Table, ...], tuple[Line, ...], tuple[Code, ...]]:
    """Tables inside pictures on the page, the other lines there, and QR codes."""
    codes: tuple[Code, ...] = ()
    may_be_codes = any(min(box.width, box.height) >= SMALLEST_CODE for box in page.image_boxes())
    if not (verdict.pictures or may_be_codes):
        return (), (), ()
    from extract.pages.codes import read_codes
    from extract.pages.render import drawn_once

    with clock("render"):
        drawn = drawn_once(page)
    if may_be_codes:
        with clock("codes"):
            codes = read_codes(drawn)
    if not verdict.pictures:
        return (), (), codes
    from extract.reading.picture import read_tables_in_pictures

    return *read_tables_in_pictures(drawn, verdict.pictures, page.number, engines, clock), codes
