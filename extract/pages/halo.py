"""White letters set around dark ones, so that these stand out on any ground: they are no text of the page.

Programs draw the same string some times in white, a point aside, and then in dark over it. pdfium gives a
letter that stands twice at one spot once, and gives the first: the white one. It is dropped, the dark one
stays.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from contextlib import contextmanager

import pypdfium2.raw as raw

from extract.pages.openpage import OpenPage
from extract.pages.textlayer import Box, Placed, TextObjects

ASIDE = 2.0
"""Points by which a white copy stands beside the dark one at most."""

WHITE = 250
"""Tone of letters as white as paper."""

DARK = 100
"""Tone under which letters show on every light ground."""

_SAME = 0.1  # points by which sizes of one string may differ
_FAR = 1e5  # points: off every page
_Twin = tuple[int, Placed, Box]  # its place in the drawing order


def find_halo(page: OpenPage) -> frozenset[int]:
    """Addresses of white text objects of which a dark one of the same look is drawn later, at the same place.

    A white string drawn over a dark one of its look wipes it out, and is no halo of what comes after.
    """
    reader = TextObjects()
    dark: dict[tuple[int, int, int], list[_Twin]] = {}
    white: list[tuple[int, _Twin]] = []
    for number, item in enumerate(page.objects()):
        if item.kind != raw.FPDF_PAGEOBJ_TEXT:
            continue
        placed, box = reader.placed(item), reader.bounds(item)
        if box is None:
            continue
        if placed.tone >= WHITE:
            white.append((item.address, (number, placed, box)))
        elif placed.shown and placed.tone < DARK:
            dark.setdefault(_square(placed), []).append((number, placed, box))
    found = []
    for address, twin in white:
        orders = [other[0] > twin[0] for other in _near(twin, dark) if _alike(twin, other)]
        if orders and all(orders):
            found.append(address)
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
