"""Dates as Thai paper writes them: months in many spellings, Buddhist years of two or four digits, ranges.

A date keeps what is printed and no more: a part that is not there is ``None``; filling in a year is left to
the caller, who knows the fiscal year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extract.data import rows
from extract.thai.letters import to_arabic

BE_OFFSET = 543
"""Buddhist era minus common era (years from 1 January, since 1941)."""

FUZZY_LENGTH = 100
"""Longest text in which damaged months are looked for: a cell of dates, no narrative."""

_DASHES = "–—−‒~"
_COUNTED = r"(?!\s*(?:วัน(?!ที่)|ครั้ง|คน|บาท|เรื่อง|%|โครงการ|ชั่วโมง|เดือน(?!ม|ก|เ|พ|ส|ต|ธ)))"
_YEAR = rf"(?P<era>พ\s?\.?\s?ศ\s?\.?|ค\s?\.?\s?ศ\s?\.?)?\s*(?P<year>\d{{4}}|[5-9]\d)(?!\d|,\d|\.\d){_COUNTED}"
_NUMERIC = (
    r"(?<![\d/.])(?P<nd>\d{1,2})(?P<sep>[/.-])(?P<nm>\d{1,2})(?P=sep)(?P<ny>\d{4}|(?<!-)[5-9]\d)(?![\d/])"
)
_NUMBERS_ONLY = re.compile(r"\d[/.-]\d{1,2}[/.-]\d")
_BETWEEN = re.compile(r"\s*(?:-\s*(?:จน)?ถึง|-|(?:ไป)?(?:จน)?ถึง)\s*(?:เดือน\s*)?")
_DAY_BEFORE = re.compile(r"(?:วันที่\s*)?(?<!\d)(?P<day>\d{1,2})\s*(?:-|ถึง)\s*(?:วันที่\s*)?$")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A printed date: day, month and year of the common era; ``None`` for what is not printed."""

    day: int | None = None
    month: int | None = None
    year: int | None = None

    def first_day(self) -> dt.date | None:
        """The first day it covers; ``None`` without month or year, or for a day that does not exist."""
        if self.month is None or self.year is None:
            return None
        return _date(self.year, self.month, self.day or 1)

    def last_day(self) -> dt.date | None:
        """The last day it covers; ``None`` as for ``first_day``."""
        if self.month is None or self.year is None:
            return None
        return _date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date or range in a text: ``first`` to ``last`` (the same for one date), at ``span``."""

    first: PartialDate
    last: PartialDate
    span: tuple[int, int]
    ranged: bool = False


def common_year(number: int) -> int | None:
    """The common-era year of a printed one: 2566 and 66 (Buddhist), 2023; ``None`` for other numbers."""
    if 50 <= number <= 99:
        number += 2500
    if 2400 < number < 2700:
        return number - BE_OFFSET
    return number if 1900 < number < 2200 else None


def arabic_dashed(text: str) -> str:
    """``text`` with Arabic digits and one kind of dash; every position stays what it was."""
    flat = to_arabic(text)
    for dash in _DASHES:
        flat = flat.replace(dash, "-")
    return flat


@lru_cache(maxsize=4096)
def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every date, month and range of them in ``text``, in order; spans count in ``text``.

    Months are read in full, short, colloquial and misspelt; a full name also with one wrong, missing or
    extra letter.
    """
    flat = arabic_dashed(text)
    run = flat.replace(" ", "").replace(".", "")
    points: list[FoundDate] = []
    if _NUMBERS_ONLY.search(flat) or any(form in run for form in _runs()):
        points = _points(flat, _point_pattern(False))
    if len(flat) <= FUZZY_LENGTH:
        points = sorted([*points, *_damaged(flat, points)], key=lambda point: point.span)
    found: list[FoundDate] = []
    for point in points:
        before = found[-1] if found else None
        if before and not before.ranged and _BETWEEN.fullmatch(flat[before.span[1] : point.span[0]]):
            found[-1] = _range(before.first, point.last, (before.span[0], point.span[1]))
            continue
        start = before.span[1] if before else 0
        lone = _DAY_BEFORE.search(flat, start, point.span[0]) if point.first.day else None
        if lone and 1 <= int(lone["day"]) <= 31:
            first = replace(point.first, day=int(lone["day"]))
            found.append(_range(first, point.last, (lone.start(), point.span[1])))
        else:
            found.append(point)
    return tuple(found)


def parse_date(text: str) -> dt.date | None:
    """The one full date that ``text`` is (๑ ม.ค. ๒๕๖๖, วันที่ 1 มกราคม 66, 01/01/2566); else ``None``."""
    stripped = text.strip()
    found = find_dates(stripped)
    if len(found) != 1 or found[0].ranged or found[0].span != (0, len(stripped)):
        return None
    date = found[0].first
    return date.first_day() if date.day else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _range(first: PartialDate, last: PartialDate, span: tuple[int, int]) -> FoundDate:
    """A range; a year printed at one end only counts for the other, over the turn of the year if need be."""
    if first.month and last.month:
        over = (first.month, first.day or 1) > (last.month, last.day or 31)
        if first.year is None and last.year is not None:
            first = replace(first, year=last.year - over)
        elif last.year is None and first.year is not None:
            last = replace(last, year=first.year + over)
    return FoundDate(first, last, span, True)


