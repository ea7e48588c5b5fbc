"""Doubt about the order of pages: numbers that jump, a blank page in a table, a missing part."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from extract.doubt.evidence import ReadTable, warning
from extract.model import Finding, Page
from extract.thai.letters import to_arabic

_PAGE_NUMBER = re.compile(r"^[\s\-–—(]*(?:หน้า(?:ที่)?\s*)?(\d{1,3})(?:\s*(?:/|จาก)\s*(\d{1,3}))?[\s\-–—)]*$")
INSTRUMENTS = ("IIT", "EIT", "OIT")


def doubt_sequence(tables: Sequence[ReadTable], pages: Sequence[Page]) -> Iterator[Finding]:
    """Findings about a report as a whole which say that a page of it may be missing."""
    yield from _page_numbers(pages)
    yield from _blank_pages(tables, pages)
    yield from _beginning(tables)
    yield from _parts(tables)


def _page_numbers(pages: Sequence[Page]) -> Iterator[Finding]:
    """Printed page numbers that jump between one page and the next, or end before the last."""
    printed: list[tuple[int, int, int | None]] = []
    for page in pages:
        marks = [found for found in page.findings if found.code == "page-mark"]
        match = _PAGE_NUMBER.match(to_arabic(marks[0].detail)) if len(marks) == 1 else None
        if match:
            printed.append((page.number, int(match[1]), int(match[2]) if match[2] else None))
    for (before, one, _), (after, two, _) in itertools.pairwise(printed):
        if two - one > after - before > 0:
            yield Finding("page-missing", "warning", f"{one} -> {two}", page=after)
    if (
        printed
        and printed[-1][2] is not None
        and printed[-1][1] < printed[-1][2]
        and printed[-1][0] == pages[-1].number
    ):
        yield Finding("page-missing", "warning", f"{printed[-1][1]}/{printed[-1][2]}", page=printed[-1][0])


def _blank_pages(tables: Sequence[ReadTable], pages: Sequence[Page]) -> Iterator[Finding]:
    """A page without a letter, though the table goes on before or after it."""
    with_rows = {number for table in tables if table.rows for number, _ in table.table.tables}
    for page in pages:
        blank = page.method != "none" and not any(line.text.strip() for line in page.lines)
        if blank and {page.number - 1, page.number + 1} & with_rows:
            yield Finding("page-blank", "warning", page=page.number)


def _beginning(tables: Sequence[ReadTable]) -> Iterator[Finding]:
    """The first item of the report is not number one."""
    first = next((row for table in tables for row in table.rows), None)
    number = (first.record.number or "").split(".")[-1] if first else ""
    if first and number.isdigit() and int(number) > 1:
        yield warning("numbering-begins-late", first.record.number or "", "number", first.first_cell())


def _parts(tables: Sequence[ReadTable]) -> Iterator[Finding]:
    """Measures under two of the three instruments in their order, and none under the third."""
    seen = {row.record.instrument for table in tables for row in table.rows} - {None}
    missing = [name for name in INSTRUMENTS if name not in seen]
    if len(seen) == 2:
        yield Finding("part-missing", "warning", missing[0], "instrument")
