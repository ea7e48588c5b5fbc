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
