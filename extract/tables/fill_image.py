"""Filling empty cells with text from pixels, by an OCR engine and, where it doubts, by a second one.

Tables come in pixels of the raster on which they were cut and leave in page points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import BBox, Cell, Finding, GrayImage, Line, Raster, Ruling, Table
from extract.ocr.choose import Engine, Region
from extract.tables.ditto_marks import with_dittos
from extract.tables.drawn_lines import CellWords, label_columns, without_drawn_lines
from extract.tables.drawn_marks import read_drawn_marks
from extract.tables.faint_cells import darken_faint
from extract.tables.fill import respelt, with_text
from extract.tables.rows_by_text import split_rows
from extract.tables.ruled.raster import erase_rulings, paper_tone
from extract.tables.tick_boxes import find_boxes, with_boxes, without_boxes
from extract.tables.unread import unread
from extract.tables.upright_headers import read_upright_headers
from extract.thai.fold import fold

OVER = 0.75
"""Points above the middle of a cell's top rule where reading begins: half a rule of 1.5 points."""

INSET = 1.0
"""Points between a cell's rule and the crop handed to OCR."""

DOUBT = 0.9
"""Confidence below which a cell is read again: below it a record asks for review as well."""

DARK = 160
"""Gray level on a flattened page: a cell whose median is lower has a dark ground; shading is above 180."""

LIGHTER = 60
"""Gray levels by which letters must be lighter than the ground, as ink must be darker than paper."""

LEAST = 0.01
"""Share of the cell that must be so light: less is grain in an empty dark cell."""

RIM = 2.0
"""Points along a dark cell's edge where rules and the paper beyond would turn to black bars."""

INK = 40
"""Gray levels below its cell's ground from which a pixel of an unread cell is ink."""

LETTER_HEIGHT, LETTER_WIDTH, LETTER_AREA = (3.0, 25.0), 1.0, 2.0
"""Points, and square points: a digit of 8 pt type is 4 high; specks of a fax are smaller."""

LETTERS = 20
"""Pieces as large as letters from which a page is no blank one with holes, staples and specks."""
PICTURE, DEEP, PAPER = 0.05, 0.5, 90
"""Share of a page's pixels darker than half of its white, from which they are a picture.

The white is brighter than ``PAPER`` in a hundred pixels. Letters cover less, and shadows are paler.
"""
EDGE = 0.05
"""Of a page's sides: what is dark so close to them is the scanner's."""

GRAIN = 0.15
"""Of the letters' own: light that is the grain of a dark ground."""

WHITE_LINE = 20.0
"""Points: what is light so far in a line is a white rule, or paper at the edge; letters are lower."""

STROKE = 4.0
"""Points: wider than bold strokes; what is light over more than this is ground, made uneven by flattening."""


