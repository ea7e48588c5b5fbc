"""The output files, key for key and byte for byte, from one small made report."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from extract.errors import OutputError
from extract.model import (
    BBox,
    Cell,
    Code,
    DocumentFacts,
    Finding,
    Line,
    MeasureRecord,
    Page,
    Provenance,
    Quantity,
    Report,
    Table,
)
from oversight.archive.report_rows import InputResult
from oversight.export.jsonl import table_json
from oversight.export.output_files import OutputFiles
from oversight.export.output_text import RECORD_COLUMNS
from oversight.export.read import read

SHA = "0123456789abcdef" * 4
BOX = BBox(72.004, 90.5, 210, 130)
EMPTY_SUGGESTION = Finding("label-contradicts", "warning", "ภายใน (EIT)", "section", 1, BOX)
RECORD = MeasureRecord(
    record_id="0123456789abcdef-1-1-2",
    document_id="0123456789abcdef",
    source_file="a.pdf",
    agency_name="องค์การบริหารส่วนตำบลหนองช้างแล่น",
    fiscal_year=2566,
    fiscal_year_ce=2023,
    indicators=(9, 10),
    number="1",
    measure="- เผยแพร่ข้อมูล",
    steps=("๑. จัดทำ", "๒. เผยแพร่"),
    responsible_units=("กองคลัง", "สำนักปลัด"),
    period_start=dt.date(2022, 10, 1),
    quantities=(Quantity(12.0, "คน", (3, 8)),),
    extra=(("หมวด", "ก"),),
    confidence=0.987654,
    findings=(EMPTY_SUGGESTION,),
    provenance=(("measure", (Provenance(1, BOX, "text", "- เผยแพร\u0e48ข้อมูล"),)),),
)
CELL = Cell(0, 0, 1, 2, BOX, 1, (), "เผยแพร่", "เผยแพร ่", 1.0, "text")
REPORT = Report(
    document_id="0123456789abcdef",
    source_file="a.pdf",
    sha256=SHA,
    pages=(
        Page(
            1,
            841.89,
            595.28,
            "text",
            lines=(Line("เผยแพร่", BOX),),
            tables=(Table(1, 1, BOX, 1, 2, (CELL,)),),
            codes=(Code("https://example.org/q", "QRCode", BOX),),
            findings=(Finding("cells-differ", "info", page=1),),
        ),
        Page(2, 841.89, 595.28, "tesseract"),
    ),
    facts=DocumentFacts(agency_name="องค์การบริหารส่วนตำบลหนองช้างแล่น", fiscal_year=2566),
    records=(RECORD,),
)


@pytest.fixture
def folder(tmp_path):
    with OutputFiles(tmp_path / "out") as files:
        files.add(InputResult("a.pdf", "ok", sha256=SHA, reports=(REPORT,)))
        files.add(InputResult("ว่าง.pdf", "failed", "the file is empty"))
        files.add(InputResult("b.pdf", "duplicate", "same bytes as a.pdf", SHA))
        files.publish({"prongsai": "0"})
    return tmp_path / "out"


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_only_the_named_files_are_there(folder):
    assert sorted(p.name for p in folder.iterdir()) == [
        "documents.csv",
        "findings.csv",
        "pages.jsonl",
        "records.csv",
        "records.jsonl",
        "run.json",
        "scores.csv",
        "scores.jsonl",
        "tables.jsonl",
    ]


def test_a_record_line_has_every_key_in_order_and_plain_values(folder):
    (record,) = _lines(folder / "records.jsonl")

    assert tuple(record) == RECORD_COLUMNS
    assert record["period_start"] == "2022-10-01"
    assert record["period_end"] is None
    assert record["budget_thb"] is None
    assert record["indicators"] == [9, 10]
    assert record["extra"] == {"หมวด": "ก"}
    assert record["quantities"] == [{"value": 12.0, "unit": "คน", "span": [3, 8]}]
    assert record["confidence"] == 0.9877
    assert record["findings"] == [
        {
            "code": "label-contradicts",
            "severity": "warning",
            "field": "section",
            "page": 1,
            "bbox": [72.0, 90.5, 210, 130],
            "detail": "ภายใน (EIT)",
        }
    ]
    assert record["provenance"] == {
        "measure": [
            {
                "page": 1,
                "bbox": [72.0, 90.5, 210, 130],
                "method": "text",
                "raw": "- เผยแพร\u0e48ข้อมูล",
                "confidence": 1.0,
            }
        ]
    }


def test_tables_and_pages_have_the_agreed_keys(folder):
    (table,) = _lines(folder / "tables.jsonl")
    first, second = _lines(folder / "pages.jsonl")

    assert [table[k] for k in ("document_id", "source_file", "page", "table", "bbox")] == [
        "0123456789abcdef",
        "a.pdf",
        1,
        1,
        [72.0, 90.5, 210, 130],
    ]
    assert table["cells"] == [
        {
            "row": 0,
            "column": 0,
            "row_span": 1,
            "column_span": 2,
            "text": "เผยแพร่",
            "raw": "เผยแพร ่",
            "bbox": [72.0, 90.5, 210, 130],
            "page": 1,
            "confidence": 1.0,
            "method": "text",
        }
    ]
    assert (first["source_file"], first["page"], first["method"], first["width"]) == (
        "a.pdf",
        1,
        "text",
        841.89,
    )
    assert first["lines"] == [{"text": "เผยแพร่", "bbox": [72.0, 90.5, 210, 130], "confidence": 1.0}]
    assert second["method"] == "tesseract"


def test_records_csv_opens_in_a_spreadsheet_without_running_anything(folder):
    raw = (folder / "records.csv").read_bytes()
    text = raw.decode("utf-8-sig")

    assert raw.startswith(b"\xef\xbb\xbf")
    assert text.count("\r\n") == 2
    assert text.count("\n") == 2
    assert "'- เผยแพร่ข้อมูล" in text
    assert "กองคลัง; สำนักปลัด" in text
    assert "12 คน" in text
    assert "measure: p1 [72 90.5 210 130]" in text


LOOKS_LIKE_A_NUMBER = (
    "1.10",
    "1-2",
    "2/66",
    "007",
    "12e5",
    "๑.๑๐",
    "๐๐๗",
    "'1.10",
    "=1+1",
    "- เผยแพร่",
    "10:30",
)


@pytest.mark.parametrize("printed", LOOKS_LIKE_A_NUMBER)
def test_what_a_spreadsheet_would_turn_into_a_number_or_date_comes_back_as_printed(tmp_path, printed):
    record = replace(REPORT.records[0], number=printed, budget=printed, period=printed)
    finding = Finding("cells-differ", "warning", printed)
    report = replace(REPORT, records=(record,), findings=(finding,))
    with OutputFiles(tmp_path) as files:
        files.add(InputResult("1-2", "ok", printed, report.sha256, (report,)))
        files.publish({})

    held = (tmp_path / "records.csv").read_text(encoding="utf-8-sig")
    assert printed[0] in "๑๐" or f",'{printed}," in held
    frame = read(tmp_path / "records.csv")
    assert [frame[name][0] for name in ("number", "budget", "period")] == [printed] * 3
    assert (frame["fiscal_year"].dtype, frame["needs_review"].dtype) == ("Int64", "boolean")
    documents = read(tmp_path, "documents")
    assert (documents["source_file"][0], documents["reason"][0]) == ("1-2", printed)
    assert printed in list(read(tmp_path, "findings")["detail"])


def test_a_header_that_stands_twice_keeps_both_texts(tmp_path):
    twice = (("หมายเหตุ", "ก"), ("หมายเหตุ", "ข"))
    with OutputFiles(tmp_path) as files:
        report = replace(REPORT, records=(replace(REPORT.records[0], extra=twice),))
        files.add(InputResult("a.pdf", "ok", reports=(report,)))
        files.publish({})

    (record,) = _lines(tmp_path / "records.jsonl")
    assert record["extra"] == [list(pair) for pair in twice]


def test_every_input_has_its_row_whatever_became_of_it(folder):
    documents = read(folder, "documents")

    assert list(documents["source_file"]) == ["a.pdf", "ว่าง.pdf", "b.pdf"]
    assert list(documents["status"]) == ["ok", "failed", "duplicate"]
    assert list(documents["reason"].fillna("")) == ["", "the file is empty", "same bytes as a.pdf"]
    first = documents.iloc[0]
    assert (first["pages"], first["pages_digital"], first["pages_scanned"], first["records"]) == (2, 1, 1, 1)
    assert first["codes"] == "https://example.org/q"
    assert first["document_id"] == "0123456789abcdef"


def test_findings_stand_once_with_their_record(folder):
    found = read(folder, "findings")

    assert list(found["code"]) == ["label-contradicts", "cells-differ"]
    assert list(found["record_id"].fillna("")) == ["0123456789abcdef-1-1-2", ""]


def test_researchers_get_dates_lists_and_whole_numbers(folder):
    frame = read(folder)

    assert frame["fiscal_year"].dtype == "Int64"
    assert frame["period_start"][0] == dt.datetime(2022, 10, 1)
    assert frame["responsible_units"][0] == ["กองคลัง", "สำนักปลัด"]
    assert frame["number"][0] == "1"
    assert frame["document_id"][0] == "0123456789abcdef"


def test_a_run_without_records_reads_as_an_empty_table(tmp_path):
    with OutputFiles(tmp_path) as files:
        files.publish({})

    assert tuple(read(tmp_path).columns) == RECORD_COLUMNS
    assert len(read(tmp_path)) == 0


def test_an_abandoned_run_leaves_the_folder_as_it_was(folder):
    before = {p.name: p.read_bytes() for p in folder.iterdir()}

    with pytest.raises(KeyboardInterrupt), OutputFiles(folder) as files:
        files.add(InputResult("c.pdf", "ok", reports=(REPORT,)))
        raise KeyboardInterrupt

    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_full_disk_is_told_and_leaves_the_old_results(folder, monkeypatch):
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    monkeypatch.setattr("os.fsync", _no_space)

    with pytest.raises(OutputError, match="the disk is full"), OutputFiles(folder) as files:
        files.add(InputResult("c.pdf", "ok", reports=(REPORT,)))
        files.publish({})

    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_an_output_that_is_a_file_is_told(tmp_path):
    (tmp_path / "out").write_text("")

    with pytest.raises(OutputError, match="cannot be written"):
        OutputFiles(tmp_path / "out")


def test_no_results_there_is_told(tmp_path):
    with pytest.raises(OutputError, match="prongsai run"):
        read(tmp_path)


def _no_space(_):
    raise OSError(28, "No space left on device")


def test_cells_of_tables_have_corners_only_where_they_stand_slanted():
    slanted = replace(CELL, quad=(72.0, 90.5, 210.0, 95.0, 209.0, 134.0, 71.5, 130.0))
    table = Table(1, 1, BOX, 1, 1, (CELL, slanted))
    one, two = table_json("0123456789abcdef", "a.pdf", table)["cells"]
    assert "quad" not in one and two["quad"] == list(slanted.quad)
