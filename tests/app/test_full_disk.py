"""A full disk, a folder that cannot be written, inputs on a read-only disk: told clearly, nothing lost."""

import errno
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import fake_stages
import pytest

import pipeline
from oversight.export.output_files import STREAMS
from oversight.export.read import read
from oversight.jobs.run_commands import run_command
from oversight.spoken import SpokenGroup, call

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "fixtures" / "reports"
SIZE = 32 << 20  # bytes of the small disk
group = SpokenGroup("prongsai")
group.add_command(run_command(fake_stages.work, fake_stages.discover))


class Disk:
    """A small disk that can be filled, freed and made read-only."""

    def __init__(self, folder):
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, free):
        """Leave ``free`` bytes."""
        found = os.statvfs(self.folder)
        with self._filler.open("wb") as stream:
            stream.write(bytes(max(0, found.f_bavail * found.f_frsize - free)))

    def free(self):
        self._filler.unlink()

    def mode(self, mode):
        subprocess.run(["mount", "-o", f"remount,{mode}", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "prongsai", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def run(tmp_path, capfd):
    """Runs the command over the folder ``in`` into ``output``; the exit code and what was said."""

    def begin(output, *options, commands=group):
        code = call(commands, ["run", str(tmp_path / "in"), "-o", str(output), "--jobs", "2", *options])
        return code, capfd.readouterr().err

    (tmp_path / "in").mkdir()
    return begin


APART = """
import sys
import fake_stages
from oversight.jobs.run_commands import run_command
from oversight.spoken import SpokenGroup, call
if __name__ == "__main__":
    group = SpokenGroup("prongsai")
    group.add_command(run_command(fake_stages.work, fake_stages.discover))
    sys.exit(call(group, sys.argv[1:]))
"""


def apart(inputs, output):
    script = inputs.parent / "apart.py"
    script.write_text(APART)
    places = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests/support'}", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, script, "run", inputs, "-o", output, "--jobs", "2"]
    done = subprocess.run(command, env={**os.environ, **places}, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def write(tmp_path, *numbers):
    for number in numbers:
        (tmp_path / "in" / f"{number:03}.pdf").write_text(f"fine {number}")


def files(folder):
    return {name: (folder / name).read_bytes() for name in (*STREAMS, "run.json")}


def parts(folder):
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def intact(archive):
    with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_disk_fills_while_documents_are_read(tmp_path, disk, run):
    write(tmp_path, *range(80))
    run(tmp_path / "undisturbed")
    wanted = files(tmp_path / "undisturbed")
    disk.fill(free=700_000)

    # in a process of its own: on a full disk its claim to the archive ends only with it
    code, told = apart(tmp_path / "in", disk.folder / "out")

    assert code == 5
    assert "the disk is full" in told
    assert "ree some space" in told
    assert "[1/80]" in told
    assert "Traceback" not in told
    assert intact(disk.folder / "out" / "archive.db")
    assert parts(disk.folder / "out") == []

    disk.free()
    code, told = run(disk.folder / "out")
    assert code == 0
    assert list(read(disk.folder / "out", "documents")["status"]) == ["ok"] * 80
    done = files(disk.folder / "out")
    assert {name: done[name] for name in STREAMS} == {name: wanted[name] for name in STREAMS}


def test_the_disk_fills_while_the_results_are_written(tmp_path, disk, run):
    archive = ("--archive", str(tmp_path / "archive.db"))
    write(tmp_path, 1, 2)
    assert run(disk.folder, *archive)[0] == 0
    before = files(disk.folder)
    write(tmp_path, *range(3, 90))
    disk.fill(free=30_000)

    code, told = run(disk.folder, *archive)

    assert code == 5
    assert "the disk is full" in told
    assert files(disk.folder) == before
    assert parts(disk.folder) == []
    assert intact(tmp_path / "archive.db")

    disk.free()
    code, told = run(disk.folder, *archive)
    assert code == 0
    assert "already done" in told
    assert len(read(disk.folder)) == 89


def test_a_read_only_folder_of_results_is_told_before_anything_is_read(tmp_path, disk, run):
    write(tmp_path, 1)
    run(disk.folder)
    before = files(disk.folder)
    write(tmp_path, 2)
    disk.mode("ro")

    code, told = run(disk.folder)

    assert code == 5
    assert "check its permissions or choose another with -o" in told
    assert "002.pdf" not in told
    assert files(disk.folder) == before

    disk.mode("rw")
    assert run(disk.folder)[0] == 0
    assert len(read(disk.folder)) == 2


@pytest.mark.parametrize("where", ["fsync", "replace"])
@pytest.mark.parametrize("nth", [1, 4, 9])
def test_a_refusal_while_publishing_is_made_good_by_the_next_run(tmp_path, run, monkeypatch, where, nth):
    output = tmp_path / "out"
    write(tmp_path, 1)
    run(output)
    write(tmp_path, 2)
    owner, left = (os, [nth]) if where == "fsync" else (Path, [nth])
    true = getattr(owner, where)

    def refusing(*arguments):
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return true(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(owner, where, refusing)
        code, told = run(output)

    assert code == 5
    assert "the disk is full" in told
    assert parts(output) == []
    assert run(output)[0] == 0
    assert [name for name in read(output)["source_file"]] == ["001.pdf", "002.pdf"]


def test_no_room_for_temporary_files_costs_no_document(tmp_path, disk, run, monkeypatch):
    write(tmp_path, 1, 2)
    disk.fill(free=0)
    monkeypatch.setenv("TMPDIR", str(disk.folder))
    monkeypatch.setattr("tempfile.tempdir", str(disk.folder))

    code, _ = run(tmp_path / "out")

    assert code == 0
    assert len(read(tmp_path / "out")) == 2


def test_inputs_are_read_from_a_read_only_disk_and_stay_as_they_are(tmp_path, disk, run):
    report = REPORTS / "bankhuan-2563-libreoffice.pdf"
    shutil.copy(report, disk.folder / "a.pdf")
    with zipfile.ZipFile(disk.folder / "b.zip", "w") as archive:
        archive.writestr("inside.pdf", report.read_bytes() + b"% other\n")
    (disk.folder / "broken.pdf").write_bytes(report.read_bytes()[:3000])
    before = state(disk.folder)
    disk.mode("ro")
    (tmp_path / "in").rmdir()
    (tmp_path / "in").symlink_to(disk.folder)

    code, _ = run(tmp_path / "out", commands=pipeline.prongsai)

    assert code == 3
    documents = read(tmp_path / "out", "documents").set_index("source_file")["status"]
    assert documents.to_dict() == {"a.pdf": "ok", "b.zip/inside.pdf": "ok", "broken.pdf": "failed"}
    disk.mode("rw")
    assert state(disk.folder) == before


def state(folder):
    return {
        path.name: (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in folder.iterdir()
    }
