"""Boxes to tick and ditto marks, told by their shape on a scan."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from table_paper import paper

from extract.model import BBox, Cell, Line
from extract.tables.small_signs import find_boxes, with_boxes, with_dittos, without_boxes

DPI = 200.0
CELL = BBox(40, 40, 400, 260)


def boxes(*ticked: bool, side: int = 26, left: int = 60) -> np.ndarray:
    """A cell with boxes under one another, some with a tick that runs out at the right."""
    image = paper(500, 400)
    for n, on in enumerate(ticked):
        y = 60 + 60 * n
        cv2.rectangle(image, (left, y), (left + side, y + side), 30, 2)
        if on:
            points = np.array([(left + 5, y + 14), (left + 11, y + 22), (left + side + 6, y - 4)])
            cv2.polylines(image, [points], False, 30, 3)
    return image


def test_boxes_are_found_and_those_with_ink_are_ticked() -> None:
    found = find_boxes(boxes(False, True, False), [CELL], DPI)
    assert [box.ticked for box in sorted(found, key=lambda box: box.place.y0)] == [False, True, False]


def test_one_square_alone_may_be_a_letter() -> None:
    assert find_boxes(boxes(True), [CELL], DPI) == ()


def test_squares_that_touch_their_neighbours_are_letters() -> None:
    image = boxes(False, False)
    image[40:260, 91:97] = 30
    assert find_boxes(image, [CELL], DPI) == ()


def test_the_signs_stand_in_front_of_their_words() -> None:
    image = boxes(False, True)
    found = find_boxes(image, [CELL], DPI)
    assert without_boxes(image, found, DPI)[120:148, 58:88].min() > 200
    lines = tuple(
        Line(text, BBox(100, y, 220, y + 30)) for text, y in (("แล้วเสร็จ", 58), ("ยังไม่แล้วเสร็จ", 118))
    )
    cell = with_boxes(Cell(1, 1, 1, 1, CELL, 1, lines), found, 1.0)
    assert cell.text == "☐ แล้วเสร็จ ☑ ยังไม่แล้วเสร็จ"


def test_boxes_in_one_line_stand_between_its_words() -> None:
    image = paper(500, 400)
    for x in (60, 220):
        cv2.rectangle(image, (x, 60), (x + 26, 86), 30, 2)
    cv2.line(image, (225, 65), (240, 80), 30, 3)
    found = find_boxes(image, [CELL], DPI)
    line = Line("แล้วเสร็จ  ยังไม่ทำ", BBox(100, 55, 390, 90))
    assert with_boxes(Cell(1, 1, 1, 1, CELL, 1, (line,)), found, 1.0).text == "☐ แล้วเสร็จ ☑ ยังไม่ทำ"


def column(*, high: int, dashes: bool = False, strokes: int = 2, text: str = "*") -> list[Cell]:
    """Cells of one column: words above, and below them short strokes beside one another."""
    image = paper(500, 400)
    for x in range(60, 360, 18):
        cv2.rectangle(image, (x, 60), (x + 11, 75), 30, 2)
    for n in range(strokes):
        cv2.rectangle(image, (200 + 7 * n, 160), (202 + 7 * n, 160 + high), 30, -1)
    if dashes:
        for x in (180, 222):
            cv2.rectangle(image, (x, 165), (x + 10, 167), 30, -1)
    words = Cell(0, 0, 1, 1, BBox(40, 40, 400, 130), 1, text="กองสาธารณสุขและสิ่งแวดล้อม")
    mark = Cell(1, 0, 1, 1, BBox(40, 130, 400, 220), 1, text=text, confidence=0.5)
    return with_dittos([words, mark], image, DPI)


@pytest.mark.parametrize("text", ["*", "", "-", '"', "ฏ"])
@pytest.mark.parametrize("dashes", [False, True])
def test_two_short_strokes_are_a_ditto_mark_whatever_was_read(text: str, dashes: bool) -> None:
    assert [cell.text for cell in column(high=9, dashes=dashes, text=text)][1] == "″"


@pytest.mark.parametrize(("high", "strokes"), [(16, 2), (9, 1), (9, 3)])
def test_digits_and_other_strokes_are_none(high: int, strokes: int) -> None:
    assert column(high=high, strokes=strokes, text="11")[1].text == "11"


def test_two_strokes_that_blur_has_joined_are_two_and_a_digit_of_two_peaks_is_none() -> None:
    for high, read in ((6, "″"), (14, "*")):
        image = paper(500, 400)
        for x in range(60, 360, 18):
            cv2.rectangle(image, (x, 60), (x + 11, 75), 30, 2)
        image[160 : 160 + high, 200:209] = 150
        image[160 : 160 + high, 200:203] = image[160 : 160 + high, 206:209] = 30
        words = Cell(0, 0, 1, 1, BBox(40, 40, 400, 130), 1, text="กองสาธารณสุขและสิ่งแวดล้อม")
        mark = Cell(1, 0, 1, 1, BBox(40, 130, 400, 220), 1, text="*", confidence=0.5)
        assert with_dittos([words, mark], image, DPI)[1].text == read


def test_a_digit_read_for_sure_stands() -> None:
    image = paper(500, 400)
    cell = Cell(1, 0, 1, 1, BBox(40, 130, 400, 220), 1, text="11", confidence=0.99)
    for n in (0, 1):
        cv2.rectangle(image, (200 + 7 * n, 160), (202 + 7 * n, 169), 30, -1)
    assert with_dittos([cell], image, DPI) == [cell]
