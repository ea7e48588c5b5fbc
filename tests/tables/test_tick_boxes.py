"""Boxes, circles and brackets to tick, told by their shape on a scan."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from table_paper import paper

from extract.model import BBox, Cell, Line
from extract.records.status import offers_choices
from extract.tables.tick_boxes import find_boxes, with_boxes, without_boxes

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
    cell = with_boxes(Cell(1, 1, 1, 1, CELL, 1, lines), found, 1.0, offers_choices)
    assert cell is not None and cell.text == "☐ แล้วเสร็จ ☑ ยังไม่แล้วเสร็จ"


def test_boxes_in_one_line_stand_between_its_words() -> None:
    image = paper(500, 400)
    for x in (60, 220):
        cv2.rectangle(image, (x, 60), (x + 26, 86), 30, 2)
    cv2.line(image, (225, 65), (240, 80), 30, 3)
    found = find_boxes(image, [CELL], DPI)
    line = Line("แล้วเสร็จ  ยังไม่ดำเนินการ", BBox(100, 55, 390, 90))
    cell = with_boxes(Cell(1, 1, 1, 1, CELL, 1, (line,)), found, 1.0, offers_choices)
    assert cell is not None and cell.text == "☐ แล้วเสร็จ ☑ ยังไม่ดำเนินการ"


def circles(*ticked: bool, full: bool = False) -> np.ndarray:
    """Circles under one another in front of words, those ticked with a dot in or full."""
    image = paper(500, 400)
    for n, on in enumerate(ticked):
        y = 80 + 60 * n
        cv2.circle(image, (75, y), 12, 30, 2)
        if on:
            cv2.circle(image, (75, y), 12 if full else 7, 30, -1)
        cv2.rectangle(image, (110, y - 8), (220, y + 8), 30, 2)
    return image


@pytest.mark.parametrize("full", [False, True])
def test_circles_with_a_dot_or_full_are_ticked(full: bool) -> None:
    found = find_boxes(circles(False, True, False, full=full), [CELL], DPI, [3])
    assert [box.ticked for box in sorted(found, key=lambda box: box.place.y0)] == [False, True, False]


def test_a_round_digit_beside_others_is_no_circle_to_tick() -> None:
    """A scan of ๑.๑ ดำเนินการแล้วเสร็จ over ๑.๒ ยังไม่ดำเนินการ, in a face whose ๑ is as round as a circle."""
    image = circles(False, False)
    found = find_boxes(image, [CELL], DPI, [2])
    lines = tuple(
        Line(text, BBox(40, y, 220, y + 30)) for text, y in (("๑. แล้วเสร็จ", 65), ("๑. ยังไม่แล้วเสร็จ", 125))
    )
    assert len(found) == 2
    assert with_boxes(Cell(1, 1, 1, 1, CELL, 1, lines), found, 1.0, offers_choices) is None


def test_a_nought_of_a_text_layer_is_no_circle_to_tick() -> None:
    """๕๐ คน in a cell that names two statuses: ๐ is as round and as clear."""
    image = circles(False)
    (sign,) = find_boxes(image, [CELL], DPI, [2])
    assert find_boxes(image, [CELL], DPI, [2], [sign.place]) == ()


def test_circles_that_are_not_as_many_as_the_statuses_are_letters() -> None:
    assert find_boxes(circles(False, True, False), [CELL], DPI, [2]) == ()
    assert find_boxes(circles(False, True, False), [CELL], DPI) == ()


def brackets(*inside: str) -> np.ndarray:
    """Pairs of brackets in front of words, blank, with a dotted line, a stroke, or one that joins both."""
    image = paper(500, 400)
    for n, held in enumerate(inside):
        y = 80 + 60 * n
        cv2.ellipse(image, (72, y), (7, 17), 0, 110, 250, 30, 2)
        cv2.ellipse(image, (93, y), (7, 17), 0, -70, 70, 30, 2)
        if held == "dots":
            for x in range(74, 92, 5):
                cv2.circle(image, (x, y + 8), 1, 30, -1)
        elif held:
            wide = 12 if held == "joined" else 5
            cv2.line(image, (83 - wide, y + 10), (83 + wide, y - 10), 30, 3)
        cv2.rectangle(image, (125, y - 8), (240, y + 8), 30, 2)
    return image


@pytest.mark.parametrize("tick", ["stroke", "joined"])
def test_brackets_with_a_tick_between_or_over_them_are_ticked(tick: str) -> None:
    found = find_boxes(brackets("", tick, "dots"), [CELL], DPI, [3])
    assert [box.ticked for box in sorted(found, key=lambda box: box.place.y0)] == [False, True, False]


def test_a_tick_in_place_of_its_box_is_the_choice_without_one() -> None:
    image = boxes(False, False)
    cv2.polylines(image, [np.array([(62, 190), (68, 198), (82, 178)])], False, 30, 3)
    for y in (60, 120, 180):
        cv2.rectangle(image, (110, y + 4), (220, y + 22), 30, 2)
    found = find_boxes(image, [CELL], DPI, [3])
    assert [box.ticked for box in sorted(found, key=lambda box: box.place.y0)] == [False, False, True]
    assert not any(box.ticked for box in find_boxes(image, [CELL], DPI))
