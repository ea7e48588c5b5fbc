"""A record's confidence: that of its letters, and of the evidence against its structure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extract.data import rows
from extract.doubt.words import impossible, unknown
from extract.model import Finding
from extract.thai.letters import to_arabic


@cache
def _shares() -> dict[str, float]:
    """Finding to the share of records right in spite of it (``data/doubts.csv``)."""
    return {row["code"]: float(row["right"]) for row in rows("doubts.csv")}


NOT_COUNTED = 0.5
"""That share for a finding met too seldom to be counted: nothing speaks for its records or against them."""
SLIPS_IN_WORDS = 0.27
"""Share of one wrong consonant in a text that leaves it made of words all the same (``words.unknown``)."""
ENOUGH, MOSTLY = 6, 0.8
"""Thai letters, and their share of a text, from which its words tell something of its letters."""
_LETTER = re.compile(r"[ก-๎]")
_NAMES = re.compile(r"\b(?:[IEO]IT|ITA|Internal|External|Open|Data|Integrity|and|Transparency|Assessment)\b")
"""Words of the instruments' English names: one with a wrong letter is none of them."""
_YEAR = re.compile(r"(?:พ\.\s?ศ\.\s*)?(?<!\d)(\d{4})(?!\d)")


def weighed(letters: float, text: str, year: int | None = None) -> float:
    """The confidence of a text read from a picture, 0–1, once it is seen to be made of words alone.

    By Bayes' rule: a wrong letter leaves words alone in ``SLIPS_IN_WORDS`` of all cases, a right text always.
    English names of the instruments count as words; so do ``year``, the report's fiscal year, and the one
    before it, in which it began.
    """
    years = {str(year), str(year - 1)} if year else set[str]()
    rest = _YEAR.sub(lambda found: "" if found[1] in years else found[0], _NAMES.sub("", to_arabic(text)))
    thai, size = len(_LETTER.findall(rest)), len(re.sub(r"\s", "", rest))
    if thai < ENOUGH or thai < MOSTLY * size or impossible(text) or unknown(text):
        return letters
    wrong = (1 - letters) * SLIPS_IN_WORDS
    return letters / (letters + wrong) if letters else 0.0


IN_ORDER = 0.1
"""Share of wrong digits that leave an item number in its place between its neighbours: one of the ten."""


def confirmed(letters: float) -> float:
    """The confidence of an item number, 0–1, once it is seen in order with its neighbour's."""
    return letters / (letters + (1 - letters) * IN_ORDER) if letters else 0.0


def structural(letters: float, findings: Iterable[Finding]) -> float:
    """The confidence of a record, 0–1: the least of its letters' and of what its findings leave of it.

    Args:
        letters: the least confidence of its filled fields.
        findings: those of the record, its row, columns and table.
    """
    shares = _shares()
    told = (found.code for found in findings if found.severity != "info")
    return min(letters, *(shares.get(code, NOT_COUNTED) for code in told), 1.0)
