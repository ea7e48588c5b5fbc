"""One agency's report beside that of the year before: results told again, plans told again, other units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extract.thai.fold import key
from oversight.audit.findings_model import CrossFinding, evidence_of, found
from oversight.compare.changes import Change
from oversight.compare.masks import masked
from oversight.compare.measures import Measure

LEAST_RESULT = 30
"""Letters from which on a result says something of its own; ดำเนินการแล้วเสร็จ says nothing."""
LEAST_ROWS, MOST_SHARE = 3, 0.8
"""From so many results, and from such a share of all of them, the whole report counts as last year's."""
PLAN_SHARE = 0.95
READ_ALIKE = 95.0
"""Likeness (percent) at which two readings of pictures may be of the same print."""
_DIGITS = re.compile(r"\d+")

Pair = tuple[Measure, Measure]


def over_years(changes: Sequence[Change], reports: Sequence[Change] | None = None) -> Iterator[CrossFinding]:
    """The findings of one agency over two years, from what became of its measures.

    Args:
        changes: Of the documents that stand for the years, plans where both years have one.
        reports: Of the reports of both years, which hold results; the same ones without it.
    """
    yield from _results(changes if reports is None else reports)
    yield from _plans(changes)
    yield from _units(changes)


def _pairs(changes: Sequence[Change]) -> list[Pair]:
    return [(change.before[0], change.after[0]) for change in changes if _one_to_one(change)]


def _one_to_one(change: Change) -> bool:
    return len(change.before) == len(change.after) == 1


def _results(changes: Sequence[Change]) -> Iterator[CrossFinding]:
    after = [measure for change in changes for measure in change.after]
    telling = [measure for measure in after if len(key(measure.result or "")) >= LEAST_RESULT]
    same = [(old, new, firm) for old, new in _pairs(changes) for firm in _same_result(old, new)]
    whole = len(same) >= LEAST_ROWS and len(same) >= MOST_SHARE * len(telling)
    # A phrase without any number may honestly be the same every year: it counts in a whole report only.
    numbered = [one for one in same if _DIGITS.search(_result(one[1]))]
    same = same if whole else numbered
    if not same:
        return
    first_old, first_new, _ = same[0]
    evidence = [
        place
        for old, new, firm in same
        for place in (evidence_of(new, not firm, "result"), evidence_of(old, not firm, "result"))
    ]
    yield found(
        "report-repeats-last-year" if whole else "result-repeats-last-year",
        first_new.lineage,
        first_new.agency_name,
        first_new.fiscal_year or 0,
        evidence,
        lower=not numbered,
        same=len(same),
        compared=len(telling),
        before=first_old.fiscal_year or 0,
    )


def _same_result(old: Measure, new: Measure) -> Iterator[bool]:
    """Whether two results say the same, numbers and all: True for sure, False perhaps, nothing for no."""
    one, other = _result(old), _result(new)
    if min(len(one), len(other)) < LEAST_RESULT:
        return
    if one == other:
        yield True
    elif old.doubt("result") is not None or new.doubt("result") is not None:
        numbers = _DIGITS.findall(one) == _DIGITS.findall(other)
        if numbers and fuzz.ratio(one, other) >= READ_ALIKE:
            yield False


def _result(measure: Measure) -> str:
    return masked(key(measure.result or ""), measure.agency_name, measure.agency_type)


def _plans(changes: Sequence[Change]) -> Iterator[CrossFinding]:
    measures = [
        [measure for c in changes for measure in c.before],
        [measure for c in changes for measure in c.after],
    ]
    if any(measure.document_kind != "measure_plan" for measure in (*measures[0], *measures[1])):
        return
    same = [(old, new) for old, new in _pairs(changes) if _promise(old) == _promise(new)]
    if len(same) < LEAST_ROWS or len(same) < PLAN_SHARE * max(map(len, measures)):
        return
    old, new = same[0]
    yield found(
        "plan-repeats-last-year",
        new.lineage,
        new.agency_name,
        new.fiscal_year or 0,
        [evidence_of(measure) for pair in same for measure in reversed(pair)],
        same=len(same),
        before=old.fiscal_year or 0,
    )


def _promise(measure: Measure) -> tuple[str, str]:
    texts = (measure.measure_key or key(measure.measure or ""), key(measure.procedure or ""))
    return masked(texts[0], measure.agency_name, measure.agency_type), masked(
        texts[1], measure.agency_name, measure.agency_type
    )


def _units(changes: Sequence[Change]) -> Iterator[CrossFinding]:
    # A measure in other words and of another unit may be another measure.
    moved = [c for c in changes if _one_to_one(c) and "responsible" in c.fields and "measure" not in c.fields]
    if not moved:
        return
    first = moved[0]
    yield found(
        "responsible-changed",
        first.after[0].lineage,
        first.after[0].agency_name,
        first.after[0].fiscal_year or 0,
        [evidence_of(s, field="responsible") for change in moved for s in (*change.after, *change.before)],
        count=len(moved),
        before=first.before[0].fiscal_year or 0,
    )
