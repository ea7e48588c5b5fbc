"""Strings drawn again under others of the same look: halos, shadows, bold by overprinting. They are no text.

Programs draw the same string in white, grey or black, a point aside, and then in dark over it. pdfium gives a
letter that stands twice at one spot once, and gives the first, of these and those. They are dropped, the last
one stays.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from contextlib import contextmanager

import pypdfium2.raw as raw

from extract.pages.openpage import OpenPage
from extract.pages.textlayer import Box, Placed, TextObjects

ASIDE = 2.0
"""Points by which a paler copy stands beside the dark one at most."""

PALER = 40
"""Least tone by which a copy is paler: shadows are grey or white under black."""

DARK = 100
"""Tone under which letters show on every light ground."""

MANY = 8
"""Letters that are objects of their own and stand over their like at one step: fewer may do so by chance."""

_STRING = 2.0  # of the letter size: wider objects are strings, two of which do not meet by chance
_SAME = 0.1  # points by which sizes of one string may differ
_FAR = 1e5  # points: off every page
_Twin = tuple[int, Placed, Box]  # its place in the drawing order


def find_copies(page: OpenPage, repeated: bool) -> frozenset[int]:
    """Addresses of text objects of which a darker one of the same look is drawn later, at the same place.

    A white string drawn over a dark one of its look wipes it out, and is no halo of what comes after. With
    ``repeated``, those as dark as the later one as well: bold by drawing twice, in whatever steps.
    """
    reader = TextObjects()
    dark: dict[tuple[int, int, int], list[_Twin]] = {}
    pale: list[tuple[int, _Twin]] = []
    for number, item in enumerate(page.objects()):
        if item.kind != raw.FPDF_PAGEOBJ_TEXT:
            continue
        placed, box = reader.placed(item), reader.bounds(item)
        if box is None:
            continue
        if placed.tone >= PALER or repeated:
            pale.append((item.address, (number, placed, box)))
        if placed.shown and placed.tone < DARK:
            dark.setdefault(_square(placed), []).append((number, placed, box))
    found = []
    again: dict[tuple[float, float], list[int]] = {}
    for address, twin in pale:
        alike = [other for other in _near(twin, dark) if _alike(twin, other)]
        orders = [other[0] > twin[0] for other in alike if twin[1].tone >= other[1].tone + PALER]
        later = next((other for other in alike if _repeats(other, twin)), None)
        if (orders and all(orders)) or (later is not None and _is_string(twin)):
            found.append(address)
        elif later is not None:
            step = round(later[1].x - twin[1].x, 1), round(later[1].y - twin[1].y, 1)
            again.setdefault(step, []).append(address)
    found += [address for each in again.values() if len(each) >= MANY for address in each]
    return frozenset(found)


@contextmanager
def aside(page: OpenPage, addresses: Container[int]) -> Iterator[None]:
    """Some text objects moved off the page: pdfium compares letters with those that are switched off, too."""
    moved = []
    for item in page.objects():
        if item.address in addresses:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item.handle, matrix)
            moved.append((item, matrix))
            raw.FPDFPageObj_Transform(item.handle, 1, 0, 0, 1, _FAR, _FAR)
    try:
        yield
    finally:
        for item, matrix in moved:
            raw.FPDFPageObj_SetMatrix(item.handle, matrix)


def _square(placed: Placed) -> tuple[int, int, int]:
    return placed.font, math.floor(placed.x / ASIDE), math.floor(placed.y / ASIDE)


def _near(twin: _Twin, dark: dict[tuple[int, int, int], list[_Twin]]) -> Iterator[_Twin]:
    font, x, y = _square(twin[1])
    for across in (x - 1, x, x + 1):
        for down in (y - 1, y, y + 1):
            yield from dark.get((font, across, down), ())


def _is_string(twin: _Twin) -> bool:
    return twin[2][2] - twin[2][0] > _STRING * twin[1].size


def _repeats(later: _Twin, twin: _Twin) -> bool:
    """Whether a later object as dark is the same string once more; two like letters stand a letter apart."""
    half = (twin[2][2] - twin[2][0]) / 2
    same_tone = abs(later[1].tone - twin[1].tone) < PALER
    return same_tone and later[0] > twin[0] and abs(later[1].x - twin[1].x) <= half


def _alike(one: _Twin, two: _Twin) -> bool:
    """Whether two objects draw strings of one look, one a little aside of the other."""
    (_, a, box), (_, b, other) = one, two
    near = abs(a.x - b.x) <= ASIDE and abs(a.y - b.y) <= ASIDE and a.turn == b.turn
    sizes = (
        (a.size, b.size),
        (box[2] - box[0], other[2] - other[0]),
        (box[3] - box[1], other[3] - other[1]),
    )
    return near and all(abs(mine - its) <= _SAME for mine, its in sizes)
