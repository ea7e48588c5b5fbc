"""Signs that no engine reads: boxes to tick and ditto marks, told by their shape in the pixels of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np

from extract.model import BBox, Cell, GrayImage, Line, Mask
from extract.thai.rejoin import rejoin

TICKED, EMPTY, DITTO = "☑", "☐", "″"

BOX_SIGN = re.compile("[☑☒☐□■○●◉✓✔(\\[]")
"""What stands in a text for a box that was read."""

BOX = (6.0, 14.0)
"""Points: sides of a box to tick; 8 to 12 as Word, LibreOffice and browsers print it at 10 to 16 pt."""

SQUARE = 1.3
"""Longer side over the shorter up to which a frame is a box to tick."""

FRAME = 0.8
"""Share of an upright side that is ink; a letter with four sides (บ, ษ) has an open or a round one."""

RIM = 0.22
"""Of a box's side: its rules and what leans against them."""

INKED = 0.08
"""Share of a box's inside that is ink from which it is ticked; grain and rims leave under .03."""

INK = 40
"""Gray levels below the cell's ground from which a pixel is ink."""

STROKE = (1.6, 6.5)
"""Points: least and greatest height of a ditto mark's stroke; digits of 14-pt type are higher."""

SLIM = 1.0
"""Width over height up to which a piece is a stroke of a ditto mark; curly ones (”) are as wide as .8."""

APART = 1.9
"""Of a stroke's height: most between the left sides of the two strokes."""

PALER = 0.75
"""Ink between two strokes that a scan has joined, over the ink of the strokes: dots and letters have 1."""

FLAT = 1.9
"""Points: a piece up to so high and wider than high is a dash, as they stand beside a ditto mark."""

MOST_READ = 3
"""Letters that an engine makes of a ditto mark."""

LOWER = 0.8
"""Of the median height of letters: a ditto mark's strokes are .4 to .65 as high, a digit 1.0 and more."""

JOINED = 0.55
"""The same for strokes that blur has joined: .35 to .46 seen; Thai digits have two peaks of ink as well."""

SURE = 0.9
"""Confidence from which a letter or digit that an engine read stands."""

MEASURED = 12
"""Cells with more letters than that, and how many of them, tell how high letters are."""

READ = 0.95
"""Confidence of a ditto mark."""

NEAR = 1.5
"""Points by which the sides of a box may differ on a scan."""

BEYOND = 5.0
"""Points by which a tick that leaves a box at its top right corner may lengthen its upper side."""

CLEAR = 1.2
"""Points of white beside a box; letters of a word stand nearer to one another."""

LEAST_BOXES = 2
"""Boxes in one cell from which they are a choice."""

