"""How the lines of running text begin: numbers, letters, bullets, headings (มาตรการที่ ๑, กิจกรรม : …)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from extract.data import alternatives
from extract.grouping import by_key
from extract.model import BBox, Line, Page, Provenance, Table
from extract.pages.lines import CATCH_WORD, PAGE_MARK
from extract.pages.print_columns import find_gutter
from extract.records.field_labels import BULLET, field_of_label, label_at_front
from extract.records.several import LETTERS
from extract.records.steps import split_number
from extract.records.title import clean
from extract.thai.letters import to_arabic

LABEL_AND_VALUE = 2
"""Columns of a table that has a label and its value in each row."""
WORD = 10
"""Broad letters of a long word: a wrapped line leaves no more room before it."""
_BULLET = re.compile(rf"^\s*({BULLET})\s*(?=\S)")
_LETTER = re.compile(rf"^\s*(\(?)([{LETTERS}ซ])([.)])\s+(?=\S)")
_DASHED = re.compile(r"^\s*([0-9๐-๙]{1,2})\s*[-–]\s+(?=[ก-๎]{3})")
_ORDINAL = re.compile(r"^\s*ประการ(?:แรก|สุดท้าย|ที่\s?(?P<nth>[ก-๎]+?))\s+")
_NTH = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ")
_NUMERAL = "[0-9๐-๙]{1,2}"
_COUNTED = re.compile(
    rf"^\s*(?:(?P<word>(?:ลำดับ)?ที่|No\.?)\s*(?P<a>{_NUMERAL})[.):]?\s+|(?P<square>\[)\s*(?P<b>{_NUMERAL})\s*\]\s*"
    rf"|(?P<c>{_NUMERAL})\s?(?P<sign>[/:])\s+|(?P<d>{_NUMERAL})(?P<both>\.\))\s*)(?=[ก-๎A-Za-z])"
)
"""Numbers in other dress: ลำดับที่ ๑, No. 1, [1], 1/, 1:, 1.)."""
_ROMAN = re.compile(r"^\s*(?P<roman>[IVX]{1,5})[.)]\s+(?=[ก-๎])")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CLAUSE = re.compile(r"^\s*ข้อ(?:ที่)?\s*(?=[0-9๐-๙])")
_NAMED = re.compile(
    r"^\s*(มาตรการ|กิจกรรม|โครงการ|แนวทาง|ข้อปฏิบัติ|แนวปฏิบัติ|แผนงาน)(?:(?:ข้อ)?ที่\s*|\s+)(?=[0-9๐-๙])"
)
_NAMED_IN_WORDS = re.compile(
    rf"^\s*(มาตรการ|กิจกรรม|โครงการ|แนวทาง)(?:ที่\s?(?P<nth>{'|'.join(_NTH)})|แรก|สุดท้าย)\s*(?:[:：]|คือ)?\s+(?=\S)"
)
_OF_PATH = re.compile(r"[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*")
_BEHIND_NUMBER = re.compile(r"\s*[.):：]?\s*(?:(?:เรื่อง|คือ)\s*)?[:：]?\s*")


@cache
def words() -> dict[str, re.Pattern[str]]:
    """The patterns of ``data/list_words.csv`` by their role."""
    return {role: re.compile(pattern) for role, pattern in alternatives("list_words.csv").items()}


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of running text with its page and what it reads after repair.

    ``meant`` is false for a wrapped line: the line before it had no room for its first word. ``column`` is 1
    or 2 where two columns of print stand beside each other.
    """

    page: Page
    at: int
    line: Line
    text: str
    meant: bool = True
    column: int = 0

    @property
    def place(self) -> Provenance:
        """Where the line stands."""
        line = self.line
        return Provenance(self.page.number, line.bbox, self.page.method, line.text, line.confidence)


