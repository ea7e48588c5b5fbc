"""Text blocks of a header: lines that follow closely in the same columns; in mask pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from extract.tables.unruled.ink_mask import FINE, Mask, Span

WORD_SPACE = 6.0
"""Points: widest space within one header print."""

WIDEST_STEP = 3.4
"""Of the height of letters: the widest step within one print, where rows of single lines hide the pitch."""

STACKED = 1.25
"""Of the pitch of a table's lines: step between two lines of one header print, at most."""


ALIKE = 4.0
"""Points: lines of one print begin, end or have their middle as near as this, a space at their end apart."""

CENTRED = 1.5
"""Points by which middles of centred lines of one print differ at most."""

SAME_LEVEL = 1.5
"""Points: prints whose tops differ by less stand on one level; names in one or two lines by half a pitch."""

SAME_STEP = 1.1
"""Of the pitch: a step up to this is one within a print, however its lines are set."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines stacked, the columns they run over, their box."""

    first: int
    last: int
    x0: int
    x1: int
    top: int
    end: int

    @property
    def middle(self) -> float:
        """Middle from left to right."""
        return (self.x0 + self.x1) / 2


def blocks_of(
    head: Mask, xs: Sequence[int], pitch: float, parted: Sequence[int] = ()
) -> tuple[list[TextBlock], float]:
    """Prints of ``head``, lines that follow closely taken together, and the height of a line.

    No print goes over the edges numbered ``parted`` of ``xs``, though it stands near on both sides.
    """
    if not head.size:
        return [], 1.0
    side = max(1, round(WORD_SPACE * FINE / 2))
    wide = cv2.dilate(head.astype(np.uint8), np.ones((1, 2 * side + 1), np.uint8))
    wide[:, [xs[edge] for edge in parted]] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(wide, connectivity=8)
    boxes = [(int(x) + side, int(y), int(x + w) - side, int(y + h)) for x, y, w, h, _ in stats[1:]]
    boxes = [box for box in boxes if box[3] - box[1] > FINE or box[2] - box[0] > 4 * FINE]
    if not boxes:
        return [], 1.0
    height = float(median(y1 - y0 for _, y0, _, y1 in boxes))
    step = min(STACKED * pitch, WIDEST_STEP * height) if pitch else 2 * height
    lines = [
        TextBlock(_column(x0 + FINE, xs), _column(x1 - FINE, xs), x0, x1, y0, y1)
        for x0, y0, x1, y1 in sorted(boxes, key=lambda box: box[1])
    ]
    blocks: list[TextBlock] = []
    for line in lines:
        for n, above in enumerate(blocks):
            columns = _one_print(above, line, lines, step - height, (SAME_STEP * pitch or step) - height)
            if columns is not None:
                blocks[n] = TextBlock(
                    *columns,
                    min(above.x0, line.x0),
                    max(above.x1, line.x1),
                    min(above.top, line.top),
                    max(above.end, line.end),
                )
                break
        else:
            blocks.append(line)
    return blocks, height


def _one_print(
    above: TextBlock, line: TextBlock, lines: Sequence[TextBlock], gap: float, same: float
) -> Span | None:
    """First and last column of the print ``above`` if ``line`` goes on with it, or stands beside it.

    Lines further apart than ``same`` are set alike. A line longer than its cell, or shorter than its group,
    has the middle of the print that it goes on, and nothing beside it.
    """
    apart = line.top - above.end
    if apart > gap or above.last < line.first or line.last < above.first:
        return None
    single = above.first == above.last, line.first == line.last
    if single == (True, True):
        if _is_named_apart(line, lines):
            return None
        alike = apart <= max(same, 0) or _alike(above, line)
        return (above.first, above.last) if alike else None
    if single == (False, False):
        over = line.x0 < above.x1 and above.x0 < line.x1 and _alike(above, line)
        return (min(above.first, line.first), max(above.last, line.last)) if over else None
    return (above.first, above.last) if apart >= 0 and _goes_on(above, line, lines) else None


def _is_named_apart(line: TextBlock, lines: Sequence[TextBlock]) -> bool:
    """Whether ``line`` names one column of a group, whose name stands over it, and others stand beside it.

    The only print of a column beside it is level with it, while names of other columns are not: they stand
    in the middle between the two levels, or at the top. A further line of one name is level with none.
    """
    prints = [
        [b for b in lines if b.first <= column <= b.last] for column in range(max(b.last for b in lines) + 1)
    ]
    level = [[abs(b.top - line.top) <= SAME_LEVEL * FINE for b in each] for each in prints]
    beside = [n for n in (line.first - 1, line.last + 1) if 0 <= n < len(prints) and level[n] == [True]]
    return bool(beside) and any(each and not any(each) for each in level)


def _alike(above: TextBlock, line: TextBlock) -> bool:
    ends = abs(above.x0 - line.x0), abs(above.x1 - line.x1), abs(above.middle - line.middle)
    return min(ends) <= ALIKE * FINE


def _goes_on(above: TextBlock, line: TextBlock, lines: Sequence[TextBlock]) -> bool:
    """Whether ``line`` stands alone below the middle of ``above`` in the columns of both.

    Of a line too long for its cell the table's edge may be cut off: it overhangs ``above`` on both sides.
    """
    first, last = min(above.first, line.first), max(above.last, line.last)
    beside = (
        other
        for other in lines
        if other is not line
        and other.top < line.end
        and other.end > line.top
        and other.first <= last
        and other.last >= first
    )
    overhangs = min(above.x0 - line.x0, line.x1 - above.x1) > 0 and above.first == above.last
    return (abs(above.middle - line.middle) <= CENTRED * FINE or overhangs) and not any(beside)


def _column(x: float, xs: Sequence[int]) -> int:
    return min(max(int(np.searchsorted(xs, x, side="right")) - 1, 0), len(xs) - 2)
