"""One page, by its text layer or by its picture."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace

from pypdfium2 import PdfiumError

from extract.clock import Clock
from extract.errors import DocumentError, RefusedError, SetupError
from extract.model import Finding, Page
from extract.ocr.choose import Engines
from extract.pages.document import OpenDocument
from extract.pages.glyphs import read_glyphs
from extract.pages.trust import judge
from extract.reading.text_layer import read_text_layer
from extract.tables.second_opinion import SecondOpinion


@dataclass(frozen=True, slots=True)
class PageBug:
    """An error of our own on a page: nothing that a paper can cause raises it."""

    page: int
    error: str
    trace: str


def read_page(
    document: OpenDocument,
    number: int,
    engines: Engines,
    clock: Clock,
    second: SecondOpinion | None = None,
    bugs: list[PageBug] | None = None,
) -> Page:
    """Read one page by its text layer or by its picture.

    A page that the paper itself spoils has the finding ``page-failed``, or ``page-refused`` beyond the limits.

    Args:
        document: the open document.
        number: page, from 1.
        engines: for pictures.
        clock: seconds by stage.
        second: pdfplumber on the same document.
        bugs: takes an error of our own with its trace; the page is then ``page-failed`` as well. Without this
            list such an error is raised.

    Raises:
        SetupError: an engine is missing.
        MemoryError: the memory allowed is used up.
    """
    try:
        return _read(document, number, engines, clock, second)
    except (SetupError, MemoryError):
        raise
    except (DocumentError, PdfiumError) as error:
        return _lost(number, error)
    except Exception as error:
        if bugs is None:
            raise
        bugs.append(PageBug(number, f"{type(error).__name__}: {error}", traceback.format_exc()))
        return _lost(number, error)


def _read(
    document: OpenDocument, number: int, engines: Engines, clock: Clock, second: SecondOpinion | None
) -> Page:
    with clock("open"):
        opened = document.page(number)
    with opened as page:
        with clock("text"):
            glyphs = read_glyphs(page)
            verdict = judge(page, glyphs)
        if verdict.method == "text":
            read = read_text_layer(page, glyphs, verdict, engines, clock, second)
        else:
            from extract.reading.picture import read_picture  # OpenCV: nothing a digital page waits for

            read = read_picture(page, engines, clock)
        return replace(read, findings=(*verdict.findings, *read.findings))


def _lost(number: int, error: Exception) -> Page:
    code = "page-refused" if isinstance(error, RefusedError) else "page-failed"
    detail = str(error) or type(error).__name__
    return Page(number, 0.0, 0.0, "none", findings=(Finding(code, "error", detail, page=number),))
