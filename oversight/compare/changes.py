"""What became of a measure from one year to another, and in what its two records differ, field by field.

Which fields are compared, and how, stands in ``extract/data/fields.csv`` (``compared_as``). Periods are
compared relative to the fiscal year, budgets as amounts, offices under their canonical names. A field that
one of the two reports does not print at all (no such column) tells nothing about a change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz import fuzz

from extract import fields
from extract.thai.dates import BE_OFFSET
from oversight.compare.masks import Masked, masked_text
from oversight.compare.measures import Measure
from oversight.compare.readings import Nature, nature

ChangeKind = Literal["continued", "reworded", "changed", "dropped", "new", "split", "merged"]
KINDS: tuple[ChangeKind, ...] = ("continued", "reworded", "changed", "dropped", "new", "split", "merged")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads otherwise in the later year, both texts as printed.

    ``nature`` is ``paper`` for a change on paper, ``slip`` for a slip of the pen (typed texts, a letter
    or two apart, that makes no other word), ``reading`` when only our reading of a picture need differ.
    """

    field: str
    before: str | None
    after: str | None
    nature: Nature = "paper"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a comparison: what one measure became, or several.

    ``dropped`` has no measure after, ``new`` none before, ``split`` several after, ``merged`` several before;
    all others have one and one. ``score`` is how sure the link is, 0–1, None for ``dropped`` and ``new``.
    ``differences`` tell what reads otherwise in a measure linked one to one, whatever the kind.
    """

    kind: ChangeKind
    before: tuple[Measure, ...]
    after: tuple[Measure, ...]
    score: float | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that changed on paper."""
        return tuple(found.field for found in self.differences if found.nature == "paper")

    @property
    def reading_difference(self) -> bool:
        """Whether it differs in nothing but what a reading of a picture may have got wrong."""
        return bool(self.differences) and all(found.nature == "reading" for found in self.differences)


WORDED = fields.compared("words")
"""Fields of running text: other words there make a measure reworded."""
OTHER_TEXT = 50.0
"""Similarity (percent of letters) below which a procedure is another one, not the same in other words."""
Columns = frozenset[str]


def columns(measures: Iterable[Measure]) -> Columns:
    """The compared fields that a report prints: those that any of its measures has."""
    names = fields.compared(*SAME)
    return frozenset(name for measure in measures for name in names if getattr(measure, name))


def differences(before: Masked, after: Masked, common: Columns) -> tuple[Difference, ...]:
    """What reads otherwise in the later record; ``common`` are the columns that both reports have."""
    return tuple(_found(before, after, common))


def kind_of(found: Iterable[Difference]) -> ChangeKind:
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


def _found(before: Masked, after: Masked, common: Columns) -> Iterator[Difference]:
    old, new = before.measure, after.measure
    if before.text != after.text:
        yield _difference(old, new, "measure")
    for way, same in SAME.items():
        for name in fields.compared(way):
            if name in common and name != "measure" and not same(old, new, name):
                yield _difference(old, new, name)
    for name in fields.compared("value"):
        one, other = getattr(old, name), getattr(new, name)
        if one and other and one != other:
            yield Difference(name, _listed(one), _listed(other))


def _same_text(old: Measure, new: Measure, name: str) -> bool:
    a, b = getattr(old, name), getattr(new, name)
    return a == b or masked_text(old, a) == masked_text(new, b)


def _values(measure: Measure, name: str) -> list[Any]:
    """The normalised values that are made of a printed text."""
    return [getattr(measure, value) for value in fields.set_beside(name)]


def _same_offices(old: Measure, new: Measure, name: str) -> bool:
    """Equal offices; what the list of offices does not know is compared as text."""
    one, other = _values(old, name), _values(new, name)
    return one == other if any((*one, *other)) else _same_text(old, new, name)


def _same_period(old: Measure, new: Measure, name: str) -> bool:
    """Equal days beside the fiscal year; a period of which no day is known is compared as text."""
    days = [[_day(day, measure) for day in _values(measure, name)] for measure in (old, new)]
    return days[0] == days[1] if all(map(any, days)) else _same_text(old, new, name)


def _day(day: dt.date | None, measure: Measure) -> tuple[int, int, int] | None:
    """(years from the fiscal year, month, day); 29 February counts as the last of the month in any year."""
    if day is None:
        return None
    year = (measure.fiscal_year or 0) - BE_OFFSET
    return (day.year - year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _same_money(old: Measure, new: Measure, name: str) -> bool:
    """Equal amounts; a wording of unknown amount is compared as text, and no text means no money."""
    amounts = []
    for measure in (old, new):
        (amount,) = _values(measure, name)
        if amount is None and getattr(measure, name):
            return _same_text(old, new, name)
        amounts.append(amount or 0.0)  # ไม่ใช้งบประมาณ is 0, a dash has no text
    return bool(amounts[0] == amounts[1])


SAME: dict[str, Callable[[Measure, Measure, str], bool]] = {
    "words": _same_text,
    "offices": _same_offices,
    "period": _same_period,
    "money": _same_money,
}
"""Whether two measures are the same in a field that is compared in a way; in the order of telling."""


def _difference(old: Measure, new: Measure, name: str) -> Difference:
    a, b = getattr(old, name), getattr(new, name)
    if a is None or b is None:
        return Difference(name, a, b)
    return Difference(name, a, b, nature(a, b, (old.doubt(name), new.doubt(name))))


def _listed(value: str | tuple[int, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value))
