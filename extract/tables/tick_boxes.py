"""Signs of a choice in a cell: boxes, circles or brackets in front of its words, one of them ticked.

No engine reads them, so their shape in the pixels of the cell tells. A tick that hides its box, or joins both
its brackets, is told by the choice that alone has no empty sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi
from statistics import median

import cv2
import numpy as np

from extract.model import BBox, Cell, GrayImage, Line, Mask
from extract.thai.rejoin import rejoin

TICKED, EMPTY = "☑", "☐"

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

NEAR = 1.5
"""Points by which the sides of a box may differ on a scan."""

BEYOND = 5.0
"""Points by which a tick that leaves a box at its top right corner may lengthen its upper side."""

CLEAR = 1.2
"""Points of white beside a box; letters of a word stand nearer to one another."""

LEAST_BOXES = 2
"""Boxes in one cell from which they are a choice."""

ROUND = (0.7, 0.86)
"""Share of its frame that a circle fills; a square fills all of it."""

EVEN = 1.2
"""Longer side over the shorter up to which a circle is one."""

HEART = 0.3
"""Of a circle's width: its rim and the white inside it; what is dark further in is its dot."""

BRACKET = (5.5, 18.0)
"""Points: heights of a bracket."""

SLENDER = 0.5
"""Width over height of a bracket at most."""

BULGE = 0.12
"""Of its width: how far the ends of a bracket stand to the right (left) of its middle at least."""

ENDS = 0.15
"""Of a bracket's height: each of its ends."""

WITHIN = (1.0, 20.0)
"""Points between the brackets of one pair."""

TICK = 2.2
"""Points: height of a tick at least; dots and dashes that hold its place are lower."""

SIGN = (3.0, 17.0)
"""Points: widths of a tick without a box, and of one that joins both its brackets."""

WORD = 12.0
"""Points from a sign to its words at most."""

LETTER = 0.4
"""Of a sign's lesser side: white that is closed over, so that the letters of a word are one."""

INK = 40
"""Gray levels below the cell's ground from which a pixel is ink."""

Square = tuple[int, int, int, int]
"""Left, top, right and bottom, pixels of a part of the page."""


@dataclass(frozen=True, slots=True)
class TickBox:
    """A sign of a choice: where it stands, pixels, and whether it is ticked."""

    place: BBox
    ticked: bool


def find_boxes(
    image: GrayImage,
    cells: Iterable[BBox],
    dpi: float,
    choices: Iterable[int] = (),
    letters: Sequence[BBox] = (),
) -> tuple[TickBox, ...]:
    """The signs of choices inside ``cells``, pixels of ``image``: boxes, else circles, else brackets.

    One box alone gives no choice, and may be a letter. Circles and brackets must be as many as the statuses
    that the cell names, or all but one, empty.

    Args:
        image: the page.
        cells: where they are looked for.
        dpi: of ``image``.
        choices: for each cell how many statuses it names; 0 where that is not known.
        letters: where a text layer has letters and digits; some are as round as a circle to tick.
    """
    points = dpi / 72
    found: list[TickBox] = []
    named = iter(choices)
    for cell in cells:
        rows, columns = cell.grown(-points).pixels()
        part = image[rows, columns]
        if min(part.shape) >= BOX[0] * points:
            signs = _signs(dark_pixels(part), points, next(named, 0))
            placed = [replace(sign, place=sign.place.moved(columns.start, rows.start)) for sign in signs]
            if not any(letter.contains(*sign.place.center) for letter in letters for sign in placed):
                found += placed
    return tuple(found)


def lone_sign(image: GrayImage, cell: BBox, dpi: float) -> tuple[TickBox, bool] | None:
    """The one box or circle in a cell under a status or a month, and whether it is a box."""
    points = dpi / 72
    rows, columns = cell.grown(-points).pixels()
    part = image[rows, columns]
    if min(part.shape) < BOX[0] * points:
        return None
    dark = dark_pixels(part)
    for is_box, signs in ((True, _boxes(dark, points)), (False, _circles(dark, points))):
        if len(signs) == 1:
            return replace(signs[0], place=signs[0].place.moved(columns.start, rows.start)), is_box
    return None


