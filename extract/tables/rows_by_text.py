"""Rows of ruled columns without row rules: a row of the grid that holds several of the paper is parted.

Plans, cost estimates and budget books rule their columns and the header only, so that all items of a page
stand in one row of the grid. What tells them apart is print: item numbers, amounts that stand one a row,
columns that begin anew at one height after white. Rows are parted where that costs least over all columns
(``unruled/row_cuts.py``); without numbers or amounts only where two columns begin anew. All lengths are in
the units of the table, tolerances in the pitch of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.grouping import by_key
from extract.model import Cell, Finding, Line, Severity, Table
from extract.tables.fill import Mend, repaired, with_text
from extract.tables.unruled.column_lines import ColumnLine
from extract.tables.unruled.row_cuts import Norms, norms_of, part_lines
from extract.thai.letters import to_arabic

UNITS = 2.0
"""Whole units a point in which lines are measured."""

BODY = 0.35
"""Of a line's height, marks included: about that of its consonants."""

LEVEL = 0.35
"""Pitches by which lines of two columns may differ and stand at one height."""

LEADING = 2
"""Columns among which numbers stand."""

MOSTLY = 0.7
"""Share of a column's lines that must be numbers, or amounts: a label or a slip of OCR may stand between."""

ANEW = 2
"""Columns that must begin anew at one height to part rows without numbers."""

MOST = 0.6
"""Share of a row's columns that must begin anew where neither numbers nor amounts tell it."""

WHITE = 1.15
"""Pitches from which a step is over white between rows; lines of one text differ by up to 1.05."""

_NUMBER = re.compile(r"^[(]?(\d{1,3}(?:\.\d{1,2}){0,3})[.)]?$")
_AMOUNT = re.compile(r"^(\d{1,3}(,\d{3})+|\d{3,}|\d+(?=\.))(\.\d{1,4})?([.,]?-)?\s*(บาท)?$")  # no 10|0
_DASH = re.compile(r"^[-–—]$")
# A sum, or a label over the rows below it; IIT) ends the label that the line above began.
_OPENS = re.compile(r"^(รวม|แบบวัด|แบบตรวจ|(ตัวชี้วัด|เครื่องมือ|ส่วน|องค์ประกอบ|ประเด็น|ด้าน)ที่\s*\d|[IEO]IT\b(?!\)))")
_SUM = re.compile(r"^(ยอด)?รวม(ทั้ง|เป็น|เงิน|\s|$)")
_CLOSES = re.compile(r"\b[IEO]IT\)?$")


@dataclass(frozen=True, slots=True)
class _Strip:
    """One cell of a row of the grid: its lines from top to bottom, and which of them open a row."""

    cell: Cell
    lines: tuple[Line, ...]
    opens: tuple[bool, ...]


