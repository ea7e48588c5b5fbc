"""A try at a document died: once more, page by page, so that its good pages survive.

A child writes the pages of its document to one file, and reads back what an earlier try left there. A page
is given up when it was in hand at two deaths: the second time it is the first that a fresh child reads, so
that it pays for no other page and for no passing fault of the machine. The first try has
the document's time, all others together have it once more; then what is still unread is given up, and what
was read is put together.
"""

from __future__ import annotations

import pickle
import shutil
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from oversight.jobs.watch import Death, DeathCause, Limits

PAGES = "pages"
EVERY = 1.0  # seconds of reading put aside at a time in a first try: less is sooner read again than written
MOST_DEATHS = 2  # in one page's hand, or while the document is opened or put together

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a page is given up: ``cause`` is crash, timeout or memory; ``detail`` says more."""

    cause: DeathCause
    detail: str


@dataclass(slots=True)
class Losses:
    """What a try need not read: ``pages`` given up, and for ``rest`` all that is not yet kept."""

    pages: dict[int, Loss] = field(default_factory=dict)
    rest: Loss | None = None


class PageStore:
    """The pages of one document; without a ``folder`` nothing is kept.

    Args:
        folder: The document's own folder; made when first written to.
        losses: What earlier tries that died gave up, None in a first try; later each page is written at once.
        tell: Called with ``page`` (number taken in hand) and ``kept`` (its reading is over).
    """

    def __init__(
        self,
        folder: Path | None = None,
        losses: Losses | None = None,
        tell: Callable[[str, int], None] = lambda event, number: None,
    ) -> None:
        self._folder = folder
        self._every = EVERY if losses is None else 0.0
        self._tell = tell
        self._found = {} if losses is None or folder is None else _stored(folder)
        self._losses = losses or Losses()
        self._waiting: list[tuple[int, Any]] = []
        self._written = time.monotonic()

    def page(self, number: int, read: Callable[[], Read], lost: Callable[[Loss], Read]) -> Read:
        """Page ``number``: as an earlier try left it, by ``read()``, or by ``lost(loss)`` if given up."""
        if number in self._found:
            return self._found.pop(number)  # type: ignore[no-any-return]
        loss = self._losses.pages.get(number, self._losses.rest)
        if loss is not None:
            return lost(loss)
        self._tell("page", number)
        page = read()
        self._put(number, page)
        self._tell("kept", number)
        return page

    def _put(self, number: int, page: Any) -> None:
        if self._folder is None:
            return
        self._waiting.append((number, page))
        if time.monotonic() - self._written < self._every:
            return
        with suppress(OSError):  # no room: a second try will have to read these pages again
            self._folder.mkdir(exist_ok=True)
            with (self._folder / PAGES).open("ab") as stream:
                for kept in self._waiting:
                    pickle.dump(kept, stream, pickle.HIGHEST_PROTOCOL)
        self._waiting.clear()
        self._written = time.monotonic()


def clear(folder: Path) -> None:
    """Drop what a document left."""
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


def _stored(folder: Path) -> dict[int, Any]:
    """The pages in the file, up to where a dying child broke off."""
    pages: dict[int, Any] = {}
    with suppress(OSError), (folder / PAGES).open("rb") as stream:
        while True:
            try:
                number, page = pickle.load(stream)
            except (EOFError, pickle.UnpicklingError, ValueError):
                break
            pages[number] = page
    return pages


@dataclass(slots=True)
class Retries:
    """The deaths of one document so far, and the pages given up for them."""

    limits: Limits
    deaths: int = 0
    losses: Losses = field(default_factory=Losses)
    _in_hand: Counter[int | None] = field(default_factory=Counter)
    _later: float = 0.0  # seconds that tries after the first have used

    def after(self, death: Death) -> float | None:
        """Seconds that the next try may take, or None when there is no use in one."""
        self.deaths += 1
        if self.losses.rest is not None:  # even putting it together failed
            return None
        later = self.deaths > 1
        self._later += death.seconds if later else 0.0
        late = later and death.whole
        if not death.whole:
            self._in_hand[death.page] += 1
            if self._in_hand[death.page] >= MOST_DEATHS:
                if death.page is None:
                    return None
                self.losses.pages[death.page] = Loss(death.cause, death.detail)
        elif death.page is None and (late or not death.kept):
            return None
        left = self.limits.seconds - self._later
        if late or left <= 0:
            self.losses.rest = Loss("timeout", f"the document took more than {2 * self.limits.seconds:g} s")
            return self.limits.page_seconds
        return left
