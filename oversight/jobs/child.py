"""What runs inside a guarded child: ties to the parent, limits, one thread, word of its progress."""

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
from typing import Any

from oversight.jobs.shelf import Shelf
from oversight.jobs.watch import OUT_OF_MEMORY

PR_SET_PDEATHSIG = 1  # linux/prctl.h
SLACK = 5  # seconds of processor time over those by the clock: the parent's eye comes first
ADDRESSED = 4  # times what it may hold is what a child may ask for: libraries reserve ahead
SOONER = "500"  # oom_score_adj: short of memory, the kernel ends a child before the run

# Every numeric library at one thread: the children themselves are the parallel part.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
}

_channel: Connection | None = None
_index = -1
_shelf = Shelf()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child sends back: a value, or the exception that took its place, or a plain trace of a bug."""

    value: Any = None
    error: Exception | None = None
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Footing:
    """What a child stands on: the way to the parent, its environment, its scratch folder, its memory."""

    channel: Connection
    environment: Mapping[str, str]
    scratch: Path | None
    resident: int


@dataclass(frozen=True, slots=True)
class Errand:
    """One try at one item: ``folder`` is where its pages are put aside, ``again`` that a try died before."""

    index: int
    item: Any
    seconds: float
    folder: Path | None = None
    again: bool = False


def begin(footing: Footing) -> None:
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
    os.environ.update(footing.environment)
    os.environ.update(ONE_THREAD)
    if footing.scratch is not None:
        os.environ["TMPDIR"] = tempfile.tempdir = str(footing.scratch)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_DATA, ADDRESSED * footing.resident)
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' sighs over broken paper
    os.set_blocking(footing.channel.fileno(), False)
    _channel = footing.channel


def progress(done: int, total: int) -> None:
    """Tell the parent how far the present item is; does nothing outside a child."""
    _send({"kind": "progress", "index": _index, "done": done, "total": total}, wait=False)


def shelf() -> Shelf:
    """The shelf of the present item; outside a child one that keeps nothing."""
    return _shelf


def perform(function: Callable[[Any], Any], errand: Errand) -> Reply:
    """Run ``function(item)`` and wrap what comes of it, so that nothing unpicklable travels."""
    global _index, _shelf
    _index = errand.index
    _shelf = Shelf(errand.folder, errand.again, _tell)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + errand.seconds) + SLACK)
    _send({"kind": "start", "index": _index, "pid": os.getpid()})
    try:
        return Reply(value=function(errand.item))
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
        _index, _shelf = -1, Shelf()


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
