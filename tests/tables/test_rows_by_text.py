"""Ruled columns without row rules: rows of print told apart by what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from table_paper import draw, lattice, paper, print_at, raster

from extract.model import BBox, GrayImage, Line, Method, Table
from extract.ocr.choose import Region
from extract.tables.fill import fill_from_glyphs
from extract.tables.fill_image import fill_from_image
from extract.tables.rows_by_text import split_rows
from extract.tables.ruled.grid import build_tables

Column = Mapping[float, str]
"""Text of each line by its baseline below the header."""
PITCH = 14.0


def lines(*texts: str, top: float = 12.0) -> Column:
    """One line under the other from ``top`` on; a blank text is a blank line."""
    return {top + PITCH * n: text for n, text in enumerate(texts) if text}


def ruled(columns: Sequence[Column], height: float, ends: Sequence[float] = ()) -> Table:
    """A table with a header and one row of the grid, or one to each of ``ends``."""
    xs = [100.0 * n for n in range(len(columns) + 1)]
    tables = build_tables(lattice(xs, [0, 20, *(20 + end for end in ends), 20 + height]), 1, "vector")
    glyphs = [glyph for n, x in enumerate(xs[:-1]) for glyph in print_at(f"หัว{n}", x + 5, 14)]
    for x, column in zip(xs, columns, strict=False):
        for baseline, text in column.items():
            glyphs += print_at(text, x + 5, 20 + baseline)
    (table,) = fill_from_glyphs(tables, glyphs)
    return table


def body(table: Table) -> list[list[str]]:
    """Lines of each cell below the header, row by row."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row:
            rows.setdefault(cell.row, []).append(cell.raw.replace("\n", "/"))
    return list(rows.values())


def told(table: Table) -> list[str]:
    """Severities of what is said of the rows, from the top."""
    return [f.severity for cell in table.cells for f in cell.findings if f.code == "row-by-text"]


def test_items_of_a_page_in_one_ruled_row_part_at_their_numbers() -> None:
    numbers = lines("๑.", "", "", "๒.", "", "๓.")
    measures = lines("จัดทำคู่มือ", "การขออนุญาต", "ก่อสร้าง", "ติดประกาศ", "ค่าธรรมเนียม", "อบรมพนักงาน")
    units = lines("กองช่าง", "", "", "กองคลัง", "", "สำนักปลัด")
    table = split_rows(ruled([numbers, measures, units], 100))
    assert body(table) == [
        ["๑.", "จัดทำคู่มือ/การขออนุญาต/ก่อสร้าง", "กองช่าง"],
        ["๒.", "ติดประกาศ/ค่าธรรมเนียม", "กองคลัง"],
        ["๓.", "อบรมพนักงาน", "สำนักปลัด"],
    ]
    assert (table.rows, told(table)) == (4, ["info"] * 3)
    assert [cell.bbox.y1 for cell in table.cells if cell.row == 1] == [table.cells[6].bbox.y0] * 3


def test_numbers_in_the_middle_of_their_rows() -> None:
    numbers = lines("", "1", "", "", "2", "")
    measures = lines("จัดทำคู่มือ", "การขออนุญาต", "ก่อสร้าง", "ติดประกาศ", "ค่าธรรมเนียม", "ทุกรายการ")
    units = lines("กองช่าง", "", "", "กองคลัง", "", "")
    assert [row[0] for row in body(split_rows(ruled([numbers, measures, units], 100)))] == ["1", "2"]
    assert body(split_rows(ruled([numbers, measures, units], 100)))[1][2] == "กองคลัง"


def test_sheet_whose_cells_stand_at_the_foot_of_their_rows() -> None:
    numbers = lines("", "1", "", "", "2")
    measures = lines("", "จัดซื้อวัสดุ", "จ้างเหมา", "บริการ", "ทำความสะอาด")
    results = lines("ซื้อแล้ว", "ครบถ้วน", "", "จ้างแล้ว", "หนึ่งคน")
    assert body(split_rows(ruled([numbers, measures, results], 90))) == [
        ["1", "จัดซื้อวัสดุ", "ซื้อแล้ว/ครบถ้วน"],
        ["2", "จ้างเหมา/บริการ/ทำความสะอาด", "จ้างแล้ว/หนึ่งคน"],
    ]


