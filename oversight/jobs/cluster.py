"""Documents read on a Ray cluster: the driver hands them out, takes what comes, and alone writes the archive.

Each worker is an actor with a guarded child of its own, fed with one document after the other. A worker that
is lost (killed, its machine gone) loses nothing: what it had in hand goes to another. Ray's dashboard,
telemetry and metrics are off.
"""

from __future__ import annotations

import os
import queue
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import SetupError
from oversight.jobs.cache_key import ROOT, digest_of_code
from oversight.jobs.installed import versions
from oversight.jobs.pool import LATER, run
from oversight.jobs.ray_connection import LOCAL, connected
from oversight.jobs.runners import Batch, Item, Outcome, Value
from oversight.jobs.watch import Limits

AHEAD = 2  # items with each worker: one in its child's hands, one waiting
STOP_SECONDS = 0.2  # how soon a wish to stop is noticed
MOST_LOSSES = 3  # workers that may be lost over one item before it is to blame
MOST_IDLE_LOSSES = 20  # workers lost in a row with nothing to show before we say so


@dataclass(frozen=True, slots=True)
class Cluster:
    """The Ray cluster at ``address``: ``ray``, ``host:port`` of its head, or ``ray://host:port``.

    ``workers`` documents are read at a time; 0 is one for each processor that the cluster has.
    """

    address: str = LOCAL
    workers: int = 0

    def outcomes(self, batch: Batch[Item, Value]) -> Iterator[Outcome[Item, Value]]:
        """Hand out the items, give the outcomes as they come."""
        with connected(self.address, self.workers) as ray:
            size = self.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
            workers = _Workers(ray, size, batch.function, batch.limits)
            try:
                yield from _outcomes(workers, batch.items, batch.stopping)
            finally:
                workers.end()


@dataclass(slots=True)
class _Assignment:
    """One item on its way; ``losses`` counts the workers that were lost over it."""

    index: int
    item: Any
    losses: int = 0


@dataclass(slots=True)
class _Workers:
    """The workers, and who has what in hand."""

    ray: Any
    size: int
    function: Callable[[Any], Any]
    limits: Limits
    hands: dict[Any, dict[Any, _Assignment]] = field(
        default_factory=dict
    )  # worker -> result to come -> assignment
    idle_losses: int = 0

    def __post_init__(self) -> None:
        for _ in range(self.size):
            self.start_one()

    @property
    def out(self) -> int:
        """Items in hand."""
        return sum(map(len, self.hands.values()))

    def start_one(self) -> None:
        """Start a worker. It is not bound to the driver's machine, nor retried by Ray: we do that."""
        actor = self.ray.remote(Worker).options(num_cpus=1, max_restarts=0, max_concurrency=AHEAD + 1)
        self.hands[actor.remote(self.function, self.limits, fingerprint(), str(Path.cwd()))] = {}

    def free(self) -> bool:
        """Whether a worker can take one more item."""
        return min(map(len, self.hands.values())) < AHEAD

    def give(self, assignment: _Assignment) -> None:
        """Hand an item to the worker with the fewest."""
        worker = min(self.hands, key=lambda each: len(self.hands[each]))
        self.hands[worker][worker.read.remote(assignment.index, assignment.item)] = assignment

    def results(self) -> Iterator[tuple[_Assignment, Outcome[Any, Any] | None]]:
        """What came in, after a moment's wait; None for what a lost worker had in hand.

        Raises:
            SetupError: A worker runs another version, or none stays alive.
        """
        waited = [result for held in self.hands.values() for result in held]
        ready, _ = self.ray.wait(waited, num_returns=1, timeout=STOP_SECONDS)
        for result in ready:
            worker = next((each for each, held in self.hands.items() if result in held), None)
            if worker is None:  # lost while this list was gone through
                continue
            try:
                outcome = self.ray.get(result)
            except self.ray.exceptions.RayActorError:
                yield from ((assignment, None) for assignment in self._lose(worker))
                continue
            except self.ray.exceptions.RayTaskError as error:
                raise (error.cause if isinstance(error.cause, SetupError) else error) from None
            self.idle_losses = 0
            assignment = self.hands[worker].pop(result)
            yield assignment, replace(outcome, item=assignment.item)

    def _lose(self, worker: Any) -> list[_Assignment]:
        """A worker is gone: another takes its place, and what it had in hand is to be given again."""
        self.idle_losses += 1
        if self.idle_losses > MOST_IDLE_LOSSES:
            raise SetupError(*NO_WORKERS)
        held = list(self.hands.pop(worker).values())
        self.start_one()
        return held

    def end(self) -> None:
        """End the workers; their children end with them."""
        for worker in self.hands:
            with suppress(Exception):
                self.ray.kill(worker)


