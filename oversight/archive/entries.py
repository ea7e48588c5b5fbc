"""Every input with what became of it, in order: what the output files are made from.

What the output files say of a file is kept beside its rows, so that writing them anew takes reading no rows.
It is a copy that can always be made again. It goes with its document, and as soon as a correction changes
what the document says; one of another ``form`` is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select

from extract.model import Status
from oversight.archive.engine import transaction
from oversight.archive.packed_reports import FileText
from oversight.archive.report_reader import read
from oversight.archive.report_rows import InputResult, ReportRows, worst
from oversight.archive.rows import Stored
from oversight.archive.schema import documents, texts
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


def entries(
    engine: Engine, form_of: FormOf = lambda source_file, status, reason: ""
) -> Iterator[tuple[InputResult, Kept | None]]:
    """Every input that has an outcome, in order: with its text and no reports, or with its reports."""
    for batch in file_batches(engine, BATCH):
        mains = {row["sha256"]: row for row in batch if is_main(row) and row["status"] is None}
        with transaction(engine) as connection:
            held = _documents(connection, list(mains))
            kept = {
                sha256: _kept(rows)
                for sha256, rows in held.items()
                if rows[0]["form"] == form_of(mains[sha256]["source_file"], *_said(worst(rows)))
            }
            rows = _reports(connection, [sha256 for sha256 in mains if sha256 not in kept])
        for row in batch:
            name, sha256 = row["source_file"], row["sha256"] or ""
            if row["status"] is not None:
                yield InputResult(name, row["status"], row["reason"], sha256), None
            elif not is_main(row):
                yield InputResult(name, "duplicate", sha256=sha256, first=row["first_name"]), None
            else:
                reports = tuple(made for each in rows[sha256] if (made := each.report(name)) is not None)
                yield InputResult(name, *_said(worst(held[sha256])), sha256, reports), kept.get(sha256)


def keep_text(connection: Connection, document: int, text: FileText) -> None:
    """Keep the text of a file with its first document."""
    row = {"document": document, "form": text.form, "findings": text.findings, "packed": text.packed}
    connection.execute(insert(texts), row)


def forget_text(connection: Connection, sha256: str) -> None:
    """Drop the text of a file: what it says is not so any more."""
    held = select(documents.c.id).where(documents.c.sha256 == sha256)
    connection.execute(delete(texts).where(texts.c.document.in_(held)))


def _reports(connection: Connection, sha256s: Sequence[str]) -> Mapping[str, list[ReportRows]]:
    """All rows of the documents of these contents, by sha256."""
    found: defaultdict[str, list[ReportRows]] = defaultdict(list)
    for each in read(connection, documents.c.sha256.in_(sha256s)):
        found[each.document["sha256"]].append(each)
    return found


def _documents(connection: Connection, sha256s: Sequence[str]) -> dict[str, list[Stored]]:
    """The documents of each content with their text, in the order of their parts."""
    columns = [documents.c[name] for name in ("sha256", "status", "reason", *_SUMS)]
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
