"""Words of a scan as a text layer has them: boxes as high as letters' bodies, on the baseline of their line.

The ink of a line reaches from its highest tone mark to its lowest vowel, and what is left of skew or curl
takes the ends of long lines to other heights: white between lines, rows and levels of a header is hidden.
Boxes on each word's own baseline leave the same white as those of a text layer, so the rules are the same.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.ink import Boxes, consonant_height

Mask = NDArray[np.bool_]

BODY = 1.2
"""Height of a box over a consonant's: a text layer's boxes are half the size high, consonants .40 to .60."""

STANDING = 0.75, 1.3
"""Consonant heights of a letter that stands on the baseline and has neither tail nor mark."""

SAME_LINE = 1.4
"""Consonant heights across within which letters of one height are of one line: more than a space."""

FOOT = 0.3
"""Consonant heights: letters whose feet differ by less are of one line."""

ABOVE, BELOW = 2.2, 0.8
"""Consonant heights over and under the baseline that marks and tails of a line reach."""

CLOSE = 0.5
"""Consonant heights of white over a line's letters in which its marks stand; another line is further."""

DASH = 0.3
"""Consonant heights: what stands alone and is smaller both ways is a speck."""

LETTER_GAP = 0.5
"""Consonant heights between two letters of one word, at most."""


def word_mask(boxes: Boxes, shape: tuple[int, ...], dpi: float) -> Mask:
    """Mask of the words that pieces of ink make.

    Args:
        boxes: x0 y0 x1 y1 of each piece of print.
        shape: of the mask.
        dpi: of the mask.

    Returns:
        Boxes of the words; marks above and below letters have none of their own.
    """
    out = np.zeros(shape, np.bool_)
    consonant = consonant_height(boxes, dpi) if len(boxes) else None
    if consonant is None:
        return out
    line, count = _lines(boxes, consonant, shape)
    base = _baselines(boxes, line, count, consonant)
    line = _with_floating(boxes, line, base, consonant)
    for number in range(count):
        if not np.isfinite(base[number]):
            continue
        mine = boxes[line == number]
        top, foot = round(base[number] - BODY * consonant), round(base[number])
        _draw(out, mine[np.argsort(mine[:, 0])], max(0, top), foot, LETTER_GAP * consonant)
    for x0, y0, x1, y1 in boxes[line < 0].tolist():
        if max(x1 - x0, y1 - y0) < DASH * consonant:
            continue
        foot = y1 if y1 - y0 >= STANDING[0] * consonant else round((y0 + y1 + consonant) / 2)
        out[max(0, round(foot - BODY * consonant)) : foot, x0:x1] = True
    return out


def _lines(boxes: Boxes, consonant: float, shape: tuple[int, ...]) -> tuple[NDArray[np.intp], int]:
    """For each piece the number of the line segment in which its foot stands, and how many there are."""
    feet = np.zeros(shape, np.uint8)
    side, low = round(SAME_LINE / 2 * consonant), max(2, round(FOOT * consonant))
    for x0, _, x1, y1 in boxes.tolist():
        feet[max(0, y1 - low) : y1, max(0, x0 - side) : x1 + side] = 1
    count, segments = cv2.connectedComponents(feet, connectivity=4)
    middle = np.clip((boxes[:, 0] + boxes[:, 2]) // 2, 0, shape[1] - 1)
    return np.asarray(segments, np.intp)[boxes[:, 3] - 1, middle] - 1, count - 1


def _baselines(boxes: Boxes, line: NDArray[np.intp], count: int, consonant: float) -> NDArray[np.float64]:
    """Foot of each segment's letters; nan where none stands or of another's tails, inf of marks."""
    height = boxes[:, 3] - boxes[:, 1]
    low, high = (share * consonant for share in STANDING)
    base, top, ends = np.full(count, np.nan), np.zeros(count), np.zeros((count, 2))
    letters, plain = np.zeros(count), np.zeros(count, np.bool_)
    for number in range(count):
        tall = (line == number) & (height >= low)
        whole = tall & (height <= high)
        plain[number] = whole.any()
        standing = boxes[whole if plain[number] else tall]  # letters run together with their marks stand too
        if len(standing):
            base[number], top[number] = np.median(standing[:, 3]), np.median(standing[:, 1])
            letters[number] = len(standing)
            ends[number] = standing[:, 0].min(), standing[:, 2].max()
    reach = SAME_LINE * consonant
    out = base.copy()
    for upper in np.flatnonzero(letters).tolist():
        close = (base - base[upper] > FOOT * consonant) & (top - base[upper] < CLOSE * consonant)
        for lower in np.flatnonzero(close).tolist():
            apart = max(ends[lower, 0] - ends[upper, 1], ends[upper, 0] - ends[lower, 1])
            if not plain[lower] and apart < reach and top[lower] <= base[upper] - consonant / 2:
                out[lower] = np.nan
            elif apart < 0 and letters[lower] >= letters[upper]:
                out[upper] = np.inf
            elif apart < 0:
                out[lower] = np.nan
    return out


def _with_floating(
    boxes: Boxes, line: NDArray[np.intp], base: NDArray[np.float64], consonant: float
) -> NDArray[np.intp]:
    """``line`` with each piece that has no line of its own in the line of its letters, else -1."""
    out = line.copy()
    numbers = np.flatnonzero(np.isfinite(base))
    floating = np.flatnonzero(np.isnan(base)[line])
    if not len(numbers):
        out[floating] = -1
        return out
    ends = np.array([(boxes[line == n, 0].min(), boxes[line == n, 2].max()) for n in numbers])
    reach = SAME_LINE * consonant
    for piece in floating.tolist():
        x0, y0, x1, y1 = boxes[piece]
        near = (ends[:, 0] - reach < x1) & (ends[:, 1] + reach > x0)
        off = (y0 + y1) / 2 - base[numbers]
        near &= (off > -ABOVE * consonant) & (off < BELOW * consonant)
        if y1 - y0 >= STANDING[0] * consonant:  # a letter, no mark: it stands beside those of its line
            near &= (y0 < base[numbers] - consonant / 2) & (y1 > base[numbers] - consonant / 2)
        away = np.where(near, np.abs(off + consonant / 2), np.inf)
        out[piece] = numbers[int(np.argmin(away))] if near.any() else -1
    return out


def _draw(out: Mask, pieces: Boxes, top: int, foot: int, gap: float) -> None:
    """The words of one segment, its pieces from left to right; marks beside the bodies draw nothing."""
    end = None
    for x0, y0, x1, y1 in pieces.tolist():
        if y1 <= top or y0 >= foot:
            continue
        start = end if end is not None and 0 < x0 - end <= gap else x0
        out[top:foot, start:x1] = True
        end = x1 if end is None else max(end, x1)
