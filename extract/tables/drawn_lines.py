"""Grid lines that arrows and bars over months draw: lines that part no text from any other cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.grouping import in_runs
from extract.model import DIGITAL, BBox, Cell, Table
from extract.tables.cell_ranges import CellRange, cell_of
from extract.tables.row_kinds import MAX_HEADER_ROWS
from extract.thai.letters import to_arabic

Predicate = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class CellWords:
    """What the text of a cell tells.

    ``is_header``: it is a known header print; ``is_label``: it is a month, a quarter or a status, under
    which marks are drawn; ``choices``: how many statuses it names; of several one is ticked; ``is_choice``:
    it names several, each with a sign of its own.
    """

    is_header: Predicate
    is_label: Predicate
    choices: Callable[[str], int]
    is_choice: Predicate


LEAST_BLANK, SELDOM, ALIKE, NARROW = 4, 0.1, 0.2, 6.0
"""Blank columns side by side that may be months; share of their rows with text; of their width by which they
differ; columns as wide that would fill the table. Four quarters or twelve months, never a remark alone."""

MOST_MADE, SURE = 2, 0.9
"""Letters that an engine makes of an arrow's head; its confidence in a text from which it is none."""

SHORT = 5
"""Letters of a short month, dots included."""

LEAST_LABELS, MOST_CUT = 2, 2
"""Header cells with a label from which marks are looked for; columns into which a bar's frame cuts one."""

SHADED = 0.6
"""Share of a new cell that shaded cells cover from which it is shaded."""

_SAID = re.compile(r"[ก-ฮA-Za-z0-9๐-๙✓✔☑☒☐●√×]")


def label_columns(table: Table, is_label: Predicate) -> dict[int, int]:
    """Columns under a label, side by side with another, and the first row below that header.

    A header cell between two labels was misread, and is one too; so is a short one as wide beside three.
    Months and statuses with text under them are no labels, but the values of one more row.
    """
    rows: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        if cell.column_span == 1 and cell.row <= MAX_HEADER_ROWS and cell.text.strip():
            rows.setdefault(cell.row + cell.row_span, {})[cell.column] = cell
    found: dict[int, int] = {}
    for below, cells in sorted(rows.items()):
        texts = {column: cell.text for column, cell in cells.items()}
        labels = {column: is_label(text) for column, text in texts.items()}
        if not any(
            is_one and labels.get(n + 1) and _count_on(texts[n], texts[n + 1]) for n, is_one in labels.items()
        ):
            continue  # item numbers and marks that were read as digits
        known = {
            column
            for column, is_one in labels.items()
            if is_one or (labels.get(column - 1) and labels.get(column + 1)) or _ends(cells, labels, column)
        }
        found |= {column: below for column in known if {column - 1, column + 1} & known}
    found = {column: below for column, below in found.items() if not _holds_text(table, column, below)}
    found = {column: below for column, below in found.items() if {column - 1, column + 1} & found.keys()}
    return found or dict.fromkeys(_blank_columns(table), 0)


def _holds_text(table: Table, column: int, below: int) -> bool:
    """Whether most cells of a column hold surely read text, more than an engine makes of a mark."""
    cells = [cell for cell in table.cells if cell.column == column and cell.row >= below]
    sizes = [(len(_SAID.findall(cell.text)), cell.confidence) for cell in cells]
    text = [size for size, sure in sizes if size > (MOST_MADE if sure >= SURE else SHORT)]
    return bool(cells) and len(text) > len(cells) / 2


def _ends(cells: Mapping[int, Cell], labels: Mapping[int, bool], column: int) -> bool:
    """Whether the header cell of ``column`` is the first or the last of a run of labels, misread."""
    cell = cells[column]
    if len(cell.text.strip()) > SHORT:
        return False
    return any(
        all(labels.get(column + way * n) for n in (1, 2, 3))
        and cell.row == cells[column + way].row
        and abs(cell.bbox.width - cells[column + way].bbox.width) <= ALIKE * cell.bbox.width
        for way in (1, -1)
    )


def _count_on(one: str, two: str) -> bool:
    """Whether two labels side by side may be those of quarters or weeks: ๑ and ๒, but not ๑ and ๑."""
    first, second = to_arabic(one).strip(), to_arabic(two).strip()
    return not (first.isdigit() and second.isdigit()) or int(second) == int(first) + 1


