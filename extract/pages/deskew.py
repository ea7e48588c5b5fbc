"""Taking the skew of a page out, coarse and fine, and its shadow with it."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import GrayImage, Raster
from extract.pages.warp import warped

MAX_SKEW = 5.0  # degrees: fine skew; a page askew by more is turned by whole degrees first
COARSE_FROM = 4.0  # degrees: less is left to the fine search
STEEPEST = 45  # degrees: further round, the other quarter turn is nearer
COARSE_GAIN = 1.2  # sharper profiles than near the level, by less than this, are chance
FAR_ASKEW = (-42, -34, -26, -18, -11, 11, 18, 26, 34, 42)  # degrees: a few, to tell a level page by
PLAINLY_LEVEL = 1.5  # times sharper than these in the median: no other angle need be tried
_COARSE_POINTS = 4_000
_COARSE_BIN = 2  # pixels at WORK_DPI: a degree is 2 pixels over a line of 60 millimetres
WORK_DPI = 100.0  # the picture the angle is looked for in
COARSE_STEP, FINE_STEP = 0.25, 0.03  # degrees
LEAST_SKEW = 0.03  # degrees: 0.3 mm over the length of A4, less is left as it is
LEAST_GAIN = 1.02  # sharper profiles by less than this are chance: a page without lines
_INK = 40  # gray levels darker than the paper around
_AREA_MM, _STROKE_MM = 5.0, 1.5  # wider both ways than a line of letters; strokes of light letters in it
_PAPER_MM = 6.0  # the paper's level is looked for over such a stretch: wider than a letter's strokes
_WHITER = 1.04  # grain a little darker than the paper's level is paper still
_DARKEST_PAPER = 96  # gray levels: what is darker over a stretch is no paper but a border or a photo
_CLEAN = 250  # a page whose paper is nowhere darker needs no flattening
_BORDER_MM = 2.5  # black bands along the page's edge at least so thick are the scanner's
_POINTS, _FEWER_POINTS = 60_000, 15_000  # ink points used at most, and for the first, coarse search


def straighten(raster: Raster) -> Raster:
    """Turn ``raster`` so that its text lines and rules lie level; new paper at the corners is white.

    The picture grows so that no corner is lost. ``to_page`` still leads to the viewer's frame, and ``skew``
    holds the angle taken out (degrees, counter-clockwise as found on the page).
    """
    angle = find_skew(raster)
    if abs(angle) < LEAST_SKEW:
        return raster
    height, width = raster.image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    new_width, new_height = math.ceil(width * cos + height * sin), math.ceil(width * sin + height * cos)
    turn[0, 2] += (new_width - width) / 2
    turn[1, 2] += (new_height - height) / 2
    # linear: cubic rings around strokes, and costs twice as much
    image = cv2.warpAffine(
        raster.image,
        turn,
        (new_width, new_height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    back = cv2.invertAffineTransform(turn)
    to_page = raster.to_page @ np.vstack([back, [0.0, 0.0, 1.0]])
    return replace(raster, image=np.asarray(image, dtype=np.uint8), to_page=to_page, skew=raster.skew + angle)


def level_roughly(raster: Raster) -> Raster:
    """Turn a page that lies far askew so that its lines run level or upright; others stay as they are."""
    angle = find_turn(raster)
    if not angle:
        return raster
    height, width = raster.image.shape
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    size = math.ceil(width * cos + height * sin), math.ceil(width * sin + height * cos)
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0), [0.0, 0.0, 1.0]])
    turn[0, 2] += (size[0] - width) / 2
    turn[1, 2] += (size[1] - height) / 2
    out = warped(raster, np.linalg.inv(turn), size)
    to_page = out.to_page[:2] if len(raster.to_page) == 2 else out.to_page
    return replace(out, to_page=to_page, skew=raster.skew + angle)


def find_turn(raster: Raster) -> float:
    """Whole degrees, counter-clockwise, by which lines and rules are off the level or upright; 0 for few."""
    x, y = ink_points(raster, _COARSE_POINTS)
    if len(x) < 200:
        return 0.0
    tried = np.array([*range(-int(COARSE_FROM), int(COARSE_FROM) + 1), *FAR_ASKEW])
    quick = np.array([_turned_sharpness(x, y, math.radians(angle)) for angle in tried])
    level, far = np.split(quick, [-len(FAR_ASKEW)])
    if level.max() > PLAINLY_LEVEL * np.median(far):
        return 0.0
    angles = np.arange(-STEEPEST, STEEPEST + 1)
    scores = np.array([_turned_sharpness(x, y, math.radians(angle)) for angle in angles])
    near = np.abs(angles) <= COARSE_FROM
    best = int(scores.argmax())
    if near[best] or scores[best] < COARSE_GAIN * scores[near].max():
        return 0.0
    return float(angles[best])


def _turned_sharpness(x: NDArray[np.float64], y: NDArray[np.float64], angle: float) -> float:
    cos, sin = math.cos(angle) / _COARSE_BIN, math.sin(angle) / _COARSE_BIN
    return energy(y * cos + x * sin) + energy(x * cos - y * sin)


def ink_points(
    raster: Raster, most: int, lines_only: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places x and y of ink in pixels at ``WORK_DPI``, ``most`` of them at most.

    With ``lines_only`` what is wider both ways than any stroke is left out: a dark header, a picture.
    """
    ink = _ink(raster)
    if lines_only:
        light, side = _pixels(_STROKE_MM), _pixels(_AREA_MM)
        filled = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((light, light), np.uint8))
        areas = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
        ink = ink & (areas == 0)
    ys, xs = np.nonzero(ink)
    if len(xs) > most:
        pick = np.linspace(0, len(xs) - 1, most).astype(np.int64)
        xs, ys = xs[pick], ys[pick]
    return xs.astype(np.float64), ys.astype(np.float64)


