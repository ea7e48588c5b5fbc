"""What became of a measure, from the words of its result and of its status column."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, cast

from extract.data import rows
from extract.model import Finding
from extract.thai.dates import arabic_dashed
from extract.thai.fold import fold

ResultStatus = Literal["done", "in_progress", "not_done", "not_reported", "unclear"]

_EMPTY = re.compile(r"[\s\-–—.]*")
_SHARE = re.compile(r"(?:คิดเปน)?(?:รอยละ)?(?P<share>\d{1,3}(?:\.\d+)?)(?:%|เปอรเซนต)?")
_DONE_SHARE = re.compile(
    r"(?:ดำเนินการแลว(?:เสรจ)?|คืบหนา|กาวหนา|ความสำเรจ)\s*(?:คิดเปน)?\s*(?:รอยละ\s*(?P<share>\d{1,3}(?:\.\d+)?))"
)
_FINISHED = (
    r"(?:ดำเนิน(?:การ|งาน)(?:ไป|ได)?(?:แลว(?:เสรจ)?|ครบ(?:ถวน)?)"
    r"|(?<!เมือ)(?<!หลัง)(?:แลว)?เสรจ(?:สิน|เรียบรอย)?(?:ไป)?(?:แลว)?|คืบหนา|กาวหนา|(?:ความ)?สำเรจ(?:ลุลวง)?(?:ไป)?(?:แลว)?"
    r"|อยู(?:ใน)?ระหวาง(?:การ)?(?:ดำเนิน(?:การ|งาน)|จัดทำ|[ก-๎]{3,12})|กำลัง(?:ดำเนิน(?:การ|งาน)|จัดทำ|ทำ)|ลุลวง|ผลงานสะสม"
    r"|(?:ทำ|ปฏิบัติ)(?:ได|ไป|แลว|เสรจ)+|completed?|finished|done|in ?progress|on-?\s?going)"
)
"""Words for work that is over, under way, or how far it is; without tone marks."""
_ABOUT = (
    r"\s*(?:(?:ทังหมด|ของงาน|คิดเปน|เปน|ประมาณ|ราว|เพียง|เกือบ|ไมถึง|(?:มาก|ไมนอย|นอย)?กวา"
    r"|ไปแลว|ไป|แลว|ได|ที|:|,|\()\s*)*"
)
_WORK_SHARE = re.compile(
    rf"{_FINISHED}{_ABOUT}(?:รอยละ\s*(?P<a>\d{{1,3}}(?:\.\d+)?)|(?P<b>\d{{1,3}}(?:\.\d+)?)\s*(?:%|เปอรเซนต))"
    r"(?!\s*(?:ของ(?:ผู|ประชา|กลุม)|มีความพึง|พึงพอใจ))"
)
_WORK_COUNT = re.compile(
    rf"{_FINISHED}\s*(?:แลว|ครบ(?:ถวน)?)?\s*(?:จำนวน)?\s*(?P<part>\d{{1,3}})\s*(?:[ก-๎]{{2,12}}\s*)?"
    r"(?:(?:จาก|ใน)\s*(?:ทังหมด|ทังสิน|จำนวน)?|/(?=\d+\s*[ก-๎]))\s*(?P<whole>\d{1,3})(?!\d|/)"
    r"(?!\s*(?:คน|ราย|ครัวเรือน|บาท|วัน|เดือน|ปี))"
)
_SHARE_FIRST = re.compile(
    r"(?P<b>\d{1,3}(?:\.\d+)?)\s*(?:%|percent)\s*(?:completed?|finished|done|in ?progress)(?P<a>)"
)
"""แล้วเสร็จร้อยละ ๕๐, 80% completed, แล้วเสร็จ ๓ จาก ๕ กิจกรรม: the share of the work itself, of no people."""
_OF_IT = r"(?:ดำเนิน(?:การ|งาน)|ทำ)(?:ได|ไป|แลว|เพียง)*\s*"
_ROUGHLY = r"(?:คิดเปน|ประมาณ|ราว|เกือบ|ไมถึง|(?:มาก|นอย)?กวา)\s*"
_ONLY_SHARE = re.compile(
    rf"(?:{_OF_IT}(?:{_ROUGHLY})*|(?:{_ROUGHLY})+)(?:รอยละ\s*(?P<a>\d{{1,3}}(?:\.\d+)?)|(?P<b>\d{{1,3}}(?:\.\d+)?)\s*(?:%|เปอรเซนต))"
)
_WORKS = r"(?:กิจกรรม|โครงการ|มาตรการ|ขันตอน|รายการ|สวน|ขอ|งาน)"
_ONLY_COUNT = re.compile(
    rf"(?:{_OF_IT}|ได\s*)?(?:จำนวน\s*)?(?P<part>\d{{1,3}})\s*{_WORKS}?\s*(?:จาก|ใน|/)\s*(?:ทังหมด|ทังสิน|จำนวน)?\s*"
    rf"(?P<whole>\d{{1,3}})\s*{_WORKS}"
)
"""A result that is but a share of the work: ประมาณ ๘๐ %, ดำเนินการได้ ๓ จาก ๕ กิจกรรม."""
_COUNTS = {"หนึง": 1, "สอง": 2, "สาม": 3, "สี": 4, "หา": 5, "หก": 6, "เจด": 7, "แปด": 8, "เกา": 9, "สิบ": 10}
_WORD = "|".join(_COUNTS)
_IN_WORDS = re.compile(
    rf"(?:{_FINISHED}|{_OF_IT}){_ABOUT}(?:(?P<half>(?:ครึง|กึง)(?:หนึง|ทาง)(?!ใน))"
    rf"|(?P<part>{_WORD}|\d{{1,2}})\s*(?:ใน|สวน)\s*(?P<whole>{_WORD}|\d{{1,2}})(?=\s|$|ของ|สวน|\)))"
)
"""ดำเนินการแล้วครึ่งหนึ่ง, เสร็จไปแล้วสองในสาม, ทำได้ ๑ ใน ๓ ของแผน."""
_PLANNED = r"แผน|เปาหมาย(?:ที)?|(?:ที)?(?:กำหนด|ตัง|วาง)(?:ไว)?"
_OUT_OF = re.compile(
    r"(?P<part>\d+)\s*(?P<unit>[ก-๎]*?)\s*(?:จาก|ใน)(?P<aim>(?:ทังหมด|ทังสิน|จำนวน|"
    + _PLANNED
    + r"|\s)*)(?P<whole>\d+)"
    r"\s*(?P<of>[ก-๎]*)"
)
_NO_WORK = frozenset({"คน", "ราย", "ครัวเรือน", "คะแนน", "บาท", "วัน", "เดือน", "ปี"})
"""Who came and what it cost is no share of the work, unless a plan says how many it should be."""
_BOX = re.compile(r"(?P<ticked>[☑☒✓✔✗✘■●◉]|[(\[]\s*[^\s()\[\]._]\s*[)\]])|[☐□○◯❏❑❒◻]|[(\[][\s_.]*[)\]]")
"""A box to tick, as a sign or as a pair of brackets; a scan's tick in brackets may be read as any letter."""
_DIGIT_BEFORE = re.compile(r"[0-9๐-๙][.,]?\s*[☑☐]")
"""๔☐ คน, ๑.☑ แล้วเสร็จ: a digit as round as a circle to tick."""
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_DOING = frozenset({"", "ดำเนินการ", "ดำเนินงาน", "การดำเนินการ", "การดำเนินงาน", "ปฏิบัติ"})
"""What may follow a phrase in a header that is but a status: อยู่ระหว่าง + ดำเนินการ."""
_CLAUSE = r"(?:^|(?<=[\s.)\-•:]))"
_DEED = (
    _CLAUSE + r"(?:มี|ได้มี)(?:การ(?!ร้องเรียน|ทุจริต|เปลี่ยน)|คำสั่ง|ประกาศ|หนังสือ)",
    r"(?<!ไม่)(?<!เพื่อให้)(?<!ควร)(?<!จะ)(?<!ต้อง)ได้(?:มีการ)?(?:ทำการ)?(?:{verbs})(?!ไม่|อย่าง(?:ถูก|มี)|ตาม|โดย)",
    _CLAUSE + r"(?:{verbs})(?:(?!ไม่|ยัง|จะ|ควร|ต้อง)[ก-๎]){0,24}แล้ว",
    _CLAUSE + r"(?:{verbs})(?:ครบ|เป็นประจำ)",
    _CLAUSE + r"(?:{verbs}|ลงนาม|อนุมัติ)(?:(?!ไม่|ยัง|จะ|ควร|ต้อง|ให้)[ก-๎\s]){0,40}เมื่อ(?:วันที่)?\s*\d",
)
"""Narrative evidence: a clause that begins มีการ… or มีคำสั่ง…, says ได้ and a verb of doing, or begins with
such a verb and goes on with แล้ว (จัดประชุมแล้ว, ติดตั้งป้ายแล้ว) or ครบ (เผยแพร่ครบ)."""
_NOT_YET = _CLAUSE + r"(?:แต่|จึง|และ|ปัจจุบัน|ขณะนี้)*(?:ยังไม่(?:ได้|มีการ)?|ไม่ได้(?:มีการ)?)(?:{verbs})(?<!รับแจ้ง)(?!พบ)"
"""A clause that says of a deed that it is not yet done, or was not: ยังไม่ติดตั้ง, ยังไม่มีการประชุม, ไม่ได้จัด."""
_GOING_ON = (
    _CLAUSE + r"(?:ปัจจุบัน|ขณะนี้|อยู่)*(?:กำลัง(?:มีการ|เร่ง|อยู่)*(?:{verbs}|พิจารณา|ร่าง|รวบรวม|ออกแบบ|แก้ไข|พัฒนา)"
    r"|รอ(?:การ)?(?!ดำเนิน|จัดสรร|งบ)[ก-๎\s]{0,24}(?:ลงนาม|อนุมัติ|พิจารณา|เห็นชอบ|ตรวจสอบ|ตรวจรับ|ประกาศ|ส่งมอบ|เบิกจ่าย))"
)
"""A clause that says of a deed that it goes on, or waits for somebody's word: กำลังติดตั้ง, รอผู้บริหารลงนาม."""
_IN_PART = re.compile(r"(?:แลว|ได|เสรจ|สำเรจ)\s*(?:เพียง|ไป|แค)?\s*บาง(?:สวน|รายการ|กิจกรรม|ขันตอน)")
_WITHOUT_DOUBT = (
    r"(?!.*(?:ไม|ยัง|จะ|ควร|ตอง|หาก|ถา|รอ(?!ย|บ|ง)|กำลัง|ระหวาง|เคย|หลัง|ทราบ|เขาใจ|รับรู|พอใจ|ขึนแลว|ลดลง"
    r"|ไดรับแลว))"
)
_DONE_AT_END = re.compile(
    _WITHOUT_DOUBT + r"(?!.*\d[^\d]+\d+\s*[ก-๎]+$)[ก-๎0-9\s./,()]{2,60}"
    r"(?:เรียบรอย|ครบ(?:ทุก[ก-๎]+|ตามแผน|ถวน)|แลว"
    r"(?:\s*(?:เมือ|วันที|ตังแต|ตาม|ใน|ครบ)[^\n]*|\s*(?:จำนวน)?\s*\d+\s*[ก-๎]{1,12})?)[\s.]*"
)
"""A short result that ends with แล้ว, เรียบร้อย or ครบทุก…, or when or how often behind it: ทำแล้ว ๖ เดือน.

Of two counts the second may be but a part of the first: ได้ความเห็น ๔๘๕ ข้อ แก้ไขแล้ว ๔๐๗ ข้อ.
"""


