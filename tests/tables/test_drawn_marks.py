"""Periods and statuses that are drawn: arrows, lines, bars and ticks over cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from table_paper import across, draw, lattice, paper

from extract.model import BBox, Cell, Line, Ruling, Table
from extract.tables.drawn_lines import label_columns, without_drawn_lines
from extract.tables.drawn_marks import read_drawn_marks
from extract.tables.ruled.grid import build_tables

XS, YS = (50, 150, 190, 230, 270, 310), (100, 130, 170, 210)
HEAD = ("มาตรการ", "ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.")
Stroke = tuple[int, int, int, int]


def is_label(text: str) -> bool:
    return text in HEAD[1:]


def table(*more: Ruling) -> Table:
    """Months over two rows, with the ``more`` rules that an arrow or a bar draws; 72 dots an inch."""
    (made,) = build_tables([*lattice(XS, YS), *more], 1, "vector")
    return replace(made, cells=tuple(map(_filled, made.cells)))


def _filled(cell: Cell) -> Cell:
    if cell.row == 0:
        return replace(cell, text=HEAD[XS.index(round(cell.bbox.x0))] if cell.bbox.x0 in XS else "")
    return replace(cell, text="ทำ" if cell.column == 0 else "", method="text")


def marked(
    strokes: Iterable[Stroke], made: Table | None = None, thick: int = 1
) -> dict[tuple[int, int], str]:
    """Row and column of the cells in which ``strokes`` (x, y, x, y) are read, and the sign."""
    image = draw(paper(400, 300), lattice(XS, YS), thickness=1)
    for x0, y0, x1, y1 in strokes:
        cv2.line(image, (x0, y0), (x1, y1), 20, thick)
    big = np.asarray(cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST), np.uint8)
    read = read_drawn_marks(made or table(), lambda: big, 144.0, 2.0, is_label)
    return {(c.row, c.column): c.text for c in read.cells if c.row and c.column and c.text}


def test_months_in_columns_of_begin_and_end_are_values_and_head_no_marks() -> None:
    """ต.ค. | มี.ค. in a first row: what stands below is text, and a round digit in it is no circle to tick."""
    texts = {(1, 1): "ต.ค.", (1, 2): "พ.ย.", (2, 1): "กุมภาพันธ์", (2, 2): "มีนาคม"}
    made = table()
    cells = tuple(replace(c, text=texts.get((c.row, c.column), "ระยะเวลา")) for c in made.cells)
    assert label_columns(replace(made, cells=cells), is_label) == {}


def arrow(x0: int, x1: int, y: int) -> list[Stroke]:
    heads = [(x, y, x + 5 * d, y + e) for x, d in ((x0, 1), (x1, -1)) for e in (-4, 4)]
    return [(x0, y, x1, y), *heads]


def test_an_arrow_marks_the_months_that_it_touches() -> None:
    assert marked(arrow(154, 226, 150)) == {(1, 1): "↔", (1, 2): "↔"}


def test_an_arrow_that_overshoots_a_border_does_not_mark_the_month_behind() -> None:
    assert marked(arrow(194, 273, 190)) == {(2, 2): "↔", (2, 3): "↔"}


@pytest.mark.parametrize("thick", [1, 5, 9])
def test_a_line_or_a_bar_marks_its_months(thick: int) -> None:
    assert marked([(196, 150, 304, 150)], thick=thick) == {(1, 2): "↔", (1, 3): "↔", (1, 4): "↔"}


def test_a_tick_by_hand_marks_its_month_and_a_dash_marks_none() -> None:
    tick = [(160, 150, 166, 158), (166, 158, 178, 140)]
    assert marked([*tick, (248, 150, 253, 150)]) == {(1, 1): "✓"}


def test_specks_of_a_scan_are_no_mark() -> None:
    assert marked([(160, 150, 160, 150), (250, 155, 250, 155)]) == {}


def test_what_is_read_in_a_cell_stands() -> None:
    made = table()
    cells = (replace(c, text="๕๐") if (c.row, c.column) == (1, 1) else c for c in made.cells)
    made = replace(made, cells=tuple(cells))
    assert marked(arrow(154, 226, 150), made) == {(1, 1): "๕๐", (1, 2): "✓"}


def test_an_end_in_the_middle_of_what_is_too_little_is_told() -> None:
    made = table()
    image = draw(paper(400, 300), lattice(XS, YS), thickness=1)
    cv2.line(image, (154, 150), (203, 150), 20, 1)
    big = np.asarray(cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST), np.uint8)
    read = read_drawn_marks(made, lambda: big, 144.0, 2.0, is_label)
    assert [(c.column, f.code) for c in read.cells for f in c.findings] == [(2, "mark-end-unsure")]


def test_a_line_from_border_to_border_cuts_no_row() -> None:
    cut = table(across(150, 150, 270))
    assert cut.rows == 4
    whole = without_drawn_lines(cut, is_label)
    assert (whole.rows, whole.columns, len(whole.cells)) == (3, 5, 15)
    assert [c.bbox.as_list() for c in whole.cells if (c.row, c.column) == (1, 2)] == [[190, 130, 230, 170]]
    assert not any(rule.horizontal and rule.position == 150 for rule in whole.rulings)


def test_the_frame_of_a_bar_cuts_no_column() -> None:
    frame = [
        across(145, 160, 260),
        across(155, 160, 260),
        Ruling(False, 160, 145, 155),
        Ruling(False, 260, 145, 155),
    ]
    whole = without_drawn_lines(table(*frame), is_label)
    assert (whole.rows, whole.columns) == (3, 5)


def test_a_table_without_labels_keeps_its_empty_rows() -> None:
    made = table(across(150, 150, 310))
    assert without_drawn_lines(made, lambda text: False) is made


def test_labels_count_side_by_side_and_one_between_two_was_misread() -> None:
    assert label_columns(table(), is_label) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert label_columns(table(), lambda text: text in ("ต.ค.", "พ.ย.", "ม.ค.")) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert label_columns(table(), lambda text: text in ("ต.ค.", "ธ.ค.")) == {}
    assert label_columns(table(), lambda text: text in ("ต.ค.", "ม.ค.")) == {}


def test_one_cell_over_several_months_that_holds_an_arrow_is_marked() -> None:
    made = table()
    wide = next(c for c in made.cells if (c.row, c.column) == (1, 2))
    wide = replace(
        wide, column_span=2, bbox=BBox(190, 130, 270, 170), text="ง", method="reader", confidence=0.3
    )
    cells = tuple(
        wide if (c.row, c.column) == (1, 2) else c for c in made.cells if (c.row, c.column) != (1, 3)
    )
    image = draw(paper(400, 300), lattice(XS, YS), thickness=1)
    image[131:169, 228:232] = image[131:169, 195:199]
    for x0, y0, x1, y1 in arrow(200, 258, 150):
        cv2.line(image, (x0, y0), (x1, y1), 20, 1)
    big = np.asarray(cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST), np.uint8)
    read = read_drawn_marks(replace(made, cells=cells), lambda: big, 144.0, 2.0, is_label)
    assert [(c.column, c.text) for c in read.cells if c.row == 1 and c.column] == [(1, ""), (2, "↔"), (4, "")]


def test_months_without_their_header_on_the_next_page_are_marked_too() -> None:
    cells = tuple(replace(c, text="ทำ" if c.column == 0 else "") for c in table().cells)
    assert marked(arrow(154, 226, 150), replace(table(), cells=cells)) == {(1, 1): "↔", (1, 2): "↔"}
    texts = tuple(replace(c, text="ทำ" if c.column in (0, 3) else "") for c in table().cells)
    assert label_columns(replace(table(), cells=texts), is_label) == {}


def test_ticks_read_as_the_same_digit_are_no_quarters() -> None:
    texts = {(1, 0): "๑", (1, 1): "๑", (1, 2): "๑", (2, 3): "๑", (2, 4): "๒"}
    cells = tuple(
        replace(c, text=texts.get((c.row, c.column), "ก" if not c.row else "")) for c in table().cells
    )
    assert label_columns(replace(table(), cells=cells), str.isdigit) == {3: 3, 4: 3}


def test_a_table_of_which_no_letter_was_read_surely_is_left_as_it_is() -> None:
    cells = tuple(
        replace(c, text="ก" if c.text else "", method="reader", confidence=0.2) for c in table().cells
    )
    made = replace(table(), cells=cells)
    assert without_drawn_lines(made, lambda text: text == "ก") is made


def frame(x: int, y: int) -> list[Stroke]:
    return [(x, y, x + 9, y), (x, y + 9, x + 9, y + 9), (x, y, x, y + 9), (x + 9, y, x + 9, y + 9)]


def test_boxes_without_a_tick_mark_nothing() -> None:
    """☐ ☑ ☐ under three months: one of them is ticked."""
    ticked = [*frame(205, 145), (207, 150, 209, 153), (209, 153, 213, 147)]
    read = marked([*frame(165, 145), *ticked, *frame(245, 145)])
    assert read == {(1, 1): "☐", (1, 2): "✓", (1, 3): "☐"}


def test_a_first_month_misread_is_a_month_beside_three() -> None:
    made = table()
    cells = [replace(cell, text="ด.ค.") if cell.text == "ต.ค." else cell for cell in made.cells]
    assert label_columns(replace(made, cells=tuple(cells)), is_label) == {1: 1, 2: 1, 3: 1, 4: 1}


def test_a_tick_drawn_over_one_of_printed_boxes_marks_it() -> None:
    """The boxes are letters of the text layer, the tick is a path."""
    made = table()
    cells = []
    for one in made.cells:
        if one.row == 1 and one.column:
            x, y = one.bbox.center
            box = Line("☐", BBox(x - 5, y - 5, x + 5, y + 5))
            one = replace(one, text="☐", lines=(box,))
        cells.append(one)
    made = replace(made, cells=tuple(cells))
    frames = [
        stroke
        for x in (170, 210, 250, 290)
        for stroke in (
            (x - 5, 145, x + 5, 145),
            (x - 5, 155, x + 5, 155),
            (x - 5, 145, x - 5, 155),
            (x + 5, 145, x + 5, 155),
        )
    ]
    tick = [(246, 150, 249, 156), (249, 156, 258, 142)]
    assert {at for at, text in marked([*frames, *tick], made).items() if text == "✓"} == {(1, 3)}
    assert "✓" not in marked(frames, made).values()
