"""What a viewer shows over a page's content: form fields, typed notes, stamps, struck words.

Before a page is read, its annotations are put into its content as a viewer draws them, so that what was typed
into fields and notes is read as letters like all others. Where a program left no appearance for a note or a
field, its own text stands in its place.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2.raw as raw

from extract.model import BBox, Glyph
from extract.pages.matrix import Matrix
from extract.thai.letters import MARKS

MOST = 20_000
"""Annotations of one page that are looked at."""

MOST_BYTES = 65_536
"""Bytes of one annotation's text that are read."""

MOST_QUADS = 1_000
"""Words of one annotation that strikes them out."""

UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW

TYPED = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
"""Annotations that may hold letters of the page."""

_VALUES = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_CLUSTER = re.compile(f"[^{MARKS}][{MARKS}]*|[{MARKS}]+")  # a letter with its marks
_INSIDE = 0.9  # of a field's width: its letters touch no neighbour's
_LEADING = 1.2
_LINE = 12 * _LEADING
"""Points: height of a line whose appearance is not known."""

Source = Literal["form", "annotation"]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation that a viewer shows, its boxes in the viewer's frame.

    ``text`` is what was typed into it; ``quads`` are the words that it marks; ``strokes`` the boxes of lines
    drawn by hand. ``redrawn`` says that its
    look is not the file's own: pdfium made it, with whatever letters its fonts have.
    """

    kind: int
    box: BBox
    text: str = ""
    quads: tuple[BBox, ...] = ()
    redrawn: bool = False
    strokes: tuple[BBox, ...] = ()

    @property
    def source(self) -> Source:
        """How its letters came onto the page."""
        return "form" if self.kind == raw.FPDF_ANNOT_WIDGET else "annotation"

    def glyphs(self) -> Iterator[Glyph]:
        """The letters of ``text`` in its box, for want of an appearance that tells where they stand."""
        for line, box in self._lines():
            step = min(_INSIDE * box.width / len(_CLUSTER.findall(line)), box.height / 2)
            x, size = box.x0 + (1 - _INSIDE) / 2 * box.width, box.height / _LEADING
            for text in _CLUSTER.findall(line):
                place = BBox(x, box.y0, x + step, box.y1)
                yield Glyph(text, place, box.y1 - size / 4, size, method=self.source)
                x += step

    def _lines(self) -> Iterator[tuple[str, BBox]]:
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        height = min(self.box.height / max(1, len(lines)), _LINE)
        top = self.box.y0 if len(lines) > 1 else self.box.center[1] - height / 2
        for number, line in enumerate(lines):
            yield line, BBox(self.box.x0, top + number * height, self.box.x1, top + (number + 1) * height)


def looks(page: Any) -> list[str]:
    """The appearance of each annotation of pdfium's ``page``, empty where it has none."""
    out = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST)):
        note = raw.FPDFPage_GetAnnot(page, index)
        out.append(_look(note) if note else "")
        if note:
            raw.FPDFPage_CloseAnnot(note)
    return out


def _look(note: Any) -> str:
    return _string(lambda at, size: raw.FPDFAnnot_GetAP(note, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, at, size))


def read_annotations(
    page: Any, form: Any, to_view: Matrix, own: Sequence[str] | None = None
) -> tuple[Annotation, ...]:
    """The annotations of pdfium's ``page`` that a viewer shows.

    Args:
        page: pdfium's page.
        form: the form environment, if any.
        to_view: from the page to the viewer's frame.
        own: the appearances that the file gives (``looks``), where they may have been made anew since.
    """
    found = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        rect = raw.FS_RECTF()
        kind = raw.FPDFAnnot_GetSubtype(note)
        shown = not raw.FPDFAnnot_GetFlags(note) & UNSEEN
        if shown and kind != raw.FPDF_ANNOT_LINK and raw.FPDFAnnot_GetRect(note, rect):
            box = to_view.box(rect.left, rect.bottom, rect.right, rect.top)
            text = _text(note, kind, form)
            redrawn = own is not None and own[index] != _look(note)
            quads, strokes = tuple(_quads(note, kind, to_view)), tuple(_strokes(note, kind, to_view))
            found.append(Annotation(kind, box, text, quads, redrawn, strokes))
        raw.FPDFPage_CloseAnnot(note)
    return tuple(found)


def put_into_content(page: Any) -> bool:
    """Draw the annotations of pdfium's ``page`` into its content; it must be loaded again to show them."""
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def _text(note: Any, kind: int, form: Any) -> str:
    if kind == raw.FPDF_ANNOT_WIDGET:
        if form is None or raw.FPDFAnnot_GetFormFieldType(form, note) not in _VALUES:
            return ""
        return _string(lambda at, size: raw.FPDFAnnot_GetFormFieldValue(form, note, at, size))
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(lambda at, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", at, size))
    return ""


def _string(ask: Callable[[Any, int], int]) -> str:
    size = ask(None, 0)
    if not 2 < size <= MOST_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _quads(note: Any, kind: int, to_view: Matrix) -> Iterator[BBox]:
    if kind != raw.FPDF_ANNOT_STRIKEOUT:
        return
    quad = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), MOST_QUADS)):
        if raw.FPDFAnnot_GetAttachmentPoints(note, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield to_view.box(min(xs), min(ys), max(xs), max(ys))


def _strokes(note: Any, kind: int, to_view: Matrix) -> Iterator[BBox]:
    """Boxes of the strokes of a pen and of straight lines."""
    if kind == raw.FPDF_ANNOT_LINE:
        ends = (raw.FS_POINTF * 2)()
        if raw.FPDFAnnot_GetLine(note, ends[0], ends[1]):
            yield _around(ends, to_view)
    if kind == raw.FPDF_ANNOT_INK:
        for index in range(min(raw.FPDFAnnot_GetInkListCount(note), MOST_QUADS)):
            count = raw.FPDFAnnot_GetInkListPath(note, index, None, 0)
            if 2 <= count <= MOST:
                points = (raw.FS_POINTF * count)()
                raw.FPDFAnnot_GetInkListPath(note, index, points, count)
                yield _around(points, to_view)


def _around(points: Any, to_view: Matrix) -> BBox:
    xs, ys = [point.x for point in points], [point.y for point in points]
    return to_view.box(min(xs), min(ys), max(xs), max(ys))
