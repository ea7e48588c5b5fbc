"""What pdfium tells of a page's text, by few and light calls: its characters and its text objects.

A page has a thousand characters and more; the checks in the generated wrappers of ``pypdfium2.raw`` would
take most of the time its cells take. The functions here are called without declared arguments: a pointer is
handed over as pypdfium2's pointer or as ``ctypes.byref``, a plain ``int`` is a C int.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from extract.pages.matrix import Matrix
from extract.pages.objects import PageObject

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_DOUBTFUL = frozenset(" \x02\ufffe")  # a space may be made up; the others are hyphens at a line's end
_TEXT_BYTES = ctypes.c_ulong(4096)  # longest /ActualText read
_MARK_DEPTH = 64  # marks around a text object that are looked at; tagged pages have two or three
_LEAST_SIZE = 2.0  # points: smaller letters are dust
_WHITE = 250  # of 255: paper
_PALE = 150  # of 255: hardly shows beside black; Chromium prints white letters as 171
_DEFAULT_SIZE = 10.0  # points, where a font size is 0


def _light(function: Any, result: Any) -> Any:
    """The same C function without the checks of its generated wrapper: a third of the time a call."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result)(address)


_POINTER, _INT, _ULONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
_owner_of = _light(raw.FPDFText_GetTextObject, _POINTER)
_unicode_of = _light(raw.FPDFText_GetUnicode, ctypes.c_uint)
_is_generated = _light(raw.FPDFText_IsGenerated, _INT)
_is_hyphen = _light(raw.FPDFText_IsHyphen, _INT)
_origin_of = _light(raw.FPDFText_GetCharOrigin, _INT)
_box_of = _light(raw.FPDFText_GetLooseCharBox, _INT)
_fill_of = _light(raw.FPDFPageObj_GetFillColor, _INT)
_matrix_of = _light(raw.FPDFPageObj_GetMatrix, _INT)
_size_of = _light(raw.FPDFTextObj_GetFontSize, _INT)
_mode_of = _light(raw.FPDFTextObj_GetTextRenderMode, _INT)
_bounds_of = _light(raw.FPDFPageObj_GetBounds, _INT)
_mark_count = _light(raw.FPDFPageObj_CountMarks, _INT)
_mark_of = _light(raw.FPDFPageObj_GetMark, _POINTER)
_mark_size = _light(raw.FPDFPageObjMark_CountParams, _INT)
_mark_string = _light(raw.FPDFPageObjMark_GetParamStringValue, _INT)


DrawnChar = tuple[str, float, float, float, float, float, float]
"""One character, then its origin ``x y`` and loose box ``x0 y0 x1 y1`` in the viewer's frame, points."""

Placed = tuple[float, float, float, bool, bool]
"""Where a text object starts, ``x y`` in the viewer's frame, its font size in points, whether it shows, and
whether it hardly does: letters as pale as a watermark's."""

Box = tuple[float, float, float, float]
"""``x0 y0 x1 y1`` in the viewer's frame, points."""


def drawn_chars(text_page: Any, to_view: Matrix) -> dict[int, list[DrawnChar]]:
    """What pdfium's text page holds, by the address of the text object; made-up spaces are left out."""
    count = max(0, raw.FPDFText_CountChars(text_page))
    text = _POINTER.from_param(ctypes.cast(text_page.raw, _POINTER).value)
    owners = map(_owner_of, repeat(text), range(count))
    codes = list(map(_unicode_of, repeat(text), range(count)))
    found: dict[int, list[DrawnChar]] = {}
    for i, (owner, char) in enumerate(zip(owners, _placed_chars(text, codes, to_view), strict=True)):
        if owner is None:  # made up by pdfium between words and lines
            continue
        if char[0] in _DOUBTFUL:
            if char[0] == " ":
                if _is_generated(text, i) == 1:  # for a wide step inside one text object
                    continue
            elif _is_hyphen(text, i) == 1:
                char = ("-", *char[1:])
        if owner in found:
            found[owner].append(char)
        else:
            found[owner] = [char]
    return found


