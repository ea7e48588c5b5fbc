"""Letters that are struck out: by an annotation of a viewer, or by a line drawn through them.

A line that strikes words out runs through the middle of their letters and ends where they end; a table's rule
goes on, and a line under words lies under their baseline.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extract.marks.watermarks import LIGHT
from extract.model import BBox, Glyph, Ruling
from extract.pages.openpage import OpenPage

MIDDLE = (0.08, 0.5)
"""Of the font size over the baseline, between which a line strikes out; programs draw at .22 to .35."""

THICK = 0.36
"""Of the font size: a thicker bar is a ground or a cover; a wavy line is .33 high."""

ENDS = 0.6
"""Of the font size by which the line may end before or after the letters that it strikes."""

LONG = 0.5
"""Of the font size: a shorter line is part of a letter."""


ABOVE, BELOW = 1.3, 0.5
"""Of the font size over and under the baseline: a stroke that goes beyond is a drawing."""

BY_HAND = 1.0
"""Of the font size by which a slanting line or one of a pen may end before or after its letters."""

FEW = 2
"""Letters that such a line strikes, at least: over one letter it may be a tick."""

MOST = 300.0
"""Points: a longer line is a rule of a table or a page, unless it ends loose and strikes ``MANY`` letters."""

MANY = 10

TOUCH = 1.5
"""Points: a table's rule ends as near to its frame."""

MOST_THICK = 4.0
"""Points: a thicker line is a ground or a cover."""


def strike(
    page: OpenPage, glyphs: Sequence[Glyph], rules: Sequence[Ruling], strokes: Sequence[BBox] = ()
) -> tuple[Sequence[Glyph], Sequence[Ruling]]:
    """``glyphs`` with those marked that are struck out, and ``rules`` without the lines that do it.

    Args:
        page: the open page, for its annotations.
        glyphs: its letters.
        rules: its rules, among them lines that strike.
        strokes: boxes of slanting lines and zigzags; two that cross strike as well as one.
    """
    numbers: set[int] = set()
    for note in page.annotations:
        for quad in note.quads:
            numbers |= {i for i, glyph in enumerate(glyphs) if _in_quad(glyph, quad)}
    for stroke in (*strokes, *(each for note in page.annotations for each in note.strokes)):
        numbers.update(_under_stroke(glyphs, stroke))
    lines = _lines(glyphs, rules)
    for struck in lines.values():
        numbers.update(struck)
    if not numbers:
        return glyphs, rules
    marked = [replace(glyph, struck=True) if i in numbers else glyph for i, glyph in enumerate(glyphs)]
    return marked, [rule for i, rule in enumerate(rules) if i not in lines]


def _in_quad(glyph: Glyph, quad: BBox) -> bool:
    """Whether the glyph stands in the marked words; its box may be taller than these."""
    x = glyph.bbox.center[0]
    return quad.x0 <= x <= quad.x1 and quad.y0 <= glyph.baseline - MIDDLE[1] * glyph.size / 2 <= quad.y1


def _under_stroke(glyphs: Sequence[Glyph], stroke: BBox) -> list[int]:
    """Numbers of the glyphs of one line that a slanting line, a zigzag or a line of a pen strikes out."""
    if stroke.width > MOST:
        return []
    struck = [
        i
        for i, glyph in enumerate(glyphs)
        if stroke.x0 <= glyph.bbox.center[0] <= stroke.x1
        and glyph.baseline - ABOVE * glyph.size <= stroke.y0
        and stroke.y1 <= glyph.baseline + BELOW * glyph.size
        and stroke.y0 <= glyph.baseline - MIDDLE[0] * glyph.size
        and stroke.y1 >= glyph.baseline - MIDDLE[1] * glyph.size
        and glyph.visible
        and glyph.turn == 0
        and not glyph.text.isspace()
    ]
    if len(struck) < FEW:
        return []
    first, last = min(glyphs[i].bbox.x0 for i in struck), max(glyphs[i].bbox.x1 for i in struck)
    by = BY_HAND * glyphs[struck[0]].size
    return struck if abs(first - stroke.x0) <= by and abs(last - stroke.x1) <= by else []


def _lines(glyphs: Sequence[Glyph], rules: Sequence[Ruling]) -> dict[int, list[int]]:
    """Numbers of the glyphs that each striking rule strikes, by the number of the rule."""
    level = [
        (number, rule)
        for number, rule in enumerate(rules)
        if rule.horizontal and rule.thickness < MOST_THICK
        if rule.end - rule.start < MOST or _is_loose(rule, rules)
    ]
    if not level:
        return {}
    held = [
        i
        for i, g in enumerate(glyphs)
        if g.visible and g.turn == 0 and g.tone < LIGHT and not g.text.isspace()  # no watermark over a rule
    ]
    held.sort(key=lambda i: glyphs[i].baseline)
    baselines = [glyphs[i].baseline for i in held]
    largest = max((glyphs[i].size for i in held), default=0.0)
    found: dict[int, list[int]] = {}
    for number, rule in level:
        first = bisect_left(baselines, rule.position)
        last = bisect_right(baselines, rule.position + MIDDLE[1] * largest)
        struck = [i for i in held[first:last] if _through(glyphs[i], rule)]
        long = rule.end - rule.start >= MOST
        if long and len(struck) >= MANY:
            found[number] = _of_row(glyphs, held, rule, rules)
        elif struck and not long and _ends_with(rule, [glyphs[i] for i in struck]):
            found[number] = struck
    return found


def _of_row(glyphs: Sequence[Glyph], held: Sequence[int], line: Ruling, rules: Sequence[Ruling]) -> list[int]:
    """Those of ``held`` that stand in the row that a line goes through, be it of several lines of text."""
    level = [
        rule.position for rule in rules if rule.horizontal and rule.start < line.end and rule.end > line.start
    ]
    top = max([at for at in level if at < line.position], default=line.position)
    bottom = min([at for at in level if at > line.position], default=line.position + MOST_THICK)
    return [
        i
        for i in held
        if top < glyphs[i].baseline <= bottom and line.start <= glyphs[i].bbox.center[0] <= line.end
    ]


def _is_loose(rule: Ruling, rules: Sequence[Ruling]) -> bool:
    """Whether a level line ends at no upright rule, as a line drawn through a whole row does."""
    return not any(
        abs(other.position - end) <= TOUCH and other.start <= rule.position <= other.end
        for other in rules
        if not other.horizontal
        for end in (rule.start, rule.end)
    )


def _through(glyph: Glyph, rule: Ruling) -> bool:
    over = (glyph.baseline - rule.position) / glyph.size
    inside = rule.start <= glyph.bbox.center[0] <= rule.end
    return inside and MIDDLE[0] <= over <= MIDDLE[1] and rule.thickness <= THICK * glyph.size


def _ends_with(rule: Ruling, struck: Sequence[Glyph]) -> bool:
    size = struck[0].size
    first, last = min(g.bbox.x0 for g in struck), max(g.bbox.x1 for g in struck)
    long = rule.end - rule.start >= LONG * size
    return long and abs(first - rule.start) <= ENDS * size and abs(last - rule.end) <= ENDS * size