def _blank_columns(table: Table) -> list[int]:
    """Columns of a table without labels that look like months: side by side, alike narrow, hardly a text.

    A table that goes on from the page before may not print its header again.
    """
    edges = _edges(table, True)
    widths = [b - a for a, b in pairwise(edges)]
    filled = dict.fromkeys(range(table.columns), 0)
    for cell in table.cells:
        if _SAID.search(cell.text):
            for column in range(cell.column, cell.column + cell.column_span):
                filled[column] += cell.row_span
    blank = [column for column in filled if filled[column] <= SELDOM * table.rows]
    runs = in_runs(
        blank,
        lambda run, column: (
            column == run[-1] + 1 and abs(widths[column] - widths[run[0]]) <= ALIKE * widths[run[0]]
        ),
    )
    narrow = table.bbox.width / NARROW
    if any(cell.column_span > 1 for cell in table.cells if cell.row == 0):
        return []  # a header of two levels, which was not read
    return [column for run in runs if len(run) >= LEAST_BLANK and widths[run[0]] <= narrow for column in run]


def without_drawn_lines(table: Table, is_label: Predicate) -> Table:
    """``table`` less the grid lines beside which no cell has text, where its header has labels to mark.

    An arrow from border to border passes for a rule and cuts its row in two, the frame of a bar cuts columns
    as well; what stands on either side of such a line is empty.
    """
    labels = label_columns(table, is_label)
    single = [c for c in table.cells if c.column_span <= MOST_CUT and is_label(c.text)]
    if not labels and len(single) < LEAST_LABELS:
        return table
    head = min((*labels.values(), *(c.row + c.row_span for c in single)))
    said = [
        cell
        for cell in table.cells
        if (cell.row < head and cell.text.strip())
        or _says(cell, cell.row >= labels.get(cell.column, table.rows))
    ]
    if all(cell.row < head for cell in said):  # no row was read
        return table
    rows = _kept(table.rows, ((cell.row, cell.row + cell.row_span) for cell in said))
    columns = _kept(table.columns, ((cell.column, cell.column + cell.column_span) for cell in said))
    columns = sorted({*columns, *(edge for column in labels for edge in (column, column + 1))})
    if len(rows) == table.rows + 1 and len(columns) == table.columns + 1:
        return table
    ys, xs = _edges(table, False), _edges(table, True)
    kept = [cell for cell in table.cells if cell in said or _whole(cell, rows, columns)]
    placed = [_renumbered(cell, rows, columns) for cell in kept]
    held = {
        (row, column)
        for cell in placed
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    new_ys, new_xs = [ys[n] for n in rows], [xs[n] for n in columns]
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) not in held:
                cell = cell_of(CellRange(row, column, 1, 1), new_xs, new_ys, table.page)
                placed.append(replace(cell, shaded=_shaded(cell.bbox, table.cells), method=said[0].method))
    cells = tuple(sorted(placed, key=lambda cell: (cell.row, cell.column)))
    rules = tuple(
        rule
        for rule in table.rulings
        if _nearest(ys if rule.horizontal else xs, rule.position) in (rows if rule.horizontal else columns)
    )
    return replace(table, rows=len(rows) - 1, columns=len(columns) - 1, cells=cells, rulings=rules)


def _nearest(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - position))


def _says(cell: Cell, marked: bool) -> bool:
    """Whether a cell has text; an engine makes a letter or two of an arrow's head.

    Args:
        cell: filled.
        marked: whether it stands under a label, where marks are drawn.
    """
    letters = len(_SAID.findall(cell.text))
    return letters > (MOST_MADE if marked and cell.method not in DIGITAL else 0)


def _kept(count: int, spans: Iterable[tuple[int, int]]) -> list[int]:
    """Numbers of the grid lines at which a cell with text begins or ends, and the outer ones."""
    return sorted({0, count}.union(*spans))


def _whole(cell: Cell, rows: list[int], columns: list[int]) -> bool:
    """Whether all sides of ``cell`` lie on lines that are kept."""
    across = {cell.column, cell.column + cell.column_span} <= set(columns)
    return across and {cell.row, cell.row + cell.row_span} <= set(rows)


def _renumbered(cell: Cell, rows: list[int], columns: list[int]) -> Cell:
    row, column = bisect_right(rows, cell.row) - 1, bisect_right(columns, cell.column) - 1
    return replace(
        cell,
        row=row,
        column=column,
        row_span=rows.index(cell.row + cell.row_span) - row,
        column_span=columns.index(cell.column + cell.column_span) - column,
    )


def _edges(table: Table, vertical: bool) -> list[float]:
    """All grid lines of ``table``: x for columns, y for rows."""
    count = table.columns if vertical else table.rows
    box = table.bbox
    edges = [box.x0 if vertical else box.y0] * count + [box.x1 if vertical else box.y1]
    for cell in table.cells:
        edges[cell.column if vertical else cell.row] = cell.bbox.x0 if vertical else cell.bbox.y0
    return edges


def _shaded(box: BBox, cells: Iterable[Cell]) -> bool:
    covered = sum(cell.bbox.intersection(box).area for cell in cells if cell.shaded)
    return covered >= SHADED * box.area
