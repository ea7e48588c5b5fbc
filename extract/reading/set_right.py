"""A picture of a page set right before it is read: tone, sheet, scale, focus, way up, level.

A level scan of dark print on light paper goes through it unchanged but for its fine skew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.clock import Clock
from extract.marks.coloured_ink import lift
from extract.marks.mark_findings import Mark
from extract.model import BBox, Finding, Mask, Raster
from extract.ocr.choose import Engine, Region
from extract.ocr.ink import USUAL_CONSONANT, find_ink
from extract.ocr.linefind import find_lines
from extract.pages.deskew import level_roughly, straighten
from extract.pages.focus import sharpened
from extract.pages.grain import calmed
from extract.pages.openpage import OpenPage
from extract.pages.orient import orient
from extract.pages.render import DEFAULT_DPI, LOWEST_DPI, SMALLEST_SIDE, render
from extract.pages.sheet import A4, A4_INCHES, Sheet, find_sheets, in_order, rectified, without_ground
from extract.pages.specks import filtered
from extract.pages.tone import evened, positive
from extract.pages.unbend import unbend

LIKE_A4 = 0.02
"""Difference of its sides' ratio from A4's up to which a picture without dpi is a whole page."""

KNOWN_SIDES = SMALLEST_SIDE, 1700.0
"""Points: the longer side of paper that a scanner takes, A5 to A2; a page of other size has no true dpi."""

OFF = 1.3
"""Measured dpi that differ by less from those at hand are let be: print is of 12 to 20 points."""

LEAST_PIXELS = 64
"""Pixels of a picture's side: a smaller one, drawn for one stage or another, would have none left."""

PROBED, LONGEST = 10, 12.0
"""Lines read to tell which way is right, and consonant heights that they are long at least."""

BETTER = 0.2
"""By so much the mean confidence of these lines must rise."""


@dataclass(frozen=True, slots=True)
class SetRight:
    """A page as a level picture, as it was drawn, the marks in coloured ink, and what is to be told of it.

    ``edge`` is the width of strokes' edges before blur was taken out, in pixels of ``level``; ``strewn`` says
    that black specks lie close over the page; ``grain`` is a share of the contrast, before it was smoothed.
    """

    level: Raster
    drawn: Raster
    marks: tuple[Mark, ...]
    told: tuple[Finding, ...]
    edge: float = 0.0
    strewn: bool = False
    grain: float = 0.0


def set_right(page: OpenPage, clock: Clock) -> tuple[SetRight, ...]:
    """The page with its tone, its sheet, its scale and its way up set right, and level.

    Of several whole sheets in one picture each, those at the left or at the top first.
    """
    with clock("render"):
        drawn = _no_smaller(render(page, color=True))
    told: tuple[Finding, ...] = ()
    with clock("straighten"):
        seen = positive(drawn)
        if seen is not drawn:
            told = (Finding("picture-negative", "info", page=page.number),)
        sheets = find_sheets(seen)
        whole = [sheet for sheet in sheets if sheet.corners is not None]
        alone = in_order(whole) if len(whole) > 1 else sheets[:1]
        if len(sheets) > max(1, len(alone)):
            told += (Finding("page-unread", "warning", "another sheet", page=page.number),)
    return tuple(
        _set_right(page, drawn, seen, sheet, told if at == 0 else (), clock)
        for at, sheet in enumerate(alone or [None])
    )


def _no_smaller(drawn: Raster) -> Raster:
    """``drawn`` with white paper beside and below it where it is a dot or a hair line."""
    add = [max(0, LEAST_PIXELS - side) for side in drawn.image.shape]
    if not any(add):
        return drawn
    image, color = (
        None
        if part is None
        else cv2.copyMakeBorder(part, 0, add[0], 0, add[1], cv2.BORDER_CONSTANT, value=(255,) * 3)
        for part in (drawn.image, drawn.color)
    )
    return replace(
        drawn, image=np.asarray(image, np.uint8), color=None if color is None else np.asarray(color, np.uint8)
    )


def _set_right(
    page: OpenPage, drawn: Raster, seen: Raster, sheet: Sheet | None, told: tuple[Finding, ...], clock: Clock
) -> SetRight:
    """One sheet of the page, or all of it."""
    with clock("straighten"):
        seen, paper, scaled = _sheet_alone(seen, sheet)
        photographed = sheet is not None and sheet.corners is not None
        seen, grain = calmed(seen)
        if scaled or _dpi_known(page):  # before the tone: faint ink may be blurred ink
            seen, edge = sharpened(seen)
            seen = evened(seen, paper, photographed)
        else:
            seen, edge = sharpened(to_scale(evened(seen, paper, photographed)))
    with clock("marks"):
        seen, inks = lift(seen)
        marks = tuple(Mark(ink.form.shape, seen.box_to_page(ink.box), "coloured") for ink in inks)
    with clock("straighten"):
        seen, strewn = filtered(seen)
        upright = orient(level_roughly(seen))
        return SetRight(unbend(straighten(upright), upright), drawn, marks, told, edge, strewn, grain)


