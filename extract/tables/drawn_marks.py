"""Marks drawn into the cells under months, quarters and statuses: arrows, lines, bars, ticks by hand.

They are read from the picture of the page, of a digital page too, for a viewer shows them alike however they
were drawn. An arrow's line reaches from cell to cell; the columns that it touches are marked with ``LINE``, a
sign that stands by itself with ``SIGN``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.grouping import in_runs
from extract.model import DIGITAL, BBox, Cell, Finding, GrayImage, Mask, Table
from extract.tables.drawn_lines import Predicate, label_columns
from extract.tables.tick_boxes import EMPTY, lone_sign

LINE, SIGN = "↔", "✓"
"""What stands in a cell for an arrow, line or bar through it, and for a sign in it."""

MARKS_DPI = 144.0
"""Dots an inch at which a digital page is drawn for its marks: a line of half a point is one pixel."""

INSET = 1.5
"""Points at each side of a cell where its rules stand."""

DARKER = 30
"""Gray levels below the paper from which a pixel is ink."""

SPECK = 1.2
"""Points: pieces of ink smaller both ways are specks."""

TOUCH = 1.5
"""Points from the side of the looked-at part within which ink goes on into the next cell."""

PASSING = 0.3
"""Of a cell's width: an arrow that reaches less far into the cell at its end only overshot the border."""

UNSURE = (0.12, 0.45)
"""Of a cell's width: an end between these may be meant for either column."""

DASH = (2.2, 9.0)
"""Points: ink as low and as short is a dash, which says that nothing stands there."""

LOW_LINE = 0.25
"""Height over width up to which ink by itself is a line, no sign."""

SIDE = 2.5
"""Points from a cell's side within which a rule may lean into it."""

PAPER = 90
"""Percentile of a cell's pixels that is its paper: an arrow or a bar leaves more than a tenth of it white."""

ALONG = 0.35
"""Share of a cell's height or width from which ink along its side is a rule that leans into it."""

READ = 0.95
"""Confidence of a mark on a scan."""

BESIDE = 3.0
"""Points by which a tick may leave its box."""

MORE = 1.2
"""Ink of a printed box with a tick drawn over it, over that of an empty one beside it, at least."""

_BOX = re.compile(r"\s*[☐□❏❑❒◻○]\s*")

MOST_MADE, SURE = 4, 0.9
"""Letters that an engine makes of a tick, and of an arrow's head up to that confidence."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """Ink within a cell: its box in pixels, x from the cell's left, and the share of the width it covers.

    ``left`` and ``right`` tell that it reaches to that side.
    """

    cell: Cell
    box: BBox
    covered: float
    left: bool
    right: bool

    def is_dash(self, points: float) -> bool:
        """Whether the ink is as low and as short as a dash; ``points`` is pixels a point."""
        return self.box.height <= DASH[0] * points and self.box.width <= DASH[1] * points

    @property
    def is_line(self) -> bool:
        """Whether the ink is a line by its shape."""
        return self.box.height <= LOW_LINE * self.box.width

    def goes_on(self, other: _Ink, points: float) -> bool:
        """Whether the ink reaches over the border into that of the next cell."""
        near = TOUCH * points
        level = self.box.y0 - near <= other.box.y1 and other.box.y0 - near <= self.box.y1
        return self.right and other.left and level


def read_drawn_marks(
    table: Table, draw: Callable[[], GrayImage], dpi: float, unit: float, is_label: Predicate
) -> Table:
    """``table`` with a sign in each cell under a label in which something is drawn; shaded ones are blank.

    Args:
        table: filled.
        draw: draws the page, or hands over its scan; called only where a cell may hold a mark.
        dpi: of the picture.
        unit: pixels for each unit of the table's boxes.
        is_label: whether a header text is a month, a quarter or a status.
    """
    columns = label_columns(table, is_label)
    rows = list(_rows_of(table, columns))
    if not rows:
        return table
    pixels, points = draw(), dpi / 72
    marked: dict[int, Cell] = {}
    for cells in rows:
        printed = [cell for cell in cells if _is_printed_box(cell)]
        marked |= {id(cell): _with_mark(cell, SIGN) for cell in _ticked(printed, pixels, unit, points)}
        cells = [cell for cell in cells if cell not in printed]
        marked |= {id(cell): _blank(cell) for cell in cells if cell.shaded and not _is_text(cell, True)}
        found = [_ink(cell, pixels, unit, points) for cell in cells if not cell.shaded]
        inks = [ink for ink in found if ink is not None]
        empty = _empty(inks, pixels, unit, dpi)
        marked |= {id(ink.cell): _with_mark(ink.cell, EMPTY) for ink in empty}
        inks = [ink for ink in inks if ink not in empty]
        marked |= {id(ink.cell): cell for ink, cell in _marked(inks, points)}
    if not marked:
        return table
    return replace(table, cells=tuple(marked.get(id(cell), cell) for cell in table.cells))


def _is_printed_box(cell: Cell) -> bool:
    """Whether a cell of a text layer holds an empty box to tick and nothing else."""
    return cell.method in DIGITAL and bool(cell.lines) and _BOX.fullmatch(cell.text) is not None


def _ticked(cells: Sequence[Cell], image: GrayImage, unit: float, points: float) -> list[Cell]:
    """Those of a row's printed boxes over which something is drawn: they have more ink than the emptiest."""
    inks = [_amount(cell, image, unit, points) for cell in cells]
    return [cell for cell, ink in zip(cells, inks, strict=True) if len(cells) > 1 and ink > MORE * min(inks)]


