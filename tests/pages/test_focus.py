"""Pictures out of focus are sharpened; sharp ones are let be."""

from __future__ import annotations

import cv2
import numpy as np
from page_paper import raster, sheet

from extract.pages.focus import SOFT, edge_width, sharpened

SHARP = cv2.resize(sheet(np.random.default_rng(1)), None, fx=1.42, fy=1.42, interpolation=cv2.INTER_CUBIC)


def test_sharp_scan_comes_back_as_it_is() -> None:
    page = raster(SHARP, 200)
    assert sharpened(page)[0] is page


def test_picture_out_of_focus_is_as_sharp_as_a_scan_again() -> None:
    soft = cv2.GaussianBlur(SHARP, (0, 0), 2.0)
    out, width = sharpened(raster(soft, 200))
    assert width > 4
    assert edge_width(out.image)[0] < SOFT * 200
    assert np.abs(out.image.astype(int) - SHARP).mean() < 0.6 * np.abs(soft.astype(int) - SHARP).mean()


def test_few_words_on_a_page_are_measured_by_themselves() -> None:
    few = np.full_like(SHARP, 250)
    few[200:330, 300:900] = SHARP[200:330, 300:900]
    assert edge_width(few)[0] < SOFT * 200


def test_blank_page_tells_nothing() -> None:
    blank = np.full((2000, 1400), 248, np.uint8)
    assert edge_width(blank) == (0.0, 0.0)
