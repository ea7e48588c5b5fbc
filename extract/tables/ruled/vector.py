"""Ruling lines of a digital page, from its path objects.

A rule is whatever paints a long thin shape: a stroked line, a thin filled rectangle, a mitred border piece,
the outline of a stroked rectangle. A large filled rectangle is shading, not a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.grouping import in_runs
from extract.model import BBox, Finding, Ruling
from extract.pages.document import OpenPage
from extract.tables.ruled.covers import uncovered
from extract.tables.ruled.paths import Painted, PathReader
from extract.tables.ruled.snap import GAP
from extract.tables.shade import Fill

MAX_THICKNESS = 4.0
"""Points: thickest rule; Word offers 6 pt borders, but nobody rules a table with more than 3."""

MIN_PIECE = 0.4
"""Points: the shortest piece kept, so that dots and dashes drawn one by one can still be joined."""

ASPECT = 1.5
"""Least length over thickness of a piece kept alone; corner squares have no direction."""

DOT, DOTS = 2.0, 8
"""Points both ways of a dot at most, and how many on one line, a step of ``GAP`` apart, are a dotted rule."""

LEVEL = 0.5
"""Points by which such dots may be off their line."""

MAX_RULINGS = 50_000
"""Rules of one page handed on; a page of 5,000 separately boxed cells has 20,000."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one walk over a page's drawn objects finds: rules, filled areas in paint order, and doubts.

    ``shapes`` are the areas of ellipses, diamonds and rounded boxes, ``strokes`` those of slanting lines.
    """

    rulings: tuple[Ruling, ...]
    fills: tuple[Fill, ...] = ()
    findings: tuple[Finding, ...] = ()
    shapes: tuple[BBox, ...] = ()
    strokes: tuple[BBox, ...] = ()


def read_drawing(page: OpenPage) -> Drawing:
    """Return rules and filled areas of ``page`` in points of the viewer frame.

    The finding ``path-budget`` says that a page drew more than the walk looks at, so rules may be missing.
    """
    reader = PathReader()
    fills: list[Fill] = []
    pieces: list[Ruling] = []
    pale: list[Ruling] = []
    dots: list[BBox] = []
    shapes: list[BBox] = []
    strokes: list[BBox] = []
    for painted in reader.pieces(uncovered(page)):
        if painted.drawn:
            shapes += [painted.box] if painted.dark else []
            continue
        if painted.slant:
            strokes += [painted.box] if painted.dark else []
            continue
        rule = piece_of(painted)
        if rule is None and painted.dark and max(painted.box.width, painted.box.height) <= DOT:
            dots.append(painted.box)
        elif rule is not None:
            (pieces if painted.dark else pale).append(rule)
        elif painted.filled:
            fills.append(Fill(painted.box, painted.dark, painted.tone))
        if len(pieces) >= MAX_RULINGS:
            reader.exhausted = True
            break
    pieces += _dotted(dots)
    pieces += _on_shading(pale, [fill.box for fill in fills if fill.dark])
    frame = BBox(0.0, 0.0, page.width, page.height)
    rules = tuple(clipped for rule in pieces if (clipped := clip(rule, frame)) is not None)
    if not (reader.exhausted or page.too_complex):
        return Drawing(rules, tuple(fills), shapes=tuple(shapes), strokes=tuple(strokes))
    detail = f"{page.object_count} objects, rules may be missing"
    found = Finding("path-budget", "warning", detail, page=page.number)
    return Drawing(rules, tuple(fills), (found,), tuple(shapes), tuple(strokes))


def piece_of(painted: Painted) -> Ruling | None:
    """The rule that a painted box is, or ``None`` when it is too thick or has no direction."""
    box = painted.box
    length, thickness = max(box.width, box.height), min(box.width, box.height)
    if thickness > MAX_THICKNESS or length < max(MIN_PIECE, ASPECT * thickness):
        return None
    if box.width > box.height:
        return Ruling(True, box.center[1], box.x0, box.x1, thickness)
    return Ruling(False, box.center[0], box.y0, box.y1, thickness)


def _dotted(dots: Sequence[BBox]) -> list[Ruling]:
    """Rules that ``dots`` make, drawn one by one, about as wide as high: level ones, then upright ones."""
    level, left = _rows_of_dots(dots)
    turned = [BBox(dot.y0, dot.x0, dot.y1, dot.x1) for dot in left]
    upright, _ = _rows_of_dots(turned)
    return [*level, *(replace(rule, horizontal=False) for rule in upright)]


def _rows_of_dots(dots: Sequence[BBox]) -> tuple[list[Ruling], list[BBox]]:
    """Level rules of ``dots``, and the dots of none."""
    lines = in_runs(
        sorted(dots, key=lambda d: d.center[1]), lambda line, d: d.center[1] - line[0].center[1] <= LEVEL
    )
    out, left = list[Ruling](), list[BBox]()
    for line in lines:
        along = sorted(line, key=lambda d: d.x0)
        for row in in_runs(along, lambda near, d: d.x0 - near[-1].x1 <= GAP):
            if len(row) >= DOTS:
                thickness = max(dot.height for dot in row)
                out.append(Ruling(True, row[0].center[1], row[0].x0, row[-1].x1, thickness))
            else:
                left += row
    return out, left


def clip(rule: Ruling, frame: BBox) -> Ruling | None:
    """The part of ``rule`` inside ``frame``, if any."""
    low, high, first, last = _sides(frame, rule)
    start, end = max(rule.start, first), min(rule.end, last)
    if not low <= rule.position <= high or end <= start:
        return None
    return replace(rule, start=start, end=end)


def _sides(box: BBox, rule: Ruling) -> tuple[float, float, float, float]:
    """The sides of ``box`` along ``rule``, then those across it."""
    return (box.y0, box.y1, box.x0, box.x1) if rule.horizontal else (box.x0, box.x1, box.y0, box.y1)


def _on_shading(pale: list[Ruling], shading: list[BBox]) -> list[Ruling]:
    """White rules that show, because shading lies under most of their length (Word's banded styles)."""
    if not shading or len(pale) * len(shading) > MAX_RULINGS * 20:
        return []
    return [rule for rule in pale if _covered(rule, shading) > 0.5 * (rule.length)]


def _covered(rule: Ruling, shading: list[BBox]) -> float:
    """Length of ``rule`` that lies on shading."""
    length = 0.0
    for box in shading:
        low, high, first, last = _sides(box, rule)
        if low - 1.0 <= rule.position <= high + 1.0:
            length += rule.length_within(first, last)
    return length
