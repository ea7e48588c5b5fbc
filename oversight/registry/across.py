"""The codes of findings over documents, from ``findings.csv``: what they mean and what to do."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from extract.model import Severity


@cache
def table() -> tuple[dict[str, str], ...]:
    """The rows of ``findings.csv``."""
    text = files("oversight.registry").joinpath("findings.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def severities() -> dict[str, Severity]:
    """The severity of each code."""
    return {row["code"]: row["severity"] for row in table()}  # type: ignore[misc]
