"""Tables cut sideways: the columns of a sheet that did not fit stand beside the same rows on another page.

A spreadsheet prints the left columns of all its rows first, or row by row of pages. What goes on to the right
has rows of the same heights, or the same item numbers, and a header that names other columns and no measure:
alone its rows would be no rows of anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.grouping import by_key
from extract.model import LogicalRow, Page, Table
from extract.tables.column_borders import columns_of
from extract.tables.row_kinds import AMOUNT, Predicate, Row, read_rows
from extract.thai.letters import to_arabic

SAME_HEIGHT = 2.5
"""Points by which a row may differ in height on its two pages: a spreadsheet's rows do not, scans blur."""

TALLER = 0.02
"""Of a row's height: the same, where a page was scanned at another size."""

MOST_READ = 0.75
"""Share of the item numbers of both parts that must have been read, and be the same."""

_CAPTION = re.compile(r"(?:ตาราง|สรุป|รายงาน|รายการ|รายละเอียด|บัญชี|แผน|ข้อมูล|ผลการ|แบบ|งบ)")
"""How captions begin."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*$")

FieldOf = Callable[[str], str | None]
"""The field that a header text names."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RightPart:
    """A table to the right of another, and those of its columns that only repeat the item numbers."""

    table: Table
    repeated: frozenset[int]

    @property
    def columns(self) -> tuple[int, ...]:
        """Its columns that the left part has not."""
        return tuple(c for c in range(self.table.columns) if c not in self.repeated)


@dataclass(frozen=True, slots=True)
class _Part:
    """A table on its page: its header's fields by column, its rows, the tops and end of its grid's rows."""

    page: Page
    table: Table
    fields: Mapping[int, str]
    rows: tuple[Row, ...]
    levels: tuple[float, ...]

    @property
    def place(self) -> Place:
        return self.table.page, self.table.index

    @property
    def named(self) -> frozenset[str]:
        return frozenset(self.fields.values())

    def numbers(self) -> list[str]:
        """Item numbers of its rows, from top to bottom."""
        column = next((c for c, name in self.fields.items() if name == "number"), None)
        cells = (cell for row in self.rows for cell in row.cells if row.kind == "body")
        return [to_arabic(cell.text).strip(" .)") for cell in cells if cell.column == column]

    def repeated(self) -> frozenset[int]:
        """Its column of item numbers, if it has one."""
        return frozenset(column for column, name in self.fields.items() if name == "number")


def find_sideways(
    pages: Sequence[Page], is_header_text: Predicate, field_of: FieldOf
) -> dict[Place, tuple[RightPart, ...]]:
    """Which tables go on to the right on other pages.

    Args:
        pages: pages in order, tables filled.
        is_header_text: whether a cell's text is a known header print.
        field_of: the field that it names.

    Returns:
        For the (page, index) of a table with measures the tables that go on to its right, from left to right.
    """
    found: dict[Place, list[_Part]] = {}
    lefts: list[_Part] = []
    last: _Part | None = None
    for page in pages:
        for table in sorted(page.tables, key=lambda t: t.index):
            part = _read(page, table, is_header_text, field_of)
            if "measure" in part.named or (not part.fields and last is not None and _continues(last, part)):
                lefts.append(part)
                last = part
                continue
            left = next((one for one in lefts if _goes_right(one, part, lefts, found)), None)
            if left is not None:
                found.setdefault(left.place, []).append(part)
    # A page without a header repeats the numbers where the page that its columns began on does.
    out: dict[Place, tuple[RightPart, ...]] = {}
    before: tuple[RightPart, ...] = ()
    for left in lefts:
        parts = found.get(left.place, ())
        before = tuple(
            RightPart(part.table, part.repeated() if part.fields else before[n].repeated)
            for n, part in enumerate(parts)
        )
        out |= {left.place: before} if before else {}
    return out


def _read(page: Page, table: Table, is_header_text: Predicate, field_of: FieldOf) -> _Part:
    rows = read_rows(table, is_header_text)
    texts = [(cell.column, cell.text.strip()) for row in rows[:1] for cell in row.cells if cell.text.strip()]
    fields = {column: name for column, text in texts if (name := field_of(text)) is not None}
    if any(row.kind == "header" for row in rows):
        heads = (cell for row in rows if row.kind == "header" for cell in row.cells)
        fields |= {cell.column: name for cell in heads if (name := field_of(cell.text)) is not None}
    elif 2 * len(fields) <= len(texts) or any(AMOUNT.match(text) for _, text in texts):
        fields = {}  # one known word among others is a cell's, not a header's
    return _Part(page, table, fields, tuple(rows), _levels(table))


def _levels(table: Table) -> tuple[float, ...]:
    """Where the rows of the grid begin, and where the last ends.

    On a scan that lies askew a row's left cell stands higher than its right one: there the middles of one
    column tell it.
    """
    if table.origin == "raster":
        for column in range(table.columns):
            cells = [cell for cell in table.cells if cell.column == column and cell.row_span == 1]
            if len(cells) == table.rows:
                return tuple(sorted(cell.bbox.center[1] for cell in cells))
    tops = by_key(table.cells, lambda cell: cell.row)
    starts = [min(cell.bbox.y0 for cell in tops[row]) for row in range(table.rows) if row in tops]
    return (*starts, max(cell.bbox.y1 for cell in table.cells))


