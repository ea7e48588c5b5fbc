"""Sheets wider than their paper: the columns that did not fit stand on other pages."""

from __future__ import annotations

from dataclasses import replace

from stitched_paper import HEAD, ROW_1, ROW_2, sheet, table, text_of

from extract.model import BBox, Line, LogicalTable, Page, Table
from extract.tables.sideways import find_sideways, with_whole_lines
from extract.tables.stitch import stitch

FIELDS = {"ที่": "number", "มาตรการ": "measure", "ขั้นตอน": "procedure", "ผู้รับผิดชอบ": "responsible",
          "ระยะเวลา": "period", "ผลการดำเนินการ": "result"}  # fmt: skip
REST = ["ระยะเวลา", "ผลการดำเนินการ"]
XS = (50, 200, 400)


def joined(*pages: Page) -> tuple[LogicalTable, ...]:
    return stitch(pages, lambda text: text in FIELDS, FIELDS.get)


def rest(page: int, *rows: list[str], step: float = 150, top: float = 100, head: bool = True) -> Table:
    return table(page, [REST, *rows] if head else rows, xs=XS, step=step, top=top)


def left(page: int, *rows: list[str], head: bool = True) -> Table:
    return table(page, [HEAD, *rows] if head else rows)


def test_columns_on_the_next_page_stand_beside_their_rows() -> None:
    (one,) = joined(
        sheet(1, left(1, ROW_1, ROW_2)), sheet(2, rest(2, ["ม.ค.", "แล้ว"], ["ก.พ.", "ยัง"], top=40))
    )
    assert one.columns == 6
    assert text_of(one, 1) == ["๑", "ก", "ข", "ค", "ม.ค.", "แล้ว"]
    assert text_of(one, 2) == ["๒", "ง", "จ", "ฉ", "ก.พ.", "ยัง"]
    assert [cell.page for cell in one.rows[1].all_cells] == [1, 1, 1, 1, 2, 2]
    assert one.tables == ((1, 1), (2, 1))
    assert [(f.code, f.detail) for f in one.findings] == [("table-cut-sideways", "page 2")]


def test_all_left_columns_first_then_all_right_ones() -> None:
    pages = (
        sheet(1, left(1, ROW_1)), sheet(2, left(2, ROW_2, ["๓", "ช", "ซ", "ฌ"], head=False)),
        sheet(3, rest(3, ["ม.ค.", "แล้ว"])), sheet(4, rest(4, ["ก.พ.", "ยัง"], ["มี.ค.", "-"], head=False)),
    )  # fmt: skip
    (one,) = joined(*pages)
    assert [text_of(one, n)[-2:] for n in range(4)] == [REST, ["ม.ค.", "แล้ว"], ["ก.พ.", "ยัง"], ["มี.ค.", "-"]]


def test_each_page_followed_by_its_right_half() -> None:
    pages = (
        sheet(1, left(1, ROW_1)), sheet(2, rest(2, ["ม.ค.", "แล้ว"])),
        sheet(3, left(3, ROW_2)), sheet(4, rest(4, ["ก.พ.", "ยัง"])),
    )  # fmt: skip
    (one,) = joined(*pages)
    assert [row.kind for row in one.rows] == ["header", "body", "body"]
    assert text_of(one, 2) == ["๒", "ง", "จ", "ฉ", "ก.พ.", "ยัง"]


def test_item_numbers_printed_again_tell_rows_of_other_heights() -> None:
    again = table(
        2, [["ที่", *REST], ["๑", "ม.ค.", "แล้ว"], ["2", "ก.พ.", "ยัง"]], xs=(50, 80, 200, 400), step=90
    )
    (one,) = joined(sheet(1, left(1, ROW_1, ROW_2)), sheet(2, again))
    assert text_of(one, 2) == ["๒", "ง", "จ", "ฉ", "ก.พ.", "ยัง"]


def test_other_item_numbers_are_other_rows() -> None:
    other = table(2, [["ที่", *REST], ["๓", "ม.ค.", "แล้ว"], ["๔", "ก.พ.", "ยัง"]], xs=(50, 80, 200, 400))
    assert len(joined(sheet(1, left(1, ROW_1, ROW_2)), sheet(2, other))) == 2


def test_rows_of_other_heights_are_not_put_together() -> None:
    halves = joined(
        sheet(1, left(1, ROW_1, ROW_2)), sheet(2, rest(2, ["ม.ค.", "แล้ว"], ["ก.พ.", "ยัง"], step=120))
    )
    assert [one.columns for one in halves] == [4, 2]


def test_a_table_with_measures_of_its_own_is_no_right_half() -> None:
    pages = (
        sheet(1, left(1, ROW_1)),
        sheet(2, table(2, [["มาตรการ", *REST], ["ก", "ข", "ค"]], xs=(50, 200, 300, 400))),
    )
    assert not find_sideways(pages, lambda text: text in FIELDS, FIELDS.get)


