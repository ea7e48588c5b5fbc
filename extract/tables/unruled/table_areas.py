"""Where tables without any rule stand on a page: lines of print that keep the same white between columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.tables.unruled.column_gaps import (
    CENTRED,
    CORRIDOR,
    SURE,
    PrintLine,
    corridors,
    crossed,
    edges,
    runs_over,
    slices,
)
from extract.tables.unruled.column_lines import column_lines
from extract.tables.unruled.ink_mask import FINE, Mask, Span
from extract.tables.unruled.row_cuts import norms

LEAST_COLUMNS = 3
"""Columns of a borderless table: two blocks of text beside one another are a signature or an address."""

LONGEST_GAP = 45.0
"""Points of white between two lines of a table without rules; more parts it from what stands below."""

MOST_LABELS = 3
"""Lines across the columns, one after the other, that a table goes on after; a paragraph has more."""

YOUNG = 5
"""Lines from which the white kept so far outweighs a single line."""

SPACES = 3
"""Of so many pieces of white kept so far a line of words far apart may prove one to be mere space."""

STEP = 1.4
"""Of the pitch of lines in cells: the widest step between lines of one cell."""

OFF = 0.08
"""Share of the width of several columns that a print over them may be off their middle."""

BEYOND = 8.0
"""Points by which a header reaches beyond what stands in its column: ลำดับ over numbers of one digit."""

OUTER = 30.0
"""The same of a line that stands over several columns: a long name over short cells, หน่วยงานรับผิดชอบ."""

SAME_WHITE = 1.1
"""Of the white below a header's line: that above it, at most."""

TWO, THIN = 1.6, 2.0
"""Of a band's lowest print, from which height it holds several levels; points of slices of such a band."""

NEAR = 2.6
"""Of the height of letters: white above a table's first line over which its header may go on."""


@dataclass(frozen=True, slots=True)
class TableArea:
    """A table's lines and columns.

    Numbers of its first line, of the first with words in three columns and of the one after its last; the
    white between its columns; its left and right end.
    """

    first: int
    seed: int
    end: int
    white: tuple[Span, ...]
    left: int
    right: int


def find_area(mask: Mask, lines: Sequence[PrintLine], at: int) -> TableArea | None:
    """The table whose first line with three words far apart is line ``at``, if one begins there."""
    if len(lines[at].runs) < LEAST_COLUMNS:
        return None
    kept, end = _grow(lines, at)
    for _ in range(2):
        white = corridors([part for line in kept for part in slices(mask, line.top, line.end)])
        if len(white) < LEAST_COLUMNS - 1 or len(kept) < LEAST_COLUMNS:
            return None
        whole = [line for line in lines[at:] if line.top <= kept[-1].top]
        last = whole[_before_closing(whole, [s for s in white if s[1] - s[0] >= SURE * FINE]) - 1]
        kept = [line for line in kept if line.top <= last.top]
        kept = kept[: _tail(mask, kept, white)]
    end = next(n for n in range(end, at, -1) if lines[n - 1] is kept[-1])
    left = min(line.words[0][0] for line in kept)
    right = max(line.words[-1][1] for line in kept)
    first = go_up(mask, lines, at, white, left, right)
    return TableArea(first, at, end, tuple(white), left, right)


def _tail(mask: Mask, lines: Sequence[PrintLine], white: Sequence[Span]) -> int:
    """Number of the line after the table's last: lines of one column that go on no cell are a remark.

    Lines of a cell are told by their step within the column: where cells are set to their middle, lines of
    other columns stand between.
    """
    last = len(lines)
    while last > 1 and len(lines[last - 1].runs) == 1:
        last -= 1
    if last == len(lines):
        return last
    sure = [span for span in white if span[1] - span[0] >= SURE * FINE]
    left, right = min(line.words[0][0] for line in lines), max(line.words[-1][1] for line in lines)
    columns = columns_of(lines, white, left, right)
    strips = [mask[: lines[-1].end, start:end] for start, end in columns]
    pitch = norms(mask[lines[0].top : lines[last - 1].end], columns).pitch
    feet = [[lines[0].top + line.foot for line in column_lines(s[lines[0].top :])] for s in strips]
    for n in range(last, len(lines)):
        here = filled(lines[n], white)
        steps = [_step(feet[column], lines[n]) for column in here]
        if runs_over(lines[n], sure) or not all(step and step <= STEP * pitch for step in steps):
            break
        last = n + 1
    return last


def _step(feet: Sequence[int], line: PrintLine) -> int:
    """Step to ``line`` from the line above it in its column, 0 if there is none."""
    below = [foot for foot in feet if line.top <= foot < line.end]
    above = [foot for foot in feet if foot < line.top]
    return below[-1] - above[-1] if below and above else 0


