"""Whether the digits of a font look like the digits that their codes say, told from their outlines.

Two digits differ in the holes they have, in how wide and high they are, where their ink has its middle and
how it leans. ``data/digit_shapes.csv`` holds for each two digits the weights of these differences that tell
them apart in every face known (``bench/digit_shapes.py``); a font in which two digits differ the other way
round has them exchanged.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.data import rows
from extract.pages.objects import light
from extract.thai.letters import ARABIC, THAI, to_thai

DOUBT = -0.1
"""Of the usual difference of two digits, by which theirs is the other way round: no face known has that."""

MOST_SEGMENTS = 400
"""Segments of an outline that are looked at, a curve counted as three; digits have 12 to 200."""

MOST_HOLES = 2
"""Holes that are counted: 8 has two."""

STEPS = (0.25, 0.5, 0.75, 1.0)
"""Where a curve is looked at, from its start to its end."""

DIGITS = (ARABIC, THAI)

HOLELESS, LEAST_THAI = frozenset("12357"), 3
"""Arabic digits without a hole, and how many must have one, as all Thai digits do, to be Thai."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


class _Segment(ctypes.c_void_p):
    """One segment of an outline, kept as the pointer that pdfium asks for."""


_POINTER = ctypes.c_void_p
_outline_of = raw.FPDFFont_GetGlyphPath
_segment_of = light(raw.FPDFGlyphPath_GetGlyphPathSegment, _Segment)
_count_of = light(raw.FPDFGlyphPath_CountGlyphSegments, ctypes.c_int)
_point_of = light(raw.FPDFPathSegment_GetPoint, ctypes.c_int)
_kind_of = light(raw.FPDFPathSegment_GetType, ctypes.c_int)

