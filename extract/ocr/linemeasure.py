"""Finds the lines of one block of text and measures each: baseline, slope, consonant height, extent.

Thai marks stand above and below their line; a line is found by its consonants alone and takes the marks
with it.
"""

from __future__ import annotations

import numpy as np

from extract.ocr.ink import Box, Boxes, Ink, consonant_height
from extract.ocr.linecrop import Spot

LEAST_PITCH = 1.5
"""Nearest two lines can be, in consonant heights; 16 pt lines at exactly 16 pt stand at 1.7 in Sarabun."""

CROWDED = 2.0
"""Nearer than this, in consonant heights, a row needs letters at its very middle: else it is marks."""

FEW_LETTERS = 10
"""Pieces a line or block needs before its own consonant height is trusted over the page's."""

LABEL_TALLER, LABEL_SCALE = 1.15, 1.15
"""A memo's label (เรื่อง, ที่) is set in 20 pt before text of 16 pt: such a line is measured between the two."""

SLOPE_LENGTH = 14.0
"""Shorter lines, in consonant heights, are taken as level: ญ and ฐ would tilt them more than the page is."""

LETTER_AREA = 0.1
"""Least box of a piece that can end a line by itself, in squared consonant heights; a hyphen has 0.05."""

REACH = 1.3
"""How far from a letter a dot or dash may stand and still belong to the line, in consonant heights."""


def lines_of_block(ink: Ink, box: Box) -> list[Spot]:
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


def _block_consonant(ink: Ink, pieces: Boxes) -> float:
    """Consonant height of a block: its own where it has letters enough, else the page's."""
    if len(pieces) >= FEW_LETTERS:
        own = consonant_height(pieces, ink.dpi)
        if own is not None and abs(own / ink.consonant - 1) > 0.1:
            return own
        return ink.consonant
    tallest = float((pieces[:, 3] - pieces[:, 1]).max())
    # a lone large letter or number, as on a cover page; ascenders and marks reach 2.1 over the baseline
    return tallest / 1.5 if tallest > 3.2 * ink.consonant else ink.consonant


def _line_rows(letters: Boxes, y0: int, y1: int, consonant: float) -> list[float]:
    """Rows (y) of the middles of the consonants of each line, from the profile of the letters' boxes."""
    size = y1 - y0 + 2
    profile = np.zeros(size)
    weight = np.minimum(letters[:, 2] - letters[:, 0], 8 * consonant)
    np.add.at(profile, np.clip(letters[:, 1] - y0, 0, size - 1), weight)
    np.add.at(profile, np.clip(letters[:, 3] - y0, 0, size - 1), -weight)
    profile = np.cumsum(profile)
    reach = max(1, round(consonant))
    profile = np.convolve(profile, np.ones(reach) / reach, "same")
    whole = profile.copy()
    near = max(1, round(0.4 * consonant))
    middle = (letters[:, 1] + letters[:, 3]) / 2 - y0
    tall = letters[:, 3] - letters[:, 1] >= 0.7 * consonant
    rows: list[int] = []
    least = 0.15 * consonant
    pitch = int(LEAST_PITCH * consonant)
    while True:
        row = int(profile.argmax())
        if profile[row] < least:
            break
        # a plateau: take its middle
        flat = np.flatnonzero(profile[row : row + reach] >= profile[row] - 1e-6)
        row += int(flat[-1]) // 2 if len(flat) == flat[-1] + 1 else 0
        # the flank of a stronger row is no row
        peak = whole[row] >= whole[max(0, row - near) : row + near + 1].max() - 1e-6
        crowded = any(abs(row - other) < CROWDED * consonant for other in rows)
        off = np.abs(middle - row)
        held = tall & (off <= 0.3 * consonant) if crowded else off <= 0.55 * consonant
        if peak and held.any():
            rows.append(row)
        profile[max(0, row - pitch) : row + pitch + 1] = 0
    return sorted(float(row + y0) for row in rows)


def _measure(
    pieces: Boxes,
    letters: Boxes,
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
    else:
        merged = letters[(np.abs(middle - row) <= consonant) & (height > 1.75 * consonant)]
        if len(merged):  # a letter that has run together with its marks stands on its foot all the same
            baseline = float(np.median(merged[:, 3]))
    piece_middle = (pieces[:, 1] + pieces[:, 3]) / 2
    foot = baseline + slope * (pieces[:, 0] - left)
    mine = (piece_middle > np.maximum(foot - 2.2 * consonant, zone[0] - 0.3 * consonant)) & (
        piece_middle < np.minimum(foot + 0.7 * consonant, zone[1] + 0.3 * consonant)
    )
    on_line = pieces[mine & (pieces[:, 3] > foot - 1.2 * consonant)]
    chosen = on_line if len(on_line) else pieces[mine] if mine.any() else pieces
    x0, x1 = _extent(chosen, consonant)
    return Spot(x0, x1, baseline + slope * (x0 - left), consonant, slope)


def _has_tall_label(letters: Boxes, consonant: float) -> bool:
    """Whether the first word of a line is set larger than the rest."""
    ordered = letters[np.argsort(letters[:, 0])]
    gaps = np.flatnonzero(ordered[1:, 0] - ordered[:-1, 2] > 0.6 * consonant)
    if not len(gaps) or not 2 <= gaps[0] + 1 <= len(ordered) // 2:
        return False
    word = ordered[: gaps[0] + 1]
    return float(np.percentile(word[:, 3] - word[:, 1], 25)) >= LABEL_TALLER * consonant


def _extent(pieces: Boxes, consonant: float) -> tuple[float, float]:
    """Left and right end of a line: of its letters and of dots and dashes close to them, not of specks."""
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


def _fit(near: Boxes, consonant: float) -> tuple[float, float, float]:
    """Foot line through the letters: y at the leftmost one, slope, and the leftmost x."""
    x = (near[:, 0] + near[:, 2]) / 2
    foot = near[:, 3].astype(np.float64)
    left = float(x.min())
    level = float(np.median(foot))
    if len(near) < FEW_LETTERS or np.ptp(x) < SLOPE_LENGTH * consonant:
        return level, 0.0, left
    slope, keep = 0.0, np.abs(foot - level) < 0.5 * consonant
    for tolerance in (0.3, 0.15):
        if keep.sum() < 0.6 * FEW_LETTERS or np.ptp(x[keep]) < 0.7 * SLOPE_LENGTH * consonant:
            return level, 0.0, left
        slope, level = np.polyfit(x[keep] - left, foot[keep], 1)
        keep = np.abs(foot - level - slope * (x - left)) < tolerance * consonant
    if abs(slope) > 0.03:
        return float(np.median(foot)), 0.0, left
    return float(level), float(slope), left


def _line_of_dashes(pieces: Boxes, consonant: float) -> list[Spot]:
    """One line for a block without letters: a lone dash or dots, taken to stand at mid-height."""
    area = (pieces[:, 2] - pieces[:, 0]) * (pieces[:, 3] - pieces[:, 1])
    if area.max() < 0.03 * consonant * consonant:
        return []
    big = pieces[area >= 0.25 * area.max()]
    middle = float((big[:, 1] + big[:, 3]).mean() / 2)
    return [Spot(float(big[:, 0].min()), float(big[:, 2].max()), middle + consonant / 2, consonant)]
