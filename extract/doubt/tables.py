"""Doubt about whole tables: without evidence of integrity work, or of many cells and no header read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.doubt.columns import BESIDE
from extract.doubt.evidence import LEAST_COLUMNS, Doubts, ReadTable, warning
from extract.model import DocumentFacts, Finding, Page
from extract.records.steps import following, split_number
from extract.records.title import kind_of

LARGE = 20
"""Cells from which a grid is a table of the report and no frame around a text."""

_INTEGRITY = re.compile(
    r"ITA|\b[IEO]IT\b|คุณธรรมและความโปร่งใส|คุณธรรม\s*และ\s*ความโปร่งใส|ความโปร่งใส|ทุจริต|ผลประโยชน์ทับซ้อน|ธรรมาภิบาล|ส่วนได้ส่วนเสีย"
)


def doubt_tables(
    tables: Sequence[ReadTable], pages: Sequence[Page], facts: DocumentFacts, doubts: Doubts
) -> None:
    """Doubt all records of tables that nothing shows to be of integrity work."""
    titled = facts.title is not None and kind_of(facts.title) is not None
    for table in tables:
        if not table.rows or titled:
            continue
        sections = any(row.record.instrument or row.record.indicators for row in table.rows)
        own = {page for page, _ in table.table.tables}
        said = " ".join(line.text for page in pages if page.number in own for line in page.lines)
        if not sections and not _INTEGRITY.search(said):
            cell = table.first_cell()
            doubts.add_all(table.rows, warning("measure-doubtful", facts.title or "", cell=cell))
    doubts.report += _unread(tables)


def _unread(tables: Sequence[ReadTable]) -> Iterator[Finding]:
    """Tables that gave no record though they are large, as wide as measures', or go on with their numbers."""
    wide = {table.table.columns for table in tables if table.rows and table.table.columns >= LEAST_COLUMNS}
    numbers = {following(row.record.number) for table in tables for row in table.rows} - {None}
    for table in tables:
        if table.rows or table.header.kind == "score":
            continue
        cells = [cell for row in table.table.rows for _, parts in row.cells for cell in parts]
        begins = cells and table.table.columns >= LEAST_COLUMNS and split_number(cells[0].text)[0] in numbers
        known = len(table.fields & BESIDE)
        if len(cells) >= LARGE or known > 1 or begins or table.table.columns in wide:
            yield warning("table-header-unread", f"{len(cells)}", cell=cells[0] if cells else None)
