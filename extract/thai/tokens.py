"""Thai words: the word list inside PyThaiNLP and our own lexicon, and texts cut into them."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from extract.data import rows
from extract.thai.segment import WordList, segment

LEXICON = "lexicon.csv"
WORDS = "corpus/words_th.txt"


@cache
def word_list() -> WordList:
    """The word list of PyThaiNLP, which is not imported for it, and our lexicon together."""
    found = find_spec("pythainlp")
    assert found is not None and found.origin is not None, "pythainlp is a dependency"
    listed = (Path(found.origin).parent / WORDS).read_text("utf-8-sig").splitlines()
    return WordList([*listed, *(row["word"] for row in rows(LEXICON))])


def words() -> frozenset[str]:
    """The words of ``word_list``."""
    return word_list().words


def longer_word(piece: str, most: int) -> bool:
    """Whether a word begins with ``piece`` (three letters or more) and is up to ``most`` letters longer."""
    word = word_list().after(piece)
    return word is not None and len(word) - len(piece) <= most


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, white space left out."""
    return tuple(word for word in map(str.strip, segment(text, word_list())) if word)
