"""What two years must not differ in: year numbers and the agency's own name, taken out of measure keys.

Keys are those of ``extract.thai.fold.key``: no white space, no punctuation, Arabic digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.data import rows
from extract.thai.fold import key
from oversight.compare.measures import Measure

_BE = r"25[4-9]\d"  # 2540–2599; measures are compared from 2562 on
_CE = r"20[0-4]\d"
_LEAD = r"(?:ประจำ|ของ|ใน)?(?:ปี)?(?:งบประมาณ)?(?:ประจำปี)?(?:พุทธศักราช|พศ|คศ)?"
_YEARS = re.compile(rf"{_LEAD}(?<!\d)(?:{_BE}|{_CE})+(?!\d)")
_TAIL = re.compile(rf"(?<=\d)(?:{_BE})(?!\d)")  # คำสั่งที่ ๕๐๒/๒๕๖๓: the key has lost the stroke
_SHORT_LEAD = (
    r"(?:(?:ประจำ)?ปี(?:งบประมาณ)?(?:พศ)?|มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค|"
    r"มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม)"
)
_SHORT = re.compile(rf"({_SHORT_LEAD})[4-9]\d(?!\d)")  # ปี ๖๖, ต.ค. ๖๕


@lru_cache(maxsize=1 << 16)
def mask_years(folded: str) -> str:
    """A key without its year numbers and the words that introduce them (ประจำปีงบประมาณ พ.ศ. ๒๕๖๖)."""
    if not any(letter in folded for letter in "2456789"):
        return folded
    return _SHORT.sub(r"\1", _TAIL.sub("", _YEARS.sub("", folded)))


@lru_cache(maxsize=1 << 15)
def own_names(agency_name: str | None, agency_type: str | None) -> tuple[str, ...]:
    """Keys under which an agency names itself, longest first: whole name, short type with name."""
    if not agency_name:
        return ()
    whole = key(agency_name)
    kind = next((row for row in rows("agency_types.csv") if row["abbreviation"] == agency_type), None)
    bare = whole.removeprefix(key(kind["print"])) if kind else ""
    short = [key(kind["abbreviation"]) + bare] if kind and bare else []
    return tuple(sorted({whole, *short}, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=1)
def _classes() -> re.Pattern[str]:
    words = {key(row[name]) for row in rows("agency_types.csv") for name in ("print", "abbreviation")}
    return re.compile("|".join(sorted(words | {"เทศบาล"}, key=lambda word: (-len(word), word))))


def masked(folded: str, agency_name: str | None = None, agency_type: str | None = None) -> str:
    """A measure key without years, the agency's own name, and words for its type.

    What is nothing but such words stays as it is, so that no key becomes empty.
    """
    text = mask_years(folded)
    for name in own_names(agency_name, agency_type):
        text = text.replace(name, "")
    return _classes().sub("", text) or folded


@dataclass(frozen=True, slots=True)
class Masked:
    """A measure with its texts masked: ``text`` of the measure itself, ``steps`` of its procedure."""

    measure: Measure
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the measure but for year numbers."""
        return tuple(word for word in self.measure.tokens if not _is_year(word))

    @property
    def steps(self) -> str:
        """The procedure's key without years, empty where there is none."""
        return masked_text(self.measure, self.measure.procedure)


def masked_measure(measure: Measure) -> Masked:
    """Make a measure ready; a row without a measure is known by its issue-like texts, the procedure first."""
    text = (
        measure.measure_key or (key(measure.measure or "")) or key(measure.procedure or measure.target or "")
    )
    return Masked(measure, masked(text, measure.agency_name, measure.agency_type))


def masked_text(measure: Measure, text: str | None) -> str:
    """Any text of a measure as a masked key, empty for none."""
    return masked(key(text), measure.agency_name, measure.agency_type) if text else ""


@lru_cache(maxsize=1 << 14)
def _is_year(word: str) -> bool:
    """Whether a word of a measure is nothing but a year or punctuation."""
    folded = key(word)
    return not folded or (folded.isdigit() and mask_years(folded) != folded)
