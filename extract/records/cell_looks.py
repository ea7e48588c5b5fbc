"""Columns by what their cells look like, where the header was misread, is unknown, or has two senses.

Running numbers, periods, amounts, offices, phrases of what was done and long instructions look unlike one
another. A field that no header of the table names goes to the column whose cells look like it, if its header
is blank or no word, or shares a word with the field's headers (``FIELD_WORDS``). A well-read header of other
meaning keeps its column for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from extract.data import rows as fact_rows
from extract.model import LogicalRow
from extract.records.budget import parse_budget
from extract.records.departments import resolve_units
from extract.records.headers import Column, Header, field_of_header, kind_of_table
from extract.records.period import parse_period
from extract.records.short_prints import text_key
from extract.records.status import result_status
from extract.records.steps import following
from extract.thai.letters import to_arabic
from extract.thai.rejoin import rejoin
from extract.thai.tokens import tokens, words

MOST = 0.7
"""Share of a column's filled cells that must look like the field under a header that says nothing."""
SOME = 0.4
"""The same under a header that shares a word with the field's."""
LEAST = 2
"""Filled cells from which a column looks like anything."""
SHORT, LONG = 60, 15
"""Letters that an office, a period or an amount stays under; and that an instruction has at least."""
SAID = 0.75
"""Likeness of a header settled by its cells: under what is doubted only where its letters are impossible."""
YEAR = 2566
"""Any fiscal year: whether a cell is a period does not hang on it."""

FIELD_WORDS: Mapping[str, tuple[str, ...]] = {
    "number": ("ที่", "ลำดับ", "ข้อ", "no"),
    "responsible": (
        *(
            "รับผิดชอบ",
            "หน่วย",
            "ผู้ดำเนิน",
            "ผู้ปฏิบัติ",
            "ผู้ทำ",
            "ผู้ลงมือ",
            "ผู้ส่ง",
            "ดูแล",
            "เจ้าของ",
            "กอง",
            "ฝ่าย",
            "ทีม",
            "ใคร",
            "ทำโดย",
        ),
        *("responsib", "owner", "unit", "team"),
    ),
    "period": (
        *("เวลา", "กำหนด", "ช่วง", "ห้วง", "เดือน", "ไตรมาส", "วันที่", "ภายใน", "เสร็จ", "เริ่ม", "เมื่อ"),
        *("period", "time", "timing", "date"),
    ),
    "budget": ("งบ", "วงเงิน", "เงิน", "บาท", "ค่าใช้จ่าย", "budget", "cost"),
    "result": ("ผล", "ความสำเร็จ", "ความก้าวหน้า", "สถานะ", "เกิดขึ้น", "ได้อะไร", "result", "output", "outcome"),
    "measure": ("มาตรการ", "กิจกรรม", "โครงการ", "แนวทาง", "เรื่อง", "ชื่อ", "measure", "activit"),
    "procedure": (
        *("ขั้นตอน", "วิธี", "ดำเนินการ", "ดำเนินงาน", "ปฏิบัติ", "รายละเอียด", "แนวทาง", "ลงมือ", "สิ่งที่ทำ"),
        *("procedure", "step", "method"),
    ),
}
_ITEM = re.compile(r"[\s(]*([0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,2})?)[\s.)]*")
_AMOUNT = re.compile(r"[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})+|บาท|งบประมาณ")
# Two senses of one word: an outcome that is aimed at, and one that was reached.
_TWO_SENSES = frozenset({"target", "indicator"})
# What is to be done, and what was done.
_WORK = re.compile("(?:การ)?(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติ|ปฏิบัติงาน)")
_OF_SUCCESS = re.compile("(?:สำเร็จ|ผล).*(?:ร้อยละ|%)|(?:ร้อยละ|%).*(?:สำเร็จ|ผล)")
_ONLY_SHARE = re.compile("%|เปอร์เซ็นต์|ผล[ก-๎]*(?:สำเร็จ|งาน|การ)[ก-๎]*(?:ร้อยละ|%)")
"""Headers of shares that are how far the work is where no other column tells it."""
_PER_CENT = re.compile(r"(?:ร้อยละ)?\s*(?:[0-9๐-๙]{1,2}|100|๑๐๐)(?:\.[0-9๐-๙]+)?\s*(?:%|เปอร์เซ็นต์)?")


def by_content(header: Header, rows: Sequence[LogicalRow]) -> Header:
    """``header`` with the fields that the cells of the body ``rows`` below it show."""
    texts = [texts_of(column.index, rows) for column in header.columns]
    columns, taken = list(header.columns), {column.field for column in header.columns if column.field}
    if "number" not in taken:
        columns = _number(columns, texts)
    columns = _not_blank(columns, texts)
    if "status_text" not in taken:
        columns = _progress(columns, texts)
        taken = {column.field for column in columns if column.field}
    for name, looks in _LOOKS.items():
        if name in taken or (name == "procedure" and "measure" not in taken):
            continue
        shares = [_share(column, cells, name, looks) for column, cells in zip(columns, texts, strict=True)]
        best = max(shares, default=0.0)
        if best > 0 and shares.count(best) == 1:
            at = shares.index(best)
            settled = columns[at].field is not None and best == 1.0
            columns[at] = replace(columns[at], field=name, likeness=1.0 if settled else SAID)
            taken.add(name)
    found = tuple(columns)
    return header if found == header.columns else Header(found, kind_of_table(found), header.section)


def texts_of(column: int, rows: Sequence[LogicalRow]) -> list[str]:
    """The filled cells of a column, those that cover other columns left out."""
    cells = [row.parts(column) for row in rows if row.kind == "body"]
    own = [parts for parts in cells if parts and parts[0].column_span == 1]
    joined = [rejoin([cell.text for cell in parts]).strip() for parts in own]
    return [text for text in joined if re.search(r"[0-9๐-๙A-Za-zก-ฮ]", text)]


