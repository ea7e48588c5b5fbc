"""Rows of a table without row rules: the cheapest way to part its printed lines.

White that all columns share may part two rows. Between which of them rows do part is weighed over the whole
table: in a row all columns begin at one height or stand about one middle, a cell's lines follow at one pitch
and fill their column until the last, and few cells are empty. All lengths are mask pixels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

import numpy as np

from extract.ocr.ink import runs
from extract.tables.unruled.column_lines import ColumnLine, column_lines
from extract.tables.unruled.ink_mask import FINE, Mask, Span

NUMBERS = 34.0
"""Points: a leading column this narrow holds numbers, one line in each row."""

NUMBER, MOSTLY = 20.0, 0.7
"""Points: a number, ๑๐.๑, is no wider; share of lines so short under a header wider than its numbers."""

MOST_LINES = 40
"""Bands of one row, at most."""

SAME_PITCH = 1.08
"""A step from line to line up to this many pitches is one within a cell."""

WIDER = 1.18
"""A step from this many pitches on is wider than those within a cell."""

OWN_STEPS = 3
"""Steps from which a column is believed to have a pitch of its own."""

WIDEST_PITCH = 1.4
"""Of the table's pitch: the widest of one column."""

OFTEN = 3.0
"""A column with a third of the lines of the longest is as seldom empty as that."""

PART = 0.6
"""Of the height of letters' bodies: what is lower is a mark or a speck that a scan shows as a line of its
own."""

HOLE_FROM, HOLE_WHOLE = 1.25, 1.75
"""Pitches: a wider step within a cell is a blank line, surely from the second on; marks make lines higher."""

LEAST_STEP = 1.5
"""Of the height of letters' bodies: the shortest step from line to line."""

READ_HOLE = (1.12, 1.3)
"""The same where lines have been read: their baselines are exact."""

# What is unlikely about a row, in units of about one doubling of odds.
ASTRAY = 3.0  # a column begins a whole line below the row's top, or off its middle
HOLE = 3.0  # a blank line inside a cell
EMPTY = 1.2  # an empty cell
UNNUMBERED, UNNUMBERED_READ = 2.5, 5.0  # a row without its number; the same where numbers have been read
NUMBERS_APART = 4.0  # two numbers in one cell
NUMBER_WRAPS = 1.5  # a number in two lines
SHORT_LINE = 1.2  # a line that ends early and yet goes on in the next
FITTED = 3.0  # a line that leaves room for a further word and yet goes on in the next
EVEN = 0.7  # for each column and further line: all cells of a row have as many; without numbers, most
NARROW_STEP = 2.5  # rows parted by no more than a line's pitch where others are parted by more
HEAD_STEP = 0.4  # of that, for the header and the first row
ROW = 0.3  # any row at all
UNNAMED = 4.0  # a column without a word in the header
MORE_HEADER, MOST_MORE = 0.8, 2.4  # a further line of one column's header; of all, where lines stand close
OPENS = 8.0  # a line whose words open a row, below others in a cell
LABEL = 1.5  # a row of a label only, where cells have their lines in the middle or at the foot

MANY = 3
"""Cells of a row without a number that have as many lines, from which these may be rows."""

ROOM = 3.0, 5.0
"""Pitches that a line leaves free at its end: a further word might, and would, have stood there."""

Set = Literal["top", "middle", "bottom"]
"""Where a row's cells have their lines."""

MOST_HEADER_LINES = 8
"""Bands of a header, at most: three levels, the lowest of two or three lines."""


@dataclass(frozen=True, slots=True)
class Norms:
    """What lines of a table are like: step from line to line in cells, of all and of each column.

    ``numbered`` says that the first column holds numbers, ``spaced`` that some steps are wider than those in
    cells; ``filled`` is how seldom each column's cells are empty, 0 to 1. ``read`` says that the lines
    have been read: their baselines are known, and numbers by what they say.
    """

    pitch: float
    pitches: tuple[float, ...]
    numbered: bool
    spaced: bool
    filled: tuple[float, ...]
    read: bool = False

    @property
    def hole(self) -> tuple[float, float]:
        """Pitches from which a step may be, and surely is, one over a blank line."""
        return READ_HOLE if self.read else (HOLE_FROM, HOLE_WHOLE)


@dataclass(frozen=True, slots=True)
class _Print:
    """Lines of each column, and the middles of the white they share, top and end included.

    ``tops`` of each column's lines, from above, and what is unlikely about each but the first going on from
    the line before (``_further``).
    """

    columns: tuple[tuple[ColumnLine, ...], ...]
    cuts: tuple[int, ...]
    norms: Norms
    tops: tuple[list[int], ...]
    further: tuple[list[tuple[float, ...]], ...]


