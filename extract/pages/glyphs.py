"""Reading a page's text layer: characters in content order, /ActualText honoured, marks with their base."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from extract.model import BBox, Glyph
from extract.pages.document import OpenPage
from extract.pages.objects import PageObject

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_HYPHENS = (0x02, 0xFFFE)  # what pdfium makes of a hyphen at a line's end
_TEXT_BYTES = 4096  # longest /ActualText read
_DEFAULT_SIZE = 10.0  # points, where a font size is 0
_SAME_SPOT = 12  # a character drawn twice within 1/12 em is fake bold

_BAND = 8.0  # points: lines are looked up in bands of this height

# Combining marks of Thai, and the code points that Windows fonts give to shifted marks
# (U+F70F and U+F700 are not marks but ญ and ฐ without their foot).
MARKS = frozenset(
    chr(code)
    for code in (
        0xE31,
        *range(0xE34, 0xE3B),
        *range(0xE47, 0xE4F),
        *range(0xF701, 0xF70F),
        *range(0xF710, 0xF71D),
    )
)


def _fast(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function without the checks of its generated wrapper: half the time a call."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_owner_of = _fast(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
_unicode_of = _fast(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
_is_generated = _fast(raw.FPDFText_IsGenerated, _INT, _POINTER, _INT)
_is_hyphen = _fast(raw.FPDFText_IsHyphen, _INT, _POINTER, _INT)
_origin_of = _fast(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
_box_of = _fast(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)


@dataclass(slots=True)
class _Char:
    """One character while it is being put in place: origin and box in the viewer's frame."""

    text: str
    x: float
    y: float
    x0: float
    y0: float
    x1: float
    y1: float
    size: float = _DEFAULT_SIZE
    visible: bool = True
    actual: bool = False


def read_glyphs(page: OpenPage) -> tuple[Glyph, ...]:
    """Read the text layer of ``page`` as clusters in content order, boxes in the viewer's frame.

    Text stands as the file gives it: private-use and legacy tone characters are left for repair. An
    /ActualText span stands once, whatever was drawn for it. A page without text, and an image, give ().
    """
    if page.text_page is None or page.too_complex:
        return ()
    drawn = _drawn_chars(page)
    return tuple(_cluster(_in_content_order(page, drawn)))


def _drawn_chars(page: OpenPage) -> dict[int, list[_Char]]:
    """What pdfium's text page holds, by the address of the text object; made-up spaces left out."""
    assert page.text_page is not None
    text = ctypes.cast(page.text_page.raw, ctypes.c_void_p)
    origin, box = (ctypes.c_double * 2)(), raw.FS_RECTF()
    at_x = ctypes.addressof(origin)
    at_y, at_box = at_x + ctypes.sizeof(ctypes.c_double), ctypes.addressof(box)
    m = page.to_view
    found: dict[int, list[_Char]] = {}
    for i in range(raw.FPDFText_CountChars(page.text_page)):
        owner = _owner_of(text, i)
        if not owner:  # made up by pdfium between words and lines
            continue
        code = _unicode_of(text, i)
        if code == 0x20 and _is_generated(text, i) == 1:  # for a wide step inside one text object
            continue
        if code in _HYPHENS and _is_hyphen(text, i) == 1:
            code = 0x2D
        _origin_of(text, i, at_x, at_y)
        _box_of(text, i, at_box)
        x, y = origin
        x0, y0 = m.a * box.left + m.c * box.bottom + m.e, m.b * box.left + m.d * box.bottom + m.f
        x1, y1 = m.a * box.right + m.c * box.top + m.e, m.b * box.right + m.d * box.top + m.f
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        char = _Char(
            "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code),
            m.a * x + m.c * y + m.e,
            m.b * x + m.d * y + m.f,
            x0,
            y0,
            x1,
            y1,
        )
        if owner in found:
            found[owner].append(char)
        else:
            found[owner] = [char]
    return found


def _in_content_order(page: OpenPage, drawn: dict[int, list[_Char]]) -> Iterator[_Char]:
    """Characters object by object; a span with /ActualText gives its text once, over all its objects' box."""
    span: _Span | None = None
    last: _Char | None = None
    for item in page.objects():
        if item.kind != raw.FPDF_PAGEOBJ_TEXT:
            continue
        chars = drawn.get(item.address)
        mark, actual = _actual_text(item.handle)
        if span is not None and mark != span.mark:
            for last in span.chars():  # noqa: B007
                yield last
            span = None
        if actual is not None:
            if span is None:
                span = _Span(mark, actual, item)
            span.widen(item)
            continue
        if chars:
            yield from (made := _object_chars(item, chars))
            last = made[-1]
            continue
        box = item.bounds()
        if box is None or box.width <= 0.01 or box.height <= 0.01:
            last = _space(item)
            yield last
        elif last is not None and abs(last.y - item.placed().f) < 2:
            last.x1 = max(last.x1, box.x1)  # ink that belongs to the cluster before: a mark without a code
    if span is not None:
        yield from span.chars()


def _object_chars(item: PageObject, chars: list[_Char]) -> list[_Char]:
    size, visible = _font_size(item), _visible(item)
    for char in chars:
        char.size, char.visible = size, visible
    return chars


