"""Documents of the archive: streamed as plain rows, one by one with their pages, and what they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select

from extract.model import DocumentFacts, Page
from oversight.archive import packing
from oversight.archive.engine import transaction
from oversight.archive.listing import main_file
from oversight.archive.report_reader import read
from oversight.archive.report_rows import facts_of
from oversight.archive.rows import Row, Stored, finding_of
from oversight.archive.schema import cells, documents, files, findings, pages, tables
from oversight.archive.selection import (
    LIGHT_BATCH,
    PLACE,
    DocumentBatch,
    Filter,
    document_batches,
    file_batches,
)

FACTS = (
    *("agency_type", "dla_code", "district", "province_code", "agency_lineage_id"),
    *("fiscal_year_first", "fiscal_year_last"),
)
"""What stands only in a document's ``facts``."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What stands in a document's row. ``numbers`` are its pages, ``facts`` None when it was not read."""

    document_id: str
    sha256: str
    part: int
    source_file: str
    status: str
    reason: str
    numbers: tuple[int, ...]
    records: int
    to_review: int
    approved: int
    whole: bool
    facts: DocumentFacts | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How many reports there are of a province and fiscal year (Buddhist era), as the documents say."""

    province: str | None
    fiscal_year: int | None
    documents: int


def stream(engine: Engine, wanted: Filter | None = None) -> Iterator[Row]:
    """One row a document selected: columns of ``documents``, ``FACTS``, and what follows.

    ``source_file`` is the main file's name, ``other_files`` the names of files of the same bytes,
    ``findings`` a count. Where all is wanted, files that could not be opened come too, without a document.
    """
    for batch in document_batches(engine, wanted):
        with transaction(engine) as connection:
            held = _by_number(connection, batch)
            counts = _finding_counts(connection, batch)
            others = _other_files(connection, batch)
        for document, name in batch.items():
            row = held[document]
            facts = packing.load(row["facts"]) or {}
            yield {
                **row,
                **{key: facts.get(key) for key in FACTS},
                "source_file": name,
                "other_files": [other for other in others.get(document, ()) if other != name],
                "findings": counts.get(document, 0),
            }
    if wanted is None or wanted == Filter():
        yield from _unopened(engine)


def _by_number(connection: Connection, batch: DocumentBatch) -> dict[int, Stored]:
    query = select(documents).where(documents.c.id.in_(list(batch)))
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _finding_counts(connection: Connection, batch: DocumentBatch) -> dict[int, int]:
    query = (
        select(findings.c.document, func.count())
        .where(findings.c.document.in_(list(batch)), findings.c.listed)
        .group_by(findings.c.document)
    )
    return {document: count for document, count in connection.execute(query)}


def _other_files(connection: Connection, batch: DocumentBatch) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = (
        select(documents.c.id, files.c.source_file)
        .join_from(documents, files, files.c.sha256 == documents.c.sha256)
        .where(documents.c.id.in_(list(batch)))
        .order_by(*PLACE)
    )
    for document, name in connection.execute(query):
        found[document].append(name)
    return found


def _unopened(engine: Engine) -> Iterator[Row]:
    """Inputs that could not be opened at all."""
    nothing = dict.fromkeys((*documents.c.keys(), *FACTS))
    for batch in file_batches(engine, LIGHT_BATCH):
        for row in batch:
            if row["status"] is not None:
                known = {name: row[name] for name in ("source_file", "status", "cause", "reason", "sha256")}
                yield {**nothing, **known, "other_files": [], "findings": 0, "records": 0}


def one(connection: Connection, document_id: str) -> StoredDocument | None:
    """The document of that id, None when there is none."""
    query = (
        select(documents, files.c.source_file)
        .join_from(documents, files, files.c.sha256 == documents.c.sha256)
        .where(documents.c.document_id == document_id, main_file())
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    numbers = connection.execute(
        select(pages.c.page).where(pages.c.document == row["id"]).order_by(pages.c.page)
    ).scalars()
    about = select(findings).where(
        findings.c.document == row["id"], findings.c.owner.in_(("facts", "report"))
    )
    said = [finding_of(each) for each in connection.execute(about.order_by(findings.c.position)).mappings()]
    return StoredDocument(
        **{name: row[name] for name in ("document_id", "sha256", "part", "source_file", "status", "reason")},
        numbers=tuple(numbers),
        **{name: row[name] for name in ("records", "to_review", "approved")},
        whole=bool(row["whole"]),
        facts=None if row["facts"] is None else facts_of(row["facts"], said),
    )


def page(connection: Connection, document_id: str, number: int) -> Page | None:
    """A page of the document, None when it was not read."""
    here = {table.name: table.c.page == number for table in (pages, tables, cells)}
    here["findings"] = findings.c.owner_page == number
    found = read(connection, documents.c.document_id == document_id, tuple(here), **here)
    return next((made for rows in found for made in rows.read_pages()), None)


def agencies(connection: Connection) -> list[tuple[str, str, str | None]]:
    """Agencies that documents name: id, name, province."""
    columns = (documents.c.agency_id, documents.c.agency_name, documents.c.province)
    named = select(*columns).where(documents.c.agency_id.is_not(None), documents.c.agency_name.is_not(None))
    found = connection.execute(named.distinct()).all()
    return sorted(((row[0], row[1], row[2]) for row in found), key=lambda row: (row[0], row[1], row[2] or ""))


def provinces(connection: Connection) -> list[str]:
    """Every province that documents are of, by name."""
    query = select(documents.c.province).where(documents.c.province.is_not(None)).distinct()
    return sorted(connection.execute(query).scalars())


def years(connection: Connection) -> list[int]:
    """Every fiscal year that documents are of, latest first."""
    query = select(documents.c.fiscal_year).where(documents.c.fiscal_year.is_not(None)).distinct()
    return sorted(connection.execute(query).scalars(), reverse=True)


def handed_in(connection: Connection) -> tuple[HandedIn, ...]:
    """What is there, by province and year; what gave no report has neither. Its index alone answers."""
    place = (documents.c.province, documents.c.fiscal_year)
    query = select(*place, func.count()).group_by(*place)
    found = [HandedIn(province, year, count) for province, year, count in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: (one.province or "", one.fiscal_year or 0)))


def approved(connection: Connection) -> list[str]:
    """Ids of the documents that a person approved as a whole, in order."""
    whole = select(documents.c.document_id).where(documents.c.whole)
    return list(connection.execute(whole.order_by(documents.c.document_id)).scalars())
