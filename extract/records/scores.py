"""ITA score tables: ten indicators, three instruments, total and level, checked by the assessment's own sum.

Total = .30 · mean(indicators 1–5, IIT) + .30 · mean(6–8, EIT) + .40 · mean(9–10, OIT), since FY2562.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import fmean
from types import MappingProxyType
from typing import Literal, cast

from extract.data import rows
from extract.model import DocumentFacts, Finding, LogicalRow, LogicalTable, Page, Provenance, ScoreRecord
from extract.records.facts import FIRST_COMPARABLE_YEAR
from extract.records.headers import Header, read_header
from extract.records.indicator import printed_indicators
from extract.records.rows import Value, cell_value
from extract.records.sections import latin_instruments
from extract.records.short_prints import text_key
from extract.thai.letters import to_arabic

WEIGHTS: dict[str, tuple[float, tuple[int, ...]]] = {
    "iit": (0.30, (1, 2, 3, 4, 5)),
    "eit": (0.30, (6, 7, 8)),
    "oit": (0.40, (9, 10)),
}
# Scores are printed to two places: the sum may be off by one in the last.
TOLERANCE = 0.01
_EPSILON = 1e-6
_SCORE = re.compile(r"^\D*?(\d{1,3}(?:\.\d{1,3})?)\s*(?:%|คะแนน)?\s*$")
_TOTAL = re.compile(r"คะแนนรวม|คะแนนเฉลี่ยรวม|ผลคะแนนรวม|รวม|คะแนนภาพรวม|ภาพรวม|คะแนนเฉลี่ย")
_MEAN = re.compile(r"คะแนนเฉลี่ย|เฉลี่ย|รวม|แบบวัด|แบบตรวจ")
_LETTER = re.compile(r"(?<![A-Za-z])(AA|[A-F])(?![A-Za-z])")
_SAID_TOTAL = re.compile(
    r"(?:คะแนนรวม|คะแนนเฉลี่ย|คะแนนภาพรวม|ภาพรวม|ผลคะแนน|ได้คะแนน|ได้รับคะแนน|มีคะแนน|ค่าคะแนน|คะแนน\s?ITA|คะแนนการประเมิน|คะแนนที่ได้)"
    r"(?P<gap>[^0-9]{0,40}?)(?:(?:ปี|พ\.ศ\.|ปีงบประมาณ)\s*(?P<year>25\d\d)(?P<more>[^0-9]{0,30}?))?"
    r"(?<![\d.])(?P<score>\d{1,3}\.\d{1,3})(?![\d.])"
)
"""A total told in running text, with its decimals: คะแนนรวม 95.34 คะแนน."""
_NO_TOTAL = re.compile(
    r"IIT|EIT|OIT|ตัวชี้วัด|ไม่ต่ำกว่า|ไม่น้อยกว่า|มากกว่า|ขึ้นไป|เกณฑ์|เป้าหมาย|เต็ม|เดิม|ปีก่อน|ปีที่ผ่านมา|เพิ่ม|ลด"
)
_SAID_LEVEL = (
    r"(?:ระดับ|ผลการประเมิน|ผลประเมิน|อยู่ในเกณฑ์)(?:ผลการประเมิน|ผลคะแนน|คะแนน|คือ|เป็น|ได้|อยู่ใน|ระดับ|เกณฑ์|[\s:=\"“”'(])*(?P<level>{levels})"
    r"(?![A-Za-zก-ฮเแโใไ])"
)


@dataclass(slots=True)
class _Found:
    """What has been read so far: scores by indicator, and by ``iit`` … ``total``; places by name."""

    indicators: dict[int, float] = field(default_factory=dict)
    sums: dict[str, float] = field(default_factory=dict)
    level: str | None = None
    places: dict[str, tuple[Provenance, ...]] = field(default_factory=dict)


def read_scores(
    tables: Sequence[LogicalTable],
    document_id: str,
    source_file: str,
    facts: DocumentFacts,
    pages: Sequence[Page] = (),
) -> tuple[ScoreRecord, ...]:
    """The score record of each table whose header says score, with an indicator or a total in it.

    A total or level that the table does not hold is read from the lines beside it on its ``pages``.
    """
    records = []
    for table in tables:
        header = read_header([row for row in table.rows if row.kind == "header"], table.columns)
        if header.kind != "score" or header.column_of("score") is None:
            continue
        found = _Found()
        for row in table.rows:
            if row.kind != "header":
                _read_row(row, header, found)
        if found.indicators:
            own = {number for number, _ in table.tables}
            _read_lines([page for page in pages if page.number in own], found, facts)
        if found.indicators or "total" in found.sums:
            records.append(_record(found, table, document_id, source_file, facts))
    return tuple(records)


def _values(row: LogicalRow) -> Iterator[tuple[int, Value]]:
    for column, parts in row.cells:
        value = cell_value(parts) if parts else None
        if value is not None:
            yield column, value


def score_of(text: str) -> float | None:
    """The score a cell prints (``๘๙.๒๕``, ``89.25 คะแนน``); None for anything else."""
    match = _SCORE.match(to_arabic(text))
    return float(match.group(1)) if match else None


def _read_row(row: LogicalRow, header: Header, found: _Found) -> None:
    values = dict(_values(row))
    column = header.column_of("score")
    level = header.column_of("level")
    value = values.get(column) if column is not None else None
    words = [v.text for c, v in values.items() if c not in (column, level)]
    label = " ".join(words)
    if level in values or level_of(label):
        printed = values[level].text if level in values else label
        if level_of(printed) and (_TOTAL.search(label) or found.level is None):
            found.level = level_of(printed)
    score = score_of(value.text) if value else None
    if score is None or value is None:
        return
    name = _name(label, row, header, values)
    if isinstance(name, int):
        found.indicators.setdefault(name, score)
        found.places.setdefault(f"indicator_{name}", value.places)
    elif name is not None:
        found.sums.setdefault(name, score)
        found.places.setdefault(name, value.places)


def _read_lines(pages: Sequence[Page], found: _Found, facts: DocumentFacts) -> None:
    """Fill total and level from what is told outside the tables; of two that differ neither is taken."""
    for page in pages:
        boxes = [table.bbox for table in page.tables]
        lines = [line for line in page.lines if not any(box.contains(*line.bbox.center) for box in boxes)]
        texts = [to_arabic(line.text) for line in lines]
        totals = {float(m["score"]): n for n, text in enumerate(texts) for m in _totals(text, facts)}
        levels = {match["level"] for text in texts for match in _said_level().finditer(text)}
        if len(levels) == 1:
            found.level = found.level or next(iter(levels))
        if len(totals) == 1 and "total" not in found.sums:
            ((found.sums["total"], at),) = totals.items()
            line = lines[at]
            found.places["total"] = (
                Provenance(page.number, line.bbox, page.method, line.text, line.confidence),
            )


def _totals(text: str, facts: DocumentFacts) -> Iterator[re.Match[str]]:
    """The totals that a line tells of the year that was scored."""
    for match in _SAID_TOTAL.finditer(text):
        between = match["gap"] + (match["more"] or "")
        year = match["year"] is None or int(match["year"]) in (facts.basis_year, facts.fiscal_year)
        if year and not _NO_TOTAL.search(between):
            yield match


@cache
def _said_level() -> re.Pattern[str]:
    levels = sorted((row["level"] for row in rows("score_levels.csv")), key=len, reverse=True)
    return re.compile(_SAID_LEVEL.replace("{levels}", "|".join(levels)))


def _name(label: str, row: LogicalRow, header: Header, values: Mapping[int, Value]) -> int | str | None:
    """What a row scores: an indicator by number or wording, an instrument's mean, or the total."""
    printed = printed_indicators(label)
    if len(printed) == 1:
        return printed[0]
    named = _indicator_named(label)
    if named is not None:
        return named
    latin = latin_instruments(label)
    if len(latin) == 1 and _MEAN.search(label):
        return latin[0].lower()
    return "total" if _TOTAL.search(label) and not latin else None


