"""Guarded children at work: each takes the next item itself and may die without harm to others."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

from pebble import ProcessPool

from extract.errors import SetupError
from oversight.jobs import child
from oversight.jobs.sandbox import start_server
from oversight.jobs.shelf import clear
from oversight.jobs.tries import Tries
from oversight.jobs.watch import Limits, Watch

RECYCLE_AFTER = 200  # items a child serves before a fresh one takes its place
NO_SCRATCH = (
    "ใช้ --sandbox ไม่ได้เพราะไม่มีที่สำหรับไฟล์ชั่วคราว ให้เพิ่มเนื้อที่ว่าง หรือระบุที่อื่นด้วย TMPDIR",
    "--sandbox needs room for temporary files: free some space, or name another place in TMPDIR",
)
SERVER = "oversight.jobs.server"


@dataclass(slots=True)
class Job:
    """One item on its way, with the tries that died over it."""

    index: int
    item: Any
    tries: Tries


@dataclass(frozen=True, slots=True)
class Done:
    """The end of one try: who made it, at what, and what came of it."""

    seat: int
    job: Job
    future: Future[child.Reply]


class Crew:
    """So many children, each a pebble pool of one: a child killed amid a message breaks no other's pipe.

    Args:
        jobs: Number of children.
        function: What they do with an item.
        limits: What an item may use.
        scratch: Folder that children may write to, or None.
        progress: As in ``run``.
    """

    def __init__(
        self,
        jobs: int,
        function: Callable[[Any], Any],
        limits: Limits,
        scratch: Path | None,
        progress: Callable[[int, int, int], None] | None = None,
    ) -> None:
        self._function = function
        self._limits = limits
        self._scratch = scratch
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([SERVER, *preloads(function)])
        self._reader, self._writer = self._context.Pipe(duplex=False)
        self._footing = child.Footing(self._writer, dict(os.environ), scratch, limits.resident)
        self.watch = Watch(self._reader, limits, progress)
        self.watch.start()
        self._lock = threading.Lock()
        self._ready: deque[Job] = deque()
        self._pools: list[ProcessPool] = [self._fresh() for _ in range(jobs)]
        self._held: list[Job | None] = [None] * jobs
        self._done: SimpleQueue[Done] = SimpleQueue()
        self._closed = False
        self._out = 0  # jobs offered and not yet settled

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all children at once, with what they started."""
        with self._lock:
            self._ready.clear()
            self._closed = True
        self.watch.stop()
        for pool in self._pools:
            pool.stop()
        for pool in self._pools:
            _end(pool)
        self._reader.close()
        self._writer.close()

    @property
    def out(self) -> int:
        """Items offered and not yet settled."""
        return self._out

    def offer(self, job: Job) -> None:
        """Have ``job`` done by the next child that is free."""
        self._start_server()  # from here: it ends with the thread that starts it
        self._out += 1
        with self._lock:
            self._ready.append(job)
            for seat, held in enumerate(self._held):
                if held is None:
                    self._feed(seat)

    def done(self, seconds: float) -> Iterator[Done]:
        """Tries that ended, waiting up to ``seconds`` for the first; settle each or try again."""
        with contextlib.suppress(Empty):
            yield self._done.get(timeout=seconds)
            while True:
                yield self._done.get_nowait()

    def settle(self, done: Done) -> None:
        """The item is dealt with, and what it put aside is dropped."""
        self._out -= 1
        self.watch.forget(done.job.index)
        folder = self.folder(done.job)
        if folder is not None:
            clear(folder)

    def renew(self, seat: int, job: Job | None = None, seconds: float = 0.0) -> None:
        """Put a fresh child in the place of one that died, on ``job`` or on the next that waits."""
        self._start_server()
        _end(self._pools[seat])
        self._pools[seat] = self._fresh()
        with self._lock:
            self._held[seat] = job
            if job is None:
                self._feed(seat)
            else:
                self._begin(seat, job, seconds)

    def call_off(self) -> None:
        """Forget what no child has begun."""
        with self._lock:
            self._out -= len(self._ready)
            self._ready.clear()

    def folder(self, job: Job) -> Path | None:
        """Where the pages of ``job`` are put aside."""
        return self._scratch and self._scratch / str(job.index)

    def _start_server(self) -> None:
        if self._limits.sandbox and self._scratch is None:
            raise SetupError(*NO_SCRATCH)
        start_server(self._scratch if self._limits.sandbox else None)

    def _fresh(self) -> ProcessPool:
        return ProcessPool(
            max_workers=1,
            max_tasks=RECYCLE_AFTER,
            initializer=child.begin,
            initargs=(self._footing,),
            context=self._context,
        )

    def _feed(self, seat: int) -> None:
        """Under the lock: a free child takes the next job that waits."""
        self._held[seat] = self._ready.popleft() if self._ready else None
        job = self._held[seat]
        if job is not None:
            self._begin(seat, job, self._limits.seconds)

    def _begin(self, seat: int, job: Job, seconds: float) -> None:
        self.watch.expect(job.index, seconds)
        errand = child.Errand(job.index, job.item, seconds, self.folder(job), job.tries.deaths > 0)
        future: Future[child.Reply]
        try:
            future = self._pools[seat].schedule(child.perform, args=(self._function, errand))
        except RuntimeError as error:  # the child died between two items
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._ended(Done(seat, job, done)))

    def _ended(self, done: Done) -> None:
        """In a thread of the pool: a child that lives takes the next job; who died waits for ``renew``."""
        self._done.put(done)
        if not done.future.cancelled() and done.future.exception() is None:
            with self._lock:
                if not self._closed:
                    self._feed(done.seat)


def preloads(function: Callable[[Any], Any]) -> Sequence[str]:
    """Modules to import where children are forked from: the module of ``function`` names them in PRELOAD.

    Of a partial, those of its function and of the functions among its arguments.
    """
    parts = [function.func, *filter(callable, function.args)] if isinstance(function, partial) else [function]
    modules = [sys.modules.get(getattr(part, "__module__", "")) for part in parts]
    return [name for module in modules for name in getattr(module, "PRELOAD", ())]


def _end(pool: ProcessPool) -> None:
    pool.stop()
    with contextlib.suppress(Exception):  # a pool whose child died amid a message complains of it
        pool.join()
