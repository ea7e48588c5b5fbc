"""Thai words: PyThaiNLP's newmm over its word list and our own lexicon, offline and without writing.

PyThaiNLP makes a data folder under HOME when it is imported, which fails where HOME is read-only. Its switch
``PYTHAINLP_READ_ONLY`` stops that and must stand before the first import of the package, so this module, the
only one that imports it, sets both switches itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version

from extract.data import blob, rows

os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
os.environ.setdefault("PYTHAINLP_OFFLINE", "1")

from pythainlp.corpus import thai_words  # noqa: E402
from pythainlp.tokenize.newmm import segment  # noqa: E402

LEXICON = "lexicon.csv"

TOKENS_VERSION = f"newmm-{version('pythainlp')}+lexicon-{sha256(blob(LEXICON)).hexdigest()[:8]}"
"""What the tokens depend on; run.json names it."""


HEAD = 3
"""Letters by which words are grouped: 2 leave twice as many lengths to try, 4 take longer to set up."""


class WordList:
    """A word list for newmm, which asks it for the words that begin at a place of a text.

    PyThaiNLP's ``Trie`` of our 62,000 words takes 0.5 to 2 s to build, at each start; a fifth of them stand
    behind the first letters of one report already. Here a set holds them, and beside it the lengths of the
    words that begin with the same letters: 0.04 s, after which newmm takes 1.3 times as long (a millisecond
    a page more). The words found are those of the trie.
    """

    def __init__(self, known: Iterable[str]) -> None:
        """Hold ``known``; white space around a word is left out."""
        self._words = frozenset(map(str.strip, known)) - {""}
        self._lengths: dict[str, set[int]] = {}
        for word in self._words:
            self._lengths.setdefault(word[:HEAD], set()).add(len(word))
        self._sorted: dict[str, tuple[int, ...]] = {}  # of the heads met so far

    def __len__(self) -> int:
        return len(self._words)

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """All words of the list that stand in ``text`` at ``start``, the shortest first."""
        head = text[start : start + HEAD]
        lengths = self._sorted.get(head)
        if lengths is None:
            lengths = tuple(size for size in range(1, len(head)) if head[:size] in self._words)
            if head in self._lengths:
                lengths = self._sorted[head] = tuple(sorted({*lengths, *self._lengths[head]}))
        room = len(text) - start
        return [
            word for size in lengths if size <= room and (word := text[start : start + size]) in self._words
        ]


@cache
def words() -> frozenset[str]:
    """The word list of PyThaiNLP and our lexicon together."""
    return frozenset(thai_words()) | {row["word"] for row in rows(LEXICON)}


@cache
def _word_list() -> WordList:
    return WordList(words())


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, white space left out; ``TOKENS_VERSION`` says what they depend on."""
    return tuple(word for word in (part.strip() for part in segment(text, _word_list())) if word)
