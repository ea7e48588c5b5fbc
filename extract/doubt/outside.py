"""Doubt about what stands beside the cells: text in no cell of its table, rows outside tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from extract.doubt.cells import TOUCH, goes_on
from extract.doubt.evidence import Doubts, ReadTable, warning
from extract.model import BBox, Cell, Finding, Line, Page, Table
from extract.records.steps import following, split_number
from extract.thai.letters import to_arabic

LEVEL = 0.4
"""Of a line's height by which lines of one printed row may differ in height."""
SIDE_BY_SIDE = 3
"""Pieces of text side by side from which a line of a page is a row of a table; a signature block has two."""
ROWS = 2
"""Such lines under one another: a head of a letter has one."""
HOLE = 6.0
"""Points between two rows of a table that touch each other on paper: a row between them was lost."""

_IN_FRONT = re.compile(r"(\d{1,2})[.)]?(\s|$)")

KNOWN = ("page-mark", "note", "running-head", "running-foot", "catch-word")
"""Findings that say what a line outside the cells is."""


def doubt_outside(tables: Sequence[ReadTable], pages: Sequence[Page], doubts: Doubts) -> None:
    """Doubt rows beside which text of their table stands in no cell, and tell of rows outside tables."""
    measured = {place for table in tables if table.rows for place in table.table.tables}
    for page in pages:
        grids = [grid for grid in page.tables if (page.number, grid.index) in measured]
        free = _free(page) if grids else []
        for grid in grids:
            _inside(grid, free, tables, doubts)
            _over_the_edge(grid, free, tables, doubts)
        if free:
            doubts.report += _rows_of_text(page, free, tables)
    doubts.report += _items_of_text(tables, pages)
    by_place = {(page.number, grid.index): grid for page in pages for grid in page.tables}
    for table in tables:
        _holes(table, by_place, doubts)


def _free(page: Page) -> list[Line]:
    """The lines of a page that stand in no cell and are no mark or note.

    A line is known by its place: a cell's is repaired by itself, and may read another way than the page's. A
    lone dash means empty wherever it stands.
    """
    held = {line.bbox for table in page.tables for cell in table.cells for line in cell.lines}
    known = {found.bbox for found in page.findings if found.code in KNOWN and found.bbox is not None}
    return [line for line in page.lines if any(map(str.isalnum, line.text)) and line.bbox not in held | known]


def _inside(grid: Table, free: Sequence[Line], tables: Sequence[ReadTable], doubts: Doubts) -> None:
    """Text within a table's box that stands in no cell of it: a column or a row that was not found."""
    lost = [line for line in free if grid.bbox.contains(*line.bbox.center)]
    if not lost:
        return
    for table in tables:
        for row in table.rows:
            box = _box(row.all_cells(), grid.page)
            beside = [line for line in lost if box is not None and box.y0 <= line.bbox.center[1] <= box.y1]
            if beside and row.draft.place[:2] == (grid.page, grid.index):
                detail = " ".join(line.text.strip() for line in beside)[:60]
                doubts.add(row, [warning("text-outside-cells", detail, cell=row.first_cell())])


def _over_the_edge(grid: Table, free: Sequence[Line], tables: Sequence[ReadTable], doubts: Doubts) -> None:
    """Text that goes on beyond the table's right edge, or lies on the rule there: letters beyond it are lost.

    Cells keep their text 2 points and more off their rules; of the bench's sound digital tables no line
    comes nearer to the edge than one.
    """
    edge = grid.bbox.x1
    beyond = [line for line in free if line.bbox.center[0] > edge and line.bbox.x0 - edge < line.bbox.height]
    drawn = grid.origin == "vector"
    rows = [row for table in tables for row in table.rows if row.draft.place[:2] == (grid.page, grid.index)]
    for row in rows if beyond or drawn else ():
        for cell in row.all_cells():
            if cell.page != grid.page or cell.bbox.x1 < edge - HOLE:
                continue
            cut = drawn and any(_print_end(line) > edge - TOUCH for line in cell.lines if line.text.strip())
            if cut or any(goes_on(line, other) for line in cell.lines for other in beyond):
                doubts.add(row, [warning("text-over-border", cell.text[-24:], cell=cell)])


def _print_end(line: Line) -> float:
    """Where the print of a line ends: blanks behind it, which typst keeps where it wraps, take no paper."""
    blanks = len(line.text) - len(line.text.rstrip())
    return line.bbox.x1 - blanks * line.bbox.width / len(line.text)


def _box(cells: Sequence[Cell], page: int) -> BBox | None:
    boxes = [cell.bbox for cell in cells if cell.page == page]
    return reduce(BBox.union, boxes) if boxes else None


