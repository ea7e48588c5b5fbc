"""Families: measures of a province or the nation that do the same thing, whoever wrote them.

MinHash of letter triples proposes which texts may be alike; each then joins the most similar *leader*: a
family is one leader and what is like it, so that no chain of small steps joins what is unlike. Texts
lead in the order of their first year, then of a digest of the text; a family is named by its leader's
digest. So the same texts give the same families under the same names in whatever order they are read,
and later years rename nothing. A text of an old year that comes to light late may come before an old
leader: give the leaders known so far, which stay leaders, and no family that is there is renamed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log1p

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from oversight.archive import families
from oversight.archive.families import FamilyMember
from oversight.archive.store import Archive
from oversight.compare.masks import masked
from oversight.compare.minhash import MinHash

LIKE = 0.75
"""Share of letter triples in common with the leader (Dice), rare ones weighing more; chosen with
``bench/compare_fit.py``, which tells what the choice costs."""
NEAR, NEAREST = 60.0, 5
"""Leaders tried: the most similar by letters (percent, rapidfuzz's ratio), so many."""
SAMPLE = 100_000
"""Texts that tell how rare a triple is."""
BANDS, ROWS = 24, 3
"""Texts that share half of their triples meet in some band with chance .96, those that share a fifth .18."""
SHORTEST = 12
"""Letters of the shortest text that joins others: under it two words make the whole (อื่นๆ, อบรมบุคลากร)."""
MEETINGS = 2
"""Bands in which two texts must meet."""
CROWD = 32
"""Leaders kept of one bucket, the first ones: more of them share a triple, not a measure."""
AT_ONCE = 20_000  # texts hashed at a time: some 100 MB
DIGITS = 16  # of the digest, as of a document's id
_CHANCE = np.random.default_rng(2566)
_MINHASH = MinHash(
    _CHANCE.integers(1, 2**32, BANDS * ROWS, np.uint32) | np.uint32(1),
    _CHANCE.integers(0, 2**32, BANDS * ROWS, np.uint32),
    ROWS,
)


@dataclass(frozen=True, slots=True)
class Family:
    """One family: its id, its leader's text (a masked key) and the first fiscal year of the leader."""

    family_id: str
    text: str
    first_year: int


def family_id(text: str) -> str:
    """The id of the family that ``text`` leads."""
    return "F" + sha256(text.encode()).hexdigest()[:DIGITS]


def group(texts: Mapping[str, int], known: Iterable[Family] = ()) -> tuple[dict[str, str], list[Family]]:
    """Put texts into families.

    Args:
        texts: Masked measure keys (``masks.masked``), each with the first fiscal year in which it stands.
        known: Families of an earlier grouping; their leaders stay.

    Returns:
        The family id of each text, and the families that are new.
    """
    old = sorted(known, key=lambda one: (one.first_year, one.family_id))
    led = {one.text for one in old}
    names = {text: family_id(text) for text in texts}
    fresh = sorted((text for text in texts if text not in led), key=lambda text: (texts[text], names[text]))
    ordered = [*(one.text for one in old), *fresh]
    leaders = _leaders(ordered, len(old), rarity(sorted(texts, key=names.__getitem__)[:SAMPLE]))
    ids = [one.family_id for one in old] + [names[text] for text in fresh]
    found = {text: ids[leader] for text, leader in zip(ordered, leaders, strict=True) if text in texts}
    new = [
        Family(ids[n], ordered[n], texts[ordered[n]])
        for n in range(len(old), len(ordered))
        if leaders[n] == n
    ]
    return found, new


def rarity(texts: Sequence[str]) -> dict[str, float]:
    """How much each letter triple tells: what many texts hold (เผยแพร่, ประชาสัมพันธ์) tells little.

    Under the empty string stands the weight of a triple that none of them holds.
    """
    held = Counter[str]()
    for text in texts:
        held.update(triples(text))
    return {piece: log1p(len(texts) / count) for piece, count in held.items()} | {"": log1p(len(texts))}


def triples(text: str) -> set[str]:
    """The letter triples of a text."""
    return {text[n : n + 3] for n in range(len(text) - 2)}


def similarity(one: str, other: str, weights: Mapping[str, float]) -> float:
    """Weight of the triples in common beside that of all, 0–1."""
    left, right, unknown = triples(one), triples(other), weights[""]
    total = sum(weights.get(piece, unknown) for part in (left, right) for piece in part)
    return 2 * sum(weights.get(piece, unknown) for piece in left & right) / total if total else 0.0


def _leaders(ordered: Sequence[str], fixed: int, weights: Mapping[str, float]) -> list[int]:
    """For each text the place of its leader; the first ``fixed`` lead themselves."""
    buckets: list[dict[int, list[int]]] = [{} for _ in range(BANDS)]
    leaders: list[int] = []
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        for n, keys in enumerate(_MINHASH.band_keys(_signatures(part)).tolist(), start=start):
            text = ordered[n]
            joins = n >= fixed and len(text) >= SHORTEST
            leader = _nearest(text, keys, buckets, ordered, weights) if joins else None
            leaders.append(n if leader is None else leader)
            if leader is None and len(text) >= SHORTEST:
                for bucket, key in zip(buckets, keys, strict=True):
                    there = bucket.setdefault(key, [])
                    if len(there) < CROWD:
                        there.append(n)
    return leaders


def _nearest(
    text: str,
    keys: Sequence[int],
    buckets: Sequence[dict[int, list[int]]],
    ordered: Sequence[str],
    weights: Mapping[str, float],
) -> int | None:
    """The leader that ``text`` is most similar to, the first of equals; None where none is like it."""
    met = Counter(n for bucket, key in zip(buckets, keys, strict=True) for n in bucket.get(key, ()))
    able = sorted(n for n, count in met.items() if count >= MEETINGS)
    texts = [ordered[n] for n in able]
    near = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=NEAREST)
    ranked = [(-similarity(text, other, weights), able[at]) for other, _, at in near]
    best, leader = min(ranked, default=(0.0, None))
    return leader if -best >= LIKE else None


