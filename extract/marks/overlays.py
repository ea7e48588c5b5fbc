"""Marks on a digital page: ink drawn as curves or pasted as pictures, annotations, letters set askew.

A rule runs along the page and a picture stands beside its text; what a hand or a stamp puts there is a curve
or a slant in one ink, lies over print, or stands over a signer's name.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2.raw as raw

from extract.grouping import gathered
from extract.marks.ink_shapes import ROUND, STAMP_LEAST, Shape
from extract.marks.mark_findings import Mark, is_stamp
from extract.marks.pasted import lies_over, pasted_marks
from extract.model import BBox, Glyph
from extract.pages.codes import chunks
from extract.pages.objects import PageObject
from extract.pages.openpage import OpenPage
from extract.pages.textlayer import drawn_chars

POINT = 72 / 25.4
"""Points a millimetre."""

LEAST, MOST = 5.0 * POINT, 110.0 * POINT
"""Points: sides of a drawn mark."""

MAX_PATHS = 20_000
"""A page that draws more is a map or a chart; a stamped report draws some hundreds."""

MAX_SEGMENTS = 2_000
"""Segments of one path: a signature by a tablet has under a thousand."""

TOGETHER = 4.0 * POINT
"""Points within which strokes of one ink are one mark."""

SAME_INK = 48
"""Difference of red, green or blue up to which two colours are one ink."""

COLOURED = 40
"""Difference between the strongest and the weakest of red, green and blue from which ink is coloured."""

OFF_ELLIPSE = 0.05
"""Share of its radius by which a point may lie off a drawn ellipse; fitted curves are off by under 1 %."""

PALE = 235
"""Least of red, green and blue from which a stroke does not show: the seams of a pie chart."""

ASKEW = math.radians(1.5)
"""Slant from which a row of letters was not set for reading along or down the page."""

STEADY = math.radians(4.0)
"""By how much the slant may change from letter to letter of one row."""

LEAST_LETTERS = 5
"""Letters of such a row; fewer may be a fraction or an exponent."""

Rgb = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Overlays:
    """What lies over a page: marks in page points, and the glyphs that remain its text.

    ``askew`` are the rows of glyphs that are set aslant, which are no text.
    """

    marks: tuple[Mark, ...]
    glyphs: tuple[Glyph, ...]
    askew: tuple[tuple[Glyph, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Stroke:
    """One drawn path: its box, its ink, and whether it is a ring or a slanted frame."""

    box: BBox
    ink: Rgb
    shape: Shape


def find_overlays(page: OpenPage, glyphs: Sequence[Glyph]) -> Overlays:
    """Part the marks on a digital page from its print."""
    slanted = _slanted_rows(glyphs)
    viewed = [Mark(shape, box, "viewer") for shape, box in _annotations(page, glyphs)]
    drawn = [Mark(shape, box, "drawn") for shape, box in (*_drawn(page, glyphs), *pasted_marks(page, glyphs))]
    gone = {number for row in slanted for number in row}
    if any(mark.shape == "ring" for mark in drawn):
        letters = [line.bbox for line in chunks(glyphs)]
        drawn = [mark for mark in drawn if mark.shape != "ring" or is_stamp(mark, letters)]
    marks = _joined([*drawn, *viewed])
    stamps = [mark.box for mark in marks if mark.shape != "pen"]
    if stamps:
        gone |= _coloured_letters(page, glyphs, stamps)
    kept = (glyph for number, glyph in enumerate(glyphs) if number not in gone) if gone else glyphs
    askew = tuple(tuple(glyphs[number] for number in row) for row in slanted)
    return Overlays(tuple(marks), tuple(kept), askew)


def _joined(marks: Sequence[Mark]) -> list[Mark]:
    """``marks`` with what a hand wrote together as one, and without pens inside stamps."""
    stamps = [mark for mark in marks if mark.shape != "pen"]
    left = [
        mark
        for mark in marks
        if mark.shape == "pen" and not any(s.box.contains(*mark.box.center) for s in stamps)
    ]
    pens = gathered(
        left,
        lambda one, two: one.ink == two.ink and _near(one.box, two.box),
        lambda one, two: replace(one, box=one.box.union(two.box)),
    )
    return [*stamps, *sorted(pens, key=lambda pen: (pen.box.y0, pen.box.x0))]


def _drawn(page: OpenPage, glyphs: Sequence[Glyph]) -> list[tuple[Shape, BBox]]:
    """Marks among the paths: strokes of one ink that stand together and are coloured or lie over print."""
    paths = [item for item in page.objects() if item.kind == raw.FPDF_PAGEOBJ_PATH]
    if len(paths) > MAX_PATHS:
        return []
    strokes: list[tuple[BBox, tuple[_Stroke, ...]]] = [
        (stroke.box, (stroke,)) for item in paths if (stroke := _stroke(item)) is not None
    ]
    out: list[tuple[Shape, BBox]] = []
    for box, group in gathered(
        strokes, lambda a, b: _near(a[0], b[0]), lambda a, b: (a[0].union(b[0]), (*a[1], *b[1]))
    ):
        inks = [stroke.ink for stroke in group]
        if not all(_alike(inks[0], ink) for ink in inks) or max(box.width, box.height) > MOST:
            continue  # a chart or a drawing
        rings = [s for s in group if s.shape in ("ring", "frame")]
        if rings:
            out.append((rings[0].shape, box))
        elif max(inks[0]) - min(inks[0]) >= COLOURED or lies_over(box, glyphs):
            out.append(("pen", box))
    return out


def _stroke(item: PageObject) -> _Stroke | None:
    """The path as a stroke of a pen or stamp, or None when it is a rule, a ground or part of a picture."""
    count = raw.FPDFPath_CountSegments(item.handle)
    if count <= 2 or count > MAX_SEGMENTS:
        return None
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.handle, fill, stroked)
    if fill.value or not stroked.value:
        return None
    box = item.bounds()
    if box is None or max(box.width, box.height) < LEAST or min(box.width, box.height) < LEAST / 4:
        return None
    ink = _color(item)
    if min(ink) >= PALE:
        return None
    along, lines, box = _segments(item, count)
    if along:
        short, long = sorted((box.width, box.height))
        if not lines and short >= ROUND * long and _is_ellipse(along, box):
            ring = short >= STAMP_LEAST * POINT and max(ink) - min(ink) >= COLOURED
            return _Stroke(box, ink, "ring") if ring else None
        return _Stroke(box, ink, "pen") if 4 * len(lines) <= len(along) else None
    askew = [line for line in lines if _is_askew(*line)]
    if len(askew) < 2 or len(askew) < len(lines):
        return None
    frame = len(lines) == 4 and min(box.width, box.height) >= STAMP_LEAST * POINT / 2
    return _Stroke(box, ink, "frame" if frame else "pen")


def _segments(item: PageObject, count: int) -> tuple[list[Point], list[Point], BBox]:
    """Points along the curves, the straight sides as (x, y) from start to end, and the ink's box; points."""
    placed, x, y = item.placed(), ctypes.c_float(), ctypes.c_float()
    along, lines, held = list[Point](), list[Point](), list[Point]()
    corners: list[Point] = []
    before = start = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item.handle, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = placed.apply(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            held.append(here)
            if len(held) == 3:  # pdfium counts the two control points and the end of each curve
                along += _curve(before, *held)
                before, held = here, []
        else:
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = here
            else:
                lines.append((here[0] - before[0], here[1] - before[1]))
            corners.append(here)
            before = here
        if raw.FPDFPathSegment_GetClose(segment) and math.dist(here, start) > 1.0:
            lines.append((start[0] - here[0], start[1] - here[1]))
    xs, ys = zip(*corners, *along, strict=True)
    return along, lines, BBox(min(xs), min(ys), max(xs), max(ys))


def _curve(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    """Points of a Bézier curve after its start, its end among them."""
    for t in (0.25, 0.5, 0.75, 1.0):
        u = 1 - t
        weights = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        yield tuple(sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) for i in (0, 1))  # type: ignore[misc]


def _is_ellipse(points: Sequence[Point], box: BBox) -> bool:
    """Whether all points lie on the ellipse that fills ``box``."""
    (cx, cy), a, b = box.center, box.width / 2, box.height / 2
    return len(points) >= 16 and all(
        abs(math.hypot((x - cx) / a, (y - cy) / b) - 1) <= OFF_ELLIPSE for x, y in points
    )


def _is_askew(x: float, y: float) -> bool:
    turn = abs(math.atan2(y, x)) % (math.pi / 2)
    return min(turn, math.pi / 2 - turn) > ASKEW / 2


def _color(item: PageObject) -> Rgb:
    channels = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetStrokeColor(item.handle, *channels)
    red, green, blue = (channel.value for channel in channels[:3])
    return red, green, blue


def _alike(one: Rgb, two: Rgb) -> bool:
    return max(abs(a - b) for a, b in zip(one, two, strict=True)) <= SAME_INK


def _near(one: BBox, two: BBox) -> bool:
    return one.meets(two.grown(TOGETHER))


def _annotations(page: OpenPage, glyphs: Sequence[Glyph]) -> Iterator[tuple[Shape, BBox]]:
    """Stamps and ink that a viewer's tools put on the page; a stamp of typed letters is print."""
    kinds: dict[int, Shape] = {raw.FPDF_ANNOT_STAMP: "frame", raw.FPDF_ANNOT_INK: "pen"}
    for note in page.annotations:
        shape = kinds.get(note.kind)
        if shape is not None and not any(
            glyph.method == "annotation" and note.box.contains(*glyph.bbox.center) for glyph in glyphs
        ):
            yield shape, note.box


def _slanted_rows(glyphs: Sequence[Glyph]) -> list[range]:
    """Numbers of the glyphs of each row set askew."""
    if len(glyphs) < LEAST_LETTERS:
        return []
    x = np.array([glyph.bbox.x0 for glyph in glyphs])
    y = np.array([glyph.baseline for glyph in glyphs])
    size = np.array([glyph.size for glyph in glyphs])
    dx, dy = np.diff(x), np.diff(y)
    turn = np.arctan2(dy, dx)
    off = np.abs((turn + np.pi / 4) % (np.pi / 2) - np.pi / 4)
    step = np.hypot(dx, dy)
    askew = (off > ASKEW) & (step < 2 * size[1:]) & (step > 0.05 * size[1:])
    steady = np.concatenate([[False], np.abs(np.diff(turn)) < STEADY])
    rows: list[range] = []
    for start in np.flatnonzero(askew & ~np.concatenate([[False], (askew[:-1] & steady[1:])])).tolist():
        end = start + 1
        while end < len(askew) and askew[end] and steady[end]:
            end += 1
        if end + 1 - start >= LEAST_LETTERS:
            rows.append(range(start, end + 1))
    return rows


def _coloured_letters(page: OpenPage, glyphs: Sequence[Glyph], stamps: Sequence[BBox]) -> set[int]:
    """Numbers of the glyphs in coloured ink inside ``stamps``."""
    drawn = drawn_chars(page.text_page, page.to_view)
    spots: set[tuple[int, int]] = set()
    channels = [ctypes.c_uint() for _ in range(4)]
    for item in page.objects():
        if item.kind != raw.FPDF_PAGEOBJ_TEXT:
            continue
        box = item.bounds()
        if box is None or not any(stamp.contains(*box.center) for stamp in stamps):
            continue
        raw.FPDFPageObj_GetFillColor(item.handle, *channels)
        ink = [channel.value for channel in channels[:3]]
        if max(ink) - min(ink) >= COLOURED:
            spots |= {(round(char[1]), round(char[2])) for char in drawn.get(item.address, ())}
    return {
        number
        for number, glyph in enumerate(glyphs)
        if any(stamp.contains(*glyph.bbox.center) for stamp in stamps)
        and any(spot in spots for spot in _around(glyph))
    }


def _around(glyph: Glyph) -> Iterator[tuple[int, int]]:
    x, y = round(glyph.bbox.x0), round(glyph.baseline)
    return ((x + a, y + b) for a in (-1, 0, 1) for b in (-1, 0, 1))
