"""What runs inside a guarded child: ties to the parent, one thread a pool, and word of its progress."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

PR_SET_PDEATHSIG = 1  # linux/prctl.h

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


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child sends back: a value, or the exception that took its place, or a plain trace of a bug."""

    value: Any = None
    error: Exception | None = None
    trace: str = ""


def begin(channel: Connection, parent: int) -> None:
    """Set up a fresh child: die with the parent, leave its terminal group, use one thread a pool."""
    global _channel
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(ONE_THREAD)
    os.set_blocking(channel.fileno(), False)
    _channel = channel


def progress(done: int, total: int) -> None:
    """Tell the parent how far the present item is; does nothing outside a child."""
    _send({"kind": "progress", "index": _index, "done": done, "total": total})


def perform(function: Callable[[Any], Any], index: int, item: Any) -> Reply:
    """Run ``function(item)`` and wrap what comes of it, so that nothing unpicklable travels."""
    global _index
    _index = index
    _send({"kind": "start", "index": index, "pid": os.getpid()})
    try:
        return Reply(value=function(item))
    except Exception as error:
        trace = traceback.format_exc()
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            return Reply(error=RuntimeError(repr(error)), trace=trace)
        return Reply(error=error, trace=trace)
    finally:
        _return_memory()
        _send({"kind": "end", "index": index, "pid": os.getpid()})
        _index = -1


def _send(event: dict[str, Any]) -> None:
    """Write one line to the parent; short writes to a pipe are atomic, a full pipe loses the event."""
    if _channel is not None:
        with contextlib.suppress(OSError):
            os.write(_channel.fileno(), json.dumps(event).encode() + b"\n")


def _return_memory() -> None:
    """Give freed memory back, so that one large document is not held against the next."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
