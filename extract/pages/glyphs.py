"""Reading a page's text layer: characters in content order, /ActualText honoured, marks with their base."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from extract.model import BBox, Glyph
from extract.pages.document import OpenPage
from extract.pages.matrix import Matrix
from extract.pages.objects import PageObject

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_HYPHENS = (0x02, 0xFFFE)  # what pdfium makes of a hyphen at a line's end
_TEXT_BYTES = 4096  # longest /ActualText read
_DEFAULT_SIZE = 10.0  # points, where a font size is 0
_SAME_SPOT = 12  # a character drawn twice within 1/12 em is fake bold

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
    size: float
    visible: bool
    actual: bool = False


def read_glyphs(page: OpenPage) -> tuple[Glyph, ...]:
    """Read the text layer of ``page`` as clusters in content order, boxes in the viewer's frame.

    Text stands as the file gives it: private-use and legacy tone characters are left for repair. An
    /ActualText span stands once, whatever was drawn for it. A page without text, and an image, give ().
    """
    if page.text_page is None or page.too_complex:
        return ()
    drawn = _drawn_chars(page)
    return tuple(_cluster(list(_in_content_order(page, drawn))))


def _drawn_chars(page: OpenPage) -> dict[int, list[tuple[str, float, float, float, float, float, float]]]:
    """What pdfium's text page holds, by the address of the text object: (text, x, y, box), page space."""
    assert page.text_page is not None
    text = page.text_page.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    px, py, pbox = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    unicode_of, generated, hyphen = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated, raw.FPDFText_IsHyphen
    origin, loose, owner = (
        raw.FPDFText_GetCharOrigin,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetTextObject,
    )
    found: dict[int, list[tuple[str, float, float, float, float, float, float]]] = {}
    for i in range(raw.FPDFText_CountChars(text)):
        if generated(text, i) == 1:
            continue
        code = unicode_of(text, i)
        if code in (10, 13):
            continue
        if code in _HYPHENS and hyphen(text, i) == 1:
            code = 0x2D
        handle = owner(text, i)
        if not handle:
            continue
        origin(text, i, px, py)
        loose(text, i, pbox)
        char = "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
        found.setdefault(ctypes.addressof(handle.contents), []).append(
            (char, x.value, y.value, box.left, box.bottom, box.right, box.top)
        )
    return found


def _in_content_order(page: OpenPage, drawn: dict[int, list[Any]]) -> Iterator[_Char]:
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
                span = _Span(mark, actual, item, page.to_view)
            span.widen(item)
            continue
        if chars:
            yield from (made := _object_chars(item, chars, page.to_view))
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


def _object_chars(item: PageObject, chars: list[Any], to_view: Matrix) -> list[_Char]:
    size, visible = _font_size(item), _visible(item)
    made = []
    for text, x, y, left, bottom, right, top in chars:
        ox, oy = to_view.apply(x, y)
        box = to_view.box(left, bottom, right, top)
        made.append(_Char(text, ox, oy, box.x0, box.y0, box.x1, box.y1, size, visible))
    return made


class _Span:
    """Text objects under one /ActualText."""

    def __init__(self, mark: int, text: str, item: PageObject, to_view: Matrix) -> None:
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


def _cluster(chars: Sequence[_Char]) -> Iterator[Glyph]:
    """Join marks to their base, which mostly stands just before them; drop characters drawn twice."""
    clusters: list[_Char] = []
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        if char.text != " " and not char.actual:
            key = char.text, round(char.x * _SAME_SPOT / char.size), round(char.y * _SAME_SPOT / char.size)
            if key in seen:
                continue
            seen.add(key)
        base = _base(clusters, char) if char.text in MARKS else None
        if base is None:
            clusters.append(char)
        else:
            base.text += char.text
            base.y0, base.y1 = min(base.y0, char.y0), max(base.y1, char.y1)
    for c in clusters:
        yield Glyph(c.text, BBox(c.x0, c.y0, max(c.x1, c.x0), c.y1), c.y, c.size, c.visible)


def _base(clusters: list[_Char], mark: _Char) -> _Char | None:
    """The cluster that ``mark`` stands on: the one before it if near, else the nearest on its line."""
    if not clusters:
        return None
    last = clusters[-1]
    em = last.size
    if abs(mark.y - last.y) < 0.6 * em and -0.5 * em <= mark.x - last.x <= last.x1 - last.x + 0.7 * em:
        return last
    near = [
        c
        for c in clusters[-400:]
        if abs(c.y - mark.y) < 0.6 * c.size and c.x - 0.2 * c.size <= mark.x <= c.x1 + 0.4 * c.size
    ]
    return min(near, key=lambda c: abs(mark.x - c.x1)) if near else None
