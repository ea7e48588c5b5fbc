"""The ring of ำ and the tone over it drawn as one glyph without a code, as WeasyPrint leaves it: น้ำ, ค่ำ.

The ring alone is told by its place before า. A glyph there that is higher holds a tone as well; which one it
is, the words tell in which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.pages.font_letters import Letter, share_of_words
from extract.pages.letter_ink import ink_of, is_mark_ink
from extract.pages.textlayer import LetterInk
from extract.thai.letters import AA, AM, EACH_TONE, NIKHAHIT, TONES

TALL = 0.38
"""Of the font size: the ring is .18 to .25 high, with a tone over it .45 to .55."""

RING = "\0"
"""What stands in a text for a glyph without a code that is explained as the ring."""

_DECOMPOSED = re.compile(f"{NIKHAHIT}([{TONES}]?){AA}")


def settle_joined(ink: LetterInk, text: str, owners: Sequence[Letter | None]) -> list[Letter]:
    """Set glyphs that hold a ring and a tone to the tone, and the า behind each to ำ.

    Returns:
        Those whose words do not tell which tone it is.

    Args:
        ink: of the page's letters.
        text: of a font, line by line, with ``RING`` for each glyph that is explained as the ring of ำ.
        owners: the letter of each character.
    """
    joined: dict[str, list[Letter]] = {}
    vowels: list[Letter] = []
    for char, owner, after in zip(text, owners, [*owners[1:], None], strict=True):
        mine = ink_of(ink, owner) if char == RING and owner is not None else None
        if mine is not None and owner is not None and is_mark_ink(mine) and mine.top - mine.bottom > TALL:
            joined.setdefault(owner.text, []).append(owner)
            vowels += [after] if after is not None and after.text == AA else []
    doubted: list[Letter] = []
    for letters in joined.values():
        tone = _tone_of(text, owners, {id(letter) for letter in letters})
        for letter in letters:
            letter.text = tone or letter.text
        doubted += [] if tone else letters
    for vowel in vowels:
        vowel.text = AM
    return doubted


def _tone_of(text: str, owners: Sequence[Letter | None], joined: set[int]) -> str:
    """The tone with which the lines that hold certain glyphs spell most words; '' where several do."""

    def spelled(tone: str) -> float:
        chars = [
            NIKHAHIT + tone if owner is not None and id(owner) in joined else char
            for char, owner in zip(text, owners, strict=True)
        ]
        lines = [line for line in "".join(chars).split("\n") if NIKHAHIT + tone in line]
        whole = "\n".join(lines).replace(RING, NIKHAHIT)
        return share_of_words(_DECOMPOSED.sub(rf"\1{AM}", whole))

    shares = sorted(((spelled(tone), tone) for tone in EACH_TONE), reverse=True)
    return shares[0][1] if shares[0][0] > shares[1][0] else ""
