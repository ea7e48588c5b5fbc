"""Texts as bags of letter pairs and triples, in numpy: what likeness and coverage are reckoned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
WIDTH = 2048
"""Buckets of the hash: sixty measures hold some 3,000 pieces; two that fall together cost little likeness."""

_PAIR = np.uint32(2654435761)  # Knuth's multiplicative hash
_TRIPLE = np.uint32(2246822519)
_SHIFT = np.uint32(32 - 11)  # the upper 11 bits: WIDTH buckets


def bags(texts: Sequence[str]) -> Matrix:
    """One row a text, one column a bucket: how often its pairs and triples of letters fall there."""
    found = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in enumerate(texts):
        letters = np.frombuffer(f" {text} ".encode("utf-32-le"), np.uint32)
        pairs = letters[:-1] * np.uint32(31) + letters[1:]
        triples = pairs[:-1] * np.uint32(31) + letters[2:]
        places = np.concatenate(((pairs * _PAIR) >> _SHIFT, (triples * _TRIPLE) >> _SHIFT))
        found[row] = np.bincount(places, minlength=WIDTH)
    return found


def rarity(*parts: Matrix) -> NDArray[np.float32]:
    """A weight a bucket: what many of these measures hold (เผยแพร่, ประชาสัมพันธ์) tells little."""
    count = sum(len(part) for part in parts)
    held = sum((part > 0).sum(axis=0) for part in parts)
    return np.asarray(np.log1p(count / np.maximum(held, 1)), np.float32)


def cosine(a: Matrix, b: Matrix) -> Matrix:
    """Cosine of every row of ``a`` with every row of ``b``; 0 for an empty row."""
    return np.asarray(_unit(a) @ _unit(b).T, np.float32)


def _unit(rows: Matrix) -> Matrix:
    norms = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)


def shared(a: Matrix, b: Matrix) -> Matrix:
    """The weight that every row of ``a`` has in common with every row of ``b``."""
    return np.stack([np.minimum(row, b).sum(axis=1) for row in a]) if len(a) else np.zeros((0, len(b)), "f4")
