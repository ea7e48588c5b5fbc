"""Page marks that were printed inside a table: -๑- under the last row, on a page that ends with its table."""

from __future__ import annotations

from table_paper import lattice, print_at

from extract.marks.page_furniture import with_marks, without_page_marks
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


def test_a_lone_dash_is_a_value() -> None:
    assert taken(("มาตรการ", 60, 170), ("-", 298, 240)) == (["มาตรการ", "-", ""], [])


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
