"""The classes of the reader: what one output step can say.

A vowel above or below and the tone mark over it are one class: they stand over one another, so a
left-to-right reader has no second place to put the second one. Order is canonical: vowel, then tone.
"""

from __future__ import annotations

TONES = "่้๊๋"
BLANK = ""
SINGLE = (
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะาำเแโใไๅๆ"
    "ัิีึืฺุู็่้๊๋์ํ฿๐๑๒๓๔๕๖๗๘๙"
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    " !\"#%&'()*+,-./:;<=>?@[]_“”‘’–…•|~✓"
)
STACKED = tuple(v + t for v in "ัิีึืุู" for t in TONES) + tuple(t + "ำ" for t in TONES) + ("ิ์", "ุ์")
SIGNS = "✔☑☒☐●○→—≥≤×÷²½°±$"
"""Signs learnt later; their classes follow the others, so that older weights can go on."""

CLASSES: tuple[str, ...] = (BLANK, *SINGLE, *STACKED, *SIGNS)
INDEX = {text: number for number, text in enumerate(CLASSES)}


def encode(text: str) -> list[int] | None:
    """Class numbers of ``text``, or None when a character has no class."""
    numbers = []
    at = 0
    while at < len(text):
        step = 2 if text[at : at + 2] in INDEX else 1
        number = INDEX.get(text[at : at + step])
        if number is None:
            return None
        numbers.append(number)
        at += step
    return numbers


def decode(numbers: list[int]) -> str:
    """Text of a greedy CTC path: repeats merged, blanks dropped."""
    out = []
    last = 0
    for number in numbers:
        if number not in (last, 0):
            out.append(CLASSES[number])
        last = number
    return "".join(out)
