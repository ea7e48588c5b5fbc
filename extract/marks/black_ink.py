"""Marks in the colour of print on a scan: the ring or frame of a stamp, a signature, a stroke by hand.

Where copying has taken the colour away only the shape is left: once a page's rules are out, nothing printed
in letters is as tall as a signature or runs slanted as far.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.marks.ink_shapes import MM, STAMP_MOST, WORK_DPI, InkShape, slanted_line
from extract.marks.pen_strokes import LARGEST, LONG, NARROW, forms_in, is_thin, slanted
from extract.model import BBox, GrayImage, Mask, Raster, Ruling, Table
from extract.tables.ruled.raster import ink_mask

EDGE = 3.0
"""Millimetres along the page's edge where ink is the scanner's."""

RIM = 0.3
"""Millimetres around a stroke that go with it when it is erased."""

BRIDGE = 1.8
"""Millimetres over which a stroke is looked for on both sides of a rule."""

CREST = 1.5
"""Millimetres around a crest or logo within which its other pieces stand."""

AROUND = 8.0
"""Millimetres around a large piece in which the rest of its mark stands."""

MAX_PIECES = 80
"""Pieces looked at on one page, the largest first; a page with a stamp and three signatures has ten."""


_Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One mark: what it looks like, its box in pixels of the page, and its strokes.

    ``strokes`` is a mask at ``zoom`` times the page's pixels, its top left corner at ``corner`` there.
    """

    form: InkShape
    box: BBox
    strokes: Mask
    corner: tuple[int, int]
    zoom: float


