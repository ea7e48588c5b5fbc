"""Ray: a local cluster of two workers, one of them killed; nothing lost, every byte as from the pool."""

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from stored import ask

import pipeline
from oversight.archive.status import status as counted
from oversight.archive.store import Archive
from oversight.export.output_text import STREAMS
from oversight.jobs import cluster, ray_connection
from oversight.spoken import call

pytestmark = [
    pytest.mark.skipif(
        find_spec("ray") is None, reason="Ray is not installed: pip install 'prongsai[cluster]'"
    ),
    pytest.mark.timeout(900),  # half a minute on an idle machine, but Ray starts a dozen processes
]

REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
NAMES = ("bankhuan-2563-libreoffice.pdf", "khaophrai-2566-chromium.pdf")
COPIES = 4


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No cluster that another program runs here is joined; sockets want a short path."""
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as place:
        monkeypatch.setenv("RAY_TMPDIR", place)
        monkeypatch.delenv("RAY_ADDRESS", raising=False)
        yield Path(place)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for name in NAMES:
        for copy in range(COPIES):
            shutil.copy(REPORTS / name, place / f"{copy}-{name}")
            with (place / f"{copy}-{name}").open("ab") as stream:
                stream.write(b"%% copy %d\n" % copy)
    (place / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return place


def workers():
    """Process numbers of this user's Ray workers that read for us."""
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdigit() and (process / "cmdline").read_bytes().startswith(b"ray::Worker"):
                yield int(process.name)


def kill_one(log, killed, ended):
    """Kill a worker as soon as a document is done."""
    while not ended.is_set() and not killed:
        if log.exists() and '"event": "document"' in log.read_text():
            for number in list(workers())[:1]:
                os.kill(number, signal.SIGKILL)
                killed.append(number)
        time.sleep(0.02)


def test_a_killed_worker_loses_nothing_and_every_byte_is_the_pools(folder, tmp_path, alone, capfd):
    (alone / "ray").mkdir()
    (alone / "ray" / "ray_current_cluster").write_text("127.0.0.1:1")  # left behind by one that was killed
    log, killed, ended = tmp_path / "ray" / "run.log.jsonl", [], threading.Event()
    killer = threading.Thread(target=kill_one, args=(log, killed, ended))
    killer.start()

    on_ray = ["run", str(folder), "-o", str(tmp_path / "ray"), "--cluster", "ray", "--jobs", "2"]
    try:
        assert call(pipeline.prongsai, on_ray) == 3
    finally:
        ended.set()
        killer.join()
    assert call(pipeline.prongsai, ["run", str(folder), "-o", str(tmp_path / "pool"), "--jobs", "2"]) == 3

    assert len(killed) == 1
    for name in STREAMS:
        assert (tmp_path / "ray" / name).read_bytes() == (tmp_path / "pool" / name).read_bytes(), name
    events = [json.loads(line) for line in log.read_text().splitlines()]
    told = [event["source_file"] for event in events if event["event"] == "document"]
    assert sorted(told) == sorted(path.name for path in folder.iterdir())  # each once
    with Archive.open(tmp_path / "ray" / "archive.db", write=False) as archive:
        assert ask(archive, counted).run.done == len(told)
    assert not list(workers())


def test_a_worker_of_another_version_is_refused(folder, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(cluster, "fingerprint", lambda: "another version")

    asked = [
        "run",
        str(folder),
        "-o",
        str(tmp_path / "out"),
        "--cluster",
        "ray",
        "--jobs",
        "1",
        "--lang",
        "en",
    ]
    assert call(pipeline.prongsai, asked) == 4
    assert "in the cluster has another Prongsai or other libraries" in capfd.readouterr().err
    assert not (tmp_path / "out" / "records.csv").exists()


def test_a_ray_that_does_not_start_says_what_to_do(tmp_path, monkeypatch, capfd):
    class Broken:
        def init(self, *given, **named):
            raise Exception("The current node timed out during startup.\nlogs: /tmp/ray")

        def shutdown(self):
            pass

    monkeypatch.setitem(sys.modules, "ray", Broken())
    monkeypatch.setattr(ray_connection, "_here", lambda: None)
    asked = ["run", str(tmp_path), "-o", str(tmp_path / "out"), "--cluster", "ray", "--lang", "en"]
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")

    assert call(pipeline.prongsai, asked) == 4

    said = capfd.readouterr().err
    assert "Ray does not start on this machine (The current node timed out during startup.)" in said
    assert "run without --cluster and with --jobs" in said


@pytest.mark.parametrize("address", ["ray://127.0.0.1:1", "127.0.0.1:1", "somewhere"])
def test_a_cluster_that_is_not_there_is_told_of(address, folder, tmp_path, capfd):
    asked = ["run", str(folder), "-o", str(tmp_path / "out"), "--cluster", address, "--lang", "en"]

    assert call(pipeline.prongsai, asked) == 4
    assert f"no Ray cluster can be reached at {address}" in capfd.readouterr().err
