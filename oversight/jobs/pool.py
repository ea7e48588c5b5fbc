"""Guarded children on this machine: what kills one item costs that item only.

A document that kills its child is tried once more page by page (``retries``), so that its good pages survive.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from extract.errors import SetupError
from oversight.jobs import worker
from oversight.jobs.retries import Retries, clear
from oversight.jobs.runners import Batch, Cause, Item, Outcome, Value
from oversight.jobs.sandbox import scratch_folder, start_server
from oversight.jobs.watch import Death, Watch

AHEAD = 4  # items in hand for each child, so that none waits while the consumer works
STOP_SECONDS = 0.2  # how soon a wish to stop is noticed
RECYCLE_AFTER = 200  # items a child serves before a fresh one takes its place
LATER: Any = object()  # given by a supply of items: there is none for now, ask again
MOST_BREAKS = 20  # children in a row that may die without an item to blame before we say so
NO_CHILDREN = (
    "โปรเซสลูกเริ่มทำงานไม่ได้ ตรวจดูหน่วยความจำและสิทธิ์ของระบบ แล้วสั่ง prongsai doctor",
    "no child process stays alive: look at the system's memory and limits, then run `prongsai doctor`",
)
NO_SCRATCH = (
    "ใช้ --sandbox ไม่ได้เพราะไม่มีที่สำหรับไฟล์ชั่วคราว ให้เพิ่มเนื้อที่ว่าง หรือระบุที่อื่นด้วย TMPDIR",
    "--sandbox needs room for temporary files: free some space, or name another place in TMPDIR",
)
SERVER = "oversight.jobs.fork_server"


def run(
    function: Callable[[Item], Value], items: Iterable[Item], jobs: int = 1, **how: Any
) -> Iterator[Outcome[Item, Value]]:
    """The outcomes of ``items`` by ``jobs`` guarded children; ``how`` as in ``runners.Batch``."""
    return Pool(jobs).outcomes(Batch(function, items, **how))


@dataclass(frozen=True, slots=True)
class Pool:
    """``jobs`` guarded children on this machine."""

    jobs: int

    def outcomes(self, batch: Batch[Item, Value]) -> Iterator[Outcome[Item, Value]]:
        """One outcome an item, as they come: a slow item holds up no other.

        Items are taken lazily, ``AHEAD`` for each child; ``LATER`` among them says that there is no more for
        now. Closing the iterator (or an exception in its consumer) ends the children at once.

        Raises:
            SetupError: No child stays alive.
        """
        with scratch_folder() as folder, _Children(max(1, self.jobs), batch, folder) as children:
            breaks = 0
            supply = enumerate(batch.items)
            following: tuple[int, Item] | None = None
            while True:
                while (
                    children.out < self.jobs * AHEAD
                    and not batch.stopping()
                    and (following := next(supply, None)) is not None
                    and following[1] is not LATER
                ):
                    children.offer(_Job(*following, Retries(batch.limits)))
                if batch.stopping():
                    children.call_off()
                if not children.out and following is not None and not batch.stopping():
                    time.sleep(STOP_SECONDS / 10)
                    continue
                if not children.out:
                    break
                for done in children.done(STOP_SECONDS):
                    result = _result(done, children)
                    breaks = breaks + 1 if result is None else 0
                    if breaks > MOST_BREAKS:
                        raise SetupError(*NO_CHILDREN)
                    outcome = result if isinstance(result, Outcome) else _try_again(result, done, children)
                    if outcome is not None:
                        peak = children.watch.peak(done.job.index)
                        children.settle(done)
                        yield replace(outcome, peak=peak)


@dataclass(slots=True)
class _Job:
    """One item on its way, with the attempts that died over it."""

    index: int
    item: Any
    retries: Retries


@dataclass(frozen=True, slots=True)
class _Done:
    """The end of one attempt: who made it, at what, and what came of it."""

    seat: int
    job: _Job
    future: Future[worker.Reply]


def _result(done: _Done, children: _Children) -> Outcome[Any, Any] | Death | None:
    """What came of a try; None when the child died between two items, which is no item's fault."""
    job = done.job
    try:
        reply = done.future.result()
    except ProcessExpired as expired:
        return children.watch.death(job.index, expired.exitcode)
    except Exception:  # pebble's BrokenProcessPool, or what it makes of half a message
        return None
    cause: Cause = "error" if reply.error is not None else "ok"
    detail = str(reply.error) if reply.error is not None else ""
    return Outcome(job.item, cause, reply.value, reply.error, detail, reply.trace, job.retries.deaths)


