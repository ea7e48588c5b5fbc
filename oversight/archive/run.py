"""A run at work on the archive: it holds the lease, and all that is read comes in through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from types import TracebackType
from typing import Any

from sqlalchemy import Engine, select, update

from extract.errors import OutputError
from extract.model import Report
from oversight.archive import lease, listing, packing, resume, writing
from oversight.archive.engine import transaction
from oversight.archive.listing import Listing
from oversight.archive.packed_reports import PackedFile, pack
from oversight.archive.resume import Key
from oversight.archive.schema import runs
from oversight.archive.writing import Failure


class Run(AbstractContextManager["Run"]):
    """A run at work: it holds the lease, and all that is written goes through it."""

    def __init__(self, engine: Engine, number: int) -> None:
        self.number = number
        self._engine = engine
        self._closed = False
        self._heart = lease.Heartbeat(engine, number)
        self._heart.start()

    def note(self, listings: Sequence[Listing]) -> None:
        """Enter inputs as they were named, all in one transaction; give some hundreds at a time.

        Raises:
            OutputError: The store cannot be written, or another run has taken over.
        """
        for batch in resume.batches(listings):
            with transaction(self._engine, write=True) as connection:
                lease.hold(connection, self.number)
                listing.note(connection, self.number, batch)

    def put(
        self,
        given: Listing,
        key: Key,
        outcome: PackedFile | Report | Sequence[Report] | Failure,
        noted: bool = False,
    ) -> None:
        """Replace all that is held of a file by what came of it, in one transaction.

        Args:
            given: The input.
            key: Its bytes and the recipe by which they were read.
            outcome: Its report (or several, for a file that holds several), or why there is none.
            noted: Whether this run has noted the input just so.

        Raises:
            OutputError: The store cannot be written, or another run has taken over; nothing is changed.
        """
        came = pack((outcome,)) if isinstance(outcome, Report) else outcome
        if isinstance(came, Sequence):
            if not came:
                raise ValueError("neither a report nor a failure")
            came = pack(came)
        with transaction(self._engine, write=True) as connection:
            lease.hold(connection, self.number)
            if not noted:
                listing.note(connection, self.number, [given])
            writing.put(connection, self.number, key, came)

    def expect(self, count: int) -> None:
        """Say how many documents have to be read, so that the time left can be told."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(runs).where(runs.c.id == self.number).values(expected=count))

    def close(self, state: str = "finished", about: Mapping[str, Any] | None = None) -> None:
        """End the run as ``finished`` or ``interrupted``; ``about`` joins what was said at its begin."""
        if self._closed:
            return
        self._closed = True
        self._heart.stop()
        with transaction(self._engine, write=True) as connection:
            said = packing.load(
                connection.execute(select(runs.c.about).where(runs.c.id == self.number)).scalar_one()
            )
            values = {
                "state": state,
                "ended": lease.now(connection),
                "about": packing.dump({**said, **(about or {})}),
            }
            connection.execute(
                update(runs).where(runs.c.id == self.number, runs.c.state == "running").values(values)
            )
            lease.release(connection, self.number)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the run; what ended it is not hidden by a store that cannot be written any more."""
        with nullcontext() if error is None else suppress(OutputError):
            self.close("finished" if error is None else "interrupted")
