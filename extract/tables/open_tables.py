"""Tables without upright rules, or without any: columns are white that persists over the rows.

Running text has spaces too, so little is believed: three columns, each with a word in the header line, white
between them through every line, two rows that fill most columns; and ``confirmed`` asks of the words in the
header that they be known, unless row rules of one length draw the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.model import BBox, Cell, Ruling, Table
from extract.tables.open_rows import FILLED, Span, line_bands, split_rows
from extract.tables.print_mask import FINE, Mask, runs, without
from extract.tables.row_kinds import Predicate
from extract.tables.snap import join_collinear

LEAST_COLUMNS = 3
"""Columns of an open table: two blocks of text beside one another are a signature or an address."""

LEAST_ROWS = 2
"""Rows below the header that fill most columns."""

CORRIDOR = 4.0
"""Points of white between two columns that every line leaves; a space in 16-pt type is 4 points wide."""

HEADER_GAP = 7.0
"""Points of white between two header words that belong to two columns: spaces within one are under 5."""

BARE_GAP = 14.0
"""The same where no rule helps: justified lines stretch their spaces to 12."""

LONGEST_GAP = 45.0
"""Points of white between two lines of a table without rules; more parts it from what stands below."""

RULE_LENGTH = 150.0
"""Points: least length of row rules that draw a table; shorter ones underline words."""

SAME_END = 6.0
"""Points by which row rules of one table may differ at either end: skew left on a wide page."""

TALLEST_ROW = 350.0
"""Points between two row rules of one table."""

SURE_RULES = 4
"""Row rules of one length that draw a table whatever words stand in its first row."""

KNOWN = 0.5
"""Share of header texts that must be known header prints."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Grid lines of an open table in mask pixels, and rules that drew it."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    crossed: Mask
    """Whether text of a row (first axis) runs over an inner column border (second axis): one cell then."""
    rules: tuple[Ruling, ...] = ()


def find_open_tables(
    mask: Mask, rulings: Sequence[Ruling], tables: Sequence[Table], page_number: int, scale: float = 1.0
) -> tuple[Table, ...]:
    """Find the tables that ``mask`` shows where no closed grid was found.

    Args:
        mask: print of the page, from ``print_mask``.
        rulings: rules of the page, in units of ``scale`` a point.
        tables: closed tables found already; their places are passed over.
        page_number: page, from 1.
        scale: units a point of rulings, tables and what is returned.

    Returns:
        Empty tables of origin ``open`` from top to bottom; index 0, see ``confirmed``.
    """
    rulings = join_collinear(rulings, scale)
    left = without(mask, tables, rulings, scale)
    zoom = FINE / scale
    shapes = []
    for group in _ruled_groups(rulings, tables, scale):
        shape = _ruled_shape(left, group, zoom)
        if shape is not None:
            shapes.append(shape)
            left[shape.ys[0] : shape.ys[-1], shape.xs[0] : shape.xs[-1]] = False
    shapes += _bare_shapes(left)
    return tuple(_table(shape, page_number, zoom) for shape in sorted(shapes, key=lambda s: s.ys[0]))


def confirmed(
    tables: Sequence[Table], is_header_text: Predicate
) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """Part filled open tables into those to keep and those that were only aligned text.

    Returns:
        Kept tables and the others. Tables of another origin are kept; ``index`` counts anew.
    """
    kept: list[Table] = []
    others: list[Table] = []
    for table in sorted(tables, key=lambda t: (t.bbox.y0, t.bbox.x0)):
        sure = table.origin != "open" or len(table.rulings) >= SURE_RULES
        (kept if sure or _known_header(table, is_header_text) else others).append(table)
    return tuple(replace(table, index=i) for i, table in enumerate(kept, 1)), tuple(others)


def _known_header(table: Table, is_header_text: Predicate) -> bool:
    texts = [c.text.strip() for c in table.cells if c.row == 0 and c.text.strip()]
    return bool(texts) and sum(map(is_header_text, texts)) >= KNOWN * len(texts)


