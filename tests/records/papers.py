"""Synthetic pages for the tests of this folder: what reading a ruled page would give, without reading one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import BBox, Cell, Line, Method, Page, Table

WIDTH, HEIGHT = 842.0, 595.0
Row = Sequence[str] | str


def cell(
    row: int,
    column: int,
    text: str,
    *,
    page: int = 1,
    columns: int = 6,
    span: int = 1,
    rows: int = 1,
    **more: object,
) -> Cell:
    step = (WIDTH - 80) / columns
    box = BBox(40 + column * step, 150 + 30 * row, 40 + (column + span) * step, 150 + 30 * (row + rows))
    made = Cell(row, column, rows, span, box, page, text=text, raw=text, method="text")
    return replace(made, **more)  # type: ignore[arg-type]


def table(rows: Sequence[Row], *, page: int = 1, index: int = 1, **more: object) -> Table:
    """A table of texts; a row that is a plain string is one cell over the whole width."""
    columns = max(len(r) for r in rows if not isinstance(r, str))
    cells = []
    for n, row in enumerate(rows):
        if isinstance(row, str):
            cells.append(cell(n, 0, row, page=page, columns=columns, span=columns, **more))
        else:
            cells += [cell(n, c, text, page=page, columns=columns, **more) for c, text in enumerate(row)]
    return from_cells(cells, columns, page=page, index=index)


def from_cells(cells: Sequence[Cell], columns: int, *, page: int = 1, index: int = 1) -> Table:
    box = cells[0].bbox
    for item in cells:
        box = box.union(item.bbox)
    rows = max(c.row + c.row_span for c in cells)
    return Table(page, index, box, rows, columns, tuple(cells))


def page(
    number: int,
    lines: Sequence[str] = (),
    tables: Sequence[Table] = (),
    *,
    method: Method = "text",
    below: bool = False,
) -> Page:
    """A page with ``lines`` above its tables (or below), 20 points apart."""
    top = max((t.bbox.y1 for t in tables), default=0.0) + 10 if below else 20.0
    made = tuple(
        Line(text, BBox(60, top + 20 * n, 60 + 6.0 * len(text), top + 20 * n + 16))
        for n, text in enumerate(lines)
    )
    return Page(number, WIDTH, HEIGHT, method, lines=made, tables=tuple(tables))
