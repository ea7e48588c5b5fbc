"""Files that come into place all together or not at all: made in a folder of their own, then renamed."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from oversight.archive.report_rows import InputResult
from oversight.export.jsonl import Json
from oversight.export.output_text import STREAMS, OutputText, heads, output_text
from oversight.whole_files import output_errors

_BUFFER = 1 << 20  # bytes: what is added at a time are some kilobytes
_ROOM = ".new-files-"
RUN_FILE = "run.json"


class Staging(AbstractContextManager["Staging"]):
    """New content for ``folder``; without ``publish`` the folder stays as it was.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._room = folder / f"{_ROOM}{os.getpid()}"
        with output_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob(f"{_ROOM}*"):
                if not _alive(left.name.removeprefix(_ROOM)):  # of one that was killed
                    shutil.rmtree(left)
            self._room.mkdir()

    def path(self, name: str) -> Path:
        """Where the new ``name`` is to be written; folders above it are made."""
        path = self._room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def publish(self, last: str = "") -> tuple[Path, ...]:
        """Put every file and folder in place of the one of its name, ``last`` last; return them in order."""
        with output_errors(self.folder):
            for path in self._room.rglob("*"):
                if path.is_file():
                    with path.open("rb") as stream:
                        os.fsync(stream.fileno())
            placed = []
            for new in sorted(self._room.iterdir(), key=lambda path: (path.name == last, path)):
                target = self.folder / new.name
                if target.is_dir() and not target.is_symlink():
                    target.rename(self._room / f".old {new.name}")
                new.replace(target)
                placed.append(target)
            return tuple(placed)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was not published, and what was replaced."""
        shutil.rmtree(self._room, ignore_errors=True)


class OutputFiles(AbstractContextManager["OutputFiles"]):
    """The files of a run in one folder.

    ``add`` takes documents in the order in which they are to stand; ``publish`` puts all files in place.
    Left without ``publish``, the folder is as it was before.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._staging = self._stack.enter_context(Staging(folder))
        with output_errors(folder):
            self._files = {name: self._staging.path(name).open("wb", buffering=_BUFFER) for name in STREAMS}
        self.add_text(heads())

    def add(self, result: InputResult) -> None:
        """Write one document with its records, findings, tables and pages."""
        self.add_text(output_text(result))

    def add_text(self, given: OutputText) -> None:
        """Write what was made of one document before."""
        with output_errors(self._staging.folder):
            for name, text in zip(STREAMS, given, strict=True):
                self._files[name].write(text)

    def sizes(self) -> dict[str, int]:
        """Bytes of each file as it stands now."""
        with output_errors(self._staging.folder):
            for stream in self._files.values():
                stream.flush()
            return {name: os.fstat(stream.fileno()).st_size for name, stream in self._files.items()}

    def publish(self, run: Json) -> None:
        """Put every file in place, ``run`` as run.json last."""
        with output_errors(self._staging.folder):
            self._staging.path(RUN_FILE).write_text(_run_text(run), encoding="utf-8")
            for stream in self._files.values():
                stream.close()
            self._staging.publish(last=RUN_FILE)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close and remove what was not published."""
        for stream in self._files.values():
            with suppress(OSError):  # a full disk refuses the last flush too
                stream.close()
        self._stack.close()


def write_run(folder: Path, run: Json) -> None:
    """Replace run.json alone.

    Raises:
        OutputError: It cannot be written.
    """
    with Staging(folder) as staging, output_errors(folder):
        staging.path(RUN_FILE).write_text(_run_text(run), encoding="utf-8")
        staging.publish()


def _run_text(run: Json) -> str:
    return json.dumps(run, ensure_ascii=False, indent=2) + "\n"


def read_run(folder: Path) -> Any:
    """Return the parsed run.json of an output folder."""
    return json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))


def _alive(process: str) -> bool:
    """Whether the process whose staging folder this is still runs on this machine."""
    with suppress(ValueError, ProcessLookupError):
        try:
            os.kill(int(process), 0)
        except PermissionError:
            return True
        return True
    return False
