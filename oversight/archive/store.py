"""The archive's door: where it lies, connections that read or write, and runs.

    with Archive.open("output/archive.db") as archive:
        with archive.begin_run({"version": "1.0"}) as run:
            run.note(listings)                       # what was named, in bulk
            run.put(listing, key, reports)           # one document, one transaction
        with archive.reading() as connection:
            hits = search.search(connection, "คู่มือ")
        for entry, _ in entries.entries(archive.engine): ...     # everything, in order, memory flat

What stands in it is asked by the functions of this room: on a connection what is answered at once, on the
engine what is streamed, batch by batch in transactions of their own. Stable for programs outside are
``open``, ``records``, ``reading`` and ``close`` of an Archive, ``documents.stream``, ``findings.stream``,
``search.search`` and ``selection.Filter``; all else follows the needs of the house.

Any number of processes may read while one run writes. Everything raises OutputError when the store cannot be
reached or written; what stands in it stays whole, also after ``kill -9`` in the middle of a ``put``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, insert

from extract.model import MeasureRecord
from oversight.archive import lease, packing
from oversight.archive.engine import make_engine, transaction, url_of
from oversight.archive.migrate import bring_up, check
from oversight.archive.records import whole
from oversight.archive.run import Run
from oversight.archive.schema import runs
from oversight.archive.selection import Filter

FILE_NAME = "archive.db"


@dataclass(frozen=True, slots=True)
class Archive(AbstractContextManager["Archive"]):
    """A store of what was read; open it by ``Archive.open``."""

    engine: Engine

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
        engine = make_engine(url_of(place), write)
        try:
            bring_up(engine) if write else check(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self.close()

    @property
    def url(self) -> URL:
        """Where it lies; shown without a password."""
        return self.engine.url

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that reads."""
        return transaction(self.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that writes: all of it or, after an exception, nothing."""
        return transaction(self.engine, write=True)

    def records(self, wanted: Filter | None = None) -> Iterator[MeasureRecord]:
        """The records, all or those that ``wanted`` lets through, in the order of files and print."""
        return whole(self.engine, wanted)

    def begin_run(self, about: Mapping[str, Any] | None = None) -> Run:
        """Begin a run, which holds the archive for itself until it is closed or dies.

        Args:
            about: Versions and options, kept with the run.

        Raises:
            OutputError: Another run is at work.
        """
        with self.writing() as connection:
            lease.set_clock(connection)
        with self.writing() as connection:
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
        return Run(self.engine, number)
