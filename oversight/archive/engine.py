"""Reaching a store: the place as given, connections, and transactions that say whether they will write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from extract.errors import SetupError, UsageError
from oversight.archive.refusals import as_output_errors, refusal

BUSY_SECONDS = (
    30.0  # a writer holds SQLite for some milliseconds a document; a checkpoint for a second or two
)
CHECKPOINT_PAGES = 4000  # 16 MiB, a hundred documents; at SQLite's 1000 the disk is waited for every thirty
NO_DRIVER = (
    "ต้องติดตั้งส่วนเสริมของ PostgreSQL: pip install 'prongsai[postgresql]'",
    "PostgreSQL needs an extra: pip install 'prongsai[postgresql]'",
)


def url_of(place: str | Path) -> URL:
    """The URL of a store given as a path or URL.

    Raises:
        UsageError: A URL of neither SQLite nor PostgreSQL.
    """
    if "://" not in str(place):
        return URL.create("sqlite", database=str(Path(place).absolute()))
    try:
        url = make_url(str(place))
    except ArgumentError as error:
        raise UsageError(*_unknown(str(place).split("://")[0])) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url.set(database=str(Path(url.database).absolute()))
    if url.drivername != "postgresql+psycopg":
        raise UsageError(*_unknown(url.drivername))
    return url


def _unknown(scheme: str) -> tuple[str, str]:
    return (
        f"ไม่รู้จักคลังข้อมูลแบบ {scheme} ให้ระบุเป็นไฟล์ หรือ postgresql+psycopg://ผู้ใช้@เครื่อง/ฐานข้อมูล",
        f"no archive of the kind {scheme}: give a file, or postgresql+psycopg://user@host/database",
    )


def make_engine(url: URL, write: bool) -> Engine:
    """An engine for ``url``; nothing is opened yet.

    Raises:
        SetupError: The driver is not installed.
    """
    if url.drivername == "sqlite":
        return _sqlite(url, write)
    try:
        # A server that was restarted costs no document: a stale connection is noticed and replaced.
        return create_engine(url, pool_pre_ping=True, connect_args={"options": "-c timezone=utc"})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise SetupError(*NO_DRIVER) from error


def _sqlite(url: URL, write: bool) -> Engine:
    path = Path(url.database or "")
    if write:
        with as_output_errors(url):
            path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.is_file():
        raise refusal("missing", url)
    if write:
        with (
            as_output_errors(url),
            suppress(FileExistsError),
        ):  # names of reviewers lie in it: for its owner alone
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    immutable = not write and _sealed(path)

    def connect() -> sqlite3.Connection:
        mode = "mode=rwc" if write else "mode=ro" + ("&immutable=1" if immutable else "")
        connection = sqlite3.connect(
            f"{path.as_uri()}?{mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # transactions are begun below, not by the driver's guess
            check_same_thread=False,  # the pool lends a connection to one thread at a time
        )
        try:
            prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def prepare(connection: sqlite3.Connection) -> None:
        if write:
            # WAL with NORMAL: kill -9 loses nothing; a power cut may cost the last documents: redone.
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        connection.execute("PRAGMA foreign_keys=ON")

    engine = create_engine(url, creator=connect)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later could find another writer in between: lock at once.
        writes = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _sealed(path: Path) -> bool:
    """Whether a WAL store lies where its side files cannot be made (a read-only disk)."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as probe:
        try:
            probe.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:  # no archive at all: the first use tells
            pass
    return False


@contextmanager
def transaction(engine: Engine, write: bool = False) -> Iterator[Connection]:
    """A connection in a transaction: committed at the end, undone by an exception.

    Raises:
        OutputError: The store cannot be reached or written.
    """
    with as_output_errors(engine.url), engine.connect() as connection:
        connection = connection.execution_options(write=write)
        with connection.begin():
            yield connection


def dialect_is(connection: Connection, name: str) -> bool:
    """Whether the store is of the kind ``sqlite`` or ``postgresql``."""
    return bool(connection.dialect.name == name)
