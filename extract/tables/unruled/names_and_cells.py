"""Names of columns held against the cells below: which white parts columns, which a name from its cells.

All lengths are mask pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from extract.tables.unruled.column_gaps import PrintLine
from extract.tables.unruled.column_lines import line_bands
from extract.tables.unruled.ink_mask import FINE, Mask
from extract.tables.unruled.text_blocks import TextBlock, blocks_of

HARDLY = 0.2
"""Of the lines of cells beside a name: those that begin under it, at most; words far apart in a long text."""

PART = 0.6
"""Of a line's height: what is lower is a mark of the row below that reaches over its rule."""

WIDEST_SPACE, WORD_MIDDLE = 8.0, 2.0
"""Points: the widest space between two words of a name; how far its middle may be off that of its cells."""

OFTEN = 0.4
"""Of the median column's lines: a column has so many; what has fewer may be words of its neighbour."""

FLUSH = 1.0
"""Points by which lines set flush left begin apart."""


def names_aside(head: Mask, rows: Sequence[PrintLine], xs: Sequence[int], pitch: float) -> list[int]:
    """Inner edges (from 1) between a name and the cells that it names, which stand beside it.

    A name in the middle of a wide column stands over white where its cells are short and flush with a side.
    So one column has cells and no name, and the next a name and hardly any cells.

    Args:
        head: print of the header alone.
        rows: print below it.
        xs: column edges, in pixels of ``head``.
        pitch: step from line to line within cells.
    """
    blocks, height = blocks_of(head, xs, pitch)
    blocks = [b for b in blocks if b.end - b.top >= PART * height]
    covered = {c for b in blocks for c in range(b.first, b.last + 1)}
    begun = [sum(any(a <= run[0] < b for run in line.runs) for line in rows) for a, b in pairwise(xs)]
    out = []
    for column in sorted(set(range(len(xs) - 1)) - covered):
        beside = [
            (abs(b.middle - (xs[column] + xs[column + 1]) / 2), max(b.first, column))
            for b in blocks
            if b.first == b.last in (column - 1, column + 1) and begun[b.first] <= HARDLY * begun[column]
        ]
        out += [min(beside)[1]] if beside and begun[column] else []
    return sorted({*out, *_halves(blocks, rows, xs)})


def _halves(blocks: Sequence[TextBlock], rows: Sequence[PrintLine], xs: Sequence[int]) -> list[int]:
    """Edges between two words of one name, of which one has all cells: together they have the same middle."""
    out = []
    alone = {c: [b for b in blocks if b.first <= c <= b.last] for c in range(len(xs) - 1)}
    cells = [[w for line in rows for w in line.words if a <= w[0] < b] for a, b in pairwise(xs)]
    for edge in range(1, len(xs) - 1):
        if not (len(alone[edge - 1]) == len(alone[edge]) == 1) or bool(cells[edge - 1]) == bool(cells[edge]):
            continue
        one, two = alone[edge - 1][0], alone[edge][0]
        held, named = (cells[edge], two) if cells[edge] else (cells[edge - 1], one)
        middle = (min(a for a, _ in held) + max(b for _, b in held)) / 2
        whole = abs((one.x0 + two.x1) / 2 - middle)
        near = two.x0 - one.x1 <= WIDEST_SPACE * FINE and one.last < two.first
        if near and whole <= WORD_MIDDLE * FINE and whole < abs(named.middle - middle):
            out.append(edge)
    return out


def begun_with_cells(head: Mask, body: Mask, xs: Sequence[int]) -> list[int]:
    """Inner edges (from 1) right of which the header's print begins where the cells of the column begin.

    Names that are set flush left may stand no more than a word's space apart.
    """
    columns = [_begins(body[:, left:right]) for left, right in pairwise(xs)]
    least = OFTEN * median(map(len, columns))
    out = []
    for edge, (left, right) in enumerate(pairwise(xs[1:]), 1):
        firsts, names = columns[edge], _begins(head[:, left:right])
        if (
            min(len(firsts), len(columns[edge - 1])) < least
            or not names
            or head[:, left - 1 : left + 1].any()
        ):
            continue
        begins = median(firsts)
        alike = sum(abs(first - begins) <= FLUSH * FINE for first in firsts) > len(firsts) / 2
        if alike and all(abs(name - begins) <= FLUSH * FINE for name in names):
            out.append(edge)
    return out


def _begins(strip: Mask) -> list[int]:
    """Where each line of one column begins."""
    return [int(np.flatnonzero(strip[top:end].any(axis=0))[0]) for top, end in line_bands(strip)]
