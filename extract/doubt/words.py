"""What no Thai text has: marks that cannot stand where they stand, letters that belong to no word.

A reader that is wrong, a text layer without codes and a watermark across a cell all leave such traces.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from extract.data import rows
from extract.thai.letters import CONSONANTS, SILENCERS, TONES, UPPER_LOWER_VOWELS
from extract.thai.tokens import rest_of_word, tokens, words

_IMPOSSIBLE = re.compile(
    rf"[{TONES}]{{2}}"  # two tone marks on one consonant
    rf"|[{UPPER_LOWER_VOWELS}]{{2}}"  # two vowels on one consonant
    rf"|[{TONES}{SILENCERS}][{UPPER_LOWER_VOWELS}]"  # a vowel over a tone mark
    rf"|(?:^|[^{CONSONANTS}{UPPER_LOWER_VOWELS}])[{TONES}{SILENCERS}]"  # a tone mark on nothing
    rf"|(?:^|[^{CONSONANTS}])[{UPPER_LOWER_VOWELS}]"  # a vowel on nothing
    rf"|[เแโใไ](?![{CONSONANTS}])"  # a vowel before nothing
    r"|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]"  # no code, or a code of one font alone
    r"|[\u0370-\u052f\u0080-\u00a6\u00a8-\u00af\u00b5-\u00b6\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]"
)
_THAI = re.compile(r"[\u0e01-\u0e2e\u0e30-\u0e4e]+")
_ALONE = frozenset({"ๆ", "ฯ", "ณ", "ฯลฯ", "ธ"})  # words of one letter, and signs
_LETTER_OF_LIST = re.compile(r"^[ก-ฮ]$")
_ABBREVIATED = re.compile(r"[ก-ฮ]+\|[ก-ฮ]{1,2}\.")  # สขร. is taken apart as สข and ร.
_LEAST_CUT, _MOST_REST = 5, 4
_MOST_LEFT, _TAIL = 2, 5  # letters of the last word, and words, in which letters left over are looked for
_CONSONANT = re.compile(r"[ก-ฮ]")
_LEAST_WHOLE = 3
_UNFINISHED = re.compile(
    r"(?:แล้ว|ครบ|จำนวน|ทั้งหมด|ประมาณ|กว่า|ภายใน|ทุก|เกิน)\s*[\d๐-๙]{1,3}$"  # a number without its unit
    r"|\([^()]*$|[,(“]$"  # a bracket that is not closed, a comma
)
_NOUNS = frozenset({"การ", "ความ"})
_COUNTED = frozenset({"ทั้ง", "ที่", "ข้อ"})  # ทั้งสาม, ข้อสาม: numbers that need no unit


@lru_cache(maxsize=4096)
def impossible(text: str) -> str | None:
    """The first piece of ``text`` that Thai writing cannot have, with a letter around it; None for none."""
    found = _IMPOSSIBLE.search(text)
    return text[max(0, found.start() - 1) : found.end() + 1].strip() if found else None


@lru_cache(maxsize=4096)
def unknown(text: str) -> tuple[str, ...]:
    """The pieces of ``text`` that belong to no word of the dictionary.

    Abbreviations (พ.ศ., อบต., สขร.) and letters that count (ก., ข)) are left out. Measured on 4,969 fields
    of the fixtures: 66 of the 80 fields with such a piece were misread; of fields with one consonant changed
    by chance 73 % have one.
    """
    return tuple(_unknown(tokens(text)))


def _unknown(parts: tuple[str, ...]) -> Iterator[str]:
    known = words()
    for at, word in enumerate(parts):
        if not _THAI.fullmatch(word) or word in _ALONE or (len(word) > 1 and word in known):
            continue
        after = parts[at + 1] if at + 1 < len(parts) else ""
        before = parts[at - 1] if at else ""
        if after.startswith(".") or before.endswith(".") or _ABBREVIATED.match(f"{word}|{after}"):
            continue
        if _LETTER_OF_LIST.match(word) and (after[:1] == ")" or before in ("ข้อ", "(")):
            continue
        yield word


@lru_cache(maxsize=4096)
def cut_end(text: str) -> str | None:
    """The last pieces of ``text`` where it ends in the middle of a word, or with one that needs another.

    ดำเนินกา ends in ดำเนิน and กา, which begin ดำเนินการ; งา is far rarer than งาน; ของ ends no text.
    """
    if unfinished := _UNFINISHED.search(text):
        return unfinished.group()
    parts = tokens(text)
    if not parts or not _THAI.fullmatch(parts[-1]):
        return None
    if parts[-1] in _open_ends() and not (len(parts) > 1 and parts[-2] in _COUNTED):
        return parts[-1]
    # การซ่อม is whole, though การซ่อมแซม is a word as well.
    noun = len(parts) > 1 and parts[-2] in _NOUNS and parts[-1] in words()
    for count in () if noun else (2, 3):
        piece = "".join(parts[-count:])
        thai = len(parts) >= count and all(_THAI.fullmatch(part) for part in parts[-count:])
        rest = rest_of_word(piece, _MOST_REST) if thai and len(piece) >= _LEAST_CUT else None
        # ติดตามผล is whole, though ติดตามผลงาน is one word: it ends in a word, and so does what follows.
        whole = piece in words() or (parts[-1] in words() and rest in words())
        if rest is not None and not whole:
            return piece
    return _left_over(parts) if len(parts[-1]) <= _MOST_LEFT else None


def _left_over(parts: tuple[str, ...]) -> str | None:
    """The last letter, where what is before it is one word alone and several with it: ทรัพย์สิน ข."""
    tail = parts[-_TAIL:]
    text, starts = "".join(tail), list(itertools.accumulate(map(len, tail[:-1]), initial=0))
    before = tokens(text[:-1]) if _CONSONANT.match(text[-1]) else ()
    start = len(text) - 1 - len(before[-1]) if before else 0
    whole = bool(before) and len(before[-1]) >= _LEAST_WHOLE and before[-1] in words()
    # The word covers the beginning of another, and the letter begins none.
    return text[-1] if whole and start in starts[:-1] and len(text) - 1 not in starts else None


@cache
def _open_ends() -> frozenset[str]:
    """Words that need another after them, and short ones that mostly begin a longer one."""
    return frozenset(row["word"] for row in rows("open_ends.csv"))
