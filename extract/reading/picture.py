"""A scanned page in its order: set right, rules, grid, then OCR of the cells, rules erased.

Tables inside pictures on a page of text go through the same stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extract.clock import Clock
from extract.marks.black_ink import erase, find_marks, rules_of
from extract.marks.mark_findings import Mark, doubted
from extract.model import BBox, Finding, Line, Page, Raster, Ruling, Table
from extract.ocr.choose import Engines
from extract.pages.codes import read_codes, with_captions, within
from extract.pages.deskew import flatten, straighten
from extract.pages.openpage import OpenPage
from extract.pages.render import file_dpi
from extract.pages.specks import despeckled
from extract.reading.assemble import assemble, side_by_side
from extract.reading.legible import advice, hardly_legible, is_doubtful
from extract.reading.photographs import is_photograph, print_of
from extract.reading.set_right import SetRight, better_way, set_right
from extract.records.headers import is_header_text, is_mark_label
from extract.records.status import choices, offers_choices
from extract.tables.drawn_lines import CellWords
from extract.tables.fill_image import (
    fill_from_image,
    has_print,
    is_light_on_dark,
    light_on_dark,
    rule_to_page,
)
from extract.tables.nested import with_inner_tables
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.raster import find_rulings
from extract.tables.ruled.thin_rules import whole_rules
from extract.tables.shade import SAME_EDGE, bands_from_image, rules_at, shade_from_image
from extract.tables.unruled.find import (
    GoesOn,
    confirmed,
    find_unruled_tables,
    gone_on,
    has_known_header,
    with_wholes,
)
from extract.tables.unruled.ink_mask import of_raster

CELL_WORDS = CellWords(is_header_text, is_mark_label, choices, offers_choices)


def read_picture(page: OpenPage, engines: Engines, clock: Clock) -> Page:
    """A scanned page: set right, rules, grid, then OCR of the cells with the rules erased.

    Where what was read makes no sense and its lines read better in a mirror, the page is read again so. A
    page whose columns are named by known words is the right way up.
    """
    sheets = [_read_sheet(page, right, engines, clock) for right in set_right(page, clock)]
    return sheets[0] if len(sheets) == 1 else side_by_side(sheets)


def _read_sheet(page: OpenPage, right: SetRight, engines: Engines, clock: Clock) -> Page:
    level, marks, told = right.level, right.marks, right.told
    read = _read_level(page, level, marks, told, engines, clock)
    if is_doubtful(read) and not any(has_known_header(table, is_header_text) for table in read.tables):
        with clock("mirror"):
            way = better_way(level, engines.get())
        if way is not None:
            level, told = way.level, (*told, *way.told(page.number))
            read = _read_level(page, level, marks, told, engines, clock)
    if is_doubtful(read):
        told = advice(right.drawn, level, right.edge, file_dpi(page), page.number)
        read = replace(read, findings=(*read.findings, *told))
    return hardly_legible(read, right.drawn, level, file_dpi(page), right.strewn, right.grain)


def _read_level(
    page: OpenPage,
    level: Raster,
    marks: tuple[Mark, ...],
    told: tuple[Finding, ...],
    engines: Engines,
    clock: Clock,
) -> Page:
    """The page from its level picture, which has its tone and its place right."""
    raster, rulings, bands, grid = _ruled(level, page.number, clock)
    with clock("codes"):
        codes = read_codes(level)
    with clock("grid"):
        scale = raster.dpi / 72
        beside = [band for band in bands if not any(table.bbox.intersection(band).area for table in grid)]
        dark = [band for band in beside if is_light_on_dark(band, level)]
        raster = replace(raster, image=light_on_dark(raster.image, level, dark, SAME_EDGE))
        rules = [rule for rule in rulings if not _is_of_ground(rule, dark, bands, scale)]
        words, ink = of_raster(raster, rules)
        seen = page.number, scale, bands, ink
        grid += find_unruled_tables(words, rules, grid, *seen)
        parts = gone_on(lambda _: words, rules, grid, *seen)
        pieces, grid = (shade_from_image(g, level) for g in (grid, with_wholes(grid, parts)))  # flat is white
    with clock("marks"):
        strokes = find_marks(raster, rules_of(grid, rulings, scale))
        strokes_at = tuple(Mark(mark.form.shape, raster.box_to_page(mark.box), "black") for mark in strokes)
        raster = replace(raster, image=erase(raster.image, strokes))
    engine = engines.get()
    with clock("ocr"):
        filled, free = fill_from_image(grid, raster, engine, engines.second(), CELL_WORDS)
        if not _hold(parts, grid, filled):
            filled, free = fill_from_image(pieces, raster, engine, engines.second(), CELL_WORDS)
        tables, others = confirmed(with_inner_tables(filled, is_header_text), is_header_text)
        free += tuple(line for table in others for cell in table.cells for line in cell.lines)
    # light through blinds on a desk of wood looks like a photograph, and its title is no caption
    of_measures = any(has_known_header(table, is_header_text) for table in tables)
    shows_photographs = not of_measures and is_photograph(level.image, level.dpi)
    if shows_photographs:
        tables, free = print_of(tables, free)
        told = (*told, Finding("page-photograph", "info", page=page.number))
    lines = (*free, *(line for table in tables for cell in table.cells for line in cell.lines))
    read = bool(codes or shows_photographs) or any(line.text.strip() for line in lines)
    if not read and has_print(level.image, raster.image, raster.dpi):
        told = (*told, _no_letter(page.number))
    free = tuple(line for line in free if not any(within(line, code) for code in codes))
    return assemble(
        page,
        engine.name,
        doubted(tables, [mark.box for mark in strokes_at]),
        free,
        marks=marks + strokes_at,
        rules=[rule_to_page(rule, raster) for rule in rulings],
        codes=with_captions(codes, free),
        findings=told,
        rotation=raster.rotation,
        skew=raster.skew,
    )


def _hold(parts: Sequence[GoesOn], grid: Sequence[Table], filled: Sequence[Table]) -> bool:
    """Whether all ``parts`` hold, whose wholes stand in ``grid``, with the text that was read."""
    texts = {table.bbox: full for table, full in zip(grid, filled, strict=True)}
    return all(part.holds(texts[part.whole.bbox], is_header_text) for part in parts)


def _is_of_ground(rule: Ruling, dark: Sequence[BBox], bands: Sequence[BBox], scale: float) -> bool:
    """Whether a level ``rule`` is none: a line of light letters on ``dark``, a piece of a band's edge."""
    rim = SAME_EDGE * scale
    if not rule.horizontal:
        return False
    x, y = rule.box.center
    if any(band.grown(rim).contains(x, y) for band in dark):
        return True
    along = (
        band for band in bands if min(abs(y - band.y0), abs(y - band.y1)) <= rim and band.x0 < x < band.x1
    )
    return any(2 * rule.length < band.width for band in along)


