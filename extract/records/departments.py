"""Responsible units: the offices printed in a cell, under the names they are compared by.

A cell may hold several with nothing but spaces, or nothing at all, between them: the longest name of the
lexicon wins. A longer name that only begins or ends like a known one (สำนักงานปลัดกระทรวง…) is another office
and stays unknown, and an item of a list must be known as a whole. Persons' posts and sub-units (งาน…, ฝ่าย…)
stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import Levenshtein

from extract.data import rows
from extract.grouping import by_key
from extract.model import Finding, Severity
from extract.thai.dates import arabic_dashed
from extract.thai.fold import fold
from extract.thai.repair import repair

LETTERS_PER_ERROR = 6
"""Letters of a name for each wrong one that is forgiven, two at most (chosen, not fitted)."""

MARGIN = 2
"""How many more errors the next office's nearest name must need."""

_SEPARATOR = re.compile(
    r"[\s,;/()\[\]+&]+|(?:^|(?<=\s))(?:\d{1,2}[.)]|[-–•●▪*])\s*|\d{1,2}[.)](?=\s|[ก-๎])|(?:^|(?<=\s))-|-"
)
_ITEM = re.compile(r"(?:^|(?<=\s))(?:[-–•●▪*]\s*|\(?\d{1,2}[.)]\s*)")
_BRACKETS = re.compile(r"\([^()]*\)")
_JOINTS = re.compile(r"^(?:และ|หรือ|ร่วมกับ|รวมทั้ง|โดย|กับ|ของ)+|(?:และ|หรือ|ร่วมกับ)+$")
_HEAD = re.compile(r"(?=กอง|สำนัก|ส่วน|หน่วย|งาน|ฝ่าย|ศูนย์)")
_FRONT = re.compile(r"กอง|สำนัก|ส่วน|หน่วย|กิจการ|ศูนย์|งาน|ทุก")
"""How offices begin: an engine damages one letter of it, another word (การ for กอง) is another name."""
_SUBUNIT = re.compile(r"^(?:งาน|ฝ่าย|กลุ่มงาน|กลุ่ม|แผนก|หน่วย|ศูนย์|ส่วน)")
_AGENCY = r"(?:เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบต\.?|อบจ\.?|ท[ตมน]\.)"
_PERSON = re.compile(r"(?:หัวหน้า|ผู้อำนวยการ|ผอ\.|(?<!การ)เจ้าหน้าที่|เจ้าพนักงาน|บุคลากร|ข้าราชการ|รอง|ผู้ช่วย)\s?$")
"""Words before an office that make it a person: หัวหน้าสำนักปลัด, ผู้อำนวยการกองคลัง."""

_NAMED = re.compile(
    r"(?:(?<=\s)|(?<=[,/])|^)(?:นาย(?!ก(?![ก-๎])|ก\s*อบ|กเทศ|กองค์|กเมือง|อำเภอ|ช่าง|ทะเบียน|แพทย์)|นางสาว|นาง|น\.ส\.|ว่าที่\s?ร\.[ตทอ]\.)"
    r"\s?[ก-๎]{2,}\s+(?!กอง|สำนัก|งาน|ฝ่าย|ส่วน|หน่วย|ตำแหน่ง|และ)[ก-๎]{2,}"
)
"""A person by first and last name."""
_ENDS_GLUED = re.compile(r"(?:และ|หรือ|ร่วมกับ|รวมทั้ง|โดย|กับ|ของ|คือ|ได้แก่)$")
_BEGINS_GLUED = re.compile(
    rf"(?:และ|หรือ|ร่วมกับ|รวมทั้ง|กับ|โดย|งาน|ฝ่าย|หน่วย|ศูนย์|แผนก|กลุ่มงาน|ของ(?={_AGENCY})|ทุก|ฯ|ๆ|{_AGENCY})"
)
"""What may stand against a name's end or front with no space and leave it the name it is."""
_NARROWED = re.compile(rf"\s*(?:ใน|ที่|ของ|ซึ่ง|ระดับ)(?!สังกัด\s*(?:$|{_AGENCY})|\s*{_AGENCY})")
"""Behind ทุกหน่วยงาน: not all offices of this agency but some, or another body's."""

