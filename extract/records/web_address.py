"""Which of several places a web or mail address speaks for: www.nongchanglan.go.th in a letterhead or footer.

There is no list of the addresses of public bodies, and Latin letters write Thai names in many ways: Chiang
Rak Noi is chiengraknoi. So an address names nobody: it only decides between places that the paper's own
print leaves open, and only where its letters agree with one of them and clearly less with the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz

from extract.data import lines
from extract.records.gazetteer import Area

_HOST = re.compile(
    r"(?<![a-z0-9.-])(?:[a-z0-9_.]+@)?((?:[a-z0-9-]+\.\s?)+(?:(?:go|ac|or|in|co)\.th|com|org|net))(?![a-z0-9])",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.(?:(?:go|ac|or|in|co)\.th|com|org|net)$")
# What kind of body it is stands before or behind its name.
_KIND = re.compile(
    r"^(?:sao|tao|obt|abt|aobotoh|tambon|tumbon|tb|tessaban(?:tambon)?|thetsaban(?:tambon)?|tesaban|muang)[-_]?"
    r"|[-_]?(?:sao|obt|abt|city|town|municipality|mun|local|pao|tambon|subdistrict)$"
)
# Ways to write one Thai sound, the RTGS one among them; longer ones first.
_SOUNDS = (
    *(("ph", "p"), ("th", "t"), ("kh", "k"), ("ck", "k"), ("ch", "j"), ("ng", "q")),
    *(("ae", "e"), ("ue", "u"), ("eu", "u"), ("oo", "u"), ("ou", "u")),
    *(("ia", "i"), ("ie", "i"), ("ea", "i"), ("ee", "i"), ("y", "i")),
    *(("oe", "o"), ("er", "o"), ("or", "o"), ("aw", "o"), ("au", "o"), ("ao", "o")),
    *(("g", "k"), ("d", "t"), ("b", "p"), ("v", "w"), ("r", "l"), ("z", "s"), ("x", "ks")),
)
_AGREES, _LEAD = 82.0, 10.0
"""Likeness, 0–100, from which an address agrees with a place, and its lead over any other."""
_SHORTEST = 4
"""Letters of an address, folded, that say something."""


def addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """The hosts of web and mail addresses in ``texts``, in lower case, each once."""
    found = (match.group(1) for text in texts for match in _HOST.finditer(text))
    return tuple(dict.fromkeys(re.sub(r"\s", "", host).lower() for host in found))


def agreeing(hosts: Sequence[str], areas: Sequence[Area]) -> tuple[Area, str] | None:
    """The one of ``areas`` with which an address agrees, and the address; None for none or several."""
    found = {area: host for host in hosts for area in [_agreeing(host, areas)] if area is not None}
    return next(iter(found.items())) if len(found) == 1 else None


def _agreeing(host: str, areas: Sequence[Area]) -> Area | None:
    label = _SUFFIX.sub("", host).rpartition(".")[2]
    said = {_folded(label), _folded(_KIND.sub("", label))}
    said = {form for form in said if len(form) >= _SHORTEST}
    ranked = sorted(((_likeness(said, area.code), n) for n, area in enumerate(areas)), reverse=True)
    if not said or not ranked or ranked[0][0] < _AGREES:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAD:
        return None
    return areas[ranked[0][1]]


def _likeness(said: set[str], code: str) -> float:
    """How like an address is to a place's name, alone or with that of its district or province."""
    latin = _latin()
    if code not in latin:
        return 0.0
    name, district, province = latin[code], latin.get(code[:4], ""), latin.get(code[:2], "")
    forms = (name, name + district, name + province, district + name, province + name)
    return max((fuzz.ratio(_folded(form), each) for form in forms for each in said), default=0.0)


@cache
def _latin() -> dict[str, str]:
    return {code: latin for code, latin, _ in lines("areas_latin.csv")}


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Latin letters of a Thai name, one for each sound."""
    text = re.sub(r"[^a-z]", "", text.lower())
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", text)
