"""What a reviewer decides, as entries of the book: built on what they saw, refused when that has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from extract import fields
from extract.model import BBox, MeasureRecord
from oversight.archive import corrected, review_queue
from oversight.archive.amend import places_of, row_box
from oversight.archive.amended import Conflict
from oversight.archive.correction_log import Correction, CorrectionKind, Values
from oversight.archive.documents import StoredDocument
from oversight.archive.records import StoredRecord
from oversight.review.sessions import Session
from oversight.review.values import follow, joined

# What an approval vouches for: the printed texts and what people may set beside them.
APPROVED = tuple(field.key for field in fields.all() if field.editable in ("text", "value"))


class Stale(Exception):
    """The record says something else than what the person saw."""


class Taken(Exception):
    """Another person has the record in hand."""

    def __init__(self, hold: review_queue.Hold) -> None:
        super().__init__(hold.holder)
        self.hold = hold


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions as written down, and those of them that do not fit the present reading."""

    written: tuple[Correction, ...]
    conflicts: tuple[Conflict, ...]


def take(connection: Connection, record_id: str, session: Session) -> None:
    """Have a record in hand from now on.

    Raises:
        Taken: Another has it.
    """
    hold = review_queue.take(connection, record_id, session.user.name, session.key[:16])
    if not hold.mine:
        raise Taken(hold)


def write(connection: Connection, given: Sequence[Correction]) -> Decided:
    """Write decisions down and apply them."""
    written, conflicts = corrected.decide(connection, given)
    mine = {each.number for each in written}
    return Decided(tuple(written), tuple(each for each in conflicts if each.correction in mine))


def value(
    paper: StoredDocument,
    record: MeasureRecord,
    name: str,
    after: Mapping[str, Any],
    author: str,
    note: str,
    page: int,
) -> Correction:
    """A corrected field with what follows from it."""
    return _about_record("value", paper, record, after, author, note, name, page)


def approval(paper: StoredDocument, held: StoredRecord, author: str, note: str = "") -> Correction:
    """A whole record is right as it stands."""
    seen = tuple((name, getattr(held.record, name)) for name in APPROVED)
    return replace(_about_record("approve", paper, held.record, {}, author, note), before=seen)


def whole(
    paper: StoredDocument, records: Sequence[StoredRecord], author: str, note: str = ""
) -> list[Correction]:
    """A document is right as it stands, and has no other records."""
    given = [approval(paper, held, author, note) for held in records if not held.approved]
    count: Values = (("records", len(records)),)
    return [*given, _about(paper, "whole", author, after=count, note=note)]


def facts(
    paper: StoredDocument,
    records: Sequence[StoredRecord],
    name: str,
    after: Mapping[str, Any],
    author: str,
    note: str,
) -> list[Correction]:
    """Agency or year of a document; another year moves the periods of its records."""
    assert paper.facts is not None
    before = tuple((key, getattr(paper.facts, key)) for key in after)
    first = _about(paper, "facts", author, name, tuple(after.items()), before, note)
    if "fiscal_year" not in after:
        return [first]
    moved = []
    for record in (held.record for held in records):
        new = follow(record, {"fiscal_year": after["fiscal_year"]})
        dates = {key: new[key] for key in fields.set_beside("period") if key in new}
        if any(getattr(record, key) != date for key, date in dates.items()):
            moved.append(value(paper, record, "period", {"period": record.period, **dates}, author, note, 0))
    return [first, *moved]


def join(
    paper: StoredDocument, first: StoredRecord, second: StoredRecord, author: str, note: str
) -> Correction:
    """Two rows of the paper that are one measure."""
    given = _about_record("join", paper, first.record, joined(first.record, second.record), author, note)
    return replace(given, other=anchor(second.record, None, None))


def split(
    paper: StoredDocument,
    held: StoredRecord,
    parts: Mapping[str, tuple[str | None, str | None]],
    author: str,
    note: str,
) -> Correction:
    """One row that holds two measures: for each printed text what belongs to the first and to the second."""
    record = held.record
    firsts = follow(record, {name: pair[0] for name, pair in parts.items()})
    seconds = follow(record, {name: pair[1] for name, pair in parts.items()})
    given = _about_record("split", paper, record, firsts, author, note)
    return replace(given, second=tuple(seconds.items()))


def _about_record(
    kind: CorrectionKind,
    paper: StoredDocument,
    record: MeasureRecord,
    after: Mapping[str, Any],
    author: str,
    note: str,
    name: str | None = None,
    page: int | None = None,
) -> Correction:
    """A decision about a record, or its field ``name``, at the place where that was printed."""
    before = tuple((key, getattr(record, key)) for key in after)
    place, values = anchor(record, name, page), tuple(after.items())
    return Correction(paper.sha256, *place, kind, author, record.record_id, name, values, before, note)


def withdrawal(given: Correction, author: str, note: str) -> Correction:
    """Take a decision back."""
    same = {name: getattr(given, name) for name in ("sha256", "page", "bbox", "record_id", "field")}
    return Correction(**same, kind="withdraw", author=author, note=note, refers=given.number)


def anchor(record: MeasureRecord, name: str | None, page: int | None) -> tuple[int, BBox]:
    """Page and box a decision about a field (None: the record) hangs on: ``page`` if it is printed there."""
    own = places_of(record, name)
    if own:
        place = next((each for each in own if each.page == page), own[0])
        return place.page, place.bbox
    pages = [place.page for _, places in record.provenance for place in places]
    for number in dict.fromkeys([page or 0, *pages]):
        if box := row_box(record, number):
            return number, box
    return 1, BBox(0.0, 0.0, 0.0, 0.0)


def _about(
    paper: StoredDocument,
    kind: CorrectionKind,
    author: str,
    name: str | None = None,
    after: Values = (),
    before: Values = (),
    note: str = "",
) -> Correction:
    """A decision about the document."""
    nowhere = BBox(0.0, 0.0, 0.0, 0.0)
    return Correction(paper.sha256, 1, nowhere, kind, author, paper.document_id, name, after, before, note)
