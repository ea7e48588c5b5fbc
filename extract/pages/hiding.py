"""Whether anything on a page could hide its text, told from what is drawn, without a picture.

Most pages draw dark letters on paper or on light grounds, nothing over them, and clips that cut none of them.
What such a page's text layer says shows. Where anything is in doubt, ``visible.py`` asks the picture.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.pages import visible
from extract.pages.objects import PageObject, light
from extract.pages.openpage import OpenPage
from extract.pages.textlayer import Box, InkBoxes, TextObjects

LIGHT_GROUND = 200
"""Gray level from which a ground is as good as paper for dark letters."""

THIN = 2.0
"""Points: a rule of that width hides no letter."""

NO_INK = 0.001
"""Of the font size: pdfium gives the font's full height to letters that draw nothing."""

COVERING = frozenset(
    (raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON, raw.FPDF_ANNOT_REDACT)
)
"""Annotations that a viewer may fill, though none of the page's objects draws them."""

_mode_of = light(raw.FPDFPath_GetDrawMode, ctypes.c_int)
_fill_of = light(raw.FPDFPageObj_GetFillColor, ctypes.c_int)
_width_of = light(raw.FPDFPageObj_GetStrokeWidth, ctypes.c_int)
_bounds_of = light(raw.FPDFPageObj_GetBounds, ctypes.c_int)

Floats = NDArray[np.float64]


class Letter(visible.Letter, Protocol):
    """What is asked of a letter beside that: its number on the text page, −1 for none, and how it was set."""

    number: int


def nothing_hides(page: OpenPage, letters: Sequence[Letter]) -> bool:
    """Whether each letter is dark print of a size to be read, inside its clip, with nothing over it.

    Args:
        page: the open page, its text page the one that ``letters`` came from.
        letters: in content order.
    """
    if not all([letter.placed.plain for letter in letters if letter.text > " "]):
        return False
    asked = [letter for letter in letters if letter.text in visible.SURE]
    if not asked:
        return True
    if any(note.kind in COVERING for note in page.annotations):
        return False
    objects = page.objects()
    order = {
        item.address: number for number, item in enumerate(objects) if item.kind == raw.FPDF_PAGEOBJ_TEXT
    }
    if any(objects[number].to_view is not page.to_view for number in order.values()):
        return False  # drawn by a form, which may be clipped, clear or on a layer
    owned = {address for letter in letters for address in letter.owner}
    twins = [objects[number] for address, number in order.items() if address not in owned]
    if twins and not all(map(_is_plain(), twins)):
        return False  # pdfium gives letters at one spot once: white ones may wipe out those below
    if not _have_ink(page, asked) or visible.narrow(asked).any():
        return False
    x0, y0, x1, y1 = cores = visible.cores(asked)
    if not _inside(cores, page, [letter.placed.clip for letter in asked]):
        return False
    first = min(order.values())
    places = None
    for left, top, right, bottom, after in _Covers(page).found(first):
        under = (x0 < right) & (x1 > left) & (y0 < bottom) & (y1 > top)
        if not under.any():
            continue
        if places is None:
            places = np.array([min([order[address] for address in letter.owner]) for letter in asked])
        if np.any(under & (places < after)):
            return False
    return True


def _is_plain() -> Callable[[PageObject], bool]:
    """Tells of a text object whether it is dark print."""
    reader = TextObjects()
    return lambda item: reader.placed(item).plain


def _have_ink(page: OpenPage, letters: Sequence[Letter]) -> bool:
    """Whether each letter of each font draws anything, as far as the font tells."""
    samples = {(letter.placed.font, letter.text): letter for letter in letters if letter.number >= 0}
    boxes = InkBoxes(page.text_page)
    for letter in samples.values():
        width, height = boxes.size(letter.number)
        size = letter.size / page.unit
        if width <= 0 or height <= 0 or abs(height - size) < NO_INK * size:
            return False
    return all([letter.number >= 0 or letter.ink is not None for letter in letters])


def _inside(cores: Floats, page: OpenPage, clips: Sequence[Box | None]) -> bool:
    """Whether each letter's ink lies on the page and inside the letter's clip."""
    whole = 0.0, 0.0, page.width, page.height
    left, top, right, bottom = np.array([clip or whole for clip in clips], np.float64).T
    x0, y0, x1, y1 = cores
    inside = (x0 >= np.maximum(left, 0.0)) & (x1 <= np.minimum(right, page.width))
    inside &= (y0 >= np.maximum(top, 0.0)) & (y1 <= np.minimum(bottom, page.height))
    return bool(inside.all())


class _Covers:
    """What is drawn on a page that could hide letters; holds the C values that pdfium writes into."""

    def __init__(self, page: OpenPage) -> None:
        self.page = page
        self._sides = (ctypes.c_float * 4)()
        self._at = [ctypes.byref(self._sides, 4 * i) for i in range(4)]
        self._values = (ctypes.c_uint * 4)()
        self._value_at = [ctypes.byref(self._values, 4 * i) for i in range(4)]

    def found(self, first: int) -> Iterator[tuple[float, float, float, float, float]]:
        """Boxes, and the number of the object in drawing order: it could hide letters drawn before it.

        A dark ground hides those drawn after it as well.

        Args:
            first: number of the first text object; light grounds before it are paper.
        """
        for number, item in enumerate(self.page.objects()):
            if item.kind == raw.FPDF_PAGEOBJ_TEXT:
                continue
            after = np.inf  # pictures, shadings, dark grounds, thick lines
            if item.kind == raw.FPDF_PAGEOBJ_PATH:
                if self._is_filled(item):
                    after = number if self._is_light(item) else np.inf
                elif self._is_thin(item):
                    continue
            if after < first:
                continue
            box = self._box(item)
            if min(box[2] - box[0], box[3] - box[1]) > THIN:
                yield *box, after

    def _is_filled(self, item: PageObject) -> bool:
        return bool(_mode_of(item.handle, *self._value_at[:2]) and self._values[0])

    def _is_light(self, item: PageObject) -> bool:
        if not _fill_of(item.handle, *self._value_at):
            return False
        red, green, blue, opacity = self._values
        return bool(min(red, green, blue) + (255 - opacity) >= LIGHT_GROUND)

    def _is_thin(self, item: PageObject) -> bool:
        """Whether the line of a path is thin."""
        if not _width_of(item.handle, self._at[0]):
            return False
        m = item.placed()
        return bool(self._sides[0] * max(abs(m.a) + abs(m.b), abs(m.c) + abs(m.d)) <= THIN)

    def _box(self, item: PageObject) -> Box:
        if not _bounds_of(item.handle, *self._at):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = self._sides
        box = item.to_view.box(left, bottom, right, top)
        return box.x0, box.y0, box.x1, box.y1
