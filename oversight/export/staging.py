"""Files that come into place all at once or not at all: made in a folder of their own, then renamed."""

from __future__ import annotations

import os
import shutil
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType

from oversight.export.write import told

_PREFIX = ".export-"


class Staging(AbstractContextManager["Staging"]):
    """New content for ``folder``; without ``publish`` the folder stays as it was.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._room = folder / f"{_PREFIX}{os.getpid()}"
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob(f"{_PREFIX}*"):
                if not _alive(left.name.removeprefix(_PREFIX)):  # of one that was killed
                    shutil.rmtree(left)
            self._room.mkdir()

    def path(self, name: str) -> Path:
        """Where the new ``name`` is to be written; folders above it are made."""
        path = self._room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def publish(self) -> tuple[Path, ...]:
        """Put every file and folder in place of the one of its name; return them in order."""
        with told(self._folder):
            for path in self._room.rglob("*"):
                if path.is_file():
                    with path.open("rb") as stream:
                        os.fsync(stream.fileno())
            placed = []
            for new in sorted(self._room.iterdir()):
                target = self._folder / new.name
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


def _alive(process: str) -> bool:
    """Whether the process whose staging folder this is still runs on this machine."""
    with suppress(ValueError, ProcessLookupError):
        try:
            os.kill(int(process), 0)
        except PermissionError:
            return True
        return True
    return False