def find_marks(raster: Raster, rulings: Sequence[Ruling]) -> tuple[Drawn, ...]:
    """Stamps and pen strokes on an upright page in gray or black and white.

    Args:
        raster: the page, straightened and flattened.
        rulings: the rules of its tables and other long ones, in pixels.
    """
    zoom = min(1.0, WORK_DPI / raster.dpi)
    small = np.asarray(
        cv2.resize(raster.image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8
    )
    ink = ink_mask(small, WORK_DPI)
    bare = without_rules(ink, rulings, zoom)
    out: list[Drawn] = []
    places, pictures = _places(bare)
    if pictures.any():
        ink, bare = (np.where(pictures > 0, np.uint8(0), mask) for mask in (ink, bare))
    for x, y, right, foot in places:
        here = slice(y, foot), slice(x, right)
        for form, strokes in forms_in(bridged(bare[here], ink[here])):
            x0, y0, x1, y1 = form.box
            box = BBox((x + x0) / zoom, (y + y0) / zoom, (x + x1) / zoom, (y + y1) / zoom)
            out.append(Drawn(form, box, strokes, (x, y), zoom))
    return tuple(out)


def rules_of(tables: Sequence[Table], rulings: Sequence[Ruling], scale: float) -> tuple[Ruling, ...]:
    """The rules of ``tables``, and those too long for a stamp's side; ``scale`` is pixels a point."""
    own = {rule for table in tables for rule in table.rulings}
    longest = STAMP_MOST * 72 / 25.4 * scale
    return tuple(rule for rule in rulings if rule in own or rule.length > longest)


def erase(image: GrayImage, marks: Iterable[Drawn]) -> GrayImage:
    """``image`` with the rings and frames of stamps among ``marks`` whitened.

    Strokes of a pen stay: under the signature of fixtures/tables 23 of 24 values are read with it, 22 with
    its strokes whitened, for the letters lose more than they gain.
    """
    out = image
    for mark in (mark for mark in marks if mark.form.shape != "pen"):
        out = image.copy() if out is image else out
        x, y = (round(v / mark.zoom) for v in mark.corner)
        part = out[
            y : y + round(mark.strokes.shape[0] / mark.zoom), x : x + round(mark.strokes.shape[1] / mark.zoom)
        ]
        mask = cv2.resize(mark.strokes, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_NEAREST)
        rim = round(RIM * MM / mark.zoom) | 1
        part[cv2.dilate(mask, np.ones((rim, rim), np.uint8)) > 0] = 255
    return out


def _places(ink: Mask) -> tuple[list[_Box], Mask]:
    """Parts of the page around pieces of ink that may be strokes (x0, y0, x1, y1); crests and pictures.

    The second mask holds the pieces that crowd, and what stands so close to them that it belongs to them.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=_labels_of(ink))
    seeds, crowded = list[_Box](), list[_Box]()
    for number in _large(np.asarray(stats, np.int32), ink.shape):
        x, y, width, height = (int(v) for v in stats[number, :4])
        piece = np.where(labels[y : y + height, x : x + width] == number, np.uint8(255), np.uint8(0))
        if cv2.countNonZero(slanted(piece)) > 0:
            (seeds if is_thin(piece) else crowded).append((x, y, width, height))
    pictures = _around(crowded, CREST, ink)
    seeds = [(x, y, w, h) for x, y, w, h in seeds if not pictures[y : y + h, x : x + w].any()]
    return _merged(seeds, ink.shape), pictures


def _labels_of(ink: Mask) -> int:
    """Type of labels that holds one for each piece: 16 bits are found in a third of the time of 32."""
    runs = cv2.countNonZero(cv2.subtract(ink[:, 1:], ink[:, :-1])) + cv2.countNonZero(ink[:, 0])
    return cv2.CV_16U if runs < np.iinfo(np.uint16).max else cv2.CV_32S


def _merged(boxes: Iterable[_Box], shape: tuple[int, ...]) -> list[_Box]:
    """``boxes`` grown by ``AROUND`` within the page, those that meet as one."""
    reach = round(AROUND * MM)
    out: list[_Box] = []
    for x, y, width, height in boxes:
        box = (
            max(0, x - reach),
            max(0, y - reach),
            min(shape[1], x + width + reach),
            min(shape[0], y + height + reach),
        )
        while meeting := [
            o for o in out if o[0] < box[2] and box[0] < o[2] and o[1] < box[3] and box[1] < o[3]
        ]:
            out = [o for o in out if o not in meeting]
            x0, y0, x1, y1 = zip(box, *meeting, strict=True)
            box = min(x0), min(y0), max(x1), max(y1)
        out.append(box)
    return out


def _around(boxes: Iterable[_Box], by: float, ink: Mask) -> Mask:
    """255 in ``boxes`` (x, y, width, height) and ``by`` millimetres around them."""
    out = np.zeros_like(ink)
    reach = round(by * MM)
    for x, y, width, height in boxes:
        out[max(0, y - reach) : y + height + reach, max(0, x - reach) : x + width + reach] = 255
    return out


def without_rules(ink: Mask, rulings: Iterable[Ruling], zoom: float) -> Mask:
    """``ink`` with the rules and what lies close beside them blackened; ``zoom`` is its scale."""
    out = ink.copy()
    for rule in rulings:
        low, high = (rule.position - rule.thickness / 2) * zoom, (rule.position + rule.thickness / 2) * zoom
        across = slice(max(0, math.floor(low) - 1), max(0, math.ceil(high) + 1))
        along = slice(max(0, round(rule.start * zoom) - 2), max(0, round(rule.end * zoom) + 2))
        if rule.horizontal:
            out[across, along] = 0
        else:
            out[along, across] = 0
    return out


def bridged(bare: Mask, ink: Mask) -> Mask:
    """``bare`` with the ink of strokes back that cross a rule, which show on both sides of it.

    Args:
        bare: ink without rules.
        ink: ink with them.
    """
    gone = cv2.bitwise_and(ink, cv2.bitwise_not(bare))
    out = bare.copy()
    for angle in range(0, 180, 20):
        out |= np.asarray(
            cv2.bitwise_and(gone, cv2.morphologyEx(bare, cv2.MORPH_CLOSE, slanted_line(angle, BRIDGE)))
        )
    return out


def _large(stats: NDArray[np.int32], shape: tuple[int, ...]) -> list[int]:
    """Numbers of pieces large enough for a mark that stand clear of the page's edge, largest first."""
    x, y, width, height = stats[:, :4].T
    edge = EDGE * MM
    longest, least = np.maximum(width, height), np.minimum(width, height)
    fits = (longest >= LONG * MM) & (least >= NARROW * MM) & (longest <= LARGEST * MM)
    fits &= (x > edge) & (y > edge) & (x + width < shape[1] - edge) & (y + height < shape[0] - edge)
    fits[0] = False
    numbers = np.flatnonzero(fits)
    order = np.argsort(-(width * height)[numbers])[:MAX_PIECES]
    return [int(number) for number in numbers[order]]
