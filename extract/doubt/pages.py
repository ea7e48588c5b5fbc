"""Doubt about whole pages: ink that was not read, or read as letters that make no words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extract.model import DIGITAL, Finding, MeasureRecord, Page, Provenance
from extract.records.build import Built
from extract.records.headers import match_header
from extract.thai.tokens import tokens, words

SURE = 0.8
"""Mean confidence of a page's letters, weighed by length, under which it was not read well."""
WORDS = 0.7
"""Share of a page's Thai letters in words under which it was not read well; good scans have .9 and more."""
ENOUGH = 40
"""Thai letters from which that share tells something."""
NAMED = 4
"""Column names in one line that tell of a table whose columns were not found."""
BROKEN = frozenset(
    {
        "rows-run-together",
        "several-measures-in-cell",
        "section-in-row",
        "table-in-cell",
        "row-unread",
        "table-header-unread",
        "rows-outside-table",
        "rows-apart",
    }
)
"""Findings which say that rows of a page were not read as they are."""
TORN = frozenset({"lines-over-border", "rows-cut", "row-thin", "text-over-border", "columns-merged"})
"""Findings which say so where more than half of a page's records bear one."""
FEW = 3
"""Records of a page under which that share tells nothing."""


def doubt_pages(pages: Sequence[Page]) -> tuple[Page, ...]:
    """``pages`` with the finding ``page-unread`` on each with ink that was not read well."""
    return tuple(_marked(page, unread(page)) for page in pages)


def doubt_portfolio(pages: Sequence[Page], built: Iterable[Built]) -> tuple[Page, ...]:
    """``pages``, with the finding ``portfolio`` where they are but the cover of attached reports."""
    if any(part.records for part in built):
        return tuple(pages)
    return tuple(replace(page, findings=tuple(map(_as_portfolio, page.findings))) for page in pages)


def _as_portfolio(found: Finding) -> Finding:
    apart = found.code == "attachments-apart"
    return replace(found, code="portfolio", severity="warning") if apart else found


def doubt_broken(
    pages: Sequence[Page], records: Iterable[MeasureRecord], findings: Iterable[Finding]
) -> tuple[Page, ...]:
    """``pages`` with that finding where their rows are broken, as ``records`` and ``findings`` say."""
    records = tuple(records)
    told = [(found, place) for record in records for found in record.findings for place in _first(record)]
    broken = {found.page or place.page: found.code for found, place in told if found.code in BROKEN}
    broken |= {found.page: found.code for found in findings if found.code in BROKEN and found.page}
    broken |= _torn(records)
    return tuple(_marked(page, broken.get(page.number)) for page in pages)


def _torn(records: Sequence[MeasureRecord]) -> dict[int, str]:
    """Pages of which more than half of the records are cut apart or run together."""
    of_page: dict[int, list[bool]] = {}
    for record in records:
        for place in _first(record):
            torn = any(found.code in TORN for found in record.findings)
            of_page.setdefault(place.page, []).append(torn)
    return {
        page: f"{sum(torn)} of {len(torn)} rows in doubt"
        for page, torn in of_page.items()
        if len(torn) >= FEW and 2 * sum(torn) > len(torn)
    }


def unread(page: Page) -> str | None:
    """Why a page was not read well, in some words; None when it was, or when it is blank."""
    lines = [line for line in page.lines if line.text.strip()]
    letters = sum(len(line.text) for line in lines)
    if not letters:
        return None
    if page.method not in DIGITAL:
        mean = sum(line.confidence * len(line.text) for line in lines) / letters
        if mean < SURE:
            return f"letters read at {mean:.2f}"
        share = _share_in_words(" ".join(line.text for line in lines))
        if share is not None and share < WORDS:
            return f"{share:.0%} of the letters in words"
    if any(_names_columns(line.text) for line in lines):
        return "column names without a table"
    return None


def _names_columns(text: str) -> bool:
    """Whether a line is the header of a table whose columns were not found."""
    if text.count(" ") < NAMED - 1:  # all but one line in a hundred
        return False
    parts = set(text.split())
    fields, others = set[str](), 0
    for part in parts:
        field = match_header(part).field
        if field is not None:
            fields.add(field)
        elif (others := others + 1) > len(parts) - NAMED:
            return False
    return len(fields) >= NAMED


def _share_in_words(text: str) -> float | None:
    """Share of the Thai letters that stand in words of two letters and more."""
    known = words()
    parts = [part for part in tokens(text) if "\u0e01" <= part[0] <= "\u0e4e"]
    total = sum(map(len, parts))
    good = sum(len(part) for part in parts if len(part) > 1 and part in known)
    return good / total if total >= ENOUGH else None


def _first(record: MeasureRecord) -> Iterator[Provenance]:
    """The first place of a record."""
    yield from (place for _, places in record.provenance[:1] for place in places[:1])


def _marked(page: Page, why: str | None) -> Page:
    if why is None or any(found.code == "page-unread" for found in page.findings):
        return page
    found = Finding("page-unread", "warning", why, page=page.number)
    return replace(page, findings=(*page.findings, found))
