"""Lines in regions, drawn as boxes: consonants of 20 pixels, marks above and below them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import BBox
from extract.ocr.ink import Ink, drop_rules, find_ink
from extract.ocr.linecrop import ABOVE, BELOW, HEIGHT, SCALE, Spot, cut, normalise
from extract.ocr.linefind import find_lines
from extract.ocr.linemeasure import lines_of_block

DPI = 200.0
TALL = 20


def paper(width: int = 700, height: int = 400) -> np.ndarray:
    return np.full((height, width), 245, np.uint8)


def letters(image: np.ndarray, x: int, baseline: int, count: int, tall: int = TALL) -> int:
    """Draw ``count`` hollow letters; returns where the last one ends."""
    wide = int(0.7 * tall)
    for number in range(count):
        left = x + number * int(0.9 * tall)
        image[baseline - tall : baseline, left : left + wide] = 20
        image[baseline - tall + 4 : baseline - 4, left + 4 : left + wide - 4] = 245
    return x + (count - 1) * int(0.9 * tall) + wide


def lines(image: np.ndarray, columns: bool = False) -> list[Spot]:
    height, width = image.shape
    return find_lines(find_ink(image, DPI), BBox(0, 0, width, height), columns)


def test_a_line_is_found_with_its_baseline_height_and_ends() -> None:
    image = paper()
    end = letters(image, 50, 100, 20)
    (spot,) = lines(image)
    assert spot.baseline == pytest.approx(100, abs=2)
    assert spot.consonant == pytest.approx(TALL, abs=2)
    assert spot.x0 == pytest.approx(50, abs=3)
    assert spot.x1 == pytest.approx(end, abs=3)


def test_marks_above_and_below_are_no_lines_of_their_own() -> None:
    image = paper()
    letters(image, 50, 100, 20)
    for x in range(60, 300, 50):
        cv2.rectangle(image, (x, 62), (x + 10, 74), 20, -1)  # ◌ี่ over the letter
        cv2.rectangle(image, (x, 105), (x + 8, 112), 20, -1)  # ◌ุ under it
    assert [round(spot.baseline / 10) for spot in lines(image)] == [10]


def test_a_short_last_line_close_under_a_long_one_is_found() -> None:
    image = paper()
    letters(image, 50, 100, 30)
    letters(image, 50, 139, 30)  # 1.95 consonant heights below: Laksaman, single spacing
    letters(image, 50, 178, 3)
    assert [round(spot.baseline) for spot in lines(image)] == pytest.approx([100, 139, 178], abs=3)


def test_a_lone_dash_is_a_line() -> None:
    image = paper(200, 80)
    cv2.rectangle(image, (90, 40), (99, 42), 20, -1)
    (spot,) = lines(image)
    assert spot.baseline - spot.consonant < 40 < spot.baseline


def test_what_is_left_of_a_rule_does_not_stretch_a_line() -> None:
    image = paper()
    end = letters(image, 50, 100, 20)
    image[60:118, 600:602] = 30
    (spot,) = lines(image)
    assert spot.x1 == pytest.approx(end, abs=3)


def test_specks_do_not_stretch_a_line() -> None:
    image = paper()
    end = letters(image, 50, 100, 20)
    image[95:98, 600:603] = 30
    (spot,) = lines(image)
    assert spot.x1 == pytest.approx(end, abs=3)


def test_a_full_stop_after_the_last_letter_belongs_to_the_line() -> None:
    image = paper()
    end = letters(image, 50, 100, 20)
    image[96:100, end + 6 : end + 10] = 20
    (spot,) = lines(image)
    assert spot.x1 == pytest.approx(end + 10, abs=2)


def test_a_tilted_line_is_followed_to_its_end() -> None:
    image = paper(1000, 200)
    letters(image, 50, 100, 48)
    turn = cv2.getRotationMatrix2D((500, 100), -0.4, 1)
    image = cv2.warpAffine(image, turn, (1000, 200), borderValue=245)
    (spot,) = lines(image)
    assert spot.slope == pytest.approx(np.tan(np.radians(0.4)), abs=0.002)


def test_a_title_of_twice_the_size_is_measured_by_itself() -> None:
    image = paper(900, 400)
    letters(image, 200, 100, 12, tall=40)
    letters(image, 50, 250, 40)
    letters(image, 50, 310, 40)
    assert [round(s.consonant / 20) for s in lines(image)] == [2, 1, 1]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    image = paper(1000, 400)
    for baseline in (100, 160, 220):
        letters(image, 40, baseline, 22)
        letters(image, 560, baseline + 8, 22)
    found = lines(image, columns=True)
    assert [spot.x0 > 500 for spot in found] == [False, False, False, True, True, True]


def test_labels_and_values_are_read_row_by_row() -> None:
    image = paper(1000, 400)
    for baseline in (100, 160, 220):
        letters(image, 40, baseline, 8)
        letters(image, 560, baseline, 6)
    found = lines(image, columns=True)
    assert [spot.x0 > 500 for spot in found] == [False, True, False, True, False, True]


def test_an_indented_line_over_a_short_one_is_no_pair_of_columns() -> None:
    image = paper(1000, 300)
    letters(image, 400, 100, 20)
    letters(image, 40, 145, 6)
    assert [round(s.baseline) for s in lines(image, columns=True)] == pytest.approx([100, 145], abs=3)


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_sheet_of_one_shade_has_no_lines(shade: int) -> None:
    assert lines(np.full((300, 500), shade, np.uint8)) == []


def test_a_region_outside_the_page_is_empty() -> None:
    ink = find_ink(paper(), DPI)
    assert find_lines(ink, BBox(900, 900, 1000, 1000), columns=False) == []
    assert find_lines(ink, BBox(50, 50, 40, 40), columns=False) == []


def test_a_cut_line_has_its_baseline_where_training_put_it() -> None:
    image = paper()
    letters(image, 50, 100, 20)
    line = cut(image, Spot(50, 400, 100, TALL))
    assert line.shape[0] == HEIGHT
    dark = np.flatnonzero(line.min(axis=1) < 100)
    assert dark[0] == pytest.approx((ABOVE - 1) * SCALE, abs=1)
    assert dark[-1] + 1 == pytest.approx(HEIGHT - BELOW * SCALE, abs=1)


def test_the_same_letters_at_two_resolutions_are_cut_to_the_same_scale() -> None:
    small, large = paper(), paper(1400, 800)
    letters(small, 50, 100, 20)
    letters(large, 100, 200, 20, tall=2 * TALL)
    first = cut(small, Spot(50, 400, 100, TALL))
    second = cut(large, Spot(100, 800, 200, 2 * TALL))
    assert first.shape == second.shape


def test_a_line_at_the_edge_of_the_page_is_cut_whole() -> None:
    image = paper(300, 30)
    letters(image, 0, 28, 10)
    assert cut(image, Spot(0, 290, 28, TALL)).shape[0] == HEIGHT
    assert cut(image, Spot(0, 290, 900, TALL)).min() == 255


def test_contrast_is_stretched_but_blank_paper_stays_blank() -> None:
    pale = np.full((HEIGHT, 100), 200, np.uint8)
    assert np.abs(normalise(pale)).max() == 0
    pale[20:30, 40:60] = 140
    assert normalise(pale)[25, 50] == pytest.approx(1.0, abs=0.01)


def test_lone_letter_that_runs_together_with_its_marks_stands_on_its_foot() -> None:
    """ที่ over a column of numbers in a soft picture."""
    boxes = np.array([[20, 10, 44, 48, 300]], np.int32)  # 2.1 consonants high: the letter, vowel and tone
    ink = Ink(np.zeros((80, 80), np.uint8), boxes, 1.0, 200.0, 18.0)
    (spot,) = lines_of_block(ink, (0, 0, 80, 80))
    assert spot.baseline == 48


def test_letter_apart_from_its_marks_is_measured_as_before() -> None:
    boxes = np.array([[20, 30, 44, 48, 200], [24, 10, 40, 24, 90]], np.int32)
    ink = Ink(np.zeros((80, 80), np.uint8), boxes, 1.0, 200.0, 18.0)
    (spot,) = lines_of_block(ink, (0, 0, 80, 80))
    assert spot.baseline == 48


@given(st.integers(0, 2**32 - 1), st.integers(32, 70), st.integers(24, 60))
def test_long_runs_are_dropped_as_opening_the_whole_page_drops_them(
    seed: int, across: int, down: int
) -> None:
    rng = np.random.default_rng(seed)
    height, width = rng.integers(10, 140, 2)
    mask = (rng.random((height, width)) < rng.choice([0.5, 0.9, 0.97])).astype(np.uint8)
    mask[height // 2, : width - 3] = mask[:, width // 3] = 1
    whole = mask.copy()
    for size in ((1, across), (down, 1)):
        if height >= size[0] and width >= size[1]:
            whole &= cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(size, np.uint8)) ^ 1
    drop_rules(mask, across, down)
    assert np.array_equal(mask, whole)
