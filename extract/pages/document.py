"""Opening one document: a PDF by pdfium, an image by Pillow, as pages in the viewer's frame; office files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.errors import (
    DamagedError,
    DocumentError,
    EmptyFileError,
    EncryptedError,
    NotADocumentError,
    RefusedError,
)
from extract.pages import preflight
from extract.pages.annotations import TYPED, Annotation, looks, put_into_content, read_annotations
from extract.pages.matrix import Matrix, viewer_frame
from extract.pages.mend_pdf import mended
from extract.pages.office.opening import office_kind, read_office
from extract.pages.openpage import OpenPage
from extract.pages.preflight import sniff

if TYPE_CHECKING:
    from extract.pages.images import Pictures
    from extract.pages.office.blocks import OfficeFile

__all__ = ["OpenDocument", "OpenPage", "open_document"]

MAX_PAGES = 500  # the project's limit, DESIGN.md
MAX_SIDE = 14_400.0  # points, 200 inches: the largest page of PDF without /UserUnit (ISO 32000-1, annex C)
REFUSED_OBJECTS = 1_000_000  # such a page is no report; pdfium needs 0.9 s and 0.3 GB for it
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_NO_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b")


class OpenDocument:
    """A document held open; use ``open_document``.

    ``opened_apart`` says that the documents attached to it are inputs of their own, ``mended`` that the file
    was damaged and put together again. Other readers may open ``data`` with ``password``.
    """

    def __init__(
        self,
        pdf: pdfium.PdfDocument | None,
        pictures: Pictures | None,
        data: bytes,
        password: str | None = None,
        mended: bool = False,
        office: OfficeFile | None = None,
    ) -> None:
        self._pdf = pdf
        self._pictures = pictures
        self.data = data
        self.password = password
        self.mended = mended
        self.office = office
        self.opened_apart = False
        self._units: dict[int, float] = {}
        self._annotations: dict[int, tuple[tuple[Annotation, ...], int]] = {}

    @property
    def kind(self) -> str:
        """``pdf``, ``image`` or ``office``."""
        return "pdf" if self._pdf is not None else "office" if self.office is not None else "image"

    @property
    def page_count(self) -> int:
        """Number of pages; frames of a TIFF, parts of an office file."""
        if self._pdf is not None:
            return len(self._pdf)
        if self.office is not None:
            return len(self.office.parts)
        assert self._pictures is not None
        return self._pictures.count

    def attachments(self) -> tuple[str, ...]:
        """Names of the files attached to a PDF (a portfolio's documents)."""
        if self._pdf is None:
            return ()
        return tuple(self._pdf.get_attachment(n).get_name() for n in range(self._pdf.count_attachments()))

    @property
    def is_xfa(self) -> bool:
        """Whether the document is an XFA form: only some viewers can show its pages, pdfium cannot."""
        return self._pdf is not None and self._pdf.get_formtype() in (
            raw.FORMTYPE_XFA_FULL,
            raw.FORMTYPE_XFA_FOREGROUND,
        )

    def page(self, number: int) -> OpenPage:
        """Open page ``number`` (from 1); close it, or use it as a context manager.

        Raises:
            DamagedError: the page cannot be loaded.
            RefusedError: its sides, pixels or objects are beyond the limits.
            NotADocumentError: an office file has no pages to draw.
        """
        if not 1 <= number <= self.page_count:
            raise IndexError(f"page {number} of {self.page_count}")
        if self._pdf is not None:
            return self._pdf_page(self._pdf, number)
        if self.office is not None:
            raise NotADocumentError.of("office-not-drawn")
        assert self._pictures is not None
        picture = self._pictures.load(number)
        scale = 72.0 / picture.dpi
        height, width = picture.gray.shape
        return OpenPage(number, width * scale, height * scale, Matrix(a=scale, d=scale), image=picture)

    def _pdf_page(self, pdf: pdfium.PdfDocument, number: int) -> OpenPage:
        unit = self._units.get(number, 1.0)
        size = raw.FS_SIZEF()
        if not raw.FPDF_GetPageSizeByIndexF(pdf, number - 1, size):
            raise DamagedError.of("page-damaged", page=number)
        side = max(size.width, size.height) * unit
        if side > MAX_SIDE:  # before the content is parsed
            raise RefusedError.of("page-side", page=number, side=side, most=MAX_SIDE)
        own_looks = self._own_looks(pdf, number)
        try:
            handle = pdf[number - 1]
        except pdfium.PdfiumError as error:
            raise DamagedError.of("page-damaged", page=number) from error
        box = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(handle, box) or box.right <= box.left or box.top <= box.bottom:
            handle.close()
            raise DamagedError.of("page-damaged", page=number)
        rotation = (int(raw.FPDFPage_GetRotation(handle)) % 4) * 90
        to_view, width, height = viewer_frame(box.left, box.bottom, box.right, box.top, rotation, unit)
        handle, annotations, own = self._annotated(pdf, number, handle, to_view, own_looks)
        page = OpenPage(
            number, width, height, to_view,
            rotation=rotation, handle=handle, annotations=annotations, own_objects=own,
        )  # fmt: skip
        if page.object_count > REFUSED_OBJECTS:
            count = page.object_count
            page.close()
            raise RefusedError.of("page-objects", page=number, count=count, most=REFUSED_OBJECTS)
        return page

    def _own_looks(self, pdf: pdfium.PdfDocument, number: int) -> list[str] | None:
        """What form fields look like in the file: loading a page of a form makes some anew."""
        if pdf.formenv is None or number in self._annotations:
            return None
        page = raw.FPDF_LoadPage(pdf.raw, number - 1)
        if not page:
            raise DamagedError.of("page-damaged", page=number)
        found = looks(page)
        raw.FPDF_ClosePage(page)
        return found

    def _annotated(
        self,
        pdf: pdfium.PdfDocument,
        number: int,
        handle: pdfium.PdfPage,
        to_view: Matrix,
        own_looks: Sequence[str] | None,
    ) -> tuple[pdfium.PdfPage, tuple[Annotation, ...], int | None]:
        """The page with its annotations in its content, these, and how many objects were there before.

        They are noted once: pdfium's page has none of its own afterwards.
        """
        if number in self._annotations:
            return handle, *self._annotations[number]
        if not raw.FPDFPage_GetAnnotCount(handle):
            return handle, (), None
        form = pdf.formenv.raw if pdf.formenv is not None else None
        annotations = read_annotations(handle.raw, form, to_view, own_looks)
        own = int(raw.FPDFPage_CountObjects(handle))
        if not any(each.kind in TYPED for each in annotations) or not put_into_content(handle.raw):
            return handle, annotations, None
        self._annotations[number] = annotations, own
        handle.close()
        try:
            return pdf[number - 1], annotations, own
        except pdfium.PdfiumError as error:
            raise DamagedError.of("page-damaged", page=number) from error

    def load_units(self, data: bytes) -> None:
        """Note each page's /UserUnit, which pdfium leaves out of its sizes."""
        if b"/UserUnit" in data or (b"/ObjStm" in data and b"/UserUnit" in preflight.packed_objects(data)):
            self._units = _user_units(data)

    def close(self) -> None:
        """Free the document; its pages must be closed before."""
        if self._pdf is not None:
            self._pdf.close()
        if self._pictures is not None:
            self._pictures.close()


@contextmanager
def open_document(
    data: bytes, name: str, password: str | None = None, max_pages: int = MAX_PAGES
) -> Iterator[OpenDocument]:
    """Open a PDF, PNG, JPEG, TIFF, Word, Excel or HTML file held in ``data``.

    Its kind is found from its bytes, not from ``name``.

    Raises:
        EmptyFileError: no bytes, or no pages.
        NotADocumentError: neither PDF nor a known image.
        DamagedError: cut short or broken.
        EncryptedError: a password is needed, or this one is wrong.
        RefusedError: beyond the limits on pages, pixels or unpacked bytes.
    """
    kind = sniff(data)
    if kind == "empty":
        raise EmptyFileError.of("no-bytes")
    office = office_kind(data) if kind in ("other", "zip") else None
    if kind in ("other", "zip") and office is None:
        raise NotADocumentError.of("no-document")
    if office is not None:
        document = OpenDocument(None, None, data, office=read_office(data, office))
    elif kind == "pdf":
        document = _open_pdf(preflight.from_header(data), password)
    else:
        from extract.pages.images import Pictures  # Pillow: nothing a PDF waits for

        document = OpenDocument(None, Pictures(data), data)
    try:
        if document.page_count < 1:
            raise EmptyFileError.of("no-pages")
        if document.page_count > max_pages:
            raise RefusedError.of("pages", count=document.page_count, most=max_pages)
        if kind == "pdf":
            document.load_units(document.data)
        yield document
    finally:
        document.close()


def _open_pdf(data: bytes, password: str | None) -> OpenDocument:
    """The PDF opened; without ``password`` where it needs none, mended where it is damaged."""
    preflight.check(data)
    try:
        return _opened(data, password)
    except pdfium.PdfiumError as error:
        told = _open_error(error, data, password)
        if not isinstance(told, DamagedError):
            raise told from error
        whole = mended(data, password)
        if whole is None:
            raise told from error
    preflight.check(whole)
    try:
        return _opened(whole, None, mended=True)
    except pdfium.PdfiumError as error:
        raise told from error


def _opened(data: bytes, password: str | None, mended: bool = False) -> OpenDocument:
    try:
        pdf = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if password is None or error.err_code not in _LOCKED:
            raise
        try:  # many files are locked against changes only
            pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            raise error from None
        password = None
    if pdf.get_formtype() != raw.FORMTYPE_NONE:
        pdf.init_forms()  # so that filled-in fields are drawn
    return OpenDocument(pdf, None, data, password, mended)


def _open_error(error: pdfium.PdfiumError, data: bytes, password: str | None) -> DocumentError:
    if error.err_code in _LOCKED:
        return EncryptedError.of("password-needed" if password is None else "password-wrong")
    if _NO_PAGES.search(data):  # pdfium calls this a format error like any other
        return EmptyFileError.of("no-pages")
    return DamagedError.of("pdf-damaged")


def _user_units(data: bytes) -> dict[int, float]:
    """/UserUnit by page number, from pdfminer: pdfium has no door to it. Broken files give none."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    units: dict[int, float] = {}
    try:
        pages = PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data))))
        for number, page in enumerate(pages, start=1):
            unit = resolve1(page.attrs.get("UserUnit", 1))
            if isinstance(unit, int | float) and unit > 0:
                units[number] = float(unit)
    except Exception:  # pdfminer raises many kinds on broken files; pdfium decides on those
        return {}
    return units
