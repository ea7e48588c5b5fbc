"""A picture drawn anew by another map of its places: the one way in which rasters are warped."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Bend, Floats, Raster

GRID = 16
"""Pixels from one place whose shift is reckoned to the next; between them a bend is straight."""

BAND = 16 * GRID
"""Rows drawn at a time: their places take a few megabytes, not eight bytes a pixel of the page."""

PAPER = 255
"""What lies outside the picture is white paper."""


def warped(raster: Raster, back: Floats, size: tuple[int, int], dpi: float | None = None) -> Raster:
    """``raster`` as a picture of ``size`` (width, height), colours too.

    Args:
        raster: the picture; it is not bent.
        back: 3×3 homography from a pixel of the new picture to one of ``raster``.
        size: of the new picture, pixels.
        dpi: of the new picture, where it is another.
    """

    def drawn(image: NDArray[np.uint8], kind: int) -> NDArray[np.uint8]:
        flags, white = kind | cv2.WARP_INVERSE_MAP, (PAPER,) * 3
        return np.asarray(cv2.warpPerspective(image, back, size, flags=flags, borderValue=white), np.uint8)

    # cubic: a picture taken aslant has no pixel to lose, and is warped twice; colours only tell of marks
    color = None if raster.color is None else drawn(raster.color, cv2.INTER_LINEAR)
    return replace(
        raster,
        image=drawn(raster.image, cv2.INTER_CUBIC),
        color=color,
        dpi=dpi or raster.dpi,
        to_page=as_homography(raster.to_page) @ back,
    )


def unbent(raster: Raster, bend: Bend, back: Floats, size: tuple[int, int]) -> Raster:
    """``raster`` as a picture of ``size`` (width, height) without its ``bend``, in gray.

    Args:
        raster: the picture, in which lines run bent.
        bend: where pixels of the new picture lay in the one from which ``back`` leads to ``raster``.
        back: 3×3 homography.
        size: of the new picture, pixels.
    """
    width, height = size
    columns, rows = (-(-side // GRID) + 1 for side in size)
    across, down = np.meshgrid(np.arange(columns) * float(GRID), np.arange(rows) * float(GRID))
    places = bend.before(np.stack([across.ravel(), down.ravel()], axis=1))
    there = np.c_[places, np.ones(len(places))] @ back.T
    there = (there[:, :2] / there[:, 2:]).astype(np.float32).reshape(rows, columns, 2)
    # the grid's first place is the middle of the first pixel, which plain resizing would put half a cell off
    image, none = np.empty((height, width), np.uint8), np.empty(0)
    for top in range(0, height, BAND):  # so that places stay in the processor's cache
        grow = np.array([[1 / GRID, 0, 0], [0, 1 / GRID, top / GRID]])
        band = image[top : top + BAND]
        where = cv2.warpAffine(
            there,
            grow,
            (width, len(band)),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        cv2.remap(raster.image, where, none, cv2.INTER_CUBIC, dst=band, borderValue=PAPER)
    to_page = as_homography(raster.to_page) @ back
    return replace(raster, image=image, color=None, to_page=to_page, bend=bend)


def as_homography(matrix: Floats) -> Floats:
    """A 2×3 or 3×3 ``matrix`` as 3×3."""
    return matrix if len(matrix) == 3 else np.vstack([matrix, [0.0, 0.0, 1.0]])
