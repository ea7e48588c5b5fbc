"""Provinces, districts and subdistricts by name (``areas.csv``: DOPA's codes), indexed once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extract.data import lines
from extract.records.short_prints import distance, text_key
from extract.thai.letters import without_raised

_LEVEL = re.compile(r"^(จังหวัด|จ\.|อำเภอ|กิ่งอำเภอ|อ\.|เขต|ตำบล|แขวง|ต\.)\s*")
_SHORT_PROVINCES = {"กทม": "10", "กรุงเทพ": "10", "อยุธยา": "14", "โคราช": "30"}
_BANGKOK = "10"
_PROVINCE, _DISTRICT = 2, 4  # digits of a code


class Area(NamedTuple):
    """A district or subdistrict: DOPA code, Thai name without its level, folded key."""

    code: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Look-up tables: keys are folded names, codes are DOPA codes (2, 4, 6 digits)."""

    provinces: dict[str, Area]
    districts: dict[str, tuple[Area, ...]]
    subdistricts: dict[str, dict[str, Area]]
    by_name: dict[str, tuple[Area, ...]]
    ever: dict[str, frozenset[str]]

    def province(self, code: str) -> str | None:
        """Thai name of the province of any DOPA ``code``."""
        return next((p.name for p in self.provinces.values() if p.code == code[:2]), None)

    def district(self, code: str) -> str | None:
        """Thai name of the district of a 4- or 6-digit ``code``."""
        return next((d.name for d in self.districts.get(code[:2], ()) if d.code == code[:4]), None)

    def subdistrict(self, code: str) -> str | None:
        """Thai name of the current subdistrict ``code``."""
        return next((a.name for a in self.subdistricts.get(code[:4], {}).values() if a.code == code), None)


def without_level(name: str) -> str:
    """``name`` without อำเภอ, จ. and their like."""
    return _LEVEL.sub("", name.strip())


def area_key(name: str) -> str:
    """Folded ``name`` without its level."""
    return text_key(without_level(name))


@cache
def gazetteer() -> Gazetteer:
    """The areas of Thailand, current ones for look-up, all that ever were for uniqueness."""
    provinces: dict[str, Area] = {}
    districts: dict[str, list[Area]] = defaultdict(list)
    subdistricts: dict[str, dict[str, Area]] = {}
    ever: dict[str, set[str]] = defaultdict(set)
    for code, name, key, abolished, _ in lines("areas.csv"):
        key = key or name
        area = Area(code, name, key)
        if len(code) == _PROVINCE:
            provinces[key] = area
        elif len(code) == _DISTRICT:
            districts[code[:_PROVINCE]].append(area)
            subdistricts[code] = {}
        else:
            ever[key].add(code)
            if not abolished:
                subdistricts[code[:_DISTRICT]][key] = area
    by_name: dict[str, list[Area]] = defaultdict(list)
    for areas in subdistricts.values():
        for key, area in areas.items():
            by_name[key].append(area)
    return Gazetteer(
        provinces,
        {code: tuple(areas) for code, areas in districts.items()},
        subdistricts,
        {key: tuple(areas) for key, areas in by_name.items()},
        {key: frozenset(codes) for key, codes in ever.items()},
    )


# A damaged name may differ by _SHARE of its letters and at most by _MOST; from a closed list (a register's
# names of one type in one district) by _MOST whatever its length. Two errors cost 2 at most: while another
# name lies within _TWO_ERRORS, the damaged one may be that. A name read without a fault gives way only to
# one a single slip away. Measured on the register's names with 1-2 errors (tests/records/test_agency.py).
_SHARE, _MOST, _TWO_ERRORS, _ONE_SLIP = 0.35, 2.5, 2.0, 1.0


def nearest(key: str, areas: Sequence[Area], *, closed: bool = False) -> Area | None:
    """The area whose name is near ``key`` while no other comes near it; None in doubt."""
    limit = _MOST if closed else min(_MOST, max(1.0, _SHARE * len(key)))
    ranked = sorted(((distance(key, a.key), a.code, a) for a in areas), key=lambda r: r[:2])
    if not ranked or ranked[0][0] > limit:
        return None
    rival = ranked[1][0] if len(ranked) > 1 else float("inf")
    if rival <= (_TWO_ERRORS if ranked[0][0] else _ONE_SLIP) or rival - ranked[0][0] <= _ONE_SLIP - 0.5 * (
        ranked[0][0] <= _ONE_SLIP
    ):
        return None
    return ranked[0][2]


def _unmarked(key: str, areas: Sequence[Area]) -> Area | None:
    """The only one of ``areas`` that is ``key`` but for tone marks (หวยยอด)."""
    found = [area for area in areas if without_raised(area.key) == without_raised(key)]
    return found[0] if len(found) == 1 else None


def nicknamed(name: str) -> Area | None:
    """The province that people call ``name`` though it is not its name (โคราช)."""
    code = _SHORT_PROVINCES.get(area_key(name))
    return next((p for p in gazetteer().provinces.values() if p.code == code), None)


def find_province(name: str, *, damaged: bool = False) -> Area | None:
    """The province called ``name``; when ``damaged``, also one that is clearly the nearest."""
    places, key = gazetteer().provinces, area_key(name)
    if key in _SHORT_PROVINCES:
        return next(p for p in places.values() if p.code == _SHORT_PROVINCES[key])
    return (
        places.get(key)
        or _unmarked(key, tuple(places.values()))
        or (nearest(key, tuple(places.values())) if damaged else None)
    )


def find_district(name: str, province_code: str, *, damaged: bool = False) -> Area | None:
    """The district called ``name`` in a province; เมือง alone is the capital district."""
    places, key = gazetteer().districts.get(province_code, ()), area_key(name)
    exact = next((d for d in places if d.key == key), None)
    if exact is None and key == "เมือง" and province_code != _BANGKOK:
        exact = next((d for d in places if d.code.endswith("01")), None)
    return exact or _unmarked(key, places) or (nearest(key, places) if damaged else None)


def districts_named(name: str) -> tuple[Area, ...]:
    """Every district of the country called ``name``."""
    key = area_key(name)
    return tuple(d for places in gazetteer().districts.values() for d in places if d.key == key)
