"""Signatures and stamps pasted as pictures into a digital page; photos, crests and QR codes are none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.marks.ink_shapes import Shape
from extract.model import BBox, Glyph
from extract.pages.openpage import OpenPage

LEAST, MOST = 15.0, 230.0
"""Points: sides of such a picture."""

NAME_BELOW = 40.0
"""Points under a signature within which the bracket of its signer's name opens."""

DARK = 170
"""Gray level below which a pixel of such a picture is ink; its ground is white or nothing."""


def pasted_marks(page: OpenPage, glyphs: Sequence[Glyph]) -> list[tuple[Shape, BBox]]:
    """Pictures over print, or over a signer's name, that hold the strokes of a pen or a stamp."""
    if page.handle is None:
        return []
    boxes = [
        box
        for box in page.image_boxes()
        if min(box.width, box.height) >= LEAST and max(box.width, box.height) <= MOST
    ]
    names = [glyph.bbox for glyph in glyphs if glyph.text[:1] == "("] if boxes else []
    boxes = [box for box in boxes if lies_over(box, glyphs) or any(_under(name, box) for name in names)]
    return _looked_at(page, boxes) if boxes else []


def lies_over(box: BBox, glyphs: Sequence[Glyph]) -> bool:
    """Whether the middle of a visible letter lies in ``box``."""
    return any(glyph.visible and box.contains(*glyph.bbox.center) and glyph.text.strip() for glyph in glyphs)


def _under(name: BBox, box: BBox) -> bool:
    return box.x0 - NAME_BELOW <= name.x0 <= box.x1 and box.y0 < name.center[1] <= box.y1 + NAME_BELOW


def _looked_at(page: OpenPage, boxes: Sequence[BBox]) -> list[tuple[Shape, BBox]]:
    """Which of ``boxes`` show a stamp or pen; the drawing libraries are loaded only here."""
    from extract.marks.coloured_ink import colored_ink, hue_of
    from extract.marks.ink_shapes import WORK_DPI, stamp_of
    from extract.marks.pen_strokes import forms_in, is_thin
    from extract.pages.render import render

    drawn = render(page, WORK_DPI, color=True)
    assert drawn.color is not None
    out: list[tuple[Shape, BBox]] = []
    for box in boxes:
        here = box.scaled(WORK_DPI / 72).pixels()
        color = np.ascontiguousarray(drawn.color[here])
        if not color.size:
            continue
        ink, dark = colored_ink(color)[1], drawn.image[here] < DARK
        dark_ink = np.where(dark, np.uint8(255), np.uint8(0))
        if np.count_nonzero(ink) < 0.1 * np.count_nonzero(dark):
            ink = dark_ink
        if not ink.any() or not is_thin(ink):
            continue
        if ink is not dark_ink and hue_of(color, ink) is None:
            continue  # a crest of several inks
        stamp = stamp_of(ink)
        if stamp is not None:
            out.append((stamp.shape, box))
        elif any(form.shape == "pen" for form, _ in forms_in(ink)):
            out.append(("pen", box))
    return out
