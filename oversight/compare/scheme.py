"""What the assessment's scheme allows to be compared, and why the rest is refused."""

from __future__ import annotations

from functools import cache

from extract.data import rows
from extract.errors import UsageError
from oversight import talk

FIRST_YEAR = 2562
"""Fiscal year (Buddhist era) since which IIT, EIT and OIT with their ten indicators and the O-codes hold
(``extract/data/oit_codes.csv``); what was assessed before has no counterpart in it."""


def check_years(before: int, after: int, may_be_one: bool = False) -> None:
    """Refuse years that have nothing in common.

    Raises:
        UsageError: One lies before the present scheme, or both are the same.
    """
    for year in (before, after):
        if year < FIRST_YEAR:
            raise refused("too_early", year=year, first=FIRST_YEAR)
    if before == after and not may_be_one:
        raise refused("same_year", year=before)


def check_classes(one: str, other: str) -> None:
    """Refuse agencies of two classes: they answer other questionnaires and have other duties.

    Raises:
        UsageError: The ids are of two classes (อบจ., municipalities, อบต., special bodies).
    """
    classes = class_of(one), class_of(other)
    if classes[0] != classes[1]:
        raise UsageError(*(_other_class(one, other, classes, lang) for lang in talk.LANGUAGES))


def _other_class(one: str, other: str, classes: tuple[str, str], lang: str) -> str:
    names = [talk.text(f"compare.class.{name}", lang) for name in classes]
    return talk.text(
        "compare.other_class", lang, one=one, other=other, one_class=names[0], other_class=names[1]
    )


def class_of(agency_id: str) -> str:
    """The class of an agency by the code that its id begins with; ``other`` for bodies of no known type."""
    return _classes().get(agency_id.split("-")[0], "other")


@cache
def _classes() -> dict[str, str]:
    return {row["code"]: row["class"] for row in rows("agency_types.csv")}


def refused(key: str, **values: object) -> UsageError:
    """The error of a comparison that cannot be made, in both languages (``compare.KEY`` of the messages)."""
    return UsageError(*(talk.text(f"compare.{key}", lang, **values) for lang in talk.LANGUAGES))
