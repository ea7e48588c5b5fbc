"""Comparison keys of short prints (headers, labels, names): what is left when writing habits are folded."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.thai.fold import fold

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_EDGES = ".,:;*-/"


@lru_cache(maxsize=16384)
def text_key(text: str) -> str:
    """``text`` folded, in lower case, one form of dash, ``และ/หรือ`` as ``/``, no punctuation at its edges."""
    return _DASHES.sub("-", fold(text)).lower().replace("และ/หรือ", "/").strip(_EDGES)
