"""Grain of cheap cameras and high sensitivities smoothed, before anything is measured on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from extract.model import GrayImage, Raster

TILES, TILE = 2, 1.6
"""Places across and down at which a page is looked at, and their side in inches."""

COARSE_FROM = 0.07
"""Grain, its standard deviation as a share of the contrast, from which a page is smoothed. Scans of the
fixtures and photographs have up to .024; made noise of 10 gray levels is .064, of 15 .097."""

RADIUS = 1.1 / 200
"""Inches of the Gaussian. Letters wrong of 1,703 at grain .12, .18 and .24: 1, 6 and 294 without it, 0, 0
and 1 with it, at .31 10; by one of .8 pixels 0, 2 and 14, of 1.4 pixels 2 at .18; cv2's means of like
places (fastNlMeansDenoising) 5 and 622 at the first two, and three times the time."""

DARK_SIDE = 25
"""Percentile of the differences from the median nearby: the light side is cut off at white, and specks of a
black and white copy, up to a quarter of what lies there, are no grain."""

OF_NORMAL = 0.6745
"""Standard deviations at which a normal distribution has this percentile."""

LEAST_CONTRAST = 30.0
"""Gray levels between paper and ink under which nothing is told."""


def tiles(image: GrayImage, dpi: float) -> Iterator[GrayImage]:
    """The places at which a page is looked at."""
    side = round(TILE * dpi)
    height, width = image.shape
    for row in range(TILES):
        for column in range(TILES):
            y, x = (
                max(0, round((n + 0.5) / TILES * whole - side / 2))
                for n, whole in ((row, height), (column, width))
            )
            yield image[y : y + side, x : x + side]


def calmed(raster: Raster) -> tuple[Raster, float]:
    """``raster`` without its grain, and how much it has; one with little comes back as it is."""
    share = grain(raster.image, raster.dpi)
    if share < COARSE_FROM:
        return raster, share
    image = np.asarray(cv2.GaussianBlur(raster.image, (0, 0), RADIUS * raster.dpi), np.uint8)
    return replace(raster, image=image), share


def grain(image: GrayImage, dpi: float) -> float:
    """Standard deviation of the paper's tone from pixel to pixel, as a share of the contrast."""
    paper, ink, spread = 0.0, 255.0, 0.0
    for tile in tiles(image, dpi):
        if not tile.size:
            continue
        calm = np.asarray(cv2.medianBlur(np.ascontiguousarray(tile), 5), np.uint8)
        light, dark = (float(np.percentile(calm[::3, ::3], at)) for at in (60, 0.5))
        differences = tile[calm > light - 0.25 * (light - dark)].astype(np.int16)
        differences -= calm[calm > light - 0.25 * (light - dark)]
        spread = max(spread, -float(np.percentile(differences, DARK_SIDE)) if differences.size else 0.0)
        paper, ink = max(paper, light), min(ink, dark)
    return spread / OF_NORMAL / (paper - ink) if paper - ink >= LEAST_CONTRAST else 0.0
