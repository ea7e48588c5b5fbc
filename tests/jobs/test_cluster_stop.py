"""Stopping a run on a cluster, without Ray: workers that are lost at the wrong moment."""

from types import SimpleNamespace

import pytest

from oversight.jobs.cluster import _outcomes, _Workers
from oversight.jobs.runners import Outcome
from oversight.jobs.watch import Limits


class Lost(Exception):
    """A worker died."""


class FakeRay:
    """Calls are done when they are waited for, the oldest first; a worker dies of the items in ``deadly``."""

    exceptions = SimpleNamespace(RayActorError=Lost, RayTaskError=RuntimeError)

    def __init__(self, deadly):
        self.deadly = deadly
        self.waits = 0

    def remote(self, _):
        def start(*_):
            return SimpleNamespace(read=SimpleNamespace(remote=lambda index, item: (object(), item)))

        actor = SimpleNamespace(remote=lambda *_: Actor())
        return SimpleNamespace(options=lambda **_: actor)

    def wait(self, waited, num_returns, timeout):
        self.waits += 1
        assert self.waits < 100, "the driver waits for ever"
        return waited[:num_returns], waited[num_returns:]

    def get(self, result):
        item = result[1]
        if item in self.deadly:
            self.deadly.remove(item)
            raise Lost
        return Outcome(None, "ok", value=item)


class Actor:
    """A worker's handle."""

    def __init__(self):
        self.read = SimpleNamespace(remote=lambda index, item: (index, item))


@pytest.mark.parametrize("size", [1, 2])
def test_a_stop_after_a_lost_worker_reads_what_it_had_in_hand_and_ends(size):
    """Two workers, each with two items: what a lost one had in hand finds the others full."""
    ray = FakeRay(deadly=[0, 1, 2])
    workers = _Workers(ray, size, str, Limits())
    begun = []

    def items():
        for item in range(50):
            begun.append(item)
            yield item

    outcomes = list(_outcomes(workers, items(), stopping=lambda: ray.waits > 0))

    assert sorted(outcome.value for outcome in outcomes) == begun
    assert len(begun) <= 2 * size + 1