def _try_again(death: Death | None, done: _Done, children: _Children) -> Outcome[Any, Any] | None:
    """Put a fresh child in the place of the dead one: on the same item, or on the next."""
    job = done.job
    seconds = job.retries.after(death) if death is not None else job.retries.limits.seconds
    children.renew(done.seat, job if seconds is not None else None, seconds or 0.0)
    if death is None or seconds is not None:
        return None
    return Outcome(job.item, death.cause, detail=death.detail, deaths=job.retries.deaths)


class _Children:
    """So many children, each a pebble pool of one: a child killed amid a message breaks no other's pipe.

    ``scratch`` is the folder that they may write to, or None.
    """

    def __init__(self, jobs: int, batch: Batch[Any, Any], scratch: Path | None) -> None:
        self._function = batch.function
        self._limits = batch.limits
        self._scratch = scratch
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([SERVER, *preloads(batch.function)])
        self._reader, self._writer = self._context.Pipe(duplex=False)
        self._setup = worker.Setup(self._writer, dict(os.environ), scratch, batch.limits)
        self.watch = Watch(self._reader, batch.limits, batch.progress, batch.slow)
        self.watch.start()
        self._lock = threading.Lock()
        self._ready: deque[_Job] = deque()
        self._pools: list[ProcessPool] = [self._fresh() for _ in range(jobs)]
        self._held: list[_Job | None] = [None] * jobs
        self._done: SimpleQueue[_Done] = SimpleQueue()
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

    def offer(self, job: _Job) -> None:
        """Have ``job`` done by the next child that is free."""
        self._start_server()  # from here: it ends with the thread that starts it
        self._out += 1
        with self._lock:
            self._ready.append(job)
            for seat, held in enumerate(self._held):
                if held is None:
                    self._feed(seat)

    def done(self, seconds: float) -> Iterator[_Done]:
        """Tries that ended, waiting up to ``seconds`` for the first; settle each or try again."""
        with contextlib.suppress(Empty):
            yield self._done.get(timeout=seconds)
            while True:
                yield self._done.get_nowait()

    def settle(self, done: _Done) -> None:
        """The item is dealt with, and what it put aside is dropped."""
        self._out -= 1
        self.watch.forget(done.job.index)
        folder = self.folder(done.job)
        if folder is not None:
            clear(folder)

    def renew(self, seat: int, job: _Job | None = None, seconds: float = 0.0) -> None:
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

    def folder(self, job: _Job) -> Path | None:
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
            initializer=worker.begin,
            initargs=(self._setup,),
            context=self._context,
        )

    def _feed(self, seat: int) -> None:
        """Under the lock: a free child takes the next job that waits."""
        self._held[seat] = self._ready.popleft() if self._ready else None
        job = self._held[seat]
        if job is not None:
            self._begin(seat, job, self._limits.seconds)

    def _begin(self, seat: int, job: _Job, seconds: float) -> None:
        self.watch.expect(job.index, seconds, job.item)
        losses = job.retries.losses if job.retries.deaths else None
        attempt = worker.Attempt(job.index, job.item, seconds, self.folder(job), losses)
        future: Future[worker.Reply]
        try:
            future = self._pools[seat].schedule(worker.perform, args=(self._function, attempt))
        except RuntimeError as error:  # the child died between two items
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._ended(_Done(seat, job, done)))

    def _ended(self, done: _Done) -> None:
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
