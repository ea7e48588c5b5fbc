"""How two texts are compared: folding, edit distance, spaces, digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"
TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; adds up."""

    part: float = 0
    whole: float = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> float | None:
        """The quotient, None when there is nothing to measure."""
        return self.part / self.whole if self.whole else None


def packed(text: str | None) -> str:
    """NFC without white space, digit script kept."""
    return SPACE.sub("", unicodedata.normalize("NFC", text or ""))


def folded(text: str | None) -> str:
    """NFC without white space, digits Arabic: what CER is counted on."""
    return packed(text).translate(TO_ARABIC)


def spaced(text: str | None) -> str:
    """NFC with white space as single blanks, digits Arabic: what CER with spaces is counted on."""
    return SPACE.sub(" ", unicodedata.normalize("NFC", text or "")).strip().translate(TO_ARABIC)


def errors(truth: str | None, found: str | None) -> Share:
    """Edits of ``found`` against the letters of ``truth``, white space and digit script folded."""
    want, got = folded(truth), folded(found)
    return Share(Levenshtein.distance(want, got), len(want))


def errors_with_spaces(truth: str | None, found: str | None, breaks: Sequence[int] = ()) -> Share:
    """Edits counting spaces too; at a hard break of the paper a space is as right as none.

    Args:
        truth: Printed text, one blank at each hard break.
        found: Text of the output.
        breaks: Positions of the hard breaks in ``truth``.
    """
    got = spaced(found)
    want = truth or ""
    best = Levenshtein.distance(spaced(want), got)
    for position in sorted(breaks, reverse=True):
        shorter = want[:position] + want[position + 1 :]
        edits = Levenshtein.distance(spaced(shorter), got)
        if edits < best:
            want, best = shorter, edits
    return Share(best, len(spaced(want)))


def spaces_right(truth: str | None, found: str | None, breaks: Sequence[int] = ()) -> Share:
    """Spaces in the right place, as F1: 2·hits of spaces printed plus spaces found.

    Counted only where the letters are all right, for else places cannot be told; hard breaks are left out.
    """
    if not truth or not found or folded(truth) != folded(found):
        return Share()
    free = {len(packed(truth[:position])) for position in breaks}
    want, got = _gaps(spaced(truth)) - free, _gaps(spaced(found)) - free
    return Share(2 * len(want & got), len(want) + len(got))


def _gaps(text: str) -> set[int]:
    places, letters = set(), 0
    for letter in text:
        if letter == " ":
            places.add(letters)
        else:
            letters += 1
    return places


def digits_right(truth: str | None, found: str | None, script: str) -> Share:
    """Digits of one script (``THAI_DIGITS`` or ``ARABIC_DIGITS``) that came out as the same character."""
    want, got = packed(truth), packed(found)
    right = 0
    for step in Levenshtein.opcodes(want, got):
        if step.tag == "equal":
            right += sum(letter in script for letter in want[step.src_start : step.src_end])
    return Share(right, sum(letter in script for letter in want))
