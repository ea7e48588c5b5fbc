"""Partially ruled and borderless tables: columns are the white that goes on from line to line.

Running text has spaces too. So a table needs three columns, white between them through almost every line, and
two rows that fill most columns. ``confirmed`` also wants known words in the header, unless row rules of one
length draw the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from extract.model import BBox, Ruling, Table
from extract.tables.cell_ranges import cell_of
from extract.tables.row_kinds import Predicate, read_rows
from extract.tables.ruled.snap import join_collinear
from extract.tables.shade import SAME_EDGE, edges_of, ends_of
from extract.tables.unruled.borderless import bare_shapes
from extract.tables.unruled.boxed_header import below_header
from extract.tables.unruled.ink_mask import FINE, Mask, whiten
from extract.tables.unruled.partially_ruled import ruled_groups, ruled_shape
from extract.tables.unruled.row_edges import parted_in_white
from extract.tables.unruled.table_areas import LEAST_COLUMNS
from extract.tables.unruled.table_shape import LEAST_ROWS, TableShape
from extract.thai.letters import to_arabic

_NUMBER = re.compile(r"([0-9๐-๙]{1,3})[.)]?")

_FIGURE = re.compile(r"[-–—]|[(]?[\d๐-๙][\d๐-๙,.]*[)]?\s*%?")

FIGURES = 0.8
"""Share of a column's cells below its name that hold a figure or a dash."""

GOING_ON = 0.7
"""Share of cells that hold text in a table without a header whose numbers go on."""

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

EDGE = 2.0
"""Points, or pixels of a scan, from a table's side within which an upright is that side."""

MOST_HEADER_ROWS = 4
"""Rows looked at for known header prints, and rows that a boxed header has at most."""


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
    sides = [side for side in edges_of(bands, scale) if not _is_drawn(side, rulings, scale)]
    for group in ruled_groups([*rulings, *sides], tables, scale):
        shape = ruled_shape(left, group, rulings, zoom)
        if shape is not None:
            shapes.append(shape)
            left[shape.ys[0] : shape.ys[-1], shape.xs[0] : shape.xs[-1]] = False
    shapes += bare_shapes(left, [round(y * zoom) for y in ends_of(bands, scale)])
    if ink is not None:
        shapes = [parted_in_white(shape, mask, ink, zoom) for shape in shapes]
    found = (_table(shape, page_number, zoom) for shape in sorted(shapes, key=lambda s: s.ys[0]))
    return tuple(table for table in found if not meet(table, tables))


def _is_drawn(side: Ruling, rulings: Sequence[Ruling], scale: float) -> bool:
    """Whether a rule runs along ``side`` of a coloured row."""
    near = SAME_EDGE * scale
    along = (
        rule.length_within(side.start, side.end)
        for rule in rulings
        if rule.horizontal and abs(rule.position - side.position) <= near
    )
    return sum(along) >= COVERED * side.length


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
        (kept if _is_sure(table, is_header_text) else others).append(table)
    return numbered(kept), tuple(others)


def _is_sure(table: Table, is_header_text: Predicate) -> bool:
    across = [rule for rule in table.rulings if rule.horizontal]
    if table.origin != "open" or len(across) >= SURE_RULES or _names_boxed(table) or _is_ruled_unread(table):
        return True
    known = has_known_header(table, is_header_text) or _is_counted(table, is_header_text)
    return known or _has_figures(table) or _counts_on(table)


def _names_boxed(table: Table) -> bool:
    """Whether uprights part the names of all columns, as in a header that alone is boxed."""
    edges = {cell.bbox.x0 for cell in table.cells if cell.column > 0}
    down = [rule.position for rule in table.rulings if not rule.horizontal]
    inside = [at for at in down if table.bbox.x0 + EDGE < at < table.bbox.x1 - EDGE]
    return len(edges) >= LEAST_COLUMNS - 1 and len(inside) >= len(edges)


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


def _counts_on(table: Table) -> bool:
    """Whether the rows go on with those of the page before: counted from the first, and not from one."""
    first = sorted((cell for cell in table.cells if cell.column == 0), key=lambda cell: cell.row)
    numbers = [_NUMBER.fullmatch(text) for cell in first if (text := cell.text.strip())]
    counted = [int(to_arabic(number[1])) for number in numbers if number]
    filled = sum(bool(cell.text.strip()) for cell in table.cells)
    return (
        table.columns > LEAST_COLUMNS
        and len(counted) == len(numbers) >= LEAST_ROWS
        and counted == list(range(counted[0], counted[0] + len(counted)))
        and counted[0] > 1
        and filled >= GOING_ON * len(table.cells)
    )


