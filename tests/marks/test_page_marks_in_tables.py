"""Page marks that were printed inside a table: -๑- under the last row, on a page that ends with its table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from table_paper import lattice, print_at

from extract.marks.furniture_in_tables import without_feet, without_page_marks
from extract.marks.page_furniture import with_marks
from extract.model import Glyph, Page, Table
from extract.pages.lines import group_lines
from extract.tables.fill import fill_from_glyphs, outside
from extract.tables.ruled.grid import build_tables
from extract.thai.repair import repair

PAGE = (600.0, 400.0)


def taken(*printed: tuple[str, float, float]) -> tuple[list[str], list[str]]:
    """Texts of the last row, and the marks taken out of it."""
    glyphs: list[Glyph] = [glyph for text, x, y in printed for glyph in print_at(text, x, y)]
    tables: tuple[Table, ...] = build_tables(lattice((50, 250, 400, 550), (50, 150, 250)), 1, "vector")
    filled = fill_from_glyphs(tables, glyphs)
    (table,), marks = without_page_marks(filled, PAGE, lambda text: repair(text).text)
    return [cell.text for cell in table.cells if cell.row == 1], [mark.text for mark in marks]


def test_a_page_mark_in_the_last_row_is_none_of_its_cells() -> None:
    assert taken(("มาตรการ", 60, 170), ("กองช่าง", 260, 170), ("- ๑ -", 288, 240)) == (
        ["มาตรการ", "กองช่าง", ""],
        ["- ๑ -"],
    )


def test_a_number_between_dashes_beside_other_lines_is_a_value() -> None:
    assert taken(("มาตรการ", 60, 240), ("- ๑ -", 288, 240)) == (["มาตรการ", "- ๑ -", ""], [])


def test_a_number_between_dashes_away_from_the_middle_of_the_page_is_a_value() -> None:
    assert taken(("มาตรการ", 60, 170), ("- ๑ -", 420, 240)) == (["มาตรการ", "", "- ๑ -"], [])


def test_a_page_mark_aside_of_the_lines_of_its_cell_is_none_of_them() -> None:
    """- ๗ - stamped under โครงการเยาวชน, in the middle of neither the page nor the lines of the cell."""
    assert taken(("มาตรการ", 60, 170), ("กองช่าง", 260, 170), ("- ๗ -", 120, 240))[1] == ["- ๗ -"]
    assert taken(("มาตรการ", 60, 170), ("กองช่าง", 260, 170), ("- ๗ -", 60, 240))[1] == []


def test_a_bare_number_in_the_middle_or_margin_of_the_page_and_aside_of_its_cell_is_a_page_mark() -> None:
    """๑๔ at the foot of a last row stood behind the text of its procedure."""
    assert taken(("กองช่าง", 260, 170), ("๑๔", 295, 240)) == (["", "กองช่าง", ""], ["๑๔"])
    assert taken(("มาตรการ", 60, 170), ("๑๔", 120, 240))[1] == []
    assert taken(("กองช่าง", 260, 170), ("๑๔", 260, 240))[1] == []
    assert taken(("มาตรการ", 60, 170), ("๑๔", 295, 240))[1] == []


def test_a_foot_that_ends_in_the_pages_number_is_none_of_its_cells() -> None:
    """รายงาน ITA | หน้า ๖ went on behind the last row's result; set where its cell's lines begin, it stays."""
    foot = "รายงาน ITA | หน้า ๖"
    assert taken(("แล้วเสร็จ", 420, 170), (foot, 430, 240))[1] == [foot]
    assert taken(("แล้วเสร็จ", 420, 170), (foot, 420, 240))[1] == []


def test_a_lone_dash_is_a_value() -> None:
    assert taken(("มาตรการ", 60, 170), ("-", 298, 240)) == (["มาตรการ", "-", ""], [])


FOOT = "พิมพ์จากระบบ วันที่ 30 กันยายน 2564 หน้า 3 จาก 9 ของรายงานผลการดำเนินงานประจำปีงบประมาณ"


def left(foot: list[Glyph], *printed: tuple[str, float, float, float]) -> tuple[list[str], list[str]]:
    """Texts of the last row, and the feet taken out of it."""
    glyphs: list[Glyph] = [*(g for text, x, y, size in printed for g in print_at(text, x, y, size)), *foot]
    tables = build_tables(lattice((50, 250, 400, 550), (50, 100, 150, 250)), 1, "vector")
    filled = fill_from_glyphs(tables, glyphs)
    (table,), feet = without_feet(filled, glyphs, lambda text: repair(text).text)
    return [cell.text for cell in table.cells if cell.row == 2], [line.text for line in feet]


ABOVE = ("จัดอบรม", 60.0, 130.0, 12.0)
ROW = (ABOVE, ("มาตรการ", 60.0, 170.0, 12.0), ("กองช่าง", 260.0, 170.0, 12.0))


def test_a_foot_stamped_over_the_rules_of_the_last_row_is_none_of_its_cells() -> None:
    assert left(print_at(FOOT, 70, 245, 8.5), *ROW) == (["มาตรการ", "กองช่าง", ""], [FOOT])


def test_a_pale_foot_as_large_as_the_print_is_none_of_its_cells() -> None:
    pale = [replace(glyph, tone=140) for glyph in print_at(FOOT, 70, 245, 10)]
    rows = [(text, x, y, 10.0) for text, x, y, _ in ROW]
    assert left(pale, *rows) == (["มาตรการ", "กองช่าง", ""], [FOOT])


def test_a_short_foot_over_one_rule_stands_under_the_row_and_begins_anywhere() -> None:
    assert left(print_at(FOOT[:40], 90, 245, 8.5), *ROW) == (["มาตรการ", "กองช่าง", ""], [FOOT[:40]])


@pytest.mark.parametrize("y", [245, 185])
def test_a_small_line_over_one_rule_that_begins_as_its_cell_does_stays_and_is_told(y: float) -> None:
    glyphs = [*(g for printed in ROW for g in print_at(*printed)), *print_at(FOOT[:60], 60, y, 8.5)]
    tables = build_tables(lattice((50, 250, 400, 550), (50, 100, 150, 250)), 1, "vector")
    (table,), feet = without_feet(fill_from_glyphs(tables, glyphs), glyphs, lambda text: text)
    told = [(cell.column, finding.code) for cell in table.cells for finding in cell.findings]
    assert (told, feet) == ([(0, "text-over-border")], ())


def test_two_small_lines_of_one_cell_over_one_rule_are_both_told() -> None:
    """The finding of the second line took the place of the first one's."""
    lines = [*print_at(FOOT[:48], 60, 215, 8.5), *print_at(FOOT[:48], 60, 230, 8.5)]
    above = [g for y in (112, 127, 142) for g in print_at("ก" * 30, 60, y, 12)]
    beside = [g for y in (170, 185, 200) for g in print_at("ก" * 22, 260, y, 12)]
    glyphs = [*above, *beside, *print_at("มาตรการ", 60, 170, 12), *lines]
    tables = build_tables(lattice((50, 250, 400, 550), (50, 100, 150, 250)), 1, "vector")
    (table,), _ = without_feet(fill_from_glyphs(tables, glyphs), glyphs, lambda text: text)
    assert [finding.code for cell in table.cells for finding in cell.findings] == ["text-over-border"] * 2


