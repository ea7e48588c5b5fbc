"""Things put together that follow or lie near one another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import reduce
from itertools import compress
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def in_runs(items: Iterable[T], goes_on: Callable[[list[T], T], bool]) -> list[list[T]]:
    """``items`` in order as runs: one that ``goes_on`` with the run before joins it, others begin one."""
    runs: list[list[T]] = []
    for item in items:
        if runs and goes_on(runs[-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def by_key(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """``items`` of one key together, keys in the order of their first."""
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def gathered(items: Iterable[T], near: Callable[[T, T], bool], join: Callable[[T, T], T]) -> list[T]:
    """``items`` joined with all that are ``near`` them or what they have grown to, from the last item on."""
    left, out = list(items), []
    while left:
        whole = left.pop()
        while any(close := [near(other, whole) for other in left]):
            whole = reduce(join, compress(left, close), whole)
            left = [other for other, is_near in zip(left, close, strict=True) if not is_near]
        out.append(whole)
    return out
