"""The title of a report and what kind of report it is, from the lines above its first table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extract.data import alternatives, rows
from extract.model import Line, Page, Provenance, is_level
from extract.once import once_a_page
from extract.pages.lines import PAGE_MARK
from extract.records.naming import agency_names
from extract.records.short_prints import text_key
from extract.thai.fold import unmarked_pattern
from extract.thai.letters import to_arabic
from extract.thai.rejoin import rejoin
from extract.thai.repair import repair

# A title is a few lines; the longest seen (FY2566 report) wraps to three.
_MOST_LINES = 6
_WORDS = alternatives("title_words.csv")
_STARTS = re.compile(f"^({_WORDS['starts']})")
_INTRO = re.compile(f"^({_WORDS['intro']})")
_GOES_ON = re.compile(f"^({_WORDS['goes_on']})")
# A sentence about what was done is the introduction, whatever it begins with.
_TELLS = re.compile(_WORDS["tells"])
# An announcement names its subject in a line of its own: ประกาศเทศบาล… / เรื่อง มาตรการ…
_ANNOUNCES, _SUBJECT = re.compile("ประกาศ|คำสั่ง"), re.compile("เรื่อง")
_NUMBER = re.compile(r"ที่\s*[0-9๐-๙]{1,5}\s*/\s*[0-9๐-๙]{4}")
"""The number of an order, under its first line."""
MEMO = re.compile(r"บันทึกข้อความ|ส่วนราชการ")
_MEMO_SUBJECT = re.compile(r"^เรื่อง(?!ร้อง)\s*:?\s*(?:(?:ขอ)?(?:นำ)?(?:ส่ง)?(?=รายงาน|เสนอ))?")
"""The word before the subject of a memo, and what tells a reader to follow or hear what it names."""
_LAYS_DOWN = re.compile(
    r"^(?:(?:ขอ(?:ความร่วมมือ)?)?(?:การ)?(?:กำหนด|แจ้ง(?:เวียน)?|ซักซ้อม|กำชับ|อนุมัติ(?:ใช้|กำหนด)?|ประกาศ(?:ใช้)?|ทบทวน|จัดทำ|เสนอ|ให้|ใช้"
    r"|(?:ถือ)?ปฏิบัติ(?:ตาม)?|ดำเนินการ(?:ตาม)?))*(?=มาตรการ|แนวทาง|แนวปฏิบัติ|ข้อปฏิบัติ)"
)
"""Words of a memo's subject before the measures that it lays down: แจ้งมาตรการ…, ขออนุมัติใช้มาตรการ…."""
_MEASURES = re.compile("มาตรการ|แนวทาง(?!การกำหนด)|แนวปฏิบัติ|ข้อปฏิบัติ")
_SUBJECT_AMONG, _SUBJECT_LINES = 10, 3
"""Lines at the head of a memo among which its subject stands; the most lines of it."""
# An order lays measures down where they are its subject; most appoint somebody.
_OTHER_ORDER = re.compile(r"^คำสั่ง(?!.{0,160}?เรื่อง\s*(?:แต่งตั้ง.{0,60}และ)?(?:กำหนด)?\s*(?:มาตรการ|แนวทาง))")
_ASKS_YEAR, _YEAR_ALONE = re.compile(r"(?:ปีงบประมาณ|ปี|พ\.\s?ศ\.)\s*$"), re.compile(r"(?:25|๒๕)[0-9๐-๙]{2}")
_YEAR_END = re.compile(r"[0-9๐-๙]{4}\)?$")
_LEADING_CODE = re.compile(r"^[(\[]?[Oo0โ]\s?-?\s?[0-9๐-๙]{1,2}[)\]]?\s*[.:\-–]?\s*(?=[ก-๎])")
_CODE = re.compile(r"(?<![A-Za-z0-9])[Oo0โ]\s?-?\s?([0-9๐-๙]{1,2})(?![0-9๐-๙%.,])")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a wording says: the document kind, the OIT item it belongs to and how certain the wording is."""

    kind: str
    oit_key: str
    weight: int


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed (lines rejoined) and its places."""

    text: str
    places: tuple[Provenance, ...]


@cache
def _wordings() -> tuple[tuple[re.Pattern[str], Kind], ...]:
    integrity = alternatives("title_subjects.csv")["integrity"]
    found = [
        (
            re.compile(unmarked_pattern(r["pattern"].replace("{integrity}", integrity))),
            Kind(r["kind"], r["oit_key"], int(r["weight"])),
        )
        for r in rows("document_kinds.csv")
    ]
    return tuple(sorted(found, key=lambda w: (-w[1].weight, -len(w[0].pattern))))


def kind_of(text: str) -> Kind | None:
    """The kind that the most certain wording in ``text`` names; None when no listed wording is there."""
    key = unmarked_pattern(text_key(text))
    return next((kind for pattern, kind in _wordings() if pattern.search(key)), None)


def is_title(text: str) -> bool:
    """Whether a text begins as titles do and names a listed kind of report."""
    return begins_as_title(text) and kind_of(text) is not None


def begins_as_title(text: str) -> bool:
    """Whether a line begins as titles of reports do, behind an O-code."""
    return _STARTS.match(_LEADING_CODE.sub("", clean(text).strip()).strip(' "“(')) is not None


@once_a_page
def lines_above(page: Page) -> tuple[Line, ...]:
    """The lines of a page above its first table; all of them when it has none.

    Of a sheet that bears two pages, those of the left one.
    """
    tables = [t for t in page.tables if not page.half(t.bbox)]
    tops = [t.bbox.y0 for t in tables]
    if not is_level(page.rotation, page.skew):
        tops = [page.leveled(cell).y0 for t in tables for cell in t.cells]
    top = min(tops, default=float("inf"))
    above = (line for line in page.lines if page.leveled(line).center[1] < top and not page.half(line.bbox))
    return tuple(line for line in above if line.text.strip())


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """A line's text, repaired, its trailing space kept."""
    return repair(text).text


