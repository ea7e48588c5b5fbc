"""What the reader is trained on: text, classes, and how it is scored; no torch and no fonts needed."""

from __future__ import annotations

import json
import random
import re

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.data import blob
from extract.ocr.choose import WEIGHTS
from training.alphabet import CLASSES, SIGNS, STACKED, decode, encode
from training.calibrate import Outcomes, calibration_error, fit, report
from training.degrade import degrade
from training.draw import CONSONANT_POINTS, PAPER
from training.evaluate import score_pairs
from training.fonts import (
    ALL_HELD_OUT,
    DISPLAY,
    HELD_OUT,
    HELD_OUT_LOOPLESS,
    HELD_OUT_SERIF,
    LENDABLE,
    SAME_SIGN,
    SHARES,
)
from training.heldout import HeldOutCells, HeldOutSigns, HeldOutText
from training.numbers import Numbers, own
from training.samples import fits
from training.setting import CLUSTER, VOWEL_TONE
from training.text import Writer


@pytest.fixture(scope="module")
def writer() -> Writer:
    return Writer(7)


@pytest.mark.parametrize("text", ["น้ำ", "ปั้น", "ญู", "ฐู", "กี่", "๒๕๖๖", "พ.ศ. 2566", "ฯลฯ", "ต่าง ๆ", "สิทธิ์"])
def test_text_survives_its_classes(text: str) -> None:
    numbers = encode(text)
    assert numbers is not None
    spelled = [n for number in numbers for n in (number, 0)]
    assert decode(spelled) == text


def test_vowel_and_tone_are_one_class_and_in_no_other_order() -> None:
    assert encode("กี่") == [CLASSES.index("ก"), CLASSES.index("ี่")]
    assert "่ี" not in STACKED


def test_text_with_an_unknown_letter_has_no_label() -> None:
    assert encode("กé") is None


@given(st.integers(0, 10_000))
def test_numbers_are_always_spellable(seed: int) -> None:
    numbers = Numbers(random.Random(seed))
    for text in (numbers.number(), numbers.enumerator(), numbers.latin(), numbers.digits(6)):
        assert text
        assert encode(text)


def test_every_line_of_training_text_is_spellable_and_short_enough(writer: Writer) -> None:
    for _ in range(500):
        line = writer.line(40)
        assert encode(line)
        assert len(line) <= 40
        assert line == line.strip()


def test_a_quarter_of_the_lines_hold_thai_digits_and_a_tenth_arabic(writer: Writer) -> None:
    lines = [writer.line(40) for _ in range(2000)]
    assert sum(bool(re.search("[๐-๙]", line)) for line in lines) > 500
    assert sum(bool(re.search("[0-9]", line)) for line in lines) > 200


def test_the_same_seed_writes_the_same_lines() -> None:
    assert [Writer(3).line(30) for _ in range(5)] == [Writer(3).line(30) for _ in range(5)]


def test_held_out_fonts_and_paragraphs_are_in_no_training_source() -> None:
    assert not {*ALL_HELD_OUT, *DISPLAY} & set(SHARES)
    assert len(HELD_OUT_LOOPLESS) == 3
    assert len(HELD_OUT_SERIF) == 2
    assert not set(own("heldout.txt")) & set(own("phrases.txt"))


def test_the_web_cut_of_a_held_out_design_is_not_trained_on_either() -> None:
    assert {"THKrub", "THK2DJuly8"} <= set(HELD_OUT)
    assert not {"Krub", "K2D"} & set(SHARES)


def test_shipped_classes_come_first_so_that_their_weights_can_go_on() -> None:
    facts = onnxruntime.InferenceSession(blob(WEIGHTS)).get_modelmeta().custom_metadata_map
    shipped = json.loads(facts["classes"])
    assert list(CLASSES[: len(shipped)]) == shipped


@pytest.mark.parametrize("text", ["☑ มี", "≥ ๘๐", "3×4", "25 °C", "½", "→", "—", "฿ 1,200", "✔", "●○☐☒"])
def test_signs_of_forms_have_classes_of_their_own(text: str) -> None:
    numbers = encode(text)
    assert numbers is not None
    assert decode([n for number in numbers for n in (number, 0)]) == text


