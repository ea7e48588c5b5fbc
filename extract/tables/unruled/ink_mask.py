"""The ink mask of a page, the same for text layers and scans: where any letter stands.

Tables without upright rules are found by the white between their columns, and white needs no letters read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import BBox, Glyph, GrayImage, Raster, Ruling, Table
from extract.tables.ruled.raster import ink_mask
from extract.tables.runs import Runs
from extract.tables.unruled.ink_words import word_mask

FINE = 2.0
"""Mask pixels a point: white between columns and between words differs by half a point."""

RISE = 0.5
"""Of the font size: how far letters rise over the baseline; consonants .40 (TH Sarabun) to .60 (Laksaman)."""

SPECK = 0.6
"""Points: what is smaller both ways is dust; dots of a line to sign on are .7 points wide."""

TALLEST = 40.0
"""Points: what is taller or ten times as wide is no letter but a border, a hole's rim or a picture."""

HOLE = 9.0
"""Points: what is as large both ways and as full as ``SOLID`` is a punched hole or a blot."""

SOLID = 0.65
"""Share of its box that a hole fills; letters are strokes."""

EDGE = 14.0
"""Points from the left and right edge within which a scan shows the lid or the paper's edge, no print."""

DARK_INK = 15
"""Percentile of ink's gray levels that stands for full print."""

PALE = 0.5
"""Of full print's darkness: what is nowhere as dark shows through from the paper's other side."""

RULE_EDGE = 0.5
"""Points beside a rule that are its own ink; marks and tails of letters begin there."""

RULE_MARGIN = 1.5
"""Points beside a rule that are whitened with it, for blur and for what skew is left."""

FILL_IN = 200.0
"""Points: the longest dotted line to sign or write on; longer ones are row rules."""

BESIDE, OVER = 8.0, 10.0
"""Points beside the end of a dotted line, and over it, within which its words stand."""

DOTS = 0.4
"""Share of a dotted line over which no word stands; what is underlined stands over most of its line."""

BEFORE = 4.5
"""Points of white before a string that begins on another's letters: enough to part two columns."""

SAME_START, ALIGNED = 0.6, 3
"""Points within which lines of a column begin at one place, and how many must."""

LEAST_LETTERS = 2
"""Letters of such a string; a mark may be drawn on its own."""

GOES_ON = 0.3
"""Of the font size: a string that begins as near to the end of the one printed before goes on with it."""

Mask = NDArray[np.bool_]
Span = tuple[int, int]
"""Start and end, mask pixels."""


def of_glyphs(glyphs: Iterable[Glyph], width: float, height: float, tables: Sequence[Table] = ()) -> Mask:
    """Mask of a text layer: the boxes of its visible letters, ``width`` and ``height`` in points.

    Letters that lie wholly in ``tables``, which are found already, are left out.
    """
    mask = np.zeros((int(height * FINE) + 2, int(width * FINE) + 2), np.bool_)
    known = [table.bbox for table in tables]
    inked = [
        glyph
        for glyph in glyphs
        if glyph.visible and not glyph.text.isspace() and not any([_holds(box, glyph.bbox) for box in known])
    ]
    if not inked:
        return mask
    boxes = [glyph.bbox for glyph in inked]
    x0, y0, x1, y1 = np.array([(box.x0, box.y0, box.x1, box.y1) for box in boxes]).T
    base, size, turn = np.array([(glyph.baseline, glyph.size, glyph.turn) for glyph in inked]).T
    # The height of consonants, not the font's whole box, so that white shows between lines.
    upright = (turn == 90) | (turn == 270)
    top = np.where(upright, y0, np.maximum(y0, base - RISE * size))
    bottom = np.where(upright, y1, np.maximum(top, np.minimum(y1, base)))
    sides = (np.array([top, bottom, x0, x1]) * FINE).astype(np.int64)
    sides[[1, 3]] += 1
    before = None
    for first, last, left, right in np.maximum(sides, 0).T.tolist():
        if before is not None and before[:2] == (first, last) and before[2] <= left <= before[3]:
            before = first, last, before[2], max(right, before[3])
            continue
        if before is not None:
            mask[before[0] : before[1], before[2] : before[3]] = True
        before = first, last, left, right
    assert before is not None
    mask[before[0] : before[1], before[2] : before[3]] = True
    for first, last, left in begun_on_others(inked):
        mask[first:last, max(0, left - round(BEFORE * FINE)) : left] = False
    return mask


def _holds(outer: BBox, box: BBox) -> bool:
    return outer.x0 <= box.x0 and box.x1 <= outer.x1 and outer.y0 <= box.y0 and box.y1 <= outer.y1


def begun_on_others(glyphs: Sequence[Glyph]) -> Iterable[tuple[int, int, int]]:
    """Top, end and left of strings that begin where another string still goes on, in mask pixels.

    A word too long for its cell runs on to where its neighbour's text begins, or over it. That a cell begins
    there is told by ``ALIGNED`` lines that begin at the same place; its own string is drawn anew, not on.
    """
    strings = _strings([glyph for glyph in glyphs if glyph.turn == 0])
    if not len(strings):
        return
    x0, x1, base, size, whole = strings.T
    for n in range(len(strings)):
        if whole[n] < LEAST_LETTERS:
            continue
        over = (np.abs(base - base[n]) < RISE * size[n]) & (x1 > x0[n] - BEFORE) & (x0 < x0[n] - BEFORE)
        if n and over[n - 1] and abs(x0[n] - x1[n - 1]) < GOES_ON * size[n]:
            over[n - 1] = False
        if not over.any():
            continue
        alike = np.abs(x0 - x0[n]) <= SAME_START
        if len(set(base[alike].round().tolist())) >= ALIGNED:
            top, bottom, left = base[n] - RISE * size[n], base[n], x0[n]
            yield int(top * FINE), int(bottom * FINE) + 1, int(left * FINE)


