"""Responsible units: the offices printed in a cell, under the names they are compared by.

A cell may hold several with nothing but spaces, or nothing at all, between them: the longest name of the
lexicon wins. Persons' posts and sub-units (งาน…, ฝ่าย…) stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from extract.data import rows
from extract.model import Finding
from extract.thai.dates import plain
from extract.thai.fold import fold
from extract.thai.repair import repair

LETTERS_PER_ERROR = 6
"""Letters of a name for each wrong one that is forgiven, two at most (chosen, not fitted)."""

MARGIN = 2
"""How many more errors the next office's nearest name must need."""

_SEPARATOR = re.compile(
    r"[\s,;/()\[\]+&]+|(?:^|(?<=\s))(?:\d{1,2}[.)]|[-–•●▪*])\s*|\d{1,2}[.)](?=\s|[ก-๎])|(?:^|(?<=\s))-|-"
)
_JOINTS = re.compile(r"^(?:และ|หรือ|ร่วมกับ|รวมทั้ง|โดย|กับ|ของ)+|(?:และ|หรือ|ร่วมกับ)+$")
_HEAD = re.compile(r"(?=กอง|สำนัก|ส่วน|หน่วย|งาน|ฝ่าย|ศูนย์)")
_SUBUNIT = re.compile(r"^(?:งาน|ฝ่าย|กลุ่มงาน|กลุ่ม|แผนก|หน่วย|ศูนย์|ส่วน)")
_AGENCY = r"(?:เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบต\.?|อบจ\.?|ท[ตมน]\.)"
_PERSON = re.compile(r"(?:หัวหน้า|ผู้อำนวยการ|ผอ\.|เจ้าหน้าที่|เจ้าพนักงาน|บุคลากร|ข้าราชการ|รอง|ผู้ช่วย)\s?$")
"""Words before an office that make it a person: หัวหน้าสำนักปลัด, ผู้อำนวยการกองคลัง."""

_OTHERS = ("หน่วยงานที่เกี่ยวข้อง", "ส่วนราชการที่เกี่ยวข้อง", "ผู้ที่เกี่ยวข้อง", "ผู้เกี่ยวข้อง")


@dataclass(frozen=True, slots=True)
class Units:
    """What a cell of responsible units holds.

    ``canonical`` are offices, sorted, each once; ``subunits`` and ``posts`` are printed texts in order;
    ``unknown`` is what nothing explains.
    """

    canonical: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    subunits: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


def resolve_units(text: str | None) -> Units:
    """Resolve the responsible column to canonical offices (``departments.csv``).

    Args:
        text: the cell, repaired and rejoined.

    Returns:
        The units; finding ``unit-damaged`` (info) where a name was taken with one or two wrong letters,
        ``unit-unknown`` where a part is neither office, sub-unit nor post.
    """
    flat = " ".join(repair(text or "").text.split())
    if not re.search(r"[ก-๎A-Za-z]", flat):
        return Units()
    canonical, pieces = _split(flat)
    subunits, posts, unknown, damaged = [], [], [], []
    for part in pieces:
        name = _nearest(part)
        if name:
            canonical.add(name)
            damaged.append(f"{part} -> {name}")
        elif _is_post(part):
            posts.append(part)
        elif _SUBUNIT.match(part):
            subunits.append(part)
        else:
            unknown.append(part)
    findings = [Finding("unit-damaged", "info", detail, "responsible") for detail in damaged]
    findings += [Finding("unit-unknown", "warning", part, "responsible") for part in unknown]
    return Units(tuple(sorted(canonical)), tuple(unknown), tuple(findings), tuple(subunits), tuple(posts))


def _split(flat: str) -> tuple[set[str], list[str]]:
    """The offices named soundly, and the parts of the text between their names."""
    canonical: set[str] = set()
    pieces: list[str] = []
    name, end = "", 0
    for match in _names().finditer(flat):
        if _PERSON.search(flat[end : match.start()]):
            continue
        pieces += _pieces(flat[end : match.start()], name)
        name, end = _bare(match["name"]), match.end()
        canonical.add(_canonical()[name])
    return canonical, pieces + _pieces(flat[end:], name)


def _bare(name: str) -> str:
    return re.sub(r"\s", "", name)


def _pieces(text: str, name: str) -> list[str]:
    """The parts of what stands behind ``name``, without enumerators, joints and the general ones."""
    pieces: list[str] = []
    for number, raw in enumerate(_SEPARATOR.split(plain(text).strip())):
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
    return any(part.startswith(_bare(row["post"])) for row in rows("posts.csv"))


def _nearest(part: str) -> str | None:
    """The office whose name ``part`` is but for one or two letters, if no other office comes near."""
    folded = fold(part)
    allowed = min(2, len(folded) // LETTERS_PER_ERROR)
    if not allowed:
        return None
    best: dict[str, int] = {}
    for name, canonical in _canonical().items():
        distance = Levenshtein.distance(folded, name, score_cutoff=allowed + MARGIN)
        best[canonical] = min(distance, best.get(canonical, distance))
    ordered = sorted((distance, canonical) for canonical, distance in best.items())
    if ordered[0][0] <= allowed and ordered[1][0] - ordered[0][0] >= MARGIN:
        return ordered[0][1]
    return None


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
    """Any known name, longest first, spaces allowed inside, its agency's name behind it swallowed."""
    # สำนักปลัดเทศบาล is the name and its agency, so that ตำบลใด behind it goes too
    bare = {name for name in _canonical() if not re.search(f"{_AGENCY}$", name)}
    ordered = sorted(bare, key=len, reverse=True)
    names = "|".join(_spaced(name) for name in ordered)
    nothing_more = rf"(?=$|[\s,;/()\-]|{names}|และ|หรือ)"
    agency = rf"(?:\s*(?:ของ)?\s*{_AGENCY}(?:(?!{names})[ก-๎])*?{nothing_more})?"
    return re.compile(rf"(?P<name>{names}){agency}")


def _spaced(name: str) -> str:
    """A pattern for a name with spaces anywhere; an abbreviation (สป.) only as a word of its own."""
    if name.endswith(".") and len(name) <= 5:
        return rf"(?<![ก-๎.]){re.escape(name)}(?![ก-๎])"
    # ทุกกอง must not eat the head of ทุกสำนัก กองคลัง
    return r"\s?".join(map(re.escape, name)) + (r"(?![ก-๎])" if name.startswith("ทุก") else "")
