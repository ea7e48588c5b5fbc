"""Splits and mergers: one measure whose text is covered by several of the other year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oversight.compare.similarity import Bags, shared

INSIDE = 0.4
"""Share of a part's (weighted) pieces that the whole must hold."""
ADDS = 0.15
"""Share of the whole that each part must cover beyond the others."""
COVERED = 0.4
"""Share of the whole that the parts must cover together."""
MOST = 6
"""Parts of one whole that are looked for: eight measures merged into one were never seen."""


@dataclass(frozen=True, slots=True)
class Division:
    """A whole (its row) and its parts (their rows in the other year), and the share that they cover."""

    whole: int
    parts: tuple[int, ...]
    covered: float


def groups(
    wholes: Bags,
    parts: Bags,
    free: NDArray[np.bool_],
    rival: NDArray[np.float64],
    score: NDArray[np.float64],
) -> list[Division]:
    """Wholes that are covered by several parts, surest first.

    Args:
        wholes: Weighted bags of the measures that may have been divided.
        parts: Weighted bags of the measures they may have become.
        free: Parts that may belong to a group: those that did not stay word for word.
        rival: For each part the log-odds of its best one-to-one link to another whole, per whole.
        score: Log-odds of the links, (wholes, parts).
    """
    inside = shared(wholes, parts) / parts.sum(axis=1).clip(1e-6)
    found = []
    for whole in range(len(wholes)):
        able = (inside[whole] >= INSIDE) & free & (score[whole] >= rival[whole])
        group = _cover(wholes[whole], parts, np.flatnonzero(able))
        if group is not None:
            found.append(Division(whole, *group))
    return sorted(found, key=lambda one: (-one.covered, one.whole))


def _cover(
    whole: NDArray[np.float32], parts: Bags, able: NDArray[np.intp]
) -> tuple[tuple[int, ...], float] | None:
    """Parts taken greedily, the one that covers most of what is left first; None where fewer than two do."""
    total = float(whole.sum())
    left, taken = whole.copy(), list[int]()
    while len(taken) < min(MOST, len(able)):
        gains = np.minimum(left, parts[able]).sum(axis=1)
        best = int(gains.argmax())
        if gains[best] < ADDS * total:
            break
        taken.append(int(able[best]))
        left = np.maximum(left - parts[able[best]], 0)
    covered = 1 - float(left.sum()) / total if total else 0.0
    return (tuple(sorted(taken)), covered) if len(taken) > 1 and covered >= COVERED else None
