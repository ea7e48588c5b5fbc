"""Merging the elementary squares of a grid into rectangular cells, by the borders between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.grouping import by_key, in_runs
from extract.model import BBox, Cell, Floats

WEAK_COVER = 0.3
"""Share of a side that is enough ink to split a cell which would otherwise be no rectangle."""


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle of elementary squares: first row and column, and how many of each."""

    row: int
    column: int
    rows: int
    columns: int


def cell_of(part: CellRange, xs: Sequence[float], ys: Sequence[float], page: int) -> Cell:
    """The empty cell that ``part`` is between the column edges ``xs`` and row edges ``ys``."""
    right, bottom = xs[part.column + part.columns], ys[part.row + part.rows]
    box = BBox(float(xs[part.column]), float(ys[part.row]), float(right), float(bottom))
    return Cell(part.row, part.column, part.rows, part.columns, box, page)


def merge_into_rectangles(across: Floats, down: Floats, cover: float) -> list[CellRange]:
    """Join squares with no border between them.

    Args:
        across: share of ink on horizontal borders, ``(rows + 1, columns)``.
        down: share of ink on vertical borders, ``(rows, columns + 1)``.
        cover: share from which a border counts as drawn.

    Returns:
        Rectangles in reading order, covering every square once. Squares joined to a shape that is no
        rectangle are parted again: first along borders drawn in part, else row by row.
    """
    rows, columns = across.shape[0] - 1, across.shape[1]
    squares = [(r, c) for r in range(rows) for c in range(columns)]
    out: list[CellRange] = []
    for shape in _shapes(squares, across >= cover, down >= cover):
        box = _bounds(shape)
        if box.rows * box.columns == len(shape):
            out.append(box)
            continue
        for part in _shapes(shape, across >= WEAK_COVER, down >= WEAK_COVER):
            box = _bounds(part)
            out += [box] if box.rows * box.columns == len(part) else _row_rectangles(part)
    return sorted(out, key=lambda p: (p.row, p.column))


def _shapes(
    squares: list[tuple[int, int]], across: NDArray[np.bool_], down: NDArray[np.bool_]
) -> list[list[tuple[int, int]]]:
    """Groups of ``squares`` with no border between neighbours."""
    above, left = across.tolist(), down.tolist()
    parent = {square: square for square in squares}

    def root(square: tuple[int, int]) -> tuple[int, int]:
        while parent[square] != square:
            parent[square] = parent[parent[square]]
            square = parent[square]
        return square

    for row, column in squares:
        if (row, column - 1) in parent and not left[row][column]:
            parent[root((row, column))] = root((row, column - 1))
        if (row - 1, column) in parent and not above[row][column]:
            parent[root((row, column))] = root((row - 1, column))
    return list(by_key(squares, root).values())


def _bounds(shape: list[tuple[int, int]]) -> CellRange:
    """Smallest rectangle around ``shape``."""
    rows = [row for row, _ in shape]
    columns = [column for _, column in shape]
    row, column = min(rows), min(columns)
    return CellRange(row, column, max(rows) - row + 1, max(columns) - column + 1)


def _row_rectangles(shape: list[tuple[int, int]]) -> list[CellRange]:
    """Cut ``shape`` into horizontal runs, and stack runs of the same columns again."""
    done: list[CellRange] = []
    open_runs: dict[tuple[int, int], CellRange] = {}
    for row, squares in by_key(sorted(shape), lambda square: square[0]).items():
        grown: dict[tuple[int, int], CellRange] = {}
        for run in in_runs((column for _, column in squares), lambda run, column: run[-1] + 1 == column):
            first, count = run[0], len(run)
            before = open_runs.pop((first, count), None)
            if before is not None and before.row + before.rows == row:
                grown[first, count] = CellRange(before.row, first, before.rows + 1, count)
            else:
                done += [before] if before else []
                grown[first, count] = CellRange(row, first, 1, count)
        done += open_runs.values()
        open_runs = grown
    return done + list(open_runs.values())
