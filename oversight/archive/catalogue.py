"""Documents and findings as rows of documents.csv and findings.csv, without reading whole reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, select

from extract.model import Finding
from oversight.archive import packing
from oversight.archive.engine import transaction
from oversight.archive.reading import LIGHT_BATCH, file_batches, is_main
from oversight.archive.rows import Stored, finding_of
from oversight.archive.schema import documents, findings, pages, records

KEPT = (
    *("pages", "pages_digital", "pages_scanned", "records"),
    *("agency_name", "agency_id", "fiscal_year", "document_kind", "oit_code", "title"),
)


def stream_documents(engine: Engine) -> Iterator[dict[str, Any]]:
    """The rows of documents.csv in order; the reason of a duplicate is the name of its main file."""
    for batch in file_batches(engine, LIGHT_BATCH):
        with transaction(engine) as connection:
            held = _documents(connection, [row["sha256"] for row in batch if is_main(row)])
            numbers = [document["id"] for parts in held.values() for document in parts]
            counts = _finding_counts(connection, numbers)
            codes = _codes(connection, numbers)
        for row in batch:
            if row["status"] is not None or not is_main(row):
                yield _without_document(row)
                continue
            for document in held.get(row["sha256"], ()):
                number = document["id"]
                yield {
                    "document_id": document["document_id"],
                    "source_file": row["source_file"],
                    "status": document["status"],
                    "reason": document["reason"] or None,
                    "sha256": document["sha256"],
                    **{name: document[name] for name in KEPT[:4]},
                    "findings": counts.get(number, 0),
                    **{name: document[name] for name in KEPT[4:]},
                    "codes": codes.get(number, []),
                }


def _without_document(row: Stored) -> dict[str, Any]:
    """A duplicate, or a file that could not be opened."""
    return {
        "document_id": row["sha256"][:16] if row["sha256"] else None,
        "source_file": row["source_file"],
        "status": row["status"] or "duplicate",
        "reason": row["reason"] or row["first_name"],
        "sha256": row["sha256"],
        **dict.fromkeys(KEPT[:3]),
        "records": 0,
        "findings": 0,
        **dict.fromkeys(KEPT[4:]),
        "codes": [],
    }


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
    return dict(connection.execute(query).tuples().all())


def _codes(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Texts of the QR codes of each document, each once."""
    query = (
        select(pages.c.document, pages.c.codes)
        .where(pages.c.document.in_(numbers), pages.c.codes != "[]")
        .order_by(pages.c.document, pages.c.page)
    )
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for document, written in connection.execute(query):
        found[document].update(dict.fromkeys(text for text, *_ in packing.load(written)))
    return {document: list(texts) for document, texts in found.items()}