@lru_cache(maxsize=4096)
def result_status(
    result_text: str | None, status_text: str | None
) -> tuple[ResultStatus, tuple[Finding, ...]]:
    """Decide the status, ``unclear`` rather than wrong.

    The status column decides, or the result where it is silent. Phrases of ``status_words.csv`` come first;
    an act stated without them (มีคำสั่งแต่งตั้ง…) counts as done; a mere outcome or view stays ``unclear``.

    Returns:
        The status, ``not_reported`` when both texts are empty or dashes; and ``status-mixed`` where one
        text says two things, ``status-contradiction`` where the two disagree.
    """
    if _is_empty(result_text) and _is_empty(status_text):
        return "not_reported", ()
    for text in (status_text, result_text):
        if text and _unchosen(text):
            return "unclear", (Finding("status-unticked", "warning", text, "result"),)
    of_result = _outcome(result_text)
    of_status = _read(status_text)
    for text, said in ((status_text, of_status), (result_text, of_result)):
        if len(said) > 1:
            return "unclear", (Finding("status-mixed", "warning", text or "", "result"),)
    if not of_status:
        return (next(iter(of_result)), ()) if of_result else ("unclear", ())
    status = next(iter(of_status))
    part_done = status == "in_progress" and of_result == {"done"} and result_share(None, status_text)
    if of_result and of_result != of_status and not part_done:  # อบรมแล้ว ๔๐ คน | ร้อยละ ๘๐: both hold
        detail = f"{status_text} | {result_text}"
        return status, (Finding("status-contradiction", "warning", detail, "status_text"),)
    return status, ()


