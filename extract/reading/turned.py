"""A page that is printed sideways or upside down, read upright and put back into the viewer's frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.model import BBox, Cell, Code, Finding, Glyph, Line, Page, Ruling, Table
from extract.pages.matrix import Matrix, turning
from extract.pages.openpage import OpenPage

MOST = 0.5
"""Share of a page's letters that run one other way from which the page is turned for reading."""


def main_turn(glyphs: Sequence[Glyph]) -> int:
    """Degrees clockwise that make most letters level: 90 where they run up the page, 0 where they are."""
    turns = Counter(glyph.turn for glyph in glyphs if glyph.text.strip())
    for turn in (90, 180, 270):
        if turns[turn] > MOST * turns.total():
            return turn
    return 0


def as_viewed(read: Page, view: OpenPage) -> Page:
    """``read``, which was read on the turned ``view``, with its boxes where a viewer shows them."""
    if not view.turn:
        return read
    back = turning(360 - view.turn, view.width, view.height)

    def line(each: Line) -> Line:
        return replace(each, bbox=_box(each.bbox, back))

    def found(each: Finding) -> Finding:
        return replace(each, bbox=each.bbox and _box(each.bbox, back))

    def cell(each: Cell) -> Cell:
        return replace(
            each,
            bbox=_box(each.bbox, back),
            lines=tuple(map(line, each.lines)),
            findings=tuple(map(found, each.findings)),
        )

    def table(each: Table) -> Table:
        rulings = tuple(_rule(rule, back) for rule in each.rulings)
        cells = tuple(map(cell, each.cells))
        return replace(each, bbox=_box(each.bbox, back), cells=cells, rulings=rulings)

    def code(each: Code) -> Code:
        return replace(each, bbox=_box(each.bbox, back))

    upright = view.turn == 180
    return replace(
        read,
        width=view.width if upright else view.height,
        height=view.height if upright else view.width,
        rotation=view.turn,
        lines=tuple(map(line, read.lines)),
        tables=tuple(map(table, read.tables)),
        codes=tuple(map(code, read.codes)),
        findings=tuple(map(found, read.findings)),
        rules=tuple(_rule(rule, back) for rule in read.rules),
        fold=None,
    )


def _box(box: BBox, back: Matrix) -> BBox:
    return back.box(box.x0, box.y0, box.x1, box.y1)


def _rule(rule: Ruling, back: Matrix) -> Ruling:
    level = (rule.start, rule.position, rule.end, rule.position)
    upright = (rule.position, rule.start, rule.position, rule.end)
    box = _box(BBox(*(level if rule.horizontal else upright)), back)
    horizontal = box.width >= box.height
    at, start, end = (box.y0, box.x0, box.x1) if horizontal else (box.x0, box.y0, box.y1)
    return Ruling(horizontal, at, start, end, rule.thickness)
