"""Digits that cannot be those of their codes, or of which the picture must tell which they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from extract.pages.digit_shapes import DIGITS, contradict
from extract.pages.font_letters import Letter, lines_of
from extract.pages.textlayer import InkBoxes, Shape, face_name, handle, has_face, is_embedded

SAME_SHAPE = 0.003
"""Of a letter's width, and of the font size: where the ink of one glyph stands is told to .0001; of 0 and
3 of one face it differs by .005 and more."""

WIDE = 0.2
"""Of the font size: narrower letters are pressed, and their shape tells nothing."""

THAI_NINE = "๙".encode()
"""In the name of a face with Thai digits under the codes of Arabic ones: TH SarabunIT๙ and its kin."""

AS_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"}

_LETTER_IN_NUMBER = re.compile(r"(?<![A-Za-z])(?:[0-9],?[OolI|]|[OolI|],[0-9])(?![A-KM-NP-Za-kmnp-z])")

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?!O[0-9]{2}(?![0-9,.]))(?=[OolI|,.]*[0-9])[0-9OolI|]+(?:[.,][0-9OolI|]+)*(?![A-Za-z0-9])"
)
"""Numbers with letters for digits: 5O,l25. O42 is none: it is the name of an indicator."""

_KNOWN = frozenset("".join(DIGITS))

_asked: WeakKeyDictionary[Any, dict[tuple[object, ...], bool]] = WeakKeyDictionary()
"""By document: what was found of a font with digits of these shapes; each page numbers its fonts anew."""


def fonts_in_doubt(text_page: Any, letters: Sequence[Letter]) -> set[int]:
    """Fonts whose digits the picture must tell.

    These are of Type 3, without a face, have two shapes under one code, or digits with another's outline.
    """
    digits: dict[tuple[int, str], list[Letter]] = {}
    for letter in letters:
        if letter.number >= 0 and letter.text.isdecimal():
            digits.setdefault((letter.placed.font, letter.text), []).append(letter)
    boxes = InkBoxes(text_page)
    types: dict[int, bool] = {}
    printed: dict[int, list[str]] = {}
    found = set()
    for (font, digit), mine in digits.items():
        if font not in types:
            types[font] = not has_face(font)
        if types[font] or digit not in _KNOWN:  # Lao digits in a Thai report
            found.add(font)
        elif font not in found:
            printed.setdefault(font, []).append(digit)
            if len(_shapes(boxes, mine)) > 1:
                found.add(font)
    asked = {font: known for font, known in printed.items() if font not in found and is_embedded(font)}
    return found | {
        font for font, known in asked.items() if _contradict(text_page, boxes, digits, font, known)
    }


def _contradict(
    text_page: Any,
    boxes: InkBoxes,
    digits: Mapping[tuple[int, str], Sequence[Letter]],
    font: int,
    known: Sequence[str],
) -> bool:
    """Whether the outlines of a font's digits are not those of their codes; asked once in a document."""
    firsts = [digits[font, digit][0] for digit in known]
    shapes = [boxes.shape(one.number, one.placed.size, max(one.x1 - one.x0, 1.0)) for one in firsts]
    key = face_name(font), *known, *(round(value, 2) for shape in shapes for value in shape)
    held = _asked.setdefault(text_page.page.pdf, {})
    if key not in held:
        held[key] = contradict(handle(font), known, THAI_NINE in face_name(font))
    return held[key]


def _shapes(boxes: InkBoxes, letters: Sequence[Letter]) -> list[tuple[Shape, list[Letter]]]:
    """Letters of one code, by where their ink stands about their origin."""
    found: list[tuple[Shape, list[Letter]]] = []
    for letter in letters:
        if not letter.visible or letter.placed.turn or letter.x1 - letter.x0 < WIDE * letter.placed.size:
            continue
        shape = boxes.shape(letter.number, letter.placed.size, letter.x1 - letter.x0)
        for other, mine in found:
            if _is_same(shape, other):
                mine.append(letter)
                break
        else:
            found.append((shape, [letter]))
    return found


def _is_same(one: Shape, two: Shape) -> bool:
    """Whether two letters are one glyph, be it pressed together or with a mark that makes it wider."""
    if max(abs(one.bottom - two.bottom), abs(one.top - two.top)) >= SAME_SHAPE:
        return False
    return any(
        max(abs(one.left * a - two.left * b), abs(one.right * a - two.right * b)) < SAME_SHAPE
        for a, b in ((1.0, 1.0), (one.width, two.width))
    )


def figures(letters: Sequence[Letter], odd: bool) -> list[Letter]:
    """Digits that cannot be those of their codes, digits of other scripts, and letters inside numbers."""
    found = [letter for letter in letters if letter.text.isdecimal() and (odd or letter.text not in _KNOWN)]
    if _LETTER_IN_NUMBER.search("".join([letter.text for letter in letters])):
        text, owners = lines_of(letters)
        for match in _NUMBER.finditer(text):
            found += [
                owner
                for owner in owners[match.start() : match.end()]
                if owner is not None and owner.text in AS_DIGITS
            ]
    return found
