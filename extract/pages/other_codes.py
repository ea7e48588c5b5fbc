"""Fonts of which whole codes stand for other letters: bytes of TIS-620 taken for Latin, ำ for every า."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.pages.font_letters import LEAST_LETTERS, SPELLS, Letter, lines, share_of_words
from extract.pages.letter_ink import ink_of
from extract.pages.textlayer import LetterInk
from extract.thai.letters import AA, AM, CONSONANTS, EACH_TONE, NIKHAHIT, TONES
from extract.thai.repair import repair

BYTES = 0.5
"""Share of letters from U+0080 on among a font's letters: TIS-620 under a Latin coding has .9 and more."""

FEW_SIGNS = 6
"""Different codes of a symbol font from which they may be Thai."""

BETTER = 0.05
"""By how much more of a font must be words when its ำ are read as า."""

LEAST_AM = 2
"""ำ of a font without one า that make it worth the question."""

RING_STEP = 0.1
"""Of the font size: the ring of ำ takes no room of its own, the narrowest letter .2."""

RINGED = 1.2
"""Of the height of า: ำ with its ring is higher, by half in TH Sarabun and Kinnari."""

_CP1252 = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}

_SIGNS = {0x80: "€", 0x85: "…", **dict(zip(range(0x91, 0x98), "‘’“”•–—", strict=True)), 0xA0: " "}
"""What Windows-874 has beside TIS-620."""


def is_tis620(text: str) -> bool:
    """Whether a font's letters are bytes of TIS-620 read as Latin: most beyond ASCII, spelling Thai."""
    letters = [char for char in text if not char.isspace() and (char > "\x7f" or char.isalpha())]
    high = [char for char in letters if "\u00a1" <= char <= "\u00fb" or char in _CP1252]
    symbols = [char for char in letters if "\uf0a1" <= char <= "\uf0fb"]
    if len(symbols) > BYTES * len(letters):  # bullets and boxes of Symbol and Wingdings are few and alike
        thai = "".join(map(from_tis620, text))
        return len(set(symbols)) >= FEW_SIGNS and share_of_words(thai) >= SPELLS
    if len(high) < 4 or len(high) < BYTES * len(letters):
        return False
    thai = "".join(map(from_tis620, text))
    return share_of_words(thai) >= SPELLS if len(high) >= LEAST_LETTERS else repair(thai).text == thai


def from_tis620(char: str) -> str:
    """The Thai letter of a TIS-620 byte that was read as Windows-1252, or as a sign of a symbol font."""
    byte = _CP1252.get(char, ord(char) - 0xF000 if "\uf0a1" <= char <= "\uf0fb" else ord(char))
    if 0xA1 <= byte <= 0xDA or 0xDF <= byte <= 0xFB:
        return chr(0x0E00 + byte - 0xA0)
    return _SIGNS.get(byte, char)


def has_am_for_aa(letters: Sequence[Letter]) -> bool:
    """Whether a font writes ำ for every า: it has no า, and more of it are words when ำ is read as า."""
    counts = Counter(letter.text for letter in letters)
    if counts[AM] < LEAST_AM or counts[AA] > 0.1 * counts[AM]:
        return False
    text = lines(letters)
    ring = f" {AM}|(?:{NIKHAHIT}|(?<=[{CONSONANTS}]){AM})(?=[{TONES}]?{AM})"
    exchanged = re.sub(ring, "\ue000", text)
    exchanged = re.sub(f"(?<=\ue000)([{TONES}]?){AM}", r"\1", exchanged).replace(AM, AA).replace("\ue000", AM)
    return share_of_words(exchanged) > share_of_words(text) + BETTER


def set_aa(ink: LetterInk, letters: Sequence[Letter]) -> None:
    """Set า for ำ, but for a ำ whose ring shows: in its ink, or as what stands before it, which is dropped.

    What stands for the ring is a space, a nikhahit or a ำ that takes no room.
    """
    shown = {letter.number: ink_of(ink, letter) for letter in letters if letter.text == AM}
    low = min((mine.top for mine in shown.values() if mine is not None), default=0.0)
    before: Letter | None = None
    for letter in letters:
        if letter.text == AM:
            mine = shown[letter.number]
            if before is not None and _is_ring(before, letter):
                before.text = ""
            elif mine is None or mine.top < RINGED * low:
                letter.text = AA
        if letter.text not in EACH_TONE or before is None or before.text not in (NIKHAHIT, AA):
            before = letter  # a tone may stand between the ring and its vowel


def _is_ring(before: Letter, vowel: Letter) -> bool:
    """Whether a letter is what stands for the ring of ำ before its other half; a ำ for it takes no room."""
    if abs(before.y - vowel.y) >= 2:
        return False
    no_room = abs(before.x - vowel.x) < RING_STEP * vowel.placed.size
    return before.text in (" ", NIKHAHIT) or (before.text == AA and no_room)
