"""Specks that copiers leave, taken off a page that is strewn with them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import GrayImage, Raster
from extract.pages.grain import tiles

CONSONANT = 6.4 / 72
"""Inches: TH Sarabun New at 16 pt, against which specks are measured."""

SMALL = 0.03
"""Area of a speck in squared consonant heights, at most: a full stop has .04 and more."""

LONELY = 0.22
"""Consonant heights around a speck in which no other ink stands: marks stand nearer to their letters."""

STEP, ROW, LEVEL = 0.6, 5.0, 0.06
"""Consonant heights from dot to dot of a dotted rule at most, and how long such a rule is at least; how far
it may drift across for each unit along. Rows of tables are ruled so: its dots are no specks."""

DARK = 190
"""Gray level of ink and its soft edges on a flattened page: letters of a bad copy hang together by these."""

STREWN = 1.5
"""Specks for each piece of ink as large as a letter from which the page is cleaned: bad copies have .6 of
their own making."""

FEWEST = 40
"""Specks in all those places: a page with less print than specks has too little to go by."""

BLACK, MANY = 110, 30
"""Gray level of a copier's specks, and how many of these in all those places ask for a median: clean scans
have up to 12, half a per mille of specks 35. Grain and JPEG blocks are lighter."""

CROWDED = 0.001
"""Share of these places under such specks from which tone marks are lost or made though a median was taken:
at 2 ‰ of specks, .0013 to .0016 of them clear of letters, no letter was wrong, at 3 ‰ .25 %."""

COARSE = 170.0
"""Dots an inch under which strokes are too thin for a median."""

MEDIAN, WIDER_FROM = 3, 5.0
"""Pixels of the median's side, which takes specks of two; and the side of specks from which it is 5, which
only strokes of 280 dpi and more bear. Letters wrong at 1, 3 and 8 ‰ of specks: 3.5, 1.7 and 7.0 % without
it (specks near letters left), 3.5, 1.7 and 2.7 % with all small pieces off, 0, 0 and 1.4 % by the median."""
FINE = 280.0

TWO_TONES, TONES = 0.7, (0.15, 0.85)
"""Pixels between paper and ink for each one of ink up to which a page was black and white, and what lies
between as a share of the paper: such pages, drawn, have .2 to .5, gray scans 1.2 and more. A median tears
their strokes and closes their loops: where specks are few, only those that stand alone are taken off. Fields
wrong on four copies of copies 29 by the median, 10 so; where specks are many the median is better, 7 to 54
letters wrong of 856."""

TINY = 0.0145
"""Area of a speck there, in squared consonant heights, at most: two pixels by two. A full stop has more."""


def filtered(raster: Raster) -> tuple[Raster, bool]:
    """``raster``, not yet turned, without specks, on letters too; whether letters may be lost all the same.

    Turning smears a speck over more pixels, so that no median takes it out.
    """
    black = sides = covered = looked_at = 0.0
    for tile in tiles(raster.image, raster.dpi):
        paper = max(1.0, float(np.median(tile)))
        even = np.asarray(cv2.convertScaleAbs(tile, alpha=255 / paper), np.uint8)
        labels, stats, lonely = _specks(even, CONSONANT * raster.dpi)
        darkest = np.full(len(stats), 255)
        np.minimum.at(darkest, labels[labels > 0], even[labels > 0])
        found = lonely & (darkest < BLACK)
        black += int(found.sum())
        sides += float(np.sqrt(stats[found, cv2.CC_STAT_AREA]).sum())
        covered += float(stats[found, cv2.CC_STAT_AREA].sum())
        looked_at += tile.size
    if black < MANY or raster.dpi < COARSE:
        return raster, black >= MANY
    crowded = covered > CROWDED * looked_at
    if not crowded and _is_two_toned(raster.image):
        return replace(raster, image=_without_specks(raster.image, CONSONANT * raster.dpi, TINY)), False
    wide = raster.dpi >= FINE and sides / black > WIDER_FROM / 2
    image = np.asarray(cv2.medianBlur(raster.image, MEDIAN + 2 * wide), np.uint8)
    return replace(raster, image=image), crowded


def despeckled(raster: Raster) -> Raster:
    """``raster``, flattened, without specks; a page with few of them comes back as it is."""
    usual = CONSONANT * raster.dpi
    if not _is_strewn(raster.image, usual, raster.dpi):
        return raster
    return replace(raster, image=_without_specks(raster.image, usual, SMALL))


def _is_two_toned(image: GrayImage) -> bool:
    """Whether ``image`` was black and white before it was drawn at another scale."""
    sample = image[::5, ::7]
    low, high = np.median(sample) * np.array(TONES)
    between = int(((sample > low) & (sample < high)).sum())
    return between < TWO_TONES * int((sample <= low).sum())


def _without_specks(image: GrayImage, usual: float, most: float) -> GrayImage:
    labels, stats, lonely = _specks(image, usual)
    lonely &= stats[:, cv2.CC_STAT_AREA] <= most * usual * usual
    gone = cv2.dilate(np.asarray(lonely[labels], np.uint8), np.ones((3, 3), np.uint8))
    out = image.copy()
    out[gone > 0] = 255
    return out


def _is_strewn(image: GrayImage, usual: float, dpi: float) -> bool:
    specks = letters = 0
    for tile in tiles(image, dpi):
        _, stats, lonely = _specks(tile, usual)
        specks += int(lonely.sum())
        letters += int((stats[1:, cv2.CC_STAT_HEIGHT] >= 0.6 * usual).sum())
    return specks >= FEWEST and specks > STREWN * letters


def _specks(image: GrayImage, usual: float) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Pieces of ink: their labels, their measures, and which are specks."""
    dark = np.asarray(image < DARK, np.uint8)
    _, found, measures, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    labels, stats = np.asarray(found, np.int32), np.asarray(measures, np.int32)
    small = stats[:, cv2.CC_STAT_AREA] <= SMALL * usual * usual
    small[0] = False
    side = 2 * max(1, round(LONELY * usual)) + 1
    near = cv2.dilate(np.asarray(~small[labels] & (dark > 0), np.uint8), np.ones((side, side), np.uint8))
    specks = np.asarray(small[labels])
    beside = np.unique(labels[specks & ((np.asarray(near) > 0) | _in_rows(specks, usual))])
    lonely = small.copy()
    lonely[beside] = False
    return labels, stats, lonely


def _in_rows(specks: NDArray[np.bool_], usual: float) -> NDArray[np.bool_]:
    """Where specks follow one another closely on a straight line, level or upright: dots of a rule."""
    out = np.zeros(specks.shape, np.bool_)
    step = max(3, round(STEP * usual))
    for across in (True, False):
        kernel = np.ones((1, step) if across else (step, 1), np.uint8)
        joined = cv2.morphologyEx(specks.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        width, height = (stats[:, side] for side in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
        along, over = (width, height) if across else (height, width)
        rules = (along >= ROW * usual) & (over <= STEP * usual + LEVEL * along)
        rules[0] = False
        out |= np.asarray(rules[labels])
    return out
