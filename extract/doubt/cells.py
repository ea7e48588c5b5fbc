"""Doubt about one cell's text: cut words, foreign lines, several values where one should stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, runs_across, warning
from extract.doubt.words import cut_end, impossible, unknown
from extract.model import DIGITAL, Cell, Finding, Line
from extract.pages.lines import is_marked_number
from extract.records.normalise import TEXT_FIELDS
from extract.records.rows import dash_to_none
from extract.records.sections import announces, latin_instruments
from extract.thai.letters import to_arabic
from extract.thai.misread import misread

TOUCH = 1.0
"""Points from a border within which text on either side of it touches it: cells are padded by 2 and more."""
CLOSE = 0.25
"""Of the line height: a gap across a border as narrow as one between letters."""
SAME_LINE = 0.3
"""Of the line height by which two pieces of one printed line may differ in height."""
SMALL = 0.8
"""Of the height of a cell's other lines: a raised note number is printed this much smaller."""

OVER = 0.5
"""Of the lower of two lines: as much of one over the other is no line spacing."""

FEW_DATES, DATED = 3, 0.6
"""Periods of a table, and their share, that end with a year, from which one without has lost it."""

_LONE_NUMBER = re.compile(r"^\s*[\d๐-๙]{1,2}(?:\.[\d๐-๙]{1,2})?\s*$")
_LONE_AMOUNT = re.compile(
    r"^\s*[\d๐-๙]{1,3}(,?[\d๐-๙]{3})+(\.[\d๐-๙]{2})?\s*(บาท|\.-)?\s*$|^\s*ไม่ใช้งบประมาณ\s*$"
)
_WHOLE_DATE = re.compile(
    r"^\s*(?:ภายใน)?(?:วันที่|เดือน)?\s*(?:\d{1,2}\s)?\s*(?:(?!พ\.\s?ศ)(?:[มกพสตธ]|มี|เม|มิ)\.\s?[คพยธ]\.|[ก-ฮา-์]{4,}(?:คม|ยน|พันธ์))\s*(?:พ\.ศ\.)?\s*\d{2,4}\s*$"
    r"|^\s*ตลอดปี(?:งบประมาณ)?.*$|^\s*ไตรมาส(?:ที่)?\s*\d(?:\s*-\s*\d)?\s*$"
)
_NOT_TEXT = re.compile(r"^[\s\d๐-๙.,\-–—/()%]*$")
_NO_DIGITS = re.compile(
    r"พ\.\s?ศ\.\s*$|พ\.\s?ศ\.\s+[-–]|\s{2,}[-–](?!\s{2,}.*\d)|^\s*[,.]+\s*$|^\s*[-–]\s*(?=[ก-ฮ])"
)
_FIRST_LOST = re.compile(r"\s*[-–—]\s*[\d๐-๙]")
"""- 26 พฤษภาคม of a scan, which began with a day; typed, it is a bullet."""
_MONTH_SHORT = re.compile(
    r"(?:ม\.\s?ค|ก\.\s?พ|มี\.\s?ค|เม\.\s?ย|พ\.\s?ค|มิ\.\s?ย|ก\.\s?ค|ส\.\s?ค|ก\.\s?ย|ต\.\s?ค|พ\.\s?ย|ธ\.\s?ค)\."
)
_MONTH_LAST = re.compile(r"(?:าคม|ายน|าพันธ์|[คยพ]\.|\.\s?[คยพ])$")
_YEAR = re.compile(r"(?:พ\.\s?ศ\.|ปีงบประมาณ|(?:คม|ยน|พันธ์|ค\.|ย\.|พ\.))\s*(\d{4})(?!\d)")
_HEADER_YEAR = re.compile(r"\d{4}")
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"[ก-๎][\d๐-๙]+(?=[ก-๎])")
_MARK_ALONE = re.compile(r"^[A-Za-zก-ฮ]$|^[\s✓✔√●•■▪☑☒□→↔←/xX*″〃\"“”'’,]+$")  # ″ stands for what is above
_IN_BRACKETS = re.compile(r"\((?:[IEO]IT)\)\s*$")
_BROKEN_TOKEN = re.compile(r"\((?=[^)]*T)\s*[IEOTl01|]{1,4}\s*\)")  # (IT) for (IIT)
_SHARE = re.compile(
    r"(?:เสร็จ|แล้ว|ดำเนินการ|คืบหน้า|สำเร็จ)(?:\s|ได้|คิดเป็น|ประมาณ|แล้ว|เสร็จ|สิ้น|ไป)*"
    r"(?:ร้อยละ\s*(\d{1,3}(?:\.\d+)?)|(\d{1,3}(?:\.\d+)?)\s*(?:%|เปอร์เซ็นต์))"
)
_OUT_OF = re.compile(r"(\d+)\s*[ก-๎]*\s*(?:จาก|ใน)\s*(?:ทั้งหมด|จำนวน)?\s*(\d+)")


