"""Cuts one printed line out of a page at the scale the reader was trained on.

The scale is that of the consonants (ก ด น ม: no ascender), not of the em: consonant height over em is 0.40
in TH Sarabun New and 0.60 in Laksaman, so only the former is the same on paper for every font. Training
cuts its lines with the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import GrayImage

HEIGHT = 48
"""Rows of a line image."""

ABOVE = 2.15
"""Room over the baseline, in consonant heights: ปั้ and ที่ reach 1.9–2.1 in 21 Thai fonts measured."""

BELOW = 0.65
"""Room under the baseline, in consonant heights: ญู and ฐู reach 0.41–0.62 in the same fonts."""

SIDE = 0.45
"""Room left and right of the ink, in consonant heights."""

SCALE = HEIGHT / (ABOVE + BELOW)
"""Rows of a line image that one consonant height takes."""

LEAST_CONTRAST = 48.0
"""Gray levels below which ink is not stretched any further: blank paper stays blank."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line stands, in pixels: its ink from ``x0`` to ``x1``.

    ``baseline`` is the y of the foot of the consonants at ``x0``, ``slope`` its change a pixel to the right,
    ``consonant`` the height of a consonant.
    """

    x0: float
    x1: float
    baseline: float
    consonant: float
    slope: float = 0.0


def cut(image: GrayImage, spot: Spot) -> GrayImage:
    """Return the line at ``spot`` as ``(HEIGHT, width)``, level and to scale; page edges go on."""
    scale = SCALE / spot.consonant
    left = spot.x0 - SIDE * spot.consonant
    width = max(16, round((spot.x1 - spot.x0 + 2 * SIDE * spot.consonant) * scale))
    top = spot.baseline - ABOVE * spot.consonant - spot.slope * SIDE * spot.consonant
    rise = abs(spot.slope) * (spot.x1 - spot.x0)
    y0 = max(0, int(top - rise) - 2)
    y1 = min(image.shape[0], int(spot.baseline + BELOW * spot.consonant + rise) + 3)
    x0 = max(0, int(left) - 2)
    x1 = min(image.shape[1], int(spot.x1 + SIDE * spot.consonant) + 3)
    if y1 <= y0 or x1 <= x0:
        return np.full((HEIGHT, width), 255, np.uint8)
    part: GrayImage = image[y0:y1, x0:x1]
    if scale < 0.75:  # shrinking: keep thin strokes from falling between the samples
        part = np.asarray(cv2.GaussianBlur(part, (0, 0), 0.35 / scale), np.uint8)
    back = np.array([[1 / scale, 0, left - x0], [spot.slope / scale, 1 / scale, top - y0]], np.float32)
    flags = (cv2.INTER_LINEAR if scale < 1.6 else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP
    line = cv2.warpAffine(part, back, (width, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(line, np.uint8)


def normalise(line: GrayImage) -> NDArray[np.float32]:
    """Return ink as about 1 and paper as about 0, whatever the contrast of the scan."""
    counts = np.cumsum(np.bincount(line.ravel(), minlength=256))
    dark, light = np.searchsorted(counts, (0.01 * line.size, 0.85 * line.size))
    table = (float(light) - np.arange(256)) / max(LEAST_CONTRAST, float(light) - float(dark))
    table = np.clip(table, -0.2, 1.2).astype(np.float32)
    values: NDArray[np.float32] = table[line]
    return values
