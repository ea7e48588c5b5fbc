"""Thai words: PyThaiNLP's newmm over its word list and our own lexicon, offline and without writing.

PyThaiNLP makes a data folder under HOME when it is imported, which fails where HOME is read-only. Its switch
``PYTHAINLP_READ_ONLY`` stops that and must stand before the first import of the package, so this module, the
only one that imports it, sets both switches itself.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version

from extract.data import blob, rows

os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
os.environ.setdefault("PYTHAINLP_OFFLINE", "1")

from pythainlp.corpus import thai_words  # noqa: E402
from pythainlp.tokenize.newmm import segment  # noqa: E402
from pythainlp.util import Trie  # noqa: E402

LEXICON = "lexicon.csv"

TOKENS_VERSION = f"newmm-{version('pythainlp')}+lexicon-{sha256(blob(LEXICON)).hexdigest()[:8]}"
"""What the tokens depend on; run.json names it."""


@cache
def words() -> frozenset[str]:
    """The word list of PyThaiNLP and our lexicon together."""
    return frozenset(thai_words()) | {row["word"] for row in rows(LEXICON)}


@cache
def _trie() -> Trie:
    return Trie(words())


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, white space left out; ``TOKENS_VERSION`` says what they depend on."""
    return tuple(word for word in (part.strip() for part in segment(text, _trie())) if word)