def _table(shape: _Shape, page: int, zoom: float) -> Table:
    xs, ys = [x / zoom for x in shape.xs], [y / zoom for y in shape.ys]
    cells = tuple(
        Cell(r, first, 1, end - first, BBox(xs[first], ys[r], xs[end], ys[r + 1]), page)
        for r, crossed in enumerate(shape.crossed)
        for first, end in _cells_of_row(crossed)
    )
    box = BBox(xs[0], ys[0], xs[-1], ys[-1])
    return Table(page, 0, box, len(ys) - 1, len(xs) - 1, cells, shape.rules, "open")


def _cells_of_row(crossed: Mask) -> list[Span]:
    """First and end columns of a row's cells, by the inner borders that its text runs over."""
    parted = [0, *(np.flatnonzero(~crossed) + 1).tolist(), len(crossed) + 1]
    return list(zip(parted, parted[1:], strict=False))


def _shape(mask: Mask, xs: Sequence[int], ys: Sequence[int], rules: Sequence[Ruling] = ()) -> _Shape:
    rows = [mask[top:end, xs[0] : xs[-1]] for top, end in zip(ys, ys[1:], strict=False)]
    inner = [x - xs[0] for x in xs[1:-1]]
    crossed = np.array([_crossed(row, inner) for row in rows], np.bool_)
    return _Shape(tuple(xs), tuple(ys), crossed.reshape(len(rows), len(inner)), tuple(rules))


def _crossed(row: Mask, inner: Sequence[int]) -> list[bool]:
    """Borders that letters of ``row`` stand on; all of them when its only run of words goes over one."""
    ink = np.asarray(row.any(axis=0))
    words = runs(ink, HEADER_GAP * FINE)
    if len(words) == 1 and any(words[0][0] < x < words[0][1] for x in inner):
        return [True] * len(inner)
    return [bool(ink[x - 1 : x + 2].any()) for x in inner]


def _ruled_groups(rulings: Sequence[Ruling], tables: Sequence[Table], scale: float) -> list[list[Ruling]]:
    """Runs of at least three horizontal rules below one another with the same ends, outside ``tables``."""
    groups: list[list[Ruling]] = []
    rules = [r for r in rulings if r.horizontal and r.end - r.start >= RULE_LENGTH * scale]
    for rule in sorted(rules, key=lambda r: r.position):
        middle = (rule.start + rule.end) / 2
        if any(table.bbox.contains(middle, rule.position, SAME_END * scale) for table in tables):
            continue
        for group in groups:
            last = group[-1]
            apart = max(abs(last.start - rule.start), abs(last.end - rule.end))
            if apart <= SAME_END * scale and rule.position - last.position <= TALLEST_ROW * scale:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= LEAST_ROWS + 1]


def _ruled_shape(mask: Mask, group: Sequence[Ruling], zoom: float) -> _Shape | None:
    """The table between row rules, its columns by the white they share.

    Rules above and below it, of running heads and page feet, are let go with what stands between.
    """
    ys = [round(rule.position * zoom) for rule in group]
    left = round(min(rule.start for rule in group) * zoom)
    right = round(max(rule.end for rule in group) * zoom)
    strips = [mask[top:end, left:right] for top, end in zip(ys, ys[1:], strict=False)]
    parted = [len(runs(np.asarray(s.any(axis=0)), HEADER_GAP * FINE)) > 1 for s in strips]
    if sum(parted) < LEAST_ROWS:
        return None
    first, end = parted.index(True), len(parted) - parted[::-1].index(True)
    group, ys, strips = group[first : end + 1], ys[first : end + 1], strips[first:end]
    telling = [strip for strip, told in zip(strips, parted[first:end], strict=True) if told]
    columns = _columns(telling)
    if len(columns) < LEAST_COLUMNS or _well_filled(telling[1:], columns) < min(LEAST_ROWS, len(group) - 2):
        return None
    xs = (0, *_between(columns), right - left)
    if len(group) == LEAST_ROWS + 1:
        ys[2:2] = [ys[1] + y for y in split_rows(strips[-1], list(zip(xs, xs[1:], strict=False)))]
    return _shape(mask, [left + x for x in xs], ys, group)


