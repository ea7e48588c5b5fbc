"""Names of public bodies that are no local governments, in running text or as a line that is such a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.data import rows
from extract.records.gazetteer import area_key, districts_named, gazetteer
from extract.records.naming import agency_names, cut_body

ADDRESSED = re.compile(r"\s*(?:เรียน|ถึง|กราบเรียน|เสนอ)")
PARENT = re.compile(r"\s*(?:ต้น)?สังกัด")
"""What stands before the body that one belongs to."""
OWN_WORDS = re.compile(r"(?:^|(?<=\s))\s*(?:(?:ชื่อ)?หน่วยงาน|ส่วนราชการ|จัดทำโดย|โดย|ประกาศ|คำสั่ง)\s*:?\s*")
"""What stands before the body whose paper it is."""
_FACULTY = re.compile(
    r"(?P<part>คณะ(?!กรรมการ|ทำงาน|อนุ|ผู้|รัฐ|ที่|วิทยากร|บุคคล|ครู|สงฆ์)[ก-๎]{4,60}?|สำนักวิชา[ก-๎]{4,40}?|บัณฑิตวิทยาลัย)\s*"
    r"(?P<of>(?:มหาวิทยาลัย|สถาบัน(?=เทคโนโลยี|บัณฑิต|พระ)|จุฬาลงกรณ์)[ก-๎]{2,})"
)
"""A faculty bears its university's name: others have one of its kind, too."""
_COMPANY = re.compile(r"บริษัท\s?[ก-๎]{2,30}(?:\s[ก-๎]{2,30}){0,2}\s?จำกัด(?:\s?\(มหาชน\))?(?=\s|$)")
"""A state enterprise that is a company."""
_OVER_PLACE = re.compile(
    r"(?:หัวหน้า)?สำนักงาน(?!คณะ|ปลัด|เขต|เลขา|ศาล|เทศบาล|อัยการสูง)(?!.*(?:จังหวัด|อำเภอ|พื้นที่|[0-9๐-๙]))[ก-๎]+"
)
_PLACE_LINE = re.compile(r"(?:จังหวัด|อำเภอ)(?P<place>[ก-๎]{2,})")
_LINE_ENDS = re.compile(
    r"ประจำ\s?ปี|ปี\s?(?:งบ|พ|[0-9๐-๙])|พ\.\s?ศ|โทร|เรื่อง|(?:ครั้ง|ฉบับ|สมัย)?ที่\s?[0-9๐-๙]{1,5}\s?/|หน้า\s?[0-9๐-๙]|(?:เผยแพร่|โพสต์|ปรับปรุง)เมื่อ|[:|]|\s[-–]"
)
"""What stands behind the name of a body in its line."""
_DESKS = re.compile(
    r"สำนักงาน(?:$|เทศบาล|องค์การ|อบต|ปลัด(?!กระทรวง|สำนักนายก))|องค์การบริหารส่วน|ศูนย์(?:$|ปฏิบัติการต่อต้าน|ข้อมูล|รับเรื่อง|บริการ|ดำรง|ช่วย|ประสาน)"
    r"|สถาน(?:ที่|ะ|ศึกษา|ธนานุบาล|การณ์)|ศาลา"
)
"""Desks of a local government, and words that only begin as the name of a body does."""
_NO_BODY = re.compile(r"ดำเนิน|จัดทำ|มาตรการ|รายงาน|ประเมิน|ตามแผน|ได้|ดังนี้|ต่อไปนี้|ทุกแห่ง|ต่าง|คณะทำงาน")
"""Words of sentences and titles, in no name of a body."""
_ABOVE = re.compile(
    r"(?<=[ก-๎]{6})(?<!ปลัด)กระทรวง(?=[ก-๎]{3})"
    r"|(?<=[ก-๎]{6})กรม(?=การ|ส่งเสริม|ทาง|ที่ดิน|พัฒนา|ปศุ|ประมง|ป่า|สรรพ|ศุล|ควบคุม|อนามัย|คุม|บังคับ|ราช|ชล)"
)
"""Where the department or ministry begins that a body belongs to, on the next line of a title."""
_NATIONAL = ("แห่งประเทศไทย", "แห่งชาติ")
"""How names of bodies end whose branches bear the name of their province behind it."""
_BRANCH = re.compile(r"(?:วิทยาเขต|สาขา|ประจำ(?!ปี)|แห่ง|\(องค์การมหาชน\))")
_THAI = re.compile(r"[ก-๎]{2,}")
_LEAST_NAME = 9
"""Letters of the shortest name that is told by its first word alone: ธนาคารออมสิน has 12."""
_ABBREVIATION = re.compile(r"(?:[ก-ฮ]\.){2,}")
_OTHER_WORD = re.compile(r"อำเภอ|จังหวัด|ตำบล|กรม|กระทรวง|กอง|ฝ่าย|กลุ่ม|สำนัก|งาน|สังกัด")
_BRACKETED = re.compile(r"\((?!ฉบับ|รอบ|แผน|ราย|ครั้ง|ส่วน|ต่อ)[ก-๎]{3,40}\)")
_COUNT = re.compile(r"[0-9๐-๙]{1,3}(?:\.[0-9๐-๙])?")
_COUNTED = re.compile(r"(?:ที่|เขต|ภาค)\s?[0-9๐-๙]{1,3}(?:\.[0-9๐-๙])?$")
_TOWN_SCHOOL = re.compile(r"เทศบาล(?:\s?[0-9๐-๙]+\s?(?:\([ก-๎]+\))?|\s?\([ก-๎]+\))")
"""Schools of towns bear numbers: โรงเรียนเทศบาล ๑ (บ้านนา)."""
_NAME_ENDS = r"(?=\s*(?:$|[(,]|จังหวัด|อำเภอ|จ\.|อ\.|แขวง|เขต|สังกัด|สำนักงาน|ประจำ|ปี|เรื่อง))"
"""What stands behind the number of a school's name: โรงเรียนสตรีวิทยา ๒ จังหวัด…; not a month, not คน."""
_OF_PLACE = re.compile(
    r"(?:(?<![ก-๎])|(?<=หัวหน้า))(?P<office>สำนักงาน(?!คณะ|ปลัด)[ก-๎]{2,40}?(?:จังหวัด|อำเภอ|พื้นที่))(?P<bare>[ก-๎]{2,})"
)
"""An office of the state in a province or district, of whatever work: สำนักงานป่าไม้จังหวัดเลย."""
# What is cited, visited or written to is not whose the paper is.
_OTHERS = re.compile(
    r"(?:ร่วมกับ|ประสาน|(?<![ก-๎])(?:เรียน|ถึง|ณ)|ตาม(?:ประกาศ|หนังสือ|แนวทาง)?|ของ(?:เจ้าหน้าที่|บุคลากร))\s*$"
)
_LAWS = re.compile(r"(?:ระเบียบ|พระราชบัญญัติ|กฎ|ข้อบังคับ|คำสั่ง|มติ|ประกาศ|แห่ง|รัฐมนตรีว่าการ)\s*$")


