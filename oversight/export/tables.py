"""The rows of every exported table, in the order of the dictionary's columns, streamed from the archive.

A row is a list: text, numbers, dates as ISO text, flags as bool, lists of text as lists, a box as a list. Of
records the nested fields are still the archive's JSON text (``extract.codecs``) and ``findings`` are
Findings: each kind of file makes of them what it needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oversight.archive import documents, findings, records
from oversight.export.columns import TableRow, dictionary_rows, keys
from oversight.export.coverage import Coverage, coverage
from oversight.export.documents import finding_row

if TYPE_CHECKING:
    from oversight.archive.selection import DocumentBatch, Filter
    from oversight.archive.store import Archive
    from oversight.registry.register_file import Register

TELL_EVERY = 10_000
_CONVERTED = ("needs_review", "reviewed", "period_start", "period_end")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: the records ``wanted`` of an archive and all that goes with them.

    ``tell`` hears the table and the rows so far, every ``TELL_EVERY`` rows. ``batches`` are the documents
    whose records are wanted, all of them without it.
    """

    archive: Archive
    wanted: Filter | None = None
    register: Register | None = None
    tell: Callable[[str, int], None] = lambda table, count: None
    batches: Sequence[DocumentBatch] | None = None

    def rows(self, table: str) -> Iterator[TableRow]:
        """The rows of a table."""
        for count, row in enumerate(self._rows(table), 1):
            yield row
            if count % TELL_EVERY == 0:
                self.tell(table, count)

    def _rows(self, table: str) -> Iterator[TableRow]:
        match table:
            case "records":
                return self.records()
            case "documents":
                return self.documents()
            case "findings":
                return self.findings()
            case "coverage":
                return self.coverage()
        return map(list, dictionary_rows())

    def records(self) -> Iterator[TableRow]:
        """Measures."""
        wanted = keys("records")
        review, reviewed, start, end = (wanted.index(key) for key in _CONVERTED)
        for row in records.stream(self.archive.engine, wanted, self.wanted, self.batches):
            row[review], row[reviewed] = bool(row[review]), bool(row[reviewed])
            if isinstance(row[start], dt.date) or isinstance(row[end], dt.date):  # PostgreSQL's
                row[start], row[end] = (str(day) if day else None for day in (row[start], row[end]))
            yield row

    def documents(self) -> Iterator[TableRow]:
        """Reports, and files without one."""
        wanted = keys("documents")
        for row in documents.stream(self.archive.engine, self.wanted):
            yield [row[key] if row[key] != "" else None for key in wanted]

    def findings(self) -> Iterator[TableRow]:
        """Findings of records and documents."""
        return (finding_row(*each) for each in findings.stream(self.archive.engine, self.wanted))

    def covered(self) -> tuple[Coverage, ...]:
        """Agencies by year."""
        return coverage(self.archive, self.register, self.wanted)

    def coverage(self) -> Iterator[TableRow]:
        """Agencies by year, as rows."""
        wanted = keys("coverage")
        return ([getattr(row, key) for key in wanted] for row in self.covered())
