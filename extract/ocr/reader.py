"""The default engine: our own Thai line reader, an ONNX net run by onnxruntime on one thread.

Lines are found by ``linefind``, cut to scale by ``linecrop`` (the code that cut the lines it was trained
on) and spelled by ``decode``. ``training/`` makes the weights; ``training/MODEL_CARD.md`` says how good
they are. What it reads is what is printed: digits and words are never corrected.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extract.data import blob
from extract.errors import SetupError
from extract.model import BBox, GrayImage, Line, Method
from extract.ocr.choose import FORMAT, WEIGHTS, Region
from extract.ocr.decode import Reading, decode
from extract.ocr.ink import find_ink
from extract.ocr.linecrop import ABOVE, BELOW, HEIGHT, Spot, cut, normalise
from extract.ocr.linefind import find_lines

STRIDE = 4
"""Columns of a line image for one step of the net."""

PIECE = 1600
OVERLAP = 128
"""Columns: wider lines are read in overlapping pieces, so that a line of any width costs no more memory."""

BATCH_LINES = 4
"""Lines read at a time. Of 16, 60 MB more at 300 dpi and 1.2 times the time, each as wide as the widest;
on seven scans of 1,049 lines a handful read otherwise, all of them strokes of stamps and dashes."""

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

    def __init__(self, weights: bytes | None = None) -> None:
        """Open the shipped weights, or ``weights`` (an ONNX file's bytes).

        Raises:
            SetupError: the weights are missing, damaged or of another format.
        """
        self._session = _open(_shipped() if weights is None else weights)
        facts = self._session.get_modelmeta().custom_metadata_map
        if facts.get("format") != FORMAT:
            raise _wrong_weights(f"format {facts.get('format')!r} in place of {FORMAT!r}")
        self.version: str = facts.get("version", "0")
        self._classes: list[str] = json.loads(facts["classes"])
        curves = json.loads(facts.get("calibration", "{}"))
        self._letter_curve = _curve(curves.get("letter"))
        self._line_curve = _curve(curves.get("line"))

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
        first = self.read_images([cut(image, spot) for spot in spots])
        readings = iter(self._at_other_sizes(image, found, list(zip(spots, first, strict=True))))
        out = []
        for region, group in zip(regions, found, strict=True):
            lines = [self._line(reading, spot, image.shape) for spot, reading in islice(readings, len(group))]
            out.append(tuple(line for line in lines if line is not None and (region.cell or _is_print(line))))
        return out

    def _at_other_sizes(
        self, image: GrayImage, found: Sequence[Sequence[Spot]], read: list[tuple[Spot, Reading]]
    ) -> list[tuple[Spot, Reading]]:
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
                if letters >= WORTH and self.calibrated(read[at][1])[0] < SENSELESS:
                    tries += [
                        (at, replace(spot, consonant=size))
                        for size in sizes[:SIZES]
                        if abs(size / spot.consonant - 1) > SAME_SIZE
                    ]
                at += 1
        if not 0 < len({number for number, _ in tries}) <= MOST_AGAIN:
            return read
        again = self.read_images([cut(image, spot) for _, spot in tries])
        for (number, spot), reading in zip(tries, again, strict=True):
            if self.calibrated(reading)[0] > self.calibrated(read[number][1])[0] + SURER:
                read[number] = spot, reading
        return read

    def calibrated(self, reading: Reading) -> tuple[float, tuple[float, ...]]:
        """Chance that the whole of ``reading`` is right, and that each of its characters is."""
        line = float(np.interp(math.exp(-reading.doubt), *self._line_curve))
        letters = np.interp(np.asarray(reading.confidences), *self._letter_curve)
        return line, tuple(float(p) for p in letters)

    def _line(self, reading: Reading, spot: Spot, shape: tuple[int, ...]) -> Line | None:
        if not reading.text:
            return None
        confidence, letters = self.calibrated(reading)
        return Line(reading.text, _box(spot, shape), confidence, letters, baseline=spot.baseline)

    def read_images(self, images: Sequence[GrayImage]) -> list[Reading]:
        """Read line images of ``HEIGHT`` rows, in their order, with the net's own chances."""
        pieces = [(number, piece) for number, image in enumerate(images) for piece in _pieces(image)]
        # lines of similar width together: a batch is as wide as its widest line
        order = sorted(range(len(pieces)), key=lambda i: pieces[i][1].shape[1])
        chances: dict[int, NDArray[np.float32]] = {}
        for start in range(0, len(order), BATCH_LINES):
            group = order[start : start + BATCH_LINES]
            width = math.ceil(pieces[group[-1]][1].shape[1] / 8) * 8
            batch = np.zeros((len(group), 1, HEIGHT, width), np.float32)
            for row, index in enumerate(group):
                piece = pieces[index][1]
                batch[row, 0, :, : piece.shape[1]] = normalise(piece)
            result = self._session.run(None, {"lines": batch})[0]
            for row, index in enumerate(group):
                chances[index] = result[row, : pieces[index][1].shape[1] // STRIDE + 2]
        parts: list[list[NDArray[np.float32]]] = [[] for _ in images]
        for index, (number, _) in enumerate(pieces):
            parts[number].append(chances[index])
        return [decode(_join(steps), self._classes) for steps in parts]


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


def _pieces(image: GrayImage) -> list[GrayImage]:
    """``image`` itself, or overlapping pieces of a very wide one."""
    if image.shape[1] <= PIECE + OVERLAP:
        return [image]
    step = PIECE - OVERLAP
    return [image[:, at : at + PIECE] for at in range(0, image.shape[1] - OVERLAP, step)]


def _join(parts: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Chances of a whole line from those of its pieces, cut in the middle of each overlap."""
    if len(parts) == 1:
        return parts[0]
    half = OVERLAP // STRIDE // 2
    full = PIECE // STRIDE
    first = parts[0][: full - half]
    middle = [part[half : full - half] for part in parts[1:-1]]
    return np.concatenate([first, *middle, parts[-1][half:]])


def _curve(points: Any) -> tuple[list[float], list[float]]:
    """The ``(x, y)`` lists of a calibration table; without one, chances are taken as they come."""
    if not points:
        return [0.0, 1.0], [0.0, 1.0]
    return [float(x) for x, _ in points], [float(y) for _, y in points]


def _shipped() -> bytes:
    try:
        return blob(WEIGHTS)
    except OSError as error:
        raise _wrong_weights("missing") from error


def _open(weights: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it keeps its largest page for good: 38 MB at 300 dpi, for no speed
    try:
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no exception class of its own for a bad model
        raise _wrong_weights("damaged") from error


def _wrong_weights(what: str) -> SetupError:
    return SetupError.of("reader-weights", file=f"extract/data/{WEIGHTS}", what=what)
