"""The words around a printed period, and how an engine's misreading of them is mended."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from extract.data import rows

LETTERS_PER_ERROR = 5
"""Letters of a word for each wrong one that is forgiven, two at most (chosen, not fitted)."""

_TONES = "\u0e47-\u0e4c"  # ็ and the tones to ์: the small marks above that readers lose
_LEAD = re.compile(r"(วันที่|เดือน(?!แรก|หลัง)|ไตรมาสที่|รอบ)")
"""Words that lead a date or a number: what stands before them is a word of its own."""

_RUN = re.compile(r"[ก-๎.]+(?: [ก-๎.]+)*")


@cache
def roles_of_words() -> dict[str, str]:
    """Role of each word that may stand beside a period: until, since, filler, turning …; not the forms."""
    return {row["word"]: row["role"] for row in rows("period_words.csv") if row["role"] != "form"}


@cache
def word_pattern() -> re.Pattern[str]:
    """Any of those words, longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(roles_of_words(), key=len, reverse=True)))


def with_tones(flat: str) -> str:
    """``flat`` with the small marks back that a reader lost in a known word (วันที ๕ is วันที่ ๕)."""
    pattern, words = _toneless()
    return pattern.sub(lambda match: words[re.sub(f"[{_TONES}]", "", match.group())], flat)


def mend(flat: str) -> str:
    """``flat`` with each unknown word replaced by the one known word it is but for a letter or two."""

    def nearest(match: re.Match[str]) -> str:
        run = match.group().strip()
        bare = re.sub(r"[\s.]", "", run)
        near = {
            word: distance
            for word in _all_words()
            if 0 < (distance := Levenshtein.distance(bare, word)) <= min(2, len(word) // LETTERS_PER_ERROR)
        }
        best = [word for word, distance in near.items() if distance == min(near.values())]
        return f" {best[0]} " if len(best) == 1 and bare not in _all_words() else match.group()

    pieces = _LEAD.split(flat)
    pieces[::2] = (_RUN.sub(nearest, piece) for piece in pieces[::2])
    return "".join(pieces)


@cache
def _all_words() -> tuple[str, ...]:
    """Every word and form; those with พ.ศ. behind too, as the print runs them together."""
    words = {re.sub(r"[\s.]", "", row["word"]) for row in rows("period_words.csv")}
    return tuple(sorted(words | {f"{word}พศ" for word in words if word.endswith("ปีงบประมาณ")}))


@cache
def _toneless() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for each word that has small marks, these optional; and the word of its bare letters."""
    words = {
        re.sub(f"[{_TONES}]", "", row["word"]): row["word"]
        for row in rows("period_words.csv")
        if re.search(f"[{_TONES}]", row["word"])
    }
    ordered = sorted(words, key=len, reverse=True)
    letters = (f"[{_TONES}]?".join(map(re.escape, word)) + f"[{_TONES}]?" for word in ordered)
    return re.compile("|".join(letters)), words