def _rows_of_text(page: Page, free: Sequence[Line], tables: Sequence[ReadTable]) -> Iterator[Finding]:
    """Rows of a table that stand on the page as text: pieces side by side, or the next item number."""
    levels: list[list[Line]] = []
    for line in sorted(free, key=lambda line: line.bbox.center[1]):
        last = levels[-1][-1] if levels else None
        if last is not None and abs(line.bbox.center[1] - last.bbox.center[1]) <= LEVEL * line.bbox.height:
            levels[-1].append(line)
        else:
            levels.append([line])
    rows = [level for level in levels if len(level) >= SIDE_BY_SIDE]
    numbers = {
        following(row.record.number)
        for table in tables
        for row in table.rows
        if row.draft.place[0] == page.number
    }
    beyond = [line for line in free if numbers - {None} and split_number(line.text)[0] in numbers]
    found = [line for row in rows for line in row] if len(rows) >= ROWS else beyond
    foot = max((table.bbox.y1 for table in page.tables), default=0.0)
    under = [line for line in found if line.bbox.center[1] > foot or len(rows) >= ROWS]
    if under:
        box = reduce(BBox.union, [line.bbox for line in under])
        detail = under[0].text.strip()[:60]
        yield Finding("rows-outside-table", "warning", detail, page=page.number, bbox=box)


def _items_of_text(tables: Sequence[ReadTable], pages: Sequence[Page]) -> Iterator[Finding]:
    """Pages without a table whose lines go on with the item numbers: a table stands there that was not seen.

    The columns of such a table run together in each line, so that its pieces do not stand side by side. Where
    the numbers of the table before were not read, any that does not begin a list goes on.
    """
    last = {row.draft.place[0]: row.record.number for table in tables for row in table.rows}
    number, open_end = None, False
    for page in pages:
        if page.tables:
            number, open_end = last.get(page.number), page.number in last
            continue
        begun: list[Line] = []
        for line in sorted(page.lines if open_end else (), key=lambda line: line.bbox.center[1]):
            printed = split_number(line.text)[0] or _number_in_front(line.text)
            if printed and (printed == following(number) or (number is None and _goes_on(printed))):
                number, begun = printed, [*begun, line]
        if len(begun) >= ROWS:
            box = reduce(BBox.union, [line.bbox for line in begun])
            detail = begun[0].text.strip()[:60]
            yield Finding("rows-outside-table", "warning", detail, page=page.number, bbox=box)


def _number_in_front(text: str) -> str | None:
    """The item number alone in its column, or before words of another, of which 7 ครั้ง makes a count."""
    match = _IN_FRONT.match(to_arabic(text.strip()))
    return str(int(match[1])) if match else None


def _goes_on(number: str) -> bool:
    """Whether an item number begins no list: one that does belongs to a text after the table."""
    last = number.rpartition(".")[2]
    return last.isdigit() and int(last) > 1


def _holes(table: ReadTable, grids: Mapping[tuple[int, int], Table], doubts: Doubts) -> None:
    """Two rows of one page that stand apart: on paper they touch, so one between them was lost.

    Blank rows of the grid between them are none: they were seen, and nothing stands in them.
    """
    for one, two in zip(table.table.rows, table.table.rows[1:], strict=False):
        above = [cell for _, parts in one.cells for cell in parts]
        below = [cell for _, parts in two.cells for cell in parts]
        if not above or not below or above[0].page != below[0].page or one.table[:2] != two.table[:2]:
            continue
        top, foot = max(cell.bbox.y1 for cell in above), min(cell.bbox.y0 for cell in below)
        if foot - top <= HOLE:
            continue
        gap = foot - top - _blank_rows(grids.get(one.table[:2]), top, foot)
        if gap > HOLE:
            box = BBox(above[0].bbox.x0, above[0].bbox.y1, below[-1].bbox.x1, below[0].bbox.y0)
            doubts.report.append(Finding("rows-apart", "warning", f"{gap:.0f}", page=below[0].page, bbox=box))
            for row in table.rows:
                if row.draft.place in (one.table, two.table):
                    doubts.add(row, [warning("rows-apart", f"{gap:.0f}", cell=row.first_cell())])


def _blank_rows(grid: Table | None, top: float, foot: float) -> float:
    """Points between ``top`` and ``foot`` that rows of empty cells fill."""
    between = [cell for cell in grid.cells if top <= cell.bbox.center[1] <= foot] if grid else []
    if not between or any(cell.text.strip() or cell.findings for cell in between):
        return 0.0
    return min(foot, max(cell.bbox.y1 for cell in between)) - max(top, min(cell.bbox.y0 for cell in between))
