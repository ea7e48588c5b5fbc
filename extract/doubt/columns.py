"""Doubt about columns: without meaning, empty, missing, or under a header that was not read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, warning
from extract.doubt.words import impossible
from extract.model import Cell, DocumentFacts
from extract.records.budget import SCALES
from extract.records.cell_looks import SAID
from extract.records.headers import match_header
from extract.records.numbers import quantities
from extract.records.status import chosen, result_status
from extract.records.steps import following, split_steps
from extract.thai.letters import to_arabic

HEADER_READ = 0.6
"""Confidence of a header cell under which its column may be another."""
HEADER_ALIKE = 0.85
"""Likeness of a header text to a known one, 0–1, under which its column may be another."""
FEW_ROWS = 3
"""Records under which an empty column tells nothing."""
MOSTLY, SELDOM = 0.5, 0.2
"""Share of a page's rows from which most are so, and under which hardly one is."""
NEVER_EMPTY = frozenset({"number", "measure", "procedure", "responsible", "period"})
"""Columns that offices fill: blank from top to bottom they were not read."""
BY_LOOKS = frozenset({"measure", "result"})
"""Columns that may be others when only their cells tell what they are: both hold instructions and deeds."""
ACROSS = frozenset({"result", "responsible", "period"})
"""Columns that all tables of a report have when one has them."""
WHOLE = frozenset({"measure", "procedure", "responsible", "period", "budget"})
TOLD = frozenset({"result", "status_text"})
"""Columns of a whole report; of the last two one."""
_YEAR = re.compile(r"25[0-9]{2}")
_SCALE = re.compile(rf"(?:{'|'.join(SCALES)})\s*บาท|\(\s*(?:{'|'.join(SCALES)})\s*\)")
BESIDE = ACROSS | {"budget", "procedure", "status_text"}
"""Columns of a measure that go on in another table when a wide sheet is cut between columns."""


def doubt_columns(
    table: ReadTable, others: Sequence[ReadTable], facts: DocumentFacts, doubts: Doubts
) -> None:
    """Doubt the records of ``table`` by what its columns are; ``others`` are all tables of the report."""
    if not table.rows:
        return
    months = {column.printed for column in table.header.columns if column.field == "period"}
    for row in table.rows:
        for printed, text in row.draft.extra:
            if printed in months:
                continue  # what is done or spent in a month
            if _of_another_year(printed, table, facts):
                continue
            found = warning("column-unread", f"{printed}: {text[:40]}", "extra", _cell_with(row, text))
            doubts.add(row, [replace(found, severity="info") if _is_whole(table) else found])
    _scaled(table, doubts)
    _headers(table, doubts)
    _merged(table, doubts)
    _exchanged(table, doubts)
    _empty(table, doubts)
    _missing(table, others, facts, doubts)


def _is_whole(table: ReadTable) -> bool:
    """Whether all columns that a report has were told; one more is kept under its own print."""
    return table.fields >= WHOLE and bool(table.fields & TOLD)


def _of_another_year(printed: str, table: ReadTable, facts: DocumentFacts) -> bool:
    """Whether an unused column is of another year, beside the report's own (ปี ๒๕๖๗ งบประมาณ)."""
    name, year = match_header(printed).field, _YEAR.search(to_arabic(printed))
    held = next((column for column in table.header.columns if name and column.field == name), None)
    own = _YEAR.search(to_arabic(held.printed)) if held else None
    return bool(year and own and year.group() != own.group() == str(facts.fiscal_year))


def _cell_with(row: ReadRow, text: str) -> Cell | None:
    return next((cell for cell in row.all_cells() if cell.text.strip() == text), None)


def _scaled(table: ReadTable, doubts: Doubts) -> None:
    """Bare amounts under a header that says millions or thousands of baht: they are no baht."""
    for column in table.header.columns:
        if column.field != "budget" or not _SCALE.search(column.printed):
            continue
        for row in table.rows:
            if row.record.budget_thb and "บาท" not in (row.record.budget or ""):
                detail = f"{column.printed}: {row.record.budget}"
                cell = row.cell_of({column.index: "budget"}, "budget")
                doubts.add(row, [warning("budget-unknown", detail, "budget", cell)])


