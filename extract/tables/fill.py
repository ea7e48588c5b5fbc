"""Filling empty cells with text from the glyphs of a text layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.model import Cell, Finding, Floats, Glyph, Line, Method, Table
from extract.pages.lines import group_lines
from extract.thai.rejoin import rejoin
from extract.thai.repair import repair

RISE = 0.25
"""Of the font size: height of a glyph's middle over its baseline, whatever marks it carries."""

SLACK = 1.5
"""Points by which text may stand outside a table and still belong to it."""

Owners = NDArray[np.intp]
Mend = Callable[[str], str]


def repaired(text: str) -> str:
    """``text`` as ``repair`` leaves it."""
    return repair(text).text


def fill_from_glyphs(
    tables: Sequence[Table], glyphs: Sequence[Glyph], mend: Mend = repaired
) -> tuple[Table, ...]:
    """Put each glyph into the cell its middle lies in; cells get lines, ``raw`` and repaired ``text``.

    Glyphs inside a table nested in a cell of another go to the inner table. ``mend`` repairs a line.
    """
    middles = _middles(glyphs)
    owners = _table_of(tables, middles)
    return tuple(
        _filled(table, glyphs, np.flatnonzero(owners == number), middles, mend)
        for number, table in enumerate(tables)
    )


def outside(tables: Sequence[Table], glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs that lie in no table, in content order."""
    return tuple(glyphs[i] for i in np.flatnonzero(_table_of(tables, _middles(glyphs)) < 0).tolist())


def with_text(cell: Cell, lines: Sequence[Line], method: Method, mend: Mend = repaired) -> Cell:
    """``cell`` holding ``lines``: raw text as printed, text repaired and rejoined, least line confidence.

    Blank lines count only where no other is: an engine that failed gives one of confidence 0.
    """
    printed = [line for line in lines if line.text.strip()]
    return replace(
        cell,
        lines=tuple(printed),
        raw="\n".join(line.text.rstrip() for line in printed),
        text=rejoin([mend(line.text) for line in printed]),
        confidence=min((line.confidence for line in printed or lines), default=1.0),
        method=method,
    )


def _middles(glyphs: Sequence[Glyph]) -> Floats:
    """Middle of each glyph's base letter, ``(2, n)``: x and y."""
    if not glyphs:
        return np.empty((2, 0))
    boxes = [g.bbox for g in glyphs]
    xs = np.array([(box.x0 + box.x1) / 2 for box in boxes])
    ys = np.array([g.baseline - RISE * g.size for g in glyphs])
    tops, bottoms = np.array([box.y0 for box in boxes]), np.array([box.y1 for box in boxes])
    beyond = (ys < tops) | (ys > bottoms)
    return np.stack([xs, np.where(beyond, (tops + bottoms) / 2, ys)])


def _table_of(tables: Sequence[Table], middles: Floats) -> Owners:
    """Number of the innermost table each glyph lies in, −1 outside all."""
    xs, ys = middles
    owners = np.full(len(xs), -1, np.intp)
    for number in sorted(range(len(tables)), key=lambda i: -tables[i].bbox.area):
        box = tables[number].bbox
        inside = (xs >= box.x0 - SLACK) & (xs <= box.x1 + SLACK)
        inside &= (ys >= box.y0 - SLACK) & (ys <= box.y1 + SLACK)
        owners[inside] = number
    return owners


def _filled(table: Table, glyphs: Sequence[Glyph], inside: Owners, middles: Floats, mend: Mend) -> Table:
    """``table`` with the glyphs numbered ``inside``, all of which lie in it, in its cells."""
    columns = np.searchsorted(_edges(table, vertical=True), middles[0, inside], side="right")
    rows = np.searchsorted(_edges(table, vertical=False), middles[1, inside], side="right")
    held: list[list[Glyph]] = [[] for _ in table.cells]
    for i, number in zip(inside.tolist(), _cell_map(table)[rows, columns].tolist(), strict=True):
        held[number].append(glyphs[i])
    cells = zip(table.cells, held, strict=True)
    return replace(table, cells=tuple(_of_glyphs(cell, part, mend) for cell, part in cells))


def _of_glyphs(cell: Cell, glyphs: Sequence[Glyph], mend: Mend) -> Cell:
    """``cell`` with its glyphs, and a finding where letters do not show (white, tiny, without ink) or hardly.

    All letters of a cell in white on a coloured ground show, and all in gray are a habit of print.
    """
    filled = with_text(cell, group_lines(glyphs), "text", mend)
    plain = any(glyph.visible and not glyph.pale and glyph.text.strip() for glyph in glyphs)
    hidden = "".join(g.text for g in glyphs if not g.visible or (plain and g.pale)).strip()
    if not hidden or (cell.shaded and not plain):
        return filled
    found = Finding("text-hidden", "warning", hidden[:60], page=cell.page, bbox=cell.bbox)
    return replace(filled, findings=(*filled.findings, found))


def _edges(table: Table, vertical: bool) -> Floats:
    """Inner grid lines of ``table``: x between columns, or y between rows."""
    count = table.columns if vertical else table.rows
    edges = np.full(max(count - 1, 0), np.nan)
    for cell in table.cells:
        first = cell.column if vertical else cell.row
        if first:
            edges[first - 1] = cell.bbox.x0 if vertical else cell.bbox.y0
    for i in np.flatnonzero(np.isnan(edges)):
        edges[i] = edges[i - 1] if i else (table.bbox.x0 if vertical else table.bbox.y0)
    return edges


def _cell_map(table: Table) -> Owners:
    """Cell number covering each (row, column)."""
    owner = np.zeros((table.rows, table.columns), np.intp)
    for number, cell in enumerate(table.cells):
        rows = slice(cell.row, cell.row + cell.row_span)
        owner[rows, cell.column : cell.column + cell.column_span] = number
    return owner
