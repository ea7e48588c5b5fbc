"""Documents and findings as rows of documents.csv and findings.csv, without reading whole reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, select

from extract.model import Finding
from oversight.archive import packing
from oversight.archive.engine import transaction
from oversight.archive.reading import LIGHT_BATCH, file_batches, is_main, worst_part
from oversight.archive.rows import Stored, finding_of
from oversight.archive.schema import documents, findings, pages, records
from oversight.archive.summary import CodeOf, codes_by_survey, measure_pages

SUMS = ("pages", "pages_digital", "pages_scanned")
FACTS = ("agency_name", "agency_id", "fiscal_year", "document_kind", "oit_code", "title")


def stream_documents(engine: Engine) -> Iterator[dict[str, Any]]:
    """The rows of documents.csv in order; the reason of a duplicate is the name of its main file."""
    for batch in file_batches(engine, LIGHT_BATCH):
        with transaction(engine) as connection:
            held = _documents(connection, [row["sha256"] for row in batch if is_main(row)])
            numbers = [document["id"] for parts in held.values() for document in parts]
            counts = _finding_counts(connection, numbers)
            codes = _codes(connection, numbers)
            ids = _record_ids(connection, numbers)
        for row in batch:
            parts = held.get(row["sha256"], []) if is_main(row) and row["status"] is None else []
            yield _document(row, parts, counts, codes, ids)


def _document(
    row: Stored,
    parts: Sequence[Stored],
    counts: Mapping[int, int],
    codes: Mapping[int, list[CodeOf]],
    ids: Mapping[int, list[str]],
) -> dict[str, Any]:
    """The row of one input; what its reports disagree on is a list."""
    read = [part for part in parts if part["pages"] is not None]
    if parts:
        told = worst_part(parts)
        status, reason = told["status"], told["reason"]
    else:
        status, reason = row["status"] or "duplicate", row["reason"] or row["first_name"]
    return {
        "document_id": row["sha256"][:16] if row["sha256"] else None,
        "source_file": row["source_file"],
        "status": status,
        "reason": reason or None,
        "sha256": row["sha256"],
        "reports": len(read),
        **{name: sum(part[name] for part in read) if read else None for name in SUMS},
        "records": sum(part["records"] for part in read),
        "findings": sum(counts.get(part["id"], 0) for part in read),
        **{name: _said([part[name] for part in read]) for name in FACTS},
        **codes_by_survey(code for part in read for code in codes.get(part["id"], [])),
        "measure_pages": measure_pages(each for part in read for each in ids.get(part["id"], [])),
    }


def _said(values: Sequence[Any]) -> Any:
    """What reports say: one value, or a list of several."""
    told = list(dict.fromkeys(value for value in values if value is not None))
    return told if len(told) > 1 else told[0] if told else None


def agencies(connection: Connection) -> list[tuple[str, str, str | None]]:
    """Agencies that documents name: id, name, province."""
    columns = (documents.c.agency_id, documents.c.agency_name, documents.c.province)
    named = select(*columns).where(documents.c.agency_id.is_not(None), documents.c.agency_name.is_not(None))
    found = connection.execute(named.distinct()).all()
    return sorted(((row[0], row[1], row[2]) for row in found), key=lambda row: (row[0], row[1], row[2] or ""))


def provinces(connection: Connection) -> list[str]:
    """Provinces that documents name, in order; by an index, for an archive may hold a hundred thousand."""
    query = select(documents.c.province).where(documents.c.province.is_not(None)).distinct()
    return sorted(row[0] for row in connection.execute(query))


def stream_findings(engine: Engine) -> Iterator[tuple[str, str, str | None, Finding]]:
    """(document_id, source_file, record_id or None, finding), each said once a document, records' first."""
    borne = and_(
        findings.c.owner == "record",
        records.c.document == findings.c.document,
        records.c.position == findings.c.owner_position,
    )
    columns = select(
        findings, documents.c.document_id, documents.c.sha256, documents.c.part, records.c.record_id
    )
    query = (
        columns.join_from(findings, documents, documents.c.id == findings.c.document)
        .outerjoin(records, borne)
        .where(findings.c.listed)
        .order_by(documents.c.part, findings.c.position)
    )
    for batch in file_batches(engine, LIGHT_BATCH):
        mains = [row for row in batch if is_main(row)]
        by_content: defaultdict[str, list[Stored]] = defaultdict(list)
        with transaction(engine) as connection:
            here = query.where(documents.c.sha256.in_([main["sha256"] for main in mains]))
            for row in connection.execute(here).mappings():
                by_content[row["sha256"]].append(row)
        for main in mains:
            for told in by_content[main["sha256"]]:
                yield told["document_id"], main["source_file"], told["record_id"], finding_of(told)


def _documents(connection: Connection, sha256s: Sequence[str]) -> dict[str, list[Stored]]:
    held: defaultdict[str, list[Stored]] = defaultdict(list)
    query = select(documents).where(documents.c.sha256.in_(sha256s)).order_by(documents.c.part)
    for row in connection.execute(query).mappings():
        held[row["sha256"]].append(row)
    return held


def _finding_counts(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    query = (
        select(findings.c.document, func.count())
        .where(findings.c.document.in_(numbers), findings.c.listed)
        .group_by(findings.c.document)
    )
    return {document: count for document, count in connection.execute(query)}


def _codes(connection: Connection, numbers: Sequence[int]) -> dict[int, list[CodeOf]]:
    """QR codes of each document: text, and the survey that the caption names."""
    query = (
        select(pages.c.document, pages.c.codes)
        .where(pages.c.document.in_(numbers), pages.c.codes != "[]")
        .order_by(pages.c.document, pages.c.page)
    )
    found: defaultdict[int, list[CodeOf]] = defaultdict(list)
    for document, written in connection.execute(query):
        found[document] += [(text, said[1] if said else None) for text, _, _, *said in packing.load(written)]
    return dict(found)


def _record_ids(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The records of each document, in order."""
    query = select(records.c.document, records.c.record_id).where(records.c.document.in_(numbers))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for document, record_id in connection.execute(query):
        found[document].append(record_id)
    return dict(found)
