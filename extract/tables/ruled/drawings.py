"""Drawings among the rules of a page: boxes of charts, leaflets and slides, and the lines that join them.

What tells a drawn box from a cell: its four sides are its own and end in its corners, while a cell's sides go
on as sides of its neighbours. A table's frame ends in its corners too, but upright rules inside it begin at
its sides. What tells a connector from a rule: one of its ends is held by a drawn box, or by another
connector, and by no rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.grouping import by_key
from extract.model import BBox, Ruling, Table
from extract.tables.ruled.snap import TOUCH

ROUNDEST = 14.0
"""Points: how far the sides of a rounded box fall short of its corners, at most."""

SMALLEST = 14.0
"""Points: a box smaller both ways is a tick box."""

COMPARTMENTS = 4
"""Of a drawn box, one below the other, at most: office, post, name, number of people."""

CHART = 2
"""Drawn boxes of a page from which those with compartments are a chart; one alone may be a narrow table."""

ARROW = 9.0
"""Points by which a line with an arrow's head ends before the box that it points at."""

ARROWS = 2
"""Lines that end so before one side of a box, at most: more are the columns of a table that ends there."""

SPREAD = 300.0
"""Points both ways from which a frame of few compartments is a page's or a slide's."""

ALIKE = 0.04
"""Share of a panel's width by which the panels of a folded sheet differ, at most."""

PANELS = (2, 4)
"""Panels of a folded sheet, at least and at most."""

NEAR_SIDE = 0.02
"""Of a side's length: how far from it the rule that draws it may stand."""

DRAWN = 0.6
"""Share of a side that one rule covers."""

STEP = 16
"""Side of the squares in which corners are looked up, in points; more than ``ROUNDEST``."""

Rules = list[Ruling]


@dataclass(frozen=True, slots=True)
class _Box:
    """A box with four sides of its own, and the rules inside it that reach from its left to its right."""

    area: BBox
    sides: tuple[Ruling, ...]
    shelves: tuple[Ruling, ...] = ()


def without_drawings(
    rules: Sequence[Ruling], scale: float, shapes: Sequence[BBox] = ()
) -> tuple[Rules, bool]:
    """``rules`` less the sides of drawn boxes and the lines that join them; whether those are a chart.

    Args:
        rules: rules of one page, pieces on one line joined.
        scale: units of ``rules`` a point.
        shapes: ellipses, diamonds and the like, as connectors may end there.
    """
    touch = TOUCH * scale
    drawn = [whole for box in _boxes(rules, scale) if (whole := _plain(box, rules, touch)) is not None]
    ends = [box.area for box in drawn if max(box.area.width, box.area.height) >= SMALLEST * scale]
    ends += shapes
    if not drawn and not ends:
        return list(rules), False
    lone = len(ends) < CHART
    gone = {id(rule) for box in drawn if not (lone and box.shelves) for rule in (*box.sides, *box.shelves)}
    left = [rule for rule in rules if id(rule) not in gone]
    joined = _connectors(left, ends, scale)
    if lone and drawn and joined:  # a box with compartments that a line leads to
        gone = {id(rule) for box in drawn for rule in (*box.sides, *box.shelves)}
        left = [rule for rule in left if id(rule) not in gone]
    return [rule for rule in left if id(rule) not in joined], not lone


