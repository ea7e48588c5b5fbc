"""The stage of doubt: what was built of a file, each record with the evidence against its own structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.doubt.blame import blame_for_columns, blame_ourselves, not_reported
from extract.doubt.blanks import doubt_blanks
from extract.doubt.borders import doubt_borders
from extract.doubt.cells import doubt_cells
from extract.doubt.columns import doubt_columns
from extract.doubt.confidence import ENOUGH, confirmed, structural, weighed
from extract.doubt.evidence import Doubts, ReadTable, read_tables
from extract.doubt.outside import doubt_outside
from extract.doubt.pages import doubt_broken, doubt_pages, doubt_portfolio
from extract.doubt.rows import doubt_rows
from extract.doubt.sections import doubt_sections
from extract.doubt.sequence import doubt_sequence
from extract.doubt.tables import doubt_tables, may_hold_measures
from extract.model import DIGITAL, Finding, MeasureRecord, Page, Provenance
from extract.reading.legible import HARDLY, MOST
from extract.records.build import Built
from extract.records.review import asks_for_review
from extract.records.steps import following

ILL_READ, ILL_SHARE = 3, 0.1
"""Texts of a page that hold letters of no word, and their share of those read from its picture, from which
the others are doubted as well: a lost tone mark leaves words (ขอเสนอแนะ). Of 30 scanned pages 24 have none;
unshaped print, fax, a face without loops and two of the fixtures have 3 to 6 and a tenth."""


def doubt(built: Sequence[Built], pages: Sequence[Page]) -> tuple[tuple[Built, ...], tuple[Page, ...]]:
    """Doubt what was built of the ``pages`` of one file.

    Returns:
        The reports, with findings, confidence and ``needs_review`` of each record; and the pages, those with
        print that was not read well bearing the finding ``page-unread``.
    """
    pages = doubt_portfolio(doubt_pages(pages), built)
    parts = tuple(_doubted(part, [p for p in pages if p.number in part.pages]) for part in built)
    records = [record for part in parts for record in part.records]
    return parts, doubt_broken(pages, records, [found for part in parts for found in part.findings])


def _doubted(part: Built, pages: Sequence[Page]) -> Built:
    tables, doubts = read_tables(part.tables, part.records, part.drafts), Doubts()
    by_number = {page.number: page for page in pages}
    labels = sorted({record.section for record in part.records if record.section})
    for table in tables:
        doubt_cells(table, doubts)
        doubt_rows(table, by_number, doubts)
        doubt_sections(table, labels, doubts)
        doubt_borders(table, doubts)
        doubt_blanks(table, doubts)
        doubt_columns(table, tables, part.facts, doubts)
    doubt_outside(tables, pages, doubts)
    doubt_tables(tables, pages, part.facts, doubts)
    doubt_sequence(tables, pages, part.facts, doubts)
    unread = {page.number for page in pages if any(found.code == "page-unread" for found in page.findings)}
    records, lost = list[MeasureRecord](), list[Finding]()
    in_order = {at for table in tables for at in _in_order(table)}
    weighed = _agreed([_weighed(record, at in in_order) for at, record in enumerate(part.records)])
    poor = {page.number for page in pages if any(found.code in HARDLY for found in page.findings)}
    poor |= _ill_read(part.records, doubts.records)
    weighed = [_at_most(record, poor) for record in weighed] if poor else weighed
    for at, (record, draft) in enumerate(zip(weighed, part.drafts, strict=True)):
        found = doubts.records.get(at, [])
        if draft.place[0] in unread:
            found = [*found, Finding("page-unread", "warning", page=draft.place[0])]
        unsure = any(value.unsure for value in draft.values.values())
        doubted = _with(record, found, unsure)
        if _measure_unread(doubted):
            lost.append(_row_unread(doubted))
        else:
            records.append(doubted)
    portfolio = any(found.code == "portfolio" for page in pages for found in page.findings)
    doubtful = bool(unread or doubts.report or lost or portfolio)
    doubtful = doubtful or (not records and may_hold_measures(pages, part.facts))
    findings = tuple(_without_verdict(found) if doubtful else found for found in part.findings)
    findings = blame_for_columns(findings, records)
    return replace(part, records=tuple(records), findings=(*findings, *doubts.report, *lost))


def _in_order(table: ReadTable) -> Iterator[int]:
    """Records of ``table`` whose item number follows, or is followed by, that of the next row."""
    for row, after in pairwise(table.rows):
        if row.record.number and following(row.record.number) == after.record.number:
            yield from (row.at, after.at)


def _weighed(record: MeasureRecord, in_order: bool) -> MeasureRecord:
    """``record`` with the confidence of its places weighed by their words, its number's by its neighbours."""

    def sure(name: str, place: Provenance) -> float:
        text = getattr(record, name, None)
        if place.method in DIGITAL or not isinstance(text, str):
            return place.confidence
        if name == "number":
            return confirmed(place.confidence) if in_order else place.confidence
        return weighed(place.confidence, text, record.fiscal_year if name == "period" else None)

    return _with_confidence(record, sure)


