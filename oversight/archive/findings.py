"""Findings of the archive: streamed, counted by code, and where one code was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, and_, func, or_, select, tuple_

from extract.model import Finding
from oversight.archive.engine import transaction
from oversight.archive.listing import main_file
from oversight.archive.rows import Stored, finding_of
from oversight.archive.schema import documents, files, findings, records
from oversight.archive.selection import Filter, asks_records, document_batches

_BORNE = and_(
    findings.c.owner == "record",
    records.c.document == findings.c.document,
    records.c.position == findings.c.owner_position,
)
"""The record that bears a finding."""


def stream(engine: Engine, wanted: Filter | None = None) -> Iterator[tuple[str, str, str | None, Finding]]:
    """(document_id, source_file, record_id or None, finding): of selected records, and of their documents.

    Findings of documents are left out where something is asked of records alone.
    """
    query = (
        select(findings, documents.c.document_id, records.c.record_id)
        .join_from(findings, documents, documents.c.id == findings.c.document)
        .outerjoin(records, _BORNE)
        .where(findings.c.listed)
        .order_by(findings.c.document, findings.c.position)
    )
    if wanted is not None:
        own = and_(findings.c.owner == "record", wanted.clause())
        query = query.where(own if asks_records(wanted) else or_(findings.c.owner != "record", own))
    for batch in document_batches(engine, wanted):
        of_document: defaultdict[int, list[Stored]] = defaultdict(list)
        with transaction(engine) as connection:
            here = query.where(findings.c.document.in_(list(batch)))
            for found in connection.execute(here).mappings():
                of_document[found["document"]].append(found)
        for document, name in batch.items():
            for row in of_document.get(document, ()):
                yield row["document_id"], name, row["record_id"], finding_of(row)


def counts(connection: Connection, province: str | None = None, year: int | None = None) -> dict[str, int]:
    """How often each finding stands in all documents, or in those of a province and fiscal year, by code."""
    query = select(findings.c.code, func.count()).where(findings.c.listed).group_by(findings.c.code)
    if province is not None or year is not None:
        query = query.join_from(findings, documents, documents.c.id == findings.c.document)
    if province is not None:
        query = query.where(documents.c.province == province)
    if year is not None:
        query = query.where(documents.c.fiscal_year == year)
    return {code: int(count) for code, count in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """One finding in its document; ``key`` is its place in lists."""

    finding: Finding
    document_id: str
    source_file: str
    record_id: str | None
    key: tuple[int, int]


def places(
    connection: Connection, code: str, after: tuple[int, int] | None = None, limit: int = 50
) -> list[FindingPlace]:
    """Where a finding was made, document by document."""
    query = (
        select(findings, documents.c.document_id, files.c.source_file, records.c.record_id)
        .join_from(findings, documents, documents.c.id == findings.c.document)
        .join(files, files.c.sha256 == documents.c.sha256)
        .outerjoin(records, _BORNE)
        .where(findings.c.code == code, findings.c.listed, main_file())
        .order_by(findings.c.document, findings.c.position)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(findings.c.document, findings.c.position) > after)
    return [
        FindingPlace(
            finding_of(row),
            row["document_id"],
            row["source_file"],
            row["record_id"],
            (row["document"], row["position"]),
        )
        for row in connection.execute(query).mappings()
    ]
