"""What was read before people corrected it, kept so that a correction can be taken back.

The archive holds readings as corrected. The first correction of a document puts its reading aside; from then
on what stands in the archive is always that reading with all of the log applied to it.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from extract.model import Finding, Report
from oversight.archive import correction_log, packing
from oversight.archive.amend import amend
from oversight.archive.amended import Amended, Conflict
from oversight.archive.correction_log import Correction
from oversight.archive.entries import forget_text
from oversight.archive.packed_reports import DATES, record_rows, review_row
from oversight.archive.report_rows import (
    Owner,
    correctable_findings,
    facts_of,
    facts_row,
    listed_rows,
)
from oversight.archive.rows import Row, Stored, finding_of, finding_row, record_of, record_row
from oversight.archive.schema import bases, conflicts, documents, findings, records

_OWNERS = ("record", "report", "facts")


def keep(connection: Connection, document: int, read: Report, upto: int) -> None:
    """Put a reading aside; corrections up to the number ``upto`` are in it."""
    told = [[owner, finding_row(finding)] for owner, finding in correctable_findings(read)]
    made = [record_row(record, position) for position, record in enumerate(read.records)]
    written = packing.dump({"facts": facts_row(read)["facts"], "records": made, "findings": told})
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
    for document in _read(connection, sha256):
        _base(connection, document, earlier[-1].number or 0 if earlier else 0)
    written: list[Correction] = []
    for each in given:
        correction_log.check(each)
        if written and each.refers is None:
            each = replace(each, refers=written[0].number)
        written.append(correction_log.write_down(connection, each))
    return written, _apply_log(connection, sha256)


def _apply_log(connection: Connection, sha256: str) -> tuple[Conflict, ...]:
    """Bring what is held of a file to its reading with the whole log applied; return the conflicts."""
    log = correction_log.of_file(connection, sha256)
    held = _read(connection, sha256)
    if not held:
        return tuple(Conflict(each.number or 0, "the file is not read now") for each in log[-1:])
    kept = [_base(connection, document, 0) for document in held]
    # Corrections that were applied before readings were put aside stay as they are.
    done = max(number for _, number in kept)
    amended = amend([report for report, _ in kept], [c for c in log if (c.number or 0) > done])
    for document, each in zip(held, amended, strict=True):
        _replace(connection, int(document["id"]), each)
    return amended[0].conflicts


def _read(connection: Connection, sha256: str) -> list[Stored]:
    """The documents of a file that were read."""
    query = select(documents).where(documents.c.sha256 == sha256, documents.c.pages.is_not(None))
    return [dict(row) for row in connection.execute(query.order_by(documents.c.part)).mappings()]


def _base(connection: Connection, document: Stored, upto: int) -> tuple[Report, int]:
    """The reading put aside of a document, and which corrections are in it; put aside now if it was not."""
    number = int(document["id"])
    row = connection.execute(select(bases).where(bases.c.document == number)).one_or_none()
    if row is None:
        read = _held(connection, document)
        keep(connection, number, read, upto)
        return read, upto
    kept = json.loads(zlib.decompress(row.reading))
    told: defaultdict[Owner, list[Finding]] = defaultdict(list)
    for owner, finding in kept["findings"]:
        told[tuple(owner)].append(finding_of(finding))
    made = [_with_dates(each) for each in kept["records"]]
    return _report(document, kept["facts"], made, told), int(row.upto)


def _with_dates(row: Row) -> Row:
    for name in DATES:
        if row[name] is not None:
            row[name] = dt.date.fromisoformat(row[name])
    return row


def _held(connection: Connection, document: Stored) -> Report:
    """What the archive holds of a document, without its pages."""
    number = document["id"]
    told: defaultdict[Owner, list[Finding]] = defaultdict(list)
    for row in _findings(connection, number, True):
        told[_owner(row)].append(finding_of(row))
    query = select(records).where(records.c.document == number).order_by(records.c.position)
    made = [dict(row) for row in connection.execute(query).mappings()]
    return _report(document, document["facts"], made, told)


def _report(document: Stored, facts: str, made: Sequence[Row], told: dict[Owner, list[Finding]]) -> Report:
    return Report(
        document_id=document["document_id"],
        source_file="",
        sha256=document["sha256"],
        pages=(),
        facts=facts_of(facts, told.get(("facts", None, None, None), ())),
        records=tuple(
            record_of(row, "", told.get(("record", None, None, position), ()))
            for position, row in enumerate(made)
        ),
        findings=tuple(told.get(("report", None, None, None), ())),
        status=document["status"],
        cause=document["cause"] or "",
        reason=document["reason"],
    )


def _replace(connection: Connection, number: int, amended: Amended) -> None:
    """Put the records, findings and conflicts of a document in place of those held."""
    rest = [(_owner(row), finding_of(row)) for row in _findings(connection, number, False)]
    told = list(listed_rows([*correctable_findings(amended.report), *rest]))
    made = record_rows(amended)
    query = select(records).where(records.c.document == number).order_by(records.c.position)
    held = connection.execute(query).mappings().all()
    for before, row in zip(held, made, strict=False):
        if any(before[name] != value for name, value in row.items()):
            connection.execute(update(records).where(records.c.id == before["id"]).values(row))
    beyond = (records.c.document == number, records.c.position >= len(made))
    connection.execute(delete(records).where(*beyond))
    enter(connection, records, number, made[len(held) :])
    connection.execute(delete(findings).where(findings.c.document == number))
    enter(connection, findings, number, told)
    connection.execute(delete(conflicts).where(conflicts.c.document == number))
    enter(connection, conflicts, number, conflict_rows(amended.conflicts))
    values: dict[str, Any] = {**facts_row(amended.report), **review_row(amended)}
    connection.execute(update(documents).where(documents.c.id == number).values(values))


def _findings(connection: Connection, number: int, correctable: bool) -> list[Stored]:
    chosen = findings.c.owner.in_(_OWNERS)
    query = select(findings).where(findings.c.document == number, chosen if correctable else ~chosen)
    return [dict(row) for row in connection.execute(query.order_by(findings.c.position)).mappings()]


def _owner(row: Stored) -> Owner:
    return row["owner"], row["owner_page"], row["owner_table"], row["owner_position"]


def conflict_rows(values: Sequence[Conflict]) -> list[Row]:
    """The rows of conflicts."""
    return [{"correction": value.correction, "reason": value.reason} for value in values]


def enter(connection: Connection, table: Table, document: int, rows: list[Row]) -> None:
    """Add the rows of a document."""
    for row in rows:
        row["document"] = document
    if rows:
        connection.execute(insert(table), rows)
