"""Captions of tables: ตารางที่ ๒ มาตรการตามแบบวัด … (EIT), above their table or below it.

On which side they stand is one habit of a report: where their numbers fit the tables, else above where one
stands before the first table. A caption at the foot of a page, or between two tables, belongs to one of them
and says nothing of the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.model import BBox, Line, Page, Table
from extract.thai.letters import to_arabic

_CAPTION = re.compile(r"[\s(]*ตาราง(?:ที่)?\s*([0-9๐-๙]{1,3})(?:[.\-–/][0-9๐-๙]{1,2})*[\s:.)]*\S")


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption: its line and the page that it stands on."""

    line: Line
    page: Page


def is_caption(text: str) -> bool:
    """Whether a line outside the tables is the caption of one."""
    return _CAPTION.match(text) is not None


def captions_of(pages: Sequence[Page]) -> Mapping[tuple[int, int], Caption]:
    """The caption of each table that has one, by the table's page and index."""
    order = [item for page in pages for item in _in_order(page)]
    if not any(isinstance(item, Caption) for item in order):
        return {}
    above = _stand_above(order)
    found: dict[tuple[int, int], Caption] = {}
    for one, two in zip(order, order[1:], strict=False):
        caption, table = (one, two) if above else (two, one)
        if isinstance(caption, Caption) and isinstance(table, Table):
            found[table.page, table.index] = caption
    return found


def _stand_above(order: Sequence[Caption | Table]) -> bool:
    """Whether the captions of a report stand above their tables."""
    tables = above = below = 0
    for item in order:
        if isinstance(item, Table):
            tables += 1
        elif match := _CAPTION.match(item.line.text):
            number = int(to_arabic(match[1]))
            above, below = above + (number == tables + 1), below + (number == tables)
    return above > below if above != below else isinstance(order[0], Caption)


def _in_order(page: Page) -> list[Caption | Table]:
    """Captions and tables of one page, the left one of two pages on a sheet first, from top to foot."""
    boxes = [table.bbox for table in page.tables]
    items: list[Caption | Table] = list(page.tables)
    items += [
        Caption(line, page)
        for line in page.lines
        if is_caption(line.text) and not any(box.contains(*line.bbox.center) for box in boxes)
    ]
    return sorted(items, key=lambda item: (page.half(_box(item)), _box(item).y0))


def _box(item: Caption | Table) -> BBox:
    return item.line.bbox if isinstance(item, Caption) else item.bbox
