"""Pages that are photographs: pictures of what was done, bound behind a report.

The eye takes leaves, tiles and faces for letters. Of such a page only what is print is kept; the finding
``page-photograph`` tells of it, and a page without print was read well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.model import GrayImage, Line, Table
from extract.thai.tokens import tokens, words

BLOCK = 12.0
"""Side in points of the squares whose middle tone is taken: in print it is that of the paper."""
MARGIN = 2
"""Squares at each edge of the page that are left out: borders of the scan."""
BRIGHT = 128
"""Gray level of the paper under which a page is white on black, no photograph."""
TONES = (0.12, 0.75)
"""Of the paper's tone: what lies between is neither ink nor paper."""
LEAST = 0.3
"""Share of such squares from which a page is a photograph. Measured: 21 pages of one to six photographs
.38 and more; 60 scans of print .03 at most, a sheet photographed with the desk under it .19."""
STEP, ROUGH = 0.04, 0.15
"""Difference to a neighbour, and the share of squares between ink and paper that differ so: a shadow over
paper is smooth, at most .10; photographs have .15 and more."""
SURE = 0.8
"""Confidence from which a line is print; what the eye reads into a photograph has .3 on average."""
FEW = 3
"""Letters from which a line is judged."""
IN_WORDS, ENOUGH = 0.7, 6
"""Share of a line's letters in words, and letters, from which it is print however badly it was read."""


def is_photograph(image: GrayImage, dpi: float) -> bool:
    """Whether the page is for a good part tones between paper and ink, unlike any print."""
    side = max(1, round(BLOCK * dpi / 72))
    down, across = (size // side for size in image.shape)
    if min(down, across) < 2 * MARGIN + 2:
        return False
    squares = image[: down * side, : across * side].reshape(down, side, across, side)[:, :: side // 6 or 1]
    middle = np.median(squares, axis=(1, 3))[MARGIN:-MARGIN, MARGIN:-MARGIN]
    paper = float(np.percentile(middle, 95))
    if paper < BRIGHT:
        return False
    tone = middle / paper
    between = (tone > TONES[0]) & (tone < TONES[1])
    steps = np.maximum(np.abs(np.diff(tone, axis=1))[:-1], np.abs(np.diff(tone, axis=0))[:, :-1])
    rough = (steps > STEP) & between[:-1, :-1]
    return float(between.mean()) >= LEAST and float(rough.mean()) >= ROUGH


def print_of(tables: Sequence[Table], lines: Sequence[Line]) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """The tables and lines of a photographed page that are print: captions, a table with pictures in it."""
    kept = tuple(table for table in tables if any(is_print(ln) for cell in table.cells for ln in cell.lines))
    return kept, tuple(filter(is_print, lines))


def is_print(line: Line) -> bool:
    """Whether a line is more than what the eye reads into a photograph."""
    text = line.text.strip()
    if len(text) < FEW:
        return False
    known = sum(len(word) for word in tokens(text) if len(word) > 1 and word in words())
    return line.confidence >= SURE or (known >= ENOUGH and known >= IN_WORDS * len(text))
