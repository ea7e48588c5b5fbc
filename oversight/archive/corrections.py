"""What people corrected: written down once, never changed, applied again whenever the file is read anew.

A correction is anchored on the paper: the file's sha256, the page, and the box of the corrected value. In a
new reading it belongs to the record whose field was printed there (IoU ≥ ``SAME_PLACE``); where the record
has no box for the field (nothing was read there), the box of its row counts. An approval says that a whole
record is right: it holds as long as the record reads as it did. What finds no place is a conflict: a finding
in the output and a row in ``conflicts``; the correction itself stays.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sqlalchemy import Connection, insert, select

from extract.errors import UsageError
from extract.model import BBox, Finding, MeasureRecord, Report
from oversight.archive import packing
from oversight.archive.lease import now
from oversight.archive.rows import Stored, box_of, nested, nested_of
from oversight.archive.schema import RECORD_DATES, RECORD_NESTED, conflicts
from oversight.archive.schema import corrections as table

SAME_PLACE = 0.5  # IoU (DESIGN.md, "Identity"): a box moved by half of itself shows another line
FIXED = frozenset({"record_id", "document_id", "source_file", "findings", "provenance"})
CORRECTABLE = tuple(f.name for f in fields(MeasureRecord) if f.name not in FIXED)
Values = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person about one record.

    ``bbox`` (points) is the box of ``field`` on ``page``, or of the record's row where nothing was read.
    ``after`` maps keys of the record to values as ``MeasureRecord`` holds them: the field and what follows
    from it (``budget`` with ``budget_thb``). An approval has neither field nor values. ``before`` is what the
    person saw; ``number`` and ``made`` (seconds since 1970) are given by the archive.
    """

    sha256: str
    page: int
    bbox: BBox
    kind: Literal["value", "approve"]
    author: str
    record_id: str
    field: str | None = None
    after: Values = ()
    before: Values = ()
    note: str = ""
    number: int | None = None
    made: float | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that could not be applied to the present reading, and why."""

    correction: int
    reason: str


@dataclass(frozen=True, slots=True)
class Amended:
    """A report with its corrections applied; ``reviewed`` holds positions of records."""

    report: Report
    reviewed: frozenset[int]
    conflicts: tuple[Conflict, ...]


def write_down(connection: Connection, given: Correction) -> Correction:
    """Add a correction to the book and return it with its number; it is not applied yet."""
    made = now(connection)
    row = {
        "made": made,
        "author": packing.text(given.author),
        "sha256": given.sha256,
        "page": given.page,
        **dict(zip(("x0", "y0", "x1", "y1"), packing.box(given.bbox), strict=True)),
        "kind": given.kind,
        "field": given.field,
        "record_id": given.record_id,
        "before": packing.dump(_plain(given.before)),
        "after": packing.dump(_plain(given.after)),
        "note": packing.text(given.note),
    }
    done = connection.execute(insert(table), row)
    assert done.inserted_primary_key is not None
    return replace(given, number=done.inserted_primary_key[0], made=made)


def check(given: Correction) -> None:
    """Refuse a correction of what is no person's to correct.

    Raises:
        UsageError: A key that a record does not have or that names it; a value without its field.
    """
    wrong = [name for name, _ in (*given.after, *given.before) if name not in CORRECTABLE]
    if given.kind == "value" and (given.field is None or given.field not in dict(given.after)):
        wrong.append(given.field or "field")
    if wrong:
        names = ", ".join(wrong)
        raise UsageError(f"แก้ไขช่องนี้ไม่ได้: {names}", f"cannot be corrected: {names}")


def open_conflicts(connection: Connection) -> list[tuple[Correction, str]]:
    """The corrections in conflict with the present reading, oldest first, and why."""
    query = (
        select(table, conflicts.c.reason)
        .join_from(conflicts, table, table.c.id == conflicts.c.correction)
        .order_by(table.c.id)
    )
    return [(correction_of(row), row["reason"]) for row in connection.execute(query).mappings()]


def of_file(connection: Connection, sha256: str) -> tuple[Correction, ...]:
    """All corrections of a file, oldest first."""
    rows = connection.execute(select(table).where(table.c.sha256 == sha256).order_by(table.c.id)).mappings()
    return tuple(correction_of(row) for row in rows)


def correction_of(row: Stored) -> Correction:
    """The correction of a row."""
    return Correction(
        **{
            name: row[name]
            for name in ("sha256", "page", "kind", "author", "record_id", "field", "note", "made")
        },
        bbox=box_of(row),
        after=_values(packing.load(row["after"])),
        before=_values(packing.load(row["before"])),
        number=row["id"],
    )


def apply_all(connection: Connection, sha256: str, reports: Sequence[Report]) -> list[Amended]:
    """The reports of a file as people corrected them."""
    return amend(reports, of_file(connection, sha256))


def amend(reports: Sequence[Report], book: Sequence[Correction]) -> list[Amended]:
    """``reports`` of one file with the corrections of ``book`` applied in their order."""
    if not book:
        return [Amended(report, frozenset(), ()) for report in reports]
    records = {
        (part, n): record for part, report in enumerate(reports) for n, record in enumerate(report.records)
    }
    reviewed: set[tuple[int, int]] = set()
    unplaced: list[Conflict] = []
    doubts: list[Finding] = []
    for correction in book:
        place = find(records, correction)
        reason = _objection(records, place, correction)
        if place is not None and not reason:
            records[place] = _corrected(records[place], correction)
            reviewed.add(place)
        else:
            unplaced.append(Conflict(correction.number or 0, reason))
            doubts.append(_finding("correction-conflict", "warning", correction, reason))
    counts = Counter(part for part, _ in records)
    return [
        Amended(
            replace(
                report,
                records=tuple(records[part, n] for n in range(counts[part])),
                findings=report.findings + (tuple(doubts) if part == 0 else ()),
            ),
            frozenset(n for owner, n in reviewed if owner == part),
            tuple(unplaced) if part == 0 else (),
        )
        for part, report in enumerate(reports)
    ]


def find(records: Mapping[tuple[int, int], MeasureRecord], correction: Correction) -> tuple[int, int] | None:
    """The record whose value was printed in the correction's box; the best match, None without one."""
    best, place = SAME_PLACE, None
    for key, record in records.items():
        for box in _boxes(record, correction):
            overlap = box.iou(correction.bbox)
            if overlap > best or (overlap == best and place is None):
                best, place = overlap, key
    return place


