"""Glyphs of a page or a cell put into printed lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from extract.model import BBox, Glyph, Line

PAGE_MARK = re.compile(
    r"^[\s\-–—()./|]*((หน้า(ที่)?|page)?\s*[\d๐-๙]{1,4})([\s/จาก]+[\d๐-๙]{1,4})?[\s\-–—()./|]*$", re.I
)
"""A line that is a page's number: -๒-, หน้า 2/5, (3)."""
CATCH_WORD = re.compile(r"^\s*/\s*[\d๐-๙ก-ฮเ-ไ].{0,40}$")
"""A line at a page's foot that says how the next begins: /๑๓. ให้…"""

_SAME_BASELINE = 0.28  # of the font size: superscripts join their line, the next line does not
_BACK_STEP = 0.6  # em: how far a glyph may start left of the one before and still follow it
_RUN_GAP = 2.0  # em: a greater gap starts a new run, and runs are put in order from left to right
_OVER = 0.3  # em: runs of one line may touch, no more
_SPACE_GAP = 0.7  # em: a gap that stands for a space where none was printed


def group_lines(glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Lines from top to bottom, boxes in the glyphs' frame.

    Within a line content order holds (it keeps marks and bases right); only stretches set apart by wide
    gaps are ordered from left to right. Space glyphs stay, at a line's end too: they tell whether a word
    ends there.
    """
    items = list(glyphs)
    return tuple(_line(items, row) for row in _rows(items))


def _rows(glyphs: Sequence[Glyph]) -> list[list[int]]:
    """Positions of ``glyphs`` by baseline, top down, each row in content order."""
    baselines = [glyph.baseline for glyph in glyphs]
    rows: list[list[int]] = []
    first = 0.0
    for i in sorted(range(len(glyphs)), key=baselines.__getitem__):
        baseline = baselines[i]
        if rows and (baseline == first or abs(baseline - first) <= _SAME_BASELINE * glyphs[i].size):
            rows[-1].append(i)
        else:
            rows.append([i])
            first = baseline
    return [sorted(row) for row in rows]


def _line(glyphs: Sequence[Glyph], row: Sequence[int]) -> Line:
    run: list[Glyph] = []
    runs = [run]
    start = end = 0.0  # of the glyph before
    for i in row:
        glyph = glyphs[i]
        box, em = glyph.bbox, glyph.size
        x0 = box.x0
        if run and not (x0 - start >= -_BACK_STEP * em and x0 - end <= _RUN_GAP * em):
            run = []
            runs.append(run)
        run.append(glyph)
        start, end = x0, box.x1
    over: set[int] = set()
    if len(runs) > 1:
        runs.sort(key=lambda run: run[0].bbox.x0)
        over = _drawn_over(runs)
    ordered = [glyph for run in runs for glyph in run]
    boxes = [glyph.bbox for glyph in ordered]
    return Line(
        _text(ordered),
        BBox(
            min([box.x0 for box in boxes]),
            min([box.y0 for box in boxes]),
            max([box.x1 for box in boxes]),
            max([box.y1 for box in boxes]),
        ),
        unsure=tuple(over),
        baseline=glyphs[row[0]].baseline,
    )


def _drawn_over(runs: Sequence[Sequence[Glyph]]) -> set[int]:
    """Positions among a line's characters where runs stand over one another: their order is a guess.

    A file that draws digits or marks after all other text, and a watermark across a row, look like this.
    """
    over: set[int] = set()
    end, at = -math.inf, 0
    for run in runs:
        if run[0].bbox.x0 < end - _OVER * run[0].size:
            over.add(at)
        end = max(end, *(glyph.bbox.x1 for glyph in run if not glyph.text.isspace()), -math.inf)
        at += sum(len(glyph.text) for glyph in run)
    return over


def _text(glyphs: Sequence[Glyph]) -> str:
    """The text of a line's glyphs, with a space in wide gaps."""
    parts: list[str] = []
    end = math.inf  # of the glyph before
    for glyph in glyphs:
        box, text = glyph.bbox, glyph.text
        if box.x0 - end > _SPACE_GAP * glyph.size and not parts[-1].endswith(" ") and text[:1] != " ":
            parts.append(" ")
        parts.append(text)
        end = box.x1
    return "".join(parts)
