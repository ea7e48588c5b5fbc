"""Finding the documents among files, folders, patterns and zip archives. Nothing is skipped silently."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from itertools import takewhile
from pathlib import Path

from extract.errors import DocumentError, RefusedError
from extract.pages import archives, attachments
from extract.pages.file_names import is_input, is_litter, is_zipped_office, packed_kind, shown
from extract.pages.folders import below
from extract.pages.preflight import sniff
from extract.pages.waiting import SECONDS, within

__all__ = ["Source", "Tally", "discover", "document_id", "is_input", "packed_kind", "sha256"]

MAX_FILE_BYTES = 1 << 30  # one file is read into memory
_HEAD_BYTES = 1024


@dataclass(slots=True)
class Tally:
    """What ``discover`` passed over: files of other kinds inside folders, patterns and archives."""

    ignored: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One document to read, or one that cannot be read and says why in ``error``.

    ``name`` is the ``source_file`` of the output: a relative file as it was given, an absolute one by its
    file name, below a folder the path from there, in an archive ``archive.zip/member``, attached to a PDF
    ``file.pdf#attachment.pdf``. ``path`` is the file to open, ``member`` the number of the entry or
    attachment in it, ``digest`` the SHA-256 of its bytes where finding it told it.
    """

    name: str
    path: Path
    member: int | None = None
    error: DocumentError | None = None
    digest: str | None = None

    def read(self) -> bytes:
        """The document's bytes.

        Raises:
            DocumentError: ``error`` if there is one, or the file or archive cannot be read.
        """
        if self.error is not None:
            raise self.error
        if self.member is not None:
            return self._read_member(self.member)
        try:
            size = self.path.stat().st_size
            if size > MAX_FILE_BYTES:
                raise _too_large(size)
            return self.path.read_bytes()
        except OSError as error:
            raise DocumentError.of("file-unreadable", why=error.strerror) from error

    def _read_member(self, position: int) -> bytes:
        try:
            with self.path.open("rb") as stream:
                kind = sniff(stream.read(_HEAD_BYTES))
        except OSError as error:
            raise DocumentError.of("file-unreadable", why=error.strerror) from error
        held_in = archives.read_member if kind == "zip" else attachments.read_attachment
        return held_in(self.path, position)


def _beginning(path: Path, name: str) -> tuple[bytes, int]:
    """The first bytes of a file and its size.

    Raises:
        DocumentError: it is none, or cannot be opened.
    """
    if not path.is_file():
        raise DocumentError.of("not-a-file" if os.path.lexists(path) else "no-file", name=name)
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD_BYTES), os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise DocumentError.of("file-unreadable", why=error.strerror) from error


def _waits() -> DocumentError:
    return DocumentError.of("file-waits", seconds=SECONDS)


def _too_large(size: int) -> RefusedError:
    return RefusedError.of("file-size", size=size / 2**30)


def sha256(data: bytes) -> str:
    """Digest of a file's bytes, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def document_id(data: bytes) -> str:
    """The id of a document: the first 16 hex digits of its SHA-256."""
    return sha256(data)[:16]


def discover(
    inputs: Sequence[str | Path], tally: Tally | None = None, hashed: bool = False
) -> Iterator[Source]:
    """Yield the documents of ``inputs`` in the order given, those of a folder or archive by their path.

    Args:
        inputs: files (always taken, whatever their name), folders (searched to the bottom), glob patterns,
            zip archives. What does not exist comes as a Source with its error.
        tally: counts the files passed over.
        hashed: members of archives come with their digests; an archive is opened once for all of them.
    """
    search = _Search(tally if tally is not None else Tally(), hashed)
    for given in inputs:
        yield from search.given(given)


@dataclass(frozen=True, slots=True)
class _Search:
    """A way through what was named."""

    tally: Tally
    hashed: bool

    def given(self, given: str | Path) -> Iterator[Source]:
        """What was named on the command line."""
        path = Path(given)
        try:
            is_folder = within(SECONDS, path.is_dir)
        except TimeoutError:
            yield Source(shown(str(given)), path, error=_waits())
            return
        if is_folder:
            for found in below(path):
                name = found.path.relative_to(path).as_posix() if found.path != path else path.name
                if found.error is not None:
                    yield Source(shown(name), found.path, error=found.error)
                else:
                    yield from self._listed(found.path, name)
        elif not os.path.lexists(path) and has_magic(str(given)):
            yield from self._pattern(str(given))
        else:
            yield from self._file(path, path.name if path.is_absolute() else path.as_posix())

    def _pattern(self, pattern: str) -> Iterator[Source]:
        matches = [Path(match) for match in sorted(glob(pattern, recursive=True))]  # noqa: PTH207 - any pattern, absolute ones too
        fixed = Path(*takewhile(lambda part: not has_magic(part), Path(pattern).parts))
        files = [path for path in matches if not path.is_dir()]
        if not files:
            name = shown(pattern)
            yield Source(name, Path(pattern), error=DocumentError.of("no-file", name=name))
        for path in files:
            yield from self._listed(path, path.relative_to(fixed).as_posix())

    def _listed(self, path: Path, name: str) -> Iterator[Source]:
        """A file that was found, not named: only kinds we read, and archives that we do not open."""
        if not (is_input(name) or packed_kind(name)) or is_litter(name):
            self.tally.ignored += 1
            return
        yield from self._file(path, name)

    def _file(self, path: Path, name: str) -> Iterator[Source]:
        name = shown(name)
        try:
            head, size = within(SECONDS, lambda: _beginning(path, name))
        except DocumentError as error:
            yield Source(name, path, error=error)
            return
        except TimeoutError:
            yield Source(name, path, error=_waits())
            return
        kind, packed = sniff(head), packed_kind(name)
        if kind == "other" and packed is not None:
            yield Source(name, path, error=RefusedError.of("packed", kind=packed))
        elif kind == "zip" and not is_zipped_office(name):
            yield from self._archive(path, name)
        elif size > MAX_FILE_BYTES:  # before it is hashed
            yield Source(name, path, error=_too_large(size))
        else:
            yield Source(name, path)
            if kind != "zip" and b"%PDF-" in head and attachments.may_hold(path):
                yield from self._attached(path, name)

    def _archive(self, path: Path, name: str) -> Iterator[Source]:
        """The documents of a zip archive."""
        for member in archives.members(path, self.hashed):
            if member.ignored:
                self.tally.ignored += 1
            elif member.position is None:
                yield Source(name, path, error=member.error)
            else:
                inner = f"{name}/{shown(member.name)}"
                yield Source(inner, path, member.position, member.error, member.sha256)

    def _attached(self, path: Path, name: str) -> Iterator[Source]:
        """The reports attached to a PDF, such as those of a portfolio."""
        for member in attachments.members(path):
            if member.ignored:
                self.tally.ignored += 1
            else:
                yield Source(f"{name}#{shown(member.name)}", path, member.position, member.error)
