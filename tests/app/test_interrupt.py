"""Ctrl-C ends a run cleanly, kill -9 costs nothing that was finished, and the same command goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oversight.export.output_files import STREAMS
from oversight.export.read import read

ROOT = Path(__file__).parents[2]
KILLS = 4
SCRIPT = """
import sys
import click, fake_stages
from oversight.jobs.run_commands import run_command
from oversight.spoken import SpokenGroup, call
if __name__ == "__main__":
    group = SpokenGroup("prongsai")
    group.add_command(run_command(fake_stages.work, fake_stages.discover))
    sys.exit(call(group, sys.argv[1:]))
"""


@pytest.fixture
def start(tmp_path):
    """Begins a run over the folder ``in`` into the folder ``out``, or another."""
    (tmp_path / "in").mkdir()
    (tmp_path / "main.py").write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests/support'}", "LC_ALL": "C.UTF-8"}

    def begin(output="out", inputs="in"):
        command = [sys.executable, "main.py", "run", inputs, "-o", output, "--jobs", "2"]
        return subprocess.Popen(
            command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )

    return begin


def written(folder):
    return {name: (folder / name).read_bytes() for name in STREAMS}


def test_ctrl_c_finishes_what_is_in_hand_and_the_same_command_goes_on(tmp_path, start):
    for n in range(9):
        (tmp_path / "in" / f"{n}.pdf").write_text("fine" if n == 0 else f"brief {n}")

    with start() as process:
        first = process.stderr.readline()
        time.sleep(1)  # the next two are in hand
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert "0.pdf: ok" in first
    assert process.returncode == 130
    assert "Ctrl-C again stops at once" in rest
    assert "give the same command to go on" in rest
    assert "Traceback" not in rest
    finished = list(read(tmp_path / "out", "documents")["source_file"])
    assert finished == [f"{n}.pdf" for n in range(len(finished))]
    assert 3 <= len(finished) <= 4
    told = json.loads((tmp_path / "out" / "run.json").read_text())
    assert (told["interrupted"], told["read"]) == (True, len(finished))

    with start() as process:
        said = process.stderr.read()
    assert process.returncode == 0
    assert f"already done  {len(finished)}" in said
    assert list(read(tmp_path / "out")["source_file"]) == [f"{n}.pdf" for n in range(9)]


def test_a_second_ctrl_c_stops_at_once_and_leaves_the_results_as_they_were(tmp_path, start):
    (tmp_path / "in" / "a.pdf").write_text("fine")
    with start() as process:
        process.stderr.read()
    before = written(tmp_path / "out")
    (tmp_path / "in" / "b.pdf").write_text("fine too")
    (tmp_path / "in" / "c.pdf").write_text("slow")

    with start() as process:
        assert "b.pdf: ok" in process.stderr.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert "stopping" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "c.pdf: ok" not in rest
    assert "stopped at once" in rest
    last = json.loads((tmp_path / "out" / "run.log.jsonl").read_text().splitlines()[-1])
    assert (last["event"], last["error"]) == ("broken_off", "KeyboardInterrupt")
    assert "Traceback" not in rest
    assert written(tmp_path / "out") == before

    (tmp_path / "in" / "c.pdf").write_text("no longer slow")
    with start() as process:
        assert "already done  2" in process.stderr.read()
    assert list(read(tmp_path / "out")["source_file"]) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_run_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path, start):
    for n in range(60):
        (tmp_path / "in" / f"{n:02}.pdf").write_text(f"fine {n % 50}")
    with start("undisturbed") as process:
        process.stderr.read()
    chance = random.Random(2569)

    for _ in range(KILLS):
        with start() as process:
            if process.stderr.readline():
                time.sleep(chance.uniform(0, 0.1))
            process.kill()
    with start() as process:
        process.stderr.read()

    assert process.returncode == 0
    assert written(tmp_path / "out") == written(tmp_path / "undisturbed")


def test_a_second_run_in_the_same_archive_is_told_to_wait(tmp_path, start):
    (tmp_path / "in" / "a.pdf").write_text("fine")
    (tmp_path / "in" / "b.pdf").write_text("slow")

    with start() as first:
        first.stderr.readline()
        with start() as second:
            said = second.stderr.read()
        os.killpg(first.pid, signal.SIGKILL)

    assert second.returncode == 5
    assert "another run is at work in this archive" in said
