"""Everything an export holds, as plain rows in the order of the archive: fast over millions, memory flat.

Nested fields come as the JSON text they are stored as (``rows.nested``); nothing is parsed that need not be.
A document belongs to a selection when it bears a selected record, or, where nothing is asked of records alone
(instrument, status, confidence, review), when its own facts are those asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Text,
    and_,
    func,
    null,
    or_,
    select,
    type_coerce,
)

from extract.model import Finding
from oversight.archive import packing
from oversight.archive.engine import transaction
from oversight.archive.listing import main_file
from oversight.archive.reading import LIGHT_BATCH, PLACE, Filter, file_batches, is_main
from oversight.archive.rows import Stored, finding_of
from oversight.archive.schema import RECORD_COLUMNS, documents, files, findings, records

Row = dict[str, Any]
Batch = dict[int, str]
"""Documents in order: number to the name of the main file."""
_OF_RECORDS = ("instrument", "result_status", "min_confidence", "reviewed")
_DOCUMENT_FACTS = ("agency_id", "agency_name", "province", "fiscal_year", "document_kind")
FACTS = ("agency_type", "dla_code", "district", "province_code", "agency_lineage_id")
"""What stands only in a document's ``facts``."""


def stream_record_rows(
    engine: Engine,
    columns: Sequence[str | None],
    wanted: Filter | None = None,
    batches: Iterable[Batch] | None = None,
) -> Iterator[tuple[tuple[Any, ...], str, Sequence[Finding]]]:
    """(values of ``columns`` as stored, source_file, findings) of each selected record.

    Dates are ISO text on SQLite and dates on PostgreSQL, needs_review and reviewed 0 or 1. A column None is
    empty: room for what stands in no column. ``batches`` are those of ``document_batches``, all without it.
    """
    clause = wanted.clause() if wanted else None
    picked = [_plain(engine, name) for name in columns]
    for batch in document_batches(engine, wanted) if batches is None else batches:
        query = select(*picked, records.c.document, records.c.position).where(
            records.c.document.in_(list(batch))
        )
        if clause is not None:
            query = query.where(clause)
        borne = select(findings).where(findings.c.document.in_(list(batch)), findings.c.owner == "record")
        with transaction(engine) as connection:
            result = connection.execute(query.order_by(records.c.document, records.c.position))
            assert result.cursor is not None
            rows = result.cursor.fetchall()  # the driver's own tuples: half the time of SQLAlchemy's rows
            result.close()
            told = _told(connection, borne)
        by_document: defaultdict[int, list[Any]] = defaultdict(list)
        for row in rows:
            by_document[row[-2]].append(row)
        for document, name in batch.items():
            for row in by_document.get(document, ()):
                yield row[:-2], name, told.get((document, row[-1]), ())


def stream_reports(engine: Engine, wanted: Filter | None = None) -> Iterator[Row]:
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


def stream_finding_rows(
    engine: Engine, wanted: Filter | None = None
) -> Iterator[tuple[str, str, str | None, Finding]]:
    """(document_id, source_file, record_id or None, finding): of selected records, and of their documents.

    Findings of documents are left out where something is asked of records alone.
    """
    clause = wanted.clause() if wanted else None
    owned = and_(
        findings.c.owner == "record",
        records.c.document == findings.c.document,
        records.c.position == findings.c.owner_position,
    )
    query = (
        select(findings, documents.c.document_id, records.c.record_id)
        .join_from(findings, documents, documents.c.id == findings.c.document)
        .outerjoin(records, owned)
        .where(findings.c.listed)
        .order_by(findings.c.document, findings.c.position)
    )
    if clause is not None:
        own = and_(findings.c.owner == "record", clause)
        query = query.where(own if _asks_records(wanted) else or_(findings.c.owner != "record", own))
    for batch in document_batches(engine, wanted):
        of_document: defaultdict[int, list[Stored]] = defaultdict(list)
        with transaction(engine) as connection:
            here = query.where(findings.c.document.in_(list(batch)))
            for found in connection.execute(here).mappings():
                of_document[found["document"]].append(found)
        for document, name in batch.items():
            for row in of_document.get(document, ()):
                yield row["document_id"], name, row["record_id"], finding_of(row)


def count_records(engine: Engine, wanted: Filter | None = None) -> dict[tuple[int | None, str | None], int]:
    """How many records are selected, by (fiscal year, province)."""
    place = (records.c.fiscal_year, records.c.province)
    query = select(*place, func.count()).group_by(*place)
    clause = wanted.clause() if wanted else None
    with transaction(engine) as connection:
        found = connection.execute(query if clause is None else query.where(clause))
        return {(year, province): count for year, province, count in found}


