"""Letters of one font on a page: what is asked of them, their lines, and whether they spell words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from extract.data import rows
from extract.pages.textlayer import Placed
from extract.thai.letters import MARKS as THAI_MARKS
from extract.thai.tokens import tokens, words

_MARK = re.compile(f"[{THAI_MARKS}]")
MARKS = frozenset(
    [chr(code) for code in range(0xE31, 0xE4F) if _MARK.match(chr(code))]
    + [chr(int(row["code"], 16)) for row in rows("private_codes.csv") if _MARK.match(row["letter"])]
)
"""Combining marks of Thai, and the code points that Thai fonts give to shifted marks."""

LEAST_LETTERS = 60
"""Thai letters from which their words tell of a font."""

SPELLS = 0.7
"""Share of letters in words of the dictionary under which a font's codes are wrong: sound fonts .88 and more
on pages of running text, .80 in lists of names; shuffled codes .25."""


class Letter(Protocol):
    """What is asked of a letter: its text, its number on the text page, where and how it was set."""

    text: str
    number: int
    x: float
    y: float
    x0: float
    x1: float
    visible: bool
    placed: Placed


class Lines:
    """Letters in content order, with a line break where the baseline changes.

    What they say is asked several times while it is settled; where lines break does not change.
    """

    def __init__(self, letters: Sequence[Letter]) -> None:
        """Find where lines break."""
        self._order: list[Letter | None] = []
        level = None
        for letter in letters:
            if level is not None and abs(letter.y - level) > 2:
                self._order.append(None)
            self._order.append(letter)
            level = letter.y

    def read(self) -> tuple[str, list[Letter | None]]:
        """The text now, and the letter that each character of it belongs to; None for line breaks."""
        texts = ["\n" if letter is None else letter.text for letter in self._order]
        text = "".join(texts)
        if len(text) == len(texts) and all(texts):
            return text, self._order
        return text, [one for one, part in zip(self._order, texts, strict=True) for _ in part]


def lines(letters: Sequence[Letter]) -> str:
    """The letters in content order, a line break where the baseline changes."""
    return lines_of(letters)[0]


def lines_of(letters: Sequence[Letter]) -> tuple[str, list[Letter | None]]:
    """``lines``, and the letter that each character of them belongs to; None for line breaks."""
    return Lines(letters).read()


def share_of_words(text: str) -> float:
    """Share of the Thai letters of ``text`` that stand in words of two letters and more of the dictionary."""
    known = words()
    found = [
        (len(word), len(word) > 1 and word in known) for word in tokens(re.sub("[^ก-ฮะ-\u0e4e]+", " ", text))
    ]
    total = sum(length for length, _ in found)
    return sum(length for length, good in found if good) / total if total else 1.0