def _boxes(rules: Sequence[Ruling], scale: float) -> Iterator[_Box]:
    """Boxes whose sides meet in their corners, or fall short of all four alike, and go on beyond none."""
    touch, step = TOUCH * scale, STEP * scale

    def square(x: float, y: float) -> tuple[int, int]:
        return int(x // step), int(y // step)

    across = [rule for rule in rules if rule.horizontal]
    starts = by_key(across, lambda rule: square(rule.start, rule.position))
    down = [rule for rule in rules if not rule.horizontal]
    tops = by_key(down, lambda rule: square(rule.position, rule.start))

    def near(of: dict[tuple[int, int], Rules], x: float, y: float) -> Iterator[Ruling]:
        column, row = square(x, y)
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                yield from of.get((i, j), ())

    for left in down:
        for top in near(starts, left.position, left.start):
            if not _corner(top.start - left.position, left.start - top.position, scale):
                continue
            rights = [
                right
                for right in near(tops, top.end, top.position)
                if right.position - left.position > touch
                and _corner(right.position - top.end, right.start - top.position, scale)
            ]
            bottoms = [
                bottom
                for bottom in near(starts, left.position, left.end)
                if bottom.position - top.position > touch
                and _corner(bottom.start - left.position, bottom.position - left.end, scale)
            ]
            for right in rights:
                for bottom in bottoms:
                    if _corner(right.position - bottom.end, bottom.position - right.end, scale):
                        area = BBox(left.position, top.position, right.position, bottom.position)
                        yield _Box(area, (top, bottom, left, right))


def _corner(x: float, y: float, scale: float) -> bool:
    """Whether two sides that fall short of where they would meet by ``x`` and ``y`` make a corner.

    They may fall short alike, as in a rounded box; neither goes on beyond it.
    """
    touch = TOUCH * scale
    return min(x, y) >= -touch and max(x, y) <= ROUNDEST * scale and abs(x - y) <= touch


def _plain(box: _Box, rules: Sequence[Ruling], touch: float) -> _Box | None:
    """``box`` with its shelves; None where an upright rule inside parts it, as in a table."""
    area, shelves = box.area, []
    for rule in rules:
        if rule in box.sides:
            continue
        if rule.horizontal:
            inside = area.y0 + touch < rule.position < area.y1 - touch
            if inside and abs(rule.start - area.x0) <= touch and abs(rule.end - area.x1) <= touch:
                shelves.append(rule)
            continue
        if not area.x0 + touch < rule.position < area.x1 - touch:
            continue
        if rule.length_within(area.y0, area.y1) > 2 * touch and (
            abs(rule.start - area.y0) <= touch or abs(rule.end - area.y1) <= touch or rule.start < area.y0
        ):
            return None
    return _Box(area, box.sides, tuple(shelves)) if len(shelves) < COMPARTMENTS else None


def _connectors(rules: Sequence[Ruling], boxes: Sequence[BBox], scale: float) -> set[int]:
    """Ids of the lines that join ``boxes``: one end at a box or at such a line, and at no other rule."""
    touch = TOUCH * scale
    gone: set[int] = set()
    points = [(rule, at) for rule in rules for at in (rule.start, rule.end)]
    at_box = _at_boxes(points, boxes, scale)
    while True:
        kept = [rule for rule in rules if id(rule) not in gone]
        joined = [rule for rule in rules if id(rule) in gone]
        more = set()
        for rule in kept:
            for at in (rule.start, rule.end):
                held = any(_meets(rule, at, other, touch) for other in kept)
                if not held and (
                    (id(rule), at) in at_box or any(_meets(rule, at, other, touch) for other in joined)
                ):
                    more.add(id(rule))
        if not more:
            return gone
        gone |= more


def _at_boxes(
    points: Sequence[tuple[Ruling, float]], boxes: Sequence[BBox], scale: float
) -> set[tuple[int, float]]:
    """Which ends (rule, place along it) stand at a box: at a side, or before it with room for an arrow."""
    touch, arrow = TOUCH * scale, ARROW * scale
    out: set[tuple[int, float]] = set()
    for box in boxes:
        before: dict[tuple[bool, bool], list[tuple[int, float]]] = {}
        for rule, at in points:
            low, high, first, last = (
                (box.y0, box.y1, box.x0, box.x1) if rule.horizontal else (box.x0, box.x1, box.y0, box.y1)
            )
            if not low - touch <= rule.position <= high + touch or not first - arrow <= at <= last + arrow:
                continue
            outside = at < first - touch or at > last + touch
            if outside:
                before.setdefault((rule.horizontal, at < first), []).append((id(rule), at))
            elif not (first < rule.start and rule.end < last):  # a line inside the box is none of its own
                out.add((id(rule), at))
        out |= {end for ends in before.values() if len(ends) <= ARROWS for end in ends}
    return out


def _meets(rule: Ruling, at: float, other: Ruling, touch: float) -> bool:
    """Whether the end ``at`` of ``rule`` is held by ``other``, which runs the other way."""
    return (
        other.horizontal is not rule.horizontal
        and abs(other.position - at) <= touch
        and other.start - touch <= rule.position <= other.end + touch
    )


def without_frames(tables: Sequence[Table], scale: float, chart: bool) -> list[Table]:
    """``tables`` less frames of pages and slides, panels of folded sheets, and what is left of a chart.

    ``chart`` tells that the page holds one.
    """
    return [
        table
        for table in tables
        if not _is_frame(table, tables, scale)
        and not _is_panels(table, scale)
        and (not chart or _is_closed(table))
    ]


def _is_closed(table: Table) -> bool:
    """Whether rules run along two sides of ``table`` that face one another."""

    def drawn(horizontal: bool, position: float, start: float, end: float) -> bool:
        near = (end - start) * NEAR_SIDE
        along = (
            rule.length_within(start, end)
            for rule in table.rulings
            if rule.horizontal is horizontal and abs(rule.position - position) <= near
        )
        return max(along, default=0.0) >= DRAWN * (end - start)

    box = table.bbox
    across = drawn(True, box.y0, box.x0, box.x1) and drawn(True, box.y1, box.x0, box.x1)
    return across or (drawn(False, box.x0, box.y0, box.y1) and drawn(False, box.x1, box.y0, box.y1))


def _is_frame(table: Table, tables: Sequence[Table], scale: float) -> bool:
    """Whether ``table`` is a frame with a title at most: of one column, about other tables or a page."""
    if min((cell.column_span for cell in table.cells), default=1) < table.columns:
        return False
    if table.rows > COMPARTMENTS:
        return False
    holds = any(other is not table and other.bbox.share_in(table.bbox) > 0.99 for other in tables)
    return holds or min(table.bbox.width, table.bbox.height) >= SPREAD * scale


def _is_panels(table: Table, scale: float) -> bool:
    """Whether ``table`` is a folded sheet: one row as high as a page, few columns of one width."""
    if table.rows != 1 or not PANELS[0] <= table.columns <= PANELS[1]:
        return False
    widths = [cell.bbox.width for cell in table.cells]
    alike = max(widths) - min(widths) <= ALIKE * max(widths)
    return alike and min(table.bbox.width, table.bbox.height) >= SPREAD * scale