def doubt_cells(table: ReadTable, doubts: Doubts) -> None:
    """Doubt the records of ``table`` by the text of their own cells."""
    fields = table.header.fields()
    periods = [c for c in table.header.columns if c.field == "period"]
    dated = any(c.label or _HEADER_YEAR.search(c.printed) for c in periods)
    _year_gone(table.rows, doubts)
    for row in table.rows:
        for name, value in row.draft.values.items():
            if name in TEXT_FIELDS:
                doubts.add(row, _of_text(name, value.text, row.cell_of(fields, name), dated))
        section = row.record.section
        if section:
            cells = row.draft.section.cells
            doubts.add(row, _of_text("section", section, cells[0] if cells else None))
            if _BROKEN_TOKEN.search(section) and not latin_instruments(section):
                doubts.add(
                    row, [warning("section-doubtful", section, "section", cells[0] if cells else None)]
                )
        for column, name in fields.items():
            for cell in row.cells(column):
                doubts.add(row, _of_lines(name, cell))
        doubts.add(row, _many_numbers(row))
        doubts.add(row, _next_number(row))
        doubts.add(row, _over_borders(row, fields))
        doubts.add(row, _status(row))
        if row.record.measure is not None and _NOT_TEXT.match(row.record.measure):
            doubts.add(row, [warning("measure-not-text", row.record.measure, "measure")])


def _of_text(name: str, text: str, cell: Cell | None, dated: bool = False) -> Iterator[Finding]:
    """What a field's text shows that no whole text has; ``dated``: the header says year or month."""
    odd = impossible(text)
    scanned = cell is not None and cell.method not in DIGITAL
    if odd is not None:
        yield warning("text-impossible", odd, name, cell)
    strange = unknown(text)
    if strange:
        yield warning("words-unknown", ", ".join(strange[:5]), name, cell)
    for printed, meant in misread(text) if scanned else ():
        yield warning("word-misread", f"{printed}: {meant}", name, cell)
    lost = _NO_DIGITS.search(text) or (scanned and name == "period" and _FIRST_LOST.match(text))
    if name in ("period", "budget") and (lost or (not dated and _no_year(name, text))):
        yield warning("digits-missing", text, name, cell)
    if _DIGIT.search(text):
        if len(_GLUED.findall(text)) > 1:
            yield warning("spaces-missing", text[:60], name, cell)
        if _impossible_year(text):
            yield warning("year-impossible", text, name, cell)
    if name in ("measure", "procedure", "responsible", "result") and (piece := cut_end(text)):
        yield warning("word-cut", piece, name, cell)
    if name != "period" and _MARK_ALONE.match(text):
        yield warning("mark-alone", text, name, cell)


def _year_gone(rows: Sequence[ReadRow], doubts: Doubts) -> None:
    """A period that ends with a month, in a column where the others end with the year."""
    texts = [(row, to_arabic(row.record.period or "").strip()) for row in rows]
    dated = sum(text[-2:].isdigit() for _, text in texts)
    for row, text in texts:
        if _MONTH_LAST.search(text) and dated >= max(FEW_DATES, DATED * sum(bool(text) for _, text in texts)):
            doubts.add(row, [warning("digits-missing", text, "period", row.first_cell())])


def _impossible_year(text: str) -> bool:
    """Whether a number that stands as a year lies outside the years of such reports."""
    return any(not 2540 <= int(year) <= 2600 for year in _YEAR.findall(text))


def _no_year(name: str, text: str) -> bool:
    """Whether short months stand without any digit."""
    return name == "period" and not _DIGIT.search(text) and len(_MONTH_SHORT.findall(text)) > 1


