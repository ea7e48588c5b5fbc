"""Columns that were merged or exchanged, as their headers and their cells show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import BBox, Cell, Line, Page
from tests.doubt.test_stage import HEADER, ROWS, TITLE, codes, doubted
from tests.records import papers

STEPS = [
    (number, measure, f"๑) {procedure} ๒) สรุปผลการดำเนินการ", unit, period, result)
    for number, measure, procedure, unit, period, result in ROWS
]


def told(*pages: Page) -> list[set[str]]:
    built, _ = doubted(pages)
    return [codes(record) for record in built.records]


def page(rows: Sequence[Sequence[str]]) -> Page:
    return papers.page(1, TITLE, [papers.table([HEADER, *rows])])


def test_measures_that_were_done_and_results_that_were_not_changed_places() -> None:
    rows = [(n, result, steps, unit, period, measure) for n, measure, steps, unit, period, result in STEPS]
    assert all("columns-exchanged" in each for each in told(page(rows)))
    assert not any("columns-exchanged" in each for each in told(page(STEPS)))


def test_measures_with_counts_and_results_without_any_changed_places() -> None:
    counts = ("ครัวเรือนได้รับข้อความ ๘๑๐ ราย", "ผู้ตรวจสอบภายในรายงานตรง ๔ ครั้ง", "ตรวจนับครุภัณฑ์ ๔๗๓ รายการ")
    rows = [(n, said, steps, unit, period, measure)
            for (n, measure, steps, unit, period, _), said in zip(ROWS, counts, strict=False)]  # fmt: skip
    assert all("columns-exchanged" in each for each in told(page(rows)))
    sound = [(n, measure, steps, unit, period, said) for n, said, steps, unit, period, measure in rows]
    assert not any("columns-exchanged" in each for each in told(page(sound)))
    blank = [(n, said, steps, unit, period, "") for n, said, steps, unit, period, _ in rows]
    assert not any("columns-exchanged" in each for each in told(page(blank)))


def test_lists_of_steps_under_the_header_of_results_changed_places() -> None:
    rows = [(n, measure, result, unit, period, steps) for n, measure, steps, unit, period, result in STEPS]
    assert all("columns-exchanged" in each for each in told(page(rows)))


def merged(number: int, rows: Sequence[Sequence[str]], header: bool) -> Page:
    """A page whose columns of unit and period have no upright between them; in its header only on demand."""
    grid = papers.table([HEADER, *rows], page=number)
    full = papers.page(number, TITLE if number == 1 else (), [grid])
    cells = list[Cell]()
    for cell in grid.cells:
        right = grid.at(cell.row, cell.column + 1)
        if cell.column == 3 and right is not None and (header or cell.row):
            lines = tuple(Line(each.text, BBox(*each.bbox.as_list())) for each in (cell, right))
            both = cell.bbox.union(right.bbox)
            cells.append(
                replace(cell, column_span=2, bbox=both, lines=lines, text=f"{cell.text} {right.text}")
            )
        elif cell.column != 4 or not (header or cell.row):
            cells.append(cell)
    return replace(full, tables=(replace(grid, cells=tuple(cells)),))


def test_a_header_cell_over_two_columns_that_names_both_stands_for_a_lost_upright() -> None:
    assert all("columns-merged" in each for each in told(merged(1, ROWS, header=True)))


def test_a_page_whose_rows_have_one_cell_in_two_columns_of_the_header() -> None:
    first = page(ROWS)
    rows = [(number, *row[1:]) for number, row in zip("๔๕๖", ROWS, strict=True)]
    found = told(first, merged(2, rows, header=False))
    assert ["columns-merged" in each for each in found] == [False] * 3 + [True] * 3


def test_no_agency_is_blamed_for_a_result_that_may_stand_in_another_column() -> None:
    rows = [(n, result, steps, unit, period, measure) for n, measure, steps, unit, period, result in STEPS]
    rows = [*rows, ("๔", "จัดอบรมครบแล้ว", "๑) เชิญวิทยากร ๒) จัดอบรม", "กองคลัง", "มีนาคม ๒๕๖๖", "")]
    last = told(page(rows))[-1]
    assert "field-unread" in last and "no-result" not in last


def test_a_header_read_badly_over_numbers_in_order_or_whole_periods_is_borne_out_by_them() -> None:
    def doubtful(column: int, rows: Sequence[Sequence[str]] = ROWS) -> list[bool]:
        grid = papers.table([HEADER, *rows])
        cells = (replace(c, confidence=0.4) if (c.row, c.column) == (0, column) else c for c in grid.cells)
        built, _ = doubted((papers.page(1, TITLE, [replace(grid, cells=tuple(cells))]),))
        return ["header-doubtful" in codes(record) for record in built.records]

    assert doubtful(0) == doubtful(4) == [False] * 3
    assert doubtful(1) == doubtful(5) == [True] * 3
    assert doubtful(0, [("๕", *ROWS[0][1:]), *ROWS[1:]]) == [True] * 3
    assert doubtful(4, [*ROWS[:2], (*ROWS[2][:4], "ทุกวัน", ROWS[2][5])]) == [True] * 3


def test_budgets_of_several_years_are_no_columns_that_were_not_read() -> None:
    head = ("ที่", "มาตรการ", "ผู้รับผิดชอบ", "ปี ๒๕๖๖ งบประมาณ", "ปี ๒๕๖๗ งบประมาณ")
    rows = [("๑", "อบรมด้านจริยธรรม", "กองคลัง", "๒๐,๐๐๐", "๓๐,๐๐๐")]

    def built_of(title: str) -> tuple[set[str], float | None]:
        built, _ = doubted((papers.page(1, (title,), [papers.table([head, *rows])]),))
        return codes(built.records[0]), built.records[0].budget_thb

    found, baht = built_of("แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใส (พ.ศ. ๒๕๖๖ - ๒๕๗๐)")
    assert "column-unread" not in found and baht == 20000
    other, _ = built_of("แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗")
    assert "column-unread" in other  # the budget that was taken is of another year
