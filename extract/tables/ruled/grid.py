"""From ruling lines to empty tables: snap, connect, infer what the office left out, merge into cells.

The same code serves points (vector rules) and pixels (raster rules): ``scale`` is units a point, so every
tolerance below is stated in points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extract.grouping import in_runs
from extract.model import BBox, Floats, Ruling, Table
from extract.tables.cell_ranges import cell_of, merge_into_rectangles
from extract.tables.ruled.drawings import without_drawings, without_frames
from extract.tables.ruled.snap import GAP, GAP_IN_SCAN, TOUCH, cluster_positions, join_collinear
from extract.tables.ruled.spanning_rows import rejoin_over_labels

MIN_CELL = 4.0
"""Points: no readable cell is narrower or lower (8 pt type is about 6 pt high)."""

MIN_TABLE = 60.0
"""Points: what is smaller both ways is a QR code's corner, a tick box or a logo."""

MIN_COVER = 0.6
"""Share of a cell side that ink must cover to be a border: half-missing photocopied rules still count."""

FULL_COVER = 0.92
"""The same share in a row whose other columns run together, where letters may feign a border."""

MAX_ELEMENTS = 200_000
"""Elementary grid squares a table may have; real tables stay under 2,000."""

MAX_CROSSINGS = 4_000_000
"""Rule pairs tested for touching before a page's rules are taken for a drawing, not for tables."""

CHUNK = 256
"""Rules measured against a grid at once, so that a page of drawings takes no more than megabytes."""

Origin = Literal["vector", "raster", "pdfplumber", "open"]


def build_tables(
    rulings: Iterable[Ruling],
    page_number: int,
    origin: Origin,
    scale: float = 1.0,
    shapes: Sequence[BBox] = (),
) -> tuple[Table, ...]:
    """Build the tables that ``rulings`` draw; cells hold no text yet.

    Args:
        rulings: rules of one page, in points or pixels.
        page_number: page, from 1.
        origin: where the rules came from.
        scale: units of ``rulings`` a point (``dpi / 72`` for pixels).
        shapes: ellipses, diamonds and rounded boxes of drawings, where their lines may end.

    Returns:
        Tables from top to bottom, at least two cells each, in the units of ``rulings``.
    """
    joined = join_collinear(rulings, scale, GAP_IN_SCAN if origin == "raster" else GAP)
    joined, chart = without_drawings(joined, scale, shapes)
    tables = []
    for group in rejoin_over_labels(_connected(joined, TOUCH * scale), joined, scale):
        table = _table(group, page_number, origin, scale)
        if table is not None:
            tables.append(table)
    tables = without_frames(tables, scale, chart)
    tables.sort(key=lambda t: (t.bbox.y0, t.bbox.x0))
    return tuple(replace(table, index=i) for i, table in enumerate(tables, 1))


def _connected(rulings: Sequence[Ruling], touch: float) -> list[list[Ruling]]:
    """Groups of rules that cross or meet, each with both directions in it."""
    across = [r for r in rulings if r.horizontal]
    down = sorted((r for r in rulings if not r.horizontal), key=lambda r: r.position)
    if not across or not down:
        return []
    first, second = _touching(across, down, touch)
    labels = _propagate(len(across) + len(down), first, second + len(across))
    groups: dict[int, list[Ruling]] = {}
    for label, rule in zip(labels.tolist(), [*across, *down], strict=True):
        groups.setdefault(label, []).append(rule)
    return [group for group in groups.values() if len({r.horizontal for r in group}) == 2]


