"""Where a document's pages are put aside as they are read, so that a second try goes on where the first died.

A child writes the pages of its document to one file, and reads back what an earlier try left there. The
parent writes beside it which pages are given up.
"""

from __future__ import annotations

import json
import pickle
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

PAGES, LOST = "pages", "lost.json"
EVERY = 1.0  # seconds of reading put aside at a time in a first try: less is sooner read again than written

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a page is given up: ``cause`` is crash, timeout or memory; ``detail`` says more."""

    cause: str
    detail: str


class Shelf:
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
        told = json.loads((folder / LOST).read_text("utf-8"))
        rest = Loss(*told["rest"]) if told["rest"] else None
        return {int(number): Loss(*loss) for number, loss in told["pages"].items()}, rest
    return {}, None
