"""Keystone and curl: rules that run slanted or bent lie level again, and boxes lead back to the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from page_paper import raster, sheet

from extract.model import BBox, Raster
from extract.pages.unbend import unbend

PAGE = sheet(np.random.default_rng(1))
HEIGHT, WIDTH = PAGE.shape


def keystone(share: float, side: str) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel of the picture lies on the page: its far ``side`` is shorter by ``share``."""
    k = share / 2
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    moves = {"top": [(k, 0), (-k, 0), (0, 0), (0, 0)], "left": [(0, k), (0, 0), (0, 0), (0, -k)]}[side]
    seen = corners + np.float32(moves) * np.float32([WIDTH, HEIGHT])
    back = cv2.getPerspectiveTransform(seen, corners)
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    there = np.stack([x, y, np.ones_like(x)], axis=-1) @ back.T
    return there[:, :, 0] / there[:, :, 2], there[:, :, 1] / there[:, :, 2]


def curl(share: float) -> tuple[np.ndarray, np.ndarray]:
    """The same for paper that rises in the middle by ``share`` of its width."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float64)
    return x, y + share * WIDTH * np.sin(np.pi * x / WIDTH)


def seen(where: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    across, down = (part.astype(np.float32) for part in where)
    return cv2.remap(PAGE, across, down, cv2.INTER_LINEAR, borderValue=250)


def off_level(page: Raster) -> float:
    """Pixels by which the long rules wander, the most of all."""
    dark = (page.image < 120).astype(np.uint8)
    rules = cv2.morphologyEx(
        cv2.dilate(dark, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, 40), np.uint8)
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(rules)
    long = stats[1:][stats[1:, cv2.CC_STAT_WIDTH] > 1000]
    assert len(long) >= 8
    return float(long[:, cv2.CC_STAT_HEIGHT].max())


CASES = [keystone(0.02, "top"), keystone(0.06, "left"), keystone(0.12, "top"), curl(0.01), curl(0.03)]


@pytest.mark.parametrize("where", CASES, ids=["keystone 2", "keystone 6", "keystone 12", "curl 1", "curl 3"])
def test_rules_lie_level_again_and_boxes_lead_back(where: tuple[np.ndarray, np.ndarray]) -> None:
    page = raster(seen(where), 141)
    flat = unbend(page)
    assert flat.bend is not None
    assert off_level(flat) <= 9  # 3 pixels of rule, dilated, and a point either way
    ys, xs = np.nonzero((flat.image < 120)[:, 300:700])
    assert len(ys) and len(xs)
    for x, y in ((320, 310), (900, 620), (1400, 900)):
        box = BBox(x - 20, y - 20, x + 20, y + 20)
        place = flat.points_to_page(np.array([[x, y]])) * 141 / 72
        middle = np.array(flat.box_to_page(box).center) * 141 / 72
        assert np.abs(place - middle).max() < 2
        gray = cv2.getRectSubPix(page.image, (9, 9), tuple(float(v) for v in place[0]))
        assert abs(float(gray.mean()) - float(flat.image[y - 4 : y + 5, x - 4 : x + 5].mean())) < 12


@pytest.mark.parametrize("skew", [0.0, 0.2])
def test_level_scan_is_let_be(skew: float) -> None:
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), skew, 1)
    page = raster(cv2.warpAffine(PAGE, turn, (WIDTH, HEIGHT), borderValue=250), 141)
    assert unbend(page) is page


def test_codes_and_text_alone_bend_nothing() -> None:
    """The edges of QR codes run as long as rules and are rough."""
    page = sheet(np.random.default_rng(4), table=False)
    rng = np.random.default_rng(5)
    for x in (200, 900):
        code = (rng.random((33, 33)) < 0.5).astype(np.uint8) * 255
        page[500:764, x : x + 264] = cv2.resize(code, (264, 264), interpolation=cv2.INTER_NEAREST)
    scan = raster(page, 141)
    assert unbend(scan) is scan


def open_table(rng: np.random.Generator) -> np.ndarray:
    """Cells of a few short lines set to the middle of their columns, without a rule."""
    page = np.full((1650, 1170), 250, np.uint8)
    y = 200
    while y < 900:
        y += int(rng.integers(40, 90))
        for x in range(120, 1050, 190):
            for line in range(int(rng.integers(0, 4))):
                long = int(rng.integers(30, 150))
                left = x + (160 - long) // 2
                for at in range(left, left + long, 9):
                    high, wide = int(rng.integers(8, 14)), int(rng.integers(3, 7))
                    page[y + 30 * line : y + 30 * line + high, at : at + wide] = 20
        y += 60
    return page


@pytest.mark.parametrize("seed", [1, 2, 16, 31, 47])
def test_level_columns_of_words_without_rules_bend_nothing(seed: int) -> None:
    page = raster(open_table(np.random.default_rng(seed)), 141)
    assert unbend(page) is page
