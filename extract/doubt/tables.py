"""Doubt about whole tables: without evidence of integrity work, or of many cells and no header read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.doubt.columns import BESIDE
from extract.doubt.evidence import LEAST_COLUMNS, Doubts, ReadTable, warning
from extract.model import DocumentFacts, Finding, Page
from extract.records.kinds import (
    SURELY_INTEGRITY,
    SURELY_OTHER,
    document_kind,
    of_document,
    of_table,
)
from extract.records.steps import following, split_number
from extract.records.table_subject import table_says

LARGE = 20
"""Cells from which a grid is a table of the report and no frame around a text."""


def may_hold_measures(pages: Sequence[Page], facts: DocumentFacts) -> bool:
    """Whether pages without a title are likeliest a measure report: a table or list of it went unread.

    Words that speak for no kind at all, as an organisation chart's, tell it of pages with a table alone.
    """
    if facts.title is not None:
        return False
    evidence = of_document("", pages)
    speaks = evidence.chance > evidence.chances[-1][1] or any(page.tables for page in pages)
    return speaks and document_kind(evidence.best)[0] != "other"


def doubt_tables(
    tables: Sequence[ReadTable], pages: Sequence[Page], facts: DocumentFacts, doubts: Doubts
) -> None:
    """Doubt all records of tables that little shows to be of integrity work.

    On a page that says nothing of itself the rows must name a subject of the assessment.
    """
    title = facts.title or ""
    unnamed = not title and of_document("", pages).integrity < SURELY_INTEGRITY
    for table in tables:
        if not table.rows:
            continue
        sections = [row.draft.section for row in table.rows]
        evidence = of_table(table.table, table.header, sections, title, pages)
        if evidence.integrity < SURELY_INTEGRITY or (unnamed and table_says(table.table, table.header) <= 0):
            doubts.add_all(table.rows, warning("measure-doubtful", evidence.told(), cell=table.first_cell()))
    doubts.report += _unread(tables, title, pages)


def _unread(tables: Sequence[ReadTable], title: str, pages: Sequence[Page]) -> Iterator[Finding]:
    """Tables that gave no record though they are large, as wide as measures', or go on with their numbers.

    A table that is surely of other work (a budget, a strategy) has none to give.
    """
    wide = {table.table.columns for table in tables if table.rows and table.table.columns >= LEAST_COLUMNS}
    numbers = {following(row.record.number) for table in tables for row in table.rows} - {None}
    for table in tables:
        if table.rows or table.header.kind == "score":
            continue
        cells = [cell for row in table.table.rows for _, parts in row.cells for cell in parts]
        begins = cells and table.table.columns >= LEAST_COLUMNS and split_number(cells[0].text)[0] in numbers
        known = len(table.fields & BESIDE)
        if not (len(cells) >= LARGE or known > 1 or begins or table.table.columns in wide):
            continue
        evidence = of_table(table.table, table.header, [], title, pages)
        if evidence.integrity >= SURELY_OTHER:
            yield warning("table-header-unread", f"{len(cells)}", cell=cells[0] if cells else None)
