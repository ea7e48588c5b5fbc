"""Sheets of paper on desks: found, cut out, and boxes on them led back to the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from page_paper import raster, sheet

from extract.model import BBox, moved
from extract.pages.sheet import find_sheets, in_order, rectified, without_ground

PAGE = sheet(np.random.default_rng(1))
HEIGHT, WIDTH = PAGE.shape
CORNERS = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
SEEN = np.array([[260, 190], [1880, 120], [2010, 1390], [150, 1300]], np.float32)
PICTURE = (1500, 2200)


def desk(kind: str) -> np.ndarray:
    rng = np.random.default_rng(3)
    grain = cv2.GaussianBlur(rng.normal(0, 1, PICTURE).astype(np.float32), (0, 0), 5)
    y, x = np.mgrid[: PICTURE[0], : PICTURE[1]]
    ground = {
        "dark": 45 + 60 * grain,
        "light": 185 + 30 * grain,
        "cloth": 90 + 30 * np.sign(np.sin(x / 18) * np.sin(y / 18)),
        "wood": 120 - 45 * (np.sin((x + 40 * np.sin(y / 160)) / 14) > 0.9),
    }[kind]
    return np.clip(ground, 0, 255).astype(np.uint8)


def photograph(kind: str, seen: np.ndarray = SEEN) -> tuple[np.ndarray, np.ndarray]:
    """The page on a desk, and the way from its pixels to the picture's."""
    matrix = cv2.getPerspectiveTransform(CORNERS, seen)
    picture = desk(kind)
    laid = cv2.warpPerspective(
        PAGE, matrix, PICTURE[::-1], dst=picture.copy(), borderMode=cv2.BORDER_TRANSPARENT
    )
    return cv2.GaussianBlur(laid, (0, 0), 0.8), matrix


def test_grain_of_a_desk_around_a_sheet_is_no_second_sheet() -> None:
    (found,) = find_sheets(raster(photograph("wood")[0]))
    assert found.corners is not None


@pytest.mark.parametrize("kind", ["dark", "light", "cloth"])
def test_corners_of_a_sheet_on_a_desk_are_found(kind: str) -> None:
    (found,) = find_sheets(raster(photograph(kind)[0]))
    assert found.corners is not None
    assert np.abs(found.corners - SEEN).max() < 8


def test_sheet_is_found_on_a_light_desk_into_which_its_edge_fades_at_one_place() -> None:
    picture, _ = photograph("light")
    picture[picture < 120] = 120  # wood in the light
    patch = (slice(450, 1000), slice(80, 380))
    soft = cv2.GaussianBlur(picture, (0, 0), 60)
    share = np.zeros(PICTURE, np.float32)
    share[patch] = 1
    share = cv2.GaussianBlur(share, (0, 0), 15)
    picture = (picture * (1 - share) + soft * share).astype(np.uint8)
    (found,) = find_sheets(raster(picture))
    assert found.corners is not None and np.abs(found.corners - SEEN).max() < 40


def test_sheet_is_found_under_the_soft_shadow_of_a_telephone() -> None:
    picture, _ = photograph("dark")
    shade = np.zeros(PICTURE, np.float32)
    shade[500:1250, 900:1500] = 0.5
    picture = (picture * (1 - cv2.GaussianBlur(shade, (0, 0), 25))).astype(np.uint8)
    (found,) = find_sheets(raster(picture))
    assert found.corners is not None and np.abs(found.corners - SEEN).max() < 8


def test_sheet_is_found_among_other_papers_of_nearly_its_tone() -> None:
    matrix = cv2.getPerspectiveTransform(CORNERS, SEEN)
    below = np.full(PICTURE, 60, np.uint8)
    below[:700, :900] = below[900:, 1500:] = int(np.median(PAGE)) - 12
    cv2.warpPerspective(PAGE, matrix, PICTURE[::-1], dst=below, borderMode=cv2.BORDER_TRANSPARENT)
    (found,) = find_sheets(raster(cv2.GaussianBlur(below, (0, 0), 0.8)))
    assert found.corners is not None and np.abs(found.corners - SEEN).max() < 12


