"""MinHash with bands: which of very many texts may be alike, without comparing all with all.

Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3. What it proposes is
compared exactly by those who ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class MinHash:
    """So many hash functions (``factors``, ``shifts``), ``rows`` of them to a band.

    They are of the type of the pieces they hash, 32 or 64 bits; of 64 bits the upper half counts.
    """

    factors: NDArray[Any]
    shifts: NDArray[Any]
    rows: int

    def signatures(self, pieces: NDArray[Any], starts: NDArray[Any]) -> NDArray[np.uint32]:
        """The least of each hash function over each text; texts in rows.

        Args:
            pieces: Hashed pieces of all texts, one text after another; none is empty.
            starts: Where each text begins.
        """
        found = np.empty((len(starts), len(self.factors)), np.uint32)
        upper = 8 * (pieces.dtype.itemsize - 4)
        for n, (factor, shift) in enumerate(zip(self.factors, self.shifts, strict=True)):
            least = np.minimum.reduceat(pieces * factor + shift, starts)
            found[:, n] = least >> least.dtype.type(upper)
        return found

    def band_keys(self, signatures: NDArray[np.uint32]) -> Keys:
        """(texts, bands) keys: two texts with an equal key in a column are worth comparing."""
        wide = signatures.astype(np.uint64)
        keys = np.zeros((len(wide), len(self.factors) // self.rows), np.uint64)
        for row in range(self.rows):
            keys = mixed(keys ^ wide[:, row :: self.rows])
        return keys


def mixed(values: Keys) -> Keys:
    """Every bit spread over the word (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
