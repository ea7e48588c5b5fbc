"""Two columns of running text beside each other on a page, as leaflets and newsletters are set."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.model import BBox, Glyph

FEW_LINES = 3
"""Lines that either column has, at least: two persons sign side by side in two."""
GAP = 1.2
"""Em of white between the columns, at least."""
MIDDLE = (0.35, 0.65)
"""Shares of the page's width between which the white stands."""
WIDE = 0.25
"""Share of the page's width that the longest line of a column has, at least."""
FULL, EVEN = 0.6, 4.0
"""Share of its longest line that most lines of a column of text fill; points by which an edge is uneven."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """The white between two columns: its middle, and from which height to which they stand."""

    x: float
    top: float
    bottom: float

    def column(self, box: BBox) -> int:
        """1 for what stands in the left column, 2 in the right one, 0 above or below both."""
        if not self.top <= box.center[1] <= self.bottom:
            return 0
        return 1 if box.center[0] < self.x else 2


def find_gutter(boxes: Iterable[BBox], width: float) -> Gutter | None:
    """The gutter between two columns of text lines; None for a page of one column, or of labels and values.

    Args:
        boxes: the boxes of stretches of print without wide gaps, in page points.
        width: the width of the page.
    """
    upright = sorted(boxes, key=lambda box: box.y0)
    low, high = MIDDLE[0] * width, MIDDLE[1] * width
    right = [box for box in upright if low < box.x0 < high]
    starts = sorted(box.x0 for box in right)
    for start in dict.fromkeys(starts):
        column = [box for box in right if box.x0 >= start - EVEN]
        at_edge = [box for box in column if box.x0 <= start + EVEN]
        if len(at_edge) < FEW_LINES:
            continue
        top, bottom = min(box.y0 for box in column), max(box.y1 for box in column)
        beside = [box for box in upright if top - EVEN <= box.center[1] and box.x0 < start - EVEN]
        crossing = next((box.y0 for box in beside if box.x1 > start - EVEN), math.inf)
        left = [box for box in beside if box.y0 < crossing]
        if crossing <= bottom or not left:
            continue
        end = max(box.x1 for box in left)
        if _is_text(left, width) and _is_text(column, width) and start - end > EVEN:
            below = max(bottom, *(box.y1 for box in left))
            return Gutter((start + end) / 2, top - EVEN, below)
    return None


def _is_text(column: Sequence[BBox], width: float) -> bool:
    """Whether a column holds lines of text: some, long ones, most of them nearly full."""
    longest = max(box.width for box in column)
    full = sum(box.width >= FULL * longest for box in column)
    return len(column) >= FEW_LINES and longest >= WIDE * width and 2 * full >= len(column)


def by_columns(glyphs: Sequence[Glyph], width: float) -> tuple[Sequence[Glyph], ...]:
    """Glyphs of a page, those of its left and right column apart, so that no line runs over both."""
    if any(glyph.turn for glyph in glyphs):
        return (glyphs,)
    gutter = find_gutter(_stretches(glyphs), width)
    if gutter is None:
        return (glyphs,)
    parts: tuple[list[Glyph], ...] = ([], [], [])
    for glyph in glyphs:
        parts[gutter.column(glyph.bbox)].append(glyph)
    return tuple(part for part in parts if part)


def _stretches(glyphs: Sequence[Glyph]) -> list[BBox]:
    """The boxes of the print on each baseline, parted at wide gaps."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if not glyph.text.isspace():
            rows.setdefault(round(glyph.baseline), []).append(glyph)
    out: list[BBox] = []
    for row in rows.values():
        row.sort(key=lambda glyph: glyph.bbox.x0)
        whole = row[0].bbox
        for glyph in row[1:]:
            if glyph.bbox.x0 - whole.x1 > GAP * glyph.size:
                out.append(whole)
                whole = glyph.bbox
            else:
                whole = whole.union(glyph.bbox)
        out.append(whole)
    return out
