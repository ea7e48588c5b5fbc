"""A full disk, a read-only one, a server that is not there: a clear word, exit code 5, nothing lost."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from archive_samples import key, listing, report
from stored import ask, stored_entries

from extract.errors import OutputError, UsageError
from oversight.archive.search import search
from oversight.archive.status import status as counted
from oversight.archive.store import Archive

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILL = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
from archive_samples import key, listing, report
from extract.errors import OutputError
from oversight.archive.store import Archive
try:
    with Archive.open(sys.argv[1]) as archive, archive.begin_run() as run:
        for n in range(1000):
            name = f"{{n:04}}.pdf"
            run.put(listing(name), key(name), report(name, pages=5, records=7))
except OutputError as error:
    print(error.english)
    sys.exit(error.exit_code)
"""


def fill(place, **how):
    return subprocess.run(
        [sys.executable, "-c", FILL, str(place)], cwd=ROOT, capture_output=True, text=True, timeout=120, **how
    )


def whole(place):
    with Archive.open(place, write=False) as archive:
        found = [entry.source_file for entry in stored_entries(archive)]
        assert [entry.reports for entry in stored_entries(archive)] == [
            (report(name, pages=5, records=7),) for name in found
        ]
    return found


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "prongsai", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_what_is_done_stays(small_disk):
    done = fill(small_disk / "archive.db")

    assert (done.returncode, done.stderr) == (5, "")
    assert "the disk is full" in done.stdout
    assert len(whole(small_disk / "archive.db")) > 3


def test_a_file_that_may_grow_no_more_is_told_as_a_full_disk(tmp_path):
    limit = 1 << 20
    done = fill(
        tmp_path / "archive.db", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    )

    assert (done.returncode, done.stderr) == (5, "")
    assert "the disk is full" in done.stdout
    assert len(whole(tmp_path / "archive.db")) > 3


def test_a_disk_that_became_read_only_can_still_be_asked(small_disk):
    place = small_disk / "archive.db"
    with Archive.open(place) as archive, archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf", pages=5, records=7))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(OutputError, match=r"archive\.db") as refused:
        Archive.open(place)
    assert refused.value.exit_code == 5
    assert whole(place) == ["a.pdf"]
    with Archive.open(place, write=False) as archive:
        assert len(ask(archive, search, "คู่มือ")) == 7


def test_a_file_stands_where_the_folder_should_be(tmp_path):
    (tmp_path / "output").write_text("x")

    with pytest.raises(OutputError, match="archive.db cannot be opened or written"):
        Archive.open(tmp_path / "output" / "archive.db")


def test_a_file_that_is_no_archive_is_told_and_left_alone(tmp_path):
    (tmp_path / "archive.db").write_text("not a database, " * 100)

    for write in (True, False):
        with pytest.raises(OutputError, match="no archive of Prongsai"):
            Archive.open(tmp_path / "archive.db", write=write)
    assert (tmp_path / "archive.db").read_text() == "not a database, " * 100


def test_asking_an_archive_that_is_not_there_makes_none(tmp_path):
    with pytest.raises(OutputError, match="prongsai run"):
        Archive.open(tmp_path / "none" / "archive.db", write=False)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_told_without_the_password():
    pytest.importorskip("psycopg")
    with pytest.raises(OutputError, match=r"127\.0\.0\.1:1/ita cannot be opened") as refused:
        Archive.open("postgresql+psycopg://somchai:secret@127.0.0.1:1/ita")

    assert "secret" not in refused.value.english + refused.value.thai


@pytest.mark.parametrize("place", ["mysql://x/y", "oracle+x://y", "postgresql+asyncpg://x/y", "://"])
def test_a_store_of_another_kind_is_refused(place):
    with pytest.raises(UsageError, match="no archive of the kind"):
        Archive.open(place)


def test_a_url_of_sqlite_and_a_short_one_of_postgresql_are_understood(tmp_path, database):
    for place in (f"sqlite:///{tmp_path}/a.db", database.replace("+psycopg", "")):
        with Archive.open(place) as archive:
            assert ask(archive, counted).files == 0
