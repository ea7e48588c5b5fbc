"""Dates printed in a font that cannot be: months that no year has, years of which no report speaks.

A font in which two letters or two digits have each other's code shows it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.data import rows
from extract.pages.font_letters import Lines
from extract.thai.letters import to_arabic

LEAST_MONTHS = 2
"""Impossible months from which a font's letters are in doubt: one may be a slip of the writer's."""

_YEAR = re.compile(r"(?:พ\.\s?ศ\.|ปีงบประมาณ|[มคยพ]\.|คม|ยน|พันธ์)\s*([0-9๐-๙]{4})(?![0-9๐-๙])")

_YEARS = range(2545, 2576)
"""Buddhist years that such reports speak of; the assessment began in 2556."""

_MONTHS = frozenset(
    row["form"] for row in rows("months.csv") if "ก" <= row["form"][0] <= "ฮ" or row["form"][0] == "เ"
)

_TWO_OR_FOUR = re.compile(r"(?<![0-9๐-๙])(?:๒๕[๔-๙][๐-๙]|25[4-9][0-9]|[๕-๗][๐-๙]|[5-7][0-9])(?![0-9๐-๙])")

_NAME = re.compile(r"([ก-์]{4,}|[ก-์]{1,3}\.\s?[ก-ฮ]\.)\s*(?:พ\.ศ\.)?\s*$")

_LONGEST = 30
"""Letters before a year among which the name of its month stands."""

_BEFORE = frozenset("เแโใไ")

_SHORT = re.compile(r"[ก-์]{1,3}\.[คพย]\.")


def fonts_of_no_months(page: Lines) -> set[int]:
    """Fonts in which months are printed that no year has, more of them than others: กี.ค. ๖๖, กีนาคม ๒๕๖๖."""
    text, owners = page.read()
    counts: dict[int, list[int]] = {}
    for at, name in _dated(text):
        owner, good = owners[at], _ends_in_a_month(name)
        if owner is not None and (good or _SHORT.fullmatch(name) or _is_like_a_month(name)):
            counts.setdefault(owner.placed.font, [0, 0])[not good] += 1
    return {font for font, (good, bad) in counts.items() if bad >= LEAST_MONTHS and bad > good}


def _dated(text: str) -> Iterator[tuple[int, str]]:
    """Where names stand that years follow, and these names without blanks."""
    for year in _TWO_OR_FOUR.finditer(text):
        start = max(0, year.start() - _LONGEST)
        name = _NAME.search(text[start : year.start()])
        if name is not None:
            yield start + name.start(1), name[1].replace(" ", "")


def _ends_in_a_month(name: str) -> bool:
    return any(name.endswith(month) and name[: -len(month)][-1:] not in _BEFORE for month in _MONTHS)


def _is_like_a_month(name: str) -> bool:
    """Whether ``name`` ends in a month but for one or two letters of it."""
    return any(
        len(month) > 4 and 0 < sum(a != b for a, b in zip(name[-len(month) :], month, strict=True)) <= 2
        for month in _MONTHS
        if len(name) >= len(month)
    )


def fonts_of_no_years(page: Lines) -> set[int]:
    """Fonts in whose digits years are printed of which none can be one of such reports."""
    text, owners = page.read()
    possible: dict[int, bool] = {}
    for match in _YEAR.finditer(text):
        owner = owners[match.start(1)]
        if owner is not None:
            font = owner.placed.font
            possible[font] = possible.get(font, False) or _possible(match[1])
    return {font for font, one in possible.items() if not one}


def _possible(year: str) -> bool:
    return int(to_arabic(year)) in _YEARS or 2002 <= int(to_arabic(year)) <= 2032
