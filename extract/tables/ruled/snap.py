"""Putting pieces of ruling lines together: collinear pieces, dashes, doubled rules, grid lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from extract.grouping import in_runs
from extract.model import Ruling

SAME_LINE = 1.5
"""Points between two collinear pieces of one rule, across it: Word's borders wander by up to a point."""

TOUCH = 3.0
"""Points by which a rule may miss the rule it ends at: Word draws corner squares, scans blur ends."""

DOUBLED = 3.0
"""Points between the two strokes of a doubled rule; table rows are never this low."""

GAP = 3.0
"""Points of break within a rule that is still one rule; dashes of Word and LibreOffice stay below."""

GAP_IN_SCAN = 1.5
"""The same for upright rules of scans: less, for letters of a section row may stand in line with them."""

MIN_LENGTH = 6.0
"""Points: a joined rule shorter than this is a dot, a tick or a corner square."""


def join_collinear(rulings: Iterable[Ruling], scale: float = 1.0, upright_gap: float = GAP) -> list[Ruling]:
    """Join pieces that lie on one line, drop what stays too short, then merge doubled strokes.

    Args:
        rulings: pieces of both directions in any order.
        scale: units of ``rulings`` a point.
        upright_gap: points of break within one vertical rule.
    """
    out: list[Ruling] = []
    rulings = list(rulings)
    for horizontal in (True, False):
        pieces = [r for r in rulings if r.horizontal is horizontal]
        gap = GAP if horizontal else upright_gap
        joined = _join(pieces, SAME_LINE * scale, gap * scale)
        joined = [r for r in joined if r.length >= MIN_LENGTH * scale]
        out += _join(joined, DOUBLED * scale, gap * scale)
    return out


def _join(pieces: Sequence[Ruling], across: float, gap: float) -> list[Ruling]:
    """Join pieces whose positions lie within ``across`` and whose ends lie within ``gap``."""
    out: list[Ruling] = []
    for band in _bands(pieces, across):
        band.sort(key=lambda r: r.start)
        current = band[0]
        weight = max(current.length, 1e-6)
        for piece in band[1:]:
            length = max(piece.length, 1e-6)
            if piece.start <= current.end + gap:
                position = (current.position * weight + piece.position * length) / (weight + length)
                end = max(current.end, piece.end)
                thickness = max(current.thickness, piece.thickness)
                current = Ruling(current.horizontal, position, current.start, end, thickness)
                weight += length
            else:
                out.append(current)
                current, weight = piece, length
        out.append(current)
    return out


def _bands(pieces: Sequence[Ruling], across: float) -> list[list[Ruling]]:
    """Pieces by position, no band wider than ``across`` from its first piece."""
    ordered = sorted(pieces, key=lambda r: r.position)
    return in_runs(ordered, lambda band, piece: piece.position - band[0].position <= across)


def cluster_positions(rules: Sequence[Ruling], tolerance: float, least: float) -> NDArray[np.float64]:
    """Grid lines of ``rules``: one position for rules nearer than ``tolerance``, long rules weighing more.

    Lines closer than ``least`` to the one before are taken as the same line.
    """
    lines: list[tuple[float, float]] = []
    for band in _bands(rules, tolerance):
        weights = [max(r.length, 1e-6) for r in band]
        total = sum(weights)
        centre = sum(r.position * w for r, w in zip(band, weights, strict=True)) / total
        if lines and centre - lines[-1][0] < least:
            before, mass = lines[-1]
            lines[-1] = ((before * mass + centre * total) / (mass + total), mass + total)
        else:
            lines.append((centre, total))
    return np.array([centre for centre, _ in lines], dtype=np.float64)
