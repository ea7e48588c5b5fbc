"""Which cells of a table have a coloured ground: a shaded month or quarter is a period without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extract.model import BBox, Raster, Table

COVERED = 0.6
"""Share of a cell that a fill must cover to be its ground; a highlighted line of text covers less."""

DARKER = 18
"""Gray levels by which a shaded cell is darker than the lightest of its row; paper varies by under 10."""

MARGIN = 0.15
"""Share of a cell's width and height left out at each side, where rules blur."""

MAX_FILLS = 20_000
"""Fills of one page looked at; a chart of 12 months over 100 rows has 1,200."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled area in page points, in paint order; ``dark`` when it shows on white paper."""

    box: BBox
    dark: bool


def shade_from_fills(tables: Sequence[Table], fills: Sequence[Fill]) -> tuple[Table, ...]:
    """Mark cells whose topmost covering fill shows on white paper."""
    if not any(fill.dark for fill in fills):
        return tuple(tables)
    return tuple(_marked(table, _grounds(table, fills)) for table in tables)


def shade_from_image(tables: Sequence[Table], raster: Raster) -> tuple[Table, ...]:
    """Mark cells, in pixels of ``raster``, whose ground is darker than that of the lightest in their row.

    By rows, for the shadow of a page darkens whole rows; a row that is all coloured is thus not marked.

    Args:
        tables: in pixels of ``raster``.
        raster: the upright page as scanned; flattening whitens grounds.
    """
    return tuple(_marked(table, _dark_in_row(table, raster)) for table in tables)


def _dark_in_row(table: Table, raster: Raster) -> NDArray[np.bool_]:
    tones = np.array([_tone(cell.bbox, raster) for cell in table.cells])
    lightest = np.zeros(table.rows)
    for cell, tone in zip(table.cells, tones.tolist(), strict=True):
        rows = slice(cell.row, cell.row + cell.row_span)
        lightest[rows] = np.maximum(lightest[rows], tone)
    return tones < lightest[[cell.row for cell in table.cells]] - DARKER


def _grounds(table: Table, fills: Sequence[Fill]) -> NDArray[np.bool_]:
    """Whether each cell lies on a fill that shows; a later white fill covers an earlier one."""
    boxes = np.array([(c.bbox.x0, c.bbox.y0, c.bbox.x1, c.bbox.y1) for c in table.cells])
    x0, y0, x1, y1 = boxes.T
    least = COVERED * (x1 - x0) * (y1 - y0)
    shown = np.zeros(len(boxes), np.bool_)
    for fill in fills[:MAX_FILLS]:
        box = fill.box
        if box.intersection(table.bbox).area <= 0:
            continue
        wide = np.minimum(x1, box.x1) - np.maximum(x0, box.x0)
        high = np.minimum(y1, box.y1) - np.maximum(y0, box.y0)
        shown[np.maximum(wide, 0) * np.maximum(high, 0) >= least] = fill.dark
    return shown


def _tone(box: BBox, raster: Raster) -> float:
    """Gray level of a cell's ground: ink is darker and rarer, so the 75th percentile passes it over."""
    dx, dy = MARGIN * box.width, MARGIN * box.height
    rows = slice(max(0, int(box.y0 + dy)), max(0, int(box.y1 - dy)) + 1)
    part = raster.image[rows, max(0, int(box.x0 + dx)) : max(0, int(box.x1 - dx)) + 1]
    return float(np.percentile(part[::2, ::2], 75)) if part.size else 255.0


def _marked(table: Table, shown: NDArray[np.bool_]) -> Table:
    if not shown.any():
        return table
    cells = zip(table.cells, shown.tolist(), strict=True)
    return replace(table, cells=tuple(replace(cell, shaded=dark) if dark else cell for cell, dark in cells))
