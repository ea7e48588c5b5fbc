"""A short mark of all that an archive holds: equal marks, equal output files."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, select

from oversight.archive.schema import attempts, corrections, files, groupings

AT_ONCE = 5000  # rows held at a time


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
