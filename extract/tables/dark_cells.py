"""Cells with light letters on a dark ground, turned to dark on light before they are read."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extract.model import GrayImage, Raster, Table

DARK = 160
"""Gray level on a flattened page: a cell whose median is lower has a dark ground; shading is above 180."""

LIGHTER = 60
"""Gray levels by which letters must be lighter than the ground, as ink must be darker than paper."""

LEAST = 0.01
"""Share of the cell that must be so light: less is grain in an empty dark cell."""

RIM = 2.0
"""Points along a dark cell's edge where rules and the paper beyond would turn to black bars."""

STROKE = 4.0
"""Points: wider than bold strokes; what is light over more than this is ground, made uneven by flattening."""


def light_on_dark(image: GrayImage, raster: Raster, tables: Sequence[Table]) -> GrayImage:
    """``image`` with the dark cells of ``tables`` as ``raster`` shows them, inverted on an even ground.

    Args:
        image: the page, rules erased; a dark band's edge passes for a rule and takes letters along.
        raster: the page with its rules.
        tables: in pixels.
    """
    out = image
    rim = max(1, round(RIM * raster.dpi / 72))
    side = max(3, round(STROKE * raster.dpi / 72))
    for box in (cell.bbox for table in tables for cell in table.cells):
        x0, y0, x1, y1 = (round(edge) for edge in (box.x0, box.y0, box.x1, box.y1))
        cell = raster.image[max(0, y0 + rim) : max(0, y1 - rim), max(0, x0 + rim) : max(0, x1 - rim)]
        if min(cell.shape) <= side:
            continue
        ground = float(np.median(cell[::3, ::3]))
        if ground >= DARK or float((cell > ground + LIGHTER).mean()) < LEAST:
            continue
        letters = cv2.morphologyEx(cell, cv2.MORPH_TOPHAT, np.ones((side, side), np.uint8))
        full = max(float(LIGHTER), float(np.percentile(letters, 99)))
        out = image.copy() if out is image else out
        out[max(0, y0) : y1, max(0, x0) : x1] = 255
        top, left = max(0, y0 + rim), max(0, x0 + rim)
        out[top : top + cell.shape[0], left : left + cell.shape[1]] = 255 - np.clip(
            letters * (255.0 / full), 0, 255
        ).astype(np.uint8)
    return out
