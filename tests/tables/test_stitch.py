"""Tables over pages, as offices print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from stitched_paper import HEAD, ROW_1, ROW_2, XS, Texts, sheet, table, text_of

from extract.model import BBox, Cell, Line, LogicalTable, Page, Table
from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.tables.fill import fill_from_glyphs
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing
from extract.tables.stitch import stitch

REAL = Path(__file__).parents[3] / "shared" / "real"
HEADS = {"ที่", "มาตรการ", "ขั้นตอน", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ", "ระยะเวลา"}


def is_head(text: str) -> bool:
    return text.replace("\n", "") in HEADS


def one(*pages: Page) -> LogicalTable:
    (joined,) = stitch(pages, is_head)
    return joined


def kinds(joined: LogicalTable) -> list[str]:
    return [row.kind for row in joined.rows]


def codes(joined: LogicalTable) -> list[str]:
    return [finding.code for finding in joined.findings]


def test_repeated_header_is_dropped_and_recorded() -> None:
    joined = one(sheet(1, table(1, [HEAD, ROW_1])), sheet(2, table(2, [HEAD, ROW_2])))
    assert kinds(joined) == ["header", "body", "body"]
    assert joined.tables == ((1, 1), (2, 1))
    assert codes(joined) == ["header-repeated"]


def test_header_wording_changes_between_pages_of_one_table() -> None:
    other = ["ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ"]
    joined = one(sheet(1, table(1, [HEAD, ROW_1])), sheet(2, table(2, [other, ROW_2])))
    assert kinds(joined) == ["header", "body", "body"]
    assert text_of(joined, 0) == HEAD


def test_other_header_with_the_same_columns_is_another_table() -> None:
    other = ["ผลการดำเนินการ", "ระยะเวลา", "มาตรการ", "ที่"]
    tables = stitch([sheet(1, table(1, [HEAD, ROW_1])), sheet(2, table(2, [other, ROW_2]))], is_head)
    assert [t.tables for t in tables] == [((1, 1),), ((2, 1),)]


def test_header_only_on_the_first_page() -> None:
    joined = one(
        sheet(1, table(1, [HEAD, ROW_1])),
        sheet(2, table(2, [ROW_2])),
        sheet(3, table(3, [["๓", "ก", "ข", "ค"]])),
    )
    assert kinds(joined) == ["header", "body", "body", "body"]
    assert [row.table for row in joined.rows] == [(1, 1, 0), (1, 1, 1), (2, 1, 0), (3, 1, 0)]


def test_columns_a_hair_apart_in_scans_agree() -> None:
    shifted = tuple(x * 1.004 + 3 for x in XS)
    joined = one(sheet(1, table(1, [HEAD, ROW_1])), sheet(2, table(2, [ROW_2], xs=shifted)))
    assert joined.columns == 4


def test_other_columns_are_another_table() -> None:
    other = table(2, [ROW_2], xs=(50, 200, 300, 400, 550))
    assert len(stitch([sheet(1, table(1, [HEAD, ROW_1])), sheet(2, other)], is_head)) == 2


def test_row_broken_over_pages() -> None:
    rest = ["", "", "ต่อ", ""]
    joined = one(
        sheet(1, table(1, [HEAD, ROW_1, ROW_2, ["๓", "ก", "ข", "ค"]])),
        sheet(2, table(2, [rest, ["๔", "ก", "ข", "ค"]])),
    )
    assert kinds(joined) == ["header", "body", "body", "body", "body"]
    assert text_of(joined, 3) == ["๓", "ก", "ข+ต่อ", "ค"]
    assert joined.rows[3].table == (1, 1, 3)
    assert [part.page for part in joined.rows[3].parts(2)] == [1, 2]
    assert [f.code for f in joined.rows[3].findings] == ["row-rejoined"]


def test_broken_row_under_a_repeated_header() -> None:
    rest = ["", "ต่อมาตรการ", "ต่อ", ""]
    joined = one(sheet(1, table(1, [HEAD, ROW_1, ROW_2, ROW_2])), sheet(2, table(2, [HEAD, rest, ROW_1])))
    assert text_of(joined, 3) == ["๒", "ง+ต่อมาตรการ", "จ+ต่อ", "ฉ"]
    assert codes(joined) == ["header-repeated", "row-rejoined"]


def test_broken_row_whose_number_stands_in_the_measure() -> None:
    head = ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"]
    xs = (50, 250, 450, 550)
    first = table(1, [head, ["๑. ก", "ข", "ค"], ["๒. ก", "ข", "ค"], ["๓. เผยแพร่", "ข", "ค"]], xs=xs)
    joined = one(sheet(1, first), sheet(2, table(2, [["ข้อมูล", "ต่อ", ""], ["๔. ก", "ข", "ค"]], xs=xs)))
    assert text_of(joined, 3) == ["๓. เผยแพร่+ข้อมูล", "ข+ต่อ", "ค"]


def test_row_without_rules_at_foot_and_head_goes_on() -> None:
    head = ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"]
    xs = (50, 250, 450, 550)
    first = table(1, [head, ["ก", "ข", "ค"], ["ก", "ข", "ค"], ["เผยแพร่", "ข", "ค"]], xs=xs, ruled=False)
    joined = one(
        sheet(1, first), sheet(2, table(2, [["ข้อมูล", "ต่อ", ""], ["ก", "ข", "ค"]], xs=xs, ruled=False))
    )
    assert text_of(joined, 3) == ["เผยแพร่+ข้อมูล", "ข+ต่อ", "ค"]


def test_numbered_row_at_the_head_of_a_page_is_a_row_of_its_own() -> None:
    joined = one(
        sheet(1, table(1, [HEAD, ROW_1, ROW_2, ROW_2], ruled=False)), sheet(2, table(2, [ROW_1], ruled=False))
    )
    assert kinds(joined) == ["header", "body", "body", "body", "body"]


def test_table_that_ends_above_the_page_foot_has_no_broken_row() -> None:
    first = table(1, [HEAD, ROW_1, ROW_2], step=30)
    joined = one(sheet(1, first), sheet(2, table(2, [["", "", "ต่อ", ""], ROW_1])))
    assert kinds(joined) == ["header", "body", "body", "body", "body"]


def test_empty_cells_within_a_page_mean_empty() -> None:
    joined = one(sheet(1, table(1, [HEAD, ROW_1, ["", "", "ต่อ", ""], ROW_2])))
    assert text_of(joined, 2) == ["", "", "ต่อ", ""]


def test_section_rows_also_alone_at_a_pages_foot() -> None:
    section = ["แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", None, None, None]
    foot = ["แบบวัดการเปิดเผยข้อมูล (OIT)", None, None, None]
    joined = one(sheet(1, table(1, [HEAD, section, ROW_1, foot])), sheet(2, table(2, [HEAD, ROW_1])))
    assert kinds(joined) == ["header", "section", "body", "section", "body"]


def test_section_text_alone_in_its_row() -> None:
    joined = one(sheet(1, table(1, [HEAD, ["ตัวชี้วัดที่ ๑", "", "", ""], ROW_1])))
    assert kinds(joined) == ["header", "section", "body"]


def test_measure_alone_in_its_row_is_no_section() -> None:
    joined = one(sheet(1, table(1, [HEAD, ["", "จัดอบรมเจ้าหน้าที่", "", ""], ROW_1])))
    assert kinds(joined) == ["header", "body", "body"]


def test_section_row_above_the_header() -> None:
    section = ["แบบวัด IIT", None, None, None]
    joined = one(sheet(1, table(1, [section, HEAD, ROW_1])))
    assert kinds(joined) == ["header", "section", "body"]


def test_three_level_header_reaches_as_far_as_its_spans() -> None:
    cells = [
        Cell(0, 0, 3, 1, BBox(0, 0, 100, 60), 1, text="มาตรการ"),
        Cell(0, 1, 1, 4, BBox(100, 0, 300, 20), 1, text="ระยะเวลา"),
        Cell(1, 1, 1, 2, BBox(100, 20, 200, 40), 1, text="๒๕๖๕"),
        Cell(1, 3, 1, 2, BBox(200, 20, 300, 40), 1, text="๒๕๖๖"),
    ]
    cells += [Cell(2, c, 1, 1, BBox(50 + 50 * c, 40, 100 + 50 * c, 60), 1, text=str(c)) for c in range(1, 5)]
    cells += [Cell(3, c, 1, 1, BBox(50 * c + 50, 60, 50 * c + 100, 80), 1, text="ก") for c in range(5)]
    joined = one(sheet(1, Table(1, 1, BBox(0, 0, 300, 80), 4, 5, tuple(cells))))
    assert kinds(joined) == ["header", "header", "header", "body"]


def test_row_of_column_numbers_belongs_to_the_header() -> None:
    joined = one(sheet(1, table(1, [HEAD, ["(๑)", "(๒)", "(๓)", "(๔)"], ROW_1])))
    assert kinds(joined) == ["header", "header", "body"]


def test_page_marks_and_running_heads_do_not_part_a_table() -> None:
    running = ("แผนปฏิบัติการป้องกันการทุจริต", 20)
    first = sheet(1, table(1, [HEAD, ROW_1]), lines=[running, ("/๒. ให้มี...", 700), ("-๑-", 760)])
    second = sheet(2, table(2, [ROW_2]), lines=[running, ("- ๒ -", 40)])
    assert one(first, second).tables == ((1, 1), (2, 1))


def test_a_head_that_says_it_goes_on_parts_no_table() -> None:
    """(ต่อ) alone, or behind the title, whose other lines stand below it."""
    first = sheet(1, table(1, [HEAD, ROW_1]))
    for lines in ([("(ต่อ)", 40)], [("รายงานผลการดำเนินการ ( ต่อ )", 20), ("เทศบาลตำบลบางพลี", 40)]):
        joined = one(first, sheet(2, table(2, [ROW_2]), lines=lines))
        assert (kinds(joined), codes(joined)) == (["header", "body", "body"], [])


def test_running_text_between_parts_tables_but_lends_the_header() -> None:
    first = sheet(1, table(1, [HEAD, ROW_1]))
    second = sheet(2, table(2, [ROW_2]), lines=[("แบบวัดการรับรู้ภายนอก (EIT) มีดังนี้", 60)])
    one_, two = stitch([first, second], is_head)
    assert one_.tables == ((1, 1),)
    assert kinds(two) == ["header", "body"]
    assert two.rows[0].table == (1, 1, 0)
    assert codes(two) == ["header-inherited"]


def test_two_tables_on_one_page_stay_apart() -> None:
    page = sheet(1, table(1, [HEAD, ROW_1], step=50), table(1, [HEAD, ROW_2], top=400, step=50, index=2))
    assert [t.tables for t in stitch([page], is_head)] == [((1, 1),), ((1, 2),)]


def test_page_that_merges_columns_is_counted_in_the_wider_frame() -> None:
    narrow = table(2, [["๒", "งจ", "ฉ"]], xs=(50, 80, 450, 550))
    joined = one(sheet(1, table(1, [HEAD, ROW_1])), sheet(2, narrow))
    assert joined.columns == 4
    assert [(column, parts[0].column_span) for column, parts in joined.rows[2].cells] == [
        (0, 1),
        (1, 2),
        (3, 1),
    ]


def test_garbled_header_is_told_by_its_shape() -> None:
    garbled = ["ทื", "มาครการ", "ขึนตอน", "ผูรบผิด"]
    body = ["๑", "ก" * 60, "ข" * 80, "ค" * 30]
    assert kinds(one(sheet(1, table(1, [garbled, body, body])))) == ["header", "body", "body"]


def test_no_tables_no_result() -> None:
    assert stitch([sheet(1)], is_head) == ()


@pytest.mark.skipif(not REAL.exists(), reason="real documents are not beside the checkout")
def test_real_plan_rejoins_rows_cut_under_a_repeated_three_level_header() -> None:
    data = (REAL / "ocsc_ethics_strategy_gantt_p108-112.pdf").read_bytes()
    pages = []
    with open_document(data, "gantt.pdf") as document:
        for number in range(1, 6):
            with document.page(number) as page:
                tables = build_tables(read_drawing(page).rulings, number, "vector")
                filled = fill_from_glyphs(tables, read_glyphs(page))
                pages.append(Page(number, page.width, page.height, "text", tables=filled))
    words = {"ประเด็นการขับเคลื่อนภารกิจ", "กรอบระยะเวลา", "ผู้รับผิดชอบ", "วงเงิน", "เป้าหมาย", "ตัวชี้วัด"}
    (joined,) = stitch(pages, lambda text: text in words)
    assert kinds(joined).count("header") == 3
    assert codes(joined).count("header-repeated") == 4
    assert codes(joined).count("row-rejoined") == 3


@pytest.mark.skipif(not REAL.exists(), reason="real documents are not beside the checkout")
def test_real_plan_rejoins_texts_and_offices_cut_under_a_repeated_header() -> None:
    data = (REAL / "moph_anticorruption_plan_p105-116.pdf").read_bytes()
    pages = []
    with open_document(data, "plan.pdf") as document:
        for number in (8, 9):
            with document.page(number) as page:
                tables = build_tables(read_drawing(page).rulings, number, "vector")
                filled = fill_from_glyphs(tables, read_glyphs(page))
                pages.append(Page(number, page.width, page.height, "text", tables=filled))
    (joined,) = stitch(pages, {"ลำดับ", "แนวทางการพัฒนา", "หน่วยงานขับเคลื่อน"}.__contains__)
    (row,) = [
        row for row in joined.rows if any(cell.page == 9 for cell in row.parts(1)) and row.table[0] == 8
    ]
    assert row.parts(0)[0].text == "5"
    assert row.parts(1)[1].text.startswith("ตามที่ได้รับมอบหมาย")
    assert [cell.page for cell in row.parts(2)] == [8, 9]


def sheared(found: Table, shift: float) -> Table:
    """``found`` on a skewed scan: each row stands ``shift`` points further right than the one above."""
    cells = tuple(
        replace(c, bbox=BBox(c.bbox.x0 + shift * c.row, c.bbox.y0, c.bbox.x1 + shift * c.row, c.bbox.y1))
        for c in found.cells
    )
    box = replace(found.bbox, x0=min(found.bbox.x0, cells[-1].bbox.x0), x1=found.bbox.x1 + shift * found.rows)
    return replace(found, cells=cells, bbox=box)


def test_pages_skewed_to_opposite_sides_are_one_table():
    first = sheared(table(1, [HEAD, ["1", "ก", "ข", "ค"], ["2", "ก", "ข", "ค"]]), 9)
    second = sheared(table(2, [["3", "ก", "ข", "ค"], ["4", "ก", "ข", "ค"]]), -9)

    joined = one(sheet(1, first), sheet(2, second))

    assert [row.parts(0)[0].text for row in joined.rows if row.kind == "body"] == ["1", "2", "3", "4"]


def test_a_page_without_tables_between_parts_a_table_in_two() -> None:
    pages = [sheet(1, table(1, [HEAD, ROW_1])), sheet(2), sheet(3, table(3, [HEAD, ROW_2]))]
    assert [found.tables for found in stitch(pages, is_head)] == [((1, 1),), ((3, 1),)]


def test_a_header_that_shares_one_column_of_four_begins_another_table() -> None:
    other = ["ที่", "ผู้รับผิดชอบ", "ระยะเวลา", "ผลการดำเนินการ"]
    tables = stitch([sheet(1, table(1, [HEAD, ROW_1])), sheet(2, table(2, [other, ROW_2]))], is_head)
    assert [found.tables for found in tables] == [((1, 1),), ((2, 1),)]


def test_a_repeated_header_with_a_letter_misread_in_each_cell_is_the_same_header() -> None:
    misread = ["ที", "มาตรกาธ", "ขั้นตอบ", "ผู้รับผิดซอบ"]
    heads = {*HEADS, *misread}
    pages = [sheet(1, table(1, [HEAD, ROW_1])), sheet(2, table(2, [misread, ROW_2]))]
    (joined,) = stitch(pages, heads.__contains__)
    assert (kinds(joined), codes(joined)) == (["header", "body", "body"], ["header-repeated"])


def test_a_table_without_header_and_with_other_columns_borrows_none() -> None:
    """A list of names under the measures: their header says nothing of it."""
    names = table(1, [["นาย ก", "ปลัด"], ["นาย ข", "นิติกร"]], top=500, step=30, index=2, xs=(50, 300, 550))
    measures, found = stitch([sheet(1, table(1, [HEAD, ROW_1]), names)], is_head)
    assert kinds(measures)[0] == "header"
    assert (found.tables, codes(found)) == (((1, 2),), [])
    assert "header" not in kinds(found)


def test_only_the_last_table_of_a_page_goes_on_and_only_in_the_first_of_the_next() -> None:
    small = {"step": 60.0}
    first = [
        table(1, [HEAD, ROW_1], **small),
        table(1, [["ก", "ข"]], 400, index=2, xs=(50, 300, 550), **small),
    ]
    pages = [sheet(1, *first), sheet(2, table(2, [ROW_2], **small))]
    assert [found.tables for found in stitch(pages, is_head)] == [((1, 1),), ((1, 2),), ((2, 1),)]
    after = [table(2, [["ก", "ข"]], xs=(50, 300, 550), **small), table(2, [ROW_2], 400, index=2, **small)]
    pages = [sheet(1, table(1, [HEAD, ROW_1], **small)), sheet(2, *after)]
    assert [found.tables for found in stitch(pages, is_head)] == [((1, 1),), ((2, 1),), ((2, 2),)]


def merged(page: int, rows: Sequence[Texts], responsible: str, first: int) -> Table:
    """A table whose last column is one merged cell from row ``first`` on."""
    plain = table(page, rows)
    span = plain.rows - first
    cells = [cell for cell in plain.cells if cell.column != 3 or cell.row < first]
    box = BBox(XS[3], plain.bbox.y0 + 150 * first, XS[4], plain.bbox.y1)
    cells.append(Cell(first, 3, span, 1, box, page, text=responsible, raw=responsible, method="text"))
    return replace(plain, cells=tuple(cells))


FIELDS = {"ที่": "number", "มาตรการ": "measure", "ผู้รับผิดชอบ": "responsible"}
ROW_3, ROW_4 = ["๓", "ช", "ซ", ""], ["๔", "ฌ", "ญ", ""]


def test_merged_cell_goes_on_over_the_end_of_a_page() -> None:
    above = merged(1, [HEAD, ROW_1, ROW_2], "กองคลัง", 1)
    for rows in ([HEAD, ROW_3, ROW_4], [HEAD, ROW_3]):
        below = merged(2, rows, "", 1)
        (joined,) = stitch((sheet(1, above), sheet(2, below)), is_head, FIELDS.get)
        parts = joined.rows[3].parts(3)
        assert [(cell.text, cell.page) for cell in parts] == [("กองคลัง", 1), ("", 2)]
        assert parts[-1].row_span == len(rows) - 1
        assert [f.code for f in joined.rows[3].findings] == ["cell-carried-over"]


def test_an_empty_cell_below_a_page_break_stays_empty_where_others_are() -> None:
    above = table(1, [HEAD, ["๑", "ก", "ข", ""], ROW_2])
    (joined,) = stitch((sheet(1, above), sheet(2, table(2, [HEAD, ROW_3]))), is_head, FIELDS.get)
    assert [cell.text for cell in joined.rows[3].parts(3)] == [""]


def test_a_row_goes_on_from_the_left_to_the_right_page_of_one_sheet() -> None:
    """Two report pages on one A3: the table on the right begins higher, and a title stands on the left."""
    xs = [x + 600 for x in XS]
    left = table(1, [HEAD, ROW_1, ROW_2], top=250)
    right = table(1, [HEAD, ["", "ต่อ", "ต่อ", ""], ["๓", "ช", "ซ", "ฌ"]], top=60, index=2, xs=xs)
    title = Line("แบบรายงานผล", BBox(150, 200, 400, 220))
    page = Page(1, 1200, 800, "text", tables=(left, right), lines=(title,), fold=600)
    (joined,) = stitch([page], is_head)
    assert kinds(joined) == ["header", "body", "body", "body"]
    assert text_of(joined, 2)[1] == "ง+ต่อ"
    beside = replace(page, fold=None)
    assert len(stitch([beside], is_head)) == 2


@pytest.mark.parametrize("again", [True, False])
def test_columns_of_other_widths_go_on_where_the_numbers_count_on(again: bool) -> None:
    xs = (50, 110, 230, 470, 560)
    below = table(2, [HEAD, ROW_2] if again else [ROW_2], xs=xs)
    assert kinds(one(sheet(1, table(1, [HEAD, ROW_1])), sheet(2, below))) == ["header", "body", "body"]
    other = table(2, [["๑", "ง", "จ", "ฉ"]], xs=xs)
    assert len(stitch((sheet(1, table(1, [HEAD, ROW_1])), sheet(2, other)), is_head)) == 2
