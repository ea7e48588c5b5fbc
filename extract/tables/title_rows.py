"""Titles at the head of a table, in a frame or in merged cells, and what closes a page below it: no rows.

A remark, a source, a closing sentence or a signature may stand as close below an open table as its rows do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from extract.model import Line, Table
from extract.tables.row_kinds import MAX_HEADER_ROWS, Predicate, read_rows

_CLOSES = re.compile(r"[\s(*]*(หมายเหตุ|ที่มา\s*:|จึงเรียน|จึงขอ|(ลงชื่อ|ลงนาม)\s*\)?\s*[._…]?)")

MOST_TITLES = 6
"""Merged rows over a header, at most: as many as a title has lines."""


def without_title_rows(
    tables: Sequence[Table], is_header_text: Predicate, is_title: Predicate, is_section: Predicate
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Take the rows of a title off the head of each table; what names a section below it stays.

    Args:
        tables: filled and numbered.
        is_header_text: whether a text is the name of a column.
        is_title: whether a text begins and is worded as titles of reports are.
        is_section: whether a text is the label of a section.

    Returns:
        The tables, and the lines of the titles.
    """
    kept, lines = list[Table](), list[Line]()
    for table in tables:
        titles = _titles(table, is_header_text, is_title, is_section)
        if titles:
            lines += [line for cell in table.cells if cell.row < titles for line in cell.lines]
            table = _below(table, titles)
        kept.append(table)
    return tuple(kept), tuple(lines)


def without_closing_rows(
    tables: Sequence[Table], is_header_text: Predicate
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Take remarks, closing sentences and signatures off the foot of each open table.

    Returns:
        The tables, and the lines taken off.
    """
    kept, lines = list[Table](), list[Line]()
    for table in tables:
        end = _closed_at(table, is_header_text) if table.origin == "open" else table.rows
        if end < table.rows:
            lines += [line for cell in table.cells if cell.row >= end for line in cell.lines]
            cells = tuple(cell for cell in table.cells if cell.row < end)
            foot = max(cell.bbox.y1 for cell in cells)
            rules = tuple(r for r in table.rulings if not r.horizontal or r.position <= foot + 1)
            box = replace(table.bbox, y1=foot)
            table = replace(table, rows=end, cells=cells, bbox=box, rulings=rules)
        kept.append(table)
    return tuple(kept), tuple(lines)


def _closed_at(table: Table, is_header_text: Predicate) -> int:
    """The row of ``table`` with which its rows end: the first of its last whose one print closes the page."""
    filled: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        if cell.text.strip():
            filled[cell.row].append(cell.text.strip())
    end = table.rows
    for row in range(table.rows - 1, 1, -1):
        if len(filled[row]) > 1 or any(cell.row < row < cell.row + cell.row_span for cell in table.cells):
            break
        if filled[row] and _CLOSES.match(filled[row][0]) and not is_header_text(filled[row][0]):
            end = row
    return end


def _titles(table: Table, is_header_text: Predicate, is_title: Predicate, is_section: Predicate) -> int:
    """How many rows at the head of ``table`` a title takes."""
    texts = list[str]()
    while len(texts) < min(MOST_TITLES, table.rows - 1):
        cell = table.at(len(texts), 0)
        if cell is None or cell.row_span > 1 or cell.column_span < max(2, table.columns):
            break
        texts.append(cell.text.strip())
    begins = next((n for n, text in enumerate(texts) if is_title(text)), None)
    if begins is None:
        return 0
    end = next((n for n in range(begins + 1, len(texts)) if is_section(texts[n])), len(texts))
    return end if _heads_columns(table, len(texts), is_header_text) else 0


def _heads_columns(table: Table, row: int, is_header_text: Callable[[str], bool]) -> bool:
    """Whether the names of columns stand in ``row``."""
    rest = _below(table, row)
    return rest.rows > 0 and any(
        each.kind == "header" for each in read_rows(rest, is_header_text)[:MAX_HEADER_ROWS]
    )


def _below(table: Table, rows: int) -> Table:
    """``table`` without its first ``rows``."""
    cells = tuple(replace(cell, row=cell.row - rows) for cell in table.cells if cell.row >= rows)
    top = min(cell.bbox.y0 for cell in cells)
    rules = tuple(r for r in table.rulings if not r.horizontal or r.position >= top - 1)
    return replace(
        table, rows=table.rows - rows, cells=cells, bbox=replace(table.bbox, y0=top), rulings=rules
    )
