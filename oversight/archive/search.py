"""Searching the words of measures: any piece of Thai, with no need to know where words end.

Both sides are folded (no white space, one digit script, canonical marks). From three letters on an index of
three-letter pieces answers (FTS5 trigram, pg_trgm); shorter pieces are looked for in every record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, column, literal, select, table

from extract.fields import searched
from oversight.archive.engine import dialect_is
from oversight.archive.listing import main_file
from oversight.archive.rows import Stored, folded
from oversight.archive.schema import documents, files, records
from oversight.archive.selection import PLACE, Filter, condition

LIMIT = 50
_PIECE = re.compile(r"[^*?\[\]]{3}")  # what the index can look up: three letters that mean themselves
_INDEX = table("record_search", column("rowid"), column("search_text"))


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found; ``field`` is the first that holds one of the words, ``text`` what stands there."""

    record_id: str
    source_file: str
    agency_name: str | None
    fiscal_year: int | None
    number: str | None
    measure: str | None
    field: str
    text: str


def search(
    connection: Connection, text: str, wanted: Filter | None = None, limit: int = LIMIT, offset: int = 0
) -> list[Hit]:
    """Records in which all words of ``text`` (parted by white space) stand, in the archive's order."""
    words = [word for given in text.split() if (word := folded(given))]
    if not words:
        return []
    query = (
        select(records, files.c.source_file)
        .join_from(records, documents, documents.c.id == records.c.document)
        .join(files, files.c.sha256 == documents.c.sha256)
        .where(main_file(), *(holds(connection, word) for word in words), condition(wanted))
        .order_by(*PLACE, documents.c.part, records.c.position)
        .limit(limit)
        .offset(offset)
    )
    return [_hit(row, words) for row in connection.execute(query).mappings()]


def holds(connection: Connection, word: str) -> ColumnElement[bool]:
    """The condition that a record's text holds the folded ``word``."""
    if dialect_is(connection, "sqlite"):
        if not _PIECE.search(word):
            return records.c.search_text.contains(word, autoescape=True)
        found = select(_INDEX.c.rowid).where(_INDEX.c.search_text.op("GLOB")(literal(f"*{_globbed(word)}*")))
        return records.c.id.in_(found)
    return records.c.search_text.contains(word, autoescape=True)


def bearing(connection: Connection, word: str, limit: int) -> list[int]:
    """Documents, by number, of at most ``limit`` records that hold the folded ``word``, one a record."""
    query = select(records.c.document)
    if dialect_is(connection, "sqlite") and _PIECE.search(word):
        # The limit stands inside: else every record of a common word would be read first.
        some = select(_INDEX.c.rowid).where(_INDEX.c.search_text.op("GLOB")(literal(f"*{_globbed(word)}*")))
        query = query.where(records.c.id.in_(some.limit(limit)))
    else:
        query = query.where(holds(connection, word)).limit(limit)
    return list(connection.execute(query).scalars())


def _globbed(word: str) -> str:
    """``word`` as a GLOB pattern takes it literally."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in word)


def _hit(row: Stored, words: list[str]) -> Hit:
    field = next(
        (
            name
            for name in searched()
            if (value := row[name]) and any(word in folded(value) for word in words)
        ),
        "measure",
    )
    return Hit(
        **{
            name: row[name]
            for name in ("record_id", "source_file", "agency_name", "fiscal_year", "number", "measure")
        },
        field=field,
        text=row[field] or "",
    )
