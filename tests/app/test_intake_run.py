"""What lies around reading, through whole runs: names, places and bytes of inputs; the stages are fakes."""

import json
import os
import zipfile
from pathlib import Path

import click
import fake_stages
import pytest

from oversight.jobs.inputs import discover, reopen
from oversight.jobs.run_commands import retry_command, run_command
from oversight.spoken import SpokenGroup, call, lang_option


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def group():
    pass


for each in (
    run_command(fake_stages.work, discover, lambda options: {}),
    retry_command(fake_stages.work, reopen, lambda options: {}),
):
    group.add_command(each)


class Desk:
    """A folder of inputs and one of output; ``run`` gives the exit code and what was dealt with."""

    more = {"run": ["--no-sandbox"], "retry": []}  # some of the fakes touch their inputs

    def __init__(self, folder):
        self.inputs, self.output = folder / "in", folder / "out"
        self.inputs.mkdir()

    def call(self, command, *arguments):
        seen = len(self.log())
        code = call(
            group, [command, *map(str, arguments), "-o", str(self.output), "--jobs", "1", *self.more[command]]
        )
        return code, [
            (line["source_file"], line["status"]) for line in self.log()[seen:] if line["event"] == "document"
        ]

    def log(self):
        path = self.output / "run.log.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_names_in_the_code_page_of_thai_windows_go_through_a_run_and_its_retry(desk):
    name = "๒๕๖๗\x1b[2J.pdf".encode("cp874")
    Path(os.fsdecode(bytes(desk.inputs) + b"/" + name)).write_text("damaged")
    (desk.inputs / "a.pdf").write_text("fine")

    assert desk.call("run", desk.inputs) == (3, [("a.pdf", "ok"), ("๒๕๖๗\\x1b[2J.pdf", "failed")])
    assert desk.call("retry") == (3, [("๒๕๖๗\\x1b[2J.pdf", "failed")])
    assert "๒๕๖๗" in (desk.output / "documents.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("what", ["cut", "gone"])
def test_a_file_cut_or_gone_between_hashing_and_reading_keeps_no_failure(desk, what):
    file = desk.inputs / "b.pdf"
    file.write_text(f"{what} while read")

    assert desk.call("run", desk.inputs) == (3, [("b.pdf", "failed")])
    assert "moved while it was being read" in (desk.output / "documents.csv").read_text(encoding="utf-8-sig")
    file.write_text("fine")
    assert desk.call("run", desk.inputs) == (0, [("b.pdf", "ok")])
    file.write_text(f"{what} while read")  # the bytes of the first run are no known failure
    assert desk.call("run", desk.inputs) == (3, [("b.pdf", "failed")])


def test_an_archive_that_was_cut_short_and_is_whole_now_leaves_no_failure(desk):
    path = desk.inputs / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.pdf", "fine")
        archive.writestr("inner.zip", b"PK\x03\x04 cut short")
    whole = path.read_bytes()
    path.write_bytes(whole[:20])
    assert desk.call("run", desk.inputs) == (3, [("a.zip", "failed")])
    path.write_bytes(whole)
    assert desk.call("run", desk.inputs) == (3, [("a.zip/inner.zip", "failed"), ("a.zip/b.pdf", "ok")])
    with zipfile.ZipFile(path, "w") as archive, zipfile.ZipFile(desk.inputs / "i", "w") as inner:
        inner.writestr("c.pdf", "fine too")
        inner.close()
        archive.writestr("b.pdf", "fine")
        archive.write(desk.inputs / "i", "inner.zip")
    assert desk.call("run", desk.inputs) == (0, [("a.zip/inner.zip/c.pdf", "ok")])
    written = (desk.output / "documents.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1:3] for line in written[1:]] == [
        ["a.zip/b.pdf", "ok"],
        ["a.zip/inner.zip/c.pdf", "ok"],
    ]


def test_a_file_named_twice_and_with_its_folder_is_one_input(desk):
    file = desk.inputs / "a.pdf"
    file.write_text("fine")
    found, _ = discover([str(desk.inputs), str(file), str(desk.inputs / ".." / "in" / "a.pdf")])
    assert [source.name for source in found] == ["a.pdf"]


@pytest.mark.parametrize("left", ["gone", "empty"])
def test_results_whose_archive_is_gone_are_not_replaced_by_a_run(desk, left, capfd):
    (desk.inputs / "a.pdf").write_text("fine")
    desk.call("run", desk.inputs)
    before = (desk.output / "records.csv").read_bytes()
    for path in desk.output.glob("archive.db*"):
        path.unlink()
    if left == "empty":
        (desk.output / "archive.db").touch()

    assert desk.call("run", desk.inputs)[0] == 5
    assert "remove run.json to begin anew" in capfd.readouterr().err
    assert (desk.output / "records.csv").read_bytes() == before
    (desk.output / "run.json").unlink()
    assert desk.call("run", desk.inputs)[0] == 0
