"""Tables as the planting sees them: header, section and body rows, and cells told again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.model import Cell, Line, Page, Table
from extract.thai.rejoin import rejoin
from extract.thai.repair import repair

LEAST_BODY = 3
"""Body rows from which faults are planted in a table."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of ``pages[page]``; rows by kind; lines that the page loses or reads otherwise."""

    page: int
    at: int
    table: Table
    header: tuple[int, ...]
    sections: tuple[int, ...]
    body: tuple[int, ...]
    gone: tuple[Line, ...] = ()
    changed: tuple[tuple[Line, Line], ...] = ()

    def row(self, number: int) -> list[Cell]:
        """Cells that begin in a row, left to right."""
        return sorted((c for c in self.table.cells if c.row == number), key=lambda c: c.column)

    def unread(self, cells: Iterable[Cell]) -> Grid:
        """The same, with the lines of ``cells`` gone from the page."""
        return replace(self, gone=tuple(line for c in cells for line in c.lines))

    def reread(self, before: Line, after: Line) -> Grid:
        """The same, with one line of the page read otherwise."""
        return replace(self, changed=((before, after),))

    def into(self, pages: Sequence[Page]) -> list[Page]:
        """``pages`` with this table in its place."""
        page, changed = pages[self.page], dict(self.changed)
        tables = tuple(self.table if n == self.at else t for n, t in enumerate(page.tables))
        lines = tuple(changed.get(line, line) for line in page.lines if line not in self.gone)
        return [replace(p, tables=tables, lines=lines) if n == self.page else p for n, p in enumerate(pages)]


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
    if like is not None and like.lines == lines:
        text, raw, sure = like.text, like.raw, like.confidence
    findings = (like or cell).findings if lines else ()
    return replace(cell, lines=lines, text=text, raw=raw, confidence=sure, findings=findings)


def blank(cell: Cell) -> Cell:
    """``cell`` without text, as sure of it as of the text before."""
    return retold(cell, ())


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


def with_cells(grid: Grid, cells: Sequence[Cell], rows: int | None = None) -> Grid:
    """The grid with other cells, and as many rows."""
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    return replace(grid, table=replace(grid.table, cells=ordered, rows=rows or grid.table.rows))


def without_rows(grid: Grid, gone: set[int]) -> Grid:
    """The grid without some rows; those below move up."""
    cells = [
        replace(c, row=c.row - sum(r < c.row for r in gone)) for c in grid.table.cells if c.row not in gone
    ]
    return with_cells(grid, cells, grid.table.rows - len(gone))
