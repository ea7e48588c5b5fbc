"""What an auditor wants to know about the paper itself, row by row and over the whole report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from extract.model import DocumentFacts, Finding, MeasureRecord
from extract.records.review import asks_for_review
from extract.records.rows import Draft
from extract.thai.fold import key
from extract.thai.letters import to_arabic

# A result at least this like its own measure or procedure (0-100, folded) says nothing new; shorter texts
# ("ดำเนินการแล้ว") are alike by chance.
REPEATS = 90.0
REPEAT_LENGTH = 20

MOST_NAMED = 20
"""Equal measures that a finding names; the others are counted: 4,000 were 213 MB when all were named."""

_YEAR = re.compile(r"(?:ปีงบประมาณ|ปี)\s*(?:พ\.\s?ศ\.)?\s*(25[0-9]{2})")
_PAST = re.compile(r"(ผล(การ)?ประเมิน|วิเคราะห์ผล|ผลคะแนน|แผนพัฒนาท้องถิ่น).{0,80}$", re.S)


def check(
    records: Sequence[MeasureRecord], drafts: Sequence[Draft], facts: DocumentFacts
) -> tuple[tuple[MeasureRecord, ...], tuple[Finding, ...]]:
    """Add the findings about the paper to its records.

    Args:
        records: the records of one report in print order.
        drafts: the drafts they came from, one each: which columns their table has.
        facts: what holds for the whole report.

    Returns:
        The records with their findings, and the findings about the report as a whole.
    """
    checked = []
    printed: dict[str, list[str]] = {}
    before: MeasureRecord | None = None
    for record, draft in zip(records, drafts, strict=True):
        found = [
            *_gaps(record, draft, facts),
            *_repeats(record),
            *_old_years(record, facts),
            *_numbering(record, before),
            *_same(record, printed),
        ]
        before = record
        placed = tuple(_at(f, record) for f in found)
        review = record.needs_review or asks_for_review(record.confidence, False, placed)
        checked.append(replace(record, findings=record.findings + placed, needs_review=review))
    return tuple(checked), tuple(_whole(records, drafts, facts))


def _at(finding: Finding, record: MeasureRecord) -> Finding:
    """The finding with its place: its own field's, else the measure's."""
    places = dict(record.provenance)
    spots = places.get(finding.field or "") or places.get("measure") or next(iter(places.values()), ())
    return finding.at(spots)


def _gaps(record: MeasureRecord, draft: Draft, facts: DocumentFacts) -> list[Finding]:
    found = []
    if record.measure is None:
        found.append(Finding("no-measure", "warning", field="measure"))
    if "responsible" in draft.fields and record.responsible is None:
        found.append(Finding("no-responsible", "warning", field="responsible"))
    asked = facts.document_kind == "measure_report" and "result" in draft.fields
    if asked and record.result is None and record.status_text is None:
        found.append(Finding("no-result", "warning", field="result"))
    return found


def _repeats(record: MeasureRecord) -> list[Finding]:
    if not record.result:
        return []
    result = key(record.result)
    for name, text in (("measure", record.measure), ("procedure", record.procedure)):
        other = key(text) if text else ""
        if min(len(result), len(other)) >= REPEAT_LENGTH and fuzz.ratio(result, other) >= REPEATS:
            return [Finding("result-repeats-measure", "warning", name, "result")]
    return []


def _old_years(record: MeasureRecord, facts: DocumentFacts) -> list[Finding]:
    """A fiscal year before the report's own, not the result it acts on: maybe left over from a template."""
    if facts.fiscal_year is None:
        return []
    for name in ("measure", "procedure", "period", "result"):
        text = to_arabic(getattr(record, name) or "")
        for match in _YEAR.finditer(text):
            if int(match.group(1)) < facts.fiscal_year and not _PAST.search(text[: match.start()]):
                if name == "period" and record.period_start and record.period_end:
                    continue  # a range over the year's turn names both years; parse_period judged it
                return [Finding("year-left-over", "warning", match.group(0), name)]
    return []


def _numbering(record: MeasureRecord, before: MeasureRecord | None) -> list[Finding]:
    if before is None or before.section != record.section or not record.number or not before.number:
        return []
    now, last = record.number.split("."), before.number.split(".")
    if not all(part.isdigit() for part in (*now, *last)) or len(now) != len(last):
        return []
    if now[:-1] != last[:-1] or now == ["1"]:
        return []
    if now == last:
        return [Finding("number-repeated", "info", record.number, "number")]
    if int(now[-1]) != int(last[-1]) + 1:
        return [Finding("numbering-gap", "warning", f"{before.number} -> {record.number}", "number")]
    return []


def _same(record: MeasureRecord, printed: dict[str, list[str]]) -> list[Finding]:
    """A measure printed before; ``printed`` has the records of each measure so far and is added to."""
    if not record.measure_key:
        return []
    same = printed.setdefault(record.measure_key, [])
    more = f" + {len(same) - MOST_NAMED}" if len(same) > MOST_NAMED else ""
    named = ", ".join(same[:MOST_NAMED]) + more
    same.append(record.record_id)
    return [Finding("measure-repeated", "warning", named, "measure")] if named else []


def _whole(records: Sequence[MeasureRecord], drafts: Sequence[Draft], facts: DocumentFacts) -> list[Finding]:
    if not records:
        code = "no-measures" if facts.document_kind != "other" else "not-a-measure-report"
        return [Finding(code, "warning" if code == "no-measures" else "info")]
    fields = frozenset[str]().union(*(d.fields for d in drafts))
    if facts.document_kind == "measure_report" and not fields & {"result", "status_text"}:
        return [Finding("no-result-column", "warning", field="result")]
    return []
