"""Header words of a scan that run up or down in their cell: read from the cell turned by a quarter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.model import BBox, Cell, GrayImage
from extract.ocr.choose import Engine, Region
from extract.ocr.montage import WHITE
from extract.tables.fill import with_text
from extract.tables.row_kinds import MAX_HEADER_ROWS, Predicate

TALL = 1.0
"""Height over width from which a header cell may hold upright words; seen 1.4 and more."""

UNREAD = 0.6
"""Confidence under which the words of a wider header cell may be upright too."""

NARROW, SURE = 2.0, 0.9
"""Height over width of a cell merged beside rows whose words run up; confidence from which they do not."""

INSET = 1.5
"""Points at each side of a cell where its rules stand."""

BETTER = 0.2
"""By how much an unknown header must be read more surely turned than level to count as upright."""

MARGIN = 14.0
"""Points of white around each turned cell."""


def read_upright_headers(
    cells: list[Cell], image: GrayImage, dpi: float, engine: Engine, is_header_text: Predicate
) -> list[Cell]:
    """``cells``; tall header cells that make no known header are read turned, both ways, and the better kept.

    So are the labels of sections in narrow cells merged beside their rows.

    Args:
        cells: those of one table, filled, in pixels of ``image``; the header is looked for in rows with two
            known prints, else in the first.
        image: the page, rules erased.
        dpi: of ``image``.
        engine: called once if at all.
        is_header_text: whether a text is a known header print.
    """
    known = [cell for cell in cells if is_header_text(cell.text)]
    rows = {cell.row for cell in known if sum(other.row == cell.row for other in known) > 1} or {0}
    tall = [
        at
        for at, cell in enumerate(cells)
        if ((cell.row in rows and _may_be_upright(cell)) or _is_upright_label(cell))
        and not is_header_text(cell.text)
    ]
    crops = [(at, np.rot90(_crop(cells[at], image, dpi), turn)) for at in tall for turn in (1, 3)]
    crops = [(at, crop) for at, crop in crops if crop.size]
    if not crops:
        return cells
    sheet, boxes = _laid_out([crop for _, crop in crops], round(MARGIN * dpi / 72))
    read = engine.read(sheet, dpi, [Region(box) for box in boxes])
    out = list(cells)
    for (at, _), lines in zip(crops, read, strict=True):
        placed = [replace(line, bbox=cells[at].bbox, baseline=None) for line in lines]
        turned = with_text(cells[at], placed, engine.name)
        if turned.text and _rank(turned, is_header_text, 0.0) > _rank(
            out[at], is_header_text, BETTER if out[at] is cells[at] else 0.0
        ):
            out[at] = turned
    return out


def _rank(cell: Cell, is_header_text: Predicate, more: float) -> tuple[bool, float]:
    return is_header_text(cell.text), cell.confidence + more


def _may_be_upright(cell: Cell) -> bool:
    tall = cell.bbox.height >= TALL * cell.bbox.width
    return cell.row < MAX_HEADER_ROWS and (tall or cell.confidence < UNREAD)


def _is_upright_label(cell: Cell) -> bool:
    """Whether a cell merged over rows is so narrow, and so ill read, that its words may run up."""
    narrow = cell.bbox.height >= NARROW * cell.bbox.width
    return cell.row_span > 1 and narrow and bool(cell.text) and cell.confidence < SURE


def _crop(cell: Cell, image: GrayImage, dpi: float) -> GrayImage:
    rows, columns = cell.bbox.grown(-INSET * dpi / 72).pixels()
    return image[rows, columns]


def _laid_out(crops: list[GrayImage], margin: int) -> tuple[GrayImage, list[BBox]]:
    """The crops under one another on one sheet, and where each stands there."""
    width = max(crop.shape[1] for crop in crops) + 2 * margin
    sheet = np.full((sum(crop.shape[0] + margin for crop in crops) + margin, width), WHITE, np.uint8)
    boxes, top = [], margin
    for crop in crops:
        height, across = crop.shape
        sheet[top : top + height, margin : margin + across] = np.minimum(crop, WHITE)
        boxes.append(BBox(margin, top, margin + across, top + height))
        top += height + margin
    return sheet, boxes