@cache
def _prints() -> re.Pattern[str]:
    """A kind of body, in full or abbreviated, with the letters behind it."""
    named = [row for row in rows("body_types.csv") if row["kind"] in ("named", "both")]
    forms = [form for row in named for form in (row["print"], row["abbreviation"]) if form]
    apart = "|".join(re.escape(form) for form in forms if "." in form or len(form) < len("โรงเรียน"))
    anywhere = "|".join(
        re.escape(form) for form in sorted(forms, key=len, reverse=True) if form not in apart.split("|")
    )
    begins = r"(?:(?<![ก-๎.])|(?<=ประกาศ)|(?<=คำสั่ง)|(?<=ของ)|(?<=อธิบดี)|(?<=สังกัด)|(?<=ผกก\.)|(?<=ผบก\.))"
    town = r"(?<=โรงเรียน)เทศบาล(?:\s?[0-9๐-๙]+)?(?:\s?\([ก-๎]+\))?(?![ก-๎])"
    school = rf"(?<=โรงเรียน)[ก-๎]+\s[0-9๐-๙]{{1,2}}{_NAME_ENDS}"
    bare = rf"\s?(?P<bare>{town}|{school}|[ก-๎0-9๐-๙]+(?:\s(?:เขต|ที่)\s?[0-9๐-๙]+)?)"
    return re.compile(rf"(?P<front>(?<!มหา)(?:{anywhere})|{begins}(?:{apart})){bare}")


