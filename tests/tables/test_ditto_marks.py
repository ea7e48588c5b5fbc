"""Ditto marks, told by their shape on a scan."""

from __future__ import annotations

import cv2
import pytest
from table_paper import paper

from extract.model import BBox, Cell
from extract.tables.ditto_marks import with_dittos

DPI = 200.0


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


@pytest.mark.parametrize(("dash", "read"), [(True, "″"), (False, "*")])
def test_two_marks_about_a_dash_are_one(dash: bool, read: str) -> None:
    image = paper(500, 400)
    for x in range(60, 360, 18):
        cv2.rectangle(image, (x, 60), (x + 11, 75), 30, 2)
    for x in (180, 187, 220, 227):
        cv2.rectangle(image, (x, 160), (x + 2, 169), 30, -1)
    if dash:
        cv2.rectangle(image, (200, 165), (210, 167), 30, -1)
    words = Cell(0, 0, 1, 1, BBox(40, 40, 400, 130), 1, text="กองสาธารณสุขและสิ่งแวดล้อม")
    mark = Cell(1, 0, 1, 1, BBox(40, 130, 400, 220), 1, text="*", confidence=0.5)
    assert with_dittos([words, mark], image, DPI)[1].text == read


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
