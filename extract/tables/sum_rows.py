"""Labels of sums in open tables: รวม set to the middle of the columns before the first amount is one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Cell, Table

_SUM = re.compile(r"^[\s(]*(ยอด)?รวม")

ALIGNED, ROWS = 3.0, 2
"""Points within which a cell's first line begins where others of its column begin, and how many must."""


def with_sum_labels(tables: Sequence[Table]) -> tuple[Table, ...]:
    """``tables``, points, with the label of a sum in one cell over the columns that it stands for.

    Only in open tables: elsewhere rules say so. A label that begins where the cells above it begin is theirs.
    """
    return tuple(_labelled(table) if table.origin == "open" else table for table in tables)


def _labelled(table: Table) -> Table:
    cells = list(table.cells)
    for row in range(1, table.rows):
        here = sorted((cell for cell in cells if cell.row == row), key=lambda cell: cell.column)
        filled = [cell for cell in here if cell.text.strip()]
        if len(filled) < 2 or not _SUM.match(filled[0].text) or any(cell.row_span > 1 for cell in here):
            continue
        label, end = filled[0], filled[1].column
        before = [cell for cell in here if cell.column < end]
        if end < 2 or before[0].column > 0 or _stands_with(label, cells):
            continue
        box = replace(label.bbox, x0=before[0].bbox.x0, x1=before[-1].bbox.x1)
        whole = replace(label, column=0, column_span=end, bbox=box)
        cells = [cell for cell in cells if cell not in before] + [whole]
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _stands_with(label: Cell, cells: Sequence[Cell]) -> bool:
    """Whether ``label`` begins where other cells of its column begin."""
    if not label.lines or label.column_span > 1:
        return False
    left = label.lines[0].bbox.x0
    others = (c for c in cells if c.column == label.column and c is not label and c.lines)
    return sum(abs(cell.lines[0].bbox.x0 - left) <= ALIGNED for cell in others) >= ROWS
