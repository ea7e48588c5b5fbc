"""Documents in lists: filtered, searched, page by page by their place and not by counting (keyset)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, tuple_

from oversight.archive.listing import main_file
from oversight.archive.rows import Stored, folded
from oversight.archive.schema import documents, files, records
from oversight.archive.search import holds

Progress = Literal["todo", "begun", "approved", "clean"]
_PLACE = (files.c.source_file, files.c.location, files.c.member)
_PART = func.coalesce(documents.c.part, 0)
_SHOWN = (
    *("document_id", "agency_id", "agency_name", "province", "fiscal_year", "document_kind", "pages"),
    *("records", "to_review", "approved", "whole"),
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
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Listed:
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
    connection: Connection,
    wanted: Wanted,
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Listed]:
    """Documents in the archive's order, those behind the ``key`` of ``after``."""
    columns = [documents.c[name] for name in _SHOWN]
    query = (
        select(
            *(files.c[name] for name in ("source_file", "location", "member")),
            func.coalesce(files.c.status, documents.c.status).label("status"),
            func.coalesce(files.c.cause, documents.c.cause).label("cause"),
            func.coalesce(files.c.reason, "").label("file_reason"),
            documents.c.reason,
            _PART.label("part"),
            *columns,
        )
        .outerjoin_from(files, documents, documents.c.sha256 == files.c.sha256)
        .where(or_(files.c.status.is_not(None), and_(documents.c.id.is_not(None), main_file())))
        .order_by(*_PLACE, _PART)
        .limit(limit)
    )
    for clause in _clauses(connection, wanted):
        query = query.where(clause)
    if after is not None:
        query = query.where(tuple_(*_PLACE, _PART) > tuple(after))
    return [_listed(row) for row in connection.execute(query).mappings()]


def count(connection: Connection, wanted: Wanted) -> int:
    """How many documents such a list has in all."""
    clauses = _clauses(connection, wanted)
    if not clauses:
        read = connection.execute(select(func.count()).select_from(documents)).scalar_one()
        unread = connection.execute(select(func.count()).where(files.c.status.is_not(None))).scalar_one()
        return int(read) + int(unread)
    query: Select[Any] = (
        select(func.count())
        .select_from(files)
        .outerjoin(documents, documents.c.sha256 == files.c.sha256)
        .where(or_(files.c.status.is_not(None), and_(documents.c.id.is_not(None), main_file())))
    )
    return int(connection.execute(query.where(*clauses)).scalar_one())


def provinces(connection: Connection) -> list[str]:
    """Every province that documents are of, by name."""
    query = select(documents.c.province).where(documents.c.province.is_not(None)).distinct()
    return sorted(connection.execute(query).scalars())


def years(connection: Connection) -> list[int]:
    """Every fiscal year that documents are of, latest first."""
    query = select(documents.c.fiscal_year).where(documents.c.fiscal_year.is_not(None)).distinct()
    return sorted(connection.execute(query).scalars(), reverse=True)


def _clauses(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in ("province", "fiscal_year", "agency_id"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(documents.c[name] == value)
    for name in ("status", "cause"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(func.coalesce(files.c[name], documents.c[name]) == value)
    match wanted.progress:
        case "todo":
            found.append(documents.c.to_review > 0)
        case "begun":
            found.append(and_(documents.c.approved > 0, ~documents.c.whole))
        case "approved":
            found.append(documents.c.whole)
        case "clean":
            found.append(and_(documents.c.to_review == 0, ~documents.c.whole, documents.c.pages.is_not(None)))
    for word in wanted.text.split():
        found.append(_said(connection, word))
    return found


def _said(connection: Connection, word: str) -> ColumnElement[bool]:
    """Whether a document's name, agency or records hold a word."""
    named = [
        column.contains(word, autoescape=True)
        for column in (files.c.source_file, documents.c.agency_name, documents.c.title)
    ]
    piece = folded(word)
    if piece:
        bearing = select(records.c.document).where(holds(connection, piece))
        named.append(documents.c.id.in_(bearing))
    return or_(*named)


def _listed(row: Stored) -> Listed:
    return Listed(
        source_file=row["source_file"],
        status=row["status"],
        cause=row["cause"],
        reason=row["reason"] or row["file_reason"],
        **{name: row[name] for name in _SHOWN if name not in ("records", "to_review", "approved", "whole")},
        records=row["records"] or 0,
        to_review=row["to_review"] or 0,
        approved=row["approved"] or 0,
        whole=bool(row["whole"]),
        key=(row["source_file"], row["location"], row["member"], row["part"]),
    )
