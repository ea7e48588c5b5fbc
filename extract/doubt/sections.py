"""Doubt about sections: a section row that went under in the measure above, so that its rows count wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, warning
from extract.model import Cell
from extract.records.sections import (
    HEADING_LENGTH,
    Section,
    announces,
    latin_instruments,
    named_instruments,
)
from extract.thai.letters import to_arabic
from extract.thai.rejoin import rejoin

MOST_LINES = 4
"""Lines of a section's label in a cell of a measure; over the whole table it takes one or two."""
SAME_BEGINNING = 6
"""Letters with which a text begins as a label of the report does; แบบวัด has six."""

_TOKEN_LAST = re.compile(r"\((?:[^()]*[\s:])?[IEO]IT\s*\)\s*$")  # (IIT), (Internal : IIT)
_LABEL = re.compile(r"แบบ(?:วัด|ตรวจ|สำรวจ)|เครื่องมือ|ตัวชี้วัด|(?:ส่วน|ตอน)ที่|ด้าน|หมวด|ประเด็น|[IEO]IT\b")
_NUMBERED = re.compile(r"(\D{3,20}?)\s*(\d{1,2})(?!\d)")
_SPACE = re.compile(r"\s")


def doubt_sections(table: ReadTable, labels: Sequence[str], doubts: Doubts) -> None:
    """Doubt the rows of ``table`` in which a section row may have gone under, and those after them.

    Args:
        table: the table, its cells doubted before.
        labels: the sections that the report has, as printed.
        doubts: what is added to.
    """
    fields = table.header.fields()
    lost: Section | None = None
    for before, row in zip((None, *table.rows), table.rows, strict=False):
        own = row.record.section or ""
        for column, name in fields.items():
            for cell in row.cells(column) if name in ("measure", "procedure") else ():
                for label in _label_last(cell, own, labels):
                    doubts.add(row, [warning("section-in-row", label, name, cell)])
        if before is not None and _begins_anew(before, row):
            lost = row.draft.section
            _doubt(before, doubts)
        if lost is not None and row.draft.section is lost:
            _doubt(row, doubts)
        elif any(found.code == "section-in-row" for found in doubts.records.get(row.at, ())):
            lost = row.draft.section


def _doubt(row: ReadRow, doubts: Doubts) -> None:
    doubts.add(row, [warning("section-doubtful", row.record.section or "", "section", row.first_cell())])


def _begins_anew(before: ReadRow, row: ReadRow) -> bool:
    """Whether item numbers go back within one section: 1 after 4, 1.1 after 2.3."""
    if not row.record.section or row.draft.section is not before.draft.section:
        return False
    last, now = (each.record.number.split(".") if each.record.number else [] for each in (before, row))
    whole = all(part.isdigit() for part in (*last, *now))
    return whole and 0 < len(now) == len(last) and list(map(int, now)) < list(map(int, last))


def _label_last(cell: Cell, own: str, labels: Sequence[str]) -> Iterator[str]:
    """The last lines of a cell where they are a label as section rows bear it, but not that of their own."""
    lines = [line.text for line in cell.lines if line.text.strip()]
    for at in range(max(1, len(lines) - MOST_LINES), len(lines)):
        text = rejoin(lines[at:]).strip()
        if text != own and len(text) <= HEADING_LENGTH and _is_label(text, own, labels):
            yield text
            return


def _is_label(text: str, own: str, labels: Sequence[str]) -> bool:
    """Whether a text names another instrument as labels do, or counts on from a label of the report."""
    if announces(text):
        named, mine = ({*latin_instruments(each), *named_instruments(each)} for each in (text, own))
        if named and named <= mine:
            return False
        begins = {_SPACE.sub("", label)[:SAME_BEGINNING] for label in labels}
        like = labels and (_LABEL.match(text) or _SPACE.sub("", text)[:SAME_BEGINNING] in begins)
        if like or _TOKEN_LAST.search(text):
            return True
    word, number = _counted(text)
    return bool(word) and any(_counted(label)[0] == word for label in labels) and number > _counted(own)[1]


@lru_cache(maxsize=1024)
def _counted(text: str) -> tuple[str, int]:
    """A label's first words without spaces and its number, ("ส่วนที่", 2); ("", 0) without."""
    match = _NUMBERED.match(to_arabic(text).strip())
    return (_SPACE.sub("", match[1]), int(match[2])) if match else ("", 0)