@lru_cache(maxsize=1024)
def names_status(text: str) -> bool:
    """Whether a header names one status to choose: ดำเนินการแล้ว, อยู่ระหว่างดำเนินการ, ยังไม่ได้ดำเนินการ."""
    flat = re.sub(r"\s", "", _flat(_BRACKETS.sub("", text)))
    return _wholes().get(flat, "unclear") != "unclear" or any(
        flat.startswith(phrase) and status != "unclear" and flat[len(phrase) :] in _DOING
        for phrase, status in _statuses().items()
    )


def begins_with_status(text: str) -> bool:
    """Whether a text begins with words for what became of something: แล้วเสร็จ, อยู่ระหว่างจัดพิมพ์."""
    return _phrases().match(_flat(text).strip()) is not None


def is_status(text: str) -> bool:
    """Whether a text is words for what became of something and nothing more: อยู่ระหว่างดำเนินการ."""
    match = _phrases().match(_flat(text).strip())
    rest = _flat(text).strip()[match.end() :] if match else "-"
    return not rest.strip() or rest.strip() in _DOING


def chosen(text: str) -> str:
    """``text`` less the choices that are not ticked: ☑ แล้วเสร็จ ☐ อยู่ระหว่าง… is แล้วเสร็จ."""
    choices = _choices(text)
    return "\n".join(words for ticked, words in choices if ticked) if choices else text


