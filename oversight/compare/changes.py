"""What became of a measure: the answer of comparing two years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from oversight.compare.measures import Side

Kind = Literal["continued", "reworded", "changed", "dropped", "new", "split", "merged"]
KINDS: tuple[Kind, ...] = ("continued", "reworded", "changed", "dropped", "new", "split", "merged")
Nature = Literal["paper", "slip", "reading"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads otherwise in the later year, both texts as printed.

    ``nature`` is ``paper`` for a change on paper, ``slip`` for a slip of the pen (typed texts, a letter
    or two apart, that makes no other word), ``reading`` when only our reading of a picture need differ.
    """

    field: str
    before: str | None
    after: str | None
    nature: Nature = "paper"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a comparison: what one measure became, or several.

    ``dropped`` has no side after, ``new`` none before, ``split`` several after, ``merged`` several before;
    all others have one and one. ``score`` is how sure the link is, 0–1, None for ``dropped`` and ``new``.
    ``differences`` tell what reads otherwise in a measure linked one to one, whatever the kind.
    """

    kind: Kind
    before: tuple[Side, ...]
    after: tuple[Side, ...]
    score: float | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that changed on paper."""
        return tuple(found.field for found in self.differences if found.nature == "paper")

    @property
    def reading_difference(self) -> bool:
        """Whether it differs in nothing but what a reading of a picture may have got wrong."""
        return bool(self.differences) and all(found.nature == "reading" for found in self.differences)
