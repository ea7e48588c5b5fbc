"""What a piece of ink looks like: the ring or frame of a stamp, the stroke of a pen, or neither.

Masks are 0 or 255 at ``WORK_DPI``; lengths in the constants are millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Mask

WORK_DPI = 100.0
"""Pixels an inch at which marks are looked for: a pen's stroke is 1.5 to 3 pixels wide."""

MM = WORK_DPI / 25.4
"""Pixels a millimetre."""

STAMP_LEAST, STAMP_MOST = 12.0, 75.0
"""Sides of rubber stamps: date stamps are 12 high, the longest boxes for incoming letters 75 wide."""

RING_LEAST = 18.0
"""Round seals are 20 to 45 wide; the bow of a signature may lie on a smaller circle by chance."""

ROUND = 0.6
"""Least share of a stamp's short side in its long one from which an ellipse is one; hands draw flatter."""

NEAR = 0.6
"""How far ink may lie from the ellipse or box that it draws."""

DRAWN = 0.7
"""Share of an ellipse or of a box's sides that ink must cover: rules and letters over it hide some."""

REACH = 4.0
"""A straight run of a pen this long, off the page's axes, is in no letter up to 20 pt."""

OBLIQUE = (30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0, 110.0, 120.0, 130.0, 140.0, 150.0)
"""Directions in degrees in which such runs are looked for: letters and rules run along and down."""

CLEAR, ALONE = 1.8, 0.3
"""Millimetres beside a circle, and by how much less ink covers there: else it lies in a crowd."""

TRACED = 0.4
"""Share of it along which strokes longer than letters' must run."""

POINTS, TRIALS = 400, 600
"""Points and circles through three of them tried: a ring that is a third of the ink is met 20 times."""

LETTERS = 6
"""Pieces from which a row of print can be told from handwriting."""

TALLEST = 2.5
"""Times the usual height of its pieces to which print grows: a slash, a tall vowel with its tone mark."""

LEVEL = 0.12
"""Share of that height by which neighbours' feet differ in print; in handwriting by more."""

ALIGNED = 0.5
"""Share of neighbours whose feet stand level; in print the others have a tail or are marks above."""

STEEPEST = 0.1
"""Slope of a row of print on a page that is skew by 5 degrees; rows by hand or under a stamp rise more."""

UNDERLINED = 0.7
"""Share of its width from which a level run makes a cluster underlined text."""

SLANTED = 0.12
"""Share of oblique runs in the ink below which underlined text is print: Latin in a link has .08."""

ASKEW = 0.7
"""Degrees by which a stamp's frame leans at least."""

Shape = Literal["ring", "frame", "pen", "drawing"]
"""``drawing`` is coloured ink of which it cannot be said that a stamp or a pen drew it."""


@dataclass(frozen=True, slots=True)
class InkShape:
    """What a mask shows, and where: ``box`` is x0 y0 x1 y1 in its pixels, of the ring or frame alone.

    ``outline`` are points along the ring or frame, pixels; empty for the stroke of a pen.
    """

    shape: Shape
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    outline: NDArray[np.float64] | None = None


def form_of(ink: Mask) -> InkShape | None:
    """Tell what the ink of one cluster draws; ``ink`` may hold letters too.

    A pen's stroke is longer than letters have any, off the axes of the page.
    """
    stamp = stamp_of(ink)
    if stamp is not None or cv2.countNonZero(oblique_runs(ink)) == 0 or is_print(ink):
        return stamp
    x, y, width, height = cv2.boundingRect(ink)
    return InkShape("pen", (float(x), float(y), float(x + width), float(y + height)))


def stamp_of(strokes: Mask, ink: Mask | None = None) -> InkShape | None:
    """The ring or frame that ``strokes`` draw, if they do; ``ink`` may hold letters beside them."""
    return ring_of(strokes, ink) or frame_of(strokes, ink)


def ring_of(strokes: Mask, ink: Mask | None = None) -> InkShape | None:
    """The round or oval ring of a stamp, if the outer edge of ``strokes`` is one for the most part."""
    points = _outer_points(strokes)
    if len(points) < 12:
        return None
    for _ in range(3):  # letters that stand out of the ring are left out step by step
        (cx, cy), (a, b), turn = cv2.fitEllipse(points.astype(np.float32))
        if not (0 < a < 2 * STAMP_MOST * MM and 0 < b < 2 * STAMP_MOST * MM):
            return None
        outline = _ellipse(cx, cy, a, b, turn)
        away = _distance(points, outline)
        kept = points[away <= max(NEAR * MM, float(np.quantile(away, 0.7)))]
        if len(kept) == len(points) or len(kept) < 12:
            break
        points = kept
    low, high = min(a, b), max(a, b)
    if low < STAMP_LEAST * MM or high > STAMP_MOST * MM or low < ROUND * high:
        return None
    return _stamp("ring", outline) if _drawn(outline, strokes, ink) else None