def document_batches(engine: Engine, wanted: Filter | None) -> Iterator[Batch]:
    """Documents of the selection in the order of their files."""
    clause = wanted.clause() if wanted else None
    if wanted is None or clause is None:
        for batch in file_batches(engine, LIGHT_BATCH):
            names = {row["sha256"]: row["source_file"] for row in batch if is_main(row)}
            query = select(documents.c.id, documents.c.sha256).where(documents.c.sha256.in_(list(names)))
            numbers: defaultdict[str, list[int]] = defaultdict(list)
            with transaction(engine) as connection:
                for number, sha256 in connection.execute(query.order_by(documents.c.part)):
                    numbers[sha256].append(number)
            yield {number: name for sha256, name in names.items() for number in numbers[sha256]}
        return
    selected: ColumnElement[bool] = documents.c.id.in_(select(records.c.document).where(clause))
    if not _asks_records(wanted):
        selected = or_(selected, _document_clause(wanted))
    query = (
        select(documents.c.id, files.c.source_file)
        .join_from(documents, files, files.c.sha256 == documents.c.sha256)
        .where(selected, main_file())
        .order_by(*PLACE, documents.c.part)
    )
    with transaction(engine) as connection:
        found = [(row.id, row.source_file) for row in connection.execute(query)]
    for start in range(0, len(found), LIGHT_BATCH):
        yield dict(found[start : start + LIGHT_BATCH])


def _asks_records(wanted: Filter | None) -> bool:
    return wanted is not None and any(getattr(wanted, name) is not None for name in _OF_RECORDS)


def _document_clause(wanted: Filter) -> ColumnElement[bool]:
    """Whether a document's own facts are those asked for."""
    parts: list[ColumnElement[bool]] = [documents.c.pages.is_not(None)]
    for name in _DOCUMENT_FACTS:
        value = getattr(wanted, name, None)
        if value is not None:
            parts.append(documents.c[name] == value)
        if name in wanted.nulls:
            parts.append(documents.c[name].is_(None))
    if wanted.fiscal_years:
        parts.append(documents.c.fiscal_year.in_(wanted.fiscal_years))
    if wanted.district is not None:
        parts.append(_fact("district", wanted.district))
    if wanted.lineage is not None:
        unnamed = and_(_fact("agency_lineage_id", None), documents.c.agency_id == wanted.lineage)
        parts.append(or_(_fact("agency_lineage_id", wanted.lineage), unnamed))
    return and_(*parts)


def _fact(name: str, value: str | None) -> ColumnElement[bool]:
    """Whether a document's facts, which are compact JSON, say so; for what has no column of its own."""
    return documents.c.facts.contains(packing.dump({name: value})[1:-1], autoescape=True)


def _plain(engine: Engine, name: str | None) -> ColumnElement[Any]:
    """A column without the driver's or our conversion of its values."""
    if name is None:
        return null()
    column = records.c[name]
    if engine.dialect.name == "sqlite":
        if RECORD_COLUMNS.get(name) == "date":
            return type_coerce(column, Text)
        if isinstance(column.type, Boolean):
            return type_coerce(column, Integer)
    return column


def _told(connection: Connection, query: Any) -> Mapping[tuple[int, int], list[Finding]]:
    """Findings of records by (document, position)."""
    found: defaultdict[tuple[int, int], list[Finding]] = defaultdict(list)
    for row in connection.execute(query.order_by(findings.c.document, findings.c.position)).mappings():
        found[row["document"], row["owner_position"]].append(finding_of(row))
    return found


def _by_number(connection: Connection, batch: Batch) -> dict[int, Stored]:
    query = select(documents).where(documents.c.id.in_(list(batch)))
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _finding_counts(connection: Connection, batch: Batch) -> dict[int, int]:
    query = (
        select(findings.c.document, func.count())
        .where(findings.c.document.in_(list(batch)), findings.c.listed)
        .group_by(findings.c.document)
    )
    return {document: count for document, count in connection.execute(query)}


def _other_files(connection: Connection, batch: Batch) -> Mapping[int, list[str]]:
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
                told = {name: row[name] for name in ("source_file", "status", "cause", "reason", "sha256")}
                yield {**nothing, **told, "other_files": [], "findings": 0, "records": 0}
