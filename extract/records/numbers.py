"""Counts, shares and sums inside a text: numbers that a unit makes meaningful."""

from __future__ import annotations

import re
from functools import cache

from extract.data import rows
from extract.model import Quantity
from extract.records.budget import SCALES
from extract.thai.dates import arabic_dashed, find_dates

_NUMBER = r"(?<![\d.,/])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|(?<![\d.,/])\d+(?:\.\d+)?(?!,?\d)"
_TONE = "[\u0e48-\u0e4b]"
_NOT_AFTER = r"(?<!ที่)(?<!ที่ )(?<!พ\.ศ\.)(?<!พ\.ศ\. )(?<!ปี)(?<!ปี )"


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of ``text`` that has a unit, in order.

    ร้อยละ ๙๐, ๙๐% and ๙๐ เปอร์เซ็นต์ have the unit ``ร้อยละ``; ๑.๕ ล้านบาท is 1,500,000 ``บาท``. Ordinals
    (ครั้งที่ ๑), dates and years are no quantities. ``span`` covers number and unit in ``text``.
    """
    flat = arabic_dashed(text)
    dates = [date.span for date in find_dates(text)]
    found = []
    for match in _pattern().finditer(flat):
        if any(low < match.end() and match.start() < high for low, high in dates):
            continue
        number = match["share"] or match["number"]
        value = float(number.replace(",", "")) * SCALES.get(match["scale"] or "", 1)
        unit = "ร้อยละ" if match["share"] else _units()[_bare(match["unit"])]
        found.append(Quantity(round(value, 6), unit, match.span()))
    return tuple(found)


@cache
def _units() -> dict[str, str]:
    """The unit of each written one, its tone marks left out: readers lose them (ครัง)."""
    return {_bare(row["written"]): row["unit"] for row in rows("units.csv")}


def _bare(written: str) -> str:
    return re.sub(_TONE, "", written)


def _spelling(row: dict[str, str]) -> str:
    """A written unit, its tone marks optional; not as the front of a longer word: ๕ ข้อมูล counts no ข้อ."""
    longer = f"(?!{row['not_before']})" if row["not_before"] else ""
    return re.sub(_TONE, f"{_TONE}?", re.escape(row["written"])) + longer


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(map(_spelling, sorted(rows("units.csv"), key=lambda row: -len(row["written"]))))
    share = rf"ร้อยละ\s*(?:ของ)?\s*(?P<share>{_NUMBER})(?:\s*%)?"
    return re.compile(
        rf"{share}|{_NOT_AFTER}(?P<number>{_NUMBER})\s*(?P<scale>{'|'.join(SCALES)})?\s*(?P<unit>{units})"
    )