def _has_figures(table: Table) -> bool:
    """Whether figures stand row by row in two columns or more beyond the first, under names that are none.

    A budget's header may hold no known word; a contents page has the figures of its pages alone.
    """
    groups = any(cell.row == 0 and cell.column_span > 1 for cell in table.cells)
    columns = 0
    for column in range(1, table.columns):
        cells = [c for c in table.cells if c.column == column and c.column_span == 1 and c.text.strip()]
        texts = [cell.text.strip() for cell in sorted(cells, key=lambda cell: cell.row)]
        figures = [bool(_FIGURE.fullmatch(text)) for text in texts]
        digits = sum(any(map(str.isdigit, text)) for text in texts)
        named = bool(texts) and (groups or not figures[0])
        columns += (
            named and digits >= COUNTED and sum(figures[1:]) >= max(COUNTED, FIGURES * (len(texts) - 1))
        )
    return columns >= 2


@dataclass(frozen=True, slots=True)
class GoesOn:
    """A closed table, ``head``, that is no more than the ruled beginning of ``whole``, an open one.

    A header alone is boxed, or a frame is drawn around the table and rules under its header or its rows.
    """

    head: Table
    whole: Table

    def holds(self, filled: Table, is_header_text: Predicate) -> bool:
        """Whether ``filled``, the whole with its text, is a table and what ``head`` drew its header."""
        if not _is_sure(filled, is_header_text):
            return False
        if self.head.columns == 1 or self.head.rows == 1:
            return True
        above = [row for row in read_rows(filled, is_header_text) if row.index < self.head.rows]
        return {row.kind for row in above} == {"header"}


def gone_on(
    print_beside: Callable[[Sequence[Table]], Mask],
    rulings: Sequence[Ruling],
    tables: Sequence[Table],
    page_number: int,
    scale: float = 1.0,
    bands: Sequence[BBox] = (),
    ink: Mask | None = None,
) -> list[GoesOn]:
    """Those of the closed ``tables`` that go on with rows without rules.

    Below a boxed header rows stand in its columns; in a frame an open table fills it.

    Args:
        print_beside: the print of the page without the tables that it is given.
        rulings: rules of the page, in units of ``scale`` a point.
        tables: tables found, without text.
        page_number: page, from 1.
        scale: units a point.
        bands: coloured grounds of rows.
        ink: of a scan, the ink of the words.
    """
    closed = [table for table in tables if table.origin != "open"]
    frames = [table for table in closed if table.columns == 1]
    boxes = {id(table): head for table in closed if (head := _boxed_header(table)) is not None}
    if not (boxes or frames):
        return []
    rulings, zoom = join_collinear(rulings, scale), FINE / scale
    others = [table for table in closed if id(table) not in boxes and table not in frames]
    mask = print_beside(others)
    out = []
    for table in (table for table in closed if id(table) in boxes):
        head, beside = boxes[id(table)], [other for other in closed if other is not table]
        rules = [rule for rule in rulings if not any(_holds(table, rule) for table in beside)]
        shown = mask.copy()
        whiten(shown, beside, rulings, scale)
        shape = below_header(shown, head, rules, zoom)
        if shape is not None and ink is not None:
            shape = parted_in_white(shape, mask, ink, zoom)
        if shape is not None:
            out.append(_whole(head, _table(shape, page_number, zoom)))
    if frames:
        rest = [table for table in closed if table not in frames]
        found = find_unruled_tables(mask, rulings, rest, page_number, scale, bands, ink)
        for frame in frames:
            inside = (t for t in found if t.bbox.intersection(frame.bbox).area >= COVERED * frame.bbox.area)
            out += [_whole(frame, table) for table in inside][:1]
    return out


def _boxed_header(table: Table) -> Table | None:
    """What of a closed table may be a boxed header: its first rows, above those that a frame alone draws."""
    across = {cell.row for cell in table.cells if cell.column_span == table.columns}
    rows = table.rows
    while rows and rows - 1 in across:
        rows -= 1
    if table.columns < LEAST_COLUMNS or not 0 < rows <= MOST_HEADER_ROWS:
        return None
    cells = tuple(cell for cell in table.cells if cell.row + cell.row_span <= rows)
    box = reduce(BBox.union, (cell.bbox for cell in cells))
    return replace(table, rows=rows, cells=cells, bbox=box)


def _whole(head: Table, table: Table) -> GoesOn:
    return GoesOn(head, replace(table, rulings=(*table.rulings, *head.rulings)))


def _holds(table: Table, rule: Ruling) -> bool:
    return table.bbox.contains(*rule.box.center)


def with_wholes(tables: Sequence[Table], parts: Sequence[GoesOn]) -> tuple[Table, ...]:
    """``tables`` with each beginning, and what else lies in its place, replaced by the whole."""
    wholes = [part.whole for part in parts]
    return numbered([*(table for table in tables if not meet(table, wholes)), *wholes])


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
