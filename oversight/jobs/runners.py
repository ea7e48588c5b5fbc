"""One seam, three runners: ``runner.outcomes(batch)`` gives the same outcomes wherever the work is done.

- ``InProcess``: one after the other in this process, unguarded, for finding faults with a debugger;
- ``pool.Pool``: guarded children on this machine, the usual one;
- ``cluster.Cluster``: Ray workers, each with a guarded child of its own.

Whatever the runner, results come to the process that called, which alone writes the archive.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from oversight.jobs.watch import Limits, Progress, Slow

Item = TypeVar("Item")
Value = TypeVar("Value")
Cause = Literal["ok", "error", "crash", "timeout", "memory"]


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


@dataclass(frozen=True, slots=True)
class Batch(Generic[Item, Value]):
    """A function and the items it is called with, one after the other.

    Attributes:
        function: A module-level function (or a partial of one) that survives pickling. It reads pages through
            ``worker.page_store().page(...)`` so that a second try need not read them again.
        items: Picklable, taken lazily.
        limits: What one call may use; the in-process runner holds none.
        progress: Called, maybe from another thread, with (index, pages done, pages in all).
        slow: Called, maybe from another thread, with (item, page, seconds) while a page takes long.
        stopping: Once it is true, what has begun is finished and no more is begun.
    """

    function: Callable[[Item], Value]
    items: Iterable[Item]
    limits: Limits = Limits()
    progress: Progress | None = None
    stopping: Callable[[], bool] = lambda: False
    slow: Slow | None = None


class Runner(Protocol):
    """Somewhere to do the work."""

    def outcomes(self, batch: Batch[Item, Value]) -> Iterator[Outcome[Item, Value]]:
        """One outcome an item, as they come: a slow item holds up no other.

        Raises:
            SetupError: The runner cannot work: no child stays alive, Ray is missing or cannot be reached.
        """


@dataclass(frozen=True, slots=True)
class InProcess:
    """This process itself: no guards, so that a debugger sees all."""

    def outcomes(self, batch: Batch[Item, Value]) -> Iterator[Outcome[Item, Value]]:
        """One after the other."""
        for item in batch.items:
            try:
                yield Outcome(item, "ok", value=batch.function(item))
            except MemoryError as error:
                yield Outcome(item, "memory", detail="MemoryError", error=error)
            except Exception as error:
                yield Outcome(item, "error", error=error, detail=str(error), trace=traceback.format_exc())
            if batch.stopping():
                return
