"""Note marks of cells, small raised digits or stars, and the notes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Cell, Glyph, Line, Table
from extract.tables.runs import LEVEL, TOUCH
from extract.thai.letters import to_arabic

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
