"""Enumerators: the item number in front of a measure, and the steps of a procedure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.thai.dates import arabic_dashed, find_dates

_PATH = r"\d{1,2}(?:\.\d{1,2}){0,3}"
_NUMBER = re.compile(
    rf"\s*(?:ข้อ(?:ที่)?\s*|มาตรการที่\s*)?(?:\(\s*(?P<round>{_PATH})\s*\)|(?P<path>{_PATH})(?P<close>[.)]?))(?P<gap>\s*)"
)
_UNIT = re.compile(
    r"(?:ล้าน|แสน|หมื่น|พัน|บาท|คน|ครั้ง|โครงการ|เรื่อง(?!ร้อง|ที่)|วัน(?!ที่)|เดือน|ปี|ร้อยละ|%|ราย(?!งาน)|แห่ง|ช่องทาง|กิจกรรม(?=\s|$)"
    r"|มาตรการ(?=\s|$)|ชั่วโมง|นาที|ไตรมาส|-|/|,)"
)

_PART = re.compile(r"(?:ล้าน|แสน|หมื่น|พัน|บาท|วัน(?!ที่)|เดือน|ปี|ร้อยละ|%|ชั่วโมง|นาที|-|/|,)")
"""What there may be one and a half of: behind ๒.๑ stands no count of projects or people."""


def split_number(text: str) -> tuple[str | None, str]:
    """Part the item number from the text behind it.

    Returns:
        The number in Arabic digits without its punctuation (``"1"``, ``"1.1"``) or ``None``, and the rest.
        An amount (๑๐๐ บาท), a count, a date or a year in front is no item number.
    """
    flat = arabic_dashed(text)
    match = _NUMBER.match(flat)
    if not match:
        return None, text
    rest = text[match.end() :]
    number = match["round"] or match["path"]
    marked = bool(match["round"] or match["close"])
    after = flat[match.end() : match.end() + 1]
    if after.isdigit() or (after and after in ".,/%"):
        return None, text
    if not marked:
        # ๑.๑ โครงการ and ๑ การให้บริการ, but not ๑.๕ ล้านบาท, ๓ โครงการ, ๑ - ๓๐ มิถุนายน
        dates = find_dates(text)
        dated = bool(dates) and dates[0].span[0] <= match.start("path")
        unit = _PART if "." in number else _UNIT
        if dated or unit.match(flat, match.end()) or (rest and not match["gap"]):
            return None, text
    return ".".join(str(int(part)) for part in number.split(".")), rest.strip()


@dataclass(frozen=True, slots=True)
class _Mark:
    """One possible enumerator: where it stands, its style and, if a number, its path (1.2 is (1, 2))."""

    start: int
    end: int
    style: str
    path: tuple[int, ...] = ()


def following(number: str | None) -> str | None:
    """The item number after ``number`` (1.2 after 1.1), None where it has none."""
    path, dot, last = (number or "").rpartition(".")
    return f"{path}{dot}{int(last) + 1}" if last.isdigit() else None


_BULLET = re.compile(r"(?:(?<=\s)|^|(?<=:))(?P<bullet>[-•●▪■□➢✓❖*])(?P<gap>\s*)(?=\S)")
_NUMERAL = re.compile(
    rf"(?<![\d.(])(?:\((?P<round>{_PATH})\)|(?P<half>{_PATH})\)|(?P<dot>{_PATH})\.(?![\d])|(?P<bare>\d{{1,2}}(?:\.\d{{1,2}})+)(?=\s|[ก-๙A-Za-z]))\s*"
)
_REFERENCE = re.compile(
    r"(?:(?<!\d )(?<!\d)(?:(?<=\s)|(?<=ตาม)|(?<=และ)|(?<=หรือ)|(?<=ถึง)|^)(?:ข้อ|มาตรา|วรรค|หมวด)|"
    r"(?:ครั้ง|ฉบับ|ลำดับ|คน|ข้อ|ระยะ|ส่วน|รอบ|หมู่|วัน|ตัวชี้วัด|ไตรมาส)ที่)\s*$"
)
_OPENS_LIST = re.compile(r"(?:^|[:)]|ดังนี้|ดังต่อไปนี้|ได้แก่|เช่น|ประกอบด้วย|คือ)\s*$")


def split_steps(procedure: str) -> tuple[str, ...]:
    """Split a procedure at its own enumerators (๑. ๑) (๑) 1.1 - •), nested ones kept flat in order.

    A number is an enumerator only as part of a sequence that starts at one and counts on; a dash only in a
    list of dashes. Text before the first enumerator is a step of its own; without any the whole is one step.

    Returns:
        The steps without their enumerators, none empty; ``()`` for an empty procedure or a dash.
    """
    flat = arabic_dashed(procedure)
    dates = [found.span for found in find_dates(procedure)]
    free = [
        mark
        for mark in (*_numerals(flat), *_bullets(flat))
        if not any(low < mark.start < high for low, high in dates)
    ]
    marks = sorted(free, key=lambda mark: mark.start)
    kept: list[_Mark] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    edges = [(0, 0), *((mark.start, mark.end) for mark in kept), (len(procedure), len(procedure))]
    pieces = (procedure[a[1] : b[0]].strip() for a, b in itertools.pairwise(edges))
    return tuple(piece for piece in pieces if piece.strip("-–—. "))


def _numerals(flat: str) -> Iterator[_Mark]:
    """Numbered enumerators: per style the sequences 1, 2, 3 … and under each n the n.1, n.2 …."""
    found = [mark for mark in map(_numeral, _NUMERAL.finditer(flat)) if not refers(flat, mark.start)]
    for style in {mark.style for mark in found}:
        yield from _sequence(flat, [mark for mark in found if mark.style == style])


def _numeral(match: re.Match[str]) -> _Mark:
    # ๑.๑ is printed with and without a dot behind: one style
    group = next(name for name in ("round", "half", "dot", "bare") if match[name])
    path = tuple(int(part) for part in match[group].split("."))
    return _Mark(match.start(), match.end(), "dot" if group == "bare" else group, path)


def refers(text: str, start: int) -> bool:
    """Whether the number at ``start`` belongs to the words before it (ตามข้อ ๑., ครั้งที่ ๑)."""
    return _REFERENCE.search(text, max(0, start - 12), start) is not None


def _sequence(flat: str, marks: list[_Mark]) -> list[_Mark]:
    """The marks that count on from one; a lone 1 counts only where a list can open."""
    kept: list[_Mark] = []
    runs: dict[tuple[int, ...], list[_Mark]] = {}
    for mark in marks:
        parent, number = mark.path[:-1], mark.path[-1]
        run = runs.get(parent)
        begins = number == 1 and (
            mark.start == 0 or flat[mark.start - 1] in " :)\n" or _OPENS_LIST.search(flat[: mark.start])
        )
        follows = run is not None and number == run[-1].path[-1] + 1
        anchored = (
            not parent or parent in {other.path for other in kept} or not any(len(o.path) == 1 for o in kept)
        )
        if follows and run is not None:
            run.append(mark)
        elif begins and anchored:
            run = runs[parent] = [mark]
        else:
            continue
        kept.append(mark)
        for inner in [key for key in runs if len(key) >= len(mark.path)]:
            if inner[: len(parent)] == parent and inner != mark.path:
                runs.pop(inner)
    alone = [
        m
        for m in kept
        if m.path[-1] == 1 and not _followed(m, kept) and not _OPENS_LIST.search(flat[: m.start])
    ]
    return [mark for mark in kept if mark not in alone]


def _followed(mark: _Mark, kept: list[_Mark]) -> bool:
    """Whether another mark of the same list, or one below it, comes after."""
    later = [other.path for other in kept if other.start > mark.start]
    return (*mark.path[:-1], 2) in later or (*mark.path, 1) in later


def _bullets(flat: str) -> list[_Mark]:
    """Dashes and bullets; a dash only in a list that a dash opens, set like the first one (-ก or - ก)."""
    kept: list[_Mark] = []
    glued: bool | None = None
    for match in _BULLET.finditer(flat):
        if match["bullet"] == "-":
            opens = _OPENS_LIST.search(flat[: match.start()]) or _ends_enumerator(flat, match.start())
            if glued is None and not opens:
                continue
            if glued is not None and not opens and glued != (not match["gap"]):
                continue
            if flat[match.end() : match.end() + 1].isdigit() and not opens:
                continue
            glued = not match["gap"]
        kept.append(_Mark(match.start(), match.end(), match["bullet"]))
    return kept


def _ends_enumerator(flat: str, position: int) -> bool:
    before = flat[:position].rstrip()
    return re.search(r"(?:^|\s)\(?\d{1,2}(?:\.\d{1,2})*[.)]$", before) is not None
