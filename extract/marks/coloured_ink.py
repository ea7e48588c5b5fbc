"""Ink of another colour on a scan: found, named, and taken off the gray page.

Print is black. A coloured stamp, signature or note is lifted as a photographer does it: seen through a
filter of its own colour the ink vanishes, and black print under it stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.marks.ink_shapes import (
    MM,
    STAMP_MOST,
    WORK_DPI,
    InkShape,
    form_of,
    is_print,
    leans,
    level_runs,
    stamp_of,
)
from extract.model import BBox, Mask, Raster

SURE, LIKELY = 40, 22
"""Gray levels between the strongest and the weakest of red, green, blue from which a pixel is coloured, and
from which it is so beside sure ones; JPEG and a scanner's colour fringes stay under 30 at ``WORK_DPI``."""

SATURATION = 0.3
"""The same as a share of how dark the pixel is: brownish black is not coloured."""

GROUND, GROUND_SHARE = 4.0, 0.65
"""A window of so many millimetres filled to such a share is a coloured ground; letters fill half."""

JOIN = 2.5
"""Millimetres of white over which letters and strokes of one ink belong together."""

THICK = 1.8
"""Millimetres: what is coloured over more than this is a ground, a picture or a logo, no stroke."""

THICK_SHARE = 0.25
"""Share of a cluster that may be so thick."""

LEAST_INK = 3.0
"""Square millimetres of ink that a mark has at least."""

ONE_INK = 0.85
"""Share of a cluster's pixels near its common hue; pictures and logos have several inks."""

HUE_REACH = 18
"""Degrees / 2 (OpenCV's hue) that count as one ink."""

LARGEST = 120.0
"""Millimetres: a cluster larger than this is a coloured table or heading."""

SAMPLE, LEAST_SAMPLE = 4, 8
"""Every so many pixels one is looked at first, and so many of those must be coloured at least: the smallest
mark has 11 of them at 200 dpi."""

BESIDE = 4.0
"""Millimetres around a pen's stroke within which what is of the same ink was written with it."""

BLACK = 20
"""Gray level of print."""

CLEAR = 0.8
"""Share of its own tone from which ink seen through its filter is paper."""

Color = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _InkCluster:
    """Coloured ink that stands together: its mask at ``WORK_DPI``, its box there, its hue."""

    ink: Mask
    box: BBox
    hue: int

    def union(self, other: _InkCluster) -> _InkCluster:
        """Both in one mask."""
        box = self.box.union(other.box)
        ink = np.zeros((round(box.height), round(box.width)), np.uint8)
        for part in (self, other):
            x, y = round(part.box.x0 - box.x0), round(part.box.y0 - box.y0)
            ink[y : y + part.ink.shape[0], x : x + part.ink.shape[1]] |= part.ink
        return _InkCluster(ink, box, self.hue)


@dataclass(frozen=True, slots=True)
class ColouredInk:
    """One mark in coloured ink: what it looks like, and its box in pixels of the raster."""

    form: InkShape
    box: BBox