def test_parts_of_an_item_and_the_sum_are_rows_with_their_amounts() -> None:
    numbers = lines("1", "", "", "2", "")
    items = lines("โครงการอบรม", "- ค่าวัสดุ", "- ค่าวิทยากร", "โครงการกีฬา", "รวม 2 โครงการ")
    amounts = lines("30,000", "10,000", "20,000", "50,000", "80,000")
    table = split_rows(ruled([numbers, items, amounts], 90))
    assert [row[2] for row in body(table)] == ["30,000", "10,000", "20,000", "50,000", "80,000"]
    assert told(table) == ["info"] * 5


def test_amounts_that_stand_one_a_row_part_items_without_numbers() -> None:
    items = lines("ค่าจ้างเหมา", "บริการ", "ค่าวัสดุ", "สำนักงาน", "ค่าน้ำ")
    amounts = lines("30,000", "", "10,000", "", "-")
    assert [row[1] for row in body(split_rows(ruled([items, amounts, amounts], 90)))] == [
        "30,000",
        "10,000",
        "-",
    ]


def test_blank_lines_part_rows_where_columns_begin_anew_at_one_height() -> None:
    measures = lines("จัดทำคู่มือ", "การขออนุญาต", "", "ติดประกาศ", "ค่าธรรมเนียม", "ทุกรายการ")
    units = lines("กองช่าง", "", "", "กองคลัง")
    results = lines("เผยแพร่แล้ว", "", "", "ติดแล้ว", "ครบทุกจุด")
    assert body(split_rows(ruled([measures, units, results], 100))) == [
        ["จัดทำคู่มือ/การขออนุญาต", "กองช่าง", "เผยแพร่แล้ว"],
        ["ติดประกาศ/ค่าธรรมเนียม/ทุกรายการ", "กองคลัง", "ติดแล้ว/ครบทุกจุด"],
    ]


def test_section_label_between_items_is_a_row_of_its_own() -> None:
    numbers = lines("1", "", "", "1")
    measures = lines("จัดทำคู่มือ", "แบบวัดการรับรู้", "ของผู้รับ (EIT)", "ติดประกาศ")
    units = lines("กองช่าง", "", "", "กองคลัง")
    assert [row[1] for row in body(split_rows(ruled([numbers, measures, units], 80)))] == [
        "จัดทำคู่มือ",
        "แบบวัดการรับรู้/ของผู้รับ (EIT)",
        "ติดประกาศ",
    ]


def test_row_with_a_rule_above_and_below_stays_one() -> None:
    measures = lines("1. จัดทำคู่มือ", "2. ติดประกาศ", "3. อบรม")
    steps = lines("- ร่างคู่มือ", "", "- เผยแพร่", top=12)
    table = ruled([lines("1"), measures, steps, lines("กองช่าง", "กองคลัง")], 60)
    assert split_rows(table) is table


def test_paragraphs_parted_by_a_blank_line_in_one_column_stay_one_row() -> None:
    steps = lines("ร่างคู่มือ", "และตรวจทาน", "", "เผยแพร่ทาง", "เว็บไซต์")
    table = ruled([lines("จัดทำคู่มือ", "การขออนุญาต", "ก่อสร้าง"), steps, lines("กองช่าง")], 90)
    assert split_rows(table) is table


def test_strategy_that_spans_its_ruled_rows_spans_the_parted_ones() -> None:
    table = ruled([lines("1", "2"), lines("จัดทำคู่มือ", "ติดประกาศ"), lines("กองช่าง", "กองคลัง")], 60, [40])
    parted = split_rows(table)
    assert parted.rows == 4
    assert [cell.row for cell in parted.cells if cell.column == 0] == [0, 1, 2, 3]


class Numbers:
    """An engine that reads a number, or a word, on two lines of each cell below the header."""

    name: Method = "reader"
    version = "0"

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        return [self._lines(region.box) if region.cell else () for region in regions]

    def _lines(self, box: BBox) -> tuple[Line, ...]:
        words = ("1", "2") if box.x0 < 50 else ("กองช่าง", "กองคลัง")
        tops = [box.y0 + 10 + 60 * n for n in (0, 1)] if box.y0 > 60 else []
        return tuple(
            Line(word, BBox(box.x0 + 5, top, box.x0 + 60, top + 24), 0.99)
            for word, top in zip(words, tops, strict=False)
        )


def test_items_of_a_scan_part_before_its_skew_comes_back() -> None:
    rules = lattice([20, 120, 400, 700], [20, 70, 270])
    page = raster(draw(paper(), rules))
    tables = build_tables(rules, 1, "raster", page.dpi / 72)
    ((table,), _) = fill_from_image(tables, page, Numbers())
    assert body(table) == [["1", "กองช่าง", "กองช่าง"], ["2", "กองคลัง", "กองคลัง"]]
    assert np.isclose(table.cells[3].bbox.y1, table.cells[6].bbox.y0)