def dark_pixels(part: GrayImage) -> Mask:
    """Where ink stands on the ground of a cell."""
    return np.asarray(part < float(np.percentile(part, 75)) - INK, np.uint8)


def _signs(dark: Mask, points: float, named: int) -> list[TickBox]:
    """The signs of one cell that names so many statuses."""
    squares = _boxes(dark, points)
    if len(squares) >= LEAST_BOXES and len(squares) >= named - 1:
        return _with_hidden(squares, dark, points, named)
    kinds = (squares, _circles(dark, points), _brackets(dark, points)) if named > 1 else ()
    for count in (named, named - 1):
        for signs in kinds:
            if len(signs) == count:
                return _with_hidden(signs, dark, points, named)
    return squares if len(squares) >= LEAST_BOXES else []


def _boxes(dark: Mask, points: float) -> list[TickBox]:
    squares = [square for square in _squares(dark, points) if _stands_clear(dark, square, points)]
    found = []
    for x, y, right, foot in _alike(squares):
        side = min(right - x, foot - y)
        rim = max(1, round(RIM * side))
        inside = dark[y + rim : foot - rim, x + rim : right - rim]
        found.append(TickBox(BBox(x, y, right, foot), bool(inside.size) and float(inside.mean()) >= INKED))
    return found


def _circles(dark: Mask, points: float) -> list[TickBox]:
    """Round pieces of ink that stand clear, empty, dotted or full."""
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    places = []
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        if not BOX[0] * points <= min(width, height) <= max(width, height) <= BOX[1] * points:
            continue
        filled = (cv2.contourArea(outline) + 0.5 * len(outline)) / (width * height)
        edge = cv2.arcLength(outline, closed=True)
        even = (
            max(width, height) <= EVEN * min(width, height)
            and 4 * pi * cv2.contourArea(outline) > 0.75 * edge**2
        )
        place = (x, y, x + width, y + height)
        if even and ROUND[0] <= filled <= ROUND[1] and _stands_clear(dark, place, points):
            places.append(place)
    found = []
    for x, y, right, foot in _alike(places):
        rim = round(HEART * (right - x))
        heart = dark[y + rim : foot - rim, x + rim : right - rim]
        found.append(TickBox(BBox(x, y, right, foot), bool(heart.size) and float(heart.mean()) >= 0.5))
    return found


