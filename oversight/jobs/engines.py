"""One seam, three engines: ``run(function, keys, engine)`` gives the same outcomes wherever the work is done.

- ``InProcess``: one after the other in this process, unguarded, for finding faults with a debugger;
- ``Pool``: guarded children on this machine (``run.py``), the usual one;
- ``Cluster``: Ray workers, each with a guarded child of its own (``cluster.py``).

Whatever the engine, results come to the process that called, which alone writes the archive.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from oversight.jobs.run import Limits, Outcome
from oversight.jobs.run import run as run_in_children
from oversight.jobs.watch import Progress

Item = TypeVar("Item")
Value = TypeVar("Value")


class Engine(Protocol):
    """Somewhere to do the work."""

    def outcomes(
        self,
        function: Callable[[Item], Value],
        items: Iterable[Item],
        limits: Limits,
        progress: Progress | None,
        stopping: Callable[[], bool],
    ) -> Iterator[Outcome[Item, Value]]:
        """One outcome an item; see ``run``."""


def run(
    function: Callable[[Item], Value],
    keys: Iterable[Item],
    engine: Engine,
    limits: Limits | None = None,
    progress: Progress | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome[Item, Value]]:
    """Yield one outcome for each of ``keys``, as they come.

    Args:
        function: A module-level function (or a partial of one) that survives pickling.
        keys: What it is called with, one after the other; picklable, taken lazily.
        engine: Where.
        limits: What one call may use; the in-process engine holds none.
        progress: Called, maybe from another thread, with (index, pages done, pages in all).
        stopping: Once it is true, what has begun is finished and no more is begun.

    Raises:
        SetupError: The engine cannot work: no child stays alive, Ray is missing or cannot be reached.
    """
    return engine.outcomes(function, keys, limits or Limits(), progress, stopping)


@dataclass(frozen=True, slots=True)
class InProcess:
    """This process itself: no guards, so that a debugger sees all."""

    def outcomes(
        self,
        function: Callable[[Item], Value],
        items: Iterable[Item],
        limits: Limits,
        progress: Progress | None,
        stopping: Callable[[], bool],
    ) -> Iterator[Outcome[Item, Value]]:
        """One after the other."""
        for item in items:
            try:
                yield Outcome(item, "ok", value=function(item))
            except MemoryError as error:
                yield Outcome(item, "memory", detail="MemoryError", error=error)
            except Exception as error:
                yield Outcome(item, "error", error=error, detail=str(error), trace=traceback.format_exc())
            if stopping():
                return


@dataclass(frozen=True, slots=True)
class Pool:
    """``jobs`` guarded children on this machine, which find ``preload`` imported."""

    jobs: int
    preload: Sequence[str] = ()

    def outcomes(
        self,
        function: Callable[[Item], Value],
        items: Iterable[Item],
        limits: Limits,
        progress: Progress | None,
        stopping: Callable[[], bool],
    ) -> Iterator[Outcome[Item, Value]]:
        """By ``run.run``."""
        return run_in_children(function, items, self.jobs, limits, progress, stopping)


def engine_for(jobs: int, cluster: str | None = None) -> Engine:
    """The engine that was asked for: ``jobs`` children, 0 for none, or the Ray cluster at an address."""
    if cluster is not None:
        from oversight.jobs.cluster import Cluster

        return Cluster(cluster, jobs)
    return Pool(jobs) if jobs else InProcess()
