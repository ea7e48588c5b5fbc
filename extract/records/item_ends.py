"""What stands at the end of an item without a label: its result, the office that answers for it.

… – ดำเนินการแล้วเสร็จ, … [อยู่ระหว่างดำเนินการ], … (รับผิดชอบโดย กองคลัง), … โดยกองคลังรับผิดชอบ, … : สำนักปลัด. A
sign, brackets or the beginning of a line set it apart, or words that say who answers for the measure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from extract.records.departments import resolve_units
from extract.records.status import begins_with_status, result_status

LONGEST = 80
"""Letters that a result or an office at the end of an item has at most."""
_MOST = 3
"""Parts that stand at the end of one item: office, time, result."""

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{2,80})[)\]]\s*[.;]?\s*$")
_SIGN = re.compile(
    r"\s+[-–—:：=/|>]+\s*|\s*[:：→⇒►➔]\s*|\s*;\s+|\s{3,}|\s*(?:\.{3,}|…)\s*|\s+(?=โดย\s*(?:กอง|สำนัก|หน่วย|ฝ่าย|งาน))"
)
_LABEL = re.compile(r"^(?:ผล|สถานะ|ความคืบหน้า)\s*[:：=-]?\s+")
_AIM = re.compile(r"ภายใน|ก่อน|ไม่เกิน|ต้อง|ทุก|หลัง|ควร|เพื่อ|ให้(?!บริการ)|จะ")
"""Words of a duty: แล้วเสร็จภายใน ๓๐ วัน is no result."""
_OFFICE = (
    r"(?P<who>(?:กอง|สำนัก|ส่วน|งาน|ฝ่าย|กลุ่ม|ศูนย์|หน่วย|แผนก|คณะ|หัวหน้า|ผู้อำนวยการ|เจ้าหน้าที่|ปลัด|รอง|ครู|นิติกร|นักวิชา|ทุก|นาย|นาง)"
    r"[^:：;()]{1,60}?|กอง[ก-๎]+)"
)
_ANSWERS = r"(?:(?:เป็น)?(?:ผู้)?รับผิดชอบ(?:หลัก|ดำเนินการ)?|(?:เป็น)?(?:เจ้าภาพ|ผู้ดำเนินการ|เจ้าของเรื่อง)(?:หลัก)?)"
_BEFORE = re.compile(
    rf"(?:(?<=[\s(\[])|^)(?:(?:โดยมี|โดย)?{_ANSWERS}\s*(?:โดย|คือ|ได้แก่|[:：=-])?|ดำเนินการโดย|(?:โดย)?มอบ(?:หมาย)?(?:ให้)?)\s*{_OFFICE}"
    rf"\s*(?:{_ANSWERS}|ดำเนินการ|ปฏิบัติ)?$"
)
_BEHIND = re.compile(
    rf"(?:(?:(?<=[\s(\[ก-๎])|^)(?:โดย|ซึ่ง)(?:มี|ให้)?|(?<=\s)ให้|(?:โดย)?มอบ(?:หมาย)?(?:ให้)?|(?<=[\s(\[])|^)\s*{_OFFICE}\s*{_ANSWERS}$"
)
_UNIT = re.compile(
    r"^(?:กอง|สำนัก|ฝ่าย|งาน|กลุ่มงาน|กลุ่ม|แผนก|หน่วย|ศูนย์)(?!การ(?!เงิน|เจ้าหน้าที่|ศึกษา|คลัง|บัญชี|พยาบาล|แพทย์)|ที่|ของ)[ก-๎]{2,}(?:\s?[ก-๎]+)?$"
)


@dataclass(frozen=True, slots=True)
class End:
    """What was parted from the end of an item: the field, its text, whether the cut is a guess."""

    field: str
    text: str
    guessed: bool = False


def parted_ends(text: str, begins: Collection[int], wanted: Collection[str]) -> tuple[str, tuple[End, ...]]:
    """An item's text without what stands at its end, and this.

    Args:
        text: the text of the measure.
        begins: where in it lines begin that were meant to begin there.
        wanted: the fields to look for, result in reports alone.
    """
    found: list[End] = []
    while len(found) < _MOST:
        cut = next(_cuts(text, begins, set(wanted) - {end.field for end in found}), None)
        if cut is None:
            break
        text, end = cut
        found.append(end)
    return text, tuple(found)


def _cuts(text: str, begins: Collection[int], wanted: Collection[str]) -> Iterator[tuple[str, End]]:
    for start, said in _last_parts(text, begins):
        before = text[:start].rstrip(" ,;")
        if not before or not said:
            continue
        if "result" in wanted and (end := _result(said)) is not None:
            yield before, end
        if "responsible" in wanted and (end := _office(said)) is not None:
            yield before, end
    if "responsible" in wanted:
        for pattern in (_BEHIND, _BEFORE):
            worded = pattern.search(text.rstrip(" .;"))
            if worded and text[: worded.start()].strip() and _is_office(worded["who"]):
                yield text[: worded.start()].rstrip(" ,;"), End("responsible", worded["who"].strip())


def _last_parts(text: str, begins: Collection[int]) -> Iterator[tuple[int, str]]:
    """Where a last part set apart from ``text`` begins, and what it says: brackets, a line, behind a sign."""
    if brackets := _BRACKETS.search(text):
        yield brackets.start(), brackets.group(1).strip()
    signs = [(sign.start(), sign.end()) for sign in _SIGN.finditer(text)]
    signs += [(at, at) for at in begins if 0 < at < len(text)]
    for start, end in sorted(signs, reverse=True):
        said = text[end:].strip(" .;")
        if 0 < len(said) <= LONGEST:
            inner = re.fullmatch(r"[-–→⇒►(\[]\s*(.+?)\s*[)\]]?", said)
            yield start, inner.group(1) if inner else said


def _result(said: str) -> End | None:
    bare = _LABEL.sub("", said)
    if _AIM.search(bare) or result_status(bare, None)[0] not in ("done", "in_progress", "not_done"):
        return None
    return End("result", bare, not begins_with_status(bare))


def _office(said: str) -> End | None:
    worded = _BEFORE.fullmatch(said) or _BEHIND.fullmatch(said)
    if worded:
        return End("responsible", worded["who"].strip()) if _is_office(worded["who"]) else None
    said = said.removeprefix("โดย").strip()
    units = resolve_units(said)
    if units.canonical and not units.findings:
        return End("responsible", said)
    return End("responsible", said, guessed=True) if _UNIT.fullmatch(said) else None


def _is_office(said: str) -> bool:
    found = resolve_units(said)
    return (
        not any(each.code == "unit-unknown" for each in found.findings) or _UNIT.fullmatch(said) is not None
    )
