"""Doubt about whole pages: ink that was not read, or read as letters that make no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Finding, Page
from extract.records.headers import match_header
from extract.thai.tokens import tokens, words

SURE = 0.8
"""Mean confidence of a page's letters, weighed by length, under which it was not read well."""
WORDS = 0.7
"""Share of a page's Thai letters in words under which it was not read well; good scans have .9 and more."""
ENOUGH = 40
"""Thai letters from which that share tells something."""
NAMED = 3
"""Column names in lines outside tables that tell of a table which was not found."""
EMPTY_ROWS = 0.5
"""Share of a page's records without a measure from which the page was not read."""


def unread(page: Page) -> str | None:
    """Why a page was not read well, in a word; None when it was, or when it is blank."""
    if page.method == "none":
        return None  # its own finding says why
    lines = [line for line in page.lines if line.text.strip()]
    letters = sum(len(line.text) for line in lines)
    if not letters:
        return "ink without text" if any(found.code == "page-ink" for found in page.findings) else None
    if page.method not in ("text", "pdfplumber"):
        mean = sum(line.confidence * len(line.text) for line in lines) / letters
        if mean < SURE:
            return f"letters read at {mean:.2f}"
        share = _words(" ".join(line.text for line in lines))
        if share is not None and share < WORDS:
            return f"{share:.0%} of the letters in words"
    named = {
        match.field
        for line in lines
        if not any(table.bbox.contains(*line.bbox.center) for table in page.tables)
        and (match := match_header(line.text)).field
    }
    if len(named) >= NAMED and not page.tables:
        return "column names without a table"
    return None


def _words(text: str) -> float | None:
    """Share of the Thai letters that stand in words of two letters and more."""
    known = words()
    parts = [part for part in tokens(text) if "\u0e01" <= part[0] <= "\u0e4e"]
    total = sum(map(len, parts))
    return (
        sum(len(part) for part in parts if len(part) > 1 and part in known) / total
        if total >= ENOUGH
        else None
    )


def doubt_pages(pages: Sequence[Page]) -> tuple[Page, ...]:
    """``pages`` with the finding ``page-unread`` on each with ink that was not read well."""
    return tuple(_doubted(page) for page in pages)


def _doubted(page: Page) -> Page:
    why = unread(page)
    if why is None:
        return page
    found = Finding("page-unread", "warning", why, page=page.number)
    return replace(page, findings=(*page.findings, found))
