"""Partially ruled tables: row rules without upright ones, or the edges of coloured rows, part the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.grouping import in_runs
from extract.model import Ruling, Table
from extract.tables.ruled.spanning_rows import SAME_END
from extract.tables.unruled.column_gaps import SURE, PrintLine, crossed, edges, print_line, runs_over, slices
from extract.tables.unruled.column_lines import CELL_GAP
from extract.tables.unruled.header_levels import (
    HeaderCell,
    header_cells,
    number_row,
    title_end,
    torn,
)
from extract.tables.unruled.ink_mask import FINE, Mask, Span
from extract.tables.unruled.names_and_cells import begun_with_cells, names_aside
from extract.tables.unruled.row_cuts import norms
from extract.tables.unruled.table_areas import LEAST_COLUMNS, STEP, columns_of, filled, go_up, levels
from extract.tables.unruled.table_shape import (
    FILLED,
    LEAST_ROWS,
    TableShape,
    any_white,
    bare_cuts,
    body_cells,
    covers,
    labels_of,
    lines_of,
    shape_of,
    shifted,
    well_filled,
)

RULE_LENGTH = 150.0
"""Points: least length of row rules that draw a table; shorter ones underline words."""

PART_LENGTH = 12.0
"""Points: least length of a rule that goes under some of a table's columns only."""

TALLEST_ROW = 350.0
"""Points between two row rules of one table."""

FAR = 30.0
"""Points between the last rule and a row below it, at most."""


def ruled_groups(rulings: Sequence[Ruling], tables: Sequence[Table], scale: float) -> list[list[Ruling]]:
    """Runs of at least three horizontal rules below one another with the same ends, outside ``tables``."""
    groups: list[list[Ruling]] = []
    rules = [r for r in rulings if r.horizontal and r.length >= RULE_LENGTH * scale]
    for rule in sorted(rules, key=lambda r: r.position):
        middle = (rule.start + rule.end) / 2
        if any(table.bbox.contains(middle, rule.position, SAME_END * scale) for table in tables):
            continue
        for group in groups:
            last = group[-1]
            apart = max(abs(last.start - rule.start), abs(last.end - rule.end))
            if apart <= SAME_END * scale and rule.position - last.position <= TALLEST_ROW * scale:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= LEAST_ROWS + 1]


def ruled_shape(
    mask: Mask, group: Sequence[Ruling], rulings: Sequence[Ruling], zoom: float
) -> TableShape | None:
    """The table between row rules, its columns by the white they share.

    Rules above and below it, of running heads and page feet, are left out with what stands between. A header
    above the first rule and a row below the last belong to it when they keep its white.
    """
    ys = [round(rule.position * zoom) for rule in group]
    left = round(min(rule.start for rule in group) * zoom)
    right = round(max(rule.end for rule in group) * zoom)
    print_ = mask[:, left:right]
    strips = [_strip(print_, top, end) for top, end in pairwise(ys)]
    parted = [strip is not None and len(strip.runs) > 1 for strip in strips]
    sections = any(not rule.thickness for rule in group)
    if sum(parted) < (1 if sections else LEAST_ROWS):
        return None
    first, end = parted.index(True), len(parted) - parted[::-1].index(True)
    lines = lines_of(print_)
    white = _white_between(print_, ys, strips, first, end)
    if len(white) < LEAST_COLUMNS - 1:
        return None
    heads = (n for n in range(first) if _above(print_, lines, ys[n], white) < ys[n])
    first = next(heads, first)  # the label of a section may stand right under the header
    columns = list(pairwise(edges(0, white, right - left)))
    pitch = norms(print_[ys[first] : ys[-1]], columns).pitch
    if end < len(strips) and _below(lines, ys[-1], white, pitch, sections) > ys[-1]:
        end = len(strips)
    group, ys = list(group[first : end + 1]), ys[first : end + 1]
    bottom = _below(lines, ys[-1], white, pitch, sections)
    ys += [bottom] if bottom > ys[-1] else []
    partial = [
        Ruling(True, r.position * zoom, r.start * zoom - left, r.end * zoom - left)
        for r in rulings
        if r.horizontal and r not in group and r.length >= PART_LENGTH * zoom / FINE
    ]
    partial = [r for r in partial if r.start >= -SAME_END * FINE and r.end <= right - left + SAME_END * FINE]
    few = len(group) == LEAST_ROWS + 1
    top = _above(print_, lines, ys[0], white)
    shape, lost = None, 0
    if top < ys[0]:
        names = [part for line in lines if top <= line.top < ys[0] for part in _names(print_, line, white)]
        more = any_white([*names, *slices(print_, ys[0], ys[-1])])
        both = sorted([*more, *(w for w in white if not any(a < w[1] and b > w[0] for a, b in more))])
        shape = _assembled(print_, right - left, [top, *ys], partial, both, few, True)
        lost = len(both) + 2 - len(shape.xs) if shape else 0
    if shape is None or lost > 1:  # what stands above may be a title of words far apart
        alone = _assembled(print_, right - left, ys, partial, white, few, False)
        if shape is None or (
            alone is not None and len(alone.xs) > len(shape.xs) and lost > len(white) + 3 - len(alone.xs)
        ):
            shape = alone
    return shape and replace(shape, xs=tuple(left + x for x in shape.xs), rules=tuple(group))


