"""A second engine reads the cells the first one doubts; where they differ, both readings are told.

The first reading always stands: which of two readings is right is for a person to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extract.model import Cell, Finding, GrayImage, Line
from extract.ocr.protocol import Engine, Region
from extract.thai.fold import fold

DOUBT = 0.9
"""Confidence below which a cell is read again: below it a record asks for review as well."""

Fill = Callable[[Cell, Sequence[Line]], Cell]
"""Puts lines into a cell, as the first reading did."""


def read_again(
    cells: Sequence[Cell], regions: Sequence[Region], image: GrayImage, dpi: float, second: Engine, fill: Fill
) -> list[Cell]:
    """Have ``second`` read every cell of a confidence below ``DOUBT``.

    Args:
        cells: filled cells, in pixels of ``image``.
        regions: what was read for each cell.
        image: the page with its rules erased.
        dpi: of ``image``.
        second: another engine than the one that filled the cells; called once.
        fill: puts the second reading's lines into a cell.

    Returns:
        The same cells; one read differently carries the finding ``engines-disagree`` with both readings.
    """
    out = list(cells)
    doubted = [i for i, cell in enumerate(cells) if cell.text and cell.confidence < DOUBT]
    if not doubted:
        return out
    for i, lines in zip(doubted, second.read(image, dpi, [regions[i] for i in doubted]), strict=True):
        first = cells[i]
        other = fill(first, lines)
        if fold(other.text) != fold(first.text):
            detail = f"{first.method}: {first.text} | {second.name} {second.version}: {other.text}"
            found = Finding("engines-disagree", "warning", detail, page=first.page, bbox=first.bbox)
            out[i] = replace(first, findings=(*first.findings, found))
    return out
