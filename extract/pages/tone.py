"""Gray levels set right before anything is looked for: negatives, light that falls off, faint ink.

All is measured on the page itself. A page that is dark on light, evenly lit and printed black comes back as
it is.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Floats, GrayImage, Mask, Raster
from extract.pages.deskew import WORK_DPI, small

NEGATIVE_GROUND = 110
"""Gray level: a page whose median is darker may be a negative."""

LETTERS_OVER = 50
"""Gray levels by which letters on it are lighter than its ground."""

STROKE_MM = 3.0
"""What is light over more than this is no letter but paper."""

THICK_SHARE, LEAST_SHARE = 0.2, 0.002
"""Share of the light that is so thick at most, and share of the page that is light at least."""

PAPER_MM = 6.0
"""The paper's level is looked for over such a stretch: wider than a letter's strokes."""

SHADED = 140
"""Gray level: paper darker than this lies in shade. A scan's shadow is lighter."""

BLOCK = 12
"""Pixels at ``WORK_DPI`` of the blocks whose lightest tone tells whether paper is shaded: 3 millimetres."""

DARK_BLOCKS = 0.02
"""Share of the blocks that are darker on a shaded page."""

DARKEST = 30
"""Gray levels: paper is no darker than this even in shade."""

INK_FROM, GRAIN = 0.08, 4.0
"""Share by which ink is darker than the paper at least, and so many times the paper's grain."""

FEW_INK = 0.0008
"""Share of the page that is ink at least, to tell how dark ink is."""

FAINT = 0.49
"""Ink this light, as a share of the paper, is faint: scans of the fixtures have .08 to .48; clean ones of
2.2 : 1 and 2 : 1 have .50 and .54, and were read at CER 76 and 60 % as they were, at 0 darkened."""

INK_AT = 5
"""Percentile of ink pixels that stands for its level: most of the rest are the soft edges of strokes."""

BLACK = 0.12
"""Share of white that faint ink is darkened to."""

CALM_FROM, CALM = 2.0, 0.7
"""From such a gain grain is smoothed first, by a Gaussian of such a radius in pixels at 200 dpi."""

LIGHT_GRID, LIGHT_ROUNDS, LIGHT_OFF = (24, 24), 4, 6.0
"""Places at which light is measured, times that it is, and gray levels below it from which a place is no bare
paper."""

SAMPLE = 3
"""Every so many pixels one is looked at to tell how dark ink is."""


def positive(raster: Raster) -> Raster:
    """``raster`` with light letters on a dark ground turned into dark ones on a light; else as it is."""
    if not is_negative(raster):
        return raster
    color = None if raster.color is None else 255 - raster.color
    return replace(raster, image=255 - raster.image, color=color)


def is_negative(raster: Raster) -> bool:
    """Whether the page is light on dark all over; a photograph of a white sheet on a dark desk is not."""
    ground = float(np.median(raster.image[::8, ::8]))
    if ground >= NEGATIVE_GROUND:
        return False
    light = (small(raster) > ground + LETTERS_OVER).astype(np.uint8)
    count = int(light.sum())
    if count < LEAST_SHARE * light.size:
        return False
    side = round(STROKE_MM / 25.4 * WORK_DPI) | 1
    thick = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return int(np.asarray(thick).sum()) < THICK_SHARE * count


def evened(raster: Raster, paper: Mask | None = None, photographed: bool = False) -> Raster:
    """``raster`` with shade divided out and faint ink darkened.

    Args:
        raster: the page, dark on light.
        paper: where the page shows paper (255), at any scale; None where it is paper all over.
        photographed: no scanner lit the page: light falls off smoothly even where it is not dark. Grounds of
            cells stay gray.
    """
    page = small(raster)
    shaded = paper is not None and _is_shaded(page, paper)
    level = _paper_level(page, paper)
    smooth = photographed and not shaded
    if smooth:
        level, shaded = _smooth_light(level), True
    sample = np.asarray(raster.image[::SAMPLE, ::SAMPLE])
    at = np.asarray(cv2.resize(level, sample.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)
    ink = ink_level(np.asarray(sample / at, np.float32))
    faint = ink is not None and ink > FAINT
    if not (shaded or faint):
        return raster
    dark = ink if ink is not None and faint else 0.0
    gain = (1 - BLACK) / (1 - dark) if faint else 1.0
    image = raster.image
    if gain >= CALM_FROM:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), max(0.4, CALM * raster.dpi / 200)), np.uint8)
    size = image.shape[1::-1]
    whole = np.asarray(cv2.resize(level, size, interpolation=cv2.INTER_LINEAR), np.float32)
    # 255 * (1 - (1 - image / whole) * gain), in one pass over the page
    raised = np.asarray(cv2.divide(image, whole, scale=255 * gain, dtype=cv2.CV_32F), np.float32)
    raised += np.float32(255 * (1 - gain))
    out = np.clip(raised, 0, 255, out=raised).astype(np.uint8)
    return replace(raster, image=out, color=_evened_color(raster, paper, smooth))


