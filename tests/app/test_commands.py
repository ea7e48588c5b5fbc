"""The command `run` around fake stages: what it writes, says and ends with."""

import json

import click
import fake_stages
import pytest

from oversight.export.read import read
from oversight.jobs.run_commands import doctor, run_command, version
from oversight.spoken import SpokenGroup, call, lang_option


@click.group("prongsai", cls=SpokenGroup)
@lang_option
def group():
    pass


for each in (run_command(fake_stages.work, fake_stages.discover), doctor, version):
    group.add_command(each)


@pytest.fixture
def paper(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()

    def write(**texts):
        for name, text in texts.items():
            (folder / f"{name}.pdf").write_text(text)
        return str(folder)

    return write


@pytest.fixture
def run(tmp_path, capfd):
    def go(*arguments):
        code = call(group, ["run", *arguments, "-o", str(tmp_path / "out"), "--jobs", "2"])
        return code, capfd.readouterr()

    return go


def statuses(folder):
    documents = read(folder, "documents")
    return dict(
        zip(
            documents.source_file,
            zip(documents.status, documents.reason.fillna(""), strict=True),
            strict=True,
        )
    )


def test_every_fate_has_its_row_and_the_good_ones_come_out(tmp_path, paper, run):
    folder = paper(
        a="fine",
        b="crash",
        c="damaged",
        d="refused",
        e="partial",
        f="bug",
        g="fine too",
        h="fine",
    )

    code, said = run(folder)

    assert code == 1  # a bug of ours, in f.pdf
    assert statuses(tmp_path / "out") == {
        "a.pdf": ("ok", ""),
        "b.pdf": (
            "failed",
            "crash: reading it crashed twice (SIGSEGV); print it to a new PDF or scan it again",
        ),
        "c.pdf": ("failed", "damaged: the file is damaged"),
        "d.pdf": ("refused", "refused: too large"),
        "e.pdf": ("partial", "page-failed: 2: broken"),
        "f.pdf": ("failed", "bug: bug in the program: KeyError: 'oops'"),
        "g.pdf": ("ok", ""),
        "h.pdf": ("duplicate", "same bytes as a.pdf"),
    }
    assert list(read(tmp_path / "out")["source_file"]) == ["a.pdf", "e.pdf", "g.pdf"]
    assert said.out == ""
    (bug,) = json.loads((tmp_path / "out" / "run.json").read_text())["bugs"]
    assert bug["source_file"] == "f.pdf"
    assert "KeyError" in bug["trace"]
    for name in ("b.pdf", "c.pdf", "d.pdf", "e.pdf", "f.pdf"):
        assert name in said.err.split("Documents not read in full:")[1]
    assert "documents  8 (duplicate 1, failed 3, ok 2, partial 1, refused 1)" in said.err
    assert "pages      6 (3 digital, 2 scanned)" in said.err
    assert str(tmp_path / "out") in said.err


def test_run_json_counts_what_happened(tmp_path, paper, run):
    folder = paper(a="fine", b="damaged")
    (tmp_path / "in" / "note.txt").write_text("x")

    run(folder, "--password", "secret", "--fiscal-year", "2566")
    told = json.loads((tmp_path / "out" / "run.json").read_text())

    assert told["counts"] == {
        "documents": 2,
        "ok": 1,
        "partial": 0,
        "failed": 1,
        "refused": 0,
        "duplicate": 0,
        "ignored": 1,
        "pages": 2,
        "pages_digital": 1,
        "pages_scanned": 1,
        "records": 1,
        "findings": 0,
    }
    assert told["seconds_by_stage"] == {"open": 0.5}
    assert told["interrupted"] is False
    assert told["options"]["password"] == "***"
    assert told["versions"]["prongsai"]


def test_all_well_ends_with_0(paper, run):
    code, said = run(paper(a="fine"))

    assert code == 0
    assert "[1/1] a.pdf: ok, pages 2, records 1, findings 0" in said.err


def test_something_missing_ends_with_4(tmp_path, paper, run):
    code, _ = run(paper(a="setup", b="fine"))

    assert code == 4
    assert statuses(tmp_path / "out") == {"a.pdf": ("failed", "setup: no tesseract"), "b.pdf": ("ok", "")}


def test_messages_come_in_thai(paper, run):
    code, said = run(paper(a="damaged"), "--lang", "th")

    assert code == 3
    assert "เอกสารที่มีปัญหา" in said.err
    assert "ไฟล์เสีย" in said.err
    assert "damaged: " in said.err


def test_a_manifest_says_agency_and_year_of_each_file(tmp_path, paper, run):
    manifest = tmp_path / "list.csv"
    manifest.write_text("file,agency_id,fiscal_year\na.pdf,SAO-920602,2565\nb.pdf,,\n", encoding="utf-8-sig")

    run(paper(a="fine", b="fine too"), "--manifest", str(manifest), "--fiscal-year", "2566")
    documents = read(tmp_path / "out", "documents")

    assert list(documents["fiscal_year"]) == ["2565", "2566"]
    assert list(documents["agency_id"].fillna("")) == ["SAO-920602", ""]


@pytest.mark.parametrize("pages", ["0", "3-1", "x", "1,,2", "1-", "๑"])
def test_unreadable_page_ranges_are_wrong_usage(paper, run, pages):
    code, said = run(paper(a="fine"), "--pages", pages)

    assert code == 2
    assert "1-3,5" in said.err


def test_a_row_of_the_manifest_that_matches_no_file_is_told_and_counted(tmp_path, paper, run):
    manifest = tmp_path / "list.csv"
    manifest.write_text("file,agency_id,fiscal_year\na.pdf,,\nb.pdf,,2565\nmistyped.pdf,,2565\n")

    _, said = run(paper(a="fine", b="fine"), "--manifest", str(manifest))  # b.pdf holds the same bytes

    assert json.loads((tmp_path / "out" / "run.json").read_text())["manifest_unmatched"] == 1
    assert "1 row(s) of --manifest match no file: mistyped.pdf" in said.err


def test_a_manifest_without_its_columns_is_wrong_usage(tmp_path, paper, run):
    (tmp_path / "list.csv").write_text("name\nx\n")

    code, said = run(paper(a="fine"), "--manifest", str(tmp_path / "list.csv"))

    assert code == 2
    assert "agency_id" in said.err


def test_an_empty_folder_is_wrong_usage(paper, run):
    code, said = run(paper())

    assert code == 2
    assert "no documents" in said.err


def test_no_input_is_wrong_usage(run):
    assert run()[0] == 2


def test_an_output_that_cannot_be_written_ends_with_5(tmp_path, paper, run):
    (tmp_path / "out").write_text("a file, no folder")

    code, said = run(paper(a="fine"))

    assert code == 5
    assert "cannot be written" in said.err


def test_doctor_finds_what_the_environment_has(capfd):
    code = call(group, ["doctor"])
    said = capfd.readouterr().out

    assert code in (0, 4)
    assert "pypdfium2" in said
    assert ("to do" in said) == (code == 4)


def test_version_is_one_line_on_stdout(capfd):
    assert call(group, ["version"]) == 0
    assert capfd.readouterr().out.startswith("prongsai ")
