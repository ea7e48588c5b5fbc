"""Counts over an archive, made where the rows lie: what is there, and how its measures stand."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Integer, cast, func, select

from oversight.archive.reading import Filter
from oversight.archive.schema import documents, findings, records


@dataclass(frozen=True, slots=True)
class Held:
    """How many reports there are of a province and fiscal year (Buddhist era), as the documents say."""

    province: str | None
    fiscal_year: int | None
    documents: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measures there are of a year, kind of document, instrument and status, and how surely read.

    ``needs_review`` and ``reviewed`` count records, ``confidence`` is their sum.
    """

    fiscal_year: int | None
    document_kind: str
    instrument: str | None
    result_status: str
    records: int
    needs_review: int
    reviewed: int
    confidence: float


def held(connection: Connection) -> tuple[Held, ...]:
    """What is there, by province and year; what gave no report has neither. Its index alone answers."""
    place = (documents.c.province, documents.c.fiscal_year)
    query = select(*place, func.count()).group_by(*place)
    found = [Held(province, year, count) for province, year, count in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: (one.province or "", one.fiscal_year or 0)))


def tallies(connection: Connection, wanted: Filter) -> tuple[Tally, ...]:
    """The measures that ``wanted`` lets through, counted."""
    by = tuple(records.c[name] for name in ("fiscal_year", "document_kind", "instrument", "result_status"))
    flags = [func.sum(cast(records.c[name], Integer)).label(name) for name in ("needs_review", "reviewed")]
    sums = (func.count().label("records"), *flags, func.sum(records.c.confidence).label("confidence"))
    query = select(*by, *sums).group_by(*by).order_by(*by)
    clause = wanted.clause()
    found = connection.execute(query if clause is None else query.where(clause))
    return tuple(Tally(**row) for row in found.mappings())


def finding_tallies(connection: Connection, province: str | None, year: int) -> dict[str, int]:
    """How often each finding stands in the documents of a province and year."""
    query = (
        select(findings.c.code, func.count())
        .join_from(findings, documents, documents.c.id == findings.c.document)
        .where(documents.c.fiscal_year == year, findings.c.listed)
        .group_by(findings.c.code)
    )
    if province is not None:
        query = query.where(documents.c.province == province)
    return {code: count for code, count in connection.execute(query)}
