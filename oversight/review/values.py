"""Values in forms, as text and back: printed texts as they are typed, normalised values as they are set.

The one door of the desk into ``extract.records``: what a person types follows the rules of a reading.
"""

from __future__ import annotations

import datetime as dt
import math
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
from extract.thai.digits import to_arabic
from extract.thai.repair import repair

__all__ = ["REVIEW_BELOW", "TEXT_FIELDS", "follow", "joined", "of_agency", "set_by_hand", "shown", "typed"]

STATUSES = fields.by_key()["result_status"].choices
INSTRUMENTS = fields.by_key()["instrument"].choices
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
    match name:
        case "responsible_units" | "steps":
            return "\n".join(value)
        case "indicators":
            return ", ".join(str(number) for number in value)
        case "budget_thb":
            return "" if value is None else f"{value:.2f}".removesuffix(".00")
        case "period_start" | "period_end":
            return "" if value is None else value.isoformat()
    return "" if value is None else str(value)


def parsed(name: str, value: str) -> Any:
    """The value of a form's text.

    Raises:
        HTTPException: It is none of that kind.
    """
    try:
        match name:
            case "budget_thb":
                amount = float(to_arabic(value).replace(",", "")) if value else None
                if amount is not None and not (math.isfinite(amount) and 0 <= amount <= MOST_BAHT):
                    raise ValueError(value)
                return amount
            case "period_start" | "period_end":
                return dt.date.fromisoformat(value) if value else None
            case "responsible_units" | "steps":
                lines = [line.strip() for line in value.splitlines() if line.strip()]
                return tuple(sorted(set(lines)) if name == "responsible_units" else lines)
            case "result_status":
                return STATUSES[STATUSES.index(value)]
            case "instrument":
                return INSTRUMENTS[INSTRUMENTS.index(value)] if value else None
            case "indicators":
                numbers = [int(part) for part in to_arabic(value).replace(",", " ").split()]
                if not all(1 <= number <= 10 for number in numbers):
                    raise ValueError(value)
                return tuple(dict.fromkeys(numbers))
            case "topic":
                topic = int(to_arabic(value)) if value else None
                if topic is not None and not 1 <= topic <= 7:
                    raise ValueError(value)
                return topic
    except ValueError as error:
        raise HTTPException(422) from error
    raise HTTPException(422)


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