def _headers(table: ReadTable, doubts: Doubts) -> None:
    """A header cell read badly, or only like a known one and as Thai cannot be written.

    Where the cells below are what the header says, its letters no longer matter; nor where it names one more
    column beside those that reports have.
    """
    named = table.header.fields()
    borne_out = {column.index for column in table.header.columns if _borne_out(table.rows, column.field)}
    for column, cell in _header_cells(table):
        alone = cell.column_span == 1 and (column in borne_out or (column not in named and _is_whole(table)))
        if cell.text.strip() and cell.confidence < HEADER_READ and not alone:
            doubts.add_all(table.rows, warning("header-doubtful", cell.text, cell=cell))
    for cell in table.header_cells():
        lowest = cell.column_span == 1 or not any(_under(other, cell) for other in table.header_cells())
        if lowest and len(_named(cell)) > 1:
            doubts.add_all(table.rows, warning("columns-merged", cell.text, cell=cell))
    for each in table.header.columns:
        alike = each.field and 0 < each.likeness < HEADER_ALIKE
        by_looks = each.field in BY_LOOKS and each.likeness == SAID
        if (by_looks or (alike and impossible(each.printed))) and each.index not in borne_out:
            doubts.add_all(table.rows, warning("header-doubtful", each.printed, each.field))


def _header_cells(table: ReadTable) -> list[tuple[int, Cell]]:
    """The cells of the header rows, each with its column."""
    rows = (row for row in table.table.rows if row.kind == "header")
    return [(column, cell) for row in rows for column, parts in row.cells for cell in parts]


def _borne_out(rows: Sequence[ReadRow], name: str | None) -> bool:
    """Whether the cells under a header are what it says: numbers in order, amounts, whole periods."""
    if len(rows) < FEW_ROWS or any(
        found.field == name and found.severity != "info" for row in rows for found in row.record.findings
    ):
        return False
    if name == "number":
        numbers = [row.record.number for row in rows]
        return None not in numbers and all(
            after in (following(before), "1") for before, after in pairwise(numbers)
        )
    if name == "budget":
        amounts = sum(row.record.budget_thb is not None for row in rows)
        return amounts > MOSTLY * len(rows) and all(
            row.record.budget_thb is not None or "budget" not in row.draft.values for row in rows
        )
    return name == "period" and all(row.record.period_start and row.record.period_end for row in rows)


def _under(other: Cell, cell: Cell) -> bool:
    """Whether a header cell stands under another."""
    across = other.column < cell.column + cell.column_span and cell.column < other.column + other.column_span
    return other.page == cell.page and other.row > cell.row and across and bool(other.text.strip())


def _named(cell: Cell) -> set[str]:
    """The fields that a header cell names line by line, when it is no known header as a whole."""
    if match_header(cell.text).likeness == 1.0:
        return set()
    return {field for line in cell.lines if (field := match_header(line.text).field) is not None}


def _empty(table: ReadTable, doubts: Doubts) -> None:
    """A column that is blank from top to bottom; a row without a mark under its months or quarters."""
    labelled = any(column.field == "period" and column.label for column in table.header.columns)
    for row in table.rows:
        if labelled and "period" not in row.draft.values:
            doubts.add(row, [warning("period-unmarked", name="period", cell=row.first_cell())])
    for name in sorted(table.fields & NEVER_EMPTY):
        for rows in _by_page(table.rows):
            if (len(rows) >= FEW_ROWS or rows != list(table.rows)) and not any(
                name in row.draft.values for row in rows
            ):
                doubts.add_all(rows, warning("column-empty", name, name, rows[0].first_cell()))


