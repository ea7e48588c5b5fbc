"""Families of measures in the archive: whose leaders are kept, which record belongs to which.

Grouping itself is no matter of the archive (``compare.families``): this module hands out what is to be
grouped, batch by batch, and writes the answer into ``records.family_id``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, exists, func, insert, select, update

from oversight.archive.engine import transaction
from oversight.archive.lease import now
from oversight.archive.schema import families, groupings, records, texts
from oversight.archive.selection import Filter

AT_ONCE = 20_000  # records a transaction: a writer beside it waits less than a second
AT_A_TIME = 500  # numbers in one condition
Leader = tuple[str, str, int]
"""family_id, text, first fiscal year."""
FamilyMember = tuple[str, str | None, str | None, int | None, str | None]
"""measure_key, agency_name, agency_type, fiscal year, family so far."""


@dataclass(frozen=True, slots=True)
class Common:
    """One family in a selection: agencies (by lineage), records, years; and one measure of it."""

    family_id: str
    agencies: int
    records: int
    first_year: int | None
    last_year: int | None
    measure: str


def leaders(connection: Connection) -> list[Leader]:
    """The leaders of all families that were ever given."""
    found = connection.execute(select(families.c.family_id, families.c.text, families.c.first_year))
    return [(row.family_id, row.text, row.first_year) for row in found]


def ungrouped(connection: Connection) -> bool:
    """Whether some record with a measure belongs to no family yet."""
    query = select(exists().where(records.c.family_id.is_(None), records.c.measure_key.is_not(None)))
    return bool(connection.execute(query).scalar())


def members(engine: Engine) -> Iterator[FamilyMember]:
    """What decides on a record's family, of every record that has a measure."""
    last = 0
    while True:
        with transaction(engine) as connection:
            rows = _after(connection, last)
        if not rows:
            return
        yield from map(_member, rows)
        last = rows[-1].id


def enter(
    engine: Engine,
    new: Iterable[Leader],
    family_of: Callable[[FamilyMember], str | None],
    afresh: bool = False,
) -> int:
    """Write down new leaders (in place of all, if ``afresh``) and the family of each record.

    Returns:
        How many records changed theirs.
    """
    rows = [dict(zip(("family_id", "text", "first_year"), one, strict=True)) for one in new]
    if afresh:
        with transaction(engine, write=True) as connection:
            connection.execute(delete(families))
    for start in range(0, len(rows), AT_ONCE):
        with transaction(engine, write=True) as connection:
            connection.execute(insert(families), rows[start : start + AT_ONCE])
    changed, last = 0, 0
    while True:
        with transaction(engine, write=True) as connection:
            held = _after(connection, last)
            grouped = ((row, family_of(_member(row))) for row in held)
            moved = [(row, family) for row, family in grouped if family not in (None, row.family_id)]
            _move(connection, moved)
        changed += len(moved)
        if not held:
            break
        last = held[-1].id
    if changed:
        with transaction(engine, write=True) as connection:
            connection.execute(insert(groupings), {"made": now(connection), "records": changed})
    return changed


def _move(connection: Connection, moved: Sequence[tuple[Row[Any], str | None]]) -> None:
    """Set families; the kept texts of those documents say the old ones and go."""
    if not moved:
        return
    place = update(records).where(records.c.id == bindparam("row_id")).values(family_id=bindparam("family"))
    connection.execute(place, [{"row_id": row.id, "family": family} for row, family in moved])
    documents = sorted({row.document for row, _ in moved})
    for start in range(0, len(documents), AT_A_TIME):
        connection.execute(delete(texts).where(texts.c.document.in_(documents[start : start + AT_A_TIME])))


def _after(connection: Connection, last: int) -> Sequence[Row[Any]]:
    """The next records that have a measure, in the order of their numbers."""
    names = ("id", "document", "measure_key", "agency_name", "agency_type", "fiscal_year", "family_id")
    query = (
        select(*(records.c[name] for name in names))
        .where(records.c.id > last, records.c.measure_key.is_not(None))
        .order_by(records.c.id)
        .limit(AT_ONCE)
    )
    return connection.execute(query).all()


def _member(row: Row[Any]) -> FamilyMember:
    return row.measure_key, row.agency_name, row.agency_type, row.fiscal_year, row.family_id


def common(connection: Connection, wanted: Filter, limit: int) -> list[Common]:
    """The families that most agencies of a selection share, most first."""
    line = func.coalesce(records.c.agency_lineage_id, records.c.agency_id)
    agencies = func.count(line.distinct()).label("agencies")
    count, first = func.count().label("held"), func.min(records.c.id).label("first")
    years = func.min(records.c.fiscal_year).label("since"), func.max(records.c.fiscal_year).label("until")
    query = (
        select(records.c.family_id, agencies, count, *years, first)
        .where(records.c.family_id.is_not(None), wanted.clause())
        .group_by(records.c.family_id)
        .order_by(agencies.desc(), count.desc(), records.c.family_id)
        .limit(limit)
    )
    found = connection.execute(query).all()
    shown = select(records.c.id, records.c.measure).where(records.c.id.in_([row.first for row in found]))
    measures = {row.id: row.measure for row in connection.execute(shown)}
    return [
        Common(row.family_id, row.agencies, row.held, row.since, row.until, measures[row.first] or "")
        for row in found
    ]