_ON_CURVE = np.array([[(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3] for t in STEPS])
"""Shares of the start, the two control points and the end of a curve at each of ``STEPS``."""


class Outline(NamedTuple):
    """What an outline looks like; lengths in font sizes, middle and lean in shares of its box."""

    holes: float
    width: float
    bottom: float
    top: float
    filled: float
    """Share of its box."""
    across: float
    """Where its ink has its middle, from the left."""
    up: float
    """The same from below."""
    lean: float
    """How ink on the right stands higher than ink on the left."""


def contradict(font: Any, digits: Sequence[str], thai_face: bool = False) -> bool:
    """Whether the outlines of some digits of a font are not those that their codes say.

    Args:
        font: pdfium's.
        digits: those that are printed in it.
        thai_face: the face is one that has Thai digits under the codes of Arabic ones, such as TH SarabunIT๙.
    """
    looks = outlines(font, digits)
    if not exchanged(looks):
        return False
    asked = thai_face or len(HOLELESS & looks.keys()) >= LEAST_THAI
    are_thai = asked and all(look.holes for look in looks.values())
    return not are_thai or exchanged(_as_thai(looks))


def _as_thai(looks: Mapping[str, Outline]) -> dict[str, Outline]:
    """The digits by their value in Thai, as TH SarabunIT๙ shows them, and Word where numerals are Thai."""
    return {to_thai(digit): look for digit, look in looks.items()}


def exchanged(looks: Mapping[str, Outline]) -> bool:
    """Whether two digits differ as they do when each has the other's code."""
    names = sorted(name for name in looks if name in _NUMBERS)
    if len(names) < 2:
        return False
    shapes = np.array([looks[name] for name in names])
    numbers = [_NUMBERS[name] for name in names]
    apart = (shapes - shapes[:, None]) * _weights()[np.ix_(numbers, numbers)]  # of each two digits
    return bool(apart.sum(axis=2).min() < DOUBT)


_NUMBERS = {digit: number for number, digit in enumerate("".join(DIGITS))}


@cache
def _weights() -> Floats:
    """Weights of the differences of each two digits; 0 for those of two scripts."""
    weights = np.zeros((len(_NUMBERS), len(_NUMBERS), len(Outline._fields)))
    for row in rows("digit_shapes.csv"):
        weights[_NUMBERS[row["one"]], _NUMBERS[row["two"]]] = [float(row[name]) for name in Outline._fields]
    return weights


def outlines(font: Any, chars: Sequence[str]) -> dict[str, Outline]:
    """What those of ``chars`` look like that pdfium's ``font`` draws.

    All in one pass: a call of numpy costs more than its work on one digit.
    """
    found = [(char, _outline_of(font, ord(char), 1.0)) for char in chars]
    paths = [(char, ctypes.cast(path, _POINTER)) for char, path in found if path]
    counts = [min(_count_of(path), MOST_SEGMENTS) for _, path in paths]
    if not sum(counts):
        return {}
    points, kinds = _segments([path for _, path in paths], counts)
    drawn, starts, owners = _lines(points, kinds, counts)
    looks = described(drawn, starts, owners)
    return {paths[owner][0]: look for owner, look in looks.items()}


def _segments(paths: Sequence[Any], counts: Sequence[int]) -> tuple[Floats, Numbers]:
    """The points and the kinds of the segments of some outlines, one after the other."""
    segments: list[_Segment] = []
    for path, count in zip(paths, counts, strict=True):
        segments += map(_segment_of, repeat(path), range(count))
    buffer, size = (ctypes.c_float * (2 * len(segments)))(), 8 * len(segments)
    at_x = map(ctypes.byref, repeat(buffer), range(0, size, 8))
    at_y = map(ctypes.byref, repeat(buffer), range(4, size, 8))
    deque(map(_point_of, segments, at_x, at_y), 0)
    kinds = np.array(list(map(_kind_of, segments)), np.intp)
    return np.asarray(buffer, np.float64).reshape(-1, 2), kinds


def _lines(points: Floats, kinds: Numbers, counts: Sequence[int]) -> tuple[Floats, Numbers, Numbers]:
    """Segments as closed lines, curves as points on them: all points, where lines start, whose they are."""
    first = np.cumsum([0, *counts[:-1]])[np.array(counts) > 0]
    begins = kinds == raw.FPDF_SEGMENT_MOVETO
    begins[first] = True
    curved = kinds == raw.FPDF_SEGMENT_BEZIERTO
    every = np.arange(len(kinds))
    before = np.maximum.accumulate(np.where(curved, 0, every))
    ends = np.flatnonzero(curved & ((every - before) % 3 == 0))  # after two control points
    made = np.where(curved, 0, 1)
    made[ends] = len(STEPS)
    at = np.cumsum(made) - made
    drawn = np.empty((int(made.sum()), 2))
    drawn[at[~curved]] = points[~curved]
    corners = points[ends[:, None] + np.arange(-3, 1)]
    drawn[at[ends][:, None] + np.arange(len(STEPS))] = _ON_CURVE @ corners
    return drawn, at[begins], np.repeat(np.arange(len(counts)), counts)[begins]


def described(points: Floats, starts: Numbers, owners: Numbers) -> dict[int, Outline]:
    """What closed lines look like, filled, by the number of their owner; nothing of those without area.

    Args:
        points: of all lines, ``(n, 2)``.
        starts: where each line begins.
        owners: of each line, in rising order.
    """
    lengths = np.diff([*starts, len(points)])
    whole = lengths > 2
    if not whole.any():
        return {}
    points, lengths, owners = points[np.repeat(whole, lengths)], lengths[whole], owners[whole]
    lines = np.cumsum(lengths) - lengths
    after = np.arange(1, len(points) + 1)
    after[lines + lengths - 1] = lines
    (x, y), (u, v) = points.T, points[after].T
    cross = x * v - u * y
    parts = np.array(
        (
            cross / 2,
            (x + u) * cross / 6,
            (y + v) * cross / 6,
            (x * v + 2 * x * y + 2 * u * v + u * y) * cross / 24,
        )
    )
    low, high = np.minimum.reduceat(points, lines), np.maximum.reduceat(points, lines)
    owned, firsts, counts = np.unique(owners, return_index=True, return_counts=True)
    least, most = np.minimum.reduceat(low, firsts), np.maximum.reduceat(high, firsts)
    inner = (low > np.repeat(least, counts, axis=0)) & (high < np.repeat(most, counts, axis=0))
    holes = np.add.reduceat(inner.all(axis=1).astype(np.intp), firsts)
    sums = np.add.reduceat(np.add.reduceat(parts, lines, axis=1), firsts, axis=1).T
    return {
        owner: look
        for owner, *shape in zip(
            owned.tolist(), holes.tolist(), sums.tolist(), least.tolist(), most.tolist(), strict=True
        )
        if (look := _outline(*shape)) is not None
    }


def _outline(
    holes: int, sums: Sequence[float], least: Sequence[float], most: Sequence[float]
) -> Outline | None:
    """An outline by its holes, its area with the first moments of it and the mixed one, and its box."""
    area, sx, sy, sxy = sums
    (x0, y0), (x1, y1) = least, most
    width, height = x1 - x0, y1 - y0
    if not area or width <= 0 or height <= 0:
        return None
    across, up = sx / area, sy / area
    return Outline(
        float(min(holes, MOST_HOLES)),
        width,
        y0,
        y1,
        abs(area) / (width * height),
        (across - x0) / width,
        (up - y0) / height,
        (sxy / area - across * up) / (width * height),
    )
