"""Which column holds what: printed header texts to the fields of a record.

The prints stand in ``data/headers.csv``. A print is looked up exactly (white space, digit script and tone
order folded), then without its bracketed or dated tail, then by likeness for OCR errors, then as the start
of a longer text. Headers of two and three levels are joined from the cells above a column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, cast

from rapidfuzz import fuzz, process

from extract.data import rows as fact_rows
from extract.model import Cell, LogicalRow
from extract.records.departments import resolve_units
from extract.records.short_prints import EDGES, distance, text_key
from extract.records.status import names_status
from extract.thai.letters import without_raised

TableKind = Literal["measure", "score", "other"]
PeriodEnd = Literal["start", "end"]

# Likeness (0-100) below which an unknown print stays unknown, and its lead over the best print of any other
# field. Measured on every print of headers.csv with 1-3 random Thai letters changed or dropped
# (11,500 tries; tests/records/test_headers.py draws more): none went to a wrong field at these values.
LIKENESS = 80.0
MARGIN = 8.0
# Shorter keys ("ที่", "ข้อ") differ from one another by a single letter: only exact.
FUZZY_LENGTH = 6
# The name of a period's end beside that of the other: letters it has, and how far it may be misread.
LEAST_END, END_MISREAD = 5, 1.5
# A known print must make up this share of a longer text to stand for it.
PREFIX_SHARE = 0.4

_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
# A scan misreads a digit of the year (๒๔๖๗); it is no part of the name whatever it says.
_YEAR_TAIL = re.compile(r"(ประจำ)?(ปี)?(งบประมาณ)?(พ\.?ศ\.?)?(?<!\d)2\d{3}$")
_YEAR_FRONT = re.compile(r"^(ประจำ)?(ปี)?(งบประมาณ)?(พ\.?ศ\.?)?2\d{3}(?!\d)")
_ITEM_FRONT = re.compile(r"^\d{1,2}[.)]")
_SHORT_MONTH = (
    r"(?:ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค)\.?(?:-?\d{2,4})?"
)
_LONG_MONTH = (
    r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม"
    r"|พฤศจิกายน|ธันวาคม)(?:\d{2,4})?"
)
_MONTHS_TO = rf"(?:{_SHORT_MONTH}|{_LONG_MONTH})[-–—](?:{_SHORT_MONTH}|{_LONG_MONTH})"
_TIME_LABEL = re.compile(
    rf"^(ไ[ตด]รมาส(ที่)?[1-4]?(\({_MONTHS_TO}\))?|q[1-4]|(สัปดาห์|ส\.?|w|week)(ที่)?[1-5]"
    rf"|(รอบ)?(6เดือน|ครึ่งปี)(แรก|หลัง)(\({_MONTHS_TO}\))?|{_MONTHS_TO}"
    rf"|{_SHORT_MONTH}|{_LONG_MONTH}|(พ\.?ศ\.?)?25\d\d|[1-4])$"
)
_WEEK = re.compile(r"^((สัปดาห์|ส\.?|w|week)(ที่)?)?[1-5]$")
_MONTH = re.compile(
    r"^(เดือน)?((ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค)\.?|[ก-๎]+(คม|ยน|พันธ์))"
    r"\s?(\d{2,4})?$"
)
_SECTIONS = re.compile(r"^(?:ด้าน|มิติ|หมวด|กลุ่ม(?:งาน|มาตรการ)?|เครื่องมือ|แบบวัด)(?:ที่)?$")
"""Columns whose merged cells name what holds for the rows beside them."""
_NO_BUDGET = re.compile(r"^ไม่(?:ใช้|มี)(?:งบ(?:ประมาณ)?)?$")
_BOTH = re.compile(
    r"(?P<first>.+?)(?:และ|/|พร้อม(?:ทั้ง|ด้วย)?|[(+,-])(?:ผล(?!กระทบ|ประโยชน์|ผลิต)|สถานะ|ความคืบหน้า).*"
)
_FORM_OF = re.compile("^(?:รายการ|รายละเอียด|ชื่อ)(?:ของ)?")
_LATIN = re.compile(r"[a-z][a-z.&/ -]*")
_REMEDY = re.compile(r"^(แนวทาง|วิธี).*(แก้ไข|ปรับปรุง)|^การแก้ไข")
_HOPED = re.compile("คาดหวัง|คาดว่า|ที่ต้อง|expected")
_TOLD = re.compile("^(รายละเอียด|รายงาน|สรุป|ข้อมูล)(ของ|การ)?(?=ผล)")
_PROGRESS = re.compile(
    "(ก้าวหน้า|คืบหน้า|แล้วเสร็จ|progress).*(ร้อยละ|%|เปอร์เซ็นต์)|(ร้อยละ|%|เปอร์เซ็นต์)(ของ|ความ|การ|ดำเนินการ|ดำเนินงาน|งาน|ที่)*(ก้าวหน้า|คืบหน้า|แล้วเสร็จ|progress)"
)
_ROUND = re.compile(r"รอบ(?:ที่)?(\d{1,2})(?:เดือน)?")
_STATUS = re.compile("สถาน(?:ะ|ภาพ)(?:(?!ที่ตั้ง|การเงิน)[^0-9]){0,30}")
_YEAR = re.compile(r"(?:25|20)\d\d|(?<=ปี)\d\d(?!\d)")
_BESIDE_MEASURE = frozenset({"procedure", "responsible", "period", "result", "status_text"})
MARKED = frozenset({"period", "status_text", "responsible", "budget"})
"""Fields that several columns may share, each with its own label."""
_JOINTS = re.compile("/|และ|หรือ")
_OF = re.compile(r"\s(?:of|for|to|in|on|by)\s")
_NAME_OF = re.compile("^(?:ราย)?ชื่อ(?=.)")
_GOES_ON = re.compile("ของ|ใน|ที่|เพื่อ|ตาม|จาก|สำหรับ|ซึ่ง|หรือ|และ|การ|โดย")
_AIMED_AT = re.compile("ปิด|ลด|แก้|ป้องกัน|ควบคุม|เสริม|ยก|จัดการ|รองรับ|ส่งเสริม|พัฒนา|สร้าง|เพิ่ม|กำกับ|ปรับปรุง")
"""What a measure does: มาตรการปิดช่องโหว่."""
_HEAD_NOUNS = frozenset(
    {
        "procedure",
        "responsible",
        "period",
        "budget",
        "result",
        "status_text",
        "problem",
        "suggestion",
        "target",
    }
)
_SCORE_FIELDS = frozenset({"score", "weight", "weighted", "level"})


@dataclass(frozen=True, slots=True)
class Match:
    """What a header text says: its field (None when unknown) and how like the listed print it is, 0-1."""

    field: str | None
    likeness: float = 0.0
    second: str | None = None
    stands_for: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``label`` is what a mark under it says, else empty: the month, quarter or year under a period header, or
    one of the statuses that a report chooses from. ``end`` tells that the column holds one end of the period.
    """

    index: int
    printed: str
    field: str | None
    likeness: float = 0.0
    label: str = ""
    end: PeriodEnd | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, what kind of table they make it, and the column whose cells name sections."""

    columns: tuple[Column, ...]
    kind: TableKind
    section: int | None = None

    def column_of(self, field: str) -> int | None:
        """Index of the first column holding ``field``."""
        return next((c.index for c in self.columns if c.field == field), None)

    def fields(self) -> dict[int, str]:
        """Column index to field, unknown columns left out."""
        return {c.index: c.field for c in self.columns if c.field}


NO_HEADER = Header((), "other")


@cache
def _known() -> dict[str, Match]:
    return {
        text_key(r["printed"]): Match(r["field"], 1.0, r["second"] or None, r["stands_for"] or None)
        for r in fact_rows("headers.csv")
    }


# A scan loses tone marks first: ที for ที่, ขอ for ข้อ.
_MARKS_LOST = 0.9


@cache
def _unmarked() -> dict[str, Match]:
    """Prints without their tone marks, those of one field only."""
    found: dict[str, set[Match]] = {}
    for key, match in _known().items():
        found.setdefault(without_raised(key), set()).add(replace(match, likeness=_MARKS_LOST))
    return {key: min(some, key=str) for key, some in found.items() if len({m.field for m in some}) == 1}


@cache
def _long_keys() -> tuple[str, ...]:
    return tuple(k for k in _known() if len(k) >= FUZZY_LENGTH)


@cache
def _longest_alike() -> float:
    """Letters beyond which no listed print reaches LIKENESS: ratio is 2 · common / (a + b)."""
    return max(map(len, _long_keys())) * (200 / LIKENESS - 1)


def _bare(key: str) -> str:
    bare = _YEAR_FRONT.sub("", _YEAR_TAIL.sub("", _ITEM_FRONT.sub("", _BRACKETS.sub("", key))))
    return bare.strip(EDGES) or ("งบประมาณ" if key.startswith("งบประมาณ") else key)


def _alike(key: str) -> Match:
    """The listed print most like ``key``, when no other field comes near it."""
    if len(key) > _longest_alike():
        return Match(None)
    found = process.extract(key, _long_keys(), scorer=fuzz.ratio, limit=12, score_cutoff=LIKENESS - MARGIN)
    if not found or found[0][1] < LIKENESS:
        return Match(None)
    best = _known()[found[0][0]]
    rival = max((score for k, score, _ in found if _known()[k].field != best.field), default=0.0)
    if found[0][1] - rival < MARGIN:
        return Match(None)
    return replace(best, likeness=found[0][1] / 100)


def listed(text: str) -> Match:
    """The listed print that ``text`` is letter for letter, but for a bracketed or dated tail."""
    key = text_key(text)
    return _known().get(key) or _known().get(_bare(key)) or Match(None)


@lru_cache(maxsize=4096)
def match_header(text: str) -> Match:
    """Return the field a header cell names, exactly or by likeness; unknown when two fields are as near.

    What is hoped for is an aim and no result; how far the work is, in percent, is its status.
    """
    key = text_key(text)
    if not key:
        return Match(None)
    if _PROGRESS.search(key) or _STATUS.fullmatch(key):
        return Match("status_text", 1.0)
    found = _named(key)
    if found.field is None and _LATIN.match(key) and not re.search("[ก-ฮ]", key):
        return _english(text)
    return _aimed(found, key)


def _aimed(found: Match, key: str) -> Match:
    """``found``, a result that is but hoped for as the target it is."""
    return Match("target", found.likeness) if found.field == "result" and _HOPED.search(key) else found


def _named(key: str) -> Match:
    """The field of a folded print."""
    if (found := listed(key)).field:
        return found
    if _LATIN.search(key) and (bilingual := _bilingual(key)).field:
        return bilingual
    if without_raised(key) in _unmarked():
        return _unmarked()[without_raised(key)]
    if key.endswith("ฯ") and (cut := _cut_short(key)).field:
        return cut
    if _TIME_LABEL.match(key):
        return Match("period", 1.0) if not key.isdigit() else Match(None)
    if _measure_and_result(key):
        return Match("measure", 1.0)  # the result is parted off at its label (lists.result_apart)
    if (told := _TOLD.sub("", key)) != key and _known().get(told, Match(None)).field == "result":
        return _known()[told]  # รายละเอียดผลการดำเนินงาน
    found = _alike(_bare(key)) if len(key) >= FUZZY_LENGTH else Match(None)
    return found if found.field else _all_alike(key)


def _cut_short(key: str) -> Match:
    """A print cut short by ฯ (วิธีฯ, ระยะเวลาฯ): the shortest listed one that begins so."""
    front = key.rstrip("ฯ")
    whole = [known for known in _known() if known.startswith(front)] if len(front) > 2 else []
    return _known()[min(whole, key=len)] if whole else Match(None)


def _measure_and_result(key: str) -> bool:
    """Whether a print names the measure and its result together: มาตรการและผลการดำเนินการ."""
    parts = _BOTH.fullmatch(key)
    if parts is None:
        return False
    first = _FORM_OF.sub("", parts["first"])
    return _known().get(first, Match(None)).field == "measure"


def _all_alike(key: str) -> Match:
    """A print of known prints with strokes or และ between (กิจกรรม/โครงการ/มาตรการ), when all name one field.

    Beside มาตรการ may stand what no list has, or how it is carried out: มาตรการ/แนวปฏิบัติ, กลไกและมาตรการ.
    """
    parts = [_known().get(part, Match(None)) for part in _JOINTS.split(key)]
    fields = {match.field for match in parts}
    whole = next((match for match in parts if match.field == "measure" and match.second is None), None)
    if whole is not None and fields <= {"measure", "procedure", None}:
        return whole
    return min(parts, key=lambda m: m.second or "") if len(fields) == 1 else Match(None)


def _bilingual(key: str) -> Match:
    """A header printed in Thai and English (Measure (มาตรการ)): its Thai decides, else its English."""
    thai = _LATIN.sub("", key).strip("()[]/.,:;*- ")
    english = "".join(_LATIN.findall(key)).strip("/.&- ")
    return next((_known()[part] for part in (thai, english) if part in _known()), Match(None))


def _english(text: str) -> Match:
    """The field of a longer English header, by its noun: Anti-corruption measure, Unit in charge."""
    words = _OF.split(text.lower(), maxsplit=1)[0].split()
    ends = (text_key(" ".join(words[n:])) for n in range(len(words)))
    found = next((_known()[end] for end in ends if end in _known()), None)
    return _aimed(replace(found, likeness=_MARKS_LOST), text_key(text)) if found else Match(None)


def is_header_text(text: str) -> bool:
    """Whether ``text`` is a listed header print, OCR errors allowed. Months, quarters, เริ่มต้น, สิ้นสุด count."""
    return match_header(text).field is not None or _period_end(text) is not None


def is_mark_label(text: str) -> bool:
    """Whether a mark under ``text`` says it: a month, a quarter, a week or a status to choose."""
    return bool(_TIME_LABEL.match(text_key(text))) or names_status(text)


def field_of(text: str) -> str | None:
    """The field that a header print names, OCR errors allowed."""
    return match_header(text).field


def _starts_with_known(text: str) -> Match:
    """A longer header whose front is a listed print: ผลการดำเนินการ ณ วันที่ …; only sound in header rows.

    A print of a whole sentence is named by its first noun (ขั้นตอน|ในการขับเคลื่อนมาตรการ), as Thai is; but for
    the measure, whose words stand at the head of other columns as well (มาตรการที่สอดคล้อง).
    """
    key = _NAME_OF.sub("", _bare(text_key(text)))
    fronts = [k for k in _long_keys() if key.startswith(k)]
    best = max(fronts, key=len, default="")
    heads = bool(best) and _known()[best].field in _HEAD_NOUNS and _GOES_ON.match(key, len(best)) is not None
    heads = heads or (best == "มาตรการ" and _AIMED_AT.match(key, len(best)) is not None)
    if best and (heads or len(best) >= PREFIX_SHARE * len(key)):
        return _aimed(replace(_known()[best], likeness=len(best) / len(key)), key)
    return Match(None)


def field_of_header(text: str) -> str | None:
    """The field that the text of a header row names, by its front where the whole is unknown."""
    return match_header(text).field or _starts_with_known(text).field


def _stack(rows: Sequence[LogicalRow], column: int) -> list[str]:
    """Texts of the header cells over ``column``, outermost first, spanning cells included once."""
    texts: list[str] = []
    for row in rows:
        cell = _cell_over(row, column)
        if cell is not None and cell.text.strip() and (not texts or texts[-1] != cell.text.strip()):
            texts.append(cell.text.strip())
    return texts


def _cell_over(row: LogicalRow, column: int) -> Cell | None:
    for start, parts in row.cells:
        if parts and start <= column < start + parts[0].column_span:
            return parts[0]
    return None


def _read_column(index: int, texts: Sequence[str], shared: bool = False) -> tuple[Column, Match]:
    """Read the header stack over a column: whole, then from its lowest text up; months are a label.

    Under a text ``shared`` with other columns, the text of the column itself counts first: การติดตาม over
    ระยะเวลา and ผลการดำเนินการ does not make the latter การติดตามผลการดำเนินการ.
    """
    printed = " ".join(texts)
    if not texts:
        return Column(index, "", None), Match(None)
    label = texts[-1].replace("ไดรมาส", "ไตรมาส") if _TIME_LABEL.match(text_key(texts[-1])) else ""
    if label and len(texts) > 1 and _WEEK.match(text_key(label)) and _MONTH.match(text_key(texts[-2])):
        texts, label = texts[:-1], texts[-2]  # the weeks of a month: their days are not printed
    above = texts[:-1] if label else texts
    itself = shared and len(above) > 1 and len(text_key(above[-1])) >= FUZZY_LENGTH
    for text in (*(above[-1:] if itself else ()), " ".join(above), *reversed(above)):
        match = match_header(text)
        if match.field:
            break
    else:
        match = match_header(label) if label else _starts_with_known(printed)
    label = label if match.field == "period" else ""
    return Column(index, printed, match.field, match.likeness, label), match


def _named_by_parent(texts: Sequence[str], column: Column) -> bool:
    """Whether a column has its field from the text above its own."""
    own = bool(texts) and (match_header(texts[-1]).field or match_header(" ".join(texts)).field)
    return len(texts) > 1 and column.field is not None and not column.label and not own


def _settle(found: list[tuple[Column, Match]]) -> tuple[Column, ...]:
    """Give each field to one column (periods by month may share), the rest their second field or none."""
    columns = [c for c, _ in found]
    taken: dict[str, int] = {}
    for n, (column, match) in enumerate(found):
        field = column.field
        if not field or (field in MARKED and column.label) or column.end:
            continue
        if field not in taken:
            taken[field] = n
            continue
        keeper = taken[field]
        loser = n if _rank(*found[keeper]) >= _rank(column, match) else keeper
        taken[field] = keeper if loser == n else n
        columns[loser] = replace(columns[loser], field=None)
    for n, (_, match) in enumerate(found):
        if columns[n].field is None and match.second and match.second not in taken:
            taken[match.second] = n
            columns[n] = replace(columns[n], field=match.second)
    return tuple(_reinterpret(columns, found, taken))


def _rank(column: Column, match: Match) -> tuple[bool, bool, int, float]:
    """Which of two columns keeps a field, the higher: at the same rank the left one.

    A print that only stands for its field where no other column has it (เบิกจ่าย for งบประมาณ) yields, then
    one that may be another field. Of results the later year's or round's is the report's own. Then the nearer
    print counts.
    """
    key = text_key(column.printed)
    times = [int(number) for number in (*_YEAR.findall(key), *_ROUND.findall(key))]
    late = max(times, default=0) if match.field in ("result", "status_text") else 0
    return match.stands_for != match.field, match.second is None, late, column.likeness


def _reinterpret(
    columns: list[Column], found: list[tuple[Column, Match]], taken: dict[str, int]
) -> list[Column]:
    """ประเด็น… is the measure if no other is; ปัญหา after the result is its problem, แนวทางแก้ไข its remedy."""
    if "measure" not in taken:
        stands = (n for n, (_, m) in enumerate(found) if m.stands_for == "measure" and columns[n].field)
        stand = next(stands, None)
        if stand is not None:
            taken["measure"] = stand
            columns[stand] = replace(columns[stand], field="measure")
    issue, result = taken.get("issue"), taken.get("result")
    late = issue is not None and result is not None and issue > result and "problem" not in taken
    if issue is not None and late and columns[issue].field == "issue" and "ปัญหา" in columns[issue].printed:
        columns[issue] = replace(columns[issue], field="problem")
    for n, column in enumerate(columns):
        late = n > taken.get("problem", len(columns)) and "suggestion" not in taken
        spare = column.field is None or column.field == found[n][1].second
        if late and spare and _REMEDY.search(text_key(column.printed)):
            taken["suggestion"] = n
            columns[n] = replace(column, field="suggestion")
    return columns


def kind_of_table(columns: Sequence[Column]) -> TableKind:
    """What kind of table such columns make."""
    fields = {c.field for c in columns}
    if fields & _SCORE_FIELDS and not fields & _BESIDE_MEASURE:
        return "score"
    both = any(c.field == "measure" and _measure_and_result(text_key(c.printed)) for c in columns)
    return "measure" if "measure" in fields and (both or fields & _BESIDE_MEASURE) else "other"


def read_header(rows: Sequence[LogicalRow], columns: int) -> Header:
    """Map each of ``columns`` table columns to a field, from the header ``rows`` of one printing.

    Only tables with a measure and at least one of procedure, responsible, period, result and status are
    measure tables; lists, forms and announcements are ``other``.
    """
    if not rows:
        return NO_HEADER
    stacks = _with_whole_years([_stack(rows, n) for n in range(columns)])
    found = [
        _read_column(n, texts, any(texts[:1] == other[:1] for m, other in enumerate(stacks) if m != n))
        for n, texts in enumerate(stacks)
    ]
    for n, texts in enumerate(stacks):
        if _named_by_parent(texts, found[n][0]) and any(
            other[0] == texts[0] and len(other) > 1 and match_header(other[-1]).field
            for m, other in enumerate(stacks)
            if m != n and other
        ):
            # beside children that name their columns, the parent names none: การดำเนินงาน > ผู้รับผิดชอบ | ที่เก็บ
            found[n] = Column(n, found[n][0].printed, None), Match(None)
    found = _with_period_ends(found, stacks)
    settled = _settle(_with_marked(_with_choices(found, stacks), stacks))
    beside = next((c.index for c in settled if not c.field and _SECTIONS.match(text_key(c.printed))), None)
    return Header(settled, kind_of_table(settled), beside)


_MONTHS = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.")
_LEAST_MONTHS, _LONGEST_MONTH = 3, 8
"""Months that must stand in order beside a misread one; letters of a short month, as a scan gives it."""


def _with_whole_years(stacks: Sequence[list[str]]) -> list[list[str]]:
    """``stacks`` with a header cell that was misread among months as the month that its place says.

    ต.ค. พ.ย. S.ค. ม.ค. can only be a December; so it is where the others count on over it.
    """
    places = {n: _MONTHS.index(m) for n, texts in enumerate(stacks) if texts and (m := _short(texts[-1]))}
    starts = [(place - n) % len(_MONTHS) for n, place in places.items()]
    if len(places) < _LEAST_MONTHS or len(set(starts)) > 1:
        return list(stacks)
    out = list(stacks)
    first, last = min(places), max(places)
    ends = [(first - 1, first), (last + 1, last)]  # under the same heading the row of months goes on
    heads = {n: stacks[n][:-1] for n in (first - 1, first, last, last + 1) if 0 <= n < len(stacks)}
    over = [n for n, near in ends if heads.get(n) and heads[n] == heads[near]]
    for n in (*range(first, last + 1), *over):
        if n not in places and stacks[n] and len(stacks[n][-1]) <= _LONGEST_MONTH:
            out[n] = [*stacks[n][:-1], _MONTHS[(starts[0] + n) % len(_MONTHS)]]
    return out


def _short(text: str) -> str | None:
    """The short month that ``text`` is, dots and spaces aside."""
    bare = re.sub(r"[.\s]", "", text)
    return next((month for month in _MONTHS if month.replace(".", "") == bare), None)


_Found = list[tuple[Column, Match]]


def _with_period_ends(found: _Found, stacks: Sequence[list[str]]) -> _Found:
    """``found`` with two neighbours that are named เริ่มต้น and สิ้นสุด as the ends of one period.

    Beside one of them, or under the name of a period, the other may be misread: สินสุด.
    """
    out = list(found)
    for n, (one, two) in enumerate(pairwise(stacks)):
        if not (one and two):
            continue
        first, last = _period_end(one[-1]), _period_end(two[-1])
        under = len(one) > 1 and one[:-1] == two[:-1] and match_header(one[-2]).field == "period"
        if under or first or last:
            first, last = first or _like_end(one[-1]), last or _like_end(two[-1])
        if (first, last) == ("start", "end"):
            for at, texts, end in ((n, one, "start"), (n + 1, two, "end")):
                column = Column(at, " ".join(texts), "period", 1.0, end=cast(PeriodEnd, end))
                out[at] = column, Match("period", 1.0)
    return out


def _with_marked(found: _Found, stacks: Sequence[list[str]]) -> _Found:
    """``found`` with columns that a mark chooses: offices under ผู้รับผิดชอบ, ไม่ใช้ under งบประมาณ."""
    out = list(found)
    under = [match_header(texts[-2]).field if len(texts) > 1 else None for texts in stacks]
    offices = [
        over == "responsible" and bool(resolve_units(texts[-1]).canonical)
        for over, texts in zip(under, stacks, strict=True)
    ]
    for n, texts in enumerate(stacks):
        name = "responsible" if offices[n] and sum(offices) > 1 else None
        label = texts[-1] if texts else ""
        if under[n] == "budget" and _NO_BUDGET.match(text_key(label)):
            name, label = "budget", "ไม่ใช้งบประมาณ"
        if name:
            out[n] = Column(n, " ".join(texts), name, 1.0, label=label), Match(name, 1.0)
    return out


@cache
def _period_ends() -> dict[str, str]:
    return {text_key(row["printed"]): row["end"] for row in fact_rows("period_ends.csv")}


def _period_end(text: str) -> str | None:
    return _period_ends().get(text_key(text))


def _like_end(text: str) -> str | None:
    """The end of a period that ``text`` is likely a misread name of."""
    key = text_key(text)
    apart = {name: distance(key, name) for name in _period_ends() if len(name) >= LEAST_END}
    nearest = min(apart, key=apart.__getitem__)
    return _period_ends()[nearest] if apart[nearest] <= END_MISREAD else None


def _status_in(text: str) -> str:
    """The status that stands in one header cell behind the name of the result: ผลการปฏิบัติ ยังไม่ทำ."""
    for at in range(len(text) - 1, 1, -1):
        front, behind = text[:at], text[at:].strip()
        if listed(front).field in ("result", "status_text") and names_status(behind):
            return behind
    return text


def _with_choices(found: _Found, stacks: Sequence[list[str]]) -> _Found:
    """``found`` with columns side by side that each name another status: a mark under one chooses it."""
    out = list(found)
    stacks = [[*texts[:-1], _status_in(texts[-1])] if texts else texts for texts in stacks]
    choice = [
        bool(texts) and not found[n][0].end and names_status(texts[-1]) for n, texts in enumerate(stacks)
    ]
    under = [match_header(texts[-2]).field if len(texts) > 1 else None for texts in stacks]
    for n, texts in enumerate(stacks):  # under สถานะ, beside one that is: ทำอยู่
        alike = [m for m in range(len(stacks)) if m != n and choice[m] and stacks[m][:-1] == texts[:-1]]
        choice[n] = choice[n] or (under[n] == "status_text" and bool(alike))
    for n, texts in enumerate(stacks):
        beside = {stacks[m][-1] for m in (n - 1, n + 1) if 0 <= m < len(stacks) and choice[m]}
        if choice[n] and beside - {texts[-1]}:
            column = Column(n, " ".join(texts), "status_text", 1.0, label=texts[-1])
            out[n] = column, Match("status_text", 1.0)
    return out
