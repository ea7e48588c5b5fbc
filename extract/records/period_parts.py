"""The pieces that a printed period is made of: dates, quarters, parts of the year, whole years."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache

from extract.data import rows
from extract.thai.dates import BE_OFFSET, FoundDate, PartialDate, common_year, find_dates


@dataclass(frozen=True, slots=True)
class Part:
    """One piece: its days (``None`` is open), where it stands, and how sure its form is.

    ``strong`` forms (months, dates, quarters) mean a period on their own, weak ones (a lone
    year) only alone. ``derived`` says that the year came from the report. ``finding`` is a finding's code.
    """

    kind: str
    start: dt.date | None
    end: dt.date | None
    span: tuple[int, int]
    strong: bool = True
    derived: bool = False
    ranged: bool = False
    finding: str | None = None


_DASH = r"\s*(?:-|ถึง|จนถึง)\s*"
_FISCAL = (
    r"(?:(?:ของ|ใน|ประจำ|/)?\s*(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*/?\s*(?P<year>\d{4}|[5-9]\d)(?!\d))"
)
_YEAR_NEARBY = re.compile(r"ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>\d{4}|[5-9]\d)(?!\d)")

_UNTIL = re.compile(r"(?:ภายใน|ไม่เกิน|อย่างช้า|จนถึง|ถึง)\s*(?:ระยะเวลา|ช่วง|สิ้น)?\s*$")
_BEFORE = re.compile(r"ก่อน\s*$")
_SINCE = re.compile(r"(?:ตั้งแต่|เริ่ม(?:ตั้งแต่|ต้น|ดำเนินการ)?)\s*(?:ใน|เมื่อ)?\s*$")
_ONWARDS = re.compile(r"\s*เป็นต้นไป")
_TO_YEAR_END = re.compile(rf"\s*(?:-|ถึง|จนถึง)\s*(?:สิ้น)ปีงบประมาณ\s*{_FISCAL}?")


def fiscal_months(first: int, last: int, year: int) -> tuple[dt.date, dt.date]:
    """First and last day of months ``first``–``last`` of the fiscal year ``year`` (October is 1; B.E.)."""

    def day(number: int) -> dt.date:
        month = (number + 8) % 12 + 1
        return dt.date(year - BE_OFFSET - (month >= 10), month, 1)

    after = day(last + 1) if last < 12 else dt.date(year - BE_OFFSET, 10, 1)
    return day(first), after - dt.timedelta(1)


def buddhist(text: str | None) -> int | None:
    """A printed year (66, 2566, 2023) as one of the Buddhist era."""
    common = common_year(int(text)) if text else None
    return common + BE_OFFSET if common else None


def dated(flat: str, fiscal_year: int | None) -> list[Part]:
    """Days and months, alone or in ranges, with ภายใน, ก่อน, ตั้งแต่ before and เป็นต้นไป after them."""
    nearby = _YEAR_NEARBY.search(flat)
    year = buddhist(nearby["year"]) if nearby else fiscal_year
    parts = []
    for found in _with_shared_year(find_dates(flat)):
        derived = found.first.year is None or found.last.year is None
        first, last = (_in_fiscal_year(day, year) for day in (found.first, found.last))
        start, end = first.first_day(), last.last_day()
        finding = None
        if start is None or end is None:
            finding = "period-no-year" if year is None and derived else "period-impossible-date"
        part = Part("date", start, end, found.span, True, derived and nearby is None, found.ranged, finding)
        parts.append(part if found.ranged or finding else _bounded(flat, part, year))
    return parts


def _year_of(match: re.Match[str], flat: str, fiscal_year: int | None) -> int | None:
    """The fiscal year of a form: printed with it, else elsewhere in the cell, else the report's."""
    nearby = _YEAR_NEARBY.search(flat)
    own = match["year"] or (nearby["year"] if nearby else None)
    return buddhist(own) if own else fiscal_year


_ORDINALS = {"แรก": 1, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "สุดท้าย": 4}


def quarters(flat: str, fiscal_year: int | None) -> list[Part]:
    """ไตรมาส (ที่) ๑ (- ๒) (/๒๕๖๖): quarters of the fiscal year, the first from October."""
    joint = r"(?:-|ถึง|จนถึง|,?\s*และ|,)\s*(?:ไตรมาส\s*)?(?:ที่\s*)?"
    numbers = rf"(?P<first>[1-9]|แรก|หนึ่ง|สอง|สาม|สี่|สุดท้าย)(?P<more>(?:\s*{joint}[1-9](?!\d))*)"
    pattern = re.compile(rf"(?:ไตรมาส\s*(?:ที่\s*)?|Q\s*){numbers}(?!\d)(?:\s*{_FISCAL})?", re.IGNORECASE)
    parts = []
    for match in pattern.finditer(flat):
        first = _ORDINALS.get(match["first"]) or int(match["first"])
        named = [first, *map(int, re.findall(r"\d", match["more"]))]
        year = _year_of(match, flat, fiscal_year)
        if max(named) > 4 or named != sorted(named):
            parts.append(Part("quarter", None, None, match.span(), finding="period-unknown"))
        elif year is None:
            parts.append(Part("quarter", None, None, match.span(), finding="period-no-year"))
        else:
            through = re.search(r"-|ถึง", match["more"]) is not None
            runs = [(named[0], named[-1])] if through else [(number, number) for number in named]
            for low, high in runs:
                days = fiscal_months(3 * low - 2, 3 * high, year)
                parts.append(_bounded(flat, Part("quarter", *days, match.span()), year))
    return parts


