"""Columns whose header was misread: the cells say what they are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from papers import page, table

from extract.model import MeasureRecord
from extract.records.build import build

TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๖"
HEADER = ("ที่", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา", "งบประมาณ", "ผลการดำเนินการ")
ROWS = (
    ("๑", "จัดทำประกาศต่อต้านทุจริต", "ประชุม", "สำนักปลัด", "ต.ค. ๖๕", "ไม่ใช้งบประมาณ", "ดำเนินการแล้วเสร็จ"),
    ("๒", "เผยแพร่แผนการใช้จ่าย", "ลงเว็บไซต์", "กองคลัง", "มี.ค. ๖๖", "๑๒,๕๐๐ บาท", "ดำเนินการแล้ว"),
    ("๓", "กำหนดแนวทางการใช้รถ", "ออกคำสั่ง", "กองช่าง", "ม.ค. - มิ.ย. ๖๖", "๘,๐๐๐ บาท", "อยู่ระหว่างดำเนินการ"),
)


def read(header: Sequence[str], rows: Sequence[Sequence[str]] = ROWS) -> tuple[MeasureRecord, ...]:
    (built,) = build("0" * 16, "a.pdf", [page(1, (TITLE,), [table([header, *rows])])])
    return built.records


def under(column: int, text: str) -> tuple[str, ...]:
    return (*HEADER[:column], text, *HEADER[column + 1 :])


@pytest.mark.parametrize("misread", ["ฑิ", "กึ่", "", "ไซ่", "fi"])
def test_running_numbers_are_numbers_though_their_header_was_misread(misread: str) -> None:
    assert [record.number for record in read(under(0, misread))] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("column", "misread", "field"),
    [
        (3, "ผรบผดซอบฎ", "responsible"),
        (4, "ฆยฆฦลๆ", "period"),
        (5, "ฃบฅฌฯ", "budget"),
        (6, "ฒฦกฐดฌน", "result"),
        (1, "ฌฅฑฦฃ", "measure"),
        (4, "Timeline", "period"),
        (5, "ค่าใช้จ่ายโดยประมาณ", "budget"),
        (3, "หน่วยที่ต้องทำ", "responsible"),
        (3, "ทีมที่ดูแล", "responsible"),
        (4, "เสร็จให้ทัน", "period"),
    ],
)
def test_a_column_goes_by_its_cells(column: int, misread: str, field: str) -> None:
    records = read(under(column, misread))
    assert [getattr(record, field) for record in records] == [row[column] for row in ROWS]


def test_a_well_read_header_of_other_meaning_keeps_its_column() -> None:
    records = read(under(3, "ผู้ตรวจสอบ"))
    assert all(record.responsible is None for record in records)
    assert records[0].extra == (("ผู้ตรวจสอบ", "สำนักปลัด"),)


def test_an_outcome_that_was_reached_is_the_result_of_a_table_without_another() -> None:
    records = read(under(6, "ผลลัพธ์"))
    assert [record.result for record in records] == [row[6] for row in ROWS]
    assert [record.target for record in records] == [None] * 3


def test_an_outcome_that_is_aimed_at_stays_the_target() -> None:
    rows = [(*row[:6], "ร้อยละ ๘๐ ของประชาชนพึงพอใจ") for row in ROWS]
    assert [record.result for record in read(under(6, "ผลลัพธ์"), rows)] == [None] * 3


REPORTED = ("ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ")


def beside(header: Sequence[str], *columns: Sequence[str]) -> tuple[MeasureRecord, ...]:
    """Records of three measures, with ``columns`` behind number and measure."""
    rows = [(row[0], row[1], *(column[n] for column in columns)) for n, row in enumerate(ROWS)]
    return read(("ที่", "มาตรการ", *header), rows)


@pytest.mark.parametrize("header", ["การดำเนินการ", "การดำเนินงาน", "การปฏิบัติ"])
def test_work_whose_cells_are_statuses_is_the_result(header: str) -> None:
    records = beside((header, "ผู้ดำเนินการ"), REPORTED, ("กองคลัง", "กองช่าง", "สำนักปลัด"))
    assert [r.result_status for r in records] == ["done", "in_progress", "not_done"]
    assert not any(r.needs_review for r in records)


def test_work_whose_cells_are_instructions_is_the_procedure() -> None:
    records = beside(("การดำเนินงาน", "ผลการดำเนินงาน"), [row[2] for row in ROWS], REPORTED)
    assert [r.procedure for r in records] == [row[2] for row in ROWS]


@pytest.mark.parametrize("remedy", ["แนวทางแก้ไข", "แนวทางการแก้ไขปัญหา", "วิธีแก้ไข", "แนวทางการปรับปรุง"])
def test_a_remedy_beside_a_problem_is_a_suggestion(remedy: str) -> None:
    solved = ("-", "เพิ่มอัตรากำลัง", "ซ่อมบำรุง")
    records = beside(("ผลการดำเนินการ", "ปัญหา/อุปสรรค", remedy), REPORTED, ("ไม่มี", "คนไม่พอ", "เสีย"), solved)
    assert [r.suggestion for r in records] == [None, *solved[1:]]
    assert [r.procedure for r in records] == [None] * 3


def test_details_of_the_result_beside_the_status_are_the_result() -> None:
    told = ("ปิดประกาศ ๔ ฉบับ", "รับ ๓ เรื่อง", "รอแบบบันทึก")
    records = beside(("รายละเอียดผลการดำเนินงาน", "สถานะ"), told, REPORTED)
    assert [(r.result, r.status_text) for r in records] == list(zip(told, REPORTED, strict=True))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("ความก้าวหน้า (ร้อยละ)", ("100", "60", "0")),
        ("ร้อยละความคืบหน้า", ("๑๐๐", "๖๐", "๐")),
        ("% Progress", ("100%", "60%", "0%")),
        ("ผลการดำเนินงาน (ร้อยละ)", ("๑๐๐", "๖๐", "๐")),
        ("ร้อยละของงานที่แล้วเสร็จ", ("๑๐๐", "๖๐", "๐")),
        ("แล้วเสร็จ (%)", ("ร้อยละ ๑๐๐", "ร้อยละ ๖๐", "ร้อยละ ๐")),
    ],
)
def test_a_column_of_percent_is_the_status_and_the_share(header: str, cells: Sequence[str]) -> None:
    records = beside((header, "ผู้รับผิดชอบ"), cells, ("กองคลัง", "กองช่าง", "สำนักปลัด"))
    assert [r.result_status for r in records] == ["done", "in_progress", "not_done"]
    assert [r.result_share for r in records] == [1.0, 0.6, 0.0]


def test_success_in_percent_beside_a_target_and_an_outcome_is_the_status() -> None:
    aims, outcomes = ("๕๐ คน", "๔ ครั้ง", "๒ เวที"), ("อบรมแล้ว ๔๐ คน", "เผยแพร่ครบ ๔ ครั้ง", "ยังไม่ได้ดำเนินการ")
    records = beside(("เป้าหมาย", "ผลลัพธ์", "ร้อยละความสำเร็จ"), aims, outcomes, ("๘๐", "๑๐๐", "๐"))
    assert [(r.target, r.result) for r in records] == list(zip(aims, outcomes, strict=True))
    assert [r.result_status for r in records] == ["in_progress", "done", "not_done"]
    assert records[0].result_share == 0.8


def test_success_in_percent_alone_is_what_is_aimed_at() -> None:
    records = beside(("ขั้นตอน", "ร้อยละความสำเร็จ"), [row[2] for row in ROWS], ("๘๐", "๑๐๐", "๙๐"))
    assert [r.target for r in records] == ["๘๐", "๑๐๐", "๙๐"]


@pytest.mark.parametrize(
    "header", ["ผลลัพธ์ที่คาดหวัง", "ผลที่คาดว่าจะเกิดขึ้น", "ผลการดำเนินงานที่คาดหวัง", "Expected results"]
)
def test_what_is_expected_is_no_result(header: str) -> None:
    records = beside((header, "เจ้าภาพหลัก"), ("คนเข้าถึง", "มีวินัย", "ลดลง"), ("กองคลัง", "กองช่าง", "สำนักปลัด"))
    assert [r.result for r in records] == [None] * 3


@pytest.mark.parametrize("later", ["left", "right"])
def test_of_results_of_two_years_the_later_is_the_reports_own(later: str) -> None:
    years = ("ผลการดำเนินการ ปี ๒๕๖๕", "ผลการดำเนินการ ปี ๒๕๖๖")
    cells = (("ยังไม่ได้ดำเนินการ", "อยู่ระหว่างดำเนินการ", "-"), ("ดำเนินการแล้วเสร็จ",) * 3)
    order = slice(None, None, -1 if later == "left" else 1)
    records = beside(years[order], *cells[order])
    assert {r.result_status for r in records} == {"done"}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("งปม.(บาท)", "เบิกจ่าย"), (("20,000", "5,000", "1,000"), ("18,500", "-", "-"))),
        (("ใช้จ่ายจริง", "งบประมาณ"), (("18,500", "-", "-"), ("20,000", "5,000", "1,000"))),
        (("Budget", "Spent"), (("20,000", "5,000", "1,000"), ("18,500", "-", "-"))),
    ],
)
def test_what_was_spent_is_not_the_budget(header: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    records = beside((*header, "ผลดำเนินงาน"), *cells, REPORTED)
    assert [r.budget_thb for r in records] == [20000, 5000, 1000]


def test_what_was_spent_is_the_budget_where_no_other_is_stated() -> None:
    records = beside(("เบิกจ่าย", "ผลดำเนินงาน"), ("18,500", "-", "1,000"), REPORTED)
    assert [r.budget_thb for r in records] == [18500, None, 1000]


def test_headers_in_english_and_in_plain_words() -> None:
    english = ("No.", "Measure", "Action", "Owner", "Timeline", "Budget", "Status")
    plain = ("อันดับ", "เรื่องที่ดำเนินการ", "ทำอย่างไร", "ใครทำ", "เมื่อไร", "ใช้เงินเท่าไร", "เป็นอย่างไรบ้าง")
    for header in (english, plain):
        records = read(header)
        assert [(r.number, r.measure, r.procedure) for r in records] == [
            (str(n), row[1], row[2]) for n, row in enumerate(ROWS, start=1)
        ]
        assert [r.responsible for r in records] == [row[3] for row in ROWS]
        assert all(r.period_start for r in records)
        assert [r.result_status for r in records] == ["done", "done", "in_progress"]


def test_of_results_of_two_rounds_the_later_is_the_reports_own() -> None:
    rounds = ("ผลการดำเนินการ รอบ ๖ เดือน", "ผลการดำเนินการ รอบ ๑๒ เดือน")
    records = beside(rounds, ("ยังไม่ดำเนินการ", "อยู่ระหว่างดำเนินการ", "-"), ("ดำเนินการแล้วเสร็จ",) * 3)
    assert {r.result_status for r in records} == {"done"}


def test_a_later_round_that_is_still_blank_leaves_the_result_to_the_one_before() -> None:
    rounds = ("ผลการดำเนินการ รอบ ๖ เดือน", "ผลการดำเนินการ รอบ ๑๒ เดือน")
    assert [r.result for r in beside(rounds, REPORTED, ("",) * 3)] == list(REPORTED)


@pytest.mark.parametrize("header", ["%", "ผลสำเร็จคิดเป็นร้อยละ"])
def test_shares_are_the_status_where_nothing_else_tells_the_result(header: str) -> None:
    records = beside(("ขั้นตอน", header), [row[2] for row in ROWS], ("๔๐", "๑๐๐", "๐"))
    assert [r.result_status for r in records] == ["in_progress", "done", "not_done"]
    assert records[0].result_share == 0.4


def test_a_text_behind_the_measure_under_a_word_of_doing_is_how() -> None:
    how = ("รวบรวมแผนแล้วลงเว็บไซต์ทุกเดือน", "ทำสมุดคุมการใช้รถทุกคัน", "เชิญผู้รับบริการร่วมให้ความเห็น")
    records = beside(("การลงมือของเจ้าหน้าที่", "ผู้รับผิดชอบ"), how, [row[3] for row in ROWS])
    assert [r.procedure for r in records] == list(how)


def test_numbers_under_the_word_measure_are_numbers_and_the_names_beside_them_the_measures() -> None:
    rows = [(str(n), *row[1:]) for n, row in enumerate(ROWS, start=1)]
    records = read(("มาตรการที่", "ชื่อ", *HEADER[2:]), rows)
    assert [(r.number, r.measure) for r in records] == [(row[0], row[1]) for row in rows]