def _columns(strips: Sequence[Mask]) -> list[Span]:
    """Columns of ink that white parts through all ``strips``, wide white in the first; all have ink there."""
    everywhere = np.asarray(np.logical_or.reduce([strip.any(axis=0) for strip in strips]))
    head = np.asarray(strips[0].any(axis=0))
    columns: list[Span] = []
    for start, end in runs(everywhere, CORRIDOR * FINE):
        words = np.flatnonzero(head[start:end])
        before = np.flatnonzero(head[columns[-1][0] : columns[-1][1]]) + columns[-1][0] if columns else words
        apart = len(words) and len(before) and start + int(words[0]) - int(before[-1]) > HEADER_GAP * FINE
        if columns and not apart:
            columns[-1] = (columns[-1][0], end)
        else:
            columns.append((start, end))
    return columns


def _between(columns: Sequence[Span]) -> list[int]:
    """Middles of the white between ``columns``."""
    return [(a[1] + b[0]) // 2 for a, b in zip(columns, columns[1:], strict=False)]


def _well_filled(strips: Sequence[Mask], columns: Sequence[Span]) -> int:
    """How many of ``strips`` have ink in most columns."""
    shares = [np.mean([strip[:, a:b].any() for a, b in columns]) for strip in strips]
    return sum(bool(share >= FILLED) for share in shares)


def _bare_shapes(mask: Mask) -> list[_Shape]:
    """Tables with no rules at all: a line of three words far apart, and lines below that keep its white."""
    bands = line_bands(mask)
    shapes, at = [], 0
    while at + LEAST_ROWS < len(bands):
        kept, end = _grow(mask, bands, at)
        shape = _bare_shape(mask, bands[at:end], kept) if len(kept) > LEAST_ROWS else None
        if shape is None:
            at += 1
        else:
            shapes.append(shape)
            at = end
    return shapes


def _grow(mask: Mask, bands: Sequence[Span], at: int) -> tuple[list[Span], int]:
    """The lines from header ``at`` on that keep its white, and the number of the band after the last.

    One line across the columns is passed over, a section label, if the line after it keeps the white again.
    """
    head = mask[slice(*bands[at])]
    if len(runs(np.asarray(head.any(axis=0)), BARE_GAP * FINE)) < LEAST_COLUMNS:
        return [], at
    kept, alive, end = [bands[at]], len(_columns([head])), at + 1
    for number in range(at + 1, len(bands)):
        if bands[number][0] - bands[number - 1][1] > LONGEST_GAP * FINE or number > end + 1:
            break
        columns = len(_columns([mask[slice(*band)] for band in (*kept, bands[number])]))
        # A wide space inside a header print is seen for what it is in the first lines below.
        if columns < max(LEAST_COLUMNS, alive - (len(kept) < LEAST_ROWS + 1)):
            continue
        kept, alive, end = [*kept, bands[number]], columns, number + 1
    return kept, end


def _bare_shape(mask: Mask, bands: Sequence[Span], kept: Sequence[Span]) -> _Shape | None:
    """The table of ``bands``, of which those not ``kept`` run across the columns."""
    columns = _columns([mask[slice(*band)] for band in kept])
    if len(columns) < LEAST_COLUMNS:
        return None
    edge = round(FINE)
    xs = (columns[0][0] - edge, *_between(columns), columns[-1][1] + edge)
    cuts = {(bands[0][1] + bands[1][0]) // 2}
    for before, band in zip(bands, bands[1:], strict=False):
        if before not in kept or band not in kept:
            cuts.add((before[1] + band[0]) // 2)
    starts = [*sorted(cuts), bands[-1][1] + edge]
    for top, end in zip(starts, starts[1:], strict=False):
        cuts |= {top + y for y in split_rows(mask[top:end], list(zip(xs, xs[1:], strict=False)))}
    ys = (bands[0][0] - edge, *sorted(cuts), bands[-1][1] + edge)
    rows = [mask[top:end] for top, end in zip(ys[1:], ys[2:], strict=False)]
    return _shape(mask, xs, ys) if _well_filled(rows, columns) >= LEAST_ROWS else None
