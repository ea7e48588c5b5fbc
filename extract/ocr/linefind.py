"""Finds the printed lines inside regions of a page: where the ink is, how tall a consonant, which baseline.

Thai marks stand above and below their line; a line is found by its consonants alone and takes the marks
with it. Everything is measured in consonant heights, so that no constant depends on the resolution.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import BBox, GrayImage
from extract.ocr.linecrop import Spot

SEARCH_DPI = 200.0
"""Lines are searched at no more than this; finer pixels only cost time."""

SMALLEST_CONSONANT, LARGEST_CONSONANT = 2.4 / 72, 17.0 / 72
"""Consonant heights looked for, in inches: 6 pt TH Sarabun New to 28 pt Sarabun."""

USUAL_CONSONANT = 6.4 / 72
"""Inches: TH Sarabun New at 16 pt, taken where a page has too few letters to measure."""

INK_BELOW_MEAN = 0.22
"""Sauvola's k, as a share of the local mean: pixels darker than this beside flat paper are ink."""

LEAST_PITCH = 1.5
"""Nearest two lines can be, in consonant heights; 16 pt lines at exactly 16 pt stand at 1.7 in Sarabun."""

CROWDED = 2.0
"""Nearer than this, in consonant heights, a far fainter row is the marks of its neighbour."""

DEEPEST = 6
"""Levels of bands within columns within bands that are looked for."""

PROSE_WIDTH = 16.0
"""Columns with lines at least this long, in consonant heights, are read one after the other."""

LABEL_TALLER, LABEL_SCALE = 1.15, 1.15
"""A memo's label (เรื่อง, ที่) is set in 20 pt before text of 16 pt: such a line is measured between the two."""

WIDE_GAP = 3.5
"""White space in free text that parts two columns, in consonant heights."""

LETTER_AREA = 0.1
"""Least box of a piece that can end a line by itself, in squared consonant heights; a hyphen has 0.05."""

REACH = 1.3
"""How far from a letter a dot or dash may stand and still belong to the line, in consonant heights."""

BAND_GAP = 0.45
"""White rows that surely part two lines, in consonant heights; a tone mark floats at most 0.4 over its letter."""

FEW_LETTERS = 10
"""Pieces a line or block needs before its own consonant height is trusted over the page's."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page at search resolution: ``boxes`` are x0 y0 x1 y1 area of each connected piece.

    ``mask`` holds only what may be letters: no long rules, no specks. ``zoom`` is search over page pixels.
    """

    mask: NDArray[np.uint8]
    boxes: NDArray[np.int32]
    zoom: float
    dpi: float
    consonant: float


def find_ink(image: GrayImage, dpi: float) -> Ink:
    """Binarise ``image``, drop rules and specks, and measure the page's consonant height."""
    zoom = min(1.0, SEARCH_DPI / dpi)
    small = image if zoom == 1.0 else cv2.resize(image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    dpi *= zoom
    mask = _binarise(np.asarray(small, np.uint8), dpi)
    usual = USUAL_CONSONANT * dpi
    for shape in ((int(6 * usual), 1), (1, int(4.5 * usual))):
        if mask.shape[1] >= shape[0] and mask.shape[0] >= shape[1]:
            kernel = np.ones(shape[::-1], np.uint8)
            mask = mask & ~cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel) & 1
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask, np.uint8), connectivity=8)
    stats = stats[1:count].astype(np.int32)
    speck = max(3.0, 0.012 * usual * usual)
    huge = 5.0 * LARGEST_CONSONANT * dpi
    keep = (stats[:, 4] >= speck) & (stats[:, 3] < huge)
    consonant = _consonant(_corners(stats[keep]), dpi) or usual
    keep &= ~_is_rule_remnant(stats, consonant)
    chosen = np.concatenate(([False], keep)).astype(np.uint8)
    boxes = _corners(stats[keep])
    return Ink(chosen[labels], boxes, zoom, dpi, consonant)


def _binarise(gray: GrayImage, dpi: float) -> NDArray[np.uint8]:
    """Local threshold: 1 where a pixel is clearly darker than its surroundings."""
    window = max(15, int(dpi / 5) | 1)
    values = cv2.GaussianBlur(gray, (3, 3), 0.6).astype(np.float32)
    mean = cv2.boxFilter(values, -1, (window, window))
    spread = np.sqrt(np.maximum(cv2.boxFilter(values * values, -1, (window, window)) - mean * mean, 0))
    # the spread term lowers the threshold on flat paper and lets it rise beside strokes
    return (values < mean * (1 - INK_BELOW_MEAN * (1 - spread / 128))).astype(np.uint8)


