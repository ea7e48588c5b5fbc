"""Lines and rows of a table without row rules, by the white between printed lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.tables.print_mask import FINE, Mask, runs

LOW = 4.0
"""Points: a band of ink lower than this is marks afloat above their line, or dust."""

CORE = 0.4
"""Share of a band's heaviest row from which a row belongs to the bodies of its letters."""

WIDER = 1.2
"""A step from line to line this much longer than the shortest parts two rows of the table."""

FILLED = 0.6
"""Share of columns that the first line of a row fills."""

NUMBERS = 30.0
"""Points: a leading column this narrow holds numbers, often set to the middle of their row."""

Span = tuple[int, int]


def line_bands(mask: Mask) -> list[Span]:
    """Bands (top, end) of printed lines of ``mask``; low bands go with the line below them."""
    bands: list[Span] = []
    afloat: int | None = None
    for top, end in runs(np.asarray(mask.any(axis=1)), 0):
        if end - top < LOW * FINE:
            if bands and top - bands[-1][1] <= FINE:
                bands[-1] = (bands[-1][0], end)
            else:
                afloat = top if afloat is None else afloat
            continue
        near = afloat is not None and top - afloat <= 2 * LOW * FINE
        bands.append((afloat if near and afloat is not None else top, end))
        afloat = None
    return bands


def split_rows(body: Mask, columns: Sequence[Span]) -> list[int]:
    """Where rows of ``body`` part: rows of the mask between one table row's last line and the next's first.

    A longer step between lines parts rows; where all steps are alike, a line that fills the first column and
    most others begins a row. A column of numbers tells which is right, or begins rows itself.
    """
    numbered = columns[0][1] - columns[0][0] <= NUMBERS * FINE
    wide = columns[1:] if numbered else columns
    told = np.zeros_like(body)
    for start, end in wide:
        told[:, start:end] = body[:, start:end]
    bands = line_bands(told)
    if len(bands) < 2:
        return []
    steps = np.diff([_foot(told, band) for band in bands])
    fills = [np.array([told[top:end, a:b].any() for a, b in wide]) for top, end in bands]
    longer = steps > WIDER * steps.min()
    whole = np.array([bool(f.mean() >= FILLED and f[0]) for f in fills])[1:]
    begins = longer if longer.any() else whole
    if numbered:
        first = body[:, columns[0][0] : columns[0][1]]
        beside = np.array([bool(first[top:end].any()) for top, end in bands])[1:]
        numbers = len(line_bands(first))
        begins = min((begins, beside, whole), key=lambda option: abs(int(option.sum()) + 1 - numbers))
    return [(bands[i][1] + bands[i + 1][0]) // 2 for i in np.flatnonzero(begins).tolist()]


def _foot(mask: Mask, band: Span) -> int:
    """About the baseline of the line in ``band``: the lowest row with the bodies of its letters."""
    weight = mask[band[0] : band[1]].sum(axis=1)
    return band[0] + int(np.flatnonzero(weight >= CORE * weight.max())[-1])
