"""Header wording of real reports, and what scans make of it."""

import random

import pytest
from papers import cell

from extract.data import rows
from extract.model import LogicalRow
from extract.records.headers import is_header_text, is_mark_label, match_header, read_header


def header(*texts: str) -> tuple[LogicalRow, ...]:
    cells = tuple((n, (cell(0, n, text),)) for n, text in enumerate(texts))
    return (LogicalRow("header", (1, 1, 0), cells),)


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ("มาตรการ/แนวทาง", "measure"),
        ("ระยะเวลา ดำเนินการ", "period"),
        ("ปี ๒๕๖๑ งบประมาณ (บาท)", "budget"),
        ("ปี ๒๔๖๗ งบประมาณ", "budget"),  # a digit of the year misread
        ("ลำดับ ที่", "number"),
        ("คะเเนน ITA", "score"),
        ("ปัญหา อุปสรรค และข้อเสนอแนะหรือแนวทางการแก้ไข", "suggestion"),
        ("ระยะเวลาดาเนินการ", "period"),
        ("กระบวนการดำเนินงาน", "procedure"),
        ("จำนวนเงินที่ใช้", "budget"),
        ("ผรับผิดชอบ", "responsible"),
        ("ที", "number"),
        ("ต.ค.", "period"),
        ("หน่วยนับ", None),
        ("กองคลัง", None),
        ("ผลการดำเนินการเป็นไปตามแผนที่กำหนดไว้ทุกประการ", None),
    ],
)
def test_printed_header_names_its_field(printed: str, field: str | None) -> None:
    assert match_header(printed).field == field
    assert is_header_text(printed) is (field is not None)


def test_a_month_misread_among_months_is_what_its_place_says() -> None:
    months = ("ต.ค.", "พ.ย.", "S.ค.", "ม.ค.", "ก.พ.")
    read = read_header(header("มาตรการ", *months, "ผู้รับผิดชอบ"), 7)
    assert [column.label for column in read.columns[1:6]] == ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ."]
    over = LogicalRow(
        "header", (1, 1, 0), ((0, (cell(0, 0, "มาตรการ"),)), (1, (cell(0, 1, "ระยะเวลา", span=5),)))
    )
    under = tuple(
        (n, (cell(1, n, text),)) for n, text in enumerate(("n.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ."), 1)
    )
    ends = read_header((over, LogicalRow("header", (1, 1, 1), under)), 6)
    assert ends.columns[1].label == "ต.ค."
    odd = read_header(header("มาตรการ", "ต.ค.", "พ.ย.", "หน่วยนับ", "ก.พ.", "มี.ค.", "ผู้รับผิดชอบ"), 7)
    assert odd.columns[3].field is None


def test_no_damaged_header_goes_to_a_wrong_field() -> None:
    rng = random.Random(8)
    letters = "กขคงจฉชซดตถทนบปผพฟมยรลวสหอะาิีึืุูเแโ่้์ำ"
    right = wrong = 0
    for row in rows("headers.csv"):
        for _ in range(6):
            text = list(row["printed"])
            for _ in range(rng.choice((1, 2))):
                place = rng.randrange(len(text))
                text[place] = rng.choice((rng.choice(letters), ""))
            found = match_header("".join(text)).field
            right += found == row["field"]
            wrong += found not in (None, row["field"])
    assert wrong <= 2
    assert right >= 0.8 * 6 * len(rows("headers.csv"))


def test_issue_is_the_measure_where_no_other_column_is() -> None:
    read = read_header(header("ประเด็นการขับเคลื่อนภารกิจ", "แนวทางการดำเนินงาน", "ผู้รับผิดชอบ"), 3)
    assert read.fields() == {0: "measure", 1: "procedure", 2: "responsible"}
    assert read.kind == "measure"


def test_issue_stays_beside_a_measure() -> None:
    read = read_header(header("ประเด็น", "มาตรการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ", "ปัญหา"), 5)
    assert read.fields() == {0: "issue", 1: "measure", 2: "responsible", 3: "result"}


def test_project_beside_measure_is_the_procedure_and_unknown_columns_stay_unnamed() -> None:
    read = read_header(header("ที่", "มาตรการ", "โครงการ/กิจกรรม", "หน่วยนับ", "ระยะเวลา"), 5)
    assert read.fields() == {0: "number", 1: "measure", 2: "procedure", 4: "period"}
    assert read.columns[3].printed == "หน่วยนับ"


