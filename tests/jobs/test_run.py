"""One bad document costs that document only: crash, hang, memory and plain errors beside good ones."""

import ctypes
import operator
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from extract.errors import DamagedError
from oversight.jobs.pool import run
from oversight.jobs.watch import Limits

MIB = 1024**2
WRITE_PID_AND_WAIT = (
    "__import__('pathlib').Path({note!r}).write_text(str(__import__('os').getpid()))"
    " and __import__('time').sleep(60)"
)
START_PROGRAM_AND_WAIT = (
    "__import__('pathlib').Path({note!r})"
    ".write_text(str(__import__('subprocess').Popen(['sleep', '60']).pid))"
    " and __import__('time').sleep(60)"
)
PARENT = """
import sys
from oversight.jobs.pool import run
if __name__ == "__main__":
    list(run(eval, [sys.argv[2].format(note=sys.argv[1])]))
"""


def test_crash_hang_hog_and_error_leave_their_neighbours_alone():
    items = [
        partial(abs, -1),
        partial(ctypes.string_at, 0),  # a segmentation fault
        partial(abs, -2),
        partial(time.sleep, 60),
        partial(abs, -3),
        partial(operator.mul, b"x", 900 * MIB),
        partial(int, "x"),
        partial(abs, -4),
    ]

    outcomes = list(
        run(operator.call, items, jobs=2, limits=Limits(seconds=3, resident=500 * MIB, by_clock=2))
    )

    outcomes.sort(key=lambda outcome: items.index(outcome.item))
    assert [o.cause for o in outcomes] == ["ok", "crash", "ok", "timeout", "ok", "memory", "error", "ok"]
    assert [o.value for o in outcomes if o.cause == "ok"] == [1, 2, 3, 4]
    assert outcomes[1].detail == "SIGSEGV"
    assert outcomes[3].detail == "more than 3 s"
    assert isinstance(outcomes[6].error, ValueError)
    assert [o.deaths for o in outcomes] == [0, 2, 0, 1, 0, 2, 0, 0]


def test_a_busy_machine_takes_no_time_from_a_document():
    (outcome,) = run(operator.call, [partial(time.sleep, 3)], limits=Limits(seconds=1))

    assert outcome.cause == "ok"


def test_what_a_child_started_counts_as_its_work():
    burn = "import time\nwhile time.process_time() < 60: pass"
    program = partial(subprocess.run, [sys.executable, "-c", burn], check=False)

    (outcome,) = run(operator.call, [program], limits=Limits(seconds=1, by_clock=100))

    assert (outcome.cause, outcome.detail) == ("timeout", "more than 1 s")


def test_results_come_as_they_are_ready():
    items = [partial(time.sleep, 3), partial(abs, -1), partial(abs, -2)]

    assert [o.value for o in run(operator.call, items, jobs=2)] == [1, 2, None]


def test_processor_time_is_limited_beside_the_time_by_the_clock():
    soft = "__import__('resource').getrlimit(0)[0] - sum(__import__('os').times()[:2])"

    (outcome,) = run(eval, [soft], limits=Limits(seconds=100))

    assert 100 < outcome.value < 110


def test_a_child_has_the_run_s_environment_not_that_of_an_earlier_run(monkeypatch):
    monkeypatch.setenv("PRONGSAI_TEST", "one")
    assert [o.value for o in run(operator.call, [partial(os.getenv, "PRONGSAI_TEST")])] == ["one"]
    monkeypatch.setenv("PRONGSAI_TEST", "two")
    assert [o.value for o in run(operator.call, [partial(os.getenv, "PRONGSAI_TEST")])] == ["two"]


def test_what_the_kernel_kills_first_when_memory_is_short_is_a_child():
    (outcome,) = run(eval, ["__import__('pathlib').Path('/proc/self/oom_score_adj').read_text()"])

    assert int(outcome.value) >= 500


def test_temporary_files_of_children_go_with_the_run():
    (outcome,) = run(eval, ["__import__('tempfile').mkstemp()[1]"])

    assert "prongsai-run-" in outcome.value
    assert not Path(outcome.value).exists()


def test_a_run_outlives_its_fork_server():
    server = f"__import__('os').kill(__import__('os').getppid(), {int(signal.SIGKILL)})"

    outcomes = list(run(eval, ["1", server, "__import__('time').sleep(1)", "2", "3"], jobs=2))

    assert sorted(o.value for o in outcomes if o.value) == [1, 2, 3]


def test_thread_pools_are_at_one_in_a_child():
    (outcome,) = run(operator.call, [partial(os.getenv, "OMP_NUM_THREADS")])

    assert outcome.value == "1"


def test_opencv_obeys_the_one_thread_setting():
    (outcome,) = run(eval, ["__import__('cv2').getNumThreads()"])

    assert outcome.value == 1


def test_an_error_with_two_messages_survives_the_way_back():
    broken = "(_ for _ in ()).throw(__import__('extract.errors').errors.DamagedError('เสีย', 'damaged'))"

    (outcome,) = run(eval, [broken])

    assert isinstance(outcome.error, DamagedError)
    assert (outcome.error.thai, outcome.error.english) == ("เสีย", "damaged")


def test_progress_reaches_the_parent():
    seen = []
    tell = "__import__('oversight.jobs.worker').jobs.worker.progress(3, 7) or __import__('time').sleep(0.5)"

    (outcome,) = run(eval, [tell], progress=lambda *event: seen.append(event))

    assert outcome.cause == "ok"
    assert seen == [(0, 3, 7)]


@pytest.mark.parametrize("what", [WRITE_PID_AND_WAIT, START_PROGRAM_AND_WAIT], ids=["child", "its program"])
def test_children_and_what_they_started_die_with_their_killed_parent(tmp_path, what):
    script, note = tmp_path / "parent.py", tmp_path / "pid"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, script, note, what]) as parent:
        child = _wait_for(lambda: note.exists() and note.read_text())
        parent.send_signal(signal.SIGKILL)

    assert child
    assert _wait_for(lambda: _gone(child))


def test_leaving_early_ends_the_children(tmp_path):
    note = tmp_path / "pid"
    outcomes = run(eval, ["1", WRITE_PID_AND_WAIT.format(note=str(note))], jobs=2)
    assert next(outcomes).value == 1
    child = _wait_for(lambda: note.exists() and note.read_text())

    outcomes.close()

    assert child
    assert _wait_for(lambda: _gone(child))


def _wait_for(condition):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    return None


def _gone(pid):
    try:
        return " Z " in Path("/proc", pid, "stat").read_text()
    except FileNotFoundError:
        return True