def choices(text: str) -> int:
    """How many statuses ``text`` names; of two or more one is to be chosen."""
    return len(_named(text) - {"unclear"})


def offers_choices(text: str) -> bool:
    """Whether the signs in ``text`` are boxes, each at a status of its own, and none a letter or a digit.

    One choice may be another (☐ อื่น ๆ), or be misread.
    """
    choices = _choices(text)
    named = sum(_phrases().match(_bare(arabic_dashed(words)).strip()) is not None for _, words in choices)
    return named >= max(2, len(choices) - 1) and not _DIGIT_BEFORE.search(text)


def _unchosen(text: str) -> bool:
    """Whether a cell prints choices and none is ticked."""
    choices = _choices(text)
    return bool(choices) and not any(ticked for ticked, _ in choices)


def _choices(text: str) -> list[tuple[bool, str]]:
    """The choices of a cell, each whether it is ticked and its words; none unless they name two statuses.

    A box stands before its words, or behind where words open the cell and a box ends it.
    """
    boxes = list(_BOX.finditer(text))
    if len(boxes) < 2:
        return []
    edges = [0, *(at for box in boxes for at in box.span()), len(text)]
    between = [text[a:b].strip(" \n,/") for a, b in zip(edges[::2], edges[1::2], strict=True)]
    words = between[:-1] if between[0] and not between[-1] else between[1:]
    if len({status for each in words for status in (*_named(each), *_whole(each))}) < 2:
        return []
    return [(box["ticked"] is not None, each) for box, each in zip(boxes, words, strict=True)]