def _brackets(dark: Mask, points: float) -> list[TickBox]:
    """Pairs of brackets, empty or with a tick between them."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sides: list[tuple[Square, int]] = []
    for label, (x, y, width, height, _) in enumerate(stats.tolist()):
        tall = BRACKET[0] * points <= height <= BRACKET[1] * points
        if label and tall and width <= SLENDER * height:
            way = _bulge(labels[y : y + height, x : x + width] == label)
            if way:
                sides.append(((x, y, x + width, y + height), way))
    found = []
    for (one, opens), (two, closes) in pairwise(_in_lines(sides)):
        apart = two[0] - one[2]
        if opens != 1 or closes != -1 or not WITHIN[0] * points <= apart <= WITHIN[1] * points:
            continue
        inside = dark[min(one[1], two[1]) : max(one[3], two[3]), one[2] + 1 : two[0] - 1]
        _, _, pieces, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(inside), connectivity=8)
        ticked = bool((pieces[1:, cv2.CC_STAT_HEIGHT] >= TICK * points).any())
        found.append(TickBox(BBox(one[0], min(one[1], two[1]), two[2], max(one[3], two[3])), ticked))
    return found


def _bulge(piece: Mask | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """1 for a piece whose ends stand to the right of its middle, -1 to the left, 0 for no bracket."""
    height, width = piece.shape
    end = max(1, round(ENDS * height))
    at = np.arange(width)[None, :] / max(1, width)
    top, foot, middle = (
        float((at * part).sum() / max(1, part.sum()))
        for part in (piece[:end], piece[-end:], piece[height // 3 : height - height // 3])
    )
    if min(top, foot) - middle >= BULGE:
        return 1
    return -1 if middle - max(top, foot) >= BULGE else 0


def _in_lines(sides: Sequence[tuple[Square, int]]) -> list[tuple[Square, int]]:
    """Brackets line by line from left to right."""
    out: list[tuple[Square, int]] = []
    left = sorted(sides, key=lambda side: side[0][1] + side[0][3])
    while left:
        (_, top, _, foot), _ = left[0]
        line = [side for side in left if top <= (side[0][1] + side[0][3]) / 2 <= foot]
        out += sorted(line, key=lambda side: side[0][0])
        left = [side for side in left if side not in line]
    return out


def _with_hidden(signs: list[TickBox], dark: Mask, points: float, named: int) -> list[TickBox]:
    """``signs``, and that of the one choice without a sign: a tick where all others are empty.

    It stands on the line of another sign, or under one; where nothing does, it is one stroke as large.
    """
    if len(signs) != named - 1:
        return signs
    side = median(min(sign.place.width, sign.place.height) for sign in signs)
    gap = round(LETTER * side) | 1
    _, _, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)), connectivity=8
    )
    found, alone = [], []
    for x, y, width, height, _ in stats[1:].tolist():
        place = BBox(x, y, x + width, y + height)
        if not SIGN[0] * points <= width <= SIGN[1] * points or height < SIGN[0] * points:
            continue
        if any(place.intersection(sign.place).area for sign in signs):
            continue
        level = any(sign.place.y0 <= place.center[1] <= sign.place.y1 for sign in signs)
        below = any(abs(place.x0 - sign.place.x0) <= SIGN[0] * points for sign in signs)
        if not _before_words(dark, (x, y, x + width, y + height), points):
            continue
        if level or below:
            found.append(place)
        elif width <= side <= 2 * height and _is_one_stroke(dark[y : y + height, x : x + width]):
            alone.append(place)
    places = found or alone
    ticked = not any(sign.ticked for sign in signs)
    return [*signs, TickBox(places[0], ticked)] if len(places) == 1 else signs


def _is_one_stroke(part: Mask) -> bool:
    """Whether the ink of ``part`` is one piece but for specks."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return bool(len(areas)) and int(areas.max()) >= 0.9 * int(areas.sum())


def _before_words(dark: Mask, place: Square, points: float) -> bool:
    """Whether white stands on both sides of ``place``, and words further to the right."""
    x, y, right, foot = place
    gap, far = max(1, round(CLEAR * points)), round(WORD * points)
    beside = dark[y:foot, max(0, x - gap) : max(0, x - 1)], dark[y:foot, right + 1 : right + gap]
    return not any(part.any() for part in beside) and bool(dark[y:foot, right + gap : right + far].any())


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


def with_boxes(
    cell: Cell, boxes: Sequence[TickBox], scale: float, is_choice: Callable[[str], bool]
) -> Cell | None:
    """``cell`` with a sign for each of ``boxes`` inside it, before the words behind it; None without any.

    Args:
        cell: filled; ``scale`` times its boxes are pixels.
        boxes: boxes to tick, of the whole page.
        scale: pixels for each unit of the cell's boxes.
        is_choice: whether a text with signs offers statuses, a sign for each; else the signs are letters.
    """
    inside = [box for box in boxes if cell.bbox.contains(*box.place.scaled(1 / scale).center)]
    lines = [
        _signed(line, [box for box in inside if _beside(line, box, scale)], scale) for line in cell.lines
    ]
    placed = [box for line in cell.lines for box in inside if _beside(line, box, scale)]
    text = rejoin([line.text for line in lines])
    if not inside or len(placed) < len(inside) or not is_choice(text):
        return None
    return replace(cell, lines=tuple(lines), text=text)


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
