"""Documents read on a Ray cluster: the driver hands them out, takes what comes, and alone writes the archive.

Each worker is an actor with a guarded child of its own (``cluster_worker``). A worker that is lost (killed,
its machine gone) loses nothing: what it had in hand goes to another. Ray's dashboard, telemetry and metrics
are off.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from extract.errors import SetupError
from oversight.jobs.cluster_join import LOCAL, joined
from oversight.jobs.cluster_worker import Worker, fingerprint
from oversight.jobs.run import Limits, Outcome
from oversight.jobs.watch import Progress

Item = TypeVar("Item")
Value = TypeVar("Value")

AHEAD = 2  # items with each worker: one in its child's hands, one waiting
HEED_SECONDS = 0.2  # how soon a wish to stop is heeded
MOST_LOSSES = 3  # workers that may be lost over one item before it is to blame
MOST_IDLE_LOSSES = 20  # workers lost in a row with nothing to show before we say so


@dataclass(frozen=True, slots=True)
class Cluster:
    """The Ray cluster at ``address``: ``ray``, ``host:port`` of its head, or ``ray://host:port``.

    ``workers`` documents are read at a time; 0 is one for each processor that the cluster has.
    """

    address: str = LOCAL
    workers: int = 0

    def outcomes(
        self,
        function: Callable[[Item], Value],
        items: Iterable[Item],
        limits: Limits,
        progress: Progress | None,
        stopping: Callable[[], bool],
    ) -> Iterator[Outcome[Item, Value]]:
        """Hand out the items, give the outcomes as they come."""
        with joined(self.address, self.workers) as ray:
            workers = self.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
            crew = _Crew(ray, workers, function, limits, progress)
            try:
                yield from _handed_out(crew, items, stopping)
            finally:
                crew.end()


@dataclass(slots=True)
class _Errand:
    """One item on its way; ``losses`` counts the workers that were lost over it."""

    index: int
    item: Any
    losses: int = 0


@dataclass(slots=True)
class _Crew:
    """The workers, and who has what in hand."""

    ray: Any
    size: int
    function: Callable[[Any], Any]
    limits: Limits
    progress: Progress | None
    hands: dict[Any, dict[Any, _Errand]] = field(default_factory=dict)  # worker -> result to come -> errand
    idle_losses: int = 0

    def __post_init__(self) -> None:
        for _ in range(self.size):
            self.hire()

    @property
    def out(self) -> int:
        """Items in hand."""
        return sum(map(len, self.hands.values()))

    def hire(self) -> None:
        """Take a worker on. It is not bound to the driver's machine, nor retried by Ray: we do that."""
        actor = self.ray.remote(Worker).options(num_cpus=1, max_restarts=0, max_concurrency=AHEAD + 1)
        self.hands[actor.remote(self.function, self.limits, fingerprint(), str(Path.cwd()))] = {}

    def give(self, errand: _Errand) -> bool:
        """Hand an item to the worker with the fewest; false when all have enough."""
        worker = min(self.hands, key=lambda each: len(self.hands[each]))
        if len(self.hands[worker]) >= AHEAD:
            return False
        self.hands[worker][worker.read.remote(errand.index, errand.item)] = errand
        return True

    def come(self) -> Iterator[tuple[_Errand, Outcome[Any, Any] | None]]:
        """What came in, after a moment's wait; None for what a lost worker had in hand.

        Raises:
            SetupError: A worker runs another version, or none stays alive.
        """
        waited = [result for held in self.hands.values() for result in held]
        ready, _ = self.ray.wait(waited, num_returns=1, timeout=HEED_SECONDS)
        for result in ready:
            worker = next((each for each, held in self.hands.items() if result in held), None)
            if worker is None:  # lost while this list was gone through
                continue
            try:
                outcome = self.ray.get(result)
            except self.ray.exceptions.RayActorError:
                yield from ((errand, None) for errand in self._lose(worker))
                continue
            except self.ray.exceptions.RayTaskError as told:
                raise (told.cause if isinstance(told.cause, SetupError) else told) from None
            self.idle_losses = 0
            errand = self.hands[worker].pop(result)
            yield errand, replace(outcome, item=errand.item)

    def _lose(self, worker: Any) -> list[_Errand]:
        """A worker is gone: another takes its place, and what it had in hand is to be given again."""
        self.idle_losses += 1
        if self.idle_losses > MOST_IDLE_LOSSES:
            raise SetupError(*NO_WORKERS)
        held = list(self.hands.pop(worker).values())
        self.hire()
        return held

    def end(self) -> None:
        """Send the workers home; their children end with them."""
        for worker in self.hands:
            with suppress(Exception):
                self.ray.kill(worker)


NO_WORKERS = (
    "ตัวทำงานของ Ray เริ่มทำงานไม่ได้ ดูบันทึกของ Ray (/tmp/ray/session_latest/logs) และหน่วยความจำของเครื่อง",
    "no Ray worker stays alive: look at Ray's logs (/tmp/ray/session_latest/logs) and the machines' memory",
)


def _handed_out(
    crew: _Crew, items: Iterable[Any], stopping: Callable[[], bool]
) -> Iterator[Outcome[Any, Any]]:
    supply = (_Errand(index, item) for index, item in enumerate(items))
    again: deque[_Errand] = deque()
    following: _Errand | None = None
    while True:
        while not stopping() or again:
            following = following or (again.popleft() if again else next(supply, None))
            if following is None or not crew.give(following):
                break
            following = None
        if stopping() and following is not None and not following.losses:
            following = None  # not begun
        if not crew.out and following is None:
            return
        for errand, outcome in crew.come():
            if outcome is not None:
                yield outcome
            elif errand.losses + 1 >= MOST_LOSSES:
                yield Outcome(errand.item, "crash", detail=f"{MOST_LOSSES} workers lost")
            else:
                again.append(replace(errand, losses=errand.losses + 1))
