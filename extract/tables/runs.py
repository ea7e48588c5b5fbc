"""What one line of print does about its cell: it runs over the edge, bears note marks, breaks a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.model import Cell, Glyph, Line, Table
from extract.thai.letters import to_arabic

TOUCH = 0.05
"""Of the letter size: gap between letters of one string; texts of two cells have their padding between."""

KERNED = -0.12
"""The same where letters are set closer (ยใ .04 in TH Sarabun New)."""

LEVEL = 0.05
"""Of the letter size: up or down between letters of one string."""

CENTRED = 1.0
"""Points by which a line that overhangs its cell on both sides may miss the cell's middle."""

RAISED = (0.15, 0.75)
"""Of the letter size: how far a note mark stands above the baseline of the letter before it."""

SMALL = 0.86
"""Size of a note mark over that letter's: seen .58 to .75 (LibreOffice .58, Word .65, browsers .75–.83)."""

BESIDE = 0.5
"""Of the letter size: how far a note mark stands behind the letter before it."""

_NOTE_MARK = re.compile(r"[\d๐-๙*†‡()\[\]]+$")
_SIGN = re.compile(r"[\d๐-๙*†‡]")
_POWER_OF = re.compile(r"(?:^|[^ก-ฮะ-\u0e4e])(?:ตร\.|ลบ\.)?[ซก]?(?:ม\.?|เมตร)$|(?:^|[^A-Za-z])[ckm]?m$")
"""What a raised 2 or 3 makes square or cubic: a unit, not a note."""

_POWERS = ("2", "3", "๒", "๓")

_DIGITS = re.compile(r"[\d๐-๙]+$")

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
        if not (KERNED * size <= gap < size and glyph.bbox.x0 > before.bbox.x0):
            return False
        if abs(glyph.baseline - before.baseline) > LEVEL * size:
            return False
        if gap <= TOUCH * size or i < 2:
            return gap <= TOUCH * size
        first = self.glyphs[i - 2]
        usual = (before.bbox.x0 - first.bbox.x1) / len(first.text)  # spaced letters: marks are spaced as well
        return abs(gap / len(before.text) - usual) <= TOUCH * size

    def run_out(self, tables: Sequence[Table], owners: Owners) -> None:
        """Give letters that run out of a ruled table on its right to it, in place."""
        over = (owners[1:] < 0) & (owners[:-1] >= 0)
        for start in (np.flatnonzero(over) + 1).tolist():
            table = owners[start - 1]
            if tables[table].origin != "vector" or not self.follows(start) or self._blank(start):
                continue
            i = start
            while i < len(owners) and owners[i] < 0 and self.follows(i):
                owners[i] = table
                i += 1

    def run_over(self, table: Table, inside: Owners, owners: Owners) -> None:
        """Give a string that runs over a cell's right edge to the cell it begins in, in place.

        One that overhangs a cell evenly on both sides is centred in it and belongs there.

        Args:
            table: ruled.
            inside: numbers of the glyphs in it.
            owners: the cell that each stands in.
        """
        if len(inside) < 2:
            return
        crossing = np.flatnonzero((np.diff(inside) == 1) & (owners[1:] != owners[:-1])) + 1
        numbers: list[int] = inside.tolist()

        def joined(at: int) -> bool:
            return numbers[at] == numbers[at - 1] + 1 and self.follows(numbers[at])

        done = 0
        for start in crossing.tolist():
            if start < done or not self.follows(numbers[start]):
                continue
            if not self._beside(table, owners[start - 1], owners[start]):
                continue
            first, end = start - 1, start + 1
            while first > 0 and joined(first):
                first -= 1
            while end < len(numbers) and joined(end):
                end += 1
            if self._two_strings(inside[first:end], start - first):
                continue
            owners[first:end] = self._centred(table, inside[first:end], owners[first:end])
            done = end

    @staticmethod
    def _beside(table: Table, one: int, other: int) -> bool:
        left, right = table.cells[one], table.cells[other]
        return left.column < right.column and left.row <= right.row < left.row + left.row_span

    def _two_strings(self, run: Owners, at: int) -> bool:
        """Whether wide blanks at the edge part two cells' texts that were printed as one string."""
        return self._blank(int(run[at]))

    def _blank(self, i: int) -> bool:
        """Whether two blanks or more stand before glyph ``i``, or one before and itself one."""
        around = [self.glyphs[k].text for k in (i - 2, i - 1, i, i + 1) if 0 <= k < len(self.glyphs)]
        return any(one.isspace() and two.isspace() for one, two in zip(around, around[1:], strict=False))

    def _centred(self, table: Table, run: Owners, owners: Owners) -> int:
        boxes = [self.glyphs[i].bbox for i in run.tolist()]
        x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        for number in dict.fromkeys(owners.tolist()):
            box = table.cells[number].bbox
            if x0 < box.x0 and x1 > box.x1 and abs((x0 + x1) / 2 - box.center[0]) <= CENTRED:
                return int(number)
        return int(owners[0])