def _strip(mask: Mask, top: int, end: int) -> PrintLine | None:
    """All print between two rules as one line, if there is any."""
    return print_line(mask, (top, end)) if mask[top:end].any() else None


def _white_between(
    mask: Mask, ys: Sequence[int], strips: Sequence[PrintLine | None], first: int, end: int
) -> list[Span]:
    """White between columns by the vote of lines, and by that of rows, which merged cells outvote less."""
    head = _lowest(mask, ys[first], ys[first + 1])
    rows = [strip for strip in strips[first + 1 : end] if strip is not None]
    below = slices(mask, ys[first + 1], ys[end])
    return any_white(
        slices(mask, ys[first], ys[end]), [*head, *below], [*head, *rows] if len(rows) > LEAST_ROWS else []
    )


def _lowest(mask: Mask, top: int, end: int) -> list[PrintLine]:
    """The lowest line of a header: names of columns, never of groups."""
    return [replace(line, top=line.top + top, end=line.end + top) for line in lines_of(mask[top:end])[-1:]]


def _above(mask: Mask, lines: Sequence[PrintLine], first: int, white: Sequence[Span]) -> int:
    """Top of the table when lines above the first rule belong to it."""
    start = next((n for n, line in enumerate(lines) if line.top >= first), len(lines) - 1)
    sure = _sure(white)
    tops = (go_up(mask, lines, start, between, 0, mask.shape[1], FAR * FINE) for between in (sure, white))
    above = min(tops)
    named = {n for line in lines[above:start] for part in levels(mask, line) for n in _named(part, white)}
    return lines[above].top - round(FINE) if len(named) > FILLED * (len(sure) + 1) else first


def _below(lines: Sequence[PrintLine], last: int, white: Sequence[Span], pitch: float, sections: bool) -> int:
    """End of the table when lines below the last rule belong to it.

    A row's lines follow one another by the table's ``pitch``. Below the label of a last section
    (``sections``) several rows may stand.
    """
    sure = _sure(white)
    stop = next((n for n, line in enumerate(lines) if line.top >= last), len(lines))
    below, whole, row = stop, stop, set[int]()
    while below < len(lines) and not _is_across(lines[below], white):
        line, before = lines[below], lines[below - 1]
        if line.top - (before.end if below > stop else last) > FAR * FINE:
            break
        step = min(line.top - before.top, line.end - before.end)
        near = line.top - before.end <= CELL_GAP * (line.end - line.top) or step <= STEP * pitch
        if below > stop and not near:
            if not sections or len(row) <= FILLED * (len(sure) + 1):
                break
            whole, row = below, set()
        row |= filled(line, sure)
        below += 1
    whole = below if len(row) > FILLED * (len(sure) + 1) else whole
    return lines[whole - 1].end + round(FINE) if whole > stop else last


def _names(mask: Mask, line: PrintLine, white: Sequence[Span]) -> list[PrintLine]:
    """What a header's ``line`` names columns with; names of groups run over white."""
    sure = _sure(white)
    parts = levels(mask, line)
    kept = [replace(p, words=tuple(word for word in p.words if not crossed(word, sure))) for p in parts]
    return [part for part in kept if part.words]


def _is_across(line: PrintLine, white: Sequence[Span]) -> bool:
    """Whether ``line`` runs over a corridor with one of its words, or has one in it.

    Words of two narrow columns do not.
    """
    inside = any(a < start and end < b for start, end in line.words for a, b in white)
    return runs_over(line, white) and (inside or any(crossed(word, white) for word in line.words))