class _Span:
    """Text objects under one /ActualText."""

    def __init__(self, mark: int, text: str, item: PageObject) -> None:
        self.mark = mark
        self.text = text
        placed = item.placed()
        self.x, self.y = placed.e, placed.f
        self.size, self.visible = _font_size(item), _visible(item)
        self.x0, self.x1 = self.x, self.x

    def widen(self, item: PageObject) -> None:
        """Take the ink of one more object in."""
        box = item.bounds()
        if box is not None and box.width > 0.01:
            self.x0, self.x1 = min(self.x0, box.x0), max(self.x1, box.x1)

    def chars(self) -> Iterator[_Char]:
        """The span's characters, its width shared out evenly among those that take room."""
        room = sum(char not in MARKS for char in self.text) or 1
        step = (self.x1 - self.x0) / room
        at = self.x0
        for index, char in enumerate(self.text):
            if char in MARKS and index:
                start = at - step
            else:
                start, at = at, at + step
            y = self.y
            yield _Char(
                char, start, y, start, y - self.size, start + step, y, self.size, self.visible, actual=True
            )


def _actual_text(handle: Any) -> tuple[int, str | None]:
    """Identity and text of the /ActualText around a text object, or ``(0, None)``."""
    for index in range(raw.FPDFPageObj_CountMarks(handle)):
        mark = raw.FPDFPageObj_GetMark(handle, index)
        if raw.FPDFPageObjMark_CountParams(mark) < 1:
            continue
        buffer = ctypes.create_string_buffer(_TEXT_BYTES)
        length = ctypes.c_ulong()
        wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", wide, _TEXT_BYTES, length):
            size = min(length.value, _TEXT_BYTES)
            text = buffer.raw[: size - 2].decode("utf-16-le", "replace") if size >= 2 else ""
            return ctypes.addressof(mark.contents), _rewrap(text)
    return 0, None


def _rewrap(text: str) -> str:
    """Undo pdfium's reading of a UTF-16BE string as one character a byte (seen with pdfium 7000–8000)."""
    if text and len(text) % 2 == 0 and all(ord(c) < 256 for c in text) and any(ord(c) < 32 for c in text):
        return text.encode("latin-1").decode("utf-16-be", "replace").lstrip("\ufeff")
    return text.lstrip("\ufeff")


def _space(item: PageObject) -> _Char:
    placed = item.placed()
    size = _font_size(item)
    return _Char(" ", placed.e, placed.f, placed.e, placed.f - size, placed.e, placed.f, size, _visible(item))


def _font_size(item: PageObject) -> float:
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item.handle, size)
    return abs(size.value * item.placed().scale_y) or _DEFAULT_SIZE


def _visible(item: PageObject) -> bool:
    return raw.FPDFTextObj_GetTextRenderMode(item.handle) not in _INVISIBLE


def _cluster(chars: Iterable[_Char]) -> Iterator[Glyph]:
    """Join marks to their base, which mostly stands just before them; drop characters drawn twice."""
    clusters: list[_Char] = []
    strays: list[int] = []
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        if char.text != " " and not char.actual:
            key = char.text, round(char.x * _SAME_SPOT / char.size), round(char.y * _SAME_SPOT / char.size)
            if key in seen:
                continue
            seen.add(key)
        if char.text in MARKS:
            if clusters and _follows(clusters[-1], char):
                _join(clusters[-1], char)
                continue
            strays.append(len(clusters))
        clusters.append(char)
    gone = set(_place_strays(clusters, strays))
    for i, c in enumerate(clusters):
        if i not in gone:
            yield Glyph(c.text, BBox(c.x0, c.y0, c.x1, c.y1), c.y, c.size, c.visible)


def _follows(base: _Char, mark: _Char) -> bool:
    em = base.size
    return abs(mark.y - base.y) < 0.6 * em and -0.5 * em <= mark.x - base.x <= base.x1 - base.x + 0.7 * em


def _join(base: _Char, mark: _Char) -> None:
    base.text += mark.text
    base.y0, base.y1 = min(base.y0, mark.y0), max(base.y1, mark.y1)


def _place_strays(clusters: list[_Char], strays: list[int]) -> Iterator[int]:
    """Join marks drawn apart from their line, before or after it, to the letter under them."""
    if not strays:
        return
    by_height: dict[int, list[_Char]] = {}
    for c in clusters:
        if c.text[0] not in MARKS and not c.text.isspace():
            by_height.setdefault(int(c.y // _BAND), []).append(c)
    for i in strays:
        mark = clusters[i]
        band = int(mark.y // _BAND)
        near = [
            c
            for k in (band - 1, band, band + 1)
            for c in by_height.get(k, ())
            if abs(c.y - mark.y) < 0.3 * c.size and c.x0 - 0.2 * c.size <= mark.x1 <= c.x1 + 0.4 * c.size
        ]
        if near:
            middle = (mark.x0 + mark.x1) / 2
            _join(min(near, key=lambda c: max(c.x0 - middle, middle - c.x1, 0.0)), mark)
            yield i
