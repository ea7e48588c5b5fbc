"""kill -9 in the middle of a put leaves whole documents, and the run goes on from there."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from archive_samples import key, listing, report, sha
from stored import ask, stored_entries

from oversight.archive.resume import known as what_is_known
from oversight.archive.store import Archive

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOCUMENTS = 40
KILLS = 3

WRITE = f"""
import sys
sys.path[:0] = {[str(HERE), str(ROOT / "tests" / "support")]!r}
from archive_samples import key, listing, report, sha
from oversight.archive.resume import known as what_is_known
from oversight.archive.store import Archive
from stored import ask
names = [f"{{n:03}}.pdf" for n in range({DOCUMENTS})]
with Archive.open(sys.argv[1]) as archive, archive.begin_run() as run:
    run.note([listing(name) for name in names])
    known = ask(archive, what_is_known, [sha(name) for name in names])
    print("begun", flush=True)
    for name in names:
        if sha(name) not in known:
            run.put(listing(name), key(name), report(name, pages=5, records=7))
"""


def begin(place):
    child = subprocess.Popen(
        [sys.executable, "-c", WRITE, place], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "begun\n"
    return child


def whole(place):
    with Archive.open(place, write=False) as archive:
        for entry in stored_entries(archive):
            assert entry.reports == (report(entry.source_file, pages=5, records=7),)
            yield entry.source_file


def test_a_run_killed_again_and_again_ends_as_an_undisturbed_one(place):
    chance = random.Random(2566)
    for _ in range(KILLS):
        child = begin(place)
        time.sleep(chance.uniform(0, 0.15))
        child.kill()
        child.wait()
        if place.endswith(".db"):
            with closing(sqlite3.connect(place)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        done = list(whole(place))
        assert done == [f"{n:03}.pdf" for n in range(len(done))]  # in order, none halfway, none twice

    child = begin(place)
    assert child.wait(120) == 0
    assert list(whole(place)) == [f"{n:03}.pdf" for n in range(DOCUMENTS)]


def test_a_put_cut_off_by_an_error_changes_nothing(archive, monkeypatch):
    from oversight.archive import writing

    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))
        entering = writing._statement
        monkeypatch.setattr(
            writing, "_statement", lambda dialect, name: 1 / (name != "findings") and entering(dialect, name)
        )
        with pytest.raises(ZeroDivisionError):
            run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf", pages=9, records=9))

    assert [entry.reports for entry in stored_entries(archive)] == [(report("a.pdf"),)]
    assert ask(archive, what_is_known, [sha("a.pdf")])[sha("a.pdf")].status == "ok"
