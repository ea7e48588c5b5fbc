"""Ruling lines of a scanned page: found by shape in the pixels, and whitened before OCR.

Lengths below are points; a page at ``dpi`` has ``dpi / 72`` pixels a point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from extract.model import GrayImage, Mask, Raster, Ruling
from extract.tables.ruled import bit_runs
from extract.tables.ruled.false_rules import drop_strokes
from extract.tables.ruled.mend_rules import mend_rules
from extract.tables.ruled.solid_areas import solid_areas, under_black

WINDOW = 20.0
"""Side of the window whose mean is the local paper tone: wider than strokes, narrower than shadows."""

CONTRAST = 12
"""Gray levels below the local mean that count as ink: faint photocopied rules are 15–25 darker."""

SOLID = 18.0
"""A solid run this long is no letter: the longest Thai horizontals at 16 pt are under 12 pt."""

DOTTED = 72.0
"""A run bridged over its dots must be this long to count."""

BRIDGE = 4.0
"""Widest gap between dots, dashes or photocopied breaks that is bridged."""

THICKEST = 6.0
"""A run of ink thicker than this is a bar or a letter row, not a rule."""

THICKEST_DOTTED = 2.0
"""The same for a bridged run: letters of one row, bridged, are as thick as letters."""

BUSY = 0.5
"""Share of a run's length with bridged ink close beside it, above which it is a row of letters."""

SURE = 100.0
"""A solid run this long is always a rule: no row of letters has no gap in 100 points."""

DRIFT = 0.02
"""How far a rule may wander across, for each unit along: a bent page's rules .013, a pen's line .036."""

STEM = 0.7
"""Points a stroke must run down from a rule to count as a letter's; rough edges of a rule are lower."""

WIDEST_STEM = 2.0
"""Points: a tone mark's stem in 16 pt type is about 1 wide; wider ink along a rule is no mark."""

HANG = 2.0
"""Points of rule given back above such a stroke: rules are up to 1.5 thick, a mark reaches through."""

MAX_RULINGS = 5_000
"""Runs of ink looked at on one page; a dense ruled page has under 500."""


def find_rulings(raster: Raster, scanned: GrayImage | None = None) -> tuple[Ruling, ...]:
    """Return the ruling lines of ``raster`` in pixels, both directions.

    Finds solid, thick, faint, broken, dotted and doubled rules under shadow, with up to 0.3° of skew left;
    those that black areas of the page as ``scanned`` hide go on under them.
    """
    scale = raster.dpi / 72
    black = None if scanned is None else solid_areas(scanned, raster.image, scale)
    image = raster.image
    if black is not None:
        image = image.copy()
        image[cv2.dilate(black, np.ones((3, 3), np.uint8)) > 0] = paper_tone(image)
    ink = ink_mask(image, raster.dpi)
    turned = _mask(cv2.transpose(ink))
    pieces = _runs(turned, True, scale) + _runs(ink, False, scale)
    if black is not None:
        pieces = under_black(pieces, black, scale)
    return tuple(drop_strokes(mend_rules(pieces, ink, turned, scale), scale))


def ink_mask(image: GrayImage, dpi: float) -> Mask:
    """255 where a pixel is darker than the paper around it, else 0."""
    side = _odd(WINDOW * dpi / 72)
    mean = cv2.blur(image, (side, side), borderType=cv2.BORDER_REPLICATE)
    return _mask(cv2.threshold(cv2.subtract(mean, image), CONTRAST, 255, cv2.THRESH_BINARY)[1])


def _mask(image: object) -> Mask:
    """What OpenCV returned, typed as the 8-bit mask it is."""
    return np.asarray(image, np.uint8)


