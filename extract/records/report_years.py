"""The years of a report: its fiscal year, the years of a plan over several, the result it acts on, its ITA.

The fiscal year comes from the title, else the introduction, else the periods, else the day of signing; where
they disagree the first holds and a finding says so. A plan over several years is of the first, unless its
title names one of them (ประจำปีงบประมาณ …): then it is a slice of that plan, of that one year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model import DocumentKind, Finding
from extract.records.naming import years
from extract.thai.dates import BE_OFFSET, find_dates, parse_date
from extract.thai.letters import to_arabic

_BASIS = re.compile(
    r"(?:ผลการประเมิน|ผลประเมิน|ผลคะแนน|วิเคราะห์ผล)[^0-9๐-๙]{0,160}?(?:ปีงบประมาณ|ปี|พ\.\s?ศ\.)\s*(?:พ\.\s?ศ\.)?\s*([0-9๐-๙]{4})"
)
_DAY = re.compile(
    r"(?:ประกาศ|สั่ง|ให้ไว้)?\s*(?:(?:ณ\s*)?(?<!ลง)วันที่|(?<![ก-๎])ณ)\s*"
    r"(?P<day>[0-9๐-๙]{1,2}\s*(?:เดือน)?\s*[ก-๎.]{2,12}\s*(?:พ\.\s?ศ\.)?\s*(?:[0-9๐-๙]{4}|[5-9๕-๙][0-9๐-๙](?![0-9๐-๙])))"
)
_CLOSING = re.compile(
    r"(?:ปี|รอบ|งวด|ระยะเวลา)[ก-๎]{0,20}\s?สิ้นสุด\s*(?:ณ\s*)?(?:วันที่\s*)?(?P<day>[0-9๐-๙]{1,2})\s*(?:เดือน\s*)?"
    r"(?P<month>[ก-๎.]{2,12}\s*(?:พ\.\s?ศ\.)?\s*[0-9๐-๙]{4})"
)
"""The last day of the year that a paper is on: สำหรับปีสิ้นสุดวันที่ ๓๐ เดือน กันยายน พ.ศ. ๒๕๖๗."""
_MEETING = re.compile(r"ครั้งที่\s?[0-9๐-๙]{1,2}\s?/\s?(?P<year>25[0-9]{2}|๒๕[๐-๙]{2})")
_OF_LETTER = re.compile(r"(?P<day>[0-9๐-๙]{1,2}\s+[ก-๎]{4,10}\s+(?:พ\.\s?ศ\.\s*)?[0-9๐-๙]{4})\s*(?=เรื่อง)")
"""The day over the subject of a letter has no วันที่ before it."""
_SPAN = re.compile(
    r"(?<![0-9/-])(?P<first>25[0-9]{2})\s*(?:[-–—]|(?:จน)?ถึง)\s*(?:ปี(?:งบประมาณ)?\s*)?(?:พ\.\s?ศ\.\s*)?"
    r"(?P<last>25[0-9]{2}|[5-9][0-9])(?![0-9/-])"
)
"""Two years joined; telephone numbers (0-2590-2599) are none."""
_LONGEST_PLAN = 20
"""Years from the first to the last of a plan; the longest is the national strategy of twenty."""
_OF_ANOTHER = re.compile(
    r"(?:ยุทธศาสตร์ชาติ|แผนแม่บท|แผนพัฒนาเศรษฐกิจ|แผนการปฏิรูป|สอดคล้อง|ภายใต้|ตาม(?:แผน|ยุทธศาสตร์))"
    r"(?:[^\n)]{0,80}\)\s*และ)?[^\n)]{0,80}$"
)
"""What stands before the years of a plan that is not the paper's own."""
_REVISED = re.compile(r"ทบทวน|เพิ่มเติม|เปลี่ยนแปลง|แก้ไข|ฉบับปรับปรุง")
"""A plan over several years that was revised in one of them is still over all of them."""
_SLICE = re.compile(
    rf"(?:ประจำปี(?:งบประมาณ)?|ปีงบประมาณ|(?:{_REVISED.pattern})[^0-9]{{0,30}}(?:[0-9]{{1,2}}[^0-9]{{1,15}})?)\s*(?:พ\.\s?ศ\.\s*)?(25[0-9]{{2}})"
)
"""The one year of a plan that a title names: ประจำปีงบประมาณ พ.ศ. ๒๕๖๗."""
_COMPARES = re.compile(r"เปรียบเทียบ")
_LONGEST_ROUND = 366
"""Days of the longest part of a year that a report is on."""
_AGREE, _APART = 2, 3
"""Places of the paper that must agree against a title; years from which two are no neighbours."""
HEAD = 250
"""Letters at the head of a paper without a title in which the years of a plan are its own."""
_OCTOBER = 10
"""Month in which a fiscal year begins."""
_ITA_YEAR = re.compile(r"\bITA\s*(?:ปี(?:งบประมาณ)?)?\s*(?:พ\.ศ\.)?\s*(25[0-9]{2}|๒๕[๐-๙]{2})")
_ROUND_YEAR = re.compile(
    r"(?:สำหรับ|รองรับ|ประกอบ|เพื่อรับ|ใช้ใน|เข้ารับ|ตาม(?:แบบ|เกณฑ์|คู่มือ|แนวทาง)?)\s*การประเมิน[^0-9๐-๙]{0,120}?"
    r"(?:ปีงบประมาณ|ปี|พ\.\s?ศ\.)\s*(?:พ\.\s?ศ\.)?\s*(25[0-9]{2}|๒๕[๐-๙]{2})"
)
"""The assessment that a paper is made for; one whose result it acts upon is ผลการประเมิน."""