Square = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box to tick: where it stands, pixels, and whether it is ticked."""

    place: BBox
    ticked: bool


def find_boxes(image: GrayImage, cells: Iterable[BBox], dpi: float) -> tuple[TickBox, ...]:
    """The boxes to tick inside ``cells``, pixels of ``image``: small squares of four rules, empty or ticked.

    One box alone gives no choice, and may be a letter.
    """
    points = dpi / 72
    found: list[TickBox] = []
    for cell in cells:
        rows, columns = cell.grown(-points).pixels()
        part = image[rows, columns]
        if min(part.shape) < BOX[0] * points:
            continue
        dark = _ink(part)
        squares = [square for square in _squares(dark, points) if _stands_clear(dark, square, points)]
        if len(_alike(squares)) < LEAST_BOXES:
            continue
        for x, y, right, foot in _alike(squares):
            side = min(right - x, foot - y)
            rim = max(1, round(RIM * side))
            inside = dark[y + rim : foot - rim, x + rim : right - rim]
            place = BBox(x, y, right, foot).moved(columns.start, rows.start)
            found.append(TickBox(place, bool(inside.size) and float(inside.mean()) >= INKED))
    return tuple(found)


def _ink(part: GrayImage) -> Mask:
    return np.asarray(part < float(np.percentile(part, 75)) - INK, np.uint8)


def _squares(dark: Mask, points: float) -> list[Square]:
    """Corners of the squares that two level runs of ink and two upright ones between them make."""
    least, most, near, beyond = (round(length * points) for length in (*BOX, NEAR, BEYOND))
    run = np.ones((1, max(3, round(0.75 * least))), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(dark, cv2.MORPH_OPEN, run))
    levels = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if least <= w <= most + beyond]
    out = []
    for top in levels:
        for foot in levels:
            high, wide = foot[3] - top[1], foot[2] - foot[0]
            if not least <= high <= most or max(high, wide) > SQUARE * min(high, wide):
                continue
            if abs(top[0] - foot[0]) > near or not -near <= top[2] - foot[2] <= beyond:
                continue
            square = (min(top[0], foot[0]), top[1], min(top[2], foot[2]), foot[3])
            if _has_sides(dark, square, near):
                out.append(square)
    return out


def _has_sides(dark: Mask, square: Square, near: int) -> bool:
    """Whether ink runs down both sides of a square."""
    x, y, right, foot = square
    sides = (dark[y:foot, max(0, x - near // 2) : x + near], dark[y:foot, right - near : right + near // 2])
    return all(side.size and float(side.mean(axis=0).max()) >= FRAME for side in sides)


def _alike(squares: Sequence[Square]) -> list[Square]:
    """Those of ``squares`` that are as high as the middle one of them, a fifth more or less."""
    if not squares:
        return []
    usual = median(foot - y for _, y, _, foot in squares)
    return [square for square in squares if abs(square[3] - square[1] - usual) <= 0.2 * usual]


def _stands_clear(dark: Mask, square: Square, points: float) -> bool:
    """Whether white stands left of a square and, below the middle where no tick runs out, right of it."""
    x, y, right, foot = square
    high, gap = foot - y, max(1, round(CLEAR * points))
    middle = slice(y + high // 5, foot - high // 5)
    left = dark[middle, max(0, x - gap) : max(0, x)]
    behind = dark[y + high // 2 : foot - high // 5, right + 1 : right + 1 + gap]
    return not left.any() and not behind.any()


def without_boxes(image: GrayImage, boxes: Sequence[TickBox], dpi: float) -> GrayImage:
    """``image`` with ``boxes`` whitened, so that no engine reads letters in them."""
    if not boxes:
        return image
    out = image.copy()
    for box in boxes:
        out[box.place.grown(dpi / 72).pixels()] = int(np.percentile(image[box.place.pixels()], 95))
    return out


def with_boxes(cell: Cell, boxes: Sequence[TickBox], scale: float) -> Cell:
    """``cell`` with a sign for each of ``boxes`` inside it, in front of the words behind it.

    Args:
        cell: filled; ``scale`` times its boxes are pixels.
        boxes: boxes to tick, of the whole page.
        scale: pixels for each unit of the cell's boxes.
    """
    inside = [box for box in boxes if cell.bbox.contains(*box.place.scaled(1 / scale).center)]
    if not inside:
        return cell
    lines = [
        _signed(line, [box for box in inside if _beside(line, box, scale)], scale) for line in cell.lines
    ]
    placed = [box for line in cell.lines for box in inside if _beside(line, box, scale)]
    if len(placed) < len(inside):
        return cell
    return replace(cell, lines=tuple(lines), text=rejoin([line.text for line in lines]))


def _beside(line: Line, box: TickBox, scale: float) -> bool:
    return line.bbox.y0 <= box.place.center[1] / scale <= line.bbox.y1


def _signed(line: Line, boxes: Sequence[TickBox], scale: float) -> Line:
    """``line`` with a sign for each of ``boxes``: at the space nearest to where it stands."""
    text = line.text
    for box in sorted(boxes, key=lambda box: -box.place.x0):
        sign = TICKED if box.ticked else EMPTY
        x = box.place.x0 / scale
        if x <= line.bbox.x0 + line.bbox.width / max(1, len(line.text)):
            text = f"{sign} {text.lstrip()}"
            continue
        at = round((x - line.bbox.x0) / max(1e-6, line.bbox.width) * len(line.text))
        spaces = [m.start() for m in re.finditer(r"\s", line.text)] + [len(line.text)]
        at = min(spaces, key=lambda space: abs(space - at))
        text = f"{text[:at].rstrip()} {sign} {text[at:].lstrip()}"
    return replace(line, text=text, unsure=(), char_confidences=())


def with_dittos(cells: Sequence[Cell], image: GrayImage, dpi: float) -> list[Cell]:
    """``cells`` of one table with ``DITTO`` in those that hold a ditto mark and nothing else.

    Args:
        cells: filled, pixels of ``image``.
        image: the page, rules erased.
        dpi: of ``image``.
    """
    short = [cell for cell in cells if len(re.sub(r"\s", "", cell.text)) <= MOST_READ and not _is_read(cell)]
    if not short:
        return list(cells)
    points = dpi / 72
    letters = [
        piece[3]
        for cell in [cell for cell in cells if len(cell.text) > MEASURED][:MEASURED]
        for piece in _pieces(cell.bbox, image, points)
        if piece[3] >= STROKE[0] * points and piece[2] >= 0.4 * piece[3]
    ]
    usual = median(letters) if letters else 0.0
    held = {
        id(cell)
        for cell in short
        if is_ditto(_pieces(cell.bbox, image, points, JOINED * usual), points, LOWER * usual)
    }
    return [_ditto(cell) if id(cell) in held else cell for cell in cells]


def _is_read(cell: Cell) -> bool:
    """Whether a letter or digit was read for sure."""
    return cell.confidence >= SURE and any(char.isalnum() for char in cell.text)


def _ditto(cell: Cell) -> Cell:
    found = tuple(finding for finding in cell.findings if finding.code != "cell-unread")
    return replace(cell, lines=(), text=DITTO, raw=DITTO, confidence=READ, findings=found)


def _pieces(box: BBox, image: GrayImage, points: float, joined: float = 0.0) -> list[list[int]]:
    """x, y, width, height and area of each piece of ink in a cell clear of its rules.

    Two strokes that a scan's blur has joined are two pieces if they are no higher than ``joined`` pixels.
    """
    rows, columns = box.grown(-1.5 * points).pixels()
    part = image[rows, columns]
    if min(part.shape) < 2 * points:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(_ink(part), connectivity=8)
    pieces = [piece for piece in stats[1:].tolist() if piece[4] >= 0.25 * points**2]
    return [
        half for piece in pieces for half in (_halves(piece, part, points) if piece[3] <= joined else [piece])
    ]


def _halves(piece: list[int], part: GrayImage, points: float) -> list[list[int]]:
    """``piece`` as two where the ink is paler in its middle than on both sides; else as it is."""
    x, y, width, height, area = piece
    if not (STROKE[0] * points <= height <= STROKE[1] * points and 0.8 * height <= width <= 2.4 * height):
        return [piece]
    ink = 255.0 - part[y : y + height, x : x + width].mean(axis=0)
    ink -= 255.0 - float(np.percentile(part, 75))
    third = max(1, width // 3)
    middle = third + int(ink[third : width - third].argmin()) if width > 2 * third else width // 2
    least = min(float(ink[: middle + 1].max()), float(ink[middle:].max()))
    if ink[middle] > PALER * least or middle in (0, width - 1):
        return [piece]
    return [[x, y, middle, height, area // 2], [x + middle + 1, y, width - middle - 1, height, area // 2]]


def is_ditto(pieces: Sequence[Sequence[int]], points: float, most: float) -> bool:
    """Whether all that stands in a cell is a ditto mark: two short strokes side by side, dashes around them.

    Args:
        pieces: x, y, width, height and area of each piece of ink.
        points: pixels a point.
        most: height of a stroke, in pixels, above which it is as tall as letters.
    """
    flat = [p for p in pieces if p[3] <= FLAT * points and p[2] > 1.3 * p[3]]
    strokes = sorted((p for p in pieces if p not in flat), key=lambda p: p[0])
    if len(strokes) != 2 or len(flat) > 2:
        return False
    (x, y, width, height, _), (x2, y2, width2, height2, _) = strokes
    tall = max(height, height2)
    return (
        STROKE[0] * points <= min(height, height2)
        and tall <= min(most, STROKE[1] * points)
        and max(width / height, width2 / height2) <= SLIM
        and tall <= 1.5 * min(height, height2)
        and abs(y - y2) <= 0.35 * tall
        and x2 - x <= APART * tall
        and all(p[0] + p[2] <= x + 1 or p[0] >= x2 + width2 - 1 for p in flat)
    )
