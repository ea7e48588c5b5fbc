"""Values in forms, as text and back: printed texts as they are typed, normalised values as they are set.

The one door of the desk into ``extract.records``: what a person types follows the rules of a reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from fastapi import HTTPException

from extract import fields
from extract.model import MeasureRecord
from extract.records.agency import from_id
from extract.records.follow import follow
from extract.records.normalise import TEXT_FIELDS
from extract.records.review import REVIEW_BELOW
from extract.records.rows import dash_to_none
from extract.thai.letters import to_arabic
from extract.thai.repair import repair

__all__ = ["REVIEW_BELOW", "TEXT_FIELDS", "follow", "joined", "of_agency", "set_by_hand", "shown", "typed"]

STATUSES = fields.by_key()["result_status"].choices
INSTRUMENTS = fields.by_key()["instrument"].choices
INDICATORS = fields.by_key()["indicator"].bounds
MOST_BAHT = 1e12


def typed(text: str) -> str | None:
    """What was typed, in canonical mark order and single spaces; None for nothing or a lone dash."""
    flat = " ".join(text.replace("\r\n", "\n").split())
    return dash_to_none(repair(flat).text) if flat else None


def set_by_hand(record: MeasureRecord, field: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The normalised values of a form that differ from what it was filled with.

    Raises:
        HTTPException: One is no value of its kind.
    """
    found: dict[str, Any] = {}
    for name in fields.set_beside(field):
        value = given.get(name)
        if value is not None and _lines(value) != _lines(shown(record, name)):
            found[name] = parsed(name, value.strip())
    return found


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.strip().splitlines()]


def shown(record: MeasureRecord, name: str) -> str:
    """A normalised value as forms hold it."""
    value = getattr(record, name)
    match fields.by_key()[name].type:
        case "list":
            return "\n".join(value)
        case "numbers":
            return ", ".join(map(str, value))
        case "number" if value is not None:
            return f"{value:.2f}".removesuffix(".00")
    return "" if value is None else str(value)


def parsed(name: str, value: str) -> Any:
    """The value of a form's text.

    Raises:
        HTTPException: It is none of that kind.
    """
    field = fields.by_key()[name]
    try:
        match field.type:
            case "list":
                lines = [line.strip() for line in value.splitlines() if line.strip()]
                return tuple(sorted(set(lines)) if name == "responsible_units" else lines)
            case "numbers":
                numbers = [int(part) for part in to_arabic(value).replace(",", " ").split()]
                return tuple(dict.fromkeys(_within(number, *INDICATORS) for number in numbers))
            case _ if not (value or field.required):
                return None
            case "number":
                return _within(float(to_arabic(value).replace(",", "")), 0, MOST_BAHT)
            case "integer":
                return _within(int(to_arabic(value)), *field.bounds)
            case "date":
                return dt.date.fromisoformat(value)
            case "text" if field.choices:
                return field.choices[field.choices.index(value)]
    except ValueError as error:
        raise HTTPException(422) from error
    raise HTTPException(422)


def _within(number: float, least: float | None, most: float | None) -> float:
    """``number`` if it is in bounds, which NaN is not."""
    if least is None or most is None or not least <= number <= most:
        raise ValueError(number)
    return number


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
    return follow(first, changes)


def of_agency(agency_id: str) -> dict[str, Any]:
    """What a document says of its agency when a person names it by its id, as keys of the record."""
    return from_id(agency_id).of_agency()
