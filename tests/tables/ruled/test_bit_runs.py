"""Runs of ink, eight pixels to a byte, are the same as pixel by pixel."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extract.tables.ruled import bit_runs

MASKS = st.tuples(st.integers(1, 40), st.integers(1, 40)).flatmap(
    lambda shape: arrays(np.uint8, shape, elements=st.sampled_from([0, 1]))
)


@given(MASKS)
def test_widened_is_a_dilation_by_one_pixel_to_each_side(mask: np.ndarray) -> None:
    found = bit_runs.unpack(bit_runs.widened(bit_runs.pack(mask)), mask.shape[1])
    assert np.array_equal(found, cv2.dilate(mask, np.ones((1, 3), np.uint8)).reshape(mask.shape))


@given(MASKS, st.integers(2, 12))
def test_opened_keeps_long_runs_and_closed_fills_short_gaps(mask: np.ndarray, length: int) -> None:
    bits = bit_runs.pack(mask)
    kept = bit_runs.unpack(bit_runs.opened(bits, length), mask.shape[1])
    filled = bit_runs.unpack(bit_runs.closed(bits, length), mask.shape[1])
    for column, long, whole in zip(mask.T, kept.T, filled.T, strict=True):
        text = "".join(map(str, column))
        assert "".join(map(str, long)) == "".join(
            run if run[0] == "1" and len(run) >= length else "0" * len(run) for run in runs_of(text)
        )
        groups = runs_of(text)
        assert "".join(map(str, whole)) == "".join(
            "1" * len(run) if run[0] == "0" and 0 < i < len(groups) - 1 and len(run) < length else run
            for i, run in enumerate(groups)
        )


@given(MASKS, st.data())
def test_part_is_the_same_pixels(mask: np.ndarray, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, mask.shape[1] - 1))
    last = data.draw(st.integers(first + 1, mask.shape[1]))
    found = bit_runs.part(bit_runs.pack(mask), slice(0, None), first, last)
    assert np.array_equal(found, mask[:, first:last])


def runs_of(text: str) -> list[str]:
    out: list[str] = []
    for letter in text:
        if out and out[-1][0] == letter:
            out[-1] += letter
        else:
            out.append(letter)
    return out
