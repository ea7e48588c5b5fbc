"""The one protocol behind which every OCR engine stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extract.model import BBox, GrayImage, Line, Method


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
