"""Ditto marks, which no engine reads, told by their shape in the pixels of a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from extract.model import BBox, Cell, GrayImage
from extract.tables.tick_boxes import dark_pixels

DITTO = "″"

STROKE = (1.6, 6.5)
"""Points: least and greatest height of a ditto mark's stroke; digits of 14-pt type are higher."""

SLIM = 1.0
"""Width over height up to which a piece is a stroke of a ditto mark; curly ones (”) are as wide as .8."""

APART = 1.9
"""Of a stroke's height: most between the left sides of the two strokes."""

PALER = 0.75
"""Ink between two strokes that a scan has joined, over the ink of the strokes: dots and letters have 1."""

FLAT = 1.9
"""Points: a piece up to so high and wider than high is a dash, as they stand beside a ditto mark."""

MOST_READ = 3
"""Letters that an engine makes of a ditto mark."""

LOWER = 0.8
"""Of the median height of letters: a ditto mark's strokes are .4 to .65 as high, a digit 1.0 and more."""

JOINED = 0.55
"""The same for strokes that blur has joined: .35 to .46 seen; Thai digits have two peaks of ink as well."""

SURE = 0.9
"""Confidence from which a letter or digit that an engine read stands."""

MEASURED = 12
"""Cells with more letters than that, and how many of them, tell how high letters are."""

READ = 0.95
"""Confidence of a ditto mark."""


def with_dittos(cells: Sequence[Cell], image: GrayImage, dpi: float) -> list[Cell]:
    """``cells`` of one table with ``DITTO`` in those that hold a ditto mark and nothing else.

    Args:
        cells: filled, pixels of ``image``.
        image: the page, rules erased.
        dpi: of ``image``.
    """
    short = [cell for cell in cells if len(re.sub(r"\s", "", cell.text)) <= MOST_READ and not _is_read(cell)]
    if not short:
        return list(cells)
    points = dpi / 72
    letters = [
        piece[3]
        for cell in [cell for cell in cells if len(cell.text) > MEASURED][:MEASURED]
        for piece in _pieces(cell.bbox, image, points)
        if piece[3] >= STROKE[0] * points and piece[2] >= 0.4 * piece[3]
    ]
    usual = median(letters) if letters else 0.0
    held = {
        id(cell)
        for cell in short
        if is_ditto(_pieces(cell.bbox, image, points, JOINED * usual), points, LOWER * usual)
    }
    return [_ditto(cell) if id(cell) in held else cell for cell in cells]


def _is_read(cell: Cell) -> bool:
    """Whether a letter or digit was read for sure."""
    return cell.confidence >= SURE and any(char.isalnum() for char in cell.text)


def _ditto(cell: Cell) -> Cell:
    found = tuple(finding for finding in cell.findings if finding.code != "cell-unread")
    return replace(cell, lines=(), text=DITTO, raw=DITTO, confidence=READ, findings=found)


def _pieces(box: BBox, image: GrayImage, points: float, joined: float = 0.0) -> list[list[int]]:
    """x, y, width, height and area of each piece of ink in a cell clear of its rules.

    Two strokes that a scan's blur has joined are two pieces if they are no higher than ``joined`` pixels.
    """
    rows, columns = box.grown(-1.5 * points).pixels()
    part = image[rows, columns]
    if min(part.shape) < 2 * points:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark_pixels(part), connectivity=8)
    pieces = [piece for piece in stats[1:].tolist() if piece[4] >= 0.25 * points**2]
    return [
        half for piece in pieces for half in (_halves(piece, part, points) if piece[3] <= joined else [piece])
    ]


def _halves(piece: list[int], part: GrayImage, points: float) -> list[list[int]]:
    """``piece`` as two where the ink is paler in its middle than on both sides; else as it is."""
    x, y, width, height, area = piece
    if not (STROKE[0] * points <= height <= STROKE[1] * points and 0.8 * height <= width <= 2.4 * height):
        return [piece]
    ink = 255.0 - part[y : y + height, x : x + width].mean(axis=0)
    ink -= 255.0 - float(np.percentile(part, 75))
    third = max(1, width // 3)
    middle = third + int(ink[third : width - third].argmin()) if width > 2 * third else width // 2
    least = min(float(ink[: middle + 1].max()), float(ink[middle:].max()))
    if ink[middle] > PALER * least or middle in (0, width - 1):
        return [piece]
    return [[x, y, middle, height, area // 2], [x + middle + 1, y, width - middle - 1, height, area // 2]]


def is_ditto(pieces: Sequence[Sequence[int]], points: float, most: float) -> bool:
    """Whether all that stands in a cell is a ditto mark: two short strokes side by side, dashes around them.

    Two such marks may stand about a dash: " - ".

    Args:
        pieces: x, y, width, height and area of each piece of ink.
        points: pixels a point.
        most: height of a stroke, in pixels, above which it is as tall as letters.
    """
    flat = [p for p in pieces if p[3] <= FLAT * points and p[2] > 1.3 * p[3]]
    strokes = sorted((p for p in pieces if p not in flat), key=lambda p: p[0])
    pairs = [strokes[:2], strokes[2:]] if len(strokes) == 4 and flat else [strokes]
    return len(flat) <= 2 and all(_is_pair(pair, flat, points, most) for pair in pairs)


def _is_pair(
    strokes: Sequence[Sequence[int]], flat: Sequence[Sequence[int]], points: float, most: float
) -> bool:
    """Whether ``strokes`` are the two of one mark, no dash between them."""
    if len(strokes) != 2:
        return False
    (x, y, width, height, _), (x2, y2, width2, height2, _) = strokes
    tall = max(height, height2)
    return (
        STROKE[0] * points <= min(height, height2)
        and tall <= min(most, STROKE[1] * points)
        and max(width / height, width2 / height2) <= SLIM
        and tall <= 1.5 * min(height, height2)
        and abs(y - y2) <= 0.35 * tall
        and x2 - x <= APART * tall
        and all(p[0] + p[2] <= x + 1 or p[0] >= x2 + width2 - 1 for p in flat)
    )
