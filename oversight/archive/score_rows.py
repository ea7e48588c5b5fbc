"""Score tables to JSON text and back: they are few and only read whole, so they lie with their document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from extract.model import BBox, Finding, ScoreRecord, Severity
from oversight.archive import packing
from oversight.archive.rows import provenance, provenance_of

_PLAIN = tuple(
    f.name
    for f in fields(ScoreRecord)
    if f.name not in ("source_file", "indicators", "findings", "provenance")
)


def written(scores: tuple[ScoreRecord, ...]) -> str | None:
    """The column of a document, None for a report without scores."""
    return packing.dump([_json(score) for score in scores]) if scores else None


def scores_of(text: str | None, source_file: str) -> tuple[ScoreRecord, ...]:
    """What ``written`` wrote; scores go by the name of the file, as records do."""
    return tuple(_score(value, source_file) for value in packing.load(text) or ())


def _json(score: ScoreRecord) -> dict[str, Any]:
    return {
        **{name: getattr(score, name) for name in _PLAIN},
        "indicators": score.indicators,
        "findings": [_finding(finding) for finding in score.findings],
        "provenance": provenance(score.provenance),
    }


def _score(value: dict[str, Any], source_file: str) -> ScoreRecord:
    return ScoreRecord(
        source_file=source_file,
        indicators=tuple((number, score) for number, score in value["indicators"]),
        findings=tuple(_finding_of(*told) for told in value["findings"]),
        provenance=provenance_of(value["provenance"]),
        **{name: value[name] for name in _PLAIN},
    )


def _finding(finding: Finding) -> list[Any]:
    box = None if finding.bbox is None else packing.box(finding.bbox)
    return [finding.code, finding.severity, finding.detail, finding.field, finding.page, box]


def _finding_of(
    code: str,
    severity: Severity,
    detail: str,
    field: str | None,
    page: int | None,
    box: Sequence[float] | None,
) -> Finding:
    return Finding(code, severity, detail, field, page, None if box is None else BBox(*box))