def test_carpet_whose_grain_is_denser_than_print_is_no_sheet() -> None:
    picture, _ = photograph("dark")
    grain = np.random.default_rng(4).normal(70, 22, (PICTURE[0] // 3, PICTURE[1] // 3)).astype(np.float32)
    rough = cv2.resize(np.clip(grain, 0, 255), PICTURE[::-1], interpolation=cv2.INTER_NEAREST)
    on_paper = cv2.fillConvexPoly(np.zeros(PICTURE, np.uint8), SEEN.astype(np.int32), 255) > 0
    found, *more = find_sheets(raster(np.where(on_paper, picture, rough).astype(np.uint8)))
    assert not more and found.corners is not None and np.abs(found.corners - SEEN).max() < 12


def test_box_on_a_rectified_sheet_leads_back_to_its_place() -> None:
    picture, matrix = photograph("dark")
    scan = raster(picture)
    (found,) = find_sheets(scan)
    flat, is_a4 = rectified(scan, found)
    assert is_a4 and flat.dpi == pytest.approx(150, abs=20)
    box = BBox(500, 400, 800, 500)  # a cell of the page as drawn
    grow = flat.image.shape[1] / WIDTH
    there = flat.points_to_page(box.corners * grow)
    assert np.abs(there - moved(box.corners, matrix) * 72 / 200).max() < 3
    quad = flat.quad_to_page(box.scaled(grow))
    assert quad is not None and np.allclose(np.array(quad).reshape(4, 2), there, atol=0.01)


def test_scan_whose_rim_is_paper_or_a_black_edge_is_no_sheet_on_a_desk() -> None:
    assert find_sheets(raster(PAGE, 141)) == ()
    edged = PAGE.copy()
    edged[:, :12] = 5
    assert all(found.corners is None for found in find_sheets(raster(edged, 141)))


def test_each_of_two_sheets_on_a_desk_is_found() -> None:
    picture = np.hstack([photograph("dark")[0], photograph("dark")[0]])
    sheets = find_sheets(raster(picture))
    assert len(sheets) == 2 and all(found.corners is not None for found in sheets)
    left, right = (found.corners.mean(axis=0)[0] for found in in_order(sheets) if found.corners is not None)
    assert left < picture.shape[1] / 2 < right


def test_sheet_cut_off_by_the_picture_loses_its_ground_alone() -> None:
    away = SEEN + np.float32([0, 330])
    picture, _ = photograph("dark", away)
    scan = raster(picture)
    (found,) = find_sheets(scan)
    assert found.corners is None and found.on_ground
    bare = without_ground(scan, found).image
    assert int(bare[:300].min()) == 255 and int(bare[700:900, 400:1700].min()) < 100


@pytest.mark.parametrize("turned", [False, True])
def test_bar_between_two_pages_on_the_glass_parts_them(turned: bool) -> None:
    bar = np.full((HEIGHT, 30), 120, np.uint8)
    picture = np.hstack([PAGE, bar, PAGE])
    sheets = find_sheets(raster(np.ascontiguousarray(picture.T) if turned else picture))
    middles = [found.corners.mean(axis=0)[int(turned)] for found in sheets if found.corners is not None]
    assert middles == pytest.approx([WIDTH / 2, WIDTH * 1.5 + 30], abs=8)


def test_shadow_of_a_fold_parts_no_page() -> None:
    fade = 1 - 0.5 * np.exp(-(((np.arange(WIDTH) - WIDTH / 2) / 60) ** 2))
    assert find_sheets(raster((PAGE * fade).astype(np.uint8))) == ()


@pytest.mark.parametrize("shape", [(60000, 64), (64, 60000)])
def test_a_hair_line_of_many_pixels_holds_no_sheet(shape: tuple[int, int]) -> None:
    assert find_sheets(raster(np.full(shape, 255, np.uint8))) == ()
