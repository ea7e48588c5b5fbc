"""What pdfium tells of a page's text, by few and light calls: its characters and its text objects.

A page has a thousand characters and more; the checks in the generated wrappers of ``pypdfium2.raw`` would
take most of the time its cells take. The functions here are called without declared arguments: a pointer is
handed over as pypdfium2's pointer or as ``ctypes.byref``, a plain ``int`` is a C int.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw

from extract.pages.matrix import Matrix
from extract.pages.objects import PageObject, light

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_DOUBTFUL = frozenset(" \x02\ufffe")  # a space may be made up; the others are hyphens at a line's end
_TEXT_BYTES = ctypes.c_ulong(4096)  # longest /ActualText read
_CORNER = 0.01  # points by which corners of a box may be off
EVERYWHERE = (-1e6, -1e6, 1e6, 1e6)
_LAYER = "OC\0".encode("utf-16-le")  # name of the marks around what stands on a layer
_MARK_DEPTH = 64  # marks around a text object that are looked at; tagged pages have two or three
LEAST_SIZE = 2.0  # points: smaller letters are dust
_WHITE = 250  # of 255: paper
_LEVEL = 0.1  # rise of a line that is still level, 6 degrees: text layers of scans lie askew by less
_ASKEW = 6  # the same in degrees
_DEFAULT_SIZE = 10.0  # points, where a font size is 0
_DARK = 100  # tone under which letters show on every light ground
_SUBSET = re.compile("^[A-Z]{6}\\+")
_MOST_CLIPS = 16  # clip paths of one object that are looked at; programs nest two or three


_POINTER, _INT, _ULONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
_owner_of = light(raw.FPDFText_GetTextObject, _POINTER)
_unicode_of = light(raw.FPDFText_GetUnicode, ctypes.c_uint)
_is_generated = light(raw.FPDFText_IsGenerated, _INT)
_is_hyphen = light(raw.FPDFText_IsHyphen, _INT)
_origin_of = light(raw.FPDFText_GetCharOrigin, _INT)
_box_of = light(raw.FPDFText_GetLooseCharBox, _INT)
_fill_of = light(raw.FPDFPageObj_GetFillColor, _INT)
_matrix_of = light(raw.FPDFPageObj_GetMatrix, _INT)
_size_of = light(raw.FPDFTextObj_GetFontSize, _INT)
_mode_of = light(raw.FPDFTextObj_GetTextRenderMode, _INT)
_font_of = light(raw.FPDFTextObj_GetFont, _POINTER)
_bounds_of = light(raw.FPDFPageObj_GetBounds, _INT)
_mark_count = light(raw.FPDFPageObj_CountMarks, _INT)
_mark_of = light(raw.FPDFPageObj_GetMark, _POINTER)
_mark_size = light(raw.FPDFPageObjMark_CountParams, _INT)
_face_of = light(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t)
_is_embedded = light(raw.FPDFFont_GetIsEmbedded, _INT)
_mark_name = light(raw.FPDFPageObjMark_GetName, _INT)
_clear = light(raw.FPDFPageObj_HasTransparency, _INT)
_clip_of = light(raw.FPDFPageObj_GetClipPath, _POINTER)
_clip_count = light(raw.FPDFClipPath_CountPaths, _INT)
_clip_size = light(raw.FPDFClipPath_CountPathSegments, _INT)
_clip_corner = light(raw.FPDFClipPath_GetPathSegment, _POINTER)
_corner_at = light(raw.FPDFPathSegment_GetPoint, _INT)
_char_box_of = light(raw.FPDFText_GetCharBox, _INT)
_mark_string = light(raw.FPDFPageObjMark_GetParamStringValue, _INT)


DrawnChar = tuple[str, float, float, float, float, float, float, int]
"""One character, its origin ``x y`` and loose box ``x0 y0 x1 y1`` in the viewer's frame, points, and its
number on the text page."""


Box = tuple[float, float, float, float]
"""``x0 y0 x1 y1`` in the viewer's frame, points."""