def _continues(last: _Part, part: _Part) -> bool:
    """Whether ``part``, which has no header, has the columns of ``last``."""
    return last.table.columns == part.table.columns and columns_of(last.table).agrees(columns_of(part.table))


def _goes_right(
    left: _Part, part: _Part, lefts: Sequence[_Part], found: Mapping[Place, Sequence[_Part]]
) -> bool:
    """Whether ``part`` has the columns to the right of ``left``."""
    held = [left, *found.get(left.place, ())]
    if any(part.page.number <= other.page.number and not _right_of(other, part) for other in held):
        return False
    if part.fields:
        taken = frozenset[str]().union(*(other.named for other in held))
        if not left.fields or part.named & taken - {"number"}:
            return False
    elif left.fields or not _follows_right(left, part, lefts, found):
        return False
    if _has_caption(left, part):
        return False
    if _same_numbers(part.numbers(), left.numbers()):
        return True
    return "number" not in part.named and _same_heights(left.levels, part.levels)


def _has_caption(left: _Part, part: _Part) -> bool:
    """Whether a line above ``part`` begins as captions do, and repeats or ends none above ``left``.

    The rest of a title that the paper's edge cut stands as high over its table as its beginning.
    """
    said = {line.text.strip() for line in left.page.lines}
    cut = [
        left.table.bbox.y0 - line.bbox.y1
        for line in left.page.lines
        if line.bbox.x1 >= left.table.bbox.x1 - line.bbox.height
    ]
    for line in part.page.lines if part.page is not left.page else ():
        over, text = part.table.bbox.y0 - line.bbox.y1, line.text.strip()
        new = over >= 0 and _CAPTION.match(text) is not None and text not in said
        if new and not any(abs(over - end) <= line.bbox.height / 2 for end in cut):
            return True
    return False


def _right_of(left: _Part, part: _Part) -> bool:
    """Whether ``part`` stands beside ``left`` on one sheet, over a gutter: the two halves of a spread."""
    if part.page is not left.page or part.table.bbox.x0 < left.table.bbox.x1:
        return False
    return abs(part.table.bbox.y0 - left.table.bbox.y0) <= max(SAME_HEIGHT, TALLER * left.table.bbox.height)


def _same_numbers(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two columns of numbers are the same but for prints that were misread as no numbers."""
    if len(one) != len(two):
        return False
    read = [(a, b) for a, b in zip(one, two, strict=True) if _NUMBER.match(a) and _NUMBER.match(b)]
    return len(read) > 1 and len(read) >= MOST_READ * len(one) and all(a == b for a, b in read)


def _follows_right(
    left: _Part, part: _Part, lefts: Sequence[_Part], found: Mapping[Place, Sequence[_Part]]
) -> bool:
    """Whether ``part`` has the columns of what went on to the right of the table before ``left``."""
    at = next(n for n, one in enumerate(lefts) if one is left)
    before = found.get(lefts[at - 1].place, ()) if at else ()
    nth = len(found.get(left.place, ()))
    if nth >= len(before):
        return False
    one, two = before[nth].table, part.table
    return one.columns == two.columns and abs(one.bbox.width - two.bbox.width) <= SAME_HEIGHT


def _same_heights(one: Sequence[float], two: Sequence[float]) -> bool:
    if len(one) != len(two) or len(one) < 3:
        return False
    heights = zip(pairwise(one), pairwise(two), strict=True)
    return all(abs((b - a) - (d - c)) <= max(SAME_HEIGHT, TALLER * (b - a)) for (a, b), (c, d) in heights)


def beside(row: LogicalRow, columns: int, rights: Iterable[RightPart]) -> LogicalRow:
    """``row`` with the cells of the same row of the tables to its right, from column ``columns`` on."""
    cells = list(row.cells)
    for right in rights:
        for number, column in enumerate(right.columns, columns):
            cell = right.table.at(row.table[2], column)
            if cell is not None and cell.column == column:
                # A cell over several rows holds for each of them, as one in the left part would.
                cells.append((number, (replace(cell, column=number, row=row.table[2], row_span=1),)))
        columns += len(right.columns)
    return replace(row, cells=tuple(cells))


def with_whole_lines(
    pages: Sequence[Page], sideways: Mapping[Place, Sequence[RightPart]]
) -> tuple[Page, ...]:
    """``pages`` with lines above a table that was cut, titles mostly, put together again on the left page."""
    out = {page.number: page for page in pages}
    for (number, index), parts in sideways.items():
        for right in (part.table for part in parts):
            left = out[number]
            table = next(table for table in left.tables if table.index == index)
            out[number] = _with_rest(left, table, out[right.page], right)
    return tuple(out[page.number] for page in pages)


def _with_rest(left: Page, table: Table, page: Page, right: Table) -> Page:
    """``left`` with each line above ``table`` that goes on above ``right``, at the same height over it."""
    rests = [line for line in page.lines if line.bbox.y1 <= right.bbox.y0 + SAME_HEIGHT]
    lines = list(left.lines)
    for rest in rests:
        level = rest.bbox.y1 - right.bbox.y0 + table.bbox.y0
        near = [
            n
            for n, line in enumerate(lines)
            if abs(line.bbox.y1 - level) <= line.bbox.height / 2
            and line.bbox.x1 >= table.bbox.x1 - line.bbox.height
        ]
        if near:
            first = max(near, key=lambda n: lines[n].bbox.x1)
            lines[first] = replace(lines[first], text=lines[first].text + rest.text, char_confidences=())
    return replace(left, lines=tuple(lines))
