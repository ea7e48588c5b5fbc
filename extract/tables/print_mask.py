"""The print of a page as a small mask, the same for text layers and scans: where any letter stands.

Tables without upright rules are found by the white between their columns, and white needs no letters read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import BBox, Glyph, Raster, Ruling, Table
from extract.tables.raster import ink_mask

FINE = 2.0
"""Mask pixels a point: a column's white is told from a word's space to half a point."""

SPECK = 1.2
"""Points: what is smaller both ways is dust; the smallest Thai mark of 12 pt type is 1.5 points wide."""

TALLEST = 40.0
"""Points: what is taller or ten times as wide is no letter but a border, a hole's rim or a picture."""

RULE_MARGIN = 1.5
"""Points beside a rule that are whitened with it, for blur and for what skew is left."""

Mask = NDArray[np.bool_]


def of_glyphs(glyphs: Iterable[Glyph], width: float, height: float) -> Mask:
    """Mask of a text layer: the boxes of its visible letters, ``width`` and ``height`` in points."""
    mask = np.zeros((int(height * FINE) + 2, int(width * FINE) + 2), np.bool_)
    for glyph in glyphs:
        if glyph.visible and glyph.text.strip():
            box = glyph.bbox
            # From the baseline up, not the font's whole box, so that white shows between lines.
            top = max(box.y0, glyph.baseline - 0.75 * glyph.size)
            bottom = min(box.y1, glyph.baseline + 0.15 * glyph.size)
            rows = slice(max(0, int(top * FINE)), max(0, int(bottom * FINE) + 1))
            mask[rows, max(0, int(box.x0 * FINE)) : max(0, int(box.x1 * FINE) + 1)] = True
    return mask


def of_raster(raster: Raster) -> Mask:
    """Mask of a scanned page, dust, borders and pictures left out."""
    zoom = FINE * 72 / raster.dpi
    small = cv2.resize(raster.image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    ink = ink_mask(np.asarray(small, np.uint8), FINE * 72)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, 2], stats[:, 3]
    keep = (wide > SPECK * FINE) | (high > SPECK * FINE)
    keep &= (high < TALLEST * FINE) & (wide < 10 * TALLEST * FINE)
    keep[0] = False
    return np.asarray(keep[labels], np.bool_)


def without(mask: Mask, tables: Sequence[Table], rulings: Sequence[Ruling], scale: float) -> Mask:
    """``mask`` with tables found already and all rules whitened; their units are ``scale`` a point."""
    out = mask.copy()
    zoom = FINE / scale
    for table in tables:
        _whiten(out, table.bbox, zoom, RULE_MARGIN * FINE)
    for rule in rulings:
        half = rule.thickness / 2
        if rule.horizontal:
            box = BBox(rule.start, rule.position - half, rule.end, rule.position + half)
        else:
            box = BBox(rule.position - half, rule.start, rule.position + half, rule.end)
        _whiten(out, box, zoom, RULE_MARGIN * FINE)
    return out


def _whiten(mask: Mask, box: BBox, zoom: float, margin: float) -> None:
    rows = slice(max(0, int(box.y0 * zoom - margin)), max(0, int(box.y1 * zoom + margin) + 1))
    mask[rows, max(0, int(box.x0 * zoom - margin)) : max(0, int(box.x1 * zoom + margin) + 1)] = False


def runs(filled: Mask, gap: float) -> list[tuple[int, int]]:
    """Runs (start, end) of True in a 1-d mask, those at most ``gap`` apart taken together."""
    where = np.flatnonzero(filled)
    if not len(where):
        return []
    cuts = np.flatnonzero(np.diff(where) > gap + 1)
    starts = np.concatenate(([where[0]], where[cuts + 1]))
    ends = np.concatenate((where[cuts], [where[-1]])) + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
