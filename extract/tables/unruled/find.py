"""Partially ruled and borderless tables: columns are the white that goes on from line to line.

Running text has spaces too. So a table needs three columns, white between them through almost every line, and
two rows that fill most columns. ``confirmed`` also wants known words in the header, unless row rules of one
length draw the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import BBox, Ruling, Table
from extract.tables.cell_ranges import cell_of
from extract.tables.row_kinds import Predicate, read_rows
from extract.tables.ruled.snap import join_collinear
from extract.tables.shade import edges_of, ends_of
from extract.tables.unruled.borderless import bare_shapes
from extract.tables.unruled.ink_mask import FINE, Mask, whiten
from extract.tables.unruled.partially_ruled import ruled_groups, ruled_shape, with_edges
from extract.tables.unruled.row_edges import parted_in_white
from extract.tables.unruled.table_areas import LEAST_COLUMNS
from extract.tables.unruled.table_shape import LEAST_ROWS, TableShape
from extract.thai.letters import to_arabic

_NUMBER = re.compile(r"([0-9๐-๙]{1,3})[.)]?")

SURE_RULES = 4
"""Row rules of one length from which the words of the first row need not be known."""

UNREAD = 0.5
"""Confidence of a cell under which its words are not known: of letters torn by a black-and-white scan."""

COUNTED = 3
"""Rows numbered one after the other under the name of their column from which they are a table."""

KNOWN = 0.5
"""Share of header texts that must be known header prints."""

COVERED = 0.8
"""Share of a boxed header or a frame that the table which goes on with it covers."""

MOST_HEADER_ROWS = 4
"""Rows looked at for known header prints."""


def find_unruled_tables(
    mask: Mask,
    rulings: Sequence[Ruling],
    tables: Sequence[Table],
    page_number: int,
    scale: float = 1.0,
    bands: Sequence[BBox] = (),
    ink: Mask | None = None,
) -> tuple[Table, ...]:
    """Find the tables that ``mask`` shows where no closed grid was found.

    Args:
        mask: print of the page, from ``ink_mask``; without ``ink`` it is used up.
        rulings: rules of the page, in units of ``scale`` a point.
        tables: closed tables found already; their places are passed over.
        page_number: page, from 1.
        scale: units a point of rulings, tables, bands and what is returned.
        bands: coloured grounds of rows, whose edges part rows as rules do.
        ink: of a scan, the ink of the words that ``mask`` shows: rows part where marks and tails leave white.

    Returns:
        Empty tables of origin ``open`` from top to bottom; index 0, see ``confirmed``.
    """
    rulings = join_collinear(rulings, scale)
    left = mask if ink is None else mask.copy()
    whiten(left, tables, rulings, scale)
    zoom = FINE / scale
    shapes = []
    edges = edges_of(bands, scale)
    ruled = ruled_groups(rulings, tables, scale)
    lone = [rule for rule in rulings if not any(rule in group for group in ruled)]
    for group in [*ruled, *ruled_groups(with_edges(lone, edges, scale), tables, scale)]:
        shape = ruled_shape(left, group, rulings, zoom)
        if shape is not None:
            shapes.append(shape)
            left[shape.ys[0] : shape.ys[-1], shape.xs[0] : shape.xs[-1]] = False
    shapes += bare_shapes(left, [round(y * zoom) for y in ends_of(bands, scale)])
    if ink is not None:
        shapes = [parted_in_white(shape, mask, ink, zoom) for shape in shapes]
    found = (_table(shape, page_number, zoom) for shape in sorted(shapes, key=lambda s: s.ys[0]))
    return tuple(table for table in found if not meet(table, tables))


def confirmed(
    tables: Sequence[Table], is_header_text: Predicate
) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """Part filled tables without upright rules into those to keep and those that were only aligned text.

    Returns:
        Kept tables and the others. Tables of another origin are kept; ``index`` counts anew.
    """
    kept: list[Table] = []
    others: list[Table] = []
    for table in sorted(tables, key=lambda t: (t.bbox.y0, t.bbox.x0)):
        sure = table.origin != "open" or len(table.rulings) >= SURE_RULES or _is_ruled_unread(table)
        sure = sure or has_known_header(table, is_header_text) or _is_counted(table, is_header_text)
        (kept if sure else others).append(table)
    return numbered(kept), tuple(others)


def _is_ruled_unread(table: Table) -> bool:
    """Whether rules draw a header and rows of which no word was read surely: none can be known then."""
    head = [cell for cell in table.cells if cell.row == 0 and cell.text]
    unread = bool(head) and all(cell.confidence < UNREAD for cell in head)
    return len(table.rulings) >= LEAST_ROWS + 1 and unread


def _is_counted(table: Table, is_header_text: Predicate) -> bool:
    """Whether the first column counts the rows, one by one, under a known print, as ลำดับที่."""
    first = sorted((cell for cell in table.cells if cell.column == 0), key=lambda cell: cell.row)
    texts = [text for cell in first if cell.column_span == 1 and (text := cell.text.strip())]
    if not texts or not is_header_text(texts[0]):
        return False
    numbers = [_NUMBER.fullmatch(part) for text in texts[1:] for part in text.split()]
    counted = [int(to_arabic(number[1])) for number in numbers if number]
    expected = list(range(counted[0], counted[0] + len(numbers))) if counted else []
    return len(numbers) >= COUNTED and counted == expected


def beginnings(tables: Sequence[Table], is_header_text: Predicate) -> list[Table]:
    """Filled closed tables that may be no more than the ruled beginning of one: a boxed header, a frame.

    A header alone is boxed, or a frame is drawn around the table and a rule under its header: the rows below
    have no rules.
    """
    return [table for table in tables if table.origin != "open" and _may_go_on(table, is_header_text)]


def _may_go_on(table: Table, is_header_text: Predicate) -> bool:
    if table.columns == 1:
        return table.rows >= LEAST_ROWS and any(len(cell.lines) > LEAST_ROWS for cell in table.cells)
    kinds = {row.kind for row in read_rows(table, is_header_text)}
    return table.columns >= LEAST_COLUMNS and kinds == {"header"}


def gone_on(tables: Sequence[Table], heads: Sequence[Table], found: Sequence[Table]) -> tuple[Table, ...]:
    """``tables`` with each of ``heads`` that one of ``found`` goes on with replaced by it.

    The open table covers the closed one, and has as many columns where the closed one has several.
    """
    out = list(tables)
    for head in heads:
        whole = next((t for t in found if _goes_on(t, head)), None)
        if whole is not None:
            out = [table for table in out if table is not head]
            out += [] if whole in out else [whole]
    return numbered(out)


def _goes_on(table: Table, head: Table) -> bool:
    box = table.bbox.intersection(head.bbox)
    columns = head.columns == 1 or table.columns == head.columns
    return columns and table.rows > head.rows and box.area >= COVERED * head.bbox.area


def numbered(tables: Sequence[Table]) -> tuple[Table, ...]:
    """``tables`` from top to bottom, their ``index`` counted anew."""
    ordered = sorted(tables, key=lambda t: (t.bbox.y0, t.bbox.x0))
    return tuple(replace(table, index=i) for i, table in enumerate(ordered, 1))


def meet(table: Table, others: Sequence[Table]) -> bool:
    """Whether ``table`` and one of ``others`` lie over one another."""
    return any(table.bbox.intersection(other.bbox).area > 0 for other in others)


def has_known_header(table: Table, is_header_text: Predicate) -> bool:
    """Whether one of the first rows of ``table`` holds known header prints, two at least and half."""
    for row in range(min(MOST_HEADER_ROWS, table.rows)):
        texts = [c.text.strip() for c in table.cells if c.row == row and c.text.strip()]
        known = sum(map(is_header_text, texts))
        if known >= 2 and known >= KNOWN * len(texts):
            return True
    return False


def _table(shape: TableShape, page: int, zoom: float) -> Table:
    xs, ys = [x / zoom for x in shape.xs], [y / zoom for y in shape.ys]
    cells = tuple(cell_of(part, xs, ys, page) for part in shape.cells)
    box = BBox(xs[0], ys[0], xs[-1], ys[-1])
    return Table(page, 0, box, len(ys) - 1, len(xs) - 1, cells, shape.rules, "open")
