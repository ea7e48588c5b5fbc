"""The same outcomes whatever the runner: in this process, in guarded children; for Ray see test_cluster."""

from functools import partial
from operator import call

import pytest

from oversight.jobs.inputs import Inputs
from oversight.jobs.pool import LATER, Pool, run
from oversight.jobs.run import runner_for
from oversight.jobs.runners import Batch, InProcess


@pytest.mark.parametrize("runner", [InProcess(), Pool(2)], ids=["in process", "pool"])
def test_each_item_has_its_outcome(runner):
    items = [partial(abs, -1), partial(int, "x"), partial(abs, -2)]

    outcomes = sorted(runner.outcomes(Batch(call, items)), key=lambda outcome: items.index(outcome.item))

    assert [(o.cause, o.value) for o in outcomes] == [("ok", 1), ("error", None), ("ok", 2)]
    assert isinstance(outcomes[1].error, ValueError)
    assert "int" in outcomes[1].trace or "call" in outcomes[1].trace


def test_this_process_stops_after_the_item_in_hand():
    begun = []

    outcomes = list(InProcess().outcomes(Batch(begun.append, range(9), stopping=lambda: len(begun) == 2)))

    assert (begun, [o.cause for o in outcomes]) == ([0, 1], ["ok", "ok"])


def test_the_runner_follows_from_what_is_asked():
    assert (runner_for(2), runner_for(0)) == (Pool(2), InProcess())
    assert runner_for(3, "ray").workers == 3


def test_a_supply_may_have_nothing_for_now():
    """As on a worker of a cluster: the next item is only known when the last one was sent off."""
    done = []

    def supply():
        yield partial(abs, -1)
        while not done:
            yield LATER
        yield partial(abs, -2)

    for outcome in run(call, supply()):
        done.append(outcome.value)

    assert done == [1, 2]


def test_inputs_are_counted_and_walked_again_as_often_as_wanted():
    inputs = Inputs(lambda: iter("abc"), 3)

    assert (len(inputs), list(inputs), list(inputs)) == (3, ["a", "b", "c"], ["a", "b", "c"])
    assert (inputs[0], inputs[-1], inputs[1:]) == ("a", "c", ["b", "c"])