def _placed_chars(text: Any, codes: list[int], m: Matrix) -> Iterator[DrawnChar]:
    """All characters of a text page as they stand there, in the viewer's frame."""
    every, size = range(len(codes)), 16 * len(codes)
    boxes, origins = (ctypes.c_float * (size // 4))(), (ctypes.c_double * (size // 8))()
    at_box = map(ctypes.byref, repeat(boxes), range(0, size, 16))
    at_x = map(ctypes.byref, repeat(origins), range(0, size, 16))
    at_y = map(ctypes.byref, repeat(origins), range(8, size, 16))
    deque(map(_box_of, repeat(text), every, at_box), 0)
    deque(map(_origin_of, repeat(text), every, at_x, at_y), 0)
    left, top, right, bottom = np.asarray(boxes, np.float64).reshape(-1, 4).T
    x, y = np.asarray(origins).reshape(-1, 2).T
    x0, y0 = m.a * left + m.c * bottom + m.e, m.b * left + m.d * bottom + m.f
    x1, y1 = m.a * right + m.c * top + m.e, m.b * right + m.d * top + m.f
    return zip(
        ["\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code) for code in codes],
        (m.a * x + m.c * y + m.e).tolist(),
        (m.b * x + m.d * y + m.f).tolist(),
        np.minimum(x0, x1).tolist(),
        np.minimum(y0, y1).tolist(),
        np.maximum(x0, x1).tolist(),
        np.maximum(y0, y1).tolist(),
        strict=True,
    )


_INDEXES = tuple(_ULONG.from_param(index) for index in range(_MARK_DEPTH))


class TextObjects:
    """Reads what is needed of the text objects of one page; holds the C values that pdfium writes into."""

    def __init__(self) -> None:
        """Make room for the answers."""
        self._numbers = (ctypes.c_float * 6)()
        self._values = memoryview(self._numbers).cast("B").cast("f")
        self._at = [ctypes.byref(self._numbers, 4 * i) for i in range(6)]
        self._color = (ctypes.c_uint * 4)()
        self._color_at = [ctypes.byref(self._color, 4 * i) for i in range(4)]
        self._buffer = ctypes.create_string_buffer(_TEXT_BYTES.value)
        self._length = ctypes.c_ulong()
        self._at_length = ctypes.byref(self._length)
        self._view = memoryview(self._buffer)
        self._texts: dict[int, str | None] = {}

    def placed(self, item: PageObject) -> Placed:
        """Where ``item`` starts, how large its letters are, and whether and how well they show."""
        handle, view, at = item.handle, item.to_view, self._at[0]
        _size_of(handle, at)
        size = self._numbers[0]
        _matrix_of(handle, at)
        _, _, c, d, e, f = self._values.tolist()
        size = abs(size * math.hypot(view.a * c + view.c * d, view.b * c + view.d * d)) or _DEFAULT_SIZE
        x, y = view.a * e + view.c * f + view.e, view.b * e + view.d * f + view.f
        tone = self._tone(handle)
        shown = _mode_of(handle) not in _INVISIBLE and size >= _LEAST_SIZE and tone < _WHITE
        return x, y, size, shown, _PALE <= tone < _WHITE

    def _tone(self, handle: Any) -> int:
        """How near to white letters are filled, 0–255; letters that let all light through are white."""
        if not _fill_of(handle, *self._color_at):
            return 0
        red, green, blue, opacity = self._color
        return 255 if opacity == 0 else min(red, green, blue)

    def bounds(self, item: PageObject) -> Box | None:
        """Box in the viewer's frame, or None when pdfium knows none (a text object without ink)."""
        if not _bounds_of(item.handle, *self._at[:4]):
            return None
        left, bottom, right, top, _, _ = self._values.tolist()
        m = item.to_view
        if m.b or m.c:
            box = m.box(left, bottom, right, top)
            return box.x0, box.y0, box.x1, box.y1
        ax, bx = m.a * left + m.e, m.a * right + m.e
        ay, by = m.d * bottom + m.f, m.d * top + m.f
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def actual_text(self, item: PageObject) -> tuple[int, str | None]:
        """Identity and text of the /ActualText around a text object, or ``(0, None)``."""
        handle = item.handle
        for index in _INDEXES[: _mark_count(handle)]:
            mark = _mark_of(handle, index)
            if mark in self._texts:
                text = self._texts[mark]
            else:
                text = self._texts[mark] = self._text_of(_POINTER.from_param(mark))
            if text is not None:
                return mark, text
        return 0, None

    def _text_of(self, mark: Any) -> str | None:
        """The /ActualText of one mark, if it has one."""
        if _mark_size(mark) < 1:
            return None
        if not _mark_string(mark, b"ActualText", self._buffer, _TEXT_BYTES, self._at_length):
            return None
        size = min(self._length.value, _TEXT_BYTES.value)
        return _rewrap(self._view[: size - 2].tobytes().decode("utf-16-le", "replace") if size >= 2 else "")


def _rewrap(text: str) -> str:
    """Undo pdfium's reading of a UTF-16BE string as one character a byte (seen with pdfium 7000–8000)."""
    if text and len(text) % 2 == 0 and max(text) < "\u0100" and min(text) < " ":
        return text.encode("latin-1").decode("utf-16-be", "replace").lstrip("\ufeff")
    return text.lstrip("\ufeff")
