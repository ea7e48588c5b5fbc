"""Whether an archive is whole: the store's own check, and rows counted against what their document says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select

from oversight.archive.engine import dialect_is, transaction
from oversight.archive.listing import PLAIN, Listing
from oversight.archive.schema import documents, files, pages, records, runs

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the archive that does not fit: the document or table it is in, and what."""

    name: str
    detail: str


def identity(connection: Connection) -> str | None:
    """What tells an archive from others wherever it lies: its first run; None before that."""
    first = connection.execute(
        select(runs.c.id, runs.c.started, runs.c.machine, runs.c.process).order_by(runs.c.id).limit(1)
    ).one_or_none()
    return None if first is None else hashlib.sha256(repr(tuple(first)).encode()).hexdigest()[:16]


def faults(connection: Connection) -> Iterator[Fault]:
    """What is wrong with the archive itself."""
    if dialect_is(connection, "sqlite"):
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if said != "ok":
                yield Fault("integrity_check", str(said))
        for table, row, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield Fault(str(table), f"row {row} belongs to nothing")
    for told, table in ((documents.c.records, records), (documents.c.pages, pages)):
        counted = select(table.c.document, func.count().label("rows")).group_by(table.c.document).subquery()
        found = func.coalesce(counted.c.rows, 0)
        query = (
            select(documents.c.document_id, told, found)
            .outerjoin(counted, counted.c.document == documents.c.id)
            .where(found != func.coalesce(told, 0))
            .order_by(documents.c.document_id)
        )
        for name, wanted, rows in connection.execute(query):
            yield Fault(str(name), f"{table.name}: {rows} rows of {wanted or 0}")


def listed(engine: Engine) -> Iterator[Listing]:
    """Every input that could be opened when it was named, those of one place together; some at a time."""
    last = ("", PLAIN - 1)
    while True:
        place = (files.c.location, files.c.member)
        with transaction(engine) as connection:
            found = connection.execute(
                select(files.c.source_file, *place, files.c.sha256, files.c.run)
                .where(
                    (place[0] > last[0]) | ((place[0] == last[0]) & (place[1] > last[1])),
                    files.c.sha256.is_not(None),
                )
                .order_by(*place)
                .limit(AT_ONCE)
            ).all()
        for row in found:
            member = None if row.member == PLAIN else row.member
            yield Listing(row.source_file, row.location, row.sha256, member, run=row.run)
        if len(found) < AT_ONCE:
            return
        last = found[-1].location, found[-1].member
