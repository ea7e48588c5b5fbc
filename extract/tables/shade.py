"""Which cells of a table have a coloured ground: a shaded month or quarter is a period without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.grouping import in_runs
from extract.model import BBox, Floats, Raster, Ruling, Table

COVERED = 0.6
"""Share of a cell that a fill must cover to be its ground; a highlighted line of text covers less."""

DARKER = 18
"""Gray levels by which a shaded cell is darker than the lightest of its row; paper varies by under 10."""

PALER = 9
"""The same against what its row and its column together leave of the page's tone: a shadow lies in both."""

MARGIN = 0.15
"""Share of a cell's width and height left out at each side, where rules blur."""

LEAST_BAND = 8.0
"""Points: no row of letters is lower."""

WHOLE = 0.8
"""Share of its box that a row's ground fills."""

BAND_LENGTH = 150.0
"""Points: least length of a row's ground, as of a row rule."""

SAME_EDGE = 3.0
"""Points between edges of grounds that touch."""

GROUND_DPI = 50.0
"""Dots an inch at which grounds are looked for."""

INK_CLOSED = 7.0
"""Points of ink that are closed over: thicker than strokes and rules."""

PAPER_NEAR = 90.0
"""Points within which the paper shows somewhere beside a band."""

LIGHTEST_BAND = 7
"""Gray levels by which a band is darker than the paper near it."""

DARKEST = 15
"""Percentile of a row's gray levels that stands for its ground."""

TONES = 16
"""Gray levels by which two rows' grounds that touch differ."""

MEETS, FEW_UPRIGHTS = 4.0, 2
"""Points between the end of an upright and a band that cuts it; how many must end there."""

PALEST, FEW_MONTHS = 215.0, 4
"""Gray level from which a ground only parts rows (stripes are 225 to 245); columns of months, at least."""

MAX_FILLS = 20_000
"""Fills of one page looked at; a chart of 12 months over 100 rows has 1,200."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled area in page points, in paint order, its gray level; ``dark`` when it shows on white paper."""

    box: BBox
    dark: bool
    tone: float = 0.0


def shade_from_fills(tables: Sequence[Table], fills: Sequence[Fill]) -> tuple[Table, ...]:
    """Mark cells whose topmost covering fill shows on white paper."""
    if not any(fill.dark for fill in fills):
        return tuple(tables)
    return tuple(_marked(table, *_grounds(table, fills)) for table in tables)


def bands_from_fills(fills: Sequence[Fill]) -> tuple[BBox, ...]:
    """Rows of a coloured ground, page points: fills that touch are taken as one where they fill their box."""
    boxes = [f.box for f in fills[:MAX_FILLS] if f.dark and min(f.box.width, f.box.height) >= LEAST_BAND / 2]
    if not boxes:
        return ()
    right, bottom = max(box.x1 for box in boxes), max(box.y1 for box in boxes)
    painted = np.zeros((int(bottom) + 3, int(right) + 3), np.uint8)
    for box in boxes:
        painted[max(0, round(box.y0)) : round(box.y1), max(0, round(box.x0)) : round(box.x1)] = 1
    whole = np.asarray(cv2.morphologyEx(painted, cv2.MORPH_CLOSE, _square(SAME_EDGE)), np.uint8)
    return tuple(part for band in _bands(whole, 1.0, 1) for part in _by_fills(band, boxes))


def _by_fills(band: BBox, boxes: Sequence[BBox]) -> list[BBox]:
    """``band`` cut where fills along all its width end and others begin: a header, a row of another hue."""
    inside = [box for box in boxes if box.share_in(band) >= WHOLE and box.height < band.height - LEAST_BAND]
    cuts = [band.y0]
    for y in sorted({float(round(box.y1)) for box in inside}):
        ended = sum(box.width for box in inside if abs(box.y1 - y) <= SAME_EDGE / 2)
        begun = sum(box.width for box in inside if abs(box.y0 - y) <= SAME_EDGE / 2)
        if min(ended, begun) >= WHOLE * band.width and min(y - cuts[-1], band.y1 - y) >= LEAST_BAND:
            cuts.append(y)
    return [BBox(band.x0, a, band.x1, b) for a, b in pairwise([*cuts, band.y1])]


