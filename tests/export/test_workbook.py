"""The XLSX file: sheets, widths and filters, and text that stays text whatever it looks like."""

import datetime as dt
import zipfile

import openpyxl
import pytest

from oversight.export import workbook
from oversight.export.columns import columns, keys
from oversight.export.coverage import Coverage
from oversight.export.export import ExportRequest, export
from oversight.export.fast_sheet import escaped
from oversight.export.style import CELL_LETTERS, Style
from oversight.export.tables import Selection

TRAPS = [
    "=1+1",
    "+66",
    "-",
    "@x",
    "=cmd|' /C calc'!A0",
    "＝1",
    "http://example.org",
    "<r><t>x</t></r>",
    "a & b < c > d",
    "_x000D_ และ _x0041_",
    " ช่องว่างหน้าหลัง ",
    "่ขึ้นต้นด้วยวรรณยุกต์",
    "หลาย\nบรรทัด\tและแท็บ",
    "0123456789012345678",
    "1e5",
    "1-2",
    "TRUE",
    "ำ๑๒๓😀",
]


@pytest.fixture
def book(tmp_path):
    def make(rows, style=None, table="findings", limit=workbook.ROWS):
        path = tmp_path / "book.xlsx"
        made = workbook.Workbook(path, style or Style(), limit)
        made.add(table, rows)
        made.close()
        return openpyxl.load_workbook(path)

    return make


def finding(detail):
    row = dict.fromkeys(keys("findings"))
    return list((row | {"document_id": "00123", "detail": detail, "page": 1}).values())


def cells(sheet, header):
    at = next(cell.column for cell in sheet[1] if cell.value == header)
    return [sheet.cell(row, at) for row in range(2, sheet.max_row + 1)]


@pytest.mark.parametrize("text", TRAPS)
def test_text_is_text_and_comes_back_letter_for_letter(book, text):
    (cell,) = cells(book([finding(text)])["findings"], "detail")

    assert cell.data_type in ("s", "inlineStr")
    assert openpyxl.utils.escape.unescape(cell.value) == text
    assert cell.hyperlink is None


def test_there_are_no_formulas_or_links_in_the_file(book, tmp_path):
    book([finding(text) for text in TRAPS])

    with zipfile.ZipFile(tmp_path / "book.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in parts.namelist() if name.endswith("sheet1.xml.rels")]
    assert "<f>" not in sheet and "<f " not in sheet and "hyperlink" not in sheet and "<r>" not in sheet


def test_what_a_cell_cannot_hold_is_marked_or_cut(book):
    style = Style("th")
    control, long = cells(
        book([finding("ก\x00\x1f\ud800\uffffข"), finding("ก" * 40_000)], style)["ข้อสังเกต"], "รายละเอียด"
    )

    assert control.value == "ก" + "\ufffd" * 4 + "ข"
    assert len(long.value) == CELL_LETTERS and long.value.endswith("[ตัด: ยาวเกินช่องของตาราง]")
    assert style.cut == 1


def test_header_is_frozen_and_filtered_and_columns_fit_thai(book):
    sheet = book([finding("ที่นี่มีข้อความยาว " * 20)], Style("th"))["ข้อสังเกต"]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:K{sheet.max_row}"
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert widths["รายละเอียด"] > 50 > widths["หน้า"] > 5
    assert sheet.row_dimensions[2].height > sheet.row_dimensions[1].height
    assert cells(sheet, "รายละเอียด")[0].alignment.wrap_text


def test_a_sheet_too_long_goes_on_in_another(book):
    made = book([finding(str(n)) for n in range(7)], limit=4)

    assert made.sheetnames == ["findings", "findings 2", "findings 3"]
    assert [[cell.value for cell in cells(made[name], "detail")] for name in made.sheetnames] == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6"],
    ]
    assert all(made[name]["A1"].value == "document_id" for name in made.sheetnames)


def test_an_empty_table_has_its_headers(book):
    sheet = book([])["findings"]

    assert [cell.value for cell in sheet[1]] == list(keys("findings"))


def test_names_of_sheets_are_never_too_long():
    assert workbook.numbered("ก" * 40, 12) == "ก" * 28 + " 12"
    for headers in ("keys", "th", "en", "ckan"):
        names = {
            workbook.sheet_name(table, Style(headers)) for table in ("records", "coverage", "dictionary")
        }
        assert len(names) == 3 and all(len(name) <= workbook.SHEET_LETTERS for name in names)


