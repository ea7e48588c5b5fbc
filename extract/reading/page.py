"""One page, by its text layer or by its picture."""

from __future__ import annotations

import re
import traceback
from dataclasses import replace

from pypdfium2 import PdfiumError

from extract.clock import Clock
from extract.errors import DocumentError, RefusedError, SetupError
from extract.model import Finding, Glyph, Page
from extract.ocr.choose import Engines
from extract.pages.document import OpenDocument
from extract.pages.file_names import is_attached_input
from extract.pages.glyphs import read_glyphs
from extract.pages.openpage import OpenPage
from extract.pages.trust import GOOD_RATE, Verdict, judge
from extract.reading.text_layer import read_text_layer
from extract.reading.turned import as_viewed, main_turn
from extract.reading.uncoded import has_uncoded, read_uncoded, without_placeholders
from extract.tables.second_opinion import SecondOpinion

_WAIT = re.compile(r"Please wait\.\.\.|If this message is not eventually replaced")
FEW_LINES = 20
"""Lines of the page that asks to wait; the usual one has nine."""


def read_page(
    document: OpenDocument, number: int, engines: Engines, clock: Clock, second: SecondOpinion | None = None
) -> Page:
    """Read one page by its text layer or by its picture.

    A page that the paper spoils has the finding ``page-failed``, or ``page-refused`` beyond the limits: the
    paper can cause a ``DocumentError`` or an error of pdfium. Any other exception is an error of our own: the
    page is ``page-failed`` as well and keeps the trace in ``bug``.

    Raises:
        SetupError: an engine is missing.
        MemoryError: the memory allowed is used up.
    """
    try:
        return _read(document, number, engines, clock, second)
    except (SetupError, MemoryError):
        raise
    except (DocumentError, PdfiumError) as error:
        code = "page-refused" if isinstance(error, RefusedError) else "page-failed"
        return _lost(number, code, str(error) or type(error).__name__)
    except Exception as error:
        return _lost(number, "page-failed", f"{type(error).__name__}: {error}", traceback.format_exc())


def _read(
    document: OpenDocument, number: int, engines: Engines, clock: Clock, second: SecondOpinion | None
) -> Page:
    if document.office is not None:
        from extract.reading.office import read_part

        with clock("text"):
            return read_part(document, number)
    with clock("open"):
        opened = document.page(number)
    with opened as page:
        with clock("text"):
            glyphs = read_glyphs(page)
            view, turn = page, main_turn(glyphs)
            if turn:
                view = page.turned(turn)
                glyphs = read_glyphs(view)
        glyphs, told, verdict = _judged(view, glyphs, engines, clock)
        if verdict.dictionary_rate is not None and verdict.dictionary_rate < GOOD_RATE:
            with clock("text"):
                other = read_glyphs(view, by_words=True)  # one font of several may be at fault
            if has_uncoded(other):
                glyphs, told, verdict = _judged(view, other, engines, clock)
        if verdict.method == "text":
            read = as_viewed(read_text_layer(view, glyphs, verdict, engines, clock, second), view)
        else:
            from extract.reading.picture import read_picture  # OpenCV: nothing a digital page waits for

            read = read_picture(page, engines, clock)
        told = (*verdict.findings, *told, *_of_file(document, number), *_xfa(document, read))
        return replace(read, findings=(*told, *read.findings))


def _judged(
    view: OpenPage, glyphs: tuple[Glyph, ...], engines: Engines, clock: Clock
) -> tuple[tuple[Glyph, ...], tuple[Finding, ...], Verdict]:
    """The glyphs, letters without codes read from the picture; what is to be told of that; the verdict."""
    told: tuple[Finding, ...] = ()
    if has_uncoded(glyphs):
        glyphs, told = read_uncoded(view, glyphs, engines, clock)
    with clock("text"):
        coded = without_placeholders(glyphs)
        return coded, told, judge(view, coded, most_uncoded=coded is not glyphs)


def _of_file(document: OpenDocument, number: int) -> tuple[Finding, ...]:
    """What is to be told of the whole file, on its first page: damage, and files attached to it."""
    if number != 1:
        return ()
    names = document.attachments()
    apart = [name for name in names if document.opened_apart and is_attached_input(name)]
    left = [name for name in names if name not in apart]
    damaged = (Finding("pdf-mended", "warning", page=1),) if document.mended else ()
    told = (
        Finding("attachments-apart", "info", ", ".join(apart), page=1),
        Finding("attachments-unread", "warning", ", ".join(left), page=1),
    )
    return (*damaged, *(found for found in told if found.detail))


def _xfa(document: OpenDocument, read: Page) -> tuple[Finding, ...]:
    """The page that an XFA form shows to viewers that cannot draw it: the form itself is not read."""
    if not document.is_xfa and (len(read.lines) > FEW_LINES or document.kind != "pdf"):
        return ()
    text = " ".join(line.text for line in read.lines)
    if not _WAIT.search(text) and not (document.is_xfa and not text.strip()):
        return ()
    return (Finding("xfa-unread", "warning", text[:60], page=read.number),)


def _lost(number: int, code: str, detail: str, bug: str = "") -> Page:
    found = Finding(code, "error", detail, page=number)
    return Page(number, 0.0, 0.0, "none", findings=(found,), bug=bug)
