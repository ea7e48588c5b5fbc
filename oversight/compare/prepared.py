"""Sides made ready for comparing: masked texts, words and places once, whatever they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extract.thai.fold import key
from oversight.compare.masks import mask_years, masked
from oversight.compare.measures import Side


@dataclass(frozen=True, slots=True)
class Prepared:
    """A side with its comparison texts: ``text`` of the measure, ``steps`` of the procedure, both masked."""

    side: Side
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the measure but for year numbers."""
        return tuple(word for word in self.side.tokens if not _is_year(word))

    @property
    def steps(self) -> str:
        """The procedure's key without years, empty where there is none."""
        return masked_text(self.side, self.side.procedure)


def prepared(side: Side) -> Prepared:
    """Make a side ready; a row without a measure is known by its issue-like texts, the procedure first."""
    told = side.measure_key or (key(side.measure or "")) or key(side.procedure or side.target or "")
    return Prepared(side, masked(told, side.agency_name, side.agency_type))


def masked_text(side: Side, text: str | None) -> str:
    """Any text of a side as a masked key, empty for none."""
    return masked(key(text), side.agency_name, side.agency_type) if text else ""


@lru_cache(maxsize=1 << 14)
def _is_year(word: str) -> bool:
    """Whether a word of a measure is nothing but a year or punctuation."""
    folded = key(word)
    return not folded or (folded.isdigit() and mask_years(folded) != folded)
