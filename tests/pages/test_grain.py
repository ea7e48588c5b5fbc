"""Pictures taken in poor light: grain is measured, and smoothed before it is read as dots and marks."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from page_paper import raster, sheet

from extract.pages.grain import calmed, grain

PAGE = np.asarray(cv2.resize(sheet(np.random.default_rng(1)), None, fx=1.42, fy=1.42), np.uint8)


def grainy(sigma: float, light: float = 1.0) -> np.ndarray:
    noise = np.random.default_rng(3).standard_normal(PAGE.shape)
    return np.clip(PAGE * light + sigma * noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("sigma", "light"), [(20.0, 1.0), (30.0, 1.0), (10.0, 0.5)])
def test_grain_is_a_share_of_the_contrast(sigma: float, light: float) -> None:
    assert grain(grainy(sigma, light), 200) == pytest.approx(sigma / (210 * light), rel=0.25)


def test_page_of_little_grain_comes_back_as_it_is() -> None:
    page = raster(grainy(4))
    assert calmed(page)[0] is page


def test_grain_of_poor_light_is_smoothed_and_strokes_stay() -> None:
    page, share = calmed(raster(grainy(30)))
    assert share > 0.1
    paper = cv2.dilate((PAGE < 200).astype(np.uint8), np.ones((15, 15), np.uint8)) == 0
    assert float(page.image[paper].min()) > 150 > 100 > float(np.median(page.image[PAGE < 60]))


def test_empty_page_has_no_grain_to_tell() -> None:
    assert grain(np.full((600, 400), 244, np.uint8), 200) == 0.0
