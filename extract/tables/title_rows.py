"""Titles printed inside a frame or in merged cells at the head of a table: they are no rows of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extract.model import Line, Table
from extract.tables.row_kinds import MAX_HEADER_ROWS, Predicate, read_rows

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