@cache
def _full() -> dict[str, str]:
    found = {row["abbreviation"]: row["print"] for row in rows("body_types.csv") if row["abbreviation"]}
    return found | {row["print"]: row["print"] for row in rows("body_types.csv")}


@cache
def _longer(front: str) -> tuple[str, ...]:
    """The abbreviations of other kinds of body that begin with that of one."""
    forms = (row["abbreviation"] for row in rows("body_types.csv"))
    return tuple(form for form in forms if len(form) > len(front) and form.startswith(front))


def bodies_in(text: str) -> list[tuple[int, int, str]]:
    """Every body named in ``text``: where its name starts and ends, and its full name."""
    found = []
    for match in _prints().finditer(text):
        before = text[: match.start()]
        if text.startswith(_longer(match.group("front")), match.start()):
            continue  # รพ.สต. without a name is no รพ.
        front = _full()[match.group("front")]
        if _OTHERS.search(before) or (front in ("กระทรวง", "กรม") and _LAWS.search(before)):
            continue
        bare = match.group("bare")
        if (whole := _ministry(front + bare)) is not None:
            bare = whole[len(front) :]
        elif bare.startswith("เทศบาล") and match.start("bare") == match.end("front"):
            bare = bare if _TOWN_SCHOOL.fullmatch(bare) else "เทศบาล" + cut_body(bare.removeprefix("เทศบาล"))
        else:
            bare = cut_body(bare) + _glued_province(front, bare)
        if len(area_key(bare)) > 1:
            found.append((match.start(), match.start("bare") + len(bare), front + bare))
    return found or list(_offices_in(text))


def _glued_province(front: str, bare: str) -> str:
    """The province at the end of a school's name, which has it without a blank: นารีรัตน์จังหวัดแพร่."""
    name, _, place = bare.partition("จังหวัด")
    own = front == "โรงเรียน" and name and "อำเภอ" not in name and _is_province(place)
    return f"จังหวัด{place}" if own else ""


def _is_province(name: str) -> bool:
    return area_key(name) in gazetteer().provinces


def over_lines(text: str, below: str) -> str:
    """A line that is an office's name, with the province or district of the line ``below`` that ends it.

    So is a faculty's with its university.
    """
    if _FACULTY.match(f"{text} {below}") and not _FACULTY.match(text):
        return f"{text} {below}"
    place = _PLACE_LINE.fullmatch(below)
    if place is None or not _OVER_PLACE.fullmatch(text):
        return text
    known = _is_province(place["place"]) or bool(districts_named(place["place"]))
    return text + below if known else text


def _ministry(text: str) -> str | None:
    """The ministry, or its permanent secretary's office, whose name with และ ``text`` begins with."""
    names = [row["print"] for row in rows("body_types.csv") if row["kind"] == "whole"]
    return next(
        (whole for name in names for whole in (name, f"สำนักงานปลัด{name}") if text.startswith(whole)), None
    )


