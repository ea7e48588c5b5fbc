"""The archive as a stream: files in the order of their names, what they hold in the order of print.

Nothing is held but one batch of documents, so memory stays flat however large the archive. Files of equal
bytes come as one document and a row of status ``duplicate`` for each further name; files still to be read do
not come at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, case, exists, or_, select, tuple_

from extract.model import MeasureRecord, Report, Status
from oversight.archive.engine import transaction
from oversight.archive.listing import PLAIN, first_file, main_file
from oversight.archive.report_rows import Parts
from oversight.archive.rows import Stored, finding_of, record_of
from oversight.archive.schema import cells, documents, files, findings, pages, records, tables

BATCH = 50  # whole documents at a time: some megabytes
LIGHT_BATCH = 250  # documents at a time where only records are read
DOUBTFUL = "doubtful_provenance"
"""The column of ``stream_columns`` with the provenance of records that are not quite sure, else null."""
PLACE = (files.c.source_file, files.c.location, files.c.member)  # the order of all that comes


@dataclass(frozen=True, slots=True)
class Entry:
    """One input and the reports in it, none when it could not be read; the export's ``Entry``, and its place.

    ``cause`` is one word for a failure; ``location`` and ``member`` say where the input lies; ``first`` names
    the main file of the same bytes when this one is a ``duplicate``.
    """

    source_file: str
    status: Status
    reason: str = ""
    sha256: str = ""
    reports: tuple[Report, ...] = ()
    cause: str | None = None
    first: str | None = None
    location: str = ""
    member: int | None = None

    @property
    def document_id(self) -> str:
        """The beginning of the file's sha256, empty when it could not be opened."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records: every part that is given must hold. Years are Buddhist era.

    ``nulls`` names columns that must be empty: what bears no year, no province.
    """

    agency_id: str | None = None
    agency_name: str | None = None
    lineage: str | None = None  # an agency under all names and types it bore
    province: str | None = None
    district: str | None = None
    fiscal_years: tuple[int, ...] = ()
    instrument: str | None = None
    result_status: str | None = None
    document_kind: str | None = None
    min_confidence: float | None = None
    reviewed: bool | None = None
    nulls: tuple[str, ...] = ()

    def clause(self) -> ColumnElement[bool] | None:
        """The condition on ``records``, None when all are wanted."""
        parts: list[ColumnElement[bool]] = []
        for name in (
            *("agency_id", "agency_name", "province", "district", "instrument", "result_status"),
            *("document_kind", "reviewed"),
        ):
            value = getattr(self, name)
            if value is not None:
                parts.append(records.c[name] == value)
        if self.lineage is not None:
            unnamed = and_(records.c.agency_lineage_id.is_(None), records.c.agency_id == self.lineage)
            parts.append(or_(records.c.agency_lineage_id == self.lineage, unnamed))
        if self.fiscal_years:
            parts.append(records.c.fiscal_year.in_(self.fiscal_years))
        if self.min_confidence is not None:
            parts.append(records.c.confidence >= self.min_confidence)
        parts += [records.c[name].is_(None) for name in self.nulls]
        return and_(*parts) if parts else None


def entries(engine: Engine) -> Iterator[Entry]:
    """Every input that has an outcome, with its whole report."""
    for batch in file_batches(engine, BATCH):
        with transaction(engine) as connection:
            parts = load(connection, [row["sha256"] for row in batch if is_main(row)])
        for row in batch:
            yield entry_of(row, parts)


def one_report(engine: Engine, document_id: str) -> Report | None:
    """The report of that id, under the name of its main file."""
    query = (
        select(documents.c.sha256, files.c.source_file)
        .join_from(documents, files, files.c.sha256 == documents.c.sha256)
        .where(documents.c.document_id == document_id, main_file())
    )
    with transaction(engine) as connection:
        for sha256, name in connection.execute(query):
            for part in load(connection, [sha256])[sha256]:
                if part.document["document_id"] == document_id:
                    return part.report(name)
    return None


def file_batches(engine: Engine, size: int) -> Iterator[list[Stored]]:
    """Rows of ``files`` in order, each with ``first_id`` and ``first_name`` of the main file of its bytes."""
    first = files.alias("first")
    read = exists().where(documents.c.sha256 == files.c.sha256)
    query = (
        select(files, first.c.id.label("first_id"), first.c.source_file.label("first_name"))
        .outerjoin_from(files, first, first.c.id == first_file())
        .where(or_(files.c.status.is_not(None), read))
        .order_by(*PLACE)
        .limit(size)
    )
    last: tuple[Any, ...] | None = None
    while True:
        after = query if last is None else query.where(tuple_(*PLACE) > last)
        with transaction(engine) as connection:
            batch: list[Stored] = [dict(row) for row in connection.execute(after).mappings()]
        if not batch:
            return
        yield batch
        last = tuple(batch[-1][column.name] for column in PLACE)


def stream_records(engine: Engine, wanted: Filter | None = None) -> Iterator[MeasureRecord]:
    """Records in order, those that ``wanted`` lets through."""
    clause = wanted.clause() if wanted else None
    for names in _document_batches(engine, clause):
        query = select(records).where(records.c.document.in_(list(names)))
        borne = select(findings).where(findings.c.document.in_(list(names)), findings.c.owner == "record")
        with transaction(engine) as connection:
            rows = _by_document(connection, query if clause is None else query.where(clause), "position")
            told = _by_document(connection, borne, "position")
        for document, name in names.items():
            of_record = defaultdict(list)
            for row in told.get(document, ()):
                of_record[row["owner_position"]].append(finding_of(row))
            for row in rows.get(document, ()):
                yield record_of(row, name, of_record.get(row["position"], ()))


def stream_columns(
    engine: Engine, columns: Sequence[str], wanted: Filter | None = None
) -> Iterator[tuple[Any, ...]]:
    """Only these ``columns`` of records, as tuples in order: fast over millions.

    ``source_file`` may be among them, nested ones (their JSON text), and ``DOUBTFUL``.
    """
    clause = wanted.clause() if wanted else None
    at = [None if name == "source_file" else _column(name) for name in columns]
    picked = [column for column in at if column is not None]
    for names in _document_batches(engine, clause):
        query: Select[Any] = select(records.c.document, *picked).where(records.c.document.in_(list(names)))
        if clause is not None:
            query = query.where(clause)
        with transaction(engine) as connection:
            found = connection.execute(query.order_by(records.c.document, records.c.position)).all()
        rows = {document: list(group) for document, group in groupby(found, key=lambda row: row[0])}
        for document, name in names.items():
            for row in rows.get(document, ()):
                values = iter(row[1:])
                yield tuple(name if column is None else next(values) for column in at)


def _column(name: str) -> ColumnElement[Any]:
    if name == DOUBTFUL:
        return case((records.c.confidence < 1, records.c.provenance), else_=None).label(DOUBTFUL)
    return records.c[name]


def _document_batches(engine: Engine, clause: ColumnElement[bool] | None) -> Iterator[dict[int, str]]:
    """Documents in order, number to name of the main file; only those with such records."""
    if clause is None:
        for batch in file_batches(engine, LIGHT_BATCH):
            names = {row["sha256"]: row["source_file"] for row in batch if is_main(row)}
            query = select(documents.c.id, documents.c.sha256).where(documents.c.sha256.in_(list(names)))
            with transaction(engine) as connection:
                found = connection.execute(query.order_by(documents.c.part)).all()
            numbers: defaultdict[str, list[int]] = defaultdict(list)
            for number, sha256 in found:
                numbers[sha256].append(number)
            yield {number: name for sha256, name in names.items() for number in numbers[sha256]}
        return
    # Few documents bear what is asked for: their numbers are found by the records' index, not by the files'.
    bearing = select(records.c.document).where(clause).distinct()
    query = (
        select(documents.c.id, files.c.source_file)
        .join_from(documents, files, files.c.sha256 == documents.c.sha256)
        .where(documents.c.id.in_(bearing), main_file())
        .order_by(*PLACE, documents.c.part)
    )
    with transaction(engine) as connection:
        all_names = [(row.id, row.source_file) for row in connection.execute(query)]
    for start in range(0, len(all_names), LIGHT_BATCH):
        yield dict(all_names[start : start + LIGHT_BATCH])


def load(connection: Connection, sha256s: Sequence[str]) -> dict[str, list[Parts]]:
    """All rows of the documents of these contents, by sha256."""
    query = select(documents).where(documents.c.sha256.in_(sha256s)).order_by(documents.c.part)
    parts = {row["id"]: Parts(dict(row)) for row in connection.execute(query).mappings()}
    for name, table, order in (
        ("pages", pages, ("page",)),
        ("tables", tables, ("page", "position")),
        ("cells", cells, ("page", "table_position", "position")),
        ("records", records, ("position",)),
        ("findings", findings, ("position",)),
    ):
        children = select(table).where(table.c.document.in_(list(parts)))
        for document, rows in _by_document(connection, children, *order).items():
            setattr(parts[document], name, rows)
    found: defaultdict[str, list[Parts]] = defaultdict(list)
    for part in parts.values():
        found[part.document["sha256"]].append(part)
    return found


def _by_document(connection: Connection, query: Select[Any], *order: str) -> dict[int, list[Stored]]:
    columns = query.selected_columns
    rows = connection.execute(query.order_by(*(columns[name] for name in ("document", *order)))).mappings()
    return {document: list(group) for document, group in groupby(rows, key=lambda row: row["document"])}


def is_main(row: Stored) -> bool:
    """Whether a row of ``file_batches`` is the main file of its bytes."""
    return bool(row["sha256"]) and row["id"] == row["first_id"]


def entry_of(row: Stored, parts: Mapping[str, list[Parts]]) -> Entry:
    """The entry of one input, a row of ``file_batches``, whole."""
    name, sha256 = row["source_file"], row["sha256"] or ""
    if row["status"] is not None:
        return Entry(name, row["status"], row["reason"], sha256, cause=row["cause"], **_place(row))
    if not is_main(row):
        return Entry(name, "duplicate", sha256=sha256, first=row["first_name"], **_place(row))
    held = parts[sha256]
    reports = tuple(report for part in held if (report := part.report(name)) is not None)
    return plain_entry(row, worst_part(part.document for part in held), reports)


def plain_entry(row: Stored, document: Stored, reports: tuple[Report, ...] = ()) -> Entry:
    """The entry of a file as ``document``, the one that tells how it stands, tells it."""
    status, reason, cause = document["status"], document["reason"], document["cause"]
    return Entry(row["source_file"], status, reason, row["sha256"], reports, cause, **_place(row))


def _place(row: Stored) -> dict[str, Any]:
    return {"location": row["location"], "member": None if row["member"] == PLAIN else row["member"]}


def worst_part(held: Iterable[Stored]) -> Stored:
    """Of a file's documents the one that tells how the file stands: the first that is not ``ok``, if any."""
    first, *others = held
    return next((document for document in (first, *others) if document["status"] != "ok"), first)