def _strings(glyphs: Sequence[Glyph]) -> NDArray[np.float64]:
    """Left, right, baseline, size and letters of each string printed in one go, ``(n, 5)``."""
    runs = Runs(glyphs)
    out: list[list[float]] = []
    for n, glyph in enumerate(glyphs):
        if runs.follows(n):
            out[-1][1] = max(out[-1][1], glyph.bbox.x1)
            out[-1][4] += 1
        else:
            out.append([glyph.bbox.x0, glyph.bbox.x1, glyph.baseline, glyph.size, 1])
    return np.array(out)


def of_raster(raster: Raster, rulings: Sequence[Ruling]) -> tuple[Mask, Mask]:
    """Mask of a scanned page: boxes of its words, as those of a text layer, and their ink itself.

    Rules are left out, and with them dust, borders, holes and what shows through. ``rulings`` are in pixels.
    """
    zoom = FINE * 72 / raster.dpi
    small = cv2.resize(raster.image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    ink = _without_rules(ink_mask(np.asarray(small, np.uint8), FINE * 72), rulings, zoom)
    _, found, sizes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    labels, stats = np.asarray(found, np.int32), np.asarray(sizes, np.int32)
    wide, high = stats[:, 2], stats[:, 3]
    keep = (wide > SPECK * FINE) | (high > SPECK * FINE)
    keep &= (high < TALLEST * FINE) & (wide < 10 * TALLEST * FINE)
    keep &= (np.minimum(wide, high) < HOLE * FINE) | (stats[:, 4] < SOLID * wide * high)
    keep &= (stats[:, 0] + wide > EDGE * FINE) & (stats[:, 0] < ink.shape[1] - EDGE * FINE)
    keep &= _printed(np.asarray(small, np.uint8), labels, len(stats))
    keep[0] = False
    boxes = stats[keep, :4]
    boxes[:, 2:] += boxes[:, :2]
    return word_mask(boxes, ink.shape, FINE * 72), np.asarray(keep[labels], np.bool_)


def _without_rules(ink: GrayImage, rulings: Sequence[Ruling], zoom: float) -> GrayImage:
    """``ink`` with rules whitened but for lines to sign on, which join words."""
    out = ink.copy()
    for rule in rulings:
        out[rule.box.scaled(zoom).grown(RULE_EDGE * FINE).pixels()] = 0
    for rule in rulings:
        if _is_fill_in(rule, FINE / zoom) and _joins_words(out > 0, rule, zoom):
            place = rule.box.scaled(zoom).grown(RULE_EDGE * FINE).pixels()
            out[place] = ink[place]
    return out


def _printed(gray: GrayImage, labels: NDArray[np.int32], count: int) -> Mask:
    """Which pieces are as dark as print on this side; what shows through from the other is paler."""
    ink = labels > 0
    if not ink.any():
        return np.ones(count, np.bool_)
    paper = float(np.median(gray))
    typical = paper - float(np.percentile(gray[ink], DARK_INK))
    dark = np.bincount(labels[ink & (gray < paper - PALE * typical)], minlength=count)
    return np.asarray(dark > 0, np.bool_)


def whiten(mask: Mask, tables: Sequence[Table], rulings: Sequence[Ruling], scale: float) -> None:
    """Whiten tables found already and all rules in ``mask``, in place; their units are ``scale`` a point.

    A dotted line between words, to sign on, is print: whitened it would leave two words far apart, as in two
    columns.
    """
    zoom = FINE / scale
    for table in tables:
        _whiten(mask, table.bbox, zoom)
    for rule in rulings:
        _whiten(mask, rule.box, zoom)
    for rule in rulings:
        if _is_fill_in(rule, scale) and _joins_words(mask, rule, zoom):
            rows = np.flatnonzero(mask[_over(rule, zoom).pixels()].any(axis=1))
            top = round(rule.position * zoom - OVER * FINE)
            mask[top + rows[0] : top + rows[-1] + 1, round(rule.start * zoom) : round(rule.end * zoom)] = True


def _is_fill_in(rule: Ruling, scale: float) -> bool:
    return rule.horizontal and rule.length <= FILL_IN * scale


def _over(rule: Ruling, zoom: float) -> BBox:
    """Where words that stand on the height of a level ``rule``, and at its ends, have their bodies."""
    y, beside = rule.position * zoom, BESIDE * FINE
    return BBox(rule.start * zoom - beside, y - OVER * FINE, rule.end * zoom + beside, y - RULE_MARGIN * FINE)


def _joins_words(mask: Mask, rule: Ruling, zoom: float) -> bool:
    """Whether words stand at both ends of a level ``rule``, on its height, and none between them."""
    ink = np.asarray(mask[_over(rule, zoom).pixels()].any(axis=0))
    near = round(2 * BESIDE * FINE)
    if not (ink[:near].any() and ink[-near:].any()):
        return False
    words = np.flatnonzero(ink)
    return int(np.diff(words).max()) >= DOTS * rule.length * zoom


def _whiten(mask: Mask, box: BBox, zoom: float) -> None:
    mask[box.scaled(zoom).grown(RULE_MARGIN * FINE).pixels()] = False
