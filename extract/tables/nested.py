"""Tables inside a cell: their text belongs to the cell, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.grouping import by_key
from extract.model import BBox, Cell, Line, Table
from extract.tables.fill import Mend, repaired, with_text
from extract.tables.row_kinds import MAX_HEADER_ROWS, Predicate

INSIDE = 0.95
"""Share of an inner table that lies in its cell."""

MOST = 0.5
"""Share of the outer table's area from which the inner one is the page's table, and the outer one a frame."""

WHOLE = 0.5
"""Share of a column's cells that span it whole, from which the parted ones are a table of their own."""


def with_inner_tables(
    tables: Sequence[Table], is_header_text: Predicate, mend: Mend = repaired
) -> tuple[Table, ...]:
    """``tables`` without those that stand in a cell of another, which holds their text instead.

    Args:
        tables: filled tables of one page.
        is_header_text: whether a cell's text is a known header print; a table with a header is no frame.
        mend: repairs a line.
    """
    whole = [_joined(table, is_header_text, mend) for table in tables]
    inner = {id(one): home for one in whole if (home := _home(one, whole, is_header_text)) is not None}
    of_cell = by_key((one for one in whole if id(one) in inner), lambda one: id(inner[id(one)]))
    return tuple(
        replace(
            table,
            cells=tuple(_holding(c, of_cell[id(c)], mend) if id(c) in of_cell else c for c in table.cells),
        )
        for table in whole
        if id(table) not in inner
    )


def _home(inner: Table, tables: Sequence[Table], is_header_text: Predicate) -> Cell | None:
    """The cell of another table in which ``inner`` stands."""
    for outer in tables:
        if outer is inner or inner.bbox.area > MOST * outer.bbox.area:
            continue
        cell = next((c for c in outer.cells if inner.bbox.share_in(c.bbox) >= INSIDE), None)
        if cell is not None and _header_cells(outer, is_header_text):
            return cell
    return None


def _header_cells(table: Table, is_header_text: Predicate) -> list[Cell]:
    """The cells of the first row with two known header texts."""
    rows = by_key((cell for cell in table.cells if cell.row < MAX_HEADER_ROWS), lambda cell: cell.row)
    for row in sorted(rows):
        if sum(is_header_text(cell.text) for cell in rows[row]) > 1:
            return rows[row]
    return []


def _holding(cell: Cell, inner: Sequence[Table], mend: Mend) -> Cell:
    """``cell`` with the rows of ``inner`` among its own lines, by their height."""
    rows = [line for table in inner for line in _row_lines(table.cells)]
    own = [line for line in cell.lines if not any(t.bbox.contains(*line.bbox.center) for t in inner)]
    lines = sorted((*own, *rows), key=lambda line: line.bbox.center[1])
    method = cell.method if cell.lines else inner[0].cells[0].method
    found = [f for f in cell.findings if f.code != "cell-unread"]
    found += [f for table in inner for part in table.cells for f in part.findings]
    return replace(with_text(cell, lines, method, mend), findings=tuple(found))


def _row_lines(cells: Sequence[Cell]) -> list[Line]:
    """One line for each row of ``cells``, the texts of its cells from left to right."""
    rows = by_key((cell for cell in cells if cell.text.strip()), lambda cell: cell.row)
    return [_line(sorted(rows[row], key=lambda cell: cell.column)) for row in sorted(rows)]


def _line(cells: Sequence[Cell]) -> Line:
    """The texts of ``cells`` as one line, with a space before and behind."""
    text, unsure, box = " ", list[int](), cells[0].bbox
    for cell in cells:
        for line in cell.lines:
            at = cell.text.find(line.text.strip())
            start = len(line.text) - len(line.text.lstrip())
            unsure += [len(text) + at + n - start for n in line.unsure if at >= 0]
        text += cell.text + " "
        box = box.union(_ink(cell))
    return Line(text, box, min(cell.confidence for cell in cells), unsure=tuple(unsure))


def _ink(cell: Cell) -> BBox:
    """Where the lines of ``cell`` stand."""
    box = cell.lines[0].bbox if cell.lines else cell.bbox
    for line in cell.lines[1:]:
        box = box.union(line.bbox)
    return box


def _joined(table: Table, is_header_text: Predicate, mend: Mend) -> Table:
    """``table`` with an inner table that shares the sides of its cell put back into one cell.

    Under a header cell over several columns of the grid most rows have one cell; where a row is parted there,
    the parts are a table of its own.
    """
    for head in _header_cells(table, is_header_text):
        first, last, below = head.column, head.column + head.column_span, head.row + head.row_span
        if last - first < 2:
            continue
        under = [c for c in table.cells if c.row >= below and first <= c.column and _end(c) <= last]
        whole = [c for c in under if c.column == first and _end(c) == last]
        parted = [c for c in under if _end(c) - c.column < last - first]
        groups = _groups(parted, table, first, last)
        if not parted or len(whole) < WHOLE * (len(whole) + len(groups)):
            continue
        gone = {id(cell) for cell in parted}
        cells = [cell for cell in table.cells if id(cell) not in gone]
        cells += [_one(group, mend) for group in groups]
        table = replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))))
    return table


def _end(cell: Cell) -> int:
    return cell.column + cell.column_span


def _groups(parted: Sequence[Cell], table: Table, first: int, last: int) -> list[list[Cell]]:
    """The cells of ``parted`` by the row that the cells beside them span."""
    beside = [c for c in table.cells if _end(c) <= first or c.column >= last]

    def row(cell: Cell) -> int:
        over = [c for c in beside if c.row <= cell.row < c.row + c.row_span]
        return min((c.row for c in over if c.row_span == max(o.row_span for o in over)), default=cell.row)

    return list(by_key(sorted(parted, key=lambda c: (c.row, c.column)), row).values())


def _one(group: Sequence[Cell], mend: Mend) -> Cell:
    """One cell in place of ``group``."""
    row, column = min(c.row for c in group), min(c.column for c in group)
    box = group[0].bbox
    for cell in group[1:]:
        box = box.union(cell.bbox)
    home = Cell(
        row,
        column,
        max(c.row + c.row_span for c in group) - row,
        max(_end(c) for c in group) - column,
        box,
        group[0].page,
        findings=tuple(found for cell in group for found in cell.findings),
    )
    return with_text(home, _row_lines(group), group[0].method, mend)