@dataclass(frozen=True, slots=True)
class FiscalYears:
    """The fiscal year of a paper, and the first and last of a plan over several; Buddhist era."""

    year: int | None
    first: int | None = None
    last: int | None = None
    findings: tuple[Finding, ...] = ()


def fiscal_years(title: str, texts: Sequence[str], period_years: Sequence[int]) -> FiscalYears:
    """By title, introduction, periods; the first that names a year holds, a different one is a finding.

    Args:
        title: as printed, empty where there is none.
        texts: running text of each page.
        period_years: years of the periods in the tables.
    """
    title, intro = map(_without_others_spans, (title, texts[0] if texts else ""))
    span = _span(title) or _span(intro)
    in_title, alone = _title_year(title or (intro[:HEAD] if _span(intro[:HEAD]) else ""))
    in_intro = _said_year(_first_of_spans(intro), Counter(years(_first_of_spans(title))))
    in_periods = Counter(period_years).most_common(1)[0][0] if period_years else None
    if in_title is None and (at_head := _span(title or intro[:HEAD])) is not None:
        in_title = at_head[0]
    sources = [("title", in_title), ("introduction", in_intro), ("periods", in_periods)]
    year = next((y for _, y in sources if y is not None), None)
    if (meant := _digit_misread(in_title, in_intro, in_periods, intro)) is not None:
        year = meant
    if year is None:
        acted_upon = next(iter(years(_DAY.sub("", intro))), None)
        numbered = _MEETING.search(title)
        year = acted_upon or (int(to_arabic(numbered.group("year"))) if numbered else None)
        year = year or _signed_year(texts) or (span[0] if span else None)
    if year is None:
        return FiscalYears(None, findings=(Finding("fiscal-year-missing", "warning", field="fiscal_year"),))
    findings: list[Finding] = []
    first = last = None
    if span is not None and _is_own(span, year, title or intro[:HEAD], alone):
        first, last = span
        findings.append(Finding("fiscal-years-several", "info", f"{first}-{last}", "fiscal_year"))
        sources = [(name, y) for name, y in sources if y is None or not first <= y <= last]
        if _COMPARES.search(title) and not alone:
            year = last
    apart = [f"{name} {y}" for name, y in sources if y is not None and y != year]
    if apart:
        detail = f"{year}; " + ", ".join(apart)
        findings.append(Finding("fiscal-year-disagrees", "warning", detail, "fiscal_year"))
    return FiscalYears(year, first, last, tuple(findings))


def _digit_misread(
    in_title: int | None, in_intro: int | None, in_periods: int | None, intro: str
) -> int | None:
    """The year that the rest of the paper agrees on where the title's differs from it in one digit.

    Introduction, periods and the result acted upon, of the year before, are asked; two must say the same.
    Years next to one another may both be right.
    """
    acted_upon = [int(to_arabic(match.group(1))) + 1 for match in _BASIS.finditer(intro)]
    said = Counter(y for y in (in_intro, in_periods, *dict.fromkeys(acted_upon)) if y is not None)
    meant, times = said.most_common(1)[0] if said else (None, 0)
    if in_title is None or meant is None or times < _AGREE or in_title in said:
        return None
    off = sum(a != b for a, b in zip(str(in_title), str(meant), strict=False))
    return meant if off == 1 and abs(in_title - meant) >= _APART else None


def _title_year(title: str) -> tuple[int | None, bool]:
    """The year that a title bears last, and whether it names one beside the years of a plan.

    A result year before it (ผลการประเมิน … ๒๕๖๕) is what it acts on.
    """
    text = _DAY.sub("", _ROUND_YEAR.sub("", title))
    if _span(text) is not None:
        slices = _SLICE.findall(_SPAN.sub(" ", to_arabic(text)))
        return (int(slices[-1]), True) if slices else (None, False)
    head = _COMPARES.split(text, maxsplit=1)[0]  # ปีงบประมาณ ๒๕๖๘, and below it เปรียบเทียบผลคะแนน ปี ๒๕๖๕ …
    own = years(_BASIS.sub("", _first_of_spans(head)))  # ปีงบประมาณ ๒๕๖๘ (ใช้ผลคะแนนปี ๒๕๖๗)
    own = own or years(_first_of_spans(head)) or years(_first_of_spans(text))
    own = own or years(_first_of_spans(_DAY.sub("", title)))
    return (own[-1] if own else _round_year(title)), False


