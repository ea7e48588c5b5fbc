"""Which way up a scanned page lies: by quarter turns, from text lines and the marks above Thai letters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Raster

WORK_DPI = 150.0  # Thai marks are 4 pixels high here, letters 13
LEAST_LETTERS = 40  # components of letter size; fewer say nothing
SURE_AXIS = 0.4  # real pages lean by .54 and more; below, the page is left as it came
SURE_UP = 0.2  # real pages .69 and more; a weaker lean tells nothing
_INK = 40  # gray levels darker than the paper around
_LETTER_MM = (0.8, 6.0)  # height of letters of 8–36 points
_ASKED = 500  # letters asked for their neighbour
_MOST_PIECES = (
    3_000  # marks and letters held against one another; dense pages of A3 have fewer, a carpet 10^5
)
_LINE_SHARE = 0.15  # components longer than this share of the page are rules, not letters


@dataclass(frozen=True, slots=True)
class Orientation:
    """``rotation`` degrees clockwise make the page upright.

    ``axis`` and ``up`` (0–1) tell how clearly its lines run across or down, and its marks point up or down.
    """

    rotation: int
    axis: float
    up: float


def orient(raster: Raster) -> Raster:
    """Turn ``raster`` upright by quarter turns; ``to_page`` still leads to the viewer's frame.

    Where the marks do not tell up from down a page whose lines run across stays as it is, and a sideways one
    is turned to the likelier side.
    """
    found = orientation(raster)
    if found.axis < SURE_AXIS or (found.up < SURE_UP and found.rotation % 180 == 0):
        return raster
    return turned(raster, found.rotation)


def turned(raster: Raster, rotation: int) -> Raster:
    """Turn ``raster`` clockwise by ``rotation`` degrees, a multiple of 90."""
    quarter = rotation // 90 % 4
    if quarter == 0:
        return raster
    height, width = raster.image.shape
    image = np.ascontiguousarray(np.rot90(raster.image, -quarter))
    back = {
        1: [[0.0, 1.0, 0.0], [-1.0, 0.0, height]],
        2: [[-1.0, 0.0, width], [0.0, -1.0, height]],
        3: [[0.0, -1.0, width], [1.0, 0.0, 0.0]],
    }[quarter]
    to_page = raster.to_page @ np.array([*back, [0.0, 0.0, 1.0]])
    return replace(raster, image=image, to_page=to_page, rotation=(raster.rotation + rotation) % 360)


def orientation(raster: Raster) -> Orientation:
    """Find how far to turn ``raster`` clockwise so that its text stands upright; all 0 without text."""
    boxes = _components(raster)
    letters = boxes[_letter_sized(boxes)]
    if len(letters) < LEAST_LETTERS:
        return Orientation(0, 0.0, 0.0)
    across = _line_lean(letters)
    sideways = across < 0
    if sideways:  # look at the page as if turned clockwise by 90 degrees
        x, y, w, h = boxes.T
        boxes = np.stack([-(y + h), x, h, w], axis=1)
    above = _mark_lean(boxes)
    rotation = (90 if sideways else 0) + (180 if above < 0 else 0)
    return Orientation(rotation % 360, abs(across), abs(above))


def _components(raster: Raster) -> NDArray[np.float64]:
    """Boxes (x, y, width, height) of connected ink, pixels at ``WORK_DPI``, rules left out."""
    factor = WORK_DPI / raster.dpi
    kind = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = cv2.resize(raster.image, None, fx=factor, fy=factor, interpolation=kind)
    paper = cv2.blur(cv2.dilate(small, np.ones((7, 7), np.uint8)), (41, 41))
    ink = (cv2.subtract(paper, small) > _INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = stats[1:, :4].astype(np.float64)
    longest = _LINE_SHARE * max(small.shape)
    keep = (boxes[:, 2:].max(axis=1) < longest) & (stats[1:, cv2.CC_STAT_AREA] >= 4)
    return np.asarray(boxes[keep])


def _letter_sized(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    low, high = (mm / 25.4 * WORK_DPI for mm in _LETTER_MM)
    side = boxes[:, 2:].max(axis=1) if len(boxes) else np.zeros(0)
    return np.asarray((side >= low) & (side <= high))


def _line_lean(letters: NDArray[np.float64]) -> float:
    """From -1 (text runs down the page) to 1 (across): where each letter's nearest neighbour stands."""
    x, y, w, h = letters.T
    x, y = x + w / 2, y + h / 2
    pick = np.linspace(0, len(x) - 1, min(len(x), _ASKED)).astype(np.int64)
    distance = np.abs(x[pick][:, None] - x)
    distance += np.abs(y[pick][:, None] - y)
    distance[np.arange(len(pick)), pick] = np.inf
    nearest = distance.argmin(axis=1)
    dx, dy = np.abs(x[pick] - x[nearest]), np.abs(y[pick] - y[nearest])
    beside, over = float((dx > 2 * dy).sum()), float((dy > 2 * dx).sum())
    return (beside - over) / max(1.0, beside + over)


def _foot_of_most(*groups: NDArray[np.float64]) -> float:
    """Height above which no group has more than ``_MOST_PIECES``."""
    return min(
        float(np.partition(group[:, 1], _MOST_PIECES)[_MOST_PIECES])
        for group in groups
        if len(group) > _MOST_PIECES
    )


def _mark_lean(boxes: NDArray[np.float64]) -> float:
    """From -1 to 1: whether small marks stand above letters (Thai, upright) or below (upside down)."""
    height = boxes[:, 3]
    letters = boxes[_letter_sized(boxes)]
    if len(letters) < LEAST_LETTERS:
        return 0.0
    common = float(np.median(letters[:, 3]))
    tall = boxes[(height >= 0.75 * common) & (height <= 2.0 * common)]
    marks = boxes[(height >= 0.15 * common) & (height <= 0.6 * common) & (boxes[:, 2] <= 1.3 * common)]
    if not len(tall) or not len(marks):
        return 0.0
    if max(len(tall), len(marks)) > _MOST_PIECES:  # of a band, so that marks keep their letters
        foot = _foot_of_most(marks, tall)
        tall, marks = tall[tall[:, 1] < foot], marks[marks[:, 1] < foot]
    middle = marks[:, 0] + marks[:, 2] / 2
    under = (tall[None, :, 0] <= middle[:, None]) & (middle[:, None] <= tall[None, :, 0] + tall[None, :, 2])
    far = 0.6 * common
    below = tall[None, :, 1] - (marks[:, 1] + marks[:, 3])[:, None]  # gap from mark down to letter
    above = marks[:, 1][:, None] - (tall[:, 1] + tall[:, 3])[None, :]  # gap from letter down to mark
    gap_below = np.where(under & (below > -0.3 * common), np.abs(below), np.inf).min(axis=1)
    gap_above = np.where(under & (above > -0.3 * common), np.abs(above), np.inf).min(axis=1)
    up = int(((gap_below < gap_above) & (gap_below < far)).sum())
    down = int(((gap_above < gap_below) & (gap_above < far)).sum())
    return (up - down) / (up + down) if up + down >= 8 else 0.0
