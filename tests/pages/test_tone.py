"""Gray levels of pictures: negatives, faint toner, light that falls off over the page."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from page_paper import raster, sheet

from extract.marks.coloured_ink import lift
from extract.pages.tone import evened, is_negative, positive

PAGE = sheet(np.random.default_rng(1))
WHOLE = np.full((8, 8), 255, np.uint8)


def printed(paper: float, ink: float) -> np.ndarray:
    """The sheet with its paper and ink at these levels, with a scanner's grain."""
    share = (PAGE.astype(np.float64) - PAGE.min()) / (int(PAGE.max()) - int(PAGE.min()))
    grain = np.random.default_rng(2).normal(0, 2, PAGE.shape)
    return np.clip(ink + share * (paper - ink) + grain, 0, 255).astype(np.uint8)


def test_letters_in_white_on_black_are_turned() -> None:
    page = raster(255 - PAGE, 141)
    assert is_negative(page)
    assert np.array_equal(positive(page).image, PAGE)


def test_white_sheet_on_a_dark_desk_is_no_negative() -> None:
    desk = np.full((1400, 2400), 40, np.uint8)
    desk[100:1269, 300:1954] = PAGE
    assert not is_negative(raster(desk, 141))


@pytest.mark.parametrize("paper", [250, 205])
def test_page_in_black_on_white_or_gray_comes_back_as_it_is(paper: int) -> None:
    page = raster(printed(paper, 40), 141)
    assert positive(page) is page and evened(page) is page


@pytest.mark.parametrize("ink", [130, 172, 190, 205])
def test_faint_toner_becomes_dark(ink: int) -> None:
    page = evened(raster(printed(248, ink), 141))
    rule, paper = page.image[199:202, 600:700], page.image[210:240, 600:700]
    assert int(np.median(rule)) < 90 and int(np.median(paper)) > 235


def test_light_that_falls_to_a_quarter_is_evened_and_ink_stays_ink() -> None:
    light = np.linspace(1, 0.25, PAGE.shape[1])
    page = raster((printed(245, 30) * light).astype(np.uint8), 141)
    even = evened(page, WHOLE).image
    assert int(np.percentile(even[206:234, 60:1600], 8)) > 225
    assert int(np.median(even[199:202, 1400:1500])) < 90


def test_print_under_a_lamp_and_the_sky_keeps_no_colour_of_the_light() -> None:
    """It was taken for a drawing in brown ink and lifted off."""
    light = np.linspace(1, 0.3, PAGE.shape[1])
    colours = [light * np.linspace(low, 1, PAGE.shape[1]) for low in (0.5, 0.8, 1.0)]
    seen = np.stack([printed(245, 30) * colour for colour in colours], axis=2).astype(np.uint8)
    page = raster(np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGR2GRAY)), 141)
    even = evened(replace(page, color=seen), WHOLE, photographed=True)
    assert even.color is not None
    assert float(np.percentile(np.ptp(even.color[20:-20, 20:-20].astype(int), axis=2), 95)) < 25
    assert lift(even)[1] == ()


def test_light_of_a_photograph_is_evened_and_the_ground_of_a_cell_stays_gray() -> None:
    page = printed(245, 30)
    page[202:298, 502:798] = np.minimum(page[202:298, 502:798], 200)  # a shaded cell
    light = np.linspace(1, 0.7, PAGE.shape[1])
    even = evened(raster((page * light).astype(np.uint8), 141), WHOLE, photographed=True).image
    paper, cell = even[206:234, 60:1600], even[206:234, 510:790]
    assert int(np.percentile(paper, 40)) > 240 and int(np.percentile(paper[:, -300:], 40)) > 240
    assert 190 < int(np.median(cell)) < 225
