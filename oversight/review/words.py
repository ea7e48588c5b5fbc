"""What the desk says, in Thai or English, from a table of its own."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from extract import fields
from oversight import talk
from oversight.export.style import thai_date
from oversight.registry.explain import explanations

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def table() -> dict[str, Any]:
    """Every message by its dotted key."""
    return tomllib.loads(files("oversight.review").joinpath("words.toml").read_text(encoding="utf-8"))


def say(key: str, lang: str, **values: object) -> str:
    """The message ``key`` in ``lang``, its braces filled from ``values``.

    Raises:
        KeyError: There is no such message.
    """
    entry: Any = table()
    for part in key.split("."):
        entry = entry[part]
    return str(entry[lang]).format(**values)


def name(kind: str, value: str | None, lang: str) -> str:
    """The name of a value (``status``, ``field``, ``result`` …), the value itself where it has none.

    A key of a record without a short name here is called as ``fields.csv`` calls it.
    """
    if value is None:
        return "–"
    entry = table().get(kind, {}).get(value)
    known = fields.by_key().get(value) if kind in ("field", "value") else None
    if entry:
        return str(entry[lang])
    return value if known is None else known.name_th if lang == "th" else known.name_en


@cache
def _titles() -> dict[str, dict[str, str]]:
    return {each.code: each.title for each in explanations()}


def finding(code: str, lang: str) -> str:
    """What a finding says, in a few words."""
    titles = _titles().get(code)
    return titles[lang] if titles else code


def day(value: dt.date | None, lang: str) -> str:
    """A date as people write it: Buddhist era in Thai."""
    if value is None:
        return "–"
    return thai_date(value) if lang == "th" else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(seconds: float | None, lang: str) -> str:
    """A time as people write it, in the machine's zone."""
    if seconds is None:
        return "–"
    when = dt.datetime.fromtimestamp(seconds).astimezone()
    return f"{day(when.date(), lang)} {when:%H:%M}"


def number(value: float | int | None) -> str:
    """A number with its thousands apart."""
    if value is None:
        return "–"
    return f"{value:,.2f}".removesuffix(".00") if isinstance(value, float) else f"{value:,}"


LANGUAGES = talk.LANGUAGES
