"""How archive and run stand: counts, failures by cause, pace, time left; a mark of all that is held."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from oversight.archive import packing
from oversight.archive.lease import alive, now
from oversight.archive.listing import KEPT, PLAIN, Listing, main_file
from oversight.archive.resume import FAILED
from oversight.archive.rows import plain
from oversight.archive.schema import attempts, conflicts, corrections, documents, files, groupings, runs

AT_ONCE = 5000  # rows of files held at a time
PACE_SECONDS = 600.0  # the pace is that of the last ten minutes: scans and digital reports come in clusters


@dataclass(frozen=True, slots=True)
class RunStatus:
    """The last run: ``state`` is running, finished, interrupted or died; times in seconds.

    ``documents_a_second`` and ``pages_a_second`` are over its last ``PACE_SECONDS``; ``left`` documents and
    ``seconds_left`` are known once the run has said how many it expects.
    """

    number: int
    state: str
    started: float
    ended: float | None
    host: str
    process: int
    done: int
    expected: int | None
    documents_a_second: float
    pages_a_second: float
    left: int | None
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """What the archive holds; ``failures`` are (cause, files), most first, ``waiting`` still to be read."""

    files: int
    statuses: tuple[tuple[str, int], ...]
    waiting: int
    pages: int
    records: int
    failures: tuple[tuple[str, int], ...]
    corrections: int
    conflicts: int
    run: RunStatus | None


def status(connection: Connection) -> ArchiveStatus:
    """Count."""
    main = (
        select(documents.c.status, documents.c.cause)
        .join_from(files, documents, documents.c.sha256 == files.c.sha256)
        .where(main_file(), documents.c.part == 0, files.c.status.is_(None))
        .subquery()
    )
    counted = connection.execute(select(main.c.status, func.count()).group_by(main.c.status))
    counts: dict[str, int] = {name: count for name, count in counted}
    causes: dict[str, int] = {
        cause or status: count
        for cause, status, count in connection.execute(
            select(main.c.cause, main.c.status, func.count())
            .where(main.c.status.in_(FAILED))
            .group_by(main.c.cause, main.c.status)
        )
    }
    for state, cause, count in connection.execute(
        select(files.c.status, files.c.cause, func.count())
        .where(files.c.status.is_not(None))
        .group_by(files.c.status, files.c.cause)
    ):
        counts[state] = counts.get(state, 0) + count
        causes[cause or state] = causes.get(cause or state, 0) + count
    read = exists().where(documents.c.sha256 == files.c.sha256)
    listed = _one(connection, select(func.count()).select_from(files))
    waiting = _one(connection, select(func.count()).where(files.c.status.is_(None), main_file(), ~read))
    bearing = select(files.c.sha256).where(files.c.status.is_(None))
    pages, records = connection.execute(
        select(
            func.coalesce(func.sum(documents.c.pages), 0), func.coalesce(func.sum(documents.c.records), 0)
        ).where(documents.c.sha256.in_(bearing))
    ).one()
    duplicates = listed - waiting - sum(counts.values())
    if duplicates:
        counts["duplicate"] = duplicates
    return ArchiveStatus(
        files=listed,
        statuses=tuple(sorted(counts.items())),
        waiting=waiting,
        pages=int(pages),
        records=int(records),
        failures=tuple(sorted(causes.items(), key=lambda item: (-item[1], item[0]))),
        corrections=_one(connection, select(func.count()).select_from(corrections)),
        conflicts=_one(connection, select(func.count()).select_from(conflicts)),
        run=_last_run(connection),
    )


def _one(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one() or 0)


def _last_run(connection: Connection) -> RunStatus | None:
    run = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(1)).one_or_none()
    if run is None:
        return None
    state, ended = run.state, run.ended
    if state == "running" and not alive(connection, run.id):
        state = "died"
        ended = (
            _one(connection, select(func.max(attempts.c.at)).where(attempts.c.run == run.id)) or run.started
        )
    moment = ended or now(connection)
    done = _one(connection, select(func.count()).where(attempts.c.run == run.id))
    since = max(run.started, moment - PACE_SECONDS)
    recent, pages = connection.execute(
        select(func.count(), func.coalesce(func.sum(attempts.c.pages), 0)).where(
            attempts.c.run == run.id, attempts.c.at >= since
        )
    ).one()
    seconds = max(moment - since, 1e-3)
    pace = recent / seconds
    left = None if run.expected is None else max(0, run.expected - done)
    return RunStatus(
        number=run.id,
        state=state,
        started=run.started,
        ended=ended,
        host=run.machine.split(" ")[0],
        process=run.process,
        done=done,
        expected=run.expected,
        documents_a_second=pace,
        pages_a_second=pages / seconds,
        left=left,
        seconds_left=left / pace if left is not None and pace and state == "running" else None,
    )


def failed_files(connection: Connection) -> list[Listing]:
    """The inputs whose reading failed, was refused or is partial, in order: what ``retry`` reads again."""
    incomplete = exists().where(documents.c.sha256 == files.c.sha256, documents.c.status.in_(FAILED))
    query = (
        select(files)
        .where(files.c.status.is_not(None) | (incomplete & main_file()))
        .order_by(files.c.source_file, files.c.location, files.c.member)
    )
    same = (*KEPT, "location", "run")
    return [
        Listing(**plain(row, same), member=None if row.member == PLAIN else row.member)
        for row in connection.execute(query)
    ]


def mark(connection: Connection) -> str:
    """16 hex digits over the files as named, and the counters of what only ever grows."""
    digest = hashlib.sha256()
    for table in (attempts, corrections, groupings):
        digest.update(repr(connection.execute(select(func.max(table.c.id))).scalar()).encode())
    columns = ("source_file", "location", "member", "sha256", "status", "reason")
    query = select(*(files.c[name] for name in columns)).order_by(*(files.c[name] for name in columns[:3]))
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()[:16]


def run_about(connection: Connection, number: int) -> dict[str, Any]:
    """What a run said of itself at its begin and end."""
    written = connection.execute(select(runs.c.about).where(runs.c.id == number)).scalar_one()
    return dict(packing.load(written))
