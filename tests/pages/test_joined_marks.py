"""The ring of ำ and a tone drawn as one glyph without a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from extract.pages.joined_marks import RING, settle_joined
from extract.pages.textlayer import Ink

LOW, HIGH = Ink(-0.24, 0.0, 0.67, 0.91), Ink(-0.32, 0.03, 0.67, 1.21)


@dataclass(frozen=True)
class Placed:
    turn: int = 0
    size: float = 10.0


@dataclass
class Letter:
    text: str
    number: int = 0
    x: float = 0.0
    y: float = 0.0
    x0: float = 0.0
    x1: float = 0.0
    visible: bool = True
    placed: Any = Placed()


class Drawn:
    """The ink of letters: one number is that of the ring alone, all others that of the ring with a tone."""

    def of(self, number: int, *_: float) -> Ink:
        return LOW if number == 1 else HIGH


def settled(line: str) -> tuple[str, int]:
    """A line with 1 for the ring alone and 2 for the glyph of ring and tone, and how many are in doubt."""
    letters = [Letter("ˉ" if char == "1" else "˺" if char == "2" else char, ord(char) - 48) for char in line]
    text = "".join(RING if char in "12" else char for char in line)
    doubted = settle_joined(Drawn(), text, letters)  # type: ignore[arg-type]
    return "".join(letter.text for letter in letters), len(doubted)


@pytest.mark.parametrize(
    ("line", "read"),
    [("น2ามันเชื้อเพลิง", "น้ำมันเชื้อเพลิง"), ("ด1าเนินการต2ากว่าแผน", "ดˉาเนินการต่ำกว่าแผน")],
)
def test_a_ring_with_its_tone_as_one_glyph_is_told_by_its_words(line: str, read: str) -> None:
    """WeasyPrint: น้ำมัน came out as นำมัน, without a word."""
    assert settled(line) == (read, 0)


def test_a_joined_tone_that_no_word_tells_is_in_doubt() -> None:
    """ค่ำ and ค้ำ are words."""
    assert settled("ค2า") == ("ค˺ำ", 1)
