"""Cells printed in gray, or by a failing drum, on a page that is black otherwise: darkened for reading.

A page that is faint all over is darkened as a whole (``pages/tone.py``); here one column or row is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.model import BBox, GrayImage, Table

FAINT, GONE = 0.62, 0.86
"""Ink this light, as a share of the paper, is faint, and no ink but grain; whole pages of bad scans have
.48 at most (``pages/tone.py``)."""

INK_FROM = 0.08
"""Share by which ink is darker than the paper at least."""

INK_AT = 5
"""Percentile of ink pixels that stands for its level; most of the rest are the soft edges of strokes."""

LEAST = 0.004
"""Share of the cell that is ink at least."""

BLACK = 0.12
"""Share of white that faint ink is darkened to."""

RIM = 2.0
"""Points along a cell's edge that are let be: rests of its rules."""


def darken_faint(image: GrayImage, dpi: float, tables: Sequence[Table]) -> GrayImage:
    """``image``, its rules erased, with the ink of faint cells of ``tables`` (pixels) darkened."""
    out = image
    rim = RIM * dpi / 72
    for box in (cell.bbox for table in tables for cell in table.cells):
        rows, columns = BBox(box.x0 + rim, box.y0 + rim, box.x1 - rim, box.y1 - rim).pixels()
        part = image[rows, columns]
        gain = _gain(part[::2, ::2]) if part.size else 1.0
        if gain > 1.0:
            out = image.copy() if out is image else out
            paper = float(np.median(part[::2, ::2]))
            out[rows, columns] = np.clip(paper - (paper - part.astype(np.float32)) * gain, 0, 255).astype(
                np.uint8
            )
    return out


def _gain(part: GrayImage) -> float:
    """By how much the contrast of a cell is raised; 1 where its ink is dark, or where there is none."""
    paper = float(np.median(part))
    ink = part[part < paper * (1 - INK_FROM)]
    if len(ink) < LEAST * part.size:
        return 1.0
    level = float(np.percentile(ink, INK_AT)) / paper
    if not FAINT < level < GONE:
        return 1.0
    core = paper * (1 + level) / 2
    return (1 - BLACK) / (1 - level) if int((ink < core).sum()) >= LEAST / 2 * part.size else 1.0