NO_WORKERS = (
    "ตัวทำงานของ Ray เริ่มทำงานไม่ได้ ดูบันทึกของ Ray (/tmp/ray/session_latest/logs) และหน่วยความจำของเครื่อง",
    "no Ray worker stays alive: look at Ray's logs (/tmp/ray/session_latest/logs) and the machines' memory",
)


def _outcomes(
    workers: _Workers, items: Iterable[Any], stopping: Callable[[], bool]
) -> Iterator[Outcome[Any, Any]]:
    """Give every worker enough, until there is no more or a stop is wanted; then only what was begun."""
    supply = (_Assignment(index, item) for index, item in enumerate(items))
    again: deque[_Assignment] = deque()
    while True:
        while workers.free():
            following = again.popleft() if again else None if stopping() else next(supply, None)
            if following is None:
                break
            workers.give(following)
        if not workers.out:
            return
        for assignment, outcome in workers.results():
            if outcome is not None:
                yield outcome
            elif assignment.losses + 1 >= MOST_LOSSES:
                yield Outcome(assignment.item, "crash", detail=f"{MOST_LOSSES} workers lost")
            else:
                again.append(replace(assignment, losses=assignment.losses + 1))


class Worker:
    """A Ray actor: ``read`` may be called by several threads at once, each waits for its own outcome."""

    def __init__(self, function: Callable[[Any], Any], limits: Limits, made_by: str, folder: str) -> None:
        self._same = fingerprint() == made_by
        if not self._same:
            return
        _forget_main()
        with suppress(OSError):  # on another machine paths are absolute, or URLs
            os.chdir(folder)
        self._items: queue.SimpleQueue[tuple[Any, Future[Outcome[Any, Any]]]] = queue.SimpleQueue()
        self._waiting: dict[int, Future[Outcome[Any, Any]]] = {}
        self._feeder = threading.Thread(target=self._work, args=(function, limits), daemon=True)
        self._feeder.start()

    def read(self, index: int, item: Any) -> Outcome[Any, Any]:
        """The outcome of one item, without the item: the driver has it.

        Raises:
            SetupError: What is installed here would read otherwise.
        """
        if not self._same:
            raise SetupError(*_another_version())
        future: Future[Outcome[Any, Any]] = Future()
        self._items.put((item, future))
        return replace(future.result(), item=None)

    def _work(self, function: Callable[[Any], Any], limits: Limits) -> None:
        try:
            for outcome in run(function, self._supply(), limits=limits):
                self._waiting.pop(id(outcome.item)).set_result(outcome)
        except BaseException as error:
            while True:
                for future in self._waiting.values():
                    future.set_exception(error)
                self._waiting.clear()
                _, future = self._items.get()
                future.set_exception(error)

    def _supply(self) -> Iterator[Any]:
        """The items as they are ordered; ``LATER`` when there is none just now."""
        while True:
            try:
                item, future = self._items.get_nowait()
            except queue.Empty:
                yield LATER
                continue
            self._waiting[id(item)] = future
            yield item


@cache
def fingerprint() -> str:
    """Digest of our code and of the libraries' versions: workers must read as the driver would."""
    code = digest_of_code(ROOT / "extract", ROOT / "oversight")
    return f"{code} {sorted(versions().items(), key=str)}"


def _forget_main() -> None:
    """Let children not begin by importing Ray's own main program again."""
    main = sys.modules["__main__"]
    main.__spec__ = None
    vars(main).pop("__file__", None)


def _another_version() -> tuple[str, str]:
    host = socket.gethostname()
    return (
        f"เครื่อง {host} ในคลัสเตอร์ใช้โปร่งใสหรือไลบรารีคนละรุ่นกับเครื่องนี้ ให้ติดตั้งรุ่นเดียวกันทุกเครื่อง",
        f"{host} in the cluster has another Prongsai or other libraries: install the same version everywhere",
    )
