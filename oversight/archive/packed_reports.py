"""A file's reports as rows ready for the store, packed where the file was read: the run only enters them.

A run's process serves many children; what it does for each document, all of them wait for. So the child turns
its reports into rows (and into the lines of the output files, see ``FileText``), and the run enters those
by one statement a table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from extract.model import Report, Status
from oversight.archive.amended import Amended, untouched
from oversight.archive.columns import COLUMNS, TABLES, record_columns
from oversight.archive.report_rows import (
    ReportRows,
    cell_rows,
    document_row,
    finding_rows,
    page_row,
    table_row,
    worst,
)
from oversight.archive.rows import Row, Stored, record_row

Tuples = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class FileText:
    """What the output files say of a file, as bytes that the archive keeps unread.

    ``form`` names all that decides those bytes beside the reports; ``findings`` counts the rows of
    findings.csv.
    """

    form: str
    findings: int
    packed: bytes


@dataclass(frozen=True, slots=True)
class PackedReport:
    """One report: the row of ``documents`` but for its place, and the rows of the tables that hang on it.

    Each of those is a tuple in the order of ``COLUMNS``; dates are ISO text.
    """

    document: Row
    pages: Tuples
    tables: Tuples
    cells: Tuples
    records: Tuples
    findings: Tuples

    def report(self, sha256: str, source_file: str) -> Report:
        """The report as the store would give it back."""
        held = ReportRows({**self.document, "sha256": sha256})
        for name in TABLES:
            setattr(held, name, [_stored(name, row) for row in getattr(self, name)])
        report = held.report(source_file)
        assert report is not None
        return report


@dataclass(frozen=True, slots=True)
class PackedFile:
    """All reports of one file, and what the output files say of it."""

    sha256: str
    parts: tuple[PackedReport, ...]
    text: FileText | None = None

    @property
    def _worst(self) -> Stored:
        return worst(part.document for part in self.parts)

    @property
    def status(self) -> Status:
        """The status of the file."""
        return cast(Status, self._worst["status"])

    @property
    def cause(self) -> str | None:
        """The code of what kept it from being ``ok``."""
        return cast("str | None", self._worst["cause"])

    @property
    def reason(self) -> str:
        """Why it is not ``ok``, in words."""
        return str(self._worst["reason"])

    def reports(self, source_file: str) -> tuple[Report, ...]:
        """The reports as the store would give them back."""
        return tuple(part.report(self.sha256, source_file) for part in self.parts)


DATES = record_columns("date")


def pack(reports: Sequence[Report], text: FileText | None = None) -> PackedFile:
    """The reports of one file."""
    return PackedFile(reports[0].sha256, tuple(pack_report(report) for report in reports), text)


def pack_report(report: Report) -> PackedReport:
    """One report as it was read."""
    return pack_amended(untouched(report))


def pack_amended(amended: Amended) -> PackedReport:
    """One report as people corrected it."""
    report = amended.report
    grids = [(page.number, n, table) for page in report.pages for n, table in enumerate(page.tables)]
    made = record_rows(amended)
    for row in made:
        row.update({name: _iso(row[name]) for name in DATES})
    return PackedReport(
        document={**document_row(report), **review_row(amended)},
        pages=_tuples("pages", map(page_row, report.pages)),
        tables=_tuples("tables", (table_row(*grid) for grid in grids)),
        cells=_tuples("cells", (row for grid in grids for row in cell_rows(*grid))),
        records=_tuples("records", made),
        findings=_tuples("findings", finding_rows(report)),
    )


def record_rows(amended: Amended) -> list[Row]:
    """The rows of a report's records."""
    return [
        record_row(record, n, n in amended.reviewed, n in amended.approved, amended.priorities[n])
        for n, record in enumerate(amended.report.records)
    ]


def review_row(amended: Amended) -> Row:
    """How far the review of a document is: part of its row."""
    return {
        "to_review": sum(rank is not None for rank in amended.priorities),
        "approved": len(amended.approved),
        "whole": amended.whole,
    }


def _tuples(name: str, rows: Iterable[Row]) -> Tuples:
    columns = COLUMNS[name]
    return tuple(tuple([row[column] for column in columns]) for row in rows)


def _stored(name: str, values: tuple[Any, ...]) -> Stored:
    """A row as the store gives it."""
    row = dict(zip(COLUMNS[name], values, strict=True))
    if name == "records":
        row.update({date: row[date] and dt.date.fromisoformat(row[date]) for date in DATES})
    return row


def _iso(value: dt.date | None) -> str | None:
    return None if value is None else value.isoformat()
