"""The data dictionary: every column of the tables that runs and exports write.

Those of records come from ``extract/data/fields.csv``, all others from ``dictionary.csv``. Headers, the
dictionary sheet, the Table Schema and docs/export.md are all made from both.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from dataclasses import fields as members
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from extract import fields

Headers = Literal["keys", "th", "en", "ckan"]
HEADERS: tuple[Headers, ...] = ("keys", "th", "en", "ckan")
TABLES = ("records", "documents", "findings", "coverage", "dictionary")
TableRow = list[Any]
"""Values of a table in the order of its columns; see ``tables``."""
CKAN_LETTERS = 63  # PostgreSQL's limit of a name, which CKAN's datastore hands on


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn(fields.Described):
    """One column of a table; ``files`` says where alone it stands: with a ``run``, or in an ``export``."""

    table: str
    files: Literal["", "run", "export"] = ""

    def header(self, headers: Headers) -> str:
        """What stands above the column."""
        match headers:
            case "th":
                return self.name_th
            case "en":
                return self.name_en
            case "ckan":
                return ckan_name(self.key)
        return self.key


@cache
def _all() -> tuple[TableColumn, ...]:
    text = files("oversight.export").joinpath("dictionary.csv").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text, newline="")))
    others = (TableColumn(**{**row, "required": row["required"] == "yes"}) for row in rows)
    same = [part.name for part in members(fields.Described)]
    return (
        *(TableColumn(table="records", **{name: getattr(f, name) for name in same}) for f in fields.all()),
        *others,
    )


@cache
def columns(table: str, of: Literal["run", "export"] = "export") -> tuple[TableColumn, ...]:
    """The columns of a table, in the order of its files.

    Raises:
        KeyError: There is no such table.
    """
    found = tuple(column for column in _all() if column.table == table and column.files in ("", of))
    if not found:
        raise KeyError(table)
    return found


def keys(table: str, of: Literal["run", "export"] = "export") -> tuple[str, ...]:
    """The keys of a table."""
    return tuple(column.key for column in columns(table, of))


def dictionary_rows() -> tuple[tuple[str, ...], ...]:
    """The dictionary of exports as a table of its own."""
    wanted = ["type" if key == "kind" else key for key in keys("dictionary")]
    return tuple(
        tuple(getattr(column, name) for name in wanted) for table in TABLES for column in columns(table)
    )


def ckan_name(name: str) -> str:
    """``name`` as open-data portals take it: lower-case ASCII, digits, ``_``; a letter first; at most 63."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not plain or not plain[0].isalpha():
        plain = f"c_{plain}".rstrip("_")
    return plain[:CKAN_LETTERS].rstrip("_")
