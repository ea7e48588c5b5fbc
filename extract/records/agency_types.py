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
def _type_front() -> re.Pattern[str]:
    forms = {f: r["abbreviation"] for r in rows("agency_types.csv") for f in (r["print"], r["abbreviation"])}
    return re.compile("^(" + "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)) + r")\s*")


def split_type(text: str) -> tuple[str | None, str]:
    """Part the type off a name: ``เทศบาลตำบลห้วยยอด`` → ``("ทต.", "ห้วยยอด")``; (None, text) for others."""
    match = _type_front().match(text.strip())
    if not match:
        return None, text.strip()
    print_or_short = match.group(1)
    kind = next(k for k, r in agency_types().items() if print_or_short in (r["print"], k))
    return kind, text.strip()[match.end() :].strip()


def full_name(kind: str, bare: str) -> str:
    """The official name of a type and a bare name."""
    print_ = agency_types()[kind]["print"]
    return print_ if agency_types()[kind]["code"] in ("SP", "BMA") else print_ + bare
