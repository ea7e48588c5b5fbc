"""Putting what came of a file in place of what was there before, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, update

from extract.model import Report, Status
from oversight.archive import corrections, packing, reading
from oversight.archive.lease import now
from oversight.archive.report_rows import cell_rows, document_row, finding_rows, page_row, table_row
from oversight.archive.resume import Key
from oversight.archive.rows import Row, record_row
from oversight.archive.schema import attempts, cells, conflicts, documents, findings, pages, records, tables

DOCUMENT_ID_DIGITS = 16  # of the sha256, as of a report


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report. ``cause`` is one word to count by (an error's code, crash, timeout …)."""

    status: Status
    cause: str
    reason: str


def put(connection: Connection, run: int, key: Key, outcome: Sequence[Report] | Failure) -> None:
    """Replace everything held of ``key.sha256``; corrections made by people are applied again."""
    if not isinstance(outcome, Failure) and not outcome:
        raise ValueError("neither a report nor a failure")
    connection.execute(delete(documents).where(documents.c.sha256 == key.sha256))
    known = {"sha256": key.sha256, "recipe": key.recipe, "run": run}
    if isinstance(outcome, Failure):
        _failure(connection, known, outcome)
        worst: Status = outcome.status
        cause: str | None = outcome.cause
        count = 0
    else:
        amended = corrections.apply_all(connection, key.sha256, outcome)
        for part, each in enumerate(amended):
            _report(connection, {**known, "part": part}, each)
        worst = next((each.report.status for each in amended if each.report.status != "ok"), "ok")
        cause, count = (
            outcome[0].reason.partition(":")[0] or None,
            sum(len(each.report.pages) for each in amended),
        )
    attempt = {**known, "at": now(connection), "status": worst, "cause": cause, "pages": count}
    connection.execute(insert(attempts), attempt)


def amend_now(connection: Connection, correction: corrections.Correction) -> corrections.Conflict | None:
    """Apply one new correction to what is held of its file; return why not, if so."""
    held = reading.load(connection, [correction.sha256])[correction.sha256]
    read = [(part.document["id"], report) for part in held if (report := part.report(""))]
    if not read:
        return corrections.Conflict(correction.number or 0, "the file is not read now")
    amended = corrections.amend([report for _, report in read], [correction])
    for (number, before), each in zip(read, amended, strict=True):
        if each.report == before:
            continue
        for position, record in enumerate(each.report.records):
            if record != before.records[position]:
                row = record_row(record, position, position in each.reviewed)
                here = (records.c.document == number, records.c.position == position)
                connection.execute(update(records).where(*here).values(row))
        connection.execute(delete(findings).where(findings.c.document == number))
        _enter(connection, findings, number, list(finding_rows(each.report)))
    unplaced = amended[0].conflicts
    _enter(connection, conflicts, read[0][0], conflict_rows(unplaced))
    return unplaced[0] if unplaced else None


def conflict_rows(values: Sequence[corrections.Conflict]) -> list[Row]:
    """The rows of conflicts."""
    return [{"correction": value.correction, "reason": value.reason} for value in values]


def _enter(connection: Connection, table: Table, document: int, rows: list[Row]) -> None:
    """Add the rows of a document."""
    for row in rows:
        row["document"] = document
    if rows:
        connection.execute(insert(table), rows)


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


def _report(connection: Connection, known: dict[str, Any], amended: corrections.Amended) -> None:
    report = amended.report
    done = connection.execute(insert(documents), {**known, **document_row(report)})
    assert done.inserted_primary_key is not None
    number = done.inserted_primary_key[0]

    grids = [(page.number, n, table) for page in report.pages for n, table in enumerate(page.tables)]
    made = [record_row(record, n, n in amended.reviewed) for n, record in enumerate(report.records)]
    _enter(connection, pages, number, [page_row(page) for page in report.pages])
    _enter(connection, tables, number, [table_row(*grid) for grid in grids])
    _enter(connection, cells, number, [row for grid in grids for row in cell_rows(*grid)])
    _enter(connection, records, number, made)
    _enter(connection, findings, number, list(finding_rows(report)))
    _enter(connection, conflicts, number, conflict_rows(amended.conflicts))
