"""A report with what people decided about it, and how much each of its records deserves a look.

That is doubt times importance. Doubt is what the reading says of itself: the share of such values that are
wrong (1 − confidence), and the findings. Importance is what would be wrong with it: comparing years rests on
measure, result and status, money and dates on budget and period; who is responsible and how it was done
matter less. Both are judgements, not measurements; they order a list and decide nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from extract.model import MeasureRecord, Report

IMPORTANCE = {
    **dict.fromkeys(("measure", "budget"), 3.0),
    **dict.fromkeys(("result", "status_text", "period", "section"), 2.0),
    **dict.fromkeys(("number", "responsible", "problem", "suggestion"), 1.5),
}
PLAIN = 1.0  # any other field
DOUBT = {"error": 1.0, "warning": 0.3, "info": 0.0}
ASKED = 0.05  # the record asks for an eye (a digit not to be trusted) where nothing else says which field


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that could not be applied to the present reading, and why."""

    correction: int
    reason: str


@dataclass(frozen=True, slots=True)
class Amended:
    """A report with its corrections applied; the sets hold positions of records, ``priorities`` one each.

    ``whole``: a person approved the document as it stands.
    """

    report: Report
    reviewed: frozenset[int]
    conflicts: tuple[Conflict, ...]
    priorities: tuple[float | None, ...]
    approved: frozenset[int] = frozenset()
    whole: bool = False


def untouched(report: Report) -> Amended:
    """A report that nobody corrected."""
    ranks = tuple(priority(record) for record in report.records)
    return Amended(report, frozenset(), (), ranks)


def priority(record: MeasureRecord, settled: Collection[str] = ()) -> float | None:
    """How much a record deserves a look, None when nothing in it is doubted.

    Args:
        record: as read, with its findings.
        settled: fields a person has decided already.
    """
    doubt = 0.0
    for name, places in record.provenance:
        if name not in settled:
            worst = min((place.confidence for place in places), default=1.0)
            doubt += (1.0 - worst) * IMPORTANCE.get(name, PLAIN)
    doubted = False
    for finding in record.findings:
        if finding.field in settled:
            continue
        weight = DOUBT[finding.severity]
        doubted = doubted or weight > 0
        doubt += weight * IMPORTANCE.get(finding.field or "", PLAIN)
    if not (record.needs_review or doubted):
        return None
    return round(doubt + (ASKED if record.needs_review else 0.0), 6)
