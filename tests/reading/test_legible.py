"""A picture that was not read says what to do: nearer, lighter, sharper."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from page_paper import raster, sheet

from extract.model import BBox, Line, Page
from extract.pages.focus import edge_width
from extract.reading.legible import MOST, advice, hardly_legible, is_doubtful

SHARP = cv2.resize(sheet(np.random.default_rng(1)), None, fx=1.42, fy=1.42, interpolation=cv2.INTER_CUBIC)


def codes(image: np.ndarray, dpi: float = 200, file_dpi: float = 200) -> list[str]:
    page = raster(image.astype(np.uint8), dpi)
    return [found.code for found in advice(page, page, edge_width(page.image)[0], file_dpi, 3)]


def test_sharp_black_page_has_nothing_to_better() -> None:
    assert codes(SHARP) == []


def test_letters_of_eight_pixels_are_too_small() -> None:
    assert codes(SHARP, 200, 90) == ["picture-small"]


def test_ink_that_is_nearly_gone_wants_light() -> None:
    assert codes(248 - (250 - SHARP.clip(0, 250)) * 0.15) == ["picture-faint"]


def test_picture_out_of_focus_wants_a_still_hand() -> None:
    assert codes(cv2.GaussianBlur(SHARP, (0, 0), 4)) == ["picture-blurred"]


def test_copy_of_a_copy_that_shows_outlines_alone_asks_for_the_original() -> None:
    square = np.ones((3, 3), np.uint8)
    grown = cv2.dilate((SHARP < 128).astype(np.uint8), square)
    once = grown ^ cv2.erode(grown, square)
    outlines = cv2.dilate(once, square) ^ once
    assert codes(255 * (1 - outlines)) == ["picture-hollow"]


def test_page_is_doubtful_by_its_letters() -> None:
    line = Line("มาตรการ", BBox(0, 0, 1, 1), 0.5)
    page = Page(1, 100, 100, "reader", lines=(line,))
    assert is_doubtful(page)
    assert not is_doubtful(replace(page, lines=(replace(line, confidence=0.95),)))
    assert not is_doubtful(replace(page, lines=()))


def test_letters_of_a_coarse_specked_or_grainy_page_are_in_doubt_and_told() -> None:
    line = Line("มาตรการ", BBox(0, 0, 1, 1), 1.0)
    read, page = Page(1, 100, 100, "reader", lines=(line,)), raster(SHARP, 200)
    assert hardly_legible(read, page, page, 200, False) is read
    for file_dpi, strewn, grain, code in (
        (96, False, 0.0, "picture-coarse"),
        (200, True, 0.0, "picture-specked"),
        (200, False, 0.3, "picture-grainy"),
    ):
        out = hardly_legible(read, page, page, file_dpi, strewn, grain)
        assert [found.code for found in out.findings] == [code]
        assert out.lines[0].confidence == MOST < 0.9