def _before_closing(lines: Sequence[PrintLine], white: Sequence[Span]) -> int:
    """Number of the line after the last but for a closing sentence with no more below it than a signature."""
    few = max(1, (len(white) + 1) // 3)
    for n in range(len(lines) - 1, 0, -1):
        if runs_over(lines[n], white):
            return n
        if len(filled(lines[n], white)) > few:
            break
    return len(lines)


def filled(line: PrintLine, white: Sequence[Span]) -> set[int]:
    """Columns in which ``line`` has print."""
    return {sum(word[0] >= b for _, b in white) for word in line.words}


def _grow(lines: Sequence[PrintLine], at: int) -> tuple[list[PrintLine], int]:
    """The lines from ``at`` on that keep its white, and the number of the line after the last.

    A line of words far apart may prove some of the white to be mere space. Lines across are passed over when
    the white goes on below them.
    """
    kept, end, passed = [lines[at]], at + 1, 0
    white = _common(kept[0], None)
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if line.top - lines[number - 1].end > LONGEST_GAP * FINE:
            break
        after = _common(line, white)
        lost = sum(not any(a < end_ and b > start for a, b in after) for start, end_ in white)
        few = max(1, len(white) // SPACES)
        trusted = len(line.runs) >= LEAST_COLUMNS and (len(kept) < YOUNG or len(after) >= len(white) - few)
        if lost and not (trusted and len(after) >= LEAST_COLUMNS - 1):
            passed += 1
            if passed > MOST_LABELS:
                break
            continue
        kept.append(line)
        # A line in one column proves nothing: it may be a label that ends within the first.
        white, end, passed = after if len(line.runs) > 1 else white, number + 1, 0
    return kept, end


def _common(line: PrintLine, white: Sequence[Span] | None) -> list[Span]:
    """White of ``line`` within ``white``, wide enough to part columns; all of it when None is given."""
    least = CORRIDOR * FINE
    own = [(a[1], b[0]) for a, b in zip(line.words, line.words[1:], strict=False)]
    if white is None:
        return [span for span in own if span[1] - span[0] >= least]
    outside = [(-(10**9), line.words[0][0]), *own, (line.words[-1][1], 10**9)]
    found = [(max(a, c), min(b, d)) for a, b in white for c, d in outside]
    return [span for span in found if span[1] - span[0] >= least]


def go_up(
    mask: Mask,
    lines: Sequence[PrintLine],
    at: int,
    white: Sequence[Span],
    left: int,
    right: int,
    reach: float = 0.0,
) -> int:
    """Number of the first line of the header that goes on above line ``at``; titles are no header.

    ``reach`` is how far above ``at`` the header may end, where a rule stands between.
    """
    first = at
    while (
        first
        and (_near(lines, first, not reach) or (first == at and lines[at].top - lines[at - 1].end <= reach))
        and all(_heads(part, white, left, right) for part in levels(mask, lines[first - 1]))
    ):
        first -= 1
    return first


def levels(mask: Mask, line: PrintLine) -> list[PrintLine]:
    """``line``; of a band that names in the middle between two levels join to one, its slices."""
    lowest = min(bottom - top for top, bottom in _bands(mask, line))
    return [line] if line.end - line.top <= TWO * lowest else slices(mask, line.top, line.end, THIN)


def _bands(mask: Mask, line: PrintLine) -> list[Span]:
    strips = (np.flatnonzero(mask[line.top : line.end, start:end].any(axis=1)) for start, end in line.words)
    return [(int(rows[0]), int(rows[-1]) + 1) for rows in strips]


def _near(lines: Sequence[PrintLine], at: int, bare: bool) -> bool:
    """Whether the line above line ``at`` stands close over it.

    ``bare``, where no rule tells more: or no further than the line below it.
    """
    gap = lines[at].top - lines[at - 1].end
    height = lines[at].end - lines[at].top
    below = lines[at + 1].top - lines[at].end if bare and at + 1 < len(lines) else 0
    return gap <= max(NEAR * min(height, 16 * FINE), min(SAME_WHITE * below, LONGEST_GAP * FINE / 2))


def _heads(line: PrintLine, white: Sequence[Span], left: int, right: int) -> bool:
    """Whether each run of ``line`` stands in a column, or about the middle of several but not of all."""
    beyond = (OUTER if len(line.runs) > 1 else BEYOND) * FINE
    if line.words[0][0] < left - beyond or line.words[-1][1] > right + beyond:
        return False
    xs = edges(left, white, right)
    for run in line.runs:
        over = crossed(run, white)
        if not over:
            continue
        first, last = over[0], over[-1] + 1
        if last - first + 1 >= len(xs) - 1:
            return False
        ways = [
            (xs[a], xs[b + 1])
            for a in range(first + 1)
            for b in range(last, len(xs) - 1)
            if b - a + 1 < len(xs) - 1
        ]
        if not any(abs(sum(run) - sum(way)) / 2 <= _astray(way) for way in ways):
            return False
    return True


def _astray(way: Span) -> float:
    """How far a print over columns ``way`` may be off their middle; edges in the white are about right."""
    return max(CENTRED * FINE, OFF * (way[1] - way[0]))


def columns_of(lines: Sequence[PrintLine], white: Sequence[Span], left: int, right: int) -> list[Span]:
    """Where the print of each column begins and ends, lines across left out."""
    xs = edges(left, white, right)
    words = [word for line in lines if not runs_over(line, white) for word in line.words]
    out = []
    for start, end in pairwise(xs):
        inside = [w for w in words if start <= (w[0] + w[1]) / 2 < end]
        first, last = min((w[0] for w in inside), default=start), max((w[1] for w in inside), default=end)
        out.append((max(first, start), min(last, end)))
    return out
