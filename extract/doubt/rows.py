"""Doubt about rows: run together, cut apart, out of number, far from the table's other rows."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from extract.doubt.evidence import Doubts, ReadRow, ReadTable, runs_across, warning
from extract.model import DIGITAL, BBox, Cell, Finding, Page, Table
from extract.records.steps import following
from extract.tables.drawn_marks import LINE, SIGN

FEW_ROWS = 4
"""Records of a table under which its rows tell nothing of one another."""
LONG, LEAST_LONG = 5.0, 160
"""Times the table's median length, and letters, from which a measure is far longer than the others."""
SHORT, MOST_SHORT = 0.15, 10
"""Of the median, and letters, under which it is far shorter."""
GAP = 1.7
"""Times a cell's pitch of lines: a wider gap between two of its lines parts two rows."""
LEVEL = 0.3
"""Of a line's height by which lines of two columns may differ and stand at one height."""
THIN = 0.5
"""Share of the fields that the table's rows have filled, under which a row may be a piece of another."""
UNEVEN = 4.0
"""Points by which a cell may begin above its row: grids are straight to 2."""
LOOSE = 4
"""Points from a cell's border within which a rule that ends is taken to meet it; drawn ones end within 1."""
LEAN = 0.02
"""Of a scanned table's longer side: so far its boxes reach beyond their rules, at 0.7 degrees of skew."""
INNER = 0.9
"""Of a cell's area: what lies in it and is smaller is a table inside it."""

_NEAR = range(-LOOSE, LOOSE + 1)


def doubt_rows(table: ReadTable, pages: Mapping[int, Page], doubts: Doubts) -> None:
    """Doubt the records of ``table`` by their neighbours and by the lines of their cells."""
    _numbers(table, doubts)
    _alone(table, doubts)
    _shared_amounts(table, doubts)
    _lengths(table.rows, doubts)
    _pieces(table.rows, doubts)
    for row in table.rows:
        _begin_anew(row, doubts)
        _nested(row, pages, doubts)
        _uneven(row, doubts)
    _loose_rules(table, pages, doubts)


