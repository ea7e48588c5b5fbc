"""How far review is: sums, the matrix of province and year, results, the agencies of a province."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Integer, cast, func, or_, select

from oversight.archive.schema import documents, records

_COUNTED = (
    func.count(),
    *(cast(func.coalesce(func.sum(documents.c[name]), 0), Integer) for name in ("records", "approved")),
)
"""Documents, their records, and those of them that were approved."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts over all documents that were read; ``whole`` are documents approved as a whole."""

    documents: int
    pages: int
    records: int
    to_review: int
    approved: int
    whole: int


@dataclass(frozen=True, slots=True)
class Covered:
    """What the archive has of one province (None: not known) and fiscal year."""

    province: str | None
    fiscal_year: int | None
    documents: int
    records: int
    approved: int


def standing(connection: Connection) -> Standing:
    """Sum up."""
    read = documents.c.pages.is_not(None)
    sums = [
        func.coalesce(func.sum(documents.c[name]), 0)
        for name in ("pages", "records", "to_review", "approved")
    ]
    counted = connection.execute(select(func.count(), *sums).select_from(documents).where(read)).one()
    whole = connection.execute(select(func.count()).select_from(documents).where(documents.c.whole))
    read_in_all, leaves, made, waiting, approved = (int(value) for value in counted)
    return Standing(read_in_all, leaves, made, waiting, approved, int(whole.scalar_one()))


def coverage(connection: Connection) -> list[Covered]:
    """Documents and records by province and year, unknown provinces last."""
    place = (documents.c.province, documents.c.fiscal_year)
    query = select(*place, *_COUNTED).where(documents.c.pages.is_not(None)).group_by(*place)
    found = [Covered(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda each: (each.province is None, each.province or "", each.fiscal_year or 0))


def outcomes(
    connection: Connection, province: str | None = None, agency_id: str | None = None
) -> list[tuple[int | None, str, int]]:
    """(fiscal year, result status, measures) of a province, or of an agency and its forerunners."""
    by = (records.c.fiscal_year, records.c.result_status)
    query = select(*by, func.count()).group_by(*by)
    if province is not None:
        query = query.where(records.c.province == province)
    if agency_id is not None:
        same = or_(records.c.agency_id == agency_id, records.c.agency_lineage_id == agency_id)
        query = query.where(same)
    found = [(year, status, int(count)) for year, status, count in connection.execute(query)]
    return sorted(found, key=lambda row: (row[0] is None, row[0] or 0, row[1]))


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """The documents of one agency in one year."""

    agency_id: str
    agency_name: str
    fiscal_year: int | None
    documents: int
    records: int
    approved: int


def agencies(connection: Connection, province: str) -> list[AgencyYear]:
    """The agencies of a province, each year's documents, by name and year."""
    named = func.coalesce(func.max(documents.c.agency_name), documents.c.agency_id)
    query = (
        select(documents.c.agency_id, named, documents.c.fiscal_year, *_COUNTED)
        .where(documents.c.province == province, documents.c.agency_id.is_not(None))
        .group_by(documents.c.agency_id, documents.c.fiscal_year)
    )
    found = [AgencyYear(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda each: (each.agency_name, each.agency_id, each.fiscal_year or 0))
