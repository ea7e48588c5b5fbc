"""Faults of structure in what the stages hand on: pages with filled tables in, the same with one fault out.

A fault leaves on the page what a stage would have left there: where a grid is wrong the lines of the page
stay; where text was not read its lines are gone too. Nothing says that a fault was planted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bench.silent_grid import (
    Grid,
    blank,
    grids,
    halves,
    joined_cells,
    retold,
    with_cells,
    without_rows,
)
from extract.model import Cell, Page

Pages = list[Page]
TONES = "่้๊๋"
OTHER_HEADERS = ("หมายเลข", "ผู้ตรวจ", "พื้นที่", "กลุ่มเป้าหมาย", "วันที่รายงาน")
GARBAGE = ("กฟงห", "ฯฯ ๆๆ", "ทดสวร", "ขญฌ ๒", "งกอคลั")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: ``plant(pages, columns, rng)`` gives None where the pages offer no place."""

    name: str
    said: str
    plant: Callable[[Pages, Sequence[str], random.Random], Pages | None]


def _in_grid(
    change: Callable[[Grid, Sequence[str], random.Random], Grid | None],
) -> Callable[..., Pages | None]:
    """A plant that changes one table, drawn by chance."""

    def plant(pages: Pages, columns: Sequence[str], rng: random.Random) -> Pages | None:
        found = grids(pages, columns)
        rng.shuffle(found)
        for grid in found:
            changed = change(grid, columns, rng)
            if changed is not None:
                return changed.into(pages)
        return None

    return plant


def _pair(grid: Grid, rng: random.Random) -> int | None:
    """A body row that another follows at once."""
    rows = [r for r in grid.body if r + 1 in grid.body]
    return rng.choice(rows) if rows else None


