"""Scans as they come off the glass: skewed, shadowed, in a black frame, sideways, upside down."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_paper import ROOT, opened, raster, sheet

from extract.model import BBox, Raster
from extract.pages.deskew import find_skew, flatten, level_roughly, straighten
from extract.pages.orient import orient, orientation, turned
from extract.pages.render import render

REPORTS = sorted((ROOT / "fixtures" / "reports").glob("*-libreoffice.pdf"))
MARK = BBox(700, 500, 760, 540)  # pixels of the sheet


def skewed(image: np.ndarray, angle: float, paper: int = 250) -> tuple[np.ndarray, np.ndarray]:
    """The sheet as a scanner sees it, turned counter-clockwise by ``angle``, and the turn."""
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(image, turn, (width, height), borderValue=paper), turn


def corners(box: BBox) -> np.ndarray:
    return np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]], float)


def box_found(straight: Raster) -> np.ndarray:
    """Corners, on the page, of the black mark in a straightened picture."""
    ys, xs = np.nonzero(cv2.erode((straight.image < 10).astype(np.uint8), np.ones((9, 9))))
    pixels = corners(BBox(xs.min() - 4, ys.min() - 4, xs.max() + 5, ys.max() + 5))
    return np.c_[pixels, np.ones(4)] @ straight.to_page.T


@pytest.mark.parametrize("angle", [-5.0, -3.3, -1.0, -0.4, 0.2, 0.7, 2.5, 5.0])
def test_box_found_on_a_straightened_scan_leads_back_to_its_place(angle: float) -> None:
    image = sheet(np.random.default_rng(1))
    image[500:540, 700:760] = 0
    scan, turn = skewed(image, angle)
    straight = straighten(raster(scan, 72))
    expected = np.c_[corners(MARK), np.ones(4)] @ turn.T
    assert np.abs(box_found(straight) - expected).max() < 1.5
    assert straight.skew == pytest.approx(angle, abs=0.05)


WORST = 0.1
"""Degrees: the largest error on 144 turned and noised pages; 1 point over the width of A4."""


@pytest.mark.parametrize(("table", "text"), [(True, True), (True, False), (False, True)])
@given(angle=st.floats(-5, 5), seed=st.integers(0, 99))
@settings(max_examples=12, deadline=None)
def test_skew_is_found_on_tables_and_on_text(table: bool, text: bool, angle: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scan, _ = skewed(sheet(rng, table=table, text=text), angle)
    noisy = np.clip(scan + rng.normal(0, 10, scan.shape), 0, 255).astype(np.uint8)
    assert find_skew(raster(noisy, 141)) == pytest.approx(angle, abs=WORST)


def test_straight_and_empty_pages_stay_as_they_are() -> None:
    for image in (sheet(np.random.default_rng(1)), np.full((1169, 827), 250, np.uint8)):
        page = raster(image, 141)
        assert straighten(page) is page


def test_nothing_is_cut_off_at_the_corners() -> None:
    image = np.full((1169, 1654), 250, np.uint8)
    for y in range(40, 1169, 60):
        cv2.line(image, (5, y), (1648, y), 40, 2)
    straight = straighten(raster(skewed(image, 4.0)[0], 141))
    assert straight.image.shape[0] > 1250 and straight.image.shape[1] > 1700
    assert int(straight.image[0, 0]) == 255


def test_black_frame_of_the_scanner_does_not_hold_the_page() -> None:
    """The frame lies straight, the paper in it does not."""
    scan, _ = skewed(sheet(np.random.default_rng(4)), 2.0)
    scan[:, :60] = scan[:40] = scan[-90:] = 12
    page = raster(scan, 141)
    assert find_skew(page) == pytest.approx(2.0, abs=0.06)
    clean = flatten(page).image
    assert int(clean[:, :50].min()) == 255 and int(clean[-80:].min()) == 255
    assert int(clean[600:700, 400:1200].min()) < 100


def test_shadow_of_the_fold_becomes_paper() -> None:
    image = sheet(np.random.default_rng(5))
    shade = 1 - 0.55 * np.exp(-np.linspace(0, 5, image.shape[1]))
    scan = (image * shade).astype(np.uint8)
    clean = flatten(raster(scan, 141)).image
    assert int(np.percentile(scan[:, 20:80], 90)) < 160
    assert int(np.percentile(clean[:, 20:80], 10)) > 235
    ruled = clean[300, 120:480]
    assert int(ruled.max()) < 110, "rules stay dark"


def test_clean_page_is_not_flattened() -> None:
    page = raster(np.full((500, 500), 255, np.uint8))
    assert flatten(page) is page


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turning_leads_back_to_the_page(rotation: int) -> None:
    image = sheet(np.random.default_rng(1))
    image[500:540, 700:760] = 0
    page = turned(raster(image, 72), rotation)
    assert page.rotation == rotation
    assert np.abs(np.sort(box_found(page), axis=0) - np.sort(corners(MARK), axis=0)).max() < 0.01


@pytest.mark.skipif(not REPORTS, reason="fixtures/reports is not there")
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_thai_page_is_turned_upright_from_any_side(path: Path) -> None:
    with opened(path.read_bytes()) as page:
        upright = render(page, 150)
    for quarter in (0, 90, 180, 270):
        lying = raster(turned(upright, quarter).image, 150)
        found = orientation(lying)
        assert (found.rotation + quarter) % 360 == 0
        assert np.array_equal(orient(lying).image, upright.image)


def test_page_without_marks_is_not_turned() -> None:
    image = sheet(np.random.default_rng(2), table=False)
    page = raster(image, 141)
    assert orient(page) is page


def test_grain_of_a_whole_picture_is_held_against_letters_in_little_memory() -> None:
    """Each speck of a carpet was held against each: more memory than a page may take."""
    rng = np.random.default_rng(5)
    image = np.full((1500, 2000), 220, np.uint8)
    for x, y in zip(rng.integers(0, 1990, 30_000), rng.integers(0, 1480, 30_000), strict=True):
        image[y : y + int(rng.integers(2, 16)), x : x + 3] = 40
    tracemalloc.start()
    orientation(raster(image, 150))
    assert tracemalloc.get_traced_memory()[1] < 700e6
    tracemalloc.stop()


def test_empty_page_is_not_turned() -> None:
    page = raster(np.full((500, 500), 255, np.uint8))
    assert orient(page) is page


@pytest.mark.parametrize("angle", [-44, -20.4, -9, 7, 15.6, 30, 43])
def test_page_far_askew_is_turned_level_and_leads_back(angle: float) -> None:
    image = sheet(np.random.default_rng(1))
    image[500:540, 700:760] = 0
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turn[:, 2] += 500
    scan = cv2.warpAffine(image, turn, (width + 1000, height + 1000), borderValue=250)
    straight = straighten(level_roughly(raster(scan, 72)))
    assert straight.skew == pytest.approx(angle, abs=0.1)
    expected = np.c_[corners(MARK), np.ones(4)] @ turn.T
    assert np.abs(box_found(straight) - expected).max() < 2


def test_page_a_little_askew_is_left_to_the_fine_search() -> None:
    page = raster(skewed(sheet(np.random.default_rng(1)), 3.5)[0], 141)
    assert level_roughly(page) is page