def circle_among(strokes: Mask, ink: Mask) -> InkShape | None:
    """The largest circle among ``strokes``, whatever else there is: through three points by chance.

    ``ink`` is all ink there, letters too.
    """
    ys, xs = np.nonzero(strokes)
    if len(xs) < 3 * STAMP_LEAST * MM:
        return None
    points = np.stack([xs, ys], axis=1).astype(np.float64)
    rng = np.random.default_rng(len(points))  # by what is drawn, so that the same page gives the same marks
    points = points[rng.permutation(len(points))[:POINTS]]
    a, b, c = (points[rng.integers(len(points), size=TRIALS)] for _ in range(3))
    middles, radii = _through(a, b, c)
    fits = (radii >= RING_LEAST / 2 * MM) & (radii <= STAMP_MOST / 2 * MM)
    middles, radii = middles[fits], radii[fits]
    if not len(radii):
        return None
    away = np.abs(np.hypot(*(points[None, :, :] - middles[:, None, :]).transpose(2, 0, 1)) - radii[:, None])
    on = (away <= NEAR / 2 * MM).sum(axis=1)
    for best in sorted(np.argsort(-on)[:40], key=lambda i: -radii[i]):
        (cx, cy), r = middles[best], radii[best]
        outline = _ellipse(cx, cy, 2 * r, 2 * r, 0.0)
        if _drawn(outline, strokes, ink):
            return _stamp("ring", outline)
    return None


def _drawn(outline: NDArray[np.float64], strokes: Mask, ink: Mask | None) -> bool:
    """Whether ``strokes`` run along ``outline``; where they break, ``ink`` does, and more than beside it."""
    if ink is None:
        return _covered(strokes, outline) >= DRAWN
    middle = outline.mean(axis=0)
    reach = float(np.hypot(*(outline - middle).T).mean())
    beside = max(_covered(ink, middle + (outline - middle) * (1 + k * CLEAR * MM / reach)) for k in (-1, 1))
    drawn = _covered(ink, outline)
    return drawn >= max(DRAWN, beside + ALONE) and _covered(strokes, outline) >= TRACED


