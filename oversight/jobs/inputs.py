"""The inputs of a run, counted once and walked again when they are wanted: never all of them in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

from oversight.jobs.task import Source


@dataclass(frozen=True, slots=True)
class Inputs(Sequence[Source]):
    """``total`` inputs, found by ``walk``, which gives the same again as long as they stay."""

    walk: Callable[[], Iterator[Source]]
    total: int

    def __len__(self) -> int:
        """How many there were when they were counted."""
        return self.total

    def __iter__(self) -> Iterator[Source]:
        """One after the other."""
        return self.walk()

    @overload
    def __getitem__(self, at: int) -> Source: ...

    @overload
    def __getitem__(self, at: slice) -> list[Source]: ...

    def __getitem__(self, at: int | slice) -> Source | list[Source]:
        """One or some of them, found by walking there."""
        if isinstance(at, slice):
            return list(islice(self.walk(), *at.indices(self.total)))
        for source in islice(self.walk(), range(self.total)[at], None):
            return source
        raise IndexError(at)