def _no_letter(number: int) -> Finding:
    """A page with ink and no letter read: print that the eye cannot see."""
    return Finding("page-unread", "warning", "ink without letters", page=number)


def read_tables_in_pictures(
    drawn: Raster, boxes: Sequence[BBox], number: int, engines: Engines, clock: Clock
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Read the ruled tables inside pictures of a page of text: a screenshot, a scanned sheet pasted in.

    Args:
        drawn: the page as rendered.
        boxes: the pictures, page points.
        number: the page, from 1.
        engines: asked only where a picture holds a ruled table.
        clock: seconds by stage.

    Returns:
        Tables and the other lines inside the pictures, all in page points.
    """
    with clock("straighten"):
        level = straighten(only(drawn, boxes))
    raster, _, _, grid = _ruled(level, number, clock)
    if not grid:
        return (), ()
    engine = engines.get()
    with clock("ocr"):
        return fill_from_image(grid, raster, engine, words=CELL_WORDS)


def only(raster: Raster, boxes: Sequence[BBox]) -> Raster:
    """``raster`` with all but ``boxes`` (page points; ``raster`` as rendered, not turned) whitened."""
    image = np.full_like(raster.image, 255)
    across, down = raster.to_page[0, 0], raster.to_page[1, 1]
    for box in boxes:
        rows = slice(max(0, round(box.y0 / down)), max(0, round(box.y1 / down)))
        columns = slice(max(0, round(box.x0 / across)), max(0, round(box.x1 / across)))
        image[rows, columns] = raster.image[rows, columns]
    return replace(raster, image=image)


def _ruled(
    level: Raster, number: int, clock: Clock
) -> tuple[Raster, tuple[Ruling, ...], tuple[BBox, ...], tuple[Table, ...]]:
    """The straightened page flattened and cleaned, its rules, its coloured rows, its ruled tables; pixels."""
    with clock("straighten"):
        raster = despeckled(flatten(level))
    with clock("rulings"):
        rulings, torn = whole_rules(find_rulings(raster, level.image), raster)
    with clock("grid"):
        scale = raster.dpi / 72
        bands = bands_from_image(level)
        rulings = (*rulings, *rules_at(bands, rulings, scale))
        drawing = [rule for rule in rulings if rule not in torn]
        return raster, rulings, bands, build_tables(drawing, number, "raster", scale)
