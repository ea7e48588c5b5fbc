"""Calls that may never come back, such as reads below a network mount whose server is gone.

They are made by a thread that nobody waits for: one that hangs is left behind, with the file it hangs on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

SECONDS = 60.0
"""By the clock, for a name to be looked up or a piece of a file; slow network shares take a second."""

Value = TypeVar("Value")
_Answer = SimpleQueue[tuple[Any, BaseException | None]]
_idle: list[SimpleQueue[tuple[Callable[[], Any], _Answer]]] = []


def within(seconds: float, call: Callable[[], Value]) -> Value:
    """What ``call`` gives; 0.008 ms of processor time dearer than the call.

    Raises:
        TimeoutError: it has not come back after ``seconds``.
    """
    try:
        work = _idle.pop()
    except IndexError:
        work = SimpleQueue()
        threading.Thread(target=_serve, args=(work,), name="waiting", daemon=True).start()
    answer: _Answer = SimpleQueue()
    work.put((call, answer))
    try:
        value, error = answer.get(timeout=seconds)
    except Empty:
        raise TimeoutError(0, f"no answer for {seconds:g} s") from None
    _idle.append(work)
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]


def _serve(work: SimpleQueue[tuple[Callable[[], Any], _Answer]]) -> None:
    while True:
        call, answer = work.get()
        try:
            answer.put((call(), None))
        except BaseException as error:
            answer.put((None, error))
        del call, answer
