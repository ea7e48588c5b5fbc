"""Doubt about rows: run together, cut apart, out of number, far from the table's other rows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, warning
from extract.model import Cell, Page

FEW_ROWS = 4
"""Records of a table under which its rows tell nothing of one another."""
LONG, LEAST_LONG = 5.0, 160
"""Times the table's median length, and letters, from which a measure is far longer than the others."""
SHORT, MOST_SHORT = 0.15, 10
"""Of the median, and letters, under which it is far shorter."""
GAP = 1.7
"""Times a cell's pitch of lines: a wider gap between two of its lines parts two rows."""
THIN = 0.5
"""Share of the fields that the table's rows have filled, under which a row may be a piece of another."""


def doubt_rows(table: ReadTable, pages: dict[int, Page], doubts: Doubts) -> None:
    """Doubt the records of ``table`` by their neighbours and by the lines of their cells."""
    _numbers(table, doubts)
    _lengths(table.rows, doubts)
    _pieces(table, doubts)
    for row in table.rows:
        _gaps(row, doubts)
        _nested(row, pages, doubts)


def _numbers(table: ReadTable, doubts: Doubts) -> None:
    """A row without a number where the others have one."""
    numbered = [row for row in table.rows if row.record.number]
    if 2 * len(numbered) <= len(table.rows) or "number" not in table.fields:
        return
    for row in table.rows:
        if not row.record.number:
            doubts.of(row, warning("number-missing", name="number", cell=_first(row)))


def _first(row: ReadRow) -> Cell | None:
    return next((cell for _, parts in row.row.cells for cell in parts), None) if row.row else None


def _lengths(rows: Sequence[ReadRow], doubts: Doubts) -> None:
    """A measure far longer (rows run together) or shorter (a row cut apart) than its table's others."""
    lengths = [len(row.record.measure) for row in rows if row.record.measure]
    if len(lengths) < FEW_ROWS:
        return
    usual = median(lengths)
    for row in rows:
        length = len(row.record.measure or "")
        long = length >= max(LONG * usual, LEAST_LONG)
        if long or 0 < length <= min(SHORT * usual, MOST_SHORT):
            doubts.of(row, warning("measure-length-odd", f"{length} / {usual:.0f}", "measure", _first(row)))


def _pieces(table: ReadTable, doubts: Doubts) -> None:
    """A row with no number and few of the fields that the others fill: it may be the rest of another."""
    if len(table.rows) < FEW_ROWS:
        return
    filled = [len(row.draft.values) for row in table.rows]
    usual = median(filled)
    for row, count in zip(table.rows, filled, strict=True):
        if count <= THIN * usual:
            doubts.of(row, warning("row-thin", f"{count} / {usual:.0f}", cell=_first(row)))


def _gaps(row: ReadRow, doubts: Doubts) -> None:
    """Rows run together: lines of two columns or more stand apart at the same height within one row."""
    if row.row is None:
        return
    apart: list[tuple[float, float, Cell]] = []
    for _, parts in row.row.cells:
        for cell in parts:
            apart += [(low, high, cell) for low, high in _wide_gaps(cell)]
    for low, high, cell in apart:
        others = [one for low_, high_, one in apart if one is not cell and low_ < high and low < high_]
        if others:
            doubts.of(row, warning("rows-run-together", cell.text[:60], cell=cell))
            return


def _wide_gaps(cell: Cell) -> list[tuple[float, float]]:
    """(bottom of one line, top of the next) where two lines stand wider apart than the cell's others."""
    lines = sorted((line.bbox.center[1], line.bbox) for line in cell.lines if line.text.strip())
    steps = [after[0] - before[0] for before, after in zip(lines, lines[1:], strict=False)]
    if not steps:
        return []
    pitch = min(min(steps), min(box.height for _, box in lines) * GAP)
    return [
        (before[1].y1, after[1].y0)
        for before, after, step in zip(lines, lines[1:], steps, strict=False)
        if step > GAP * max(pitch, 1.0)
    ]


def _nested(row: ReadRow, pages: dict[int, Page], doubts: Doubts) -> None:
    """A small table inside a cell: its text stands in no field."""
    if row.row is None:
        return
    for _, parts in row.row.cells:
        for cell in parts:
            page = pages.get(cell.page)
            for other in page.tables if page else ():
                inner = other.bbox.area < 0.9 * cell.bbox.area
                if inner and cell.bbox.contains(*other.bbox.center) and other.index != row.draft.place[1]:
                    doubts.of(row, warning("table-in-cell", cell.text[:60], cell=cell))
