"""Glyphs of a page or a cell put into printed lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.model import BBox, Glyph, Line

_SAME_BASELINE = 0.28  # of the font size: superscripts join their line, the next line does not
_BACK_STEP = 0.6  # em: how far a glyph may start left of its forerunner and still follow it
_RUN_GAP = 2.0  # em: a greater gap starts a new run, and runs are put in order from left to right
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
    order = sorted(range(len(glyphs)), key=lambda i: glyphs[i].baseline)
    rows: list[list[int]] = []
    baseline = 0.0
    for i in order:
        glyph = glyphs[i]
        if rows and abs(glyph.baseline - baseline) <= _SAME_BASELINE * glyph.size:
            rows[-1].append(i)
        else:
            rows.append([i])
            baseline = glyph.baseline
    return [sorted(row) for row in rows]


def _line(glyphs: Sequence[Glyph], row: Sequence[int]) -> Line:
    runs: list[list[Glyph]] = []
    for i in row:
        glyph = glyphs[i]
        if runs:
            before, em = runs[-1][-1].bbox, glyph.size
            if glyph.bbox.x0 - before.x0 >= -_BACK_STEP * em and glyph.bbox.x0 - before.x1 <= _RUN_GAP * em:
                runs[-1].append(glyph)
                continue
        runs.append([glyph])
    runs.sort(key=lambda run: run[0].bbox.x0)
    text, box, last = "", glyphs[row[0]].bbox, None
    for glyph in (glyph for run in runs for glyph in run):
        wide = last is not None and glyph.bbox.x0 - last.bbox.x1 > _SPACE_GAP * glyph.size
        if wide and not text.endswith(" ") and not glyph.text.startswith(" "):
            text += " "
        text += glyph.text
        box = box.union(glyph.bbox)
        last = glyph
    return Line(text, BBox(box.x0, box.y0, box.x1, box.y1))
