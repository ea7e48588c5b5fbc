"""Doubt about one cell's text: cut words, foreign lines, several values where one should stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, warning
from extract.doubt.words import impossible, unknown
from extract.model import Cell, Finding, Line
from extract.records.sections import announces
from extract.thai.digits import to_arabic

TOUCH = 1.0
"""Points from a border within which text on either side of it touches it: cells are padded by 2 and more."""
CLOSE = 0.25
"""Of the line height: a gap across a border as narrow as one between letters."""
SAME_LINE = 0.3
"""Of the line height by which two pieces of one printed line may differ in height."""
SMALL = 0.72
"""Of the height of a cell's other lines: a raised note number is printed this much smaller."""

_PAGE_MARK = re.compile(
    r"^\s*[-–—]\s*[\d๐-๙]{1,3}\s*[-–—]\s*$|^\s*หน้า(ที่)?\s*[\d๐-๙]{1,3}(\s*/\s*[\d๐-๙]{1,3})?\s*$"
)
_LONE_NUMBER = re.compile(r"^\s*[\d๐-๙]{1,2}\s*$")
_LONE_AMOUNT = re.compile(
    r"^\s*[\d๐-๙]{1,3}(,[\d๐-๙]{3})+(\.[\d๐-๙]{2})?\s*(บาท|\.-)?\s*$|^\s*[\d๐-๙]{4,}(\.[\d๐-๙]{2})?\s*(บาท|\.-)\s*$"
)
_NOT_TEXT = re.compile(r"^[\s\d๐-๙.,\-–—/()%]*$")
_NO_DIGITS = re.compile(
    r"(พ\.\s?ศ\.|ปีงบประมาณ|ปี)\s*$|(?:\bพ\.\s?ศ\.|ปีงบประมาณ(?:\s+พ\.\s?ศ\.)?)\s+(?=[-–ก-ฮ])|\s{2,}[-–]|^\s*[,.]+\s*$"
)
_MONTH_END = re.compile(
    r"(ม\.\s?ค|ก\.\s?พ|มี\.\s?ค|เม\.\s?ย|พ\.\s?ค|มิ\.\s?ย|ก\.\s?ค|ส\.\s?ค|ก\.\s?ย|ต\.\s?ค|พ\.\s?ย|ธ\.\s?ค)\."
)
_SHARE = re.compile(r"(?:ร้อยละ|รอยละ)\s*(\d{1,3}(?:\.\d+)?)|(\d{1,3}(?:\.\d+)?)\s*(?:%|เปอร์เซ็นต์)")
_OUT_OF = re.compile(r"(\d+)\s*[ก-๎]*\s*(?:จาก|ใน)\s*(?:ทั้งหมด|จำนวน)?\s*(\d+)")
_DIGIT_WORD = re.compile(r"[ก-๎][\d๐-๙]+[ก-๎]")
TEXTS = (
    *("measure", "procedure", "responsible", "period", "budget", "monitoring", "result", "status_text"),
    *("problem", "suggestion", "issue", "target", "evidence", "remark"),
)


def doubt_cells(table: ReadTable, doubts: Doubts) -> None:
    """Doubt the records of ``table`` by the text of their own cells."""
    fields = table.header.fields()
    for row in table.rows:
        for name, value in row.draft.values.items():
            cell = _cell(row, fields, name)
            for finding in _of_text(name, value.text, cell):
                doubts.of(row, finding)
        for column, name in fields.items():
            for cell in row.cells(column):
                for finding in _of_lines(name, cell):
                    doubts.of(row, finding)
        for finding in (*_over_borders(row, fields), *_status(row)):
            doubts.of(row, finding)
        if row.record.measure is not None and _NOT_TEXT.match(row.record.measure):
            doubts.of(row, warning("measure-not-text", row.record.measure, "measure"))


def _cell(row: ReadRow, fields: dict[int, str], name: str) -> Cell | None:
    return next((cell for n, held in fields.items() if held == name for cell in row.cells(n)), None)


