"""Sums at the foot of open tables: their label stands to the middle of the columns before the amounts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.model import BBox, Cell, Line, Table
from extract.tables.sum_rows import with_sum_labels

ROWS = [("๑", "ซ่อมถนน", "๑,๐๐๐"), ("๒", "ขุดลอกคลอง", "๒,๐๐๐")]


def table(rows: Sequence[Sequence[str]], label_at: float, origin: str = "open") -> Table:
    """Texts begin at the left of their cells, but for the label of the last row."""
    cells = []
    for y, texts in enumerate(rows):
        for x, text in enumerate(texts):
            box = BBox(100 * x, 20 * y, 100 * (x + 1), 20 * (y + 1))
            left = label_at if y == len(rows) - 1 and x == 1 else box.x0 + 2
            lines = (Line(text, BBox(left, box.y0, left + 20, box.y1)),) if text else ()
            cells.append(Cell(y, x, 1, 1, box, 1, lines, text))
    return Table(1, 1, BBox(0, 0, 300, 20 * len(rows)), len(rows), 3, tuple(cells), (), origin)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "at", "origin", "spans"),
    [
        ("รวมทั้งสิ้น", 140, "open", [(0, 2), (2, 1)]),
        ("รวมทั้งสิ้น", 102, "open", [(0, 1), (1, 1), (2, 1)]),
        ("รวมทั้งสิ้น", 140, "vector", [(0, 1), (1, 1), (2, 1)]),
        ("ค่าแรง", 140, "open", [(0, 1), (1, 1), (2, 1)]),
    ],
)
def test_label_of_a_sum(label: str, at: float, origin: str, spans: list[tuple[int, int]]) -> None:
    """To the middle of two columns it is one cell; where rows begin, or under rules, it is its column's."""
    (found,) = with_sum_labels([table([*ROWS, ("", label, "๓,๐๐๐")], at, origin)])
    assert [(cell.column, cell.column_span) for cell in found.cells if cell.row == 2] == spans
