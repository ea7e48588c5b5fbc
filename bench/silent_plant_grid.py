"""Faults of the grid: rows, columns and pages that are not as on paper, each cell's letters right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from bench.silent_grid import (
    Grid,
    halves,
    joined_cells,
    moved,
    retold,
    with_cells,
    with_changed,
    without_column,
    without_rows,
)
from extract.model import Page

Pages = list[Page]
Keys = Sequence[str]
"""The columns of the paper, left to right, by the field they print."""


def pair(grid: Grid, rng: random.Random) -> int | None:
    """A body row that another follows at once."""
    rows = [r for r in grid.body if r + 1 in grid.body]
    return rng.choice(rows) if rows else None


def rows_joined(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """Two rows as one: the rule between them was not seen."""
    r = pair(grid, rng)
    if r is None:
        return None
    below = {cell.column: cell for cell in grid.row(r + 1)}
    both = {(r, c.column): joined_cells(c, below[c.column]) for c in grid.row(r) if c.column in below}
    return without_rows(with_changed(grid, both), {r + 1})


def row_split(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """A row as two: later lines of its cells stand in a row of their own."""
    rows = [r for r in grid.body if sum(len(c.lines) > 1 for c in grid.row(r)) >= 2]
    if not rows:
        return None
    r = rng.choice(rows)
    cells = [replace(c, row=c.row + (c.row > r)) for c in grid.table.cells if c.row != r]
    cells += [half for c in grid.row(r) for half in halves(c)]
    return with_cells(grid, cells, grid.table.rows + 1)


def columns_swapped(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """Two columns of text change places below the header."""
    a, b = rng.sample([n for n, key in enumerate(columns) if key != "number"], 2)
    one, two = grid.column(a), grid.column(b)
    changed = {}
    for r in grid.body:
        for target, source in ((one[r], two[r]), (two[r], one[r])):
            changed[r, target.column] = retold(target, moved(source.lines, source, target), source)
    return with_changed(grid, changed)


def column_dropped(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """A column gone from the grid, header and all; its text stands on the page outside every cell."""
    return without_column(
        grid, rng.choice([n for n, key in enumerate(columns) if key not in ("number", "measure")])
    )


def columns_merged(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """Two neighbour columns as one: the upright between them was not seen."""
    at = rng.choice([n for n in range(len(columns) - 1) if columns[n] != "number"])
    right = grid.column(at + 1)
    both = {(r, at): joined_cells(c, right[r]) for r, c in grid.column(at).items() if r in right}
    return without_column(with_changed(grid, both), at + 1)


def half_table_lost(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """The later half of the rows is no table: its text stands on the page."""
    keep = grid.body[: len(grid.body) // 2]
    cut = without_rows(grid, set(range(keep[-1] + 1, grid.table.rows)))
    bottom = max(c.bbox.y1 for c in cut.table.cells)
    return replace(cut, table=replace(cut.table, bbox=replace(cut.table.bbox, y1=bottom)))


def row_lost(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """One row within the table gone: item numbers jump."""
    return without_rows(grid, {rng.choice(grid.body[1:-1])})


def row_repeated(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """One row read twice, the second time with a text of the next row: its number repeats."""
    r = pair(grid, rng)
    if r is None:
        return None
    at = rng.choice([n for n, key in enumerate(columns) if key not in ("number", "measure")])
    other = grid.column(at)[r + 1]
    cells = [replace(c, row=c.row + (c.row > r)) for c in grid.table.cells]
    for c in grid.row(r):
        again = replace(c, row=r + 1)
        text = moved(other.lines, other, again)
        cells.append(retold(again, text, other) if c.column == at else again)
    return with_cells(grid, cells, grid.table.rows + 1)


def section_lost(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """A section row joined to the measure above: what follows counts to another instrument."""
    rows = [r for r in grid.sections if r - 1 in grid.body]
    if not rows:
        return None
    r = rng.choice(rows)
    label, foot = grid.row(r)[0], max(c.bbox.y1 for c in grid.row(r))
    changed = {}
    for c in grid.row(r - 1):
        taller = replace(c, bbox=replace(c.bbox, y1=foot))
        own = columns[c.column] == "measure"
        text = moved(label.lines, label, taller, c.lines) if own else ()
        changed[r - 1, c.column] = retold(taller, (*c.lines, *text)) if own else taller
    return replace(without_rows(with_changed(grid, changed), {r}), stays=False)


def row_shifted(grid: Grid, columns: Keys, rng: random.Random) -> Grid | None:
    """One row's texts each stand one column further right; the last two share a cell."""
    own = grid.row(rng.choice(grid.body))
    first = 1 if columns[0] == "number" else 0
    changed = {}
    for c in own[first:]:
        before = own[c.column - 1] if c.column > first else None
        lines = moved(before.lines, before, c) if before else ()
        if c.column == len(columns) - 1:
            lines += moved(c.lines, c, c, lines)
        changed[c.row, c.column] = retold(c, lines)
    return with_changed(grid, changed)


def page_lost(pages: Pages, columns: Keys, rng: random.Random) -> Pages | None:
    """A page of which nothing was read, and no word of it; not the last, for nothing can tell of that."""
    if len(pages) < 2:
        return None
    at = rng.randrange(len(pages) - 1)
    empty = replace(pages[at], lines=(), tables=(), codes=(), rules=(), method="none", findings=())
    return [empty if n == at else page for n, page in enumerate(pages)]


def page_dropped(pages: Pages, columns: Keys, rng: random.Random) -> Pages | None:
    """A page that the file does not have; not the last, for nothing can tell of that."""
    if len(pages) < 2:
        return None
    at = rng.randrange(len(pages) - 1)
    out = []
    for number, page in enumerate((p for n, p in enumerate(pages) if n != at), start=1):
        tables = tuple(
            replace(t, page=number, cells=tuple(replace(c, page=number) for c in t.cells))
            for t in page.tables
        )
        out.append(replace(page, number=number, tables=tables))
    return out
