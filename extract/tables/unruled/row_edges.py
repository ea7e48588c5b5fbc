"""Edges of a scan's rows, put where its ink leaves most white: marks and tails go with their letters.

Rows are found by the boxes of words, which leave marks and tails out. All lengths are mask pixels.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.ocr.ink import runs
from extract.tables.unruled.ink_mask import FINE, Mask
from extract.tables.unruled.table_shape import TableShape

MARKS, TAILS = 9.0, 6.0
"""Points that marks over a row and tails under it may reach beyond its words, in type of 16 points."""

ON_RULE = 1.0
"""Points from a rule within which an edge is that rule."""


def parted_in_white(shape: TableShape, words: Mask, ink: Mask, zoom: float) -> TableShape:
    """``shape`` with each edge of rows that no rule draws where the least ink is.

    Args:
        shape: rows by boxes of words.
        words: those boxes.
        ink: of the same words.
        zoom: mask pixels a unit of the shape's rules.
    """
    left, right = max(0, shape.xs[0]), shape.xs[-1]
    rules = [rule.position * zoom for rule in shape.rules]
    worded = np.asarray(words[:, left:right].any(axis=1))
    weight = np.asarray(ink[:, left:right].sum(axis=1), np.intp)
    ys = list(shape.ys)
    for n, y in enumerate(shape.ys):
        if any(abs(y - rule) <= ON_RULE * FINE for rule in rules):
            continue
        start, end = max(0, y - round(MARKS * FINE)), min(len(worded), y + round(TAILS * FINE))
        first, last = n == 0, n == len(ys) - 1
        if not (first or last):
            if worded[min(y, len(worded) - 1)]:
                continue
            start, end = max(start, ys[n - 1] + 1), min(end, shape.ys[n + 1])
        start = start if last else _white_from(worded, y, start)
        end = y + 1 if first else _white_to(worded, y, end)
        start = y if last else start
        if end - start > 1:
            ys[n] = start + _emptiest(weight[start:end], first, last)
    return replace(shape, ys=tuple(ys)) if all(a < b for a, b in pairwise(ys)) else shape


def _white_from(worded: Mask, y: int, start: int) -> int:
    """First of the rows without words, from ``start`` on, that go on to ``y``, which may touch a word."""
    above = np.flatnonzero(worded[start : max(start, y - round(FINE))])
    return start + int(above[-1]) + 1 if len(above) else start


def _white_to(worded: Mask, y: int, end: int) -> int:
    below = np.flatnonzero(worded[y + round(FINE) : end])
    return y + round(FINE) + int(below[0]) if len(below) else end


def _emptiest(weight: NDArray[np.intp], first: bool, last: bool) -> int:
    """The row with least ink: the outermost at a table's top and foot, else the middle of the widest run."""
    empty = runs(np.asarray(weight == weight.min()), 0)
    if first:
        return empty[0][0]
    if last:
        return empty[-1][1] - 1
    start, end = max(empty, key=lambda run: run[1] - run[0])
    return (start + end) // 2
