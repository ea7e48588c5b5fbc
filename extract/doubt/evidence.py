"""What the doubt stage looks at: one table as it was read, beside the records that came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extract.model import Cell, Finding, LogicalRow, LogicalTable, MeasureRecord
from extract.records.headers import Header
from extract.records.rows import Draft

LEAST_COLUMNS = 4
"""Columns from which a table without measures may be the rest of one that has them."""
Place = tuple[int, int, int]
"""(page, table of the page, row) of a row's first print."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One record, ``at`` its place in the report, with its draft and the row it was first printed in."""

    at: int
    record: MeasureRecord
    draft: Draft
    row: LogicalRow | None

    def cells(self, column: int) -> tuple[Cell, ...]:
        """The cell parts of ``column`` in that row."""
        return self.row.parts(column) if self.row else ()

    def all_cells(self) -> tuple[Cell, ...]:
        """All cell parts of that row."""
        return tuple(cell for _, parts in self.row.cells for cell in parts) if self.row else ()

    def first_cell(self) -> Cell | None:
        """The first cell of that row."""
        return next(iter(self.all_cells()), None)

    def cell_of(self, fields: Mapping[int, str], name: str) -> Cell | None:
        """The first cell of field ``name``; ``fields`` maps columns to fields."""
        return next((cell for n, held in fields.items() if held == name for cell in self.cells(n)), None)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table, its header as it was understood, and its records in print order."""

    table: LogicalTable
    header: Header
    rows: tuple[ReadRow, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its header names."""
        return frozenset(self.header.fields().values())

    def header_cells(self) -> tuple[Cell, ...]:
        """The cells of its header rows."""
        rows = (row for row in self.table.rows if row.kind == "header")
        return tuple(cell for row in rows for _, parts in row.cells for cell in parts)

    def first_cell(self) -> Cell | None:
        """The first cell of the table."""
        cells = (cell for row in self.table.rows for _, parts in row.cells for cell in parts)
        return next(cells, None)


@dataclass(slots=True)
class Doubts:
    """Findings as they are gathered: of records by their place in the report, and of the report."""

    records: dict[int, list[Finding]] = field(default_factory=dict)
    report: list[Finding] = field(default_factory=list)

    def add(self, row: ReadRow, findings: Iterable[Finding]) -> None:
        """Doubt one record; a finding of one kind stands once at a field."""
        held = self.records.setdefault(row.at, [])
        for finding in findings:
            if all((one.code, one.field) != (finding.code, finding.field) for one in held):
                held.append(finding)

    def add_all(self, rows: Sequence[ReadRow], finding: Finding) -> None:
        """Doubt every record of a table."""
        for row in rows:
            self.add(row, [finding])


def runs_across(cell: Cell) -> bool:
    """Whether the lines of ``cell`` run across the page as it is viewed, not up or down."""
    long = [line.bbox for line in cell.lines if len(line.text.strip()) > 2]
    return sum(box.width for box in long) >= sum(box.height for box in long)


def warning(code: str, detail: str = "", name: str | None = None, cell: Cell | None = None) -> Finding:
    """A finding of this stage, at ``cell``."""
    return Finding(code, "warning", detail, name, cell.page if cell else None, cell.bbox if cell else None)


def read_tables(
    tables: Sequence[tuple[LogicalTable, Header]],
    records: Sequence[MeasureRecord],
    drafts: Sequence[Draft],
) -> tuple[ReadTable, ...]:
    """Put records beside the tables and rows that they were read from."""
    rows: Mapping[Place, LogicalRow] = {row.table: row for table, _ in tables for row in table.rows}
    of_table: dict[tuple[int, int], list[ReadRow]] = {}
    for at, (record, draft) in enumerate(zip(records, drafts, strict=True)):
        read = ReadRow(at, record, draft, rows.get(draft.place))
        of_table.setdefault(draft.place[:2], []).append(read)
    return tuple(
        ReadTable(table, header, tuple(row for place in table.tables for row in of_table.get(place, ())))
        for table, header in tables
    )