def test_parts_of_a_project_that_go_on_from_the_page_before_are_rows_by_their_amounts() -> None:
    """One number on the page, amounts at one pitch, no rule below the header: told as a guess."""
    numbers, targets = lines("", "", "๖"), lines("", "", "จัดงาน")
    parts = lines("- ค่าวัสดุ", "- ค่าจ้างเหมา", "จัดงานลอยกระทง", "- ค่าวัสดุ", "รวม")
    amounts = lines("14,500", "9,000", "210,000", "43,000", "3,440,000")
    table = split_rows(ruled([numbers, parts, targets, amounts], 80))
    assert [row[3] for row in body(table)] == ["14,500", "9,000", "210,000", "43,000", "3,440,000"]
    assert set(told(table)) == {"warning"}


def test_a_list_with_its_amounts_in_one_of_several_ruled_rows_is_one_cell() -> None:
    numbers = lines("๑", "", "", "๒")
    parts, amounts = lines("ก", "ข", "ค", "ง"), lines("1,000", "2,000", "3,000", "4,000")
    table = split_rows(ruled([numbers, parts, amounts], 70, ends=[44]))
    assert [row[2] for row in body(table)] == ["1,000/2,000/3,000", "4,000"]


def test_label_of_two_lines_whose_last_is_the_name_of_the_instrument() -> None:
    numbers = lines("๑", "๒", "", "", "๓")
    measures = lines("อบรมพนักงาน", "ติดประกาศ", "เครื่องมือที่ ๒ การรับรู้ (External :", "EIT)", "จัดทำคู่มือ")
    units = lines("กองช่าง", "กองคลัง", "", "", "สำนักปลัด")
    assert body(split_rows(ruled([numbers, measures, units], 90))) == [
        ["๑", "อบรมพนักงาน", "กองช่าง"],
        ["๒", "ติดประกาศ", "กองคลัง"],
        ["", "เครื่องมือที่ ๒ การรับรู้ (External :/EIT)", ""],
        ["๓", "จัดทำคู่มือ", "สำนักปลัด"],
    ]


def test_the_last_item_and_the_sum_of_a_page() -> None:
    items = [lines("6", ""), lines("ปรับปรุงระบบประปา", "รวม 6 โครงการ"), lines("440,000", "2,130,000")]
    assert body(split_rows(ruled([*items, lines("ถังเก็บน้ำ", "")], 60))) == [
        ["6", "ปรับปรุงระบบประปา", "440,000", "ถังเก็บน้ำ"],
        ["", "รวม 6 โครงการ", "2,130,000", ""],
    ]


def test_shaded_rows_run_together_by_a_cell_merged_over_two_part_at_their_numbers() -> None:
    """The merged cell is white where the second row is shaded: its ground is no row's. Without numbers,
    white has said already where rows of an open table part.
    """
    numbers = lines("1.1", "", "1.2", "", "2.1")
    measures = lines("จัดทำปฏิทิน", "งานรวม", "ให้ยืม", "โดยมีภาพถ่าย", "จัดรถ")
    table = replace(ruled([numbers, measures, lines("กอง", "", "กอง", "", "กอง")], 80), origin="open")
    assert [row[0] for row in body(split_rows(table))] == ["1.1", "1.2", "2.1"]
    amounts = lines("10,000", "", "20,000", "", "30,000")
    unnumbered = replace(ruled([measures, amounts, amounts], 80), origin="open")
    assert len(body(split_rows(unnumbered))) == 1


def test_sum_as_close_below_the_last_row_of_an_open_table_as_a_line_of_its_text() -> None:
    """Amounts of the sum stand under the row's: together they would be one wrong amount."""
    measures, amounts = lines("ซ่อมแซมถนน", "รวมทั้งสิ้น"), lines("๔๗,๗๐๐", "๗,๗๒๐,๐๐๐")
    table = replace(ruled([lines("๗"), measures, amounts, amounts], 40), origin="open")
    assert body(split_rows(table)) == [
        ["๗", "ซ่อมแซมถนน", "๔๗,๗๐๐", "๔๗,๗๐๐"],
        ["", "รวมทั้งสิ้น", "๗,๗๒๐,๐๐๐", "๗,๗๒๐,๐๐๐"],
    ]
