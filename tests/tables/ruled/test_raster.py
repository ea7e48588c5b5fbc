"""Rules in scans, as photocopiers leave them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from table_paper import across, down, draw, lattice, paper, raster, shape

from extract.model import Ruling, Table
from extract.tables.fill_image import to_page_frame
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.raster import erase_rulings, find_rulings

XS, YS = [150, 600, 1000, 1500], [300, 500, 800, 1200]
GRID = lattice(XS, YS)


def a4(tone: int = 245) -> np.ndarray:
    return np.full((2339, 1654), tone, np.uint8)


def tables_of(image: np.ndarray) -> tuple[Table, ...]:
    page = raster(image, 200)
    return build_tables(find_rulings(page), 1, "raster", page.dpi / 72)


def letters(image: np.ndarray, x: int, y: int, count: int = 12) -> None:
    """Rows of letter-like loops with long flat tops, as Thai has them."""
    for i in range(count):
        left = x + i * 22
        cv2.rectangle(image, (left, y), (left + 16, y + 22), 40, 2)
        cv2.line(image, (left, y), (left + 20, y), 40, 2)


@pytest.mark.parametrize("thickness", [1, 2, 4, 9])
def test_thin_and_thick_rules(thickness: int) -> None:
    (table,) = tables_of(draw(a4(), GRID, thickness))
    assert (table.rows, table.columns) == (3, 3)
    assert np.allclose(table.bbox.as_list(), [150, 300, 1500, 1200], atol=4)


def test_faint_rules() -> None:
    (table,) = tables_of(draw(a4(), GRID, 2, tone=222))
    assert (table.rows, table.columns) == (3, 3)


def test_dotted_rules() -> None:
    image = a4()
    for y in YS:
        image[y : y + 2, 150:1500:6] = 40
        image[y : y + 2, 151:1500:6] = 40
    draw(image, [r for r in GRID if not r.horizontal])
    (table,) = tables_of(image)
    assert (table.rows, table.columns) == (3, 3)


def test_broken_rules() -> None:
    image = draw(a4(), GRID)
    for x in range(170, 1500, 90):
        image[:, x : x + 8][280:1220] = 245
    (table,) = tables_of(image)
    assert (table.rows, table.columns) == (3, 3)


def test_doubled_rules() -> None:
    twice = [*GRID, *lattice([x + 6 for x in XS], [y + 6 for y in YS])]
    (table,) = tables_of(draw(a4(), twice, 1))
    assert (table.rows, table.columns) == (3, 3)


def test_shadow_and_noise() -> None:
    image = draw(a4(), GRID).astype(np.float64)
    image *= np.linspace(1, 0.55, 1654)[None, :]
    image += np.random.default_rng(1).normal(0, 6, image.shape)
    (table,) = tables_of(np.clip(image, 0, 255).astype(np.uint8))
    assert (table.rows, table.columns) == (3, 3)


@pytest.mark.parametrize("degrees", [-0.3, 0.3])
def test_residual_skew(degrees: float) -> None:
    turn = cv2.getRotationMatrix2D((827, 1170), degrees, 1)
    image = cv2.warpAffine(draw(a4(), GRID), turn, (1654, 2339), borderValue=245)
    (table,) = tables_of(np.asarray(image))
    assert (table.rows, table.columns) == (3, 3)


def test_mild_bend() -> None:
    image = draw(a4(), GRID)
    ys, xs = np.mgrid[0:2339, 0:1654].astype(np.float32)
    image = cv2.remap(image, xs, ys + 4 * np.sin(xs / 1654 * np.pi), cv2.INTER_LINEAR, borderValue=245)
    (table,) = tables_of(np.asarray(image))
    assert (table.rows, table.columns) == (3, 3)


def test_letters_are_no_rules() -> None:
    image = draw(a4(), GRID)
    for x in (170, 620, 1020):
        for y in range(320, 1180, 45):
            letters(image, x, y)
    (table,) = tables_of(image)
    assert (table.rows, table.columns) == (3, 3)


def test_section_row_in_a_scan() -> None:
    rules = [across(y, 150, 1500) for y in YS] + [down(150, 300, 1200), down(1500, 300, 1200)]
    rules += [down(600, 300, 500), down(600, 800, 1200)]
    (table,) = tables_of(draw(a4(), rules))
    assert shape(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 1), (2, 1, 1, 1)]


def test_blank_page_has_no_rules() -> None:
    assert find_rulings(raster(paper(), 100)) == ()


def test_erasing_leaves_letters_that_touch_a_rule() -> None:
    image = draw(a4(), GRID, 3)
    image[786:816, 700:704] = 40  # a descender crossing the rule at y = 800
    image[470:499, 800:804] = 40  # a stroke standing on the rule at y = 500
    (table,) = tables_of(image)
    clean = erase_rulings(image, table.rulings, 200)
    assert clean[800, 650] > 200 and clean[400, 600] > 200 and clean[1200, 1000] > 200
    assert clean[800, 702] < 120
    assert clean[485, 802] < 120
    assert (clean[290:1210, 140:1510] < 100).sum() < 0.03 * (image[290:1210, 140:1510] < 100).sum()


def test_erasing_nothing_gives_the_same_picture() -> None:
    image = a4()
    assert erase_rulings(image, [], 200) is image


def test_tables_go_to_the_page_and_back() -> None:
    (table,) = tables_of(draw(a4(), GRID))
    page = raster(a4(), 200)
    there = to_page_frame(table, page)
    assert np.allclose(there.bbox.as_list(), [54, 108, 540, 432], atol=1)
    assert len(there.rulings) == len(table.rulings)


def test_quarter_turn_swaps_the_direction_of_rules() -> None:
    page = raster(a4(), 72)
    turned = type(page)(page.image, 72, np.array([[0.0, -1.0, 500.0], [1.0, 0.0, 0.0]]), 90)
    table = build_tables(lattice([0, 50, 100], [0, 30, 60]), 1, "raster")[0]
    there = to_page_frame(table, turned)
    assert there.bbox.as_list() == [440, 0, 500, 100]
    assert sum(r.horizontal for r in there.rulings) == 3
    assert all(isinstance(r, Ruling) for r in there.rulings)


def test_a_tone_mark_hanging_in_the_rule_over_its_cell_stays_whole():
    image = paper()
    rules = [across(200, 50, 750)]
    draw(image, rules, thickness=3)
    image[196:205, 400:402] = 40  # the mark, through the rule
    image[209:220, 390:410] = 40  # its letter

    erased = erase_rulings(image, rules, 200)

    assert (erased[199:205, 400:402] < 128).all()
    assert (erased[195:206, 60:390] > 200).all()
    assert (erased[195:206, 410:740] > 200).all()


def test_a_rule_with_a_rough_lower_edge_goes_whole():
    image = paper()
    rules = [across(200, 50, 750)]
    draw(image, rules, thickness=3)
    image[202, 100:700:7] = 40

    erased = erase_rulings(image, rules, 200)

    assert (erased[195:206, 60:740] > 200).all()


def bars(image: np.ndarray, *boxes: tuple[int, int, int, int]) -> np.ndarray:
    for x0, y0, x1, y1 in boxes:
        cv2.rectangle(image, (x0, y0), (x1, y1), 30, -1)
    return image


def test_borders_of_cells_go_on_under_black_bars_over_months() -> None:
    """In the first row and the last, over a row border, and with all borders hidden between two months."""
    xs, ys = [100, 300, 400, 500, 600, 700, 900], [200, 260, 340, 420, 500, 580]
    image = bars(
        draw(a4(), lattice(xs, ys)), (400, 260, 600, 340), (300, 420, 500, 580), (600, 340, 700, 420)
    )
    (table,) = build_tables(find_rulings(raster(image, 200), image), 1, "raster", 200 / 72)
    assert shape(table) == [(r, c, 1, 1) for r in range(5) for c in range(6)]


def test_gray_rules_beside_a_black_bar_stay_rules() -> None:
    xs, ys = [100, 300, 400, 500, 600, 700, 900], [200, 280, 360, 440, 520]
    image = bars(draw(a4(), lattice(xs, ys), 1, 200), (400, 280, 600, 360), (600, 440, 700, 520))
    (table,) = build_tables(find_rulings(raster(image, 200), image), 1, "raster", 200 / 72)
    assert shape(table) == [(r, c, 1, 1) for r in range(4) for c in range(6)]


def test_rules_in_the_shadow_of_a_hand_are_not_under_black() -> None:
    xs, ys = [100, 300, 400, 500, 600, 700, 900], [200, 280, 360, 440, 520]
    flat = draw(a4(250), lattice(xs, ys))
    shade = np.zeros(flat.shape, np.float32)
    shade[150:640, 350:760] = 0.66
    dark = (flat * (1 - cv2.GaussianBlur(shade, (0, 0), 12))).astype(np.uint8)
    (table,) = build_tables(find_rulings(raster(flat, 200), dark), 1, "raster", 200 / 72)
    assert shape(table) == [(r, c, 1, 1) for r in range(4) for c in range(6)]


def test_a_dotted_rule_of_a_half_ruled_table_is_found_to_its_ends() -> None:
    """Behind the ends of what was found stand too few dots for a rule of their own."""
    image = a4()
    image[300:302, 200:520] = 60
    for x in [*range(110, 200, 4), *range(520, 600, 4)]:
        image[300:302, x : x + 2] = 60
    (rule,) = find_rulings(raster(image))
    assert abs(rule.start - 110) <= 3 and abs(rule.end - 598) <= 3


def test_a_rule_ends_where_letters_begin_on_its_line() -> None:
    image = a4()
    image[300:302, 200:520] = 60
    letters(image, 526, 290)
    (rule,) = (rule for rule in find_rulings(raster(image)) if rule.start < 210)
    assert abs(rule.end - 520) <= 4
