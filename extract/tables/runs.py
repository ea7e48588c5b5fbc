"""Strings of print that run over their cell's edge."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from statistics import median, mode

import numpy as np
from numpy.typing import NDArray

from extract.model import Glyph, Table

TOUCH = 0.05
"""Of the letter size: gap between letters of one string; texts of two cells have their padding between."""

KERNED = -0.12
"""The same where letters are set closer (ยใ .04 in TH Sarabun New)."""

LEVEL = 0.05
"""Of the letter size: up or down between letters of one string."""

BLANK = 0.45
"""Of the letter size: the widest single blank within a string; Thai blanks are .19 to .35."""

WIDE_BLANK = 0.7
"""The same of a blank whose glyph fills it (Norasi .50)."""

MARKED = (-0.16, 0.12)
"""Both behind a letter with a mark, or ำ: Chromium ends its boxes early or late (−.14 in Kinnari, .10)."""

SAME_BLANK = 0.04
"""Of the letter size: by how much the blanks of one line may differ."""

EXACT = 0.01
"""Of the letter size: blanks of one string are the same to .002, unless it is justified."""

CENTRED = 1.0
"""Points by which a line that overhangs its cell on both sides may miss the cell's middle."""

BEGINS, ENDS = 0.3, 1.0
"""Points by which the beginnings, or the ends, of a column's lines may be apart: programs set lines at the
padding of their cell; a blank is about as wide, and puts what goes on near it."""

INDENT = 1.0
"""Of the letter size: what begins farther than this behind where its cell's lines begin is no line of it."""

ALIGNED = 2
"""Other cells of a column whose lines begin, or end, at one place: lines there are set so."""

ON_RULE = 0.5
"""Points by which a letter reaches over a rule: its box is a little wider than its ink."""

Owners = NDArray[np.intp]