def test_three_pages_side_by_side() -> None:
    middle = table(2, [["ระยะเวลา"], ["ม.ค."]], xs=(50, 200))
    last = table(3, [["ผลการดำเนินการ"], ["แล้ว"]], xs=(50, 300))
    (one,) = joined(sheet(1, left(1, ROW_1)), sheet(2, middle), sheet(3, last))
    assert text_of(one, 1) == ["๑", "ก", "ข", "ค", "ม.ค.", "แล้ว"]


def test_a_title_cut_by_the_papers_edge_is_whole_again() -> None:
    title = Line("ประจำปีงบประมาณ พ", BBox(300, 60, 560, 76))
    page = replace(sheet(1, left(1, ROW_1)), lines=(title,))
    other = replace(sheet(2, rest(2, ["ม.ค.", "แล้ว"])), lines=(Line("ศ. ๒๕๖๕", BBox(52, 60, 100, 76)),))
    found = find_sideways((page, other), lambda text: text in FIELDS, FIELDS.get)
    assert with_whole_lines((page, other), found)[0].lines[0].text == "ประจำปีงบประมาณ พศ. ๒๕๖๕"


def test_one_item_number_misread_does_not_part_the_halves() -> None:
    rows = [ROW_1, ROW_2, ["๓", "ช", "ซ", "ฌ"], ["๔", "ญ", "ด", "ต"]]
    again = [["ที่", *REST], *([number, "ม.ค.", "แล้ว"] for number in ("๑", "๒", "๓", "✓"))]
    other = table(2, again, xs=(50, 80, 200, 400), step=90)
    assert len(joined(sheet(1, left(1, *rows)), sheet(2, other))) == 1


def test_a_scan_that_lies_askew_has_rows_of_the_same_heights() -> None:
    def askew(made: Table, slope: float) -> Table:
        cells = (
            replace(
                c, bbox=replace(c.bbox, y0=c.bbox.y0 + slope * c.bbox.x0, y1=c.bbox.y1 + slope * c.bbox.x1)
            )
            for c in made.cells
        )
        return replace(made, cells=tuple(cells), origin="raster")

    first, second = left(1, ROW_1, ROW_2), rest(2, ["ม.ค.", "แล้ว"], ["ก.พ.", "ยัง"], top=40)
    assert len(joined(sheet(1, askew(first, 0.02)), sheet(2, askew(second, -0.01)))) == 1


def test_two_halves_of_one_wide_sheet_stand_beside_one_another() -> None:
    halves = left(1, ROW_1, ROW_2), rest(1, ["ม.ค.", "แล้ว"], ["ก.พ.", "ยัง"])
    moved = table(1, [REST, ["ม.ค.", "แล้ว"], ["ก.พ.", "ยัง"]], xs=(650, 800, 1000), index=2)
    (one,) = joined(sheet(1, halves[0], moved))
    assert text_of(one, 2) == ["๒", "ง", "จ", "ฉ", "ก.พ.", "ยัง"]


def test_a_row_with_an_amount_is_no_header_whatever_stands_beside_it() -> None:
    """มิ.ย. - ก.ค. and ยังไม่ได้ดำเนินการ are prints of headers as well."""
    known = {**FIELDS, "มิ.ย. - ก.ค.": "period", "ยังไม่ได้ดำเนินการ": "status_text"}
    head = ["ระยะเวลา", "งบประมาณ", "ผลการดำเนินการ"]
    xs = (50, 200, 300, 400)
    pages = (
        sheet(1, left(1, ROW_1)), sheet(2, left(2, ROW_2, ["๓", "ช", "ซ", "ฌ"], head=False)),
        sheet(3, table(3, [head, ["ม.ค.", "๑,๐๐๐", "แล้ว"]], xs=xs)),
        sheet(4, table(4, [["มิ.ย. - ก.ค.", "๓๓,๒๐๐", "ยังไม่ได้ดำเนินการ"], ["มี.ค.", "-", "แล้ว"]], xs=xs)),
    )  # fmt: skip
    (one,) = stitch(pages, lambda text: text in known, known.get)
    assert text_of(one, 2)[-3:] == ["มิ.ย. - ก.ค.", "๓๓,๒๐๐", "ยังไม่ได้ดำเนินการ"]


def test_a_table_under_a_caption_of_its_own_is_no_right_part_though_its_numbers_are_the_same() -> None:
    other = table(2, [["ที่", "ระยะเวลา"], ["๑", "ม.ค."], ["๒", "ก.พ."]], xs=(50, 100, 300))
    pages = (
        sheet(1, left(1, ROW_1, ROW_2), lines=(("รายงานผล", 60),)),
        sheet(2, other, lines=(("สรุปโครงการก่อสร้าง", 60),)),
    )
    assert len(joined(*pages)) == 2
    again = pages[0], sheet(2, other, lines=(("รายงานผล", 60),))
    assert len(joined(*again)) == 1
