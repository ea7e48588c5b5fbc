"""Text blocks of a header: lines that follow closely in the same columns; in mask pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from extract.tables.unruled.ink_mask import FINE, Mask

WORD_SPACE = 6.0
"""Points: widest space within one header print."""

WIDEST_STEP = 3.4
"""Of the height of letters: the widest step within one print, where rows of single lines hide the pitch."""

STACKED = 1.25
"""Of the pitch of a table's lines: step between two lines of one header print, at most."""


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


def blocks_of(head: Mask, xs: Sequence[int], pitch: float) -> tuple[list[TextBlock], float]:
    """Prints of ``head``, lines that follow closely taken together, and the height of a line."""
    if not head.size:
        return [], 1.0
    side = max(1, round(WORD_SPACE * FINE / 2))
    wide = cv2.dilate(head.astype(np.uint8), np.ones((1, 2 * side + 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(wide, connectivity=8)
    boxes = [(int(x) + side, int(y), int(x + w) - side, int(y + h)) for x, y, w, h, _ in stats[1:]]
    boxes = [box for box in boxes if box[3] - box[1] > FINE or box[2] - box[0] > 4 * FINE]
    if not boxes:
        return [], 1.0
    height = float(median(y1 - y0 for _, y0, _, y1 in boxes))
    step = min(STACKED * pitch, WIDEST_STEP * height) if pitch else 2 * height
    blocks: list[TextBlock] = []
    for x0, y0, x1, y1 in sorted(boxes, key=lambda box: box[1]):
        line = TextBlock(_column(x0 + FINE, xs), _column(x1 - FINE, xs), x0, x1, y0, y1)
        for n, above in enumerate(blocks):
            if _one_print(above, line, step - height):
                blocks[n] = TextBlock(
                    min(above.first, line.first),
                    max(above.last, line.last),
                    min(above.x0, line.x0),
                    max(above.x1, line.x1),
                    min(above.top, line.top),
                    max(above.end, line.end),
                )
                break
        else:
            blocks.append(line)
    return blocks, height


def _one_print(above: TextBlock, line: TextBlock, gap: float) -> bool:
    """Whether ``line`` goes on with the print ``above``, or stands beside it in the same column."""
    if line.top - above.end > gap or above.last < line.first or line.last < above.first:
        return False
    single = above.first == above.last, line.first == line.last
    if single == (True, True):
        return True
    return single == (False, False) and line.x0 < above.x1 and above.x0 < line.x1


def _column(x: float, xs: Sequence[int]) -> int:
    return min(max(int(np.searchsorted(xs, x, side="right")) - 1, 0), len(xs) - 2)
