"""Page marks and feet that were printed inside a table's first or last row: none of its cells' text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median, median_low

from extract.marks.page_furniture import MARGIN
from extract.model import Cell, Finding, Glyph, Line, Table
from extract.pages.lines import FOOT_MARK, PAGE_MARK, is_marked_number
from extract.tables.fill import Mend, with_text

SMALLER = 0.86
"""Size of a foot over that of the table's print, at most: as for note marks, ``tables.note_marks.SMALL``."""

ALIGNED = 2.0
"""Points by which lines of one cell may begin aside of one another, or their middles be apart."""

PALER = 80
"""Least tone by which a foot is paler than the table's print: as for watermarks."""

CENTRED = 6.0
"""Points by which a page mark may miss the middle of the page; its blanks are uneven."""


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    """The first or the last row of a table: its cells by their number, and whether it is the last."""

    table: Table
    cells: tuple[tuple[int, Cell], ...]
    last: bool

    def others(self, line: Line) -> list[Line]:
        """All lines of the row but one."""
        return [other for _, cell in self.cells for other in cell.lines if other is not line]


def _edge_rows(table: Table) -> Iterator[_EdgeRow]:
    numbered = list(enumerate(table.cells))
    if table.rows > 1:
        yield _EdgeRow(table, tuple(pair for pair in numbered if pair[1].row + pair[1].row_span == 1), False)
    last = tuple(pair for pair in numbered if pair[1].row + pair[1].row_span == table.rows)
    yield _EdgeRow(table, last, True)


