"""A mistake of our own on a page is told as a bug of ours, not as a fault of the paper."""

import json
from pathlib import Path

import pytest

import pipeline
from extract.errors import DamagedError
from extract.pages.document import OpenDocument
from oversight.spoken import call

REPORT = Path(__file__).parents[2] / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """``prongsai run`` in this process, page 2 of the report raising ``error``."""
    whole = OpenDocument.page

    def read(error):
        def page(self, number):
            if number == 2:
                raise error
            return whole(self, number)

        monkeypatch.setattr(OpenDocument, "page", page)
        asked = ["run", str(REPORT), "-o", str(tmp_path), "--jobs", "0", "--lang", "en"]
        code = call(pipeline.prongsai, asked)
        log = [json.loads(line) for line in (tmp_path / "run.log.jsonl").read_text("utf-8").splitlines()]
        return code, json.loads((tmp_path / "run.json").read_text("utf-8")), log

    return read


def test_a_wrong_key_on_one_page_is_counted_as_a_bug_and_keeps_its_trace(run, tmp_path, capfd):
    code, told, log = run(KeyError("oops"))

    assert code == 1
    (bug,) = told["bugs"]
    assert bug["source_file"] == REPORT.name
    assert "KeyError: 'oops'" in bug["trace"]
    (event,) = [event for event in log if event["event"] == "bug"]
    assert event["trace"] == bug["trace"]
    (document,) = [event for event in log if event["event"] == "document"]
    assert (document["status"], document["reason"]) == ("partial", "page-failed: 2: KeyError: 'oops'")
    assert told["counts"]["records"] > 3  # the other pages
    assert "1 bug(s) in the program" in capfd.readouterr().err


def test_a_damaged_page_is_the_paper_s_fault_and_no_bug(run):
    code, told, log = run(DamagedError("หน้าเสีย", "page 2 cannot be drawn"))

    assert code == 3
    assert told["bugs"] == []
    assert "bug" not in [event["event"] for event in log]