def _corners(stats: NDArray[np.int32]) -> NDArray[np.int32]:
    """x0 y0 x1 y1 area from OpenCV's x y width height area."""
    boxes = stats.copy()
    boxes[:, 2:4] += boxes[:, :2]
    return boxes


def _is_rule_remnant(stats: NDArray[np.int32], consonant: float) -> NDArray[np.bool_]:
    """Thin pieces longer than any letter: what is left of a rule, an underline, a bar of a stamp."""
    width, height = stats[:, 2], stats[:, 3]
    upright = (height > 1.9 * consonant) & (width < 0.22 * height)
    level = (width > 3 * consonant) & (height < 0.25 * consonant)
    return np.asarray(upright | level, np.bool_)


def _consonant(boxes: NDArray[np.int32], dpi: float) -> float | None:
    """Commonest height among pieces shaped like a consonant, or None when there are too few."""
    height = boxes[:, 3] - boxes[:, 1]
    width = boxes[:, 2] - boxes[:, 0]
    low, high = SMALLEST_CONSONANT * dpi, LARGEST_CONSONANT * dpi
    fits = (height >= low) & (height <= high) & (width > 0.3 * height) & (width < 2.2 * height)
    if fits.sum() < 6:
        return None
    # weighted by height: a scan of broken strokes and specks has more small pieces than letters
    sizes = height[fits].astype(np.float64)
    counts = np.bincount(height[fits], sizes, minlength=int(high) + 4)
    reach = max(1, round(0.06 * float(np.median(height[fits]))))
    counts = np.convolve(counts, np.bartlett(2 * reach + 3)[1:-1], "same")
    peak = int(counts.argmax())
    near = fits & (np.abs(height - peak) <= max(1, 0.1 * peak))
    return float(height[near].mean())


def find_lines(ink: Ink, region: BBox, columns: bool) -> list[Spot]:
    """Lines inside ``region`` (pixels of the page), in reading order, as page pixels.

    ``columns`` lets wide white space part the region into columns, as free text needs.
    """
    x0, y0 = max(0, int(region.x0 * ink.zoom)), max(0, int(region.y0 * ink.zoom))
    x1 = min(ink.mask.shape[1], int(np.ceil(region.x1 * ink.zoom)))
    y1 = min(ink.mask.shape[0], int(np.ceil(region.y1 * ink.zoom)))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return []
    spots = _find(ink, (x0, y0, x1, y1), columns, depth=0)
    grow = 1 / ink.zoom
    return [
        Spot(s.x0 * grow, s.x1 * grow, (s.baseline + 0.5) * grow - 0.5, s.consonant * grow, s.slope)
        for s in spots
    ]


Box = tuple[int, int, int, int]


def _find(ink: Ink, box: Box, columns: bool, depth: int) -> list[Spot]:
    """Part ``box`` at white rows into bands and, for free text, at wide white columns; find the lines of each."""
    x0, y0, x1, y1 = box
    part = ink.mask[y0:y1, x0:x1]
    if columns and depth < DEEPEST:
        spans = _spans(part.any(axis=0), int(WIDE_GAP * ink.consonant))
        if len(spans) > 1 and _side_by_side(part, spans):
            parted = [_find(ink, (x0 + a, y0, x0 + b, y1), columns, depth + 1) for a, b in spans]
            return _reading_order(parted, ink.consonant)
    bands = _join_marks(part, _spans(part.any(axis=1), int(BAND_GAP * ink.consonant)), ink.consonant)
    spots: list[Spot] = []
    for a, b in bands:
        band = (x0, y0 + a, x1, y0 + b)
        if columns and depth < DEEPEST and len(bands) > 1:
            spots += _find(ink, band, columns, depth + 1)
        else:
            spots += _lines_of_block(ink, band)
    return spots


def _reading_order(parted: list[list[Spot]], consonant: float) -> list[Spot]:
    """Columns one after the other, but row by row where short pieces stand level: a list of labels and values."""
    spots = [spot for column in parted for spot in column]
    narrowest = min(
        (sum(s.x1 - s.x0 for s in column) / len(column) for column in parted if column), default=0.0
    )
    if narrowest > PROSE_WIDTH * consonant:
        return spots
    rows: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda s: s.baseline):
        if rows and spot.baseline - rows[-1][-1].baseline < 0.6 * consonant:
            rows[-1].append(spot)
        else:
            rows.append([spot])
    return [spot for row in rows for spot in sorted(row, key=lambda s: s.x0)]


def _side_by_side(part: NDArray[np.uint8], spans: list[tuple[int, int]]) -> bool:
    """Whether each neighbouring pair of column ``spans`` shares rows; an indented line over a short one does not."""
    rows = [np.flatnonzero(part[:, a:b].any(axis=1)) for a, b in spans]
    extents = [(int(r[0]), int(r[-1]) + 1) for r in rows]
    for (top, foot), (other_top, other_foot) in zip(extents, extents[1:], strict=False):
        common = min(foot, other_foot) - max(top, other_top)
        if common < 0.5 * min(foot - top, other_foot - other_top):
            return False
    return True


