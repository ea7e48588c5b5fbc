"""Weights in float32 to what is shipped: whole numbers of 8 bits, calibrated on what was never trained on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training.calibrate import calibrate
from training.export import quantise
from training.fonts import ALL_HELD_OUT, DISPLAY, SHARES, find_faces
from training.train import validation_samples

SHOWN_LINES = 100
"""Made lines by which the ranges of whole numbers are set."""


def finish(weights: Path, fonts: Sequence[Path], table: Path, int8: bool = True) -> None:
    """Make whole numbers of the ONNX file ``weights`` and calibrate it; ``table`` tells how well."""
    faces = find_faces(fonts, tuple(SHARES))
    if int8:
        quantise(weights, [sample.image for sample in validation_samples(faces)[:SHOWN_LINES]])
    calibrate(weights, faces, find_faces(fonts, ALL_HELD_OUT), find_faces(fonts, DISPLAY), table)
