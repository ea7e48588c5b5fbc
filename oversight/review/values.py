"""Normalised values in forms: as text and back, refused when they are none."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from fastapi import HTTPException

from extract.model import MeasureRecord
from extract.thai.digits import to_arabic
from oversight.review.normal import DERIVED

STATUSES = ("done", "in_progress", "not_done", "not_reported", "unclear")
INSTRUMENTS = ("IIT", "EIT", "OIT")
MOST_BAHT = 1e12


def set_by_hand(record: MeasureRecord, field: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The normalised values of a form that differ from what it was filled with.

    Raises:
        HTTPException: One is no value of its kind.
    """
    found: dict[str, Any] = {}
    for name in DERIVED.get(field, ()):
        value = given.get(name)
        if value is None or _lines(value) == _lines(shown(record, name)):
            continue
        found[name] = parsed(name, value.strip())
        if name == "indicators":
            found["indicator"] = found[name][0] if len(found[name]) == 1 else None
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
