"""Glyphs of a page or a cell put into printed lines."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.model import BBox, Glyph, Line
from extract.pages.glyphs import as_printed, upright
from extract.thai.letters import LETTERS

PAGE_MARK = re.compile(
    r"^[\s\-–—()./|]*(?P<word>หน้า(?:ที่)?|page)?\s*(?P<number>[\d๐-๙]{1,4})"
    r"(?:[\s/จาก]+(?P<total>[\d๐-๙]{1,4}))?[\s\-–—()./|]*$",
    re.I,
)
"""A line that is a page's number: -๒-, หน้า 2/5, (3)."""
FOOT_MARK = re.compile(r"[|–—-]\s*หน้า(?:ที่)?\s*[\d๐-๙]{1,4}(?:\s*/\s*[\d๐-๙]{1,4})?\s*$")
"""A foot that ends in the page's number: รายงาน ITA | หน้า ๖."""
CATCH_WORD = re.compile(r"^\s*/\s*[\d๐-๙ก-ฮเ-ไ].{0,40}$")
"""A line at a page's foot that says how the next begins: /๑๓. ให้…"""

_DASHES = "-–—"
_SAME_BASELINE = 0.28  # of the font size: superscripts join their line, the next line does not
_BACK_STEP = 0.6  # em: how far a glyph may start left of the one before and still follow it
_BEHIND = 0.1  # em: a letter may reach this far beyond the start of the one before and still stand before it
_RUN_GAP = 2.0  # em: a greater gap starts a new run, and runs are put in order from left to right
_OVER = 0.3  # em: runs of one line may touch, no more
_FEW_SPACES = 0.01  # space glyphs a letter; Thai print that has them has .03 and more
_BLANK_STEP = 0.14  # em: kerning is up to .08, blanks that are steps .19 and more
_SPACE_GAP = 0.7  # em: a gap that stands for a space where none was printed
_SPACED_OUT = 0.15  # em between most letters of a line: it is spaced out to fill its column
_FEWEST_STEPS = 4  # steps between Thai letters that tell this
_KERNED = 0.08  # em: letters farther apart are spaced out, be it by little
_FEWEST_DIGITS = 3  # of a number in a line of its own: two may be two numbers
_EVEN = 0.05  # em by which the steps between its digits may differ
_THAI = re.compile(f"[{LETTERS}]")


def is_marked_number(text: str) -> bool:
    """Whether a line is a page's number, or ends in it, and says so: by its word, or by dashes around it."""
    if FOOT_MARK.search(text):
        return True
    match = PAGE_MARK.match(text)
    bare = text.strip()
    return match is not None and bool(match["word"] or (bare[0] in _DASHES and bare[-1] in _DASHES))


def blank_step(glyphs: Sequence[Glyph]) -> float:
    """The step between letters, in em, that stands for a blank on this page.

    Writers that print no space glyphs step over blanks, about .25 em in Thai fonts (.19 to .35 seen).
    Where space glyphs are printed, only a wide step is one.
    """
    spaces = "".join([glyph.text for glyph in glyphs]).count(" ")
    return _SPACE_GAP if spaces > _FEW_SPACES * (len(glyphs) - spaces) else _BLANK_STEP


def group_lines(glyphs: Iterable[Glyph], blank: float = _SPACE_GAP) -> tuple[Line, ...]:
    """Lines from top to bottom, boxes in the glyphs' frame; lines that run up or down come last.

    Within a line content order holds (it keeps marks and bases right); stretches set apart by wide gaps are
    ordered from left to right, and those drawn into the gaps of others (digits, Latin in a second font) are
    put there. Space glyphs stay, at a line's end too: they tell whether a word ends there. ``blank`` is the
    step that stands for one where none was printed, see ``blank_step``.
    """
    items = list(glyphs)
    turns = sorted({glyph.turn for glyph in items} & {90, 270})
    if not turns:
        return tuple(_line(items, row, blank) for row in _rows(items))
    level = [glyph for glyph in items if glyph.turn not in turns]
    lines = [_line(level, row, blank) for row in _rows(level)]
    for turn in turns:
        turned = [replace(g, bbox=upright(g.bbox, turn)) for g in items if g.turn == turn]
        for row in _rows(turned):
            line = _line(turned, row, blank)
            lines.append(replace(line, bbox=as_printed(line.bbox, turn)))
    return tuple(lines)


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


