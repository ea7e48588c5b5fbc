"""Public bodies that are no local governments: hospitals, health offices, schools, police, ministries.

Where a body is named tells how likely the paper is its own: in the title, on the letterhead (ส่วนราชการ …),
behind หน่วยงาน, in the line of an announcement, under a signature; one that running text names is one of many.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.data import rows
from extract.model import Page
from extract.records.gazetteer import area_key, districts_named, gazetteer
from extract.records.naming import cut_body
from extract.records.title import clean, running_text

IN_TITLE, LABELLED, SIGNED, IN_HEAD, IN_TEXT = 6.0, 5.0, 3.0, 2.0, 0.5
"""What a place speaks for: a title or a label is worth ten mentions in running text."""
HEAD_LINES = 6
_LABEL = re.compile(r"(?:ส่วนราชการ|หน่วยงาน|ชื่อหน่วยงาน|จัดทำโดย|สังกัด|ประกาศ)\s*:?\s*(?=[ก-๎])")
_SIGNED = re.compile(r"(?:ผู้อำนวยการ|สาธารณสุขอำเภอ|นายแพทย์สาธารณสุข|ผู้กำกับการ|นายอำเภอ|อธิบดี|ปลัดกระทรวง)")
_TITLE_GOES_ON = re.compile(r"$|อำเภอ|จังหวัด|อ\.|จ\.|ตำบล|ระยะ|ประจำ|ปี|พ\.|เรื่อง|\(")
_ADDRESSED = re.compile(r"\s*(?:เรียน|ถึง|กราบเรียน)")
_ACTS = re.compile(r"\s*(?:จึง|ได้|ขอ)(?:ได้|ขอ)?(?:จัดทำ|กำหนด|ประกาศ|รายงาน|ดำเนินการ|ออก|มี)")
"""What the body does whose paper it is: … จึงจัดทำแผน."""
_TOWN_SCHOOL = re.compile(r"เทศบาล(?:\s?[0-9๐-๙]+\s?(?:\([ก-๎]+\))?|\s?\([ก-๎]+\))")
"""Schools of towns bear numbers: โรงเรียนเทศบาล ๑ (บ้านนา)."""
_NAME_ENDS = r"(?=\s*(?:$|[(,]|จังหวัด|อำเภอ|จ\.|อ\.|แขวง|เขต|สังกัด|สำนักงาน|ประจำ|ปี|เรื่อง))"
"""What stands behind the number of a school's name: โรงเรียนสตรีวิทยา ๒ จังหวัด…; not a month, not คน."""
_SHORT, _FRONT = 40, 12
"""Letters before a name under a signature, and before one that begins a line."""
_PROVINCE = re.compile(r"^(?:ประกาศ|คำสั่ง)\s?(?P<name>จังหวัด[ก-๎]+)|^ผู้ว่าราชการ(?P<signed>จังหวัด[ก-๎]+)$")
"""A province as an office of its own: it announces, or its governor signs."""
_OF_PLACE = re.compile(
    r"(?<![ก-๎])(?P<office>สำนักงาน(?!คณะ|ปลัด)[ก-๎]{2,40}?(?:จังหวัด|อำเภอ|พื้นที่))(?P<bare>[ก-๎]{2,})"
)
"""An office of the state in a province or district, of whatever work: สำนักงานป่าไม้จังหวัดเลย."""
# What is cited, visited or written to is not whose the paper is.
_OTHERS = re.compile(
    r"(?:ร่วมกับ|ประสาน|(?<![ก-๎])(?:เรียน|ถึง|ณ)|ตาม(?:ประกาศ|หนังสือ|แนวทาง)?|ของ(?:เจ้าหน้าที่|บุคลากร))\s*$"
)
_LAWS = re.compile(r"(?:ระเบียบ|พระราชบัญญัติ|กฎ|ข้อบังคับ|คำสั่ง|มติ|ประกาศ|แห่ง|รัฐมนตรีว่าการ)\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """A body and how much speaks for it as the paper's own."""

    name: str
    weight: float


@cache
def _prints() -> re.Pattern[str]:
    """A kind of body, in full or abbreviated, with the letters behind it."""
    forms = [form for row in rows("body_types.csv") for form in (row["print"], row["abbreviation"]) if form]
    apart = "|".join(re.escape(form) for form in forms if "." in form or len(form) < len("โรงเรียน"))
    anywhere = "|".join(
        re.escape(form) for form in sorted(forms, key=len, reverse=True) if form not in apart.split("|")
    )
    begins = r"(?:(?<![ก-๎.])|(?<=ประกาศ)|(?<=คำสั่ง)|(?<=ของ)|(?<=อธิบดี)|(?<=สังกัด))"
    town = r"(?<=โรงเรียน)เทศบาล(?:\s?[0-9๐-๙]+)?(?:\s?\([ก-๎]+\))?(?![ก-๎])"
    school = rf"(?<=โรงเรียน)[ก-๎]+\s[0-9๐-๙]{{1,2}}{_NAME_ENDS}"
    bare = rf"\s?(?P<bare>{town}|{school}|[ก-๎0-9๐-๙]+(?:\s(?:เขต|ที่)\s?[0-9๐-๙]+)?)"
    return re.compile(rf"(?P<front>(?<!มหา)(?:{anywhere})|{begins}(?:{apart})){bare}")


@cache
def _full() -> dict[str, str]:
    found = {row["abbreviation"]: row["print"] for row in rows("body_types.csv") if row["abbreviation"]}
    return found | {row["print"]: row["print"] for row in rows("body_types.csv")}


def bodies_in(text: str) -> list[tuple[int, int, str]]:
    """Every body named in ``text``: where its name starts and ends, and its full name."""
    found = []
    for match in _prints().finditer(text):
        before = text[: match.start()]
        front = _full()[match.group("front")]
        if _OTHERS.search(before) or (front in ("กระทรวง", "กรม") and _LAWS.search(before)):
            continue
        bare = match.group("bare")
        if not bare.startswith("เทศบาล") or not _TOWN_SCHOOL.fullmatch(bare):
            bare = cut_body(bare)
        if len(area_key(bare)) > 1:
            found.append((match.start(), match.start("bare") + len(bare), front + bare))
    return found or list(_offices_in(text))


def _offices_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Offices of a place that no kind is listed for; what they are called after must be a place."""
    for match in _OF_PLACE.finditer(text):
        bare = cut_body(match["bare"])
        known = area_key(bare) in gazetteer().provinces or bool(districts_named(bare))
        if known and not _OTHERS.search(text[: match.start()]):
            yield match.start(), match.start("bare") + len(bare), match["office"] + bare


def own_body(title: str, pages: Sequence[Page]) -> Named | None:
    """The body whose paper this most likely is; None when none is named."""
    weights: dict[str, float] = defaultdict(float)
    for _, _, name in bodies_in(title)[:1]:
        weights[name] += IN_TITLE  # what is named behind it is what it belongs to
    for number, page in enumerate(pages):
        lines = [text for line in page.lines if (text := clean(line.text).strip())]
        for at, text in enumerate(lines):
            office = _PROVINCE.match(text) if number + at == 0 or text.startswith("ผู้ว่า") else None
            if office and _is_province(province := office["name"] or office["signed"]):
                weights[province] += LABELLED if office["name"] else SIGNED
            for rank, (start, end, name) in enumerate(bodies_in(text)):
                worth = _worth(text[:start], text[end:], at, first=number == 0)
                weights[name] += worth if rank == 0 or weights.get(name, 0.0) > IN_HEAD else IN_TEXT
    whole = running_text(pages[0]) if pages else ""
    for _, end, name in bodies_in(whole):
        weights[name] += SIGNED if _ACTS.match(whole, end) else 0.0  # over the breaks of lines
    if not weights:
        return None
    name, weight = max(weights.items(), key=lambda each: (each[1], len(each[0])))
    return Named(name, weight) if weight >= IN_HEAD else None


def _is_province(name: str) -> bool:
    return area_key(name) in gazetteer().provinces


def _worth(before: str, behind: str, at: int, *, first: bool) -> float:
    """What one mention in a line speaks for, by what stands before and behind it."""
    if first and at < HEAD_LINES + 2 and _LABEL.search(before):
        return LABELLED
    if _ADDRESSED.match(before):
        return IN_TEXT
    if _SIGNED.search(before) and len(before) < _SHORT:
        return SIGNED
    alone = len(before) < _FRONT or _TITLE_GOES_ON.match(behind.strip()) is not None
    return IN_HEAD if first and at < HEAD_LINES and alone else IN_TEXT
