"""The sandbox: no network, nothing written outside; and what is said where it does not work."""

import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from extract import landlock
from extract.errors import SetupError
from oversight.jobs import installed, sandbox
from oversight.jobs.installed import examine
from oversight.jobs.options import Options, Task
from oversight.jobs.pool import run
from oversight.jobs.watch import Limits
from oversight.spoken import call

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
CONNECT = "__import__('socket').create_connection(('127.0.0.1', {port}), 5).getsockname()[0]"
WRITE = "__import__('pathlib').Path({path!r}).write_text('x')"
START = (
    "print(__import__('subprocess').Popen(['sleep', '60']).pid, flush=True) or __import__('time').sleep(60)"
)
PARENT = """
import sys
from oversight.jobs.pool import run
from oversight.jobs.watch import Limits
if __name__ == "__main__":
    list(run(eval, [sys.argv[1]], limits=Limits(sandbox=True)))
"""
BOXED = Limits(sandbox=True)
works = pytest.mark.skipif(
    bool(sandbox.sandbox_problem()), reason=f"bubblewrap does not work here: {sandbox.sandbox_problem()}"
)


@pytest.fixture
def untried():
    sandbox.sandbox_problem.cache_clear()
    yield
    sandbox.sandbox_problem.cache_clear()


@works
def test_children_have_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect = CONNECT.format(port=server.getsockname()[1])
        (free,) = run(eval, [connect])
        (boxed,) = run(eval, [connect], limits=BOXED)

    assert free.value == "127.0.0.1"
    assert isinstance(boxed.error, OSError)


@works
def test_children_write_nowhere_but_in_their_scratch_folder(tmp_path):
    scratch = "__import__('tempfile').mkstemp()[1]"

    outside, inside, free = (
        *run(eval, [WRITE.format(path=str(tmp_path / "boxed"))], limits=BOXED),
        *run(eval, [scratch], limits=BOXED),
        *run(eval, [WRITE.format(path=str(tmp_path / "free"))]),
    )

    assert isinstance(outside.error, OSError)
    assert not (tmp_path / "boxed").exists()
    assert "prongsai-run-" in inside.value
    assert free.value == 1
    assert (tmp_path / "free").exists()


@works
def test_a_report_comes_out_of_the_sandbox_as_without_it():
    (source,), _ = pipeline.discover([str(REPORT)])

    (outcome,) = run(pipeline.work, [Task(source, "0" * 64, Options())], limits=BOXED)

    whole = pipeline.digitise(source)
    assert [replace(report, seconds=()) for report in outcome.value] == [
        replace(report, seconds=()) for report in whole
    ]


@works
def test_a_crash_in_the_sandbox_is_seen_and_its_neighbour_lives():
    items = ["__import__('ctypes').string_at(0)", "1"]

    outcomes = sorted(run(eval, items, limits=BOXED), key=lambda outcome: outcome.cause)

    assert [(o.cause, o.detail, o.value) for o in outcomes] == [("crash", "SIGSEGV", None), ("ok", "", 1)]


@works
def test_children_in_the_sandbox_die_with_their_killed_parent(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    command = [sys.executable, script, START]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        pid = parent.stdout.readline().strip()
        parent.kill()
        parent.stdout.read()  # ends when nobody holds the pipe any more

    assert pid
    assert not Path("/proc", pid).exists() or " Z " in Path("/proc", pid, "stat").read_text()


LANDLOCKED = Limits(landlock=True)
landlocked = pytest.mark.skipif(not landlock.version(), reason="the kernel has no Landlock")


@landlocked
def test_under_landlock_children_write_nowhere_but_in_their_scratch_folder(tmp_path):
    scratch = "__import__('tempfile').mkstemp()[1]"
    extra = replace(LANDLOCKED, writable=(str(tmp_path),))
    write = WRITE.format(path=str(tmp_path / "a"))
    started = f"__import__('subprocess').run(['touch', {str(tmp_path / 'b')!r}]).returncode"

    (outside,) = run(eval, [write], limits=LANDLOCKED)
    (child,) = run(eval, [started], limits=LANDLOCKED)
    assert isinstance(outside.error, PermissionError)
    assert child.value != 0
    assert not list(tmp_path.iterdir())
    (inside,) = run(eval, [scratch], limits=LANDLOCKED)
    (allowed,) = run(eval, [write], limits=extra)
    assert "prongsai-run-" in inside.value
    assert allowed.value == 1


@pytest.mark.skipif(landlock.version() < 4, reason="the kernel's Landlock knows no TCP")
def test_under_landlock_children_have_no_tcp_but_for_inputs_at_urls():
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect = CONNECT.format(port=server.getsockname()[1])
        (boxed,) = run(eval, [connect], limits=LANDLOCKED)
        (remote,) = run(eval, [connect], limits=replace(LANDLOCKED, network=True))

    assert isinstance(boxed.error, PermissionError)
    assert remote.value == "127.0.0.1"


@landlocked
def test_a_crash_under_landlock_is_seen_and_its_neighbour_lives():
    items = ["__import__('ctypes').string_at(0)", "1"]
    outcomes = sorted(run(eval, items, limits=LANDLOCKED), key=lambda outcome: outcome.cause)
    assert [(o.cause, o.value) for o in outcomes] == [("crash", None), ("ok", 1)]


def test_which_guard_a_run_has(monkeypatch):
    def of(kernel, problem, asked=None, remote=False):
        monkeypatch.setattr(sandbox, "version", lambda: kernel)
        monkeypatch.setattr(sandbox, "sandbox_problem", lambda: problem)
        limits = sandbox.guarded(Limits(), asked, remote)
        return {name for name in ("landlock", "network", "sandbox") if getattr(limits, name)}

    assert of(7, "") == of(7, "no bwrap") == {"landlock"}
    assert of(7, "", remote=True) == {"landlock", "network"}
    assert of(0, "") == {"sandbox"}
    assert of(0, "no bwrap") == of(0, "", remote=True) == set()
    assert of(7, "", asked=True) == {"landlock", "sandbox"}
    assert of(7, "no bwrap", asked=True, remote=True) == {"landlock"}
    assert of(7, "", asked=False) == set()
    with pytest.raises(SetupError):
        of(0, "no bwrap", asked=True)


def test_doctor_names_the_guards(monkeypatch):
    monkeypatch.setattr(installed, "version_of_landlock", lambda: 5)
    (found,) = (check for check in examine() if check.name == "landlock")
    assert (found.version, found.to_do) == ("version 5", None)


def test_without_bubblewrap_and_landlock_the_command_says_what_to_install(
    tmp_path, monkeypatch, capfd, untried
):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    monkeypatch.setattr(sandbox, "version", lambda: 0)

    code = call(pipeline.prongsai, ["run", str(REPORT), "-o", str(tmp_path / "out"), "--sandbox"])

    assert code == 4
    assert "sudo apt-get install bubblewrap" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("program", "trouble"),
    [
        ("echo 'bwrap: No permissions to create new namespace' >&2; exit 1", "No permissions"),
        ("exit 0", "exit 0"),  # runs nothing at all
        ('while [ "$1" != -- ]; do shift; done; shift; exec "$@"', "writes outside"),  # confines nothing
    ],
)
def test_bubblewrap_that_is_there_and_does_not_work_is_found_out(
    tmp_path, monkeypatch, untried, program, trouble
):
    (tmp_path / "bwrap").write_text(f"#!/bin/sh\n{program}\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    assert trouble in sandbox.sandbox_problem()
    (found,) = (check for check in examine() if check.name == "--sandbox")
    assert (found.version, found.to_do) == (None, None)
