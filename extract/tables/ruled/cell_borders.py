"""Why a cell is where it is: which of its sides a rule bounds, and which stand open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from extract.model import BBox, Cell, Table

NEAR = 4.0
"""Points by which a rule may lie off the side that it draws, a doubled rule's second stroke among them."""

DRAWN = 0.5
"""Share of a side that a rule must cover."""

Side = Literal["top", "bottom", "left", "right"]
SIDES: tuple[Side, ...] = ("top", "bottom", "left", "right")


def ruled_sides(cell: Cell, table: Table) -> frozenset[Side]:
    """The sides of ``cell`` along which a rule of ``table`` runs; the others are open."""
    return frozenset(
        side for side, level, low, high in _sides(cell.bbox) if _ruled(table, side, level, low, high)
    )


def side_box(cell: Cell, side: Side) -> BBox:
    """One side of ``cell`` as a box without breadth."""
    box = cell.bbox
    return {
        "top": BBox(box.x0, box.y0, box.x1, box.y0),
        "bottom": BBox(box.x0, box.y1, box.x1, box.y1),
        "left": BBox(box.x0, box.y0, box.x0, box.y1),
        "right": BBox(box.x1, box.y0, box.x1, box.y1),
    }[side]


def _sides(box: BBox) -> Iterator[tuple[Side, float, float, float]]:
    yield "top", box.y0, box.x0, box.x1
    yield "bottom", box.y1, box.x0, box.x1
    yield "left", box.x0, box.y0, box.y1
    yield "right", box.x1, box.y0, box.y1


def _ruled(table: Table, side: Side, level: float, low: float, high: float) -> bool:
    across = side in ("top", "bottom")
    covered = sum(
        max(0.0, min(rule.end, high) - max(rule.start, low))
        for rule in table.rulings
        if rule.horizontal is across and abs(rule.position - level) <= NEAR + rule.thickness / 2
    )
    return covered >= DRAWN * (high - low)
