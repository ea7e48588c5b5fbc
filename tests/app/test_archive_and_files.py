"""On real papers: output files made from the archive are those the reports themselves would give."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from stored import ask

import pipeline
from oversight.archive.report_rows import InputResult
from oversight.archive.search import search
from oversight.archive.status import status as counted
from oversight.archive.store import Archive
from oversight.export.output_files import STREAMS, OutputFiles
from oversight.export.read import read
from oversight.jobs.options import Options
from oversight.spoken import call

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "fixtures" / "reports"
NAMES = ("hatyai-2568-chromium.pdf", "nongchanglan-2566-libreoffice.pdf", "thungsong-2567-plan-scan200.pdf")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    for name in NAMES:
        shutil.copy(REPORTS / name, tmp_path / "in")
    return tmp_path / "in"


def test_the_detour_by_the_archive_changes_no_byte(folder, tmp_path):
    sources, _ = pipeline.discover([str(folder)])
    with OutputFiles(tmp_path / "straight") as files:
        for source in sources:
            reports = pipeline.digitise(source)
            files.add(InputResult(source.name, reports[0].status, "", reports[0].sha256, reports))
        files.publish({})

    assert call(pipeline.prongsai, ["run", str(folder), "-o", str(tmp_path / "out")]) == 0
    for name in STREAMS:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "straight" / name).read_bytes(), name

    drop_texts(tmp_path / "out" / "archive.db")
    shutil.rmtree(tmp_path / "again", ignore_errors=True)
    where = ["-o", str(tmp_path / "again"), "--archive", str(tmp_path / "out" / "archive.db")]
    assert call(pipeline.prongsai, ["run", str(folder), *where]) == 0
    for name in STREAMS:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "straight" / name).read_bytes(), name


def drop_texts(place):
    """Leave only the rows, from which the files can be made as well."""
    with closing(sqlite3.connect(place)) as connection, connection:
        assert connection.execute("DELETE FROM texts").rowcount == len(NAMES)


def test_members_of_a_zip_are_found_again_by_retry(tmp_path, capfd):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    shutil.copy(REPORTS / NAMES[1], tmp_path / "in")
    shutil.make_archive(str(tmp_path / "all"), "zip", tmp_path / "in")
    output = str(tmp_path / "out")

    assert call(pipeline.prongsai, ["run", str(tmp_path / "all.zip"), "-o", output]) == 3
    assert call(pipeline.prongsai, ["retry", "-o", output]) == 3

    assert "[1/1] all.zip/broken.pdf: failed" in capfd.readouterr().err
    assert list(read(output, "documents")["source_file"]) == [
        "all.zip/broken.pdf",
        f"all.zip/{NAMES[1]}",
    ]
    with Archive.open(tmp_path / "out" / "archive.db", write=False) as archive:
        assert ask(archive, counted).run.done == 1
        assert len(ask(archive, search, "ความโปร่งใส")) > 0


def test_our_code_and_the_engine_decide_what_is_stale():
    identity = pipeline.identity(Options())

    assert set(identity) == {"prongsai", "code", "engine"}
    assert identity == pipeline.identity(Options())
    assert identity["engine"].startswith("reader ")
    assert "second_engine" in pipeline.identity(Options(second_opinion=True))