def _round_year(text: str) -> int | None:
    """The fiscal year of the half or the quarter that a text is on: รอบ ๖ เดือนหลัง (เมษายน - กันยายน ๒๕๖๗).

    So is that of the year whose last day it names.
    """
    for closing in _CLOSING.finditer(text):
        day = parse_date(f"{closing['day']} {closing['month']}")
        if day is not None:
            return day.year + BE_OFFSET + (day.month >= _OCTOBER)
    for found in find_dates(text):
        first, last = found.first.first_day(), found.last.last_day()
        if found.ranged and first and last and 0 < (last - first).days <= _LONGEST_ROUND:
            return last.year + BE_OFFSET + (last.month >= _OCTOBER)
    return None


def _first_of_spans(text: str) -> str:
    """``text`` with the first year alone of those joined to spans."""
    return _SPAN.sub(lambda match: match.group("first"), to_arabic(text))


def _without_others_spans(text: str) -> str:
    """``text`` without the years of plans that are not the paper's own: ยุทธศาสตร์ชาติ (พ.ศ. ๒๕๖๑ - ๒๕๘๐)."""
    flat = to_arabic(text)
    return _SPAN.sub(lambda at: "" if _OF_ANOTHER.search(flat[: at.start()]) else at.group(), flat)


def _span(text: str) -> tuple[int, int] | None:
    """The years over which the paper itself plans, by the first span in ``text`` that is its own."""
    flat = to_arabic(text)
    for match in _SPAN.finditer(flat):
        first, last = int(match.group("first")), int(match.group("last"))
        last += first // 100 * 100 if last < 100 else 0
        if 0 < last - first < _LONGEST_PLAN and not _OF_ANOTHER.search(flat[: match.start()]):
            return first, last
    return None


def _is_own(span: tuple[int, int], year: int, title: str, alone: bool) -> bool:
    """Whether the paper is of all years of ``span``: it begins with its year, or was revised in one."""
    first, last = span
    if alone:  # the title names a year beside the span
        return first <= year <= last and _REVISED.search(title) is not None
    return year == first


def _said_year(text: str, of_title: Counter[int]) -> int | None:
    """The fiscal year most often named in the introduction; results acted upon and days of signing apart.

    ``of_title``: years of the title, which stands in ``text`` too; they count where there is no other.
    """
    said = Counter(years(_DAY.sub("", _ROUND_YEAR.sub("", _BASIS.sub("", text)))))
    found = said - of_title or said
    return found.most_common(1)[0][0] if found else _round_year(text)


def _signed_year(texts: Sequence[str]) -> int | None:
    """The fiscal year of the day on which the paper was signed or sent: the last one at its head or foot."""
    ends = (*texts[:1], *texts[-1:])
    days = [match for text in ends for match in _DAY.finditer(text)]
    days = days or [match for text in ends[:1] for match in _OF_LETTER.finditer(text)]
    found = [day for match in days for day in [parse_date(match.group("day"))] if day is not None]
    if not found:
        return None
    return found[-1].year + BE_OFFSET + (found[-1].month >= _OCTOBER)


def basis_year(text: str, fiscal_year: int | None, kind: DocumentKind) -> int | None:
    """The year of the result acted upon: before the report's own, but for an analysis of its own year."""
    found = [int(to_arabic(m.group(1))) for m in _BASIS.finditer(text)]
    if fiscal_year is None:
        return found[0] if found else None
    earlier = [y for y in found if fiscal_year - 2 <= y < fiscal_year]
    own = [y for y in found if y == fiscal_year and kind == "measure_analysis"]
    return next(iter(own + earlier), None)


def report_year(title: str, texts: Sequence[str], fiscal_year: int | None) -> int | None:
    """The year of the assessment that the paper is made for: its own, or the one after.

    The title says ITA and a year, or the title or the introduction that it is for the assessment of a year.
    """
    match = _ITA_YEAR.search(title)
    if match:
        return int(to_arabic(match.group(1)))
    said = (_ROUND_YEAR.search(text) for text in (*filter(None, [title]), *texts))
    years_said = [int(to_arabic(match.group(1))) for match in said if match]
    near = (year for year in years_said if fiscal_year is None or 0 <= year - fiscal_year <= 1)
    return next(near, fiscal_year)
