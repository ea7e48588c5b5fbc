"""The parts of a page put together, in the order in which a person would read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce

from extract.marks.mark_findings import Mark, apart
from extract.marks.page_furniture import long_rules
from extract.model import BBox, Cell, Code, Finding, Line, Method, Page, Ruling, Table, is_level, leveled
from extract.pages.openpage import OpenPage
from extract.records.headers import is_header_text
from extract.records.sections import announces, begins_as_heading
from extract.records.title import is_title
from extract.tables.sum_rows import with_sum_labels
from extract.tables.title_rows import without_closing_rows, without_title_rows

WIDE = 1.2
"""Width over height from which a sheet may bear two pages side by side."""

FEW_LINES = 8
"""Lines of print that either page has, at least."""

GUTTER = 20.0
"""Points of white between the two pages, at least: the margins of both."""

NEAR = 0.08
"""Share of the sheet's width by which the middle of that white is off its own, at most (twice that)."""


def assemble(
    page: OpenPage,
    method: Method,
    tables: tuple[Table, ...],
    free: Sequence[Line],
    *,
    marks: Sequence[Mark],
    rules: Sequence[Ruling],
    codes: tuple[Code, ...] = (),
    findings: tuple[Finding, ...] = (),
    rotation: int = 0,
    skew: float = 0.0,
    mend: Callable[[str], str] = str,
) -> Page:
    """The page as read; all boxes in page points.

    Args:
        page: the open page.
        method: what read it.
        tables: filled and numbered.
        free: lines outside tables, those in stamps among them.
        marks: stamps and pen strokes, to be named by what stands around them.
        rules: all rules; long ones outside tables are kept.
        codes: QR codes.
        findings: what was found so far.
        rotation: quarter turn taken out, degrees.
        skew: degrees taken out.
        mend: repairs the text of lines in tables, as that of their cells.
    """
    tables, titles = without_title_rows(
        tables, is_header_text, is_title, lambda text: announces(text) or begins_as_heading(text)
    )
    tables, closing = without_closing_rows(tables, is_header_text)
    tables = with_sum_labels(tables)
    free = [*free, *(mended(line, mend) for line in (*titles, *closing))]
    named, free = apart(marks, free, tables, page.number)
    fold = fold_of(page.width, page.height, free, tables)
    if fold is not None:
        ordered = sorted(tables, key=lambda table: (table.bbox.center[0] > fold, table.bbox.y0))
        tables = tuple(replace(table, index=n) for n, table in enumerate(ordered, 1))
    return Page(
        page.number,
        page.width,
        page.height,
        method,
        rotation=rotation,
        skew=skew,
        lines=reading_order(free, tables, mend, fold, (rotation, skew)),
        tables=tables,
        codes=codes,
        findings=findings + named,
        rules=long_rules(rules, tables, (page.width, page.height)),
        fold=fold,
    )


def side_by_side(sheets: Sequence[Page]) -> Page:
    """Several sheets of one picture as its page, in their order; the first says how it was turned.

    Two beside one another have a fold between them, as the pages of an open book.
    """
    tables = tuple(table for sheet in sheets for table in sheet.tables)
    boxes = [_around(sheet) for sheet in sheets]
    beside = len(sheets) == 2 and boxes[0] and boxes[1] and boxes[0].center[0] < boxes[1].x0
    return replace(
        sheets[0],
        lines=tuple(line for sheet in sheets for line in sheet.lines),
        tables=tuple(replace(table, index=n) for n, table in enumerate(tables, 1)),
        codes=tuple(code for sheet in sheets for code in sheet.codes),
        findings=tuple(found for sheet in sheets for found in sheet.findings),
        rules=tuple(rule for sheet in sheets for rule in sheet.rules),
        fold=(boxes[0].x1 + boxes[1].x0) / 2 if beside and boxes[0] and boxes[1] else None,
    )


def _around(sheet: Page) -> BBox | None:
    boxes = [table.bbox for table in sheet.tables] or [line.bbox for line in sheet.lines]
    return reduce(BBox.union, boxes) if boxes else None


def fold_of(width: float, height: float, free: Sequence[Line], tables: Sequence[Table]) -> float | None:
    """The x between two pages side by side on one wide sheet; None where anything runs over its middle.

    A page of its own has a title or a table across the middle.
    """
    if width < WIDE * height or not tables:
        return None
    held = [line.bbox for table in tables for cell in table.cells for line in cell.lines]
    print_ = [line.bbox for line in free if line.text.strip()]
    left = [box for box in (*held, *print_) if box.center[0] < width / 2]
    right = [box for box in (*held, *print_) if box.center[0] >= width / 2]
    if min(len(left), len(right)) < FEW_LINES:
        return None
    whole = [*print_, *(table.bbox for table in tables)]
    end = max((box.x1 for box in whole if box.center[0] < width / 2), default=0.0)
    start = min((box.x0 for box in whole if box.center[0] >= width / 2), default=width)
    return (start + end) / 2 if start - end >= GUTTER and abs(start + end - width) <= NEAR * width else None


def reading_order(
    free: Sequence[Line],
    tables: Sequence[Table],
    mend: Callable[[str], str] = str,
    fold: float | None = None,
    turned: tuple[int, float] = (0, 0.0),
) -> tuple[Line, ...]:
    """Lines outside tables with those of the tables between them, each table at the height of its top.

    Of a sheet with a ``fold`` the left page comes first. ``turned`` is by how much the page was turned to be
    read: quarter turns and degrees.
    """

    def place(box: BBox, *parts: Line | Cell) -> tuple[bool, float]:
        parts = () if is_level(*turned) else parts
        top = min((leveled(part.bbox, part.quad, *turned).y0 for part in parts), default=box.y0)
        return fold is not None and box.center[0] > fold, top

    pieces: list[tuple[tuple[bool, float], tuple[Line, ...]]] = [
        (place(line.bbox, line), (line,)) for line in free
    ]
    for table in tables:
        held = (line for cell in table.cells for line in cell.lines)
        pieces.append((place(table.bbox, *table.cells), tuple(mended(line, mend) for line in held)))
    return tuple(line for _, lines in sorted(pieces, key=lambda piece: piece[0]) for line in lines)


def mended(line: Line, mend: Callable[[str], str]) -> Line:
    """``line`` with its text repaired; digits that were unsure are not told of a text that changed."""
    text = mend(line.text)
    return line if text == line.text else replace(line, text=text, unsure=())
