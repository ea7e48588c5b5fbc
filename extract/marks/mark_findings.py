"""From ink that is no print to findings: a stamp, a signature or a note by hand, by look and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.marks.ink_shapes import Shape
from extract.model import BBox, Cell, Finding, Line, Table

ABOVE = 40.0
"""Points over a signer's name within which the foot of his signature stands."""

INTO = 0.7
"""Share of a line's box from which it stands in a stamp."""

_NAME = re.compile(
    r"^\s*[(（].{5,60}[)）]?\s*$|^.{0,3}(นาย|นาง|น\.ส\.|ว่าที่|พ\.?ต\.|ร้อย|จ่า|ดร\.)\S.{4,50}\)\s*$"
)
_SIGN_HERE = re.compile(r"ลง\s*(ชื่อ|นาม)|ผู้รับรอง|ผู้อนุมัติ")

Mark = tuple[Shape, BBox]
"""What a mark looks like, and its box in page points."""


def apart(
    marks: Sequence[Mark], lines: Sequence[Line], tables: Sequence[Table], page: int
) -> tuple[tuple[Finding, ...], tuple[Line, ...]]:
    """Name ``marks`` by what stands around them, and take the print of stamps out of ``lines``.

    Args:
        marks: stamps and pen strokes.
        lines: lines outside tables.
        tables: those of the page, for names in the cells of a form.
        page: its number.

    Returns:
        A finding with its box for each mark, and the lines that are not part of a stamp.
    """
    around = [*lines, *(line for table in tables for cell in table.cells for line in cell.lines)]
    findings = []
    for shape, box in marks:
        code = "stamp" if shape in ("ring", "frame") else "signature" if _signed(box, around) else "hand-note"
        finding = Finding(code, "info", page=page, bbox=box)
        if code == "stamp":
            said = [line for line in lines if line.bbox.share_in(box) >= INTO]
            lines = [line for line in lines if line not in said]
            finding = replace(finding, detail=" ".join(line.text.strip() for line in said))
        findings.append(finding)
    return tuple(findings), tuple(lines)


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
