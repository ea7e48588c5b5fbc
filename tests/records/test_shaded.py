"""Periods told by shaded cells under quarters and months."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from papers import cell, from_cells, page

from extract.model import Cell, MeasureRecord
from extract.records.build import build

TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
QUARTERS = ("๑", "๒", "๓", "๔")


def read(
    labels: tuple[str, ...], marked: set[int], above: str = "ระยะเวลา (ไตรมาส)", coloured: bool = False
) -> MeasureRecord:
    """The record of a table of one row with a column for each of ``labels``, the ``marked`` ones shaded."""
    columns = 3 + len(labels)
    cells: list[Cell] = [
        *(cell(0, c, text, columns=columns, rows=2) for c, text in enumerate(("ที่", "มาตรการ"))),
        cell(0, 2, above, columns=columns, span=len(labels)),
        cell(0, columns - 1, "ผู้รับผิดชอบ", columns=columns, rows=2),
        *(cell(1, 2 + n, label, columns=columns) for n, label in enumerate(labels)),
        cell(2, 0, "๑", columns=columns, shaded=coloured),
        cell(2, 1, "จัดทำคู่มือการให้บริการ", columns=columns, shaded=coloured),
        *(cell(2, 2 + n, "", columns=columns, shaded=n in marked) for n in range(len(labels))),
        cell(2, columns - 1, "กองคลัง", columns=columns, shaded=coloured),
    ]
    (built,) = build("0" * 16, "a.pdf", [page(1, [TITLE], [from_cells(cells, columns)])])
    (record,) = built.records
    return record


def test_shaded_quarters_become_dates() -> None:
    record = read(QUARTERS, {1, 2})
    assert (record.period_start, record.period_end) == (dt.date(2024, 1, 1), dt.date(2024, 6, 30))
    assert record.period == "ไตรมาสที่ ๒, ไตรมาสที่ ๓"
    assert len(dict(record.provenance)["period"]) == 2


def test_a_mark_under_a_week_says_its_month() -> None:
    months = [("มกราคม", ("๑", "๒", "๓", "๔")), ("กุมภาพันธ์", ("๑", "๒", "๓", "๔"))]
    record = under_years(tuple(months), {2, 3, 4})
    assert record.period == "มกราคม, กุมภาพันธ์"
    assert (record.period_start, record.period_end) == (dt.date(2024, 1, 1), dt.date(2024, 2, 29))


def test_shaded_months_become_dates() -> None:
    months = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.")
    record = read(months, {2, 3}, above="ระยะเวลาดำเนินการ")
    assert (record.period_start, record.period_end) == (dt.date(2023, 12, 1), dt.date(2024, 1, 31))


def test_quarters_under_a_printed_year_are_of_that_year() -> None:
    record = read(QUARTERS, {0}, above="ระยะเวลา ปี ๒๕๖๖")
    assert (record.period_start, record.period_end) == (dt.date(2022, 10, 1), dt.date(2022, 12, 31))


def under_years(groups: tuple[tuple[str, tuple[str, ...]], ...], marked: set[int]) -> MeasureRecord:
    """The record of a table whose period columns stand in ``groups`` of a year's heading and labels."""
    labels = [label for _, group in groups for label in group]
    columns = 3 + len(labels)
    cells = [cell(0, c, text, columns=columns, rows=3) for c, text in enumerate(("ที่", "มาตรการ"))]
    cells.append(cell(0, 2, "ระยะเวลาดำเนินการ", columns=columns, span=len(labels)))
    cells.append(cell(0, columns - 1, "ผู้รับผิดชอบ", columns=columns, rows=3))
    at = 2
    for year, group in groups:
        cells.append(cell(1, at, year, columns=columns, span=len(group)))
        at += len(group)
    cells += [cell(2, 2 + n, label, columns=columns) for n, label in enumerate(labels)]
    cells += [cell(3, c, text, columns=columns) for c, text in enumerate(("๑", "จัดทำคู่มือการให้บริการ"))]
    cells += [cell(3, 2 + n, "", columns=columns, shaded=n in marked) for n in range(len(labels))]
    cells.append(cell(3, columns - 1, "กองคลัง", columns=columns))
    (built,) = build("0" * 16, "a.pdf", [page(1, [TITLE], [from_cells(cells, columns)])])
    (record,) = built.records
    return record


def test_quarters_that_run_on_under_two_calendar_years_are_of_one_fiscal_year() -> None:
    groups = (("พ.ศ. ๒๕๖๕", ("๑",)), ("พ.ศ. ๒๕๖๖", ("๒", "๓", "๔")))
    first, whole = under_years(groups, {0}), under_years(groups, {0, 1, 2, 3})
    assert (first.period_start, first.period_end) == (dt.date(2022, 10, 1), dt.date(2022, 12, 31))
    assert (whole.period_start, whole.period_end) == (dt.date(2022, 10, 1), dt.date(2023, 9, 30))


def test_quarters_printed_again_under_each_year_are_of_two_fiscal_years() -> None:
    record = under_years((("พ.ศ. ๒๕๖๖", QUARTERS), ("พ.ศ. ๒๕๖๗", QUARTERS)), {3, 4})
    assert (record.period_start, record.period_end) == (dt.date(2023, 7, 1), dt.date(2023, 12, 31))


def test_months_from_one_year_into_the_next() -> None:
    autumn = ("ต.ค.", "พ.ย.", "ธ.ค.")
    rest = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.")
    record = under_years((("พ.ศ. ๒๕๖๕", autumn), ("พ.ศ. ๒๕๖๖", rest)), set(range(12)))
    assert (record.period_start, record.period_end) == (dt.date(2022, 10, 1), dt.date(2023, 9, 30))
    dated = tuple(f"{month} {'65' if month in autumn else '66'}" for month in autumn + rest)
    record = read(dated, set(range(12)), above="ระยะเวลาดำเนินการ")
    assert (record.period_start, record.period_end) == (dt.date(2022, 10, 1), dt.date(2023, 9, 30))


def test_a_coloured_row_says_no_period() -> None:
    assert read(QUARTERS, {0, 1, 2, 3}, coloured=True).period is None


def test_quarters_left_white_say_no_period() -> None:
    assert read(QUARTERS, set()).period is None


def test_shading_of_other_columns_says_nothing() -> None:
    cells = [cell(0, c, text) for c, text in enumerate(("ที่", "มาตรการ", "ระยะเวลา", "ผู้รับผิดชอบ"))]
    row = [cell(1, c, text) for c, text in enumerate(("๑", "จัดทำคู่มือ", "", "กองคลัง"))]
    row[2] = replace(row[2], shaded=True)
    (built,) = build("0" * 16, "a.pdf", [page(1, [TITLE], [from_cells([*cells, *row], 4)])])
    assert [record.period for record in built.records] == [None]