def _uneven(row: ReadRow, doubts: Doubts) -> None:
    """A cell of a digital page that begins above its row: a line of the row above may stand in it.

    On a scan the boxes of a skewed table lean by as much.
    """
    digital = [cell for cell in row.all_cells() if cell.method in DIGITAL]
    cells = [cell for cell in digital if cell.row_span == 1 and cell.page == row.draft.place[0]]
    tops = sorted(cell.bbox.y0 for cell in cells)
    uneven = len(tops) > 2 and tops[len(tops) // 2] - tops[0] > UNEVEN
    if uneven and all(map(runs_across, digital)):
        high = min(cells, key=lambda cell: cell.bbox.y0)
        doubts.add(row, [warning("row-uneven", high.text[:60], cell=high)])


def _loose_rules(table: ReadTable, pages: Mapping[int, Page], doubts: Doubts) -> None:
    """A rule that ends in the middle of a cell: the rest of it was not seen, or the cell is two."""
    rows: dict[tuple[int, BBox], list[ReadRow]] = {}
    for row in table.rows:
        for cell in row.all_cells():
            rows.setdefault((cell.page, cell.bbox), []).append(row)
    for number, index in table.table.tables:
        for grid in pages[number].tables if number in pages else ():
            for cell in _cut_into(grid) if grid.index == index else ():
                if cell.text in (LINE, SIGN):
                    continue  # an arrow, which was read
                for row in rows.get((number, cell.bbox), ()):
                    doubts.add(row, [warning("rule-ends", cell.text[:60], cell=cell)])


def _cut_into(grid: Table) -> Iterator[Cell]:
    """Cells of ``grid`` in the middle of which a rule ends."""
    met = {
        upright: {
            round(rule.position) + by for rule in grid.rulings if rule.horizontal != upright for by in _NEAR
        }
        for upright in (True, False)
    }
    ends = [
        (end, rule.position) if rule.horizontal else (rule.position, end)
        for rule in grid.rulings
        for end in (rule.start, rule.end)
        if round(end) not in met[rule.horizontal]
    ]
    slack = LOOSE if grid.origin == "vector" else LOOSE + LEAN * max(grid.bbox.width, grid.bbox.height)
    by_height = sorted(grid.cells, key=lambda cell: cell.bbox.y0)
    tops, tallest = [c.bbox.y0 for c in by_height], max((c.bbox.height for c in by_height), default=0.0)
    for x, y in ends:
        near = by_height[bisect_left(tops, y - tallest) : bisect_right(tops, y)]
        yield from (cell for cell in near if cell.bbox.contains(x, y, -slack))


def _shared_amounts(table: ReadTable, doubts: Doubts) -> None:
    """One printed amount beside several rows: whoever adds the rows up counts it as often."""
    of_cell: dict[tuple[int, BBox], list[ReadRow]] = {}
    for row in table.rows:
        for place in dict(row.record.provenance).get("budget", ())[:1] if row.record.budget_thb else ():
            of_cell.setdefault((place.page, place.bbox), []).append(row)
    for (page, box), rows in of_cell.items():
        if len(rows) > 1:
            printed = rows[0].record.budget or ""
            doubts.add_all(rows, Finding("budget-shared", "warning", printed, "budget", page, box))


def _alone(table: ReadTable, doubts: Doubts) -> None:
    """A number at the front of a measure that no neighbour's follows: it may belong to the text (๕ ส.)."""
    if "number" in table.fields or len(table.rows) < 2:
        return
    for before, row, after in zip([None, *table.rows], table.rows, [*table.rows[1:], None], strict=False):
        number = row.record.number
        if number is None or (after and after.record.number == following(number)):
            continue
        if any(found.code == "numbering-gap" for found in row.record.findings):
            continue
        begins = number.split(".")[-1] == "1" and (
            before is None or before.draft.section is not row.draft.section
        )
        if not begins and not (before and following(before.record.number) == number):
            doubts.add(row, [warning("numbering-gap", number, "number", row.first_cell())])


def _numbers(table: ReadTable, doubts: Doubts) -> None:
    """A row without a number where most have one; all rows where most have none."""
    numbered = [row for row in table.rows if row.record.number]
    if not numbered or "number" not in table.fields:
        return
    few = 2 * len(numbered) <= len(table.rows)
    fields = table.header.fields()
    cells = [row.cell_of(fields, "number") for row in numbered]
    if few and any(cell is None or cell.row_span > 1 for cell in cells):
        return
    for row in table.rows:
        if few:
            doubts.add(row, [warning("rows-cut", row.record.number or "", cell=row.first_cell())])
        elif not row.record.number:
            doubts.add(row, [warning("number-missing", name="number", cell=row.first_cell())])


def _lengths(rows: Sequence[ReadRow], doubts: Doubts) -> None:
    """A measure far longer (rows run together) or shorter (a row cut apart) than its table's others."""
    lengths = [len(row.record.measure) for row in rows if row.record.measure]
    if len(lengths) < FEW_ROWS:
        return
    usual = median(lengths)
    for row in rows:
        length = len(row.record.measure or "")
        long = length >= max(LONG * usual, LEAST_LONG)
        if long or 0 < length <= min(SHORT * usual, MOST_SHORT):
            detail = f"{length} / {usual:.0f}"
            doubts.add(row, [warning("measure-length-odd", detail, "measure", row.first_cell())])


def _pieces(rows: Sequence[ReadRow], doubts: Doubts) -> None:
    """A row that fills few of the fields that the others fill: it may be the rest of another."""
    if len(rows) < FEW_ROWS:
        return
    filled = [len(row.draft.values) for row in rows]
    usual = median(filled)
    for row, count in zip(rows, filled, strict=True):
        if count <= THIN * usual:
            doubts.add(row, [warning("row-thin", f"{count} / {usual:.0f}", cell=row.first_cell())])


def _begin_anew(row: ReadRow, doubts: Doubts) -> None:
    """Rows run together: after a wide gap the lines of two columns or more begin anew at one height."""
    several = (cell for cell in row.all_cells() if len(cell.lines) > 1)
    begun = [(level, height, cell) for cell in several for level, height in _after_gaps(cell)]
    for level, height, cell in begun:
        if any(one is not cell and abs(level - other) <= LEVEL * height for other, _, one in begun):
            doubts.add(row, [warning("rows-run-together", cell.text[:60], cell=cell)])
            return


def _after_gaps(cell: Cell) -> list[tuple[float, float]]:
    """(middle, height) of each line that stands wider below its forerunner than the cell's others do."""
    boxes = sorted((line.bbox for line in cell.lines if line.text.strip()), key=lambda box: box.center[1])
    steps = [after.center[1] - before.center[1] for before, after in itertools.pairwise(boxes)]
    if not steps or max(steps) <= GAP * min(steps):
        return []
    usual = max(min(steps), median(box.height for box in boxes), 1.0)
    return [
        (box.center[1], box.height) for box, step in zip(boxes[1:], steps, strict=True) if step > GAP * usual
    ]


def _nested(row: ReadRow, pages: Mapping[int, Page], doubts: Doubts) -> None:
    """A small table inside a cell: its text stands in no field."""
    for cell in row.all_cells():
        page = pages.get(cell.page)
        for other in page.tables if page else ():
            inner = other.bbox.area < INNER * cell.bbox.area and other.index != row.draft.place[1]
            if inner and cell.bbox.contains(*other.bbox.center):
                doubts.add(row, [warning("table-in-cell", cell.text[:60], cell=cell)])
