"""When a record asks for a person: one rule for files, desk, exports and counts (docs/records.md)."""

from __future__ import annotations

from collections.abc import Iterable

from extract.model import Finding

REVIEW_BELOW = 0.9
"""Confidence under which a value or record asks for a person: one such value in ten is wrong."""


def asks_for_review(confidence: float, unsure: bool, findings: Iterable[Finding]) -> bool:
    """Whether a person should look at a record.

    Args:
        confidence: the record's, 0–1.
        unsure: whether a digit in it cannot be trusted.
        findings: those at its fields, its row, its columns and its table.
    """
    return confidence < REVIEW_BELOW or unsure or any(found.severity != "info" for found in findings)
