"""Every input with what became of it, in order: what the output files are made from.

What the output files say of a file is kept beside its rows, so that writing them anew takes reading no rows.
It is a copy that can always be made again. It goes with its document, and as soon as a correction changes
what the document says; one of another ``form`` is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, select

from extract.model import Report, Status
from oversight.archive.engine import transaction
from oversight.archive.listing import PLAIN
from oversight.archive.packed_reports import Text
from oversight.archive.report_rows import Parts
from oversight.archive.rows import Stored
from oversight.archive.schema import cells, documents, findings, pages, records, tables, texts
from oversight.archive.selection import file_batches, is_main

BATCH = 50  # whole documents at a time: some megabytes
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One input and the reports in it, none when it could not be read; the export's ``Entry``, and its place.

    ``cause`` is one word for a failure; ``location`` and ``member`` say where the input lies; ``first`` names
    the main file of the same bytes when this one is a ``duplicate``.
    """

    source_file: str
    status: Status
    reason: str = ""
    sha256: str = ""
    reports: tuple[Report, ...] = ()
    cause: str | None = None
    first: str | None = None
    location: str = ""
    member: int | None = None

    @property
    def document_id(self) -> str:
        """The beginning of the file's sha256, empty when it could not be opened."""
        return self.sha256[:16]


def entries(
    engine: Engine, form_of: FormOf = lambda source_file, status, reason: ""
) -> Iterator[tuple[Entry, Kept | None]]:
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


def keep_text(connection: Connection, document: int, text: Text) -> None:
    """Keep the text of a file with its first document."""
    row = {"document": document, "form": text.form, "findings": text.findings, "packed": text.packed}
    connection.execute(insert(texts), row)


def forget_text(connection: Connection, sha256: str) -> None:
    """Drop the text of a file: what it says is not so any more."""
    held = select(documents.c.id).where(documents.c.sha256 == sha256)
    connection.execute(delete(texts).where(texts.c.document.in_(held)))


def load(connection: Connection, sha256s: Sequence[str]) -> dict[str, list[Parts]]:
    """All rows of the documents of these contents, by sha256."""
    query = select(documents).where(documents.c.sha256.in_(sha256s)).order_by(documents.c.part)
    parts = {row["id"]: Parts(dict(row)) for row in connection.execute(query).mappings()}
    for name, table, order in (
        ("pages", pages, ("page",)),
        ("tables", tables, ("page", "position")),
        ("cells", cells, ("page", "table_position", "position")),
        ("records", records, ("position",)),
        ("findings", findings, ("position",)),
    ):
        children = select(table).where(table.c.document.in_(list(parts)))
        for document, rows in _by_document(connection, children, *order).items():
            setattr(parts[document], name, rows)
    found: defaultdict[str, list[Parts]] = defaultdict(list)
    for part in parts.values():
        found[part.document["sha256"]].append(part)
    return found


def _by_document(connection: Connection, query: Select[Any], *order: str) -> dict[int, list[Stored]]:
    columns = query.selected_columns
    rows = connection.execute(query.order_by(*(columns[name] for name in ("document", *order)))).mappings()
    return {document: list(group) for document, group in groupby(rows, key=lambda row: row["document"])}


def entry_of(row: Stored, parts: Mapping[str, list[Parts]]) -> Entry:
    """The entry of one input, a row of ``file_batches``, whole."""
    name, sha256 = row["source_file"], row["sha256"] or ""
    if row["status"] is not None:
        return Entry(name, row["status"], row["reason"], sha256, cause=row["cause"], **_place(row))
    if not is_main(row):
        return Entry(name, "duplicate", sha256=sha256, first=row["first_name"], **_place(row))
    held = parts[sha256]
    reports = tuple(report for part in held if (report := part.report(name)) is not None)
    return plain_entry(row, worst_part(part.document for part in held), reports)


def plain_entry(row: Stored, document: Stored, reports: tuple[Report, ...] = ()) -> Entry:
    """The entry of a file as ``document``, the one that tells how it stands, tells it."""
    status, reason, cause = document["status"], document["reason"], document["cause"]
    return Entry(row["source_file"], status, reason, row["sha256"], reports, cause, **_place(row))


def _place(row: Stored) -> dict[str, Any]:
    return {"location": row["location"], "member": None if row["member"] == PLAIN else row["member"]}


def worst_part(held: Iterable[Stored]) -> Stored:
    """Of a file's documents the one that tells how the file stands: the first that is not ``ok``, if any."""
    first, *others = held
    return next((document for document in (first, *others) if document["status"] != "ok"), first)


def _documents(connection: Connection, sha256s: Sequence[str]) -> dict[str, list[Stored]]:
    """The documents of each content with their text, in the order of their parts."""
    columns = [documents.c[name] for name in ("sha256", "status", "cause", "reason", *_SUMS)]
    query = (
        select(*columns, texts.c.form, texts.c.findings, texts.c.packed)
        .outerjoin_from(documents, texts, texts.c.document == documents.c.id)
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
