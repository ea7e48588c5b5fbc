"""The one definition of a measure record: the rows of ``data/fields.csv``.

Everything that lists keys of a record is made from here: the columns of the archive, every file and schema,
the text that searches look through, the forms of the review desk, what a correction makes stale, what
comparing reads. ``model.MeasureRecord`` is the typed form of the same table; a test holds that the two agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.data import rows

Group = Literal["id", "fact", "printed", "derived", "review", "archive"]
"""``fact`` holds for the whole report (``model.ReportFacts``), ``printed`` is text of the row, ``derived`` is
made of facts and printed text, ``review`` says how far to trust it, only the archive knows ``archive``."""
Type = Literal[
    "text", "id", "integer", "number", "date", "flag", "list", "numbers", "object", "objects", "places", "box"
]
"""``id`` is text that must never be taken for a number; ``list`` and ``numbers`` are lists of text and whole
numbers; ``object``, ``objects``, ``places`` and ``box`` are JSON."""
Sql = Literal["text", "integer", "double", "date", "boolean", "json"]

_SQL: dict[Type, Sql] = {
    "text": "text",
    "id": "text",
    "integer": "integer",
    "number": "double",
    "date": "date",
    "flag": "boolean",
}
_NO_COLUMN = ("source_file", "findings")
"""Keys whose values stand in tables of their own, files and findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A column of a file: its key, what stands in it, and what it is called, in both languages.

    ``codec`` names the entry of ``codecs`` for a nested value. ``values`` is ``a|b|c`` or a range
    ``least..most`` (either end may be missing), ``values_th`` the Thai words of ``a|b|c`` where they are no
    words already. ``required``: never null.
    """

    key: str
    type: Type
    codec: str = ""
    required: bool
    values: str
    values_th: str
    unit: str
    name_th: str
    name_en: str
    about_th: str
    about_en: str
    source: str

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Described):
    """One key of a record.

    ``editable`` is ``text`` for printed text with a form of its own, ``value`` for what is set beside the
    text it follows from, ``document`` for a fact that people set for the whole report. ``follows_from`` are
    the keys it is made of, the printed one first. ``compared_as`` says how two records are compared by it,
    ``read`` where comparing only needs it.
    """

    group: Group
    searched: bool
    editable: Literal["", "text", "value", "document"]
    follows_from: tuple[str, ...]
    compared_as: Literal["", "read", "words", "offices", "period", "money", "value"]

    @property
    def sql(self) -> Sql | None:
        """The kind of its column in the archive; None where it has none."""
        return None if self.key in _NO_COLUMN else _SQL.get(self.type, "json")


@cache
def all() -> tuple[Field, ...]:
    """Every field, in the order of all files."""
    return tuple(_field(row) for row in rows("fields.csv"))


def _field(row: dict[str, str]) -> Field:
    flags = {name: row[name] == "yes" for name in ("required", "searched")}
    made_of = tuple(row["follows_from"].split("|")) if row["follows_from"] else ()
    return Field(**{**row, **flags, "follows_from": made_of})  # type: ignore[arg-type]


@cache
def by_key() -> dict[str, Field]:
    """Every field under its key, in order."""
    return {field.key: field for field in all()}


def keys(*groups: Group) -> tuple[str, ...]:
    """The keys of some groups, without any those of the record: of all groups but ``archive``."""
    return tuple(f.key for f in all() if (f.group in groups if groups else f.group != "archive"))


def searched() -> tuple[str, ...]:
    """What a search looks through: the words of a measure, not its agency or dates, which have filters."""
    return tuple(field.key for field in all() if field.searched)


def editable() -> tuple[str, ...]:
    """The printed texts that people may correct, each in a form of its own."""
    return tuple(field.key for field in all() if field.editable == "text")


@cache
def set_beside(key: str) -> tuple[str, ...]:
    """The normalised values that people see and may set beside the printed text ``key``."""
    return tuple(f.key for f in all() if f.editable == "value" and key in f.follows_from)


@cache
def follows(key: str) -> tuple[str, ...]:
    """What is made of the value of ``key`` and is stale when that changes."""
    return tuple(field.key for field in all() if key in field.follows_from)


def printed_as(key: str) -> str:
    """The field whose print tells of ``key``: itself, or the printed text that it was made of."""
    field = by_key().get(key)
    return field.follows_from[0] if field and field.group == "derived" and field.follows_from else key


def compared(*ways: str) -> tuple[str, ...]:
    """The keys that are compared in one of these ways; without any all that comparing reads."""
    return tuple(f.key for f in all() if (f.compared_as in ways if ways else f.compared_as))