def split_rows(table: Table, mend: Mend = repaired, scale: float = 1.0) -> Table:
    """``table`` with each row of its grid parted into the rows of print that it holds.

    Args:
        table: filled; units of its boxes are points times ``scale``.
        mend: repairs a line.
        scale: units a point.

    Returns:
        The table; each row that was found so bears ``row-by-text``: info where a number, an amount, a label
        or white above it tells that it begins there, a warning where nothing does.
    """
    filled = _filled(table)
    parted = {row: _cuts(table, row, cells, scale) for row, cells in filled.items()}
    cuts = {row: found for row, (found, _) in parted.items() if found}
    guessed = [row for row in cuts if not parted[row][1]]
    # In a table that rules its rows, one that looks like two is a long row with paragraphs.
    if 2 * len(guessed) < sum(_may_be_several(row, cells) for row, cells in filled.items()):
        cuts = {row: found for row, found in cuts.items() if row not in guessed}
    if not cuts:
        return table
    first, rows = [], 0  # number of each old row's first new one
    for row in range(table.rows):
        first.append(rows)
        rows += 1 + len(cuts.get(row, ()))
    first.append(rows)
    cells: list[Cell] = []
    for cell in table.cells:
        end = cell.row + cell.row_span
        placed = replace(cell, row=first[cell.row], row_span=first[end] - first[cell.row])
        cells += (
            _pieces(placed, cuts[cell.row], mend) if cell.row_span == 1 and cell.row in cuts else [placed]
        )
    told = {first[row] + n: sure for row, found in cuts.items() for n, sure in enumerate(_told(found))}
    return replace(table, rows=rows, cells=_with_findings(cells, told))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A border between two rows of print, and whether a number, an amount or white tells it."""

    y: float
    sure: bool


def _told(cuts: Sequence[_Cut]) -> list[bool]:
    """For each row whether both its borders are told."""
    sure = [True, *(cut.sure for cut in cuts), True]
    return [above and below for above, below in pairwise(sure)]


def _filled(table: Table) -> dict[int, list[Cell]]:
    """The cells with text of each row of the grid alone, from left to right."""
    cells = [cell for cell in table.cells if cell.row_span == 1 and cell.lines]
    return by_key(sorted(cells, key=lambda cell: (cell.row, cell.column)), lambda cell: cell.row)


def _may_be_several(row: int, cells: Sequence[Cell]) -> bool:
    """Whether row ``row`` of the grid, no header, has cells of more than one line."""
    return row > 0 and sum(len(cell.lines) > 1 for cell in cells) >= ANEW


def _cuts(table: Table, row: int, filled: Sequence[Cell], scale: float) -> tuple[list[_Cut], bool]:
    """Where row ``row`` of the grid parts, by its ``filled`` cells, and whether numbers or amounts tell."""
    cells = list(filled)
    if len(cells) < 2 or max(len(cell.lines) for cell in cells) < 2:
        return [], False
    numbers = next((cell for cell in cells if cell.column < LEADING and _counts(cell, cells)), None)
    amounts = [cell for cell in cells if cell is not numbers and _all_amounts(cell)]
    may_be = _may_begin_anew(cells)
    if numbers is None and not (amounts or may_be):
        return [], False
    if numbers is None and table.origin == "open" and not (amounts and _holds_a_sum(cells)):
        return [], False  # rows of an open table were found by white already
    if numbers is not None:
        cells.remove(numbers)
        cells.insert(0, numbers)
    named = next((at for at, cell in enumerate(cells) if not _is_number(cell, numbers)), 0)
    strips = [_strip(cell, cell is numbers, cell in amounts, at == named) for at, cell in enumerate(cells)]
    top = min(cell.bbox.y0 for cell in cells)
    step = UNITS / scale
    found = [_column_lines(strip, top, step) for strip in strips]
    height = round((max(cell.bbox.y1 for cell in cells) - top) * step)
    like = norms_of(found, numbers is not None, read=True)
    parted = part_lines(found, height, like)
    anew = [_anew(found, parted, at, like) for at in range(len(parted))]
    if numbers is not None:
        numbered = [line.top for line in found[0] if line.opens]
        ends = [*parted[1:], height]
        return [
            _Cut(top + y / step, count > 0 or any(y <= line < end for line in numbered))
            for y, end, (count, _) in zip(parted, ends, anew, strict=True)
        ], True
    if amounts and all(count >= ANEW for count, _ in anew):
        return [_Cut(top + y / step, True) for y in parted], True
    if (
        amounts
        and row == table.rows - 1 <= 1
        and _stand_alone(amounts, cells, parted, LEVEL * like.pitch / step)
    ):
        return [_Cut(top + y / step, False) for y in parted], True
    if not may_be:
        return [], False
    least = max(ANEW, MOST * len(cells))
    return [
        _Cut(top + y / step, True)
        for y, (count, alone) in zip(parted, anew, strict=True)
        if alone and count >= least
    ], False


def _holds_a_sum(cells: Sequence[Cell]) -> bool:
    """Whether a line below another in one of ``cells`` is the label of a sum: as close as one of its text."""
    lines = [sorted(cell.lines, key=_foot) for cell in cells]
    return any(_SUM.match(line.text.strip()) for column in lines for line in column[1:])


def _is_number(cell: Cell, numbers: Cell | None) -> bool:
    """Whether ``cell`` is the column of numbers, or holds the one number of the row."""
    return cell is numbers or (cell.column < LEADING and bool(_NUMBER.match(to_arabic(cell.text.strip()))))


def _stand_alone(amounts: Sequence[Cell], cells: Sequence[Cell], parted: Sequence[int], near: float) -> bool:
    """Whether each amount has a line of its own beside it, in a table that rules no row of its body.

    The parts of a project that go on from the page before have no number, and often one pitch.
    """
    counts = {len(cell.lines) for cell in amounts}
    if counts != {len(parted) + 1}:
        return False
    feet = sorted(_foot(line) for line in amounts[0].lines)
    return any(
        len(other.lines) == len(feet)
        and all(abs(a - b) <= near for a, b in zip(sorted(map(_foot, other.lines)), feet, strict=True))
        for other in cells
        if other not in amounts
    )


def _may_begin_anew(cells: Sequence[Cell]) -> bool:
    """Whether lines in two of ``cells`` stand wider apart than others, and none holds the one number."""
    if any(c.column < LEADING and len(c.lines) == 1 and _NUMBER.match(to_arabic(c.text)) for c in cells):
        return False
    if any(line.baseline is None for cell in cells for line in cell.lines):
        return False  # boxes reach down to a tail here and not there: their steps tell nothing
    feet = [sorted(map(_foot, cell.lines)) for cell in cells]
    steps = [[b - a for a, b in pairwise(column)] for column in feet if len(column) > 1]
    narrowest = min((step for column in steps for step in column), default=0.0)
    return sum(max(column) > WHITE * narrowest for column in steps) >= ANEW


def _counts(cell: Cell, row: Sequence[Cell]) -> bool:
    """Whether ``cell`` holds item numbers of several rows: rising, and as many lines in a cell beside it."""
    texts = [to_arabic(line.text.strip()) for line in cell.lines]
    numbers = [match.group(1) for text in texts if (match := _NUMBER.match(text))]
    if len(numbers) < 2 or len(numbers) < MOSTLY * len(texts):
        return False
    places = [tuple(map(int, number.split("."))) for number in numbers]
    rising = sum(b > a or b[-1] == 1 for a, b in pairwise(places))
    return rising >= MOSTLY * (len(numbers) - 1) and any(
        len(other.lines) >= len(numbers) for other in row if other is not cell
    )


def _foot(line: Line) -> float:
    """Where the line stands."""
    return line.bbox.y1 if line.baseline is None else line.baseline


def _is_amount(text: str) -> bool:
    return bool(_AMOUNT.match(to_arabic(text.strip())))


def _all_amounts(cell: Cell) -> bool:
    """Whether each line of ``cell`` is an amount of its own, or a dash in its place."""
    amounts = [line for line in cell.lines if _is_amount(line.text)]
    others = [line for line in cell.lines if not _is_amount(line.text) and not _DASH.match(line.text.strip())]
    return len(amounts) >= 2 and len(others) <= (1 - MOSTLY) * len(cell.lines)


def _strip(cell: Cell, numbers: bool, amounts: bool, labels: bool) -> _Strip:
    """The lines of ``cell``, the column of numbers, of amounts, or the one where labels stand."""
    lines = tuple(sorted(cell.lines, key=_foot))

    def opens(text: str, before: str) -> bool:
        if numbers:
            return bool(_NUMBER.match(to_arabic(text)) or _OPENS.match(text))
        if amounts:
            return _is_amount(text) or bool(_DASH.match(text))
        headed = before.startswith("รวม") and text.startswith("ด้าน")  # the next section, under a sum
        return labels and bool(_OPENS.match(text) or _CLOSES.search(before) or headed)

    texts = [line.text.strip() for line in lines]
    return _Strip(cell, lines, tuple(map(opens, texts, ["", *texts])))


def _column_lines(strip: _Strip, top: float, step: float) -> list[ColumnLine]:
    """The lines in whole units below ``top``, of bodies that leave white between the closest lines."""
    left = min(line.bbox.x0 for line in strip.lines)
    width = max(1.0, max(line.bbox.x1 for line in strip.lines) - left)
    out = []
    for line, opens in zip(strip.lines, strip.opens, strict=True):
        foot = max(1, round((_foot(line) - top) * step))
        body = max(1, round(BODY * line.bbox.height * step))
        full = (line.bbox.x1 - left) / width
        out.append(ColumnLine(max(0, foot - body), foot + 1, foot, body, full, opens))
    return out


def _anew(
    found: Sequence[Sequence[ColumnLine]], parted: Sequence[int], at: int, like: Norms
) -> tuple[int, bool]:
    """How many columns begin anew below the cut ``parted[at]`` and agree in height; whether none runs on.

    They begin anew after white or by words. They agree where they begin below the cut, where they end above
    it, or in the middle of their lines below it.
    """
    y, top = parted[at], parted[at - 1] if at else 0
    bottom = parted[at + 1] if at + 1 < len(parted) else None
    heights: list[tuple[float, float, float]] = []
    alone = True
    for lines in found:
        above = [line for line in lines if top <= line.top < y]
        below = [line for line in lines if line.top >= y and (bottom is None or line.top < bottom)]
        before = [line for line in lines if line.top < y]
        if not below or not before:
            continue
        if below[0].opens or below[0].foot - before[-1].foot > WHITE * like.pitch:
            end = above[-1].foot if above else float("-inf")
            heights.append((below[0].foot, end, (below[0].foot + below[-1].foot) / 2))
        else:
            alone = False
    near = LEVEL * like.pitch
    agreed = (sum(abs(a[way] - b[way]) <= near for b in heights) for a in heights for way in range(3))
    return max(agreed, default=0), alone


def _pieces(cell: Cell, cuts: Sequence[_Cut], mend: Mend) -> list[Cell]:
    """``cell`` parted at ``cuts``, each line in the piece of its foot."""
    edges = [cell.bbox.y0, *(cut.y for cut in cuts), cell.bbox.y1]
    out = []
    for number, (above, below) in enumerate(pairwise(edges)):
        last = number == len(cuts)
        lines = [
            line
            for line in cell.lines
            if (number == 0 or _foot(line) > above) and (last or _foot(line) <= below)
        ]
        box = replace(cell.bbox, y0=above, y1=below)
        piece = replace(cell, row=cell.row + number, row_span=1, bbox=box, findings=())
        piece = with_text(piece, lines, cell.method, mend)
        own = tuple(replace(found, bbox=box) for found in cell.findings) if lines else ()
        out.append(replace(piece, findings=own))
    return out


def _with_findings(cells: Sequence[Cell], told: dict[int, bool]) -> tuple[Cell, ...]:
    """The cells in reading order, the first with text of each new row telling how it was found."""
    out = []
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row in told and cell.text.strip():
            severity: Severity = "info" if told.pop(cell.row) else "warning"
            found = Finding("row-by-text", severity, cell.text[:60], page=cell.page, bbox=cell.bbox)
            cell = replace(cell, findings=(*cell.findings, found))
        out.append(cell)
    return tuple(out)
