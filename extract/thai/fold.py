"""Folded texts: what two prints have in common when only their make-up differs."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.thai.letters import to_arabic, without_raised
from extract.thai.repair import repair

_SPACE = re.compile(r"\s+")
_ENUMERATOR = re.compile(
    r"^[\s(\[]*(?:[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})+(?=\s)|[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)\]]+|[-–—•●▪■□➢✓*]+)\s*"
)
_NO_LETTER = re.compile(r"[^0-9a-zก-\u0e4e]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """``text`` in canonical mark order, without white space, digits Arabic: equal where only these differ."""
    return to_arabic(_SPACE.sub("", repair(text).text))


@lru_cache(maxsize=256)
def unmarked(text: str) -> str:
    """``text`` folded, in lower case, without tone marks and with ไ for ใ: as cues are looked for in it."""
    return unmarked_pattern(fold(text).lower())


def unmarked_pattern(pattern: str) -> str:
    """A pattern for texts that are ``unmarked``: what scans lose or mix up counts in neither."""
    return without_raised(pattern).replace("ใ", "ไ")


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The measure key of ``text``: folded, without enumerator in front and punctuation, Latin in lower case.

    Year numbers stay; comparing masks them itself. ฯ and ๆ count as punctuation.
    """
    bare = text
    while (shorter := _ENUMERATOR.sub("", bare)) != bare:
        bare = shorter
    return _NO_LETTER.sub("", fold(bare).lower()).replace("ๆ", "").replace("ฯ", "")
