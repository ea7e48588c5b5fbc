"""What is made of a page is made once: most of it is asked for by several readers of a report."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ref

from extract.model import Page

T = TypeVar("T")


def once_a_page(read: Callable[[Page], T]) -> Callable[[Page], T]:
    """``read``, which keeps what it found of a page for as long as that page lives.

    Pages are told apart by identity: comparing two takes as long as reading one.
    """
    found: dict[int, tuple[ref[Page], T]] = {}

    @wraps(read)
    def remembered(page: Page) -> T:
        name = id(page)
        if name not in found:
            found[name] = ref(page, lambda _: found.pop(name, None)), read(page)
        return found[name][1]

    return remembered