def _taken_out(
    tables: Sequence[Table], is_furniture: Callable[[Line, Cell, _EdgeRow], bool], mend: Mend
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """The tables without the lines of first and last rows that are no text of theirs, and these lines."""
    found: list[Line] = []
    out: list[Table] = []
    for table in tables:
        cells = list(table.cells)
        for row in _edge_rows(table):
            for number, cell in row.cells:
                taken = [line for line in cell.lines if is_furniture(line, cell, row)]
                if taken:
                    found += taken
                    rest = [line for line in cell.lines if line not in taken]
                    cells[number] = with_text(cell, rest, cell.method, mend)
        out.append(replace(table, cells=tuple(cells)) if cells != list(table.cells) else table)
    return tuple(out), tuple(found)


def without_page_marks(
    tables: Sequence[Table], page: tuple[float, float], mend: Mend
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Take page marks that were printed inside a table's first or last row out of their cells.

    Such a mark stands beyond all other lines of its row: -๒- under the last row, หน้า ๒ over the first. It
    stands in the page's margin, in the middle of the page, or aside of the lines of its cell; a number alone
    does two of these, and a foot that ends in the number (รายงาน ITA | หน้า ๖) one of the last two.

    Args:
        tables: filled, points.
        page: its width and height.
        mend: repairs a line, as for the tables.

    Returns:
        The tables, and the marks.
    """

    def is_mark(line: Line, cell: Cell, row: _EdgeRow) -> bool:
        is_foot = FOOT_MARK.search(line.text) is not None
        if cell.row_span > 1 or not (is_foot or PAGE_MARK.match(line.text)):
            return False
        x, y = line.bbox.center
        middles = [other.bbox.center[1] for other in row.others(line)]
        if not (y > max(middles, default=-1.0) if row.last else y < min(middles, default=page[1])):
            return False
        centred = abs(x - page[0] / 2) <= CENTRED
        aside = len(cell.lines) > 1 and not _is_aligned(line, cell)
        margin = not MARGIN * page[1] < y < (1 - MARGIN) * page[1]
        if is_foot:
            return centred or aside
        if is_marked_number(line.text):
            return margin or centred or aside
        return (margin or centred) and aside and line.text.strip().isdecimal()

    return _taken_out(tables, is_mark, mend)


def without_feet(
    tables: Sequence[Table], glyphs: Sequence[Glyph], mend: Mend
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Take feet of the page that were printed inside a table's last row out of their cells.

    A program stamps such a line onto the finished page: it is smaller or paler than the other print of its
    row and than that of its column, and runs over rules between columns. Over one rule alone, it stands under
    all print of its row and begins where no other line of its cell does; else it may be a remark that is too
    long, stays, and is told. A long text over empty cells is as large as its row; where all remarks are
    small, their column is.

    Args:
        tables: filled from ``glyphs``, points.
        glyphs: of the page.
        mend: repairs a line, as for the tables.

    Returns:
        The tables, and the feet.
    """

    def is_stamped(line: Line, cell: Cell, row: _EdgeRow) -> bool:
        return _rules_under(line, row) > 0 and _is_small_or_pale(line, cell, row, glyphs)

    def is_foot(line: Line, cell: Cell, row: _EdgeRow) -> bool:
        if not is_stamped(line, cell, row):
            return False
        lowest = all(other.bbox.y1 < line.bbox.center[1] for other in row.others(line))
        return _rules_under(line, row) > 1 or (lowest and not _is_aligned(line, cell))

    def told(table: Table) -> Table:
        cells = list(table.cells)
        for row in _edge_rows(table):
            for number, cell in row.cells:
                found = [
                    Finding("text-over-border", "warning", line.text, page=cell.page, bbox=cell.bbox)
                    for line in cell.lines
                    if is_stamped(line, cell, row)
                ]
                if found:
                    cells[number] = replace(cell, findings=(*cell.findings, *found))
        return replace(table, cells=tuple(cells)) if cells != list(table.cells) else table

    out, feet = _taken_out(tables, is_foot, mend)
    return tuple(map(told, out)), feet


def _rules_under(line: Line, row: _EdgeRow) -> int:
    """How many rules between the columns of a last row a line runs over."""
    if not row.last or row.table.origin != "vector" or row.table.rows == 1:
        return 0
    return sum(line.bbox.x0 + 1 < cell.bbox.x0 < line.bbox.x1 - 1 for _, cell in row.cells if cell.column)


def _is_aligned(line: Line, cell: Cell) -> bool:
    """Whether a line begins where the others of its cell do, or one of them, or is centred with one.

    Lines that all begin at one place are set flush left: what is centred with one of them is so by chance.
    """
    others = [other.bbox for other in cell.lines if other is not line]
    begins = [abs(line.bbox.x0 - other.x0) for other in others]
    flush = len(others) > 1 and max(o.x0 for o in others) - min(o.x0 for o in others) <= ALIGNED
    middles = [] if flush else [abs(line.bbox.center[0] - other.center[0]) for other in others]
    return min([*begins, *middles], default=ALIGNED + 1) <= ALIGNED


def _is_small_or_pale(line: Line, cell: Cell, row: _EdgeRow, glyphs: Sequence[Glyph]) -> bool:
    """Whether a line is smaller or paler than what else its row and its column hold; not beside a blank."""
    column = [
        o
        for other in row.table.cells
        if other.row and other.column == cell.column and other.column_span == cell.column_span
        for o in other.lines
        if o is not line
    ]
    mine, beside, over = (_look(lines, glyphs) for lines in ([line], row.others(line), column))
    if mine is None or beside is None or over is None:
        return False
    (size, tone), others = mine, (beside, over)
    return all(size <= SMALLER * other[0] for other in others) or all(
        tone >= PALER + other[1] for other in others
    )


def _look(lines: Sequence[Line], glyphs: Sequence[Glyph]) -> tuple[float, int] | None:
    """The usual size and tone of the letters of some lines."""
    mine = [
        glyph
        for glyph in glyphs
        if glyph.text.strip()
        and any(
            line.bbox.contains(*glyph.bbox.center)
            and (line.baseline is None or abs(line.baseline - glyph.baseline) < 1)
            for line in lines
        )
    ]
    if not mine:
        return None
    return median([glyph.size for glyph in mine]), median_low([glyph.tone for glyph in mine])
