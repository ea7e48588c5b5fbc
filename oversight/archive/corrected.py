"""What was read before people corrected it, kept so that a correction can be taken back.

The archive holds readings as corrected. The first correction of a document puts its reading aside; from then
on what stands in the archive is always that reading with all of the log applied to it.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from extract.model import Report
from oversight.archive import correction_log, packing
from oversight.archive.amend import amend
from oversight.archive.amended import Amended, Conflict
from oversight.archive.correction_log import Correction
from oversight.archive.entries import forget_text
from oversight.archive.packed_reports import DATES, record_rows, review_row
from oversight.archive.report_reader import read
from oversight.archive.report_rows import (
    ReportRows,
    correctable_findings,
    facts_row,
    listed_rows,
    owner_of,
    owner_row,
)
from oversight.archive.rows import Row, Stored, finding_of, finding_row, record_row
from oversight.archive.schema import bases, conflicts, documents, findings, records

_OWNERS = ("record", "report", "facts")


def keep(connection: Connection, document: int, reading: Report, upto: int) -> None:
    """Put a reading aside; corrections up to the number ``upto`` are in it."""
    noted = [[owner, finding_row(finding)] for owner, finding in correctable_findings(reading)]
    made = [record_row(record, position) for position, record in enumerate(reading.records)]
    written = packing.dump({"facts": facts_row(reading)["facts"], "records": made, "findings": noted})
    row = {"document": document, "upto": upto, "reading": zlib.compress(written.encode())}
    connection.execute(insert(bases), row)


def lock(connection: Connection, sha256: str) -> None:
    """Be the only one to decide about a file until the transaction ends; what is read from now on stands.

    SQLite lets nobody else write anyway, PostgreSQL does.
    """
    connection.execute(select(documents.c.id).where(documents.c.sha256 == sha256).with_for_update())


def decide(
    connection: Connection, given: Sequence[Correction]
) -> tuple[list[Correction], tuple[Conflict, ...]]:
    """Write down decisions about one file that belong together and apply them, inside a writing transaction.

    All but the first refer to the first, unless they refer to another already.

    Returns:
        The corrections with their numbers, and the conflicts of the file's whole log.
    """
    sha256 = given[0].sha256
    lock(connection, sha256)
    earlier = correction_log.of_file(connection, sha256)
    forget_text(connection, sha256)
    read_ones = and_(documents.c.sha256 == sha256, documents.c.pages.is_not(None))
    held = [*read(connection, read_ones, ("records", "findings"))]
    bases_of = [_base(connection, rows, earlier[-1].number or 0 if earlier else 0) for rows in held]
    written: list[Correction] = []
    for each in given:
        correction_log.check(each)
        if written and each.refers is None:
            each = replace(each, refers=written[0].number)
        written.append(correction_log.write_down(connection, each))
    log = correction_log.of_file(connection, sha256)
    if not held:
        return written, tuple(Conflict(each.number or 0, "the file is not read now") for each in log[-1:])
    # Corrections that were applied before readings were put aside stay as they are.
    done = max(number for _, number in bases_of)
    amended = amend([report for report, _ in bases_of], [c for c in log if (c.number or 0) > done])
    for rows, new in zip(held, amended, strict=True):
        _replace(connection, rows, new)
    return written, amended[0].conflicts


def _base(connection: Connection, held: ReportRows, upto: int) -> tuple[Report, int]:
    """The reading put aside of a document, and which corrections are in it; put aside now if it was not."""
    number = int(held.document["id"])
    row = connection.execute(select(bases).where(bases.c.document == number)).one_or_none()
    if row is not None:
        kept = json.loads(zlib.decompress(row.reading))
        noted: list[Stored] = [{**finding, **owner_row(owner)} for owner, finding in kept["findings"]]
        made: list[Stored] = [_with_dates(each) for each in kept["records"]]
        held = ReportRows({**held.document, "facts": kept["facts"]}, records=made, findings=noted)
    reading = held.report("")
    assert reading is not None
    if row is None:
        keep(connection, number, reading, upto)
    return reading, upto if row is None else int(row.upto)


def _with_dates(row: Row) -> Row:
    for name in DATES:
        if row[name] is not None:
            row[name] = dt.date.fromisoformat(row[name])
    return row


def _replace(connection: Connection, held: ReportRows, amended: Amended) -> None:
    """Put the records, findings and conflicts of a document in place of those held."""
    number = int(held.document["id"])
    rest = [(owner_of(row), finding_of(row)) for row in held.findings if row["owner"] not in _OWNERS]
    listed = list(listed_rows([*correctable_findings(amended.report), *rest]))
    made = record_rows(amended)
    for before, row in zip(held.records, made, strict=False):
        if any(before[name] != value for name, value in row.items()):
            connection.execute(update(records).where(records.c.id == before["id"]).values(row))
    beyond = (records.c.document == number, records.c.position >= len(made))
    connection.execute(delete(records).where(*beyond))
    enter(connection, records, number, made[len(held.records) :])
    connection.execute(delete(findings).where(findings.c.document == number))
    enter(connection, findings, number, listed)
    connection.execute(delete(conflicts).where(conflicts.c.document == number))
    enter(connection, conflicts, number, conflict_rows(amended.conflicts))
    values: dict[str, Any] = {**facts_row(amended.report), **review_row(amended)}
    connection.execute(update(documents).where(documents.c.id == number).values(values))


def conflict_rows(values: Sequence[Conflict]) -> list[Row]:
    """The rows of conflicts."""
    return [{"correction": value.correction, "reason": value.reason} for value in values]


def enter(connection: Connection, table: Table, document: int, rows: list[Row]) -> None:
    """Add the rows of a document."""
    for row in rows:
        row["document"] = document
    if rows:
        connection.execute(insert(table), rows)
