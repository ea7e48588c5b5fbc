"""Cells of a table without upright rules: header levels over rows, text over columns, rules under some."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.model import Ruling
from extract.tables.cell_ranges import CellRange, merge_into_rectangles
from extract.tables.unruled.column_gaps import (
    CENTRED,
    CORRIDOR,
    PrintLine,
    corridors,
    is_label,
    print_line,
    slices,
)
from extract.tables.unruled.column_lines import CELL_GAP, line_bands
from extract.tables.unruled.header_levels import HeaderCell
from extract.tables.unruled.ink_mask import FINE, Mask, Span
from extract.tables.unruled.row_cuts import WIDER, Norms, split_rows

LEAST_ROWS = 2
"""Rows below the header that fill most columns."""

FILLED = 0.5
"""Share of columns that a row fills to be believed."""

LOWEST_LEVEL = 4.0
"""Points: no level of a header is lower."""

STAGGERED = 0.8
"""Pitches: lines of different cells that stand closer belong to cells set to their middle."""

ALONE = 3.0
"""Points by which the only print of a row may be off the table's middle and be set to it."""

ASIDE = 2.0
"""Points by which a label's ends and middle are off those of the column that it stands in, at least."""

COVER = 0.6
"""Share of a column's width that a rule must cover to part its cells."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """Column edges, row edges and cells of a table in mask pixels, and rules that drew it."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[CellRange, ...]
    rules: tuple[Ruling, ...] = ()


def lines_of(mask: Mask) -> list[PrintLine]:
    """The lines of ``mask``, whatever stands in them."""
    return [print_line(mask, band) for band in line_bands(mask)]


def any_white(*votes: Sequence[PrintLine]) -> list[Span]:
    """White that one of ``votes`` finds, the first first."""
    white: list[Span] = []
    for lines in votes:
        more = corridors(lines)
        white += [span for span in more if not any(a < span[1] and b > span[0] for a, b in white)]
    return sorted(white)


def covers(rule: Ruling, start: int, end: int) -> bool:
    """Whether ``rule`` goes under most of what lies between ``start`` and ``end``."""
    return rule.length_within(start, end) >= COVER * (end - start)


def shifted(cells: Sequence[HeaderCell], by: int) -> list[HeaderCell]:
    """``cells`` that much further down."""
    return [HeaderCell(c.first, c.end, c.top + by, c.bottom + by) for c in cells]


def body_cells(
    mask: Mask,
    xs: Sequence[int],
    cuts: Sequence[int],
    drawn: Sequence[Ruling],
    white: Sequence[Span],
    labels: Sequence[Span] = (),
) -> list[CellRange]:
    """Cells of the rows between ``cuts``: text runs over columns, rules under some leave others whole.

    Rows of one line within ``labels`` are labels across the columns.
    """
    rows, count = len(cuts) - 1, len(xs) - 1
    across, down = np.ones((rows + 1, count)), np.ones((rows, count + 1))
    for n, cut in enumerate(cuts):
        here = [r for r in drawn if abs(r.position - cut) <= 3 * FINE]
        if here and 0 < n < rows:
            across[n] = [any(covers(r, a, b) for r in here) for a, b in itertools.pairwise(xs)]
    for n, (top, end) in enumerate(itertools.pairwise(cuts)):
        label = any(abs(a - top) + abs(b - end) <= 2 * FINE for a, b in labels)
        down[n, 1:-1] = 0 if label else ~np.array(_crossed(mask[top:end], xs, white), np.bool_)
    for n in range(1, rows):
        merged = across[n] == 0
        down[n, 1:-1][merged[1:] & merged[:-1]] = down[n - 1, 1:-1][merged[1:] & merged[:-1]]
    return merge_into_rectangles(across, down, COVER)


