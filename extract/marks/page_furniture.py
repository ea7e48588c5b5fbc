"""Print that is no text: page marks (-๒-), catch-words (/๑๓. ให้…), running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.model import BBox, Finding, Line, Page, Ruling, Table
from extract.pages.lines import CATCH_WORD, PAGE_MARK
from extract.tables.fill import with_text

MARGIN = 0.12
"""Share of the page's height at its top and foot in which such print stands."""

SAME_HEIGHT = 0.02
"""Share of the page's height by which a running head may move from page to page."""

RULE_LEAST = 0.3
"""Share of the page's width from which a rule may be a running head's."""

MOST_RULES = 8
"""Rules kept of one page; a head and a foot have one or two each."""

_COUNTED = re.compile(r"[\d๐-๙\s]+")
_LEAST_LETTERS = 6  # fewer, repeated, may be a heading of a table


def with_marks(pages: Sequence[Page]) -> list[Page]:
    """``pages`` with a finding and box for each page mark, catch-word, running head and foot."""
    margins = [(page, tuple(_in_margin(page))) for page in pages]
    heads = Counter(key for page, lines in margins for key in {_key(line, page) for line in lines})
    marked = [
        replace(page, findings=(*page.findings, *_marks(page, lines, heads))) if lines else page
        for page, lines in margins
    ]
    return [_without_heads(page, heads) for page in marked] if heads else marked


def _without_heads(page: Page, heads: Counter[tuple[str, int]]) -> Page:
    """``page`` without the running heads and feet that stand inside a table's first or last row.

    A head is known by its text and height: on another page it stands outside the table.
    """
    found: list[Finding] = []
    tables = list(page.tables)
    for number, table in enumerate(tables):
        cells = list(table.cells)
        for at, cell in enumerate(cells):
            if cell.row and cell.row + cell.row_span < table.rows:
                continue
            taken = [line for line in cell.lines if _is_head(line, page, heads)]
            if taken:
                rest = [line for line in cell.lines if line not in taken]
                cells[at] = with_text(cell, rest, cell.method)
                foot = cell.bbox.center[1] > page.height / 2
                code = "running-foot" if foot else "running-head"
                found += [
                    Finding(code, "info", line.text.strip(), page=page.number, bbox=line.bbox)
                    for line in taken
                ]
        tables[number] = replace(table, cells=tuple(cells))
    if not found:
        return page
    return replace(page, tables=tuple(tables), findings=(*page.findings, *found))


def _is_head(line: Line, page: Page, heads: Counter[tuple[str, int]]) -> bool:
    y = line.bbox.center[1]
    if MARGIN * page.height < y < (1 - MARGIN) * page.height:
        return False
    text, height = _key(line, page)
    return len(text) >= _LEAST_LETTERS and any(heads[text, height + step] for step in (-1, 0, 1))


def _marks(page: Page, lines: Sequence[Line], heads: Counter[tuple[str, int]]) -> Iterator[Finding]:
    for line in lines:
        code = _code(line, page, heads)
        if code is not None:
            box = _with_rule(line.bbox, page) if code in ("running-head", "running-foot") else line.bbox
            yield Finding(code, "info", line.text.strip(), page=page.number, bbox=box)


def _code(line: Line, page: Page, heads: Counter[tuple[str, int]]) -> str | None:
    if PAGE_MARK.match(line.text):
        return "page-mark"
    foot = line.bbox.center[1] > page.height / 2
    if foot and CATCH_WORD.match(line.text):
        return "catch-word"
    text, height = _key(line, page)
    again = heads[text, height - 1] + heads[text, height] + heads[text, height + 1]
    if len(text) < _LEAST_LETTERS or again < 2:
        return None
    return "running-foot" if foot else "running-head"


def _with_rule(box: BBox, page: Page) -> BBox:
    """``box`` of a running head or foot with the rule, within a line of it, that parts it from the text."""
    for rule in page.rules:
        near = box.y0 - box.height <= rule.position <= box.y1 + box.height
        if rule.horizontal and near and rule.start <= box.center[0] <= rule.end:
            return box.union(rule.box)
    return box


def long_rules(
    rulings: Sequence[Ruling], tables: Sequence[Table], page: tuple[float, float]
) -> tuple[Ruling, ...]:
    """The level rules in the margins of a page of that width and height, outside tables; all in points."""
    width, height = page
    return tuple(
        rule
        for rule in rulings
        if rule.horizontal
        and rule.length >= RULE_LEAST * width
        and not MARGIN * height < rule.position < (1 - MARGIN) * height
        and not any(table.bbox.contains((rule.start + rule.end) / 2, rule.position, 3.0) for table in tables)
    )[:MOST_RULES]


def _in_margin(page: Page) -> Iterator[Line]:
    """Lines outside tables near the top and the foot of ``page``."""
    for line in page.lines:
        x, y = line.bbox.center
        if MARGIN * page.height < y < (1 - MARGIN) * page.height or not line.text.strip():
            continue
        if not any(table.bbox.contains(x, y) for table in page.tables):
            yield line


def _key(line: Line, page: Page) -> tuple[str, int]:
    """Its text without numbers, and its height on the page in steps of ``SAME_HEIGHT``."""
    return _COUNTED.sub("", line.text), round(line.bbox.center[1] / max(1.0, page.height) / SAME_HEIGHT)
