"""Ctrl-C ends a run cleanly: what was finished stays, nobody is left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from oversight.export.read import read

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
import click, fake_stages
from oversight.jobs.commands import run_command
from oversight.spoken import SpokenGroup, call
if __name__ == "__main__":
    group = SpokenGroup("prongsai")
    group.add_command(run_command(fake_stages.work, fake_stages.discover))
    sys.exit(call(group, sys.argv[1:]))
"""


def test_ctrl_c_keeps_what_is_finished_and_ends_with_130(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_text("fine")
    (tmp_path / "in" / "b.pdf").write_text("slow")
    (tmp_path / "main.py").write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests/support'}", "LC_ALL": "C.UTF-8"}
    command = [
        sys.executable,
        tmp_path / "main.py",
        "run",
        tmp_path / "in",
        "-o",
        tmp_path / "out",
        "--jobs",
        "2",
    ]

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()

    assert "a.pdf: ok" in first
    assert process.returncode == 130
    assert "interrupted" in rest
    assert "Traceback" not in rest
    assert list(read(tmp_path / "out", "documents")["source_file"]) == ["a.pdf"]
    assert list(read(tmp_path / "out")["source_file"]) == ["a.pdf"]
