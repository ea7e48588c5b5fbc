"""Sheets of paper found on their ground (desk, scanner's bed, black edge), each made to fill a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Floats, Mask, Raster
from extract.pages.warp import warped

SIDE = 640
"""Pixels of the longer side of the preview in which the sheet is looked for."""

SLENDER = 1.45
"""Long over short side from which the short one says how large the preview is: two sheets may lie there."""

RIM = 0.02
"""Share of the sides that is the picture's rim."""

LIGHT = 0.85
"""Of the paper's tone: a rim that is mostly lighter is the paper's own."""

ALL_LIGHT = 0.75
"""Share of a rim so light."""

CLOSED = 0.028
"""Of the longer side: letters and rules are closed over such a stretch before the paper is followed."""

EDGE, STEP, OTHER_STEPS = 5, 9, (20, 5)
"""Pixels of the preview over which paper changes by fewer gray levels: light falls off by 1 a pixel at most.
Where no sheet is found so, it is looked for again by the others: a telephone's soft shadow changes by up to
17 and cuts the sheet in two, and on a desk of light wood or among other papers it runs over into its ground.
"""

RIM_LOST = 7
"""Pixels of the preview, both sides together, by which a smooth place ends before its edge."""

DENSE = 0.3
"""Share of a place that print covers; a pattern of a cloth covers half."""

PLACES = 6
"""Smooth places looked at, the largest first."""

LIKEWISE = 0.25
"""Of the densest print's share of its place: another place with so much is a sheet as well."""

INK = 25
"""Gray levels by which print is darker than the paper closed over it."""

SMALLEST, LARGEST = 0.12, 0.9
"""Share of the picture that a sheet covers, and up to which the rest is ground and no scanner's edge."""

SOLID = 0.93
"""Share of its hull that a sheet fills: fingers and clips hide little."""

CUT = 0.008
"""Of the longer side: a corner so near the picture's edge is cut off by it."""

TIGHT = 0.03
"""Of the longer side: a sheet whose corners are so near the picture's fills it."""

SQUARE = 0.8
"""Opposite sides of a sheet seen aslant are no shorter, one over the other, and its area no smaller."""

PARTED_SIDE = 600
"""Pixels of the shorter side in which a bar between two pages is looked for, at least."""

BAR, WIDEST, MIDDLE = 0.7, 0.06, 0.3
"""Of the paper's tone: a column all of which is darker belongs to a bar; share of the picture that a bar
covers at most, and that lies on either side of it at least. A fold's shadow fades: paper beside a bar is
light."""

A4 = math.sqrt(2)
"""Long over short side; a sheet within ``NEAR_A4`` of it is taken for A4."""
NEAR_A4 = 0.13
A4_INCHES = 11.693
MOST_DPI, LEAST_DPI = 240.0, 150.0
"""Of a sheet cut out. Letters wrong on five photographs of 330 dpi: none at 300, 240 and 200 dpi; on four of
A3, whose letters are two thirds as large there: 1, 0 and 28. A fifth less time at 240 than at 300."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the paper lies. ``mask`` is 255 there, in a preview ``zoom`` times the picture's pixels.

    ``corners`` (4, 2) are those of the sheet in pixels of the picture, clockwise from the top left; None
    where the picture cuts it off, or where it fills the picture.
    """

    mask: Mask
    zoom: float
    corners: Floats | None = None

    @property
    def on_ground(self) -> bool:
        """Whether so much of the picture is not paper that it must be a desk."""
        return int(np.count_nonzero(self.mask)) < LARGEST * self.mask.size


LEAST_SIDE = 8
"""Pixels that stay of the shorter side where a picture is looked at in small."""


