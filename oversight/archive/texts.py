"""What the output files say of each file, kept beside its rows: writing them anew takes reading no rows.

It is a copy that can always be made again. It goes with its document, and as soon as a correction changes
what the document says; one of another ``form`` is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select

from extract.model import Status
from oversight.archive.engine import transaction
from oversight.archive.packed import Text
from oversight.archive.reading import (
    BATCH,
    Entry,
    entry_of,
    file_batches,
    is_main,
    load,
    plain_entry,
    worst_part,
)
from oversight.archive.rows import Stored
from oversight.archive.schema import documents
from oversight.archive.schema import texts as table

FormOf = Callable[[str, Status, str], str]
"""The form that the text of a file must have to be of use: by its ``source_file``, status and reason."""
_SUMS = ("pages", "pages_digital", "pages_scanned", "records")


@dataclass(frozen=True, slots=True)
class Kept:
    """The text of one file and what it counts."""

    packed: bytes
    pages: int
    pages_digital: int
    pages_scanned: int
    records: int
    findings: int


def keep(connection: Connection, document: int, text: Text) -> None:
    """Keep the text of a file with its first document."""
    row = {"document": document, "form": text.form, "findings": text.findings, "packed": text.packed}
    connection.execute(insert(table), row)


def forget(connection: Connection, sha256: str) -> None:
    """Drop the text of a file: what it says is not so any more."""
    held = select(documents.c.id).where(documents.c.sha256 == sha256)
    connection.execute(delete(table).where(table.c.document.in_(held)))


def entries(engine: Engine, form_of: FormOf) -> Iterator[tuple[Entry, Kept | None]]:
    """Every input that has an outcome, in order: with its text and no reports, or with its reports."""
    for batch in file_batches(engine, BATCH):
        mains = {row["sha256"]: row for row in batch if is_main(row) and row["status"] is None}
        with transaction(engine) as connection:
            held = _documents(connection, list(mains))
            told = {sha256: worst_part(rows) for sha256, rows in held.items()}
            kept = {
                sha256: _kept(rows)
                for sha256, rows in held.items()
                if rows[0]["form"] == form_of(mains[sha256]["source_file"], *_said(told[sha256]))
            }
            parts = load(connection, [sha256 for sha256 in mains if sha256 not in kept])
        for row in batch:
            sha256 = row["sha256"]
            if mains.get(sha256) is row and sha256 in kept:
                yield plain_entry(row, told[sha256]), kept[sha256]
            else:
                yield entry_of(row, parts), None


def _documents(connection: Connection, sha256s: Sequence[str]) -> dict[str, list[Stored]]:
    """The documents of each content with their text, in the order of their parts."""
    columns = [documents.c[name] for name in ("sha256", "status", "cause", "reason", *_SUMS)]
    query = (
        select(*columns, table.c.form, table.c.findings, table.c.packed)
        .outerjoin_from(documents, table, table.c.document == documents.c.id)
        .where(documents.c.sha256.in_(sha256s))
        .order_by(documents.c.part)
    )
    held: defaultdict[str, list[Stored]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        held[row["sha256"]].append(row)
    return held


def _said(document: Stored) -> tuple[Status, str]:
    return document["status"], document["reason"]


def _kept(rows: Sequence[Stored]) -> Kept:
    sums = {name: sum(row[name] or 0 for row in rows) for name in _SUMS}
    return Kept(packed=rows[0]["packed"], findings=rows[0]["findings"], **sums)