def _signatures(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The MinHash of each text's letter triples."""
    padded = [f"  {text} " for text in texts]  # every text has a triple, and its ends are pieces too
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32)
    ends = np.cumsum([len(text) for text in padded])
    triples = letters[:-2] * np.uint32(0x85EBCA6B) + letters[1:-1] * np.uint32(0xC2B2AE35) + letters[2:]
    triples ^= triples >> np.uint32(15)
    # A triple that reaches into the next text belongs to none; the last of each text but two are its own.
    inside = np.ones(len(triples), bool)
    inside[np.concatenate((ends[:-1] - 1, ends[:-1] - 2))] = False
    starts = np.concatenate(([0], np.cumsum([len(text) - 2 for text in padded])[:-1]))
    return _MINHASH.signatures(triples[inside], starts)


NO_YEAR = 9999  # a text of a report whose year is not known comes last


def group_archive(archive: Archive, afresh: bool = False) -> int:
    """Give every record with a measure its family; returns how many records changed theirs.

    Texts that have a family keep it, others join a family that is there or found one. ``afresh`` forgets all:
    the same records then give the same families under the same names, whatever was there before.
    """
    texts: dict[str, int] = {}
    kept: dict[str, str] = {}
    for member in families.members(archive.engine):
        text, year, family = text_of(member), member[3] or NO_YEAR, member[4]
        texts[text] = min(year, texts.get(text, year))
        if family and not afresh:
            kept[text] = min(family, kept.get(text, family))
    with archive.reading() as connection:
        known = [] if afresh else [Family(*leader) for leader in families.leaders(connection)]
    found, new = group({text: year for text, year in texts.items() if text not in kept}, known)
    leaders = ((one.family_id, one.text, one.first_year) for one in new)
    found |= kept
    return families.enter(archive.engine, leaders, lambda member: found.get(text_of(member)), afresh)


def text_of(member: FamilyMember) -> str:
    """The text by which a measure is grouped: without years, the agency's name and its type."""
    return masked(member[0], member[1], member[2])