def norms(table: Mask, columns: Sequence[Span]) -> Norms:
    """What the lines of ``table`` are like, its columns beginning and ending at ``columns``."""
    found = [column_lines(table[:, a:b]) for a, b in columns]
    width = columns[0][1] - columns[0][0]
    short = sum(line.full * width <= NUMBER * FINE for line in found[0])
    numbered = width <= NUMBERS * FINE or (len(found[0]) > OWN_STEPS and short >= MOSTLY * len(found[0]))
    return norms_of(found, numbered)


def norms_of(found: Sequence[Sequence[ColumnLine]], numbered: bool, read: bool = False) -> Norms:
    """The same of lines by column; ``numbered`` if the first column may hold numbers."""
    height = float(median([line.body for lines in found for line in lines] or [1]))
    whole = [[line for line in lines if line.body >= PART * height] for lines in found]
    steps = sorted(b.foot - a.foot for lines in whole for a, b in pairwise(lines))
    pitch = max(_pitch(steps, height), height)
    most = max(map(len, found))
    return Norms(
        pitch,
        tuple(_own_pitch(lines, pitch, height) for lines in found),
        numbered and bool(found[0]),
        sum(step >= WIDER * pitch for step in _open_steps(found)) > 1,
        tuple(min(1.0, OFTEN * len(lines) / max(1, most)) for lines in found),
        read,
    )


def _open_steps(found: Sequence[Sequence[ColumnLine]]) -> list[int]:
    """Steps from foot to foot over the white that all columns share."""
    lines = sorted((line for column in found for line in column), key=lambda line: line.top)
    steps: list[int] = []
    end = foot = 0
    for line in lines:
        if foot and line.top > end:
            steps.append(line.foot - foot)
        end, foot = max(end, line.end), max(foot, line.foot)
    return steps


def split_rows(body: Mask, columns: Sequence[Span], like: Norms | None = None) -> list[int]:
    """Where rows of ``body`` part: rows of the mask between one table row's last line and the next's first.

    Args:
        body: print below the header, or some of it.
        columns: where each column of the table begins and ends.
        like: what the lines of the whole table are like, if this is not all of it.
    """
    read = _read(body, columns, like or norms(body, columns))
    return _cheapest_of(read, ("top", "middle")) if read else []


def part_lines(found: Sequence[Sequence[ColumnLine]], height: int, like: Norms) -> list[int]:
    """Where rows part whose lines are known, column by column, within ``height``."""
    read = _print(tuple(map(tuple, found)), height, like)
    return _cheapest_of(read, ("top", "middle", "bottom")) if read else []


def _cheapest_of(read: _Print, ways: Sequence[Set]) -> list[int]:
    return min((_cheapest(read, way) for way in ways), key=lambda found: found[0])[1]


def _read(body: Mask, columns: Sequence[Span], like: Norms) -> _Print | None:
    return _print(tuple(tuple(column_lines(body[:, a:b])) for a, b in columns), body.shape[0], like)