class Runs:
    """Letters of a page that were printed as one string: the next begins where the one before ends."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        """Hold the glyphs, in content order."""
        self.glyphs = glyphs

    def follows(self, i: int) -> bool:
        """Whether glyph ``i`` goes on from the one before: level, and as near as the one before that was."""
        if i < 1:
            return False
        before, glyph = self.glyphs[i - 1], self.glyphs[i]
        size = glyph.size
        gap = glyph.bbox.x0 - before.bbox.x1
        closer, touch = MARKED if len(before.text) > 1 or before.text == "ำ" else (KERNED, TOUCH)
        if not (closer * size <= gap < size and glyph.bbox.x0 > before.bbox.x0):
            return False
        if abs(glyph.baseline - before.baseline) > LEVEL * size:
            return False
        if gap <= touch * size or i < 2:
            return gap <= touch * size
        first = self.glyphs[i - 2]
        if first.text.isspace() or before.text.isspace():
            return False
        usual = (before.bbox.x0 - first.bbox.x1) / len(first.text)  # spaced letters: marks are spaced as well
        return abs(gap / len(before.text) - usual) <= TOUCH * size

    def goes_on(self, i: int) -> bool:
        """Whether glyph ``i`` goes on from the one before, or is a blank, or stands behind a single one."""
        if self._is_blank(i) or self.blank_before(i):
            return True
        return self.follows(i) and not self.glyphs[i].text.isspace() and not self.glyphs[i - 1].text.isspace()

    def blank_before(self, i: int) -> float:
        """The step over a single blank before glyph ``i``, in letter sizes; else 0.

        Many programs print blanks of no width: where the next letter stands tells how wide they are.
        """
        if i < 2 or self.glyphs[i].text.isspace() or not self._is_blank(i - 1):
            return 0.0
        if self.glyphs[i - 2].text.isspace():
            return 0.0
        blank, glyph = self.glyphs[i - 1], self.glyphs[i]
        step = (glyph.bbox.x0 - blank.bbox.x0) / glyph.size
        level = abs(glyph.baseline - blank.baseline) <= LEVEL * glyph.size
        filled = blank.bbox.width > step * glyph.size / 2
        return step if level and TOUCH < step <= (WIDE_BLANK if filled else BLANK) else 0.0

    def _is_blank(self, i: int) -> bool:
        """Whether glyph ``i`` is a blank right behind a letter or another blank."""
        if i < 1 or not self.glyphs[i].text.isspace():
            return False
        before, glyph = self.glyphs[i - 1], self.glyphs[i]
        near = abs(glyph.bbox.x0 - before.bbox.x1) <= -MARKED[0] * glyph.size
        return near and abs(glyph.baseline - before.baseline) <= LEVEL * glyph.size

    def run_out(self, tables: Sequence[Table], owners: Owners) -> None:
        """Give letters that run out of a ruled table on its right to it, in place.

        On its left as well, where most letters of the string stand in the table.
        """
        for start in (np.flatnonzero((owners[1:] < 0) != (owners[:-1] < 0)) + 1).tolist():
            table = max(owners[start - 1], owners[start])
            if table < 0 or tables[table].origin != "vector" or not self.follows(start):
                continue
            if owners[start] < 0:
                end = self._end(start, owners < 0)
                owners[start:end] = table
            elif owners[start - 1] < 0:
                first = self._first(start, owners < 0)
                if self._end(start, owners == table) - start > start - first:
                    owners[first:start] = table

    def _first(self, at: int, within: NDArray[np.bool_]) -> int:
        """Number of the glyph from which those ``within`` go on up to glyph ``at``."""
        while at > 0 and within[at - 1] and self.goes_on(at):
            at -= 1
        return at

    def _end(self, at: int, within: NDArray[np.bool_]) -> int:
        """Number of the glyph behind those ``within`` that go on from glyph ``at``."""
        at += 1
        while at < len(within) and within[at] and self.goes_on(at):
            at += 1
        return at

    def run_over(self, table: Table, inside: Owners, owners: Owners) -> None:
        """Give a string that runs over a cell's edge to one cell, in place: mostly to that it begins in.

        One that overhangs a cell evenly on both sides is centred in it. One that ends where the lines of its
        last cell end, and begins farther in than the lines of its first, is set flush right in the last.

        Args:
            table: ruled.
            inside: numbers of the glyphs in it.
            owners: the cell that each stands in.
        """
        if len(inside) < 2:
            return
        crossing = inside[np.flatnonzero((np.diff(inside) == 1) & (owners[1:] != owners[:-1])) + 1]
        cells = np.full(len(self.glyphs), -1, np.intp)
        cells[inside] = owners
        look: _Look | None = None
        done = 0
        for start in crossing.tolist():
            if start < done or not self.goes_on(start):
                continue
            look = look or _Look(table, self, cells.copy())
            done = self._end(start, cells >= 0)
            for part in self._parts(self._first(start, cells >= 0), done, cells, look):
                number = look.owner(part)
                if number is not None:
                    cells[part.start : part.stop] = number
        owners[:] = cells[inside]

    def _parts(self, first: int, end: int, cells: Owners, look: _Look) -> Iterator[range]:
        """The string from ``first`` to ``end``, parted where the text of the next cell begins behind a blank.

        A line goes on where letters stand on the rule, or where the blank is just as wide as another one; or
        nearly so, where what follows does not stand as a line of its own cell would.
        """
        steps = {i: step for i in range(first, end) if (step := self.blank_before(i))}
        begin, over = first, False
        for i in range(first + 1, end):
            if self.glyphs[i].text.isspace():
                continue
            before = i - 2 if i in steps else i - 1
            crosses = cells[i] != cells[before]
            over = over or crosses
            if not over or i not in steps or (crosses and look.on_rule(i, before)):
                continue
            others = [step for at, step in steps.items() if at != i]
            if any(abs(steps[i] - other) <= EXACT for other in others):
                continue
            usual = any(abs(steps[i] - other) <= SAME_BLANK for other in others or look.blanks)
            if not usual or (crosses and look.stands_alone(range(i, end))):
                yield range(begin, i)
                begin, over = i, False
        yield range(begin, end)


class _Look:
    """How the lines of a table stand in its cells: its padding, where lines of a column begin and end."""

    def __init__(self, table: Table, runs: Runs, cells: Owners) -> None:
        """Hold a table, the strings of its page and the cell of each glyph, -1 outside."""
        self.table, self.runs, self.cells = table, runs, cells

    @cached_property
    def blanks(self) -> list[float]:
        """The widths of single blanks in the table, letter sizes."""
        return [step for i in np.flatnonzero(self.cells >= 0).tolist() if (step := self.runs.blank_before(i))]

    @cached_property
    def spans(self) -> dict[int, tuple[float, float]]:
        """Where the text of each cell begins and ends, points."""
        out: dict[int, tuple[float, float]] = {}
        for i in np.flatnonzero(self.cells >= 0).tolist():
            glyph = self.runs.glyphs[i]
            if glyph.visible and not glyph.text.isspace():
                x0, x1 = out.get(number := int(self.cells[i]), (math.inf, -math.inf))
                out[number] = min(x0, glyph.bbox.x0), max(x1, glyph.bbox.x1)
        return out

    @cached_property
    def padding(self) -> float:
        """White between a rule and the text behind it that most cells have, points."""
        gaps = [x0 - self.table.cells[number].bbox.x0 for number, (x0, _) in self.spans.items()]
        gaps = [gap for gap in gaps if gap >= 0] or [0.0]
        most = mode(round(gap) for gap in gaps)
        return median(gap for gap in gaps if round(gap) == most)

    def on_rule(self, i: int, before: int) -> bool:
        """Whether the rule between two letters that a blank parts runs through one of them."""
        rule = self.table.cells[int(self.cells[i])].bbox.x0
        glyphs = self.runs.glyphs
        return glyphs[i].bbox.x0 < rule - ON_RULE or glyphs[before].bbox.x1 > rule + ON_RULE

    def stands_alone(self, part: range) -> bool:
        """Whether letters stand as a line of the cell they begin in: at its left, its right or its middle."""
        number = int(self.cells[part.start])
        box, (x0, x1) = self.table.cells[number].bbox, self._extent(part)
        middle = abs((x0 + x1) / 2 - box.center[0]) <= CENTRED
        return x1 <= box.x1 and (middle or self._begins(number, x0) or self._ends(number, x1))

    def owner(self, part: range) -> int | None:
        """The cell that a string belongs to; None where it does not run from one into that beside it."""
        numbers = list(dict.fromkeys(self.cells[i] for i in part))
        if len(numbers) < 2 or not all(self._beside(one, two) for one, two in pairwise(numbers)):
            return None
        x0, x1 = self._extent(part)
        for number in numbers:
            box = self.table.cells[number].bbox
            if x0 < box.x0 and x1 > box.x1 and abs((x0 + x1) / 2 - box.center[0]) <= CENTRED:
                return int(number)
        first, last = self.table.cells[numbers[0]], numbers[-1]
        farther_in = x0 - first.bbox.x0 - self.padding > INDENT * self.runs.glyphs[part.start].size
        return int(last) if farther_in and self._ends(last, x1) else int(numbers[0])

    def _extent(self, part: range) -> tuple[float, float]:
        letters = [i for i in part if not self.runs.glyphs[i].text.isspace()] or part
        boxes = [self.runs.glyphs[i].bbox for i in letters]
        return min(box.x0 for box in boxes), max(box.x1 for box in boxes)

    def _beside(self, one: int, other: int) -> bool:
        left, right = self.table.cells[one], self.table.cells[other]
        return left.column < right.column and left.row <= right.row < left.row + left.row_span

    def _begins(self, number: int, x: float) -> bool:
        at_padding = abs(x - self.table.cells[number].bbox.x0 - self.padding) <= BEGINS
        return at_padding or self._others(number, x, 0, BEGINS) >= ALIGNED

    def _ends(self, number: int, x: float) -> bool:
        at_padding = abs(self.table.cells[number].bbox.x1 - self.padding - x) <= ENDS
        return at_padding or self._others(number, x, 1, ENDS) >= ALIGNED

    def _others(self, number: int, x: float, side: int, apart: float) -> int:
        """How many other cells of a cell's column have text that begins (0) or ends (1) at ``x``."""
        column = self.table.cells[number].column
        return sum(
            abs(span[side] - x) <= apart
            for other, span in self.spans.items()
            if other != number and self.table.cells[other].column == column
        )
