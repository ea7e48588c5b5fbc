"""The types of local government, and parting the type from a name."""

from __future__ import annotations

import re
from functools import cache

from extract.data import rows


@cache
def agency_types() -> dict[str, dict[str, str]]:
    """Abbreviation (อบต.) to its row of ``data/agency_types.csv``."""
    return {r["abbreviation"]: r for r in rows("agency_types.csv")}


@cache
def _forms() -> dict[str, str]:
    """Both prints of each type, and its abbreviation."""
    return {f: r["abbreviation"] for r in rows("agency_types.csv") for f in (r["print"], r["abbreviation"])}


@cache
def _type_front() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile("^(" + "|".join(map(re.escape, longest_first)) + r")\s*")


def split_type(text: str) -> tuple[str | None, str]:
    """Part the type off a name: ``เทศบาลตำบลห้วยยอด`` → ``("ทต.", "ห้วยยอด")``; (None, text) for others."""
    stripped = text.strip()
    match = _type_front().match(stripped)
    if not match:
        return None, stripped
    return _forms()[match.group(1)], stripped[match.end() :].strip()


def full_name(kind: str, bare: str) -> str:
    """The official name of a type and a bare name."""
    print_ = agency_types()[kind]["print"]
    return print_ if agency_types()[kind]["code"] in ("SP", "BMA") else print_ + bare
