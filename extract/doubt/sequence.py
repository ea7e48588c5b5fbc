"""Doubt about the order of pages: numbers that jump, a blank page in a table, a missing part."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extract.doubt.evidence import LEAST_COLUMNS, Doubts, ReadTable, warning
from extract.model import DocumentFacts, Finding, Page
from extract.records.page_order import in_order, printed_number
from extract.records.steps import following, split_number
from extract.records.title import lines_above
from extract.thai.letters import to_arabic

INSTRUMENTS = ("IIT", "EIT", "OIT")
TOLD = ("page-unread", "page-photograph")
"""Findings that say why a page has no letter."""
EXCHANGED = 2
"""Breaks in the order of item numbers from which digits are tried for one another; a lost row makes one."""


def doubt_sequence(
    tables: Sequence[ReadTable], pages: Sequence[Page], facts: DocumentFacts, doubts: Doubts
) -> None:
    """Doubt a report of which a page may be missing, and the section of rows that came after it."""
    doubts.report += _page_numbers(pages)
    doubts.report += _blank_pages(tables, pages)
    doubts.report += _beginning(tables)
    doubts.report += _untitled(tables, pages, facts)
    doubts.report += _parts(tables)
    _sections_after(tables, doubts)
    _digits_exchanged(tables, doubts)


def _page_numbers(pages: Sequence[Page]) -> Iterator[Finding]:
    """Printed page numbers that jump between one page and the next, or end before the last."""
    pages, _ = in_order(pages)
    printed = [(page.number, *found) for page in pages if (found := printed_number(page)) is not None]
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
    """A page without a letter that says nothing of why, though a table stands before or after it."""
    with_rows = {number for table in tables if _is_wide(table) for number, _ in table.table.tables}
    for page in pages:
        told = any(found.severity == "error" or found.code in TOLD for found in page.findings)
        blank = not told and not any(line.text.strip() for line in page.lines)
        if blank and {page.number - 1, page.number + 1} & with_rows:
            yield Finding("page-blank", "warning", page=page.number)


def _is_wide(table: ReadTable) -> bool:
    """Whether a table has measures, or columns enough to be the rest of one that has."""
    return bool(table.rows) or table.table.columns >= LEAST_COLUMNS


def _beginning(tables: Sequence[ReadTable]) -> Iterator[Finding]:
    """The first item of the report is not number one."""
    first = next((row for table in tables for row in table.rows), None)
    number = (first.record.number or "").split(".")[-1] if first else ""
    if first and number.isdigit() and int(number) > 1:
        yield warning("numbering-begins-late", first.record.number or "", "number", first.first_cell())
    if first is None and tables and _is_wide(tables[0]):
        cell = tables[0].first_cell()
        printed, _ = split_number(cell.text) if cell else (None, "")
        if printed and printed.isdigit() and int(printed) > 1:
            yield Finding("numbering-begins-late", "warning", printed)


def _untitled(tables: Sequence[ReadTable], pages: Sequence[Page], facts: DocumentFacts) -> Iterator[Finding]:
    """A table at the top of the first page and no title anywhere: pages before it may be lost."""
    page = pages[0] if pages else None
    if page is None or facts.title is not None or not any(table.rows for table in tables):
        return
    marks = {found.bbox for found in page.findings if found.code == "page-mark"}
    if page.tables and all(line.bbox in marks for line in lines_above(page)):
        yield Finding("begins-without-title", "warning")


def _sections_after(tables: Sequence[ReadTable], doubts: Doubts) -> None:
    """Rows before the first section of a report that has sections; rows after pages that seem to be missing.

    A section row may have been lost with what stood before them.
    """
    rows = [row for table in tables for row in table.rows]
    if not any(row.record.section for row in rows):
        return
    late = any(found.code == "begins-without-title" for found in doubts.report)
    lost = rows[0].draft.section if late else None
    for before, row in zip([None, *rows], rows, strict=False):
        if before is not None and row.draft.section is not before.draft.section:
            lost = None
        gap = any(found.code == "numbering-gap" for found in row.record.findings)
        if gap and before is not None and row.draft.place[0] != before.draft.place[0]:
            lost = row.draft.section
        if lost is not None and row.draft.section is lost:
            found = warning("section-doubtful", row.record.section or "", "section", row.first_cell())
            doubts.add(row, [found])


def _parts(tables: Sequence[ReadTable]) -> Iterator[Finding]:
    """Measures under two of the three instruments in their order, and none under the third."""
    seen = {row.record.instrument for table in tables for row in table.rows} - {None}
    missing = [name for name in INSTRUMENTS if name not in seen]
    if len(seen) == 2:
        yield Finding("part-missing", "warning", missing[0], "instrument")


def _digits_exchanged(tables: Sequence[ReadTable], doubts: Doubts) -> None:
    """Two digits stand for each other: item numbers are in order once the two are exchanged, and not before.

    A text layer with wrong codes is wrong alike in every cell of the report.
    """
    rows = [row for table in tables for row in table.rows]
    numbers = [row.record.number for row in rows if row.record.number]
    if len(numbers) < len(rows) or _breaks(numbers) < EXCHANGED:
        return
    for one, two in itertools.combinations("0123456789", 2):
        exchange = str.maketrans(one + two, two + one)
        if _breaks([number.translate(exchange) for number in numbers]):
            continue
        for row in rows:
            for name, value in row.draft.values.items():
                if not {one, two}.isdisjoint(to_arabic(value.text)):
                    detail = f"{one} <-> {two}: {value.text[:40]}"
                    doubts.add(row, [warning("digits-exchanged", detail, name, row.first_cell())])
        return


def _breaks(numbers: Sequence[str]) -> int:
    """How often item numbers neither go on nor begin anew."""
    pairs = zip((None, *numbers), numbers, strict=False)
    return sum(number not in ("1", following(before)) for before, number in pairs)
