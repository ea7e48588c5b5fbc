"""Tables and rows over the end of a page: whether text parts them, and which row is the rest of the last.

Only on evidence. An empty cell elsewhere means empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model import Line, Page, Table
from extract.pages.lines import CATCH_WORD, PAGE_MARK
from extract.tables.row_kinds import Row

FOOT = 0.72
"""Share of page height below which a table must reach before its last row can be cut by the page's end."""

USUAL = 0.9
"""Share of rows with text in the leading column from which an empty one there is the rest of a row."""

USUAL_NUMBERED = 0.7
"""The same where all that the column holds is numbers: a row that opens the first page may lack its own."""

_GOES_ON = re.compile(r"[(]\s*ต่อ\s*[)]\s*$")
_LETTER = re.compile(r"[^\W_]")
_DIGITS = re.compile(r"[\d๐-๙\s]")
_NUMBERED = re.compile(r"^[\s(]*[\d๐-๙]{1,3}([.)]|\s|$)")


def continues(before: Row, after: Row, body: Sequence[Row], page_height: float) -> str | None:
    """Why ``after``, first row of its page, goes on with ``before``, last row of the page before.

    Args:
        before: last row of a page.
        after: first row below any repeated header on the next.
        body: all other body rows of the stitched table.
        page_height: points, of the page of ``before``.

    Returns:
        The evidence in words, or ``None`` when ``after`` is a row of its own.
    """
    if before.kind != "body" or after.kind != "body":
        return None
    if before.table.bbox.y1 < FOOT * page_height:
        return None
    if not _shared_columns(before, after) or _covered_from_above(before):
        return None
    others = [row for row in body if row is not after]
    lead = leading_column(others)
    leading = _text(after, lead)
    if any(_text(row, lead) for row in others) and not leading:
        leads = [text for row in others if (text := _text(row, lead))]
        share = USUAL_NUMBERED if all(_NUMBERED.match(text) for text in leads) else USUAL
        return "no text in the leading column" if len(leads) >= share * len(others) else None
    numbered = [bool(_NUMBERED.match(_text(row, lead))) for row in others]
    if len(others) >= 2 and all(numbered) and not _NUMBERED.match(leading):
        return "no number where every other row has one"
    if all(numbered) and _NUMBERED.match(leading):
        return None
    if not (_ruled(before, before.cells[0].bbox.y1) or _ruled(after, after.cells[0].bbox.y0)):
        return "no rule closes the row at the foot nor opens it at the head"
    return None


def leading_column(rows: Sequence[Row]) -> int:
    """The column that tells rows apart: the first one filled in most rows."""
    columns = sorted({c.column for row in rows for c in row.cells})
    for column in columns:
        if sum(bool(_text(row, column)) for row in rows) * 2 > len(rows):
            return column
    return columns[0] if columns else 0


def _text(row: Row, column: int) -> str:
    return next((c.text.strip() for c in row.cells if c.column == column), "")


def _shared_columns(before: Row, after: Row) -> bool:
    """Whether ``after`` goes on below texts of ``before``, with none under an empty cell."""
    filled = {c.column for c in before.cells if c.text.strip()}
    rest = {c.column for c in after.cells if c.text.strip()}
    return bool(rest & filled) and not rest - filled


def _covered_from_above(row: Row) -> bool:
    """Whether a cell of an earlier row reaches into ``row``."""
    return any(c.row < row.index < c.row + c.row_span and c.text.strip() for c in row.table.cells)


def _ruled(row: Row, level: float) -> bool:
    """Whether a rule runs along ``level``, a side of ``row``."""
    return any(r.horizontal and abs(r.position - level) <= 4.0 for r in row.table.rulings)


def between(last: Page, above: Table, following: Page, below: Table, pages: Sequence[Page]) -> bool:
    """Whether running text stands between table ``above`` and table ``below`` on the following page.

    A head that says (ต่อ) says that the table goes on, whatever else stands in it.
    """
    left, right = last.half(above.bbox), following.half(below.bbox)
    foot = [
        line for line in last.lines if line.bbox.center[1] > above.bbox.y1 and last.half(line.bbox) == left
    ]
    head = [
        line
        for line in following.lines
        if line.bbox.center[1] < below.bbox.y0 and following.half(line.bbox) == right
    ]
    goes_on = any(_GOES_ON.search(line.text) for line in head)
    return any(not _is_furniture(line, last, pages) for line in foot) or (
        not goes_on and any(not _is_furniture(line, following, pages) for line in head)
    )


def _is_furniture(line: Line, page: Page, pages: Sequence[Page]) -> bool:
    """Whether ``line`` is a page mark (-๒-), a catch-word (/๑๓. ให้…) or a head that other pages repeat."""
    text = line.text.strip()
    if not _LETTER.search(text) or PAGE_MARK.match(text) or CATCH_WORD.match(text):
        return True
    key = _DIGITS.sub("", text)
    return any(
        _DIGITS.sub("", other.text) == key and abs(other.bbox.y0 - line.bbox.y0) < 0.05 * page.height
        for sheet in pages
        if sheet.number != page.number and abs(sheet.number - page.number) <= 2
        for other in sheet.lines
    )
