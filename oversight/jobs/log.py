"""``run.log.jsonl``: one JSON line an event, added to from run to run; what a killed run did stays told."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType

from extract.errors import OutputError
from oversight.export.write import told

LOG_NAME = "run.log.jsonl"


class Log(AbstractContextManager["Log"]):
    """The log of one output folder, open for adding.

    Raises:
        OutputError: It cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = False
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = (folder / LOG_NAME).open("a", encoding="utf-8", errors="replace", buffering=1)

    def event(self, event: str, **values: object) -> None:
        """Add a line: the time (UTC), the event and its values; what is None is left out."""
        line = {"time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), "event": event}
        line |= {key: value for key, value in values.items() if value is not None}  # type: ignore[misc]
        with told(self._folder):
            self._open = True
            self._stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what cut a run off is its last event."""
        if error is not None and self._open:
            with suppress(OutputError):
                self.event("broken_off", error=type(error).__name__, detail=str(error) or None)
        with suppress(OSError):
            self._stream.close()
