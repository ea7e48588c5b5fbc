"""Findings as a page shows them: by code, agency by agency, with the places to go and look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from oversight.audit.findings_model import CrossFinding, Evidence, detail
from oversight.registry.explain import table

MOST_AGENCIES = 40
"""So many findings of one code stand on a page; the others are counted, and stand in the csv and json."""
MOST_PLACES = 4
"""So many places of one finding."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding: whose, what, and where to look; ``more`` places are not shown."""

    finding: CrossFinding
    detail: str
    places: tuple[Evidence, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one code; ``more`` of them are not shown."""

    code: str
    severity: str
    title: str
    do: str
    count: int
    agencies: int
    shown: tuple[ShownFinding, ...]
    more: int


def finding_groups(findings: Iterable[CrossFinding], lang: str) -> tuple[FindingGroup, ...]:
    """Findings by code, in the order of ``oversight/registry/findings.csv``, the graver ones first."""
    by_code: dict[str, list[CrossFinding]] = {row["code"]: [] for row in table()}
    for finding in findings:
        by_code[finding.code].append(finding)
    made = [_group(row, by_code[row["code"]], lang) for row in table() if by_code[row["code"]]]
    return tuple(sorted(made, key=lambda group: group.severity != "warning"))


def _group(row: Mapping[str, str], found: Sequence[CrossFinding], lang: str) -> FindingGroup:
    shown = tuple(
        ShownFinding(
            one, detail(one, lang), one.evidence[:MOST_PLACES], max(0, len(one.evidence) - MOST_PLACES)
        )
        for one in found[:MOST_AGENCIES]
    )
    return FindingGroup(
        row["code"],
        row["severity"],
        row[f"title_{lang}"],
        row[f"do_{lang}"],
        len(found),
        len({one.agency_id for one in found}),
        shown,
        len(found) - len(shown),
    )


def finding_objects(findings: Iterable[CrossFinding]) -> Iterator[dict[str, Any]]:
    """Findings as objects of plain values, with their sentence in both languages."""
    for finding in findings:
        yield {
            **{name: getattr(finding, name) for name in ("code", "severity", "agency_id", "agency_name")},
            "fiscal_year": finding.fiscal_year,
            "doubtful": finding.doubtful,
            "detail_th": detail(finding, "th"),
            "detail_en": detail(finding, "en"),
            "values": dict(finding.values),
            "evidence": [asdict(place) for place in finding.evidence],
        }
