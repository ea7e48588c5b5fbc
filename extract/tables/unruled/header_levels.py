"""Headers of several levels without rules: which prints stand over several columns, and over which.

A print that runs over the white between columns, or has another print below it in its column, heads a group;
its other columns print below that level, while columns outside it print at the header's middle or top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import numpy as np

from extract.ocr.ink import runs
from extract.tables.unruled.column_gaps import SURE, PrintLine, starts
from extract.tables.unruled.ink_mask import FINE, Mask, Span
from extract.tables.unruled.text_blocks import TextBlock, blocks_of

SPARSE = 0.4
"""Of the median column's: so few lines begin in what is no column."""

NUMBER = 20.0
"""Points: a column's number, (12), is no wider."""

AS_WELL = 1.5
"""Points by which a print may be further off the middle of more columns and yet head them."""

ASTRIDE = 12.0
"""Points by which a title may be off the middle of a table whose outer prints are short."""

OFF_MIDDLE = 0.3
"""Of a line's height: how far below the header's middle a print's middle is that stands low."""

ABOVE_FOOT = 0.4
"""Of a line's height: so far over the header's foot a name ends that is not set to it."""

OF_ALL = 0.12
"""Of the width of all columns named below a group's level: the group's print is off their middle, at most."""

FLUSH = 1.0
"""Points by which a group's name begins off that of its first column where both are set flush left."""

MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell: first column and the one after its last, and its top and end in mask pixels."""

    first: int
    end: int
    top: int
    bottom: int


def header_cells(
    head: Mask, xs: Sequence[int], pitch: float = 0.0, parted: Sequence[int] = ()
) -> list[HeaderCell]:
    """The cells of a header.

    Args:
        head: print of the header alone, as high as the header.
        xs: column edges, in pixels of ``head``.
        pitch: step from line to line within cells, if known.
        parted: edges over which no print goes, as ``begun_with_cells`` tells.

    Returns:
        Cells that cover the header whole, one for each column and group.
    """
    blocks, height = blocks_of(head, xs, pitch, parted)
    return _level(blocks, _true_edges(blocks, xs), 0, len(xs) - 1, 0, head.shape[0], height, MOST_LEVELS)


def _true_edges(blocks: Sequence[TextBlock], xs: Sequence[int]) -> list[int]:
    """Edges with the outer ones where they would be were the outer columns' prints in their middle."""
    out = list(xs)
    first = [b for b in blocks if b.first == b.last == 0]
    last = [b for b in blocks if b.first == b.last == len(xs) - 2]
    if first:
        out[0] = min(xs[0], round(2 * first[-1].middle) - xs[1])
    if last:
        out[-1] = max(xs[-1], round(2 * last[-1].middle) - xs[-2])
    return out


def title_end(head: Mask, xs: Sequence[int], pitch: float = 0.0) -> int:
    """How far down a title goes that stands above the header: 0 where there is none.

    A print over several columns heads a group of them while others stand beside it; where all columns print
    below it, it heads none.
    """
    blocks, height = blocks_of(head, xs, pitch)
    if not blocks:
        return 0
    top = min(b.top for b in blocks)
    uppers = [b for b in blocks if b.top <= top + height / 2]
    heads = [b.last > b.first or any(_below(b, o) for o in blocks) for b in uppers]
    if not all(heads):
        return 0
    level = max(b.end for b in uppers)
    if len(uppers) == 1 and uppers[0].first == 0 < uppers[0].last:
        return level  # running text begins over the numbers, which no group has
    if len(uppers) == 1 and _is_astride(uppers[0], [b for b in blocks if b.top >= level - height / 4], xs):
        return level
    covered = {c for u in uppers for c in range(u.first, u.last + 1)}
    lower = [b for b in blocks if b.top >= level - height / 4]
    if not lower:
        return 0
    # What a title stands over is named at the level of the other columns, a group's columns below it.
    under = [b for b in lower if b.first in covered and b.last in covered]
    below = min(b.top for b in under or lower)
    # Rows may follow: only what begins on the level of those names says where a column is named.
    floor = max(b.end for b in under or lower if b.top <= below + height)
    here = [b for b in blocks if b.top < floor]
    bottom = max(b.end for b in here)
    beside = {c: [b for b in here if b.first <= c <= b.last] for c in set(range(len(xs) - 1)) - covered}
    plain = {c: mine for c, mine in beside.items() if len(mine) == 1 and mine[0].first == mine[0].last}
    for mine in (plain or beside).values():
        if mine:
            first, last = min(b.top for b in mine), max(b.end for b in mine)
            grouped = min(abs(first - top), abs(first + last - top - bottom) / 2)
            titled = min(abs(first - below), abs(first + last - below - bottom) / 2)
            if grouped < titled:
                return 0
    return level


