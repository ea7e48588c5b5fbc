"""Blur taken out of pictures that are out of focus, by a Wiener filter for a Gaussian of the blur's width.

The reader knows print as sharp as scanners give it; what a person still reads with ease it cannot.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from extract.model import GrayImage, Raster

SOFT = 3.95 / 200
"""Inches of a stroke's edge from which a picture is sharpened. Measured: scans of the fixtures have 1.5 to
3.73 pixels at 200 dpi and read worse when sharpened; a blur of 1 pixel has 3.2 and is read well, one of 1.3
pixels has 4.0 and is not read at all."""

STEEP = 90
"""Percentile of the steps from pixel to pixel, of those in edges, that stands for an edge."""

STEP, FAINTEST, OVER_NOISE = 0.06, 5.0, 6.0
"""Share of the contrast, gray levels, and times the usual step from which a step belongs to an edge."""

FEW_EDGES = 200
"""Steps in edges below which a picture is too empty to tell."""

LEAST_CONTRAST = 30.0
"""Gray levels between paper and ink under which nothing is told."""

A_SIGMA = 2.6
"""Pixels of an edge's width for each of the Gaussian's radius: blurs of 1.3 to 3 pixels gave 2.4 to 3.1."""

LEFT = 0.6
"""Radius in pixels of the blur that is left: a sharp scan's."""

INK_AT = 0.2
"""Percentile of the page that stands for its ink."""

NOISE_LEAST, NOISE_WEIGHT = 0.003, 35.0
"""Noise over signal that the filter allows for: at least, and by the squared share of noise in the contrast.
Blurs of 2 and 3 pixels: letters wrong 0 and 7 % at .003, 0 and 100 % at .01."""

MARGIN = 32
"""Pixels by which the picture is continued, so that its edges do not ring."""


def sharpened(raster: Raster) -> tuple[Raster, float]:
    """``raster`` with its blur taken out, and its edges' width in pixels; a sharp one comes back as it is."""
    width, noise = edge_width(raster.image)
    if width <= SOFT * raster.dpi:
        return raster, width
    return replace(raster, image=_wiener(raster.image, width / A_SIGMA, noise)), width


def edge_width(image: GrayImage) -> tuple[float, float]:
    """Pixels over which a stroke's edge goes from paper to ink, 0 where there is too little to tell.

    The second value is the noise, as a share of the contrast.
    """
    rows = image[::4]
    steps = np.abs(np.diff(rows.astype(np.int16), axis=1))
    usual, paper = float(np.median(steps)), float(np.percentile(image[::4, ::4], 60))
    edges = steps > max(FAINTEST, OVER_NOISE * usual)
    if int(edges.sum()) < FEW_EDGES:
        return 0.0, 0.0
    # rules are as dark as ink gets; where few are printed the darkest side of the edges is
    beside = np.percentile(np.minimum(rows[:, 1:], rows[:, :-1])[edges], 1)
    contrast = paper - float(min(beside, np.percentile(image[::4, ::4], INK_AT)))
    if contrast < LEAST_CONTRAST:
        return 0.0, 0.0
    steep = steps[steps > max(STEP * contrast, OVER_NOISE * usual)]
    return contrast / float(np.percentile(steep, STEEP) if len(steep) else steps.max()), usual / contrast


def _wiener(image: GrayImage, sigma: float, noise: float) -> GrayImage:
    from scipy.fft import irfft2, rfft2  # slow to load, and few pages are blurred

    height, width = image.shape
    size = (
        cv2.getOptimalDFTSize(height + MARGIN),
        cv2.getOptimalDFTSize(width + MARGIN),
    )
    wide = cv2.copyMakeBorder(image, 0, size[0] - height, 0, size[1] - width, cv2.BORDER_REFLECT)
    down = np.fft.fftfreq(size[0])[:, None].astype(np.float32)
    across = np.fft.rfftfreq(size[1])[None].astype(np.float32)
    waves = (2 * np.pi) ** 2 * (down * down + across * across)
    blur = np.exp(-sigma * sigma * waves / 2)
    wanted = np.exp(-LEFT * LEFT * waves / 2)
    allowed = max(NOISE_LEAST, NOISE_WEIGHT * noise * noise)
    kept = wanted * blur / (blur * blur + allowed)
    sharp = irfft2(rfft2(np.asarray(wide, np.float32)) * kept, size)
    return np.asarray(np.clip(np.asarray(sharp)[:height, :width], 0, 255), np.uint8)
