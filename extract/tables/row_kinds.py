"""What the rows of one table are: header, section or body."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.model import Cell, Table

RowKind = Literal["header", "section", "body"]
Predicate = Callable[[str], bool]

WIDE = 0.8
"""Share of a table's columns from which one cell spans the row as a section label does."""

SHORT = 40
"""Characters: longer texts are no header (longest header print seen: 33)."""

MAX_HEADER_ROWS = 4
"""Header levels seen: three; a row of column numbers may follow."""

_SECTION = re.compile(
    r"^[\s\d๐-๙.)(]*(แบบวัด|แบบตรวจ|ตัวชี้วัด(ที่|ย่อย)|ด้านที่|ส่วนที่|ประเด็นที่|หมวดที่|การประเมิน)|\b[IEO]IT\b"
)
AMOUNT = re.compile(r"^[\d๐-๙]{1,3}(?:,[\d๐-๙]{3})+(?:\.[\d๐-๙]{2})?$")
"""What no column is named; periods and statuses beside it may be known prints."""
_COLUMN_NUMBER = re.compile(r"^[\s(]*[\d๐-๙]{1,2}[\s).]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: the cells that begin in it, and what it is."""

    table: Table
    index: int
    cells: tuple[Cell, ...]
    kind: RowKind

    @property
    def texts(self) -> list[str]:
        """Texts of its cells that are not empty."""
        return [c.text.strip() for c in self.cells if c.text.strip()]


def read_rows(table: Table, is_header_text: Predicate) -> list[Row]:
    """Rows of ``table`` from top to bottom, rows without any text left out."""
    by_row: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        by_row[cell.row].append(cell)
    heads = _header_rows(table, by_row, is_header_text)
    rows = []
    for index, cells in enumerate(by_row):
        cells.sort(key=lambda c: c.column)
        if not any(c.text.strip() for c in cells):
            continue
        kind: RowKind = "body"
        if _is_section(cells, table.columns):
            kind = "section"
        elif index in heads:
            kind = "header"
        rows.append(Row(table, index, tuple(cells), kind))
    return rows


def _is_section(cells: Sequence[Cell], columns: int) -> bool:
    """Whether a row is a section label: one text, in a cell across the table, or alone and so worded.

    Labels open with แบบวัด…, ตัวชี้วัดที่ …, ด้านที่ …, or name IIT, EIT, OIT.
    """
    filled = [c for c in cells if c.text.strip()]
    if len(filled) != 1 or columns < 2:
        return False
    (cell,) = filled
    if cell.column_span >= max(2, WIDE * columns):
        return True
    text = cell.text.strip()
    return columns >= 3 and cell.column <= 1 and len(text) <= 200 and bool(_SECTION.search(text))


def _header_rows(table: Table, by_row: Sequence[Sequence[Cell]], is_header_text: Predicate) -> set[int]:
    """Numbers of the header rows at the head of ``table``, after captions and a section row if any."""
    for start in range(min(MAX_HEADER_ROWS, table.rows)):
        texts = [c.text.strip() for c in by_row[start] if c.text.strip()]
        if len(texts) < 2:
            continue
        hits = sum(is_header_text(text) for text in texts)
        if hits == 0 or hits * 2 < len(texts) or any(AMOUNT.match(text) for text in texts):
            return set()
        end = max(c.row + c.row_span for c in by_row[start] if len(c.text) <= SHORT)
        end = min(end, start + MAX_HEADER_ROWS, table.rows)
        while end < table.rows and _continues_header(by_row[end], is_header_text):
            end += 1
        return set(range(start, end))
    return set()


def _continues_header(cells: Sequence[Cell], is_header_text: Predicate) -> bool:
    """A row of column numbers, or one all of whose texts are header words."""
    texts = [c.text.strip() for c in cells if c.text.strip()]
    if len(texts) < 2:
        return False
    return all(_COLUMN_NUMBER.match(t) for t in texts) or all(is_header_text(t) for t in texts)


def looks_like_header(first: Row, others: Sequence[Row]) -> bool:
    """Whether a first row no word of which is known still is a header: every cell short, rows below long."""
    below = [t for row in others if row.kind == "body" for t in row.texts]
    texts = first.texts
    if first.kind != "body" or len(texts) < 3 or len(texts) < len(first.cells) or not below:
        return False
    if any(len(t) > SHORT or re.match(r"^[-\d๐-๙]", t) for t in texts):
        return False
    return sum(map(len, texts)) / len(texts) * 2 < sum(map(len, below)) / len(below)
