"""The parent watches its children: how far they are, how long they take and how much memory they hold."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

CHECK_SECONDS = 0.1  # seconds; a page of the largest allowed picture (100 Mpx, 8 bit) takes longer to decode
OUT_OF_MEMORY = 77  # exit status of a child that was refused memory
PR_SET_PDEATHSIG = 1  # linux/prctl.h
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
}
"""Every numeric library at one thread: the children themselves are the parallel part."""

Progress = Callable[[int, int, int], None]
"""Called with (index of the item, pages done, pages in all)."""
Slow = Callable[[Any, int, float], None]
"""Called with (the item, the page in hand, its seconds by the clock so far)."""
SLOW_SECONDS = 15.0  # a page is told of after so many, then after twice as many each time
DeathCause = Literal["crash", "timeout", "memory"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use: ``seconds`` of processor time, ``page_seconds`` for a page, ``resident`` bytes.

    What the item started is counted in. A busy machine takes nothing from it; one that hangs and does not
    work ends after ``by_clock`` times as much by the clock. In a ``sandbox`` (bubblewrap) it has no network
    and writes nowhere but in scratch; under ``landlock`` it writes nowhere but there and below ``writable``,
    and has no TCP unless its inputs lie at URLs (``network``).
    """

    seconds: float = 300.0
    resident: int = 1536 * 1024**2
    page_seconds: float = 30.0
    sandbox: bool = False
    by_clock: float = 10.0
    landlock: bool = False
    network: bool = False
    writable: tuple[str, ...] = ()

    def doubled(self) -> Limits:
        """Twice as much of all."""
        return replace(
            self, seconds=2 * self.seconds, resident=2 * self.resident, page_seconds=2 * self.page_seconds
        )


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and its children hold now, and the processor time that they have used."""

    resident: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Death:
    """How a try ended: ``page`` was in hand (None while opening or building), ``kept`` had been read.

    ``whole`` says that the time of the whole document was up and no page is to blame. The try had used
    ``seconds`` of processor time.
    """

    cause: DeathCause
    detail: str
    page: int | None = None
    kept: int = 0
    whole: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Since:
    """When something began: by the clock, and by the child's processor time."""

    clock: float = 0.0
    used: float = 0.0

    def over(self, used: float, seconds: float, by_clock: float) -> bool:
        """Whether it has gone on for more than ``seconds``."""
        return used - self.used > seconds or time.monotonic() - self.clock > by_clock * seconds


@dataclass(slots=True)
class _Child:
    """A child at work: what it may take, since when, and the page in its hand."""

    seconds: float
    pid: int = 0
    began: _Since = _Since()
    used: float = 0.0
    page: int | None = None
    page_began: _Since = _Since()
    slow_after: float = field(default_factory=lambda: SLOW_SECONDS)
    item: Any = None
    kept: int = 0
    peak: int = 0
    verdict: Death | None = None
    ended: bool = False


