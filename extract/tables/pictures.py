"""Tables inside pictures that stand on a page of text: a screenshot, a scanned sheet pasted in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extract.model import BBox, Finding, Line, Raster, Table
from extract.ocr.protocol import Engine
from extract.pages.deskew import flatten, straighten
from extract.tables.fill import fill_from_image
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.raster import find_rulings


def only(raster: Raster, boxes: Sequence[BBox]) -> Raster:
    """``raster`` with all but ``boxes`` (page points; ``raster`` as rendered, not turned) whitened."""
    image = np.full_like(raster.image, 255)
    across, down = raster.to_page[0, 0], raster.to_page[1, 1]
    for box in boxes:
        rows = slice(max(0, round(box.y0 / down)), max(0, round(box.y1 / down)))
        columns = slice(max(0, round(box.x0 / across)), max(0, round(box.x1 / across)))
        image[rows, columns] = raster.image[rows, columns]
    return replace(raster, image=image)


def tables_in_pictures(
    raster: Raster, boxes: Sequence[BBox], number: int, engine: Engine
) -> tuple[tuple[Table, ...], tuple[Line, ...], tuple[Finding, ...]]:
    """Read the ruled tables inside pictures of a page.

    Args:
        raster: the page as rendered.
        boxes: the pictures, page points.
        number: the page, from 1.
        engine: called only where a picture holds a ruled table.

    Returns:
        Tables, the other lines inside the pictures, and a finding ``table-in-picture`` for each table, all in
        page points.
    """
    level = flatten(straighten(only(raster, boxes)))
    grid = build_tables(find_rulings(level), number, "raster", level.dpi / 72)
    if not grid:
        return (), (), ()
    tables, lines = fill_from_image(grid, level, engine)
    findings = (Finding("table-in-picture", "info", page=number, bbox=table.bbox) for table in tables)
    return tables, lines, tuple(findings)
