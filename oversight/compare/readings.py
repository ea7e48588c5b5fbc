"""Whether two texts that differ need differ on paper: what scans confuse, slips of the pen, other words."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from rapidfuzz.distance import Levenshtein

from extract.data import rows
from extract.thai.fold import key
from extract.thai.letters import MARKS
from extract.thai.tokens import tokens, words
from oversight.compare.masks import mask_years
from oversight.compare.worddiff import word_diff

Nature = Literal["paper", "slip", "reading"]
SURE = 0.95
"""From this confidence on many letters that scans confuse are no accident."""
DOUBTFUL = 0.9
"""Below this a record asks for a human eye (``extract.records.review.REVIEW_BELOW``)."""
SLIP_LETTERS, SLIP_SHARE = 2, 0.06
"""A slip of the pen, or of a reading however sure: at most two letters, and few beside the text."""
READING_SHARE = 0.15
"""Share of letters that a reading may get wrong; beyond it the texts are two."""

_MARK = re.compile(f"[{MARKS}]")


def nature(before: str, after: str, doubts: tuple[float | None, float | None] = (None, None)) -> Nature:
    """Why two texts that differ do so.

    Args:
        before: The earlier text, masked or not; both are folded here.
        after: The later text.
        doubts: Confidence of each, None where it was typed.
    """
    old, new = mask_years(key(before)), mask_years(key(after))
    edits = Levenshtein.editops(old, new)
    if not len(edits):  # what differs is the year itself, or what it means
        return "paper"
    share = len(edits) / max(len(old), len(new))
    few = len(edits) <= SLIP_LETTERS and share <= SLIP_SHARE
    letters = [(old[e.src_pos : e.src_pos + 1], new[e.dest_pos : e.dest_pos + 1], e.tag) for e in edits]
    digits = _digits(old) != _digits(new)
    read = [doubt for doubt in doubts if doubt is not None]
    if not read:
        marks = all(_mark(*letter) for letter in letters)  # ทกคัน for ทุกคัน
        return "slip" if few and not digits and (marks or not _other_words(before, after)) else "paper"
    least = min(read)
    if (share > READING_SHARE and len(edits) > SLIP_LETTERS) or (digits and least >= DOUBTFUL):
        return "paper"
    if all(_confused(*letter) for letter in letters) and (few or least < SURE):
        return "reading"
    return "paper" if least >= DOUBTFUL and _other_words(before, after) else "reading"


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _other_words(before: str, after: str) -> bool:
    """Whether somewhere both texts have words of the language, and not the same."""
    known = words()
    for span in word_diff(before, after):
        if span.part == "equal":
            continue
        pieces = (before[slice(*span.before)], after[slice(*span.after)])
        old, new = ([word for word in tokens(piece) if key(word)] for piece in pieces)
        # ประชาน is read as ประ and ชาน, two words: a word that falls apart is damaged, not another
        if all(word in known for word in (*old, *new)) and (len(old) == len(new) or not old or not new):
            return True
    return False


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows("ocr_confusions.csv"):
        for letter in row["letters"]:
            found[letter] = found.get(letter, frozenset()) | frozenset(row["letters"])
    return found


def _confused(old: str, new: str, tag: str) -> bool:
    """Whether a scan may do this to one letter: another of its group, a mark lost or found, another digit."""
    if _mark(old, new, tag):
        return True
    return tag == "replace" and (new in _groups().get(old, frozenset()) or (old + new).isdigit())


def _mark(old: str, new: str, tag: str) -> bool:
    """Whether an edit concerns nothing but a mark above or below the line."""
    touched = {"insert": new, "delete": old}.get(tag, old + new)
    return all(_MARK.fullmatch(letter) for letter in touched)
