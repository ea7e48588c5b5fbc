"""/ActualText over more than a word: its letters put where they are drawn.

A span gives its text once for all that is drawn under it. Over a word it stands where the word stands; over a
row of cells, or lines of a paragraph, nothing tells where its letters are but what is drawn. So the drawn
letters stand there, and the span's text mends those that have no sound code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from extract.thai.letters import LETTERS, to_arabic

GAP = 1.2
"""Of the font size: a wider gap inside a span parts words or cells; a blank is .25 to .5 wide."""

LINE = 0.8
"""Of the font size: up or down from one object of a span to the next, another line begins."""

WIDE = 1.1
"""Of the font size for each letter: a span that is wider holds gaps inside its objects."""

TALL = 0.35
"""Of the font size: vowels and tones over and under letters are lower, .2 to .3."""

ALIKE = 0.5
"""Likeness of drawn and given text from which the two are laid together letter by letter."""

_SOUND = re.compile(f"[ -~{LETTERS}๐-๙฿“”‘’–•…]*")

LONG = 5
"""Letters from which a text is no cluster: programs that need /ActualText give it for clusters of one to
three letters with their marks (LibreOffice, Chromium, typst)."""

Box = tuple[float, float, float, float]


def is_wide(boxes: Sequence[Box], size: float, letters: int) -> bool:
    """Whether the objects of a span, with their ink in ``boxes``, are more than one word."""
    letters_in = [box for box in boxes if box[3] - box[1] > TALL * size]
    for one, two in zip(letters_in, letters_in[1:], strict=False):
        apart = max(two[0] - one[2], one[0] - two[2]) > GAP * size
        if apart or abs((one[1] + one[3]) - (two[1] + two[3])) > 2 * LINE * size:
            return True
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes) if boxes else 0.0
    return width > (WIDE * letters + 2) * size


def is_long(text: str) -> bool:
    """Whether a span's text is a number or more than a cluster: what is drawn must bear it out."""
    return any(char.isdecimal() for char in text) or sum(map(str.isalpha, text)) >= LONG


def contradicts(drawn: Sequence[str], actual: str) -> bool:
    """Whether the drawn letters of a span show another number than its text says.

    Letters without a sound code may be digits; of a number alone they are read from the picture all the same.
    """
    told = all(_SOUND.fullmatch(text) for text in drawn) or not re.search(f"[{LETTERS}]", actual)
    return told and _digits("".join(drawn)) != _digits(actual)


def _digits(text: str) -> str:
    return "".join(char for char in to_arabic(text) if char.isdecimal())


def mended(drawn: Sequence[str], actual: str) -> list[str]:
    """The drawn letters, those without a sound code as ``actual`` has them.

    Args:
        drawn: letters as drawn, blanks left out.
        actual: text of the span.
    """
    out = list(drawn)
    if all(_SOUND.fullmatch(text) for text in drawn):
        return out
    given = [char for char in actual if not char.isspace()]
    if len(given) == len(drawn):
        return [two if not _SOUND.fullmatch(one) else one for one, two in zip(drawn, given, strict=True)]
    matcher = SequenceMatcher(None, drawn, given, autojunk=False)
    if matcher.ratio() < ALIKE:
        return out
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "replace" and not all(_SOUND.fullmatch(text) for text in drawn[a:b]):
            share = (d - c) / (b - a)
            for i in range(a, b):
                out[i] = "".join(given[c + round((i - a) * share) : c + round((i - a + 1) * share)])
    return out