def _offices_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Offices of a place that no kind is listed for; what they are called after must be a place."""
    for match in _OF_PLACE.finditer(text):
        bare = cut_body(match["bare"])
        known = area_key(bare) in gazetteer().provinces or bool(districts_named(bare))
        if known and not _OTHERS.search(text[: match.start()]):
            yield match.start(), match.start("bare") + len(bare), match["office"] + bare


def named_by_line(text: str) -> str | None:
    """The body whose name a line, or the rest of a title, is.

    A type of body stands first; a number, a branch or campus, a second word that ends the line belong to its
    name. A second body is what the first belongs to.
    """
    if ADDRESSED.match(text) or PARENT.match(text):
        return None
    text = _LINE_ENDS.split(OWN_WORDS.sub("", text, count=1), maxsplit=1)[0].strip()
    if (faculty := _FACULTY.match(text)) is not None:
        return f"{faculty['part']} {faculty['of']}"
    if (whole := _ministry(text)) is not None:
        return whole
    text = _ABOVE.sub(lambda match: f" {match.group()}", text)
    if (company := _COMPANY.match(text)) is not None:
        return company.group()
    of_line = _line_words().match(text)
    known = next(((end, name) for start, end, name in bodies_in(text) if start == 0), None)
    first = text.split(maxsplit=1)[0] if text else ""
    if _NO_BODY.search(first):
        return None
    if of_line and not _DESKS.match(text):
        name, behind = first, text[len(first) :]
        goes_on = _ABBREVIATION.match(behind.strip()) or _COUNT.match(behind.strip())
        if len(first) < _LEAST_NAME and not goes_on:
            return None
    elif known is not None:
        name, behind = known[1], text[known[0] :]
        if behind.startswith("และ") and " " not in behind:  # วิทยาลัยเทคโนโลยีและการจัดการ…, alone on its line
            return name + behind
    else:
        return None
    return name + _goes_on(name, behind)


def _goes_on(name: str, behind: str) -> str:
    """What of the words ``behind`` a name in its line belongs to it, with the blanks between."""
    tokens = behind.split()
    whole = name
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        counts = token in ("ที่", "เขต", "ภาค") and after is not None
        glued = whole.endswith("ประจำ") or (counts and at == 0 and not behind[0].isspace())
        belongs = (
            glued
            or _COUNTED.search(f"{whole} {token}")
            or counts
            or (
                _COUNT.fullmatch(token)
                and (after is None or _names_province(name, after) or _is_other(after))
            )
            or _BRANCH.match(token)
            or _in_brackets(name, token)
            or (whole.endswith(_NATIONAL) and _names_province(whole, token))
            or (_ABBREVIATION.fullmatch(token) and whole == "สำนักงาน")
            or (_COUNT.fullmatch(whole[-1]) and _names_province(name, token))
            or (after is None and _is_second_word(token))
        )
        if not belongs:
            break
        whole += token if glued else f" {token}"
    return whole[len(name) :]


def _in_brackets(name: str, token: str) -> bool:
    """Whether words in brackets belong to the name: a school's second one, an office's province."""
    if not _BRACKETED.fullmatch(token):
        return False
    inner = token.strip("()")
    return area_key(inner) in gazetteer().provinces or (
        name.startswith("โรงเรียน") and cut_body(inner) == inner
    )


def _is_second_word(token: str) -> bool:
    """Whether the last word of a line belongs to the name before it: โรงพยาบาลพระอาจารย์แบน ธนากโร."""
    return _THAI.fullmatch(token) is not None and not _is_other(token) and cut_body(token) == token


def _is_other(token: str) -> bool:
    """Whether a word begins another body, a part of one, or a place."""
    return bool(
        _OTHER_WORD.match(token) or _line_words().match(token) or bodies_in(token) or agency_names(token)
    )


def _names_province(name: str, token: str) -> bool:
    """Whether a province behind a number belongs to the name: bare, or behind an office (… จังหวัดชลบุรี)."""
    bare = token.removeprefix("จังหวัด")
    of_office = name.startswith("สำนักงาน") or name.endswith(_NATIONAL)
    return area_key(bare) in gazetteer().provinces and (bare == token or of_office)


@cache
def _line_words() -> re.Pattern[str]:
    return re.compile(
        "|".join(re.escape(row["print"]) for row in rows("body_types.csv") if row["kind"] in ("line", "both"))
    )
