"""Columns of a table without upright rules: the white that its printed lines share.

A line's runs of ink are kept as (start, end) in mask pixels. Running text has spaces too, so white counts
only where most lines leave it; labels that run over all columns are outvoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extract.ocr.ink import runs
from extract.tables.unruled.ink_mask import FINE, Mask, Span

CORRIDOR = 4.0
"""Points of white between two columns; a space in 16-pt type is 4 points wide."""

WORD_GAP = 3.0
"""Points of white that never part two columns: less than ``CORRIDOR``, for no column's edge is run over."""

WIDE_GAP = 10.0
"""Points of white between runs that stand in two columns, unless a justified line stretches its spaces."""

SLICE = 5.0
"""Points: height of the slices that vote; a line of 14-pt type gives two or three."""

OUTVOTED = 0.15
"""Share of lines that may run over a corridor: merged cells and labels."""

CENTRED = 9.0
"""Points by which a centred print may be off the middle."""

SURE = 8.0
"""Points of white through all lines that part columns whatever the header says."""

NARROWER = 0.6
"""Of the white beside it: that between a name and the figures below it, at most."""

MOST_NAMES = 2
"""Lines of names at the top of a table whose figures stand aside."""

LEAST_VOTERS = 12
"""Slices from which some may be outvoted: about five lines."""


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One band of print: its top and end, and its runs of ink parted by word spaces and by wide white."""

    top: int
    end: int
    words: tuple[Span, ...]
    runs: tuple[Span, ...]


def print_line(mask: Mask, band: Span) -> PrintLine:
    """The runs of ink of one band of ``mask``."""
    ink = np.asarray(mask[band[0] : band[1]].any(axis=0))
    return PrintLine(*band, tuple(runs(ink, WORD_GAP * FINE)), tuple(runs(ink, WIDE_GAP * FINE)))


def slices(mask: Mask, top: int, end: int, height: float = SLICE) -> list[PrintLine]:
    """Print from ``top`` to ``end`` in slices lower than a line: lines of a row may stand at many heights."""
    step = round(height * FINE)
    cuts = range(top, end, step)
    return [print_line(mask, (y, min(y + step, end))) for y in cuts if mask[y : min(y + step, end)].any()]


def corridors(lines: Sequence[PrintLine]) -> list[Span]:
    """White between columns that most of ``lines`` share, from left to right."""
    parted = [line for line in lines if len(line.runs) > 1]
    base = _voted(parted, OUTVOTED if len(parted) >= LEAST_VOTERS else 0.0)
    voters = [line for line in lines if not runs_over(line, base)]
    return _voted(voters, OUTVOTED if len(voters) >= LEAST_VOTERS else 0.0)


def without_false_gaps(lines: Sequence[PrintLine], white: Sequence[Span]) -> list[Span]:
    """``white`` less what parts a name set to the middle from figures set flush right below it.

    The name alone stands in one column, above all print of the next, and less white parts them than others.
    """
    where: list[list[int]] = [[] for _ in range(len(white) + 1)]
    for number, line in enumerate(lines):
        for column in {sum(word[0] >= end for _, end in white) for word in line.words}:
            where[column].append(number)
    wide = [end - start for start, end in white]
    out = []
    for n, span in enumerate(white):
        left, right = where[n], where[n + 1]
        beside = wide[max(0, n - 1) : n] + wide[n + 1 : n + 2]
        apart = bool(left and right) and (_only_names(left, right) or _only_names(right, left))
        if not (apart and all(wide[n] <= NARROWER * other for other in beside)):
            out.append(span)
    return out


def _only_names(names: Sequence[int], figures: Sequence[int]) -> bool:
    """Whether the lines ``names`` of a column stand at the top, above all of its neighbour's."""
    return names[-1] < min(MOST_NAMES, figures[0]) and len(figures) > 1


def edges(left: int, white: Sequence[Span], right: int) -> list[int]:
    """Column edges: in the middle of the white, and at both ends."""
    return [left, *((a + b) // 2 for a, b in white), right]


def runs_over(line: PrintLine, between: Sequence[Span]) -> bool:
    """Whether ``line`` is one run of words over a corridor: a label across the columns, or running text."""
    return len(line.runs) == 1 and bool(crossed(line.runs[0], between))


def is_label(line: PrintLine, white: Sequence[Span], left: int, right: int) -> bool:
    """Whether ``line`` is a label across a table from ``left`` to ``right``: begun at its left, or centred.

    A word too long for its cell runs over white too, further right.
    """
    if not runs_over(line, white):
        return False
    start, end = line.runs[0]
    return start < white[0][1] or abs(start + end - left - right) <= 2 * CENTRED * FINE


def starts(lines: Sequence[PrintLine], left: int, right: int) -> int:
    """How many of ``lines`` have a word that begins between ``left`` and ``right``."""
    return sum(any(left <= a < right for a, _ in line.words) for line in lines)


def crossed(run: Span, between: Sequence[Span]) -> list[int]:
    """Numbers of the corridors that ``run`` covers whole, or of which it leaves too little white."""
    least = CORRIDOR * FINE / 2
    return [
        n
        for n, (start, end) in enumerate(between)
        if run[0] < end and run[1] > start and max(run[0] - start, end - run[1]) < min(least, end - start)
    ]


def _voted(lines: Sequence[PrintLine], share: float) -> list[Span]:
    """Corridors that at most ``share`` of ``lines`` run over.

    Where some white is left by all, that is taken: a seldom filled column stands between two such corridors.
    """
    if not lines:
        return []
    left = min(line.words[0][0] for line in lines)
    right = max(line.words[-1][1] for line in lines)
    steps = np.zeros(right - left + 1, np.intp)
    for line in lines:
        for start, end in line.words:
            steps[start - left] += 1
            steps[end - left] -= 1
    covered = np.cumsum(steps)[:-1]
    least = CORRIDOR * FINE
    out = [(a + left, b + left) for a, b in runs(covered == 0, 0) if b - a >= least]
    most = max(1, int(share * len(lines))) if share else 0
    for allowed in range(1, most + 1):
        for a, b in runs(covered <= allowed, 0):
            start, end = a + left, b + left
            if (
                b - a < least
                or start <= left
                or end > right - 1
                or any(c < end and d > start for c, d in out)
            ):
                continue
            out.append((start, end))
    return sorted(out)