def _crossed(row: Mask, xs: Sequence[int], white: Sequence[Span]) -> list[bool]:
    """Borders that letters of ``row`` stand on; all of them when its only run of words goes over one."""
    inside = row[:, : xs[-1]].copy()
    inside[:, : xs[0]] = False
    if not inside.any():
        return [False] * len(white)
    whole = print_line(inside, (0, inside.shape[0]))
    if is_label(whole, white, xs[0], xs[-1]) or _alone_in_the_middle(whole, xs):
        return [True] * len(white)
    ink = np.asarray(inside.any(axis=0))
    return [
        bool(ink[max(0, x - 1) : x + 2].any()) and not _keeps_apart(inside[:, left:right], x - left)
        for left, x, right in zip(xs, xs[1:], xs[2:], strict=False)
    ]


def _alone_in_the_middle(row: PrintLine, xs: Sequence[int]) -> bool:
    """Whether the only print of a row stands in the middle of the table: a short label."""
    return len(row.runs) == 1 and abs(sum(row.runs[0]) - xs[0] - xs[-1]) <= 2 * ALONE * FINE


def _keeps_apart(pair: Mask, border: int) -> bool:
    """Whether lines of two columns stand on both sides of ``border`` as often as print runs over it.

    A word too long for its cell runs over it in one line; the text of a merged cell in most.
    """
    over = apart = 0
    for line in slices(pair, 0, pair.shape[0]):
        left = [end for start, end in line.words if start < border]
        right = [start for start, _ in line.words if start >= border]
        over += bool(left) and left[-1] >= border
        apart += bool(left and right) and left[-1] < border and right[0] - left[-1] >= CORRIDOR * FINE
    return apart >= max(1, over)


def shape_of(
    xs: Sequence[int],
    top: int,
    head: Sequence[HeaderCell],
    cuts: Sequence[int],
    body: Sequence[CellRange],
) -> TableShape:
    """Header and body as one table; levels of the header that lie close together are one."""
    levels = [top]
    for y in sorted({c.top for c in head} - {top}):
        if y - levels[-1] > LOWEST_LEVEL * FINE and cuts[0] - y > LOWEST_LEVEL * FINE:
            levels.append(y)
    ys = [*levels, *cuts]

    def row_of(y: int) -> int:
        return min(range(len(levels) + 1), key=lambda n: abs(ys[n] - y))

    spans = [
        CellRange(row_of(c.top), c.first, row_of(c.bottom) - row_of(c.top), c.end - c.first) for c in head
    ]
    cells = [span for span in spans if span.rows > 0]
    taken = [(p.row + i, p.column + j) for p in cells for i in range(p.rows) for j in range(p.columns)]
    if len(taken) != len(set(taken)) or len(taken) != len(levels) * (len(xs) - 1):
        ys, levels = [top, *cuts], [top]
        cells = [CellRange(0, c, 1, 1) for c in range(len(xs) - 1)]
    cells += [replace(part, row=part.row + len(levels)) for part in body]
    return TableShape(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda p: (p.row, p.column))))


def well_filled(shape: TableShape, mask: Mask) -> int:
    """How many rows have ink in most of their cells."""
    rows: dict[int, list[bool]] = {}
    for p in shape.cells:
        if p.columns < len(shape.xs) - 1:
            strip = mask[shape.ys[p.row] : shape.ys[p.row + p.rows]]
            ink = strip[:, shape.xs[p.column] : shape.xs[p.column + p.columns]].any()
            rows.setdefault(p.row, []).append(bool(ink))
    return sum(bool(np.mean(f) >= FILLED and sum(f) >= LEAST_ROWS) for f in rows.values()) - 1


def bare_cuts(
    mask: Mask, top: int, end: int, columns: Sequence[Span], labels: Sequence[Span], like: Norms
) -> list[int]:
    """Where rows part between ``top`` and ``end``: around ``labels``, and by the print between them."""
    cuts: list[int] = []
    start = top
    for first, last in [*labels, (end, end)]:
        if first > start:
            cuts += [start + y for y in split_rows(mask[start:first], columns, like)]
        if first > top:
            cuts.append(first)
        if top < last < end:
            cuts.append(last)
        start = last
    return sorted({cut for cut in cuts if top < cut < end})