def test_a_long_text_over_empty_cells_is_text_of_its_cell() -> None:
    assert left(print_at(FOOT, 60, 200, 10), *((text, x, y, 10.0) for text, x, y, _ in ROW))[1] == []


def test_a_small_remark_over_empty_cells_is_text_of_its_column_in_small_print() -> None:
    rows = (("จัดอบรม", 60.0, 130.0, 8.5), ("กองช่าง", 260.0, 170.0, 12.0))
    assert left(print_at(FOOT, 60, 200, 8.5), *rows)[1] == []


def page_with(*printed: tuple[str, float, float], number: int, ruled: bool) -> Page:
    glyphs = [glyph for text, x, y in printed for glyph in print_at(text, x, y)]
    tables = build_tables(lattice((50, 250, 550), (15, 60, 250)), number, "vector") if ruled else ()
    filled = fill_from_glyphs(tables, glyphs)
    lines = tuple(line for table in filled for cell in table.cells for line in cell.lines)
    free = group_lines(outside(tables, glyphs))
    return Page(number, *PAGE, "text", lines=(*free, *lines), tables=filled)


def test_a_running_head_inside_the_table_of_another_page_is_none_of_its_cells() -> None:
    """On the first page the head stands over the table; on the second the table begins above it."""
    head = ("แผนปฏิบัติการป้องกันการทุจริต", 60.0, 30.0)
    first = page_with(head, number=1, ruled=False)
    second = page_with(head, ("มาตรการ", 60, 50), ("ผู้รับผิดชอบ", 260, 50), number=2, ruled=True)
    _, read = with_marks([first, second])
    assert [cell.text for cell in read.tables[0].cells if cell.row == 0] == ["มาตรการ", "ผู้รับผิดชอบ"]
    assert [finding.code for finding in read.findings] == ["running-head"]


def test_a_header_repeated_at_one_height_stays_a_header() -> None:
    pages = [page_with(("มาตรการป้องกัน", 60, 30), number=n, ruled=True) for n in (1, 2)]
    assert [page.tables[0].cells[0].text for page in with_marks(pages)] == ["มาตรการป้องกัน"] * 2