def lift(raster: Raster) -> tuple[Raster, tuple[ColouredInk, ...]]:
    """Take coloured marks off ``raster``; its ``color`` is dropped.

    Returns:
        The raster in gray without the marks, and the marks in its pixels.
    """
    color = raster.color
    if color is None:
        return raster, ()
    bare = replace(raster, color=None)
    if _is_gray(color):
        return bare, ()
    zoom = min(1.0, WORK_DPI / raster.dpi)
    small = np.asarray(cv2.resize(color, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8)
    sure, likely = colored_ink(small)
    if cv2.countNonZero(sure) < LEAST_INK * MM * MM:
        return bare, ()
    apart = cv2.bitwise_not(_grounds_and_rules(sure))
    sure, likely = (np.asarray(cv2.bitwise_and(mask, apart), np.uint8) for mask in (sure, likely))
    clusters = _clusters(sure, likely, small)
    found: list[ColouredInk] = []
    image = raster.image.copy()
    for cluster, form in _marks(clusters):
        _filter(image, color, cluster, zoom)
        box = cluster.box
        found.append(ColouredInk(form, BBox(box.x0 / zoom, box.y0 / zoom, box.x1 / zoom, box.y1 / zoom)))
    return replace(bare, image=image) if found else bare, tuple(found)


def _is_gray(color: Color) -> bool:
    """Whether a sample of the page's pixels has no colour: most scans, at no cost."""
    some = cv2.resize(color, None, fx=1 / SAMPLE, fy=1 / SAMPLE, interpolation=cv2.INTER_NEAREST)
    return int(np.count_nonzero(_chroma(cv2.split(some))[0] >= LIKELY)) < LEAST_SAMPLE


def _chroma(channels: Sequence[Any]) -> tuple[Mask, Mask]:
    """By how much the strongest of three channels exceeds the weakest, and the weakest."""
    one, two, three = channels
    weakest = np.asarray(cv2.min(cv2.min(one, two), three), np.uint8)
    return np.asarray(cv2.subtract(cv2.max(cv2.max(one, two), three), weakest), np.uint8), weakest


def colored_ink(image: Color) -> tuple[Mask, Mask]:
    """255 where a pixel of the blue-green-red ``image`` surely, and likely, is coloured, on any paper."""
    paper = [int(np.median(part[part >= np.median(part)])) for part in (image[::5, ::5, i] for i in range(3))]
    even = [
        cv2.convertScaleAbs(channel, alpha=255.0 / max(96, tone))
        for channel, tone in zip(cv2.split(image), paper, strict=True)
    ]
    chroma, weakest = _chroma(even)
    dark = cv2.bitwise_not(weakest)
    masks = []
    for least, share in ((SURE, SATURATION), (LIKELY, SATURATION * LIKELY / SURE)):
        level = np.maximum(np.asarray(cv2.convertScaleAbs(dark, alpha=share), np.uint8), np.uint8(least))
        masks.append(np.asarray(cv2.compare(chroma, level, cv2.CMP_GE), np.uint8))
    return masks[0], masks[1]


def _grounds_and_rules(colored: Mask) -> Mask:
    """Coloured cells, and the rules of a coloured table, which are longer than any stamp's side."""
    length, side = STAMP_MOST * MM, round(GROUND * MM)
    down = cv2.transpose(level_runs(np.asarray(cv2.transpose(colored), np.uint8), length))
    rules = cv2.bitwise_or(level_runs(colored, length), down)
    full = cv2.threshold(cv2.blur(colored, (side, side)), 255 * GROUND_SHARE, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.bitwise_or(rules, cv2.dilate(full, np.ones((side, side), np.uint8))), np.uint8)


def _clusters(sure: Mask, likely: Mask, image: Color) -> list[_InkCluster]:
    """Coloured ink that stands together and is of one ink and thin."""
    side = round(JOIN * MM) | 1
    joined = cv2.dilate(sure, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    out = []
    for number, (x, y, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        if max(width, height) > LARGEST * MM:
            continue
        rows, columns = slice(y, y + height), slice(x, x + width)
        ink = np.where(labels[rows, columns] == number, likely[rows, columns], np.uint8(0))
        if cv2.countNonZero(ink) < LEAST_INK * MM * MM or not _thin(ink):
            continue
        left, top, wide, high = cv2.boundingRect(ink)
        ink = np.ascontiguousarray(ink[top : top + high, left : left + wide])
        x, y = x + left, y + top
        hue = hue_of(image[y : y + high, x : x + wide], ink)
        if hue is not None:
            out.append(_InkCluster(ink, BBox(x, y, x + wide, y + high), hue))
    return out


def _marks(clusters: Sequence[_InkCluster]) -> list[tuple[_InkCluster, InkShape]]:
    """Stamps and pen strokes, each with what stands in or beside it in the same ink."""
    print_, drawn = list[_InkCluster](), list[_InkCluster]()
    for cluster in clusters:
        (print_ if stamp_of(cluster.ink) is None and is_print(cluster.ink) else drawn).append(cluster)
    out: list[tuple[_InkCluster, InkShape]] = []
    for whole in _joined(drawn):
        inside = [c for c in print_ if same_ink(c.hue, whole.hue) and c.box.share_in(whole.box) > 0.5]
        form = form_of(whole.ink)
        if form is not None and form.shape == "frame" and not leans(form):
            form = replace(form, shape="drawing")  # the frame of a title, a box with round corners
        if form is not None:
            out.append((reduce(_InkCluster.union, inside, whole), form))
    return out


def _joined(clusters: Sequence[_InkCluster]) -> list[_InkCluster]:
    """Clusters of one ink within ``BESIDE`` of each other as one; a whole ring or frame stays alone."""
    left, out = sorted(clusters, key=lambda c: -c.box.area), []
    while left:
        whole = left.pop(0)
        stamp = stamp_of(whole.ink) is not None
        near = 0.0 if stamp else BESIDE * MM
        while mine := [c for c in left if same_ink(c.hue, whole.hue) and c.box.grown(near).meets(whole.box)]:
            if stamp:
                mine = [c for c in mine if c.box.share_in(whole.box) > 0.5]
            if not mine:
                break
            left = [c for c in left if c not in mine]
            whole = reduce(_InkCluster.union, mine, whole)
        out.append(whole)
    return out


def _thin(cluster: Mask) -> bool:
    side = round(THICK * MM)
    thick = cv2.morphologyEx(cluster, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return cv2.countNonZero(thick) <= THICK_SHARE * cv2.countNonZero(cluster)


def hue_of(color: Color, ink: Mask) -> int | None:
    """The common hue (OpenCV's, 0–179) of ``ink`` on a blue-green-red picture; None where it is several."""
    hues = cv2.cvtColor(np.ascontiguousarray(color), cv2.COLOR_BGR2HSV)[:, :, 0][ink > 0]
    counts = np.bincount(hues.astype(np.int64), minlength=180)[:180]
    reach = np.ones(2 * HUE_REACH + 1)
    near = np.convolve(np.concatenate([counts[-HUE_REACH:], counts, counts[:HUE_REACH]]), reach, "valid")
    return int(near.argmax()) if near.max() >= ONE_INK * len(hues) else None


def same_ink(one: int, two: int) -> bool:
    """Whether two hues may be of one ink."""
    apart = abs(one - two)
    return min(apart, 180 - apart) <= HUE_REACH


def _filter(image: Mask, color: Color, cluster: _InkCluster, zoom: float) -> None:
    """Whiten the ink of ``cluster`` in ``image``, in place: seen in the channel where it is lightest."""
    reach = round(0.5 * MM / zoom)
    x, y = round(cluster.box.x0 / zoom), round(cluster.box.y0 / zoom)
    height, width = round(cluster.ink.shape[0] / zoom), round(cluster.ink.shape[1] / zoom)
    mask = cv2.resize(cluster.ink, (width, height), interpolation=cv2.INTER_NEAREST)
    mask = cv2.copyMakeBorder(mask, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    mask = cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    top, left = max(0, y - reach), max(0, x - reach)
    rows, columns = slice(top, y + height + reach), slice(left, x + width + reach)
    part, gray = color[rows, columns], image[rows, columns]
    mask = mask[top - (y - reach) :, left - (x - reach) :][: part.shape[0], : part.shape[1]]
    inside = mask > 0
    inked = colored_ink(np.ascontiguousarray(part))[0] > 0
    if not (inked & inside).any():
        return
    tone = [float(np.median(part[:, :, i][inked & inside])) for i in range(3)]
    best = int(np.argmax(tone))
    seen = part[:, :, best].astype(np.float32)
    # From the ink's own tone up all is paper; between black and that, what is darker is print.
    clear = np.clip((seen - BLACK) * (255.0 / max(1.0, CLEAR * tone[best] - BLACK)), 0, 255)
    gray[inside] = np.maximum(gray, clear.astype(np.uint8))[inside]
