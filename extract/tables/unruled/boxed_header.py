"""Tables of which the header alone is boxed: its uprights part columns, the print below parts rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Ruling, Table
from extract.tables.ruled.spanning_rows import SAME_END
from extract.tables.unruled.column_gaps import CORRIDOR, PrintLine, crossed
from extract.tables.unruled.column_lines import CELL_GAP
from extract.tables.unruled.header_levels import HeaderCell
from extract.tables.unruled.ink_mask import FINE, Mask, Span
from extract.tables.unruled.partially_ruled import TALLEST_ROW
from extract.tables.unruled.row_cuts import norms
from extract.tables.unruled.table_areas import LONGEST_GAP, MOST_LABELS, columns_of, filled
from extract.tables.unruled.table_shape import (
    FILLED,
    LEAST_ROWS,
    TableShape,
    bare_cuts,
    body_cells,
    labels_of,
    lines_of,
    shape_of,
    well_filled,
)


def below_header(mask: Mask, head: Table, rulings: Sequence[Ruling], zoom: float) -> TableShape | None:
    """The table that the boxed header ``head`` begins, if rows stand below it in its columns.

    Args:
        mask: print of the page.
        head: a closed table of header cells; it needs no text.
        rulings: rules of the page.
        zoom: mask pixels a unit of ``head`` and ``rulings``.
    """
    sides = {cell.column: cell.bbox.x0 for cell in head.cells}
    xs = [round(x * zoom) for x in (*(sides[n] for n in sorted(sides)), head.bbox.x1)]
    if len(xs) != head.columns + 1:
        return None
    top, bottom = round(head.bbox.y0 * zoom), round(head.bbox.y1 * zoom)
    half = round(CORRIDOR * FINE / 4)
    white = [(x - half, x + half) for x in xs[1:-1]]
    rules = _row_rules(head, rulings, zoom)
    edges = [round(rule.position * zoom) for rule in rules]
    print_ = mask.copy()
    print_[:, : xs[0]] = False
    print_[:, xs[-1] :] = False
    below = lines_of(print_[bottom + 1 :])
    lines = [replace(line, top=line.top + bottom + 1, end=line.end + bottom + 1) for line in below]
    end = edges[-1] if edges else _end(lines, bottom, white)
    lines = [line for line in lines if line.end <= end]
    if not lines:
        return None
    columns = columns_of(lines, white, xs[0], xs[-1])
    cuts = [bottom, *edges] if edges else [bottom, end]
    if len(cuts) == 2:
        like = norms(print_[bottom:end], columns)
        labels = labels_of(print_, bottom, end, columns, white, like.pitch)
        cuts[1:1] = bare_cuts(print_, bottom, end, columns, labels, like)
    header = [
        HeaderCell(
            cell.column,
            cell.column + cell.column_span,
            round(cell.bbox.y0 * zoom),
            round(cell.bbox.y1 * zoom),
        )
        for cell in head.cells
    ]
    shape = shape_of(xs, top, header, cuts, body_cells(print_, xs, cuts, (), white))
    return replace(shape, rules=tuple(rules)) if well_filled(shape, print_) >= LEAST_ROWS else None


def _row_rules(head: Table, rulings: Sequence[Ruling], zoom: float) -> list[Ruling]:
    """Rules below ``head`` that begin and end where it does, one after the other."""
    near = SAME_END * FINE / zoom
    out: list[Ruling] = []
    for rule in sorted(rulings, key=lambda rule: rule.position):
        if not rule.horizontal or rule.position <= head.bbox.y1 + near:
            continue
        if max(abs(rule.start - head.bbox.x0), abs(rule.end - head.bbox.x1)) <= near:
            above = out[-1].position if out else head.bbox.y1
            if rule.position - above > TALLEST_ROW * FINE / zoom:
                break
            out.append(rule)
    return out


def _end(lines: Sequence[PrintLine], bottom: int, white: Sequence[Span]) -> int:
    """Where the last of ``lines`` ends that keeps the columns and stands close below those before it."""
    end, foot, passed = bottom, bottom, 0
    for line in lines:
        if line.top - foot > LONGEST_GAP * FINE or passed > MOST_LABELS:
            break
        far, foot = line.top - foot > CELL_GAP * (line.end - line.top), line.end
        if any(crossed(word, white) for word in line.words):
            passed += 1
        elif len(filled(line, white)) > FILLED * (len(white) + 1) or not (far or passed):
            end, passed = line.end + round(FINE), 0
    return end
