"""A part of an office file laid out as a page, so that it is read as any other.

Such files hold text and cells but no places: those of a sheet made here stand for them. Cells keep where they
stand in the file as ``place``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from extract.model import BBox, Cell, Finding, Line, Page, Ruling, Table
from extract.pages.document import OpenDocument
from extract.pages.office.blocks import Grid, GridCell, Paragraph
from extract.tables.fill import with_text

WIDTH, MARGIN = 842.0, 40.0
"""Points: the long side of A4, on which such tables are printed, and the white around."""
LINE = 20.0
"""Points from line to line."""
LETTER = 6.0
"""Points a letter takes."""
PAD = 3.0
"""Points between a cell's side and its text."""
_WARNINGS = ("text-struck", "web-cut", "page-unread")
TOP = 0.2
"""Share of the page's height that is left free at its top and foot, where running heads would stand."""


def read_part(document: OpenDocument, number: int) -> Page:
    """Part ``number`` of an office file as a page."""
    assert document.office is not None
    lines, tables = list[tuple[Line, ...]](), list[Table]()
    y = body = _height(document, number) * TOP
    for block in document.office.parts[number - 1].blocks:
        if isinstance(block, Paragraph):
            half = LETTER * len(block.text) / 2
            left = max(MARGIN, WIDTH / 2 - half) if block.centred else MARGIN
            line = _line(block.text, left, y, WIDTH - MARGIN, block.place)
            lines.append((line,))
            y += LINE
        else:
            table = _table(block, number, len(tables) + 1, y + LINE / 2)
            tables.append(table)
            lines.append(tuple(line for cell in table.cells for line in cell.lines))
            y = table.bbox.y1 + LINE
    told = tuple(
        Finding(code, "warning" if code in _WARNINGS else "info", detail, page=number)
        for code, detail in document.office.told
        if number == 1
    )
    return Page(
        number,
        WIDTH,
        y + body,
        "text",
        lines=tuple(line for block in lines for line in block),
        tables=tuple(tables),
        findings=told,
    )


def _height(document: OpenDocument, number: int) -> float:
    assert document.office is not None
    blocks = document.office.parts[number - 1].blocks
    inner = sum(LINE if isinstance(b, Paragraph) else 2 * LINE + _tops(b)[-1] for b in blocks)
    return inner / (1 - 2 * TOP) + LINE


def _line(text: str, x: float, y: float, most: float, place: str) -> Line:
    right = min(most, x + LETTER * max(1, len(text)))
    return Line(text, BBox(x, y + 2, right, y + LINE - 2), place=place)


def _tops(grid: Grid) -> list[float]:
    """Where each row begins below the table's top, and its foot."""
    lines = [1] * grid.rows
    for cell in sorted(grid.cells, key=lambda each: each.row_span):
        rows = range(cell.row, min(cell.row + cell.row_span, grid.rows))
        lines[rows[-1]] += max(0, len(_filled(cell)) - sum(lines[row] for row in rows))
    return [0.0, *accumulate(LINE * count + 2 * PAD for count in lines)]


def _filled(cell: GridCell) -> list[str]:
    return [text for text in cell.paragraphs if text.strip()]


def _table(grid: Grid, number: int, index: int, top: float) -> Table:
    """A ruled table at ``top``, its columns as wide as those of the file."""
    unit = (WIDTH - 2 * MARGIN) / sum(grid.widths)
    lefts = list(accumulate((width * unit for width in grid.widths), initial=MARGIN))
    tops = [top + y for y in _tops(grid)]
    cells = [_cell(cell, number, lefts, tops) for cell in grid.cells]
    taken = {
        (row, column)
        for c in grid.cells
        for row in range(c.row, c.row + c.row_span)
        for column in range(c.column, c.column + c.column_span)
    }
    for row in range(grid.rows):
        for column in range(len(grid.widths)):
            if (row, column) not in taken:
                cells.append(_cell(GridCell(row, column, 1, 1, (), ""), number, lefts, tops))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = BBox(lefts[0], tops[0], lefts[-1], tops[-1])
    rules = dict.fromkeys(rule for cell in cells for rule in _sides(cell.bbox))
    return Table(number, index, box, grid.rows, len(grid.widths), tuple(cells), tuple(rules))


def _sides(box: BBox) -> tuple[Ruling, ...]:
    return (
        *(Ruling(True, y, box.x0, box.x1) for y in (box.y0, box.y1)),
        *(Ruling(False, x, box.y0, box.y1) for x in (box.x0, box.x1)),
    )


def _cell(cell: GridCell, number: int, lefts: Sequence[float], tops: Sequence[float]) -> Cell:
    right = min(cell.column + cell.column_span, len(lefts) - 1)
    foot = min(cell.row + cell.row_span, len(tops) - 1)
    box = BBox(lefts[cell.column], tops[cell.row], lefts[right], tops[foot])
    empty = Cell(
        cell.row, cell.column, foot - cell.row, right - cell.column, box, number, place=cell.place or None
    )
    lines = [
        _line(f"{text.strip()} ", box.x0 + PAD, box.y0 + PAD + n * LINE, box.x1 - PAD, cell.place)
        for n, text in enumerate(_filled(cell))
    ]
    full = with_text(empty, lines, "text")
    told = {"cell-unread": cell.unread and cell.place, "text-struck": cell.struck}
    found = tuple(
        Finding(code, "warning", detail, page=number, bbox=box) for code, detail in told.items() if detail
    )
    return replace(full, findings=(*full.findings, *found))