def _spans(filled: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Runs of True, those less than ``gap`` apart taken together."""
    where = np.flatnonzero(filled)
    if not len(where):
        return []
    cuts = np.flatnonzero(np.diff(where) > gap)
    starts = np.concatenate(([where[0]], where[cuts + 1]))
    ends = np.concatenate((where[cuts], [where[-1]])) + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _join_marks(
    part: NDArray[np.uint8], spans: list[tuple[int, int]], consonant: float
) -> list[tuple[int, int]]:
    """Join bands too low to hold a letter with the nearest band, unless that is a whole line away."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        low = end - start < 0.6 * consonant
        if out and start - out[-1][1] < consonant and (low or out[-1][1] - out[-1][0] < 0.6 * consonant):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _lines_of_block(ink: Ink, box: Box) -> list[Spot]:
    """Lines of one block of text, top to bottom."""
    x0, y0, x1, y1 = box
    middle_x = (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2
    middle_y = (ink.boxes[:, 1] + ink.boxes[:, 3]) / 2
    inside = (middle_x >= x0) & (middle_x < x1) & (middle_y >= y0) & (middle_y < y1)
    pieces = ink.boxes[inside]
    if not len(pieces):
        return []
    consonant = _block_consonant(ink, pieces)
    height = pieces[:, 3] - pieces[:, 1]
    letters = pieces[(height >= 0.5 * consonant) & (height <= 3.2 * consonant)]
    rows = _line_rows(letters, y0, y1, consonant) if len(letters) else []
    if not rows:
        return _line_of_dashes(pieces, consonant)
    spots = []
    for at, row in enumerate(rows):
        above = (rows[at - 1] + row) / 2 if at else row - 3 * consonant
        below = (rows[at + 1] + row) / 2 if at + 1 < len(rows) else row + 3 * consonant
        spot = _measure(pieces, letters, row, (above, below), consonant)
        spots.append(spot)
    return spots


def _block_consonant(ink: Ink, pieces: NDArray[np.int32]) -> float:
    """Consonant height of a block: its own where it has letters enough, else the page's."""
    if len(pieces) >= FEW_LETTERS:
        own = _consonant(pieces, ink.dpi)
        if own is not None and abs(own / ink.consonant - 1) > 0.1:
            return own
        return ink.consonant
    tallest = float((pieces[:, 3] - pieces[:, 1]).max())
    # a lone large letter or number, as on a cover page; ascenders and marks reach 2.1 over the baseline
    return tallest / 1.5 if tallest > 3.2 * ink.consonant else ink.consonant


def _line_rows(letters: NDArray[np.int32], y0: int, y1: int, consonant: float) -> list[float]:
    """Rows (y) of the middles of the consonants of each line, from the profile of the letters' boxes."""
    size = y1 - y0 + 2
    profile = np.zeros(size)
    weight = np.minimum(letters[:, 2] - letters[:, 0], 8 * consonant)
    np.add.at(profile, np.clip(letters[:, 1] - y0, 0, size - 1), weight)
    np.add.at(profile, np.clip(letters[:, 3] - y0, 0, size - 1), -weight)
    profile = np.cumsum(profile)
    reach = max(1, round(consonant))
    profile = np.convolve(profile, np.ones(reach) / reach, "same")
    middle = (letters[:, 1] + letters[:, 3]) / 2 - y0
    rows: list[tuple[int, float]] = []
    least = 0.15 * consonant
    pitch = int(LEAST_PITCH * consonant)
    while True:
        row = int(profile.argmax())
        if profile[row] < least:
            break
        # a plateau: take its middle
        flat = np.flatnonzero(profile[row : row + reach] >= profile[row] - 1e-6)
        row += int(flat[-1]) // 2 if len(flat) == flat[-1] + 1 else 0
        crowded = any(
            abs(row - other) < CROWDED * consonant and profile[row] < 0.25 * peak for other, peak in rows
        )
        if not crowded and (np.abs(middle - row) <= 0.55 * consonant).any():
            rows.append((row, float(profile[row])))
        profile[max(0, row - pitch) : row + pitch + 1] = 0
    return sorted(float(row + y0) for row, _ in rows)


def _measure(
    pieces: NDArray[np.int32],
    letters: NDArray[np.int32],
    row: float,
    zone: tuple[float, float],
    consonant: float,
) -> Spot:
    """Baseline, slope, consonant height and extent of the line whose consonants are centred at ``row``."""
    middle = (letters[:, 1] + letters[:, 3]) / 2
    height = letters[:, 3] - letters[:, 1]
    near = letters[
        (np.abs(middle - row) <= 0.6 * consonant) & (height >= 0.7 * consonant) & (height <= 1.75 * consonant)
    ]
    left, baseline, slope = float(pieces[:, 0].min()), row + consonant / 2, 0.0
    if len(near):
        baseline, slope, left = _fit(near, consonant)
        heights = near[:, 3] - near[:, 1]
        if len(near) >= FEW_LETTERS:
            counts = np.bincount(heights).astype(np.float64)
            peak = int(np.convolve(counts, (0.5, 1, 0.5), "same").argmax())
            own = float(heights[np.abs(heights - peak) <= max(1, 0.1 * peak)].mean())
            consonant = own if abs(own / consonant - 1) > 0.08 else consonant
            if _has_tall_label(near, consonant):
                consonant *= LABEL_SCALE
    piece_middle = (pieces[:, 1] + pieces[:, 3]) / 2
    foot = baseline + slope * (pieces[:, 0] - left)
    mine = (piece_middle > np.maximum(foot - 2.2 * consonant, zone[0] - 0.3 * consonant)) & (
        piece_middle < np.minimum(foot + 0.7 * consonant, zone[1] + 0.3 * consonant)
    )
    on_line = pieces[mine & (pieces[:, 3] > foot - 1.2 * consonant)]
    chosen = on_line if len(on_line) else pieces[mine] if mine.any() else pieces
    x0, x1 = _extent(chosen, consonant)
    return Spot(x0, x1, baseline + slope * (x0 - left), consonant, slope)


def _has_tall_label(letters: NDArray[np.int32], consonant: float) -> bool:
    """Whether the first word of a line is set larger than the rest."""
    ordered = letters[np.argsort(letters[:, 0])]
    gaps = np.flatnonzero(ordered[1:, 0] - ordered[:-1, 2] > 0.6 * consonant)
    if not len(gaps) or not 2 <= gaps[0] + 1 <= len(ordered) // 2:
        return False
    word = ordered[: gaps[0] + 1]
    return float(np.median(word[:, 3] - word[:, 1])) >= LABEL_TALLER * consonant


def _extent(pieces: NDArray[np.int32], consonant: float) -> tuple[float, float]:
    """Left and right end of a line: of its letters, and of dots and dashes that follow closely, not of specks."""
    area = (pieces[:, 2] - pieces[:, 0]) * (pieces[:, 3] - pieces[:, 1])
    large = area >= LETTER_AREA * consonant * consonant
    if not large.any():
        return float(pieces[:, 0].min()), float(pieces[:, 2].max())
    x0, x1 = int(pieces[large, 0].min()), int(pieces[large, 2].max())
    small = pieces[~large]
    reach = REACH * consonant
    for right in small[np.argsort(small[:, 0])]:
        if right[2] > x1 and right[0] - x1 < reach:
            x1 = int(right[2])
    for left in small[np.argsort(-small[:, 2])]:
        if left[0] < x0 and x0 - left[2] < reach:
            x0 = int(left[0])
    return float(x0), float(x1)


def _fit(near: NDArray[np.int32], consonant: float) -> tuple[float, float, float]:
    """Foot line through the letters: y at the leftmost one, slope, and the leftmost x."""
    x = (near[:, 0] + near[:, 2]) / 2
    foot = near[:, 3].astype(np.float64)
    left = float(x.min())
    level = float(np.median(foot))
    if len(near) < 6 or np.ptp(x) < 8 * consonant:
        return level, 0.0, left
    slope, keep = 0.0, np.abs(foot - level) < 0.5 * consonant
    for tolerance in (0.3, 0.15):
        if keep.sum() < 5 or np.ptp(x[keep]) < 6 * consonant:
            return level, 0.0, left
        slope, level = np.polyfit(x[keep] - left, foot[keep], 1)
        keep = np.abs(foot - level - slope * (x - left)) < tolerance * consonant
    if abs(slope) > 0.03:
        return float(np.median(foot)), 0.0, left
    return float(level), float(slope), left


def _line_of_dashes(pieces: NDArray[np.int32], consonant: float) -> list[Spot]:
    """One line for a block without letters: a lone dash or dots, taken to stand at mid-height."""
    area = (pieces[:, 2] - pieces[:, 0]) * (pieces[:, 3] - pieces[:, 1])
    if area.max() < 0.03 * consonant * consonant:
        return []
    big = pieces[area >= 0.25 * area.max()]
    middle = float((big[:, 1] + big[:, 3]).mean() / 2)
    return [Spot(float(big[:, 0].min()), float(big[:, 2].max()), middle + consonant / 2, consonant)]
