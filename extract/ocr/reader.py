"""The default engine: our own Thai line reader, a net run by onnxruntime on one thread.

Lines are found by ``linefind``, cut to scale by ``linecrop`` (the code that cut the lines it was trained
on) and spelled by ``decode``. ``training/`` makes the weights; ``training/MODEL_CARD.md`` says how good
they are. What it reads is what is printed: digits and words are never corrected.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from extract.data import blob
from extract.model import BBox, GrayImage, Line, Method
from extract.ocr.choose import WEIGHTS, Region
from extract.ocr.ink import find_ink
from extract.ocr.linecrop import ABOVE, BELOW, Spot, cut
from extract.ocr.linefind import find_lines
from extract.ocr.net import Net, wrong_weights

LEAST_SURE = ((3, 0.85), (12, 0.75), (math.inf, 0.6))
"""Letters up to which, and mean letter confidence under which, a line of free text is no print but a crest,
a signature, handwriting. On 400 made strips without text and 300 with, scanned badly, 5 in 6 of the lines
read from the former fall under it; lines of text with more than 12 letters, 1 in 140."""

LEAST_RESOLUTION, LARGEST_INCHES = 60.0, 17.0
"""A page said to be larger than A3 has a wrong dpi; its long side is then taken for that of A4."""

SENSELESS, WORTH, SURER = 0.3, 6, 0.4
"""Confidence under which a line of so many letters is read again at other sizes, and by how much it must
rise. Of titles of 20 pt over tables of 14, unwarped or at 96 dpi, every second line had .01, and 1 then."""

SAME_SIZE, SIZES, MOST_AGAIN = 0.08, 4, 12
"""Sizes that differ by less are one; sizes tried; and lines read again at most: where more lines of a page
make no sense it is not their size."""

MOST_SLENDER = 3.0
"""Longer images, side by side, are strips and no pages; their dpi is believed."""

A4_INCHES = 11.69


class Reader:
    """Reads regions of a page image line by line; satisfies ``choose.Engine``."""

    name: Method = "reader"

    def __init__(self, net: Net | None = None) -> None:
        """Read by the shipped net, or by ``net``.

        Raises:
            SetupError: the shipped weights are missing, damaged or of another format.
        """
        self._net = net or Net(_shipped(), WEIGHTS)
        self.version: str = self._net.version

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        """Read each region of ``image``; see ``choose.Engine.read``.

        A line's confidence is the calibrated chance that all of it is right, spaces aside; a character's
        the chance that this character is.
        """
        if not regions or min(image.shape) < 4:
            return [() for _ in regions]
        ink = find_ink(image, plausible_dpi(image, dpi))
        found = [find_lines(ink, region.box, columns=not region.cell) for region in regions]
        spots = [spot for group in found for spot in group]
        read = list(zip(spots, self._lines([cut(image, spot) for spot in spots]), strict=True))
        sized = iter(self._at_other_sizes(image, found, read))
        out = []
        for region, group in zip(regions, found, strict=True):
            lines = [
                Line(text, _box(spot, image.shape), confidence, letters, baseline=spot.baseline)
                for spot, (text, confidence, letters) in islice(sized, len(group))
                if text
            ]
            out.append(tuple(line for line in lines if region.cell or _is_print(line)))
        return out

    def _at_other_sizes(
        self, image: GrayImage, found: Sequence[Sequence[Spot]], read: list[tuple[Spot, _Line]]
    ) -> list[tuple[Spot, _Line]]:
        """Lines that made no sense once more at the sizes of the lines around them; the surer reading stays.

        The size of a short line is hard to measure: a title of 20 pt over a table of 14, letters that touch.
        """
        tries: list[tuple[int, Spot]] = []
        at = 0
        for group in found:
            sizes = list[float]()
            for spot in group:
                if all(abs(spot.consonant / size - 1) > SAME_SIZE for size in sizes):
                    sizes.append(spot.consonant)
            for spot in group:
                letters = len(read[at][1].text)
                if letters >= WORTH and read[at][1].confidence < SENSELESS:
                    tries += [
                        (at, replace(spot, consonant=size))
                        for size in sizes[:SIZES]
                        if abs(size / spot.consonant - 1) > SAME_SIZE
                    ]
                at += 1
        if not 0 < len({number for number, _ in tries}) <= MOST_AGAIN:
            return read
        again = self._lines([cut(image, spot) for _, spot in tries])
        for (number, spot), line in zip(tries, again, strict=True):
            if line.confidence > read[number][1].confidence + SURER:
                read[number] = spot, line
        return read

    def _lines(self, images: Sequence[GrayImage]) -> list[_Line]:
        return [
            _Line(reading.text, *self._net.calibrated(reading)) if reading.text else _Line("", 0.0, ())
            for reading in self._net.read_images(images)
        ]


class _Line(NamedTuple):
    """A reading with its calibrated chances."""

    text: str
    confidence: float
    letters: tuple[float, ...]


def plausible_dpi(image: GrayImage, dpi: float) -> float:
    """Return ``dpi``, or that of an A4 page when the one given cannot be: scanners write 72 on anything."""
    longest = float(max(image.shape))
    page_like = longest < MOST_SLENDER * min(image.shape)
    if dpi < LEAST_RESOLUTION or (page_like and longest / dpi > LARGEST_INCHES):
        return max(LEAST_RESOLUTION, longest / A4_INCHES)
    return dpi


def _is_print(line: Line) -> bool:
    least = next(share for letters, share in LEAST_SURE if len(line.text.replace(" ", "")) <= letters)
    return float(np.mean(line.char_confidences)) >= least


def _box(spot: Spot, shape: tuple[int, ...]) -> BBox:
    """Box of a line in pixels of the page, marks above and below included."""
    rise = spot.slope * (spot.x1 - spot.x0)
    return BBox(
        max(0.0, spot.x0),
        max(0.0, spot.baseline + min(0.0, rise) - 0.8 * ABOVE * spot.consonant),
        min(float(shape[1]), spot.x1),
        min(float(shape[0]), spot.baseline + max(0.0, rise) + BELOW * spot.consonant),
    )


def _shipped() -> bytes:
    try:
        return blob(WEIGHTS)
    except OSError as error:
        raise wrong_weights(WEIGHTS, "missing") from error
