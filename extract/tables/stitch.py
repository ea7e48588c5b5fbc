"""Tables of several pages put together again: one header, sections, and rows whole over page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from extract.grouping import in_runs
from extract.model import Cell, Finding, LogicalRow, LogicalTable, Page, Table
from extract.tables.column_borders import ColumnBorders, columns_of, common_columns, in_columns
from extract.tables.page_breaks import between, continues
from extract.tables.row_kinds import Predicate, Row, looks_like_header, read_rows

ALIKE = 0.6
"""Likeness (0–1) of two header texts that are one header in other words; synonyms score .2–.5, slips .8+."""


@dataclass(slots=True)
class _PagePart:
    """One table on its page: its rows, columns, header rows apart."""

    page: Page
    table: Table
    header: list[Row]
    rows: list[Row]
    columns: ColumnBorders

    @property
    def place(self) -> tuple[int, int]:
        return self.table.page, self.table.index


def stitch(pages: Sequence[Page], is_header_text: Predicate) -> tuple[LogicalTable, ...]:
    """Join the tables of ``pages``.

    Args:
        pages: pages in order, tables filled.
        is_header_text: whether a cell's text is a known header print.

    Returns:
        One table for each run of tables that go on from page to page; a repeated header is dropped and
        noted as the finding ``header-repeated``, a row put together as ``row-rejoined``. A table without
        header that has the columns of the one before takes over its header (``header-inherited``).
    """
    parts = [
        _read(page, table, is_header_text)
        for page in pages
        for table in sorted(page.tables, key=lambda t: t.index)
    ]
    chains = in_runs(parts, lambda chain, part: _goes_on(chain, part, pages))
    out: list[LogicalTable] = []
    lender: list[_PagePart] = []
    for chain in chains:
        _guess_header(chain[0])
        lends = not chain[0].header and lender and lender[0].columns.agrees(chain[0].columns)
        out.append(_joined(chain, lender[0] if lends else None))
        lender = chain if chain[0].header else lender
    return tuple(out)


def _read(page: Page, table: Table, is_header_text: Predicate) -> _PagePart:
    rows = read_rows(table, is_header_text)
    header = [row for row in rows if row.kind == "header"]
    rest = [row for row in rows if row.kind != "header"]
    return _PagePart(page, table, header, rest, columns_of(table))


def _guess_header(part: _PagePart) -> None:
    """Take an unknown first row for a header when it looks like one."""
    if not part.header and part.rows and looks_like_header(part.rows[0], part.rows[1:]):
        part.header = [replace(part.rows[0], kind="header")]
        part.rows = part.rows[1:]


def _goes_on(chain: Sequence[_PagePart], part: _PagePart, pages: Sequence[Page]) -> bool:
    """Whether ``part`` is the same table on the next page."""
    last = chain[-1]
    if part.page.number != last.page.number + 1 or not last.columns.agrees(part.columns):
        return False
    ends = last.table.index == max(t.index for t in last.page.tables)
    begins = part.table.index == min(t.index for t in part.page.tables)
    if not (ends and begins):
        return False
    if part.header and not _same_header(chain[0], part):
        return False
    return not between(last.page, last.table, part.page, part.table, pages)


def _same_header(first: _PagePart, part: _PagePart) -> bool:
    """Whether half of the header columns, at least, read alike; wording may change between pages."""
    if not first.header:
        return False
    one, two = _header_texts(first), _header_texts(part)
    common = one.keys() & two.keys()
    alike = sum(likeness(one[c], two[c]) >= ALIKE for c in common)
    return alike * 2 >= max(len(one), len(two))


def _header_texts(part: _PagePart) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in part.header:
        for cell in row.cells:
            if cell.text.strip():
                texts[cell.column] = texts.get(cell.column, "") + cell.text
    return texts


def likeness(one: str, two: str) -> float:
    """How like two texts are, 0–1, white space left out."""
    one, two = re.sub(r"\s", "", one), re.sub(r"\s", "", two)
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def _joined(chain: Sequence[_PagePart], lender: _PagePart | None = None) -> LogicalTable:
    """The logical table of ``chain``, under the header of ``lender`` when it has none."""
    common = common_columns([part.columns for part in chain] + ([lender.columns] if lender else []))
    findings: list[Finding] = []
    head = lender or chain[0]
    rows = [_logical(row, head.columns, common) for row in head.header]
    if lender is not None:
        findings.append(_finding("header-inherited", chain[0], f"header of page {lender.place[0]}"))
    # Rows that open a page are left out of the evidence: each may itself be the rest of a row.
    first_rows = {id(part.rows[0]) for part in chain[1:] if part.rows}
    body = [row for part in chain for row in part.rows if row.kind == "body" and id(row) not in first_rows]
    before: Row | None = None
    for number, part in enumerate(chain):
        if number and part.header:
            findings.append(_finding("header-repeated", part, " | ".join(_header_texts(part).values())))
        for at, row in enumerate(part.rows):
            here = _logical(row, part.columns, common)
            why = None
            if number and at == 0 and before is not None:
                why = continues(before, row, body, chain[number - 1].page.height)
            if why is None:
                rows.append(here)
            else:
                detail = f"pages {chain[number - 1].place[0]}-{part.place[0]}: {why}"
                note = _finding("row-rejoined", part, detail)
                rows[-1] = _together(rows[-1], here, note)
                findings.append(note)
            before = row
    return LogicalTable(
        len(common.edges) - 1, tuple(rows), tuple(part.place for part in chain), tuple(findings)
    )


def _logical(row: Row, own: ColumnBorders, common: ColumnBorders) -> LogicalRow:
    cells = [in_columns(cell, own, common) for cell in row.cells]
    return LogicalRow(
        row.kind,
        (row.table.page, row.table.index, row.index),
        tuple((cell.column, (cell,)) for cell in cells),
    )


def _together(first: LogicalRow, rest: LogicalRow, note: Finding) -> LogicalRow:
    """Two halves of a broken row: parts of each column in reading order, empty rests left out."""
    columns: dict[int, tuple[Cell, ...]] = dict(first.cells)
    for column, parts in rest.cells:
        filled = tuple(cell for cell in parts if cell.text.strip())
        if filled:
            columns[column] = (*columns.get(column, ()), *filled)
    return replace(first, cells=tuple(sorted(columns.items())), findings=(*first.findings, note))


def _finding(code: str, part: _PagePart, detail: str) -> Finding:
    return Finding(code, "info", detail, page=part.table.page, bbox=part.table.bbox)
