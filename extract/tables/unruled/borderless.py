"""Borderless tables: an area of lines that keep the same white, then its header, then its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.tables.unruled.column_gaps import (
    PrintLine,
    edges,
    is_label,
    print_line,
    slices,
    without_false_gaps,
)
from extract.tables.unruled.header_levels import header_cells, number_row, title_end, torn
from extract.tables.unruled.ink_mask import FINE, Mask, Span
from extract.tables.unruled.row_cuts import Norms, norms, part_header
from extract.tables.unruled.table_areas import LEAST_COLUMNS, TableArea, columns_of, find_area
from extract.tables.unruled.table_shape import (
    LEAST_ROWS,
    TableShape,
    any_white,
    bare_cuts,
    body_cells,
    is_centred_label,
    labels_of,
    lines_of,
    shape_of,
    shifted,
    well_filled,
)
from extract.tables.unruled.titles import apart_from_titles, without_titles


def bare_shapes(mask: Mask, grounds: Sequence[int]) -> list[TableShape]:
    """Tables with no rules at all; ``grounds``, tops and ends of coloured areas, may part header and rows."""
    lines = apart_from_titles(mask, lines_of(mask))
    shapes, at = [], 0
    while at + LEAST_ROWS < len(lines):
        area = find_area(mask, lines, at)
        area = without_titles(lines, area) if area is not None else None
        shape = None
        if area is not None:
            # What stands above may be a title that keeps the white by chance.
            firsts = dict.fromkeys((area.first, area.seed))
            shapes_ = (_bare_shape(mask, lines, replace(area, first=n), grounds) for n in firsts)
            shape = next((found for found in shapes_ if found is not None), None)
        if area is None or shape is None:
            at += 1
        else:
            shapes.append(shape)
            at = area.end
    return shapes


MOST_NAMES = 3
"""Lines at the top of a table among which all of a column's names stand, less one."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the lines of a area say: columns by the white between them, and where header and rows part."""

    top: int
    end: int
    white: list[Span]
    columns: list[Span]
    xs: list[int]
    like: Norms
    head_end: int
    grounds: list[Span]


def _bare_shape(
    mask: Mask, all_lines: Sequence[PrintLine], area: TableArea, grounds: Sequence[int]
) -> TableShape | None:
    """The table of ``area``: titles above it left out, its header parted from its rows, then its rows."""
    seed = all_lines[area.seed]
    lines = list(all_lines[area.first : area.end])
    tops = [y for y in grounds[::2] if lines[0].top - FINE <= y < seed.top]
    lines = [line for line in lines if not tops or line.top >= tops[-1] - FINE]
    dropped: list[Span] = []
    while True:
        layout = _layout(mask, lines, seed, area, dropped, grounds)
        if layout is None:
            return None
        strip = mask[layout.top : layout.head_end, layout.xs[0] : layout.xs[-1]]
        inner = _less(layout.xs, layout.xs[0])
        title = layout.top + title_end(strip, inner, layout.like.pitch)
        below = [line for line in lines if line.top >= min(title - FINE, seed.top)]
        if title > layout.top and len(below) < len(lines):
            # What the title ran over may be columns after all.
            lines, dropped = below, []
            continue
        rows = _from(slices(mask, layout.top, layout.end), layout.xs[0])
        wrong = torn(strip, inner, _shift(layout.white, layout.xs[0]), rows, layout.like.pitch)
        if not wrong:
            break
        dropped.append(min((layout.white[n - 1] for n in wrong), key=lambda span: span[1] - span[0]))
    foot = number_row(strip, inner)
    head = shifted(header_cells(strip[:foot], inner, layout.like.pitch), layout.top)
    labels = labels_of(
        mask, layout.head_end, layout.end, layout.columns, layout.white, layout.like.pitch, layout.grounds
    )
    inside = bare_cuts(mask, layout.head_end, layout.end, layout.columns, labels, layout.like)
    numbers = [layout.top + foot] if layout.top + foot < layout.head_end else []
    cuts = [*numbers, layout.head_end, *inside, layout.end]
    shape = shape_of(
        layout.xs, layout.top, head, cuts, body_cells(mask, layout.xs, cuts, (), layout.white, labels)
    )
    return shape if well_filled(shape, mask) >= LEAST_ROWS - 1 else None


