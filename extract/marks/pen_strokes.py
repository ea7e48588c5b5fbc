"""What the long strokes in a part of a page draw: the ring or frame of a stamp, or lines by hand.

Nothing printed in letters runs as far as a pen, once the rules are out. Masks and millimetres are those of
``ink_shapes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.grouping import gathered
from extract.marks.ink_shapes import (
    MM,
    OBLIQUE,
    InkShape,
    circle_among,
    is_print,
    leans,
    level_runs,
    oblique_runs,
    stamp_of,
)
from extract.model import Mask

LONG = 6.0
"""Millimetres one piece of ink must be high or wide to be looked at: a letter of 20 pt with its marks is 7
high; a stroke differs from rows of touching letters by its slant."""

NARROW = 3.0
"""Millimetres it must be the other way."""

LARGEST = 120.0
"""Millimetres: a larger piece is a picture or what is left of a border."""

THICK = 1.6
"""Millimetres: wider than a pen's stroke and a stamp's ring."""

THICK_SHARE = 0.4
"""Share of a piece that may be so thick: crests, photos and bars are for the most part."""

DENSE = 0.39
"""Share of ``DENSE_WINDOW`` millimetres around half of its points that a piece fills at most: crests and
logos on real memos fill .40 to .64, signatures .16 to .39 with the letters they touch."""

DENSE_WINDOW = 4.0

STROKE = 5.5
"""Millimetres of a straight run that no letter of a report's text or headings has."""

SLANTED = 0.12
"""Share of slanted runs in a pen's ink; a row of touching letters has under .05."""

OWN = 0.25
"""Share of long runs in a piece of ink from which all of it was drawn by hand; letters have none."""

SIDE = 7.0
"""Millimetres of an unbroken piece of a stamp's ring or frame between rules and letters."""

RIM_OF_STAMP = 1.0
"""Millimetres around a stamp's outer line that are its own."""

JOIN = 2.0
"""Millimetres over which strokes belong together."""


def forms_in(ink: Mask) -> list[tuple[InkShape, Mask]]:
    """What the long strokes in a part of the page draw: a stamp's ring or frame first, then pens."""
    runs = long_runs(ink)
    out = []
    while (stamp := _stamp(runs, ink)) is not None:
        x0, y0, x1, y1 = (max(0, round(v)) for v in stamp.box)
        around = round(RIM_OF_STAMP * MM)
        x0, y0, x1, y1 = max(0, x0 - around), max(0, y0 - around), x1 + around, y1 + around
        strokes = np.zeros_like(runs)
        strokes[y0:y1, x0:x1] = runs[y0:y1, x0:x1]
        runs = np.asarray(cv2.subtract(runs, strokes), np.uint8)
        out.append((stamp, strokes))
    return out + _pens(ink, runs)


def _pens(ink: Mask, runs: Mask) -> list[tuple[InkShape, Mask]]:
    """Strokes by hand: runs on one piece of ink or close together, slanted enough for a hand."""
    side = round(JOIN * MM) | 1
    pieces = _pieces_with(ink, runs)
    joined = cv2.bitwise_or(cv2.dilate(runs, np.ones((side, side), np.uint8)), pieces)
    found: list[Mask] = []
    for number, strokes in _labelled(np.asarray(joined, np.uint8), runs):
        if not _is_pen(strokes):
            continue
        whole = np.where(number, pieces, np.uint8(0))
        if cv2.countNonZero(strokes) >= OWN * cv2.countNonZero(whole):
            strokes = whole  # few letters hang on it: the bows between its straight runs are its own
        if not is_print(whole):
            found.append(strokes)
    out = []
    for strokes in _beside_one_another(found):
        x, y, width, height = cv2.boundingRect(strokes)
        large = max(width, height) >= LONG * MM and min(width, height) >= NARROW * MM
        if large and max(width, height) <= LARGEST * MM:
            out.append((InkShape("pen", (float(x), float(y), float(x + width), float(y + height))), strokes))
    return out


