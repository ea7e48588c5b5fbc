"""What lies in a folder, to the bottom: each entry comes, or the reason why it cannot be looked into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import DocumentError, RefusedError
from extract.pages.waiting import SECONDS, within


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a folder that was not entered and says why in ``error``."""

    path: Path
    error: DocumentError | None = None


def below(top: Path) -> Iterator[Entry]:
    """Yield the entries below ``top`` by their paths' parts; one folder's names are held at once.

    Links to folders are not followed: what they lead to may lie anywhere, and may lead back. A link that
    leads to itself or to nothing is a file like any other, which cannot be opened.
    """
    open_folders = [_names(top)]
    while open_folders:
        entry = next(open_folders[-1], None)
        if entry is None:
            open_folders.pop()
        elif isinstance(entry, Entry):
            yield entry
        elif not _is_folder(entry):
            yield Entry(Path(entry.path))
        elif entry.is_symlink():
            yield Entry(Path(entry.path), RefusedError.of("folder-link"))
        else:
            open_folders.append(_names(Path(entry.path)))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return within(SECONDS, entry.is_dir) if entry.is_symlink() else entry.is_dir()
    except OSError:  # a loop of links, or one to where nobody answers
        return False


def _names(folder: Path) -> Iterator[os.DirEntry[str] | Entry]:
    def all_of_it() -> Iterator[os.DirEntry[str]]:
        with os.scandir(folder) as found:
            return iter(sorted(found, key=lambda entry: entry.name))

    try:
        return within(SECONDS, all_of_it)
    except TimeoutError:
        return iter([Entry(folder, DocumentError.of("file-waits", seconds=SECONDS))])
    except OSError as error:
        return iter([Entry(folder, DocumentError.of("folder-unreadable", why=error.strerror))])