_BOX = re.compile(r"[☐☑☒□✓✔]\s*")
"""What is to be ticked stands before the number: ☑ ๑. …"""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a line begins: the form of its number, bullet or heading, the number, and the text behind."""

    style: str
    number: str | None
    rest: str

    @property
    def named(self) -> bool:
        """Whether the line says that it is a measure: มาตรการที่ ๑, กิจกรรม : …."""
        return self.style.startswith(("named", "label"))

    @property
    def count(self) -> int | None:
        """The last part of the number, None for bullets."""
        last = (self.number or "").rpartition(".")[2]
        return int(last) if last.isdigit() else None


def lines_of(page: Page) -> Iterator[Printed]:
    """The lines of a page that are running text: outside tables, no page marks, heads or catch-words."""
    known = {found.bbox for found in page.findings if found.bbox is not None and found.code != "note"}
    boxes = [table.bbox for table in page.tables if not is_text(table)]
    rows = {line.bbox: row for table in page.tables for row in _labelled_rows(table) for line in row.lines}
    done: set[int] = set()
    order = _by_columns(page)
    left = min((line.bbox.x0 for line in page.lines), default=0.0)
    margins = {0: max((page.width - left, *(line.bbox.x1 for line in page.lines)))}
    for at, column in order:
        if column:
            margins[column] = max(margins.get(column, 0.0), page.lines[at].bbox.x1)
    wide = median([line.bbox.width / max(1, _broad(line.text)) for line in page.lines] or [0.0])
    before: Line | None = None
    last = 0
    for at, column in order:
        line = page.lines[at]
        if (row := rows.get(line.bbox)) is not None:
            if id(row) in done:
                continue
            done.add(id(row))
            line = replace(line, text=row.text, bbox=row.bbox, char_confidences=(), unsure=())
        text = clean(line.text)
        if not text.strip() or line.bbox in known or PAGE_MARK.match(text):
            continue
        if any(box.contains(*line.bbox.center) for box in boxes):
            continue
        if CATCH_WORD.match(text) and at == len(page.lines) - 1:
            continue
        word = min(_broad(text.split(maxsplit=1)[0]), WORD) * wide
        # the first word had fitted into the line before: then a line was meant to begin
        begins = before is None or before.bbox.y1 > line.bbox.y1 or column != last
        meant = begins or before is None or margins[column] - before.bbox.x1 > word
        yield Printed(page, at, line, text, meant, column)
        before, last = line, column


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table of labels and values as one line: its text, its box and its printed lines."""

    text: str
    bbox: BBox
    lines: tuple[Line, ...]


def is_text(table: Table) -> bool:
    """Whether a table is text in a frame (one column), or labels with their values beside them."""
    return _columns(table) == 1 or bool(_labelled_rows(table))


def _columns(table: Table) -> int:
    return max((cell.column + cell.column_span for cell in table.cells), default=0)


def _labelled_rows(table: Table) -> list[_Row]:
    """The rows of a table of two columns whose first names a measure and its fields; none of any other."""
    rows = by_key(table.cells, lambda cell: cell.row)
    pairs = [sorted(cells, key=lambda cell: cell.column) for cells in rows.values()]
    if _columns(table) != LABEL_AND_VALUE or any(len(pair) != LABEL_AND_VALUE for pair in pairs):
        return []
    first, *others = [clean(pair[0].text).strip() for pair in pairs]
    named = (mark := mark_of(f"{first} -")) is not None and mark.named
    if not others or not named or any(field_of_label(name) is None for name in others):
        return []
    return [
        _Row(
            f"{label.text.strip()} {':' if n else ''} {value.text.strip()}",
            label.bbox.union(value.bbox),
            (*label.lines, *value.lines),
        )
        for n, (label, value) in enumerate(pairs)
    ]


def _by_columns(page: Page) -> list[tuple[int, int]]:
    """The lines of a page in the order of reading, each with its column: 0 for a page of one."""
    gutter = None if page.tables else find_gutter([line.bbox for line in page.lines], page.width)
    if gutter is None:
        return [(at, 0) for at in range(len(page.lines))]
    columns = [(at, gutter.column(line.bbox)) for at, line in enumerate(page.lines)]
    return sorted(columns, key=lambda each: (page.lines[each[0]].bbox.center[1] > gutter.bottom, each[1]))


