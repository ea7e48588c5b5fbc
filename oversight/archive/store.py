"""The archive's door.

    with Archive.open("output/archive.db") as archive:
        with archive.begin_run({"version": "1.0"}) as run:
            run.note(listings)                       # what was named, in bulk
            known = archive.known([key.sha256 ...])  # what is done already, in bulk
            run.put(listing, key, reports)           # one document, one transaction
        for entry in archive.entries(): ...          # everything, in order, memory flat

Any number of processes may read while one run writes. All methods raise OutputError when the store cannot be
reached or written; what stands in it stays whole, also after ``kill -9`` in the middle of a ``put``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, insert, select

from extract.model import Finding, MeasureRecord, Page, Report, Table
from oversight.archive import (
    bases,
    bulk,
    catalogue,
    corrections,
    families,
    lease,
    packing,
    reading,
    resume,
    texts,
)
from oversight.archive import mark as marking
from oversight.archive import search as searching
from oversight.archive import status as counting
from oversight.archive import tallies as tallying
from oversight.archive.amend import Conflict
from oversight.archive.corrections import Correction
from oversight.archive.engine import make_engine, place_of, transaction
from oversight.archive.listing import Listing
from oversight.archive.migrate import bring_up, check
from oversight.archive.reading import Entry, Filter
from oversight.archive.resume import Known
from oversight.archive.run import Run
from oversight.archive.schema import runs
from oversight.archive.search import Hit
from oversight.archive.status import Status
from oversight.archive.tallies import Held, Tally
from oversight.archive.texts import FormOf, Kept

FILE_NAME = "archive.db"


class Archive(AbstractContextManager["Archive"]):
    """A store of what was read; open it by ``Archive.open``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, place: str | Path, write: bool = True) -> Archive:
        """Open the store at ``place``, a path or URL; made when missing, unless it is only to be read.

        Args:
            place: A file, ``sqlite:///…`` or ``postgresql+psycopg://user@host/database`` (UTF-8, locale
                C.UTF-8 for fast search).
            write: False opens also what lies on a read-only disk, and never changes it.

        Raises:
            OutputError: It cannot be reached, written or understood; or it is missing and ``write`` is false.
            SetupError: PostgreSQL's driver is not installed.
            UsageError: A URL of another kind.
        """
        engine = make_engine(place_of(place), write)
        try:
            bring_up(engine) if write else check(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self._engine.dispose()

    @property
    def url(self) -> URL:
        """Where it lies; shown without a password."""
        return self._engine.url

    @property
    def engine(self) -> Engine:
        """The engine, for the streams of this room that the review desk calls itself."""
        return self._engine

    def transaction(self, write: bool = False) -> AbstractContextManager[Connection]:
        """A connection in a transaction, for the modules of this room that the review desk calls itself."""
        return transaction(self._engine, write)

    def begin_run(self, about: Mapping[str, Any] | None = None) -> Run:
        """Begin a run, which holds the archive for itself until it is closed or dies.

        Args:
            about: Versions and options, kept with the run.

        Raises:
            OutputError: Another run is at work.
        """
        with transaction(self._engine, write=True) as connection:
            row = {
                "state": "running",
                "machine": lease.this_machine(),
                "process": os.getpid(),
                "started": lease.now(connection),
                "about": packing.dump(dict(about or {})),
            }
            done = connection.execute(insert(runs), row)
            assert done.inserted_primary_key is not None
            number = int(done.inserted_primary_key[0])
            lease.take(connection, number)
        return Run(self._engine, number)

    def known(self, sha256s: Sequence[str]) -> dict[str, Known]:
        """What is held of these contents, by sha256; ask for many at once."""
        with transaction(self._engine) as connection:
            return resume.known(connection, sha256s)

    def entries(self) -> Iterator[Entry]:
        """Every input with an outcome, in the order of ``source_file``, with all its reports.

        The one pass that output files need; the streams below are parts of it.
        """
        return reading.entries(self._engine)

    def told(self, form_of: FormOf) -> Iterator[tuple[Entry, Kept | None]]:
        """The entries with what the output files say of each, where it is kept in the form asked for.

        An entry that comes with its text comes without its reports.
        """
        return texts.entries(self._engine, form_of)

    def documents(self) -> Iterator[dict[str, Any]]:
        """The rows of documents.csv."""
        return catalogue.stream_documents(self._engine)

    def findings(self) -> Iterator[tuple[str, str, str | None, Finding]]:
        """(document_id, source_file, record_id or None, finding), each once, as in findings.csv."""
        return catalogue.stream_findings(self._engine)

    def records(self, wanted: Filter | None = None) -> Iterator[MeasureRecord]:
        """The records, all or those that ``wanted`` lets through."""
        return reading.stream_records(self._engine, wanted)

    def columns(self, names: Sequence[str], wanted: Filter | None = None) -> Iterator[tuple[Any, ...]]:
        """Plain columns of records (``rows.PLAIN_COLUMNS``, ``source_file``) as tuples, for millions."""
        return reading.stream_columns(self._engine, names, wanted)

    def reports(self, wanted: Filter | None = None) -> Iterator[dict[str, Any]]:
        """One row a document with what is known of it as a whole; see ``bulk.stream_reports``."""
        return bulk.stream_reports(self._engine, wanted)

    def record_rows(
        self,
        names: Sequence[str | None],
        wanted: Filter | None = None,
        batches: Iterable[bulk.Batch] | None = None,
    ) -> Iterator[tuple[Sequence[Any], str, Sequence[Finding]]]:
        """(columns as stored, source_file, findings) a record, for millions."""
        return bulk.stream_record_rows(self._engine, names, wanted, batches)

    def batches(self, wanted: Filter | None = None) -> Iterator[bulk.Batch]:
        """The documents of a selection in order, some hundreds at a time: parts to be read apart."""
        return bulk.document_batches(self._engine, wanted)

    def finding_rows(self, wanted: Filter | None = None) -> Iterator[tuple[str, str, str | None, Finding]]:
        """``findings`` of a selection."""
        return bulk.stream_finding_rows(self._engine, wanted)

    def count(self, wanted: Filter | None = None) -> dict[tuple[int | None, str | None], int]:
        """How many records, by (fiscal year, province)."""
        return bulk.count_records(self._engine, wanted)

    def held(self) -> tuple[Held, ...]:
        """How many reports there are by province and year."""
        with transaction(self._engine) as connection:
            return tallying.held(connection)

    def tallies(self, wanted: Filter | None = None) -> tuple[Tally, ...]:
        """Records counted by year, kind of document, instrument and status."""
        with transaction(self._engine) as connection:
            return tallying.tallies(connection, wanted or Filter())

    def finding_tallies(self, province: str | None, year: int) -> dict[str, int]:
        """How often each finding stands in the documents of a province and fiscal year."""
        with transaction(self._engine) as connection:
            return tallying.finding_tallies(connection, province, year)

    def pages(self) -> Iterator[tuple[str, str, Page]]:
        """(document_id, source_file, page)."""
        for entry in self.entries():
            for report in entry.reports:
                for page in report.pages:
                    yield report.document_id, entry.source_file, page

    def tables(self) -> Iterator[tuple[str, str, Table]]:
        """(document_id, source_file, table)."""
        for document_id, source_file, page in self.pages():
            for table in page.tables:
                yield document_id, source_file, table

    def report(self, document_id: str) -> Report | None:
        """One report whole, by its id; None when it is not there."""
        return reading.one_report(self._engine, document_id)

    def search(self, text: str, wanted: Filter | None = None, limit: int = 50, offset: int = 0) -> list[Hit]:
        """Records whose words hold all words of ``text``, in the archive's order."""
        with transaction(self._engine) as connection:
            return searching.search(connection, text, wanted, limit, offset)

    def add_correction(self, correction: Correction) -> tuple[Correction, Conflict | None]:
        """Write a correction down and apply it; also while a run is at work.

        Returns:
            The correction with its number, and why it could not be applied, if so.

        Raises:
            UsageError: It names a field that cannot be corrected.
        """
        with transaction(self._engine, write=True) as connection:
            (written,), unplaced = bases.decide(connection, [correction])
        return written, next((each for each in unplaced if each.correction == written.number), None)

    def corrections(self, sha256: str) -> tuple[Correction, ...]:
        """All corrections of a file, oldest first."""
        with transaction(self._engine) as connection:
            return corrections.of_file(connection, sha256)

    def conflicts(self) -> list[tuple[Correction, str]]:
        """Corrections that found no place in the present reading, and why."""
        with transaction(self._engine) as connection:
            return corrections.open_conflicts(connection)

    def status(self) -> Status:
        """Counts, failures by cause, pace and time left."""
        with transaction(self._engine) as connection:
            return counting.status(connection)

    def failed_files(self) -> list[Listing]:
        """The inputs that failed, were refused or are partial, in order."""
        with transaction(self._engine) as connection:
            return counting.failed_files(connection)

    def agencies(self) -> list[tuple[str, str, str | None]]:
        """(agency_id, name, province) of all agencies that documents name, each once, by id and name."""
        with transaction(self._engine) as connection:
            return catalogue.agencies(connection)

    def family_leaders(self) -> list[families.Leader]:
        """The leaders of all families of measures that were ever given."""
        return families.leaders(self._engine)

    def family_members(self) -> Iterator[families.Member]:
        """What decides on the family of each record that has a measure."""
        return families.members(self._engine)

    def ungrouped(self) -> bool:
        """Whether some record with a measure belongs to no family yet."""
        return families.ungrouped(self._engine)

    def enter_families(
        self,
        new: Iterable[families.Leader],
        family_of: Callable[[families.Member], str | None],
        afresh: bool = False,
    ) -> int:
        """Write down new leaders (in place of all, if ``afresh``) and the family of each record.

        Returns:
            How many records changed theirs.
        """
        if afresh:
            families.forget(self._engine)
        return families.enter(self._engine, new, family_of)

    def common_families(self, wanted: Filter, limit: int) -> list[families.Common]:
        """The families that most agencies of a selection share, most first."""
        return families.common(self._engine, wanted, limit)

    def provinces(self) -> list[str]:
        """The provinces that documents name, each once."""
        with transaction(self._engine) as connection:
            return catalogue.provinces(connection)

    def mark(self) -> str:
        """A short text that changes with anything the output files are made from."""
        with transaction(self._engine) as connection:
            return marking.mark(connection)

    def run_about(self, number: int) -> dict[str, Any]:
        """What a run said of itself at its begin and end."""
        with transaction(self._engine) as connection:
            written = connection.execute(select(runs.c.about).where(runs.c.id == number)).scalar_one()
            return dict(packing.load(written))
