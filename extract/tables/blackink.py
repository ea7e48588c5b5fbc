"""Marks in the colour of print on a scan: the ring or frame of a stamp, a signature, a stroke by hand.

Where copying has taken the colour away only the shape is left: once a page's rules are out, nothing printed
in letters is as tall as a signature or runs slanted as far.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from extract.model import BBox, Raster, Ruling
from extract.pages.inkshape import MM, OBLIQUE, STAMP_LEAST, WORK_DPI, Look, Mask, circle_among, level_runs, oblique_runs, stamp_of
from extract.tables.raster import ink_mask

LONG = 6.0
"""Millimetres one piece of ink must be high or wide to be looked at: a letter of 20 pt with its marks is 7
high; what tells a stroke from rows of touching letters is its slant."""

NARROW = 2.5
"""Millimetres it must be the other way."""

LARGEST = 120.0
"""Millimetres: a larger piece is a picture or what is left of a border."""

EDGE = 3.0
"""Millimetres along the page's edge where ink is the scanner's."""

THICK = 1.6
"""Millimetres: wider than a pen's stroke and a stamp's ring."""

THICK_SHARE = 0.2
"""Share of a piece that may be so thick: crests, photos and bars are for the most part."""

DENSE = 0.42
"""Share of a window of ``DENSE_WINDOW`` millimetres filled with ink, at a piece's densest tenth, above which
it is a crest or a picture: strokes cross, but do not crowd."""

DENSE_WINDOW = 4.0

STROKE = 5.5
"""Millimetres of a straight run that no letter of a report's text or headings has."""

SLANTED = 0.12
"""Share of slanted runs in a pen's ink; a row of touching letters has under .05."""

RULE_RIM = 0.8
"""Millimetres beside a rule that go with it."""

BRIDGE = 1.8
"""Millimetres over which a stroke is looked for on both sides of a rule."""

SIDE = 7.0
"""Millimetres of an unbroken piece of a stamp's ring or frame between rules and letters."""

AROUND = 4.0
"""Millimetres around a large piece in which the rest of its mark stands."""

JOIN = 2.0
"""Millimetres over which strokes belong together."""

MAX_PIECES = 80
"""Pieces looked at on one page, the largest first; a page with a stamp and three signatures has ten."""


