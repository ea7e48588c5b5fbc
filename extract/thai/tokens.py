"""Thai words: PyThaiNLP's newmm over its word list and our own lexicon, offline and without writing.

PyThaiNLP makes a data folder under HOME when it is imported, which fails where HOME is read-only. Its switch
``PYTHAINLP_READ_ONLY`` stops that and must stand before the first import of the package, so this module, the
only one that imports it, sets both switches itself.
"""

from __future__ import annotations

import os
from bisect import bisect_right
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
    behind the first letters of one report already. Here a set holds them, and beside it the words by
    their first letters: 0.04 s, after which newmm takes 1.3 times as long (a millisecond
    a page more). The words found are those of the trie.
    """

    def __init__(self, known: Iterable[str]) -> None:
        """Hold ``known``; white space around a word is left out."""
        self._words = frozenset(map(str.strip, known)) - {""}
        self._heads: dict[str, list[str]] = {}
        for word in self._words:
            self._heads.setdefault(word[:HEAD], []).append(word)
        self._lengths: dict[str, tuple[int, ...]] = {}  # of the heads met so far
        self._sorted: set[str] = set()  # heads whose words stand in order

    def __len__(self) -> int:
        return len(self._words)

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """All words of the list that stand in ``text`` at ``start``, the shortest first."""
        head = text[start : start + HEAD]
        lengths = self._lengths.get(head)
        if lengths is None:
            lengths = tuple(size for size in range(1, len(head)) if head[:size] in self._words)
            if head in self._heads:
                lengths = self._lengths[head] = tuple(sorted({*lengths, *map(len, self._heads[head])}))
        room = len(text) - start
        return [
            word for size in lengths if size <= room and (word := text[start : start + size]) in self._words
        ]

    def after(self, piece: str) -> str | None:
        """The first word of the list, in the order of letters, that begins with ``piece`` and is longer."""
        head = piece[:HEAD]
        group = self._heads.get(head, [])
        if head not in self._sorted:
            group.sort()
            self._sorted.add(head)
        at = bisect_right(group, piece)
        return group[at] if at < len(group) and group[at].startswith(piece) else None


@cache
def words() -> frozenset[str]:
    """The word list of PyThaiNLP and our lexicon together."""
    return frozenset(thai_words()) | {row["word"] for row in rows(LEXICON)}


@cache
def _word_list() -> WordList:
    return WordList(words())


def longer_word(piece: str, most: int) -> bool:
    """Whether a word begins with ``piece`` (three letters or more) and is up to ``most`` letters longer."""
    word = _word_list().after(piece)
    return word is not None and len(word) - len(piece) <= most


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, white space left out; ``TOKENS_VERSION`` says what they depend on."""
    return tuple(word for word in (part.strip() for part in segment(text, _word_list())) if word)