def fill_from_image(
    tables: Sequence[Table],
    raster: Raster,
    engine: Engine,
    second: Engine | None = None,
    words: CellWords | None = None,
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """Read cells and free text from pixels, rules erased.

    Args:
        tables: tables in pixels of ``raster``, with their rules.
        raster: the upright page.
        engine: any OCR engine; called once for the cells and once for the text outside tables.
        second: another engine, asked about the cells that ``engine`` doubts.
        words: which texts tell of marks beside or below them.

    Returns:
        The tables with text, and the lines outside tables, both in page points.
    """
    image = erase_rulings(raster.image, [rule for table in tables for rule in table.rulings], raster.dpi)
    image = light_on_dark(image, raster, [cell.bbox for table in tables for cell in table.cells])
    image = darken_faint(image, raster.dpi, tables)
    cells = [(number, cell) for number, table in enumerate(tables) for cell in table.cells]
    regions = [Region(_reading_box(cell.bbox, raster.dpi / 72)) for _, cell in cells]
    read = engine.read(image, raster.dpi, regions) if regions else []
    done = [with_text(cell, lines, engine.name) for (_, cell), lines in zip(cells, read, strict=True)]
    if words is not None:
        done = _with_boxes(done, image, raster.dpi, engine, words)
    tables = _dealt(tables, [number for number, _ in cells], done)
    if words is not None:
        tables = [_with_upright_headers(table, image, raster.dpi, engine, words) for table in tables]
    tables = [replace(t, cells=tuple(with_dittos(t.cells, image, raster.dpi))) for t in tables]
    if words is not None:
        whole = [without_drawn_lines(table, words.is_label) for table in tables]
        tables = [
            read_drawn_marks(table, lambda: raster.image, raster.dpi, 1.0, words.is_label) for table in whole
        ]
    tables = [split_rows(table, scale=raster.dpi / 72) for table in tables]
    cells = [(number, cell) for number, table in enumerate(tables) for cell in table.cells]
    done = [cell for _, cell in cells]
    if second is not None:
        regions = [Region(_reading_box(cell.bbox, raster.dpi / 72)) for cell in done]
        done = read_again(done, regions, image, raster.dpi, second)
    grounds = _grounds_that_tell(tables, words)
    done = [
        unread(cell, "ink") if not (cell.text or told) and has_ink(cell.bbox, image, raster.dpi) else cell
        for cell, told in zip(done, grounds, strict=True)
    ]
    done = [respelt(cell) if cell.method == "reader" else cell for cell in done]
    out = tuple(
        to_page_frame(table, raster) for table in _dealt(tables, [number for number, _ in cells], done)
    )
    rest = image.copy()
    for table in tables:
        rest[table.bbox.pixels()] = paper_tone(rest)
    height, width = rest.shape
    free = engine.read(rest, raster.dpi, [Region(BBox(0, 0, width, height), cell=False)])
    return out, tuple(line_to_page(line, raster) for lines in free for line in lines)


def _grounds_that_tell(tables: Sequence[Table], words: CellWords | None) -> list[bool]:
    """For each cell whether its ground says all, under a month or a status; what is dark in it is grain."""
    out = []
    for table in tables:
        labels = label_columns(table, words.is_label) if words is not None else {}
        out += [cell.shaded and cell.row >= labels.get(cell.column, table.rows) for cell in table.cells]
    return out


def _with_upright_headers(
    table: Table, image: GrayImage, dpi: float, engine: Engine, words: CellWords
) -> Table:
    cells = read_upright_headers(list(table.cells), image, dpi, engine, words.is_header)
    return replace(table, cells=tuple(cells))


def _with_boxes(
    cells: list[Cell], image: GrayImage, dpi: float, engine: Engine, words: CellWords
) -> list[Cell]:
    """``cells``; those that offer a choice are read again without their boxes, which stand as signs."""
    choices = [words.choices(cell.text) for cell in cells]
    offered = [at for at, count in enumerate(choices) if count > 1]
    boxes = find_boxes(image, (cells[at].bbox for at in offered), dpi, (choices[at] for at in offered))
    offered = [at for at in offered if any(cells[at].bbox.contains(*box.place.center) for box in boxes)]
    if not offered:
        return cells
    clean = without_boxes(image, boxes, dpi)
    regions = [Region(_reading_box(cells[at].bbox, dpi / 72)) for at in offered]
    for at, lines in zip(offered, engine.read(clean, dpi, regions), strict=True):
        clear = with_text(cells[at], lines, engine.name)
        cells[at] = with_boxes(clear, boxes, 1.0, words.is_choice) or cells[at]
    return cells


def _dealt(tables: Sequence[Table], owners: Sequence[int], cells: Sequence[Cell]) -> list[Table]:
    """``tables`` with ``cells``, which belong to the tables numbered ``owners``."""
    held: list[list[Cell]] = [[] for _ in tables]
    for number, cell in zip(owners, cells, strict=True):
        held[number].append(cell)
    return [replace(table, cells=tuple(part)) for table, part in zip(tables, held, strict=True)]


def has_ink(box: BBox, image: GrayImage, dpi: float) -> bool:
    """Whether a piece of ink as large as a letter stands within ``box`` (pixels), clear of its rules.

    Measured on 58 scans of the fixtures: in 88 of 89 blank cells none does, the last has a signature's
    stroke; of 250 cells with one letter or two 243 have one.
    """
    scale = dpi / 72
    inside = inset(box, 1.5 * INSET * scale)
    x0, y0, x1, y1 = (max(0, round(edge)) for edge in (inside.x0, inside.y0, inside.x1, inside.y1))
    part = image[y0:y1, x0:x1]
    if not part.size:
        return False
    ground = float(np.median(part))
    if ground < DARK:  # a bar over months; light letters on such a ground were turned dark
        return False
    dark = np.asarray(part < ground - INK, np.uint8)
    if cv2.countNonZero(dark) < LETTER_AREA * scale**2:
        return False
    stats = np.asarray(cv2.connectedComponentsWithStats(dark, connectivity=8)[2][1:], np.int32)
    left, top, width, height, _ = stats.T
    clear = (left > 0) & (top > 0) & (left + width < part.shape[1]) & (top + height < part.shape[0])
    return bool((clear & _letters(stats, scale)).any())


def has_print(level: GrayImage, flat: GrayImage, dpi: float) -> bool:
    """Whether a page in which no letter was read holds print or a picture all the same.

    Args:
        level: the upright page as scanned; flattening whitens the grays of a photograph.
        flat: the same, flattened.
        dpi: of both.
    """
    level, flat = (_without_edges(image) for image in (level, flat))
    if float(np.mean(level < DEEP * np.percentile(level, PAPER))) >= PICTURE:
        return True
    dark = np.asarray(flat < float(np.median(flat)) - INK, np.uint8)
    stats = np.asarray(cv2.connectedComponentsWithStats(dark, connectivity=8)[2][1:], np.int32)
    return int(_letters(stats, dpi / 72).sum()) >= LETTERS


def _without_edges(image: GrayImage) -> GrayImage:
    down, across = (round(EDGE * side) for side in image.shape)
    return image[down : -down or None, across : -across or None]


def _letters(stats: NDArray[np.int32], scale: float) -> NDArray[np.bool_]:
    """Which pieces of ink are as large as letters; ``scale`` is pixels a point."""
    _, _, width, height, area = stats.T
    low, high, narrow = (size * scale for size in (*LETTER_HEIGHT, LETTER_WIDTH))
    return np.asarray(
        (height >= low) & (height <= high) & (width >= narrow) & (area >= LETTER_AREA * scale**2), np.bool_
    )


def _reading_box(box: BBox, scale: float) -> BBox:
    """What of a cell is read: its inside, and the rule over it, in which tone marks may hang."""
    inside = inset(box, INSET * scale)
    return BBox(inside.x0, max(0.0, box.y0 - OVER * scale), inside.x1, inside.y1)


def inset(box: BBox, by: float) -> BBox:
    """``box`` made smaller by ``by`` on each side, never inverted."""
    dx, dy = min(by, box.width / 2), min(by, box.height / 2)
    return BBox(box.x0 + dx, box.y0 + dy, box.x1 - dx, box.y1 - dy)


def read_again(
    cells: Sequence[Cell], regions: Sequence[Region], image: GrayImage, dpi: float, second: Engine
) -> list[Cell]:
    """Have ``second`` read every cell of a confidence below ``DOUBT``.

    Args:
        cells: filled cells, in pixels of ``image``.
        regions: what was read for each cell.
        image: the page with its rules erased.
        dpi: of ``image``.
        second: another engine than the one that filled the cells; called once.

    Returns:
        The same cells; one read differently carries the finding ``engines-disagree`` with both readings.
    """
    out = list(cells)
    doubted = [i for i, cell in enumerate(cells) if cell.text and cell.confidence < DOUBT]
    if not doubted:
        return out
    for i, lines in zip(doubted, second.read(image, dpi, [regions[i] for i in doubted]), strict=True):
        first = cells[i]
        other = with_text(first, lines, second.name)
        if fold(other.text) != fold(first.text):
            readings = ((first.method, first.text), (f"{second.name} {second.version}", other.text))
            detail = " | ".join(f"{engine}: {text}" for engine, text in readings)
            found = Finding("engines-disagree", "warning", detail, None, first.page, first.bbox, readings)
            out[i] = replace(first, findings=(*first.findings, found))
    return out


def light_on_dark(image: GrayImage, raster: Raster, boxes: Sequence[BBox], around: float = 0.0) -> GrayImage:
    """``image`` with those of ``boxes`` that are dark as ``raster`` shows them, inverted on an even ground.

    Args:
        image: the page, rules erased; a dark band's edge passes for a rule and takes letters along.
        raster: the page with its rules.
        boxes: cells or coloured rows, in pixels.
        around: points about each that are whitened as well, where its edges are known roughly.
    """
    out = image
    beyond = round(around * raster.dpi / 72)
    rim = max(1, round(RIM * raster.dpi / 72))
    side = max(3, round(STROKE * raster.dpi / 72))
    for box in boxes:
        if not is_light_on_dark(box, raster):
            continue
        x0, y0, x1, y1 = (round(edge) for edge in (box.x0, box.y0, box.x1, box.y1))
        top, left = max(0, y0 + rim), max(0, x0 + rim)
        cell = raster.image[top : max(0, y1 - rim), left : max(0, x1 - rim)]
        letters = cv2.morphologyEx(cell, cv2.MORPH_TOPHAT, np.ones((side, side), np.uint8))
        letters[_lines(np.asarray(letters, np.uint8), raster.dpi)] = 0
        full = max(float(LIGHTER), float(np.percentile(letters, 99)))
        out = image.copy() if out is image else out
        out[max(0, y0 - beyond) : y1 + beyond, max(0, x0 - beyond) : x1 + beyond] = 255
        out[top : top + cell.shape[0], left : left + cell.shape[1]] = 255 - np.clip(
            (letters - GRAIN * full) * (255.0 / (1 - GRAIN) / full), 0, 255
        ).astype(np.uint8)
    return out


def _lines(letters: GrayImage, dpi: float) -> NDArray[np.bool_]:
    """Where white rules and paper at the edge run through what is lighter than a dark ground."""
    light, long = np.asarray(letters > LIGHTER / 4, np.uint8), max(3, round(WHITE_LINE * dpi / 72))
    level, upright = (
        cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones(side, np.uint8)) for side in ((1, long), (long, 1))
    )
    return np.asarray(cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), np.uint8)) > 0)


