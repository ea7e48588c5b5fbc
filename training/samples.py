"""Turns drawn strips into line images and labels, cut by the code that cuts lines in use."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from extract.model import BBox, GrayImage
from extract.ocr.ink import find_ink
from extract.ocr.linecrop import Spot, cut
from extract.ocr.linefind import find_lines
from training.alphabet import encode
from training.degrade import degrade
from training.draw import Strip, draw_garbage, draw_strip
from training.fonts import Face
from training.text import LineWriter, Writer

STRIDE = 4
"""Columns of a line image for one step of the net."""

FOUND_SHARE = 0.8
"""Strips cut also where the line finder finds the lines, with its mistakes."""

GARBAGE_SHARE = 0.05

SHORT, SHORT_SPREAD = 4, 0.12
"""Letters of a short cell, and how far its place is shaken: little ink gives its height badly."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One line image (uint8, HEIGHT rows), its text and its label."""

    image: GrayImage
    text: str
    label: list[int]


class Source:
    """An endless stream of samples; the same seed gives the same stream."""

    def __init__(self, faces: list[Face], seed: int, writer: LineWriter | None = None) -> None:
        self.rng = random.Random(seed)
        self.writer = writer or Writer(seed + 1)
        self.faces = faces
        self.behind: GrayImage | None = None

    def samples(self) -> Iterator[Sample]:
        """Yield samples for ever."""
        while True:
            yield from self.strip_samples()

    def strip_samples(self) -> list[Sample]:
        """Samples of one strip."""
        rng = self.rng
        garbage = rng.random() < GARBAGE_SHARE
        strip = (draw_garbage if garbage else draw_strip)(rng, self.writer, self.faces)
        if not strip.spots:
            return []
        image = degrade(rng, strip.image, strip.spots[0].consonant, self.behind, strip.dpi)
        self.behind = strip.image
        found = _found(strip, image) if not garbage and rng.random() < FOUND_SHARE else {}
        out = []
        for number, (text, spot) in enumerate(zip(strip.texts, strip.spots, strict=True)):
            label = encode(text) if text else []
            # drawing costs more than cutting: each line is cut where it was found and where it truly stands
            places = [self._shake(spot, 0.08 if len(text) > SHORT else SHORT_SPREAD)]
            if number in found:
                places.append(self._shake(found[number], 0.04))
            for line in (cut(image, place) for place in places):
                if label is not None and fits(line.shape[1], label):
                    out.append(Sample(line, text, label))
        return out

    def _shake(self, spot: Spot, spread: float) -> Spot:
        """Misplace a line a little: scale, height, ends."""
        rng = self.rng
        wild = 2.2 if rng.random() < 0.1 else 1.0
        consonant = spot.consonant * math.exp(rng.gauss(0, spread * wild))
        lift = rng.gauss(0, 0.8 * spread * wild) * spot.consonant
        ends = [rng.uniform(-0.05, 0.5) * spot.consonant * (rng.random() < 0.7) for _ in range(2)]
        return Spot(spot.x0 - ends[0], spot.x1 + ends[1], spot.baseline + lift, consonant, spot.slope)


def fits(width: int, label: list[int]) -> bool:
    """Whether CTC can spell ``label`` in the steps a line of ``width`` columns has."""
    repeats = sum(a == b for a, b in zip(label, label[1:], strict=False))
    return width // STRIDE >= len(label) + repeats + 1


def _found(strip: Strip, image: GrayImage) -> dict[int, Spot]:
    """Number of each line of ``strip`` that the line finder finds whole, and where."""
    height, width = image.shape
    spots = find_lines(find_ink(image, strip.dpi), BBox(0, 0, width, height), columns=False)
    out: dict[int, Spot] = {}
    for number, true in enumerate(strip.spots):
        for spot in spots:
            at_left = spot.baseline + spot.slope * (true.x0 - spot.x0)
            if (
                abs(at_left - true.baseline) < 0.45 * true.consonant
                and abs(spot.x0 - true.x0) < 1.2 * true.consonant
                and abs(spot.x1 - true.x1) < 1.2 * true.consonant
                and 0.65 < spot.consonant / true.consonant < 1.5
            ):
                out[number] = spot
    return out
