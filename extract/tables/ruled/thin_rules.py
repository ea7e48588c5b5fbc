"""Row rules thinner than a dot of a black-and-white scan: they show in pieces, where they meet the dots.

A page scanned a little askew shows such a rule for some way, hides it for some way, and so on, its ends too.
What tells it from rules under some columns of a header: several lines are broken so, at least twice each,
and begin and end alike; and no words stand on the line between the pieces, as on lines to write on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.model import BBox, Raster, Ruling
from extract.ocr.ink import runs
from extract.tables.ruled.mend_rules import lines_of
from extract.tables.ruled.raster import ink_mask
from extract.tables.ruled.snap import SAME_LINE

Mask = NDArray[np.bool_]

PIECES = 3
"""Pieces of one broken rule, at least."""

SHOWN = 0.3
"""Share of a broken rule that shows, at least."""

LINES = 3
"""Rules of one table that are broken so, at least."""

PIECE = 3.0
"""Points: a piece of a rule beyond its ends; dots of a line to write on are shorter."""

UPRIGHT = 0.5
"""Share of a table's height that an upright rule must show where row rules show in pieces."""

ON_LINE = 3.0, 1.2
"""Points above a line between which the feet of words on it stand."""

WORDED = 0.3
"""Share of the way between pieces over which words stand, from which they are lines to write on."""


def whole_rules(rulings: Sequence[Ruling], raster: Raster) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
    """``rulings`` (pixels of ``raster``) with row rules that show in pieces made whole.

    Returns:
        The rules, and those of them that draw no grid: uprights between such rules of which little shows.
    """
    scale = raster.dpi / 72
    across = [rule for rule in rulings if rule.horizontal]
    lines = [line for line in lines_of(across, SAME_LINE * scale) if _is_broken(line)]
    if len(lines) < LINES:
        return tuple(rulings), ()
    ink = ink_mask(raster.image, raster.dpi) > 0
    lines = [line for line in lines if not _written_on(line, np.asarray(ink), scale)]
    out, torn = list(rulings), list[Ruling]()
    while lines:
        alike = [line for line in lines if _alike(line, lines[0])]
        if len(alike) >= LINES:
            alike, box = _table(alike, lines, np.asarray(ink), scale)
            pieces = [piece for line in alike for piece in line]
            out = [rule for rule in out if rule not in pieces]
            torn += _torn_uprights(out, box, scale)
            out += [_whole(line, box.x0, box.x1) for line in alike]
        lines = [line for line in lines if line not in alike]
    return tuple(out), tuple(torn)


def _table(
    alike: list[list[Ruling]], lines: Sequence[list[Ruling]], ink: Mask, scale: float
) -> tuple[list[list[Ruling]], BBox]:
    """The lines of one table, with those between that show even less of their ends; and its box."""
    reached = [_outermost(line, ink, scale) for line in alike]
    ys = [line[0].position for line in alike]
    box = BBox(min(a for a, _ in reached), min(ys), max(b for _, b in reached), max(ys))
    between = [line for line in lines if line not in alike and box.contains(line[0].start, line[0].position)]
    return [*alike, *(line for line in between if line[-1].end <= box.x1)], box


def _torn_uprights(rules: Sequence[Ruling], box: BBox, scale: float) -> list[Ruling]:
    """Uprights of ``rules`` within ``box`` of which less than half shows: columns are told by white."""
    inside = [
        rule
        for rule in rules
        if not rule.horizontal
        and box.contains(rule.position, (rule.start + rule.end) / 2)
        and rule.length < box.height
    ]
    return [
        piece
        for line in lines_of(inside, SAME_LINE * scale)
        if sum(each.length for each in line) < UPRIGHT * box.height
        for piece in line
    ]


def _is_broken(line: Sequence[Ruling]) -> bool:
    shown = sum(piece.length for piece in line)
    return len(line) >= PIECES and shown >= SHOWN * (line[-1].end - line[0].start)


def _written_on(line: Sequence[Ruling], ink: Mask, scale: float) -> bool:
    """Whether words stand on ``line`` between its pieces."""
    high, low = (round(above * scale) for above in ON_LINE)
    worded = whole = 0
    for one, other in pairwise(line):
        y = round((one.position + other.position) / 2)
        part = ink[max(0, y - high) : max(0, y - low), round(one.end) : round(other.start)]
        worded += int(part.any(axis=0).sum())
        whole += part.shape[1]
    return worded > WORDED * whole


def _outermost(line: Sequence[Ruling], ink: Mask, scale: float) -> tuple[float, float]:
    """Ends of ``line`` with short pieces of it beyond them, no further than its widest break."""
    widest = round(_widest(line))
    out = []
    for rule, at, step in ((line[0], line[0].start, -1), (line[-1], line[-1].end, 1)):
        end = round(at)
        y, near, beside = round(rule.position), round(scale), round(ON_LINE[0] * scale)
        while True:
            a, b = (max(0, end - widest), end) if step < 0 else (end, end + widest)
            drawn = ink[y - near : y + near + 1, a:b].any(axis=0)
            drawn &= ~ink[max(0, y - beside) : y - near, a:b].any(axis=0)
            drawn &= ~ink[y + near + 1 : y + beside + 1, a:b].any(axis=0)
            pieces = [run for run in runs(np.asarray(drawn), 1) if run[1] - run[0] >= PIECE * scale]
            if not pieces:
                break
            end = a + (pieces[0][0] if step < 0 else pieces[-1][1])
        out.append(float(end))
    return min(out[0], line[0].start), max(out[1], line[-1].end)


def _widest(line: Sequence[Ruling]) -> float:
    return max(b.start - a.end for a, b in pairwise(line))


def _alike(line: Sequence[Ruling], other: Sequence[Ruling]) -> bool:
    """Whether both begin and end alike but for what may be hidden, no more than the widest break."""
    hidden = max(_widest(line), _widest(other))
    return abs(line[0].start - other[0].start) <= hidden and abs(line[-1].end - other[-1].end) <= hidden


def _whole(line: Sequence[Ruling], start: float, end: float) -> Ruling:
    lengths = [piece.length for piece in line]
    middle = sum(piece.position * piece.length for piece in line) / max(sum(lengths), 1e-6)
    return Ruling(True, middle, start, end, max(piece.thickness for piece in line))
