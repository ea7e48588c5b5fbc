"""Bringing a store to the form of ``schema``: an empty one at once, an older one by Alembic's migrations.

A new form is a new file in ``migrations/versions`` (its number, what it does) and a new ``HEAD`` here; a test
holds that the migrations give just what a new store is. Shipped migrations never change.
"""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from oversight.archive.engine import dialect_is, transaction
from oversight.archive.migrations.triggers import EVENTS, STATEMENTS
from oversight.archive.refusals import refusal
from oversight.archive.schema import metadata

HEAD = "0011"
SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x70726F6E  # any number that nobody else locks by in the same database: "pron"
_turn = threading.Lock()
"""Alembic keeps the store at work in globals: two threads, each with its own, would migrate the same one."""


def bring_up(engine: Engine) -> None:
    """Bring the store to ``HEAD``; safe when several processes or threads do it at once, to one or several.

    Raises:
        OutputError: It cannot be written, or a newer Prongsai made it.
    """
    with transaction(engine) as connection:
        if version(connection) == HEAD:
            return
    with transaction(engine, write=True) as connection:
        if dialect_is(connection, "postgresql"):
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        found = version(connection)
        if found is not None and found > HEAD:
            raise refusal("newer", engine.url, found)
        if found is None:
            _make(connection)
        elif found != HEAD:
            _upgrade(connection)


def check(engine: Engine) -> None:
    """Refuse a store that is not at ``HEAD``, for those who only read.

    Raises:
        OutputError: It is of an older or newer form, or none of ours.
    """
    with transaction(engine) as connection:
        found = version(connection)
    if found is None:
        raise refusal("missing", engine.url)
    if found != HEAD:
        raise refusal("newer" if found > HEAD else "older", engine.url, found)


def version(connection: Connection) -> str | None:
    """The number of the last migration that was run, None for an empty store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _make(connection: Connection) -> None:
    """Make an empty store from ``schema`` at once: the migrations give the same, and need Alembic for it."""
    metadata.create_all(connection, checkfirst=False)
    dialect = connection.dialect.name
    for statement in (*STATEMENTS[dialect], *EVENTS[dialect]):
        connection.execute(text(statement))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:number)"), {"number": HEAD})


def _upgrade(connection: Connection) -> None:
    from alembic import command  # takes 0.15 s to import, and is needed once for each new form
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _turn:
        command.upgrade(config, "head")
