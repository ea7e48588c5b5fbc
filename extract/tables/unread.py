"""Cells in which more shows than their text: annotations, form values, pictures, letters without codes.

The finding ``cell-unread`` says so. It keeps a blank reading from accusing the agency.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2.raw as raw

from extract.model import BBox, Cell, Code, Finding, Line, Table
from extract.pages.openpage import OpenPage
from extract.thai.fold import fold

LEAST = 3.0
"""Points: lower or narrower things in a cell are dots, ends of rules and the ink of blanks."""

CURVED = 5
"""Segments of a path above which it may be an outlined letter; a box or a bar has five."""

DRAWN = "drawn letters"
"""What outlines of letters, without a text, are called in a finding."""

_TYPED = {raw.FPDF_ANNOT_FREETEXT: "note", raw.FPDF_ANNOT_WIDGET: "form value"}


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that shows on a page beside its text layer: ``what`` it is, its text where it has one."""

    what: str
    box: BBox
    text: str = ""


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
    over = [
        line.bbox for table in tables for cell in table.cells for line in cell.lines if _runs_over(line, cell)
    ]
    drawn = [shown for shown in drawn if not any(box.contains(*shown.box.center) for box in over)]
    if not notes and not drawn:
        return tuple(tables)
    by_middle = [(shown.box.center, shown) for shown in drawn]
    return tuple(
        replace(table, cells=tuple(_doubted(c, notes, by_middle) for c in table.cells)) for table in tables
    )


def unread(cell: Cell, what: str) -> Cell:
    """``cell`` with the finding that something in it was not read."""
    found = Finding("cell-unread", "warning", what, page=cell.page, bbox=cell.bbox)
    return replace(cell, findings=(*cell.findings, found))


def _doubted(cell: Cell, notes: Sequence[Shown], drawn: Sequence[tuple[Point, Shown]]) -> Cell:
    if cell.method in ("form", "annotation") or any(found.code == "cell-unread" for found in cell.findings):
        return cell
    for note in notes:
        over = cell.bbox.contains(*note.box.center) or note.box.contains(*cell.bbox.center)
        if over and not (note.text and fold(note.text) in fold(cell.text)):
            return unread(cell, f"{note.what}: {note.text[:60]}" if note.text else note.what)
    if not cell.text.strip():
        for (x, y), shown in drawn:
            if cell.bbox.contains(x, y) and not _is_frame(shown, cell):
                return unread(cell, shown.what)
    return cell


def _is_frame(shown: Shown, cell: Cell) -> bool:
    """Whether a path is the border of ``cell``, which WeasyPrint draws as one shape of two boxes."""
    around = shown.box.width > cell.bbox.width - LEAST and shown.box.height > cell.bbox.height - LEAST
    return shown.what == DRAWN and around


def _runs_over(line: Line, cell: Cell) -> bool:
    """Whether a line of ``cell`` shows in the cells beside it as well."""
    return line.bbox.x0 < cell.bbox.x0 - LEAST or line.bbox.x1 > cell.bbox.x1 + LEAST


def _is_code(shown: Shown, codes: Sequence[Code]) -> bool:
    return any(shown.box.intersection(code.bbox).area > 0 for code in codes)


def _drawn(page: OpenPage) -> Iterator[Shown]:
    """Pictures, text objects and outlines; in a cell without text all of these were not read."""
    for item in page.objects():
        if item.kind == raw.FPDF_PAGEOBJ_SHADING:
            continue
        what = "picture" if item.kind == raw.FPDF_PAGEOBJ_IMAGE else "letters without codes"
        if item.kind == raw.FPDF_PAGEOBJ_PATH:
            if raw.FPDFPath_CountSegments(item.handle) <= CURVED:
                continue
            what = DRAWN
        box = item.bounds()
        if box is not None and min(box.width, box.height) >= LEAST:
            yield Shown(what, box)


def _annotations(page: OpenPage) -> Iterator[Shown]:
    """Typed notes, values of form fields and stamps; most were read with the content of the page."""
    for note in page.annotations:
        if note.kind in _TYPED and note.text.strip():
            yield Shown(_TYPED[note.kind], note.box, note.text.strip())
        elif note.kind == raw.FPDF_ANNOT_STAMP:
            yield Shown("stamp", note.box)
