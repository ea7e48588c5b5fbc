"""A scanned page in its order: render, straighten, rules, grid, then OCR of the cells, rules erased."""

from __future__ import annotations

from dataclasses import replace

from extract.clock import Clock
from extract.marks.black_ink import erase, find_marks, rules_of
from extract.marks.coloured_ink import lift
from extract.marks.mark_findings import apart, doubted
from extract.marks.page_furniture import long_rules
from extract.model import Page
from extract.ocr.choose import Engines
from extract.pages.captions import with_captions, within
from extract.pages.codes import read_codes
from extract.pages.deskew import flatten, straighten
from extract.pages.openpage import OpenPage
from extract.pages.orient import orient
from extract.pages.render import render
from extract.reading.order import reading_order
from extract.records.headers import is_header_text
from extract.tables.fill import fill_from_image
from extract.tables.frames import rule_under
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.raster import find_rulings
from extract.tables.shade import bands_from_image, shade_from_image
from extract.tables.unruled.find import confirmed, find_open_tables
from extract.tables.unruled.ink_mask import of_raster


def read_picture(page: OpenPage, engines: Engines, clock: Clock) -> Page:
    """A scanned page: render, straighten, rules, grid, then OCR of the cells with the rules erased."""
    with clock("render"):
        drawn = render(page, color=True)
    with clock("marks"):
        drawn, inks = lift(drawn)
        marks = tuple((ink.look.shape, drawn.box_to_page(ink.box)) for ink in inks)
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
        bands = bands_from_image(level)
        grid += find_open_tables(of_raster(raster), rulings, grid, page.number, scale, bands)
        grid = shade_from_image(grid, level)  # level, for flattening whitens grounds as well
    with clock("marks"):
        strokes = find_marks(raster, rules_of(grid, rulings, scale))
        marks += tuple((mark.look.shape, raster.box_to_page(mark.box)) for mark in strokes)
        raster = replace(raster, image=erase(raster.image, strokes))
    engine = engines.get()
    with clock("ocr"):
        filled, free = fill_from_image(grid, raster, engine, engines.second())
        tables, others = confirmed(filled, is_header_text)
        free += tuple(line for table in others for cell in table.cells for line in cell.lines)
    free = tuple(line for line in free if not any(within(line, code) for code in codes))
    codes = with_captions(codes, free)
    findings, free = apart(marks, free, tables, page.number)
    tables = doubted(tables, [raster.box_to_page(mark.box) for mark in strokes])
    rules = [rule_under(raster.to_page, rule) for rule in rulings]
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
        findings=findings,
        rules=long_rules(rules, tables, (page.width, page.height)),
    )