def test_second_column_of_a_field_goes_to_extra() -> None:
    read = read_header(header("มาตรการ", "วิธีดำเนินการ", "งบประมาณ", "เบิกจ่าย"), 4)
    assert read.fields() == {0: "measure", 1: "procedure", 2: "budget"}


def test_a_child_under_a_parent_names_the_column() -> None:
    top = [cell(0, 0, "มาตรการ", rows=2), cell(0, 1, "การดำเนินงาน", span=3), cell(0, 4, "หมายเหตุ", rows=2)]
    low = [cell(1, 1, "ผู้รับผิดชอบ"), cell(1, 2, "ระยะเวลา"), cell(1, 3, "สถานที่จัดเก็บ")]
    both = tuple(
        LogicalRow("header", (1, 1, n), tuple((c.column, (c,)) for c in cells))
        for n, cells in enumerate((top, low))
    )
    read = read_header(both, 5)
    assert read.fields() == {0: "measure", 1: "responsible", 2: "period", 4: "remark"}
    assert read.columns[3].printed == "การดำเนินงาน สถานที่จัดเก็บ"


def test_two_level_header_of_quarters() -> None:
    top = [
        cell(0, 0, "มาตรการ", rows=2),
        cell(0, 1, "ระยะเวลาดำเนินการ", span=2),
        cell(0, 3, "ผู้รับผิดชอบ", rows=2),
    ]
    low = [cell(1, 1, "ไตรมาส ๑"), cell(1, 2, "ไตรมาส ๒")]
    both = tuple(
        LogicalRow("header", (1, 1, n), tuple((c.column, (c,)) for c in cells))
        for n, cells in enumerate((top, low))
    )
    read = read_header(both, 4)
    assert read.fields() == {0: "measure", 1: "period", 2: "period", 3: "responsible"}
    assert [c.label for c in read.columns] == ["", "ไตรมาส ๑", "ไตรมาส ๒", ""]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("ตัวชี้วัด", "คะแนน", "ระดับ"), "score"),
        (("ลำดับ", "ชื่อ-สกุล", "ตำแหน่ง"), "other"),
        (("มาตรการ", "หมายเหตุ"), "other"),
        (("มาตรการ", "ผลการดำเนินการ"), "measure"),
    ],
)
def test_only_measure_tables_are_measure_tables(texts: tuple[str, ...], kind: str) -> None:
    assert read_header(header(*texts), len(texts)).kind == kind


@pytest.mark.parametrize("text", ["กิจกรรม/โครงการ/มาตรการ", "มาตรการ/กิจกรรม/โครงการ", "มาตรการ/แนวปฏิบัติ"])
def test_known_prints_of_one_field_in_any_order(text: str) -> None:
    assert match_header(text).field == "measure"


def test_known_prints_of_two_fields_name_none() -> None:
    assert match_header("คะแนน/ระดับ").field is None


def test_a_child_that_names_itself_is_not_joined_with_its_parent() -> None:
    top = [(0, "ที่", 1), (1, "การวางแผน", 1), (2, "การติดตาม", 2)]
    low = [(1, "มาตรการ/แนวทาง", 1), (2, "ระยะเวลา", 1), (3, "ผลการดำเนินการ", 1)]
    rows = [
        LogicalRow(
            "header",
            (1, 1, n),
            tuple((c, (cell(n, c, text, columns=4, span=span),)) for c, text, span in row),
        )
        for n, row in enumerate((top, low))
    ]
    assert [c.field for c in read_header(rows, 4).columns] == ["number", "measure", "period", "result"]


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ("No.", "number"),
        ("Measure (มาตรการ)", "measure"),
        ("วิธีการ\nProcedure", "procedure"),
        ("ผู้รับผิดชอบ / Responsible", "responsible"),
        ("Result (ผล)", "result"),
        ("งบฯ", "budget"),
        ("Annex (ภาคผนวก)", None),
    ],
)
def test_headers_in_two_languages_and_short_ones(printed: str, field: str | None) -> None:
    """A report with Measure (มาตรการ), Procedure (วิธีการ) gave no records; งบฯ lost its budgets."""
    assert match_header(printed).field == field


