"""Reads class chances as text: greedy CTC, with a confidence and a place for every character.

No lexicon and no language model: a reader that corrects would also correct digits and names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLANK = 0
DASHES = ("-", "–", "—")
RARE = 0.2
"""Of its chance, for a dash that reports hardly print: no truth of the fixtures has —."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as read: ``confidences`` and ``spans`` (first and past-the-end step) for each character.

    ``doubt`` is the expected number of errors by the net's own chances, spaces aside, letters left out too.
    """

    text: str
    confidences: tuple[float, ...]
    spans: tuple[tuple[int, int], ...]
    doubt: float


def decode(chances: NDArray[np.float32], classes: Sequence[str]) -> Reading:
    """Return the best path through ``chances`` (steps, classes); a class may hold two characters.

    White space at either end is dropped.
    """
    path = _without_long_dashes(chances, classes).argmax(axis=1)
    best = _one_dash(chances, classes)[np.arange(len(path)), path]
    starts = np.flatnonzero(np.diff(path, prepend=-1))
    ends = np.append(starts[1:], len(path))
    strange = _strange(chances, path, classes)
    characters: list[tuple[str, float, tuple[int, int]]] = []
    doubt = 0.0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        number = int(path[start])
        if number == BLANK:
            doubt += float(strange[start:end].max())
            continue
        confidence = float(best[start:end].max())
        doubt += 1 - confidence if classes[number] != " " else 0.0
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


def _without_long_dashes(chances: NDArray[np.float32], classes: Sequence[str]) -> NDArray[np.float32]:
    """``chances`` with that of the longest dash made less: between dates – is printed, and it reads alike."""
    if DASHES[-1] not in classes:
        return chances
    out = chances.copy()
    out[:, classes.index(DASHES[-1])] *= RARE
    return out


def _one_dash(chances: NDArray[np.float32], classes: Sequence[str]) -> NDArray[np.float32]:
    """``chances`` with that of any dash at each: which of them is printed changes no value."""
    dashes = [number for number, name in enumerate(classes) if name in DASHES]
    if len(dashes) < 2:
        return chances
    out = chances.copy()
    out[:, dashes] = chances[:, dashes].sum(axis=1, keepdims=True)
    return out


def _strange(
    chances: NDArray[np.float32], path: NDArray[np.intp], classes: Sequence[str]
) -> NDArray[np.float32]:
    """Chance at each step of a letter that is neither the one before on the path nor the one after.

    Where a letter begins is never certain: chance on its neighbours is no sign of a letter left out.
    """
    space = classes.index(" ") if " " in classes else BLANK
    others = chances.copy()
    others[:, [BLANK, space]] = 0
    steps = np.arange(len(path))
    letter = path != BLANK
    last = np.maximum.accumulate(np.where(letter, steps, 0))
    others[steps, path[last]] = 0
    following = np.minimum.accumulate(np.where(letter, steps, len(path) - 1)[::-1])[::-1]
    others[steps, path[following]] = 0
    return np.asarray(others.sum(axis=1), np.float32)
