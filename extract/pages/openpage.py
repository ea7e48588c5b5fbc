"""One page held open, in the frame in which a viewer shows it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.model import BBox, Raster
from extract.pages.annotations import Annotation
from extract.pages.matrix import Matrix, turning
from extract.pages.objects import PageObject, area_share, walk

if TYPE_CHECKING:
    from extract.pages.images import Picture

MAX_OBJECTS = 100_000  # objects of one page that are walked; more is 'page-too-complex'


def _turned(box: BBox, way: Matrix) -> BBox:
    return way.box(box.x0, box.y0, box.x1, box.y1)


class OpenPage:
    """One page held open: its size in the viewer's frame, and the raw handles that other stages read.

    Attributes:
        number: counts from 1.
        width: points, as the viewer shows the page (CropBox, /Rotate and /UserUnit applied).
        height: points.
        to_view: map from PDF page space (or, for an image, from its pixels) to the viewer's frame.
        rotation: /Rotate of a PDF page, degrees clockwise; already part of ``to_view``.
        turn: degrees clockwise by which this view turns the page as a viewer shows it; see ``turned``.
        handle: pdfium's page, or None for an image.
        image: the picture of an image page, 8-bit gray, upright, square pixels; or None for a PDF.
        picture: the page as ``render.drawn_once`` drew it, for every stage that asks.
        annotations: what a viewer shows over the page; already drawn into its content.
    """

    def __init__(
        self,
        number: int,
        width: float,
        height: float,
        to_view: Matrix,
        *,
        rotation: int = 0,
        handle: pdfium.PdfPage | None = None,
        image: Picture | None = None,
        annotations: tuple[Annotation, ...] = (),
        own_objects: int | None = None,
    ) -> None:
        self.number = number
        self.width = width
        self.height = height
        self.to_view = to_view
        self.rotation = rotation
        self.turn = 0
        self.picture: Raster | None = None
        self.handle = handle
        self.image = image
        self.annotations = annotations
        self._own_objects = own_objects
        self._text: pdfium.PdfTextPage | None = None
        self._objects: tuple[PageObject, ...] | None = None
        self._complex = False

    def turned(self, turn: int) -> OpenPage:
        """A view of this page turned clockwise by ``turn`` (90, 180 or 270); this page stays its owner."""
        way = turning(turn, self.width, self.height)
        width, height = (self.height, self.width) if turn in (90, 270) else (self.width, self.height)
        view = OpenPage(self.number, width, height, way.after(self.to_view), rotation=self.rotation)
        view._own_objects = self._own_objects
        view.annotations = tuple(
            replace(
                each,
                box=_turned(each.box, way),
                quads=tuple(_turned(q, way) for q in each.quads),
                strokes=tuple(_turned(stroke, way) for stroke in each.strokes),
            )
            for each in self.annotations
        )
        view.handle, view.turn, view._text = self.handle, turn, self.text_page
        return view

    @property
    def text_page(self) -> pdfium.PdfTextPage | None:
        """The text page of pdfium, loaded on first use; None for an image."""
        if self._text is None and self.handle is not None:
            self._text = self.handle.get_textpage()
        return self._text

    def drop_marks(self, marks: Iterable[tuple[PageObject, int]]) -> None:
        """Take marks off page objects, by address, and load the text anew: /ActualText hides letters."""
        for item, mark in marks:
            raw.FPDFPageObj_RemoveMark(item.handle, ctypes.cast(mark, raw.FPDF_PAGEOBJECTMARK))
        if self._text is not None:
            self._text.close()
            self._text = None

    @property
    def unit(self) -> float:
        """/UserUnit, which pdfium's own scale leaves out: points a unit of page space."""
        return math.hypot(self.to_view.c, self.to_view.d)

    @property
    def object_count(self) -> int:
        """Page objects at the top level: cheap, nothing is walked."""
        return int(raw.FPDFPage_CountObjects(self.handle)) if self.handle is not None else 0

    @property
    def too_complex(self) -> bool:
        """Whether the page has more than ``MAX_OBJECTS`` objects, forms unfolded: read it as a picture."""
        self.objects()
        return self._complex

    def objects(self) -> tuple[PageObject, ...]:
        """Texts, paths, images and shadings in drawing order, forms unfolded; at most ``MAX_OBJECTS``."""
        if self._objects is None:
            if self.handle is None:
                self._objects = ()
            elif self.object_count > MAX_OBJECTS:
                self._objects, self._complex = (), True
            else:
                self._objects, self._complex = walk(self.handle, self.to_view, MAX_OBJECTS, self._own_objects)
        return self._objects

    def image_boxes(self) -> tuple[BBox, ...]:
        """Boxes of the pictures on the page, points, cut to the page; an image page is one picture."""
        whole = BBox(0.0, 0.0, self.width, self.height)
        if self.image is not None:
            return (whole,)
        boxes = (item.bounds() for item in self.objects() if item.kind == raw.FPDF_PAGEOBJ_IMAGE)
        return tuple(box.intersection(whole) for box in boxes if box is not None)

    @property
    def image_coverage(self) -> float:
        """Share of the page covered by pictures, 0–1, overlaps counted once."""
        return area_share(self.image_boxes(), self.width, self.height)

    def close(self) -> None:
        """Free the text page and the page; pdfium keeps megabytes a page otherwise."""
        self._objects = self.picture = None
        if self._text is not None:
            self._text.close()
            self._text = None
        if self.handle is not None:
            self.handle.close()
            self.handle = None
        self.image = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
