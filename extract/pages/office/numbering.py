"""The numbers that Word puts before paragraphs and keeps apart from their text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from extract.thai.letters import to_thai

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THAI = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_DEEPEST = 9  # levels of a list, ECMA-376 17.9.6


def _letters(of: str) -> Callable[[int], str]:
    return lambda n: of[(n - 1) % len(of)] * ((n - 1) // len(of) + 1)


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
    ):
        out, number = out + sign * (number // value), number % value
    return out + "i" * number


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "thaiNumbers": lambda n: to_thai(str(n)),
    "thaiLetters": _letters(_THAI),
    "lowerLetter": _letters("abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
}
"""Number formats of ECMA-376 17.18.59 that such reports use; all others are told as decimal."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: Any, styles: Any) -> Self:
        """Read the roots of numbering.xml and styles.xml, each None where there is none."""
        made = cls()
        for each in numbering.iterchildren(_W + "abstractNum") if numbering is not None else ():
            levels = {
                _number(level.get(_W + "ilvl")): _level(level) for level in each.iterchildren(_W + "lvl")
            }
            made.levels[each.get(_W + "abstractNumId", "")] = levels
        for each in numbering.iterchildren(_W + "num") if numbering is not None else ():
            made.list_of[each.get(_W + "numId", "")] = _value(each, "abstractNumId")
        for style in styles.iterchildren(_W + "style") if styles is not None else ():
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                made.styles[style.get(_W + "styleId", "")] = (
                    _value(found, "numId"),
                    _number(_value(found, "ilvl")),
                )
        return made

    def label(self, paragraph: Any) -> str:
        """The number before ``paragraph`` with a space behind it, counted up; nothing where it has none."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return ""
        own = properties.find(_W + "numPr")
        number, depth = self.styles.get(_value(properties, "pStyle"), ("", 0))
        if own is not None:
            number, depth = _value(own, "numId") or number, _number(_value(own, "ilvl"))
        kind = self.list_of.get(number)
        level = self.levels.get(kind or "", {}).get(depth)
        if kind is None or level is None or depth >= _DEEPEST:
            return ""
        counts = self.counts.setdefault(kind, [])
        levels = self.levels[kind]
        while len(counts) <= depth:
            counts.append(levels.get(len(counts), _Level()).start - (len(counts) == depth))
        counts[depth] += 1
        del counts[depth + 1 :]
        if level.form == "bullet":
            return "- "
        if level.form == "none":
            return ""

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form = levels.get(at, level).form
            return _FORMS.get(form, str)(counts[at]) if at < len(counts) else ""

        text = re.sub(r"%([1-9])", shown, level.text)
        return f"{text} " if text.strip() else ""


def _level(element: Any) -> _Level:
    return _Level(_number(_value(element, "start"), 1), _value(element, "numFmt"), _value(element, "lvlText"))


def _value(parent: Any, name: str) -> str:
    found = parent.find(_W + name)
    return "" if found is None else str(found.get(_W + "val", ""))


def _number(value: str | None, without: int = 0) -> int:
    return int(value) if value and value.isdigit() else without
