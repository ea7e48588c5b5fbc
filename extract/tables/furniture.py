"""Page furniture: page marks, catch-words and running heads, which part no table from its continuation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model import Line, Page, Table

_MARK = re.compile(r"^[\s\-–—()./|]*((หน้า|หน้าที่|page)?\s*[\d๐-๙]{0,4})[\s\-–—()./|]*([\d๐-๙]{0,4})\s*$", re.I)
_CATCHWORD = re.compile(r"^\s*/\s*\S")
_DIGITS = re.compile(r"[\d๐-๙\s]")


def is_furniture(line: Line, page: Page, pages: Sequence[Page]) -> bool:
    """Whether ``line`` is a page mark (-๒-), a catch-word (/๑๓. ให้…) or a head that other pages repeat."""
    text = line.text.strip()
    if not text or _MARK.match(text) or _CATCHWORD.match(text):
        return True
    key = _DIGITS.sub("", text)
    return any(
        _DIGITS.sub("", other.text) == key and abs(other.bbox.y0 - line.bbox.y0) < 0.05 * page.height
        for sheet in pages
        if sheet.number != page.number and abs(sheet.number - page.number) <= 2
        for other in sheet.lines
    )


def between(last: Page, above: Table, following: Page, below: Table, pages: Sequence[Page]) -> bool:
    """Whether running text stands between table ``above`` and table ``below`` on the following page."""
    foot = [line for line in last.lines if line.bbox.center[1] > above.bbox.y1]
    head = [line for line in following.lines if line.bbox.center[1] < below.bbox.y0]
    return any(not is_furniture(line, last, pages) for line in foot) or any(
        not is_furniture(line, following, pages) for line in head
    )
