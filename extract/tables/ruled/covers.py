"""What is drawn over a whole page hides the rules that were drawn before: an older page under a new one."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2.raw as raw

from extract.model import BBox
from extract.pages.objects import PageObject
from extract.pages.openpage import OpenPage
from extract.pages.textlayer import TextObjects

WHOLE = 0.9
"""Share of a page that a cover of all of it takes, at least."""

OPAQUE = 250
"""Opacity (of 255) from which nothing shows through."""


def uncovered(page: OpenPage) -> Sequence[PageObject]:
    """The objects of ``page`` from the last one on that covers it whole, in drawing order."""
    objects = page.objects()
    clips = TextObjects()
    drawn = False
    first = 0
    for number, item in enumerate(objects):
        if item.kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if drawn and _is_whole(item, page, clips) and _opaque(item, page):
            first = number
        drawn = drawn or item.kind == raw.FPDF_PAGEOBJ_PATH  # else there is nothing to hide
    return objects[first:]


def _is_whole(item: PageObject, page: OpenPage, clips: TextObjects) -> bool:
    """Whether an object takes the whole page, and is cut by no clip."""
    box, least = item.bounds(), WHOLE * page.width * page.height
    if box is None or box.area < least:
        return False
    known, left = clips.clip(item)
    box = box.intersection(BBox(0.0, 0.0, page.width, page.height))
    return known and (box if left is None else box.intersection(BBox(*left))).area >= least


def _opaque(item: PageObject, page: OpenPage) -> bool:
    """Whether nothing shows through a filled box or a picture."""
    if raw.FPDFPageObj_HasTransparency(item.handle):
        return False
    if item.kind == raw.FPDF_PAGEOBJ_IMAGE:
        return _is_whole_picture(item, page)
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.handle, mode, stroked)
    if not mode.value or raw.FPDFPath_CountSegments(item.handle) > 5:
        return False
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(item.handle, red, green, blue, opacity)
    return opacity.value >= OPAQUE


def _is_whole_picture(item: PageObject, page: OpenPage) -> bool:
    """Whether a picture is opaque all over: its mask is known only when it is drawn."""
    assert page.handle is not None
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(page.handle.pdf.raw, page.handle.raw, item.handle)
    if not bitmap:
        return False
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        height, step = raw.FPDFBitmap_GetHeight(bitmap), raw.FPDFBitmap_GetStride(bitmap)
        held = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * (step * height)))
        alpha = np.frombuffer(held.contents, np.uint8).reshape(height, step)[
            :, 3 : 4 * raw.FPDFBitmap_GetWidth(bitmap) : 4
        ]
        return bool(np.mean(alpha >= OPAQUE) >= WHOLE)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