@once_a_page
def running_text(page: Page) -> str:
    """The text of a page outside its tables, wrapped lines rejoined."""
    boxes = [t.bbox for t in page.tables]
    free = [line for line in page.lines if not any(b.contains(*line.bbox.center) for b in boxes)]
    return rejoin([clean(line.text) for line in free])


@once_a_page
def find_title(page: Page) -> Title | None:
    """The title on ``page``: a block of lines that begins as titles do and names a listed kind of report."""
    above = lines_above(page)
    lines = [
        line
        for before, line in zip((None, *above), above, strict=False)
        if not PAGE_MARK.match(clean(line.text)) or (before and _is_year_of(before.text, line.text))
    ]
    for start, line in enumerate(lines):
        if not begins_as_title(line.text):
            continue
        upright = [replace(each, bbox=page.leveled(each)) for each in lines[start:]]
        block = lines[start : start + len(_block(upright, page.width))]
        text = rejoin([_parted(clean(item.text)) for item in block]).strip()
        if kind_of(text) is not None and not _OTHER_ORDER.match(text):
            places = tuple(
                Provenance(
                    page.number, item.bbox, page.method, item.text, item.confidence, item.quad, item.place
                )
                for item in block
            )
            return Title(text, places)
    return None


def memo_subject(pages: Sequence[Page]) -> str:
    """What a memo (บันทึกข้อความ) is about, by its line เรื่อง …, where that begins as titles do; else empty."""
    subject = _LAYS_DOWN.sub("", _subject(pages)) if _is_memo(pages) else ""
    return subject if begins_as_title(subject) else ""


def laid_down(pages: Sequence[Page]) -> str:
    """The measures that a memo or letter sets, by its line เรื่อง (แจ้งมาตรการ…, กำหนดแนวปฏิบัติ…); else empty."""
    subject = _LAYS_DOWN.sub("", _subject(pages))
    return subject if _MEASURES.match(subject) else ""


def about_integrity(pages: Sequence[Page]) -> str:
    """The subject of a memo where it names integrity (การป้องกันการทุจริตใน…); else empty."""
    subject = _subject(pages) if _is_memo(pages) else ""
    return subject if re.search(alternatives("title_subjects.csv")["integrity"], subject) else ""


def _is_memo(pages: Sequence[Page]) -> bool:
    lines = [line for page in pages[:1] for line in lines_above(page)[:_SUBJECT_AMONG]]
    return any(MEMO.match(clean(line.text).strip()) for line in lines)


def is_letter(pages: Sequence[Page]) -> bool:
    """Whether a paper has the line เรื่อง … of a letter or memo at its head."""
    return bool(_subject(pages))


def _subject(pages: Sequence[Page]) -> str:
    """What stands behind เรื่อง at the head of a paper, over its lines."""
    lines = [clean(line.text).strip() for page in pages[:1] for line in lines_above(page)]
    start = next((n for n, text in enumerate(lines[:_SUBJECT_AMONG]) if _MEMO_SUBJECT.match(text)), None)
    if start is None:
        return ""
    first, *others = lines[start : start + _SUBJECT_LINES]
    ends = next((n for n, text in enumerate(others) if _INTRO.match(text)), len(others))
    return rejoin([_MEMO_SUBJECT.sub("", first), *others[:ends]]).strip()


def _is_year_of(before: str, text: str) -> bool:
    """Whether a number alone on its line is the year that the line before asks for, no page mark."""
    return _ASKS_YEAR.search(before) is not None and _YEAR_ALONE.fullmatch(text.strip()) is not None


def _parted(line: str) -> str:
    """A title's line with a space before the phrase it begins with: titles break between phrases."""
    return " " + line if _GOES_ON.match(line.strip()) else line


def _aligned(a: Line, b: Line, width: float) -> bool:
    """Whether two lines share their middle (centred titles) or their left edge, within 4 % of the page."""
    slack = 0.04 * width
    return abs(a.bbox.center[0] - b.bbox.center[0]) <= slack or abs(a.bbox.x0 - b.bbox.x0) <= slack


def _block(lines: Sequence[Line], width: float) -> list[Line]:
    block = [lines[0]]
    for line in lines[1:_MOST_LINES]:
        text, last = clean(line.text).strip(), block[-1]
        gap = line.bbox.y0 - last.bbox.y1
        announced = _ANNOUNCES.match(clean(block[0].text).strip())
        subject = announced and (_SUBJECT.match(text) or _NUMBER.fullmatch(text))
        if (
            (_INTRO.match(text) and not subject)
            or _TELLS.search(text)
            or gap > 1.6 * max(last.bbox.height, line.bbox.height)
        ):
            break
        if not _aligned(last, line, width):
            break
        if _YEAR_END.search(clean(last.text).strip()) and not _GOES_ON.match(text):
            break
        if agency_names(text) and any(agency_names(clean(item.text)) for item in block):
            break  # the title has named its agency; this line begins a sentence with it
        block.append(line)
    return block


def printed_code(lines: Sequence[str]) -> str | None:
    """An O-code printed with or above the title (``O43``, ``(O ๔๓)``); None when there is none or several."""
    codes = {f"O{int(to_arabic(m.group(1)))}" for line in lines for m in _CODE.finditer(line)}
    return codes.pop() if len(codes) == 1 else None
