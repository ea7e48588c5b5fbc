"""Reads class chances as text: greedy CTC, with a confidence and a place for every character.

No lexicon and no language model: a reader that corrects would also correct digits and names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLANK = 0
SURE = 0.999
"""Paper left between letters counts as doubt only below this; keeps the sums short."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as read: ``confidences`` and ``spans`` (first and past-the-end step) for each character.

    ``doubt`` is the expected number of errors by the net's own chances, letters left out included.
    """

    text: str
    confidences: tuple[float, ...]
    spans: tuple[tuple[int, int], ...]
    doubt: float


def decode(chances: NDArray[np.float32], classes: Sequence[str]) -> Reading:
    """Return the best path through ``chances`` (steps, classes); a class may hold two characters.

    White space at either end is dropped.
    """
    path = chances.argmax(axis=1)
    best = chances[np.arange(len(path)), path]
    starts = np.flatnonzero(np.diff(path, prepend=-1))
    ends = np.append(starts[1:], len(path))
    characters: list[tuple[str, float, tuple[int, int]]] = []
    doubt = 0.0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        number = int(path[start])
        if number == BLANK:
            least = float(best[start:end].min())
            doubt += 1 - least if least < SURE else 0.0
            continue
        confidence = float(best[start:end].max())
        doubt += 1 - confidence
        characters += [(character, confidence, (start, end)) for character in classes[number]]
    while characters and characters[0][0] == " ":
        characters.pop(0)
    while characters and characters[-1][0] == " ":
        characters.pop()
    return Reading(
        text="".join(c for c, _, _ in characters),
        confidences=tuple(p for _, p, _ in characters),
        spans=tuple(s for _, _, s in characters),
        doubt=doubt,
    )