def find_skew(raster: Raster) -> float:
    """Angle of the text lines and rules in degrees, counter-clockwise; 0 where there are none to tell.

    The angle is the one at which ink, summed along slanted rows and columns, makes the sharpest profile.
    """
    ink = _ink(raster)
    ys, xs = np.nonzero(ink)
    if len(xs) < 200:
        return 0.0
    if len(xs) > _POINTS:
        pick = np.linspace(0, len(xs) - 1, _POINTS).astype(np.int64)
        xs, ys = xs[pick], ys[pick]
    x, y = xs - ink.shape[1] / 2, ys - ink.shape[0] / 2
    coarse = np.arange(-MAX_SKEW - COARSE_STEP, MAX_SKEW + 2 * COARSE_STEP, COARSE_STEP)
    some = slice(None, None, -(-len(x) // _FEWER_POINTS))
    scores = np.array([_sharpness(x[some], y[some], angle) for angle in coarse])
    best = int(scores.argmax())
    if scores[best] < LEAST_GAIN * np.median(scores):
        return 0.0
    fine = coarse[best] + np.arange(-COARSE_STEP, COARSE_STEP + FINE_STEP, FINE_STEP)
    scores = np.array([_sharpness(x, y, angle) for angle in fine])
    angle = float(_peak(fine, scores))
    return angle if abs(angle) <= MAX_SKEW + COARSE_STEP else 0.0


def flatten(raster: Raster) -> Raster:
    """Divide out the paper: shadow, gray paper and shading become white, black borders white too.

    A page that is clean already comes back as it is.
    """
    paper = _paper(raster)
    edge = _border(raster)
    image = raster.image
    if paper is None and edge is None:
        return raster
    size = (image.shape[1], image.shape[0])
    if paper is not None:
        level = cv2.resize(np.maximum(paper, _DARKEST_PAPER), size, interpolation=cv2.INTER_LINEAR)
        image = np.asarray(cv2.divide(image, level, scale=255.0 * _WHITER), dtype=np.uint8)
    if edge is not None:
        image = image.copy()
        image[cv2.resize(edge, size, interpolation=cv2.INTER_NEAREST) > 0] = 255
    return replace(raster, image=image)


def small(raster: Raster) -> GrayImage:
    """The page at ``WORK_DPI``, or as it is where it is coarser."""
    factor = min(1.0, WORK_DPI / raster.dpi)
    if factor == 1.0:
        return raster.image
    if "small" not in raster.kept:
        raster.kept["small"] = cv2.resize(
            raster.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA
        )
    return np.asarray(raster.kept["small"], dtype=np.uint8)


def _pixels(mm: float) -> int:
    return max(3, round(mm / 25.4 * WORK_DPI)) | 1


def _ink(raster: Raster) -> NDArray[np.bool_]:
    """Ink at ``WORK_DPI``: darker than the paper around it, black borders of the scanner left out."""
    if "ink" not in raster.kept:
        page = small(raster)
        size = _pixels(_PAPER_MM)
        paper = cv2.blur(cv2.dilate(page, np.ones((5, 5), np.uint8)), (size, size))
        ink = np.asarray(cv2.subtract(paper, page)) > _INK
        edge = _border(raster)
        raster.kept["ink"] = ink if edge is None else ink & (edge == 0)
    return np.asarray(raster.kept["ink"])


def _paper(raster: Raster) -> GrayImage | None:
    """Level of the paper at ``WORK_DPI``, or None when it is white all over."""
    page = small(raster)
    size = _pixels(_PAPER_MM)
    calm = cv2.GaussianBlur(page, (0, 0), 1.5)  # else the closing follows the brightest grain of the paper
    paper = np.asarray(cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)), np.uint8)
    if int(paper.min()) >= _CLEAN:
        return None
    return np.asarray(cv2.blur(paper, (size, size)), dtype=np.uint8)