def labels_of(
    mask: Mask,
    top: int,
    end: int,
    columns: Sequence[Span],
    white: Sequence[Span],
    pitch: float,
    grounds: Sequence[Span] = (),
) -> list[Span]:
    """Bands (top, end) of labels across the columns, half the white around them included.

    The only print on a coloured ground of ``grounds`` is one, wherever it stands.

    Where lines of other columns stand closer than a line's pitch, cells are set to their middle, and two
    words that touch over a border are no label.
    """
    lines = [replace(line, top=line.top + top, end=line.end + top) for line in lines_of(mask[top:end])]
    left, right = min(columns[0]), max(columns[-1])
    # Where outer columns have their print in their middle, the table reaches as far beyond it.
    ends = min(left, sum(columns[0]) - white[0][0]), max(right, sum(columns[-1]) - white[-1][1])
    out: list[Span] = []
    for n, line in enumerate(lines):
        ground = next(((a, b) for a, b in grounds if a <= line.top and line.end <= b), None)
        if ground is not None and len(line.runs) == 1 and top <= ground[0] and ground[1] <= end:
            alone = not any(
                other is not line and other.top < ground[1] and other.end > ground[0] for other in lines
            )
            if alone:
                out.append(ground)
                continue
        across = is_label(line, white, left, right) or is_label(line, white, *ends)
        if not (across or is_centred_label(line, lines, white, mask.shape[1], (left, right), ends)):
            continue
        steps = [b.end - a.end for a, b in itertools.pairwise(lines[max(0, n - 1) : n + 2])]
        if min(steps, default=pitch) < STAGGERED * pitch:
            continue
        before = (lines[n - 1].end + line.top) // 2 if n else top
        after = (line.end + lines[n + 1].top) // 2 if n + 1 < len(lines) else end
        if out and out[-1][1] == before and _wraps(lines[n - 1], line, pitch):
            out[-1] = (out[-1][0], after)
        else:
            out.append((before, after))
    return out


def is_centred_label(
    line: PrintLine, lines: Sequence[PrintLine], white: Sequence[Span], page: int, *ends: Span
) -> bool:
    """Whether ``line`` of ``lines`` is one print set to the middle of the table, or of a ``page`` so wide.

    It stands in no column as that column's lines do: it begins in the white, or neither begins nor ends nor
    has its middle where they do, nor under the middle of the print above.
    """
    if len(line.runs) != 1:
        return False
    start, end = line.runs[0]
    if abs(start + end - page) > 2 * ALONE * FINE and all(
        abs(start + end - left - right) > 2 * CENTRED * FINE for left, right in ends
    ):
        return False
    column = sum(start >= b for _, b in white)
    if column < len(white) and end > white[column][0]:
        return True
    rows = [(other.top, run) for other in lines if len(other.runs) > 1 for run in other.runs]
    rows = [(top, run) for top, run in rows if sum(run[0] >= b for _, b in white) == column]
    others = [run for _, run in rows]
    sides = min((run[0] for run in others), default=start), max((run[1] for run in others), default=end)
    above = [run for top, run in rows if top < line.top][-1:]
    aside = ASIDE * FINE
    return (
        min(abs(start - sides[0]), abs(end - sides[1])) > aside
        and abs(start + end - sum(sides)) > 2 * aside
        and all(abs(start + end - sum(run)) > 2 * aside for run in above)
    )


def _wraps(above: PrintLine, line: PrintLine, pitch: float) -> bool:
    """Whether a label goes on in ``line``: it follows at once, and the line above is the longer one."""
    near = line.top - above.end <= CELL_GAP * (line.end - line.top) or line.end - above.end <= WIDER * pitch
    return near and above.runs[-1][1] > line.runs[-1][1]
