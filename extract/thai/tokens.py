"""Thai words: PyThaiNLP's newmm over its word list and our own lexicon, offline and without writing.

PyThaiNLP makes a data folder under HOME when it is imported, which fails where HOME is read-only. Its switch
``PYTHAINLP_READ_ONLY`` stops that and must stand before the first import of the package, so this module, the
only one that imports it, sets both switches itself.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from extract.data import rows

os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
os.environ.setdefault("PYTHAINLP_OFFLINE", "1")

from pythainlp.corpus import thai_words, tnc  # noqa: E402
from pythainlp.tokenize.newmm import segment  # noqa: E402

LEXICON = "lexicon.csv"

OWN = 1700
"""Times that a word of the lexicon counts that the corpus lacks: the middle of those 36 that it has."""

_GAP = re.compile(r"\s+(?!ๆ)")  # words of the list with a space inside are a word and ๆ, and proverbs
HEAD = 3
"""Letters by which words are looked up: 2 leave twice as many lengths to try."""


class WordList:
    """A word list for newmm, which asks it for the words that begin at a place of a text.

    PyThaiNLP's ``Trie`` of our 62,000 words takes 0.5 to 2 s to build, at each start; a fifth of them stand
    behind the first letters of one report already. Here they stand in order, and those with the same first
    letters are looked up when such letters are met: 0.02 s. The words found are those of the trie.
    """

    def __init__(self, known: Iterable[str]) -> None:
        """Hold ``known``; white space around a word is left out."""
        self._ordered = sorted(filter(None, map(str.strip, known)))
        self._words = frozenset(self._ordered)
        self._lengths: dict[str, tuple[int, ...]] = {}  # of the heads met so far

    def __len__(self) -> int:
        return len(self._words)

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """All words of the list that stand in ``text`` at ``start``, the shortest first."""
        head = text[start : start + HEAD]
        lengths = self._lengths.get(head)
        if lengths is None:
            lengths = self._lengths[head] = self._lengths_of(head)
        room = len(text) - start
        return [
            word for size in lengths if size <= room and (word := text[start : start + size]) in self._words
        ]

    def _lengths_of(self, head: str) -> tuple[int, ...]:
        """The lengths that words at a place with ``head`` may have."""
        lengths = {size for size in range(1, len(head) + 1) if head[:size] in self._words}
        if len(head) == HEAD:
            begin = bisect_left(self._ordered, head)
            end = bisect_right(self._ordered, head + "\U0010ffff")
            lengths.update(map(len, self._ordered[begin:end]))
        return tuple(sorted(lengths))

    def after(self, piece: str) -> str | None:
        """The first word of the list, in the order of letters, that begins with ``piece`` and is longer."""
        at = bisect_right(self._ordered, piece)
        found = self._ordered[at] if at < len(self._ordered) else ""
        return found if found.startswith(piece) else None


@cache
def words() -> frozenset[str]:
    """The word list of PyThaiNLP and our lexicon together."""
    return frozenset(thai_words()) | {row["word"] for row in rows(LEXICON)}


@cache
def frequencies() -> Mapping[str, int]:
    """How often each word stands in the Thai National Corpus, by the list in PyThaiNLP (CC0).

    Words of our own lexicon that the corpus lacks count as ``OWN``.
    """
    return {row["word"]: OWN for row in rows(LEXICON)} | dict(tnc.unigram_word_freqs())


@cache
def _word_list() -> WordList:
    return WordList(words())


def rest_of_word(piece: str, most: int) -> str | None:
    """What a word that begins with ``piece`` (three letters or more) has more, up to ``most`` letters."""
    word = _word_list().after(piece)
    return word[len(piece) :] if word is not None and len(word) - len(piece) <= most else None


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, white space left out."""
    return tuple(word for part in _GAP.split(text) for word in _tokens_of(part))


@lru_cache(maxsize=16384)
def _tokens_of(part: str) -> tuple[str, ...]:
    """The words of a text without gaps: offices, months and whole steps come again in every report."""
    return tuple(word for word in map(str.strip, segment(part, _word_list())) if word)