def _named(text: str) -> set[ResultStatus]:
    """The statuses whose phrases stand in ``text``."""
    flat = _flat(text)
    return {_statuses()[re.sub(r"\s", "", match.group())] for match in _phrases().finditer(flat)}


def _whole(text: str) -> set[ResultStatus]:
    """The status that a text is, where its words are one only with nothing beside them."""
    found = _wholes().get(re.sub(r"[\s.✓✔☑/]", "", _flat(text)))
    return {found} if found is not None else set()


def _is_empty(text: str | None) -> bool:
    return _EMPTY.fullmatch(text or "") is not None


def _read(text: str | None) -> set[ResultStatus]:
    """The statuses that a text states; empty when it states none."""
    if _is_empty(text):
        return set()
    flat = _flat(chosen(text or ""))
    if whole := _whole(flat):
        return whole
    share = _share(flat)
    if share is not None:
        if share > 100:
            return set()
        return {"done" if share == 100 else "not_done" if share == 0 else "in_progress"}
    said = _named(flat)
    said.discard("unclear")
    part = _of_work(flat)
    if part is not None and 0 < part < 1 and said <= {"done", "in_progress"}:
        return {"in_progress"}
    if part == 1 and not said:
        return {"done"}
    if said == {"done", "in_progress"} and _partly(flat):
        return {"in_progress"}
    if said <= {"done"} and _progress(flat):
        return {"in_progress"}
    if said == {"done"} and (_IN_PART.search(flat) or ("เสรจ" not in flat and _short_of(flat))):
        return {"in_progress"}
    if said:
        return said
    if _phrases().search(flat):
        return set()
    if (denied := _not_yet().search(flat)) is not None:
        other = "แลว" in flat[: denied.start()] or _deeds().search(flat)
        return {"not_done", "done"} if other else {"not_done"}
    if (part := _counted(flat)) is not None and part < 1:
        return {"in_progress"}
    if _going_on().search(flat):
        return {"in_progress"}
    return {"done"} if _deeds().search(flat) or _DONE_AT_END.fullmatch(flat.strip()) else set()


def result_share(result_text: str | None, status_text: str | None) -> float | None:
    """The share of the work that is done, 0–1, where the status column or the result states it."""
    for text in (status_text, result_text):
        flat = _flat(chosen(text or ""))
        part = _of_work(flat)
        if part is None and _read(text) == {"in_progress"}:
            part = _counted(flat)
        if part is None and text is status_text:
            whole = _share(flat)
            part = whole / 100 if whole is not None and whole <= 100 else None
        if part is not None:
            return part
    return None


def _of_work(flat: str) -> float | None:
    only = flat.strip().rstrip(".")
    if (said := _IN_WORDS.search(flat)) is not None:
        return 0.5 if said["half"] else _ratio(said["part"], said["whole"])
    share = _WORK_SHARE.search(flat) or _SHARE_FIRST.search(flat) or _ONLY_SHARE.fullmatch(only)
    if share is not None:
        value = float(share["a"] or share["b"])
        return value / 100 if value <= 100 else None
    counts = _WORK_COUNT.search(flat) or _ONLY_COUNT.fullmatch(only)
    return _ratio(counts["part"], counts["whole"]) if counts is not None else None


def _ratio(part: str, whole: str) -> float | None:
    """Two numbers, in digits or words, as a share; none where the part is more than the whole."""
    one, all_ = (_COUNTS.get(each) or int(each) for each in (part, whole))
    return one / all_ if 0 < all_ >= one else None


def _outcome(result: str | None) -> set[ResultStatus]:
    """The statuses that a result states; a bare share of it may be a satisfaction, a turnout, a score."""
    share = _share(_flat(result or ""))
    return set() if share not in (None, 0.0, 100.0) else _read(result)


def _share(flat: str) -> float | None:
    """The percentage that a text consists of, nothing beside it; ``None`` for any other text."""
    share = _SHARE.fullmatch(fold(flat))
    return float(share["share"]) if share and re.search("รอยละ|%|เปอรเซนต", flat) else None


