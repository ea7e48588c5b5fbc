"""Whether the digits of a font look like the digits that their codes say, told from their outlines.

Two digits differ in the holes they have, in how wide and high they are, where their ink has its middle and
how it leans. ``data/digit_shapes.csv`` holds for each two digits the weights of these differences that tell
them apart in every face known (``bench/digit_shapes.py``); a font in which two digits differ the other way
round has them exchanged.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.data import rows
from extract.pages.objects import light

DOUBT = -0.1
"""Of the usual difference of two digits, by which theirs is the other way round: no face known has that."""

MOST_SEGMENTS = 400
"""Segments of an outline that are looked at; digits have 8 to 60."""

MOST_HOLES = 2
"""Holes that are counted: 8 has two."""

STEPS = (0.25, 0.5, 0.75, 1.0)
"""Where a curve is looked at, from its start to its end."""

DIGITS = ("0123456789", "๐๑๒๓๔๕๖๗๘๙")

Point = tuple[float, float]
Floats = NDArray[np.float64]

_POINTER = ctypes.c_void_p
_outline_of = raw.FPDFFont_GetGlyphPath
_segment_of = light(raw.FPDFGlyphPath_GetGlyphPathSegment, _POINTER)
_count_of = light(raw.FPDFGlyphPath_CountGlyphSegments, ctypes.c_int)
_point_of = light(raw.FPDFPathSegment_GetPoint, ctypes.c_int)
_kind_of = light(raw.FPDFPathSegment_GetType, ctypes.c_int)


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


def contradict(font: Any, digits: Sequence[str]) -> bool:
    """Whether the outlines of some digits of a font are not those that their codes say.

    Args:
        font: pdfium's.
        digits: those that are printed in it.
    """
    looks = {digit: look for digit in digits if (look := outline(font, digit)) is not None}
    return exchanged(looks)


def exchanged(looks: Mapping[str, Outline]) -> bool:
    """Whether two digits differ as they do when each has the other's code."""
    weights = _weights()
    for pair in itertools.combinations(sorted(looks), 2):
        weight = weights.get(pair)
        if weight is None:
            continue
        difference = np.subtract(looks[pair[1]], looks[pair[0]])
        if float(difference @ weight) < DOUBT:
            return True
    return False


@cache
def _weights() -> dict[tuple[str, str], Floats]:
    return {
        (row["one"], row["two"]): np.array([float(row[name]) for name in Outline._fields])
        for row in rows("digit_shapes.csv")
    }


def outline(font: Any, char: str) -> Outline | None:
    """What ``char`` of pdfium's ``font`` looks like, or None where it draws nothing."""
    path = _outline_of(font, ord(char), 1.0)
    if not path:
        return None
    contours = list(_contours(ctypes.cast(path, _POINTER)))
    return described(contours) if contours else None


def _contours(path: Any) -> Iterator[list[Point]]:
    """The closed lines of an outline, curves as points on them."""
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    line: list[Point] = []
    held: list[Point] = []
    for index in range(min(_count_of(path), MOST_SEGMENTS)):
        segment = _POINTER(_segment_of(path, index))
        _point_of(segment, at_x, at_y)
        here, kind = (x.value, y.value), _kind_of(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            held.append(here)
            if len(held) == 3:  # two control points and the end
                line += _curve(line[-1] if line else held[0], *held)
                held = []
        elif kind == raw.FPDF_SEGMENT_MOVETO:
            if len(line) > 2:
                yield line
            line = [here]
        else:
            line.append(here)
    if len(line) > 2:
        yield line


def _curve(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    for t in STEPS:
        u = 1 - t
        p, q, r, s = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        yield p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1]


def described(contours: Sequence[Sequence[Point]]) -> Outline | None:
    """What closed lines look like, filled."""
    area = sx = sy = sxy = 0.0
    boxes = []
    for line in contours:
        points = np.array(line)
        x, y = points.T
        u, v = np.roll(x, -1), np.roll(y, -1)
        cross = x * v - u * y
        area += float(cross.sum()) / 2
        sx += float(((x + u) * cross).sum()) / 6
        sy += float(((y + v) * cross).sum()) / 6
        sxy += float(((x * v + 2 * x * y + 2 * u * v + u * y) * cross).sum()) / 24
        boxes.append((x.min(), y.min(), x.max(), y.max()))
    sides = np.array(boxes)
    (x0, y0), (x1, y1) = sides[:, :2].min(axis=0), sides[:, 2:].max(axis=0)
    width, height = float(x1 - x0), float(y1 - y0)
    if not area or width <= 0 or height <= 0:
        return None
    inside = (sides[:, 0] > x0) & (sides[:, 1] > y0) & (sides[:, 2] < x1) & (sides[:, 3] < y1)
    across, up = sx / area, sy / area
    return Outline(
        float(min(int(inside.sum()), MOST_HOLES)),
        width,
        float(y0),
        float(y1),
        abs(area) / (width * height),
        (across - float(x0)) / width,
        (up - float(y0)) / height,
        (sxy / area - across * up) / (width * height),
    )
