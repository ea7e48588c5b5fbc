"""Doubt about the borders between rows: lines on both sides of one that stand as near as lines of one cell.

On paper a cell keeps its text off its borders: from the last line of one row to the first of the next it is
further than from line to line. Where it is not, though it is at the table's other borders, either no border
is there and one row was cut in two, or a line went to the wrong side of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from extract.doubt.evidence import Doubts, ReadTable, warning
from extract.model import Cell, LogicalRow

NEAR = 1.1
"""Of the pitch of lines within cells, up to which lines over a border stand as near as lines of one cell.

Development lot of ``bench/silent.py``, digital and scanned: sound borders 1.16 and more, a border put between
lines of one cell .93 to 1.06.
"""
USUAL = 0.92
"""Of the table's usual step over a border, up to which a step is narrower than it."""
APART = 1.15
"""Pitches from which a table's usual step shows that it keeps text off its borders; without, it is 1."""
MOST = 1 / 3
"""Of a table's borders that lines may run over; of more of them its own spacing is the cause."""
OVERLAP = 0.5
"""Of the pitch: lines nearer than this stand beside one another."""


@dataclass(frozen=True, slots=True)
class _Border:
    """The border between two rows: the narrowest step over it, in pitches, and the cell under it."""

    above: LogicalRow
    below: LogicalRow
    step: float
    cell: Cell


def doubt_borders(table: ReadTable, doubts: Doubts) -> None:
    """Doubt the records of the rows on both sides of a border that lines run over."""
    if len(table.rows) < 2:
        return
    borders = list(_borders([row for row in table.table.rows if row.kind == "body"]))
    usual = median(border.step for border in borders) if borders else 0.0
    near = [border for border in borders if border.step <= min(NEAR, USUAL * usual)]
    if usual < APART or len(near) > MOST * len(borders):
        return
    of_place = {row.draft.place: row for row in table.rows}
    for border in near:
        found = warning("lines-over-border", border.cell.text[:60], cell=border.cell)
        for row in (border.above, border.below):
            if row.table in of_place:
                doubts.add(of_place[row.table], [found])


def _borders(rows: Sequence[LogicalRow]) -> Iterator[_Border]:
    """The borders between rows that touch one another on a page, where lines stand on both sides."""
    levels = [_levels(row) for row in rows]
    steps = [b - a for row in levels for _, ys in row.values() for a, b in zip(ys, ys[1:], strict=False)]
    pitch = median(steps) if steps else 0.0
    if pitch <= 0:
        return
    for at, (above, below) in enumerate(zip(rows, rows[1:], strict=False)):
        if above.table != (*below.table[:2], below.table[2] - 1):
            continue
        upper, lower = levels[at], levels[at + 1]
        both = [(lower[c][1][0] - upper[c][1][-1], lower[c][0]) for c in upper.keys() & lower.keys()]
        both = [(step, cell) for step, cell in both if step > OVERLAP * pitch]
        if both:
            step, cell = min(both, key=lambda pair: pair[0])
            yield _Border(above, below, step / pitch, cell)


def _levels(row: LogicalRow) -> dict[int, tuple[Cell, list[float]]]:
    """By column the cell of the row's own page and the heights of its lines, from the top."""
    out = {}
    for column, parts in row.cells:
        cell = parts[0] if parts else None
        if cell is None or cell.page != row.table[0] or cell.row_span > 1 or len(parts) > 1:
            continue
        ys = sorted(line.bbox.center[1] for line in cell.lines if line.text.strip())
        if ys:
            out[column] = (cell, ys)
    return out
