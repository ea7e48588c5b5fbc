"""Photographs of activities, bound behind a report: no print, and so no page that went unread."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from extract.clock import Clock
from extract.doubt.pages import doubt_pages
from extract.model import BBox, GrayImage, Line, Page
from extract.ocr.choose import Engines, Region
from extract.pages.document import open_document
from extract.reading.page import read_page
from extract.reading.photographs import is_photograph, is_print

DPI = 150
BOX = BBox(100, 100, 400, 120)


def sheet() -> GrayImage:
    return np.full((1754, 1240), 250, np.uint8)


def photograph(height: int, width: int) -> GrayImage:
    """Soft shapes of all tones, as leaves, faces and walls are."""
    rng = np.random.default_rng(7)
    coarse = rng.integers(20, 220, (height // 60, width // 60)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def with_photographs() -> GrayImage:
    page = sheet()
    page[120:820, 120:1120] = photograph(700, 1000)
    page[920:1620, 120:1120] = photograph(700, 1000)
    return page


def with_print(page: GrayImage) -> GrayImage:
    for top in range(200, 1600, 60):
        for left in range(100, 1100, 24):
            cv2.putText(page, "n", (left, top), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 3)
    return page


def read(page: GrayImage, lines: tuple[Line, ...]) -> Page:
    """The page, read by an eye that sees ``lines`` in each region."""

    class Eye:
        name = "reader"

        def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
            return [lines for _ in regions]

    engines = Engines("auto")
    engines._engine = Eye()  # type: ignore[assignment]
    with open_document(cv2.imencode(".png", page)[1].tobytes(), "annex.png") as document:
        (read,) = doubt_pages([read_page(document, 1, engines, Clock())])
    return read


@pytest.mark.parametrize("lines", [(), (Line("๑ ต์ -", BOX, 0.31), Line("๑", BOX, 0.97))])
def test_a_page_of_photographs_was_read_well_whatever_the_eye_takes_for_letters(
    lines: tuple[Line, ...],
) -> None:
    page = read(with_photographs(), lines)
    codes = {found.code for found in page.findings}
    assert "page-photograph" in codes and "page-unread" not in codes
    assert not page.lines and not page.tables


def test_the_caption_of_a_photograph_is_kept() -> None:
    caption = Line("ภาพที่ ๑ การประชุมพนักงาน", BOX, 0.93)
    assert [line.text for line in read(with_photographs(), (caption,)).lines][:1] == [caption.text]


def test_a_caption_that_was_read_badly_makes_the_page_unread() -> None:
    page = read(with_photographs(), (Line("ภาพการประชุมชี้แจงพนักงาน", BOX, 0.45),))
    assert "page-unread" in {found.code for found in page.findings}


@pytest.mark.parametrize("spoil", [lambda page: page, lambda page: 255 - page])
def test_print_that_the_eye_cannot_see_is_no_photograph(spoil: object) -> None:
    assert callable(spoil)
    page = spoil(with_print(sheet()))
    assert not is_photograph(page, DPI)
    assert "page-unread" in {found.code for found in read(page, ()).findings}


def test_a_shadow_over_a_sheet_is_no_photograph() -> None:
    shade = np.linspace(0.4, 1.0, 1240)[None, :]
    assert not is_photograph(np.asarray(with_print(sheet()) * shade, np.uint8), DPI)


def test_signs_and_letters_of_no_word_are_no_print() -> None:
    assert not is_print(Line("๑ ๒-๑ ต", BOX, 0.2)) and not is_print(Line("๑", BOX, 0.99))
    assert is_print(Line("การประชุม", BOX, 0.3))


@pytest.mark.parametrize("size", [(1, 1), (30, 2000), (149, 149)])
def test_a_picture_too_small_for_a_page_is_no_photograph(size: tuple[int, int]) -> None:
    assert not is_photograph(np.zeros(size, np.uint8), DPI)
