"""Inputs and output files in object stores, by fsspec URL: ``s3://bucket/prefix`` and what else it knows.

``file://`` is a path like any other. An input is streamed to where it is read, never more of it than the
limit. Output files are made on this machine as always and then put in place one by one, run.json last; an
object store replaces each whole or not at all. The archive is a database: a file on this machine, or
PostgreSQL.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

from extract.errors import DocumentError, OutputError, ProngsaiError, RefusedError, SetupError, UsageError
from oversight import talk
from oversight.export.output_files import RUN_FILE

MAX_BYTES = 1 << 30  # as of a file on this machine
CHUNK = 1 << 20
LOG_FILE = "run.log.jsonl"


class Passed(Protocol):
    """Counts what was passed over."""

    ignored: int


@dataclass(frozen=True, slots=True)
class Remote:
    """One document at a URL, as ``inputs.InputFile`` describes inputs."""

    name: str
    url: str
    error: DocumentError | None = None
    member: int | None = None
    digest: str | None = None

    @property
    def path(self) -> Path:
        """Not on this machine; what it would be called there."""
        return Path(PurePosixPath(urlsplit(self.url).path).name)

    def read(self) -> bytes:
        """The document's bytes.

        Raises:
            DocumentError: It cannot be read, or is over the limit.
            SetupError: The store's library is not installed.
        """
        return b"".join(self.chunks())

    def sha256(self) -> str:
        """Digest of its bytes, which are not held for it; raises as ``read``."""
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, a piece at a time; raises as ``read``."""
        if self.error is not None:
            raise self.error
        taken = 0
        with _as_document_error(self.url), _system(self.url).open(self.url, "rb") as stream:
            while chunk := stream.read(CHUNK):
                taken += len(chunk)
                if taken > MAX_BYTES:
                    raise _error(RefusedError, "too_large", url=self.url, limit=f"{MAX_BYTES / 2**30:g} GiB")
                yield chunk


def is_url(place: str) -> bool:
    """Whether ``place`` is at a URL, and not on this machine."""
    return "://" in place and not place.startswith("file://")


def local(place: str) -> str:
    """``place`` as a path if it is a ``file://`` URL, else as it is."""
    return os.fsdecode(unquote_to_bytes(urlsplit(place).path)) if place.startswith("file://") else place


def copy_of(url: str) -> Path:
    """A copy on this machine of the archive at ``url``, kept until another is asked for or this process ends.

    Raises:
        DocumentError: It cannot be read, or is over the limit.
        SetupError: The store's library is not installed.
    """
    with _as_document_error(url):
        system = _system(url)
        mark = system.ukey(system._strip_protocol(url))
    return Path(_copy(url, mark).name, "archive.zip")


@lru_cache(maxsize=1)
def _copy(url: str, mark: str) -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="prongsai-zip-")
    with Path(folder.name, "archive.zip").open("wb") as stream:
        stream.writelines(Remote(url, url).chunks())
    return folder


def discover(url: str, is_taken: Callable[[str], bool], passed: Passed) -> Iterator[Remote]:
    """The documents at ``url``, an object or all below a prefix, in the order of their names.

    What is found below a prefix is an input by its name; an object that is named always is.

    Raises:
        SetupError: The store's library is not installed.
    """
    try:
        with _as_document_error(url):
            system = _system(url)
            top = system._strip_protocol(url).rstrip("/")
            found = sorted(system.find(top))
    except DocumentError as error:
        yield Remote(url, url, error)
        return
    if not found:
        yield Remote(url, url, _error(DocumentError, "nothing_there", url=url))
    for path in found:
        whole = system.unstrip_protocol(path)
        if path == top:
            yield Remote(PurePosixPath(path).name, whole)
        elif is_taken(path):
            yield Remote(path.removeprefix(top).lstrip("/"), whole)
        else:
            passed.ignored += 1


@contextmanager
def outbox(output: str, archive: str | None) -> Iterator[Path]:
    """The folder to write the output files into; what is in it goes to the URL ``output`` at the end.

    Raises:
        UsageError: A URL without an archive that can be one.
        OutputError: The store refuses them.
    """
    if not is_url(output):
        yield Path(local(output))
        return
    if archive is None or (is_url(archive) and not archive.startswith(("postgres", "sqlite"))):
        raise _error(UsageError, "archive")
    target = output.rstrip("/")
    with tempfile.TemporaryDirectory(prefix="prongsai-out-") as place:
        folder = Path(place)
        with _as_output_error(target):
            system = _system(target)
            with suppress(FileNotFoundError):
                system.get_file(f"{target}/{LOG_FILE}", str(folder / LOG_FILE))
        try:
            yield folder
        finally:
            with _as_output_error(target):
                for path in sorted(folder.iterdir(), key=lambda path: (path.name == RUN_FILE, path.name)):
                    system.put_file(str(path), f"{target}/{path.name}")


def _system(url: str) -> Any:
    """Fsspec's file system for ``url``.

    Raises:
        SetupError: fsspec, or the store's own library, is not installed.
        UsageError: fsspec knows no such kind of URL.
    """
    try:
        import fsspec

        return fsspec.core.url_to_fs(url, use_listings_cache=False, skip_instance_cache=True)[0]
    except ImportError as error:
        raise _error(SetupError, "no_library", url=url, detail=error) from error
    except ValueError as error:
        raise _error(UsageError, "unknown", url=url, detail=error) from error


@contextmanager
def _as_document_error(url: str) -> Iterator[None]:
    """A store's errors are about the document."""
    try:
        yield
    except ProngsaiError:
        raise
    except FileNotFoundError as error:
        raise _error(DocumentError, "nothing_there", url=url) from error
    except Exception as error:  # each store's library has errors of its own
        raise _error(DocumentError, "unreadable", url=url, detail=_detail(error)) from error


@contextmanager
def _as_output_error(url: str) -> Iterator[None]:
    """A store's errors are about the output."""
    try:
        yield
    except ProngsaiError:
        raise
    except Exception as error:
        raise _error(OutputError, "unwritable", url=url, detail=_detail(error)) from error


def _detail(error: Exception) -> str:
    return (str(error) or type(error).__name__).split("\n")[0]


def _error(kind: Callable[[str, str], Any], key: str, **values: object) -> Any:
    thai, english = talk.both(f"stores.{key}", **values)
    return kind(thai, english)