def _touching(
    across: Sequence[Ruling], down: Sequence[Ruling], touch: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Index pairs (horizontal, vertical) that meet; ``down`` is sorted by position."""
    xs = np.array([r.position for r in down])
    tops = np.array([r.start for r in down]) - touch
    bottoms = np.array([r.end for r in down]) + touch
    lows = np.searchsorted(xs, [r.start - touch for r in across], side="left")
    highs = np.searchsorted(xs, [r.end + touch for r in across], side="right")
    firsts: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
    seconds: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
    budget = MAX_CROSSINGS
    for i, (rule, low, high) in enumerate(zip(across, lows.tolist(), highs.tolist(), strict=True)):
        budget -= high - low
        if budget < 0:
            break
        y = rule.position
        met = np.flatnonzero((tops[low:high] <= y) & (bottoms[low:high] >= y)) + low
        firsts.append(np.full(len(met), i, np.intp))
        seconds.append(met)
    return np.concatenate(firsts), np.concatenate(seconds)


def _propagate(count: int, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.intp]:
    """Component label of each of ``count`` nodes joined by the pairs: least label wins, with shortcuts."""
    labels = np.arange(count)
    while True:
        before = labels.copy()
        least = np.minimum(labels[first], labels[second])
        np.minimum.at(labels, first, least)
        np.minimum.at(labels, second, least)
        labels = labels[labels]
        if np.array_equal(labels, before):
            return labels


def _table(group: Sequence[Ruling], page: int, origin: Origin, scale: float) -> Table | None:
    """The table that one group of connected rules draws, or ``None`` for boxes and drawings."""
    tolerance, least = TOUCH * scale, MIN_CELL * scale
    across = [r for r in group if r.horizontal]
    down = [r for r in group if not r.horizontal]
    across, down = _close_frame(across, down, tolerance, least)
    ys = cluster_positions(across, tolerance, least)
    xs = cluster_positions(down, tolerance, least)
    borders = _borders(across, down, xs, ys)
    if borders is None:
        return None
    xs, ys, above, beside = borders
    ranges = merge_into_rectangles(above, beside, MIN_COVER)
    if len(ranges) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    lines = {True: ys.tolist(), False: xs.tolist()}
    cells = tuple(cell_of(part, lines[False], lines[True], page) for part in ranges)
    box = BBox(float(xs[0]), float(ys[0]), float(xs[-1]), float(ys[-1]))
    if max(box.width, box.height) < MIN_TABLE * scale:
        return None
    used = tuple(r for r in group if _near(lines[r.horizontal], r.position, 2 * tolerance))
    return Table(page, 0, box, rows, columns, cells, used, origin)


def _near(positions: Sequence[float], position: float, reach: float) -> bool:
    """Whether one of ``positions``, which rise, lies within ``reach``."""
    after = bisect_left(positions, position)
    return any(abs(other - position) <= reach for other in positions[max(0, after - 1) : after + 1])


def _borders(
    across: Sequence[Ruling], down: Sequence[Ruling], xs: Floats, ys: Floats
) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Grid lines that part cells somewhere, and how much of each cell side is drawn.

    A line along which no side is drawn (the top stroke of a row of letters, a tick) is dropped, which may
    leave other lines without a drawn side, and so on.

    Returns:
        ``xs``, ``ys``, horizontal borders ``(rows + 1, columns)`` and vertical ones ``(rows, columns + 1)``
        as shares of ink; ``None`` when no grid of a fit size is left.
    """
    while True:
        rows, columns = len(ys) - 1, len(xs) - 1
        if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > MAX_ELEMENTS:
            return None
        above = _cover(across, ys, xs) / np.diff(xs)[None, :]
        beside = (_cover(down, xs, ys) / np.diff(ys)[None, :]).T
        beside = _without_stems(beside)
        keep_y = (above >= MIN_COVER).any(axis=1)
        keep_x = (beside >= MIN_COVER).any(axis=0)
        if keep_x.all() and keep_y.all():
            return xs, ys, above, beside
        xs, ys = xs[keep_x], ys[keep_y]


def _without_stems(beside: Floats) -> Floats:
    """Borders less those that letters feign: in a row where most columns run together, only full ones count.

    A tone mark that touches the rule above a section row, and the stems below it, lengthen that rule into it.
    """
    inner = beside[:, 1:-1]
    if not inner.size:
        return beside
    merged = (inner >= MIN_COVER).mean(axis=1) < 0.5
    out = beside.copy()
    out[:, 1:-1][merged[:, None] & (inner < FULL_COVER)] = 0.0
    return out


def _cover(rules: Sequence[Ruling], positions: Floats, stops: Floats) -> Floats:
    """Ink length along each grid line between neighbouring stops, ``(positions, stops - 1)``."""
    cover = np.zeros((len(positions), len(stops) - 1))
    for first in range(0, len(rules), CHUNK):
        where, starts, ends = np.array([(r.position, r.start, r.end) for r in rules[first : first + CHUNK]]).T
        lines = np.abs(positions - where[:, None]).argmin(axis=1)
        overlap = np.minimum(stops[1:], ends[:, None]) - np.maximum(stops[:-1], starts[:, None])
        np.add.at(cover, lines, np.maximum(overlap, 0.0))
    return cover


def _close_frame(
    across: list[Ruling], down: list[Ruling], tolerance: float, least: float
) -> tuple[list[Ruling], list[Ruling]]:
    """Add the outer rules that were never drawn: outer verticals, and rules missing at a page break."""
    wanted = max(least, 2 * tolerance)
    left, right = _overhang(across, down, wanted)
    top, bottom = _overhang(down, across, wanted)
    ys = [r.position for r in across] + [y for y in (top, bottom) if y is not None]
    xs = [r.position for r in down] + [x for x in (left, right) if x is not None]
    across = across + [Ruling(True, y, min(xs), max(xs), 0.0) for y in (top, bottom) if y is not None]
    down = down + [Ruling(False, x, min(ys), max(ys), 0.0) for x in (left, right) if x is not None]
    return across, down


def _overhang(
    rules: Sequence[Ruling], crossing: Sequence[Ruling], wanted: float
) -> tuple[float | None, float | None]:
    """Where most ``rules`` reach beyond the outermost ``crossing`` rules: (start side, end side).

    One rule sticking out is a stray stroke; half of them (or two) sticking out equally far is a missing
    border. Rules broken by section rows count once, by what is furthest out.
    """
    first = min(r.position for r in crossing)
    last = max(r.position for r in crossing)
    ends = _furthest(rules, wanted)
    before = sorted(start for start, _ in ends if start < first - wanted)
    after = sorted(end for _, end in ends if end > last + wanted)
    enough = max(1, min(len(ends), 2), len(ends) // 2)
    low = before[len(before) // 2] if len(before) >= enough else None
    high = after[len(after) // 2] if len(after) >= enough else None
    return low, high


def _furthest(rules: Sequence[Ruling], apart: float) -> list[tuple[float, float]]:
    """Where the pieces of each rule begin and end; pieces ``apart`` are of other rules."""
    lines = in_runs(
        sorted(rules, key=lambda r: r.position), lambda line, r: r.position - line[0].position < apart
    )
    return [(min(r.start for r in line), max(r.end for r in line)) for line in lines]