def _bands(painted: NDArray[np.uint8], per_point: float, step: int) -> list[BBox]:
    """Boxes of painted areas as long and as high as a row at least, which fill their box."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(painted, connectivity=4)
    bands = []
    for x, y, width, height, area in stats[1:].tolist():
        whole = area >= WHOLE * width * height
        if whole and width >= BAND_LENGTH * per_point and height >= LEAST_BAND * per_point:
            bands.append(BBox(x * step, y * step, (x + width) * step, (y + height) * step))
    return sorted(bands, key=lambda band: band.y0)


def bands_from_image(raster: Raster) -> tuple[BBox, ...]:
    """The same in pixels of ``raster``, the page as scanned: areas darker than the paper around them.

    Ink is closed over first; the paper's tone is that of the lightest ground far and near, so that a page's
    shadow, which grows slowly, is no band.
    """
    step = max(1, round(raster.dpi / GROUND_DPI))
    small = cv2.resize(raster.image, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    per_point = raster.dpi / 72 / step
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _square(INK_CLOSED * per_point))
    paper = cv2.blur(cv2.dilate(ground, _square(PAPER_NEAR * per_point)), _side(PAPER_NEAR * per_point))
    dark = np.asarray(cv2.subtract(paper, ground) > LIGHTEST_BAND, np.uint8)
    clean = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _square(LEAST_BAND / 2 * per_point))
    bands = _bands(np.asarray(clean, np.uint8), per_point, step)
    return tuple(part for band in bands for part in _by_tone(band, np.asarray(ground), per_point, step))


def _by_tone(band: BBox, ground: NDArray[np.uint8], per_point: float, step: int) -> list[BBox]:
    """``band`` cut where its tone changes from one row's ground to the next."""
    x0, y0, x1, y1 = (round(side / step) for side in (band.x0, band.y0, band.x1, band.y1))
    tone = np.percentile(ground[y0:y1, x0:x1], DARKEST, axis=1)  # light letters make a dark ground lighter
    low = round(LEAST_BAND * per_point)
    cuts = [0]
    for y in range(low, len(tone) - low + 1):
        near = tone[max(cuts[-1], y - low) : y], tone[y : y + low]
        change = np.abs(np.diff(tone[y - 2 : y + 2]))
        stepped = (
            abs(float(np.median(near[0]) - np.median(near[1]))) > TONES
            and change[1] == change.max() > TONES / 2
        )
        if stepped and y - cuts[-1] >= low:
            cuts.append(y)
    return [BBox(band.x0, (y0 + a) * step, band.x1, (y0 + b) * step) for a, b in pairwise([*cuts, y1 - y0])]


def _square(length: float) -> NDArray[np.uint8]:
    return np.ones(_side(length), np.uint8)


def _side(length: float) -> tuple[int, int]:
    side = max(3, round(length) | 1)
    return side, side


def edges_of(bands: Sequence[BBox], scale: float) -> list[Ruling]:
    """Tops and ends of ``bands`` as rules, those of bands that touch taken as one."""
    edges = sorted((y, band.x0, band.x1) for band in bands for y in (band.y0, band.y1))
    same = in_runs(edges, lambda near, edge: edge[0] - near[0][0] <= SAME_EDGE * scale)
    return [Ruling(True, *near[0], 0.0) for near in same]


def ends_of(bands: Sequence[BBox], scale: float) -> list[float]:
    """Top and end of each stack of ``bands`` that touch, as of a header of several levels."""
    downward = sorted(bands, key=lambda band: band.y0)
    stacks = in_runs(downward, lambda s, band: band.y0 - max(b.y1 for b in s) <= SAME_EDGE * scale)
    return [y for stack in stacks for y in (stack[0].y0, max(band.y1 for band in stack))]


def rules_at(bands: Sequence[BBox], rules: Sequence[Ruling], scale: float) -> list[Ruling]:
    """The sides of ``bands`` that uprights end at, as rules: a section row of a table that rules columns.

    Args:
        bands: coloured rows.
        rules: the rules of the page.
        scale: units a point.
    """
    near = MEETS * scale
    found = []
    for band in bands:
        uprights = [r for r in rules if not r.horizontal and band.x0 - near <= r.position <= band.x1 + near]
        for y, ends in ((band.y0, [r.end for r in uprights]), (band.y1, [r.start for r in uprights])):
            if sum(abs(end - y) <= near for end in ends) >= FEW_UPRIGHTS:
                sides = min(r.position for r in uprights), max(r.position for r in uprights)
                found += [Ruling(True, level, band.x0, band.x1, 0.0) for level in (band.y0, band.y1)]
                found += [Ruling(False, side, band.y0, band.y1, 0.0) for side in sides]
                break
    return found