_OF_AGENCY = re.compile(rf"\s*(?:ของ)?\s*{_AGENCY}")
_NO_MORE = re.compile(r"$|[\s,;/()\-]|และ|หรือ")
_THAI_LETTER = re.compile(r"[ก-๎]")
_OTHERS = ("หน่วยงานที่เกี่ยวข้อง", "ส่วนราชการที่เกี่ยวข้อง", "ผู้ที่เกี่ยวข้อง", "ผู้เกี่ยวข้อง")


@dataclass(frozen=True, slots=True)
class Units:
    """The offices that a cell of responsible units names, sorted, each once, and what is doubtful there."""

    canonical: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@lru_cache(maxsize=4096)
def resolve_units(text: str | None) -> Units:
    """Resolve the responsible column to canonical offices (``departments.csv``).

    Args:
        text: the cell, repaired and rejoined.

    Returns:
        The units; one finding ``unit-damaged`` (info) for names taken with one or two wrong letters, one
        ``unit-unknown`` for the parts that are neither office, sub-unit nor post.
    """
    flat = " ".join(repair(text or "").text.split())
    if not re.search(r"[ก-๎A-Za-z]", flat):
        return Units()
    flat = _NAMED.sub(" ", flat)
    listed = len(_ITEM.findall(flat)) > 1 or _ITEM.match(flat) is not None
    named: list[_Found] = []
    for item in _ITEM.split(flat) if listed else [flat]:
        found = _read(item)
        named += _whole(item, found) if listed else found
    parts = by_key(named, lambda found: found[0])
    findings = tuple(
        Finding(code, severity, " | ".join(dict.fromkeys(part for _, part in parts[kind])), "responsible")
        for kind, code, severity in _DOUBTS
        if kind in parts
    )
    return Units(tuple(sorted({name for _, name in parts.get("office", ())})), findings)


_Found = tuple[Literal["office", "damaged", "unknown"], str]
"""A part of a cell: what it names, and its canonical name or print. Sub-units and posts are no offices."""
_DOUBTS: tuple[tuple[str, str, Severity], ...] = (
    ("damaged", "unit-damaged", "info"),
    ("unknown", "unit-unknown", "warning"),
)


def _whole(item: str, found: list[_Found]) -> list[_Found]:
    """An item of a list that names something unknown is unknown as a whole, brackets apart."""
    outside = " ".join(_BRACKETS.sub(" ", item).split())
    bare = _read(outside) if outside != item.strip() else found
    return [("unknown", outside)] if any(kind == "unknown" for kind, _ in bare) else found


def _read(flat: str) -> list[_Found]:
    canonical, pieces = _split(flat)
    read: list[_Found] = [("office", name) for name in canonical]
    for part in pieces:
        name = _nearest(part)
        if name:
            read += [("office", name), ("damaged", f"{part} -> {name}")]
        elif not (_is_post(part) or _SUBUNIT.match(part)):
            read.append(("unknown", part))
    return read


def _split(flat: str) -> tuple[set[str], list[str]]:
    """The offices named soundly, and the parts of the text between their names."""
    canonical: set[str] = set()
    pieces: list[str] = []
    name, end, at = "", 0, 0
    while match := _names().search(flat, at):
        found, at = _bare(match.group()), _behind_agency(flat, match.end())
        before, after = flat[end : match.start()], flat[at:]
        if _PERSON.search(before) or not _stands_alone(found, before, after):
            continue
        pieces += _pieces(before, name)
        name, end = found, at
        canonical.add(_canonical()[name])
    return canonical, pieces + _pieces(flat[end:], name)


def _behind_agency(flat: str, at: int) -> int:
    """Where the agency's name ends that stands in ``flat`` at ``at``; ``at`` itself where none stands."""
    begun = _OF_AGENCY.match(flat, at)
    if begun is None:
        return at
    end = begun.end()
    while not (_NO_MORE.match(flat, end) or _names().match(flat, end)):
        if not _THAI_LETTER.match(flat, end):
            return at
        end += 1
    return end