def ink_level(ratio: Floats | np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float | None:
    """How light ink is, as a share of the paper under it; None where there is too little to tell.

    Args:
        ratio: gray levels over those of the paper, a sample of the page.
    """
    grain = 1.5 * float(np.median(np.abs(ratio - np.median(ratio))))
    ink = ratio[ratio < 1 - max(INK_FROM, GRAIN * grain)]
    if len(ink) < FEW_INK * ratio.size:
        return None
    return float(np.percentile(ink, INK_AT))


def _is_shaded(page: GrayImage, paper: Mask) -> bool:
    here = cv2.resize(paper, page.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    light = cv2.dilate(cv2.GaussianBlur(page, (0, 0), 1.5), np.ones((BLOCK, BLOCK), np.uint8))
    blocks, inside = np.asarray(light)[::BLOCK, ::BLOCK], np.asarray(here)[::BLOCK, ::BLOCK]
    return float((blocks[inside] < SHADED).mean()) > DARK_BLOCKS if inside.any() else False


def _paper_level(page: GrayImage, paper: Mask | None) -> Floats:
    """Level of the paper under the print at ``WORK_DPI``; where there is none, white."""
    side = round(PAPER_MM / 25.4 * WORK_DPI) | 1
    # else the closing follows the brightest grain of the paper
    calm = cv2.GaussianBlur(page, (0, 0), 1.5)
    closed = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    level = np.asarray(cv2.blur(closed, (side, side)), np.float32)
    if paper is None:
        return np.asarray(np.maximum(level, SHADED), np.float64)
    here = cv2.resize(paper, page.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    return np.where(here, np.maximum(level, DARKEST), 255.0)


def _smooth_light(level: Floats) -> Floats:
    """Light over a page whose paper has these levels: a smooth surface over the lightest."""
    coarse = np.asarray(cv2.resize(level, LIGHT_GRID, interpolation=cv2.INTER_AREA), np.float64)
    v, u = np.meshgrid(
        np.linspace(-1, 1, coarse.shape[0]), np.linspace(-1, 1, coarse.shape[1]), indexing="ij"
    )
    terms = np.stack([u**p * v**q for p in range(4) for q in range(4 - p)], axis=-1).reshape(-1, 10)
    wanted, trust = coarse.ravel(), np.ones(coarse.size)
    fitted = wanted
    for _ in range(LIGHT_ROUNDS):
        factors = np.linalg.lstsq(terms * trust[:, None], wanted * trust, rcond=None)[0]
        fitted = terms @ factors
        trust = np.where(wanted < fitted - LIGHT_OFF, 0.1, 1.0)  # the ground of a cell, a stamp
    surface = np.clip(fitted, DARKEST, 255).reshape(coarse.shape)
    return np.asarray(cv2.resize(surface, level.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.float64)


def _evened_color(raster: Raster, paper: Mask | None, smooth: bool) -> NDArray[np.uint8] | None:
    """The colours with the light's own colour and the shade divided out; the ink's contrast stays as it is.

    A lamp and the sky light one sheet in two colours: gray light would leave the paper of one half, and the
    soft edges of print on it, coloured.
    """
    if raster.color is None:
        return None
    size, channels = raster.image.shape[1::-1], []
    for channel in cv2.split(raster.color):
        level = _paper_level(small(replace(raster, image=np.asarray(channel, np.uint8))), paper)
        light = np.clip(_smooth_light(level) if smooth else level, 1, 255).astype(np.uint8)
        whole = cv2.resize(light, size, interpolation=cv2.INTER_LINEAR)
        channels.append(cv2.divide(channel, whole, scale=255.0))
    return np.asarray(cv2.merge(channels), np.uint8)
