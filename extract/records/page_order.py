"""Pages bound in the wrong order, told by the numbers printed on them or by their items' numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.model import Finding, Page, Table
from extract.pages.lines import PAGE_MARK
from extract.records.headers import field_of, is_header_text
from extract.records.title import find_title
from extract.tables.row_kinds import read_rows
from extract.thai.letters import to_arabic

FEW = 3
"""Pages under which numbers out of order prove nothing: one may be misread. Of two the title tells too."""

_ITEM = re.compile(r"^[\s(]*(\d{1,3})[\s.)]*$")


def printed_number(page: Page) -> tuple[int, int | None] | None:
    """The number printed on ``page``, and that of the last page where it is told beside it."""
    marks = [found for found in page.findings if found.code == "page-mark"]
    match = PAGE_MARK.match(to_arabic(marks[0].detail)) if len(marks) == 1 else None
    return (int(match["number"]), int(match["total"]) if match["total"] else None) if match else None


def in_order(pages: Sequence[Page]) -> tuple[tuple[Page, ...], tuple[Finding, ...]]:
    """``pages`` as they were numbered before they were bound, and a finding where that is another order.

    Page numbers must be those of neighbours, each once; a first page may bear none. Without them the items of
    one column of numbers must run on from page to page in one way only; of two pages the one with item one
    alone must bear the title as well.
    """
    ordered = _by_page_numbers(pages) or _by_items(pages)
    if ordered is None or ordered == tuple(pages):
        return tuple(pages), ()
    told = " ".join(str(page.number) for page in ordered)
    first = next(page for page, other in zip(pages, ordered, strict=True) if page is not other)
    return ordered, (Finding("pages-out-of-order", "warning", told, page=first.number),)


def _by_page_numbers(pages: Sequence[Page]) -> tuple[Page, ...] | None:
    """The order that the page numbers tell."""
    if len(pages) < FEW:
        return None
    printed = [printed_number(page) for page in pages]
    numbers = [found[0] if found else None for found in printed]
    if numbers[0] is None and min(number or 0 for number in numbers[1:]) == 2:
        numbers[0] = 1
    known = [number for number in numbers if number is not None]
    if len(known) < len(pages) or sorted(known) != list(range(min(known), max(known) + 1)):
        return None
    return tuple(page for _, page in sorted(zip(known, pages, strict=True), key=lambda pair: pair[0]))


def _by_items(pages: Sequence[Page]) -> tuple[Page, ...] | None:
    """The order in which the items of a number column run on, page by page, from one."""
    runs = [(page, items) for page in pages if (items := _items(page))]
    if len(runs) < 2 or any(page.tables for page in pages if all(page is not one for one, _ in runs)):
        return None
    if any(b - a != 1 for _, items in runs for a, b in pairwise(items)):
        return None
    ordered = sorted(runs, key=lambda run: run[1][0])
    goes_on = all(one[-1] + 1 == two[0] for (_, one), (_, two) in pairwise(ordered))
    if not goes_on or ordered[0][1][0] != 1:
        return None
    if len(runs) < FEW and [find_title(page) is not None for page, _ in ordered] != [True, False]:
        return None
    # Pages without a table stay where they are.
    places = iter([page for page, _ in ordered])
    with_items = {id(page) for page, _ in runs}
    return tuple(next(places) if id(page) in with_items else page for page in pages)


def _items(page: Page) -> list[int]:
    """The numbers in the number column of the one table on ``page``, from top to bottom."""
    if len(page.tables) != 1:
        return []
    texts = _numbers_of(page.tables[0])
    matches = [_ITEM.match(to_arabic(text)) for text in texts]
    return [int(match[1]) for match in matches if match] if all(matches) else []


def _numbers_of(table: Table) -> list[str]:
    """What stands in the first column of body rows, where the header calls it the number or there is none."""
    rows = read_rows(table, is_header_text)
    heads = [cell for row in rows if row.kind == "header" for cell in row.cells if cell.column == 0]
    if heads and not any(field_of(cell.text) == "number" for cell in heads):
        return []
    cells = (cell for row in rows if row.kind == "body" for cell in row.cells)
    return [cell.text.strip() for cell in cells if cell.column == 0 and cell.text.strip()]
