"""The inputs as they were named: one row a file or archive member, found again by its place.

A place (path and member) whose bytes changed is the same row with another content. A file that moved (same
``source_file`` and bytes, its old place not seen in this run) keeps its row. All others are rows of their
own: two files of the same bytes are two rows and one document, the first by name being its main one. A file
that cannot be opened for now keeps what was read of it, unseen, until it can be again; an archive that could
not be opened and now can loses the row that said so, for its members have rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from extract.model import Status
from oversight.archive import packing
from oversight.archive.rows import plain
from oversight.archive.schema import documents, files

PLAIN = -1
KEPT = ("source_file", "sha256", "status", "cause", "reason")
"""What a listing and its row hold alike."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One input: the name it goes by in the output, where it lies, and the digest of its bytes.

    ``location`` is an absolute path or URL, ``member`` the position in an archive (None for a plain file).
    ``status`` (with ``cause`` and ``reason``) is only given for what could not be opened at all; ``sha256``
    is None then. ``run`` is the last run that named it, where the archive gives the listing.
    """

    source_file: str
    location: str
    sha256: str | None
    member: int | None = None
    status: Status | None = None
    cause: str | None = None
    reason: str = ""
    run: int | None = field(default=None, compare=False)

    @property
    def place(self) -> tuple[str, int]:
        """What tells one input from another."""
        return self.location, PLAIN if self.member is None else self.member


def first_file() -> ScalarSelect[int]:
    """Number of the first by name of all rows of ``files`` with a row's bytes: its main file."""
    other = files.alias("twin")
    return (
        select(other.c.id)
        .where(other.c.sha256 == files.c.sha256)
        .order_by(other.c.source_file, other.c.location, other.c.member)
        .limit(1)
        .correlate(files)
        .scalar_subquery()
    )


def main_file() -> ColumnElement[bool]:
    """Whether a row of ``files`` is that one."""
    return files.c.id == first_file()


def note(connection: Connection, run: int, listings: Iterable[Listing]) -> None:
    """Enter ``listings`` (some hundreds at a time), as seen in ``run``."""
    wanted = {given.place: _storable(given) for given in listings}
    held = _held(connection, wanted)
    changed: list[dict[str, Any]] = []
    new: list[dict[str, Any]] = []
    gone: set[str] = set()
    moved = _moved(connection, run, [given for place, given in wanted.items() if place not in held])
    for place, given in wanted.items():
        row = held.get(place)
        number = row.id if row is not None else moved.pop((given.source_file, given.sha256), None)
        values = _values(given, run)
        if number is None:
            new.append(values)
        else:
            changed.append({"row": number, **values})
        if row is not None and row.sha256 and given.sha256 and row.sha256 != given.sha256:
            gone.add(row.sha256)
    if changed:
        connection.execute(update(files).where(files.c.id == bindparam("row")), changed)
    if new:
        connection.execute(insert(files), new)
    if gone:
        forget(connection, gone)
    opened = {given.location for given in wanted.values() if given.member is not None and given.sha256}
    if opened:
        connection.execute(
            delete(files).where(files.c.location.in_(opened), files.c.sha256.is_(None), files.c.run != run)
        )


def forget(connection: Connection, sha256s: Iterable[str]) -> None:
    """Drop documents that no file bears any more; corrections stay."""
    listed = exists().where(files.c.sha256 == documents.c.sha256)
    connection.execute(delete(documents).where(documents.c.sha256.in_(list(sha256s)), ~listed))


def _storable(given: Listing) -> Listing:
    """File names may hold bytes that are no text."""
    return replace(
        given,
        source_file=packing.text(given.source_file),
        location=packing.text(given.location),
        reason=packing.text(given.reason),
    )


def _values(given: Listing, run: int) -> dict[str, Any]:
    location, member = given.place
    return {**plain(given, KEPT), "location": location, "member": member, "run": run}


def _held(connection: Connection, wanted: dict[tuple[str, int], Listing]) -> dict[tuple[str, int], Any]:
    """Rows of the given places."""
    locations = sorted({location for location, _ in wanted})
    columns = (files.c.id, files.c.location, files.c.member, files.c.sha256)
    return {
        (row.location, row.member): row
        for row in connection.execute(select(*columns).where(files.c.location.in_(locations)))
    }


def _moved(
    connection: Connection, run: int, strangers: Sequence[Listing]
) -> dict[tuple[str, str | None], int]:
    """Rows of other places that ``strangers`` may have moved from, by name and bytes."""
    digests = [given.sha256 for given in strangers if given.sha256]
    if not digests:
        return {}
    columns = (files.c.id, files.c.source_file, files.c.sha256)
    rows = connection.execute(
        select(*columns).where(files.c.sha256.in_(digests), files.c.run != run).order_by(files.c.id.desc())
    )
    return {(row.source_file, row.sha256): row.id for row in rows}


def places_of(connection: Connection, sha256: str) -> list[tuple[str, int | None]]:
    """(location, position in an archive or None) of each file of these bytes, in the order of coming in."""
    query = select(files.c.location, files.c.member).where(files.c.sha256 == sha256).order_by(files.c.id)
    return [(row.location, None if row.member == PLAIN else row.member) for row in connection.execute(query)]