def rows_joined(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """Two rows as one: the rule between them was not seen."""
    r = _pair(grid, rng)
    if r is None:
        return None
    below = {cell.column: cell for cell in grid.row(r + 1)}
    cells = [
        joined_cells(c, below[c.column]) if c.row == r and c.column in below else c for c in grid.table.cells
    ]
    return without_rows(replace(grid, table=replace(grid.table, cells=tuple(cells))), {r + 1})


def row_split(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """A row as two: later lines of its cells stand in a row of their own."""
    rows = [r for r in grid.body if sum(len(c.lines) > 1 for c in grid.row(r)) >= 2]
    if not rows:
        return None
    r = rng.choice(rows)
    cells = []
    for cell in grid.table.cells:
        if cell.row == r and cell.row_span == 1 and cell.column_span == 1:
            cells.extend(halves(cell))
        else:
            cells.append(replace(cell, row=cell.row + (cell.row > r)))
    return with_cells(grid, cells, grid.table.rows + 1)


def columns_swapped(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """Two columns of text change places below the header."""
    a, b = rng.sample([n for n, key in enumerate(columns) if key != "number"], 2)
    turn = {a: b, b: a}
    place = {(c.row, c.column): c for c in grid.table.cells}
    cells = [
        retold(c, place[c.row, turn[c.column]].lines, place[c.row, turn[c.column]])
        if c.row in grid.body and c.column in turn and (c.row, turn[c.column]) in place
        else c
        for c in grid.table.cells
    ]
    return with_cells(grid, cells)


def column_dropped(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """A column gone from the grid, header and all; its text stands on the page outside every cell."""
    gone = rng.choice([n for n, key in enumerate(columns) if key not in ("number", "measure")])
    cells = []
    for c in grid.table.cells:
        if c.column <= gone < c.column + c.column_span:
            if c.column_span > 1:
                cells.append(replace(c, column_span=c.column_span - 1))
            continue
        cells.append(replace(c, column=c.column - (c.column > gone)))
    table = replace(grid.table, cells=tuple(cells), columns=grid.table.columns - 1)
    return replace(grid, table=table)


def columns_merged(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """Two neighbour columns as one: the upright between them was not seen."""
    at = rng.choice([n for n in range(len(columns) - 1) if columns[n] != "number"])
    right = {c.row: c for c in grid.table.cells if c.column == at + 1 and c.column_span == 1}
    cells = []
    for c in grid.table.cells:
        if c.column == at and c.column_span == 1 and c.row in right:
            cells.append(joined_cells(c, right[c.row]))
        elif c.column_span > 1:
            cells.append(replace(c, column_span=c.column_span - 1))
        elif c.column != at + 1:
            cells.append(replace(c, column=c.column - (c.column > at)))
    return replace(grid, table=replace(grid.table, cells=tuple(cells), columns=grid.table.columns - 1))


def header_misread(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """A header cell read as something that names no field: letters wrong, or another word altogether."""
    at = rng.choice([n for n, key in enumerate(columns) if key != "number"])
    cells = []
    for c in grid.table.cells:
        if c.row in grid.header and c.column == at:
            text = rng.choice(OTHER_HEADERS) if rng.random() < 0.4 else _damaged(c.text, rng)
            c = replace(c, text=text, raw=text, lines=tuple(replace(line, text=text) for line in c.lines[:1]))
        cells.append(c)
    return with_cells(grid, cells)


def _damaged(text: str, rng: random.Random) -> str:
    """Every third letter another consonant."""
    return "".join(rng.choice("กขคงจฉชซ") if n % 3 == 1 else letter for n, letter in enumerate(text))


def header_lost(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """The header's text was not read: a grid whose cells say nothing of their columns."""
    cells = [blank(c) if c.row in grid.header else c for c in grid.table.cells]
    return with_cells(grid, cells).unread(c for c in grid.table.cells if c.row in grid.header)


def text_to_neighbour(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """The text of a cell stands in the next cell, after what is there."""
    r, at = rng.choice(grid.body), rng.choice([n for n in range(1, len(columns)) if columns[n] != "measure"])
    to = at - 1 if at == len(columns) - 1 or rng.random() < 0.5 else at + 1
    moved = next((c for c in grid.row(r) if c.column == at and c.lines), None)
    if moved is None:
        return None
    cells = []
    for c in grid.table.cells:
        if c.row == r and c.column == at:
            c = blank(c)
        elif c.row == r and c.column == to:
            c = retold(c, (*c.lines, *moved.lines))
        cells.append(c)
    return with_cells(grid, cells)


def line_to_next_row(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """The last line of a cell stands at the top of the cell below."""
    spots = [(r, c.column) for r in grid.body if r + 1 in grid.body for c in grid.row(r) if len(c.lines) > 1]
    if not spots:
        return None
    r, at = rng.choice(spots)
    last = next(c.lines[-1] for c in grid.row(r) if c.column == at)
    cells = []
    for c in grid.table.cells:
        if (c.row, c.column) == (r, at):
            c = retold(c, c.lines[:-1])
        elif (c.row, c.column) == (r + 1, at):
            c = retold(c, (last, *c.lines))
        cells.append(c)
    return with_cells(grid, cells)


def half_table_lost(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """The later half of the rows is no table: its text stands on the page."""
    keep = grid.body[: len(grid.body) // 2]
    if not keep:
        return None
    gone = set(range(keep[-1] + 1, grid.table.rows))
    cut = without_rows(grid, gone)
    bottom = max(c.bbox.y1 for c in cut.table.cells)
    return replace(cut, table=replace(cut.table, bbox=replace(cut.table.bbox, y1=bottom)))


def row_lost(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """One row within the table gone: item numbers jump."""
    inner = grid.body[1:-1]
    return without_rows(grid, {rng.choice(inner)}) if inner else None


def row_repeated(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """One row read twice, the second time with another row's result or procedure: its number repeats."""
    r = _pair(grid, rng)
    if r is None:
        return None
    at = rng.choice([n for n, key in enumerate(columns) if key not in ("number", "measure")])
    other = next(c for c in grid.row(r + 1) if c.column == at)
    cells = [replace(c, row=c.row + (c.row > r)) for c in grid.table.cells]
    cells += [
        retold(replace(c, row=r + 1), other.lines, other) if c.column == at else replace(c, row=r + 1)
        for c in grid.row(r)
    ]
    return with_cells(grid, cells, grid.table.rows + 1)


def _cut(grid: Grid, columns: Sequence[str], rng: random.Random, keep: bool) -> Grid | None:
    """A cell that ends in the middle of a word; the rest in the next cell or nowhere."""
    spots = [c for r in grid.body for c in grid.row(r) if c.lines and len(c.lines[-1].text.strip()) >= 8]
    spots = [c for c in spots if c.column + 1 < len(columns)]
    if not spots:
        return None
    cell = rng.choice(spots)
    last, at = cell.lines[-1], len(cell.lines[-1].text.strip()) * 2 // 3
    head, rest = replace(last, text=last.text[:at]), replace(last, text=last.text[at:])
    cells = []
    for c in grid.table.cells:
        if c is cell:
            c = retold(c, (*c.lines[:-1], head))
        elif keep and (c.row, c.column) == (cell.row, cell.column + 1):
            c = retold(c, (rest, *c.lines))
        cells.append(c)
    return with_cells(grid, cells) if keep else with_cells(grid, cells).reread(last, head)


def cut_mid_word(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """A cell that ends in the middle of a word; the rest was not read."""
    return _cut(grid, columns, rng, keep=False)


def cut_into_neighbour(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """A cell that ends in the middle of a word; the rest begins the next cell."""
    return _cut(grid, columns, rng, keep=True)


def one_meaning_twice(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """A header cell read as another column's: two columns of one meaning."""
    a, b = rng.sample([n for n, key in enumerate(columns) if key != "number"], 2)
    model = {c.row: c for c in grid.table.cells if c.column == b}
    cells = [
        retold(c, model[c.row].lines, model[c.row])
        if c.row in grid.header and c.column == a and c.row in model
        else c
        for c in grid.table.cells
    ]
    return with_cells(grid, cells)


def marks_on_marks(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """Thai that cannot be: two tone marks on one consonant, a vowel with nothing under it."""
    spots = [c for r in grid.body for c in grid.row(r) if any(tone in c.text for tone in TONES)]
    if not spots:
        return None
    cell = rng.choice(spots)
    tone = next(t for t in TONES if t in cell.text)
    wrong = rng.choice((tone + rng.choice(TONES), "ิ" + tone + "ี", tone + "ุู"))
    lines = tuple(replace(line, text=line.text.replace(tone, wrong, 1)) for line in cell.lines)
    cells = [retold(c, lines) if c is cell else c for c in grid.table.cells]
    return with_cells(grid, cells)


def _column(columns: Sequence[str], key: str) -> int | None:
    return columns.index(key) if key in columns else None


def units_garbage(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """The column of units holds letters that name no unit."""
    at = _column(columns, "responsible")
    if at is None:
        return None
    cells = []
    for c in grid.table.cells:
        if c.row in grid.body and c.column == at and c.lines:
            c = retold(c, (replace(c.lines[0], text=rng.choice(GARBAGE)),))
        cells.append(c)
    return with_cells(grid, cells)


def _emptied(key: str) -> Callable[[Grid, Sequence[str], random.Random], Grid | None]:
    """A column of which nothing was read; its header was."""

    def change(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
        at = _column(columns, key)
        if at is None:
            return None
        gone = [c for c in grid.table.cells if c.row in grid.body and c.column == at]
        return with_cells(grid, [blank(c) if c in gone else c for c in grid.table.cells]).unread(gone)

    return change


def measure_emptied(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """Measures of which only the number, a dash or nothing was read, in two rows."""
    at = columns.index("measure")
    rows = set(rng.sample(list(grid.body), min(2, len(grid.body))))
    gone = [c for c in grid.table.cells if c.row in rows and c.column == at and c.lines]
    cells = []
    for c in grid.table.cells:
        if c in gone:
            c = retold(
                c, (replace(c.lines[0], text=rng.choice(("-", "๑", "")), confidence=c.lines[0].confidence),)
            )
        cells.append(c)
    return with_cells(grid, cells).unread(gone)


def amounts_together(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """The amount, else the date, of the next row stands in this row's cell too, and is gone there."""
    at = _column(columns, "budget" if "budget" in columns else "period")
    r = _pair(grid, rng)
    if at is None or r is None:
        return None
    below = next((c for c in grid.row(r + 1) if c.column == at and c.lines), None)
    if below is None:
        return None
    cells = []
    for c in grid.table.cells:
        if (c.row, c.column) == (r, at):
            c = retold(c, (*c.lines, *below.lines))
        elif c is below:
            c = blank(c)
        cells.append(c)
    return with_cells(grid, cells)


def section_lost(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """A section row joined to the measure above: what follows counts to another instrument."""
    rows = [r for r in grid.sections if r - 1 in grid.body]
    if not rows:
        return None
    r = rng.choice(rows)
    label = grid.row(r)[0]
    cells = [
        retold(c, (*c.lines, *label.lines)) if (c.row, c.column) == (r - 1, columns.index("measure")) else c
        for c in grid.table.cells
    ]
    return without_rows(replace(grid, table=replace(grid.table, cells=tuple(cells))), {r})


def row_shifted(grid: Grid, columns: Sequence[str], rng: random.Random) -> Grid | None:
    """One row's texts each stand one column further right; the last two share a cell."""
    r = rng.choice(grid.body)
    own: dict[int, Cell] = {c.column: c for c in grid.row(r)}
    first = 1 if columns[0] == "number" else 0
    if len(own) < len(columns):
        return None
    end = len(columns) - 1
    cells = []
    for c in grid.table.cells:
        if c.row == r and c.column == first:
            c = blank(c)
        elif c.row == r and c.column > first:
            lines = own[c.column - 1].lines + (own[end].lines if c.column == end else ())
            c = retold(c, lines, own[c.column - 1])
        cells.append(c)
    return with_cells(grid, cells)


def page_lost(pages: Pages, columns: Sequence[str], rng: random.Random) -> Pages | None:
    """A page of which nothing was read, and no word of it; not the last, for nothing can tell of that."""
    if len(pages) < 2:
        return None
    at = rng.randrange(len(pages) - 1)
    empty = replace(pages[at], lines=(), tables=(), codes=(), rules=(), method="none", findings=())
    return [empty if n == at else page for n, page in enumerate(pages)]


def page_dropped(pages: Pages, columns: Sequence[str], rng: random.Random) -> Pages | None:
    """A page that the file does not have; not the last, for nothing can tell of that."""
    if len(pages) < 2:
        return None
    at = rng.randrange(len(pages) - 1)
    return renumbered([page for n, page in enumerate(pages) if n != at])


def renumbered(pages: Sequence[Page]) -> Pages:
    """Pages counted from 1 again, with what stands on them."""
    out = []
    for number, page in enumerate(pages, start=1):
        tables = tuple(
            replace(t, page=number, cells=tuple(replace(c, page=number) for c in t.cells))
            for t in page.tables
        )
        out.append(replace(page, number=number, tables=tables))
    return out


def _kind(
    name: str, change: Callable[[Grid, Sequence[str], random.Random], Grid | None], said: str = ""
) -> Kind:
    return Kind(name, said or (change.__doc__ or "").splitlines()[0].rstrip("."), _in_grid(change))


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind("rows-joined", rows_joined),
        _kind("row-split", row_split),
        _kind("columns-swapped", columns_swapped),
        _kind("column-dropped", column_dropped),
        _kind("columns-merged", columns_merged),
        _kind("header-misread", header_misread),
        _kind("header-lost", header_lost),
        _kind("text-to-neighbour", text_to_neighbour),
        _kind("line-to-next-row", line_to_next_row),
        _kind("half-table-lost", half_table_lost),
        _kind("row-lost", row_lost),
        _kind("row-repeated", row_repeated),
        _kind("cut-mid-word", cut_mid_word),
        _kind("cut-into-neighbour", cut_into_neighbour),
        _kind("one-meaning-twice", one_meaning_twice),
        _kind("marks-on-marks", marks_on_marks),
        _kind("units-garbage", units_garbage),
        _kind("periods-emptied", _emptied("period"), "Nothing was read of the period column but its header"),
        _kind("results-emptied", _emptied("result"), "Nothing was read of the result column but its header"),
        _kind("measure-emptied", measure_emptied),
        _kind("amounts-together", amounts_together),
        _kind("section-lost", section_lost),
        _kind("row-shifted", row_shifted),
        Kind("page-lost", "A page of which nothing was read, without a word of it", page_lost),
        Kind("page-dropped", "A page that the file does not have", page_dropped),
    )
}
"""Faults in what the stages hand on, by name."""
