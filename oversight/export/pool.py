"""CSV of many records by all processor cores: each takes a batch of documents, the file keeps their order.

Reading the archive and putting lines together is all Python's work, so that one core gives no more than a
part of what ``csv.writer`` alone could take (bench/exports.py).
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, TextIO

from extract.errors import OutputError
from oversight.export import csv_files
from oversight.export.csv_files import Profile
from oversight.export.style import Style
from oversight.export.tables import Selection

if TYPE_CHECKING:
    from oversight.archive.selection import DocumentBatch, Filter
    from oversight.archive.store import Archive

FROM = 50_000  # records below which starting processes costs more than it gives
MOST = 8  # processes: one writer takes no more
AHEAD = 2  # batches of each process that may wait for the writer: some 20 MB each

_archive: Archive | None = None  # of a worker


@dataclass(frozen=True, slots=True)
class _Lines:
    """A batch as text, its rows, and how many cells were cut."""

    text: bytes
    rows: int
    cut: int


def write_records(
    stream: TextIO, selection: Selection, profile: Profile, style: Style, workers: int | None = None
) -> None:
    """Write the records as ``csv_files.write`` would, to the last byte.

    Args:
        stream: Opened with the encoding of the profile and ``newline=''``.
        selection: What to write.
        profile: Of the CSV.
        style: Headers, and for the excel profile digits and years; its ``cut`` is added to.
        workers: Processes; as many as cores without it.

    Raises:
        OutputError: The archive cannot be read, or a process was killed.
    """
    csv_files.write(stream, profile, "records", (), style)
    stream.flush()
    workers = workers or min(MOST, len(os.sched_getaffinity(0)))
    place = selection.archive.url.render_as_string(hide_password=False)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (place,))
    try:
        written = 0
        for lines in _in_order(pool, selection, profile, style, workers * AHEAD):
            stream.buffer.write(lines.text)
            written += lines.rows
            style.cut += lines.cut
            selection.tell("records", written)
    except BrokenProcessPool as error:
        raise OutputError(
            "โปรเซสช่วยส่งออกถูกปิดกลางคัน อาจเพราะหน่วยความจำไม่พอ ให้ปิดโปรแกรมอื่นแล้วลองใหม่",
            "a helping process was killed, perhaps for want of memory: close other programs and try again",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, selection: Selection, profile: Profile, style: Style, ahead: int
) -> Iterator[_Lines]:
    """What the processes make, batch by batch; only ``ahead`` batches are made before they are taken."""
    waiting: deque[Future[_Lines]] = deque()
    fresh = replace(style, cut=0)
    from oversight.archive.selection import document_batches

    for batch in document_batches(selection.archive.engine, selection.wanted):
        waiting.append(pool.submit(_lines, batch, selection.wanted, profile, fresh))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _begin(place: str) -> None:
    """Open the archive in a worker; it is closed when the process ends."""
    global _archive
    from oversight.archive.store import Archive

    _archive = Archive.open(place, write=False)


def _lines(batch: DocumentBatch, wanted: Filter | None, profile: Profile, style: Style) -> _Lines:
    """The lines of a batch, in a worker."""
    assert _archive is not None
    stream = io.StringIO(newline="")
    rows = [*Selection(_archive, wanted, batches=(batch,)).records()]
    style.cut = 0
    csv_files.write_rows(stream, profile, "records", rows, style)
    return _Lines(stream.getvalue().encode(errors="replace"), len(rows), style.cut)