@cache
def _runs() -> frozenset[str]:
    """Every written month without dots and spaces: a text without any needs no long look."""
    return frozenset(re.sub(r"[\s.]", "", row["form"]) for row in rows("months.csv"))


@cache
def _halves() -> frozenset[str]:
    """Both halves of every full name: one wrong letter leaves one of them whole."""
    full = [row["form"] for row in rows("months.csv") if row["kind"] == "full"]
    return frozenset(half for name in full for half in (name[: len(name) // 2], name[len(name) // 2 :]))


def _points(flat: str, pattern: re.Pattern[str]) -> list[FoundDate]:
    found = ((_read(match), match.span()) for match in pattern.finditer(flat))
    return [FoundDate(date, date, span) for date, span in found if date]


def _damaged(flat: str, sound: list[FoundDate]) -> list[FoundDate]:
    """Dates whose month has a wrong letter, in what the sound ones leave of the text."""
    for point in sound:
        flat = flat[: point.span[0]] + "\x00" * (point.span[1] - point.span[0]) + flat[point.span[1] :]
    run = flat.replace(" ", "").replace(".", "")
    return _points(flat, _point_pattern(True)) if any(half in run for half in _halves()) else []


def _read(match: re.Match[str]) -> PartialDate | None:
    if match["nm"]:
        date = PartialDate(int(match["nd"]), int(match["nm"]), common_year(int(match["ny"])))
        return date if 1 <= int(match["nm"]) <= 12 and date.year else None
    name = next(
        key for key, value in match.groupdict().items() if value and key[0] == "m" and key[1:].isdigit()
    )
    year = common_year(int(match["year"])) if match["year"] else None
    day = match["day"] or match["bare"]
    return PartialDate(int(day) if day else None, int(name[1:]), year)


@cache
def _point_pattern(fuzzy: bool) -> re.Pattern[str]:
    """One date: day?, month, year?; or in numbers only. Group ``m7`` is July."""
    months: dict[str, list[str]] = {}
    for row in rows("months.csv"):
        if fuzzy and row["kind"] == "full":
            months.setdefault(row["month"], []).extend(_near(row["form"]))
        elif not fuzzy:
            months.setdefault(row["month"], []).append(_spelling(row["form"], row["kind"], row["month"]))
    names = "|".join(f"(?P<m{month}>{'|'.join(forms)})" for month, forms in months.items())
    # the number of a round (ครั้งที่ ๑ เมษายน) is no day
    lead = r"(?:ประจำ|สิ้น)?เดือน\s*|สิ้น\s*"
    bare = r"(?<![\d/.,])(?<!ที่)(?<!ที่ )(?<!ข้อ)(?<!ข้อ )(?<!มาส)(?<!มาส )(?P<bare>\d{1,2})\s*"
    day = rf"(?:วันที่\s*(?P<day>\d{{1,2}})\s*(?:เดือน\s*)?|{bare}|{lead})?"
    return re.compile(rf"{_NUMERIC}|{day}(?:{names})(?:\s*(?:,|/|'|ปี(?!งบ))?\s*{_YEAR})?")


def _spelling(form: str, kind: str, month: str) -> str:
    """A pattern for one written form; short forms with or without their dots and spaces, at word bounds."""
    if kind == "abbreviation":
        first, second = form.rstrip(".").split(".")
        edge = r"(?:(?<![ก-๎.])|(?<=เดือน)|(?<=ถึง)|(?<=ใน)|(?<=แต่)|(?<=สิ้น)|(?<=และ))"
        # ก.พ.ร. and ก.ค.ศ. are commissions, not months
        stop = {"2": r"(?!\s?ร\.)", "7": r"(?!\s?ศ\.)"}.get(month, "")
        return rf"{edge}{first}\s?\.?\s?{second}(?:\s?\.{stop}|(?![ก-๎.])|(?=ถึง|และ|พ\.?ศ))"
    return form + (r"(?![ก-๎])" if kind == "colloquial" else "")


def _near(form: str) -> list[str]:
    """Patterns for ``form`` with one letter wrong, missing or added; its first letter stands."""
    letters = list(form)
    wrong = [[*letters[:i], "[ก-๎]", *letters[i + 1 :]] for i in range(1, len(letters))]
    missing = [[*letters[:i], *letters[i + 1 :]] for i in range(1, len(letters) - 1)]
    added = [[*letters[:i], "[ก-๎ ]", *letters[i:]] for i in range(1, len(letters))]
    return ["".join(parts) for parts in (*wrong, *added, *missing)]
