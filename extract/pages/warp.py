"""A picture drawn anew by another map of its places: the one way in which rasters are warped."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Bend, Floats, Raster

GRID = 16
"""Pixels from one place whose shift is reckoned to the next; between them a bend is straight."""

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

    def drawn(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        # cubic: a picture taken aslant has no pixel to lose, and is warped twice
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        white = (PAPER,) * 3
        return np.asarray(cv2.warpPerspective(image, back, size, flags=flags, borderValue=white), np.uint8)

    color = None if raster.color is None else drawn(raster.color)
    return replace(
        raster,
        image=drawn(raster.image),
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
    grow = np.array([[1 / GRID, 0, 0], [0, 1 / GRID, 0]])
    where = cv2.warpAffine(
        there,
        grow,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    image = cv2.remap(raster.image, where[:, :, 0], where[:, :, 1], cv2.INTER_CUBIC, borderValue=PAPER)
    to_page = as_homography(raster.to_page) @ back
    return replace(raster, image=np.asarray(image, np.uint8), color=None, to_page=to_page, bend=bend)


def as_homography(matrix: Floats) -> Floats:
    """A 2×3 or 3×3 ``matrix`` as 3×3."""
    return matrix if len(matrix) == 3 else np.vstack([matrix, [0.0, 0.0, 1.0]])