def shade_from_image(tables: Sequence[Table], raster: Raster) -> tuple[Table, ...]:
    """Mark cells, in pixels of ``raster``, whose ground is darker than that of the lightest in their row.

    By rows, for the shadow of a page darkens whole rows; a row that is all coloured is thus not marked.

    Args:
        tables: in pixels of ``raster``.
        raster: the upright page as scanned; flattening whitens grounds.
    """
    return tuple(_marked(table, *_dark_in_row(table, raster)) for table in tables)


def _dark_in_row(table: Table, raster: Raster) -> tuple[NDArray[np.bool_], Floats]:
    """Whether each cell is darker than paper, and its tone."""
    tones = np.array([_tone(cell.bbox, raster) for cell in table.cells])
    rows, columns = np.zeros(table.rows), np.zeros(table.columns)
    for cell, tone in zip(table.cells, tones.tolist(), strict=True):
        own = slice(cell.row, cell.row + cell.row_span), slice(cell.column, cell.column + cell.column_span)
        rows[own[0]] = np.maximum(rows[own[0]], tone)
        columns[own[1]] = np.maximum(columns[own[1]], tone)
    of_row = rows[[cell.row for cell in table.cells]]
    paper = of_row + columns[[cell.column for cell in table.cells]] - tones.max()
    return np.asarray((tones < of_row - DARKER) | (tones < paper - PALER), np.bool_), tones


def _grounds(table: Table, fills: Sequence[Fill]) -> tuple[NDArray[np.bool_], Floats]:
    """Whether each cell lies on a fill that shows, and its tone; a later white fill covers an earlier one."""
    boxes = np.array([(c.bbox.x0, c.bbox.y0, c.bbox.x1, c.bbox.y1) for c in table.cells])
    x0, y0, x1, y1 = boxes.T
    least = COVERED * (x1 - x0) * (y1 - y0)
    shown, tones = np.zeros(len(boxes), np.bool_), np.full(len(boxes), 255.0)
    for fill in fills[:MAX_FILLS]:
        box = fill.box
        if box.intersection(table.bbox).area <= 0:
            continue
        wide = np.minimum(x1, box.x1) - np.maximum(x0, box.x0)
        high = np.minimum(y1, box.y1) - np.maximum(y0, box.y0)
        on = np.maximum(wide, 0) * np.maximum(high, 0) >= least
        shown[on], tones[on] = fill.dark, fill.tone
    return shown, tones


def _tone(box: BBox, raster: Raster) -> float:
    """Gray level of a cell's ground: ink is darker and rarer, so the 75th percentile passes it over."""
    dx, dy = MARGIN * box.width, MARGIN * box.height
    rows = slice(max(0, int(box.y0 + dy)), max(0, int(box.y1 - dy)) + 1)
    part = raster.image[rows, max(0, int(box.x0 + dx)) : max(0, int(box.x1 - dx)) + 1]
    return float(np.percentile(part[::2, ::2], 75)) if part.size else 255.0


def _marked(table: Table, shown: NDArray[np.bool_], tones: Floats) -> Table:
    if not shown.any():
        return table
    shown &= ~_pale_rows(table, shown, tones)
    cells = zip(table.cells, shown.tolist(), strict=True)
    return replace(table, cells=tuple(replace(cell, shaded=dark) if dark else cell for cell, dark in cells))


def _pale_rows(table: Table, shown: NDArray[np.bool_], tones: Floats) -> NDArray[np.bool_]:
    """Pale cells of rows that are coloured as far as any row is, where darker cells are marked.

    Rows in turn have a ground of their own; the months of the plan are darker on it.
    """
    pale = shown & (tones >= PALEST) & (tones > tones[shown].min() + DARKER)
    first = np.array([cell.row for cell in table.cells])
    columns = np.array([cell.column for cell in table.cells])
    mixed = set(first[~shown].tolist())
    far = {int(column) for column in columns[shown & np.isin(first, list(mixed))]}
    if not pale.any() or len(far) < FEW_MONTHS:
        return np.zeros(len(shown), np.bool_)
    whole = [row for row in set(first[pale].tolist()) if far <= set(columns[shown & (first == row)].tolist())]
    return np.asarray(pale & np.isin(first, whole), np.bool_)
