"""The audit trail: every decision of a person, newest first; and findings, code by code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, func, select

from extract.model import Finding
from oversight.archive.corrections import Correction, correction_of
from oversight.archive.engine import transaction
from oversight.archive.listing import main_file
from oversight.archive.rows import Stored, finding_of
from oversight.archive.schema import conflicts, corrections, documents, files, findings, records

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Step:
    """A decision and the file it is about.

    ``document_id`` is the first report's, None when the file is not in the archive any more; ``conflict``
    says why it does not hold for the present reading; ``withdrawn_by`` is the number that took it back.
    """

    correction: Correction
    source_file: str | None
    document_id: str | None
    conflict: str | None
    withdrawn_by: int | None


def steps(
    connection: Connection,
    before: int | None = None,
    limit: int = 50,
    author: str | None = None,
    sha256: str | None = None,
) -> list[Step]:
    """Decisions, newest first, those numbered below ``before``."""
    query = _steps().order_by(corrections.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(corrections.c.id < before)
    if author is not None:
        query = query.where(corrections.c.author == author)
    if sha256 is not None:
        query = query.where(corrections.c.sha256 == sha256)
    return [_step(row) for row in connection.execute(query).mappings()]


def all_steps(engine: Engine) -> Iterator[Step]:
    """Every decision, oldest first, memory flat."""
    last = 0
    while True:
        query = _steps().where(corrections.c.id > last).order_by(corrections.c.id).limit(AT_ONCE)
        with transaction(engine) as connection:
            found = [_step(row) for row in connection.execute(query).mappings()]
        if not found:
            return
        yield from found
        last = found[-1].correction.number or 0


def authors(connection: Connection) -> list[str]:
    """Everybody who ever decided something, by name."""
    return sorted(connection.execute(select(corrections.c.author).distinct()).scalars())


def _steps() -> Select[Any]:
    undone = corrections.alias("undone")
    back = (
        select(func.min(undone.c.id))
        .where(undone.c.refers == corrections.c.id, undone.c.kind == "withdraw")
        .scalar_subquery()
    )
    return (
        select(
            corrections,
            documents.c.document_id,
            files.c.source_file,
            conflicts.c.reason.label("conflict"),
            back.label("withdrawn_by"),
        )
        .outerjoin_from(
            corrections, documents, and_(documents.c.sha256 == corrections.c.sha256, documents.c.part == 0)
        )
        .outerjoin(files, and_(files.c.sha256 == corrections.c.sha256, main_file()))
        .outerjoin(
            conflicts,
            and_(conflicts.c.correction == corrections.c.id, conflicts.c.document == documents.c.id),
        )
    )


def _step(row: Stored) -> Step:
    return Step(
        correction_of(row), row["source_file"], row["document_id"], row["conflict"], row["withdrawn_by"]
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in its document; ``key`` is its place in lists."""

    finding: Finding
    document_id: str
    source_file: str
    record_id: str | None
    key: tuple[int, int]


def finding_counts(connection: Connection) -> dict[str, int]:
    """How often each finding is listed, by code."""
    query = select(findings.c.code, func.count()).where(findings.c.listed).group_by(findings.c.code)
    return {code: int(count) for code, count in connection.execute(query)}


def told(
    connection: Connection, code: str, after: tuple[int, int] | None = None, limit: int = 50
) -> list[Told]:
    """Where a finding was made, document by document."""
    borne = and_(
        findings.c.owner == "record",
        records.c.document == findings.c.document,
        records.c.position == findings.c.owner_position,
    )
    query = (
        select(findings, documents.c.document_id, files.c.source_file, records.c.record_id)
        .join_from(findings, documents, documents.c.id == findings.c.document)
        .join(files, files.c.sha256 == documents.c.sha256)
        .outerjoin(records, borne)
        .where(findings.c.code == code, findings.c.listed, main_file())
        .order_by(findings.c.document, findings.c.position)
        .limit(limit)
    )
    if after is not None:
        behind = (findings.c.document > after[0]) | (
            (findings.c.document == after[0]) & (findings.c.position > after[1])
        )
        query = query.where(behind)
    return [
        Told(
            finding_of(row),
            row["document_id"],
            row["source_file"],
            row["record_id"],
            (row["document"], row["position"]),
        )
        for row in connection.execute(query).mappings()
    ]
