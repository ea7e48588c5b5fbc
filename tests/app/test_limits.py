"""The limits on the command line: who runs into one is told what to do, and is read again with another."""

from pathlib import Path

import fake_stages
import pytest

import pipeline
from extract.lost_pages import Reason
from oversight.export.read import read
from oversight.jobs.run_commands import run_command
from oversight.jobs.run_counts import DocumentOutcome
from oversight.jobs.screen import reason_in_words
from oversight.spoken import SpokenGroup, call

ROOT = Path(__file__).parents[2]
group = SpokenGroup("prongsai")
group.add_command(run_command(fake_stages.work, fake_stages.discover))


@pytest.fixture
def run(tmp_path, capfd):
    """Runs the command over the folder ``in``; the exit code and what was said."""

    def begin(*options, commands=group):
        code = call(commands, ["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *options])
        return code, capfd.readouterr().err

    (tmp_path / "in").mkdir()
    return begin


def documents(tmp_path):
    return read(tmp_path / "out", "documents").set_index("source_file")


def test_a_document_that_took_too_long_is_tried_once_more_with_twice_the_time(tmp_path, run):
    (tmp_path / "in" / "a.pdf").write_text("fine")
    (tmp_path / "in" / "b.pdf").write_text("long")  # three seconds of work

    assert run("--timeout", "2")[0] == 3
    assert documents(tmp_path).loc["b.pdf", "status"] == "failed"
    code, told = run("--timeout", "2")
    assert (code, "already done  1" in told) == (0, True)
    assert documents(tmp_path).loc["b.pdf", "status"] == "ok"
    assert run("--timeout", "2")[0] == 0


def test_a_document_that_took_too_long_twice_is_read_again_only_with_more_time(tmp_path, run):
    (tmp_path / "in" / "a.pdf").write_text("fine")
    (tmp_path / "in" / "b.pdf").write_text("long")

    code, told = run("--timeout", "1")
    assert code == 3
    assert "b.pdf  timeout: took too long (more than 1 s); run again with more time" in told
    assert documents(tmp_path).loc["b.pdf", "status"] == "failed"

    code, told = run("--timeout", "1")
    assert (code, "already done  1" in told) == (3, True)

    code, told = run("--timeout", "1")
    assert (code, "already done  2" in told) == (3, True)

    code, told = run("--timeout", "60")
    assert (code, "already done  1" in told) == (0, True)
    assert documents(tmp_path).loc["b.pdf", "status"] == "ok"

    code, told = run()
    assert (code, "already done  2" in told) == (0, True)


def test_a_document_of_too_many_pages_is_read_again_when_more_are_allowed(tmp_path, run):
    report = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
    (tmp_path / "in" / "a.pdf").write_bytes(report.read_bytes())

    code, told = run("--max-pages", "4", commands=pipeline.prongsai)
    assert code == 3
    assert "the document has 5 pages, over the limit of 4" in told
    assert "--max-pages" in told

    code, _ = run("--max-pages", "5", commands=pipeline.prongsai)
    assert code == 0
    assert documents(tmp_path).loc["a.pdf", "records"] == 7


def test_an_officer_is_told_in_words_which_pages_were_lost_and_what_to_do():
    lost = (Reason("page-timeout", (3,), "more than 30 s"), Reason("page-crashed", (2, 5), "SIGSEGV"))
    entry = DocumentOutcome("a.pdf", "partial", lost)

    assert reason_in_words(entry, "en") == (
        "page 3: Reading this page took longer than allowed; it was left out (more than 30 s). "
        "To do: Run again with more time, such as --page-timeout 120 --timeout 900, "
        "or print the page to a new PDF; "
        "page 2, 5: Reading this page crashed twice; it was left out and the other pages were read "
        "(SIGSEGV). "
        "To do: Print the page to a new PDF or scan it again, then run prongsai retry"
    )
    assert reason_in_words(entry, "th").startswith("หน้า 3: อ่านหน้านี้ไม่เสร็จภายในเวลาที่กำหนด จึงข้ามหน้านี้")


def test_a_reason_without_lost_pages_is_said_as_it_is():
    assert (
        reason_in_words(
            DocumentOutcome("a.pdf", "refused", (Reason("refused", detail="too large; print it on A4"),)),
            "en",
        )
        == "too large; print it on A4"
    )
    assert (
        reason_in_words(DocumentOutcome("a.pdf", "failed", (Reason("damaged", detail="cut short"),)), "en")
        == "damaged: cut short"
    )
