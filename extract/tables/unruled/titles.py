"""Titles above a borderless table: they run over the white of its header, and are no line of it.

A title's last line may stand so close over the header that tails of one and tall letters of the other meet,
and its words so far apart that it looks like a row of three cells.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.ocr.ink import runs
from extract.tables.unruled.column_gaps import SURE, PrintLine, crossed, print_line
from extract.tables.unruled.column_lines import VALLEY
from extract.tables.unruled.ink_mask import FINE, Mask, Span
from extract.tables.unruled.table_areas import LEAST_COLUMNS, OFF, TableArea

WIDE = 0.5
"""Of the white between columns: a single print over more of it is a title's, over less a group's."""

TITLE_LINES = 3
"""Lines of a title between a line of it and the header, at most."""


def apart_from_titles(mask: Mask, lines: Sequence[PrintLine]) -> list[PrintLine]:
    """``lines`` of ``mask``; a band that holds a title and the header below it is parted between them."""
    return [part for line in lines for part in _parted(mask, line)]


def without_titles(lines: Sequence[PrintLine], area: TableArea) -> TableArea | None:
    """``area`` without lines of a title over its first row; None when that row is itself of a title."""
    seed = lines[area.seed]
    for below in lines[area.seed + 1 : area.seed + 1 + TITLE_LINES]:
        if len(below.runs) >= LEAST_COLUMNS and _is_title(seed, _white(below), _ends(below)):
            return None
    white = [span for span in area.white if span[1] - span[0] >= SURE * FINE]
    ends = area.left, area.right
    titles = [n for n in range(area.first, area.seed) if _is_title(lines[n], white, ends)]
    return replace(area, first=titles[-1] + 1) if titles else area


def _parted(mask: Mask, line: PrintLine) -> list[PrintLine]:
    weight = mask[line.top : line.end].sum(axis=1)
    for start, end in runs(np.asarray(weight <= VALLEY * weight.max()), 0):
        if start == 0 or end == len(weight):
            continue
        # The last of the emptiest rows: a title's tails go down further than letters below it rise.
        cut = line.top + end - 1 - int(np.argmin(weight[start:end][::-1]))
        upper, lower = print_line(mask, (line.top, cut)), print_line(mask, (cut, line.end))
        if upper.runs and lower.runs and _stands_over(upper, _white(lower), _ends(lower)):
            return [upper, lower]
    return [line]


def _is_title(line: PrintLine, white: Sequence[Span], ends: Span) -> bool:
    """Whether ``line`` stands over columns parted by ``white`` and heads no group of them.

    A group's name is one print and short; of a title two words begin over one column, or it goes on over
    more than half of them.
    """
    if not _stands_over(line, white, ends):
        return False
    if len(line.runs) == 1:
        return len(crossed(line.runs[0], white)) > WIDE * len(white)
    inner = [(a + b) // 2 for a, b in white]
    columns = [(bisect(inner, a), bisect(inner, b)) for a, b in line.runs]
    return any(one[1] >= other[0] for one, other in pairwise(columns))


def _stands_over(line: PrintLine, white: Sequence[Span], ends: Span) -> bool:
    """Whether ``line`` is set to the middle of ``ends`` and runs over ``white`` between its words.

    It has no cell of its own over the first or last column, as a row or a header would.
    """
    if len(white) < LEAST_COLUMNS - 1:
        return False
    whole = line.runs[0][0], line.runs[-1][1]
    over = {n for run in line.runs for n in crossed(run, white)}
    at_left = whole[0] < white[0][0] and 0 not in over
    at_right = whole[1] > white[-1][1] and len(white) - 1 not in over
    centred = abs(sum(whole) - sum(ends)) <= 2 * OFF * (ends[1] - ends[0])
    return bool(over) and len(crossed(whole, white)) > 1 and centred and not at_left and not at_right


def _ends(line: PrintLine) -> Span:
    return line.runs[0][0], line.runs[-1][1]


def _white(line: PrintLine) -> list[Span]:
    return [(a[1], b[0]) for a, b in pairwise(line.runs)]
