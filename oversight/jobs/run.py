"""Run a function over many items, each in a guarded child: what kills one item costs that item only."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

from extract.errors import SetupError
from oversight.jobs import child
from oversight.jobs.watch import Progress, Watch

Item = TypeVar("Item")
Value = TypeVar("Value")
Cause = Literal["ok", "error", "crash", "timeout", "memory"]

RECYCLE_AFTER = 200  # items a child serves before a fresh one takes its place
AHEAD = 4  # items in hand for each child: results come in the order of the items, so a slow one needs slack
HEED_SECONDS = 0.2  # how soon a wish to stop is heeded
MOST_BREAKS = 20  # times all children may die without an item to blame before we say so
NO_CHILDREN = (
    "โปรเซสลูกเริ่มทำงานไม่ได้ ตรวจดูหน่วยความจำและสิทธิ์ของระบบ แล้วสั่ง prongsai doctor",
    "no child process stays alive: look at the system's memory and limits, then run `prongsai doctor`",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use: wall-clock ``seconds`` and ``resident`` bytes, its own children included."""

    seconds: float = 300.0
    resident: int = 1536 * 1024**2


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Value]):
    """What became of one item. ``value`` is there for cause ``ok``, ``error`` or ``detail`` for the others.

    ``error`` is what the function raised, with its ``trace``; crash, timeout and memory tell in ``detail``.
    """

    item: Item
    cause: Cause
    value: Value | None = None
    error: Exception | None = None
    detail: str = ""
    trace: str = ""


def run(
    function: Callable[[Item], Value],
    items: Iterable[Item],
    jobs: int = 1,
    limits: Limits | None = None,
    progress: Progress | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome[Item, Value]]:
    """Yield one outcome an item, in the order of the items.

    Args:
        function: A module-level function (or a partial of one) that survives pickling.
        items: Picklable; taken lazily, ``AHEAD`` for each child.
        jobs: Number of children at work at a time, at least 1.
        limits: Limits for each item.
        progress: Called from another thread with (index, pages done, pages in all).
        stopping: Once it is true, the items in the children's hands are finished and no other is begun.

    Closing the iterator (or an exception in its consumer) ends the children at once.
    """
    limits = limits or Limits()
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    watch = Watch(reader, limits.resident, progress)
    make_pool = partial(
        ProcessPool,
        max_workers=max(1, jobs),
        max_tasks=RECYCLE_AFTER,
        initializer=child.begin,
        initargs=(writer, os.getpid()),
        context=context,
    )
    watch.start()
    pool = make_pool()
    waiting: deque[tuple[int, Item, Future[child.Reply]]] = deque()

    def schedule(index: int, item: Item) -> Future[child.Reply]:
        future: Future[child.Reply] = pool.schedule(
            child.perform, args=(function, index, item), timeout=limits.seconds
        )
        return future

    try:
        breaks = 0
        supply = enumerate(items)
        while True:
            while (
                len(waiting) < jobs * AHEAD
                and not stopping()
                and (following := next(supply, None)) is not None
            ):
                waiting.append((*following, schedule(*following)))
            if stopping():
                waiting = _begun(waiting)
            if not waiting:
                break
            index, item, future = waiting[0]
            if not wait([future], HEED_SECONDS).done:
                continue
            waiting.popleft()
            try:
                outcome = _outcome(item, index, future, watch, limits)
            except BrokenProcessPool as broken:
                # All children died between two items: nothing is known to be wrong with those in hand.
                breaks += 1
                if breaks > MOST_BREAKS:
                    raise SetupError(*NO_CHILDREN) from broken
                pool.stop()
                pool = make_pool()
                again = [(index, item), *((i, it) for i, it, _ in waiting)]
                waiting = deque((i, it, schedule(i, it)) for i, it in again)
                continue
            watch.forget(index)
            yield outcome
        pool.close()
        pool.join()
    finally:
        pool.stop()
        watch.stop()
        pool.join()
        reader.close()
        writer.close()


def _begun(waiting: deque[tuple[int, Item, Future[child.Reply]]]) -> deque[Any]:
    """The items that a child has begun; the others are called off."""
    begun: deque[tuple[int, Item, Future[child.Reply]]] = deque()
    for index, item, future in waiting:
        if future.running() or future.done():
            begun.append((index, item, future))
        else:
            future.cancel()
    return begun


def _outcome(
    item: Item, index: int, future: Future[child.Reply], watch: Watch, limits: Limits
) -> Outcome[Item, Any]:
    """Wait for one item; BrokenProcessPool passes through."""
    try:
        reply = future.result()
    except TimeoutError:
        watch.sweep(index)
        return Outcome(item, "timeout", detail=f"more than {limits.seconds:g} s")
    except ProcessExpired as expired:
        held = watch.overweight(index)
        watch.sweep(index)
        if held is not None:
            return Outcome(item, "memory", detail=f"{held / 1024**2:.0f} MiB resident")
        return Outcome(item, "crash", detail=_death(expired.exitcode))
    if isinstance(reply.error, MemoryError):
        return Outcome(item, "memory", error=reply.error, detail="MemoryError", trace=reply.trace)
    if reply.error is not None:
        return Outcome(item, "error", error=reply.error, detail=str(reply.error), trace=reply.trace)
    return Outcome(item, "ok", value=reply.value)


def _death(exitcode: int | None) -> str:
    """``SIGSEGV`` and the like, or the exit status."""
    if exitcode is not None and exitcode < 0:
        return signal.Signals(-exitcode).name
    return f"exit {exitcode}"
