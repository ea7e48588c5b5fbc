"""Filling empty cells with text: from the glyphs of a text layer, or from pixels through an OCR engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.model import BBox, Cell, Glyph, Line, Method, Raster, Table
from extract.ocr.protocol import Engine, Region
from extract.pages.lines import group_lines
from extract.tables.dark_cells import light_on_dark
from extract.tables.frames import line_to_page, to_page_frame
from extract.tables.ruled.raster import erase_rulings, paper_tone
from extract.tables.second_reading import read_again
from extract.thai.rejoin import rejoin
from extract.thai.repair import repair

RISE = 0.25
"""Of the font size: height of a glyph's middle over its baseline, whatever marks it carries."""

SLACK = 1.5
"""Points by which text may stand outside a table and still belong to it."""

OVER = 0.75
"""Points above the middle of a cell's top rule where reading begins: half a rule of 1.5 points."""

INSET = 1.0
"""Points between a cell's rule and the crop handed to OCR."""

Floats = NDArray[np.float64]
Owners = NDArray[np.intp]


def fill_from_glyphs(tables: Sequence[Table], glyphs: Sequence[Glyph]) -> tuple[Table, ...]:
    """Put each glyph into the cell its middle lies in; cells get lines, ``raw`` and repaired ``text``.

    Glyphs inside a table nested in a cell of another go to the inner table.
    """
    middles = _middles(glyphs)
    owners = _table_of(tables, middles)
    return tuple(
        _filled(table, glyphs, np.flatnonzero(owners == number), middles)
        for number, table in enumerate(tables)
    )


