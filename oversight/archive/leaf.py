"""One page of a document with its cells and the records printed there, without reading the whole report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from extract.model import Cell, DocumentFacts, Finding, MeasureRecord
from oversight.archive.listing import main_file
from oversight.archive.report_rows import facts_of
from oversight.archive.rows import Stored, box_of, finding_of, record_of
from oversight.archive.schema import cells, documents, files, findings, pages, records, tables


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the page: its number from 1, its size, and its cells without their lines."""

    number: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A record of the document and how its review stands; ``position`` counts from 0."""

    record: MeasureRecord
    position: int
    reviewed: bool
    approved: bool
    priority: float | None


@dataclass(frozen=True, slots=True)
class Paper:
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
class Leaf:
    """A page: points wide and high, how it was read, its tables, and the findings about the page itself."""

    number: int
    width: float
    height: float
    method: str
    rotation: int
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


def paper(connection: Connection, document_id: str) -> Paper | None:
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
    told = select(findings).where(findings.c.document == row["id"], findings.c.owner.in_(("facts", "report")))
    said = [finding_of(each) for each in connection.execute(told.order_by(findings.c.position)).mappings()]
    return Paper(
        **{name: row[name] for name in ("document_id", "sha256", "part", "source_file", "status", "reason")},
        numbers=tuple(numbers),
        **{name: row[name] for name in ("records", "to_review", "approved")},
        whole=bool(row["whole"]),
        facts=None if row["facts"] is None else facts_of(row["facts"], said),
    )


def leaf(connection: Connection, document_id: str, number: int) -> Leaf | None:
    """A page of the document, None when it was not read."""
    query = select(
        *(pages.c[name] for name in ("document", "page", "width", "height", "method", "rotation"))
    ).join_from(pages, documents, documents.c.id == pages.c.document)
    here = (documents.c.document_id == document_id, pages.c.page == number)
    row = connection.execute(query.where(*here)).mappings().first()
    if row is None:
        return None
    document = row["document"]
    said = select(findings).where(
        findings.c.document == document,
        findings.c.owner.in_(("page", "cell")),
        findings.c.owner_page == number,
    )
    of_page: list[Finding] = []
    of_cell: defaultdict[tuple[int, int], list[Finding]] = defaultdict(list)
    for told in connection.execute(said.order_by(findings.c.position)).mappings():
        if told["owner"] == "page":
            of_page.append(finding_of(told))
        else:
            of_cell[told["owner_table"], told["owner_position"]].append(finding_of(told))
    return Leaf(
        number,
        row["width"],
        row["height"],
        row["method"],
        row["rotation"],
        tuple(_sheets(connection, document, number, of_cell)),
        tuple(of_page),
    )


def _sheets(
    connection: Connection, document: int, number: int, said: dict[tuple[int, int], list[Finding]]
) -> list[Sheet]:
    grid = select(*(tables.c[name] for name in ("position", "number", "rows", "columns")))
    grid = grid.where(tables.c.document == document, tables.c.page == number).order_by(tables.c.position)
    rows = select(cells).where(cells.c.document == document, cells.c.page == number)
    held: defaultdict[int, list[Stored]] = defaultdict(list)
    for row in connection.execute(rows.order_by(cells.c.table_position, cells.c.position)).mappings():
        held[row["table_position"]].append(row)
    return [
        Sheet(
            table.number,
            table.rows,
            table.columns,
            tuple(
                _cell(row, tuple(said.get((table.position, row["position"]), ())))
                for row in held[table.position]
            ),
        )
        for table in connection.execute(grid)
    ]


def _cell(row: Stored, said: tuple[Finding, ...]) -> Cell:
    return Cell(
        **{name: row[name] for name in ("row", "column", "row_span", "column_span", "page")},
        bbox=box_of(row),
        text=row["text"],
        raw=row["text"] if row["raw"] is None else row["raw"],
        confidence=row["confidence"],
        method=row["method"],
        findings=said,
    )


def records_of(connection: Connection, document_id: str) -> list[Held]:
    """All records of a document in order."""
    here = select(documents.c.id).where(documents.c.document_id == document_id)
    query = select(records).where(records.c.document.in_(here)).order_by(records.c.position)
    rows = connection.execute(query).mappings().all()
    return _with_findings(connection, rows)


def record(connection: Connection, record_id: str) -> Held | None:
    """One record, None when there is none of that id."""
    rows = connection.execute(select(records).where(records.c.record_id == record_id)).mappings().all()
    return next(iter(_with_findings(connection, rows[:1])), None)


def _with_findings(connection: Connection, rows: Sequence[Stored]) -> list[Held]:
    said: defaultdict[tuple[int, int], list[Finding]] = defaultdict(list)
    if rows:
        query = select(findings).where(
            findings.c.document.in_({row["document"] for row in rows}), findings.c.owner == "record"
        )
        if len(rows) == 1:
            query = query.where(findings.c.owner_position == rows[0]["position"])
        for each in connection.execute(query.order_by(findings.c.position)).mappings():
            said[each["document"], each["owner_position"]].append(finding_of(each))
    return [
        Held(
            record_of(row, "", said.get((row["document"], row["position"]), ())),
            row["position"],
            bool(row["reviewed"]),
            bool(row["approved"]),
            row["priority"],
        )
        for row in rows
    ]