@pytest.mark.parametrize(
    "label", ["ครึ่งปีแรก (ต.ค.-มี.ค.)", "รอบ ๖ เดือนหลัง", "ต.ค. - ธ.ค.", "ไตรมาสที่ ๒ (ม.ค.-มี.ค.)"]
)
def test_halves_of_a_year_and_spans_of_months_are_labels_to_mark(label: str) -> None:
    assert is_mark_label(label) and not is_mark_label(f"ผลการดำเนินการ {label}")


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ("วิธีฯ", "procedure"),
        ("ระยะเวลาฯ", "period"),
        ("Steps", "procedure"),
        ("มาตรการและผลการดำเนินการ", "measure"),
    ],
)
def test_words_cut_short_english_ones_and_two_names_in_one(printed: str, field: str) -> None:
    assert match_header(printed).field == field


def test_an_outcome_beside_a_target_is_the_result() -> None:
    names = ("ที่", "กิจกรรม", "ขั้นตอน", "เป้าหมาย", "ผู้รับผิดชอบ", "ผลลัพธ์")
    row = LogicalRow("header", (1, 1, 0), tuple((n, (cell(0, n, name),)) for n, name in enumerate(names)))
    fields = read_header([row], len(names)).fields()
    assert (fields[3], fields[5]) == ("target", "result")


@pytest.mark.parametrize(("one", "two"), [("เริ่มต้น", "สินสุด"), ("เรืม", "สิ้นสุด"), ("เริ่ม", "สิ้นสุต")])
def test_beside_one_end_of_a_period_the_other_may_be_misread(one: str, two: str) -> None:
    read = read_header(header("ที่", "มาตรการ", one, two), 4)
    assert [(column.field, column.end) for column in read.columns[2:]] == [
        ("period", "start"),
        ("period", "end"),
    ]


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ("สถานะปัจจุบัน", "status_text"),
        ("สถานภาพการดำเนินงาน", "status_text"),
        ("งบประมาณ พ.ศ. ๒๕๖๗ (บาท)", "budget"),
        ("งปม. (บาท)", "budget"),
        ("รายละเอียดผลการดำเนินโครงการ", "result"),
        ("ผลลัพธ์ที่คาดว่าจะเกิด", "target"),
        ("เดือนที่ดำเนินการ", "period"),
        ("เจ้าหน้าที่ผู้รับผิดชอบ", "responsible"),
    ],
)
def test_wordings_of_whole_headers(printed: str, field: str) -> None:
    assert match_header(printed).field == field


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ("Anti-corruption measure", "measure"),
        ("How to carry out", "procedure"),
        ("Unit in charge", "responsible"),
        ("Outcome to date", "result"),
        ("แผนงาน/มาตรการ", "measure"),
        ("กลไกและมาตรการ", "measure"),
        ("No Gift Policy", None),
        ("มาตรการที่สอดคล้อง", None),
        ("ตัวชี้วัด/มาตรการ", None),
    ],
)
def test_a_longer_header_goes_by_its_noun(printed: str, field: str | None) -> None:
    assert match_header(printed).field == field


def test_every_column_under_a_status_beside_one_that_names_one_is_a_choice() -> None:
    top = [cell(0, 0, "มาตรการ", rows=2), cell(0, 1, "สถานะ", span=3)]
    low = [cell(1, 1, "เสร็จ"), cell(1, 2, "ทำค้างไว้"), cell(1, 3, "ยังไม่ทำ")]
    both = tuple(
        LogicalRow("header", (1, 1, n), tuple((c.column, (c,)) for c in cells))
        for n, cells in enumerate((top, low))
    )
    columns = read_header(both, 4).columns[1:]
    assert [(c.field, c.label) for c in columns] == [("status_text", c.text) for c in low]


def test_a_status_behind_the_name_of_the_result_in_one_header_cell_is_a_choice() -> None:
    read = read_header(header("มาตรการ", "ผลการปฏิบัติ ทำแล้ว", "ผลการปฏิบัติ ยังไม่ทำ"), 3)
    assert [(c.field, c.label) for c in read.columns[1:]] == [
        ("status_text", "ทำแล้ว"),
        ("status_text", "ยังไม่ทำ"),
    ]


def test_a_measure_is_named_by_what_it_does() -> None:
    assert read_header(header("ที่", "มาตรการปิดช่องโหว่ของงานบริการประชาชน"), 2).columns[1].field == "measure"