def test_a_sign_is_printed_in_other_shapes_but_spelled_in_one() -> None:
    assert all(len(shape) == 1 for shapes in SAME_SIGN.values() for shape in shapes)
    assert set(SAME_SIGN) <= set(LENDABLE)
    assert set(SIGNS) <= set(LENDABLE)


def test_letter_spacing_leaves_marks_on_their_letter() -> None:
    assert CLUSTER.findall("น้ำที่ ญู") == ["น้ำ", "ที่", " ", "ญู"]


def test_a_tone_typed_before_its_vowel_is_drawn_so_and_nothing_else_moves() -> None:
    assert VOWEL_TONE.sub(r"\2\1", "ที่น้ำ") == "ท่ีน้ำ"


def test_cells_of_one_word_are_written_as_often_as_lines(writer: Writer) -> None:
    short = [writer.line(limit) for limit in (2, 4, 6, 8) for _ in range(100)]
    assert all(1 <= len(text) <= 8 for text in short)
    assert sum(len(text) <= 4 for text in short) > 200


def test_every_sign_is_written(writer: Writer) -> None:
    written = "".join(writer.line(limit) for limit in (4, 20, 40) for _ in range(2500))
    assert set(SIGNS) <= set(written)
    assert set("ฯๆฺ✓…“”–") <= set(written)


@pytest.mark.parametrize("kind", [HeldOutSigns, HeldOutCells])
def test_held_out_signs_and_cells_are_spellable(kind: type[HeldOutText]) -> None:
    source = kind(1)
    assert all(encode(line) for _ in range(100) for line in source.text().split("\n"))


def test_held_out_text_is_spellable() -> None:
    source = HeldOutText(1)
    assert all(encode(line) for _ in range(100) for line in source.text().split("\n"))


def test_a_line_needs_a_step_for_each_letter_and_between_equal_ones() -> None:
    assert fits(4 * 4, [1, 2, 3])
    assert not fits(4 * 4, [1, 1, 1])


@given(st.integers(0, 200))
def test_degraded_paper_keeps_its_size_and_kind(seed: int) -> None:
    paper = np.full((60, 200), PAPER, np.uint8)
    paper[20:40, 30:150:6] = 0
    out = degrade(random.Random(seed), paper, CONSONANT_POINTS[1] * 2, paper, dpi=(96, 204, 600)[seed % 3])
    assert out.shape == paper.shape
    assert out.dtype == np.uint8


def test_scores_count_each_digit_script_spaces_and_stray_letters_apart() -> None:
    score = score_pairs([("ปี ๒๕๖๖", "ปี๒๕๖7"), ("12", "12"), ("", "ก")])
    assert score.thai_digits == 0.75
    assert score.arabic_digits == 1.0
    assert score.spaces == 0.0
    assert score.stray == 1.0
    assert score.cer == pytest.approx(1 / 8)


def test_a_reader_that_boasts_is_brought_down_to_what_it_gets_right() -> None:
    noise = np.random.default_rng(5)
    scores = noise.uniform(0, 1, 20_000)
    right = (noise.uniform(0, 1, 20_000) < scores**2).astype(float)
    curve = fit(Outcomes(scores, right))
    xs, ys = zip(*curve, strict=True)
    assert list(ys) == sorted(ys)
    calibrated = Outcomes(np.interp(scores, xs, ys), right)
    assert calibration_error(Outcomes(scores, right)) > 0.1
    assert calibration_error(calibrated) < 0.02


def test_the_table_of_confidence_names_sure_but_wrong_lines_and_each_new_face() -> None:
    sure = Outcomes(np.array([0.99, 0.97, 0.96, 0.5]), np.array([1.0, 1.0, 0.0, 0.0]))
    doubted = Outcomes(np.array([0.3]), np.array([0.0]))
    table = report(sure, sure, {"THSrisakdi": doubted})
    assert "over 0.95, 33.33 % are wrong" in table
    assert "| THSrisakdi | 1 | 0.300 | 0.000 | 0.00 |" in table
