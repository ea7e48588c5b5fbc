"""Records, findings and score tables to rows and back: what goes in comes out equal.

``packing`` says what is lost. Score tables are few and only read whole: they lie as JSON with their document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from extract.codecs import CODECS
from extract.fields import by_key, searched
from extract.model import BBox, Finding, MeasureRecord, ProvenanceOf, ScoreRecord, Severity
from extract.thai.fold import fold
from oversight.archive import packing
from oversight.archive.columns import BOX, record_columns

Row = dict[str, Any]
Stored = Mapping[Any, Any]
"""A row as the store gives it."""
_TEXTS = record_columns("text")
_NUMBERS = record_columns("double")
_NESTED = record_columns("json")
_AS_THEY_ARE = record_columns("integer", "date", "boolean")


def plain(thing: object, names: Iterable[str]) -> Row:
    """What ``thing`` holds under ``names``, as it is."""
    return {name: getattr(thing, name) for name in names}


def folded(text: str) -> str:
    """``text`` as searches compare it: no white space, one digit script, Latin in lower case."""
    return packing.text(fold(text).lower())


def search_text(record: MeasureRecord) -> str:
    """All searched fields of a record, folded, a line break between them so that no word spans two."""
    return "\n".join(folded(value) for name in searched() if (value := getattr(record, name)))


def record_row(
    record: MeasureRecord,
    position: int,
    reviewed: bool = False,
    approved: bool = False,
    priority: float | None = None,
) -> Row:
    """The row of a record, but for its document."""
    row: Row = {name: packing.optional(getattr(record, name)) for name in _TEXTS}
    row |= plain(record, _AS_THEY_ARE)
    for name in _NUMBERS:
        value = getattr(record, name)
        row[name] = None if value is None else float(value)
    for name in _NESTED:
        value = nested(name, getattr(record, name))
        row[name] = packing.dump(value) if value else None
    row |= {"position": position, "reviewed": reviewed, "approved": approved, "priority": priority}
    row["search_text"] = search_text(record)
    return row


def record_of(row: Stored, source_file: str, findings: Sequence[Finding] = ()) -> MeasureRecord:
    """The record of a row of ``records``."""
    values: Row = {name: row[name] for name in (*_TEXTS, *_AS_THEY_ARE, *_NUMBERS)}
    for name in _NESTED:
        values[name] = nested_of(name, packing.load(row[name]))
    return MeasureRecord(source_file=source_file, findings=tuple(findings), **values)


def nested(name: str, value: Any) -> Any:
    """The nested field ``name`` as JSON values (``extract.codecs``), empty ones as they are."""
    return CODECS[by_key()[name].codec].pack(value, True) if name in _NESTED else value


def nested_of(name: str, value: Any) -> Any:
    """The field of what ``nested`` made; null is empty."""
    codec = CODECS[by_key()[name].codec]
    return codec.empty if value is None else codec.unpack(value)


def provenance(value: ProvenanceOf) -> list[Any]:
    """Provenance as JSON values."""
    return list(nested("provenance", value))


def provenance_of(value: Iterable[Any]) -> ProvenanceOf:
    """Provenance from what ``provenance`` made."""
    return tuple(nested_of("provenance", value))


def finding_row(finding: Finding) -> Row:
    """The row of a finding, but for its place."""
    return {
        "code": packing.text(finding.code),
        "severity": finding.severity,
        "detail": packing.text(finding.detail),
        "field": packing.optional(finding.field),
        "page": finding.page,
        **(box_row(finding.bbox) if finding.bbox else dict.fromkeys(BOX)),
        "readings": packing.dump(finding.readings) if finding.readings else None,
    }


def finding_of(row: Stored) -> Finding:
    """The finding of a row."""
    box = None if row["x0"] is None else box_of(row)
    readings = _readings(packing.load(row.get("readings")) or ())  # a reading put aside earlier has none
    return Finding(row["code"], row["severity"], row["detail"], row["field"], row["page"], box, readings)


def _readings(pairs: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((engine, text) for engine, text in pairs)


def box_row(bbox: BBox) -> dict[str, float]:
    """A box in four columns."""
    return dict(zip(BOX, packing.box(bbox), strict=True))


def box_of(row: Stored) -> BBox:
    """The box of a row with the four columns."""
    return BBox(*(row[name] for name in BOX))


_OF_SCORES = tuple(
    f.name
    for f in fields(ScoreRecord)
    if f.name not in ("source_file", "indicators", "findings", "provenance")
)


def score_text(scores: tuple[ScoreRecord, ...]) -> str | None:
    """The column of a document, None for a report without scores."""
    return packing.dump([_score_json(score) for score in scores]) if scores else None


def scores_of(text: str | None, source_file: str) -> tuple[ScoreRecord, ...]:
    """What ``score_text`` wrote; scores go by the name of the file, as records do."""
    return tuple(_score(value, source_file) for value in packing.load(text) or ())


def _score_json(score: ScoreRecord) -> dict[str, Any]:
    return {
        **plain(score, _OF_SCORES),
        "indicators": score.indicators,
        "findings": [_finding_list(finding) for finding in score.findings],
        "provenance": provenance(score.provenance),
    }


def _score(value: dict[str, Any], source_file: str) -> ScoreRecord:
    return ScoreRecord(
        source_file=source_file,
        indicators=tuple((number, score) for number, score in value["indicators"]),
        findings=tuple(_finding_of(*parts) for parts in value["findings"]),
        provenance=provenance_of(value["provenance"]),
        **{name: value[name] for name in _OF_SCORES},
    )


def _finding_list(finding: Finding) -> list[Any]:
    box = None if finding.bbox is None else packing.box(finding.bbox)
    parts = (finding.code, finding.severity, finding.detail, finding.field, finding.page)
    return [*parts, box, finding.readings]


def _finding_of(
    code: str,
    severity: Severity,
    detail: str,
    field: str | None,
    page: int | None,
    box: Sequence[float] | None,
    readings: Iterable[Sequence[str]] = (),
) -> Finding:
    place = None if box is None else BBox(*box)
    return Finding(code, severity, detail, field, page, place, _readings(readings))
