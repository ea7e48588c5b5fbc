"""The excel profile: what opens in a spreadsheet is what was printed."""

import csv
import datetime as dt
import io

import pytest

from oversight.export import csv_files
from oversight.export.cells import guarded, unguarded
from oversight.export.style import CELL_LETTERS, Style, thai_date, utf16_units
from oversight.export.tables import Selection


def written(archive, style, table="records"):
    stream = io.StringIO(newline="")
    csv_files.write(stream, "excel", table, Selection(archive).rows(table), style)
    return stream.getvalue()


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+66", "-", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
    + [
        "0123",
        "06920602",
        "12345678901234567",
        "1.10",
        "12e5",
        "1E-3",
        "1-2",
        "2/66",
        "1/2/2566",
        "3.1.66",
        "10:30",
    ]
    + ["1 - 2", "12/2566", "10-2566", "2566/10", "(1)", "(1.1)", "( 2 )", "1.", ".5", "123456789012"]
    + ["1103700123456", "3.14159265358979", "50.5%", "12.345 %"],
)
def test_what_a_spreadsheet_would_take_for_something_else_gets_an_apostrophe(text):
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded(guarded(text))) == guarded(text)  # the paper itself prints an apostrophe


@pytest.mark.parametrize(
    "text",
    ["", "1", "12", "1.1", "มาตรการ", "๑.๑๐", "๐๑", "๒/๖๖", "O42", "่ขึ้นต้นด้วยวรรณยุกต์", " =1", "12 คน"]
    + ["(ก)", "(1) ให้ความรู้", "50%", "50.25%", "1,000,000", "1.25", "12345678901", "075-123456", "..."],
)
def test_all_else_stays(text):
    assert guarded(text) == unguarded(text) == text
    assert guarded("'" + text) == unguarded("'" + text) == "'" + text


def test_the_file_has_a_mark_crlf_and_the_headers_asked_for(made, tmp_path):
    path = tmp_path / "r.csv"
    with path.open("w", encoding=csv_files.ENCODING["excel"], newline="") as stream:
        csv_files.write(stream, "excel", "records", Selection(made).records(), Style("th"))
    raw = path.read_bytes()

    assert raw.startswith("\ufeffรหัสมาตรการ,".encode())
    assert raw.count(b"\r\n") == raw.count(b"\n") == 9


def test_lists_places_and_status_read_as_words(made):
    first = rows(written(made, Style("th")))[0]

    assert first["สถานะ"] == "ดำเนินการแล้ว"
    assert first["ขั้นตอนแยกข้อ"] == "ประชุม; แต่งตั้งคณะทำงาน"
    assert first["ช่องอื่น ๆ"] == "หมายเหตุ: ก; หมายเหตุ: ข"
    assert first["จำนวนที่รายงาน"] == "50000 บาท"
    assert first["ที่มาบนกระดาษ"].startswith("number: p1 [72.1 100.2 160.1 138.7]; measure: p1 [")
    assert (first["ควรตรวจ"], first["คนตรวจแล้ว"]) == ("ไม่ใช่", "ใช่")
    assert first["ความเชื่อมั่น"] == "0.1235"


def test_a_formula_of_the_paper_is_text(made):
    assert rows(written(made, Style()))[-1]["measure"] == "'=1+1 ๑๒๓"


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (Style(), {"budget": "๕๐,๐๐๐ บาท", "fiscal_year": "2566", "period_start": "2022-10-01"}),
        (Style(digits="arabic"), {"budget": "50,000 บาท", "budget_thb": "50000.0"}),
        (
            Style(digits="thai", years="be"),
            {"fiscal_year": "๒๕๖๖", "period_end": "๓๐ ก.ย. ๒๕๖๖", "budget_thb": "๕๐,๐๐๐.๐๐"},
        ),
        (Style(years="be"), {"period_start": "1 ต.ค. 2565"}),
        (Style(years="ce"), {"fiscal_year_ce": "2023", "period_start": "2022-10-01"}),
    ],
)
def test_digits_and_years_are_those_asked_for(made, style, shown):
    first = rows(written(made, style))[0]

    assert {name: first[name] for name in shown} == shown
    assert first["agency_id"] == "SAO-920602"  # ids keep their digits
    assert ("fiscal_year" in first, "fiscal_year_ce" in first) == (style.years != "ce", style.years != "be")


def test_too_long_a_cell_is_cut_and_says_so():
    style = Style("th")
    cut = style.clean("ก" * 40_000)

    assert utf16_units(cut) == CELL_LETTERS
    assert cut.endswith("[ตัด: ยาวเกินช่องของตาราง]")
    assert style.clean("ก" * CELL_LETTERS) == "ก" * CELL_LETTERS
    assert utf16_units(style.clean("😀" * 20_000)) <= CELL_LETTERS
    assert style.cut == 2


def test_letters_that_no_spreadsheet_can_hold_are_marked():
    assert Style().clean("ก\x00\x0b\x1f\ud800\uffffข\t\r\nค\rง") == "ก" + "\ufffd" * 5 + "ข\t\nค\nง"


def test_thai_dates():
    assert thai_date(dt.date(2023, 2, 28)) == "28 ก.พ. 2566"


@pytest.mark.parametrize("table", ["documents", "findings", "coverage", "dictionary"])
def test_every_table_can_be_looked_at(made, table):
    found = rows(written(made, Style("th", "thai", "be"), table))

    assert len(found) > 1
    assert all(None not in row and None not in row.values() for row in found)
