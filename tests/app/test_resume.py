"""What a run does not read again, and what it does: the commands around fake stages."""

import json
import os
import shutil
from dataclasses import fields, replace

import click
import fake_stages
import pytest

from oversight.archive.archive_commands import search, status
from oversight.export.output_files import STREAMS
from oversight.export.read import read
from oversight.jobs.options import Options
from oversight.jobs.plan import ReadingPlan
from oversight.jobs.run_commands import retry_command, run_command
from oversight.jobs.watch import Limits
from oversight.spoken import SpokenGroup, call, lang_option

VERSION = {"prongsai": "1", "engine": "reader 1"}


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def group():
    pass


def identity(options):
    return VERSION


for each in (
    run_command(fake_stages.work, fake_stages.discover, identity),
    retry_command(fake_stages.work, fake_stages.reopen, identity),
    search,
    status,
):
    group.add_command(each)


class Place:
    """A folder of inputs, an output folder, and what is asked of them."""

    def __init__(self, folder, capfd):
        self.inputs, self.output, self._capfd = folder / "in", folder / "out", capfd
        self.inputs.mkdir()

    def write(self, **texts):
        for name, text in texts.items():
            (self.inputs / f"{name}.pdf").write_text(text)

    def call(self, command, *arguments):
        more = ["--jobs", "2"] if command in ("run", "retry") else []
        more += ["--no-sandbox"] if command == "run" else []  # a fake writes beside its input
        inputs = [str(self.inputs)] if command == "run" else []
        code = call(group, [command, *inputs, "-o", str(self.output), *more, *arguments])
        return code, self._capfd.readouterr()

    def run(self, *arguments):
        """The exit code and what was dealt with, by name: documents come as their children end."""
        seen = len(self.log())
        code, _ = self.call("run", *arguments)
        return code, sorted(line["source_file"] for line in self.log()[seen:] if line["event"] == "document")

    def log(self):
        path = self.output / "run.log.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def written(self):
        return {name: (self.output / name).read_bytes() for name in STREAMS}

    def told(self):
        return json.loads((self.output / "run.json").read_text())


@pytest.fixture
def at(tmp_path, capfd):
    return Place(tmp_path, capfd)


def test_a_second_run_reads_nothing_and_leaves_every_byte(at):
    at.write(a="fine", b="partial", c="fine")
    first = at.run()
    before, counts = at.written(), at.told()["counts"]
    times = {name: (at.output / name).stat().st_mtime_ns for name in STREAMS}

    code, said = at.call("run")

    assert first == (3, ["a.pdf", "b.pdf", "c.pdf"])
    assert code == 3  # b is still in trouble
    assert "already done  3" in said.err
    assert at.written() == before
    assert {name: (at.output / name).stat().st_mtime_ns for name in STREAMS} == times
    assert at.told()["counts"] == counts
    assert (at.told()["read"], at.told()["already_done"]) == (0, 3)


def test_a_new_file_is_read_alone_and_joins_the_others(at):
    at.write(a="fine", c="fine too")
    at.run()
    at.write(b="fine three")

    assert at.run() == (0, ["b.pdf"])
    assert list(read(at.output)["source_file"]) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_file_that_changed_is_read_again_and_its_old_records_go(at):
    at.write(a="fine", b="fine too")
    at.run()
    old = list(read(at.output)["document_id"])
    at.write(a="fine anew")

    assert at.run() == (0, ["a.pdf"])
    new = list(read(at.output)["document_id"])
    assert (new[0] != old[0], new[1] == old[1], len(new)) == (True, True, 2)


def test_a_file_that_was_renamed_is_not_read_again(at):
    at.write(a="fine")
    at.run()
    (at.inputs / "a.pdf").rename(at.inputs / "z.pdf")

    assert at.run() == (0, [])
    documents = read(at.output, "documents")
    assert list(zip(documents["source_file"], documents["status"], strict=True)) == [
        ("a.pdf", "ok"),
        ("z.pdf", "duplicate"),
    ]


def test_every_option_is_in_the_key_or_left_out_knowingly():
    """A new field of Options must be put into ``Order.recipe_of``, or here with its reason."""
    told_by_the_engine_found, opens_the_file, told_by_its_digest = "engine", "password", "register"
    left_out = {told_by_the_engine_found, opens_the_file, told_by_its_digest, "max_pages"}
    order, plain = ReadingPlan(), Options()
    other = {
        "pages": ((1, 1),),
        "agency_id": "SAO-920602",
        "fiscal_year": 2566,
        "second_opinion": True,
        "register_digest": "0",
    }

    assert {field.name for field in fields(Options)} == left_out | set(other)
    for name, value in other.items():
        assert order.recipe_of(replace(plain, **{name: value})) != order.recipe_of(plain), name
    for name in left_out:
        assert order.recipe_of(replace(plain, **{name: "tesseract"})) == order.recipe_of(plain), name
    refused = order.recipe_of(plain, "refused")  # limits count where they were the cause of trouble
    assert order.recipe_of(replace(plain, max_pages=501), "refused") != refused
    assert replace(order, limits=Limits(seconds=301)).recipe_of(plain, "refused") != refused
    assert replace(order, limits=Limits(seconds=301)).recipe_of(plain) == order.recipe_of(plain)