def outside(tables: Sequence[Table], glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs that lie in no table, in content order."""
    return tuple(glyphs[i] for i in np.flatnonzero(_table_of(tables, _middles(glyphs)) < 0).tolist())


def with_text(cell: Cell, lines: Sequence[Line], method: Method) -> Cell:
    """``cell`` holding ``lines``: raw text as printed, text repaired and rejoined, least line confidence.

    Blank lines count only where no other is: an engine that failed gives one of confidence 0.
    """
    printed = [line for line in lines if line.text.strip()]
    return replace(
        cell,
        lines=tuple(printed),
        raw="\n".join(line.text.rstrip() for line in printed),
        text=rejoin([repair(line.text).text for line in printed]),
        confidence=min((line.confidence for line in printed or lines), default=1.0),
        method=method,
    )


def fill_from_image(
    tables: Sequence[Table], raster: Raster, engine: Engine, second: Engine | None = None
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Read cells and free text from pixels, rules erased.

    Args:
        tables: tables in pixels of ``raster``, with their rules.
        raster: the upright page.
        engine: any OCR engine; called once for the cells and once for the text outside tables.
        second: another engine, asked about the cells that ``engine`` doubts.

    Returns:
        The tables with text, and the lines outside tables, both in page points.
    """
    image = erase_rulings(raster.image, [rule for table in tables for rule in table.rulings], raster.dpi)
    image = light_on_dark(image, raster, tables)
    cells = [(number, cell) for number, table in enumerate(tables) for cell in table.cells]
    regions = [Region(_reading_box(cell.bbox, raster.dpi / 72)) for _, cell in cells]
    read = engine.read(image, raster.dpi, regions) if regions else []
    done = [with_text(cell, lines, engine.name) for (_, cell), lines in zip(cells, read, strict=True)]
    if second is not None:
        name = second.name
        done = read_again(
            done, regions, image, raster.dpi, second, lambda cell, lines: with_text(cell, lines, name)
        )
    filled: list[list[Cell]] = [[] for _ in tables]
    for (number, _), cell in zip(cells, done, strict=True):
        filled[number].append(cell)
    out = tuple(
        to_page_frame(replace(table, cells=tuple(part)), raster)
        for table, part in zip(tables, filled, strict=True)
    )
    rest = image.copy()
    for table in tables:
        _blank(rest, table.bbox)
    height, width = rest.shape
    free = engine.read(rest, raster.dpi, [Region(BBox(0, 0, width, height), cell=False)])
    return out, tuple(line_to_page(line, raster) for lines in free for line in lines)


def _reading_box(box: BBox, scale: float) -> BBox:
    """What of a cell is read: its inside, and the rule over it, in which tone marks may hang."""
    inside = inset(box, INSET * scale)
    return BBox(inside.x0, max(0.0, box.y0 - OVER * scale), inside.x1, inside.y1)


def inset(box: BBox, by: float) -> BBox:
    """``box`` made smaller by ``by`` on each side, never inverted."""
    dx, dy = min(by, box.width / 2), min(by, box.height / 2)
    return BBox(box.x0 + dx, box.y0 + dy, box.x1 - dx, box.y1 - dy)


def _blank(image: NDArray[np.uint8], box: BBox) -> None:
    """Whiten ``box`` in place."""
    rows = slice(max(0, int(box.y0)), max(0, int(box.y1) + 1))
    columns = slice(max(0, int(box.x0)), max(0, int(box.x1) + 1))
    image[rows, columns] = paper_tone(image)


def _middles(glyphs: Sequence[Glyph]) -> Floats:
    """Middle of each glyph's base letter, ``(2, n)``: x and y."""
    if not glyphs:
        return np.empty((2, 0))
    boxes = [g.bbox for g in glyphs]
    xs = np.array([(box.x0 + box.x1) / 2 for box in boxes])
    ys = np.array([g.baseline - RISE * g.size for g in glyphs])
    tops, bottoms = np.array([box.y0 for box in boxes]), np.array([box.y1 for box in boxes])
    beyond = (ys < tops) | (ys > bottoms)
    return np.stack([xs, np.where(beyond, (tops + bottoms) / 2, ys)])


def _table_of(tables: Sequence[Table], middles: Floats) -> Owners:
    """Number of the innermost table each glyph lies in, −1 outside all."""
    xs, ys = middles
    owners = np.full(len(xs), -1, np.intp)
    for number in sorted(range(len(tables)), key=lambda i: -tables[i].bbox.area):
        box = tables[number].bbox
        inside = (xs >= box.x0 - SLACK) & (xs <= box.x1 + SLACK)
        inside &= (ys >= box.y0 - SLACK) & (ys <= box.y1 + SLACK)
        owners[inside] = number
    return owners


def _filled(table: Table, glyphs: Sequence[Glyph], inside: Owners, middles: Floats) -> Table:
    """``table`` with the glyphs numbered ``inside``, all of which lie in it, in its cells."""
    columns = np.searchsorted(_edges(table, vertical=True), middles[0, inside], side="right")
    rows = np.searchsorted(_edges(table, vertical=False), middles[1, inside], side="right")
    held: list[list[Glyph]] = [[] for _ in table.cells]
    for i, number in zip(inside.tolist(), _cell_map(table)[rows, columns].tolist(), strict=True):
        held[number].append(glyphs[i])
    cells = [with_text(c, group_lines(part), "text") for c, part in zip(table.cells, held, strict=True)]
    return replace(table, cells=tuple(cells))


def _edges(table: Table, vertical: bool) -> Floats:
    """Inner grid lines of ``table``: x between columns, or y between rows."""
    count = table.columns if vertical else table.rows
    edges = np.full(max(count - 1, 0), np.nan)
    for cell in table.cells:
        first = cell.column if vertical else cell.row
        if first:
            edges[first - 1] = cell.bbox.x0 if vertical else cell.bbox.y0
    for i in np.flatnonzero(np.isnan(edges)):
        edges[i] = edges[i - 1] if i else (table.bbox.x0 if vertical else table.bbox.y0)
    return edges


def _cell_map(table: Table) -> Owners:
    """Cell number covering each (row, column)."""
    owner = np.zeros((table.rows, table.columns), np.intp)
    for number, cell in enumerate(table.cells):
        rows = slice(cell.row, cell.row + cell.row_span)
        owner[rows, cell.column : cell.column + cell.column_span] = number
    return owner
