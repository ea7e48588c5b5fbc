"""A second engine reads the cells the first one doubts; where they differ, both readings are told.

The first reading always stands: which of two readings is right is for a person to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Cell, Finding, Raster, Table
from extract.ocr.protocol import Engine, Region
from extract.tables.fill import INSET, inset, with_text
from extract.tables.frames import to_pixel_frame
from extract.tables.raster import erase_rulings
from extract.thai.fold import fold

DOUBT = 0.9
"""Confidence below which a cell is read again: below it a record asks for review as well."""


def read_again(tables: Sequence[Table], raster: Raster, second: Engine) -> tuple[Table, ...]:
    """Have ``second`` read every cell of a confidence below ``DOUBT``.

    Args:
        tables: filled tables of one scanned page, in page points.
        raster: the upright page they were read from.
        second: another engine than the one that filled them; called once.

    Returns:
        The same tables; a cell read differently carries the finding ``engines-disagree`` with both readings.
    """
    doubted = [
        (t, c) for t, table in enumerate(tables) for c, cell in enumerate(table.cells) if _doubted(cell)
    ]
    if not doubted:
        return tuple(tables)
    pixels = [to_pixel_frame(table, raster) for table in tables]
    image = erase_rulings(raster.image, [rule for table in pixels for rule in table.rulings], raster.dpi)
    regions = [Region(inset(pixels[t].cells[c].bbox, INSET * raster.dpi / 72)) for t, c in doubted]
    cells = [list(table.cells) for table in tables]
    for (t, c), lines in zip(doubted, second.read(image, raster.dpi, regions), strict=True):
        first = cells[t][c]
        other = with_text(replace(first, findings=()), lines, second.name)
        if fold(other.text) != fold(first.text):
            detail = f"{first.method}: {first.text} | {second.name} {second.version}: {other.text}"
            found = Finding("engines-disagree", "warning", detail, page=first.page, bbox=first.bbox)
            cells[t][c] = replace(first, findings=(*first.findings, found))
    return tuple(replace(table, cells=tuple(part)) for table, part in zip(tables, cells, strict=True))


def _doubted(cell: Cell) -> bool:
    return bool(cell.text) and cell.confidence < DOUBT
