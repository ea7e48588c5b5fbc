"""A try at a document died: once more, page by page, so that its good pages survive.

A child writes the pages of its document to one file, and reads back what an earlier try left there. The
parent writes beside it which pages are given up. A page is given up when it was in hand at two deaths: the
second time it is the first that a fresh child reads, so that it pays for no other page and for no passing
trouble of the machine. The first try has the document's time, all others together have it once more; then
what is still unread is given up, and what was read is put together.
"""

from __future__ import annotations

import json
import pickle
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from oversight.jobs.watch import Death, Kind, Limits

PAGES, LOST = "pages", "lost.json"
EVERY = 1.0  # seconds of reading put aside at a time in a first try: less is sooner read again than written
MOST_DEATHS = 2  # in one page's hand, or while the document is opened or put together

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a page is given up: ``cause`` is crash, timeout or memory; ``detail`` says more."""

    cause: Kind
    detail: str


class PageStore:
    """The pages of one document; without a ``folder`` nothing is kept and nothing is lost.

    Args:
        folder: The document's own folder; made when first written to.
        again: Whether an earlier try died: each page is then written at once.
        tell: Hears of ``page`` (number taken in hand) and ``kept`` (its reading is over).
    """

    def __init__(
        self,
        folder: Path | None = None,
        again: bool = False,
        tell: Callable[[str, int], None] = lambda event, number: None,
    ) -> None:
        self._folder = folder
        self._every = 0.0 if again else EVERY
        self._tell = tell
        self._found = dict[int, Any](_stored(folder)) if again and folder else {}
        self._lost, self._rest = _losses(folder) if again and folder else ({}, None)
        self._waiting: list[tuple[int, Any]] = []
        self._written = time.monotonic()

    def page(self, number: int, read: Callable[[], Read], lost: Callable[[Loss], Read]) -> Read:
        """Page ``number``: as an earlier try left it, by ``read()``, or by ``lost(loss)`` if given up."""
        if number in self._found:
            return self._found.pop(number)  # type: ignore[no-any-return]
        loss = self._lost.get(number, self._rest)
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


def give_up(folder: Path, lost: Mapping[int, Loss], rest: Loss | None) -> None:
    """Write which pages the next try need not read: ``lost`` ones, and for ``rest`` all not yet kept.

    Raises:
        OSError: There is no room for it.
    """
    folder.mkdir(exist_ok=True)
    written = {
        "pages": {str(number): [loss.cause, loss.detail] for number, loss in lost.items()},
        "rest": [rest.cause, rest.detail] if rest else None,
    }
    (folder / LOST).write_text(json.dumps(written), "utf-8")


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


def _losses(folder: Path) -> tuple[dict[int, Loss], Loss | None]:
    with suppress(OSError, ValueError, KeyError):
        written = json.loads((folder / LOST).read_text("utf-8"))
        rest = Loss(*written["rest"]) if written["rest"] else None
        return {int(number): Loss(*loss) for number, loss in written["pages"].items()}, rest
    return {}, None


@dataclass(slots=True)
class Retries:
    """The deaths of one document so far, and the pages given up for them."""

    limits: Limits
    now: Callable[[], float] = time.monotonic
    deaths: int = 0
    lost: dict[int, Loss] = field(default_factory=dict)
    rest: Loss | None = None
    _in_hand: Counter[int | None] = field(default_factory=Counter)
    _since: float | None = None

    def after(self, death: Death) -> float | None:
        """Seconds that the next try may take, or None when there is no use in one."""
        self.deaths += 1
        if self.rest is not None:  # even putting it together failed
            return None
        late = self._since is not None and death.whole
        if not death.whole:
            self._in_hand[death.page] += 1
            if self._in_hand[death.page] >= MOST_DEATHS:
                if death.page is None:
                    return None
                self.lost[death.page] = Loss(death.cause, death.detail)
        elif death.page is None and (late or not death.kept):
            return None
        if self._since is None:
            self._since = self.now()
        left = self.limits.seconds - (self.now() - self._since)
        if late or left <= 0:
            self.rest = Loss("timeout", f"the document took more than {2 * self.limits.seconds:g} s")
            return self.limits.page_seconds
        return left
