"""Applying the log of corrections to a fresh reading: each finds its place on the paper, or is a conflict.

In a new reading a correction belongs to the record whose field was printed in its box (IoU ≥ ``SAME_PLACE``);
where the record has no box for the field (nothing was read there), the box of its row counts. Of records that
share a box the one of the same ``record_id`` is meant. An approval holds as long as the record reads as it
did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from extract.fields import printed_as
from extract.model import BBox, DocumentFacts, Finding, MeasureRecord, Provenance, Report
from extract.thai.dates import BE_OFFSET
from oversight.archive.amended import Amended, Conflict, priority
from oversight.archive.correction_log import OF_DOCUMENT, Correction, standing

SAME_PLACE = 0.5  # IoU (DESIGN.md, "Identity"): a box moved by half of itself shows another line
SHARED = frozenset({"section"})  # printed once for many rows: tells nothing of where a row stands
REASONS = {
    "place": "nothing is read at this place any more",
    "other": "the row to join is not read any more",
    "document": "this report is not in the file any more",
}


@dataclass(slots=True, eq=False)
class _OpenRecord:
    """A record at work: ``settled`` are the fields a person decided."""

    record: MeasureRecord
    settled: set[str] = field(default_factory=set)
    touched: bool = False
    approved: bool = False


@dataclass(slots=True)
class _OpenReport:
    """A report at work."""

    report: Report
    rows: list[_OpenRecord]
    facts: DocumentFacts
    whole: Correction | None = None


def amend(reports: Sequence[Report], log: Sequence[Correction]) -> list[Amended]:
    """``reports`` of one file with the corrections of ``log`` applied in their order."""
    parts = [
        _OpenReport(report, [_OpenRecord(record) for record in report.records], report.facts)
        for report in reports
    ]
    unplaced: list[Conflict] = []
    doubts: list[Finding] = []

    def object_to(correction: Correction, reason: str) -> None:
        unplaced.append(Conflict(correction.number or 0, reason))
        doubts.append(_finding("correction-conflict", "warning", correction, reason))

    for correction in standing(log):
        if reason := _apply(parts, correction):
            object_to(correction, reason)
    for part in parts:
        if part.whole is not None and (reason := _incomplete(part, part.whole)):
            object_to(part.whole, reason)
            part.whole = None
    return [
        _amended(part, doubts if number == 0 else [], unplaced if number == 0 else [])
        for number, part in enumerate(parts)
    ]


def _amended(part: _OpenReport, doubts: Sequence[Finding], unplaced: Sequence[Conflict]) -> Amended:
    report = part.report
    records = tuple(_settled(row) for row in part.rows)
    return Amended(
        replace(report, facts=part.facts, records=records, findings=(*report.findings, *doubts)),
        frozenset(n for n, row in enumerate(part.rows) if row.touched),
        tuple(unplaced),
        tuple(
            None if row.approved else priority(record, row.settled)
            for row, record in zip(part.rows, records, strict=True)
        ),
        frozenset(n for n, row in enumerate(part.rows) if row.approved),
        part.whole is not None,
    )


def _settled(row: _OpenRecord) -> MeasureRecord:
    """The record with the confidence of those fields that no person decided."""
    if not row.settled:
        return row.record
    left = [
        place.confidence
        for name, places in row.record.provenance
        if name not in row.settled and name not in SHARED
        for place in places
    ]
    return replace(row.record, confidence=min(left, default=1.0))


def _apply(parts: Sequence[_OpenReport], correction: Correction) -> str:
    """Apply one correction; return why not, empty when it was."""
    if correction.kind in ("facts", "whole"):
        owner = _document(parts, correction)
        if owner is None:
            return REASONS["document"]
        if correction.kind == "facts":
            _set_facts(owner, correction)
        else:
            owner.whole = correction
        return ""
    found = _nearest(parts, correction.page, correction.bbox, correction.field, correction.record_id)
    if found is None:
        return REASONS["place"]
    part, row = found
    match correction.kind:
        case "value":
            _change(row, correction)
        case "approve":
            return _approve(row, correction)
        case "join":
            return _join(parts, part, row, correction)
        case "split":
            return _split(part, row, correction)
    return ""


def _nearest(
    parts: Sequence[_OpenReport], page: int, bbox: BBox, name: str | None, record_id: str
) -> tuple[_OpenReport, _OpenRecord] | None:
    """The record whose value was printed in a box; the best match, None without one."""
    best, found = (SAME_PLACE, False), None
    for part in parts:
        for row in part.rows:
            for box in _boxes(row.record, page, name):
                fit = (box.iou(bbox), row.record.record_id == record_id)
                if fit > best or (found is None and fit == best):
                    best, found = fit, (part, row)
    return found


def row_box(record: MeasureRecord, page: int) -> BBox | None:
    """The box around all that a record alone prints on a page."""
    around: BBox | None = None
    for name, places in record.provenance:
        for place in places if name not in SHARED else ():
            if place.page == page:
                around = place.bbox if around is None else around.union(place.bbox)
    return around


def places_of(record: MeasureRecord, name: str | None) -> tuple[Provenance, ...]:
    """Where a field stands, or that from which it was read; empty for what rows share."""
    printed = printed_as(name) if name else None
    if printed in SHARED:
        return ()
    return next((places for key, places in record.provenance if key == printed), ())


def _boxes(record: MeasureRecord, page: int, name: str | None) -> list[BBox]:
    """Where the corrected field stands on the correction's page."""
    if own := places_of(record, name):
        return [place.bbox for place in own if place.page == page]
    whole = row_box(record, page)
    return [] if whole is None else [whole]