def is_light_on_dark(box: BBox, raster: Raster) -> bool:
    """Whether light letters stand on a dark ground within ``box`` (pixels)."""
    rim, side = max(1, round(RIM * raster.dpi / 72)), max(3, round(STROKE * raster.dpi / 72))
    x0, y0, x1, y1 = (round(edge) for edge in (box.x0, box.y0, box.x1, box.y1))
    cell = raster.image[max(0, y0 + rim) : max(0, y1 - rim), max(0, x0 + rim) : max(0, x1 - rim)]
    if min(cell.shape) <= side:
        return False
    ground = float(np.median(cell[::3, ::3]))
    return ground < DARK and float((cell > ground + LIGHTER).mean()) >= LEAST


def to_page_frame(table: Table, raster: Raster) -> Table:
    """The pixel table ``table`` in page points: boxes of table, cells, lines and rules."""

    def cell_under(cell: Cell) -> Cell:
        lines = tuple(line_to_page(line, raster) for line in cell.lines)
        findings = tuple(
            replace(found, bbox=found.bbox and raster.box_to_page(found.bbox)) for found in cell.findings
        )
        box, quad = raster.box_to_page(cell.bbox), raster.quad_to_page(cell.bbox)
        return replace(cell, bbox=box, quad=quad, lines=lines, findings=findings)

    return replace(
        table,
        bbox=raster.box_to_page(table.bbox),
        cells=tuple(cell_under(cell) for cell in table.cells),
        rulings=tuple(rule_to_page(rule, raster) for rule in table.rulings),
    )


def line_to_page(line: Line, raster: Raster) -> Line:
    """The pixel line ``line`` in page points."""
    box, quad = raster.box_to_page(line.bbox), raster.quad_to_page(line.bbox)
    return replace(line, bbox=box, quad=quad, baseline=None)


def rule_to_page(rule: Ruling, raster: Raster) -> Ruling:
    """The pixel rule ``rule`` in page points, upright: a quarter turn swaps its way, skew is dropped."""
    flat = replace(rule, thickness=0.0).box
    line = raster.box_to_page(flat)
    middle = np.array([flat.center])
    step = np.array([[1.0, 0.0], [0.0, 1.0]])
    if len(raster.to_page) == 2 and raster.bend is None:
        scale = float(abs(np.linalg.det(raster.to_page[:, :2]))) ** 0.5
    else:
        here, *near = raster.points_to_page(np.r_[middle, middle + step])
        scale = float(abs(np.linalg.det(np.array(near) - here))) ** 0.5
    thickness = rule.thickness * scale
    if line.width >= line.height:
        return Ruling(True, line.center[1], line.x0, line.x1, thickness)
    return Ruling(False, line.center[0], line.y0, line.y1, thickness)
