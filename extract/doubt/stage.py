"""The stage of doubt: what was built of a file, each record with the evidence against its own structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.doubt.blame import blame_ourselves
from extract.doubt.cells import doubt_cells
from extract.doubt.columns import doubt_columns
from extract.doubt.confidence import structural, weighed
from extract.doubt.evidence import Doubts, read_tables
from extract.doubt.outside import doubt_outside
from extract.doubt.pages import doubt_broken, doubt_pages
from extract.doubt.rows import doubt_rows
from extract.doubt.sequence import doubt_sequence
from extract.doubt.tables import doubt_tables
from extract.model import DIGITAL, Finding, MeasureRecord, Page, Provenance
from extract.records.build import Built
from extract.records.review import asks_for_review


def doubt(built: Sequence[Built], pages: Sequence[Page]) -> tuple[tuple[Built, ...], tuple[Page, ...]]:
    """Doubt what was built of the ``pages`` of one file.

    Returns:
        The reports, with findings, confidence and ``needs_review`` of each record; and the pages, those with
        print that was not read well bearing the finding ``page-unread``.
    """
    pages = doubt_pages(pages)
    parts = tuple(_doubted(part, [p for p in pages if p.number in part.pages]) for part in built)
    records = [record for part in parts for record in part.records]
    return parts, doubt_broken(pages, records, [found for part in parts for found in part.findings])


def _doubted(part: Built, pages: Sequence[Page]) -> Built:
    tables, doubts = read_tables(part.tables, part.records, part.drafts), Doubts()
    by_number = {page.number: page for page in pages}
    for table in tables:
        doubt_cells(table, doubts)
        doubt_rows(table, by_number, doubts)
        doubt_columns(table, tables, part.facts, doubts)
    doubt_outside(tables, pages, doubts)
    doubt_tables(tables, pages, part.facts, doubts)
    doubts.report += doubt_sequence(tables, pages)
    unread = {page.number for page in pages if any(found.code == "page-unread" for found in page.findings)}
    records, lost = list[MeasureRecord](), list[Finding]()
    for at, (record, draft) in enumerate(zip(part.records, part.drafts, strict=True)):
        found = doubts.records.get(at, [])
        if draft.place[0] in unread:
            found = [*found, Finding("page-unread", "warning", page=draft.place[0])]
        unsure = any(value.unsure for value in draft.values.values())
        doubted = _with(_weighed(record), found, unsure)
        if _measure_unread(doubted):
            lost.append(_row_unread(doubted))
        else:
            records.append(doubted)
    doubtful = bool(unread or doubts.report or lost)
    findings = tuple(_without_verdict(found) if doubtful else found for found in part.findings)
    return replace(part, records=tuple(records), findings=(*findings, *doubts.report, *lost))


def _weighed(record: MeasureRecord) -> MeasureRecord:
    """``record`` with the confidence of its places weighed by their words, its own the least of them."""
    if all(place.method in DIGITAL for _, places in record.provenance for place in places):
        return record
    provenance = tuple(
        (name, tuple(_place_weighed(place, getattr(record, name, None)) for place in places))
        for name, places in record.provenance
    )
    filled = [place.confidence for _, places in provenance for place in places]
    return replace(record, provenance=provenance, confidence=min(filled, default=record.confidence))


def _place_weighed(place: Provenance, text: object) -> Provenance:
    if place.method in DIGITAL or not isinstance(text, str):
        return place
    return replace(place, confidence=weighed(place.confidence, text))


def _with(record: MeasureRecord, found: Sequence[Finding], unsure: bool) -> MeasureRecord:
    findings = blame_ourselves((*record.findings, *found))
    confidence = structural(record.confidence, findings)
    return replace(
        record,
        findings=findings,
        confidence=confidence,
        needs_review=asks_for_review(confidence, unsure, findings),
    )


def _measure_unread(record: MeasureRecord) -> bool:
    """Whether we could not read the measure of a record; where its cell is blank paper it stays."""
    ours = any(found.code == "field-unread" and found.field == "measure" for found in record.findings)
    return record.measure is None and ours


def _row_unread(record: MeasureRecord) -> Finding:
    """What the report says in place of a record without a measure."""
    place = next((places[0] for _, places in record.provenance if places), None)
    page, bbox = (place.page, place.bbox) if place else (None, None)
    return Finding("row-unread", "warning", record.record_id, "measure", page, bbox)


def _without_verdict(found: Finding) -> Finding:
    """``not-a-measure-report`` is said only of pages that were read well."""
    if found.code != "not-a-measure-report":
        return found
    return replace(found, code="measures-unread", severity="warning")
