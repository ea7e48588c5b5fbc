"""Printed lines of a page and of its columns, by the white between them; in mask pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.ocr.ink import runs
from extract.tables.unruled.ink_mask import FINE, Mask, Span

LOW = 4.0
"""Points: a band of ink lower than this is marks afloat above their line, or dust."""

CORE = 0.4
"""Share of a band's heaviest row from which a row belongs to the bodies of its letters."""

VALLEY = 0.05
"""Of a band's heaviest row: ink between two lines of which only tails and tall letters meet; 0.01 seen."""

AFLOAT = 2.0
"""Points between marks and the line below them, at most."""

SLIGHT = 0.3
"""Of a line's ink: that of marks above it."""

CELL_GAP = 1.7
"""Of the height of letters: the widest white between lines of one row."""


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


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A line of one column: top, end and foot, height of its letters' bodies, share of the width it fills.

    ``room`` is what it leaves of the column's widest print.

    On a scan a line reaches from its tallest mark to its lowest tail, on a text layer from head to foot of
    its consonants; the bodies are as high on both.
    """

    top: int
    end: int
    foot: int
    body: int
    full: float
    opens: bool = False
    room: float = 0.0


def column_lines(strip: Mask) -> list[ColumnLine]:
    """The lines of one column, from top to bottom."""
    if not strip.size:
        return []
    inked = np.flatnonzero(strip.any(axis=0))
    width = max(1, int(inked[-1] - inked[0])) if len(inked) else 1
    out = []
    for top, end in _whole_lines(strip):
        across = np.flatnonzero(strip[top:end].any(axis=0))
        head, foot = bodies_of(strip, (top, end))
        wide = float(across[-1] - across[0])
        out.append(ColumnLine(top, end, foot, foot + 1 - head, wide / width, room=width - wide))
    return out


def _whole_lines(strip: Mask) -> list[Span]:
    """Bands of lines, tall marks that stand close over a line taken with it."""
    out: list[Span] = []
    for top, end in [part for band in line_bands(strip) for part in _parted(strip, band)]:
        if out and top - out[-1][1] <= AFLOAT * FINE:
            above, here = strip[slice(*out[-1])].sum(), strip[top:end].sum()
            if above < SLIGHT * here:
                out[-1] = (out[-1][0], end)
                continue
        out.append((top, end))
    return out


def _parted(strip: Mask, band: Span) -> list[Span]:
    """``band`` parted where only tails and tall letters of two lines meet."""
    top, end = band
    weight = strip[top:end].sum(axis=1)
    for start, stop in runs(np.asarray(weight <= VALLEY * weight.max()), 0):
        if min(start, len(weight) - stop) < LOW * FINE:
            continue
        if min(weight[:start].max(), weight[stop:].max()) >= CORE * weight.max():
            cut = top + stop - 1 - int(np.argmin(weight[start:stop][::-1]))
            return [(top, cut), *_parted(strip, (cut, end))]
    return [band]


def bodies_of(mask: Mask, band: Span) -> Span:
    """Highest and lowest row with the bodies of the letters in ``band``; the lowest is about the baseline."""
    weight = mask[band[0] : band[1]].sum(axis=1)
    rows = np.flatnonzero(weight >= CORE * weight.max())
    return band[0] + int(rows[0]), band[0] + int(rows[-1])