def _stands_alone(name: str, before: str, after: str) -> bool:
    """Whether ``name`` is not a piece of a longer one; ``before`` begins where the last name ended."""
    if before and _THAI_LETTER.match(before[-1]) and not _ENDS_GLUED.search(before):
        return False
    if name.startswith("ทุก") and _NARROWED.match(after):
        return False
    if not after or not _THAI_LETTER.match(after) or _BEGINS_GLUED.match(after) or _names().match(after):
        return True
    run = re.split(r"[\s,;/()]", after, maxsplit=1)[0]
    return _nearest(run) is not None or _is_post(run)


def _bare(name: str) -> str:
    return re.sub(r"\s", "", name)


def _pieces(text: str, name: str) -> list[str]:
    """The parts of what stands behind ``name``, without enumerators, joints and the general ones."""
    pieces: list[str] = []
    for number, raw in enumerate(_SEPARATOR.split(arabic_dashed(text).strip())):
        part = _JOINTS.sub("", raw)
        if part in _OTHERS or not re.search(r"[ก-๎A-Za-z]{2}", part) or re.fullmatch(_AGENCY + ".*", part):
            continue
        if number == 0 and name and _nearest(name + raw) == _canonical()[name]:
            continue  # the damaged rest of a long name: กองการศึกษา ศาสนาและวฒนธรรม
        if pieces and part.isascii() and _is_post(pieces[-1]):
            pieces[-1] += f" {part}"
            continue
        # offices run together, one of them damaged; a name that is near as a whole stays whole
        split = [piece for piece in _HEAD.split(part) if piece]
        apart = len(split) > 1 and not _nearest(part) and all(map(_nearest, split))
        pieces += split if apart else [part]
    return pieces


def _is_post(part: str) -> bool:
    return part.startswith(_posts())


@cache
def _posts() -> tuple[str, ...]:
    return tuple(_bare(row["post"]) for row in rows("posts.csv"))


@lru_cache(maxsize=4096)
def _nearest(part: str) -> str | None:
    """The office whose name ``part`` is but for one or two letters, if no other office comes near."""
    folded = fold(part)
    allowed = min(2, len(folded) // LETTERS_PER_ERROR)
    if not allowed:
        return None
    best: dict[str, int] = {}
    for name, canonical in _canonical().items():
        if not _same_front(folded, name):
            continue
        distance = Levenshtein.distance(folded, name, score_cutoff=allowed + MARGIN)
        best[canonical] = min(distance, best.get(canonical, distance))
    ordered = sorted((distance, canonical) for canonical, distance in best.items())
    if not ordered or ordered[0][0] > allowed:
        return None
    return ordered[0][1] if len(ordered) == 1 or ordered[1][0] - ordered[0][0] >= MARGIN else None


def _same_front(part: str, name: str) -> bool:
    """Whether ``part`` begins like the office ``name``, one letter of its first word wrong at most."""
    front = _FRONT.match(name)
    if front is None or part.startswith(front.group()):
        return True
    size = front.end()
    return any(
        Levenshtein.distance(part[:n], front.group(), score_cutoff=1) <= 1 for n in (size - 1, size, size + 1)
    )


@cache
def _canonical() -> dict[str, str]:
    """Every known name without its spaces, and the canonical one."""
    return {
        _bare(name): row["canonical_th"]
        for row in rows("departments.csv")
        for name in (row["canonical_th"], *row["synonyms"].split("|"))
        if name
    }


@cache
def _names() -> re.Pattern[str]:
    """Any known name, longest first, spaces allowed inside."""
    # สำนักปลัดเทศบาล is the name and its agency, so that ตำบลใด behind it goes too
    bare = {name for name in _canonical() if not re.search(f"{_AGENCY}$", name)}
    return re.compile("|".join(_spaced(name) for name in sorted(bare, key=len, reverse=True)))


def _spaced(name: str) -> str:
    """A pattern for a name with spaces anywhere; an abbreviation (สป.) only as a word of its own."""
    if name.endswith(".") and len(name) <= 5:
        return rf"(?<![ก-๎.]){re.escape(name)}(?![ก-๎])"
    # ทุกกอง must not eat the head of ทุกสำนัก กองคลัง
    return r"\s?".join(map(re.escape, name)) + (
        rf"(?=$|[^ก-๎]|(?:ของ\s*)?{_AGENCY})" if name.startswith("ทุก") else ""
    )
