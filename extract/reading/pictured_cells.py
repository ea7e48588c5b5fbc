"""Cells of a digital page that hold ink and no text: a pasted picture, letters drawn as outlines.

Each such cell is drawn and read by our own reader, which leaves all other cells as the text layer has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.clock import Clock
from extract.model import BBox, Cell, Line, Table
from extract.ocr.choose import Engines, Region
from extract.pages.openpage import OpenPage
from extract.tables.fill import with_text
from extract.tables.shade import Fill
from extract.tables.unread import unread

SHARE = 0.5
"""Of the picture, or of the cell, that lies in the other: the picture is the cell's, or holds it."""

LETTER = (2.0, 30.0)
"""Points: sides of a drawn letter."""

OUTLINES = 3
"""Drawn shapes of that size in one cell that may be letters; a tick or an arrow is one or two."""

FLAT = 1.5
"""Width over height of a picture of text; ticks, faces and codes are as wide as high."""

READ = 0.6
"""Least confidence of the reader in a few letters; below it the picture may hold no text."""

WORDS = 6
"""Letters that are given however unsure the reader is; their confidence tells."""

INSET = 1.5
"""Points between a cell's edge and what is read: half a rule and the light beside it."""


def read_pictured_cells(
    page: OpenPage,
    tables: Sequence[Table],
    fills: Sequence[Fill],
    marks: Sequence[BBox],
    engines: Engines,
    clock: Clock,
) -> tuple[Table, ...]:
    """``tables`` with the empty cells filled that hold a picture of text.

    Args:
        page: the open page.
        tables: filled from its text layer, page points.
        fills: filled shapes on the page.
        marks: stamps, signatures and strokes of a pen, which are no text of a cell.
        engines: asked only where there is such a cell.
        clock: seconds by stage.
    """
    pictures = [box for box in page.image_boxes() if box.area > 0 and not any(_in(box, m) for m in marks)]
    wanted = [
        (number, at)
        for number, table in enumerate(tables)
        if table.origin == "vector"
        for at in _pictured(table, pictures, fills)
    ]
    if not wanted:
        return tuple(tables)
    from extract.pages.render import (  # OpenCV: no ordinary digital page waits for it
        DEFAULT_DPI,
        render_parts,
    )

    cells = [tables[number].cells[at] for number, at in wanted]
    inner = [_inner(cell.bbox) for cell in cells]
    with clock("render"):
        image, places = render_parts(page, DEFAULT_DPI, inner)
    engine = engines.get()
    with clock("ocr"):
        read = engine.read(image, DEFAULT_DPI, [Region(place) for place in places])
    out = [list(table.cells) for table in tables]
    for (number, at), cell, lines, box, place in zip(wanted, cells, read, inner, places, strict=True):
        lines = tuple(replace(line, bbox=_on_page(line.bbox, place, box)) for line in lines)
        out[number][at] = _filled(cell, [line for line in lines if line.text.strip()], pictures)
    return tuple(replace(table, cells=tuple(held)) for table, held in zip(tables, out, strict=True))


def _filled(cell: Cell, lines: Sequence[Line], pictures: Sequence[BBox]) -> Cell:
    """``cell`` with the lines that were read; where none is sure and a picture stands in it, that is told."""
    letters = sum(char.isalnum() for line in lines for char in line.text)
    if letters >= WORDS or (letters and min(line.confidence for line in lines) >= READ):
        return with_text(cell, lines, "picture")
    if not any(_in(box, cell.bbox) for box in pictures):
        return cell
    seen = "; ".join(line.text.strip() for line in lines)
    return unread(cell, f"picture: {seen}" if seen else "picture")


def _pictured(table: Table, pictures: Sequence[BBox], fills: Sequence[Fill]) -> list[int]:
    """Numbers of the cells without text that a picture lies in or covers, or that hold drawn letters."""
    empty = [i for i, cell in enumerate(table.cells) if not cell.text.strip()]
    if not empty:
        return []
    near = [
        box for box in pictures if box.intersection(table.bbox).area > 0 and box.width >= FLAT * box.height
    ]
    low, high = LETTER
    shapes = [
        fill.box.center
        for fill in fills
        if fill.dark and low <= max(fill.box.width, fill.box.height) <= high
        if table.bbox.contains(*fill.box.center)
    ]
    drawn = Counter(i for i in empty for x, y in shapes if table.cells[i].bbox.contains(x, y))
    return [
        i for i in empty if drawn[i] >= OUTLINES or any(_belongs(box, table.cells[i].bbox) for box in near)
    ]


def _belongs(picture: BBox, cell: BBox) -> bool:
    common = picture.intersection(cell).area
    return common > SHARE * min(picture.area, cell.area)


def _in(part: BBox, whole: BBox) -> bool:
    return whole.contains(*part.center)


def _inner(box: BBox) -> BBox:
    x0, x1 = sorted((box.x0 + INSET, box.x1 - INSET))
    y0, y1 = sorted((box.y0 + INSET, box.y1 - INSET))
    return BBox(x0, y0, x1, y1)


def _on_page(box: BBox, place: BBox, part: BBox) -> BBox:
    """A box of the picture, pixels, in points of the page, whose ``part`` stands at ``place``."""
    across, down = part.width / max(1.0, place.width), part.height / max(1.0, place.height)
    return BBox(
        part.x0 + (box.x0 - place.x0) * across,
        part.y0 + (box.y0 - place.y0) * down,
        part.x0 + (box.x1 - place.x0) * across,
        part.y0 + (box.y1 - place.y0) * down,
    )