def _runs(ink: Mask, horizontal: bool, scale: float) -> list[Ruling]:
    """Rules down the columns of ``ink``, which is the page, or for horizontal rules the page transposed."""
    thick = bit_runs.widened(bit_runs.pack(ink))
    bridge = _pixels(BRIDGE * scale)
    solid = bit_runs.opened(thick, _pixels(SOLID * scale))
    clear = ~bit_runs.widened(solid)
    letters = bit_runs.closed(thick, bridge) & clear
    # Bridged without the solid runs: else letters in a section row would lengthen the rules they touch.
    dotted = bit_runs.opened(bit_runs.closed(thick & clear, bridge), _pixels(DOTTED * scale))
    width = ink.shape[1]
    return [
        *_rules_of(bit_runs.unpack(solid, width), letters, horizontal, scale, THICKEST, SURE),
        *_rules_of(bit_runs.unpack(dotted, width), letters, horizontal, scale, THICKEST_DOTTED, math.inf),
    ]


def _rules_of(
    runs: Mask, letters: bit_runs.Bits, horizontal: bool, scale: float, thickest: float, sure: float
) -> list[Ruling]:
    """The runs up to ``thickest`` points that stand clear of letters or are ``sure`` points long."""
    outlines = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    boxes = sorted((cv2.boundingRect(outline) for outline in outlines), key=lambda b: -b[3])
    out = []
    for x, y, width, length in boxes[:MAX_RULINGS]:
        run = runs[y : y + length, x : x + width]
        thickness = cv2.countNonZero(run) / length
        if thickness > thickest * scale + 2 or length < 2 * width:
            continue
        if width - thickness > 3 + DRIFT * length:
            continue
        if length < sure * scale and _busy(letters, x, y, width, length, runs.shape[1], scale) > BUSY:
            continue
        weight = run.sum(axis=0, dtype=np.float64)
        middle = x + 0.5 + float((weight * np.arange(width)).sum() / weight.sum())
        out.append(Ruling(horizontal, middle, float(y), float(y + length), max(1.0, thickness - 2)))
    return out


def _busy(
    letters: bit_runs.Bits, x: int, y: int, width: int, length: int, page_width: int, scale: float
) -> float:
    """Share of rows with ink in the bands just beside a run: high in a row of letters."""
    reach, clear = max(2, round(1.5 * scale)), max(1, round(0.5 * scale))
    before = (max(0, x - clear - reach), max(0, x - clear))
    after = (x + width + clear, min(page_width, x + width + clear + reach))
    rows = slice(y, y + length)
    bands = (bit_runs.part(letters, rows, first, last) for first, last in (before, after) if first < last)
    return max((float(band.any(axis=1).mean()) for band in bands), default=0.0)


def _pixels(length: float) -> int:
    return max(3, round(length))


def _row(length: float) -> Mask:
    """Flat kernel one pixel high."""
    return np.ones((1, max(3, round(length))), np.uint8)


def _odd(value: float) -> int:
    return max(3, int(value) | 1)


def paper_tone(image: GrayImage) -> int:
    """Gray level of the paper: the median of the lighter half of a sample."""
    sample = image[::7, ::7]
    return int(np.median(sample[sample >= np.median(sample)])) if sample.size else 255


def erase_rulings(image: GrayImage, rulings: Iterable[Ruling], dpi: float) -> GrayImage:
    """Return ``image`` with ``rulings`` (pixels) whitened; strokes of letters that cross or touch stay.

    The ink along each rule is looked for near it, so a slightly bent or skew rule goes too.
    """
    rules: Sequence[Ruling] = list(rulings)
    if not rules:
        return image
    scale = dpi / 72
    ink = ink_mask(image, dpi)
    across = _rule_ink(ink, [r for r in rules if r.horizontal], scale)
    down = _rule_ink(_mask(cv2.transpose(ink)), [r for r in rules if not r.horizontal], scale)
    down = _mask(cv2.transpose(down))
    # Masks are a page each: written over where they have served (130 MB more at 300 dpi otherwise, now 60).
    kept = _mask(cv2.bitwise_or(across, down))
    letters = _without(ink, kept)
    crossed = _crossing(letters, True, scale)
    gone = _without(across, crossed)
    crossed = _crossing(letters, False, scale)
    cv2.bitwise_or(gone, _without(down, crossed), dst=gone)
    del crossed, down
    kept = _hanging(ink, across, scale)
    del ink, across
    cv2.bitwise_or(letters, kept, dst=kept)
    del letters
    gone = _without(_mask(cv2.dilate(gone, np.ones((3, 3), np.uint8))), kept)
    del kept
    out = image.copy()
    cv2.copyTo(_paper(image, scale), gone, out)
    return out


