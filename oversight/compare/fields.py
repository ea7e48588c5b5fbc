"""In what two records of the same measure differ, field by field.

Periods are compared relative to the fiscal year, budgets as amounts, offices under their canonical names. A
field that one of the two reports does not print at all (no such column) tells nothing about a change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from extract.thai.dates import BE_OFFSET
from oversight.compare.changes import Difference, Kind
from oversight.compare.measures import Side
from oversight.compare.prepared import Prepared, masked_text
from oversight.compare.readings import nature

WORDED = ("measure", "procedure", "target", "monitoring")
"""Fields of running text: other words there make a measure reworded."""
OTHER_TEXT = 50.0
"""Likeness (percent of letters) below which a procedure is another one, not the same in other words."""
Columns = frozenset[str]


def columns(sides: Iterable[Side]) -> Columns:
    """The fields that a report prints: those that any of its measures has."""
    names = ("procedure", "responsible", "period", "budget", "target", "monitoring", "instrument")
    return frozenset(name for side in sides for name in names if getattr(side, name))


def differences(before: Prepared, after: Prepared, common: Columns) -> tuple[Difference, ...]:
    """What reads otherwise in the later record; ``common`` are the columns that both reports have."""
    return tuple(_found(before, after, common))


def kind_of(found: Iterable[Difference]) -> Kind:
    """What a measure that was linked one to one became: changed before reworded before continued."""
    on_paper = [one for one in found if one.nature == "paper"]
    if any(one.field not in WORDED or _another(one) for one in on_paper):
        return "changed"
    return "reworded" if on_paper else "continued"


def _another(found: Difference) -> bool:
    """Whether a running text was replaced, not reworded; a measure itself was linked for being alike."""
    if found.field == "measure" or found.before is None or found.after is None:
        return found.field != "measure"
    return found.field != "target" and fuzz.ratio(found.before, found.after) < OTHER_TEXT


def _found(before: Prepared, after: Prepared, common: Columns) -> Iterator[Difference]:
    old, new = before.side, after.side
    for name in WORDED:
        same = before.text == after.text if name == "measure" else _same_text(old, new, name)
        if (name == "measure" or name in common) and not same:
            yield _difference(old, new, name)
    if "responsible" in common and not _same_units(old, new):
        yield _difference(old, new, "responsible")
    if "period" in common and not _same_period(old, new):
        yield _difference(old, new, "period")
    if "budget" in common and not _same_budget(old, new):
        yield _difference(old, new, "budget")
    if old.instrument and new.instrument and old.instrument != new.instrument:
        yield Difference("instrument", old.instrument, new.instrument)
    if old.indicators and new.indicators and old.indicators != new.indicators:
        yield Difference("indicators", _listed(old.indicators), _listed(new.indicators))


def _same_text(old: Side, new: Side, name: str) -> bool:
    a, b = getattr(old, name), getattr(new, name)
    return a == b or masked_text(old, a) == masked_text(new, b)


def _same_units(old: Side, new: Side) -> bool:
    """Equal offices; what the list of offices does not know is compared as text."""
    if old.responsible_units or new.responsible_units:
        return old.responsible_units == new.responsible_units
    return _same_text(old, new, "responsible")


def _same_period(old: Side, new: Side) -> bool:
    known = [side.period_start is not None or side.period_end is not None for side in (old, new)]
    return _relative(old) == _relative(new) if all(known) else _same_text(old, new, "period")


def _relative(side: Side) -> tuple[tuple[int, int, int] | None, ...]:
    """First and last day as (years from the fiscal year, month, day)."""
    year = (side.fiscal_year or 0) - BE_OFFSET
    return tuple(_day(day, year) for day in (side.period_start, side.period_end))


def _day(day: dt.date | None, year: int) -> tuple[int, int, int] | None:
    """A day beside a year; 29 February counts as the last of the month in any year."""
    if day is None:
        return None
    return (day.year - year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _same_budget(old: Side, new: Side) -> bool:
    if old.budget_thb is not None or new.budget_thb is not None:
        return (old.budget_thb or 0.0) == (new.budget_thb or 0.0)  # ไม่ใช้งบประมาณ and a dash: no money
    return _same_text(old, new, "budget")


def _difference(old: Side, new: Side, name: str) -> Difference:
    a, b = getattr(old, name), getattr(new, name)
    if a is None or b is None:
        return Difference(name, a, b)
    return Difference(name, a, b, nature(a, b, (old.doubt(name), new.doubt(name))))


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in numbers)
