"""Ctrl-C in two steps: the first asks to stop, the second stops at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType, TracebackType


class Interrupt(AbstractContextManager["Interrupt"]):
    """While it is entered, the first SIGINT only makes ``stopping`` true; the second is a KeyboardInterrupt.

    Outside the main thread, where Python takes no signals, it does nothing.
    """

    def __init__(self, told: Callable[[], None] = lambda: None) -> None:
        self._asked = False
        self._said = False
        self._told = told
        self._before = signal.getsignal(signal.SIGINT)
        self._able = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Interrupt:
        """Take the signal."""
        if self._able:
            signal.signal(signal.SIGINT, self._first)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the signal back."""
        if self._able:
            signal.signal(signal.SIGINT, self._before)

    def stopping(self) -> bool:
        """Whether an end was asked for; the user is told here, for a signal may come amid any output."""
        if self._asked and not self._said:
            self._said = True
            self._told()
        return self._asked

    def _first(self, number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._asked = True
