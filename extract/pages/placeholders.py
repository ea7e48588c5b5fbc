"""Code points that stand for letters whose code is not known, one for each glyph of a font.

``extract/reading/uncoded.py`` reads from the picture of the page what they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Sequence

from extract.pages.doubted_digits import AS_DIGITS
from extract.pages.font_letters import MARKS, Letter
from extract.pages.letter_ink import ink_of, is_mark_ink, same
from extract.pages.textlayer import Ink, LetterInk

OTHER_SHAPES = 0xE000
"""Where placeholders of digits stand that share their code with another shape."""

SPARE_MARKS, SPARE, SPARE_END = 0xD800, 0xDC00, 0xE000
"""Where placeholders of marks stand, and of letters that share their code with another glyph: no letter has
such a code."""

DIGITS = 0xE100
"""Where placeholders of digits stand of which only it is in doubt which one they are."""

PLANES = (0xF0000, 0x100000)
"""Where placeholders stand: a plane for one font, the other for all further ones."""


def placeholder(text: str) -> bool:
    """Whether a letter's code is not known."""
    return text >= chr(PLANES[0])


def unknown(char: str) -> str:
    """A placeholder for a digit whose code cannot be right."""
    return chr(PLANES[-1] + DIGITS + (ord(char) & 0xFF))


def is_digit(text: str) -> bool:
    """Whether a placeholder stands for some digit."""
    return OTHER_SHAPES <= ord(text) & 0xFFFF < DIGITS + 0x100


def is_mark(text: str) -> bool:
    """Whether a letter, or what a placeholder stands for, is a vowel or tone over or under another letter."""
    return text in MARKS or (placeholder(text) and SPARE_MARKS <= ord(text) & 0xFFFF < SPARE)


def coded(placeholder: str) -> str:
    """The letter that the file gives where a placeholder stands, U+FFFD where it gives none."""
    code = ord(placeholder) & 0xFFFF
    if SPARE_MARKS <= code < SPARE_END:
        return "\ufffd"
    if DIGITS <= code < DIGITS + 0x100:
        code -= DIGITS if code < DIGITS + 0x50 else DIGITS - 0x0E00
    return "\ufffd" if code < 0x20 or code == 0xFFFD else chr(code)


def hold_places(
    ink: LetterInk,
    letters: Sequence[Letter],
    plane: int,
    digits: Container[int],
    spare: tuple[Iterator[int], Iterator[int]],
) -> None:
    """Put placeholders for letters of one font, one for each glyph.

    Args:
        ink: of the page's letters.
        letters: of one font.
        plane: of their placeholders.
        digits: ids of those that are some digit.
        spare: numbers for further glyphs of one code, and for marks.
    """
    known: dict[tuple[str, bool], list[tuple[Ink | None, str]]] = {}
    for letter in letters:
        is_figure = id(letter) in digits
        glyphs = known.setdefault((letter.text, is_figure), [])
        mine = ink_of(ink, letter)
        like = (held for other, held in glyphs if mine is None or other is None or same(mine, other))
        text = next(like, "")
        if not text:
            text = _place(letter, mine, plane, is_figure, len(glyphs), spare)
            glyphs.append((mine, text))
        letter.text = text


def _place(
    letter: Letter,
    ink: Ink | None,
    plane: int,
    is_figure: bool,
    number: int,
    spare: tuple[Iterator[int], Iterator[int]],
) -> str:
    """The placeholder of a glyph, the ``number``th of its code."""
    if is_figure:
        digit = AS_DIGITS.get(letter.text, letter.text)
        if number:
            return chr(plane + OTHER_SHAPES + 16 * (number - 1) + unicodedata.decimal(digit))
        return chr(plane + DIGITS + (ord(digit) & 0xFF))
    if letter.text in MARKS or (ink is not None and is_mark_ink(ink)):
        return chr(plane + next(spare[1]))
    if number:
        return chr(plane + next(spare[0]))
    return "".join(chr(plane + (ord(char) & 0xFFFF)) for char in letter.text)
