"""Scores output records against the truth beside a PDF: matching, printed fields, normalised values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from bench.text import (
    ARABIC_DIGITS,
    THAI_DIGITS,
    Share,
    digits_right,
    errors,
    errors_with_spaces,
    folded,
    spaces_right,
)
from fixtures.paper import PRINTED_FIELDS
from fixtures.truth import DOCUMENT_KEYS as FACTS

Record = Mapping[str, Any]

PRINTED = ("section", *PRINTED_FIELDS)
NORMALISED = (
    "number",
    "instrument",
    "indicator",
    "topic",
    "steps",
    "responsible_units",
    "period_start",
    "period_end",
    "budget_thb",
    "result_status",
    "page",
)
ENUMERATOR = re.compile(r"^\s*(?:[-–•●*]|\(?[0-9๐-๙]+(?:\.[0-9๐-๙]+)*[.)]?)\s*")
SAME_MEASURE = 0.55
"""Two measures less alike than this (0–1, rapidfuzz ratio of folded text) are never the same record: of the
168 pairs of different measures within the digital fixture reports the most alike reach 0.49."""
SAME_NUMBER_BONUS = 0.1
SAME_STEP = 0.8
"""Steps are judged by their split, their letters by CER: each must be at least so alike."""


@dataclass(slots=True)
class Score:
    """Running sums over records of one kind; scores add up."""

    documents: int = 0
    pages: int = 0
    expected: int = 0
    found: int = 0
    missed: int = 0
    extra: int = 0
    cer: dict[str, Share] = field(default_factory=dict)
    cer_spaces: dict[str, Share] = field(default_factory=dict)
    exact: dict[str, Share] = field(default_factory=dict)
    spaces: Share = field(default_factory=Share)
    thai_digits: Share = field(default_factory=Share)
    arabic_digits: Share = field(default_factory=Share)
    normalised: dict[str, Share] = field(default_factory=dict)
    facts: dict[str, Share] = field(default_factory=dict)

    def add(self, other: Score) -> None:
        """Add the sums of ``other``."""
        for name in ("documents", "pages", "expected", "found", "missed", "extra"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("spaces", "thai_digits", "arabic_digits"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("cer", "cer_spaces", "exact", "normalised", "facts"):
            for key, share in getattr(other, name).items():
                _count(getattr(self, name), key, share)


def total(shares: Mapping[str, Share]) -> Share:
    """All shares of a mapping together."""
    return sum(shares.values(), Share())


def score_document(truth: Record, records: Sequence[Record], facts: Record) -> Score:
    """Score one document.

    Args:
        truth: The content of its ``.truth.json``.
        records: Its lines of records.jsonl.
        facts: What the output says of the document, by the keys of ``FACTS``.
    """
    expected = truth["records"]
    pairs, extra = match(expected, records)
    score = Score(documents=1, pages=truth["pages"], expected=len(expected), extra=len(extra))
    for want, got in pairs:
        score.found += got is not None
        score.missed += got is None
        _score_fields(score, want, got or {})
        _score_values(score, want, got)
    for key in FACTS:
        right = _same_fact(key, truth["document"].get(key), facts.get(key))
        _count(score.facts, key, Share(right, 1))
    return score


def match(
    expected: Sequence[Record], records: Sequence[Record]
) -> tuple[list[tuple[Record, Record | None]], list[Record]]:
    """Pair true and found records one to one, most alike first; the rest is missed or extra."""
    likeness = sorted(
        (
            (-_alike(want, got), i, j)
            for i, want in enumerate(expected)
            for j, got in enumerate(records)
            if fuzz.ratio(folded(want["measure"]), folded(got.get("measure"))) / 100 >= SAME_MEASURE
        ),
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in likeness:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs = [(want, records[partner[i]] if i in partner else None) for i, want in enumerate(expected)]
    return pairs, [record for j, record in enumerate(records) if j not in taken]


def _alike(want: Record, got: Record) -> float:
    likeness = fuzz.ratio(folded(want["measure"]), folded(got.get("measure"))) / 100
    same = folded(want["number"]) == folded(got.get("number"))
    return (
        likeness
        + SAME_NUMBER_BONUS * same
        + SAME_NUMBER_BONUS * (want.get("instrument") == got.get("instrument"))
    )


def _count(shares: dict[str, Share], key: str, share: Share) -> None:
    shares[key] = shares.get(key, Share()) + share


def _score_fields(score: Score, want: Record, got: Record) -> None:
    """Printed fields; those of a missed record (``got`` empty) count as lost letter by letter."""
    for key in PRINTED:
        truth, text = want.get(key), got.get(key)
        if truth is None and text is None:
            continue
        breaks = want.get("hard_breaks", {}).get(key, ())
        _count(score.cer, key, errors(truth, text))
        _count(score.cer_spaces, key, errors_with_spaces(truth, text, breaks))
        _count(score.exact, key, Share(folded(truth) == folded(text), 1))
        score.spaces += spaces_right(truth, text, breaks)
        score.thai_digits += digits_right(truth, text, THAI_DIGITS)
        score.arabic_digits += digits_right(truth, text, ARABIC_DIGITS)


def _score_values(score: Score, want: Record, got: Record | None) -> None:
    for key in NORMALISED:
        right = got is not None and _right(key, want, got)
        _count(score.normalised, key, Share(right, 1))


def _right(key: str, want: Record, got: Record) -> bool:
    if key == "steps":
        return _same_steps(want["steps"], got.get("steps") or [])
    if key == "page":
        return bool(want["page"] == first_page(got))
    value = got.get(key)
    if key == "responsible_units":
        return sorted(value or []) == sorted(want[key])
    return value == want[key] or value in want.get("accept", {}).get(key, ())


def first_page(record: Record) -> int | None:
    """Page of the first print of a record: where the provenance of its measure begins."""
    places = (record.get("provenance") or {}).get("measure") or []
    return places[0]["page"] if places else None


def _same_steps(want: Iterable[str], got: Iterable[str]) -> bool:
    left = [folded(ENUMERATOR.sub("", step)) for step in want]
    right = [folded(ENUMERATOR.sub("", step)) for step in got]
    return len(left) == len(right) and all(
        fuzz.ratio(a, b) >= 100 * SAME_STEP for a, b in zip(left, right, strict=True)
    )


def _same_fact(key: str, want: Any, got: Any) -> bool:
    if key == "title":
        return folded(want) == folded(got)
    return str(want if want is not None else "") == str(got if got is not None else "")
