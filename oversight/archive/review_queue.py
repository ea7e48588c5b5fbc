"""Which records wait for a person's eye, by their ``priority``; and who has which record in hand.

A record is in one hand at a time, for some minutes after the last touch.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from oversight.archive.lease import now
from oversight.archive.schema import documents, holds, records


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for a person's eye; ``priority`` is doubt times importance."""

    record_id: str
    document_id: str
    agency_name: str | None
    fiscal_year: int | None
    number: str | None
    measure: str | None
    confidence: float
    priority: float
    holder: str | None


_SHOWN = tuple(f.name for f in fields(Waiting) if f.name != "holder")


def queue(
    connection: Connection,
    session: str = "",
    limit: int = 20,
    free_only: bool = False,
    document_id: str | None = None,
) -> list[Waiting]:
    """What to look at first; ``free_only`` leaves out what others than ``session`` have in hand."""
    query = (
        select(*(records.c[name] for name in _SHOWN), holds.c.holder)
        .outerjoin_from(
            records,
            holds,
            (holds.c.record_id == records.c.record_id)
            & (holds.c.until > now(connection))
            & (holds.c.session != session),
        )
        .where(records.c.priority.is_not(None))
        .order_by(records.c.priority.desc(), records.c.id.desc())  # as the index lies
        .limit(limit)
    )
    if free_only:
        query = query.where(holds.c.record_id.is_(None))
    if document_id is not None:
        here = select(documents.c.id).where(documents.c.document_id == document_id)
        query = query.where(records.c.document.in_(here))
    return [Waiting(**row) for row in connection.execute(query).mappings()]


HOLD_SECONDS = 300.0  # longer than it takes to compare a long row with its paper


@dataclass(frozen=True, slots=True)
class Hold:
    """A record in someone's hand; ``until`` in seconds since 1970, ``mine`` for the session that asked."""

    record_id: str
    holder: str
    until: float
    mine: bool


def take(connection: Connection, record_id: str, holder: str, session: str) -> Hold:
    """Take a record in hand, inside a writing transaction; what comes back may be another's hold."""
    moment = now(connection)
    connection.execute(delete(holds).where(holds.c.until <= moment))
    row = connection.execute(
        select(holds).where(holds.c.record_id == record_id).with_for_update()
    ).one_or_none()
    if row is not None and row.session != session:
        return Hold(record_id, row.holder, row.until, False)
    until = moment + HOLD_SECONDS
    if row is None:
        values = {"record_id": record_id, "holder": holder, "session": session, "until": until}
        try:
            with connection.begin_nested():
                connection.execute(insert(holds).values(values))
        except IntegrityError:  # PostgreSQL lets two look at once: the other was quicker
            return take(connection, record_id, holder, session)
    else:
        connection.execute(update(holds).where(holds.c.record_id == record_id).values(until=until))
    return Hold(record_id, holder, until, True)


def held(connection: Connection, record_ids: list[str], session: str) -> dict[str, Hold]:
    """The holds on these records that have not run out."""
    query = select(holds).where(holds.c.record_id.in_(record_ids), holds.c.until > now(connection))
    return {
        row.record_id: Hold(row.record_id, row.holder, row.until, row.session == session)
        for row in connection.execute(query)
    }


def let_go(connection: Connection, session: str, record_id: str | None = None) -> None:
    """Put one record down, or all that the session holds."""
    gone = delete(holds).where(holds.c.session == session)
    connection.execute(gone if record_id is None else gone.where(holds.c.record_id == record_id))
