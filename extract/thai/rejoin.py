"""Lines of one cell or paragraph back into one text.

Thai has no space between words, so a wrapped line says nothing about a space at its end. Word, LibreOffice
and typst keep the space glyph there; where there is none, a space is put only between characters that
written Thai parts anyway.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from functools import cache

from extract.data import rows

_AFTER = re.compile(r"(?:[ๆฯ)\]”’0-9๐-๙A-Za-z.,:;%]|\s[-–—])$")
_BEFORE = re.compile(r"[(\[“‘\-–—0-9๐-๙A-Za-z•●▪■□➢✓☑]|(?:[ก-ฮ][ิี]?\.){2}|[กขคงจฉช][.)]\s")
"""Line ends and line starts with a space between: precision .998 on real documents; 83 of 84 abbreviations
(ป.ป.ช., พ.ศ.) inside the lines of real text layers stand behind a space. No such rule for words: และ has one
in 95 places and none in 219, เพื่อ 22 and 23."""

_STRAIGHT = "\"'"
"""Quotes that open and close alike: told apart by counting."""

_CLOSED_END = re.compile(r"[(\[“‘/]$")
_CLOSED_START = re.compile(r"[)\]”’,.:;%/ฯๆ]")
_BROKEN = (
    (re.compile(r",[0-9๐-๙]{3}\.$"), re.compile(r"[0-9๐-๙]{2}(?![0-9๐-๙])")),
    (re.compile(r",[0-9๐-๙]{3}\.[0-9๐-๙]$"), re.compile(r"[0-9๐-๙](?![0-9๐-๙])")),
    (re.compile(r",[0-9๐-๙]{2}$"), re.compile(r"[0-9๐-๙](?![0-9๐-๙])")),
    (re.compile(r",[0-9๐-๙]$"), re.compile(r"[0-9๐-๙]{2}(?![0-9๐-๙])")),
    (re.compile(r"(?:พ\.\s?ศ\.|ปี|มาณ)\s*[2๒][4-6๔-๖][0-9๐-๙]$"), re.compile(r"[0-9๐-๙](?![0-9๐-๙])")),
    (re.compile(r"(?:พ\.\s?ศ\.|ปี|มาณ)\s*[2๒][4-6๔-๖]$"), re.compile(r"[0-9๐-๙]{2}(?![0-9๐-๙])")),
    (re.compile(r"[0-9๐-๙],$"), re.compile(r"[0-9๐-๙]{3}(?![0-9๐-๙])")),
    (re.compile(r"[0-9๐-๙]$"), re.compile(r"[-–][0-9๐-๙]")),
    (re.compile(r"[^\s\-–—][-–—]$"), re.compile(r"[0-9๐-๙ก-ฮเ-ไA-Za-z]")),
    (re.compile(r"(?:^|[ .])[ก-ฮ]\.$"), re.compile(r"[ก-ฮ]{1,2}\.(?![0-9๐-๙])")),
    (re.compile(r"(?:www|https?:|//)\S*[./\-_=]$"), re.compile(r"[\w%]")),
)
"""Places inside one token: an amount, a year, a range, an abbreviation (พ.|ศ.), a web address."""


_YEAR_START = re.compile(r"(?<![0-9๐-๙])(?:[2๒](?:[4-6๔-๖][0-9๐-๙]?)?|[4-7๔-๗])$")
"""The first digits of a year of the Buddhist era, of four or two."""

_YEAR = re.compile(r"[2๒][4-6๔-๖][0-9๐-๙]{2}|[4-7๔-๗][0-9๐-๙]")

_MOST_PIECES = 5
"""Lines over which an office's name is looked for: seen 4, กอง | ยุทธศาสตร์ | และงบ | ประมาณ."""

_REACH = 400
"""Characters before a joint that decide about it; the longest are web addresses over several lines."""


def rejoin(lines: Sequence[str]) -> str:
    """Join the wrapped lines of one cell or paragraph into one text without line breaks.

    A line that ends or begins with a space glyph is joined with one space. An enumerator that begins a line
    is parted from the text before it by one space.

    Args:
        lines: repaired lines, top to bottom, trailing spaces kept as read; empty ones are passed over.
    """
    filled = [line for line in lines if line.strip()]
    parts: list[str] = []
    before, quotes = "", dict.fromkeys(_STRAIGHT, 0)
    for number, line in enumerate(filled):
        joint = _joint(before, line, filled[number + 1 : number + 1 + _MOST_PIECES], quotes) if parts else ""
        parts += [joint, line.strip()]
        before = (before.rstrip() + joint + line.lstrip())[-_REACH:]
        for quote in quotes:
            quotes[quote] += line.count(quote)
    return "".join(parts)


def _joint(before: str, after: str, later: Sequence[str], quotes: Mapping[str, int]) -> str:
    """What stands between two lines: a space or nothing.

    Args:
        before: the end of the text so far.
        after: the line to be joined.
        later: the lines behind it.
        quotes: how often each straight quote stands in the text so far.
    """
    if before[-1].isspace() or after[0].isspace():
        return " "
    if _CLOSED_END.search(before) or _CLOSED_START.match(after):
        return ""
    if any(end.search(before) and start.match(after) for end, start in _BROKEN):
        return ""
    if before[-1].isdecimal() and (cut := _YEAR_START.search(before)) and _breaks_year(before, cut, after):
        return ""
    if before[-1] in _STRAIGHT or after[0] in _STRAIGHT:
        return "" if quotes[before[-1] if before[-1] in _STRAIGHT else after[0]] % 2 else " "
    if _AFTER.search(before) or _BEFORE.match(after):
        return " "
    names, starts = _offices()
    # a narrow column breaks the next office's name itself: กองคลัง | กอง | สวัสดิการ
    return " " if before.endswith(names) and starts.match(after + "".join(map(str.strip, later))) else ""


def _breaks_year(before: str, cut: re.Match[str], after: str) -> bool:
    """Whether a year begins behind a month's name and ends in the next line: มีนาคม ๒๕ | ๖๕."""
    year = cut[0] + "".join(itertools.takewhile(str.isdecimal, after))
    return bool(_YEAR.fullmatch(year)) and before[: cut.start()].rstrip().endswith(_months())


@cache
def _months() -> tuple[str, ...]:
    return tuple(row["form"] for row in rows("months.csv") if len(row["form"]) > 2)


@cache
def _offices() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Names of offices, and a line that begins with one: lines that end and begin so are a list."""
    names = {row["canonical_th"] for row in rows("departments.csv")}
    names |= {name for row in rows("departments.csv") for name in row["synonyms"].split("|") if len(name) > 5}
    listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return tuple(names), re.compile(rf"(?:{listed}|อบ[ตจ]\.)")
