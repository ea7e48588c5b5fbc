"""What the rows and columns of one table say that it is about: integrity, other work, counts or hours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from extract.data import rows
from extract.model import LogicalTable
from extract.records.headers import Header
from extract.thai.fold import unmarked, unmarked_pattern

BESIDE_SUBJECT = ("number", "responsible", "period", "budget")
"""Columns that say nothing of what a row is about: กลุ่มบริหารงานบุคคล, ตลอดปี."""
HALF = 0.5
"""Share of the rows of a column that must look alike."""
COUNTS = 2
"""Columns of mere numbers from which a table counts."""
_NUMBER = re.compile(r"[0-9๐-๙]{1,3}(?:[,.][0-9๐-๙]{3})*")
_TIME = re.compile(
    r"(?<![0-9๐-๙])[0-9๐-๙]{1,2}[.:][0-9๐-๙]{2}\s?(?:น\.|[-–]\s?[0-9๐-๙]{1,2}[.:])|^[0-9๐-๙]+\s?(?:ชั่วโมง|ชม\.|นาที|คาบ)"
)
_ITEM = re.compile(r"[(\[]?[Oo0โ]\s?-?\s?[0-9๐-๙]{1,2}[)\]]?[.:]?")
_SHARE = re.compile(r"ร้อยละ|%|คะแนน|บาท|งบ|ปี|พ\.\s?ศ|ไตรมาส|เดือน|[0-9๐-๙]")
_RISK_COLUMN = re.compile(r"(?:เหตุการณ์|ระดับ|ประเด็น|ปัจจัย|คะแนน|โอกาส[ก-๎]*)\s?(?:ของ)?ความเสี่ยง|^ความเสี่ยง")
RISKS = "การประเมินหรือบริหารความเสี่ยง / risk assessment"
OF_COUNTS = "สถิติหรือจำนวน / counts"
OF_HOURS = "กำหนดการ / programme of a day"
OF_ITEMS = "รายการข้อมูลที่ต้องเปิดเผย / items to publish"


@cache
def _row_cues() -> dict[str, re.Pattern[str]]:
    patterns: dict[str, list[str]] = {}
    for row in rows("row_cues.csv"):
        patterns.setdefault(row["speaks_for"], []).append(
            unmarked_pattern(row["pattern"].replace("\\s?", ""))
        )
    return {said: re.compile("|".join(found)) for said, found in patterns.items()}


def rows_say(texts: Sequence[str]) -> float:
    """How far the rows of a table are about what the assessment asks, −1 to 1; 0 where they say nothing.

    The subjects of ``data/row_cues.csv`` that a row names speak for integrity work or for other work; a row
    that names both, or none, says nothing.
    """
    cues = _row_cues()
    votes = [
        bool(cues["integrity"].search(text)) - bool(cues["other"].search(text))
        for text in map(unmarked, texts)
    ]
    return sum(votes) / len(votes) if votes else 0.0


def table_says(table: LogicalTable, header: Header) -> float:
    """``rows_say`` of the rows of ``table``, without the columns that name offices, times and sums."""
    beside = {index for index, field in header.fields().items() if field in BESIDE_SUBJECT}
    return rows_say(
        [
            " ".join(cell.text for column, parts in row.cells if column not in beside for cell in parts)
            for row in table.rows
            if row.kind == "body"
        ]
    )


def calls_measures(header: Header) -> bool:
    """Whether the column of measures is headed so, and not as one of projects or activities."""
    return any(column.field == "measure" and "มาตรการ" in column.printed for column in header.columns)


def of_other_form(table: LogicalTable, header: Header) -> str | None:
    """What a table is whose columns have another form than measures: risks, counts, hours, items; else None.

    Risks have a column of their own (ความเสี่ยงที่เหลืออยู่): controls stand beside them.
    """
    if any(
        column.field != "measure" and _RISK_COLUMN.search(column.printed.strip()) for column in header.columns
    ):
        return RISKS
    if _alike(table, _TIME.search, (column.index for column in header.columns if column.field == "period")):
        return OF_HOURS
    if calls_measures(header):
        return None
    if _alike(table, _ITEM.fullmatch, [header.columns[0].index] if header.columns else []):
        return OF_ITEMS
    may_count = [
        column.index
        for column in header.columns
        if column.field not in ("number", "budget", "period", "target") and not _SHARE.search(column.printed)
    ]
    counting = [index for index in may_count if _alike(table, _counts, [index])]
    return OF_COUNTS if len(counting) >= COUNTS else None


def _counts(text: str) -> bool:
    return text in "-–—" or _NUMBER.fullmatch(text) is not None


def _alike(
    table: LogicalTable, looks: Callable[[str], object], columns: Sequence[int] | Iterator[int]
) -> bool:
    """Whether more than half of the filled cells of one of the ``columns`` look so."""
    for column in columns:
        texts = (
            " ".join(cell.text for cell in row.parts(column)).strip()
            for row in table.rows
            if row.kind == "body"
        )
        filled = [text for text in texts if text]
        if filled and sum(bool(looks(text)) for text in filled) > HALF * len(filled):
            return True
    return False