def _without(mask: Mask, other: Mask) -> Mask:
    """``mask`` where ``other`` is not; it is written over ``other``."""
    cv2.bitwise_not(other, dst=other)
    return _mask(cv2.bitwise_and(mask, other, dst=other))


def _rule_ink(ink: Mask, rules: Sequence[Ruling], scale: float) -> Mask:
    """Ink of ``rules``, which run along the rows of ``ink``, wherever it drifts within reach."""
    out = np.zeros_like(ink)
    for rule in rules:
        reach = round(rule.thickness / 2 + 2.0 * scale)
        top, bottom = max(0, round(rule.position) - reach), round(rule.position) + reach + 1
        left, right = max(0, round(rule.start - 2 * scale)), round(rule.end + 2 * scale)
        band = ink[top:bottom, left:right]
        if not band.size:
            continue
        thick = cv2.dilate(band, np.ones((3, 1), np.uint8))
        solid = cv2.morphologyEx(thick, cv2.MORPH_OPEN, _row(min(SOLID / 2 * scale, (right - left) / 2)))
        kept = cv2.bitwise_and(cv2.bitwise_or(solid, _dotted(band, scale)), band)
        out[top:bottom, left:right] |= _mask(kept)
    return out


def _dotted(band: Mask, scale: float) -> Mask:
    """Ink of a dotted rule in ``band``: runs bridged over the gaps, long ones only."""
    bridged = cv2.morphologyEx(band, cv2.MORPH_CLOSE, _row(BRIDGE * scale))
    return _mask(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, _row(min(SOLID * 2 * scale, band.shape[1]))))


def _crossing(letters: Mask, horizontal: bool, scale: float) -> Mask:
    """Where a rule lies between letter ink on both of its sides, so that a stroke runs through it."""
    reach = max(3, round(THICKEST * scale) | 1)
    kernel = np.ones((reach, 1) if horizontal else (1, reach), np.uint8)
    return _mask(cv2.morphologyEx(letters, cv2.MORPH_CLOSE, kernel))


def _hanging(ink: Mask, across: Mask, scale: float) -> Mask:
    """Ink of horizontal rules that belongs to marks hanging in them, which show below as a narrow stub.

    Where a cell's text begins right under its rule, a tone mark stands half inside the rule; without this
    its visible rest is too short to be read (ที่ as ที).
    """
    core = _mask(cv2.morphologyEx(cv2.bitwise_and(ink, across), cv2.MORPH_OPEN, _row(SOLID / 2 * scale)))
    beside = _without(ink, core.copy())
    # An opening by hand: OpenCV's own shifts the picture under a kernel of even height.
    run = np.ones((max(2, round(STEM * scale)), 1), np.uint8)
    stems = cv2.erode(beside, run, anchor=(0, 0))
    del beside
    stems = cv2.dilate(stems, run, anchor=(0, len(run) - 1))
    touching = _mask(cv2.dilate(core, np.ones((2, 1), np.uint8), anchor=(0, 1)))
    del core
    cv2.bitwise_and(stems, touching, dst=touching)
    stubs = _without(touching, _mask(cv2.morphologyEx(touching, cv2.MORPH_OPEN, _row(WIDEST_STEM * scale))))
    del touching
    hanging = cv2.dilate(stubs, np.ones((3, 1), np.uint8))
    cv2.bitwise_and(stems, hanging, dst=hanging)
    up = cv2.dilate(stubs, np.ones((round(HANG * scale) + 1, 1), np.uint8), anchor=(0, 0))
    cv2.bitwise_or(up, hanging, dst=hanging)
    return _mask(cv2.bitwise_and(hanging, across, dst=hanging))


def _paper(image: GrayImage, scale: float) -> GrayImage:
    """Paper tone at every pixel: the local maximum, smoothed."""
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = _odd(3 * scale)
    light = cv2.blur(cv2.dilate(small, np.ones((side, side), np.uint8)), (side, side))
    return _mask(cv2.resize(light, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR))
