"""What each finding means and what to do about it, in both languages.

Findings of one document stand in ``extract/data/findings.csv``, those over several documents in
``findings.csv`` beside this file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from extract.data import rows
from extract.errors import UsageError
from extract.model import Severity

_NEAR = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """One finding: ``severity`` is info, warning or error; titles and what to do by language."""

    code: str
    severity: str
    title: dict[str, str]
    do: dict[str, str]


@cache
def table() -> tuple[dict[str, str], ...]:
    """The rows of ``findings.csv``."""
    text = files("oversight.registry").joinpath("findings.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def severities() -> dict[str, Severity]:
    """The severity of each code."""
    return {row["code"]: row["severity"] for row in table()}  # type: ignore[misc]


def explanations() -> tuple[Explanation, ...]:
    """Every finding there is, by code."""
    return tuple(
        Explanation(
            row["code"],
            row["severity"],
            {lang: row[f"title_{lang}"] for lang in ("th", "en")},
            {lang: row[f"do_{lang}"] for lang in ("th", "en")},
        )
        for row in sorted((*rows("findings.csv"), *table()), key=lambda row: row["code"])
    )


def explanation(code: str) -> Explanation:
    """The explanation of ``code``.

    Raises:
        UsageError: There is no such code; the message names those like it.
    """
    found = {each.code: each for each in explanations()}
    if code in found:
        return found[code]
    near = ", ".join(c for c, _, _ in process.extract(code, list(found), scorer=fuzz.WRatio, limit=_NEAR))
    raise UsageError(f"ไม่มีรหัส {code} ที่ใกล้เคียงคือ {near}", f"there is no finding {code}; like it are {near}")
