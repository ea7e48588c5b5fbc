"""Doubt about a blank cell: what its column holds elsewhere stands in the cell above, below or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, warning
from extract.model import Cell, Finding
from extract.records.budget import parse_budget
from extract.records.departments import resolve_units
from extract.records.period import parse_period
from extract.records.rows import dash_to_none
from extract.thai.letters import to_arabic
from extract.thai.rejoin import rejoin

MOST_LINES = 8
"""Lines of a cell up to which it is looked through; a value takes three at most."""
NO_PERIOD = frozenset({"period-unknown", "period-partly-read", "period-several", "period-impossible-date"})
"""What a text that is more or less than one period is told to be."""

_FIRST_STEP = re.compile(r"^\s*(?:[(]?1[).]|[-•●▪])\s*(?=[ก-ฮเ-ไ])")
_OPEN_END = re.compile(r"(?:[-–]|ถึง|และ)\s*$")


def doubt_blanks(table: ReadTable, doubts: Doubts) -> None:
    """Doubt the records of ``table`` whose blank cell may be no blank on paper."""
    for column in table.header.columns:
        name = column.field
        if name not in ("budget", "period", "responsible", "procedure") or column.label:
            continue
        cells = [_only(row, column.index) for row in table.rows]
        if all(cell is None or not cell.text.strip() for cell in cells):
            continue
        for at, (row, cell) in enumerate(zip(table.rows, cells, strict=True)):
            if cell is None or cell.text.strip():
                continue
            for other in (at - 1, at + 1):
                near = cells[other] if 0 <= other < len(cells) else None
                if near and near.page == cell.page and _several(name, near, row.record.fiscal_year):
                    found = warning("rows-run-together", near.text[:60], name, near)
                    doubts.add_all([row, table.rows[other]], found)
            doubts.add(row, _beside(row, name, column.index, cells))


def _only(row: ReadRow, column: int) -> Cell | None:
    """The cell of ``column`` when it has one part."""
    parts = row.cells(column)
    return parts[0] if len(parts) == 1 else None


def _several(name: str, cell: Cell, year: int | None) -> bool:
    """Whether a cell holds two whole amounts, or two whole periods, under one another."""
    if name not in ("budget", "period"):
        return False
    return any(_whole(name, upper, year) and _whole(name, lower, year) for upper, lower in _cut(cell))


def _beside(row: ReadRow, name: str, column: int, cells: Sequence[Cell | None]) -> Iterator[Finding]:
    """A whole value of the blank column, a line of its own in the next cell to the left or right."""
    for other in (column - 1, column + 1):
        cell = _only(row, other)
        if cell is None:
            continue
        pieces = _cut(cell)
        if name == "procedure":
            there = any(_FIRST_STEP.match(to_arabic(lower)) for _, lower in pieces)
            there = there and any(each and _FIRST_STEP.match(to_arabic(each.text)) for each in cells)
        else:
            there = any(_whole(name, piece, row.record.fiscal_year) for pair in pieces for piece in pair)
        if there:
            yield warning("text-beside-blank", cell.text[:60], name, cell)


def _cut(cell: Cell) -> Iterable[tuple[str, str]]:
    """The text of a cell in two, at each of its lines."""
    lines = [line.text for line in cell.lines if line.text.strip()]
    for at in range(1, len(lines) if len(lines) <= MOST_LINES else 0):
        yield rejoin(lines[:at]), rejoin(lines[at:])


def _whole(name: str, text: str, year: int | None) -> bool:
    """Whether a text is one whole value of a column."""
    if name == "budget":
        value, findings = parse_budget(text)
        return dash_to_none(text) is None or (value is not None and not findings)
    if name == "responsible":
        units = resolve_units(text)
        return bool(units.canonical) and all(found.code != "unit-unknown" for found in units.findings)
    period = parse_period(text, year)
    read = (period.start or period.end) and NO_PERIOD.isdisjoint(found.code for found in period.findings)
    return bool(read) and not _OPEN_END.search(text)
