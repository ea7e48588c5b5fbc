"""The data dictionary: every column of every exported table.

Those of records come from ``extract/data/fields.csv``, all others from ``dictionary.csv``. Headers, the
dictionary sheet, the Table Schema and docs/export.md are all made from both.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from extract import fields

Headers = Literal["keys", "th", "en", "ckan"]
HEADERS: tuple[Headers, ...] = ("keys", "th", "en", "ckan")
TABLES = ("records", "documents", "findings", "coverage", "dictionary")
DICTIONARY_COLUMNS = (
    *(
        "table",
        "key",
        "name_th",
        "name_en",
        "kind",
        "values",
        "values_th",
        "unit",
        "about_th",
        "about_en",
        "source",
    ),
)
Row = list[Any]
"""Values of a table in the order of its columns; see ``tables``."""
CKAN_LETTERS = 63  # PostgreSQL's limit of a name, which CKAN's datastore hands on


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``values`` is ``a|b|c`` or a range ``least..most`` (either end may be missing).

    ``values_th`` are the words for ``a|b|c`` in Thai, where they are no words already.
    """

    table: str
    key: str
    kind: fields.Type
    required: bool
    values: str
    values_th: str
    unit: str
    name_th: str
    name_en: str
    about_th: str
    about_en: str
    source: str
    codec: str = ""  # of a record's nested value

    @property
    def choices(self) -> tuple[str, ...]:
        """The values it can take, none where they are not listed."""
        return tuple(self.values.split("|")) if self.values and ".." not in self.values else ()

    @property
    def words(self) -> dict[str, str]:
        """Value to Thai word, where there are such."""
        return dict(zip(self.choices, self.values_th.split("|"), strict=True)) if self.values_th else {}

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """Least and most value."""
        if ".." not in self.values:
            return None, None
        least, most = self.values.split("..")
        return int(least) if least else None, int(most) if most else None

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
def _all() -> tuple[Column, ...]:
    text = files("oversight.export").joinpath("dictionary.csv").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text, newline="")))
    others = (Column(**{**row, "required": row["required"] == "yes"}) for row in rows)
    return (*map(_of_record, fields.all()), *others)


def _of_record(field: fields.Field) -> Column:
    same = ("required", "values", "values_th", "unit", "name_th", "name_en", "about_th", "about_en")
    known = {name: getattr(field, name) for name in (*same, "source", "codec")}
    return Column(table="records", key=field.key, kind=field.type, **known)


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in the order of its files.

    Raises:
        KeyError: There is no such table.
    """
    found = tuple(column for column in _all() if column.table == table)
    if not found:
        raise KeyError(table)
    return found


def keys(table: str) -> tuple[str, ...]:
    """The keys of a table."""
    return tuple(column.key for column in columns(table))


def dictionary_rows() -> tuple[tuple[str, ...], ...]:
    """The dictionary as a table of its own, keys as ``DICTIONARY_COLUMNS``."""
    return tuple(tuple(getattr(column, name) for name in DICTIONARY_COLUMNS) for column in _all())


def ckan_name(name: str) -> str:
    """``name`` as open-data portals take it: lower-case ASCII, digits, ``_``; a letter first; at most 63."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not plain or not plain[0].isalpha():
        plain = f"c_{plain}".rstrip("_")
    return plain[:CKAN_LETTERS].rstrip("_")
