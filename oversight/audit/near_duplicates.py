"""Texts that are nearly the same, found among hundreds of thousands without comparing all with all.

A text is the set of its shingles (runs of five letters), so that a word more or less, or another order
of rows, changes little. MinHash proposes which texts may be alike; what it proposes is then compared
exactly. All numbers are fixed: the same texts give the same groups on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from oversight.compare.minhash import MinHash, mixed

Hashes = NDArray[np.uint64]
"""The shingles of a text as sorted 64-bit hashes, each once."""

LETTERS = 5
"""Letters of a shingle: a Thai word has about four, so one shingle spans a word's edge."""
BANDS, ROWS = 20, 5
"""Two sets that share nine tenths of their shingles escape all bands once in 50 million times, eight tenths
once in 2,800: ``(1 - s**ROWS) ** BANDS``."""
ALIKE = 0.9
"""Share of common shingles from which on two texts count as near duplicates."""
LEADERS = 8
"""With how many of a bucket's members, none of them like another, each further member is compared."""
SLACK = 0.25
"""The share of equal numbers in two signatures estimates the resemblance, with a standard error of at most
0.05 for 100 of them: what lies five of these below needs no exact comparing."""
AT_ONCE = 1 << 20  # shingles hashed at a time: some 50 MB
_CHANCE = np.random.default_rng(2562)
_MINHASH = MinHash(
    _CHANCE.integers(1 << 62, 1 << 63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1),
    _CHANCE.integers(0, 1 << 63, BANDS * ROWS, dtype=np.uint64),
    ROWS,
)
_BASE = np.uint64(0x100000001B3)


def shingles(texts: str | Iterable[str]) -> Hashes:
    """The shingles of a text, or of several together (the rows of a document, in any order).

    A text shorter than a shingle is one by itself; an empty one has none.
    """
    parts = [_of_one(text) for text in ((texts,) if isinstance(texts, str) else texts) if text]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.uint64)


def _of_one(text: str) -> Hashes:
    letters = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    count = max(1, len(letters) - LETTERS + 1)
    hashes = np.zeros(count, np.uint64)
    for place in range(min(LETTERS, len(letters))):
        hashes = hashes * _BASE + letters[place : place + count]
    return mixed(hashes)


def resemblance(one: Hashes, other: Hashes) -> float:
    """Common shingles over all shingles of both (Jaccard), 0–1; of two empty texts 0."""
    if not len(one) or not len(other):
        return 0.0
    places = one.searchsorted(other)
    places[places == len(one)] = 0
    common = int(np.count_nonzero(one[places] == other))
    return common / (len(one) + len(other) - common)


def near_groups(sets: Sequence[Hashes], least: float = ALIKE) -> tuple[tuple[int, ...], ...]:
    """Groups of texts that are nearly the same, as positions in ``sets``, each ascending, first ones first.

    Two texts stand in one group when they are alike or a chain of such texts joins them. Time grows with the
    number of texts and of groups, never with the square of a group.

    Args:
        sets: The shingles of each text; empty ones are in no group.
        least: Resemblance that makes two texts alike; the bands are laid out for 0.8 and more.
    """
    same: defaultdict[bytes, list[int]] = defaultdict(list)
    for place, one in enumerate(sets):
        if len(one):
            same[blake2b(one.tobytes(), digest_size=16).digest()].append(place)
    first = np.array([places[0] for places in same.values()], int)
    parent = list(range(len(sets)))
    for places in same.values():
        for place in places[1:]:
            parent[place] = places[0]
    signatures = _signatures([sets[place] for place in first])
    for bucket in _buckets(signatures):
        _join(signatures[bucket], first[bucket].tolist(), sets, least, parent)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(len(sets)):
        groups[_root(parent, place)].append(place)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _join(
    signatures: NDArray[np.uint32],
    places: Sequence[int],
    sets: Sequence[Hashes],
    least: float,
    parent: list[int],
) -> None:
    """Join those of a bucket that are alike: each with the leaders before it."""
    leaders: list[int] = []
    for n, place in enumerate(places):
        root = _root(parent, place)
        for leader in leaders:
            head = _root(parent, places[leader])
            if head == root:
                break
            if not _may_be(sets[places[leader]], sets[place], least):
                continue
            if np.mean(signatures[leader] == signatures[n]) < least - SLACK:
                continue
            if resemblance(sets[places[leader]], sets[place]) >= least:
                low, high = sorted((head, root))
                parent[high] = low
                break
        else:
            if len(leaders) < LEADERS:
                leaders.append(n)


def _may_be(one: Hashes, other: Hashes, least: float) -> bool:
    """Whether the sizes alone let two sets be alike."""
    return min(len(one), len(other)) >= least * max(len(one), len(other))


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


def _buckets(signatures: NDArray[np.uint32]) -> Iterator[list[int]]:
    """Rows of signatures that agree in a whole band, band by band."""
    if len(signatures) < 2:
        return
    for keys in _MINHASH.band_keys(signatures).T:
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.diff(keys[order])) + 1
        bounds = [0, *edges.tolist(), len(order)]
        for start, end in zip(bounds, bounds[1:], strict=False):
            if end - start > 1:
                yield order[start:end].tolist()


def _signatures(sets: Sequence[Hashes]) -> NDArray[np.uint32]:
    """The least of each of 100 hash functions over each set; sets in rows."""
    found = np.empty((len(sets), BANDS * ROWS), np.uint32)
    start = 0
    while start < len(sets):
        end, size = start, 0
        while end < len(sets) and (end == start or size + len(sets[end]) <= AT_ONCE):
            size += len(sets[end])
            end += 1
        lengths = np.array([len(one) for one in sets[start:end]])
        together = np.concatenate(sets[start:end])
        places = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        found[start:end] = _MINHASH.signatures(together, places)
        start = end
    return found
