"""Taking the fine skew of a scan out, to ±5 degrees, and the page's shadow with it."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import GrayImage, Raster

MAX_SKEW = 5.0  # degrees
WORK_DPI = 100.0  # the picture the angle is looked for in
COARSE_STEP, FINE_STEP = 0.25, 0.03  # degrees
LEAST_SKEW = 0.03  # degrees: 0.3 mm over the length of A4, less is left as it is
LEAST_GAIN = 1.02  # sharper profiles by less than this are chance: a page without lines
_INK = 40  # gray levels darker than the paper around
_PAPER_MM = 6.0  # the paper's level is looked for over such a stretch: wider than a letter's strokes
_WHITER = 1.04  # grain a little darker than the paper's level is paper still
_DARKEST_PAPER = 96  # gray levels: what is darker over a stretch is no paper but a border or a photo
_CLEAN = 250  # a page whose paper is nowhere darker needs no flattening
_BORDER_MM = 2.5  # black bands along the page's edge at least so thick are the scanner's
_POINTS = 60_000  # ink points used at most


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
    scores = np.array([_sharpness(x, y, angle) for angle in coarse])
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


def _small(raster: Raster) -> GrayImage:
    factor = min(1.0, WORK_DPI / raster.dpi)
    if factor == 1.0:
        return raster.image
    return np.asarray(
        cv2.resize(raster.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


def _pixels(mm: float) -> int:
    return max(3, round(mm / 25.4 * WORK_DPI)) | 1


def _ink(raster: Raster) -> NDArray[np.bool_]:
    """Ink at ``WORK_DPI``: darker than the paper around it, black borders of the scanner left out."""
    small = _small(raster)
    size = _pixels(_PAPER_MM)
    paper = cv2.blur(cv2.dilate(small, np.ones((5, 5), np.uint8)), (size, size))
    ink = np.asarray(cv2.subtract(paper, small)) > _INK
    edge = _border(raster)
    if edge is not None:
        ink &= edge == 0
    return ink


def _paper(raster: Raster) -> GrayImage | None:
    """Level of the paper at ``WORK_DPI``, or None when it is white all over."""
    small = _small(raster)
    size = _pixels(_PAPER_MM)
    calm = cv2.GaussianBlur(small, (0, 0), 1.5)  # else the closing follows the brightest grain of the paper
    paper = np.asarray(cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)), np.uint8)
    if int(paper.min()) >= _CLEAN:
        return None
    return np.asarray(cv2.blur(paper, (size, size)), dtype=np.uint8)


def _border(raster: Raster) -> GrayImage | None:
    """Mask at ``WORK_DPI`` of thick dark bands that touch the page's edge, or None."""
    small = _small(raster)
    dark = (small < _DARKEST_PAPER).astype(np.uint8)
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
    return _energy(y + x * slope) + _energy(x - y * slope)


def _energy(position: NDArray[np.float64]) -> float:
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