def part_raised(glyphs: Sequence[Glyph]) -> tuple[Sequence[Glyph], tuple[str, ...]]:
    """Part the note marks of a cell from its print: small raised digits or stars behind a letter.

    Returns:
        The glyphs without them, and the marks in print order. Powers (ตร.ม.², m³) stay in the print.
    """
    sizes = [glyph.size for glyph in glyphs]
    if not sizes or min(sizes) > SMALL * max(sizes):
        return glyphs, ()
    bases = {i: base for i, glyph in enumerate(glyphs) if (base := _raised_over(glyph, glyphs)) is not None}
    if not bases:
        return glyphs, ()
    powers = {
        i: replace(glyphs[i], baseline=base.baseline)
        for i, base in bases.items()
        if glyphs[i].text in _POWERS and _POWER_OF.search(_letters_up_to(base, glyphs))
    }
    raised = bases.keys() - powers.keys()
    if not any(_SIGN.match(glyphs[i].text) for i in raised):
        raised = set()  # brackets alone
    marks: list[str] = []
    before: Glyph | None = None
    for i in sorted(raised, key=lambda i: (glyphs[i].baseline, glyphs[i].bbox.x0)):
        glyph = glyphs[i]
        if before is not None and _one_mark(before, glyph):
            marks[-1] += glyph.text
        else:
            marks.append(glyph.text)
        before = glyph
    return [powers.get(i, glyph) for i, glyph in enumerate(glyphs) if i not in raised], tuple(marks)


def _raised_over(glyph: Glyph, glyphs: Sequence[Glyph]) -> Glyph | None:
    """The letter that ``glyph``, small and raised, stands behind."""
    if not _NOTE_MARK.match(glyph.text) or glyph.turn:
        return None
    bases = [
        other
        for other in glyphs
        if glyph.size <= SMALL * other.size
        and RAISED[0] * other.size <= other.baseline - glyph.baseline <= RAISED[1] * other.size
        and other.bbox.x0 < glyph.bbox.x0
        and not other.text.isspace()
    ]
    if not bases:
        return None
    base = max(bases, key=lambda other: other.bbox.x1)
    reach = base.bbox.x1 - TOUCH
    between = [g for g in glyphs if reach <= g.bbox.x0 < glyph.bbox.x0 and _one_mark(g, glyph, far=True)]
    behind = glyph.bbox.x0 - base.bbox.x1 - sum(g.bbox.width for g in between)
    return base if behind <= BESIDE * base.size else None


def _one_mark(before: Glyph, glyph: Glyph, far: bool = False) -> bool:
    level = abs(before.baseline - glyph.baseline) <= LEVEL * glyph.size and before.size <= glyph.size * 1.05
    return level and (far or 0 <= glyph.bbox.x0 - before.bbox.x0 <= 1.2 * glyph.size)


def _letters_up_to(base: Glyph, glyphs: Sequence[Glyph]) -> str:
    row = [
        g
        for g in glyphs
        if abs(g.baseline - base.baseline) <= LEVEL * base.size and g.bbox.x0 <= base.bbox.x0
    ]
    return "".join(g.text for g in sorted(row, key=lambda g: g.bbox.x0)[-8:]).strip()


def with_notes(tables: Sequence[Table], lines: Sequence[Line]) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Lead the note marks of cells to their notes.

    Args:
        tables: whose cells have findings ``note-mark``.
        lines: the lines outside tables, repaired.

    Returns:
        The tables, the note's text in the detail of each such finding, and the lines of these notes.
    """
    found: list[Line] = []

    def led(cell: Cell) -> Cell:
        marks = [finding for finding in cell.findings if finding.code == "note-mark"]
        if not marks:
            return cell
        told = []
        for finding in cell.findings:
            note = _note(finding.detail, cell, lines) if finding in marks else ()
            found.extend(note)
            text = " ".join(line.text.strip() for line in note)
            told.append(replace(finding, detail=text) if text else finding)
        return replace(cell, findings=tuple(told))

    out = tuple(replace(table, cells=tuple(map(led, table.cells))) for table in tables)
    return (out, tuple(found)) if found else (tuple(tables), ())


def _note(mark: str, cell: Cell, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The note that ``mark`` leads to: a line under the cell that begins with it, or one behind it alone."""
    sign = to_arabic(mark).strip("()[]")
    under = [line for line in lines if line.bbox.y0 >= cell.bbox.y1]
    for line in under:
        text = to_arabic(line.text.strip()).lstrip("([")
        if text.rstrip(")]") == sign:
            box = line.bbox
            beside = [
                o for o in under if o is not line and abs(o.bbox.center[1] - box.center[1]) < box.height
            ]
            after = [o for o in beside if -0.2 < (o.bbox.x0 - box.x1) / box.height < 3]
            if after:
                return line, min(after, key=lambda o: o.bbox.x0)
        elif text.startswith(sign) and not text[len(sign) : len(sign) + 1].isdigit():
            return (line,)
    return ()


def broken_number(cell: Cell, lines: Sequence[Line]) -> bool:
    """Whether the digits of ``cell`` are one number that its narrow column broke: 10 | 0.

    Each line but the last is full: not one digit more has room between paddings as wide as the left one. Two
    numbers under one another are mostly of one length, or fit.
    """
    texts = [line.text.strip() for line in lines]
    if len(texts) < 2 or not all(map(_DIGITS.match, texts)) or len(texts[-1]) >= len(texts[0]):
        return False
    digit = lines[0].bbox.width / len(texts[0])
    padding = max(0.0, min(line.bbox.x0 for line in lines) - cell.bbox.x0)
    room = cell.bbox.width - 2 * padding
    return len(set(map(len, texts[:-1]))) == 1 and all(line.bbox.width + digit > room for line in lines[:-1])