def find_sheets(raster: Raster) -> tuple[Sheet, ...]:
    """The sheets on ``raster``, most print first; none where the picture's rim is paper all around.

    So it is on a scan, and where the outline of the place with most print is no sheet's.
    """
    image = raster.image if raster.color is None else raster.color
    long, short = max(raster.image.shape), min(raster.image.shape)
    zoom = min(1.0, SIDE / min(long, SLENDER * short))
    every = max(1, short // PARTED_SIDE)
    sampled = max(1, min(long // SIDE, short // LEAST_SIDE))
    if _rim_is_paper(raster.image[::sampled, ::sampled]):
        return _parted(np.asarray(raster.image[::every, ::every]), every)
    preview = np.asarray(cv2.resize(image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8)
    found = _found(preview, STEP, zoom)
    if found and (found[0] is None or not found[0].on_ground):
        for step in OTHER_STEPS:
            again = _found(preview, step, zoom)
            if again and again[0] is not None and again[0].corners is not None:
                found = again
                break
    if not found or found[0] is None:
        return ()
    return (found[0], *(each for each in found[1:] if each is not None and not _around(each, found[0])))


def _found(preview: NDArray[np.uint8], step: int, zoom: float) -> list[Sheet | None]:
    """The smooth places of ``preview`` as sheets; first the whole sheets that lie on a darker one.

    The grain of a carpet passes for more print than a sheet has.
    """
    places = _papers(preview, step)
    found = [_sheet(place, zoom) for place in places]
    if len(found) < 2 or found[0] is None or found[0].on_ground:
        return found
    tones = [float(np.median(preview[place > 0])) for place in places]
    on_it = [
        each
        for each, tone in zip(found[1:], tones[1:], strict=True)
        if each is not None and each.corners is not None and tones[0] < LIGHT * tone
    ]
    return [*on_it] or found


def _around(other: Sheet, sheet: Sheet) -> bool:
    """Whether ``other`` lies around ``sheet``: it is the grain of the desk then, and no second sheet."""
    covered = np.count_nonzero((other.mask > 0) & (sheet.mask > 0))
    return 2 * int(covered) > int(np.count_nonzero(sheet.mask))


def _parted(gray: Mask, every: int) -> tuple[Sheet, ...]:
    """The two pages between which a bar runs through the whole picture, where a scanner's bed shows."""
    for image, turned in ((gray, False), (gray.T, True)):
        height, width = image.shape
        paper = float(np.percentile(image, 80))
        darkest = image.max(axis=0).astype(np.float64)  # of each column its lightest pixel
        bar = np.flatnonzero(darkest < BAR * paper)
        if not len(bar) or len(bar) != bar[-1] - bar[0] + 1 or not 1 < len(bar) < WIDEST * width:
            continue
        first, last = int(bar[0]), int(bar[-1])
        beside = min(float(np.median(image[:, n])) for n in (max(0, first - 3), min(width - 1, last + 3)))
        if not (first / width > MIDDLE and last / width < 1 - MIDDLE and beside > LIGHT * paper):
            continue
        halves = ((0, first - 1), (last + 2, width))
        boxes = [
            np.array([[a, 0], [b, 0], [b, height], [a, height]], np.float64)[:, :: -1 if turned else 1]
            for a, b in halves
        ]
        return tuple(
            Sheet(np.full((8, 8), 255, np.uint8), 1.0, _clockwise(box * every - 0.5)) for box in boxes
        )
    return ()


def _sheet(mask: Mask, zoom: float) -> Sheet | None:
    """The sheet that lies where ``mask`` is 255; None where its outline is too ragged for one."""
    if float(np.count_nonzero(mask)) < SMALLEST * mask.size:
        return None
    outline = max(cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=cv2.contourArea)
    filled = cv2.drawContours(np.zeros_like(mask), [outline], -1, 255, cv2.FILLED)
    hull = cv2.convexHull(outline)
    if cv2.contourArea(outline) < SOLID * cv2.contourArea(hull):
        return None
    corners = _corners(_points(hull), _points(outline), mask.shape)
    found = Sheet(np.asarray(filled, np.uint8), zoom)
    return found if corners is None else replace(found, corners=(corners + 0.5) / zoom - 0.5)


def in_order(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Whole sheets: those side by side from the left, those over one another from the top."""
    middles = np.array(
        [np.zeros(2) if each.corners is None else each.corners.mean(axis=0) for each in sheets]
    )
    return [sheets[n] for n in np.argsort(middles[:, int(np.ptp(middles, axis=0).argmax())])]


def rectified(raster: Raster, sheet: Sheet) -> tuple[Raster, bool]:
    """The sheet alone, straight, and as large as it was seen where it was seen largest; is it like A4?

    A sheet like A4 tells how many dots an inch of paper has; else those of the picture are kept.
    """
    assert sheet.corners is not None
    one, two, three, four = sheet.corners
    across, down = (_length(one, two), _length(four, three)), (_length(one, four), _length(two, three))
    width, height = max(across), max(down)
    ratio = sum(across) / sum(down)
    dpi = raster.dpi
    is_a4 = abs(max(ratio, 1 / ratio) / A4 - 1) <= NEAR_A4
    if is_a4:
        long = max(width, height)
        width, height = (long, long / A4) if ratio > 1 else (long / A4, long)
        dpi = long / A4_INCHES
    grow = min(MOST_DPI, max(LEAST_DPI, dpi)) / dpi
    size = round(width * grow), round(height * grow)
    square = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    back = cv2.getPerspectiveTransform(square - 0.5, sheet.corners.astype(np.float32))
    if grow < 0.75:  # else thin strokes fall between the samples
        blurred = cv2.GaussianBlur(raster.image, (0, 0), 0.35 / grow)
        raster = replace(raster, image=np.asarray(blurred, np.uint8))
    return warped(raster, np.asarray(back, np.float64), size, dpi * grow), is_a4


def without_ground(raster: Raster, sheet: Sheet) -> Raster:
    """``raster`` with all that is not paper whitened."""
    size = raster.image.shape[1::-1]
    mask = cv2.resize(cv2.erode(sheet.mask, np.ones((3, 3), np.uint8)), size, interpolation=cv2.INTER_LINEAR)
    ground = np.asarray(mask) < 128
    image = raster.image.copy()
    image[ground] = 255
    color = raster.color
    if color is not None:
        color = color.copy()
        color[ground] = 255
    return replace(raster, image=image, color=color)


def _points(contour: object) -> Floats:
    """OpenCV's contour as (n, 2)."""
    return np.asarray(contour, np.float64).reshape(-1, 2)


def _length(one: Floats, two: Floats) -> float:
    return float(np.hypot(*(two - one)))


def _rim_is_paper(gray: Mask) -> bool:
    height, width = gray.shape
    down, across = max(1, round(RIM * height)), max(1, round(RIM * width))
    tone = float(np.percentile(gray[height // 4 : -height // 4 : 3, width // 4 : -width // 4 : 3], 80))
    rims = gray[:down], gray[-down:], gray[:, :across], gray[:, -across:]
    return all(float((rim > LIGHT * tone).mean()) >= ALL_LIGHT for rim in rims)


def _papers(preview: NDArray[np.uint8], step: int) -> list[Mask]:
    """Smooth places with print, most print first, letters and rules closed: a desk may be as smooth."""
    side = round(CLOSED * max(preview.shape)) | 1
    around = np.ones((side, side), np.uint8)
    closed = cv2.morphologyEx(preview, cv2.MORPH_CLOSE, around)
    darker = np.asarray(cv2.subtract(closed, preview))
    ink = (darker if darker.ndim == 2 else darker.min(axis=2)) > INK
    smooth = cv2.GaussianBlur(cv2.medianBlur(closed, 5), (0, 0), 1.0)
    steps = np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, np.ones((EDGE, EDGE), np.uint8)))
    flat = ((steps if steps.ndim == 2 else steps.max(axis=2)) < step).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    large = [n for n in np.argsort(-areas)[:PLACES] if areas[n] >= SMALLEST * flat.size]
    found = list[tuple[int, float, Mask]]()
    for number in large:
        here = (labels == number).astype(np.uint8)
        here = np.asarray(cv2.morphologyEx(here, cv2.MORPH_CLOSE, np.ones((EDGE, EDGE), np.uint8)), np.uint8)
        # well inside, for a sheet's shadow on the desk is closed as well
        inside = cv2.erode(here, around, borderValue=1) > 0
        held, area = int(np.count_nonzero(ink[inside])), int(np.count_nonzero(inside))
        if 0 < held < DENSE * area:
            found.append((held, held / area, here))
    found.sort(key=lambda place: -place[0])
    grown = np.ones((RIM_LOST,) * 2, np.uint8)
    return [
        np.asarray(cv2.dilate(here, grown) * 255, np.uint8)
        for _, share, here in found
        if share >= LIKEWISE * found[0][1]
    ]


def _corners(hull: Floats, outline: Floats, shape: tuple[int, ...]) -> Floats | None:
    """Where the four sides of the sheet meet, or None where fewer than four are seen."""
    long = max(shape)
    points = hull.astype(np.float32).reshape(-1, 1, 2)
    rough: Floats | None = None
    for share in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06):
        found = cv2.approxPolyDP(points, share * cv2.arcLength(points, True), True)
        if len(found) == 4:
            rough = np.asarray(found, np.float64).reshape(4, 2)
            break
    if rough is None or _cut_off(rough, shape):
        return None
    sides = _sides(outline, rough)
    if sides is None:
        return None
    corners = np.array([_meet(sides[k - 1], sides[k]) for k in range(4)])
    if np.abs(corners - rough).max() > 0.05 * long:
        return None
    corners = _clockwise(corners)
    height, width = shape[:2]
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    if np.abs(corners - whole).max() < TIGHT * long:
        return None
    one, two, three, four = corners
    for a, b in (((one, two), (four, three)), ((one, four), (two, three))):
        lengths = sorted((_length(*a), _length(*b)))
        if lengths[0] < SQUARE * lengths[1]:
            return None
    return corners


def _cut_off(corners: Floats, shape: tuple[int, ...]) -> bool:
    height, width = shape[:2]
    near = CUT * max(shape)
    x, y = corners.T
    return bool(((x < near) | (y < near) | (x > width - 1 - near) | (y > height - 1 - near)).any())


def _sides(outline: Floats, corners: Floats) -> list[Floats] | None:
    """A line (point and direction) through the outline along each side of ``corners``, its ends left out."""
    out = []
    for k in range(4):
        start, end = corners[k], corners[(k + 1) % 4]
        way = end - start
        length = float(np.hypot(*way))
        if length < 10:
            return None
        way = way / length
        along = (outline - start) @ way
        off = np.abs((outline - start) @ np.array([-way[1], way[0]]))
        mine = (along > 0.06 * length) & (along < 0.94 * length) & (off < 0.04 * length)
        if int(mine.sum()) < 10:
            return None
        line = cv2.fitLine(outline[mine].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
        out.append(np.asarray(line, np.float64).ravel())
    return out


def _meet(first: Floats, second: Floats) -> Floats:
    """Where two lines (direction x y, point x y) meet."""
    matrix = np.array([[first[0], -second[0]], [first[1], -second[1]]])
    if abs(float(np.linalg.det(matrix))) < 1e-6:
        return first[2:] * np.inf
    steps = np.linalg.solve(matrix, second[2:] - first[2:])
    return np.asarray(first[2:] + steps[0] * first[:2])


def _clockwise(corners: Floats) -> Floats:
    """Clockwise from the one that is nearest the picture's top left."""
    x, y = (corners - corners.mean(axis=0)).T
    ordered = corners[np.argsort(np.arctan2(y, x))]
    return np.asarray(np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0))
