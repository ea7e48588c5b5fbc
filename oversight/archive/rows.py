"""Records and findings to rows and back: what goes in comes out equal (``packing`` says what is lost)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.codecs import CODECS
from extract.fields import by_key
from extract.model import BBox, Finding, MeasureRecord, ProvenanceOf
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
    """The nested field ``name`` as JSON values (``extract.codecs``), empty ones as they are."""
    return CODECS[by_key()[name].codec].pack(value, True) if name in RECORD_NESTED else value


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
