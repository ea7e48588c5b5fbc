"""Whether two texts that differ need differ on paper: what scans confuse, slips of the pen, other words."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from extract.data import rows
from extract.thai.fold import key
from extract.thai.letters import MARKS
from extract.thai.tokens import tokens, words
from oversight.compare.changes import Nature
from oversight.compare.worddiff import word_diff

SURE = 0.95
"""From this confidence on a picture's letters count as typed where both texts are words."""
DOUBTFUL = 0.9
"""Below this a record asks for a human eye (``extract.records.normalise.REVIEW_BELOW``)."""
SLIP_LETTERS, SLIP_SHARE = 2, 0.06
"""A slip of the pen: at most two letters, and few beside the text."""
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
    old, new = key(before), key(after)
    edits = Levenshtein.editops(old, new)
    if not len(edits):
        return "slip"
    share = len(edits) / max(len(old), len(new))
    read = [doubt for doubt in doubts if doubt is not None]
    if not read:
        return "slip" if _is_slip(before, after, len(edits), share, _digits(old) != _digits(new)) else "paper"
    least = min(read)
    if share > READING_SHARE and len(edits) > SLIP_LETTERS:
        return "paper"
    if _digits(old) != _digits(new) and least >= DOUBTFUL:
        return "paper"
    confused = all(
        _confused(edit.tag, old[edit.src_pos : edit.src_pos + 1], new[edit.dest_pos : edit.dest_pos + 1])
        for edit in edits
    )
    if confused and least < SURE:
        return "reading"
    return "paper" if _other_words(before, after) and least >= DOUBTFUL else "reading"


def _is_slip(before: str, after: str, count: int, share: float, digits: bool) -> bool:
    few = count <= SLIP_LETTERS and share <= SLIP_SHARE
    return few and not digits and not _other_words(before, after)


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


def _confused(tag: str, old: str, new: str) -> bool:
    """Whether a scan may do this to one letter: another of its group, a mark lost or found, another digit."""
    if tag == "insert":
        return _MARK.fullmatch(new) is not None
    if tag == "delete":
        return _MARK.fullmatch(old) is not None
    return new in _groups().get(old, frozenset()) or (old.isdigit() and new.isdigit())
