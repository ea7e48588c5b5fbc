"""Documents in lists: filtered, searched, page by page by their place and not by counting (keyset)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, tuple_

from oversight.archive.listing import main_file
from oversight.archive.rows import Stored, folded
from oversight.archive.schema import documents, files, records
from oversight.archive.search import bearing

ReviewProgress = Literal["todo", "begun", "approved", "clean"]
_PLACE = (files.c.source_file, files.c.location, files.c.member)
FEW = 500  # documents that are sorted rather than found by walking all files in order
MANY = 600  # records a word may stand in before each document is asked for it in turn
_COUNTS = ("records", "to_review", "approved", "whole")
_SHOWN = (
    *("document_id", "agency_id", "agency_name", "province", "fiscal_year", "document_kind", "pages"),
    *_COUNTS,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents: every part that is given must hold. ``text`` stands in the records or the names."""

    text: str = ""
    province: str | None = None
    fiscal_year: int | None = None
    agency_id: str | None = None
    status: str | None = None
    cause: str | None = None
    progress: ReviewProgress | None = None


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in a list, or an input that gave none (``document_id`` is None then)."""

    source_file: str
    status: str
    cause: str | None
    reason: str
    document_id: str | None
    agency_id: str | None
    agency_name: str | None
    province: str | None
    fiscal_year: int | None
    document_kind: str | None
    pages: int | None
    records: int
    to_review: int
    approved: int
    whole: bool
    key: tuple[str, str, int, int]


def listed(
    connection: Connection, wanted: Wanted, after: Sequence[Any] | None = None, limit: int = 50
) -> tuple[list[ListedDocument], int | None]:
    """Documents in the archive's order, those behind the ``key`` of ``after``, and how many there are in all.

    The number is None where counting would take longer than the list (a word of very many records).
    """
    clauses, costly = _clauses(connection, wanted)
    some = _some(connection, clauses)
    found = _read(connection, clauses if some is None else [documents.c.id.in_(some)], after, limit)
    total: int | None
    if some is not None:
        total = len(some)
    elif costly:
        total = None
    else:
        total = int(
            connection.execute(select(func.count()).select_from(documents).where(*clauses)).scalar_one()
        )
    if _may_be_unread(wanted):
        others = _unread(wanted)
        found = sorted([*found, *_read_unread(connection, others, after, limit)], key=lambda each: each.key)
        if total is not None:
            total += int(
                connection.execute(select(func.count()).select_from(files).where(*others)).scalar_one()
            )
    return found[:limit], total


def _some(connection: Connection, clauses: Sequence[ColumnElement[bool]]) -> list[int] | None:
    """The documents when they are few: sorting them is quicker than walking all files; None for many."""
    if not clauses:
        return None
    query = select(documents.c.id).where(*clauses).limit(FEW + 1)
    found = list(connection.execute(query).scalars())
    return found if len(found) <= FEW else None


def _read(
    connection: Connection, clauses: Sequence[ColumnElement[bool]], after: Sequence[Any] | None, limit: int
) -> list[ListedDocument]:
    """Documents with the main file of their bytes."""
    query = (
        select(
            *(files.c[name] for name in ("source_file", "location", "member")),
            *(documents.c[name] for name in ("status", "cause", "reason", "part", *_SHOWN)),
        )
        .join_from(files, documents, documents.c.sha256 == files.c.sha256)
        .where(main_file(), *clauses)
        .order_by(*_PLACE, documents.c.part)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(*_PLACE, documents.c.part) > tuple(after))
    return [_listed(row) for row in connection.execute(query).mappings()]


def _may_be_unread(wanted: Wanted) -> bool:
    """Whether files that could not be opened, of which nothing is known but the name, are wanted too."""
    return not (wanted.province or wanted.fiscal_year or wanted.agency_id or wanted.progress)


def _unread(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [files.c.status.is_not(None)]
    for name in ("status", "cause"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(files.c[name] == value)
    return found + [files.c.source_file.contains(word, autoescape=True) for word in wanted.text.split()]


def _read_unread(
    connection: Connection, clauses: Sequence[ColumnElement[bool]], after: Sequence[Any] | None, limit: int
) -> list[ListedDocument]:
    query = select(files).where(*clauses).order_by(*_PLACE).limit(limit)
    if after is not None:
        query = query.where(tuple_(*_PLACE) > tuple(after[:3]))
    nothing = dict.fromkeys(_SHOWN)
    return [_listed({**row, **nothing, "part": 0}) for row in connection.execute(query).mappings()]


def _clauses(connection: Connection, wanted: Wanted) -> tuple[list[ColumnElement[bool]], bool]:
    """The conditions on ``documents``, and whether one of them takes long for each document."""
    found: list[ColumnElement[bool]] = []
    for name in ("province", "fiscal_year", "agency_id", "status", "cause"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(documents.c[name] == value)
    match wanted.progress:
        case "todo":
            found.append(documents.c.to_review > 0)
        case "begun":
            found.append(and_(documents.c.approved > 0, ~documents.c.whole))
        case "approved":
            found.append(documents.c.whole)
        case "clean":
            found.append(and_(documents.c.to_review == 0, ~documents.c.whole, documents.c.pages.is_not(None)))
    costly = False
    for word in wanted.text.split():
        clause, slow = _said(connection, word)
        found.append(clause)
        costly = costly or slow
    return found, costly


def _said(connection: Connection, word: str) -> tuple[ColumnElement[bool], bool]:
    """Whether a document's name, agency or records hold a word; and whether the word stands in very many."""
    called = select(files.c.sha256).where(files.c.source_file.contains(word, autoescape=True))
    named = [
        documents.c.agency_name.contains(word, autoescape=True),
        documents.c.title.contains(word, autoescape=True),
        documents.c.sha256.in_(called),
    ]
    piece = folded(word)
    if not piece:
        return or_(*named), False
    hits = bearing(connection, piece, MANY + 1)
    if len(hits) <= MANY:
        return or_(*named, documents.c.id.in_(sorted(set(hits)))), False
    # So common a word is found soon in the records of nearly every document.
    here = (records.c.document == documents.c.id, records.c.search_text.contains(piece, autoescape=True))
    return or_(exists().where(*here), *named), True


def _listed(row: Stored) -> ListedDocument:
    return ListedDocument(
        **{name: row[name] for name in ("source_file", "status", "cause", "reason")},
        **{name: row[name] for name in _SHOWN if name not in _COUNTS},
        records=row["records"] or 0,
        to_review=row["to_review"] or 0,
        approved=row["approved"] or 0,
        whole=bool(row["whole"]),
        key=(row["source_file"], row["location"], row["member"], row["part"]),
    )
