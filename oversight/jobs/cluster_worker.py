"""What runs on a Ray worker: a guarded child, fed with one document after the other."""

from __future__ import annotations

import os
import queue
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import extract
import oversight
from extract.errors import SetupError
from oversight.jobs.run import LATER, Limits, Outcome, run
from oversight.jobs.versions import digest_of_code, versions


class Worker:
    """A Ray actor: ``read`` may be called by several threads at once, each waits for its own outcome."""

    def __init__(self, function: Callable[[Any], Any], limits: Limits, made_by: str, folder: str) -> None:
        self._same = fingerprint() == made_by
        if not self._same:
            return
        _forget_main()
        with suppress(OSError):  # on another machine paths are absolute, or URLs
            os.chdir(folder)
        self._orders: queue.SimpleQueue[tuple[Any, Future[Outcome[Any, Any]]]] = queue.SimpleQueue()
        self._waiting: dict[int, Future[Outcome[Any, Any]]] = {}
        self._feeder = threading.Thread(target=self._work, args=(function, limits), daemon=True)
        self._feeder.start()

    def read(self, index: int, item: Any) -> Outcome[Any, Any]:
        """The outcome of one item, without the item: the driver has it.

        Raises:
            SetupError: What is installed here would read otherwise.
        """
        if not self._same:
            raise SetupError(*_another_version())
        future: Future[Outcome[Any, Any]] = Future()
        self._orders.put((item, future))
        return replace(future.result(), item=None)

    def _work(self, function: Callable[[Any], Any], limits: Limits) -> None:
        try:
            for outcome in run(function, self._supply(), limits=limits):
                self._waiting.pop(id(outcome.item)).set_result(outcome)
        except BaseException as error:
            while True:
                for future in self._waiting.values():
                    future.set_exception(error)
                self._waiting.clear()
                _, future = self._orders.get()
                future.set_exception(error)

    def _supply(self) -> Iterator[Any]:
        """The items as they are ordered; ``LATER`` when there is none just now."""
        while True:
            try:
                item, future = self._orders.get_nowait()
            except queue.Empty:
                yield LATER
                continue
            self._waiting[id(item)] = future
            yield item


@cache
def fingerprint() -> str:
    """Digest of our code and of the libraries' versions: workers must read as the driver would."""
    code = digest_of_code(Path(extract.__file__).parent, Path(oversight.__file__).parent)
    return f"{code} {sorted(versions().items(), key=str)}"


def _forget_main() -> None:
    """Let children not begin by importing Ray's own main program again."""
    main = sys.modules["__main__"]
    main.__spec__ = None
    vars(main).pop("__file__", None)


def _another_version() -> tuple[str, str]:
    host = socket.gethostname()
    return (
        f"เครื่อง {host} ในคลัสเตอร์ใช้โปร่งใสหรือไลบรารีคนละรุ่นกับเครื่องนี้ ให้ติดตั้งรุ่นเดียวกันทุกเครื่อง",
        f"{host} in the cluster has another Prongsai or other libraries: install the same version everywhere",
    )