def _is_astride(upper: TextBlock, lower: Sequence[TextBlock], xs: Sequence[int]) -> bool:
    """Whether ``upper`` is set to the middle of the table, and not of the prints below that it runs over."""
    names = [b for b in lower if b.last >= upper.first and b.first <= upper.last]
    if not names or all(upper.first <= b.first and b.last <= upper.last for b in names):
        return False
    first, last = min(b.first for b in names), max(b.last for b in names)
    own = abs(2 * upper.middle - min(b.x0 for b in names) - max(b.x1 for b in names))
    own = min(own, abs(2 * upper.middle - xs[first] - xs[last + 1]))
    return abs(2 * upper.middle - xs[0] - xs[-1]) < min(own, 2 * ASTRIDE * FINE)


def torn(
    head: Mask,
    xs: Sequence[int],
    white: Sequence[Span],
    rows: Sequence[PrintLine],
    pitch: float,
    parted: Sequence[int] = (),
) -> list[int]:
    """Inner edges (from 1) at which no columns part, as the header tells.

    A print that heads no columns runs over the edge; or beside it stands a column without a print of its
    own, parted by no more than a wide space, or in which few lines begin.

    Args:
        head: print of the header alone.
        xs: column edges, in pixels of ``head``.
        white: white between the columns.
        rows: print of the whole table.
        pitch: step from line to line within cells.
        parted: edges over which no print goes.
    """
    blocks, _ = blocks_of(head, xs, pitch, parted)
    if not blocks:
        return []
    edges: set[int] = set()
    for over in (b for b in blocks if b.last > b.first):
        under = [
            b for b in blocks if b.top >= over.end - FINE and b.first <= over.last and b.last >= over.first
        ]
        named = [any(b.first <= c <= b.last for b in under) for c in range(len(xs) - 1)]
        edges |= {c + 1 for c in range(over.first, over.last) if not (named[c] and named[c + 1])}
    begun = [starts(rows, a, b) for a, b in pairwise(xs)]
    own = {
        c for b in blocks for c in range(b.first, b.last + 1) if b.first == b.last or c in (b.first, b.last)
    }
    for column in set(range(len(xs) - 1)) - own:
        beside = [edge for edge in (column, column + 1) if 0 < edge < len(xs) - 1]
        wide, edge = min((white[edge - 1][1] - white[edge - 1][0], edge) for edge in beside)
        if wide < SURE * FINE or begun[column] < SPARSE * median(begun):
            edges.add(edge)
    return sorted(edges)


def number_row(head: Mask, xs: Sequence[int]) -> int:
    """Where a row of column numbers begins at the header's foot; the header's height when there is none."""
    lines = [(int(a), int(b)) for a, b in runs(np.asarray(head.any(axis=1)), 0)]
    if len(lines) < 2 or len(xs) < 4:
        return int(head.shape[0])
    top, end = lines[-1]
    for left, right in pairwise(xs):
        ink = np.flatnonzero(head[top:end, left - xs[0] : right - xs[0]].any(axis=0))
        if not len(ink) or ink[-1] - ink[0] > NUMBER * FINE:
            return int(head.shape[0])
    return (lines[-2][1] + top) // 2


def _level(
    blocks: Sequence[TextBlock],
    xs: Sequence[int],
    first: int,
    end: int,
    top: int,
    bottom: int,
    height: float,
    left: int,
) -> list[HeaderCell]:
    """Cells of columns ``first`` to before ``end`` between ``top`` and ``bottom``."""
    single = [HeaderCell(c, c + 1, top, bottom) for c in range(first, end)]
    mine = [b for b in blocks if b.first >= first and b.last < end and b.end > top]
    uppers = [b for b in mine if b.last > b.first or any(_below(b, o) for o in mine)]
    if not uppers or left <= 1 or end - first < 2:
        return single
    upper_top = min(b.top for b in uppers)
    uppers = sorted((b for b in uppers if b.top <= upper_top + height), key=lambda b: b.x0)
    level = max(b.end for b in uppers)
    middle = (min(b.top for b in mine) + max(b.end for b in mine)) / 2
    low = [_stands_low(c, mine, uppers, level, middle, height) for c in range(first, end)]
    names = {b.first: b for b in sorted(mine, key=lambda b: b.top) if b.first == b.last and b not in uppers}
    foot = max(b.end for b in mine) - ABOVE_FOOT * height
    others = [[b for b in mine if b.first <= c <= b.last] for c in range(first, end) if not low[c - first]]
    sure = any(over and max(b.end for b in over) < foot for over in others)
    cells: list[HeaderCell] = []
    grouped: set[int] = set()
    for start, stop in _groups(low, uppers, xs, first, names, sure):
        inside = [b for b in mine if b.first >= start and b.last < stop and b.top >= level - height / 2]
        cut = _cut(level, inside)
        cells.append(HeaderCell(start, stop, top, cut))
        cells += _level(inside, xs, start, stop, cut, bottom, height, left - 1)
        grouped |= set(range(start, stop))
    return cells + [cell for cell in single if cell.first not in grouped]


