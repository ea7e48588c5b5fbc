"""Makes the reader's confidence mean what it says: measured on made lines of held-out text.

The curves are fitted on lines in the fonts trained on and checked on other lines, half of them in fonts
never trained on. Both have every degradation of training, so they are harder than most scans.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from extract.ocr.decode import Reading
from extract.ocr.net import Net
from training.fonts import Face
from training.heldout import HeldOutText
from training.samples import Sample, Source

FIT_SEED, CHECK_SEED = 41, 42
LINES = 4000
FAMILY_LINES = 200
SURE = 0.95
"""Confidence over which a wrong line is one that nobody will look at."""

KNOTS = 16
"""Points of a stored curve."""

BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Scores (0–1) beside whether what they stand for was right (0 or 1)."""

    scores: Floats
    right: Floats


def calibrate(
    weights: Path, faces: list[Face], held_out: list[Face], display: list[Face], table: Path
) -> None:
    """Fit both curves, store them in the ONNX file at ``weights``, write the reliability ``table``.

    ``display`` faces are unlike all others; the table says whether the reader doubts them.
    """
    from training.export import annotate  # needs onnx and torch, which measuring does not

    annotate(weights, {"calibration": "{}"})
    raw = Net(weights.read_bytes(), weights.name)
    lines, letters = outcomes(raw, made_lines(faces, FIT_SEED))
    curves = {"line": fit(lines), "letter": fit(letters)}
    annotate(weights, {"calibration": json.dumps(curves)})
    final = Net(weights.read_bytes(), weights.name)
    checked = made_lines(faces, CHECK_SEED, LINES // 2) + made_lines(held_out, CHECK_SEED, LINES // 2)
    families: dict[str, list[Face]] = {}
    for face in [*held_out, *display]:
        families.setdefault(face.family, []).append(face)
    by_family = {
        name: outcomes(final, made_lines(group, CHECK_SEED, FAMILY_LINES), calibrated=True)[0]
        for name, group in families.items()
    }
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text(report(*outcomes(final, checked, calibrated=True), by_family), encoding="utf-8")


def made_lines(faces: list[Face], seed: int, count: int = LINES) -> list[Sample]:
    """``count`` samples of held-out text; a few show no text at all."""
    stream = Source(faces, seed, HeldOutLines(seed)).samples()
    return [next(stream) for _ in range(count)]


class HeldOutLines:
    """Held-out text one line at a time, in place of the training writer."""

    def __init__(self, seed: int) -> None:
        self.source = HeldOutText(seed)
        self.rng = random.Random(seed)

    def line(self, limit: int) -> str:
        """One line of at most ``limit`` characters."""
        lines = self.source.text().split("\n")
        return self.rng.choice(lines)[:limit].strip()


def outcomes(net: Net, samples: list[Sample], calibrated: bool = False) -> tuple[Outcomes, Outcomes]:
    """Read ``samples``: whole lines right (spaces aside), and single letters right."""
    lines: list[tuple[float, bool]] = []
    letters: list[tuple[float, bool]] = []
    for sample, reading in zip(samples, net.read_images([s.image for s in samples]), strict=True):
        if not reading.text:
            continue
        line, each = (
            net.calibrated(reading) if calibrated else (math.exp(-reading.doubt), reading.confidences)
        )
        lines.append((line, sample.text.replace(" ", "") == reading.text.replace(" ", "")))
        letters += zip(each, _right_letters(sample.text, reading), strict=True)
    return _outcomes(lines), _outcomes(letters)


def _outcomes(pairs: list[tuple[float, bool]]) -> Outcomes:
    table = np.array(pairs, np.float64).reshape(-1, 2)
    return Outcomes(table[:, 0], table[:, 1])


def _right_letters(truth: str, reading: Reading) -> list[bool]:
    right = [False] * len(reading.text)
    for step in Levenshtein.opcodes(truth, reading.text):
        if step.tag == "equal":
            right[step.dest_start : step.dest_end] = [True] * (step.dest_end - step.dest_start)
    return right


def fit(outcomes: Outcomes) -> list[tuple[float, float]]:
    """Rising curve from score to share right: pool-adjacent-violators, thinned to a few points."""
    order = np.argsort(outcomes.scores, kind="stable")
    groups = np.array_split(order, min(400, max(1, len(order) // 25)))
    blocks: list[list[float]] = []  # score sum, right sum, count
    for group in groups:
        blocks.append([outcomes.scores[group].sum(), outcomes.right[group].sum(), float(len(group))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points = [(score / count, (right + 0.5) / (count + 1)) for score, right, count in blocks]
    if len(points) > KNOTS:
        points = [points[i] for i in np.linspace(0, len(points) - 1, KNOTS).round().astype(int)]
    rising = np.maximum.accumulate([share for _, share in points])
    return [
        (round(score, 5), round(float(share), 5)) for (score, _), share in zip(points, rising, strict=True)
    ]


def calibration_error(outcomes: Outcomes) -> float:
    """Expected calibration error over ``BINS``: mean gap between score and share right."""
    total = 0.0
    for low, high in zip(BINS, BINS[1:], strict=False):
        chosen = _in_bin(outcomes.scores, low, high)
        if chosen.any():
            gap = abs(outcomes.scores[chosen].mean() - outcomes.right[chosen].mean())
            total += gap * chosen.mean()
    return float(total)


def _in_bin(scores: Floats, low: float, high: float) -> NDArray[np.bool_]:
    return (scores >= low) & ((scores < high) | (high == 1.0))


def wrong_though_sure(outcomes: Outcomes) -> float:
    """Share wrong among those with a score over ``SURE``."""
    sure = outcomes.scores > SURE
    return float(1 - outcomes.right[sure].mean()) if sure.any() else 0.0


def report(lines: Outcomes, letters: Outcomes, by_family: Mapping[str, Outcomes]) -> str:
    """The reliability tables as Markdown."""
    parts = ["# Confidence of the reader against what was right\n"]
    for name, found in (("Whole lines (spaces aside)", lines), ("Letters", letters)):
        parts.append(f"\n## {name}\n\nExpected calibration error {calibration_error(found):.4f}\n")
        parts.append("\n| confidence | count | mean confidence | right |\n|---|---|---|---|\n")
        for low, high in zip(BINS, BINS[1:], strict=False):
            chosen = _in_bin(found.scores, low, high)
            if chosen.any():
                mean, share = found.scores[chosen].mean(), found.right[chosen].mean()
                parts.append(f"| {low:g}–{high:g} | {chosen.sum()} | {mean:.4f} | {share:.4f} |\n")
    parts.append(
        f"\nOf whole lines with a confidence over {SURE}, {100 * wrong_though_sure(lines):.2f} % are wrong.\n"
        "\n## Faces never trained on, one by one\n"
        "\n| family | lines | mean confidence | right | wrong of those over 0.95 % |\n|---|---|---|---|---|\n"
    )
    for name, found in by_family.items():
        mean, share = found.scores.mean(), found.right.mean()
        sure = 100 * wrong_though_sure(found)
        parts.append(f"| {name} | {len(found.scores)} | {mean:.3f} | {share:.3f} | {sure:.2f} |\n")
    parts.append(
        "\nMade lines of held-out text, half of them in fonts never trained on, with every degradation.\n"
    )
    return "".join(parts)
