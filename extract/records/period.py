"""The printed period of a measure as two dates, read in the fiscal year of the report.

A fiscal year runs from 1 October of the year before to 30 September (Budget Procedure Act B.E. 2561, s. 4).
What is not printed is not guessed: a form unknown here gives no dates and a finding.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from extract.model import Finding
from extract.records.period_parts import Part, dated, halves, quarters, years
from extract.records.period_words import mend, roles_of_words, with_tones, word_pattern
from extract.thai.dates import BE_OFFSET, arabic_dashed

_EMPTY = re.compile(r"[\s\-.]*")
_RECURRING = re.compile(
    r"ทุก\s*(?:ๆ\s*)?วันที่\s*\d+(?:\s*(?:,|และ|-)\s*\d+)*\s*(?:ของ)?\s*(?:ทุก\s*)?เดือน"
    r"|วันที่\s*\d+(?:\s*(?:,|และ|-)\s*\d+)*\s*(?:ของ\s*)?ทุก\s*(?:ๆ\s*)?เดือน"
    r"|ทุก\s*(?:ๆ\s*)?(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)"
    r"|ทุก\s*(?:ๆ\s*)?\d+\s*(?:วัน|สัปดาห์|เดือน|ปี)"
    r"|(?:วัน|สัปดาห์|อาทิตย์|เดือน|ไตรมาส|ปี)ละ\s*(?:\d+|หนึ่ง|สอง|สาม|สี่)?\s*ครั้ง"
    r"|(?:อย่างน้อย\s*)?(?:\d+|หนึ่ง|สอง|สาม|สี่)\s*ครั้ง\s*(?:ต่อ|/)\s*(?:วัน|สัปดาห์|เดือน|ไตรมาส|ปี(?:งบประมาณ)?)"
)
_RELATIVE = re.compile(
    r"(?:ภายใน|ไม่เกิน)?(?:ระยะเวลา)?\s*\d+\s*(?:-\s*\d+\s*)?(?:วันทำการ|วัน(?!ที่)|สัปดาห์|ชั่วโมง|เดือน(?!แรก|หลัง)|ปี)"
)
_THAI_END = re.compile(r"[ก-๎]+\s*$")
_LETTERS = re.compile(r"[ก-๎A-Za-z0-9]")
_OTHER_END = re.compile(r"\s*(?:-|(?:จน)?ถึง)\s*(?:\d{1,2}\s*)?[ก-๎A-Za-z.]+\s*(?:พ\.?ศ\.?\s*)?\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included, ``None`` where the paper leaves them open; and what is doubtful."""

    start: dt.date | None = None
    end: dt.date | None = None
    findings: tuple[Finding, ...] = ()


