"""The read-only loader of the tables of facts beside this file; each fact names its source."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``name``, a UTF-8 CSV with a header, as dictionaries of text."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


def alternatives(name: str) -> dict[str, str]:
    """The patterns of the CSV ``name`` by their ``role``, those of one role as one pattern, in its order."""
    roles = dict.fromkeys(row["role"] for row in rows(name))
    return {role: "|".join(row["pattern"] for row in rows(name) if row["role"] == role) for role in roles}


def lines(name: str) -> Iterator[list[str]]:
    """The rows of the CSV ``name`` as lists, without its header; for thousands of rows, not kept."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8-sig")
    return islice(csv.reader(text.splitlines()), 1, None)


def blob(name: str) -> bytes:
    """Return the bytes of ``name`` (weights)."""
    return files(__name__).joinpath(name).read_bytes()
