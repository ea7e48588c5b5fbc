"""Columns that a mark chooses, months with words in them, sections beside their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from papers import cell, from_cells, page, table

from extract.model import BBox, Cell, Line, MeasureRecord
from extract.records.build import build

TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
MEASURE = "จัดอบรมบุคลากรด้านคุณธรรมและจริยธรรม"


def read(over: str, under: Sequence[str], *rows: Sequence[str]) -> tuple[MeasureRecord, ...]:
    """The records of a table with the columns ``under`` one heading, and ``rows`` of texts in them."""
    columns = 4 + len(under)
    heads = ("ที่", "มาตรการ", over, "วิธีดำเนินการ", "ผู้ดูแล")
    places = (0, 1, 2, columns - 2, columns - 1)
    cells = [
        cell(0, at, text, columns=columns, rows=1 if at == 2 else 2, span=len(under) if at == 2 else 1)
        for at, text in zip(places, heads, strict=True)
    ]
    cells += [cell(1, 2 + n, text, columns=columns) for n, text in enumerate(under)]
    for number, texts in enumerate(rows, 1):
        row = (str(number), f"{MEASURE} {number}", *texts, "ประชุมชี้แจง", "นิติกร")
        cells += [cell(1 + number, n, text, columns=columns) for n, text in enumerate(row)]
    return records(cells, columns)


def records(cells: Sequence[Cell], columns: int) -> tuple[MeasureRecord, ...]:
    (built,) = build("0" * 16, "a.pdf", [page(1, [TITLE], [from_cells(cells, columns)])])
    return built.records


def test_a_tick_under_an_office_names_it() -> None:
    (record,) = read("ผู้รับผิดชอบ", ("สำนักปลัด", "กองคลัง", "กองช่าง"), ("✓", "", "✓"))
    assert record.responsible_units == ("กองช่าง", "สำนักปลัด")
    assert record.responsible == "สำนักปลัด, กองช่าง"


def test_a_tick_under_no_budget_is_nothing_and_an_amount_beside_it_stays() -> None:
    one, two = read("งบประมาณ", ("ใช้ (บาท)", "ไม่ใช้"), ("", "✓"), ("๕,๐๐๐", ""))
    assert (one.budget_thb, two.budget_thb) == (0, 5000)


def test_beside_a_tick_crosses_say_no() -> None:
    status = ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ")
    one, two = read("สถานะ", status, ("×", "✓", "×"), ("", "", "×"))
    assert (one.result_status, two.result_status) == ("in_progress", "not_done")


def test_what_is_done_or_spent_in_a_month_marks_it() -> None:
    months = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.")
    one, two, three = read(
        "ระยะเวลา", months, ("", "วางแผน", "ดำเนินการ", ""), ("๕,๐๐๐", "✓", "", ""), ("", "✓", "ไม่มี", "")
    )
    assert (one.period_start, one.period_end) == (dt.date(2023, 11, 1), dt.date(2023, 12, 31))
    assert ("ระยะเวลา พ.ย.", "วางแผน") in one.extra
    assert (two.period_start, two.period_end) == (dt.date(2023, 10, 1), dt.date(2023, 11, 30))
    assert three.period != "พ.ย., ธ.ค."


def test_months_from_january_to_december_under_a_year_are_all_of_it() -> None:
    months = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
    (record,) = read("พ.ศ. ๒๕๖๗", months, ("",) * 10 + ("✓", "✓"))
    assert (record.period_start, record.period_end) == (dt.date(2024, 11, 1), dt.date(2024, 12, 31))
    (record,) = read("ปีงบประมาณ พ.ศ. ๒๕๖๗", months, ("",) * 10 + ("✓", "✓"))
    assert record.period_start == dt.date(2023, 11, 1)


def test_a_cell_merged_beside_its_rows_names_their_section() -> None:
    heads = ("ด้าน", "ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ")
    cells = [cell(0, n, text, columns=5) for n, text in enumerate(heads)]
    for first, label in ((1, "ด้านการให้บริการ"), (3, "ด้านการใช้งบประมาณ")):
        cells.append(cell(first, 0, label, columns=5, rows=2))
        for row in (first, first + 1):
            texts = (str(row), f"{MEASURE} {row}", "ประชุมชี้แจง", "กองคลัง")
            cells += [cell(row, n, text, columns=5) for n, text in enumerate(texts, 1)]
    found = records(cells, 5)
    assert [record.section for record in found] == ["ด้านการให้บริการ"] * 2 + ["ด้านการใช้งบประมาณ"] * 2
    assert not any(record.extra for record in found)


def test_a_row_of_column_numbers_with_one_misread_is_no_measure() -> None:
    heads = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ")
    rows = (heads, ("(I)", "'(2)", "(3)", "(4)"), ("1", MEASURE, "ประชุมชี้แจง", "กองคลัง"))
    cells = [cell(y, x, text, columns=4) for y, row in enumerate(rows) for x, text in enumerate(row)]
    assert [record.measure for record in records(cells, 4)] == [MEASURE]


def test_a_quarter_that_a_scan_misread_is_one() -> None:
    (record,) = read("ระยะเวลา", ("ไดรมาส 1", "ไตรมาส 2", "ไดรมาส 3"), ("●", "●", ""))
    assert (record.period_start, record.period_end) == (dt.date(2023, 10, 1), dt.date(2024, 3, 31))


def test_a_heading_with_the_sum_of_its_money_is_a_section() -> None:
    heads = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "งบประมาณ")
    rows = (heads, ("", "ด้านการพัฒนาบุคลากร", "", "", "๑๑๑,๕๐๐"), ("๑", MEASURE, "ประชุม", "กองคลัง", "๑๑๑,๕๐๐"))
    cells = [cell(y, x, text, columns=5) for y, row in enumerate(rows) for x, text in enumerate(row)]
    (record,) = records(cells, 5)
    assert (record.measure, record.section, record.budget_thb) == (MEASURE, "ด้านการพัฒนาบุคลากร", 111_500)


def test_a_counted_heading_over_each_part_of_a_table_is_its_section() -> None:
    heads = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ")
    first = table([heads, ("๑", f"{MEASURE} ๑", "ประชุม", "กองคลัง")])
    second = table([("๒", f"{MEASURE} ๒", "ประชุม", "กองคลัง")], index=2)
    moved = tuple(replace(one, bbox=one.bbox.moved(0, 200)) for one in second.cells)
    second = replace(second, cells=moved, bbox=second.bbox.moved(0, 200))
    lines = [
        Line(text, BBox(60, y, 400, y + 16))
        for text, y in ((TITLE, 20), ("๑. มาตรการด้านบุคลากร", 120), ("๒. มาตรการด้านการเงิน", 300))
    ]
    made = replace(page(1, [], [first, second]), lines=tuple(lines))
    (built,) = build("0" * 16, "a.pdf", [made])
    assert [record.section for record in built.records] == ["๑. มาตรการด้านบุคลากร", "๒. มาตรการด้านการเงิน"]
