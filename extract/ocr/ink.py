"""The ink of a page: what is dark, which pieces may be letters, how tall a consonant is.

Everything after this is measured in consonant heights, so that no constant depends on the resolution.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import GrayImage, Mask

Boxes = NDArray[np.int32]
Box = tuple[int, int, int, int]

SEARCH_DPI = 200.0
"""Lines are searched at no more than this; finer pixels only cost time."""

SMALLEST_CONSONANT, LARGEST_CONSONANT = 2.4 / 72, 17.0 / 72
"""Consonant heights looked for, in inches: 6 pt TH Sarabun New to 28 pt Sarabun."""

USUAL_CONSONANT = 6.4 / 72
"""Inches: TH Sarabun New at 16 pt, taken where a page has too few letters to measure."""

TALLEST = 2.2
"""Pieces taller than so many of the largest consonants are no letters: a crest, the ring of a stamp."""

INK_BELOW_MEAN = 0.2
"""Sauvola's k, as a share of the local mean: pixels darker than this beside flat paper are ink."""

BAND_ROWS = 24
"""Rows worked on at a time, so that they stay in the processor's cache: a third off the time."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page at search resolution: ``boxes`` are x0 y0 x1 y1 area of each connected piece.

    ``mask`` holds only what may be letters: no long rules, no specks. ``zoom`` is search over page pixels.
    """

    mask: Mask
    boxes: Boxes
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
    drop_rules(mask, int(6 * usual), int(4.5 * usual))
    _, labels, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    stats: Boxes = np.asarray(found[1:], np.int32)
    speck = max(3.0, 0.012 * usual * usual)
    huge = TALLEST * LARGEST_CONSONANT * dpi
    keep = (stats[:, 4] >= speck) & (stats[:, 3] < huge)
    consonant = consonant_height(_corners(stats[keep]), dpi) or usual
    keep &= ~_is_rule_remnant(stats, consonant)
    chosen = np.concatenate(([False], keep)).astype(np.uint8)
    boxes = _corners(stats[keep])
    inked = np.flatnonzero(mask.view(np.bool_))  # a twentieth of the page
    mask.ravel()[inked] = chosen[labels.ravel()[inked]]
    return Ink(mask, boxes, zoom, dpi, consonant)


def drop_rules(mask: Mask, across: int, down: int) -> None:
    """Clear runs of ``mask`` along a row and down a column that are so long; at an edge half as long.

    Only rows and columns that may have one are opened: of a page of print few, at a fifth of the time.
    """
    height, width = mask.shape
    if across <= width:
        full = np.packbits(mask, axis=1) == 255
        rows = np.flatnonzero(_together(full.T, max(1, (across // 2 - 7) // 8)).any(axis=0))
        if len(rows):
            mask[rows] &= _opened(mask[rows], (1, across)) ^ 1
    if down <= height:
        bits = np.bitwise_or.reduce(_together(np.packbits(mask, axis=1), down // 2), axis=0)
        columns = np.flatnonzero(np.unpackbits(bits, count=width))
        if len(columns):
            mask[:, columns] &= _opened(mask[:, columns], (down, 1)) ^ 1


def _opened(mask: Mask, size: tuple[int, int]) -> Mask:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(size, np.uint8)), np.uint8)


def _together(bits: NDArray[np.uint8] | NDArray[np.bool_], length: int) -> NDArray[np.uint8]:
    """Each row of ``bits`` and the ``length - 1`` below it: set where all are."""
    have = 1
    while have < length:
        step = min(have, length - have)
        bits = bits[:-step] & bits[step:]
        have += step
    return np.asarray(bits, np.uint8)


def _binarise(gray: GrayImage, dpi: float) -> Mask:
    """Local threshold: 1 where a pixel is clearly darker than its surroundings."""
    window = max(15, int(dpi / 5) | 1)
    values = cv2.GaussianBlur(gray, (3, 3), 0.6)
    mean = np.asarray(cv2.boxFilter(values, cv2.CV_32F, (window, window)), np.float32)
    level = np.asarray(cv2.sqrBoxFilter(values, cv2.CV_32F, (window, window)), np.float32)
    dark = np.empty(values.shape, np.uint8)
    # level = mean * (1 - k * (1 - spread / 128)): it rises beside strokes and falls on flat paper
    for top in range(0, len(values), BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        band, centre = level[rows], mean[rows]
        band -= centre * centre
        np.maximum(band, 0, out=band)
        np.sqrt(band, out=band)
        band *= INK_BELOW_MEAN / 128
        band += 1 - INK_BELOW_MEAN
        band *= centre
        np.less(values[rows], band, out=dark[rows].view(np.bool_))
    return dark


def _corners(stats: Boxes) -> Boxes:
    """x0 y0 x1 y1 area from OpenCV's x y width height area."""
    boxes = stats.copy()
    boxes[:, 2:4] += boxes[:, :2]
    return boxes


def _is_rule_remnant(stats: Boxes, consonant: float) -> NDArray[np.bool_]:
    """Thin pieces longer than any letter: what is left of a rule, an underline, a bar of a stamp."""
    width, height = stats[:, 2], stats[:, 3]
    upright = (height > 1.9 * consonant) & (width < 0.22 * height)
    level = (width > 3 * consonant) & (height < 0.25 * consonant)
    return np.asarray(upright | level, np.bool_)


def consonant_height(boxes: Boxes, dpi: float) -> float | None:
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
    peak = int(np.convolve(counts, np.bartlett(2 * reach + 3)[1:-1], "same").argmax())
    near = fits & (np.abs(height - peak) <= max(1, 0.1 * peak))
    return float(height[near].mean())


def runs(filled: NDArray[np.bool_], gap: float) -> list[tuple[int, int]]:
    """Runs (start, end) of True in a 1-d mask, those at most ``gap`` apart taken together."""
    where = np.flatnonzero(filled)
    if not len(where):
        return []
    cuts = np.flatnonzero(np.diff(where) > gap + 1)
    starts = np.concatenate(([where[0]], where[cuts + 1]))
    ends = np.concatenate((where[cuts], [where[-1]])) + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