def _document(parts: Sequence[_OpenReport], correction: Correction) -> _OpenReport | None:
    return next((part for part in parts if part.report.document_id == correction.record_id), None)


def _set_facts(part: _OpenReport, correction: Correction) -> None:
    """Agency, year and the like: in the facts and in every record of the report."""
    values = dict(correction.after)
    finding = _finding("corrected", "info", correction, "")
    part.facts = replace(part.facts, **values, findings=(*part.facts.findings, finding))
    year = values.get("fiscal_year")
    shared = {name: value for name, value in values.items() if name in OF_DOCUMENT}
    if "fiscal_year" in values:
        shared["fiscal_year_ce"] = year - BE_OFFSET if year else None
    for row in part.rows:
        row.record = replace(row.record, **shared)


def _change(row: _OpenRecord, correction: Correction) -> None:
    finding = _finding("corrected", "info", correction, "")
    row.record = replace(row.record, **dict(correction.after), findings=(*row.record.findings, finding))
    row.settled |= {name for name, _ in correction.after} | {correction.field or ""}
    row.touched, row.approved = True, False


def _approve(row: _OpenRecord, correction: Correction) -> str:
    record = row.record
    changed = [name for name, value in correction.before if getattr(record, name) != value]
    if changed:
        return "approved with other values: " + ", ".join(changed)
    finding = _finding("approved", "info", correction, "")
    values = {"needs_review": False, **dict(correction.after)}
    row.record = replace(record, **values, findings=(*record.findings, finding))
    row.touched = row.approved = True
    return ""


def _join(parts: Sequence[_OpenReport], part: _OpenReport, row: _OpenRecord, correction: Correction) -> str:
    """Put the row at ``other`` behind ``row``: one measure that was printed in two rows."""
    assert correction.other is not None
    page, bbox = correction.other
    found = _nearest(parts, page, bbox, None, "")
    if found is None or found[1] is row or found[0] is not part:
        return REASONS["other"]
    second = found[1]
    merged: dict[str, tuple[Provenance, ...]] = dict(row.record.provenance)
    for name, places in second.record.provenance:
        kept = merged.get(name, ())
        merged[name] = kept if name in SHARED else kept + tuple(p for p in places if p not in kept)
    finding = _finding("corrected", "info", correction, "row joined")
    findings = (*row.record.findings, *second.record.findings, finding)
    after = dict(correction.after)
    row.record = replace(row.record, **after, provenance=tuple(merged.items()), findings=findings)
    row.settled |= second.settled
    row.touched, row.approved = True, False
    part.rows = [each for each in part.rows if each is not second]
    return ""


def _split(part: _OpenReport, row: _OpenRecord, correction: Correction) -> str:
    """Part a row in two, each with its values; both stand where the one was printed."""
    finding = _finding("corrected", "info", correction, "row split")
    old = row.record
    row.record = replace(old, **dict(correction.after), findings=(*old.findings, finding))
    second = replace(
        old,
        record_id=f"{old.record_id}s{correction.number}",
        **dict(correction.second),
        findings=(*old.findings, finding),
    )
    row.touched, row.approved = True, False
    at = next(n for n, each in enumerate(part.rows) if each is row)
    part.rows.insert(at + 1, _OpenRecord(second, set(row.settled), touched=True))
    return ""


def _incomplete(part: _OpenReport, correction: Correction) -> str:
    """Why a document approved as a whole is not what was approved."""
    count = dict(correction.after).get("records")
    if count != len(part.rows):
        return f"approved with {count} records, now {len(part.rows)}"
    left = sum(not row.approved for row in part.rows)
    return f"{left} records have changed since the document was approved" if left else ""


def _finding(code: str, severity: Literal["info", "warning"], correction: Correction, reason: str) -> Finding:
    when = dt.datetime.fromtimestamp(correction.made or 0, dt.UTC).strftime("%Y-%m-%d")
    parts = [f"{correction.author} {when}", reason]
    if correction.field is not None:
        values: list[Mapping[str, object]] = [dict(correction.before), dict(correction.after)]
        before, after = (pairs.get(correction.field) for pairs in values)
        parts.append(f"{before} → {after}")
    detail = ": ".join(part for part in parts if part)
    return Finding(code, severity, detail, correction.field, correction.page, correction.bbox)
