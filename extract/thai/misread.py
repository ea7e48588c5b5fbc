"""Print that is a common word but for letters which a reader takes for one another: ขันตอน for ขั้นตอน.

Each part of it may be a word of its own (ขัน, ตอน), so that no letter is left over. How common the words are
decides: ขั้นตอน is far more likely than ขัน and ตอน side by side.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from extract.data import rows
from extract.thai.tokens import frequencies, tokens, words

LEAST, MOST = 4, 20
"""Letters of the words that are looked for."""
PARTS = 3
"""Words side by side that may be one word misread."""
LIKELIER, THAN_A_WORD = 4.0, 6.0
"""By how much, as a natural logarithm, the word must be more likely than what is printed: than words side by
side, and than a rare word alone. Of 5,483 right texts 16 are doubted; of those with one small mark lost 80 %
(letters that belong to no word tell 36 %), of those with one consonant changed about 82 % (55 %)."""
TONE = "\u0e48"
"""One of the small marks that a reader loses; those alike are left out of a word's shape."""

_THAI = re.compile(r"[ก-ฮะ-ฺเ-๎]+")


@lru_cache(maxsize=4096)
def misread(text: str) -> tuple[tuple[str, str], ...]:
    """Each piece of ``text`` that is likely a word misread, and the word."""
    return tuple(found for part in text.split() for found in _misread(tokens(part)))


def _misread(parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    known = words()
    for first in range(len(parts)):
        piece = ""
        for last in range(first, min(first + PARTS, len(parts))):
            piece += parts[last]
            if len(piece) > MOST or not _THAI.fullmatch(parts[last]):
                break
            meant = next(iter(alike(piece)), piece)
            least = THAN_A_WORD if piece in known else LIKELIER
            if meant != piece and odds(meant, parts[first : last + 1]) > least:
                yield piece, meant


def alike(piece: str) -> tuple[str, ...]:
    """The words that are ``piece`` but for letters which look alike, the most common first."""
    return _words_by_shape().get(_shape(piece), ())


def odds(word: str, parts: tuple[str, ...]) -> float:
    """How much more likely ``word`` is in a text than ``parts`` side by side, as a natural logarithm."""
    return _common(word) - sum(map(_common, parts)) + _all_words() * (len(parts) - 1)


@cache
def _all_words() -> float:
    return math.log(sum(frequencies().values()))


def _common(word: str) -> float:
    return math.log(frequencies().get(word, 0) + 0.5)


def _shape(text: str) -> str:
    """``text`` with one letter for all that are taken for it, without tone marks."""
    return text.translate(_one_for_all())


@cache
def _one_for_all() -> Mapping[int, str | None]:
    """Each letter to one of those taken for it, through others if need be; small marks above to none."""
    group = _groups()
    dropped = dict.fromkeys(map(ord, small_marks()))
    return {ord(letter): min(others) for letter, others in group.items()} | dropped


@cache
def _groups() -> Mapping[str, set[str]]:
    """Each letter with all that are taken for it, through others if need be."""
    group = {letter: {letter} for row in rows("ocr_confusions.csv") for letter in row["letters"]}
    for row in rows("ocr_confusions.csv"):
        whole = set[str]().union(*(group[letter] for letter in row["letters"]))
        group.update(dict.fromkeys(whole, whole))
    return group


def small_marks() -> set[str]:
    """The marks above a letter that a reader loses: no part of a word's shape."""
    return _groups()[TONE]


@cache
def _words_by_shape() -> Mapping[str, tuple[str, ...]]:
    """The words of each shape, the most common first."""
    shapes = defaultdict[str, list[str]](list)
    found = [word for word in words() if LEAST <= len(word) <= MOST and word in frequencies()]
    for shape, word in zip(_shape("\n".join(found)).split("\n"), found, strict=True):
        shapes[shape].append(word)
    return {
        shape: tuple(sorted(same, key=_common, reverse=True))
        for shape, same in shapes.items()
        if len(shape) >= LEAST
    }
