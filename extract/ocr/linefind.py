"""Parts a region of a page into bands, columns and lines, in reading order."""

from __future__ import annotations

import itertools

import numpy as np

from extract.grouping import in_runs
from extract.model import BBox, Mask
from extract.ocr.ink import Box, Ink, runs
from extract.ocr.linecrop import Spot
from extract.ocr.linemeasure import lines_of_block

BAND_GAP = 0.45
"""White rows that surely part two lines, in consonant heights; tone marks float up to 0.4."""

WIDE_GAP = 3.5
"""White space in free text that parts two columns, in consonant heights."""

DEEPEST = 6
"""Levels of bands within columns within bands that are looked for."""

PROSE_WIDTH = 16.0
"""Columns with lines at least this long, in consonant heights, are read one after the other."""


def find_lines(ink: Ink, region: BBox, columns: bool) -> list[Spot]:
    """Lines inside ``region`` (pixels of the page), in reading order, as page pixels.

    ``columns`` lets wide white space part the region into columns, as free text needs.
    """
    x0, y0 = max(0, int(region.x0 * ink.zoom)), max(0, int(region.y0 * ink.zoom))
    x1 = min(ink.mask.shape[1], int(np.ceil(region.x1 * ink.zoom)))
    y1 = min(ink.mask.shape[0], int(np.ceil(region.y1 * ink.zoom)))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return []
    spots = _find(ink, (x0, y0, x1, y1), columns, depth=0)
    grow = 1 / ink.zoom
    return [
        Spot(s.x0 * grow, s.x1 * grow, (s.baseline + 0.5) * grow - 0.5, s.consonant * grow, s.slope)
        for s in spots
    ]


def _find(ink: Ink, box: Box, columns: bool, depth: int) -> list[Spot]:
    """Part ``box`` at white rows into bands and, for free text, at wide white columns; find their lines."""
    x0, y0, x1, y1 = box
    part = ink.mask[y0:y1, x0:x1]
    if columns and depth < DEEPEST:
        spans = runs(np.asarray(part.any(axis=0)), int(WIDE_GAP * ink.consonant) - 1)
        if len(spans) > 1 and _side_by_side(part, spans):
            parted = [_find(ink, (x0 + a, y0, x0 + b, y1), columns, depth + 1) for a, b in spans]
            return _reading_order(parted, ink.consonant)
    bands = _join_marks(
        part, runs(np.asarray(part.any(axis=1)), int(BAND_GAP * ink.consonant) - 1), ink.consonant
    )
    spots: list[Spot] = []
    for a, b in bands:
        band = (x0, y0 + a, x1, y0 + b)
        if columns and depth < DEEPEST and len(bands) > 1:
            spots += _find(ink, band, columns, depth + 1)
        else:
            spots += lines_of_block(ink, band)
    return spots


def _reading_order(parted: list[list[Spot]], consonant: float) -> list[Spot]:
    """Columns one after the other; row by row where short pieces stand level, as labels and values do."""
    spots = [spot for column in parted for spot in column]
    narrowest = min(
        (sum(s.x1 - s.x0 for s in column) / len(column) for column in parted if column), default=0.0
    )
    if narrowest > PROSE_WIDTH * consonant:
        return spots
    downward = sorted(spots, key=lambda s: s.baseline)
    rows = in_runs(downward, lambda row, spot: spot.baseline - row[-1].baseline < 0.6 * consonant)
    return [spot for row in rows for spot in sorted(row, key=lambda s: s.x0)]


def _side_by_side(part: Mask, spans: list[tuple[int, int]]) -> bool:
    """Whether each neighbouring pair of column ``spans`` shares rows.

    A short line under an indented one shares none: no column then, only white space.
    """
    rows = [np.flatnonzero(part[:, a:b].any(axis=1)) for a, b in spans]
    extents = [(int(r[0]), int(r[-1]) + 1) for r in rows]
    for (top, foot), (other_top, other_foot) in itertools.pairwise(extents):
        common = min(foot, other_foot) - max(top, other_top)
        if common < 0.5 * min(foot - top, other_foot - other_top):
            return False
    return True


def _join_marks(part: Mask, spans: list[tuple[int, int]], consonant: float) -> list[tuple[int, int]]:
    """Join bands too low to hold a letter with the nearest band, unless that is a whole line away."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        low = end - start < 0.6 * consonant
        if out and start - out[-1][1] < consonant and (low or out[-1][1] - out[-1][0] < 0.6 * consonant):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
