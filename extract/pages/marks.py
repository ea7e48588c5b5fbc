"""Print that is no text of the report: page marks (-๒-), catch-words (/๑๓. ให้…) and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.model import Finding, Line, Page

MARGIN = 0.12
"""Share of the page's height at its top and foot in which such print stands."""

SAME_HEIGHT = 0.02
"""Share of the page's height by which a running head may move from page to page."""

_PAGE_MARK = re.compile(r"^[\s\-–—(]*(หน้า(ที่)?\s*)?[\d๐-๙]{1,4}([\s/จาก]+[\d๐-๙]{1,4})?[\s\-–—)]*$")
_CATCH_WORD = re.compile(r"^\s*/\s*[\d๐-๙ก-ฮเ-ไ].{0,40}$")
_COUNTED = re.compile(r"[\d๐-๙\s]+")
_LEAST_LETTERS = 6  # fewer, repeated, may be a heading of a table


def with_marks(pages: Sequence[Page]) -> list[Page]:
    """``pages`` with a finding and box for each page mark, catch-word and running head."""
    margins = [(page, tuple(_in_margin(page))) for page in pages]
    heads = Counter(key for page, lines in margins for key in {_key(line, page) for line in lines})
    return [
        replace(page, findings=(*page.findings, *_marks(page, lines, heads))) if lines else page
        for page, lines in margins
    ]


def _marks(page: Page, lines: Sequence[Line], heads: Counter[tuple[str, int]]) -> Iterator[Finding]:
    for line in lines:
        code = _code(line, page, heads)
        if code is not None:
            yield Finding(code, "info", line.text.strip(), page=page.number, bbox=line.bbox)


def _code(line: Line, page: Page, heads: Counter[tuple[str, int]]) -> str | None:
    if _PAGE_MARK.match(line.text):
        return "page-mark"
    if line.bbox.center[1] > page.height / 2:
        return "catch-word" if _CATCH_WORD.match(line.text) else None
    text, height = _key(line, page)
    again = heads[text, height - 1] + heads[text, height] + heads[text, height + 1]
    return "running-head" if len(text) >= _LEAST_LETTERS and again > 1 else None


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