def _line(glyphs: Sequence[Glyph], row: Sequence[int], blank: float) -> Line:
    run: list[Glyph] = []
    runs = [run]
    start = end = 0.0  # of the glyph before
    for i in row:
        glyph = glyphs[i]
        box, em = glyph.bbox, glyph.size
        x0 = box.x0
        if run and (
            x0 - start < -_BACK_STEP * em
            or x0 - end > _RUN_GAP * em
            or (box.x1 <= start + _BEHIND * em and box.x1 - x0 > _BEHIND * em)  # stands before it
        ):
            run = []
            runs.append(run)
        run.append(glyph)
        start, end = x0, box.x1
    over: set[int] = set()
    if len(runs) > 1:
        runs = _in_place(sorted(runs, key=lambda run: run[0].bbox.x0))
        over = _drawn_over(runs)
    ordered = [glyph for run in runs for glyph in run]
    boxes = [glyph.bbox for glyph in ordered]
    return Line(
        _text(ordered, blank, glyphs),
        BBox(
            min([box.x0 for box in boxes]),
            min([box.y0 for box in boxes]),
            max([box.x1 for box in boxes]),
            max([box.y1 for box in boxes]),
        ),
        min([glyph.confidence for glyph in ordered]),
        unsure=tuple(over),
        baseline=glyphs[row[0]].baseline,
    )


def _in_place(runs: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """``runs`` from left to right; those drawn into the gaps of others are put there, letter by letter."""
    out: list[list[Glyph]] = []
    end = -math.inf
    for run in runs:
        if out and run[0].bbox.x0 < end - _OVER * run[0].size:
            mixed = sorted([*out[-1], *run], key=lambda glyph: glyph.bbox.x0)
            if not _overlaps(mixed):
                out[-1] = mixed
                end = max(end, run[-1].bbox.x1)
                continue
        out.append(run)
        end = max(end, *(glyph.bbox.x1 for glyph in run))
    return out


def _overlaps(glyphs: Sequence[Glyph]) -> bool:
    """Whether letters stand over one another, so that their places do not tell their order."""
    end = -math.inf
    for glyph in glyphs:
        if not glyph.text.isspace():
            if glyph.bbox.x0 < end - _OVER * glyph.size:
                return True
            end = max(end, glyph.bbox.x1)
    return False


def _drawn_over(runs: Sequence[Sequence[Glyph]]) -> set[int]:
    """Positions among a line's characters where runs stand over one another: their order is a guess.

    A line that runs over its edge into the next, and a watermark across a row, look like this.
    """
    over: set[int] = set()
    end, at = -math.inf, 0
    for run in runs:
        if run[0].bbox.x0 < end - _OVER * run[0].size:
            over.add(at)
        end = max(end, *(glyph.bbox.x1 for glyph in run if not glyph.text.isspace()), -math.inf)
        at += sum(len(glyph.text) for glyph in run)
    return over


def _text(glyphs: Sequence[Glyph], blank: float, around: Sequence[Glyph]) -> str:
    """The text of a line's glyphs, with a space in wide gaps; ``around`` are those of its cell."""
    parts: list[str] = []
    end = math.inf  # of the glyph before
    wide: float | None = None
    for glyph in glyphs:
        box, text = glyph.bbox, glyph.text
        gap = box.x0 - end
        if gap > blank * glyph.size and not parts[-1].endswith(" ") and text[:1] != " ":
            wide = (_spread(glyphs) or _even(glyphs, around)) if wide is None else wide
            if gap > blank * glyph.size + wide:
                parts.append(" ")
        parts.append(text)
        end = box.x1
    return "".join(parts)


def _spread(glyphs: Sequence[Glyph], least: float = _SPACED_OUT) -> float:
    """The step between the letters of a line that is spaced out to fill its column, points; else 0."""
    steps = [
        after.bbox.x0 - glyph.bbox.x1
        for glyph, after in zip(glyphs, glyphs[1:], strict=False)
        if _THAI.match(glyph.text) and _THAI.match(after.text)
    ]
    if len(steps) < _FEWEST_STEPS:
        return 0.0
    usual = statistics.median(steps)
    return usual if usual > least * glyphs[0].size else 0.0


def _even(glyphs: Sequence[Glyph], around: Sequence[Glyph]) -> float:
    """The step between the digits of a number that fills its line as the lines ``around`` it do; else 0."""
    if len(glyphs) < _FEWEST_DIGITS or not all(glyph.text.isdecimal() for glyph in glyphs):
        return 0.0
    steps = [after.bbox.x0 - glyph.bbox.x1 for glyph, after in zip(glyphs, glyphs[1:], strict=False)]
    even = max(steps) - min(steps) <= _EVEN * glyphs[0].size
    return max(steps) if even and _spread(around, _KERNED) > 0 else 0.0
