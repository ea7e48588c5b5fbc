"""Numbers that a narrow column broke: 10 | 0 is 100, not two amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Cell, Line, Table

BREAKS = 2
"""Cells of a column broken inside their number for certain from which the column breaks numbers anywhere."""

_DIGITS = re.compile(r"[\d๐-๙]+$")
_INSIDE = re.compile(r"[\d๐-๙],(?:[\d๐-๙]{1,2}\n[\d๐-๙]|\n[\d๐-๙]{3}(?![\d๐-๙]))")
"""A line's end inside a number: groups behind a comma have three digits."""

_ZERO = ("0", "๐")


def broken_number(cell: Cell, lines: Sequence[Line]) -> bool:
    """Whether the digits of ``cell`` are one number that its narrow column broke.

    Each line but the last is full: not one digit more has room between paddings as wide as the left one. Two
    numbers under one another are mostly of one length, or fit.
    """
    texts = [line.text.strip() for line in lines]
    if len(texts) < 2 or not all(map(_DIGITS.match, texts)) or len(texts[-1]) >= len(texts[0]):
        return False
    digit = lines[0].bbox.width / len(texts[0])
    padding = max(0.0, min(line.bbox.x0 for line in lines) - cell.bbox.x0)
    room = cell.bbox.width - 2 * padding
    return len(set(map(len, texts[:-1]))) == 1 and all(line.bbox.width + digit > room for line in lines[:-1])


def joined_by_column(table: Table) -> Table:
    """``table`` with digits joined that no number begins with, in columns that break other numbers.

    Where ๗,๒ | ๕๐ and ๑๐๐,๐ | ๐๐ stand in a column, ๑๐ | ๐ is a hundred: no number begins with a nought.
    """
    broken = [cell.column for cell in table.cells if len(cell.lines) > 1 and _INSIDE.search(cell.raw)]
    columns = {column for column in broken if broken.count(column) >= BREAKS}
    if not columns:
        return table
    return replace(
        table, cells=tuple(_joined(cell) if cell.column in columns else cell for cell in table.cells)
    )


def _joined(cell: Cell) -> Cell:
    texts = [line.text.strip() for line in cell.lines]
    one = len(texts) > 1 and all(map(_DIGITS.match, texts)) and all(t.startswith(_ZERO) for t in texts[1:])
    return replace(cell, text="".join(texts)) if one else cell
