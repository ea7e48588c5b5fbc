"""What is made of a page is made once."""

from __future__ import annotations

import gc
from dataclasses import replace

from extract.model import Page
from extract.once import once_a_page


def test_a_page_is_read_once_and_forgotten_with_it() -> None:
    read: list[int] = []

    @once_a_page
    def number(page: Page) -> int:
        read.append(page.number)
        return page.number

    page = Page(1, 595.0, 842.0, "text")
    other = replace(page, number=2)
    assert [number(page), number(page), number(other)] == [1, 1, 2]
    assert read == [1, 2]
    del other
    gc.collect()
    assert number(replace(page, number=3)) == 3
    assert read == [1, 2, 3]