def row_box(record: MeasureRecord, page: int) -> BBox | None:
    """The box around all that a record prints on a page."""
    around: BBox | None = None
    for _, places in record.provenance:
        for place in places:
            if place.page == page:
                around = place.bbox if around is None else around.union(place.bbox)
    return around


def _boxes(record: MeasureRecord, correction: Correction) -> list[BBox]:
    """Where the corrected field stands on the correction's page."""
    page = correction.page
    own = next((places for field, places in record.provenance if field == correction.field), ())
    if own:
        return [place.bbox for place in own if place.page == page]
    whole = row_box(record, page)
    return [] if whole is None else [whole]


def _objection(
    records: Mapping[tuple[int, int], MeasureRecord], place: tuple[int, int] | None, correction: Correction
) -> str:
    """Why the correction cannot be applied; empty when it can."""
    if place is None:
        return "nothing is read at this place any more"
    if correction.kind == "approve":
        record = records[place]
        changed = [name for name, value in correction.before if getattr(record, name) != value]
        if changed:
            return "approved with other values: " + ", ".join(changed)
    return ""


def _corrected(record: MeasureRecord, correction: Correction) -> MeasureRecord:
    """The record with the person's values, and a finding that says so."""
    values = dict(correction.after)
    if correction.kind == "approve":
        values.setdefault("needs_review", False)
    code = "corrected" if correction.kind == "value" else "approved"
    told = _finding(code, "info", correction, "")
    return replace(record, **values, findings=(*record.findings, told))


def _finding(code: str, severity: Literal["info", "warning"], correction: Correction, reason: str) -> Finding:
    when = dt.datetime.fromtimestamp(correction.made or 0, dt.UTC).strftime("%Y-%m-%d")
    parts = [f"{correction.author} {when}", reason]
    if correction.field is not None:
        before, after = (dict(pairs).get(correction.field) for pairs in (correction.before, correction.after))
        parts.append(f"{before} → {after}")
    detail = ": ".join(part for part in parts if part)
    return Finding(code, severity, detail, correction.field, correction.page, correction.bbox)


def _plain(values: Values) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else nested(name, value)
        for name, value in values
    }


def _values(plain: Mapping[str, Any]) -> Values:
    return tuple((name, _value(name, value)) for name, value in plain.items())


def _value(name: str, value: Any) -> Any:
    if name in RECORD_NESTED:
        return nested_of(name, value)
    return dt.date.fromisoformat(value) if name in RECORD_DATES and value is not None else value