def _of_text(name: str, text: str, cell: Cell | None) -> Iterator[Finding]:
    """What a field's text shows that no whole text has."""
    if name not in TEXTS:
        return
    odd = impossible(text)
    if odd is not None:
        yield warning("text-impossible", odd, name, cell)
    strange = unknown(text)
    if strange:
        yield warning("words-unknown", ", ".join(strange[:5]), name, cell)
    if name in ("period", "budget") and (_NO_DIGITS.search(text) or _lost_year(name, text)):
        yield warning("digits-missing", text, name, cell)


def _lost_year(name: str, text: str) -> bool:
    """Whether months stand without any digit though abbreviated months are followed by a year elsewhere."""
    months = _MONTH_END.findall(text)
    return name == "period" and len(months) > 1 and not re.search(r"[\d๐-๙]", text)


def _of_lines(name: str, cell: Cell) -> Iterator[Finding]:
    """Lines of a cell that belong to something else: a page mark, a note number, another row."""
    lines = [line for line in cell.lines if line.text.strip()]
    for line in lines:
        if _PAGE_MARK.match(line.text) and len(lines) > 1:
            yield warning("page-mark-in-cell", line.text.strip(), name, cell)
        elif (
            name not in ("measure", "procedure")
            and len(line.text) > 3
            and announces(line.text)
            and name != "section"
        ):
            yield warning("section-in-row", line.text.strip(), name, cell)
    if name in ("measure", "procedure") and any(_section_line(line, lines) for line in lines):
        yield warning("section-in-row", cell.text, name, cell)
    if name == "number":
        if sum(bool(_LONE_NUMBER.match(line.text.strip(" .)("))) for line in lines) > 1:
            yield warning("rows-run-together", cell.text, name, cell)
        return
    heights = sorted(line.bbox.height for line in lines)
    for line in lines:
        small = len(lines) > 1 and line.bbox.height < SMALL * heights[len(heights) // 2]
        if _LONE_NUMBER.match(line.text) and small and name not in ("budget", "period"):
            yield warning("raised-number", line.text.strip(), name, cell)
    if name == "budget" and sum(bool(_LONE_AMOUNT.match(line.text)) for line in lines) > 1:
        yield warning("rows-run-together", cell.text, name, cell)


def _section_line(line: Line, lines: Sequence[Line]) -> bool:
    """A whole line that names an instrument in brackets, as section rows do, inside a measure's cell."""
    text = line.text.strip()
    return len(lines) > 1 and re.search(r"\((?:[IEO]IT)\)\s*$", text) is not None and announces(text)


def _over_borders(row: ReadRow, fields: dict[int, str]) -> Iterator[Finding]:
    """Text that goes on across a border: its parts stand in two cells, letters as near as within a word."""
    columns = sorted(column for column, _ in row.row.cells) if row.row else []
    for left, right in zip(columns, columns[1:], strict=False):
        for one in row.cells(left):
            for two in row.cells(right):
                if one.page == two.page and _runs_over(one, two):
                    name = fields.get(left) or fields.get(right)
                    yield warning("text-over-border", f"{one.text[-12:]}|{two.text[:12]}", name, one)
                    if fields.get(right):
                        yield warning(
                            "text-over-border", f"{one.text[-12:]}|{two.text[:12]}", fields[right], two
                        )


def _runs_over(one: Cell, two: Cell) -> bool:
    border = one.bbox.x1
    for line in one.lines:
        if line.bbox.x1 < border - TOUCH:
            continue
        for other in two.lines:
            height = max(line.bbox.height, other.bbox.height)
            level = abs(line.bbox.center[1] - other.bbox.center[1]) <= SAME_LINE * height
            gap = other.bbox.x0 - line.bbox.x1
            if level and other.bbox.x0 <= border + TOUCH and gap <= CLOSE * height:
                return True
    return False


def _status(row: ReadRow) -> Iterator[Finding]:
    """Done, though the result tells of a part only: แล้วเสร็จร้อยละ ๕๐, ๓ จาก ๕ กิจกรรม."""
    text = row.record.status_text or row.record.result or ""
    if row.record.result_status != "done":
        return
    flat = to_arabic(text)
    shares = [float(one or two) for one, two in _SHARE.findall(flat)]
    counts = [(int(part), int(whole)) for part, whole in _OUT_OF.findall(flat)]
    if any(0 < share < 100 for share in shares) or any(0 < part < whole for part, whole in counts):
        yield warning("status-by-share", text, "result")
