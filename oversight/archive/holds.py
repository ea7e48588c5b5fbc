"""Who has a record in hand: one person at a time, for some minutes after their last touch."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from oversight.archive.lease import now
from oversight.archive.schema import holds

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
