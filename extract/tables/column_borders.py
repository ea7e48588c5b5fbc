"""Column structure of tables: where columns part, whether two tables agree, one frame for tables joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from extract.grouping import by_key
from extract.model import Cell, Floats, Table

AGREE = 0.02
"""Share of table width within which two column borders are one; scans of one print differ by under 0.01."""


@dataclass(frozen=True, slots=True)
class ColumnBorders:
    """Borders between columns as shares of the table's width, 0 and 1 included."""

    edges: tuple[float, ...]

    def agrees(self, other: ColumnBorders) -> bool:
        """Whether one table's borders are all borders of the other, most of them shared."""
        few, many = sorted((self.edges, other.edges), key=len)
        shared = sum(_near(edge, many) for edge in few)
        return shared == len(few) and len(few) >= 3 and (len(few) - 1) * 2 >= len(many) - 1


def columns_of(table: Table) -> ColumnBorders:
    """Column borders of ``table``; columns of a turned page may run down the page.

    Each row gives its own shares and the median counts: on a skewed scan the rows of an upright frame are
    shifted against one another, but within a row all borders are shifted alike.
    """
    first, last = _span(table.cells, along_x=True), _span(table.cells, along_x=False)
    along_x = first >= last
    shares: list[list[float]] = [[] for _ in range(table.columns)]
    for cells in by_key(table.cells, lambda cell: cell.row).values():
        _note_shares(cells, table, along_x, shares)
    starts: Floats = np.array([median(found) if found else np.nan for found in shares])
    starts[0] = 0.0
    known = np.flatnonzero(~np.isnan(starts))
    starts = np.interp(np.arange(table.columns), known, starts[known])
    return ColumnBorders((*(round(float(v), 4) for v in starts), 1.0))


def _note_shares(cells: Sequence[Cell], table: Table, along_x: bool, shares: Sequence[list[float]]) -> None:
    """Add where the cells of one row begin, as shares of the row; a row that is not whole says nothing."""
    row = sorted(cells, key=lambda c: c.column)
    if row[0].column != 0 or row[-1].column + row[-1].column_span != table.columns:
        return
    spans = [(c.bbox.x0, c.bbox.x1) if along_x else (c.bbox.y0, c.bbox.y1) for c in row]
    backwards = spans[0] > spans[-1]
    if backwards:
        spans = [(-high, -low) for low, high in spans]
    start, length = spans[0][0], max(spans[-1][1] - spans[0][0], 1e-6)
    for cell, (low, _) in zip(row, spans, strict=True):
        shares[cell.column].append((low - start) / length)


def common_columns(parts: Sequence[ColumnBorders]) -> ColumnBorders:
    """All borders of ``parts`` together, near ones taken as one."""
    edges: list[float] = []
    for part in sorted(parts, key=lambda p: -len(p.edges)):
        edges += [edge for edge in part.edges if not _near(edge, edges)]
    return ColumnBorders(tuple(sorted(edges)))


def in_columns(cell: Cell, own: ColumnBorders, common: ColumnBorders) -> Cell:
    """``cell`` with column and span counted in ``common`` columns."""
    if own.edges == common.edges or len(own.edges) == len(common.edges):
        return cell
    first = _nearest(own.edges[cell.column], common.edges)
    last = _nearest(own.edges[cell.column + cell.column_span], common.edges)
    return replace(cell, column=first, column_span=max(1, last - first))


def _span(cells: Sequence[Cell], along_x: bool) -> float:
    """How far cells move along one axis from the first to the last column."""
    low = min(cells, key=lambda c: c.column)
    high = max(cells, key=lambda c: c.column)
    if along_x:
        return abs(high.bbox.x0 - low.bbox.x0)
    return abs(high.bbox.y0 - low.bbox.y0)


def _near(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) <= AGREE for other in edges)


def _nearest(edge: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - edge))