class Placed(NamedTuple):
    """Where a text object stands and how it looks: ``x y`` of its start in the viewer's frame, points."""

    x: float
    y: float
    size: float
    """Font size, points."""
    shown: bool
    """Whether its letters show."""
    turn: int
    """The way they run, degrees counter-clockwise: 0 level, 90 upwards."""
    tone: int
    """0 for black, 255 for white or clear."""
    font: int
    """A number that is the same for one font."""
    plain: bool
    """Whether it is dark print, drawn as such: nothing of its own can hide it but ``clip``."""
    clip: Box | None
    """The part of the page outside of which it is not drawn; None for the whole."""

    def cut(self, other: Placed) -> Placed:
        """This, when ``other`` is drawn with it and is cut as well."""
        clip = self.clip or other.clip
        if self.clip and other.clip:
            (a, b, c, d), (x0, y0, x1, y1) = self.clip, other.clip
            clip = max(a, x0), max(b, y0), min(c, x1), min(d, y1)
        return self._replace(plain=self.plain and other.plain, clip=clip)


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
        every,
        strict=True,
    )


class Shape(NamedTuple):
    """The ink of a character about its origin: sides in widths, ends in font sizes, and its width."""

    left: float
    right: float
    bottom: float
    top: float
    width: float


class InkBoxes:
    """Boxes of the ink of characters of one text page, as pdfium knows it from the font."""

    def __init__(self, text_page: Any) -> None:
        """Make room for the answers."""
        self._text = _POINTER.from_param(ctypes.cast(text_page.raw, _POINTER).value)
        self._sides = (ctypes.c_double * 4)()
        self._at = [ctypes.byref(self._sides, 8 * i) for i in range(4)]

    def corners(self, number: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the ink of a character, page space."""
        _char_box_of(self._text, number, *self._at)
        left, right, bottom, top = self._sides
        return left, bottom, right, top

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of the ink of a character, units of page space."""
        _char_box_of(self._text, number, *self._at)
        left, right, bottom, top = self._sides
        return right - left, top - bottom

    def shape(self, number: int, size: float, width: float) -> Shape:
        """Where the ink of a level character stands about its origin."""
        _char_box_of(self._text, number, *self._at)
        left, right, bottom, top = self._sides
        _origin_of(self._text, number, *self._at[:2])
        x, y, _, _ = self._sides
        return Shape(
            (left - x) / width, (right - x) / width, (bottom - y) / size, (top - y) / size, width / size
        )


def handle(font: int) -> Any:
    """Pdfium's handle of a font."""
    return ctypes.cast(font, raw.FPDF_FONT)


def face_name(font: int) -> bytes:
    """The name of a font, as the file has it."""
    size = int(_face_of(_POINTER.from_param(font), None, 0)) if font else 0
    buffer = ctypes.create_string_buffer(max(1, size))
    if size:
        raw.FPDFFont_GetBaseFontName(handle(font), buffer, size)
    return buffer.value


class Ink(NamedTuple):
    """The ink of a letter about its origin, in font sizes: its sides, and its ends, up being positive."""

    left: float
    right: float
    bottom: float
    top: float


class LetterInk:
    """The ink of letters that stand level in the viewer's frame, each asked of pdfium once."""

    def __init__(self, text_page: Any, to_view: Matrix) -> None:
        """Make room for the answers."""
        self._boxes = InkBoxes(text_page)
        self._to_view = to_view
        self._known: dict[int, Ink] = {}

    def of(self, number: int, x: float, y: float, size: float) -> Ink:
        """The ink of character ``number`` with its origin at ``x y`` in the viewer's frame."""
        ink = self._known.get(number)
        if ink is None:
            m = self._to_view
            left, bottom, right, top = self._boxes.corners(number)
            x0, y0 = m.a * left + m.c * bottom + m.e - x, m.b * left + m.d * bottom + m.f - y
            x1, y1 = m.a * right + m.c * top + m.e - x, m.b * right + m.d * top + m.f - y
            ink = Ink(min(x0, x1) / size, max(x0, x1) / size, -max(y0, y1) / size, -min(y0, y1) / size)
            self._known[number] = ink
        return ink


def face_of(font: int) -> str:
    """The name of a font's face, without the mark of a subset; '' for a font of Type 3."""
    return _SUBSET.sub("", face_name(font).decode("latin-1"))


def has_face(font: int) -> bool:
    """Whether a font has a name, as all but those of Type 3 have."""
    return bool(font) and _face_of(_POINTER.from_param(font), None, 0) > 1


def is_embedded(font: int) -> bool:
    """Whether a file brings a font along: else what is drawn is another one's."""
    return bool(font) and _is_embedded(_POINTER.from_param(font)) == 1


def ink_box(text_page: Any, number: int, m: Matrix) -> Box:
    """Box of the ink of one character, in the viewer's frame; marks mostly have no width of their own."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, number, left, right, bottom, top)
    box = m.box(left.value, bottom.value, right.value, top.value)
    return box.x0, box.y0, box.x1, box.y1


_INDEXES = tuple(_ULONG.from_param(index) for index in range(_MARK_DEPTH))


class TextObjects:
    """Reads what is needed of the text objects of one page; holds the C values that pdfium writes into."""

    def __init__(self) -> None:
        """Make room for the answers."""
        self._numbers = (ctypes.c_float * 6)()
        self._values = memoryview(self._numbers).cast("B").cast("f")
        self._at = [ctypes.byref(self._numbers, 4 * i) for i in range(6)]
        self._color = (ctypes.c_uint * 4)()
        self._color_values = memoryview(self._color).cast("B").cast("I")
        self._color_at = [ctypes.byref(self._color, 4 * i) for i in range(4)]
        self._buffer = ctypes.create_string_buffer(_TEXT_BYTES.value)
        self._length = ctypes.c_ulong()
        self._at_length = ctypes.byref(self._length)
        self._view = memoryview(self._buffer)
        self._texts: dict[int, str | None] = {}
        self._layers: set[int] = set()
        self._clips: dict[int, Box | None] = {}

    def placed(self, item: PageObject) -> Placed:
        """Where ``item`` starts, how large its letters are, which way they run, and whether they show."""
        handle, view, at = item.handle, item.to_view, self._at[0]
        _size_of(handle, at)
        size = self._numbers[0]
        _matrix_of(handle, at)
        a, b, c, d, e, f = self._values.tolist()
        ua, ub, uc, ud = view.a, view.b, view.c, view.d
        x, y = ua * e + uc * f + view.e, ub * e + ud * f + view.f
        if b == c == ub == uc == 0 and ua * a > 0:  # as most text stands
            size, turn = abs(size * ud * d) or _DEFAULT_SIZE, 0
        else:
            size = abs(size * math.hypot(ua * c + uc * d, ub * c + ud * d)) or _DEFAULT_SIZE
            across, rise = ua * a + uc * b, -(ub * a + ud * b)
            turn = 0 if abs(rise) <= _LEVEL * across else _direction(across, rise)
        tone, mode = self._tone(handle), _mode_of(handle)
        shown = mode not in _INVISIBLE and size >= LEAST_SIZE and tone < _WHITE
        plain = shown and mode == 0 and tone < _DARK and not _clear(handle) and not self._in_layer(handle)
        clip: Box | None = None
        clips = _clip_of(handle)
        if clips:
            pointer = _POINTER.from_param(clips)
            count = _clip_count(pointer)
            if count > 0:
                boxes, clip = self._clipped(pointer, count, view)
                plain = plain and boxes
        return Placed(x, y, size, shown, turn, tone, _font_of(handle) or 0, plain, clip)

    def _in_layer(self, handle: Any) -> bool:
        """Whether a text object stands on a layer, which a viewer may not show."""
        return bool(self._layers) and any(
            _mark_of(handle, index) in self._layers for index in _INDEXES[: _mark_count(handle)]
        )

    def clip(self, item: PageObject) -> tuple[bool, Box | None]:
        """Whether all clip paths of any object are boxes, and what these leave of the page; None for all."""
        clips = _clip_of(item.handle)
        count = _clip_count(_POINTER.from_param(clips)) if clips else 0
        return self._clipped(_POINTER.from_param(clips), count, item.to_view) if count > 0 else (True, None)

    def _clipped(self, clips: Any, count: int, view: Matrix) -> tuple[bool, Box | None]:
        """Whether all clip paths of an object are boxes, and what these leave of the page."""
        x0, y0, x1, y1 = EVERYWHERE
        for index in range(min(count, _MOST_CLIPS)):
            first = _clip_corner(clips, index, 0)
            if first is None:
                return False, None
            if first not in self._clips:
                self._clips[first] = self._clip_box(clips, index, view)
            box = self._clips[first]
            if box is None:
                return False, None
            x0, y0, x1, y1 = max(x0, box[0]), max(y0, box[1]), min(x1, box[2]), min(y1, box[3])
        return count <= _MOST_CLIPS, (x0, y0, x1, y1)

    def _clip_box(self, clips: Any, index: int, view: Matrix) -> Box | None:
        """The box that one clip path is, in the viewer's frame, or None where it is none."""
        size = _clip_size(clips, index)
        if not 4 <= size <= 5:
            return None
        corners = []
        for number in range(size):
            _corner_at(_POINTER.from_param(_clip_corner(clips, index, number)), *self._at[:2])
            x, y, *_ = self._values.tolist()
            corners.append((view.a * x + view.c * y + view.e, view.b * x + view.d * y + view.f))
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        level = all(min(x - x0, x1 - x) < _CORNER and min(y - y0, y1 - y) < _CORNER for x, y in corners)
        around = all(
            (abs(x - u) < _CORNER) != (abs(y - v) < _CORNER)
            for (x, y), (u, v) in zip(corners[:3], corners[1:4], strict=True)
        )
        return (x0, y0, x1, y1) if level and around else None

    def _tone(self, handle: Any) -> int:
        """How light the letters are, 0 for black: white ones, and clear ones, could not be seen."""
        if not _fill_of(handle, *self._color_at):
            return 0
        red, green, blue, opacity = self._color_values.tolist()
        if red == green == blue == 0 and opacity == 255:
            return 0
        tone = red if red == green == blue else (299 * red + 587 * green + 114 * blue) // 1000
        tone = tone if min(red, green, blue) >= _WHITE else min(tone, _WHITE - 1)
        return 255 - (255 - tone) * opacity // 255

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
                text = self._texts[mark] = self._text_of(mark)
            if text is not None:
                return mark, text
        return 0, None

    def _text_of(self, address: int) -> str | None:
        """The /ActualText of one mark, if it has one; a layer's mark is noted."""
        mark = _POINTER.from_param(address)
        if _mark_size(mark) < 1:
            return None
        if _mark_name(mark, self._buffer, _TEXT_BYTES, self._at_length) and self._buffer.raw.startswith(
            _LAYER
        ):
            self._layers.add(address)
        if not _mark_string(mark, b"ActualText", self._buffer, _TEXT_BYTES, self._at_length):
            return None
        size = min(self._length.value, _TEXT_BYTES.value)
        return _rewrap(self._view[: size - 2].tobytes().decode("utf-16-le", "replace") if size >= 2 else "")


def _direction(across: float, rise: float) -> int:
    """The way of a step to the right and up, degrees counter-clockwise; about a quarter turn is one."""
    degrees = round(math.degrees(math.atan2(rise, across)))
    quarter = 90 * round(degrees / 90)
    return (quarter if abs(degrees - quarter) <= _ASKEW else degrees) % 360


def _rewrap(text: str) -> str:
    """Undo pdfium's reading of a UTF-16BE string as one character a byte (seen with pdfium 7000–8000)."""
    if text and len(text) % 2 == 0 and max(text) < "\u0100" and min(text) < " ":
        return text.encode("latin-1").decode("utf-16-be", "replace").lstrip("\ufeff")
    return text.lstrip("\ufeff")