def _sheet_alone(raster: Raster, sheet: Sheet | None) -> tuple[Raster, Mask | None, bool]:
    """The sheet cut out of its ground, where it is paper, and whether its dpi are those of A4."""
    if sheet is None:
        return raster, None, False
    if sheet.corners is not None:
        flat, is_a4 = rectified(raster, sheet)
        return flat, np.full((8, 8), 255, np.uint8), is_a4
    return (without_ground(raster, sheet) if sheet.on_ground else raster), sheet.mask, False


def _dpi_known(page: OpenPage) -> bool:
    if page.image is not None and not page.image.stated:
        return False
    low, high = KNOWN_SIDES
    return low <= max(page.width, page.height) <= high


def to_scale(raster: Raster) -> Raster:
    """``raster`` at its true dots an inch, by its shape if that is a whole A4 page, else by its letters."""
    height, width = raster.image.shape
    long, short = max(height, width), min(height, width)
    dpi = long / A4_INCHES if abs(long / short / A4 - 1) <= LIKE_A4 else letters_dpi(raster)
    if 1 / OFF < dpi / raster.dpi < OFF:
        return raster
    grow = min(DEFAULT_DPI, max(LOWEST_DPI, dpi)) / dpi
    if grow == 1.0:
        return replace(raster, dpi=dpi)
    size = max(1, round(width * grow)), max(1, round(height * grow))
    kind = cv2.INTER_AREA if grow < 1 else cv2.INTER_CUBIC
    image = np.asarray(cv2.resize(raster.image, size, interpolation=kind), np.uint8)
    color = (
        None
        if raster.color is None
        else np.asarray(cv2.resize(raster.color, size, interpolation=kind), np.uint8)
    )
    to_page = raster.to_page @ np.diag([width / size[0], height / size[1], 1.0])
    return replace(raster, image=image, color=color, dpi=dpi * grow, to_page=to_page)


def letters_dpi(raster: Raster) -> float:
    """Dots an inch at which the page's letters are of the usual size."""
    ink = find_ink(raster.image, raster.dpi)
    return ink.consonant / ink.zoom / USUAL_CONSONANT


@dataclass(frozen=True, slots=True)
class Way:
    """A page seen another way, which reads better."""

    level: Raster
    mirrored: bool

    def told(self, number: int) -> tuple[Finding, ...]:
        """What is to be told of it."""
        return (Finding("picture-mirrored", "info", page=number),) if self.mirrored else ()


def better_way(level: Raster, engine: Engine) -> Way | None:
    """``level`` mirrored or upside down, or both, if its longest lines read clearly better so."""
    ink = find_ink(level.image, level.dpi)
    height, width = level.image.shape
    spots = find_lines(ink, BBox(0, 0, width, height), columns=True)
    consonant = ink.consonant / ink.zoom
    spots = sorted((s for s in spots if s.x1 - s.x0 > LONGEST * consonant), key=lambda s: s.x0 - s.x1)[
        :PROBED
    ]
    if not spots:
        return None
    around = 2.5 * consonant
    boxes = [BBox(s.x0, s.baseline - around, s.x1, s.baseline + around) for s in spots]
    best, found = _confidence(level, boxes, engine) + BETTER, None
    for mirrored, over in ((True, False), (False, True), (True, True)):
        across = mirrored != over  # half a turn exchanges both
        other = flipped(level, across, over)
        there = [BBox(width - b.x1, b.y0, width - b.x0, b.y1) if across else b for b in boxes]
        if over:
            there = [BBox(b.x0, height - b.y1, b.x1, height - b.y0) for b in there]
        sure = _confidence(other, there, engine)
        if sure > best:
            best, found = sure, Way(other, mirrored)
    return found


def _confidence(raster: Raster, boxes: list[BBox], engine: Engine) -> float:
    read = engine.read(raster.image, raster.dpi, [Region(box) for box in boxes])
    lines = [line for each in read for line in each if line.text.strip()]
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def flipped(raster: Raster, across: bool, down: bool) -> Raster:
    """``raster`` with left and right, or top and foot, or both exchanged; both is half a turn."""
    height, width = raster.image.shape
    x, y = -1.0 if across else 1.0, -1.0 if down else 1.0
    back = np.array([[x, 0.0, width * across], [0.0, y, height * down], [0.0, 0.0, 1.0]])
    image = np.ascontiguousarray(raster.image[:: int(y), :: int(x)])
    return replace(
        raster,
        image=image,
        to_page=raster.to_page @ back,
        rotation=(raster.rotation + 180 * down) % 360,
        bend=raster.bend and raster.bend.flipped(across, down),
    )