def _sure(white: Sequence[Span]) -> Sequence[Span]:
    """White wide enough to part columns that must be filled: words of few rows leave some by chance."""
    return [span for span in white if span[1] - span[0] >= SURE * FINE] or white


def _named(line: PrintLine, white: Sequence[Span]) -> set[int]:
    """Columns that ``line`` may name: none where a word of it runs from one into the next, as in a title."""
    sure = _sure(white)
    return set() if any(crossed(word, sure) for word in line.words) else filled(line, sure)


def _assembled(
    mask: Mask,
    width: int,
    ys: Sequence[int],
    partial: Sequence[Ruling],
    white: Sequence[Span],
    few: bool,
    bare_top: bool,
) -> TableShape | None:
    """The table whose full rules are at ``ys``; the strip below the first is its header.

    ``few`` says that rules part the header from the rows but not the rows, ``bare_top`` that no rule stands
    over the header.
    """
    inside = [r for r in partial if ys[0] < r.position < ys[-1]]
    ruled_head = [r for r in inside if r.position < ys[1]]
    head = mask[ys[0] : ys[1]]
    pitch = norms(mask[ys[0] : ys[-1]], list(pairwise(edges(0, white, width)))).pitch
    rows = slices(mask, ys[0], ys[-1])
    xs = edges(0, white, width)
    aside = names_aside(head, slices(mask, ys[1], ys[-1]), xs, pitch)
    white = [span for n, span in enumerate(white, 1) if n not in aside]
    while len(white) >= LEAST_COLUMNS - 1:
        xs = edges(0, white, width)
        parted = begun_with_cells(head, mask[ys[1] : ys[-1]], xs)
        wrong = torn(head, xs, white, rows, pitch, parted)
        if not wrong:
            break
        # One at a time: without it the others may part columns after all.
        worst = min(wrong, key=lambda n: white[n - 1][1] - white[n - 1][0])
        white = [*white[: worst - 1], *white[worst:]]
    if len(white) < LEAST_COLUMNS - 1:
        return None
    top = ys[0]
    while bare_top and (title := title_end(mask[top : ys[1]], xs, pitch)):
        top += title
    if ruled_head:
        cells = ruled_header([r for r in ruled_head if r.position > top], xs, top, ys[1])
    else:
        foot = top + number_row(mask[top : ys[1]], xs)
        cells = shifted(header_cells(mask[top:foot], xs, pitch, parted), top)
        if foot < ys[1]:
            ys = [ys[0], foot, *ys[1:]]
    columns = columns_of(lines_of(mask[ys[0] : ys[-1]]), white, 0, width)
    cuts: list[int] = [ys[1]]
    for start, end in pairwise(ys[1:]):
        here = sorted({round(r.position) for r in inside if start < r.position < end})
        if not here and few:
            like = norms(mask[ys[0] : ys[-1]], columns)
            labels = labels_of(mask, start, end, columns, white, like.pitch)
            here = bare_cuts(mask, start, end, columns, labels, like)
        cuts += [*here, end]
    cuts = [near[0] for near in in_runs(cuts, lambda near, cut: cut - near[0] <= 3 * FINE)]
    drawn = [r for r in inside if r.position > ys[1]]
    shape = shape_of(xs, top, cells, cuts, body_cells(mask, xs, cuts, drawn, white))
    return shape if well_filled(shape, mask) >= min(LEAST_ROWS, len(ys) - 2) else None


def ruled_header(rules: Sequence[Ruling], xs: Sequence[int], top: int, bottom: int) -> list[HeaderCell]:
    """Header cells by the rules that go under some columns."""
    cells: list[HeaderCell] = []
    done: set[int] = set()
    for rule in sorted(rules, key=lambda r: (r.position, r.start)):
        over = [n for n, (a, b) in enumerate(pairwise(xs)) if covers(rule, a, b)]
        if not over or set(over) & done:
            continue
        y = round(rule.position)
        cells.append(HeaderCell(over[0], over[-1] + 1, top, y))
        below = [
            r for r in rules if r.position > y + FINE and r.start >= rule.start - 9 and r.end <= rule.end + 9
        ]
        part = ruled_header(below, xs[over[0] : over[-1] + 2], y, bottom)
        cells += [HeaderCell(c.first + over[0], c.end + over[0], c.top, c.bottom) for c in part]
        done |= set(over)
    return cells + [HeaderCell(n, n + 1, top, bottom) for n in range(len(xs) - 1) if n not in done]
