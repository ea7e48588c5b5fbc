"""Pages that were bound in the wrong order are read as their numbers tell."""

from __future__ import annotations

from collections.abc import Sequence

from stitched_paper import sheet, table

from extract.model import Finding, Page
from extract.records.build import build
from extract.records.page_order import in_order

HEAD = ["ที่", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"]


def with_items(number: int, *items: str) -> Page:
    return sheet(number, table(number, [HEAD, *([item, "ก", "ข", "ค"] for item in items)], step=40))


def marked(number: int, mark: str | None) -> Page:
    found = () if mark is None else (Finding("page-mark", "info", mark, page=number),)
    return Page(number, 600, 800, "text", findings=found)


def order(pages: Sequence[Page]) -> list[int]:
    return [page.number for page in in_order(pages)[0]]


def test_by_the_numbers_printed_on_the_pages() -> None:
    pages = [marked(n, mark) for n, mark in enumerate(("-๑-", "-๓-", "-๒-", "-๔-"), 1)]
    assert order(pages) == [1, 3, 2, 4]
    (found,) = in_order(pages)[1]
    assert (found.code, found.detail, found.page) == ("pages-out-of-order", "1 3 2 4", 2)


def test_a_first_page_bears_no_number() -> None:
    assert order([marked(n, mark) for n, mark in enumerate((None, "4", "3", "2"), 1)]) == [1, 4, 3, 2]


def test_a_missing_page_and_a_number_read_twice_tell_no_order() -> None:
    assert order([marked(n, mark) for n, mark in enumerate(("1", "4", "2"), 1)]) == [1, 2, 3]
    assert order([marked(n, mark) for n, mark in enumerate(("1", "3", "3"), 1)]) == [1, 2, 3]


def test_by_the_items_of_one_column_of_numbers() -> None:
    pages = [with_items(1, "๑", "๒"), with_items(2, "๕", "๖"), with_items(3, "๓", "๔")]
    assert order(pages) == [1, 3, 2]
    (built,) = build("0123456789abcdef", "a.pdf", pages)
    assert [finding.code for finding in built.findings].count("pages-out-of-order") == 1


def test_numbers_that_begin_anew_under_each_section_tell_no_order() -> None:
    pages = [with_items(1, "1", "2"), with_items(2, "1", "2"), with_items(3, "3")]
    assert order(pages) == [1, 2, 3]


def test_of_two_pages_the_title_stands_on_the_first() -> None:
    title = ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", 20)
    first = table(2, [HEAD, ["๑", "ก", "ข", "ค"], ["๒", "ก", "ข", "ค"]], step=40)
    last = with_items(1, "๓", "๔")
    assert order([last, sheet(2, first, lines=[title])]) == [2, 1]
    assert order([last, sheet(2, first)]) == [1, 2]  # two reports, or one number misread