def _amount(cell: Cell, image: GrayImage, unit: float, points: float) -> float:
    """How much ink stands on and about the print of a cell, clear of its rules; gray pixels count in part."""
    around = cell.lines[0].bbox.scaled(unit).grown(BESIDE * points)
    rows, columns = around.intersection(cell.bbox.scaled(unit).grown(-INSET * points)).pixels()
    part = image[rows, columns]
    return float((np.percentile(part, PAPER) - part).clip(0).sum()) if part.size else 0.0


def _empty(inks: Sequence[_Ink], image: GrayImage, unit: float, dpi: float) -> list[_Ink]:
    """Those of one row that are boxes without a tick, or circles beside one that is dotted or full."""
    alone = [ink for ink in inks if not ink.left and not ink.right and not _is_text(ink.cell, True)]
    if len(alone) < 2:
        return []
    signs = [(ink, lone_sign(image, ink.cell.bbox.scaled(unit), dpi)) for ink in alone]
    known = [(ink, *sign) for ink, sign in signs if sign is not None]
    chosen = len(known) < len(inks) or any(sign.ticked for _, sign, _ in known)
    return [ink for ink, sign, is_box in known if not sign.ticked and (is_box or chosen)]


def _rows_of(table: Table, columns: Mapping[int, int]) -> Iterator[list[Cell]]:
    """The cells of each row below the labels that are no text of a digital page, from left to right."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        under = columns.get(cell.column)
        text = cell.method in DIGITAL and bool(cell.text.strip()) and not _is_printed_box(cell)
        last = cell.column + cell.column_span - 1  # one cell over several months may hold the arrow
        if under is not None and cell.row >= under and last in columns and not text:
            rows.setdefault(cell.row, []).append(cell)
    for row in sorted(rows):
        yield sorted(rows[row], key=lambda cell: cell.column)


def _is_text(cell: Cell, passed: bool) -> bool:
    """Whether what an engine read in a cell stands; ``passed``: a line goes through the cell."""
    letters = len(re.sub(r"[\W_]", "", cell.text))
    if passed:
        return letters > MOST_MADE and cell.confidence >= SURE
    return letters > MOST_MADE // 2


def _ink(cell: Cell, image: GrayImage, unit: float, points: float) -> _Ink | None:
    """The ink in a cell clear of its rules, in pixels; none where there are but specks."""
    inset = INSET * points
    x0, y0 = round(cell.bbox.x0 * unit + inset), round(cell.bbox.y0 * unit + inset)
    x1, y1 = round(cell.bbox.x1 * unit - inset), round(cell.bbox.y1 * unit - inset)
    part = image[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    if min(part.shape) < 2 * points:
        return None
    paper = float(np.percentile(part, PAPER))
    dark = np.asarray(cv2.blur(part, (2, 2)) < paper - DARKER, np.uint8)
    _without_sides(dark, max(1, round(SIDE * points)))
    dark = _without_specks(dark, SPECK * points)
    across = dark.any(axis=0)
    if not across.any():
        return None
    xs, ys = np.flatnonzero(across), np.flatnonzero(dark.any(axis=1))
    near = TOUCH * points
    box = BBox(float(xs[0]), float(y0 + ys[0]), float(xs[-1] + 1), float(y0 + ys[-1] + 1))
    left, right = bool(xs[0] <= near), bool(xs[-1] >= part.shape[1] - 1 - near)
    return _Ink(cell, box, float(across.mean()), left, right)


def _without_sides(dark: Mask, side: int) -> None:
    """Take rules out of ``dark`` that lean into a cell: long columns and rows of ink at its sides."""
    down, across = dark.mean(axis=0) >= ALONG, dark.mean(axis=1) >= ALONG
    down[side:-side] = False
    across[side:-side] = False
    dark[:, down] = 0
    dark[across, :] = 0


def _without_specks(dark: Mask, size: float) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= size
    large[0] = False
    return np.asarray(large[labels], np.uint8)


def _marked(inks: Sequence[_Ink], points: float) -> Iterator[tuple[_Ink, Cell]]:
    """The cells that bear a mark; of a line over several cells those that it does not just overshoot."""
    for run in in_runs(inks, lambda run, ink: _next(run[-1], ink) and run[-1].goes_on(ink, points)):
        if len(run) == 1:
            if not run[0].is_dash(points) and not _is_text(run[0].cell, False):
                yield run[0], _with_mark(run[0].cell, LINE if run[0].is_line else SIGN)
            continue
        ends = {id(run[0]), id(run[-1])}
        for ink in run:
            if id(ink) in ends and ink.covered < PASSING and len(run) > 2 - (ink.covered < UNSURE[0]):
                continue
            if _is_text(ink.cell, True):
                continue
            cell = _with_mark(ink.cell, LINE)
            if id(ink) in ends and UNSURE[0] < ink.covered < UNSURE[1]:
                found = Finding("mark-end-unsure", "warning", "", None, cell.page, cell.bbox)
                cell = replace(cell, findings=(*cell.findings, found))
            yield ink, cell


def _blank(cell: Cell) -> Cell:
    """A shaded cell, which says all by its ground, without what an engine read in the grain of it."""
    found = tuple(finding for finding in cell.findings if finding.code != "cell-unread")
    return replace(cell, lines=(), text="", raw="", confidence=READ, findings=found)


def _next(one: _Ink, two: _Ink) -> bool:
    return one.cell.column + one.cell.column_span == two.cell.column


def _with_mark(cell: Cell, sign: str) -> Cell:
    digital = cell.method in (*DIGITAL, "none")
    method = "picture" if digital else cell.method
    return replace(_blank(cell), text=sign, method=method, confidence=1.0 if digital else READ)
