"""A person's text normalised as a reading is: the rules of ``extract.records``, one field at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from extract.model import MeasureRecord
from extract.records.agency import from_id
from extract.records.budget import parse_budget
from extract.records.departments import resolve_units
from extract.records.indicator import suggest
from extract.records.normalise import REVIEW_BELOW, TEXT_FIELDS
from extract.records.numbers import quantities
from extract.records.period import parse_period
from extract.records.register import Register
from extract.records.rows import dash_to_none
from extract.records.sections import read_section
from extract.records.status import result_status
from extract.records.steps import split_steps
from extract.thai.digits import to_arabic
from extract.thai.fold import key
from extract.thai.repair import repair
from extract.thai.tokens import tokens

__all__ = ["DERIVED", "EDITABLE", "REVIEW_BELOW", "TEXT_FIELDS", "followed", "joined", "of_agency", "typed"]

EDITABLE = ("number", "section", *TEXT_FIELDS)
DERIVED = {
    "budget": ("budget_thb",),
    "period": ("period_start", "period_end"),
    "responsible": ("responsible_units",),
    "result": ("result_status",),
    "status_text": ("result_status",),
    "section": ("instrument", "indicators", "topic"),
    "procedure": ("steps",),
}
"""The normalised values that people see and may set beside each printed text."""


def typed(text: str) -> str | None:
    """What was typed, in canonical mark order and single spaces; None for nothing or a lone dash."""
    flat = " ".join(text.replace("\r\n", "\n").split())
    return dash_to_none(repair(flat).text) if flat else None


def followed(record: MeasureRecord, changes: Mapping[str, str | None]) -> dict[str, Any]:
    """The changed texts with all that follows from them, as keys of the record.

    Args:
        record: as it stands.
        changes: printed texts (``EDITABLE``) to put in their place.
    """
    values: dict[str, Any] = dict(changes)
    now = replace(record, **values)
    if "number" in changes and now.number:
        values["number"] = to_arabic(now.number)
    if "measure" in changes:
        values["tokens"] = tokens(now.measure or "")
        values["measure_key"] = key(now.measure) if now.measure else None
    if "procedure" in changes:
        values["steps"] = split_steps(now.procedure or "")
    if "responsible" in changes:
        values["responsible_units"] = resolve_units(now.responsible or "").canonical
    if "period" in changes:
        values.update(_period(now.period, now.fiscal_year))
    if "budget" in changes:
        values["budget_thb"] = parse_budget(now.budget)[0]
    if "result" in changes:
        values["quantities"] = quantities(now.result or "")
    if {"result", "status_text"} & set(changes):
        values["result_status"] = result_status(now.result, now.status_text)[0]
    if "section" in changes:
        section = read_section(now.section or "")
        values["instrument"] = section.instrument
        values["indicators"] = section.indicators
        values["indicator"] = section.indicators[0] if len(section.indicators) == 1 else None
        values["topic"] = section.topic
    if {"measure", "procedure", "section"} & set(changes):
        told = " ".join(text for text in (now.measure, now.procedure) if text)
        given = values.get("indicators", now.indicators)
        instrument = values.get("instrument", now.instrument)
        values["indicator_suggested"] = None if given else suggest(told, instrument)
    return values


def _period(text: str | None, year: int | None) -> dict[str, Any]:
    period = parse_period(text, year)
    return {"period_start": period.start, "period_end": period.end}


def joined(first: MeasureRecord, second: MeasureRecord) -> dict[str, Any]:
    """The values of two rows that are one measure: the second's texts behind the first's."""
    changes: dict[str, str | None] = {}
    for name in TEXT_FIELDS:
        texts = [text for text in (getattr(first, name), getattr(second, name)) if text]
        whole = texts[0] if len(set(texts)) == 1 else " ".join(texts)
        if texts and whole != getattr(first, name):
            changes[name] = whole
    if first.number is None and second.number is not None:
        changes["number"] = second.number
    return followed(first, changes)


def of_agency(agency_id: str, register: Register | None = None) -> dict[str, Any]:
    """What a document says of its agency when a person names it by its id, as keys of the record."""
    found = from_id(agency_id, None, register)
    return {
        "agency_id": found.agency_id,
        "agency_name": found.name,
        "agency_type": found.type,
        "agency_lineage_id": found.lineage_id,
        "dla_code": found.dla_code,
        "subdistrict": found.subdistrict,
        "district": found.district,
        "province": found.province,
        "province_code": found.province_code,
    }
