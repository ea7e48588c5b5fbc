"""Faults of reading and filling: the grid right, what its cells say not."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from bench.silent_grid import Grid, blank, moved, retold, said, with_changed
from bench.silent_plant_grid import Keys
from extract.model import Cell

TONES = "่้๊๋"
OTHER_HEADERS = ("หมายเลข", "ผู้ตรวจ", "พื้นที่", "กลุ่มเป้าหมาย", "วันที่รายงาน")
GARBAGE = ("กฟงห", "ฯฯ ๆๆ", "ทดสวร", "ขญฌ ๒", "งกอคลั")
CONSONANTS = "กขคงจฉชซ"
LEAST_CUT = 8
"""Letters of a line from which it is cut."""


def _body(grid: Grid) -> list[Cell]:
    """Cells of body rows that say something."""
    return [c for r in grid.body for c in grid.row(r) if len(c.text.strip()) > 1]


def header_misread(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """A header cell read as something that names no field: letters wrong, or another word altogether.

    A scan's reader is more or less sure of it; a text layer always is.
    """
    at = rng.choice([n for n, key in enumerate(columns) if key != "number"])
    cell = grid.cell(grid.header[0], at)
    if cell is None:
        return None
    other = rng.choice(OTHER_HEADERS) if rng.random() < 0.4 else _damaged(cell.text, rng)
    sure = None if cell.method == "text" else rng.uniform(0.35, 0.97)
    return with_changed(grid, {(cell.row, at): said(cell, other, sure)})


def _damaged(text: str, rng: random.Random) -> str:
    """Every third letter another consonant."""
    return "".join(rng.choice(CONSONANTS) if n % 3 == 1 else letter for n, letter in enumerate(text))


def header_lost(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """The header's text was not read: a grid whose cells say nothing of their columns."""
    return with_changed(grid, {(c.row, c.column): blank(c) for r in grid.header for c in grid.row(r)})


def one_meaning_twice(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """A header cell read as another column's: two columns of one meaning."""
    a, b = rng.sample([n for n, key in enumerate(columns) if key != "number"], 2)
    cell, model = grid.cell(grid.header[0], a), grid.cell(grid.header[0], b)
    if cell is None or model is None:
        return None
    return with_changed(grid, {(cell.row, a): said(cell, model.text)})


def text_to_neighbour(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """The text of a cell stands in the next cell, after what is there."""
    spots = [c for c in _body(grid) if c.column and columns[c.column] != "measure"]
    if not spots:
        return None
    source = rng.choice(spots)
    left = source.column == len(columns) - 1 or rng.random() < 0.5
    target = grid.cell(source.row, source.column + (-1 if left else 1))
    if target is None:
        return None
    lines = (*target.lines, *moved(source.lines, source, target, target.lines))
    changed = (blank(source), retold(target, lines))
    return with_changed(grid, {(c.row, c.column): c for c in changed})


def line_to_next_row(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """The last line of a cell stands at the top of the cell below, whose border was seen too high."""
    spots = [c for c in _body(grid) if len(c.lines) > 1 and c.row + 1 in grid.body]
    if not spots:
        return None
    cell = rng.choice(spots)
    below = grid.cell(cell.row + 1, cell.column)
    if below is None:
        return None
    last = cell.lines[-1]
    upper = replace(cell, bbox=replace(cell.bbox, y1=last.bbox.y0))
    lower = replace(below, bbox=replace(below.bbox, y0=last.bbox.y0))
    return with_changed(
        grid,
        {
            (cell.row, cell.column): retold(upper, cell.lines[:-1]),
            (below.row, below.column): retold(lower, (last, *below.lines)),
        },
    )


def _cut(grid: Grid, columns: Keys, rng: random.Random, keep: bool) -> Grid | None:
    spots = [c for c in _body(grid) if len(c.lines[-1].text.strip()) >= LEAST_CUT]
    spots = [c for c in spots if c.column + 1 < len(columns)]
    if not spots:
        return None
    cell = rng.choice(spots)
    last, after = cell.lines[-1], grid.cell(cell.row, cell.column + 1)
    at = len(last.text.strip()) * 2 // 3
    x = last.bbox.x0 + last.bbox.width * at / len(last.text)
    head = replace(last, text=last.text[:at], bbox=replace(last.bbox, x1=x), char_confidences=(), unsure=())
    rest = replace(last, text=last.text[at:], bbox=replace(last.bbox, x0=x), char_confidences=(), unsure=())
    changed = {(cell.row, cell.column): retold(cell, (*cell.lines[:-1], head))}
    if keep and after is not None:
        wider = replace(after, bbox=replace(after.bbox, x0=x))
        changed[cell.row, cell.column] = replace(
            changed[cell.row, cell.column], bbox=replace(cell.bbox, x1=x)
        )
        changed[after.row, after.column] = retold(wider, (rest, *after.lines))
    return with_changed(grid, changed)


def cut_mid_word(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """A cell that ends in the middle of a word; the rest was not read."""
    return _cut(grid, columns, rng, keep=False)


def cut_into_neighbour(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """A cell that ends in the middle of a word; the rest begins the next cell."""
    return _cut(grid, columns, rng, keep=True)


def marks_on_marks(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """Thai that cannot be: two tone marks on one consonant, two vowels over one another."""
    spots = [c for c in _body(grid) if any(tone in c.text for tone in TONES)]
    if not spots:
        return None
    cell = rng.choice(spots)
    tone = next(t for t in TONES if t in cell.text)
    wrong = rng.choice((tone + rng.choice(TONES.replace(tone, "")), "ิ" + tone + "ี", tone + "ุู"))
    lines = tuple(
        replace(line, text=line.text.replace(tone, wrong, 1), char_confidences=()) for line in cell.lines
    )
    return with_changed(grid, {(cell.row, cell.column): retold(cell, lines)})


def units_garbage(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """The column of units holds letters that name no unit."""
    if "responsible" not in columns:
        return None
    cells = grid.column(columns.index("responsible"))
    return with_changed(grid, {(r, cells[r].column): said(cells[r], rng.choice(GARBAGE)) for r in grid.body})


def emptied(key: str) -> Callable[[Grid, Keys, random.Random], Grid | None]:
    """A column of which nothing was read but its header."""

    def change(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
        if key not in columns:
            return None
        cells = grid.column(columns.index(key))
        return with_changed(grid, {(r, cells[r].column): blank(cells[r]) for r in grid.body})

    return change


def measure_emptied(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """Measures of which only the number, a dash or nothing was read, in two rows."""
    cells = grid.column(columns.index("measure"))
    rows = rng.sample(list(grid.body), 2)
    return with_changed(
        grid, {(r, cells[r].column): said(cells[r], rng.choice(("-", "๑", ""))) for r in rows}
    )


def amounts_together(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """The amount, else the date, of the next row stands in this row's cell too, and is gone there."""
    cells = grid.column(columns.index("budget" if "budget" in columns else "period"))
    rows = [r for r in grid.body if r + 1 in grid.body and any(map(str.isdigit, cells[r + 1].text))]
    if not rows:
        return None
    r = rng.choice(rows)
    here, below = cells[r], cells[r + 1]
    lines = (*here.lines, *moved(below.lines, below, here, here.lines))
    return with_changed(grid, {(r, here.column): retold(here, lines), (r + 1, here.column): blank(below)})
