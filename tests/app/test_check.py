"""``prongsai check``: what is wrong with an archive, its files and results is told with what to do."""

import json
import multiprocessing
import shutil
import sqlite3
import zipfile

import click
import fake_stages
import pytest

from oversight.jobs.check_archive import check
from oversight.jobs.inputs import discover
from oversight.jobs.run_commands import run_command
from oversight.spoken import SpokenGroup, call, lang_option


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def group():
    pass


for each in (run_command(fake_stages.work, discover, lambda options: {}), check):
    group.add_command(each)


@pytest.fixture
def folder(tmp_path):
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "a.pdf").write_text("fine")
    (inputs / "b.pdf").write_text("fine too")
    with zipfile.ZipFile(inputs / "c.zip", "w") as archive:
        archive.writestr("d.pdf", "fine in a zip")
    assert run(tmp_path) == 0
    return tmp_path


def run(folder, output="out", *more):
    return call(
        group, ["run", str(folder / "in"), "-o", str(folder / output), "--jobs", "1", *map(str, more)]
    )


def checked(folder, capfd, *more):
    capfd.readouterr()
    code = call(group, ["check", "-o", str(folder / "out"), "--json", "--lang", "en", *more])
    said = capfd.readouterr()
    return code, [tuple(json.loads(line).values())[:2] for line in said.out.splitlines()], said.err


def test_a_whole_archive_says_so(folder, capfd):
    assert checked(folder, capfd) == (
        0,
        [],
        "The archive is whole; every file is still there, byte for byte.\n",
    )


def test_files_gone_and_changed_are_told_with_what_to_do(folder, capfd):
    (folder / "in" / "a.pdf").unlink()
    (folder / "in" / "b.pdf").write_text("other")
    with zipfile.ZipFile(folder / "in" / "c.zip", "w") as archive:
        archive.writestr("d.pdf", "changed in the zip")
    (folder / "out" / "records.csv").write_text("cut")

    code, found, said = checked(folder, capfd)

    assert code == 3
    assert found == [
        ("results", "records.csv"),
        ("gone", "a.pdf"),
        ("changed", "b.pdf"),
        ("changed", "c.zip/d.pdf"),
    ]
    assert "put them back" in said and "reads them anew" in said and "writes them anew" in said
    assert checked(folder, capfd, "--quick")[1] == [("results", "records.csv"), ("gone", "a.pdf")]
    assert run(folder) == 0
    assert checked(folder, capfd)[0] == 3  # what was read of a.pdf is kept


def test_rows_that_are_missing_are_told(folder, capfd):
    with sqlite3.connect(folder / "out" / "archive.db") as connection:
        connection.execute("UPDATE documents SET records = records + 2")
    code, found, said = checked(folder, capfd)
    assert (code, {kind for kind, _ in found}) == (5, {"archive"})
    assert "take a backup" in said


def test_a_damaged_archive_is_told(folder, capfd):
    path = folder / "out" / "archive.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    path.write_bytes(data)
    assert checked(folder, capfd)[0] == 5


def test_two_archives_never_mix_in_one_folder(folder, capfd):
    assert run(folder, "other") == 0
    before = (folder / "out" / "records.csv").read_bytes()
    other = folder / "other" / "archive.db"
    capfd.readouterr()

    assert run(folder, "out", "--archive", other, "--lang", "en") == 5
    assert "are another archive's, and this run would replace them" in capfd.readouterr().err
    assert run(folder, "out", "--archive", folder / "new.db", "--lang", "en") == 5
    assert "a new one would replace them" in capfd.readouterr().err
    assert (folder / "out" / "records.csv").read_bytes() == before
    code, found, _ = checked(folder, capfd, "--archive", str(other))
    assert (code, found[0][0]) == (5, "mixed")
    moved = shutil.move(folder / "out" / "archive.db", folder / "moved.db")
    assert run(folder, "out", "--archive", moved) == 0  # the same archive at another place


def _write(folder, ready, done):
    from oversight.jobs.results import held_folder

    with held_folder(folder, None):
        ready.set()
        done.wait(60)


def test_a_folder_that_another_run_writes_to_is_told(tmp_path, capfd):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_text("fine")
    (tmp_path / "out").mkdir()
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_write, args=(tmp_path / "out", ready, done))
    other.start()
    assert ready.wait(60)
    try:
        assert run(tmp_path, "out", "--lang", "en") == 5
        assert "another run is writing its results into" in capfd.readouterr().err
    finally:
        done.set()
        other.join()
    assert run(tmp_path) == 0


def test_a_folder_removed_during_a_run_ends_it(tmp_path, capfd, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_text("fine")
    outside = tmp_path / "archive.db"
    from oversight.jobs import run as running

    read = running.document_outcome

    def remove(*given):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        return read(*given)

    monkeypatch.setattr(running, "document_outcome", remove)
    assert run(tmp_path, "out", "--archive", outside, "--lang", "en") == 5
    assert "was removed or moved during the run" in capfd.readouterr().err
    assert not (tmp_path / "out" / "records.csv").exists()