def _indicator_named(label: str) -> int | None:
    """The indicator whose official name the label holds; None when none or several do."""
    key = text_key(label)
    found = {int(r["indicator"]) for r in rows("indicators.csv") if text_key(r["name"]) in key}
    return found.pop() if len(found) == 1 else None


def level_of(text: str) -> str | None:
    """The level a text prints: a letter AA–F or a level in words; the longest wording wins."""
    key = text_key(text)
    words = [
        r["level"] for r in rows("score_levels.csv") if r["scheme"] == "words" and text_key(r["level"]) in key
    ]
    if words:
        return max(words, key=len)
    letters = set(_LETTER.findall(text))
    return letters.pop() if len(letters) == 1 else None


def computed_total(indicators: Mapping[int, float]) -> float | None:
    """The weighted total of all ten indicators, rounded to two places; None when one is missing."""
    if any(n not in indicators for _, numbers in WEIGHTS.values() for n in numbers):
        return None
    return round(_weighted(indicators), 2)


def _weighted(indicators: Mapping[int, float]) -> float:
    return sum(weight * fmean(indicators[n] for n in numbers) for weight, numbers in WEIGHTS.values())


def suspects(
    indicators: Mapping[int, float],
    total: float,
    means: Mapping[str, float] = MappingProxyType({}),
    trust: Mapping[str, float] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Changes of one digit in one printed score, or in the total, that make the sum right.

    Args:
        indicators: all ten scores as read.
        total: as read.
        means: printed means by ``iit`` … ``oit``: where one is right, its indicators are.
        trust: confidence by ``indicator_3`` … ``total``: what was read least surely comes first.

    Returns:
        ``"indicator 3: 87.52 -> 81.52"`` and the like, likeliest first; the fewer the likelier.
    """
    sound = {
        n
        for name, (_, numbers) in WEIGHTS.items()
        if name in means and abs(fmean(indicators[i] for i in numbers) - means[name]) <= TOLERANCE
        for n in numbers
    }
    found = []
    for number, score in sorted(indicators.items(), key=lambda e: trust.get(f"indicator_{e[0]}", 1.0)):
        if number in sound:
            continue
        for other in _one_digit_off(score):
            if abs(_weighted({**indicators, number: other}) - total) <= TOLERANCE:
                found.append(f"indicator {number}: {score:.2f} -> {other:.2f}")
    expected = _weighted(indicators)
    of_total = [
        f"total: {total:.2f} -> {o:.2f}" for o in _one_digit_off(total) if abs(o - expected) <= TOLERANCE
    ]
    least = min((trust.get(f"indicator_{n}", 1.0) for n in indicators), default=1.0)
    return tuple(of_total + found if trust.get("total", 1.0) < least else found + of_total)


def _one_digit_off(score: float) -> Iterator[float]:
    print_ = f"{score:.2f}"
    for place, digit in enumerate(print_):
        for other in "0123456789" if digit.isdigit() else "":
            changed = float(print_[:place] + other + print_[place + 1 :])
            if other != digit and changed <= 100:
                yield changed


def _record(
    found: _Found, table: LogicalTable, document_id: str, source_file: str, facts: DocumentFacts
) -> ScoreRecord:
    page, index = table.tables[0]
    level_row = next((r for r in rows("score_levels.csv") if r["level"] == found.level), None)
    scheme = cast(Literal["letters", "words"], level_row["scheme"]) if level_row else None
    spots = [p for places in found.places.values() for p in places]
    return ScoreRecord(
        score_id=f"{document_id}-p{page}t{index}",
        document_id=document_id,
        source_file=source_file,
        agency_id=facts.agency_id,
        agency_name=facts.agency_name,
        fiscal_year=facts.basis_year or facts.fiscal_year,
        indicators=tuple(sorted(found.indicators.items())),
        iit=found.sums.get("iit"),
        eit=found.sums.get("eit"),
        oit=found.sums.get("oit"),
        total=found.sums.get("total"),
        computed_total=computed_total(found.indicators),
        level=found.level,
        level_scheme=scheme,
        confidence=min((p.confidence for p in spots), default=0.0),
        findings=tuple(finding.at(spots) for finding in _findings(found, level_row, facts)),
        provenance=tuple(found.places.items()),
    )


def _findings(found: _Found, level_row: Mapping[str, str] | None, facts: DocumentFacts) -> Iterator[Finding]:
    year = facts.basis_year or facts.fiscal_year
    if year is not None and year < FIRST_COMPARABLE_YEAR:  # another scale, letters or not
        yield Finding("not-comparable", "warning", str(year), "fiscal_year")
    total, computed = found.sums.get("total"), computed_total(found.indicators)
    for name, score in [*((f"indicator_{n}", s) for n, s in found.indicators.items()), *found.sums.items()]:
        if score > 100:
            yield Finding("score-out-of-range", "error", f"{name}: {score}", name)
    missing = [str(n) for n in range(1, 11) if n not in found.indicators]
    if missing:
        yield Finding("score-indicator-missing", "info", ", ".join(missing), "indicators")
    if total is not None and computed is not None and abs(total - computed) > TOLERANCE + _EPSILON:
        means = {name: score for name, score in found.sums.items() if name in WEIGHTS}
        trust = {name: min(p.confidence for p in places) for name, places in found.places.items() if places}
        likely = "; ".join(suspects(found.indicators, total, means, trust)[:5])
        detail = f"{total:.2f}, computed {computed:.2f}" + (f"; {likely}" if likely else "")
        yield Finding("score-total-wrong", "warning", detail, "total")
    if level_row and level_row["low"] and total is not None:
        low, high = float(level_row["low"]), float(level_row["high"])
        least = min(found.indicators.values(), default=None)
        each = float(level_row["each"]) if level_row["each"] else None
        under = each is not None and least is not None and round(least, 2) < each
        if not low <= round(total, 2) <= high or under:
            bounds = f"{low:g}–{high:g}" + (f", each from {each:g}" if each is not None else "")
            detail = f"{found.level} ({bounds}): {total:.2f}" + (f", least {least:.2f}" if under else "")
            yield Finding("score-level-disagrees", "warning", detail, "level")
