"""Puts a common word in the place of its misreading, where the reader was unsure of the letters that differ.

A face that the reader never saw, marks that lie on one another, a bad copy: it takes ต for ด, loses ่ over ี,
and says that it is unsure of them. ดำบล is then ตำบล. A letter that it is sure of stays. How many words
are put right and spoiled, in faces unlike the training's too: ``bench/results/respell.md``. Letters not
alike stay: with any letter for one of a chance under .9, 18 more of 7,436 lines were bettered, and names lost
(จันที became ทันที).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from extract.data import rows
from extract.thai.misread import MOST, PARTS, alike, odds, small_marks
from extract.thai.tokens import frequencies, tokens
from extract.thai.tokens import words as known

SURE = 0.99
"""Chance of a letter from which it is printed as read."""
CLEARLY, THAN_WORDS, APART = 3.0, 6.0, 3.0
"""By how much, as a natural logarithm, a word must be likelier than what was read; where that is words, save
one that lost a small mark; and than the next word. Of 2,740 right texts none changes, were no letter sure."""
LEAST_CHANCE, OTHERS = 0.2, 3.0
"""Chance that a letter has at least, and letters that share about what it does not have."""
WELL_KNOWN = 100
"""Times that such a word stands in the corpus."""
LETTERS_A_CHANGE = 4
"""Of a word, for each letter or mark of it that may change."""

LONG = 4
"""Letters from which such a word may end another: เทศบาลตำบล."""
PERSON = "person"
"""Whose name goes on after a space."""
ALONE = frozenset("ๆฯณธ")
"""Words of one letter, and signs."""

_THAI = re.compile(r"[ก-ฮะ-ฺเ-๎]+")


class Respelt(NamedTuple):
    """A text with words in the place of their misreadings, and each misreading with its word."""

    text: str
    words: tuple[tuple[str, str], ...] = ()


def respell(text: str, chances: Sequence[float]) -> Respelt:
    """``text`` with each piece that is surely a word misread as that word.

    Letters that look alike may change, and small marks come or go; no digit, and no name.

    Args:
        text: a line as read.
        chances: that of each letter of ``text`` to be right, 0 to 1.
    """
    if len(chances) != len(text) or min(chances, default=1.0) >= SURE:
        return Respelt(text)
    out, told = "", list[tuple[str, str]]()
    persons = 0
    for found in re.finditer(r"\s+|\S+", text):
        part = found.group()
        if part.isspace():
            out += part
            continue
        persons -= 1
        here = _respell_part(part, chances[found.start() : found.end()]) if persons < 1 else Respelt(part)
        if any(_before_names().get(word) == PERSON for word in tokens(here.text)):
            persons = 2
        out += here.text
        told += here.words
    return Respelt(out, tuple(told))


def _respell_part(part: str, chances: Sequence[float]) -> Respelt:
    words = tokens(part)
    starts = list(accumulate(map(len, words), initial=0))
    if starts[-1] != len(part):
        return Respelt(part)
    out, told, first = "", list[tuple[str, str]](), 0
    while first < len(words):
        if _names_next(words[first]):
            break
        for last in range(min(first + PARTS, len(words)), first, -1):
            meant = _meant(words[first:last], chances[starts[first] : starts[last]])
            beside = (*words[first - 1 : first], *words[last : last + 1])
            if meant is not None and not any(map(_is_left_over, beside)):
                told.append(("".join(words[first:last]), meant))
                out += meant
                first = last
                break
        else:
            out += words[first]
            first += 1
            continue
        if _names_next(told[-1][1]):
            break
    return Respelt(out + "".join(words[first:]), tuple(told))


@cache
def _before_names() -> Mapping[str, str]:
    """Words that a name follows, up to the next space, and whose: whatever word it is like, it is none."""
    return {row["word"]: row["of"] for row in rows("before_names.csv")}


def _names_next(word: str) -> bool:
    """Whether a name follows: ตำบล, เทศบาลตำบล."""
    return word in _before_names() or any(word.endswith(end) for end in _before_names() if len(end) >= LONG)


def _is_left_over(word: str) -> bool:
    """Whether ``word`` is a letter of no word: what stands beside it is then a part of one as well."""
    return len(word) == 1 and word not in ALONE and _THAI.fullmatch(word) is not None


def _meant(words: tuple[str, ...], chances: Sequence[float]) -> str | None:
    """The word that ``words`` side by side surely are, misread."""
    piece = "".join(words)
    if len(piece) > MOST or min(chances) >= SURE or not _THAI.fullmatch(piece):
        return None
    scored = sorted(
        ((score, word) for word in alike(piece) if (score := _score(word, words, chances)) is not None),
        reverse=True,
    )
    if not scored:
        return None
    best, word = scored[0]
    marks_alone = len(words) == 1 and _without_marks(piece) == _without_marks(word)
    least = THAN_WORDS if known().issuperset(words) and not marks_alone else CLEARLY
    if (
        best <= least
        or frequencies().get(word, 0) < WELL_KNOWN
        or (len(scored) > 1 and best - scored[1][0] <= APART)
    ):
        return None
    return word


def _score(word: str, words: tuple[str, ...], chances: Sequence[float]) -> float | None:
    """How much likelier ``word`` was printed than ``words``; None where a sure letter would change."""
    piece = "".join(words)
    changed = list(_changed(piece, word, chances))
    if not changed or len(changed) > max(1, len(piece) // LETTERS_A_CHANGE):
        return None
    if max(changed) >= SURE:
        return None
    cost = sum(math.log((1 - chance) / OTHERS / chance) for chance in changed)
    return odds(word, words) + cost


def _changed(piece: str, word: str, chances: Sequence[float]) -> Iterator[float]:
    """The chance of each letter of ``piece`` that ``word`` has otherwise, or with other marks."""
    for (at, letter, marks), (_, other, others) in zip(_letters(piece), _letters(word), strict=True):
        if letter != other:
            yield max(LEAST_CHANCE, chances[at])
        if marks != others:
            yield max(LEAST_CHANCE, min(chances[at : at + 1 + len(marks)]))


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if letter not in small_marks())


def _letters(text: str) -> list[tuple[int, str, str]]:
    """Each letter of ``text`` with its place and the small marks after it."""
    small = small_marks()
    out: list[tuple[int, str, str]] = []
    for at, letter in enumerate(text):
        if letter in small and out:
            place, base, marks = out[-1]
            out[-1] = place, base, marks + letter
        else:
            out.append((at, letter, ""))
    return out