@pytest.fixture
def whole(made, tmp_path):
    def make(style):
        workbook.write(tmp_path / "all.xlsx", Selection(made), style)
        return openpyxl.load_workbook(tmp_path / "all.xlsx")

    return make


def test_the_workbook_of_an_archive_in_thai(whole):
    book = whole(Style("th", "as-printed", "be"))

    assert book.sheetnames == ["มาตรการ", "รายงาน", "ข้อสังเกต", "ความครบถ้วน", "คำอธิบายช่อง"]
    records = book["มาตรการ"]
    day = cells(records, "วันเริ่มต้น")[0]
    assert (day.value, day.number_format) == (dt.datetime(2022, 10, 1), "[$-107041E]d mmm yyyy")
    assert cells(records, "งบประมาณ (บาท)")[0].value == 50000
    assert cells(records, "รหัสหน่วยงาน")[0].value == "SAO-920602"
    assert cells(records, "มาตรการ")[-1].value == "=1+1 ๑๒๓"
    assert "ปีงบประมาณ (ค.ศ.)" not in [cell.value for cell in records[1]]
    assert book["คำอธิบายช่อง"].max_row == 1 + sum(
        len(columns(table)) for table in ("records", "documents", "findings", "coverage", "dictionary")
    )


def test_coverage_is_a_matrix_of_agencies_by_years(whole):
    sheet = whole(Style("th"))["ความครบถ้วน"]

    assert [cell.value for cell in sheet[1]][-2:] == ["2565", "2566"]
    assert [[cell.value for cell in row][-2:] for row in sheet.iter_rows(min_row=2)] == [
        ["–", "รายงานผล 2"],
        ["รายงานผล", "–"],
    ]
    missing, there = (sheet.cell(2, sheet.max_column - back).fill.fgColor.rgb for back in (1, 0))
    assert missing != there


def test_thai_digits_are_the_numbers_format_and_years_may_be_common(whole):
    book = whole(Style("th", "thai", "be"))
    year = cells(book["มาตรการ"], "ปีงบประมาณ (พ.ศ.)")[0]
    assert (year.value, year.number_format) == (2566, "[$-D00041E]0")
    assert book["ความครบถ้วน"].cell(1, book["ความครบถ้วน"].max_column).value == "๒๕๖๖"

    book = whole(Style("en", "as-printed", "ce"))
    assert [cell.value for cell in book["coverage"][1]][-2:] == ["2022", "2023"]
    assert cells(book["records"], "Period start")[0].number_format == "yyyy-mm-dd"


def test_a_date_before_spreadsheets_is_text(book, made):
    row = next(iter(Selection(made).records()))
    row[keys("records").index("period_start")] = "1457-01-01"

    assert cells(book([row], table="records")["records"], "period_start")[0].value == "1457-01-01"


def test_a_year_too_long_is_parted_by_province():
    counts = {(2565, "ตรัง"): 5, (2565, "ยะลา"): 6, (2566, "ตรัง"): 9, (None, None): 1}

    assert workbook.parts(counts) == ((),)
    assert workbook.parts(counts, 11) == ((2565, "ตรัง"), (2565, "ยะลา"), (2566,), (None,))


def test_workbooks_of_years_hold_all_records_between_them(made, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook.parts, "__defaults__", (7,))

    paths = export(Selection(made), ExportRequest(tmp_path, ("xlsx",))).paths

    assert [path.name for path in paths] == ["prongsai-2565.xlsx", "prongsai-2566.xlsx"]
    assert [openpyxl.load_workbook(path)["records"].max_row - 1 for path in paths] == [2, 6]
    assert [openpyxl.load_workbook(path)["documents"].max_row - 1 for path in paths] == [1, 2]


def test_an_agency_without_a_register_is_neither_in_nor_out(tmp_path):
    row = Coverage("A", None, "ก", None, None, None, None, 2566, reports=1)
    book = workbook.Workbook(tmp_path / "c.xlsx", Style())
    book.add_coverage([row])
    book.close()

    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")["coverage"]
    assert [cell.value for cell in sheet[2]] == ["A", None, "ก", None, None, None, None, "report"]


def test_markup_is_escaped():
    assert escaped("a&b<c>_x000D_ _x00 _") == "a&amp;b&lt;c&gt;_x005F_x000D_ _x00 _"


def test_no_row_grows_for_what_only_programs_read(whole):
    records = whole(Style("th"))["มาตรการ"]

    assert not cells(records, "ที่มาบนกระดาษ")[0].alignment.wrap_text
    assert records.row_dimensions[2].height == 2 * workbook.LINE
