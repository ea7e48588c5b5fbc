"""Records and findings to rows and back: what goes in comes out equal (``packing`` says what is lost)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.model import BBox, Finding, MeasureRecord, Provenance, Quantity, Suggestion
from extract.thai.fold import fold
from oversight.archive import packing
from oversight.archive.schema import RECORD_DATES, RECORD_NESTED, RECORD_NUMBERS, RECORD_TEXTS

Row = dict[str, Any]
Stored = Mapping[Any, Any]
"""A row as the store gives it."""
PLAIN_COLUMNS = (*RECORD_TEXTS, *RECORD_NUMBERS, *RECORD_DATES, "budget_thb", "confidence", "needs_review")
# What a search looks through: the words of a measure, not its agency or dates, which have filters.
SEARCHED = (
    *("section", "number", "measure", "procedure", "responsible", "monitoring", "result", "problem"),
    *("suggestion", "issue", "target", "evidence", "remark"),
)


def folded(text: str) -> str:
    """``text`` as searches compare it: no white space, one digit script, Latin in lower case."""
    return packing.text(fold(text).lower())


def search_text(record: MeasureRecord) -> str:
    """All searched fields of a record, folded, a line break between them so that no word spans two."""
    return "\n".join(folded(value) for name in SEARCHED if (value := getattr(record, name)))


def record_row(
    record: MeasureRecord,
    position: int,
    reviewed: bool = False,
    approved: bool = False,
    priority: float | None = None,
) -> Row:
    """The row of a record, but for its document."""
    row: Row = {name: packing.optional(getattr(record, name)) for name in RECORD_TEXTS}
    for name in (*RECORD_NUMBERS, *RECORD_DATES):
        row[name] = getattr(record, name)
    row["position"] = position
    row["budget_thb"] = None if record.budget_thb is None else float(record.budget_thb)
    row["confidence"] = float(record.confidence)
    row["needs_review"] = bool(record.needs_review)
    row["reviewed"] = reviewed
    row["approved"] = approved
    row["priority"] = priority
    for name in RECORD_NESTED:
        value = nested(name, getattr(record, name))
        row[name] = packing.dump(value) if value else None
    row["search_text"] = search_text(record)
    return row


def record_of(row: Stored, source_file: str, findings: Sequence[Finding] = ()) -> MeasureRecord:
    """The record of a row of ``records``."""
    values: Row = {name: row[name] for name in PLAIN_COLUMNS}
    for name in RECORD_NESTED:
        values[name] = nested_of(name, packing.load(row[name]))
    return MeasureRecord(source_file=source_file, findings=tuple(findings), **values)


def nested(name: str, value: Any) -> Any:
    """The nested field ``name`` as JSON values: pairs stay pairs, for names may repeat (``extra``)."""
    match name:
        case "indicator_suggested":
            return None if value is None else [value.value, value.score, value.basis]
        case "quantities":
            return [[q.value, q.unit, q.span] for q in value]
        case "provenance":
            return provenance(value)
    return value


def nested_of(name: str, value: Any) -> Any:
    """The field of what ``nested`` made; null is empty."""
    match name:
        case "indicator_suggested":
            return None if value is None else Suggestion(*value)
        case "quantities":
            return tuple(Quantity(number, unit, (span[0], span[1])) for number, unit, span in value or ())
        case "provenance":
            return provenance_of(value or ())
        case "extra":
            return tuple((key, inner) for key, inner in value or ())
    return tuple(value or ())


def provenance(value: Iterable[tuple[str, tuple[Provenance, ...]]]) -> list[Any]:
    """Provenance as JSON values."""
    return [
        [field, [[p.page, packing.box(p.bbox), p.method, p.raw, p.confidence] for p in places]]
        for field, places in value
    ]


def provenance_of(value: Iterable[Any]) -> tuple[tuple[str, tuple[Provenance, ...]], ...]:
    """Provenance from what ``provenance`` made."""
    return tuple(
        (
            field,
            tuple(
                Provenance(page, BBox(*bbox), method, raw, confidence)
                for page, bbox, method, raw, confidence in places
            ),
        )
        for field, places in value
    )


def finding_row(finding: Finding) -> Row:
    """The row of a finding, but for its place."""
    box = packing.box(finding.bbox) if finding.bbox else [None] * 4
    return {
        "code": packing.text(finding.code),
        "severity": finding.severity,
        "detail": packing.text(finding.detail),
        "field": packing.optional(finding.field),
        "page": finding.page,
        **dict(zip(("x0", "y0", "x1", "y1"), box, strict=True)),
    }


def finding_of(row: Stored) -> Finding:
    """The finding of a row."""
    box = None if row["x0"] is None else box_of(row)
    return Finding(row["code"], row["severity"], row["detail"], row["field"], row["page"], box)


def box_of(row: Stored) -> BBox:
    """The box of a row with the four columns."""
    return BBox(row["x0"], row["y0"], row["x1"], row["y1"])
