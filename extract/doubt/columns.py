"""Doubt about columns: without meaning, of one meaning twice, empty, under a header that was not read."""

from __future__ import annotations

from collections.abc import Sequence

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, warning
from extract.doubt.words import impossible
from extract.model import Cell, DocumentFacts

HEADER_READ = 0.6
"""Confidence of a header cell under which its column may be another."""
HEADER_ALIKE = 0.85
"""Likeness of a header text to a known one, 0–1, under which its column may be another."""
FEW_ROWS = 3
"""Records under which an empty column tells nothing."""
NEVER_EMPTY = frozenset({"number", "measure", "procedure", "responsible", "period"})
"""Columns that offices fill: blank from top to bottom they were not read."""


def doubt_columns(
    table: ReadTable, others: Sequence[ReadTable], facts: DocumentFacts, doubts: Doubts
) -> None:
    """Doubt the records of ``table`` by what its columns are; ``others`` are all tables of the report."""
    if not table.rows:
        return
    for row in table.rows:
        for printed, text in row.draft.extra:
            doubts.of(row, warning("column-unread", f"{printed}: {text[:40]}", "extra", _cell_of(row, text)))
    _headers(table, doubts)
    _empty(table, doubts)
    _missing(table, others, facts, doubts)


def _cell_of(row: ReadRow, text: str) -> Cell | None:
    cells = (cell for _, parts in row.row.cells for cell in parts) if row.row else iter(())
    return next((cell for cell in cells if cell.text.strip() == text), None)


def _headers(table: ReadTable, doubts: Doubts) -> None:
    """A header cell read badly, or only like a known one."""
    cells = table.header_cells()
    for cell in cells:
        if cell.text.strip() and cell.confidence < HEADER_READ:
            doubts.of_all(table.rows, warning("header-doubtful", cell.text, cell=cell))
    for column in table.header.columns:
        if column.field and 0 < column.likeness < HEADER_ALIKE and impossible(column.printed):
            doubts.of_all(table.rows, warning("header-doubtful", column.printed, column.field))
    whole = {column.index for column in table.header.columns if column.printed.strip()}
    unread = [column for column in table.header.columns if column.index not in whole]
    for column in unread:
        filled = [row for row in table.rows if any(cell.text.strip() for cell in row.cells(column.index))]
        for row in filled:
            doubts.of(row, warning("column-unread", f"column {column.index + 1}", "extra"))


def _empty(table: ReadTable, doubts: Doubts) -> None:
    """A column that is blank from top to bottom, and months or quarters of which none is marked."""
    if len(table.rows) < FEW_ROWS:
        return
    labelled = any(column.field == "period" and column.label for column in table.header.columns)
    for name in sorted(table.fields & NEVER_EMPTY):
        if not any(name in row.draft.values for row in table.rows):
            doubts.of_all(
                table.rows,
                warning("period-unmarked" if name == "period" and labelled else "column-empty", name, name),
            )
    if labelled:
        for row in table.rows:
            if "period" not in row.draft.values:
                doubts.of(row, warning("period-unmarked", name="period"))


def _missing(table: ReadTable, others: Sequence[ReadTable], facts: DocumentFacts, doubts: Doubts) -> None:
    """A table without the column that its kind or the report's other tables have."""
    held = frozenset[str]().union(*(one.fields for one in others if one.rows and one is not table))
    wanted = {"result"} if facts.document_kind == "measure_report" else set[str]()
    wanted |= held & {"result", "responsible", "period"}
    if "status_text" in table.fields:
        wanted -= {"result"}
    for name in sorted(wanted - table.fields):
        doubts.of_all(table.rows, warning("column-missing", name, name))
    for one in others:
        beside = one.fields & {"result", "period", "responsible", "budget", "procedure", "status_text"}
        if not one.rows and beside and "measure" not in one.fields:
            doubts.of_all(
                table.rows, warning("table-goes-on", ", ".join(sorted(beside)), cell=one.first_cell())
            )
