"""From ink that is no print to findings: a stamp, a signature or a note by hand, by look and place.

A finding says only what the paper shows for certain. Logos, badges, links and drawings look like stamps and
notes, too; what a stamp or a hand adds lies over print, leans, or fills a gap in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extract.marks.ink_shapes import Shape
from extract.model import BBox, Cell, Finding, Line, Table

ABOVE = 40.0
"""Points over a signer's name within which the foot of his signature stands."""

INTO = 0.7
"""Share of a line's box from which it stands in a stamp."""

OUT = 4.0
"""Points by which print that a mark lies over goes on beside it; a logo or a badge holds its words whole."""

OVER = 0.1
"""Share of a mark's width and, off its upper and lower edge, of its height from which print lies under it."""

WIDEST, HIGHEST = 200.0, 60.0
"""Points: notes and numbers by hand are smaller; larger are drawings."""

GAP = 40.0
"""Points after print within which a hand fills in what is left open: a day, a number of a letter."""

BEGINS = 10.0
"""Points by which that print begins before the note: icons and bullets stand first in their row."""

BODY = 28.0
"""Points of height up to which a line is print that a hand fills in, and no word art."""

MANY = 8
"""A page with more marks in colour is drawn in colour: a leaflet, a slide."""

_NAME = re.compile(
    r"^\s*[(（].{5,60}[)）]?\s*$|^.{0,3}(นาย|นาง|น\.ส\.|ว่าที่|พ\.?ต\.|ร้อย|จ่า|ดร\.)\S.{4,50}\)\s*$"
)
_SIGN_HERE = re.compile(r"ลง\s*(ชื่อ|นาม)|ผู้รับรอง|ผู้อนุมัติ")

Ink = Literal["viewer", "drawn", "coloured", "black"]
"""What drew a mark: a viewer's tool, the content of a digital page; on a scan ink in colour or as print."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark looks like, its box in page points, and its ink."""

    shape: Shape
    box: BBox
    ink: Ink


def apart(
    marks: Sequence[Mark], lines: Sequence[Line], tables: Sequence[Table], page: int
) -> tuple[tuple[Finding, ...], tuple[Line, ...]]:
    """Name ``marks`` by what stands around them, and take the print of stamps out of ``lines``.

    Args:
        marks: stamps, pen strokes and drawings.
        lines: lines outside tables.
        tables: those of the page, for names in the cells of a form.
        page: its number.

    Returns:
        A finding with its box for each mark that is one for certain, ``drawing`` for other ink that was taken
        off a scan, and the lines that are not part of a stamp.
    """
    around = [*lines, *(line for table in tables for cell in table.cells for line in cell.lines)]
    print_ = [line.bbox for line in around if line.text.strip()]
    signed = [mark.box for mark in marks if mark.shape == "pen" and _signed(mark.box, around)]
    many = sum(mark.ink == "coloured" and mark.box not in signed for mark in marks) > MANY
    findings = []
    for mark in marks:
        code = None
        if mark.shape == "pen":
            written = mark.ink == "viewer" or (not many and _is_written(mark, print_))
            code = "signature" if mark.box in signed else "hand-note" if written else None
        elif is_stamp(mark, (*print_, *signed)):
            code = "stamp"
        if code is None and mark.ink == "coloured":
            code = "drawing"
        if code is None:
            continue
        finding = Finding(code, "info", page=page, bbox=mark.box)
        if code == "stamp":
            said = [line for line in lines if line.bbox.share_in(mark.box) >= INTO]
            lines = [line for line in lines if line not in said]
            finding = replace(finding, detail=" ".join(line.text.strip() for line in said))
        findings.append(finding)
    return tuple(findings), tuple(lines)


def is_stamp(mark: Mark, print_: Iterable[BBox]) -> bool:
    """Whether a ring or frame was stamped: a frame that leans (all that come here do), a ring over print.

    Args:
        mark: a ring or a frame.
        print_: boxes of lines and signatures.
    """
    if mark.ink == "viewer" or mark.shape == "frame":
        return True
    box = mark.box
    return mark.shape == "ring" and any(
        min(box.x1, line.x1) - max(box.x0, line.x0) >= OVER * box.width
        and box.y0 + OVER * box.height < line.center[1] < box.y1 - OVER * box.height
        and (line.x0 < box.x0 - OUT or line.x1 > box.x1 + OUT)
        for line in print_
    )


def _is_written(mark: Mark, print_: Sequence[BBox]) -> bool:
    """Whether coloured strokes on a scan fill a gap in a row of print or lie over print that goes on."""
    box = mark.box
    if mark.ink != "coloured" or box.width > WIDEST or box.height > HIGHEST:
        return False
    if any(line.share_in(box) >= INTO for line in print_):
        return False  # words with a shape drawn around them
    return any(
        min(box.y1, line.y1) - max(box.y0, line.y0) >= 0.5 * min(box.height, line.height)
        and line.height <= BODY
        and line.x0 < box.x0 - BEGINS
        and line.x1 > box.x0 - GAP
        for line in print_
    )


def doubted(tables: Sequence[Table], boxes: Sequence[BBox]) -> tuple[Table, ...]:
    """``tables`` with a finding on each cell whose letters lie under a mark of the same colour.

    Args:
        tables: filled, in page points.
        boxes: marks in the colour of print, page points.
    """
    return tuple(
        replace(table, cells=tuple(_doubted(cell, boxes) for cell in table.cells)) for table in tables
    )


def _doubted(cell: Cell, boxes: Sequence[BBox]) -> Cell:
    for box in boxes:
        if any(line.bbox.meets(box) for line in cell.lines):
            found = Finding("under-mark", "warning", page=cell.page, bbox=cell.bbox.intersection(box))
            return replace(cell, findings=(*cell.findings, found))
    return cell


def _signed(box: BBox, lines: Sequence[Line]) -> bool:
    """Whether a signer's name stands under ``box``, or ``ลงชื่อ`` before it."""
    for line in lines:
        name = line.bbox
        if min(name.x1, box.x1) <= max(name.x0, box.x0):
            beside = _SIGN_HERE.search(line.text) and name.x1 <= box.x0 + box.width
            if not (beside and box.y0 <= name.y1 and box.y1 >= name.y0 and box.x0 - name.x1 < ABOVE):
                continue
            return True
        if _SIGN_HERE.search(line.text) and box.y0 - ABOVE <= name.center[1] <= box.y1 + ABOVE / 2:
            return True
        if _NAME.match(line.text) and box.y0 < name.y1 and name.y0 - ABOVE <= box.y1:
            return True
    return False
