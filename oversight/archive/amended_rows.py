"""Reports as corrected, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table, insert

from oversight.archive import amend
from oversight.archive.rows import Row, record_row


def conflict_rows(values: Sequence[amend.Conflict]) -> list[Row]:
    """The rows of conflicts."""
    return [{"correction": value.correction, "reason": value.reason} for value in values]


def record_rows(amended: amend.Amended) -> list[Row]:
    """The rows of a report's records."""
    return [
        record_row(record, n, n in amended.reviewed, n in amended.approved, amended.priorities[n])
        for n, record in enumerate(amended.report.records)
    ]


def review_row(amended: amend.Amended) -> Row:
    """How far the review of a document is: part of its row."""
    return {
        "to_review": sum(rank is not None for rank in amended.priorities),
        "approved": len(amended.approved),
        "whole": amended.whole,
    }


def enter(connection: Connection, table: Table, document: int, rows: list[Row]) -> None:
    """Add the rows of a document."""
    for row in rows:
        row["document"] = document
    if rows:
        connection.execute(insert(table), rows)
