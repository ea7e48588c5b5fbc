"""Tables as the planting sees them: header, section and body rows, and cells told again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import Cell, Line, Page, Table
from extract.thai.rejoin import rejoin
from extract.thai.repair import repair

LEAST_BODY = 3
"""Body rows from which faults are planted in a table."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of ``pages[page]``; its rows by kind.

    ``stays``: lines that stand in no cell any more are still read; else they are gone from the page.
    """

    page: int
    at: int
    table: Table
    header: tuple[int, ...]
    sections: tuple[int, ...]
    body: tuple[int, ...]
    stays: bool = False

    def row(self, number: int) -> list[Cell]:
        """Cells that begin in a row, left to right."""
        return sorted((c for c in self.table.cells if c.row == number), key=lambda c: c.column)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that begins there."""
        return next((c for c in self.table.cells if (c.row, c.column) == (row, column)), None)

    def column(self, number: int) -> dict[int, Cell]:
        """Cells of one column alone, by row."""
        return {c.row: c for c in self.table.cells if c.column == number and c.column_span == 1}

    def into(self, pages: Sequence[Page]) -> list[Page]:
        """``pages`` with this table in its place, and their lines as its cells have them."""
        page = pages[self.page]
        tables = tuple(self.table if n == self.at else t for n, t in enumerate(page.tables))
        before = {line for t in page.tables for c in t.cells for line in c.lines}
        after = {line for t in tables for c in t.cells for line in c.lines}
        free = [line for line in page.lines if line not in before or (self.stays and line not in after)]
        changed = replace(page, tables=tables, lines=_in_order(free, tables))
        return [changed if n == self.page else p for n, p in enumerate(pages)]


def _in_order(free: Sequence[Line], tables: Sequence[Table]) -> tuple[Line, ...]:
    """Lines as a read page has them: those of a table together, at the height of its top."""
    pieces = [(line.bbox.y0, (line,)) for line in free]
    pieces += [(t.bbox.y0, tuple(line for c in t.cells for line in c.lines)) for t in tables]
    return tuple(line for _, lines in sorted(pieces, key=lambda piece: piece[0]) for line in lines)


def grids(pages: Sequence[Page], columns: Sequence[str]) -> list[Grid]:
    """Tables read with as many columns as the paper has, their first row a header."""
    found = []
    for number, page in enumerate(pages):
        for at, table in enumerate(page.tables):
            if table.columns != len(columns):
                continue
            grid = Grid(number, at, table, *_rows(table))
            if grid.header and len(grid.body) >= LEAST_BODY:
                found.append(grid)
    return found


def _rows(table: Table) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    header, sections, body = [], [], []
    for number in range(table.rows):
        cells = [c for c in table.cells if c.row == number]
        filled = [c for c in cells if c.text.strip()]
        if number == 0 and len(filled) == table.columns:
            header.append(number)
        elif len(filled) == 1 and filled[0].column_span > 1:
            sections.append(number)
        elif len(cells) == table.columns and all(c.row_span == 1 for c in cells):
            body.append(number)
    return tuple(header), tuple(sections), tuple(body)


def retold(cell: Cell, lines: Sequence[Line], like: Cell | None = None) -> Cell:
    """``cell`` with other lines; its text and confidence follow them, or are those of ``like``."""
    lines = tuple(lines)
    raw = "\n".join(line.text for line in lines)
    text = repair(rejoin([line.text for line in lines])).text if lines else ""
    sure = min((line.confidence for line in lines), default=cell.confidence)
    if like is not None:
        text, raw, sure = like.text, like.raw, like.confidence
    findings = (like or cell).findings if lines else ()
    return replace(cell, lines=lines, text=text, raw=raw, confidence=sure, findings=findings)


def blank(cell: Cell) -> Cell:
    """``cell`` without text, as sure of it as of the text before."""
    return retold(cell, ())


def said(cell: Cell, text: str, confidence: float | None = None) -> Cell:
    """``cell`` with one line that reads ``text``, where its lines stood."""
    if not cell.lines:
        return cell
    box = cell.lines[0].bbox
    for line in cell.lines:
        box = box.union(line.bbox)
    sure = confidence if confidence is not None else min(line.confidence for line in cell.lines)
    told = replace(retold(cell, (Line(text, box, sure),)), text=text, confidence=sure)
    return told if text else blank(cell)


def moved(lines: Sequence[Line], source: Cell, target: Cell, under: Sequence[Line] = ()) -> tuple[Line, ...]:
    """Lines of ``source`` as they would stand printed in ``target``, below the lines ``under``."""
    if not lines:
        return ()
    down = under[-1].bbox.y1 - lines[0].bbox.y0 if under else target.bbox.y0 - source.bbox.y0
    right = target.bbox.x0 - source.bbox.x0
    return tuple(
        replace(
            line,
            bbox=replace(
                line.bbox,
                x0=line.bbox.x0 + right,
                x1=line.bbox.x1 + right,
                y0=line.bbox.y0 + down,
                y1=line.bbox.y1 + down,
            ),
        )
        for line in lines
    )


def joined_cells(a: Cell, b: Cell) -> Cell:
    """Two neighbour cells as one."""
    return replace(retold(a, (*a.lines, *b.lines)), bbox=a.bbox.union(b.bbox), shaded=a.shaded and b.shaded)


def halves(cell: Cell) -> list[Cell]:
    """A cell as two, one above the other, cut between its lines."""
    cut = (len(cell.lines) + 1) // 2
    upper, lower = cell.lines[:cut], cell.lines[cut:]
    middle = (cell.bbox.y0 + cell.bbox.y1) / 2
    if upper and lower:
        middle = (upper[-1].bbox.y1 + lower[0].bbox.y0) / 2
    return [
        retold(replace(cell, bbox=replace(cell.bbox, y1=middle)), upper),
        retold(replace(cell, row=cell.row + 1, bbox=replace(cell.bbox, y0=middle)), lower),
    ]


def with_cells(grid: Grid, cells: Sequence[Cell], rows: int | None = None, stays: bool = False) -> Grid:
    """The grid with other cells, and as many rows."""
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    table = replace(grid.table, cells=ordered, rows=rows or grid.table.rows)
    return replace(grid, table=table, stays=stays)


def with_changed(grid: Grid, changed: dict[tuple[int, int], Cell]) -> Grid:
    """The grid with some cells, by row and column, in place of what stood there."""
    return with_cells(grid, [changed.get((c.row, c.column), c) for c in grid.table.cells])


def without_rows(grid: Grid, gone: set[int]) -> Grid:
    """The grid without some rows; those below move up, and what stood there stays on the page."""
    cells = [
        replace(c, row=c.row - sum(r < c.row for r in gone)) for c in grid.table.cells if c.row not in gone
    ]
    return with_cells(grid, cells, grid.table.rows - len(gone), stays=True)


def without_column(grid: Grid, gone: int) -> Grid:
    """The grid without one column, and what stood there on the page."""
    cells = []
    for c in grid.table.cells:
        if c.column <= gone < c.column + c.column_span:
            if c.column_span > 1:
                cells.append(replace(c, column_span=c.column_span - 1))
            continue
        cells.append(replace(c, column=c.column - (c.column > gone)))
    table = replace(grid.table, cells=tuple(cells), columns=grid.table.columns - 1)
    return replace(grid, table=table, stays=True)
