"""Makes clean paper look scanned: table rules left over, stamps, show-through, blur, noise, fax, JPEG."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import GrayImage

CLEAN_SHARE = 0.1
"""Strips left as drawn: a PDF page rendered without a scanner in between."""

SCREEN_SHARE = 0.03
"""Strips as on a screen that smooths by thirds of a pixel."""

PHONE_SHARE, COLOURED_SHARE = 0.04, 0.15
LEAST_FAX_ROWS = 6.5
"""Rows of a consonant under which fax leaves no marks to tell apart."""


def degrade(
    rng: random.Random,
    image: GrayImage,
    consonant: float,
    behind: GrayImage | None = None,
    dpi: float = 200.0,
) -> GrayImage:
    """Return ``image`` as a scanner, copier or fax might give it; same size.

    ``behind`` is another strip, printed on the back of the sheet; all sizes follow ``consonant`` (pixels).
    """
    ink = image.copy()
    if rng.random() < 0.35:
        _rule_remnants(rng, ink, consonant)
    if rng.random() < 0.05:
        _stamp(rng, ink, consonant)
    if rng.random() < CLEAN_SHARE:
        return ink
    noise = np.random.default_rng(rng.getrandbits(32))
    gray = ink.astype(np.float32)
    if rng.random() < SCREEN_SHARE:
        return _screenshot(rng, gray)
    if behind is not None and rng.random() < 0.08:
        gray = _show_through(rng, gray, behind)
    if rng.random() < 0.75:
        gray = cv2.GaussianBlur(gray, (0, 0), rng.uniform(0.02, 0.085) * consonant)
    if rng.random() < PHONE_SHARE:
        gray = _phone_blur(rng, gray, consonant)
    if rng.random() < 0.12:
        gray = _thicken(rng, gray)
    if rng.random() < 0.12:
        gray = _fade(rng, gray, noise)
    if rng.random() < 0.25:
        gray = _shadow(rng, gray)
    if rng.random() < 0.55:
        darkest, lightest = rng.uniform(0, 70), rng.uniform(190, 255)
        if rng.random() < COLOURED_SHARE:
            darkest, lightest = rng.uniform(50, 130), rng.uniform(175, 255)
        gray = darkest + gray * ((lightest - darkest) / 255)
    if rng.random() < 0.7:
        grain = noise.standard_normal(gray.shape, np.float32)
        if rng.random() < 0.4:
            grain = cv2.GaussianBlur(grain, (0, 0), 0.7) * 1.8
        gray += grain * rng.uniform(1, 15)
    kind = rng.random()
    if kind < 0.2:
        gray = _bilevel(rng, gray, noise)
    elif kind < 0.25:
        gray = _fax(rng, gray, consonant, dpi)
    elif kind < 0.33:
        gray = _low_resolution(rng, gray, consonant)
    out = np.clip(gray, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 85)]
        out = cv2.imdecode(cv2.imencode(".jpg", out, quality)[1], cv2.IMREAD_GRAYSCALE).astype(np.uint8)
    return out


def _rule_remnants(rng: random.Random, ink: GrayImage, consonant: float) -> None:
    """Edges of the cell that were not quite erased, or erased with some white around them."""
    height, width = ink.shape
    thick = max(1, round(rng.uniform(0.03, 0.14) * consonant))
    shade = rng.choice((0, rng.randint(0, 200)))
    for _ in range(rng.randint(1, 3)):
        upright = rng.random() < 0.6
        if upright:
            at = int(
                rng.choice((rng.uniform(1.2, 2.3) * consonant, width - rng.uniform(1.2, 2.3) * consonant))
            )
            line = ink[:, at : at + thick]
        else:
            at = int(
                rng.choice((rng.uniform(0.2, 1.3) * consonant, height - rng.uniform(0.4, 1.9) * consonant))
            )
            line = ink[at : at + thick, :]
        length = line.shape[0] if upright else line.shape[1]
        pieces = rng.choice((1, 1, rng.randint(2, 12)))
        for _ in range(pieces):
            start = rng.randint(0, length) if pieces > 1 else 0
            end = start + rng.randint(2, max(3, length // 6)) if pieces > 1 else length
            part = line[start:end, :] if upright else line[:, start:end]
            np.minimum(part, shade, out=part)


def _stamp(rng: random.Random, ink: GrayImage, consonant: float) -> None:
    """A ring or stroke of a rubber stamp or pen across the text, lighter than print."""
    height, width = ink.shape
    layer = np.full_like(ink, 255)
    shade = rng.randint(110, 200)
    for _ in range(rng.randint(1, 2)):
        centre = (rng.randint(0, width), rng.randint(0, height))
        radius = rng.randint(int(2 * consonant), int(8 * consonant))
        cv2.circle(layer, centre, radius, shade, max(1, round(rng.uniform(0.05, 0.2) * consonant)))
    np.minimum(ink, layer, out=ink)


def _show_through(rng: random.Random, gray: NDArray[np.float32], behind: GrayImage) -> NDArray[np.float32]:
    back = cv2.resize(behind[:, ::-1], gray.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)
    back = cv2.GaussianBlur(back, (0, 0), 1.2)
    return np.minimum(gray, 255 - (255 - back) * rng.uniform(0.08, 0.28)).astype(np.float32)


def _screenshot(rng: random.Random, gray: NDArray[np.float32]) -> GrayImage:
    """Red, green and blue a third of a pixel apart, then gray: what a coloured screen font becomes."""
    height, width = gray.shape
    mixed = np.zeros_like(gray)
    order = rng.choice((1, -1))
    for shift, share in ((-1 / 3, 0.299), (0.0, 0.587), (1 / 3, 0.114)):
        move = np.array([[1, 0, order * shift], [0, 1, 0]], np.float32)
        mixed += share * cv2.warpAffine(gray, move, (width, height), borderMode=cv2.BORDER_REPLICATE)
    darkest, lightest = rng.choice(((0, 255), (rng.uniform(0, 110), rng.uniform(200, 255))))
    return np.asarray(np.clip(darkest + mixed * ((lightest - darkest) / 255), 0, 255), np.uint8)


def _phone_blur(rng: random.Random, gray: NDArray[np.float32], consonant: float) -> NDArray[np.float32]:
    """A hand that moved: a short streak in any direction."""
    reach = max(2, round(rng.uniform(0.08, 0.22) * consonant))
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    angle = rng.uniform(0, np.pi)
    dx, dy = np.cos(angle) * reach / 2, np.sin(angle) * reach / 2
    ends = [(round(reach + sign * dx), round(reach + sign * dy)) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1)
    return np.asarray(
        cv2.filter2D(gray, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE), np.float32
    )


def _thicken(rng: random.Random, gray: NDArray[np.float32]) -> NDArray[np.float32]:
    """Ink that spread, or strokes eaten by a pale copier."""
    kernel = np.ones((2, 2), np.uint8)
    worked = cv2.erode(gray, kernel) if rng.random() < 0.6 else cv2.dilate(gray, kernel)
    share = rng.uniform(0.3, 0.9)
    return np.asarray(gray * (1 - share) + worked * share, np.float32)


def _fade(rng: random.Random, gray: NDArray[np.float32], noise: np.random.Generator) -> NDArray[np.float32]:
    """Toner missing in blotches."""
    height, width = gray.shape
    coarse = noise.standard_normal((height // 6 + 2, width // 6 + 2)).astype(np.float32)
    blotch = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    lift = np.clip(blotch - rng.uniform(0.6, 1.4), 0, 1) * rng.uniform(0.4, 1.0)
    return np.asarray(gray + (255 - gray) * lift, np.float32)


def _shadow(rng: random.Random, gray: NDArray[np.float32]) -> NDArray[np.float32]:
    """Light falling off across the page, as near a book's spine or in a photo."""
    height, width = gray.shape
    ends = [rng.uniform(0.55, 1.0) for _ in range(4)]
    corners = np.array([ends[:2], ends[2:]], np.float32)
    return np.asarray(gray * cv2.resize(corners, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _bilevel(
    rng: random.Random, gray: NDArray[np.float32], noise: np.random.Generator
) -> NDArray[np.float32]:
    """Black and white, measured against the paper nearby as scanners do, then specks."""
    paper = cv2.blur(cv2.dilate(gray, np.ones((9, 9), np.uint8)), (25, 25))
    paper = np.maximum(paper, 1)
    dark, light = np.percentile(gray / paper, (1, 90))
    level = dark + (light - dark) * rng.uniform(0.35, 0.75)
    out = np.where(gray > level * paper, 255, 0).astype(np.float32)
    if rng.random() < 0.5:
        chance = noise.random(gray.shape, np.float32)
        share = rng.uniform(0, 0.004)
        out[chance < share] = 0
        out[chance > 1 - share] = 255
    return out


def _fax(rng: random.Random, gray: NDArray[np.float32], consonant: float, dpi: float) -> NDArray[np.float32]:
    """Standard fax: 204 dots an inch across, 98 lines down, black and white."""
    height, width = gray.shape
    paper = cv2.blur(cv2.dilate(gray, np.ones((9, 9), np.uint8)), (25, 25))
    across, down = rng.choice(((1.0, rng.uniform(0.5, 0.8)), (204 / dpi, 98 / dpi)))
    down = min(1.0, max(down, LEAST_FAX_ROWS / consonant))
    low = (max(8, int(width * min(1.0, across))), max(8, int(height * down)))
    small = cv2.resize(gray / np.maximum(paper, 1), low, interpolation=cv2.INTER_AREA)
    dark, light = np.percentile(small, (1, 90))
    small = np.where(small > dark + (light - dark) * rng.uniform(0.45, 0.7), 255, 0).astype(np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.float32)


def _low_resolution(rng: random.Random, gray: NDArray[np.float32], consonant: float) -> NDArray[np.float32]:
    """Scanned small and blown up again."""
    height, width = gray.shape
    factor = max(rng.uniform(0.45, 0.8), 8.5 / consonant)
    if factor >= 1:
        return gray
    small = cv2.resize(
        gray, (max(8, int(width * factor)), max(8, int(height * factor))), interpolation=cv2.INTER_AREA
    )
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
