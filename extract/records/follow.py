"""What a person's correction makes stale: worked out anew by the rules of a reading, for one record alone.

Which key is made of which stands in ``data/fields.csv`` (follows_from); how each is made stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from extract import fields
from extract.model import MeasureRecord
from extract.records.budget import parse_budget
from extract.records.departments import resolve_units
from extract.records.indicator import suggest
from extract.records.numbers import quantities
from extract.records.period import parse_period
from extract.records.sections import read_section
from extract.records.status import result_share, result_status
from extract.records.steps import split_steps
from extract.thai.dates import BE_OFFSET
from extract.thai.fold import key
from extract.thai.letters import to_arabic
from extract.thai.tokens import tokens

# In an order in which nothing is made before what it is made of.
RULES: dict[str, Callable[[MeasureRecord], Any]] = {
    "fiscal_year_ce": lambda r: r.fiscal_year - BE_OFFSET if r.fiscal_year else None,
    "instrument": lambda r: read_section(r.section or "").instrument,
    "indicators": lambda r: read_section(r.section or "").indicators,
    "indicator": lambda r: r.indicators[0] if len(r.indicators) == 1 else None,
    "topic": lambda r: read_section(r.section or "").topic,
    "indicator_suggested": lambda r: None if r.indicators else suggest(_words(r), r.instrument),
    "steps": lambda r: split_steps(r.procedure or ""),
    "responsible_units": lambda r: resolve_units(r.responsible or "").canonical,
    "period_start": lambda r: parse_period(r.period, r.fiscal_year).start,
    "period_end": lambda r: parse_period(r.period, r.fiscal_year).end,
    "budget_thb": lambda r: parse_budget(r.budget)[0],
    "result_status": lambda r: result_status(r.result, r.status_text)[0],
    "result_share": lambda r: result_share(r.result, r.status_text),
    "quantities": lambda r: quantities(r.result or ""),
    "tokens": lambda r: tokens(r.measure or ""),
    "measure_key": lambda r: key(r.measure) if r.measure else None,
}


def derived(record: MeasureRecord, known: Collection[str]) -> dict[str, Any]:
    """All that is made of the texts of ``record``, but for the keys ``known``, whose values it has."""
    return {name: rule(record) for name, rule in RULES.items() if name not in known}


def follow(record: MeasureRecord, changes: Mapping[str, Any]) -> dict[str, Any]:
    """``changes`` with all that follows from them, as keys of ``record``.

    Args:
        record: as it stands. Two records that are given the same text need not come out the same: what
            follows may also be made of the rest of the record.
        changes: keys with their new values, printed texts mostly; a derived value among them stands, whatever
            the rule says. A value that is not new makes nothing stale.
    """
    values = dict(changes)
    if values.get("number"):
        values["number"] = to_arabic(values["number"])
    stale = {name for name, value in values.items() if getattr(record, name) != value}
    for name, rule in RULES.items():
        if name not in values and stale.intersection(fields.by_key()[name].follows_from):
            values[name] = rule(replace(record, **values))
            stale.add(name)
    return values


def _words(record: MeasureRecord) -> str:
    """The words that may speak for an indicator."""
    return " ".join(text for text in (record.measure, record.procedure) if text)
