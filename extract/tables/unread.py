"""Cells in which more shows than their text: annotations, form values, pictures, letters without codes.

The finding ``cell-unread`` says so. It keeps a blank reading from accusing the agency.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import pypdfium2.raw as raw

from extract.model import BBox, Cell, Code, Finding, Line, Ruling, Table
from extract.pages.openpage import OpenPage
from extract.thai.fold import fold

LEAST = 3.0
"""Points: lower or narrower things in a cell are dots, ends of rules and the ink of blanks."""

CURVED = 5
"""Segments of a path above which it may be an outlined letter; a box or a bar has five."""

MIDDLE = 0.15
"""Of a line's height from its middle, within which a rule strikes its letters out; underlines lie at .3."""

MAX_NOTES = 2_000
"""Annotations of a page looked at; a form of a report has some hundreds."""

_TEXT_SHOWN = re.compile(r"\)\s*(?:Tj|'|\")|>\s*(?:Tj|'|\")|\]\s*TJ")
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_TYPED = {raw.FPDF_ANNOT_FREETEXT: b"Contents", raw.FPDF_ANNOT_WIDGET: b"V"}
_LAID_OVER = {raw.FPDF_ANNOT_STAMP: "stamp", raw.FPDF_ANNOT_STRIKEOUT: "struck out"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that shows on a page beside its text layer: ``what`` it is, its text where it has one."""

    what: str
    box: BBox
    text: str = ""


def doubt_struck(tables: Sequence[Table], rules: Sequence[Ruling]) -> tuple[Table, ...]:
    """``tables`` of a digital page with a finding on each cell that has a rule drawn through its letters.

    Args:
        tables: filled from the text layer, in page points.
        rules: all rules of the page.
    """
    return tuple(_struck(table, [rule for rule in rules if rule.horizontal]) for table in tables)


def _struck(table: Table, rules: Sequence[Ruling]) -> Table:
    borders = {round(rule.position) + by for rule in table.rulings if rule.horizontal for by in (-1, 0, 1)}
    across = [rule for rule in rules if round(rule.position) not in borders]
    across = [rule for rule in across if table.bbox.contains((rule.start + rule.end) / 2, rule.position)]
    if not across:
        return table
    cells = (
        unread(cell, "struck out") if any(map(_runs_through, product(cell.lines, across))) else cell
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def _runs_through(pair: tuple[Line, Ruling]) -> bool:
    """Whether a rule runs through the middle of a line's letters; one under them is lower."""
    line, rule = pair
    height = line.bbox.height
    common = min(line.bbox.x1, rule.end) - max(line.bbox.x0, rule.start)
    return common >= height and abs(rule.position - line.bbox.center[1]) <= MIDDLE * height


def doubt_unread(tables: Sequence[Table], page: OpenPage, codes: Sequence[Code]) -> tuple[Table, ...]:
    """``tables`` of a digital page with a finding on each cell that shows what its text does not say.

    Args:
        tables: filled from the text layer, in page points.
        page: the open page.
        codes: QR codes, which are read.
    """
    if page.handle is None or not tables:
        return tuple(tables)
    notes = list(_annotations(page))
    blank = any(not cell.text.strip() for table in tables for cell in table.cells)
    drawn = [shown for shown in _drawn(page) if not _is_code(shown, codes)] if blank else []
    if not notes and not drawn:
        return tuple(tables)
    return tuple(
        replace(table, cells=tuple(_doubted(c, notes, drawn) for c in table.cells)) for table in tables
    )


def unread(cell: Cell, what: str) -> Cell:
    """``cell`` with the finding that something in it was not read."""
    found = Finding("cell-unread", "warning", what, page=cell.page, bbox=cell.bbox)
    return replace(cell, findings=(*cell.findings, found))


def _doubted(cell: Cell, notes: Sequence[Shown], drawn: Sequence[Shown]) -> Cell:
    for note in notes:
        over = cell.bbox.contains(*note.box.center) or note.box.contains(*cell.bbox.center)
        if over and not (note.text and fold(note.text) in fold(cell.text)):
            return unread(cell, f"{note.what}: {note.text[:60]}" if note.text else note.what)
    if not cell.text.strip():
        for shown in drawn:
            if cell.bbox.contains(*shown.box.center):
                return unread(cell, shown.what)
    return cell


def _is_code(shown: Shown, codes: Sequence[Code]) -> bool:
    return any(shown.box.intersection(code.bbox).area > 0 for code in codes)


def _drawn(page: OpenPage) -> Iterator[Shown]:
    """Pictures, text objects and outlines; in a cell without text all of these were not read."""
    for item in page.objects():
        what = "picture" if item.kind == raw.FPDF_PAGEOBJ_IMAGE else "letters without codes"
        if item.kind == raw.FPDF_PAGEOBJ_PATH:
            if raw.FPDFPath_CountSegments(item.handle) <= CURVED:
                continue
            what = "drawn letters"
        box = item.bounds()
        if box is not None and min(box.width, box.height) >= LEAST:
            yield Shown(what, box)


def _annotations(page: OpenPage) -> Iterator[Shown]:
    """Typed notes, values of form fields, stamps and strokes through text that a viewer shows."""
    assert page.handle is not None
    handle, rect = page.handle.raw, raw.FS_RECTF()
    for index in range(min(raw.FPDFPage_GetAnnotCount(handle), MAX_NOTES)):
        note = raw.FPDFPage_GetAnnot(handle, index)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        shown = kind in _TYPED or kind in _LAID_OVER
        if shown and not raw.FPDFAnnot_GetFlags(note) & _HIDDEN and raw.FPDFAnnot_GetRect(note, rect):
            box = page.to_view.box(rect.left, rect.bottom, rect.right, rect.top)
            text = _string(note, _TYPED[kind]) if kind in _TYPED else ""
            if kind in _LAID_OVER:
                yield Shown(_LAID_OVER[kind], box)
            elif text.strip() or _TEXT_SHOWN.search(_appearance(note)):
                yield Shown("note" if kind == raw.FPDF_ANNOT_FREETEXT else "form value", box, text.strip())
        raw.FPDFPage_CloseAnnot(note)


def _string(note: object, key: bytes) -> str:
    """A string of an annotation, empty for none."""
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")


def _appearance(note: object) -> str:
    """The content stream that draws an annotation, empty for none."""
    size = raw.FPDFAnnot_GetAP(note, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    buffer = ctypes.create_string_buffer(size)
    at = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFAnnot_GetAP(note, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, at, size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")
