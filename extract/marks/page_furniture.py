"""Print that is no text: page marks (-๒-), catch-words (/๑๓. ให้…), running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median, median_low

from extract.model import BBox, Cell, Finding, Glyph, Line, Page, Ruling, Table
from extract.pages.lines import CATCH_WORD, PAGE_MARK
from extract.tables.fill import Mend, with_text

MARGIN = 0.12
"""Share of the page's height at its top and foot in which such print stands."""

SAME_HEIGHT = 0.02
"""Share of the page's height by which a running head may move from page to page."""

RULE_LEAST = 0.3
"""Share of the page's width from which a rule may be a running head's."""

MOST_RULES = 8
"""Rules kept of one page; a head and a foot have one or two each."""

SMALLER = 0.86
"""Size of a foot over that of the table's print, at most: as for note marks, ``tables.note_marks.SMALL``."""

ALIGNED = 2.0
"""Points by which lines of one cell may begin aside of one another, or their middles be apart."""

PALER = 80
"""Least tone by which a foot is paler than the table's print: as for watermarks."""

_COUNTED = re.compile(r"[\d๐-๙\s]+")
_BETWEEN_DASHES = re.compile(
    r"\s*([-–—(]\s*[\d๐-๙]{1,4}\s*[-–—)]|หน้า(ที่)?\s*[\d๐-๙]{1,4}([\s/จาก]+[\d๐-๙]{1,4})?)\s*$"
)
_CENTRED = 6.0  # points by which a page mark may miss the middle of the page; its blanks are uneven
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


def without_page_marks(
    tables: Sequence[Table], page: tuple[float, float], mend: Mend
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Take page marks that were printed inside a table's first or last row out of their cells.

    Such a mark stands in the middle of the page or in its margin, beyond all other lines of its row: -๒-
    under the last row, หน้า ๒ over the first.

    Args:
        tables: filled, points.
        page: its width and height.
        mend: repairs a line, as for the tables.

    Returns:
        The tables, and the marks.
    """
    found: list[Line] = []
    out: list[Table] = []
    for table in tables:
        cells = list(table.cells)
        for row, last in {0: False, table.rows - 1: True}.items():
            for number, cell in enumerate(cells):
                if not (cell.row <= row < cell.row + cell.row_span) or cell.row_span > 1:
                    continue
                for line in cell.lines:
                    others = [o for c in cells if c.row == row for o in c.lines if o is not line]
                    if _is_page_mark(line, others, last, page):
                        found.append(line)
                        rest = [other for other in cell.lines if other is not line]
                        cells[number] = with_text(cell, rest, cell.method, mend)
                        break
        out.append(replace(table, cells=tuple(cells)) if found else table)
    return tuple(out), tuple(found)


def _is_page_mark(line: Line, others: Sequence[Line], last: bool, page: tuple[float, float]) -> bool:
    if not _BETWEEN_DASHES.match(line.text):
        return False
    x, y = line.bbox.center
    middles = [other.bbox.center[1] for other in others]
    beyond = y > max(middles, default=-1.0) if last else y < min(middles, default=page[1])
    margin = not MARGIN * page[1] < y < (1 - MARGIN) * page[1]
    return beyond and (margin or abs(x - page[0] / 2) <= _CENTRED)


def without_feet(
    tables: Sequence[Table], glyphs: Sequence[Glyph], mend: Mend
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Take feet of the page that were printed inside a table's last row out of their cells.

    A program stamps such a line onto the finished page: it is smaller or paler than the other print of its
    row and than that of its column, and runs over rules between columns. Over one rule alone, it stands under
    all print of its row and begins where no other line of its cell does; else it may be a remark that is too
    long, stays, and is told. A long text over empty cells is as large as its row; where all remarks are
    small, their column is.

    Args:
        tables: filled from ``glyphs``, points.
        glyphs: of the page.
        mend: repairs a line, as for the tables.

    Returns:
        The tables, and the feet.
    """
    found: list[Line] = []
    out: list[Table] = []
    for table in tables:
        cells = list(table.cells)
        last = list(_in_last_row(table)) if table.origin == "vector" else []
        borders = [cell.bbox.x0 for _, cell in last if cell.column]
        for number, cell in last:
            feet = []
            for line in cell.lines:
                over = sum(line.bbox.x0 + 1 < border < line.bbox.x1 - 1 for border in borders)
                if not over or not _is_small_or_pale(line, cell, table, glyphs):
                    continue
                if over > 1 or (_is_lowest(line, last) and not _is_aligned(line, cell)):
                    feet.append(line)
                else:
                    told = Finding("text-over-border", "warning", line.text, page=cell.page, bbox=cell.bbox)
                    cells[number] = replace(cell, findings=(*cell.findings, told))
            if feet:
                found += feet
                rest = [line for line in cell.lines if line not in feet]
                cells[number] = with_text(cells[number], rest, cell.method, mend)
        out.append(replace(table, cells=tuple(cells)) if cells != list(table.cells) else table)
    return tuple(out), tuple(found)


def _in_last_row(table: Table) -> Iterator[tuple[int, Cell]]:
    for number, cell in enumerate(table.cells):
        if cell.row + cell.row_span == table.rows and table.rows > 1:
            yield number, cell


def _is_lowest(line: Line, last: Sequence[tuple[int, Cell]]) -> bool:
    y = line.bbox.center[1]
    return all(other.bbox.y1 < y for _, cell in last for other in cell.lines if other is not line)


def _is_aligned(line: Line, cell: Cell) -> bool:
    """Whether a line begins where another of its cell does, or is centred with it."""
    return any(
        min(abs(line.bbox.x0 - other.bbox.x0), abs(line.bbox.center[0] - other.bbox.center[0])) <= ALIGNED
        for other in cell.lines
        if other is not line
    )


def _is_small_or_pale(line: Line, cell: Cell, table: Table, glyphs: Sequence[Glyph]) -> bool:
    """Whether a line is smaller or paler than what else its row and its column hold; not beside a blank."""
    row = [o for _, other in _in_last_row(table) for o in other.lines if o is not line]
    column = [
        o
        for other in table.cells
        if other.row and other.column == cell.column and other.column_span == cell.column_span
        for o in other.lines
        if o is not line
    ]
    mine, beside, over = (_look(lines, glyphs) for lines in ([line], row, column))
    if mine is None or beside is None or over is None:
        return False
    (size, tone), others = mine, (beside, over)
    return all(size <= SMALLER * other[0] for other in others) or all(
        tone >= PALER + other[1] for other in others
    )


def _look(lines: Sequence[Line], glyphs: Sequence[Glyph]) -> tuple[float, int] | None:
    """The usual size and tone of the letters of some lines."""
    mine = [
        glyph
        for glyph in glyphs
        if glyph.text.strip()
        and any(
            line.bbox.contains(*glyph.bbox.center)
            and (line.baseline is None or abs(line.baseline - glyph.baseline) < 1)
            for line in lines
        )
    ]
    if not mine:
        return None
    return median([glyph.size for glyph in mine]), median_low([glyph.tone for glyph in mine])


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
