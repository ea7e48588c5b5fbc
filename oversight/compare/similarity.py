"""How sure it is that two measures are the same one: features of every pair, and their weights.

The weights are a logistic regression on measures changed at random (``bench/compare_fit.py``), never on the
hand-made years they are judged on. The item number is the least of them: numbering restarts every year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from oversight.compare.grams import Matrix, bags, cosine, rarity, shared
from oversight.compare.prepared import Prepared

Floats = NDArray[np.float64]
FEATURES = (
    "letters",
    "grams",
    "words",
    "covered",
    "procedure",
    "procedure_unknown",
    "instrument",
    "indicator",
    "units",
    "number",
)
WEIGHTS = (2.99, 3.00, 2.89, 2.75, 3.28, 0.65, 0.83, 0.70, 1.70, 0.17)
BIAS = -7.74
"""The fitted -9.49, and 1.75 for where links begin: made years gave 1.25 to 1.5 where half of the new
ones are about a thing that another was about, 2.5 and more where few are."""
NEVER = -1e6
"""Log-odds of a measure that has no text: it is nobody's."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every measure of one year against every one of the other.

    ``before`` and ``after`` are weighted bags of pieces of the measures' texts, ``score`` holds log-odds.
    """

    before: Matrix
    after: Matrix
    score: Floats


def compare(before: Sequence[Prepared], after: Sequence[Prepared]) -> Pairs:
    """Score all pairs; both sequences hold at least one measure."""
    old, new = bags([one.text for one in before]), bags([one.text for one in after])
    weights = rarity(old, new)
    old, new = old * weights, new * weights
    score = features(before, after, old, new) @ np.array(WEIGHTS) + BIAS
    score[[not one.text for one in before]] = NEVER
    score[:, [not one.text for one in after]] = NEVER
    return Pairs(old, new, score)


def features(before: Sequence[Prepared], after: Sequence[Prepared], old: Matrix, new: Matrix) -> Floats:
    """(before, after, ``FEATURES``) values; the first five lie in 0–1, the others in −1–1."""
    procedure, unknown = _procedures(before, after)
    found = (
        cdist([one.text for one in before], [one.text for one in after], scorer=fuzz.ratio) / 100,
        cosine(old, new),
        _words(before, after),
        shared(old, new) / np.minimum.outer(old.sum(axis=1), new.sum(axis=1)).clip(1e-6),
        procedure,
        unknown,
        _same([one.side.instrument for one in before], [one.side.instrument for one in after]),
        _same(
            [one.side.indicators or None for one in before], [one.side.indicators or None for one in after]
        ),
        _units(before, after),
        _same([one.side.number for one in before], [one.side.number for one in after]).clip(0),
    )
    return np.stack(found, axis=-1).astype(np.float64)


def chance(score: float) -> float:
    """Log-odds as a share, 0–1."""
    return float(1 / (1 + np.exp(-score)))


def _procedures(before: Sequence[Prepared], after: Sequence[Prepared]) -> tuple[Matrix, Matrix]:
    """Likeness of the procedures, and where one side has none."""
    old, new = bags([one.steps for one in before]), bags([one.steps for one in after])
    weights = rarity(old, new)
    blank = np.logical_or.outer(
        np.array([not one.side.procedure for one in before]),
        np.array([not one.side.procedure for one in after]),
    )
    return np.where(blank, 0, cosine(old * weights, new * weights)), blank.astype(np.float32)


def _words(before: Sequence[Prepared], after: Sequence[Prepared]) -> Floats:
    """Cosine of the words, rare ones weighing more."""
    sets = [frozenset(one.words) for one in (*before, *after)]
    vocabulary = {
        word: n for n, word in enumerate(dict.fromkeys(w for one in (*before, *after) for w in one.words))
    }
    table = np.zeros((len(sets), max(1, len(vocabulary))), np.float32)
    for row, words in enumerate(sets):
        table[row, [vocabulary[word] for word in words]] = 1
    table *= rarity(table)
    return cosine(table[: len(before)], table[len(before) :]).astype(np.float64)


def _same(before: Sequence[object], after: Sequence[object]) -> Floats:
    """1 where two values are equal, −1 where they differ, 0 where one is not known."""
    numbers = {value: n for n, value in enumerate(dict.fromkeys((*before, *after)))}
    old = np.array([numbers[value] for value in before])
    new = np.array([numbers[value] for value in after])
    known = np.logical_and.outer(_known(before), _known(after))
    return np.where(known, np.where(np.equal.outer(old, new), 1.0, -1.0), 0.0)


def _known(values: Iterable[object]) -> NDArray[np.bool_]:
    return np.array([value is not None for value in values])


def _units(before: Sequence[Prepared], after: Sequence[Prepared]) -> Floats:
    """Share of offices in common, 0 where a side names none."""
    names = {
        n: i
        for i, n in enumerate(sorted({u for one in (*before, *after) for u in one.side.responsible_units}))
    }
    table = np.zeros((len(before) + len(after), max(1, len(names))))
    for row, one in enumerate((*before, *after)):
        table[row, [names[unit] for unit in one.side.responsible_units]] = 1
    old, new = table[: len(before)], table[len(before) :]
    common = old @ new.T
    return np.asarray(common / (np.add.outer(old.sum(axis=1), new.sum(axis=1)) - common).clip(1))
