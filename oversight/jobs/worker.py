"""What runs inside a guarded child: limits, one thread, news for the parent; a document read and packed.

The child does all for a document that the run's process need not do itself: it also packs the rows for the
archive and the text of the output files. The run's process enters the ones and, at its end, adds up the
others. So it can serve many children.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import math
import multiprocessing
import os
import pickle
import resource
import select
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.landlock import confine
from oversight.jobs.retries import Losses, PageStore
from oversight.jobs.watch import ONE_THREAD, OUT_OF_MEMORY, PR_SET_PDEATHSIG, Limits

if TYPE_CHECKING:  # children that only draw a page for the review desk import none of it
    from extract.model import Report
    from oversight.archive.packed_reports import PackedFile
    from oversight.export.output_text import OutputText
    from oversight.jobs.options import Task
    from oversight.jobs.run_counts import DocumentOutcome

PRELOAD = (
    "oversight.archive.packed_reports",
    "oversight.export.output_text",
    "oversight.jobs.cache_key",
    "oversight.jobs.run_counts",
)
"""What the processes that read documents find imported."""
Work = Callable[["Task"], tuple["Report", ...]]
SLACK = 5  # seconds of processor time over those by the clock: the parent ends a child first
ADDRESSED = 4  # times what it may hold is what a child may ask for: libraries reserve ahead
SHARED_MEMORY = "/dev/shm"  # the locks between a child and the run live there
SOONER = "500"  # oom_score_adj: short of memory, the kernel ends a child before the run

_channel: Connection | None = None
_index = -1
_page_store = PageStore()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child sends back: a value, or the exception that took its place, or a plain trace of a bug."""

    value: Any = None
    error: Exception | None = None
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a child is set up with: the way to the parent, its environment, its scratch folder, its limits."""

    channel: Connection
    environment: Mapping[str, str]
    scratch: Path | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one item: its pages are put aside in ``folder``; ``losses`` is what tries before gave up."""

    index: int
    item: Any
    seconds: float
    folder: Path | None = None
    losses: Losses | None = None


def begin(setup: Setup) -> None:
    """Set up a fresh child: die with the parent, leave its terminal group, use one thread a pool."""
    global _channel
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(SOONER)
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():  # it died before the line above
        os._exit(1)
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(setup.environment)
    os.environ.update(ONE_THREAD)
    if setup.scratch is not None:
        os.environ["TMPDIR"] = tempfile.tempdir = str(setup.scratch)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_DATA, ADDRESSED * setup.limits.resident)
    logging.getLogger().addHandler(logging.NullHandler())  # libraries warn of every broken file
    os.set_blocking(setup.channel.fileno(), False)
    _channel = setup.channel
    if setup.limits.landlock:
        places = [] if setup.scratch is None else [setup.scratch]
        confine([*places, SHARED_MEMORY, *setup.limits.writable], setup.limits.network)


def progress(done: int, total: int) -> None:
    """Tell the parent how far the present item is; does nothing outside a child."""
    _send({"kind": "progress", "index": _index, "done": done, "total": total}, wait=False)


def page_store() -> PageStore:
    """The pages of the present item; outside a child nothing is kept."""
    return _page_store


def perform(function: Callable[[Any], Any], attempt: Attempt) -> Reply:
    """Run ``function(item)`` and wrap what comes of it, so that nothing unpicklable travels."""
    global _index, _page_store
    _index = attempt.index
    _page_store = PageStore(attempt.folder, attempt.losses, _tell)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + attempt.seconds) + SLACK)
    _send({"kind": "start", "index": _index, "pid": os.getpid()})
    try:
        return Reply(value=function(attempt.item))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # like one that is killed for it: what comes next begins in a fresh child
    except Exception as error:
        trace = traceback.format_exc()
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            return Reply(error=RuntimeError(repr(error)), trace=trace)
        return Reply(error=error, trace=trace)
    finally:
        _return_memory()
        _send({"kind": "end", "index": _index, "pid": os.getpid()})
        _index, _page_store = -1, PageStore()


def _lower(limit: int, value: int) -> None:
    """Set the soft ``limit``, which may be raised again, no higher than the system allows."""
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _tell(event: str, number: int) -> None:
    _send({"kind": event, "index": _index, "number": number})


def _send(event: dict[str, Any], wait: bool = True) -> None:
    """Write one line to the parent; short writes to a pipe are atomic, a full one is waited for."""
    if _channel is None:
        return
    line = json.dumps(event).encode() + b"\n"
    with contextlib.suppress(OSError):
        while True:
            try:
                os.write(_channel.fileno(), line)
                return
            except BlockingIOError:
                if not wait:
                    return
                select.select([], [_channel], [], 1.0)


def _return_memory() -> None:
    """Give freed memory back, so that one large document is not held against the next."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read: what the run says of it, and what goes into the archive."""

    outcome: DocumentOutcome
    packed: PackedFile


def read_document(work: Work, output_code: str, task: Task) -> ReadDocument:
    """Read a document by ``work`` and pack it; ``output_code`` is the digest of what forms the files.

    Raises:
        ChangedError: It could not be read, and its bytes are no longer those that were hashed.
        DocumentError: It cannot be read.
    """
    from extract.errors import ChangedError, DocumentError
    from oversight import talk
    from oversight.archive import packing
    from oversight.archive.packed_reports import FileText, PackedFile, pack
    from oversight.archive.report_rows import InputResult
    from oversight.export.output_text import packed
    from oversight.jobs.cache_key import text_key
    from oversight.jobs.run_counts import outcome_of

    try:
        reports = work(task)
    except DocumentError as error:
        if _changed(task):
            raise ChangedError(*talk.both("run.changed")) from error
        raise
    name = packing.text(task.source.name)
    bare = pack(reports)
    made = _pieces(bare, reports, name)
    outcome = outcome_of(InputResult(name, bare.status, bare.reason, bare.sha256, reports))
    text = FileText(text_key(output_code, name, bare.status, bare.reason), outcome.findings, packed(made))
    return ReadDocument(outcome, PackedFile(bare.sha256, bare.parts, text))


def _changed(task: Task) -> bool:
    from extract.errors import DocumentError
    from oversight.jobs.inputs import digest_of

    try:
        return digest_of(task.source, afresh=True) != task.sha256
    except DocumentError:
        return True


def _pieces(bare: PackedFile, reports: tuple[Report, ...], name: str) -> OutputText:
    """The pieces as they would come out of the archive, which replaces what no store can hold."""
    from oversight.archive.report_rows import InputResult
    from oversight.export.output_text import output_text

    try:
        made = output_text(InputResult(name, bare.status, bare.reason, bare.sha256, reports))
    except UnicodeEncodeError:  # half a surrogate pair
        made = None
    if made is None or any(sign in piece for piece in made for sign in (b"\0", b"\\u0000")):
        made = output_text(InputResult(name, bare.status, bare.reason, bare.sha256, bare.reports(name)))
    return made
