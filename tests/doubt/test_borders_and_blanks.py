"""Rows cut in two, lines on the wrong side of a border, values in the wrong cell, as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.model import BBox, Line, Page
from tests.doubt.test_stage import HEADER, TITLE, codes, doubted
from tests.records import papers

PITCH = 14.0
ROWS = (
    (
        "๑",
        "เผยแพร่ข้อมูลการใช้จ่าย|งบประมาณ",
        "๑) จัดทำประกาศ|๒) ปิดประกาศ",
        "กองคลัง",
        "ตุลาคม ๒๕๖๕",
        "เผยแพร่ครบ ๔ ครั้ง",
    ),
    ("๒", "อบรมบุคลากร|ด้านคุณธรรม", "๑) จัดอบรม|๒) สรุปผล", "สำนักปลัด", "มีนาคม ๒๕๖๖", "จัดอบรมแล้ว"),
    ("๓", "ป้องกัน|การรับสินบน", "๑) แต่งตั้งคณะทำงาน|๒) รายงานผล", "กองช่าง", "มกราคม ๒๕๖๖", "แต่งตั้งแล้ว"),
    ("๔", "เปิดเผย|ราคากลาง", "๑) จัดทำแบบ|๒) เผยแพร่", "กองคลัง", "เมษายน ๒๕๖๖", "เผยแพร่แล้ว"),
)


def printed(rows: Sequence[Sequence[str]], padding: float = 4.0, tight: Sequence[int] = ()) -> Page:
    """A page of ``rows`` under the header, lines parted by ``|``; no padding over the rows in ``tight``."""
    cells, top = list(papers.table([HEADER]).cells), 180.0
    for number, row in enumerate(rows, start=1):
        above = 0.0 if number in tight else padding
        below = 0.0 if number + 1 in tight else padding
        height = above + below + PITCH * max(text.count("|") + 1 for text in row)
        for column, text in enumerate(row):
            pieces = [piece for piece in text.split("|") if piece]
            cell = papers.cell(number, column, " ".join(pieces))
            box = BBox(cell.bbox.x0, top, cell.bbox.x1, top + height)
            lines = tuple(
                Line(
                    piece,
                    BBox(box.x0 + 4, top + above + PITCH * n, box.x1 - 9, top + above + PITCH * (n + 1)),
                )
                for n, piece in enumerate(pieces)
            )
            cells.append(papers.cell(number, column, " ".join(pieces), bbox=box, lines=lines))
        top += height
    table = papers.from_cells(cells, len(HEADER))
    return papers.page(1, TITLE, [table])


def changed(row: int, column: int, text: str) -> list[list[str]]:
    rows = [list(each) for each in ROWS]
    rows[row][column] = text
    return rows


def found(rows: Sequence[Sequence[str]], **how: object) -> list[set[str]]:
    built, _ = doubted((printed(rows, **how),))  # type: ignore[arg-type]
    return [codes(record) for record in built.records]


def test_rows_with_space_around_their_borders_are_not_doubted() -> None:
    assert found(ROWS) == [set()] * 4


def test_a_row_cut_in_two_where_no_border_is_printed_is_told_on_both_sides() -> None:
    rows = [list(row) for row in ROWS]
    upper = [text.split("|")[0] for text in rows[1]]
    lower = [text.partition("|")[2] for text in rows[1]]
    told = found([rows[0], upper, lower, *rows[2:]], tight=[3])
    assert ["lines-over-border" in each for each in told] == [False, True, True, False, False]


def test_a_last_line_that_went_over_the_border_is_told_in_both_rows() -> None:
    rows = changed(0, 1, "เผยแพร่ข้อมูลการใช้จ่าย")
    rows[0][2] = "๑) ทำประกาศ"
    rows[1][1] = "งบประมาณ|อบรมบุคลากร|ด้านคุณธรรม"
    told = found(rows, tight=[2])
    assert ["lines-over-border" in each for each in told] == [True, True, False, False]


def test_a_table_without_space_around_its_borders_tells_nothing() -> None:
    assert not any("lines-over-border" in each for each in found(ROWS, padding=0.0))


@pytest.mark.parametrize("above", ["มีนาคม ๒๕๖๖|มกราคม ๒๕๖๖", "ภายในวันที่|๓๑ มีนาคม ๒๕๖๖|๑ - ๓๑|ม.ค. ๒๕๖๖"])
def test_two_periods_in_one_cell_and_none_in_the_next(above: str) -> None:
    rows = changed(1, 4, above)
    rows[2][4] = ""
    told = found(rows)
    assert "rows-run-together" in told[1] & told[2] and "rows-run-together" not in told[0] | told[3]


def test_one_period_on_two_lines_above_a_blank_is_one_period() -> None:
    rows = changed(1, 4, "มีนาคม ๒๕๖๖ -|มิถุนายน ๒๕๖๖")
    rows[2][4] = ""
    assert not any("rows-run-together" in each for each in found(rows))


@pytest.mark.parametrize(
    ("blank", "beside", "text"),
    [
        (4, 5, "จัดอบรมแล้ว|มีนาคม ๒๕๖๖"),
        (3, 4, "มีนาคม ๒๕๖๖|สำนักปลัด"),
        (2, 1, "อบรมบุคลากร|๑) จัดอบรม|๒) สรุปผล"),
    ],
)
def test_a_value_in_the_cell_beside_its_own_blank_one(blank: int, beside: int, text: str) -> None:
    rows = changed(1, blank, "")
    rows[1][beside] = text
    told = found(rows)
    assert ["text-beside-blank" in each for each in told] == [False, True, False, False]


def test_a_blank_cell_beside_a_text_of_its_own_kind_is_no_fault() -> None:
    assert "text-beside-blank" not in found(changed(1, 4, ""))[1]
