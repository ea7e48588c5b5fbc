"""What is done already: the resume key of a document, and what a run has to do with each input.

Everything that decides what comes out of a file goes into its recipe (our version, engines, options, the
register's digest). A document is done when its sha256 stands in the archive under the same recipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from extract.model import Status
from oversight.archive.schema import documents

BATCH = 500  # keys asked for at a time: SQLite allows 999 variables in its oldest builds
Redo = Literal["new", "stale", "failed", "all"]
"""Which documents that were read before are read again: none; those of another recipe; those and the failed
ones; all."""
REDO: tuple[Redo, ...] = ("new", "stale", "failed", "all")
FAILED: tuple[Status, ...] = ("failed", "refused", "partial")


@dataclass(frozen=True, slots=True)
class Key:
    """What makes two readings of a file the same: its bytes and the recipe."""

    sha256: str
    recipe: str


@dataclass(frozen=True, slots=True)
class KnownReading:
    """What the archive holds of a content: the recipe it was read by and what came of it."""

    sha256: str
    recipe: str
    status: Status
    cause: str | None


def known(connection: Connection, sha256s: Sequence[str]) -> dict[str, KnownReading]:
    """What is known of each content, by sha256; of a file of several reports, its worst part."""
    found: dict[str, KnownReading] = {}
    columns = (documents.c.sha256, documents.c.recipe, documents.c.status, documents.c.cause)
    for start in range(0, len(sha256s), BATCH):
        batch = sha256s[start : start + BATCH]
        for row in connection.execute(select(*columns).where(documents.c.sha256.in_(batch))):
            if row.sha256 not in found or row.status in FAILED:
                found[row.sha256] = KnownReading(*row)
    return found


def needed(key: Key, what: KnownReading | None, redo: Redo = "stale") -> bool:
    """Whether the document has to be read."""
    if what is None or redo == "all":
        return True
    stale = what.recipe != key.recipe
    return redo != "new" and (stale or (redo == "failed" and what.status in FAILED))


def batches(items: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """``items`` in lists of at most ``size``, taken as they come."""
    held: list[Any] = []
    for item in items:
        held.append(item)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
