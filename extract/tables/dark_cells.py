"""Cells with light letters on a dark ground, turned to dark on light before they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extract.model import Raster, Table

DARK = 128
"""Gray level, of a flattened page, below which a cell's middle tone is a dark ground; shading is over 180."""

LIGHTER = 60
"""Gray levels by which letters must be lighter than the ground, as ink must be darker than paper."""

LEAST = 0.01
"""Share of the cell that must be so light: less is grain in an empty dark cell."""


def light_on_dark(raster: Raster, tables: Sequence[Table]) -> Raster:
    """``raster`` with the dark cells of ``tables`` (pixels) inverted; itself where there are none."""
    boxes = [cell.bbox for table in tables for cell in table.cells]
    image = None
    for box in boxes:
        area = (
            slice(max(0, round(box.y0)), max(0, round(box.y1))),
            slice(max(0, round(box.x0)), max(0, round(box.x1))),
        )
        cell = raster.image[area]
        if cell.size == 0:
            continue
        ground = float(np.median(cell[::3, ::3]))
        if ground >= DARK or float((cell > ground + LIGHTER).mean()) < LEAST:
            continue
        image = raster.image.copy() if image is None else image
        turned = (255.0 - cell) * (255.0 / (255.0 - ground))
        image[area] = np.clip(turned, 0, 255).astype(np.uint8)
    return raster if image is None else replace(raster, image=image)