def _of_lines(name: str, cell: Cell) -> Iterator[Finding]:
    """Lines of a cell that belong to something else: a page mark, a section row, a note, another row.

    Of a cell without a value, what of it was not read.
    """
    if dash_to_none(cell.text) is None:
        yield from (replace(found, field=name) for found in cell.findings if found.code == "cell-unread")
    lines = [line for line in cell.lines if line.text.strip()]
    for line in lines:
        if len(lines) > 1 and is_marked_number(line.text):
            yield warning("page-mark-in-cell", line.text.strip(), name, cell)
        elif _section_line(name, line, lines):
            yield warning("section-in-row", line.text.strip(), name, cell)
    if len(lines) < 2:
        return
    heights = sorted(line.bbox.height for line in lines)
    for line in lines if name not in ("budget", "period", "number") else ():
        if line.bbox.height < SMALL * heights[len(heights) // 2] and _LONE_NUMBER.match(line.text):
            yield warning("raised-number", line.text.strip(), name, cell)
    over = next(_printed_over_another(lines), None) if cell.method in DIGITAL else None
    if over is not None and runs_across(cell):
        yield warning("text-over-text", over.text.strip()[:40], name, cell)
    if sum(whole_value(name, line.text) for line in lines) > 1:
        yield warning("rows-run-together", cell.text, name, cell)


def whole_value(name: str, line: str) -> bool:
    """Whether a line alone is a whole amount (budget) or a whole date (period)."""
    if name == "budget":
        return _LONE_AMOUNT.match(line) is not None
    return name == "period" and _WHOLE_DATE.match(line) is not None


def _printed_over_another(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines over which another is printed; only lines at one height are set beside one another."""
    ordered = sorted(lines, key=lambda line: line.bbox.y0)
    for at, line in enumerate(ordered):
        for other in itertools.islice(ordered, at + 1, None):
            if other.bbox.y0 >= line.bbox.y1:
                break
            if _printed_over(line, other):
                yield line


def _printed_over(one: Line, two: Line) -> bool:
    """Whether two lines of a cell lie over one another."""
    upper, lower = one.bbox, two.bbox
    common = min(upper.y1, lower.y1) - max(upper.y0, lower.y0)
    if common <= OVER * min(upper.height, lower.height):
        return False
    return min(upper.x1, lower.x1) > max(upper.x0, lower.x0)


def _section_line(name: str, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a whole line names an instrument as section rows do: in brackets, inside a measure's cell."""
    if name in ("responsible", "period", "budget"):
        return announces(line.text)
    bracketed = len(lines) > 1 and _IN_BRACKETS.search(line.text.strip()) is not None
    return name in ("measure", "procedure") and bracketed and announces(line.text)


def _many_numbers(row: ReadRow) -> Iterator[Finding]:
    """Several item numbers, a line each, in one cell: rows run together."""
    for cell in row.all_cells():
        if len(cell.lines) < 2:
            continue
        lines = [line.text.strip(" .)(") for line in cell.lines if line.text.strip()]
        if "".join(lines) == cell.text:
            continue  # one number, which its narrow column broke
        if len(lines) > 1 and all(map(_LONE_NUMBER.match, lines)):
            yield warning("rows-run-together", cell.text, cell=cell)


def _next_number(row: ReadRow) -> Iterator[Finding]:
    """The number of the next item inside a measure: ๑.๒ … in the cell of ๑.๑."""
    path, _, last = (row.record.number or "").rpartition(".")
    if not path or not last.isdigit() or not row.record.measure:
        return
    following = re.escape(f"{path}.{int(last) + 1}")
    if re.search(rf"(?<!ข้อ)\s{following}\s*(?=[ก-ฮเ-ไ])", to_arabic(row.record.measure)):
        yield warning("several-measures-in-cell", row.record.measure[:60], "measure", row.first_cell())


def _over_borders(row: ReadRow, fields: Mapping[int, str]) -> Iterator[Finding]:
    """Text that goes on across a border: its parts stand in two cells, letters as near as within a word."""
    cells = sorted(row.all_cells(), key=lambda cell: cell.column)
    for one, two in itertools.pairwise(cells):
        if one.page == two.page and _runs_over(one, two):
            detail = f"{one.text[-12:]}|{two.text[:12]}"
            for cell in (one, two):
                yield warning("text-over-border", detail, fields.get(cell.column), cell)


def _runs_over(one: Cell, two: Cell) -> bool:
    border = one.bbox.x1
    ends = [line for line in one.lines if line.bbox.x1 >= border - TOUCH]
    starts = [line for line in two.lines if line.bbox.x0 <= border + TOUCH]
    for line in ends:
        for other in starts:
            if goes_on(line, other):
                return True
    return False


def goes_on(line: Line, other: Line) -> bool:
    """Whether ``other`` goes on with ``line`` at its right, as near as letters of one word."""
    height = max(line.bbox.height, other.bbox.height)
    level = abs(line.bbox.center[1] - other.bbox.center[1]) <= SAME_LINE * height
    return level and other.bbox.x0 - line.bbox.x1 <= CLOSE * height


def _status(row: ReadRow) -> Iterator[Finding]:
    """Done, though the result tells of a part only: แล้วเสร็จร้อยละ ๕๐, ๓ จาก ๕ กิจกรรม."""
    if row.record.result_status != "done":
        return
    text = row.record.status_text or row.record.result or ""
    shares = [float(one or two) for one, two in _SHARE.findall(text)]
    counts = [(int(part), int(whole)) for part, whole in _OUT_OF.findall(text)]
    if any(0 < share < 100 for share in shares) or any(0 < part < whole for part, whole in counts):
        yield warning("status-by-share", text, "result")
