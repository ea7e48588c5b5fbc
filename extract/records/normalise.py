"""One draft to one measure record: every key filled, printed text and normalised value side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from extract import fields
from extract.model import DocumentFacts, Finding, MeasureRecord, Provenance
from extract.records.budget import parse_budget
from extract.records.departments import resolve_units
from extract.records.follow import derived
from extract.records.indicator import Instrument, instrument_of, printed_indicators
from extract.records.period import parse_period
from extract.records.review import asks_for_review
from extract.records.rows import Draft, Value
from extract.records.sections import indicators_in, latin_instruments
from extract.records.status import result_status
from extract.thai.letters import to_arabic

TEXT_FIELDS = tuple(name for name in fields.keys("printed") if name not in ("section", "number", "extra"))
_BARE_NUMBERS = re.compile(r"^[\s(]*((?:10|[1-9])(?:\s*(?:,|และ|-|–)\s*(?:10|[1-9]))*)[\s).]*$")


def record_id(document_id: str, draft: Draft) -> str:
    """Stable id by place of first print: page from 1, table of the page from 1, row from 0."""
    page, table, row = draft.place
    part = f"m{draft.part}" if draft.part else ""
    return f"{document_id}-p{page}t{table}r{row}{part}"


def normalise(document_id: str, source_file: str, facts: DocumentFacts, draft: Draft) -> MeasureRecord:
    """Fill every key of a record.

    Args:
        document_id: id of the report.
        source_file: as given by the user.
        facts: what holds for the whole report.
        draft: the row's texts and section.
    """
    values = draft.values
    text: dict[str, Any] = {f: values[f].text if f in values else None for f in TEXT_FIELDS}
    indicators, instrument = _indicators(draft)
    number = values["number"].text if "number" in values else None
    findings = (
        *draft.findings,
        *(f for value in values.values() for f in value.findings),
        *_placed(draft.section.findings, draft.section.places()),
        *_of("period", parse_period(text["period"], facts.fiscal_year).findings, values),
        *_of("budget", parse_budget(text["budget"])[1], values),
        *_of("responsible", resolve_units(text["responsible"] or "").findings, values),
        *_of("result", result_status(text["result"], text["status_text"])[1], values),
    )
    confidence = min((v.confidence for v in values.values()), default=0.0)
    unsure = any(v.unsure for v in values.values())
    record = MeasureRecord(
        record_id=record_id(document_id, draft),
        document_id=document_id,
        source_file=source_file,
        **facts.shared(),
        section=draft.section.printed,
        instrument=instrument,
        indicators=indicators,
        topic=draft.section.topic,
        number=to_arabic(number) if number else None,
        **text,
        extra=draft.extra,
        confidence=confidence,
        needs_review=asks_for_review(confidence, unsure, findings),
        findings=findings,
        provenance=_provenance(draft),
    )
    return replace(record, **derived(record, known=("instrument", "indicators", "topic")))


def _placed(
    findings: Iterable[Finding], places: tuple[Provenance, ...], field: str | None = None
) -> tuple[Finding, ...]:
    """Findings with the page and box of the first of ``places`` where they name none."""
    if not places:
        return tuple(findings)
    page, bbox = places[0].page, places[0].bbox
    return tuple(
        replace(f, page=f.page or page, bbox=f.bbox or bbox, field=f.field or field) for f in findings
    )


def _of(field: str, findings: Iterable[Finding], values: Mapping[str, Value]) -> tuple[Finding, ...]:
    return _placed(findings, values[field].places if field in values else (), field)


def _provenance(draft: Draft) -> tuple[tuple[str, tuple[Provenance, ...]], ...]:
    said = [(name, value.places) for name, value in draft.values.items()]
    section = draft.section.places()
    return tuple(said + ([("section", section)] if section else []))


def _indicators(draft: Draft) -> tuple[tuple[int, ...], Instrument | None]:
    """Indicators and instrument of a row: its own columns before its section; a number only after ตัวชี้วัด."""
    cell = draft.values.get("indicator")
    indicators, instrument = draft.section.indicators, draft.section.instrument
    if cell is not None:
        bare = _BARE_NUMBERS.match(to_arabic(cell.text))
        # The header ตัวชี้วัด introduces the bare number under it.
        own = printed_indicators("ตัวชี้วัดที่ " + bare.group(1)) if bare else indicators_in(cell.text)
        indicators = own or indicators
    named = draft.values.get("instrument")
    latin = latin_instruments(" ".join(v.text for v in (named, cell) if v is not None))
    if not latin and instrument is None and "issue" in draft.values:
        latin = latin_instruments(draft.values["issue"].text)  # ๑. การใช้งบประมาณ (IIT)
    if len(latin) == 1:
        instrument = latin[0]
    elif indicators and (cell is not None or instrument is None):
        instrument = instrument_of(indicators) or instrument
    return indicators, instrument
