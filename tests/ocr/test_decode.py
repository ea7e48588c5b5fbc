"""Greedy CTC: repeats, blanks, classes of two characters, and what is left of doubt."""

from __future__ import annotations

import numpy as np
import pytest

from extract.ocr.decode import decode

CLASSES = ["", "ก", "ี่", " ", "๒"]


def chances(path: list[int], sure: float = 1.0) -> np.ndarray:
    table = np.full((len(path), len(CLASSES)), (1 - sure) / (len(CLASSES) - 1), np.float32)
    table[np.arange(len(path)), path] = sure
    return table


def test_a_letter_held_over_several_steps_is_one_letter() -> None:
    assert decode(chances([1, 1, 1, 0, 0]), CLASSES).text == "ก"


def test_the_same_digit_twice_needs_paper_between() -> None:
    assert decode(chances([4, 4, 0, 4]), CLASSES).text == "๒๒"


def test_vowel_and_tone_mark_share_confidence_and_place() -> None:
    reading = decode(chances([1, 2, 2], 0.9), CLASSES)
    assert reading.text == "กี่"
    assert reading.spans == ((0, 1), (1, 3), (1, 3))
    assert reading.confidences == pytest.approx((0.9, 0.9, 0.9))


def test_space_at_either_end_is_dropped_and_kept_inside() -> None:
    reading = decode(chances([3, 1, 3, 4, 3]), CLASSES)
    assert reading.text == "ก ๒"
    assert len(reading.confidences) == len(reading.spans) == 3


def test_a_half_seen_letter_between_two_others_is_doubt() -> None:
    assert decode(chances([1, 0, 4]), CLASSES).doubt == 0.0
    table = chances([1, 0, 4])
    table[1] = [0.7, 0, 0.3, 0, 0]  # a vowel may have been left out here
    assert decode(table, CLASSES).doubt == pytest.approx(0.3)


def test_where_a_letter_ends_and_whether_a_space_follows_is_no_doubt() -> None:
    table = chances([1, 0, 4])
    table[1] = [0.4, 0.2, 0, 0.2, 0.2]
    assert decode(table, CLASSES).doubt == pytest.approx(0.0)


def test_paper_alone_reads_as_nothing() -> None:
    reading = decode(chances([0, 0, 0]), CLASSES)
    assert (reading.text, reading.confidences, reading.spans) == ("", (), ())


def test_which_dash_is_printed_is_no_doubt() -> None:
    classes = ["", "-", "–", "ก"]
    table = np.array([[0, 0.4, 0.6, 0], [0, 0, 0, 1]], np.float32)
    reading = decode(table, classes)
    assert reading.text == "–ก" and reading.confidences == pytest.approx((1.0, 1.0))
    assert reading.doubt == pytest.approx(0.0)


def test_a_dash_that_may_be_the_longest_is_the_usual_one() -> None:
    classes = ["", "-", "–", "—"]
    assert decode(np.array([[0, 0, 0.3, 0.7]], np.float32), classes).text == "–"
    assert decode(np.array([[0, 0, 0.0, 1.0]], np.float32), classes).text == "—"
