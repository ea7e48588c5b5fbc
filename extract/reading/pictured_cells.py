"""Cells of a digital page that hold ink and no text: a pasted picture, letters drawn as outlines.

Each such cell is drawn and read by our own reader, which leaves all other cells as the text layer has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.clock import Clock
from extract.model import BBox, Cell, Line, Raster, Table
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
    from extract.pages.render import drawn_once  # OpenCV: nothing an ordinary digital page waits for

    with clock("render"):
        drawn = drawn_once(page)
    engine = engines.get()
    with clock("ocr"):
        cells = [tables[number].cells[at] for number, at in wanted]
        regions = [Region(_pixels(cell.bbox, drawn)) for cell in cells]
        read = engine.read(drawn.image, drawn.dpi, regions)
    out = [list(table.cells) for table in tables]
    for (number, at), cell, lines in zip(wanted, cells, read, strict=True):
        lines = tuple(replace(line, bbox=drawn.box_to_page(line.bbox)) for line in lines)
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


def _pixels(box: BBox, drawn: Raster) -> BBox:
    across, down = 1 / drawn.to_page[0, 0], 1 / drawn.to_page[1, 1]
    return BBox(
        (box.x0 + INSET) * across, (box.y0 + INSET) * down, (box.x1 - INSET) * across, (box.y1 - INSET) * down
    )