def _print(found: tuple[tuple[ColumnLine, ...], ...], height: int, like: Norms) -> _Print | None:
    filled = np.zeros(height + 1, np.bool_)
    for line in (line for lines in found for line in lines):
        filled[line.top : line.end] = True
    bands = runs(filled, 0)
    if not bands:
        return None
    cuts = ((a[1] + b[0]) // 2 for a, b in pairwise(bands))
    tops = tuple([line.top for line in lines] for lines in found)
    further = tuple(_further(lines, number, like) for number, lines in enumerate(found))
    return _Print(found, (0, *cuts, height), like, tops, further)


def _pitch(steps: Sequence[int], height: float) -> float:
    """The step from line to line within cells: the middle of the shortest that leave white between letters.

    ``steps`` rise. On a scan feet are found to a pixel or two, so the very shortest is no line's pitch.
    """
    spread = [step for step in steps if step >= LEAST_STEP * height]
    return float(median(step for step in spread if step < WIDER * spread[0])) if spread else 0.0


def _own_pitch(lines: Sequence[ColumnLine], pitch: float, height: float) -> float:
    """The pitch of one column, which is wider where its letters are taller."""
    steps = sorted(b.foot - a.foot for a, b in pairwise(lines))
    own = _pitch(steps, height) if len(steps) >= OWN_STEPS else 0.0
    return own if pitch <= own <= WIDEST_PITCH * pitch else pitch


def _cheapest(read: _Print, way: Set) -> tuple[float, list[int]]:
    """The cheapest parting into rows, and its cost, cells' lines set one way."""
    count = len(read.cuts) - 1
    best = [0.0] + [float("inf")] * count
    back = [0] * (count + 1)
    for end in range(1, count + 1):
        for start in range(max(0, end - MOST_LINES), end):
            if best[start] >= best[end]:
                continue
            cost = best[start] + _row_cost(read, start, end, way)
            if start:
                cost += _parting_cost(read, start, end)
            if cost < best[end]:
                best[end], back[end] = cost, start
    cuts, at = [], count
    while back[at]:
        at = back[at]
        cuts.append(read.cuts[at])
    return best[count], cuts[::-1]


def _row_cost(read: _Print, start: int, end: int, way: Set) -> float:
    top, bottom = read.cuts[start], read.cuts[end]
    held, costs = [], []
    for lines, tops, further in zip(read.columns, read.tops, read.further, strict=True):
        at, to = bisect_left(tops, top), bisect_left(tops, bottom)
        held.append(lines[at:to])
        costs.append(further[at : max(at, to - 1)])
    filled = [lines for lines in held if lines]
    if not filled:
        return float("inf")
    first = min(lines[0].foot for lines in filled)
    last = max(lines[-1].foot for lines in filled)
    cost = ROW
    named = held[read.norms.numbered] if read.norms.read and len(filled) == 1 else []
    label = bool(named) and (way != "top" or named[0].opens)
    for number, lines in enumerate(held):
        numbers = read.norms.numbered and number == 0
        if not lines and label:
            cost += LABEL / (len(held) - 1)
            continue
        if not lines:
            unnumbered = UNNUMBERED_READ if read.norms.read else UNNUMBERED
            cost += unnumbered if numbers else EMPTY * read.norms.filled[number]
            continue
        # A number is often set to the middle of its row while the other cells begin at the top.
        off = abs((lines[0].foot + lines[-1].foot) - (first + last)) / read.norms.pitch
        below = (lines[0].foot - first) / read.norms.pitch
        above = (last - lines[-1].foot) / read.norms.pitch
        astray = {"top": below, "middle": off, "bottom": above}[way]
        cost += ASTRAY * min(1.0, min(off, astray) if numbers else astray)
        for parts in costs[number]:
            for part in parts:
                cost += part
    most = max(map(len, filled))
    even = sum(len(lines) == most for lines in filled)
    whole = len(filled) if read.norms.numbered else max(MANY, round(MOSTLY * len(filled)))
    if even >= whole and most > 1 and not read.norms.read:
        cost += EVEN * (even - 1) * (most - 1)
    return cost


def _further(lines: Sequence[ColumnLine], number: int, like: Norms) -> list[tuple[float, ...]]:
    """What is unlikely about each line of a column, but the first, going on the cell of the line before."""
    numbers = like.numbered and number == 0
    from_, whole = like.hole
    out: list[tuple[float, ...]] = []
    for one, two in pairwise(lines):
        step = (two.foot - one.foot) / like.pitches[number]
        if two.opens:
            out.append((OPENS,))
        elif numbers:
            out.append((NUMBERS_APART if step > SAME_PITCH else NUMBER_WRAPS,))
        else:
            hole = HOLE * min(1.0, max(0.0, step - from_) / (whole - from_))
            room = one.room / like.pitch
            fitted = FITTED * min(1.0, max(0.0, room - ROOM[0]) / (ROOM[1] - ROOM[0]))
            out.append((hole, SHORT_LINE * max(0.0, 0.75 - one.full), fitted))
    return out


def _parting_cost(read: _Print, start: int, end: int) -> float:
    """What is unlikely about parting rows before band ``start``, by the step over the white there."""
    if not read.norms.spaced:
        return 0.0
    top, bottom = read.cuts[start], read.cuts[end]
    above = max((line.foot for lines in read.columns for line in lines if line.top < top), default=top)
    below = min(
        (line.foot for lines in read.columns for line in lines if top <= line.top < bottom), default=top
    )
    step = (below - above) / read.norms.pitch
    return NARROW_STEP * min(1.0, max(0.0, WIDER - step) / (WIDER - 1.0))


def part_header(first: Mask, columns: Sequence[Span], like: Norms) -> int:
    """Where the header at the top of ``first`` ends: below the fewest lines that name each column.

    Args:
        first: print from the table's top to its first label across the columns, or to its end.
        columns: where each column of the table begins and ends.
        like: what the lines of the whole table are like.
    """
    read = _read(first, columns, like)
    if read is None:
        return int(first.shape[0])
    best: tuple[float, int] | None = None
    for end in range(1, min(MOST_HEADER_LINES, len(read.cuts) - 1) + 1):
        cut = read.cuts[end]
        held = [[line for line in lines if line.top < cut] for lines in read.columns]
        cost = UNNAMED * sum(not lines for lines in held)
        for level in range(1, max(map(len, held), default=0)):
            steps = [lines[level].foot - lines[level - 1].foot for lines in held if len(lines) > level]
            wide = sum(step >= WIDER * like.pitch for step in steps)
            cost += MORE_HEADER * wide + min(MOST_MORE, MORE_HEADER * (len(steps) - wide))
        rest = _read(first[cut:], columns, like)
        if end + 1 < len(read.cuts):
            cost += HEAD_STEP * _parting_cost(read, end, end + 1)
        if rest is not None:
            cost += min(_cheapest(rest, "top")[0], _cheapest(rest, "middle")[0])
        if best is None or cost < best[0]:
            best = cost, cut
    return best[1] if best else int(first.shape[0])