def _below(one: TextBlock, other: TextBlock) -> bool:
    """Whether ``other`` stands wholly below ``one`` within its columns."""
    return (
        other is not one
        and other.top >= one.end - FINE
        and one.first <= other.first
        and other.last <= one.last
    )


def _cut(level: int, inside: Sequence[TextBlock]) -> int:
    return (level + min((b.top for b in inside), default=level)) // 2


def _stands_low(
    column: int,
    blocks: Sequence[TextBlock],
    uppers: Sequence[TextBlock],
    level: int,
    middle: float,
    height: float,
) -> bool:
    """Whether ``column`` prints below ``level`` only, or under an upper print."""
    if any(u.first <= column <= u.last for u in uppers):
        return True
    mine = [b for b in blocks if b.first <= column <= b.last]
    if not mine or min(b.top for b in mine) < level - height / 2:
        return False
    return (min(b.top for b in mine) + max(b.end for b in mine)) / 2 > middle + OFF_MIDDLE * height


def _groups(
    low: Sequence[bool],
    uppers: Sequence[TextBlock],
    xs: Sequence[int],
    first: int,
    names: Mapping[int, TextBlock],
    sure: bool,
) -> list[Span]:
    """Columns (first, end) of each upper print: of the low columns about it, those it is in the middle of.

    ``sure`` says that other names are not set to the header's foot: all low columns are of some group then.
    """
    out: list[Span] = []
    for is_low, columns in groupby(range(first, first + len(low)), lambda column: low[column - first]):
        if is_low:
            span = list(columns)
            mine = [u for u in uppers if span[0] <= u.first and u.last <= span[-1]]
            out += _shared_out(mine, span[0], span[-1] + 1, xs, names, sure)
    return [(a, b) for a, b in out if b - a > 1]


def _shared_out(
    uppers: Sequence[TextBlock],
    first: int,
    end: int,
    xs: Sequence[int],
    names: Mapping[int, TextBlock],
    sure: bool,
) -> list[Span]:
    """Columns ``first`` to before ``end`` shared out among ``uppers``, nearest to their middles."""
    if not uppers:
        return []
    if len(uppers) == 1:
        upper = uppers[0]
        if sure and _off(upper, (first, end), xs, names) <= OF_ALL * (xs[end] - xs[first]):
            return [(first, end)]
        ways = [
            (a, b) for a in range(first, upper.first + 1) for b in range(upper.last + 1, end + 1) if b - a > 1
        ]
        offs = [_off(upper, way, xs, names) for way in ways]
        near = [way for way, off in zip(ways, offs, strict=True) if off <= min(offs) + AS_WELL * FINE]
        return [min(near, key=lambda way: way[0] - way[1])] if near else []
    # Cheapest parting of the uppers so far for each column at which it may end: its cost and its edges. Two
    # groups part between their prints, so few edges are weighed; all partings of 48 columns were 10^10.
    ends: dict[int, tuple[float, tuple[int, ...]]] = {first: (0.0, (first,))}
    for upper, after in zip(uppers, [*uppers[1:], None], strict=True):
        stops = range(upper.last + 1, after.first + 1) if after else (end,)
        ends = {
            stop: min(
                (cost + _off(upper, (at, stop), xs, names), (*way, stop)) for at, (cost, way) in ends.items()
            )
            for stop in stops
            if ends
        }
    return list(pairwise(ends[end][1])) if ends else []


def _off(upper: TextBlock, way: Span, xs: Sequence[int], names: Mapping[int, TextBlock]) -> float:
    """How far ``upper`` is off the middle of columns ``way``, by their edges or by their own prints.

    Where names are set flush left a group's begins with that of its first column.
    """
    off = abs(upper.middle - (xs[way[0]] + xs[way[1]]) / 2)
    first, last = names.get(way[0]), names.get(way[1] - 1)
    if first is not None and abs(upper.x0 - first.x0) <= FLUSH * FINE:
        return 0.0
    return (
        off
        if first is None or last is None
        else min(off, abs(2 * upper.middle - first.middle - last.middle) / 2)
    )
