"""Codes of whole clusters on each of their glyphs.

A vowel or tone that is set higher or lower than its font has it is drawn apart from its letter. typst gives
each part of such a cluster the text of the whole, as /ActualText or as the glyph's code, so that เป็น comes
out as เป็ป็น and นำ as นำนำนำ. What shows tells how often it stands there: a part that lies over the one
before it is a mark of the same cluster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from extract.grouping import in_runs

LEVEL = 0.6
"""Of the font size: parts of a cluster stand no further apart up or down."""

NEAR = 0.3
"""Of the font size: most between the parts of a cluster, one beside the other."""


class Letter(Protocol):
    """What is asked of a character: its text, the left and right side of its box, its line."""

    text: str
    x0: float
    x1: float
    y: float
    owner: tuple[int, ...]

    @property
    def size(self) -> float:
        """Size of its font."""
        ...


Kept = TypeVar("Kept", bound=Letter)


def said_once(chars: Sequence[Kept]) -> list[Kept]:
    """``chars`` in content order, each cluster that was drawn in parts with its text once."""
    starts = [n for n, char in enumerate(chars) if not n or char.owner is not chars[n - 1].owner]
    ends = [*starts[1:], len(chars)]
    if not any(  # few pages have such clusters
        b - a == c - b > 1 and chars[a].text == chars[b].text
        for a, b, c in zip(starts, ends, ends[1:], strict=False)
    ):
        return list(chars)
    parts = [list(chars[a:b]) for a, b in zip(starts, ends, strict=True)]
    out: list[Kept] = []
    for run in in_runs(parts, lambda run, part: _says_like(part, run[-1])):
        for first, *rest in _clusters(run):
            if rest:
                first[-1].x1 = max(char.x1 for part in (first, *rest) for char in part)
            out += first
    return out


def _clusters(run: Sequence[list[Kept]]) -> Iterator[list[list[Kept]]]:
    """The parts of each cluster of ``run``: a new one begins with the letter under a mark."""
    over = [_lies_over(part, before) for before, part in pairwise(run)]
    if not any(over):
        yield from ([part] for part in run)
        return
    starts = [0, *(n for n in range(1, len(run) - 1) if over[n] and not over[n - 1]), len(run)]
    yield from (list(run[a:b]) for a, b in pairwise(starts))


def _says_like(part: Sequence[Letter], before: Sequence[Letter]) -> bool:
    """Whether two parts say one and the same cluster, side by side on one line."""
    if len(part) < 2 or len(part) != len(before):
        return False
    if any(one.text != two.text for one, two in zip(part, before, strict=True)):
        return False
    size = part[0].size
    level = abs(part[0].y - before[0].y) <= LEVEL * size
    return level and abs(_left(part) - _right(before)) <= NEAR * size + _right(before) - _left(before)


def _lies_over(part: Sequence[Letter], before: Sequence[Letter]) -> bool:
    """Whether the middle of ``part`` stands within the width of the one before it."""
    return _left(before) < (_left(part) + _right(part)) / 2 < _right(before)


def _left(part: Sequence[Letter]) -> float:
    return min(char.x0 for char in part)


def _right(part: Sequence[Letter]) -> float:
    return max(char.x1 for char in part)
