"""Scores a reader on lines with known text: CER, digits of either script, spaces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from training.alphabet import decode
from training.samples import STRIDE, Sample

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"
Predict = Callable[[list[Sample]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares: ``cer`` with spaces folded, ``cer_spaces`` with them, right digits and spaces, stray letters.

    ``stray`` is letters read an image where there is no text.
    """

    lines: int
    cer: float
    cer_spaces: float
    thai_digits: float
    arabic_digits: float
    spaces: float
    stray: float


def score_pairs(pairs: Sequence[tuple[str, str]]) -> Score:
    """Score ``(truth, reading)`` pairs; pairs with an empty truth count as stray letters only."""
    wrong = wrong_spaced = folded = spaced = 0
    kept = {"thai": [0, 0], "arabic": [0, 0], "space": [0, 0]}
    stray, empty = 0, 0
    for truth, reading in pairs:
        if not truth:
            empty += 1
            stray += len(reading.replace(" ", ""))
            continue
        plain = truth.replace(" ", "")
        wrong += Levenshtein.distance(plain, reading.replace(" ", ""))
        wrong_spaced += Levenshtein.distance(truth, reading)
        folded += len(plain)
        spaced += len(truth)
        _count_kept(truth, reading, kept)
    share = {name: right / total if total else 1.0 for name, (right, total) in kept.items()}
    return Score(
        lines=len(pairs),
        cer=wrong / max(1, folded),
        cer_spaces=wrong_spaced / max(1, spaced),
        thai_digits=share["thai"],
        arabic_digits=share["arabic"],
        spaces=share["space"],
        stray=stray / max(1, empty),
    )


def _count_kept(truth: str, reading: str, kept: dict[str, list[int]]) -> None:
    """Count the digits and spaces of ``truth`` that an alignment finds unchanged in ``reading``."""
    same = np.zeros(len(truth), bool)
    for block in Levenshtein.opcodes(truth, reading):
        if block.tag == "equal":
            same[block.src_start : block.src_end] = True
    for name, letters in (("thai", THAI_DIGITS), ("arabic", ARABIC_DIGITS), ("space", " ")):
        of_kind = np.array([c in letters for c in truth], bool)
        kept[name][0] += int((same & of_kind).sum())
        kept[name][1] += int(of_kind.sum())


def score_samples(samples: list[Sample], predict: Predict) -> Score:
    """Read ``samples`` in batches of like width with ``predict`` (class chances a step) and score them."""
    pairs: list[tuple[str, str]] = []
    ordered = sorted(samples, key=lambda s: s.image.shape[1])
    for start in range(0, len(ordered), 24):
        group = ordered[start : start + 24]
        chances = predict(group)
        for sample, steps in zip(group, chances, strict=True):
            path = steps[: sample.image.shape[1] // STRIDE + 2].argmax(-1).tolist()
            pairs.append((sample.text, decode(path).strip()))
    return score_pairs(pairs)
