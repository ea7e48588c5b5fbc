"""Public bodies that are no local governments: hospitals, health offices, schools, police, ministries.

Where a body is named tells how likely the paper is its own: in the title, on the letterhead (ส่วนราชการ …),
behind หน่วยงาน, in the line of an announcement, under a signature; one that running text names is one of many.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.data import rows
from extract.model import Page
from extract.records.body_names import ADDRESSED, OWN_WORDS, PARENT, bodies_in, named_by_line, over_lines
from extract.records.gazetteer import area_key, districts_named, gazetteer
from extract.records.naming import agency_names, split_type
from extract.records.title import begins_as_title, clean, lines_above, running_text

IN_TITLE, LABELLED, SIGNED, IN_HEAD, IN_TEXT = 6.0, 5.0, 3.0, 2.0, 0.5
"""What a place speaks for: a title or a label is worth ten mentions in running text."""
OFTEN = 5
"""Mentions from which a body is a paper's own though its head names another, once."""
HEAD_LINES = 6
_TITLE_GOES_ON = re.compile(r"$|อำเภอ|จังหวัด|อ\.|จ\.|ตำบล|ระยะ|ประจำ|ปี|พ\.|เรื่อง|\(")
_TITLE_OF = re.compile(r"(?:(?:^|\s)(?:ของ\s?)?|(?<=[ก-๎])ของ\s?)(?=[ก-๎])")
_CITING = re.compile(r"(?:แนวทาง|ตาม|แบบ|เกณฑ์|การประเมิน|คู่มือ)\S{0,30}$")
_FOOT = re.compile(r"จัดทำโดย|.*หน้า\s?[0-9๐-๙]+$")
_ACTS = re.compile(r"\s*(?:จึง|ได้|ขอ)(?:ได้|ขอ)?(?:จัดทำ|กำหนด|ประกาศ|รายงาน|ดำเนินการ|ออก|มี)")
"""What the body does whose paper it is: … จึงจัดทำแผน."""
_PARTS = ("โรงพยาบาลส่งเสริมสุขภาพตำบล", "โรงเรียน", "ศูนย์พัฒนาเด็กเล็ก", "โรงพยาบาล", "วิทยาลัย")
"""Bodies of local governments that report for themselves."""
_TO = re.compile(r"(?:กราบ)?เรียน\s")
_LETTER_NUMBER = re.compile(r"ที่\s?[ก-ฮ]{1,3}\.?\s?[0-9๐-๙]")
_SENDER = re.compile(
    r"^(?:ศาลากลาง|ที่ว่าการ|ที่ทำการ|สำนักงาน|โรงพยาบาล|โรงเรียน|มหาวิทยาลัย|กรม|กระทรวง|ศูนย์)|ถนน|[0-9๐-๙]{5}$"
)
LETTER_HEAD = 15
"""Lines at the top of a letter among which its addressee stands."""
_SIGNATURE = 6
"""Lines at the foot of a page among which a signature stands."""
_SHORT, _FRONT = 40, 12
"""Letters before a name under a signature, and before one that begins a line."""
_PROVINCE = re.compile(
    r"^(?:ประกาศ|คำสั่ง|ศาลากลาง|(?:ชื่อ)?หน่วยงาน|ส่วนราชการ)[\s:]{0,3}(?P<name>จังหวัด[ก-๎]+)"
    r"|^ผู้ว่าราชการ(?P<signed>จังหวัด[ก-๎]+)$"
)
"""A province as an office of its own: it announces, writes, is labelled, or its governor signs."""
_PROVINCES_OWN = re.compile(r"ของ\s?(?P<name>จังหวัด[ก-๎]+?)(?=$|\s|ประจำ|ปี|พ\.)")
_AREAS = re.compile("ตำบล|อำเภอ|แขวง|เขต")
_TITLES = re.compile(r"รายงาน|มาตรการ|แผน|ประกาศ|คุณธรรม|โปร่งใส|ทุจริต|(?:25|๒๕)[0-9๐-๙]{2}\)?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A body and how much speaks for it as the paper's own."""

    name: str
    weight: float


def of_head(title: str, lines: Sequence[str]) -> str | None:
    """The body that the title, or else a line above the tables, names first.

    The lines of a title may be joined without a blank (…สู่การปฏิบัติวิทยาลัยเกษตร…); a name may be wrapped.
    """
    joined = [over_lines(text, below) for text, below in zip(lines, (*lines[1:], ""), strict=False)]
    by_line = next((name for text in joined if (name := named_by_line(text))), None)
    place = title.find(by_line) if by_line else -1
    for match in _TITLE_OF.finditer(title):
        if 0 <= place < match.end():
            break
        if not _CITING.search(title[: match.start()]) and (name := named_by_line(title[match.end() :])):
            return by_line if by_line and by_line.startswith(name) else name  # the line has its end
    return by_line or _province_of_head(title, lines)


def _province_of_head(title: str, lines: Sequence[str]) -> str | None:
    """The province whose own paper it is: ของจังหวัดเลย in the title, or alone on the line below one.

    Below the name or the district of another body a province is but its place.
    """
    own = _PROVINCES_OWN.search(title)
    if own is not None and _is_province(own["name"]):
        return own["name"]
    for at, text in enumerate(lines):
        if _AREAS.search(text):
            return None
        if text.startswith("จังหวัด") and _is_province(text):
            beside = lines[at - 1] if at else lines[1] if len(lines) > 1 else ""
            return text if _TITLES.search(beside) else None
    return None


def own_body(title: str, pages: Sequence[Page]) -> Named | None:
    """The body whose paper this most likely is; None when none is named."""
    weights: dict[str, float] = defaultdict(float)
    above = [clean(line.text).strip() for line in lines_above(pages[0])][:HEAD_LINES] if pages else []
    own = of_head(title, above)
    for name in [own] if own else [name for _, _, name in bodies_in(title)[:1]]:
        weights[name] += IN_TITLE  # what is named behind it is what it belongs to
    for number, page in enumerate(pages):
        lines = [text for line in page.lines if (text := clean(line.text).strip())]
        lines = [over_lines(text, below) for text, below in zip(lines, (*lines[1:], ""), strict=False)]
        for at, text in enumerate(lines):
            says = number + at == 0 or not text.startswith(("ประกาศ", "คำสั่ง"))
            office = _PROVINCE.match(text) if says else None
            if office and _is_province(province := office["name"] or office["signed"]):
                weights[province] += LABELLED if office["name"] else SIGNED
            if at >= len(lines) - _SIGNATURE and (office_of := _signed_by(text)):
                weights[office_of] += SIGNED
            if _FOOT.match(text) and (foot := named_by_line(text)):
                weights[foot] += LABELLED
                continue
            foot_of_plan = at >= len(lines) - _SIGNATURE and begins_as_title(text)
            for rank, (start, end, name) in enumerate(bodies_in(text)):
                if foot_of_plan and _TITLE_GOES_ON.match(text[end:].strip()):
                    weights[name] += IN_HEAD
                worth = _worth(text[:start], text[end:], at, first=number == 0 and own is None)
                weights[name] += worth if rank == 0 or weights.get(name, 0.0) > IN_HEAD else IN_TEXT
    named = Counter(
        name for page in pages for line in page.lines for _, _, name in bodies_in(clean(line.text))
    )
    for name, times in named.items():
        if own and named[own] <= 1 and times >= OFTEN and not own.endswith(name):
            weights[name] += IN_TITLE  # the head of a book names its parent, the pages itself
    whole = running_text(pages[0]) if pages else ""
    for _, end, name in bodies_in(whole):
        weights[name] += SIGNED if _ACTS.match(whole, end) else 0.0  # over the breaks of lines
    for match in _TITLE_OF.finditer(whole):
        rest = whole[match.end() :]
        if (acting := named_by_line(rest)) and rest.startswith(acting) and _ACTS.match(rest, len(acting)):
            weights[acting] += SIGNED
    if not weights:
        return None
    name, weight = max(weights.items(), key=lambda each: (each[1], len(each[0])))
    return Named(name, weight) if weight >= IN_HEAD else None


@cache
def _heads() -> re.Pattern[str]:
    """Posts of those who head a body, before its name."""
    return re.compile(
        "|".join(re.escape(row["print"]) for row in rows("body_types.csv") if row["kind"] == "head")
    )


def _signed_by(text: str) -> str | None:
    """The office whose head's post and place a line under a signature is: สาธารณสุขอำเภอท่าบ่อ."""
    for row in rows("body_types.csv"):
        place = text.removeprefix(row["post"]) if row["post"] else text
        if place != text and (area_key(place) in gazetteer().provinces or districts_named(place)):
            return row["print"] + place
    return None


def part_of_town(page: Page) -> Named | None:
    """The school, hospital or child centre on a line of its own above the line of what it belongs to."""
    lines = [clean(line.text).strip() for line in lines_above(page)]
    for text, below in pairwise(lines):
        name = named_by_line(text) if not agency_names(text) else None
        if name is not None and name.startswith(_PARTS) and _begins_with_town(below):
            return Named(name, IN_TITLE + LABELLED + SIGNED)
    return None


def _begins_with_town(text: str) -> bool:
    kind, bare = split_type(PARENT.sub("", text, count=1).strip(" :"))
    return kind is not None and bool(bare) and bool(agency_names(text))


def written_to(page: Page) -> tuple[tuple[str, str], ...]:
    """The local governments that a letter from outside is written to, as type and bare name.

    It has a number and the sender's address above เรียน; a memo within the house has neither.
    """
    lines = [clean(line.text).strip() for line in page.lines][:LETTER_HEAD]
    at = next((n for n, text in enumerate(lines) if _TO.match(text)), None)
    if at is None or any("บันทึกข้อความ" in text for text in lines[:at]):
        return ()
    if not any(_LETTER_NUMBER.match(text) for text in lines[:at]) or not any(map(_SENDER.search, lines[:at])):
        return ()
    senders = {name for text in lines[:at] for name in agency_names(text)}
    return tuple(name for name in agency_names(lines[at]) if name not in senders)


def is_of_another(text: str) -> bool:
    """Whether a line names a local government only as what a school, hospital or child centre belongs to."""
    return PARENT.match(text) is not None or any(start == 0 for start, _, _ in bodies_in(text))


def _is_province(name: str) -> bool:
    return area_key(name) in gazetteer().provinces


def _worth(before: str, behind: str, at: int, *, first: bool) -> float:
    """What one mention in a line speaks for, by what stands before and behind it."""
    if first and at < HEAD_LINES + 2 and OWN_WORDS.match(before):
        return LABELLED
    if ADDRESSED.match(before):
        return IN_TEXT
    if _heads().search(before) and len(before) < _SHORT:
        return SIGNED
    alone = len(before) < _FRONT or _TITLE_GOES_ON.match(behind.strip()) is not None
    return IN_HEAD if first and at < HEAD_LINES and alone else IN_TEXT
