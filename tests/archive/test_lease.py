"""One run at a time, and a dead one is no obstacle."""

import os
import subprocess
import sys

import pytest
from archive_samples import key, listing, report
from sqlalchemy import update
from stored import ask

from extract.errors import OutputError
from oversight.archive.archive_commands import unlock
from oversight.archive.engine import transaction
from oversight.archive.lease import EXPIRE_SECONDS, Holder, this_machine
from oversight.archive.schema import leases
from oversight.archive.status import run_about
from oversight.archive.status import status as counted
from oversight.archive.store import Archive
from oversight.spoken import SpokenGroup, call


def change_lease(archive, **values):
    with transaction(archive.engine, write=True) as connection:
        connection.execute(update(leases).values(**values))


def dead_process():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_second_run_is_refused_while_the_first_is_at_work(archive):
    with archive.begin_run(), pytest.raises(OutputError, match="another run is at work") as refused:
        archive.begin_run()

    assert refused.value.exit_code == 5
    assert str(os.getpid()) in refused.value.english
    with archive.begin_run():
        assert ask(archive, counted).run.state == "running"


def test_a_run_that_was_killed_leaves_the_archive_free_at_once(archive):
    dead = archive.begin_run()
    dead._heart.stop()
    change_lease(archive, process=dead_process())

    assert ask(archive, counted).run.state == "died"
    with archive.begin_run() as run:
        assert run.number == dead.number + 1


def test_a_run_of_another_machine_is_dead_after_a_minute_without_a_beat(archive):
    held = archive.begin_run()
    held._heart.stop()
    change_lease(archive, machine="elsewhere")
    with pytest.raises(OutputError, match="elsewhere"):
        archive.begin_run()
    with transaction(archive.engine, write=True) as connection:
        connection.execute(update(leases).values(beat=leases.c.beat - EXPIRE_SECONDS))

    archive.begin_run().close()


def test_a_run_that_slept_cannot_write_over_its_successor(archive):
    slept = archive.begin_run()
    slept._heart.stop()
    change_lease(archive, process=dead_process())
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))
        with pytest.raises(OutputError, match="taken over"):
            slept.put(listing("a.pdf"), key("a.pdf"), report("a.pdf", records=0))
        slept.close()

        assert ask(archive, counted).records == 3
        with pytest.raises(OutputError, match="at work"):
            archive.begin_run()


def test_a_run_ended_by_an_error_is_interrupted(archive):
    with pytest.raises(KeyboardInterrupt), archive.begin_run({"version": "1"}):
        raise KeyboardInterrupt

    assert ask(archive, counted).run.state == "interrupted"


def test_a_run_keeps_what_it_said_of_itself(archive):
    run = archive.begin_run({"version": "1"})
    run.close(about={"ignored": 3})

    assert ask(archive, run_about, run.number) == {"version": "1", "ignored": 3}


def test_process_numbers_of_other_machines_mean_nothing():
    assert Holder(this_machine(), dead_process()).dead()
    assert not Holder(this_machine(), os.getpid()).dead()
    assert not Holder("elsewhere", dead_process()).dead()


def test_the_beat_goes_on_while_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("oversight.archive.lease.BEAT_SECONDS", 0.02)
    with Archive.open(tmp_path / "archive.db") as archive, archive.begin_run() as run:
        change_lease(archive, beat=0.0)
        run._heart.join(0.5)
        with pytest.raises(OutputError, match="at work"):
            archive.begin_run()


def test_a_beat_from_a_clock_that_was_years_ahead_holds_the_archive_for_a_minute(archive):
    held = archive.begin_run()
    held._heart.stop()
    change_lease(archive, machine="elsewhere", beat=leases.c.beat + 4 * 365 * 24 * 3600)
    with pytest.raises(OutputError, match=r"free in (5\d|60) s"):
        archive.begin_run()
    with transaction(archive.engine, write=True) as connection:
        connection.execute(update(leases).values(beat=leases.c.beat - EXPIRE_SECONDS))

    archive.begin_run().close()


def test_unlock_says_whose_the_run_was_and_frees_the_archive(tmp_path, capfd):
    with Archive.open(tmp_path / "archive.db") as archive:
        held = archive.begin_run()
        held._heart.stop()
        change_lease(archive, machine="elsewhere b n", process=7)
        command = ["unlock", "-o", str(tmp_path), "--lang", "en"]

        assert call(SpokenGroup("prongsai", commands={"unlock": unlock}), [*command, "--yes"]) == 0
        assert "host elsewhere, process 7" in capfd.readouterr().err
        assert ask(archive, counted).run.state == "died"
        with pytest.raises(OutputError, match="taken over"):
            held.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))
        archive.begin_run().close()
        assert call(SpokenGroup("prongsai", commands={"unlock": unlock}), command) == 0
        assert "no run holds" in capfd.readouterr().err


def test_an_archive_is_for_its_owner_alone_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        with Archive.open(tmp_path / "archive.db"):
            assert (tmp_path / "archive.db").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
