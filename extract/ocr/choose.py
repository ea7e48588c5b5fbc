"""What an OCR engine is, and which one reads scans: our own reader where its weights are, else tesseract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from extract.data import blob
from extract.errors import SetupError
from extract.model import BBox, GrayImage, Line, Method

NAMES = ("auto", "reader", "tesseract")
WEIGHTS = "reader.onnx"
FORMAT = "1"
"""Meaning of the net's input, output and metadata; ``training/export.py`` writes the same."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page image to read: ``box`` in pixels, upright text, ruling lines already erased.

    ``cell`` is true for the inside of one table cell, false for free text (title, paragraphs).
    """

    box: BBox
    cell: bool = True


class Engine(Protocol):
    """Reads text from gray pixels; the same pixels give the same text."""

    name: Method
    version: str

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        """Read each region of ``image`` (8-bit gray, dark ink on light paper).

        Returns one tuple of lines a region, top to bottom, with boxes in pixels of ``image``; an empty
        region gives an empty tuple. Never raises for what is on the paper.
        """
        ...


def open_engine(name: str) -> Engine:
    """Open the engine ``name``, one of ``NAMES``; its libraries are imported only here.

    Raises:
        SetupError: It is not installed; for ``auto``, none is.
    """
    if name != "tesseract":
        from extract.ocr.reader import Reader

        try:
            return Reader()
        except SetupError:
            if name == "reader":
                raise
    from extract.ocr.tesseract import Tesseract

    return Tesseract()


class Engines:
    """The engine ``name``, opened when the first scanned page needs it, and tesseract beside it if wanted."""

    def __init__(self, name: str, second_opinion: bool = False) -> None:
        self._name = name
        self._engine: Engine | None = None
        self._second: Engine | None = None
        self._wants_second = second_opinion

    def get(self) -> Engine:
        """The engine, the same one each time.

        Raises:
            SetupError: As ``open_engine``.
        """
        if self._engine is None:
            self._engine = open_engine(self._name)
        return self._engine

    def second(self) -> Engine | None:
        """Tesseract where a second opinion is wanted and the first is not tesseract itself.

        Raises:
            SetupError: It is wanted and not installed.
        """
        if not self._wants_second or self.get().name == "tesseract":
            return None
        if self._second is None:
            self._second = open_engine("tesseract")
        return self._second


def shipped_version() -> str | None:
    """Version of the shipped weights; None where they are missing, damaged or of another format.

    ``reader.json`` beside them says it again, with their digest: what is inside an ONNX file would have to be
    asked of onnxruntime, which takes as long to import as reading a digital page.
    """
    try:
        facts, weights = json.loads(blob("reader.json")), blob(WEIGHTS)
    except OSError:
        return None
    sound = facts["format"] == FORMAT and facts["sha256"] == sha256(weights).hexdigest()
    return str(facts["version"]) if sound else None


def versions(name: str, second_opinion: bool = False) -> dict[str, str]:
    """Name and version of the engine that is found for ``name``, and of the one for second opinions.

    The reader is not opened for it: that takes as long as reading a digital page.
    """

    def found(name: str) -> str:
        try:
            if name != "tesseract" and (version := shipped_version()) is not None:
                return f"reader {version}"
            engine = open_engine(name)
        except SetupError:  # papers with a text layer need none
            return "none"
        return f"{engine.name} {engine.version}"

    return {"engine": found(name), **({"second_engine": found("tesseract")} if second_opinion else {})}
