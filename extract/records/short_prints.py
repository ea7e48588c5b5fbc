"""Comparing short prints (headers, labels, names): without writing habits, or by what scans confuse."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract.data import rows
from extract.thai.fold import fold

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
EDGES = ".,:;*-/"
"""Punctuation at the edges of a short print that says nothing."""

# Marks above and below the line are what a scan loses first.
_MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")
_MARK_COST = 0.5


@lru_cache(maxsize=16384)
def text_key(text: str) -> str:
    """``text`` folded, in lower case, one form of dash, ``และ/หรือ`` as ``/``, no punctuation at its edges."""
    return _DASHES.sub("-", fold(text)).lower().replace("และ/หรือ", "/").strip(EDGES)


@cache
def _swap_costs() -> dict[tuple[str, str], float]:
    return {
        (a, b): float(row["cost"])
        for row in rows("ocr_confusions.csv")
        for a in row["letters"]
        for b in row["letters"]
        if a != b
    }


@lru_cache(maxsize=65536)
def distance(a: str, b: str, limit: float = 4.0) -> float:
    """Edit distance of two short texts with Thai costs; anything above ``limit`` may come back as infinite.

    A change inside a group of ``data/ocr_confusions.csv`` and a lost or added mark cost 0.5, others 1.
    """
    if a == b:
        return 0.0
    if abs(len(a) - len(b)) > 2 * limit:
        return float("inf")
    costs = _swap_costs()
    line = [0.0]
    for letter in b:
        line.append(line[-1] + _letter_cost(letter))
    for x in a:
        drop = _letter_cost(x)
        above, line = line, [line[0] + drop]
        for n, y in enumerate(b):
            swap = 0.0 if x == y else costs.get((x, y), 1.0)
            line.append(min(above[n] + swap, above[n + 1] + drop, line[n] + _letter_cost(y)))
        if min(line) > limit:
            return float("inf")
    return line[-1]


def _letter_cost(letter: str) -> float:
    return _MARK_COST if letter in _MARKS else 1.0
