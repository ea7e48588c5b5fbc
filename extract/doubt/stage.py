"""The stage of doubt: what was built of a file, each record with the evidence against its own structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.doubt.blame import blame_ourselves
from extract.doubt.cells import doubt_cells
from extract.doubt.columns import doubt_columns
from extract.doubt.confidence import structural
from extract.doubt.evidence import Doubts, read_tables
from extract.doubt.pages import doubt_pages
from extract.doubt.review import asks_for_review
from extract.doubt.rows import doubt_rows
from extract.doubt.tables import doubt_tables
from extract.model import Finding, MeasureRecord, Page
from extract.records.build import Built


def doubt(built: Sequence[Built], pages: Sequence[Page]) -> tuple[tuple[Built, ...], tuple[Page, ...]]:
    """Doubt what was built of the ``pages`` of one file.

    Returns:
        The reports, with findings, confidence and ``needs_review`` of each record; and the pages, those with
        ink that was not read well bearing the finding ``page-unread``.
    """
    doubted = doubt_pages(pages)
    return tuple(_doubted(part, [p for p in doubted if p.number in part.pages]) for part in built), doubted


def _doubted(part: Built, pages: Sequence[Page]) -> Built:
    tables, doubts = read_tables(part.tables, part.records, part.drafts), Doubts()
    by_number = {page.number: page for page in pages}
    for table in tables:
        doubt_cells(table, doubts)
        doubt_rows(table, by_number, doubts)
        doubt_columns(table, tables, part.facts, doubts)
    doubt_tables(tables, pages, part.facts, doubts)
    unread = {page.number for page in pages if any(found.code == "page-unread" for found in page.findings)}
    records = []
    for at, (record, draft) in enumerate(zip(part.records, part.drafts, strict=True)):
        found = doubts.records.get(at, [])
        if draft.place[0] in unread:
            found = [*found, Finding("page-unread", "warning", page=draft.place[0])]
        unsure = any(value.unsure for value in draft.values.values())
        records.append(_with(record, found, unsure))
    findings = tuple(
        replace(found, code="measures-unread", severity="warning")
        if found.code == "not-a-measure-report" and (unread or doubts.report)
        else found
        for found in part.findings
    )
    return replace(part, records=tuple(records), findings=(*findings, *doubts.report))


def _with(record: MeasureRecord, found: Sequence[Finding], unsure: bool) -> MeasureRecord:
    findings = blame_ourselves((*record.findings, *found))
    confidence = structural(record.confidence, findings)
    return replace(
        record,
        findings=findings,
        confidence=confidence,
        needs_review=asks_for_review(confidence, unsure, findings),
    )
