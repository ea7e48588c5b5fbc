"""`import prongsai`: quick, typed, the four functions as its own examples and docs/python.md show them."""

import doctest
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import pipeline
import prongsai
from extract.errors import DocumentError, UsageError
from oversight.spoken import call

ROOT = Path(__file__).parents[2]
YEARS = ROOT / "fixtures" / "years"
HEAVY = ("pandas", "numpy", "sqlalchemy", "click", "cv2", "onnxruntime", "pypdfium2", "pythainlp")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the fixtures beside the results of two years."""
    place = tmp_path_factory.mktemp("door")
    (place / "fixtures").symlink_to(ROOT / "fixtures")
    papers = [str(YEARS / f"nawong-{year}.pdf") for year in (2565, 2566)]
    assert call(pipeline.prongsai, ["run", *papers, "-o", str(place / "output")]) == 0
    return place


def test_its_examples_run(folder, monkeypatch):
    monkeypatch.chdir(folder)
    ran = doctest.testmod(prongsai)
    assert (ran.failed, ran.attempted >= 8) == (0, True)
    assert all(">>>" in inspect.getdoc(getattr(prongsai, name)) for name in prongsai.__all__)


def test_the_examples_of_the_docs_run(folder, monkeypatch):
    monkeypatch.chdir(folder)
    ran = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8")
    assert (ran.failed, ran.attempted >= 8) == (0, True)


def test_to_import_it_loads_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import prongsai"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "prongsai" in loaded
    assert loaded.isdisjoint((*HEAVY, "extract", "oversight", "pipeline"))


def test_a_file_is_digitised_as_a_run_reads_it(folder):
    (report,) = prongsai.digitise(YEARS / "nawong-2566.pdf")
    read = prongsai.read(folder / "output")
    run = read[read["fiscal_year"] == 2566]
    assert [record.record_id for record in report.records] == run["record_id"].tolist()
    assert [record.measure for record in report.records] == run["measure"].tolist()


def test_its_options_are_those_of_the_command_that_say_how_to_read():
    """Where results go and how the work is shared out is the business of a run."""
    command = pipeline.prongsai.get_command(click.Context(pipeline.prongsai), "run")
    of_a_run = {"inputs", "output", "archive", "redo", "jobs", "cluster", "manifest", "sandbox", "lang"}
    limits = {"timeout", "page_timeout", "memory"}
    options = set(inspect.signature(prongsai.digitise).parameters) - {"path"}
    assert options == {option.name for option in command.params} - of_a_run - limits - {"help"}


def test_what_the_paper_says_is_overruled_and_only_the_pages_asked_for_are_read():
    (report,) = prongsai.digitise(
        YEARS / "nawong-2566.pdf", pages="1", agency_id="SAO-920602", fiscal_year=2567
    )
    assert [page.number for page in report.pages] == [1]
    assert {(r.agency_id, r.fiscal_year) for r in report.records} == {("SAO-920602", 2567)}


def test_a_zip_gives_the_reports_of_all_its_files(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "two.zip", "w") as made:
        for year in (2565, 2566):
            made.write(YEARS / f"nawong-{year}.pdf", f"{year}.pdf")
    found = prongsai.digitise(tmp_path / "two.zip", pages="1")
    assert [report.facts.fiscal_year for report in found] == [2565, 2566]


def test_errors_are_those_of_the_command_line(tmp_path):
    with pytest.raises(UsageError, match="pages"):
        prongsai.digitise(YEARS / "nawong-2566.pdf", pages="5-1")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(DocumentError):
        prongsai.digitise(tmp_path / "broken.pdf")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        prongsai.digitise(tmp_path / "empty")


def test_changes_are_the_rows_of_the_commands_csv(folder):
    target = folder / "changes.csv"
    command = ["compare", "--years", "2565", "2566", "--format", "csv", "-o", str(folder / "output")]
    assert call(pipeline.prongsai, [*command, "--to", str(target)]) == 0
    import pandas

    written = pandas.read_csv(target)
    changes = prongsai.compare(2565, 2566, place=folder / "output")
    assert list(changes.columns) == list(written.columns)
    assert changes["change"].tolist() == written["change"].tolist()
    assert changes["before_measure"].fillna("").tolist() == written["before_measure"].fillna("").tolist()
    assert (changes.attrs["not_compared"], str(changes["from_year"].dtype)) == ({}, "Int64")


def test_an_agency_without_the_other_year_is_named_and_not_passed_over(tmp_path):
    assert call(pipeline.prongsai, ["run", str(YEARS / "nawong-2566.pdf"), "-o", str(tmp_path)]) == 0
    changes = prongsai.compare(2565, 2566, place=tmp_path)
    assert (len(changes), changes.attrs["not_compared"]) == (0, {"SM-920616": "before"})
    with pytest.raises(UsageError):
        prongsai.compare(2565, 2566, agency="SM-920616", place=tmp_path)


def test_an_archive_is_opened_by_its_folder_or_its_file_and_never_changed(folder, tmp_path):
    shutil.copytree(folder / "output", tmp_path / "output")
    before = (tmp_path / "output" / "archive.db").read_bytes()
    for place in (tmp_path / "output", tmp_path / "output" / "archive.db"):
        with prongsai.open_archive(place) as archive, archive.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM records").scalar() == 12
    assert (tmp_path / "output" / "archive.db").read_bytes() == before
