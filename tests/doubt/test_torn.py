"""Tables torn apart: rows cut line by line, pages of them, rows left outside any table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import BBox, Line, Page
from tests.doubt.test_stage import HEADER, ROWS, TITLE, codes, doubted
from tests.records import papers


def page_codes(page: Page) -> set[str]:
    return {found.code for found in page.findings}


def test_rows_of_which_most_have_no_number_may_be_lines_of_one_row() -> None:
    rest = [("", *row[1:]) for row in ROWS]
    rows = [ROWS[0], *rest[:2], (("๒"), *ROWS[1][1:]), *rest[:2]]
    built, (after,) = doubted((papers.page(1, TITLE, [papers.table([HEADER, *rows])]),))
    assert all("rows-cut" in codes(record) and record.needs_review for record in built.records)
    assert "page-unread" in page_codes(after)


def test_a_table_without_any_number_is_cut_nowhere() -> None:
    rows = [("", *row[1:]) for row in ROWS]
    built, (after,) = doubted((papers.page(1, TITLE, [papers.table([HEADER, *rows])]),))
    assert not any("rows-cut" in codes(record) for record in built.records)
    assert "page-unread" not in page_codes(after)


def test_one_measure_over_the_column_of_its_steps_lost_the_upright_between_them() -> None:
    grid = papers.table([HEADER, *ROWS])
    wide = tuple(
        replace(cell, column_span=2) if (cell.row, cell.column) == (1, 1) else cell
        for cell in grid.cells
        if (cell.row, cell.column) != (1, 2)
    )
    built, _ = doubted((papers.page(1, TITLE, [replace(grid, cells=wide)]),))
    assert ["columns-merged" in codes(record) for record in built.records] == [
        True,
        *[False] * (len(ROWS) - 1),
    ]


def lines(*texts: str) -> Page:
    printed = [Line(text, BBox(50, 100 + 20 * n, 500, 114 + 20 * n)) for n, text in enumerate(texts)]
    return replace(papers.page(2, (), []), lines=tuple(printed))


def test_rows_on_a_page_without_a_table_are_told_though_no_number_was_read_before() -> None:
    first = papers.page(1, TITLE, [papers.table([HEADER, *[("", *row[1:]) for row in ROWS]])])
    built, _ = doubted((first, lines("๔ รับฟังผู้ประกอบการ ๒,๐๐๐ กองช่าง", "ตามแผน", "๕ สลับหน้าที่ - กองคลัง")))
    assert "rows-outside-table" in {found.code for found in built.findings}
    built, _ = doubted((first, lines("๑. ให้ทุกกองถือปฏิบัติ", "๒. รายงานทุกเดือน")))
    assert "rows-outside-table" not in {found.code for found in built.findings}


def test_numbers_alone_or_before_counts_on_a_page_without_a_table_are_rows_outside() -> None:
    """Columns run together: the number stands before the words of another column, 7 ครั้ง, or alone."""
    first = papers.page(1, TITLE, [papers.table([HEADER, *ROWS])])
    following = len(ROWS) + 1
    built, _ = doubted(
        (first, lines("จัดทำคู่มือการ", f"{following}", "ขออนุญาต", f"{following + 1} ครั้ง เพื่อติดตามความ กองคลัง"))
    )
    assert "rows-outside-table" in {found.code for found in built.findings}


def test_integrity_measures_without_table_and_known_title_are_not_told_as_no_measure_report() -> None:
    said = "หน่วยงานได้ติดตามมาตรการด้านความโปร่งใสตามผลการประเมิน ITA"
    built, _ = doubted((lines(said, "ให้ทุกกองประกาศงดรับของขวัญ"),))
    assert {"measures-unread", "no-measures"} & {found.code for found in built.findings}
    for texts in (("แผนพัฒนาท้องถิ่น", "ขุดลอกคลองสาธารณะ"), ("นายก อบต.", "ปลัด อบต.", "สำนักปลัด กองคลัง กองช่าง")):
        built, _ = doubted((lines(*texts),))
        assert "measures-unread" not in {found.code for found in built.findings}


def test_a_word_that_goes_on_beyond_the_last_upright_lost_its_end() -> None:
    page = papers.page(1, TITLE, [papers.table([HEADER, *ROWS])])
    last = page.tables[0].at(1, len(HEADER) - 1)
    assert last is not None
    edge, (x0, y0, _, y1) = page.tables[0].bbox.x1, last.bbox.as_list()
    inner = Line("เผยแพร่ครบทุกเรื่อ", BBox(x0 + 2, y0 + 2, edge - 1, y1 - 2))
    cells = tuple(
        replace(c, lines=(inner,), text=inner.text) if c == last else c for c in page.tables[0].cells
    )
    for gap, told in ((1.0, True), (30.0, False)):
        rest = Line("ง", BBox(edge + gap, y0 + 2, edge + gap + 6, y1 - 2))
        changed = replace(page, tables=(replace(page.tables[0], cells=cells),), lines=(*page.lines, rest))
        built, _ = doubted((changed,))
        assert ("text-over-border" in codes(built.records[0])) == told
        assert not any("text-over-border" in codes(record) for record in built.records[1:])


@pytest.mark.parametrize(("gap", "blanks", "told"), [(-0.5, "", True), (2.5, "", False), (-0.5, "  ", False)])
def test_a_line_on_the_last_rule_lost_what_is_beyond_it(gap: float, blanks: str, told: bool) -> None:
    """A blank at its end is no print: typst keeps it where a line wraps."""
    page = papers.page(1, TITLE, [papers.table([HEADER, *ROWS])])
    grid = page.tables[0]
    cells = []
    for cell in grid.cells:
        right = grid.bbox.x1 - gap if (cell.row, cell.column) == (1, 5) else cell.bbox.x1 - 3
        box = BBox(cell.bbox.x0 + 3, cell.bbox.y0 + 3, right, cell.bbox.y1 - 3)
        cells.append(replace(cell, lines=(Line(cell.text + blanks, box),)))
    built, _ = doubted((replace(page, tables=(replace(grid, cells=tuple(cells)),)),))
    assert ["text-over-border" in codes(record) for record in built.records] == [told, False, False]


def test_wide_spaces_on_both_sides_of_a_dash_hide_no_digits() -> None:
    rows = [(*row[:4], "มกราคม  -  มิถุนายน  ๒๕๖๖", row[5]) for row in ROWS]
    built, _ = doubted((papers.page(1, TITLE, [papers.table([HEADER, *rows])]),))
    assert not any("digits-missing" in codes(record) for record in built.records)


def test_a_blank_row_between_two_measures_is_no_hole_and_a_gap_without_cells_is() -> None:
    blank = ("",) * len(HEADER)
    grid = papers.table([HEADER, ROWS[0], blank, *ROWS[1:]])
    without = replace(grid, cells=tuple(cell for cell in grid.cells if cell.row != 2))
    for table, hole in ((grid, False), (without, True)):
        built, _ = doubted((papers.page(1, TITLE, [table]),))
        assert ("rows-apart" in {found.code for found in built.findings}) == hole


def test_a_line_that_its_cell_repairs_by_itself_stands_in_its_cell() -> None:
    page = papers.page(1, TITLE, [papers.table([HEADER, *ROWS])])
    (grid,) = page.tables
    first = next(cell for cell in grid.cells if (cell.row, cell.column) == (1, 1))
    line = Line(first.text, first.bbox)
    cells = tuple(replace(cell, lines=(line,)) if cell is first else cell for cell in grid.cells)
    raw = replace(line, text="จํานวน " + line.text)
    built, _ = doubted((replace(page, tables=(replace(grid, cells=cells),), lines=(*page.lines, raw)),))
    assert not any("text-outside-cells" in codes(record) for record in built.records)


@pytest.mark.parametrize(("text", "told"), [("100", False), ("10 0", True)])
def test_a_number_that_its_narrow_column_broke_is_no_sign_of_two_rows(text: str, told: bool) -> None:
    page = papers.page(1, TITLE, [papers.table([HEADER, *ROWS])])
    grid = page.tables[0]
    at = next(cell for cell in grid.cells if (cell.row, cell.column) == (1, 4))
    box = at.bbox
    lines_of_it = tuple(
        Line(part, BBox(box.x0 + 2, box.y0 + 2 + 9 * n, box.x0 + 14, box.y0 + 10 + 9 * n))
        for n, part in enumerate(("10", "0"))
    )
    cells = tuple(replace(c, lines=lines_of_it, text=text) if c is at else c for c in grid.cells)
    built, _ = doubted((replace(page, tables=(replace(grid, cells=cells),)),))
    assert ("rows-run-together" in codes(built.records[0])) == told