def fiscal_span(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of the fiscal year ``year`` (Buddhist era)."""
    return dt.date(year - BE_OFFSET - 1, 10, 1), dt.date(year - BE_OFFSET, 9, 30)


@lru_cache(maxsize=4096)
def parse_period(text: str | None, fiscal_year: int | None) -> Period:
    """Read the period column.

    Args:
        text: the cell, repaired and rejoined; Thai or Arabic digits.
        fiscal_year: of the report, Buddhist era; months and quarters without a year belong to it.

    Returns:
        The dates, and findings ``period-unknown``, ``period-no-year``, ``period-impossible-date``,
        ``period-reversed``, ``period-recurring``, ``period-relative`` (these leave both dates open unless the
        paper also prints a span), ``period-partly-read``, ``period-several``, ``period-contradiction``,
        ``period-year-derived``, ``period-damaged-print`` and ``period-outside-year``. An empty cell or a dash
        gives neither.
    """
    flat = with_tones(" ".join(arabic_dashed(text or "").split()))
    if _EMPTY.fullmatch(flat):
        return Period()
    period = _parse(flat, fiscal_year)
    if any(finding.code in ("period-unknown", "period-partly-read") for finding in period.findings):
        sound = mend(flat)
        mended = _parse(sound, fiscal_year) if sound != flat else Period()
        if mended.start or mended.end:
            note = Finding("period-damaged-print", "info", flat, "period")
            return Period(mended.start, mended.end, (*mended.findings, note))
    return period


def _parse(flat: str, fiscal_year: int | None) -> Period:
    rest, recurring = _RECURRING.subn(" ", flat)
    parts, rest = _parts(rest, fiscal_year)
    relative = _RELATIVE.search(rest)
    words = _left_over(rest)
    recurring += "recurring" in words
    unread = "unread" in words
    if "turning" in words or (relative and not parts) or (unread and not any(p.strong for p in parts)):
        return _open("period-relative" if relative and not parts else "period-unknown", flat)
    if not parts:
        return _open("period-recurring" if recurring else "period-unknown", flat)
    if unread and (_hidden_bound(flat, parts) or _torn_range(flat, parts)):
        return _open("period-partly-read", flat)
    return _combine(parts, words, flat, fiscal_year)


def _parts(flat: str, fiscal_year: int | None) -> tuple[list[Part], str]:
    """What the text prints of dates, quarters, halves and years, narrowest kind first, and the rest of it."""
    parts: list[Part] = []
    for read in (dated, quarters, halves, years):
        found = read(flat, fiscal_year)
        parts += found
        for part in found:
            flat = flat[: part.span[0]] + "\x00" * (part.span[1] - part.span[0]) + flat[part.span[1] :]
    return parts, flat.replace("\x00", "")


def _combine(parts: list[Part], words: frozenset[str], flat: str, fiscal_year: int | None) -> Period:
    """One period from the parts of the narrowest kind; wider ones only have to hold it."""
    narrow = [part for part in parts if part.kind == parts[0].kind]
    for part in narrow:
        if part.finding:
            return _open(part.finding, flat)
    findings = (
        [Finding("period-year-derived", "info", flat, "period")] if any(p.derived for p in narrow) else []
    )
    if "unread" in words:
        findings.append(Finding("period-partly-read", "warning", flat, "period"))
    starts = [part.start for part in narrow]
    if any(part.derived for part in narrow) and len(narrow) > 1:
        known = [day for day in starts if day]
        if known != sorted(known):  # the printed order does not fit the years of the fiscal year
            return _open("period-reversed", flat)
    ends = [part.end for part in narrow]
    start = min((day for day in starts if day), default=None) if None not in starts else None
    end = max((day for day in ends if day), default=None) if None not in ends else None
    if start and end and start > end:
        return _open("period-reversed", flat)
    if len(narrow) > 1 and not _continuous(narrow):
        findings.append(Finding("period-several", "warning", flat, "period"))
    wider = [p for p in parts if p.kind != parts[0].kind and not p.finding]
    if any(_beyond(start, end, part.start, part.end) for part in wider):
        findings.append(Finding("period-contradiction", "warning", flat, "period"))
    if fiscal_year and _beyond(start, end, *fiscal_span(fiscal_year)):
        findings.append(Finding("period-outside-year", "warning", flat, "period"))
    return Period(start, end, tuple(findings))


def _continuous(parts: list[Part]) -> bool:
    """Whether each part begins the day after the one before ends."""
    ordered = sorted(parts, key=lambda part: part.start or dt.date.min)
    return all(
        a.end and b.start and dt.timedelta(0) <= b.start - a.end <= dt.timedelta(1)
        for a, b in itertools.pairwise(ordered)
    )


def _beyond(start: dt.date | None, end: dt.date | None, low: dt.date | None, high: dt.date | None) -> bool:
    """Whether a printed day lies outside ``low`` to ``high``."""
    return any(
        (low is not None and day < low) or (high is not None and day > high) for day in (start, end) if day
    )


def _open(code: str, detail: str) -> Period:
    return Period(None, None, (Finding(code, "warning", detail, "period"),))


def _hidden_bound(flat: str, parts: list[Part]) -> bool:
    """Whether an unknown word stands right before a lone date: it may be ภายใน or ก่อน, misread."""
    for part in parts:
        if part.kind == "date" and not part.ranged:
            run = _THAI_END.search(flat[: part.span[0]])
            if run and _LETTERS.search(word_pattern().sub("", run.group())):
                return True
    return False


def _torn_range(flat: str, parts: list[Part]) -> bool:
    """Whether a date is joined by a dash or ถึง to words with a number that nobody reads: half of a range."""
    return any(_OTHER_END.match(flat, part.span[1]) for part in parts if not part.ranged)


def _left_over(rest: str) -> frozenset[str]:
    """Roles of the words outside the dates; ``unread`` when letters or digits remain unexplained."""
    roles = {roles_of_words()[match.group()] for match in word_pattern().finditer(rest)}
    if _LETTERS.search(word_pattern().sub(" ", rest)):
        roles.add("unread")
    return frozenset(roles)