def _merged(table: ReadTable, doubts: Doubts) -> None:
    """Cells over two columns that the header parts, of a measure or a page: an upright was not seen."""
    fields = table.header.fields()
    for row in table.rows:
        cell = row.cell_of(fields, "measure")
        if cell is not None and cell.text.strip():
            beyond = {fields.get(n) for n in range(cell.column + 1, cell.column + cell.column_span)}
            if beyond - {None, "measure"}:
                doubts.add(row, [warning("columns-merged", cell.text[:60], "measure", cell)])
    for rows in _by_page(table.rows):
        for column, name in fields.items():
            cells = [cell for row in rows for cell in row.cells(column)[:1]]
            beyond = {fields.get(n) for cell in cells for n in range(column + 1, column + cell.column_span)}
            wide = all(cell.column_span > 1 and cell.text.strip() for cell in cells)
            if wide and len(cells) == len(rows) > 1 and beyond - {None, name}:
                doubts.add_all(rows, warning("columns-merged", cells[0].text[:60], name, cells[0]))


def _exchanged(table: ReadTable, doubts: Doubts) -> None:
    """Measures done or counted while hardly a result is; lists of steps beside the column of steps alone."""
    fields = table.header.fields()
    for rows in _by_page(table.rows):
        if len(rows) < FEW_ROWS:
            continue
        most, hardly = MOSTLY * len(rows), SELDOM * len(rows)
        results = [row.record for row in rows if row.record.result]
        told = sum(record.result_status != "unclear" or bool(record.quantities) for record in results)
        if "result" in table.fields and len(results) >= most and told < hardly:
            measures = [row.record.measure or "" for row in rows]
            if sum(map(_tells_results, measures)) >= most:
                doubts.add_all(rows, warning("columns-exchanged", measures[0][:60], "measure"))
        if any(row.draft.part for row in rows):
            continue  # lists of measures, which were parted
        lists = sum(len(row.record.steps) > 1 for row in rows)
        if sum(bool(row.record.procedure) for row in rows) < most or lists >= hardly:
            continue
        for name in ("measure", "result"):
            texts = [_text(row, fields, name) for row in rows]
            if sum(len(split_steps(chosen(text))) > 1 for text in texts) >= most:
                doubts.add_all(rows, warning("columns-exchanged", texts[0][:60], "procedure"))


def _tells_results(text: str) -> bool:
    """Whether a text says that something was done, or counts what came of it: ๕๘ รายการ."""
    done = ("แล้ว" in text or "ครบ" in text) and result_status(None, text)[0] == "done"
    return done or bool(quantities(text))


def _text(row: ReadRow, fields: Mapping[int, str], name: str) -> str:
    cell = row.cell_of(fields, name)
    return cell.text.strip() if cell else ""


def _by_page(rows: Sequence[ReadRow]) -> list[list[ReadRow]]:
    """The rows of each page."""
    pages: dict[int, list[ReadRow]] = {}
    for row in rows:
        pages.setdefault(row.draft.place[0], []).append(row)
    return list(pages.values())


def _missing(table: ReadTable, others: Sequence[ReadTable], facts: DocumentFacts, doubts: Doubts) -> None:
    """A table without the column that its kind or the report's other tables have."""
    held = frozenset[str]().union(*(one.fields for one in others if one.rows and one is not table))
    wanted = {"result"} if facts.document_kind == "measure_report" else set[str]()
    wanted |= held & ACROSS
    if "status_text" in table.fields:
        wanted -= {"result"}
    parted = [row.draft.fields for row in table.rows]  # measure and result may stand in one cell
    chart = _is_chart(table)
    for name in sorted(wanted - table.fields - frozenset.intersection(*parted)):
        found = warning("column-missing", name, name, table.first_cell())
        doubts.add_all(table.rows, replace(found, severity="info") if chart and name == "result" else found)
    for one in others:
        beside = one.fields & BESIDE
        if not one.rows and beside - table.fields and "measure" not in one.fields:
            found = warning("table-goes-on", ", ".join(sorted(beside)), cell=one.first_cell())
            doubts.add_all(table.rows, found)


def _is_chart(table: ReadTable) -> bool:
    """Whether months or quarters stand over a table's last columns and each other column is told.

    Such a plan has no results; none of its columns was lost.
    """
    columns = table.header.columns
    return (
        bool(columns)
        and all(c.field for c in columns)
        and any(c.field == "period" and c.label for c in columns)
    )