@cache
def _parts_of_year() -> tuple[tuple[str, int, int], ...]:
    """Forms of a part of the fiscal year and its months, October being 1."""
    return tuple((row["pattern"], int(row["first"]), int(row["last"])) for row in rows("year_parts.csv"))


def halves(flat: str, fiscal_year: int | None) -> list[Part]:
    """ครึ่งปีแรก, ๖ เดือนหลัง, รอบ ๖ เดือน, รอบ ๑๒ เดือน of the fiscal year."""
    parts = []
    for pattern, first, last in _parts_of_year():
        for match in re.finditer(rf"(?:{pattern})(?:\s*{_FISCAL})?", flat):
            year = _year_of(match, flat, fiscal_year)
            if year is None:
                parts.append(Part("half", None, None, match.span(), finding="period-no-year"))
            else:
                parts.append(Part("half", *fiscal_months(first, last, year), match.span()))
        flat = re.sub(pattern, lambda match: "\x00" * len(match.group()), flat)
    return parts


_ERA = r"(?:พ\s?\.?\s?ศ\s?\.?\s*)?"
_WHOLE = re.compile(
    rf"(?P<calendar>ปีปฏิทิน\s*)?(?:(?P<word>(?:ตลอด|ทั้ง|ประจำ|ใน|ภายใน|ของ|สิ้น|\s)*ปี(?:งบประมาณ)?|งบประมาณ)\s*)?{_ERA}"
    rf"(?<![\d,/])(?<!\d\.)(?P<year>\d{{4}}|(?<=ปี)[5-9]\d|(?<=ปี )[5-9]\d|(?<=มาณ)[5-9]\d|(?<=มาณ )[5-9]\d)"
    rf"(?:{_DASH}(?:ปี(?:งบประมาณ)?\s*)?{_ERA}(?P<until>\d{{4}}|[5-9]\d))?(?![\d,])"
)
_THIS_YEAR = re.compile(
    r"(?:ตลอด|ทั้ง|ภายใน|สิ้น|\s)*(?:ตลอด|ทั้ง|ภายใน|สิ้น|ใน|ประจำ)\s*ปี(?:งบประมาณ)?(?!ปฏิทิน)|^ปีงบประมาณ$"
)


def years(flat: str, fiscal_year: int | None) -> list[Part]:
    """Whole fiscal years: ตลอดปีงบประมาณ พ.ศ. ๒๕๖๖, ปี ๒๕๖๖, ๒๕๖๖ - ๒๕๗๐, or ตลอดปี of the report's year."""
    parts = []
    for match in _WHOLE.finditer(flat):
        low, high = buddhist(match["year"]), buddhist(match["until"] or match["year"])
        if low is None or high is None:
            continue
        start, end = fiscal_months(1, 12, low)[0], fiscal_months(1, 12, high)[1]
        if match["calendar"]:
            start, end = dt.date(low - BE_OFFSET, 1, 1), dt.date(high - BE_OFFSET, 12, 31)
        strong = "ตลอด" in match.group()
        until = _within(match.group()) or _UNTIL.search(flat[: match.start()]) is not None
        parts.append(Part("year", None if until else start, end, match.span(), strong))
    if parts:
        return parts
    for match in _THIS_YEAR.finditer(flat):
        if fiscal_year is None:
            return [Part("year", None, None, match.span(), finding="period-no-year")]
        start, end = fiscal_months(1, 12, fiscal_year)
        until = _within(match.group())
        return [Part("year", None if until else start, end, match.span(), "ตลอด" in match.group())]
    return []


def _within(words: str) -> bool:
    """Whether these words set only an end (ภายในปีงบประมาณ, สิ้นปีงบประมาณ)."""
    return "ภายใน" in words or "สิ้น" in words


def _with_shared_year(found: tuple[FoundDate, ...]) -> list[FoundDate]:
    """Months in a list take the year printed after the last of them (ต.ค., พ.ย. ๒๕๖๕)."""
    shared: list[FoundDate] = []
    year: int | None = None
    month = 13
    for date in reversed(found):
        if date.last.year is not None:
            year, month = date.first.year, date.first.month or 13
        elif year is not None and not date.ranged and (date.last.month or 13) <= month:
            date = replace(date, first=replace(date.first, year=year), last=replace(date.last, year=year))
        shared.append(date)
    return shared[::-1]


def _in_fiscal_year(date: PartialDate, year: int | None) -> PartialDate:
    """A month without a year gets the one it has in the fiscal year; October to December lie before."""
    if date.year is not None or date.month is None or year is None:
        return date
    return replace(date, year=year - BE_OFFSET - (date.month >= 10))


def _bounded(flat: str, part: Part, fiscal_year: int | None) -> Part:
    """Open one end as the words around say: ภายใน, ก่อน; ตั้งแต่, เป็นต้นไป."""
    before, after = flat[: part.span[0]], flat[part.span[1] :]
    if _BEFORE.search(before) and part.start:
        return replace(part, start=None, end=part.start - dt.timedelta(1))
    rest = _TO_YEAR_END.match(after)
    if rest and fiscal_year:
        year = buddhist(rest["year"]) or fiscal_year
        span = (part.span[0], part.span[1] + rest.end())
        return replace(part, end=fiscal_months(1, 12, year)[1], span=span)
    if _UNTIL.search(before):
        return replace(part, start=None)
    if _SINCE.search(before) or _ONWARDS.match(after):
        return replace(part, end=None)
    return part
