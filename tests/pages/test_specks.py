"""Copies of copies: specks go, full stops and tone marks stay."""

from __future__ import annotations

import cv2
import numpy as np
from page_paper import raster, sheet

from extract.pages.specks import despeckled, filtered

PAGE = cv2.resize(sheet(np.random.default_rng(1)), None, fx=1.4, fy=1.4)


def strewn(page: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(7)
    height, width = page.shape
    for y, x in zip(rng.integers(0, height - 2, 6000), rng.integers(0, width - 2, 6000), strict=True):
        page[y : y + 2, x : x + 2] = 30
    return page


def test_specks_go_and_full_stops_and_tone_marks_stay() -> None:
    page = PAGE.copy()
    page[140:145, 40:45] = 20  # a full stop far from its word
    page[200:202, 60:64] = 20  # a tone mark over its letter
    page[205:225, 56:70] = 20
    dirty = strewn(page.copy())
    clean = despeckled(raster(dirty)).image
    assert int(clean[140:145, 40:45].min()) < 60 and int(clean[200:202, 60:64].min()) < 60
    paper = (page > 240) & (cv2.dilate((page < 200).astype(np.uint8), np.ones((15, 15))) == 0)
    assert (clean[paper] < 150).sum() < 0.03 * (dirty[paper] < 150).sum()


def test_clean_page_comes_back_as_it_is() -> None:
    page = raster(PAGE)
    assert despeckled(page) is page


def test_speck_on_the_foot_of_a_letter_goes_as_well() -> None:
    page = np.full_like(PAGE, 245)
    page[300:318, 200:203] = 30  # a stroke
    page[318:321, 200:214] = 30
    dirty = strewn(page.copy())
    dirty[280:330, 180:240] = page[280:330, 180:240]
    dirty[308:310, 203:205] = 30
    out = filtered(raster(dirty))[0].image
    assert int(out[308:310, 204].min()) > 200  # the speck
    assert int(out[302:316, 201].max()) < 60 and int(out[319, 203:211].max()) < 60  # strokes stay


def test_median_leaves_clean_and_coarse_pages_alone() -> None:
    page, coarse = raster(PAGE), raster(strewn(PAGE.copy()), 150)
    assert filtered(page) == (page, False)
    assert filtered(coarse)[0] is coarse and filtered(coarse)[1]


def test_few_specks_are_filtered_and_no_letter_is_doubted_for_them() -> None:
    page = PAGE.copy()
    rng = np.random.default_rng(7)
    height, width = page.shape
    for y, x in zip(rng.integers(0, height - 2, 800), rng.integers(0, width - 2, 800), strict=True):
        page[y : y + 2, x : x + 2] = 30
    few, crowded = filtered(raster(page)), filtered(raster(strewn(PAGE.copy())))
    assert few[0].image is not page and not few[1]
    assert crowded[1]


def test_dots_of_a_dotted_rule_are_no_specks() -> None:
    """Rows of a table are ruled with dots two pixels wide; taken off as specks, they left rows as one."""
    page = np.full_like(PAGE, 245)
    for y in range(100, 500, 40):
        for x in range(60, 600, 4):
            page[y : y + 2, x : x + 2] = 30
    kept = despeckled(raster(page))
    assert np.array_equal(kept.image, page)
    assert filtered(raster(page))[0].image is page


def test_loop_of_one_pixel_stays_open_on_a_black_and_white_copy_with_few_specks() -> None:
    page = np.full((1400, 1000), 255, np.uint8)
    for left in range(100, 900, 40):
        page[300:318, left : left + 3] = 0  # the stem of a letter
        page[300:305, left : left + 5] = 0  # its head
        page[302, left + 2] = 255  # and the loop in it
        page[314:317, left + 12 : left + 15] = 0  # a full stop
    loops = page.copy()
    rng = np.random.default_rng(7)
    for y, x in zip(rng.integers(400, 1390, 180), rng.integers(0, 990, 180), strict=True):
        page[y : y + 2, x : x + 2] = 0
    clean, strewn_close = filtered(raster(page))
    assert not strewn_close
    assert (clean.image[:390] == loops[:390]).all()
    assert int((clean.image[400:] < 150).sum()) < 0.05 * int((page[400:] < 150).sum())
