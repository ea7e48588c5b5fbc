"""Run a function over many items, each in a guarded child: what kills one item costs that item only.

A document that kills its child is tried once more page by page (``tries``), so that its good pages survive.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

from pebble import ProcessExpired

from extract.errors import SetupError
from oversight.jobs.crew import Crew, Done, Job
from oversight.jobs.scratch import scratch
from oversight.jobs.shelf import give_up
from oversight.jobs.tries import Tries
from oversight.jobs.watch import Death, Limits, Progress

__all__ = ["Limits", "Outcome", "run"]

Item = TypeVar("Item")
Value = TypeVar("Value")
Cause = Literal["ok", "error", "crash", "timeout", "memory"]

AHEAD = 4  # items in hand for each child, so that none waits while the consumer works
HEED_SECONDS = 0.2  # how soon a wish to stop is heeded
LATER: Any = object()  # given by a supply of items: there is none for now, ask again
MOST_BREAKS = 20  # children in a row that may die without an item to blame before we say so
NO_CHILDREN = (
    "โปรเซสลูกเริ่มทำงานไม่ได้ ตรวจดูหน่วยความจำและสิทธิ์ของระบบ แล้วสั่ง prongsai doctor",
    "no child process stays alive: look at the system's memory and limits, then run `prongsai doctor`",
)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Value]):
    """What became of one item. ``value`` is there for cause ``ok``, ``error`` or ``detail`` for the others.

    ``error`` is what the function raised, with its ``trace``; crash, timeout and memory tell in ``detail``.
    ``deaths`` counts the children that died over it, also where a later one succeeded; ``peak`` is the most
    resident bytes one of them was seen to hold, looked at ten times a second.
    """

    item: Item
    cause: Cause
    value: Value | None = None
    error: Exception | None = None
    detail: str = ""
    trace: str = ""
    deaths: int = 0
    peak: int = 0


def run(
    function: Callable[[Item], Value],
    items: Iterable[Item],
    jobs: int = 1,
    limits: Limits | None = None,
    progress: Progress | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome[Item, Value]]:
    """Yield one outcome an item, as they come: a slow item holds up no other.

    Args:
        function: A module-level function (or a partial of one) that survives pickling. It reads pages through
            ``child.shelf().page(...)`` so that a second try need not read them again.
        items: Picklable; taken lazily, ``AHEAD`` for each child. ``LATER`` among them says that there is no
            more for now.
        jobs: Number of children at work at a time, at least 1.
        limits: Limits for each item.
        progress: Called from another thread with (index, pages done, pages in all).
        stopping: Once it is true, the items in the children's hands are finished and no other is begun.

    Closing the iterator (or an exception in its consumer) ends the children at once.

    Raises:
        SetupError: No child stays alive.
    """
    limits = limits or Limits()
    with scratch() as folder, Crew(max(1, jobs), function, limits, folder, progress) as crew:
        breaks = 0
        supply = enumerate(items)
        following: tuple[int, Item] | None = None
        while True:
            while (
                crew.out < jobs * AHEAD
                and not stopping()
                and (following := next(supply, None)) is not None
                and following[1] is not LATER
            ):
                crew.offer(Job(*following, Tries(limits)))
            if stopping():
                crew.call_off()
            if not crew.out and following is not None and not stopping():
                time.sleep(HEED_SECONDS / 10)
                continue
            if not crew.out:
                break
            for done in crew.done(HEED_SECONDS):
                ended = _ended(done, crew)
                breaks = breaks + 1 if ended is None else 0
                if breaks > MOST_BREAKS:
                    raise SetupError(*NO_CHILDREN)
                outcome = ended if isinstance(ended, Outcome) else _after(ended, done, crew)
                if outcome is not None:
                    peak = crew.watch.peak(done.job.index)
                    crew.settle(done)
                    yield replace(outcome, peak=peak)


def _ended(done: Done, crew: Crew) -> Outcome[Any, Any] | Death | None:
    """What came of a try; None when the child died between two items, which is no item's fault."""
    job = done.job
    try:
        reply = done.future.result()
    except ProcessExpired as expired:
        return crew.watch.death(job.index, expired.exitcode)
    except Exception:  # pebble's BrokenProcessPool, or what it makes of half a message
        return None
    cause: Cause = "error" if reply.error is not None else "ok"
    detail = str(reply.error) if reply.error is not None else ""
    return Outcome(job.item, cause, reply.value, reply.error, detail, reply.trace, job.tries.deaths)


def _after(death: Death | None, done: Done, crew: Crew) -> Outcome[Any, Any] | None:
    """Put a fresh child in the place of the dead one: on the same item, or on the next."""
    job = done.job
    seconds = job.tries.after(death) if death is not None else job.tries.limits.seconds
    folder = crew.folder(job)
    if seconds is not None and folder is not None and (job.tries.lost or job.tries.rest):
        try:
            give_up(folder, job.tries.lost, job.tries.rest)
        except OSError:  # no room: the next child would die of the same pages
            seconds = None
    crew.renew(done.seat, job if seconds is not None else None, seconds or 0.0)
    if death is None or seconds is not None:
        return None
    return Outcome(job.item, death.cause, detail=death.detail, deaths=job.tries.deaths)