class Watch(threading.Thread):
    """Follows the children's events and kills one that goes beyond its limits.

    Each index stands for one try at an item: ``expect`` it before it is begun, ``forget`` it at its end.
    """

    def __init__(
        self, channel: Connection, limits: Limits, progress: Progress | None, slow: Slow | None = None
    ) -> None:
        super().__init__(name="watch", daemon=True)
        self._channel = channel
        self._limits = limits
        self._progress = progress
        self._slow = slow
        self._children: dict[int, _Child] = {}
        self._rest = b""
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def run(self) -> None:
        """Watch until stopped."""
        while not self._ended.is_set():
            select.select([self._channel], [], [], CHECK_SECONDS)
            self._read_events()
            self._check_limits()

    def stop(self) -> None:
        """End the thread, and every child still at work with what it started."""
        self._ended.set()
        self.join()
        self._read_events()
        for child in list(self._children.values()):
            if child.pid and not child.ended:
                kill_group(child.pid)

    def expect(self, index: int, seconds: float, item: Any = None) -> None:
        """A try at item ``index``, which is ``item``, is about to begin, and may take ``seconds``."""
        self._children[index] = _Child(seconds, item=item, peak=self.peak(index))

    def death(self, index: int, status: int | None) -> Death:
        """How the child of item ``index`` ended, by its exit ``status``; what it left behind is killed."""
        self._read_events()
        at = self._children.get(index) or _Child(0.0)
        kill_group(at.pid)
        at.ended = True
        if at.verdict is not None:
            return at.verdict
        used = at.used - at.began.used
        if status == OUT_OF_MEMORY:
            return Death("memory", "MemoryError", at.page, at.kept, seconds=used)
        if status == -signal.SIGXCPU:
            return Death("timeout", f"more than {at.seconds:g} s", at.page, at.kept, True, used)
        return Death("crash", _exit_name(status), at.page, at.kept, seconds=used)

    def peak(self, index: int) -> int:
        """Most bytes that a try at item ``index`` was seen to hold."""
        child = self._children.get(index)
        return child.peak if child else 0

    def forget(self, index: int) -> None:
        """Drop what is known of a finished item."""
        self._children.pop(index, None)

    def _read_events(self) -> None:
        """Take in all that the children have said so far."""
        with self._lock:
            while select.select([self._channel], [], [], 0)[0]:
                self._rest += os.read(self._channel.fileno(), 65536)
                *lines, self._rest = self._rest.split(b"\n")
                for line in lines:
                    with contextlib.suppress(
                        ValueError, KeyError, TypeError
                    ):  # a child that crashes may write anything
                        self._note(json.loads(line))

    def _note(self, event: dict[str, Any]) -> None:
        index = int(event["index"])
        child = self._children.get(index)
        if child is None:
            return
        match event["kind"]:
            case "start":
                child.pid = int(event["pid"])
                child.began = _since(child)
            case "end":
                child.ended = True
            case "page":
                child.page, child.page_began = int(event["number"]), _since(child)
                child.slow_after = SLOW_SECONDS
            case "kept":
                child.page = None
                child.kept += 1
            case "progress" if self._progress:
                self._progress(index, event["done"], event["total"])

    def _check_limits(self) -> None:
        for child in list(self._children.values()):
            if child.pid and not child.ended and child.verdict is None:
                self._tell_slow(child)
                child.verdict = self._verdict(child)
                if child.verdict is not None:
                    kill_group(child.pid)

    def _tell_slow(self, child: _Child) -> None:
        if self._slow is None or child.page is None:
            return
        seconds = time.monotonic() - child.page_began.clock
        if seconds >= child.slow_after:
            child.slow_after *= 2
            self._slow(child.item, child.page, seconds)

    def _verdict(self, at: _Child) -> Death | None:
        limits, usage = self._limits, usage_of(at.pid)
        at.peak, at.used = max(at.peak, usage.resident), max(at.used, usage.seconds)
        used = at.used - at.began.used
        if usage.resident > limits.resident:
            held = f"{usage.resident / 1024**2:.0f} MiB resident"
            return Death("memory", held, at.page, at.kept, seconds=used)
        if at.page is not None and at.page_began.over(at.used, limits.page_seconds, limits.by_clock):
            return Death("timeout", f"more than {limits.page_seconds:g} s", at.page, at.kept, seconds=used)
        if at.began.over(at.used, at.seconds, limits.by_clock):
            return Death("timeout", f"more than {at.seconds:g} s", at.page, at.kept, True, used)
        return None


def _since(child: _Child) -> _Since:
    """Now; an event is read a moment after it was sent."""
    child.used = max(child.used, usage_of(child.pid).seconds)
    return _Since(time.monotonic(), child.used)


def _exit_name(status: int | None) -> str:
    """``SIGSEGV`` and the like, or the exit status."""
    if status is not None and status < 0:
        return signal.Signals(-status).name
    return f"exit {status}"


def usage_of(pid: int) -> Usage:
    """What a process and its children use, those that ended too; nothing where the system does not tell."""
    try:
        process = Path("/proc") / str(pid)
        fields = (process / "stat").read_text().rpartition(")")[2].split()  # proc(5), from field 3 on
        children = [
            usage_of(int(child)) for child in (process / "task" / str(pid) / "children").read_text().split()
        ]
        ticks, pages = sum(map(int, fields[11:15])), int(fields[21])
    except (OSError, ValueError, IndexError):
        return Usage()
    return Usage(
        pages * os.sysconf("SC_PAGE_SIZE") + sum(child.resident for child in children),
        ticks / os.sysconf("SC_CLK_TCK") + sum(child.seconds for child in children),
    )


def kill_group(pid: int) -> None:
    """Kill the child ``pid``, which leads a group of its own, with all it started; never our own group."""
    if pid > 1 and pid != os.getpgrp():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