def _border(raster: Raster) -> GrayImage | None:
    """Mask at ``WORK_DPI`` of thick dark bands that touch the page's edge, or None."""
    if "border" not in raster.kept:
        raster.kept["border"] = _find_border(small(raster))
    found: GrayImage | None = raster.kept["border"]
    return found


def _find_border(page: GrayImage) -> GrayImage | None:
    dark = (page < _DARKEST_PAPER).astype(np.uint8)
    size = _pixels(_BORDER_MM)
    # the outside counts as dark, so that a band at the very edge is as thick as it looks
    padded = cv2.copyMakeBorder(dark, size, size, size, size, cv2.BORDER_CONSTANT, value=1)
    thick = cv2.morphologyEx(padded, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    inner = thick[size:-size, size:-size]
    if not inner.any():
        return None
    _, labels = cv2.connectedComponents(thick)
    band = (labels[size:-size, size:-size] == labels[0, 0]).astype(np.uint8)
    return np.asarray(cv2.dilate(band, np.ones((5, 5), np.uint8)), np.uint8) if band.any() else None


def _sharpness(x: NDArray[np.float64], y: NDArray[np.float64], angle: float) -> float:
    """How much neighbouring rows, and columns, differ in ink when the page is turned by ``angle``."""
    slope = math.tan(math.radians(angle))
    return energy(y + x * slope) + energy(x - y * slope)


def energy(position: NDArray[np.float64]) -> float:
    """How much ink differs from row to row, ``position`` being the row of each point."""
    bins = np.bincount((position - position.min()).astype(np.int64)).astype(np.float64)
    step = np.diff(bins)
    return float(step @ step)


def _peak(at: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """Middle of the scores near their top, finer than their step."""
    top = scores.max()
    weight = np.clip(scores - 0.9 * top, 0.0, None)
    near = np.abs(at - at[int(scores.argmax())]) <= 4 * FINE_STEP
    weight = weight * near
    return float((weight @ at) / weight.sum())
