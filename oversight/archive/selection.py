"""What is asked of an archive: which records, and their documents in the order of their files, in batches.

Nothing is held but one batch, and each batch is read in a transaction of its own: memory stays flat and no
writer waits, however large the archive. Files of equal bytes are one document, under the name of the first;
files still to be read do not come at all. A document belongs to a selection when it bears a selected record,
or, where nothing is asked of records alone (instrument, status, confidence, review), when its own facts are
those asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, exists, or_, select, true, tuple_

from oversight.archive import packing
from oversight.archive.engine import transaction
from oversight.archive.listing import first_file, main_file
from oversight.archive.rows import Stored
from oversight.archive.schema import documents, files, records

LIGHT_BATCH = 250  # documents at a time where their pages are not read
PLACE = (files.c.source_file, files.c.location, files.c.member)  # the order of all that comes
DocumentBatch = dict[int, str]
"""Documents in order: number to the name of the main file."""
_OF_RECORDS = ("instrument", "result_status", "min_confidence", "reviewed")
_DOCUMENT_FACTS = ("agency_id", "agency_name", "province", "fiscal_year", "document_kind")


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

    def clause(self) -> ColumnElement[bool]:
        """The condition on ``records``."""
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
        return and_(true(), *parts)


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


def is_main(row: Stored) -> bool:
    """Whether a row of ``file_batches`` is the main file of its bytes."""
    return bool(row["sha256"]) and row["id"] == row["first_id"]


def document_batches(engine: Engine, wanted: Filter | None) -> Iterator[DocumentBatch]:
    """Documents of the selection in the order of their files."""
    if wanted is None or wanted == Filter():
        for batch in file_batches(engine, LIGHT_BATCH):
            names = {row["sha256"]: row["source_file"] for row in batch if is_main(row)}
            query = select(documents.c.id, documents.c.sha256).where(documents.c.sha256.in_(list(names)))
            numbers: defaultdict[str, list[int]] = defaultdict(list)
            with transaction(engine) as connection:
                for number, sha256 in connection.execute(query.order_by(documents.c.part)):
                    numbers[sha256].append(number)
            yield {number: name for sha256, name in names.items() for number in numbers[sha256]}
        return
    selected: ColumnElement[bool] = documents.c.id.in_(select(records.c.document).where(wanted.clause()))
    if not asks_records(wanted):
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


def condition(wanted: Filter | None) -> ColumnElement[bool]:
    """The condition on ``records`` of a selection, or of all."""
    return (wanted or Filter()).clause()


def asks_records(wanted: Filter | None) -> bool:
    """Whether something is asked that only records can answer."""
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
