"""Reading a page's text layer: characters in content order, /ActualText honoured, marks with their base."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2.raw as raw

from extract.model import BBox, Glyph
from extract.pages.document import OpenPage
from extract.pages.textlayer import Box, Placed, TextObjects, drawn_chars

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
    pale: bool
    actual: bool = False


def read_glyphs(page: OpenPage) -> tuple[Glyph, ...]:
    """Read the text layer of ``page`` as clusters in content order, boxes in the viewer's frame.

    Text stands as the file gives it: private-use and legacy tone characters are left for repair. An
    /ActualText span stands once, whatever was drawn for it. A page without text, and an image, give ().
    """
    if page.text_page is None or page.too_complex:
        return ()
    return _clusters(_in_content_order(page))


def _in_content_order(page: OpenPage) -> list[_Char]:
    """Characters object by object; a span with /ActualText gives its text once, over all its objects' box."""
    drawn = drawn_chars(page.text_page, page.to_view)
    reader = TextObjects()
    out: list[_Char] = []
    span: _Span | None = None
    for item in page.objects():
        if item.kind != raw.FPDF_PAGEOBJ_TEXT:
            continue
        mark, actual = reader.actual_text(item)
        if span is not None and mark != span.mark:
            out += span.chars()
            span = None
        if actual is not None:
            if span is None:
                span = _Span(mark, actual, reader.placed(item))
            span.widen(reader.bounds(item))
            continue
        chars = drawn.get(item.address)
        if chars:
            _, _, size, visible, pale = reader.placed(item)
            out += _of_object([_Char(*char, size, visible, pale) for char in chars])
            continue
        box = reader.bounds(item)
        if box is None or box[2] - box[0] <= 0.01 or box[3] - box[1] <= 0.01:
            out.append(_space(reader.placed(item)))
        elif out and abs(out[-1].y - reader.placed(item)[1]) < 2:
            last = out[-1]
            last.x1 = max(last.x1, box[2])  # ink that belongs to the cluster before: a mark without a code
    if span is not None:
        out += span.chars()
    return out


def _of_object(chars: list[_Char]) -> list[_Char]:
    """Characters of one text object; those of one glyph (ffi) stand at one spot and are no fake bold."""
    for before, char in itertools.pairwise(chars):
        char.actual = (char.x, char.y) == (before.x, before.y)
    return chars


class _Span:
    """Text objects under one /ActualText."""

    def __init__(self, mark: int, text: str, first: Placed) -> None:
        self.mark = mark
        self.text = text
        self.first = first
        self.x0 = self.x1 = first[0]

    def widen(self, box: Box | None) -> None:
        """Take the ink of one more object in."""
        if box is not None and box[2] - box[0] > 0.01:
            self.x0, self.x1 = min(self.x0, box[0]), max(self.x1, box[2])

    def chars(self) -> Iterator[_Char]:
        """The span's characters, its width shared out evenly among those that take room."""
        room = sum(char not in MARKS for char in self.text) or 1
        step = (self.x1 - self.x0) / room
        at = self.x0
        _, y, size, visible, pale = self.first
        for index, char in enumerate(self.text):
            if char in MARKS and index:
                start = at - step
            else:
                start, at = at, at + step
            yield _Char(char, start, y, start, y - size, start + step, y, size, visible, pale, actual=True)


def _space(placed: Placed) -> _Char:
    x, y, size, visible, pale = placed
    return _Char(" ", x, y, x, y - size, x, y, size, visible, pale)


def _clusters(chars: Iterable[_Char]) -> tuple[Glyph, ...]:
    """Join marks to their base, which mostly stands just before them; drop characters drawn twice."""
    clusters: list[_Char] = []
    strays: list[int] = []
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        text = char.text
        if text != " " and not char.actual:
            key = text, round(char.x * _SAME_SPOT / char.size), round(char.y * _SAME_SPOT / char.size)
            if key in seen:
                continue
            seen.add(key)
        if text in MARKS:
            if clusters and _follows(clusters[-1], char):
                _join(clusters[-1], char)
                continue
            strays.append(len(clusters))
        clusters.append(char)
    gone = set(_place_strays(clusters, strays))
    if gone:
        clusters = [c for i, c in enumerate(clusters) if i not in gone]
    return tuple(
        [Glyph(c.text, BBox(c.x0, c.y0, c.x1, c.y1), c.y, c.size, c.visible, c.pale) for c in clusters]
    )


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