def _through(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middles and radii of the circles through points ``a``, ``b`` and ``c``; radius 0 for three in line."""
    p, q = b - a, c - a
    cross = 2 * (p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])
    flat = np.abs(cross) < 1e-6
    cross = np.where(flat, 1.0, cross)
    pp, qq = (p**2).sum(axis=1), (q**2).sum(axis=1)
    x = (q[:, 1] * pp - p[:, 1] * qq) / cross
    y = (p[:, 0] * qq - q[:, 0] * pp) / cross
    return a + np.stack([x, y], axis=1), np.where(flat, 0.0, np.hypot(x, y))


def frame_of(strokes: Mask, ink: Mask | None = None) -> InkShape | None:
    """The four sides of a stamp's frame, at any slant, if the outer edge of ``strokes`` is one."""
    points = _outer_points(strokes)
    if len(points) < 4:
        return None
    corners = cv2.boxPoints(cv2.minAreaRect(points.astype(np.float32))).astype(np.float64)
    sides = [float(np.hypot(*(corners[i] - corners[i - 1]))) for i in range(4)]
    if min(sides) < 0.6 * STAMP_LEAST * MM or max(sides) > STAMP_MOST * MM or max(sides) < STAMP_LEAST * MM:
        return None
    lines = [_line(corners[i - 1], corners[i]) for i in range(4)]
    # Each side has to be there: two parallel strokes of a pen have a rectangle around them too.
    if min(_covered(strokes if ink is None else ink, line) for line in lines) < DRAWN * 0.75:
        return None
    outline = np.concatenate(lines)
    return _stamp("frame", outline) if _drawn(outline, strokes, ink) else None


def leans(frame: InkShape) -> bool:
    """Whether a frame stands askew: printed boxes do not, once the page is straight."""
    assert frame.outline is not None
    corner = frame.outline[0]
    side = frame.outline[len(frame.outline) // 8] - corner
    lean = abs(math.degrees(math.atan2(side[1], side[0]))) % 90
    return min(lean, 90 - lean) >= ASKEW


def is_print(ink: Mask) -> bool:
    """Whether the pieces of ``ink`` are letters in even rows, or a straight underline goes under them."""
    x, y, width, height = cv2.boundingRect(ink)
    ink = ink[y : y + height, x : x + width]
    underline = level_runs(ink, UNDERLINED * width)
    if cv2.countNonZero(underline) > 0:
        if cv2.countNonZero(oblique_runs(ink)) < SLANTED * cv2.countNonZero(ink):
            return True
        # Letters of an address lean as those of a hand do, but their feet stand level.
        ink = np.asarray(cv2.subtract(ink, underline), np.uint8)
    stats = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    pieces = stats[stats[:, 4] >= 6].astype(np.float64)
    if len(pieces) < LETTERS:
        return False
    xs, ys, widths, heights = pieces[:, :4].T
    usual = float(np.median(heights[heights >= np.median(heights) / 2]))
    if max(widths.max(), heights.max()) > TALLEST * usual:
        return False
    steps = xs[None, :] - xs[:, None]
    feet = (ys + heights)[None, :] - (ys + heights)[:, None]
    beside = (steps > 0) & (steps < 3 * usual) & (np.abs(feet) < 0.5 * usual)
    nearest = np.where(beside, steps, np.inf).argmin(axis=1)
    rows = np.flatnonzero(beside.any(axis=1))
    if len(rows) < LETTERS / 2:
        return False
    across, up = steps[rows, nearest[rows]], feet[rows, nearest[rows]]
    slope = float(np.median(up / across))
    level = np.abs(up - slope * across) <= LEVEL * usual
    return abs(slope) <= STEEPEST and float(level.sum()) >= ALIGNED * len(pieces)


def level_runs(ink: Mask, length: float) -> Mask:
    """Runs along the rows of ``ink`` of ``length`` pixels or more, a little slanted ones too, with a rim."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(3, round(length))), np.uint8))
    return np.asarray(cv2.dilate(runs, np.ones((3, 3), np.uint8)), np.uint8)


def oblique_runs(ink: Mask, reach: float = REACH, directions: Sequence[float] = OBLIQUE) -> Mask:
    """The ink of straight runs of ``reach`` millimetres in the given directions."""
    out = np.zeros_like(ink)
    for kernel in (slanted_line(angle, reach) for angle in directions):
        if ink.shape[0] >= kernel.shape[0] and ink.shape[1] >= kernel.shape[1]:
            out |= np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.uint8)
    return out


@lru_cache(maxsize=64)
def slanted_line(angle: float, reach: float) -> Mask:
    """Kernel of a line of ``reach`` millimetres at ``angle`` degrees, one pixel thick."""
    half = reach * MM / 2
    dx, dy = half * math.cos(math.radians(angle)), half * math.sin(math.radians(angle))
    width, height = 2 * math.ceil(abs(dx)) + 1, 2 * math.ceil(abs(dy)) + 1
    middle = (width // 2, height // 2)
    ends = (round(middle[0] - dx), round(middle[1] + dy)), (round(middle[0] + dx), round(middle[1] - dy))
    kernel = np.zeros((height, width), np.uint8)
    return np.asarray(cv2.line(kernel, *ends, 1, 1), np.uint8)


def _stamp(shape: Literal["ring", "frame"], outline: NDArray[np.float64]) -> InkShape:
    x0, y0 = outline.min(axis=0)
    x1, y1 = outline.max(axis=0)
    return InkShape(shape, (float(x0), float(y0), float(x1), float(y1)), outline)


def _outer_points(ink: Mask) -> NDArray[np.float64]:
    """Points of the convex hull's vertices and what ink lies near the hull."""
    ys, xs = np.nonzero(ink)
    if len(xs) < 12:
        return np.empty((0, 2))
    points = np.stack([xs, ys], axis=1)
    hull = cv2.convexHull(points.astype(np.int32))
    rim = np.zeros_like(ink)
    cv2.polylines(rim, [hull], True, 255, max(1, round(NEAR * MM)))
    ys, xs = np.nonzero(cv2.bitwise_and(rim, ink))
    return np.stack([xs, ys], axis=1).astype(np.float64)


def _ellipse(cx: float, cy: float, a: float, b: float, turn: float) -> NDArray[np.float64]:
    """Points along an ellipse of axes ``a`` and ``b``, turned by ``turn`` degrees."""
    t = np.linspace(0, 2 * math.pi, 180, endpoint=False)
    x, y = a / 2 * np.cos(t), b / 2 * np.sin(t)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return np.stack([cx + x * cos - y * sin, cy + x * sin + y * cos], axis=1)


def _line(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    steps = max(2, int(np.hypot(*(end - start))))
    return start + (end - start) * np.linspace(0, 1, steps, endpoint=False)[:, None]


def _distance(points: NDArray[np.float64], outline: NDArray[np.float64]) -> NDArray[np.float64]:
    """From each point to the nearest of ``outline``."""
    gaps = points[:, None, :] - outline[None, :, :]
    return np.asarray(np.sqrt((gaps**2).sum(axis=2).min(axis=1)), np.float64)


def _covered(ink: Mask, outline: NDArray[np.float64]) -> float:
    """Share of ``outline`` with ink within ``NEAR``."""
    side = 2 * round(NEAR * MM) + 1
    wide = cv2.dilate(ink, np.ones((side, side), np.uint8))
    x, y = np.rint(outline).astype(np.intp).T
    inside = (x >= 0) & (y >= 0) & (x < ink.shape[1]) & (y < ink.shape[0])
    return float((wide[y[inside], x[inside]] > 0).sum()) / len(outline)
