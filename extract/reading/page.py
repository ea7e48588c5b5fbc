"""One page, by its text layer or by its picture, whatever goes wrong on it."""

from __future__ import annotations

from dataclasses import replace

from extract.clock import Clock
from extract.errors import RefusedError, SetupError
from extract.model import Finding, Page
from extract.ocr.choose import Engines
from extract.pages.document import OpenDocument
from extract.pages.glyphs import read_glyphs
from extract.pages.trust import judge
from extract.reading.text_layer import read_text_layer
from extract.tables.second_opinion import SecondOpinion


def read_page(
    document: OpenDocument, number: int, engines: Engines, clock: Clock, second: SecondOpinion | None = None
) -> Page:
    """Read one page by its text layer or by its picture; what goes wrong is a finding on the page."""
    try:
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
    except (SetupError, MemoryError):
        raise
    except Exception as error:
        code = "page-refused" if isinstance(error, RefusedError) else "page-failed"
        detail = str(error) or type(error).__name__
        return Page(number, 0.0, 0.0, "none", findings=(Finding(code, "error", detail, page=number),))
