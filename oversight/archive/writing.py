"""Putting what came of a file in place of what was there before, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, delete, insert

from extract.model import Status
from oversight.archive import amend, corrected, correction_log, packing
from oversight.archive.columns import COLUMNS, TABLES
from oversight.archive.corrected import conflict_rows, enter
from oversight.archive.entries import keep_text
from oversight.archive.lease import now
from oversight.archive.packed_reports import PackedFile, PackedReport, pack_amended
from oversight.archive.resume import Key
from oversight.archive.schema import attempts, conflicts, documents

DOCUMENT_ID_DIGITS = 16  # of the sha256, as of a report


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report. ``cause`` is one word to count by (an error's code, crash, timeout …)."""

    status: Status
    cause: str
    reason: str


def put(connection: Connection, run: int, key: Key, outcome: PackedFile | Failure) -> None:
    """Replace everything held of ``key.sha256``; corrections made by people are applied again."""
    connection.execute(delete(documents).where(documents.c.sha256 == key.sha256))
    known = {"sha256": key.sha256, "recipe": key.recipe, "run": run}
    if isinstance(outcome, Failure):
        _failure(connection, known, outcome)
        counted: dict[str, Any] = {"status": outcome.status, "cause": outcome.cause, "pages": 0}
    else:
        _reports(connection, known, outcome)
        pages = sum(len(part.pages) for part in outcome.parts)
        counted = {"status": outcome.status, "cause": outcome.cause, "pages": pages}
    connection.execute(insert(attempts), {**known, "at": now(connection), **counted})


def _failure(connection: Connection, known: dict[str, Any], failure: Failure) -> None:
    row = {
        **known,
        "part": 0,
        "document_id": known["sha256"][:DOCUMENT_ID_DIGITS],
        "status": failure.status,
        "cause": failure.cause,
        "reason": packing.text(failure.reason),
        "records": 0,
    }
    connection.execute(insert(documents), row)


def _reports(connection: Connection, known: dict[str, Any], packed: PackedFile) -> None:
    log = correction_log.of_file(connection, known["sha256"])
    if not log:
        numbers = [
            _part(connection, {**known, "part": number}, part) for number, part in enumerate(packed.parts)
        ]
        if packed.text is not None:
            keep_text(connection, numbers[0], packed.text)
        return
    read = packed.reports("")
    for number, each in enumerate(amend.amend(read, log)):
        document = _part(connection, {**known, "part": number}, pack_amended(each))
        corrected.keep(connection, document, read[number], 0)
        enter(connection, conflicts, document, conflict_rows(each.conflicts))


def _part(connection: Connection, known: dict[str, Any], part: PackedReport) -> int:
    """Enter one report and return its number."""
    done = connection.execute(insert(documents), {**known, **part.document})
    assert done.inserted_primary_key is not None
    number = int(done.inserted_primary_key[0])
    for name in TABLES:
        rows = getattr(part, name)
        if rows:
            statement = _statement(connection.dialect, name)
            connection.exec_driver_sql(statement, [(number, *row) for row in rows])
    return number


@cache
def _statement(dialect: Dialect, name: str) -> str:
    """INSERT of a document's rows by position: the driver takes the tuples as they are."""
    quote = dialect.identifier_preparer.quote
    columns = ("document", *COLUMNS[name])
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    return (
        f"INSERT INTO {quote(name)} ({', '.join(map(quote, columns))}) "
        f"VALUES ({', '.join([mark] * len(columns))})"
    )
