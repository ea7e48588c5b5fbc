"""Pages that gave nothing or too little, and the reason they give for a document that is not ``ok``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.model import Finding, Page

LOST = ("page-timeout", "page-memory", "page-refused", "page-crashed", "page-failed")
"""Findings of a page that gave nothing, in the order in which a file's reason names them: limits first."""
UNREAD = ("page-unread", "attachments-unread", "portfolio", "xfa-unread", "pdf-mended", "web-cut")
"""Findings of a page with print that was not read well, or of a file of which pages may be gone."""
DEATHS = {"crash": "page-crashed", "timeout": "page-timeout", "memory": "page-memory"}
"""The finding for each way in which a page may kill the process that reads it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document is not ``ok``: a code, the pages concerned if only some are, and words."""

    code: str
    pages: tuple[int, ...] = ()
    detail: str = ""

    def __str__(self) -> str:
        """As documents.csv tells it: ``code: pages: detail``."""
        return ": ".join(part for part in (self.code, ", ".join(map(str, self.pages)), self.detail) if part)


def lost_page(number: int, cause: str, detail: str) -> Page:
    """A page that killed the process that read it; ``cause`` is a key of ``DEATHS``."""
    return Page(number, 0.0, 0.0, "none", findings=(Finding(DEATHS[cause], "error", detail, page=number),))


def reasons_of(pages: Iterable[Page]) -> tuple[Reason, ...]:
    """One reason for each kind of loss, whole pages first; its detail is that of its first page."""
    found: dict[str, list[Finding]] = {}
    for page in pages:
        for finding in page.findings:
            if finding.code in (*LOST, *UNREAD):
                found.setdefault(finding.code, []).append(finding)
    return tuple(
        Reason(code, tuple(each.page or 0 for each in found[code]), found[code][0].detail or "")
        for code in (*LOST, *UNREAD)
        if code in found
    )
