"""Strokes that are no rules of a table: pen strokes that end anywhere, and boxes drawn inside a cell.

A rule ends at a rule that crosses it, or where its neighbours end; a pen stroke ends where the hand stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Ruling
from extract.tables.ruled.snap import TOUCH

TIGHT = 1.2
"""Points within which two rules meet in ink, or end alike; a box in a cell stands 1.5 off its borders."""

WHOLE = 0.8
"""Share of the longest parallel rule from which a rule is kept however it ends."""

ROUNDS = 4
"""Strokes that rest on strokes go one after the other; a signature has few."""


def drop_strokes(rules: Sequence[Ruling], scale: float) -> list[Ruling]:
    """``rules`` without boxes inside cells and without strokes that end in the open; tails are cut off.

    Args:
        rules: rules of a scan, mended, in pixels.
        scale: pixels a point.
    """
    kept = _without_inner_boxes(list(rules), scale)
    for _ in range(ROUNDS):  # before any is cut: else what rested on a stroke would look whole
        after = [rule for rule in kept if _ended(rule, kept, scale) is not None]
        if len(after) == len(kept):
            break
        kept = after
    return [part for rule in kept if (part := _ended(rule, kept, scale)) is not None]


def _ended(rule: Ruling, rules: Sequence[Ruling], scale: float) -> Ruling | None:
    """``rule`` with an end in the open cut back to its last crossing; ``None`` if nothing holds it."""
    touch, tight = TOUCH * scale, TIGHT * scale
    beside = [r for r in rules if r.horizontal is rule.horizontal and r is not rule]
    if rule.length >= WHOLE * max((r.length for r in beside), default=0.0):
        return rule
    met = sorted(r.position for r in rules if _cross(rule, r, touch))
    if not met:
        return rule  # crosses nothing: no part of a table's lattice
    low = rule.start >= met[0] - touch or any(abs(r.start - rule.start) <= tight for r in beside)
    high = rule.end <= met[-1] + touch or any(abs(r.end - rule.end) <= tight for r in beside)
    if low and high:
        return rule
    if (not low and not high) or met[-1] - met[0] <= touch:
        return None
    return replace(rule, start=rule.start if low else met[0], end=rule.end if high else met[-1])


def _cross(rule: Ruling, other: Ruling, touch: float) -> bool:
    return (
        rule.horizontal is not other.horizontal
        and rule.start - touch <= other.position <= rule.end + touch
        and other.start - touch <= rule.position <= other.end + touch
    )


def _without_inner_boxes(rules: list[Ruling], scale: float) -> list[Ruling]:
    """``rules`` less those of plain boxes that stand in a cell, near its borders but not on them.

    A plain box is two rules across and two down whose ends meet one another at the corners and no other rule.
    """
    tight, touch = TIGHT * scale, TOUCH * scale
    gone: set[int] = set()
    for top in (r for r in rules if r.horizontal):
        sides = [r for r in rules if not r.horizontal and _corner(top, r, tight)]
        for left, right in ((a, b) for a in sides for b in sides if a.position < b.position):
            bottoms = [r for r in rules if r.horizontal and r.position > top.position]
            for bottom in bottoms:
                if not (_corner(bottom, left, tight) and _corner(bottom, right, tight)):
                    continue
                box = (top, bottom, left, right)
                alone = not any(_cross(side, r, tight) for side in box for r in rules if r not in box)
                if alone and _inside_a_cell(box, rules, touch):
                    gone.update(id(side) for side in box)
    return [rule for rule in rules if id(rule) not in gone]


def _corner(across: Ruling, down: Ruling, tight: float) -> bool:
    """Whether both end where they meet."""
    x = min(abs(across.start - down.position), abs(across.end - down.position))
    y = min(abs(down.start - across.position), abs(down.end - across.position))
    return x <= tight and y <= tight


def _inside_a_cell(box: tuple[Ruling, ...], rules: Sequence[Ruling], touch: float) -> bool:
    """Whether longer rules stand on both sides of ``box``, left and right or above and below."""
    top, bottom, left, right = box
    across = [r for r in rules if r.horizontal and r.start < left.position and r.end > right.position]
    down = [r for r in rules if not r.horizontal and r.start < top.position and r.end > bottom.position]
    above = any(r.position < top.position for r in across) and any(
        r.position > bottom.position for r in across
    )
    beside = any(r.position < left.position for r in down) and any(r.position > right.position for r in down)
    return above and beside
