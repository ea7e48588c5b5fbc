"""Records of the archive: streamed as plain columns, or whole with how their review stands; and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Text,
    case,
    cast,
    func,
    null,
    select,
    type_coerce,
)

from extract.model import Finding, MeasureRecord
from oversight.archive.columns import RECORD_COLUMNS
from oversight.archive.engine import transaction
from oversight.archive.report_reader import read
from oversight.archive.report_rows import ReportRows
from oversight.archive.rows import finding_of
from oversight.archive.schema import documents, findings, records
from oversight.archive.selection import DocumentBatch, Filter, condition, document_batches

DOUBTFUL = "doubtful_provenance"
"""The column of ``stream`` with the provenance of records that are not quite sure, else null."""


def stream(
    engine: Engine,
    columns: Sequence[str],
    wanted: Filter | None = None,
    batches: Iterable[DocumentBatch] | None = None,
) -> Iterator[list[Any]]:
    """The values of ``columns`` of each selected record, in order and as they are stored: for millions.

    Nested fields are their JSON text, dates ISO text on SQLite and dates on PostgreSQL, needs_review and
    reviewed 0 or 1. ``source_file`` and ``findings`` may be among the columns, and ``DOUBTFUL``. ``batches``
    are those of ``document_batches``, all without it.
    """
    picked = [_plain(engine, name) for name in columns]
    source = columns.index("source_file") if "source_file" in columns else None
    borne = columns.index("findings") if "findings" in columns else None
    for batch in document_batches(engine, wanted) if batches is None else batches:
        query = select(*picked, records.c.document, records.c.position).where(
            records.c.document.in_(list(batch)), condition(wanted)
        )
        with transaction(engine) as connection:
            result = connection.execute(query.order_by(records.c.document, records.c.position))
            assert result.cursor is not None
            rows = result.cursor.fetchall()  # the driver's own tuples: half the time of SQLAlchemy's rows
            result.close()
            found = _findings(connection, batch) if borne is not None else {}
        by_document: defaultdict[int, list[Any]] = defaultdict(list)
        for *values, document, position in rows:
            if source is not None:
                values[source] = batch[document]
            if borne is not None:
                values[borne] = found.get((document, position), ())
            by_document[document].append(values)
        for document in batch:
            yield from by_document.get(document, ())


def _plain(engine: Engine, name: str) -> ColumnElement[Any]:
    """A column without the driver's or our conversion of its values; nothing for what stands elsewhere."""
    if name in ("source_file", "findings"):
        return null()
    if name == DOUBTFUL:
        return case((records.c.confidence < 1, records.c.provenance), else_=None).label(DOUBTFUL)
    column = records.c[name]
    if engine.dialect.name == "sqlite":
        if RECORD_COLUMNS.get(name) == "date":
            return type_coerce(column, Text)
        if isinstance(column.type, Boolean):
            return type_coerce(column, Integer)
    return column


def _findings(connection: Connection, batch: DocumentBatch) -> Mapping[tuple[int, int], list[Finding]]:
    """Findings of records by (document, position)."""
    found: defaultdict[tuple[int, int], list[Finding]] = defaultdict(list)
    query = select(findings).where(findings.c.document.in_(list(batch)), findings.c.owner == "record")
    for row in connection.execute(query.order_by(findings.c.document, findings.c.position)).mappings():
        found[row["document"], row["owner_position"]].append(finding_of(row))
    return found


def whole(engine: Engine, wanted: Filter | None = None) -> Iterator[MeasureRecord]:
    """The selected records as they were read and corrected, in order."""
    for batch in document_batches(engine, wanted):
        with transaction(engine) as connection:
            chosen = _read(connection, documents.c.id.in_(list(batch)), condition(wanted))
            found = {rows.document["id"]: rows for rows in chosen}
        for document, name in batch.items():
            if document in found:  # no new reading took its place just now
                yield from found[document].measures(name)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record of the document and how its review stands; ``position`` counts from 0."""

    record: MeasureRecord
    position: int
    reviewed: bool
    approved: bool
    priority: float | None


def of_document(connection: Connection, document_id: str) -> list[StoredRecord]:
    """All records of a document in order."""
    return _stored(_read(connection, documents.c.document_id == document_id))


def one(connection: Connection, record_id: str) -> StoredRecord | None:
    """One record, None when there is none of that id."""
    this = records.c.record_id == record_id
    here = documents.c.id.in_(select(records.c.document).where(this))
    return next(iter(_stored(_read(connection, here, this))), None)


def _read(
    connection: Connection, chosen: ColumnElement[bool], only: ColumnElement[bool] | None = None
) -> Iterator[ReportRows]:
    """Records, with their findings, of chosen documents."""
    return read(
        connection, chosen, ("records", "findings"), records=only, findings=findings.c.owner == "record"
    )


def _stored(found: Iterable[ReportRows]) -> list[StoredRecord]:
    return [
        StoredRecord(record, row["position"], row["reviewed"], row["approved"], row["priority"])
        for rows in found
        for record, row in zip(rows.measures(""), rows.records, strict=True)
    ]


def count(connection: Connection, wanted: Filter | None = None) -> dict[tuple[int | None, str | None], int]:
    """How many records are selected, by (fiscal year, province)."""
    place = (records.c.fiscal_year, records.c.province)
    query = select(*place, func.count()).where(condition(wanted)).group_by(*place)
    return {(year, province): count for year, province, count in connection.execute(query)}


SUM_DIGITS = 9
"""Digits of a sum of confidences that do not hang on the order of adding."""


@dataclass(frozen=True, slots=True)
class MeasureCount:
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


def tallies(connection: Connection, wanted: Filter) -> tuple[MeasureCount, ...]:
    """The measures that ``wanted`` lets through, counted."""
    by = tuple(records.c[name] for name in ("fiscal_year", "document_kind", "instrument", "result_status"))
    flags = [func.sum(cast(records.c[name], Integer)).label(name) for name in ("needs_review", "reviewed")]
    sums = (func.count().label("records"), *flags, func.sum(records.c.confidence).label("confidence"))
    query = select(*by, *sums).where(wanted.clause()).group_by(*by).order_by(*by)
    # The store adds in the order of its rows, which is that in which documents came in.
    return tuple(
        MeasureCount(**{**row, "confidence": round(row["confidence"], SUM_DIGITS)})
        for row in connection.execute(query).mappings()
    )