@pytest.mark.parametrize(
    "options", [("--fiscal-year", "2566"), ("--pages", "1"), ("--agency-id", "SAO-920602")]
)
def test_other_options_read_again(at, options):
    at.write(a="fine")
    at.run()

    assert at.run(*options) == (0, ["a.pdf"])
    assert at.run(*options) == (0, [])
    assert at.run(*options, "--redo", "new") == (0, [])


def test_another_version_or_engine_reads_again(at, monkeypatch):
    at.write(a="fine")
    at.run()
    monkeypatch.setitem(VERSION, "engine", "reader 2")

    assert at.run("--redo", "new") == (0, [])
    assert at.run() == (0, ["a.pdf"])


def test_another_row_of_the_manifest_reads_its_file_again(at, tmp_path):
    manifest = tmp_path / "list.csv"
    at.write(a="fine", b="fine too")
    at.run()
    manifest.write_text("file,agency_id,fiscal_year\nb.pdf,,2565\n")

    assert at.run("--manifest", str(manifest)) == (0, ["b.pdf"])


def test_what_failed_is_done_too_unless_it_is_asked_for(at):
    at.write(a="fine", b="damaged")

    assert at.run() == (3, ["a.pdf", "b.pdf"])
    assert at.run() == (3, [])
    assert at.run("--redo", "failed") == (3, ["b.pdf"])
    assert at.run("--redo", "all") == (3, ["a.pdf", "b.pdf"])


def test_what_failed_for_want_of_something_is_tried_again(at):
    at.write(a="setup")

    assert at.run() == (4, ["a.pdf"])
    assert at.run() == (4, ["a.pdf"])


def test_an_encrypted_file_is_tried_again_when_a_password_is_given_which_is_kept_nowhere(at):
    at.write(a="locked")

    assert at.run() == (3, ["a.pdf"])
    assert at.run() == (3, [])
    assert at.run("--password", "openSesame") == (0, ["a.pdf"])
    assert at.run() == (0, [])
    assert all(b"openSesame" not in path.read_bytes() for path in at.output.iterdir())


def test_outputs_that_were_lost_or_spoilt_are_written_again(at):
    at.write(a="fine", b="fine too")
    at.run()
    before = at.written()
    (at.output / "records.csv").unlink()
    (at.output / "findings.csv").write_text("spoilt")

    assert at.run() == (0, [])
    assert at.written() == before


def test_the_files_hold_what_earlier_runs_read_from_other_folders(at, tmp_path):
    at.write(b="fine")
    at.run()
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.pdf").write_text("damaged")
    (at.inputs / "c.pdf").write_text("fine too")

    code = call(group, ["run", str(at.inputs / "c.pdf"), str(other), "-o", str(at.output)])

    assert code == 3
    assert list(read(at.output, "documents")["source_file"]) == ["a.pdf", "b.pdf", "c.pdf"]
    assert at.run() == (0, [])  # a is none of its inputs


def test_the_archive_may_lie_elsewhere_and_serve_another_output_folder(at, tmp_path):
    place = str(tmp_path / "elsewhere" / "ita.db")
    at.write(a="fine")
    at.run("--archive", place)
    before = at.written()
    shutil.rmtree(at.output)

    assert at.run("--archive", place) == (0, [])
    assert at.written() == before
    assert not (at.output / "archive.db").exists()


def test_retry_reads_what_failed_by_the_options_it_was_read_by(at):
    at.write(a="fine", b="failing first", c="damaged")
    at.run("--fiscal-year", "2566")

    code, said = at.call("retry")

    assert code == 3
    read_again = [line["source_file"] for line in at.log() if line["event"] == "document"][-2:]
    assert sorted(read_again) == ["b.pdf", "c.pdf"]
    assert set(read(at.output, "documents").query("status == 'ok'")["fiscal_year"]) == {"2566"}
    assert at.run("--fiscal-year", "2566") == (3, [])
    (at.inputs / "c.pdf").write_text("fine at last")
    assert at.call("retry")[0] == 0
    assert "nothing to read again" in at.call("retry")[1].err


def test_status_and_search_ask_the_archive_of_the_folder(at):
    at.write(a="fine", b="damaged")
    at.run()

    code, said = at.call("status", "--json")
    standing = json.loads(said.out)
    assert (code, standing["files"], standing["failures"]) == (0, 2, [["damaged", 1]])
    assert (standing["run"]["state"], standing["run"]["done"], standing["run"]["left"]) == ("finished", 2, 0)
    assert at.call("search", "nothing")[1].err == "measures found: 0\n"


def test_the_log_has_a_line_an_event(at):
    at.write(a="fine", b="fine", c="damaged")
    at.run()
    at.run()

    log = at.log()
    assert [line["event"] for line in log] == [
        "begin",
        *["document"] * 3,
        "finished",
        "begin",
        "already_done",
        "finished",
    ]
    (told,) = [line for line in log if line.get("source_file") == "c.pdf"]
    assert (told["status"], told["reason"]) == ("failed", "damaged: the file is damaged")


def test_an_archive_that_cannot_be_written_ends_with_5(at):
    at.write(a="fine")
    at.output.mkdir()
    (at.output / "archive.db").write_text("no database, " * 100)

    code, said = at.call("run")

    assert code == 5
    assert "no archive of Prongsai" in said.err


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_ends_with_5(at):
    at.write(a="fine")
    at.output.mkdir(mode=0o500)

    assert at.call("run")[0] == 5