def _partly(flat: str) -> bool:
    """Whether what is done is only a part of what is under way: อยู่ระหว่าง… comes first (… ปรับแล้ว ๒ จาก ๔)."""
    first = next(_phrases().finditer(flat), None)
    return first is not None and _statuses()[re.sub(r"\s", "", first.group())] == "in_progress"


def _progress(flat: str) -> bool:
    """Whether a share of the work itself is stated, and not all of it: ดำเนินการแล้วร้อยละ ๘๐, คืบหน้าร้อยละ ๕๐."""
    share = _DONE_SHARE.search(flat)
    return share is not None and 0 < float(share["share"]) < 100


def _short_of(flat: str) -> bool:
    """Whether a count is less than what it is out of: จัดทำแล้ว ๓ ชุด จาก ๕ ชุด."""
    counts = _OUT_OF.search(flat)
    if counts is None or ("ใน" in counts.group() and _counted(flat) is None):  # ๒ ชุด ใน ๓ เดือน
        return False
    return int(counts["part"]) < int(counts["whole"])


def _counted(flat: str) -> float | None:
    """The share of a count in what was planned (๑ ครั้ง จากแผน ๒ ครั้ง), or of what was done in all."""
    counts = _OUT_OF.search(flat)
    if counts is None or not 0 < int(counts["part"]) <= int(counts["whole"]):
        return None
    planned = re.search(_PLANNED, counts["aim"]) is not None
    unit = counts["unit"]
    alike = counts["of"].startswith(unit) and unit not in _NO_WORK if unit else _is_work(counts["of"])
    before = flat[: counts.start()].strip()
    alike = alike and ("แลว" in before or before in ("ได", "ทำได", "จัดได", "ดำเนินการได"))
    return int(counts["part"]) / int(counts["whole"]) if planned or alike else None


def _is_work(unit: str) -> bool:
    return bool(unit) and not unit.startswith(tuple(_NO_WORK))


def _bare(text: str) -> str:
    """``text`` without tone marks, ็ and ์, which readers lose first: ไมได is a negation still."""
    return re.sub("[\u0e47-\u0e4c]", "", text)


def _flat(text: str) -> str:
    """``text`` as phrases are looked for in it: bare, Arabic digits, lower case; ยังมิได้ is ยังไม่ได้."""
    return _bare(arabic_dashed(text).replace("มิได้", "ไม่ได้")).lower()


@cache
def _statuses() -> dict[str, ResultStatus]:
    return {phrase: status for phrase, status, alone in _listed() if not alone}


@cache
def _wholes() -> dict[str, ResultStatus]:
    """Words that are a status where nothing stands beside them: งด, ยกเลิก, Done."""
    return {phrase: status for phrase, status, _ in _listed()}


@cache
def _listed() -> tuple[tuple[str, ResultStatus, bool], ...]:
    return tuple(
        (re.sub(r"\s", "", _flat(row["phrase"])), cast(ResultStatus, row["status"]), row["alone"] == "yes")
        for row in rows("status_words.csv")
    )


@cache
def _phrases() -> re.Pattern[str]:
    """All phrases, longest first, white space allowed inside: a negation wins over what it negates."""
    ordered = sorted(_statuses(), key=len, reverse=True)
    return re.compile("|".join(r"\s?".join(map(re.escape, phrase)) for phrase in ordered))


@cache
def _deeds() -> re.Pattern[str]:
    verbs = "|".join(row["verb"] for row in rows("status_verbs.csv") if row["denied"] != "only")
    return re.compile(_bare("|".join(_DEED).replace("{verbs}", verbs)))


@cache
def _not_yet() -> re.Pattern[str]:
    return _of_any_deed(_NOT_YET)


@cache
def _going_on() -> re.Pattern[str]:
    return _of_any_deed(_GOING_ON)


def _of_any_deed(pattern: str) -> re.Pattern[str]:
    verbs = "|".join(row["verb"] for row in rows("status_verbs.csv"))
    return re.compile(_bare(pattern.replace("{verbs}", verbs)))