def _agreed(records: Sequence[MeasureRecord]) -> list[MeasureRecord]:
    """``records`` in which a text has the confidence of its surest reading, where the report prints it twice.

    Two readings that agree letter by letter confirm one another.
    """
    best: dict[tuple[str, str], float] = {}
    for record in records:
        for name, places in record.provenance:
            text = getattr(record, name, None)
            if len(places) == 1 and isinstance(text, str) and name not in ("number", "section"):
                best[name, text] = max(best.get((name, text), 0.0), places[0].confidence)

    def agreed(record: MeasureRecord) -> MeasureRecord:
        def sure(name: str, place: Provenance) -> float:
            return max(place.confidence, best.get((name, str(getattr(record, name, None))), 0.0))

        return _with_confidence(record, sure)

    return list(map(agreed, records))


def _ill_read(records: Sequence[MeasureRecord], found: Mapping[int, Sequence[Finding]]) -> set[int]:
    """Pages of pictures of which so many texts hold letters of no word that no other text is sure."""
    texts, unknown = Counter[int](), Counter[int]()
    for at, record in enumerate(records):
        odd = {each.field for each in found.get(at, ()) if each.code == "words-unknown"}
        for name, places in record.provenance:
            text = getattr(record, name, None)
            if not places or places[0].method in DIGITAL or not isinstance(text, str) or len(text) < ENOUGH:
                continue
            texts[places[0].page] += 1
            unknown[places[0].page] += name in odd
    return {page for page, count in unknown.items() if count >= max(ILL_READ, ILL_SHARE * texts[page])}


def _at_most(record: MeasureRecord, poor: Collection[int]) -> MeasureRecord:
    """``record`` no surer than ``MOST`` of what ``poor`` pages say: a lost mark may leave words, too."""

    def sure(_: str, place: Provenance) -> float:
        return min(place.confidence, MOST) if place.page in poor else place.confidence

    return _with_confidence(record, sure)


def _with_confidence(record: MeasureRecord, sure: Callable[[str, Provenance], float]) -> MeasureRecord:
    """``record`` with ``sure`` of each of its places, its own confidence the least of them."""
    if all(place.method in DIGITAL for _, places in record.provenance for place in places):
        return record
    provenance = tuple(
        (name, tuple(replace(place, confidence=sure(name, place)) for place in places))
        for name, places in record.provenance
    )
    filled = [place.confidence for _, places in provenance for place in places]
    return replace(record, provenance=provenance, confidence=min(filled, default=record.confidence))


def _with(record: MeasureRecord, found: Sequence[Finding], unsure: bool) -> MeasureRecord:
    findings = blame_ourselves((*record.findings, *found))
    confidence = structural(record.confidence, findings)
    unclear = record.result_status == "not_reported" and not not_reported(findings)
    unpriced = any(found.code == "budget-unknown" for found in findings)
    return replace(
        record,
        findings=findings,
        confidence=confidence,
        needs_review=asks_for_review(confidence, unsure, findings),
        result_status="unclear" if unclear else record.result_status,
        budget_thb=None if unpriced else record.budget_thb,
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
