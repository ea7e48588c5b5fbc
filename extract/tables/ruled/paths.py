"""From the path objects of a PDF page to straight painted pieces, within a budget."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from extract.model import BBox
from extract.pages.matrix import Matrix
from extract.pages.objects import PageObject

MAX_SEGMENTS = 300_000
"""Path segments looked at on one page; a page of 5,000 boxed cells has 25,000."""

THIN = 4.0
"""Points: a path this thin as a whole is one piece and needs no look at its segments."""

PALE = 250
"""Least of red, green, blue (0–255) from which ink does not show on white paper."""

AXIS = 0.7
"""Points by which a side may lean and still be a rule."""

SHAPE = 16.0
"""Points both ways: the least ellipse, diamond or rounded box of a drawing."""

SHAPE_SEGMENTS = 24
"""Of one such outline, at most: a cloud has more, and so has a drawing of many lines in one path."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Painted:
    """Ink in the viewer frame: one straight piece, or the area of a filled shape; pale ink is white.

    ``drawn`` tells that it is the area of an outline with curves or slanting sides, which is no cell;
    ``slant`` that it is the box of a slanting line or a zigzag; ``tone`` is a fill's gray level, 0–255.
    """

    box: BBox
    filled: bool
    dark: bool
    drawn: bool = False
    slant: bool = False
    tone: float = 0.0


class PathReader:
    """Reads painted pieces off path objects; ``exhausted`` tells afterwards that the budget ran out."""

    def __init__(self) -> None:
        """Hold the C values that pdfium writes into."""
        self.segments = 0
        self.exhausted = False
        self._mode = (ctypes.c_int(), ctypes.c_int())
        self._color = tuple(ctypes.c_uint() for _ in range(4))
        self._width = ctypes.c_float()

    def pieces(self, items: Iterable[PageObject]) -> Iterator[Painted]:
        """Yield the pieces of all path objects among ``items`` in paint order."""
        for item in items:
            if item.kind == raw.FPDF_PAGEOBJ_PATH:
                if self.segments > MAX_SEGMENTS:
                    self.exhausted = True
                    return
                yield from self._path(item)

    def _path(self, item: PageObject) -> Iterator[Painted]:
        """Pieces of one path: its whole box when thin, else its area and the sides of its subpaths."""
        box = item.bounds()
        if box is None:
            return
        handle = item.handle
        raw.FPDFPath_GetDrawMode(handle, *self._mode)
        fill = self._ink(handle, raw.FPDFPageObj_GetFillColor) if self._mode[0].value else None
        tone = sum(value.value for value in self._color[:3]) / 3
        stroke = self._ink(handle, raw.FPDFPageObj_GetStrokeColor) if self._mode[1].value else None
        if fill is None and stroke is None:
            return
        dark = bool(fill) or bool(stroke)
        if min(box.width, box.height) <= THIN:
            yield Painted(box if stroke is None else self._stroked(item, box), fill is not None, dark)
            return
        if fill is not None:
            yield Painted(box, True, bool(fill), tone=tone)
        count = raw.FPDFPath_CountSegments(handle)
        if stroke is None and count <= 5:
            return
        self.segments += count
        placed = item.placed()
        width = self._stroke_width(item, placed) if stroke is not None else 0.0
        if stroke is not None and min(box.width, box.height) >= SHAPE and _is_drawn(handle, count, placed):
            yield Painted(box, False, dark, drawn=True)
            return
        for outline, closed in _subpaths(handle, min(count, MAX_SEGMENTS), placed):
            around = _box(outline)
            thin = min(around.width, around.height) + width <= THIN
            if fill is None and not thin and _is_slanting(outline):
                yield Painted(around, False, dark, slant=True)
            else:
                yield from _sides(outline, closed, stroke is not None, width, dark)

    def _stroke_width(self, item: PageObject, placed: Matrix) -> float:
        """Stroke width in points of the viewer frame."""
        if not raw.FPDFPageObj_GetStrokeWidth(item.handle, self._width):
            return 0.0
        return float(self._width.value * abs(placed.a * placed.d - placed.b * placed.c) ** 0.5)

    def _stroked(self, item: PageObject, box: BBox) -> BBox:
        """The box of a thin stroked path without the margin that pdfium's bounds leave around strokes."""
        width = self._stroke_width(item, item.placed())
        excess = min(box.width, box.height) / 2
        grow_x, grow_y = (0.0, width / 2) if box.width > box.height else (width / 2, 0.0)
        return BBox(
            box.x0 + excess - grow_x,
            box.y0 + excess - grow_y,
            box.x1 - excess + grow_x,
            box.y1 - excess + grow_y,
        )

    def _ink(self, handle: Any, get: Any) -> bool | None:
        """Whether the ink shows on white paper; ``None`` for fully transparent ink."""
        if not get(handle, *self._color):
            return True
        red, green, blue, alpha = (value.value for value in self._color)
        return None if alpha == 0 else min(red, green, blue) < PALE


def _is_drawn(handle: Any, count: int, placed: Matrix) -> bool:
    """Whether a path is one closed outline with curves or slanting sides: ellipse, diamond, rounded box."""
    if count > SHAPE_SEGMENTS:
        return False
    kinds = [raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(handle, i)) for i in range(count)]
    if kinds.count(raw.FPDF_SEGMENT_MOVETO) != 1 or count < 4:
        return False
    if raw.FPDF_SEGMENT_BEZIERTO in kinds:
        return True
    outlines = list(_subpaths(handle, count, placed))
    if len(outlines) != 1 or not outlines[0][1]:
        return False
    outline = outlines[0][0]
    ends = zip(outline, outline[1:] + outline[:1], strict=True)
    return any(abs(x0 - x1) >= AXIS and abs(y0 - y1) >= AXIS for (x0, y0), (x1, y1) in ends)


def _subpaths(handle: Any, count: int, placed: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """Stretches of straight segments as points in the viewer frame, and whether closed."""
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[Point] = []
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = placed.apply(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            outline.append(here)
        else:
            if len(outline) > 1:
                yield outline, False
            outline = [here]
        if raw.FPDFPathSegment_GetClose(segment):
            if len(outline) > 1:
                yield outline, True
            outline = outline[:1]
    if len(outline) > 1:
        yield outline, False


def _sides(outline: list[Point], closed: bool, stroked: bool, width: float, dark: bool) -> Iterator[Painted]:
    """Pieces of one subpath: its whole box when thin, else, if stroked, its sides along the axes."""
    box = _box(outline)
    if min(box.width, box.height) + width <= THIN:
        yield Painted(box.grown(width / 2), not stroked, dark)
    elif stroked:
        ends = outline[1:] + outline[:1] if closed else outline[1:]
        for (x0, y0), (x1, y1) in zip(outline, ends, strict=False):
            if abs(x0 - x1) < AXIS or abs(y0 - y1) < AXIS:
                side = BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                yield Painted(side.grown(width / 2), False, dark)


def _box(outline: list[Point]) -> BBox:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return BBox(min(xs), min(ys), max(xs), max(ys))


def _is_slanting(outline: list[Point]) -> bool:
    ends = zip(outline, outline[1:], strict=False)
    return all(abs(x0 - x1) >= AXIS and abs(y0 - y1) >= AXIS for (x0, y0), (x1, y1) in ends)
