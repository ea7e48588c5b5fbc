"""A net that reads line images: the weights of an ONNX file, run by onnxruntime on one thread."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extract.errors import SetupError
from extract.model import GrayImage
from extract.ocr.choose import FORMAT
from extract.ocr.decode import Reading, decode
from extract.ocr.linecrop import HEIGHT, normalise

STRIDE = 4
"""Columns of a line image for one step of the net."""

PIECE = 1600
OVERLAP = 128
"""Columns: wider lines are read in overlapping pieces, so that a line of any width costs no more memory."""

BATCH_LINES = 4
"""Lines read at a time. Of 16, 60 MB more at 300 dpi and 1.2 times the time, each as wide as the widest;
on seven scans of 1,049 lines a handful read otherwise, all of them strokes of stamps and dashes."""


class Net:
    """Line images to readings."""

    def __init__(self, weights: bytes, name: str) -> None:
        """Open the ONNX file ``weights``; ``name`` is told where it cannot be used.

        Raises:
            SetupError: the weights are damaged or of another format.
        """
        self._session = _open(weights, name)
        facts = self._session.get_modelmeta().custom_metadata_map
        if facts.get("format") != FORMAT:
            raise wrong_weights(name, f"format {facts.get('format')!r} in place of {FORMAT!r}")
        self.version: str = facts.get("version", "0")
        self._classes: list[str] = json.loads(facts["classes"])
        curves = json.loads(facts.get("calibration", "{}"))
        self._letter_curve = _curve(curves.get("letter"))
        self._line_curve = _curve(curves.get("line"))

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

    def calibrated(self, reading: Reading) -> tuple[float, tuple[float, ...]]:
        """Chance that the whole of ``reading`` is right, and that each of its characters is."""
        line = float(np.interp(math.exp(-reading.doubt), *self._line_curve))
        letters = np.interp(np.asarray(reading.confidences), *self._letter_curve)
        return line, tuple(float(p) for p in letters)


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


def _open(weights: bytes, name: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it keeps its largest page for good: 38 MB at 300 dpi, for no speed
    try:
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no exception class of its own for a bad model
        raise wrong_weights(name, "damaged") from error


def wrong_weights(name: str, what: str) -> SetupError:
    """The error of a weights file that cannot be used, and why."""
    return SetupError.of("reader-weights", file=f"extract/data/{name}", what=what)
