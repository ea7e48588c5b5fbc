"""Rules under solid black: a bar over months, a cell filled with ink, in which no rule shows.

What is black all over hides the borders of the cells that it covers. A rule that ends at it goes on below it
as far as the black does: downwards and to the right, and back as well where a rule of the same line ends at
its other side. Up or to the left alone it may be a header of light letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from extract.model import GrayImage, Mask, Ruling

BLACK = 100
"""Gray level below which ink is black: gray grounds show their rules."""

WHITE = 225
"""Gray level on the flattened page above which an area is paper in shade: its level is as dark as black."""

THICK = 5.0
"""Points: black over more than this both ways is no letter and no rule."""

FULL = 0.97
"""Share of a black area within its outline that is black; light letters in it leave less."""

LEAST = 6.0
"""Points: least length of rule under black."""

REACH = 2.0
"""Points by which the black may end before a rule's end, or beside it."""

SLOT = 8.0
"""Points: a slot in the black so narrow is a paler rule in it; a month's column is wider."""

SAME = 2.5
"""Points by which two rules of one line may differ on both sides of the black."""


def solid_areas(image: GrayImage, flat: GrayImage, scale: float) -> Mask | None:
    """255 where the page is black over more than a stroke's width both ways, without letters in it.

    Args:
        image: the level page as scanned; flattening makes wide black areas gray.
        flat: the same flattened, in which the shadow of a hand or a telephone is white.
        scale: pixels a point.
    """
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    side = max(3, round(THICK / 2 * scale))
    dark = np.asarray(small < BLACK, np.uint8)
    if not cv2.erode(dark, np.ones((side, side), np.uint8)).any():
        return None
    thick = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8)
    solid = np.zeros_like(thick)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=4)
    for label, (x, y, width, height, area) in enumerate(stats.tolist()):
        piece = np.asarray(labels[y : y + height, x : x + width] == label, np.uint8)
        outlines, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        whole = np.asarray(cv2.drawContours(np.zeros_like(piece), outlines, -1, 1, cv2.FILLED), np.uint8)
        if not label or _at_edge(x, y, width, height, thick) or area < FULL * int(whole.sum()):
            continue
        tone = flat[2 * y : 2 * (y + height) : 2, 2 * x : 2 * (x + width) : 2]
        if float(np.median(tone[piece[: tone.shape[0], : tone.shape[1]] > 0])) <= WHITE:
            solid[y : y + height, x : x + width] |= piece
    if not solid.any():
        return None
    return np.asarray(cv2.resize(solid, image.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8) * 255


def _at_edge(x: int, y: int, width: int, height: int, page: Mask) -> bool:
    """Whether a piece leans against the edge of the page: the scanner's lid."""
    return x <= 1 or y <= 1 or x + width >= page.shape[1] - 1 or y + height >= page.shape[0] - 1


def under_black(rules: Iterable[Ruling], black: Mask, scale: float) -> list[Ruling]:
    """``rules`` made longer under ``black`` (255); pixels."""
    rules = list(rules)
    near, gap = (2 * max(1, round(length * scale)) + 1 for length in (REACH, SLOT / 2))
    black = np.asarray(cv2.morphologyEx(black, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8)), np.uint8)
    wide = np.asarray(cv2.dilate(black, np.ones((near, near), np.uint8)), np.uint8)
    turned = np.ascontiguousarray(wide.T)
    return [_longer(rule, rules, wide if rule.horizontal else turned, scale) for rule in rules]


def _longer(rule: Ruling, rules: Sequence[Ruling], along: Mask, scale: float) -> Ruling:
    """``rule`` to the far sides of the black at its ends; ``along`` has its direction in its rows."""
    line = along[min(max(0, round(rule.position)), along.shape[0] - 1)] > 0
    end = _far(line, round(rule.end), 1)
    start = _far(line, round(rule.start), -1)
    if end - rule.end < LEAST * scale:
        end = rule.end
    joined = any(
        other is not rule
        and other.horizontal == rule.horizontal
        and abs(other.position - rule.position) <= SAME * scale
        and abs(other.end - start) <= 2 * REACH * scale
        for other in rules
    )
    return replace(rule, start=start if joined and start < rule.start else rule.start, end=end)


def _far(line: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], at: int, step: int) -> float:
    """Where the black that begins at ``at`` ends, going by ``step``."""
    at = min(max(0, at), len(line) - 1)
    ahead = line[at::step]
    white = np.flatnonzero(~ahead)
    return float(at + step * (int(white[0]) if len(white) else len(ahead) - 1))