def find_marks(raster: Raster, rulings: Sequence[Ruling]) -> tuple[tuple[Look, BBox], ...]:
    """Stamps and pen strokes on an upright page in gray or black and white.

    Args:
        raster: the page, straightened and flattened.
        rulings: all its rules, in pixels.

    Returns:
        What each mark looks like, and its box in pixels of ``raster``.
    """
    zoom = min(1.0, WORK_DPI / raster.dpi)
    small = np.asarray(cv2.resize(raster.image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8)
    ink = without_rules(ink_mask(small, WORK_DPI), rulings, zoom)
    out: list[tuple[Look, BBox]] = []
    for x, y, part in _places(ink):
        for look in looks(part):
            x0, y0, x1, y1 = look.box
            out.append((look, BBox((x + x0) / zoom, (y + y0) / zoom, (x + x1) / zoom, (y + y1) / zoom)))
    return tuple(out)


def _places(ink: Mask) -> Iterator[tuple[int, int, Mask]]:
    """Parts of the page around pieces of ink that may be strokes, with their corners."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    seeds = np.zeros_like(ink)
    reach = round(AROUND * MM)
    for number in _large(stats, ink.shape):
        x, y, width, height = (int(v) for v in stats[number, :4])
        piece = np.where(labels[y : y + height, x : x + width] == number, np.uint8(255), np.uint8(0))
        if cv2.countNonZero(slanted(piece)) > 0:
            seeds[max(0, y - reach) : y + height + reach, max(0, x - reach) : x + width + reach] = 255
    for x, y, width, height, _ in cv2.connectedComponentsWithStats(seeds)[2][1:].tolist():
        yield x, y, ink[y : y + height, x : x + width]


def looks(ink: Mask) -> list[Look]:
    """What the long strokes in a part of the page draw: a stamp's ring or frame first, then pens."""
    runs = long_runs(ink)
    out = []
    while (stamp := _stamp(runs)) is not None:
        out.append(stamp)
        x0, y0, x1, y1 = (round(v) for v in stamp.box)
        runs[max(0, y0) : y1, max(0, x0) : x1] = 0
    return out + _pens(ink, runs)


def _pens(ink: Mask, runs: Mask) -> list[Look]:
    """Strokes by hand: runs on one piece of ink or close together, slanted enough for a hand."""
    side = round(JOIN * MM) | 1
    joined = cv2.bitwise_or(cv2.dilate(runs, np.ones((side, side), np.uint8)), _pieces_with(ink, runs))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    out = []
    for number in range(1, len(stats)):
        strokes = np.where(labels == number, runs, np.uint8(0))
        x, y, width, height = cv2.boundingRect(strokes)
        large = max(width, height) >= LONG * MM and min(width, height) >= NARROW * MM
        if large and max(width, height) <= LARGEST * MM and _is_pen(strokes):
            out.append(Look("pen", (float(x), float(y), float(x + width), float(y + height))))
    return out


def _pieces_with(ink: Mask, runs: Mask) -> Mask:
    """The pieces of ``ink`` that hold some of ``runs``."""
    _, labels = cv2.connectedComponents(ink, connectivity=8)
    held = np.zeros(int(labels.max()) + 1, np.uint8)
    held[np.unique(labels[runs > 0])] = 255
    held[0] = 0
    return np.asarray(held[labels], np.uint8)


def long_runs(ink: Mask) -> Mask:
    """The ink of straight runs of ``STROKE`` in any direction, a little bent ones too."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    long = np.max(stats[:, 2:4], axis=1) >= STROKE * MM
    long[0] = False
    pieces = np.asarray(long.astype(np.uint8)[labels] * 255, np.uint8)
    down = cv2.transpose(_straight(np.asarray(cv2.transpose(pieces), np.uint8)))
    straight = cv2.bitwise_or(_straight(pieces), down)
    return np.asarray(cv2.bitwise_or(slanted(pieces, (15.0, *OBLIQUE, 165.0)), straight), np.uint8)


def slanted(pieces: Mask, directions: Sequence[float] = OBLIQUE) -> Mask:
    """The ink of runs of ``STROKE`` off the axes."""
    return oblique_runs(pieces, STROKE, directions)


def _straight(ink: Mask) -> Mask:
    """Runs along the rows, as far as they lean by up to 10 degrees, without a rim."""
    return np.asarray(cv2.bitwise_and(level_runs(ink, STROKE * MM), ink), np.uint8)


def _stamp(runs: Mask) -> Look | None:
    """The largest ring or frame among pieces of ``runs`` that stand together."""
    side = round(JOIN * MM) | 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    long = np.max(stats[:, 2:4], axis=1) >= SIDE * MM
    long[0] = False
    runs = np.asarray(long.astype(np.uint8)[labels] * 255, np.uint8)
    joined = cv2.dilate(runs, np.ones((side, side), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for number in sorted(range(1, len(stats)), key=lambda i: -stats[i, 2] * stats[i, 3]):
        if min(stats[number, 2:4]) < STAMP_LEAST / 2 * MM:
            continue
        strokes = np.where(labels == number, runs, np.uint8(0))
        found = stamp_of(strokes) or circle_among(strokes)
        if found is not None:
            return found
    return None


def _is_pen(strokes: Mask) -> bool:
    amount = cv2.countNonZero(strokes)
    return cv2.countNonZero(slanted(strokes)) >= SLANTED * amount and _thin(strokes)


def without_rules(ink: Mask, rulings: Iterable[Ruling], zoom: float) -> Mask:
    """``ink`` with the rules and what lies close beside them blackened; ``zoom`` is its scale."""
    out = ink.copy()
    rim = RULE_RIM * MM
    for rule in rulings:
        low, high = (rule.position - rule.thickness / 2) * zoom, (rule.position + rule.thickness / 2) * zoom
        across = slice(max(0, round(low - rim / 2)), max(0, round(high + rim / 2) + 1))
        along = slice(max(0, round(rule.start * zoom - rim)), max(0, round(rule.end * zoom + rim)))
        if rule.horizontal:
            out[across, along] = 0
        else:
            out[along, across] = 0
    # A stroke that crosses a rule is whole again where ink stands on both sides of it.
    gone = cv2.bitwise_and(ink, cv2.bitwise_not(out))
    side = round(BRIDGE * MM) | 1
    whole = cv2.bitwise_or(
        cv2.morphologyEx(out, cv2.MORPH_CLOSE, np.ones((side, 1), np.uint8)),
        cv2.morphologyEx(out, cv2.MORPH_CLOSE, np.ones((1, side), np.uint8)),
    )
    return np.asarray(cv2.bitwise_or(out, cv2.bitwise_and(gone, whole)), np.uint8)


def _large(stats: Mask, shape: tuple[int, ...]) -> list[int]:
    """Numbers of pieces large enough for a mark that stand clear of the page's edge, largest first."""
    x, y, width, height = stats[:, :4].T
    edge = EDGE * MM
    longest, least = np.maximum(width, height), np.minimum(width, height)
    fits = (longest >= LONG * MM) & (least >= NARROW * MM) & (longest <= LARGEST * MM)
    fits &= (x > edge) & (y > edge) & (x + width < shape[1] - edge) & (y + height < shape[0] - edge)
    fits[0] = False
    numbers = np.flatnonzero(fits)
    return numbers[np.argsort(-(width * height)[numbers])][:MAX_PIECES].tolist()


def _thin(piece: Mask) -> bool:
    """Whether ``piece`` is made of thin strokes that do not crowd."""
    amount = cv2.countNonZero(piece)
    side = round(THICK * MM)
    thick = cv2.morphologyEx(piece, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if cv2.countNonZero(thick) > THICK_SHARE * amount:
        return False
    side = round(DENSE_WINDOW * MM)
    full = cv2.blur(piece, (side, side), borderType=cv2.BORDER_CONSTANT)[piece > 0]
    return float(np.quantile(full, 0.9)) <= 255 * DENSE
