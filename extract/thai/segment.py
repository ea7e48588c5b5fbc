"""Thai text into words: the longest-word matching of PyThaiNLP's newmm, word for word the same.

Importing newmm imports all of PyThaiNLP (71 modules, 0.07 s at each start, a data folder under HOME), so its
rules stand here. Words end only where a Thai character cluster (TCC) ends: a consonant with its vowels and
marks is never parted. Of several ways to read a stretch, the one with the fewest words is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator

HEAD = 3
"""Letters by which words are looked up: 2 leave twice as many lengths to try."""
MOST_WAYS = 50
"""Words tried in one stretch before the rest of it is taken as it comes; without it some texts never end."""

# The clusters of Theeramunkong et al. 2000 (doi.org/10.1145/355214.355225) as newmm has them: c stands for a
# consonant, t for a tone mark that may be there, k for a silent end.
_CLUSTERS = (
    "เc็ck เcctาะk เccีtยะk เccีtย(?=[เ-ไก-ฮ]|$)k เcc็ck เcิc์ck เcิtck เcีtยะ?k เcืtอะ?k "
    "เc[ิีุู]tย(?=[เ-ไก-ฮ]|$)k เctา?ะ?k cัtวะk c[ัื]tc[ุิะ]?k c[ิุู]์ c[ะ-ู]tk cรรc์ c็ ct[ะาำ]?k ck "
    "แc็c แcc์ แctะ แcc็c แccc์ โctะ [เ-ไ]ct ก็ อึ หึ"
)
_CLUSTER = re.compile(
    _CLUSTERS.replace("k", "(?:cc?[ูุิ]?[์])?").replace("c", "[ก-ฮ]").replace("t", "[่-๋]?").replace(" ", "|")
    + "|.",
    re.DOTALL,
)
_FOREIGN = re.compile(r"[-a-zA-Z]+|\d+(?:[,.]\d+)*|[ \t]+|\r?\n|[^\u0E00-\u0E7F \t\r\n]+")
_SHORT = re.compile("[ก-ฮ]{,2}$")  # no reason to end an unknown word before it


class WordList:
    """A word list that tells the words which begin at a place of a text.

    A trie of our 62,000 words takes 0.5 to 2 s to build, at each start; a fifth of them stand behind the
    first letters of one report already. Here they stand in order, and those with the same first letters
    are looked up when such letters are met: 0.02 s.
    """

    def __init__(self, known: Iterable[str]) -> None:
        """Hold ``known``; white space around a word is left out."""
        self._ordered = sorted(filter(None, map(str.strip, known)))
        self.words = frozenset(self._ordered)
        self._lengths: dict[str, tuple[int, ...]] = {}  # of the heads met so far

    def __len__(self) -> int:
        return len(self.words)

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """All words of the list that stand in ``text`` at ``start``, the shortest first."""
        head = text[start : start + HEAD]
        lengths = self._lengths.get(head)
        if lengths is None:
            lengths = self._lengths[head] = self._lengths_of(head)
        room = len(text) - start
        return [
            word for size in lengths if size <= room and (word := text[start : start + size]) in self.words
        ]

    def _lengths_of(self, head: str) -> tuple[int, ...]:
        """The lengths that words at a place with ``head`` may have."""
        lengths = {size for size in range(1, len(head) + 1) if head[:size] in self.words}
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


def segment(text: str, known: WordList) -> list[str]:
    """The words of ``text`` in order; together they are the text."""
    return list(_words(text, known)) if text else []


def _words(text: str, known: WordList) -> Iterator[str]:
    """Follow all ways to read on until they meet again at one place, then take the shortest way there."""
    may_end = cluster_ends(text)
    length = len(text)
    ways: dict[int, list[int]] = {}  # from the begin of words to their ends
    tried = taken = 0
    places = [0]  # ends of ways that are still open, in order
    while places[0] < length:
        at = places.pop(0)
        for word in known.prefixes(text, at):
            end = at + len(word)
            if may_end[end]:
                ways.setdefault(at, []).append(end)
                tried += 1
                if end not in places:
                    insort(places, end)
                if tried > MOST_WAYS:
                    break
        if len(places) == 1:
            for end in _shortest(ways, taken, places[0]):
                yield text[taken:end]
                taken = end
        elif not places:
            taken = _end_of_unknown(text, at, may_end, known)
            yield text[at:taken]
            places.append(taken)
        else:
            continue
        tried = 0
        ways.clear()


def cluster_ends(text: str) -> bytearray:
    """1 at each place of ``text`` (0 to its length) where a Thai character cluster ends, else 0."""
    ends = bytearray(len(text) + 1)
    for cluster in _CLUSTER.finditer(text):
        ends[cluster.end()] = 1
    return ends


def _shortest(ways: dict[int, list[int]], start: int, goal: int) -> list[int]:
    """The ends of the fewest words that lead from ``start`` to ``goal``; of equal ways the first."""
    came_from = {start: start}
    queue = [start]
    for at in queue:  # which grows
        for end in ways.get(at, ()):
            if end not in came_from:
                came_from[end] = at
                queue.append(end)
        if goal in came_from:
            break
    path = [goal]
    while came_from[path[-1]] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _end_of_unknown(text: str, at: int, may_end: bytearray, known: WordList) -> int:
    """Where the piece that no word explains ends: before the next word of more than two consonants."""
    foreign = _FOREIGN.match(text, at)
    if foreign:
        return foreign.end()
    for place in range(at + 1, len(text)):
        if may_end[place] and (
            any(may_end[place + len(word)] and not _SHORT.match(word) for word in known.prefixes(text, place))
            or _FOREIGN.match(text, place)
        ):
            return place
    return len(text)
