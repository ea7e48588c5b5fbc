"""The parent's eye on its children: how far they are, and how much memory they and theirs hold."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

LOOK_EVERY = 0.1  # seconds; a page of the largest allowed picture (100 Mpx, 8 bit) takes longer to decode

Progress = Callable[[int, int, int], None]
"""Called with (index of the item, pages done, pages in all)."""


class Watch(threading.Thread):
    """Follows the children's events and kills one that holds more than ``resident`` bytes."""

    def __init__(self, channel: Connection, resident: int, progress: Progress | None) -> None:
        super().__init__(name="watch", daemon=True)
        self._channel = channel
        self._resident = resident
        self._progress = progress
        self._running: dict[int, int] = {}  # process id -> index of its item
        self._overweight: dict[int, int] = {}  # index -> bytes held when killed
        self._pids: dict[int, int] = {}  # index -> process id
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until stopped."""
        rest = b""
        while not self._ended.is_set():
            ready, _, _ = select.select([self._channel], [], [], LOOK_EVERY)
            if ready:
                rest += os.read(self._channel.fileno(), 65536)
                *lines, rest = rest.split(b"\n")
                for line in lines:
                    self._note(line)
            self._weigh()

    def stop(self) -> None:
        """End the thread, and every child still at work with what it started."""
        self._ended.set()
        self.join()
        for pid in list(self._running):
            kill_group(pid)

    def overweight(self, index: int) -> int | None:
        """Bytes the item's child held when it was killed for its memory, else None."""
        return self._overweight.get(index)

    def sweep(self, index: int) -> None:
        """Kill what a dead or timed-out child left behind (an OCR program)."""
        pid = self._pids.get(index)
        if pid is not None:
            self._running.pop(pid, None)
            kill_group(pid)

    def forget(self, index: int) -> None:
        """Drop what is known of a finished item."""
        self._pids.pop(index, None)
        self._overweight.pop(index, None)

    def _note(self, line: bytes) -> None:
        event = json.loads(line)
        match event["kind"]:
            case "start":
                self._running[event["pid"]] = event["index"]
                self._pids[event["index"]] = event["pid"]
            case "end":
                self._running.pop(event["pid"], None)
            case "progress" if self._progress:
                self._progress(event["index"], event["done"], event["total"])

    def _weigh(self) -> None:
        for pid, index in list(self._running.items()):
            held = resident(pid)
            if held > self._resident:
                self._overweight[index] = held
                self._running.pop(pid, None)
                kill_group(pid)


def resident(pid: int) -> int:
    """Resident bytes of a process and its children; 0 where the system does not tell."""
    try:
        process = Path("/proc") / str(pid)
        pages = int((process / "statm").read_text().split()[1])
        children = (process / "task" / str(pid) / "children").read_text().split()
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(resident(int(child)) for child in children)


def kill_group(pid: int) -> None:
    """Kill the child ``pid``, which leads a group of its own, with all it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