def _layout(
    mask: Mask,
    lines: Sequence[PrintLine],
    seed: PrintLine,
    area: TableArea,
    dropped: Sequence[Span],
    grounds: Sequence[int],
) -> _Layout | None:
    """Columns and header of the table that begins with ``lines``; None when too few columns are left."""
    edge = round(FINE)
    top, end = lines[0].top - edge, lines[-1].end + edge
    found = any_white(*(slices(mask, start, end) for start in (lines[0].top, seed.top, seed.end)))
    white = [span for span in found if not any(a < span[1] and b > span[0] for a, b in dropped)]
    white = _with_names_over_cells(lines, without_false_gaps(lines, white))
    if len(white) < LEAST_COLUMNS - 1:
        return None
    columns = columns_of(lines, white, area.left, area.right)
    xs = edges(area.left - edge, white, area.right + edge)
    like = norms(mask[top:end], columns)
    own = [(a, b) for a, b in zip(grounds[::2], grounds[1::2], strict=True) if _holds_one_run(mask, a, b, xs)]
    first_label = end
    for n, line in enumerate(lines):
        if line.top <= seed.top:
            continue
        on = next((a for a, b in own if a <= line.top and line.end <= b), None)
        alone = line.end - lines[n - 1].end >= like.pitch and is_centred_label(
            line, lines, white, mask.shape[1], (xs[0], xs[-1])
        )
        if on is not None or alone or is_label(line, white, xs[0], xs[-1]):
            first_label = line.top if on is None else on
            break
    coloured = [y for y in grounds if lines[0].end <= y <= first_label and not _within(y, lines)]
    coloured = [y for y in coloured if not any(y in span for span in own)]
    head_end = coloured[0] if coloured else top + part_header(mask[top:first_label], columns, like)
    return _Layout(top, end, white, columns, xs, like, head_end, own)


def _with_names_over_cells(lines: Sequence[PrintLine], white: list[Span]) -> list[Span]:
    """``white`` less that between a name without cells and, beside it, cells without a name.

    Over long texts a name set to the middle may stand where few of them reach, and over figures set flush
    right it may stand left of them all. Told by runs, for a text that goes on under another name has words
    there, but does not begin there.
    """
    begun = [{sum(run[0] >= b for _, b in white) for run in line.runs} for line in lines]
    where = [[n for n, each in enumerate(begun) if column in each] for column in range(len(white) + 1)]
    xs = edges(min(line.words[0][0] for line in lines), white, max(line.words[-1][1] for line in lines))
    gone: set[int] = set()
    for column, mine in enumerate(where):
        if not mine or mine[-1] > MOST_NAMES:
            continue
        above = [run for line in lines[: mine[-1] + 1] for run in line.runs]
        beside = [
            n
            for n in (column - 1, column + 1)
            if 0 <= n <= len(white)
            and len(where[n]) >= LEAST_ROWS
            and where[n][0] > mine[-1]
            and not any(run[0] < xs[n + 1] - FINE and run[1] > xs[n] + FINE for run in above)
        ]
        if len(beside) == 1:
            gone.add(min(column, beside[0]))
    return [span for n, span in enumerate(white) if n not in gone]


def _holds_one_run(mask: Mask, top: int, end: int, xs: Sequence[int]) -> bool:
    inside = mask[top:end, xs[0] : xs[-1]]
    return bool(inside.any()) and len(print_line(inside, (0, inside.shape[0])).runs) == 1


def _less(values: Sequence[int], by: int) -> list[int]:
    return [value - by for value in values]


def _shift(spans: Sequence[Span], by: int) -> list[Span]:
    return [(a - by, b - by) for a, b in spans]


def _from(lines: Sequence[PrintLine], left: int) -> list[PrintLine]:
    """``lines`` counted from column ``left`` of the mask on."""
    return [
        replace(line, words=tuple(_shift(line.words, left)), runs=tuple(_shift(line.runs, left)))
        for line in lines
    ]


def _within(edge: int, lines: Sequence[PrintLine]) -> bool:
    return any(line.top + FINE < edge < line.end - FINE for line in lines)