def _number(columns: list[Column], texts: Sequence[Sequence[str]]) -> list[Column]:
    """Item numbers in order at the left edge are the number column, whatever its header says."""
    for at, (column, cells) in enumerate(zip(columns, texts, strict=True)):
        if at > 1 or column.label or column.field not in (None, "issue", "measure"):
            break
        if len(cells) >= LEAST and in_order(cells):
            columns[at] = replace(column, field="number", likeness=SAID)
            break
        if cells and not all(map(_ITEM.fullmatch, cells)):
            break
    return columns


def _not_blank(columns: list[Column], texts: Sequence[Sequence[str]]) -> list[Column]:
    """A result of the year or round before, where the later one's column is blank so far."""
    for at, column in enumerate(columns):
        if column.field != "result" or texts[at]:
            continue
        for other, cells in enumerate(texts):
            if cells and columns[other].field is None and field_of_header(columns[other].printed) == "result":
                columns[at] = replace(column, field=None)
                columns[other] = replace(columns[other], field="result", likeness=1.0)
                return columns
    return columns


def _progress(columns: list[Column], texts: Sequence[Sequence[str]]) -> list[Column]:
    """A column of shares is how far the work is: a result in percent, ร้อยละความสำเร็จ beside an outcome."""
    for at, (column, cells) in enumerate(zip(columns, texts, strict=True)):
        beside = {other.field for other in columns if other is not column} & {"target", "result"}
        shares = len(cells) >= LEAST and all(map(_PER_CENT.fullmatch, cells))
        alone = not any(other.field == "result" for other in columns if other is not column)
        may_be = column.field == "result" or (column.field in (None, "target") and beside)
        named = may_be and _OF_SUCCESS.search(column.printed) and "พอใจ" not in column.printed
        bare = alone and column.field is None and _ONLY_SHARE.fullmatch(column.printed.strip())
        if shares and (named or bare):
            columns[at] = replace(column, field="status_text", likeness=1.0 if named else SAID)
            break
    return columns


def in_order(cells: Sequence[str]) -> bool:
    """Whether all cells are item numbers and nearly each follows the one above, or begins anew at 1."""
    numbers = [to_arabic(match.group(1)) if (match := _ITEM.fullmatch(cell)) else None for cell in cells]
    if None in numbers:
        return False
    steps = [after in (following(before), "1") for before, after in zip(numbers, numbers[1:], strict=False)]
    return sum(steps) >= MOST * len(steps)


def _share(column: Column, cells: Sequence[str], name: str, looks: Callable[[str], bool]) -> float:
    """The share of cells that look like a field, 0 where that is not enough under such a header."""
    work = column.field == "procedure" and _WORK.fullmatch(text_key(column.printed)) is not None
    two = name == "result" and (column.field in _TWO_SENSES or work)
    if (column.field is not None and not two) or column.label or len(cells) < LEAST:
        return 0.0
    named = _shares_word(column.printed, name)
    if not named and not two and not _says_nothing(column.printed):
        return 0.0
    share = sum(map(looks, cells)) / len(cells)
    return share if share >= (SOME if named else MOST) else 0.0


def _shares_word(printed: str, name: str) -> bool:
    key = text_key(printed)
    return any(text_key(word) in key for word in FIELD_WORDS[name])


def _says_nothing(printed: str) -> bool:
    """Whether a header is blank or made of no words: it was misread."""
    if not printed.strip():
        return True
    parts = [part for part in tokens(printed) if re.search("[ก-ฮA-Za-z]", part)]
    known = sum(len(part) for part in parts if len(part) > 1 and part in words())
    return known < 0.5 * sum(map(len, parts))


def is_office(text: str) -> bool:
    """Whether a text names offices and nothing beside."""
    found = resolve_units(text)
    return len(text) <= SHORT and bool(found.canonical) and not found.findings


def is_period(text: str) -> bool:
    """Whether a text is a period."""
    found = parse_period(text, YEAR)
    return len(text) <= SHORT and (found.start is not None or found.end is not None)


def is_amount(text: str) -> bool:
    """Whether a text is an amount of money."""
    return len(text) <= SHORT and _AMOUNT.search(text) is not None and parse_budget(text)[0] is not None


def tells_result(text: str) -> bool:
    """Whether a text says what became of a measure."""
    return result_status(text, None)[0] in ("done", "in_progress", "not_done")


@cache
def _verbs() -> re.Pattern[str]:
    listed = [re.escape(row["verb"]) for row in fact_rows("status_verbs.csv")]
    verbs = "|".join((*listed, "จัด", "ให้", "ทบทวน", "กำหนด", "ติด", "เปิด", "แจ้ง", "สร้าง", "เพิ่ม", "ลด"))
    return re.compile(rf"^[\s0-9๐-๙.()\-•]*(?:การ|ให้|มาตรการ)?(?:{verbs})")


def to_be_done(text: str) -> bool:
    """Whether a text begins with what is to be done."""
    return _verbs().match(text) is not None and not is_period(text)


def _instructs(text: str) -> bool:
    return len(text) >= LONG and to_be_done(text)


def _says_how(text: str) -> bool:
    """Whether a text says how something is done: no office, period or amount, and no word of a status."""
    return len(text) >= LONG and not (
        is_office(text) or is_period(text) or is_amount(text) or tells_result(text)
    )


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "budget": is_amount,
    "period": is_period,
    "responsible": is_office,
    "result": tells_result,
    "measure": _instructs,
    "procedure": _says_how,
}
"""Fields by the look of their cells, the surest first."""
