"""What a child does for a document beside reading it: all that the run's process need not do itself.

The child packs the rows for the archive and the pieces of the output files; the run's process enters the ones
and, at its end, adds up the others. So it can serve many children.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extract.model import Report, Status
from oversight.archive import packing
from oversight.archive.packed import Packed, Text, pack
from oversight.archive.resume import recipe
from oversight.export.documents import Entry
from oversight.export.pieces import Pieces, packed, pieces
from oversight.jobs.brief import Brief, brief
from oversight.jobs.task import Task

PRELOAD = (__name__,)
"""What the processes that read documents find imported."""
Work = Callable[[Task], tuple[Report, ...]]


@dataclass(frozen=True, slots=True)
class Brought:
    """A document that was read: what is said of it, and what goes into the archive."""

    brief: Brief
    packed: Packed


def bring(work: Work, export: str, task: Task) -> Brought:
    """Read a document by ``work`` and pack it; ``export`` is the digest of the code that forms the files."""
    reports = work(task)
    name = packing.text(task.source.name)
    bare = pack(reports)
    made = _pieces(bare, reports, name)
    entry = Entry(name, bare.status, bare.reason, bare.sha256, reports)
    told = brief(entry)
    text = Text(form_of(export, name, bare.status, bare.reason), told.findings, packed(made))
    return Brought(told, Packed(bare.sha256, bare.parts, text))


def form_of(export: str, source_file: str, status: Status, reason: str) -> str:
    """All that decides the pieces of a file, but its reports."""
    return recipe({"export": export, "file": source_file, "status": status, "reason": reason})


def _pieces(bare: Packed, reports: tuple[Report, ...], name: str) -> Pieces:
    """The pieces as they would come out of the archive, which replaces what no store can hold."""
    try:
        made = pieces(Entry(name, bare.status, bare.reason, bare.sha256, reports))
    except UnicodeEncodeError:  # half a surrogate pair
        made = None
    if made is None or any(sign in piece for piece in made for sign in (b"\0", b"\\u0000")):
        made = pieces(Entry(name, bare.status, bare.reason, bare.sha256, bare.reports(name)))
    return made