def _broad(text: str) -> int:
    """How many letters of ``text`` take room on the line: marks above and below take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text.strip())


def mark_of(text: str) -> Mark | None:
    """How a line begins; None where it begins as running text does."""
    text = text.strip()
    found = _enumerated(text)
    rest = found.rest if found else text
    label = label_at_front(rest)
    if label is not None and label.field == "measure" and rest[label.end :].strip():
        behind = rest[label.end :].strip()
        return replace(found, rest=behind) if found else Mark("label", None, behind)
    return found


def _enumerated(text: str) -> Mark | None:
    for style, front in (("named", _NAMED), ("clause", _CLAUSE)):
        match = front.match(text)
        path = _OF_PATH.match(text, match.end()) if match else None
        if (
            match
            and path
            and (style == "clause" or "ที่" in match.group() or _counts_measures(text, match.end()))
        ):
            behind = _BEHIND_NUMBER.match(text, path.end())
            of = ".".join(str(int(part)) for part in to_arabic(path.group()).split("."))
            name = f"{style} {match.group(1)}" if style == "named" else style
            return Mark(name, of, text[behind.end() if behind else path.end() :])
    if ordinal := _ORDINAL.match(text):
        nth = _NTH.index(ordinal["nth"]) + 1 if ordinal["nth"] in _NTH else None
        return Mark(
            "letter ประการ", str(nth or 1) if "สุดท้าย" not in ordinal[0] else None, text[ordinal.end() :]
        )
    if named := _NAMED_IN_WORDS.match(text):
        count = str(_NTH.index(named["nth"]) + 1) if named["nth"] else "1" if "แรก" in named[0] else None
        return Mark(f"named {named[1]}", count, text[named.end() :])
    if (boxed := _BOX.match(text)) and (inner := _enumerated(text[boxed.end() :])) and inner.count:
        return inner
    if (dressed := _dressed(text)) is not None:
        return dressed
    if dashed := _DASHED.match(text):
        return Mark("number -", to_arabic(dashed[1]).lstrip("0"), text[dashed.end() :])
    if letter := _LETTER.match(text):
        return Mark(
            f"letter {letter[1]}{letter[3]}", str("กขคงจฉชซ".find(letter[2]) + 1), text[letter.end() :]
        )
    number, rest = split_number(text)
    if number is not None and rest:
        lead = text[: len(text) - len(rest)].strip()
        form = "(1)" if lead.startswith("(") else "1)" if lead.endswith(")") else "1"
        form = "1." if lead.endswith(".") and "." not in number else form
        return Mark(f"number {form} {number.count('.')}", number, rest)
    if bullet := _BULLET.match(text):
        return Mark(f"bullet {bullet[1]}", None, text[bullet.end() :])
    return None


def _dressed(text: str) -> Mark | None:
    """The mark of a number in another dress than 1., 1) and (1), a circled or Roman one among them."""
    if text and (counted := unicodedata.digit(text[0], 0)) and not text[0].isdecimal():
        return Mark("number ①", str(counted), text[1:].strip())
    if (roman := _ROMAN.match(text)) and roman["roman"] in _ROMANS:
        return Mark("number I", str(_ROMANS.index(roman["roman"]) + 1), text[roman.end() :])
    found = _COUNTED.match(text)
    if found is None:
        return None
    number = to_arabic(next(found[name] for name in "abcd" if found[name]))
    form = next(found[name] for name in ("word", "square", "sign", "both") if found[name])
    return Mark(f"number {form}", str(int(number)), text[found.end() :])


def _counts_measures(text: str, at: int) -> bool:
    """Whether the number at ``at`` counts measures (มาตรการ ๑ การ…) and is no part of a name (กิจกรรม ๕ ส)."""
    number, rest = split_number(re.sub(r"\s*[:：]", ".", text[at:], count=1))
    return number is not None and len(rest.split(maxsplit=1)[0] if rest.strip() else "") > 2