def _labelled(joined: Mask, ink: Mask) -> Iterator[tuple[NDArray[np.bool_], Mask]]:
    """Where each piece of ``joined`` is, and the ``ink`` there."""
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    for number in range(1, count):
        here = np.asarray(labels == number, np.bool_)
        yield here, np.where(here, ink, np.uint8(0))


def _beside_one_another(strokes: Sequence[Mask]) -> list[Mask]:
    """Strokes whose boxes come within ``JOIN`` taken together."""
    reach = round(JOIN * MM)

    def near(one: Mask, whole: Mask) -> bool:
        x, y, width, height = cv2.boundingRect(whole)
        rows = one[max(0, y - reach) : y + height + reach]
        return bool(rows[:, max(0, x - reach) : x + width + reach].any())

    return gathered(strokes, near, lambda one, two: np.asarray(cv2.bitwise_or(one, two), np.uint8))


def _pieces_with(ink: Mask, runs: Mask) -> Mask:
    """The pieces of ``ink`` that hold some of ``runs``."""
    _, labels = cv2.connectedComponents(ink, connectivity=8)
    held = np.zeros(int(labels.max()) + 1, np.uint8)
    held[np.unique(labels[runs > 0])] = 255
    held[0] = 0
    return np.asarray(held[labels], np.uint8)


def long_runs(ink: Mask) -> Mask:
    """The ink of straight runs of ``STROKE`` in any direction, a little bent ones too."""
    pieces = _pieces_of(ink, STROKE)
    down = cv2.transpose(_straight(np.asarray(cv2.transpose(pieces), np.uint8)))
    straight = cv2.bitwise_or(_straight(pieces), down)
    return np.asarray(
        cv2.bitwise_or(slanted(pieces, (12.0, 20.0, *OBLIQUE, 160.0, 168.0)), straight), np.uint8
    )


def _pieces_of(ink: Mask, length: float) -> Mask:
    """The pieces of ``ink`` at least ``length`` millimetres high or wide."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    long = np.max(stats[:, 2:4], axis=1) >= length * MM
    long[0] = False
    return np.asarray(long.astype(np.uint8)[labels] * 255, np.uint8)


def slanted(pieces: Mask, directions: Sequence[float] = OBLIQUE) -> Mask:
    """The ink of runs of ``STROKE`` off the axes."""
    return oblique_runs(pieces, STROKE, directions)


def _straight(ink: Mask) -> Mask:
    """Runs along the rows, as far as they lean by up to 10 degrees, without a rim."""
    return np.asarray(cv2.bitwise_and(level_runs(ink, STROKE * MM), ink), np.uint8)


def _stamp(runs: Mask, ink: Mask) -> InkShape | None:
    """The largest ring or frame that the longer ``runs`` of ``ink`` draw."""
    runs = _pieces_of(runs, SIDE)
    side = round(JOIN * MM) | 1
    joined = cv2.dilate(runs, np.ones((side, side), np.uint8))
    found = [stamp_of(part, ink) for _, part in _labelled(np.asarray(joined, np.uint8), runs)]
    found.append(circle_among(runs, ink))
    stamps = [form for form in found if form is not None and (form.shape == "ring" or leans(form))]
    return max(stamps, key=lambda form: form.box[2] - form.box[0], default=None)


def _is_pen(strokes: Mask) -> bool:
    """Whether runs are slanted enough for a hand, and thin."""
    steep = cv2.countNonZero(slanted(strokes)) >= SLANTED * cv2.countNonZero(strokes)
    return steep and is_thin(strokes)


def is_thin(piece: Mask) -> bool:
    """Whether ``piece`` is made of thin strokes that do not crowd."""
    amount = cv2.countNonZero(piece)
    side = round(THICK * MM)
    thick = cv2.morphologyEx(piece, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if cv2.countNonZero(thick) > THICK_SHARE * amount:
        return False
    side = round(DENSE_WINDOW * MM)
    full = cv2.blur(piece, (side, side), borderType=cv2.BORDER_CONSTANT)[piece > 0]
    return float(np.median(full)) <= 255 * DENSE
