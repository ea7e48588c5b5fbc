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

from oversight.compare.masks import Masked

Bags = NDArray[np.float32]
WIDTH = 2048
"""Buckets of the hash: sixty measures hold some 3,000 pieces; two that fall together cost little likeness."""

_PAIR = np.uint32(2654435761)  # Knuth's multiplicative hash
_TRIPLE = np.uint32(2246822519)
_SHIFT = np.uint32(32 - 11)  # the upper 11 bits: WIDTH buckets


def bags(texts: Sequence[str]) -> Bags:
    """One row a text, one column a bucket: how often its pairs and triples of letters fall there."""
    found = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in enumerate(texts):
        letters = np.frombuffer(f" {text} ".encode("utf-32-le"), np.uint32)
        pairs = letters[:-1] * np.uint32(31) + letters[1:]
        triples = pairs[:-1] * np.uint32(31) + letters[2:]
        places = np.concatenate(((pairs * _PAIR) >> _SHIFT, (triples * _TRIPLE) >> _SHIFT))
        found[row] = np.bincount(places, minlength=WIDTH)
    return found


def rarity(*parts: Bags) -> NDArray[np.float32]:
    """A weight a bucket: what many of these measures hold (เผยแพร่, ประชาสัมพันธ์) tells little."""
    count = sum(len(part) for part in parts)
    held = sum((part > 0).sum(axis=0) for part in parts)
    return np.asarray(np.log1p(count / np.maximum(held, 1)), np.float32)


def cosine(a: Bags, b: Bags) -> Bags:
    """Cosine of every row of ``a`` with every row of ``b``; 0 for an empty row."""
    return np.asarray(_unit(a) @ _unit(b).T, np.float32)


def _unit(rows: Bags) -> Bags:
    norms = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)


def shared(a: Bags, b: Bags) -> Bags:
    """The weight that every row of ``a`` has in common with every row of ``b``."""
    return np.stack([np.minimum(row, b).sum(axis=1) for row in a]) if len(a) else np.zeros((0, len(b)), "f4")


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

    before: Bags
    after: Bags
    score: Floats


def compare(before: Sequence[Masked], after: Sequence[Masked]) -> Pairs:
    """Score all pairs; both sequences hold at least one measure."""
    old, new = bags([one.text for one in before]), bags([one.text for one in after])
    weights = rarity(old, new)
    old, new = old * weights, new * weights
    score = features(before, after, old, new) @ np.array(WEIGHTS) + BIAS
    score[[not one.text for one in before]] = NEVER
    score[:, [not one.text for one in after]] = NEVER
    return Pairs(old, new, score)


def features(before: Sequence[Masked], after: Sequence[Masked], old: Bags, new: Bags) -> Floats:
    """(before, after, ``FEATURES``) values; the first five lie in 0–1, the others in −1–1."""
    procedure, unknown = _procedures(before, after)
    found = (
        cdist([one.text for one in before], [one.text for one in after], scorer=fuzz.ratio) / 100,
        cosine(old, new),
        _words(before, after),
        shared(old, new) / np.minimum.outer(old.sum(axis=1), new.sum(axis=1)).clip(1e-6),
        procedure,
        unknown,
        _same([one.measure.instrument for one in before], [one.measure.instrument for one in after]),
        _same(
            [one.measure.indicators or None for one in before],
            [one.measure.indicators or None for one in after],
        ),
        _units(before, after),
        _same([one.measure.number for one in before], [one.measure.number for one in after]).clip(0),
    )
    return np.stack(found, axis=-1).astype(np.float64)


def chance(score: float) -> float:
    """Log-odds as a share, 0–1."""
    return float(1 / (1 + np.exp(-score)))


def _procedures(before: Sequence[Masked], after: Sequence[Masked]) -> tuple[Bags, Bags]:
    """Likeness of the procedures, and where one measure has none."""
    old, new = bags([one.steps for one in before]), bags([one.steps for one in after])
    weights = rarity(old, new)
    blank = np.logical_or.outer(
        np.array([not one.measure.procedure for one in before]),
        np.array([not one.measure.procedure for one in after]),
    )
    return np.where(blank, 0, cosine(old * weights, new * weights)), blank.astype(np.float32)


def _words(before: Sequence[Masked], after: Sequence[Masked]) -> Floats:
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


def _units(before: Sequence[Masked], after: Sequence[Masked]) -> Floats:
    """Share of offices in common, 0 where a measure names none."""
    names = {
        n: i
        for i, n in enumerate(sorted({u for one in (*before, *after) for u in one.measure.responsible_units}))
    }
    table = np.zeros((len(before) + len(after), max(1, len(names))))
    for row, one in enumerate((*before, *after)):
        table[row, [names[unit] for unit in one.measure.responsible_units]] = 1
    old, new = table[: len(before)], table[len(before) :]
    common = old @ new.T
    return np.asarray(common / (np.add.outer(old.sum(axis=1), new.sum(axis=1)) - common).clip(1))
