"""A record's confidence: that of its letters, and of the evidence against its structure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from extract.data import rows
from extract.model import Finding


@cache
def _shares() -> dict[str, float]:
    """Finding to the share of records right in spite of it (``data/doubts.csv``)."""
    return {row["code"]: float(row["right"]) for row in rows("doubts.csv")}


def structural(letters: float, findings: Iterable[Finding]) -> float:
    """The confidence of a record, 0–1: the least of its letters' and of what its findings leave of it.

    Args:
        letters: the least confidence of its filled fields.
        findings: those of the record, its row, columns and table.
    """
    shares = _shares()
    return min(letters, *(shares.get(found.code, 1.0) for found in findings), 1.0)
