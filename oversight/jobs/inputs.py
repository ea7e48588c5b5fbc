"""The inputs of a run: found in what was named, counted once and walked again, never all in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol, overload

from extract.errors import DocumentError, RefusedError
from oversight.jobs import stores

if TYPE_CHECKING:
    from extract.pages.intake import Tally


class InputFile(Protocol):
    """One input: a file or an archive's member, or one that cannot be read and says why in ``error``."""

    @property
    def name(self) -> str:
        """The ``source_file`` of the output."""

    @property
    def path(self) -> Path:
        """The file, or the archive the member lies in."""

    @property
    def member(self) -> int | None:
        """Position in the archive, None for a plain file."""

    @property
    def error(self) -> DocumentError | None:
        """Why it cannot be read, if so."""

    @property
    def digest(self) -> str | None:
        """The SHA-256 of its bytes, where finding it told it."""

    def read(self) -> bytes:
        """Its bytes; raises DocumentError."""


@dataclass(frozen=True, slots=True)
class RemoteMember:
    """One member of a zip archive at a URL; who reads it keeps a copy of the archive for the next one."""

    name: str
    url: str
    member: int
    error: DocumentError | None = None
    digest: str | None = None

    @property
    def path(self) -> Path:
        """Not on this machine; what the archive would be called there."""
        return stores.Remote(self.name, self.url).path

    def read(self) -> bytes:
        """The document's bytes; raises as ``stores.Remote.read`` and ``intake.Source.read``."""
        from extract.pages import intake

        if self.error is not None:
            raise self.error
        return intake.Source(self.name, stores.copy_of(self.url), self.member).read()


@dataclass(frozen=True, slots=True)
class Inputs(Sequence[InputFile]):
    """``total`` inputs, found by ``walk``, which gives the same again as long as they stay."""

    walk: Callable[[], Iterator[InputFile]]
    total: int

    def __len__(self) -> int:
        """How many there were when they were counted."""
        return self.total

    def __iter__(self) -> Iterator[InputFile]:
        """One after the other."""
        return self.walk()

    @overload
    def __getitem__(self, at: int) -> InputFile: ...

    @overload
    def __getitem__(self, at: slice) -> list[InputFile]: ...

    def __getitem__(self, at: int | slice) -> InputFile | list[InputFile]:
        """One or some of them, found by walking there."""
        if isinstance(at, slice):
            return list(islice(self.walk(), *at.indices(self.total)))
        for source in islice(self.walk(), range(self.total)[at], None):
            return source
        raise IndexError(at)


def discover(inputs: Sequence[str]) -> tuple[Inputs, int]:
    """The documents in ``inputs``, and how many files were passed over."""
    from extract.pages import intake

    def found(tally: intake.Tally, hashed: bool) -> Iterator[InputFile]:
        for given in inputs:
            if stores.is_url(given):
                for remote in stores.discover(given, _is_taken, tally):
                    yield from _opened(remote, tally, hashed)
            else:
                yield from intake.discover([stores.local(given)], tally, hashed)

    def walk(tally: intake.Tally, hashed: bool = True) -> Iterator[InputFile]:
        return found(tally, hashed) if len(inputs) == 1 else _once(found(tally, hashed))

    tally = intake.Tally()
    count = sum(1 for _ in walk(tally, hashed=False))
    return Inputs(lambda: walk(intake.Tally()), count), tally.ignored


def _is_taken(name: str) -> bool:
    from extract.pages import intake

    return intake.is_input(name) or intake.packed_kind(name) is not None


def _opened(remote: stores.Remote, tally: Tally, hashed: bool) -> Iterator[InputFile]:
    """What is at a URL: the members of a zip archive, or the document itself."""
    from extract.pages import intake

    packed = intake.packed_kind(remote.name)
    if packed is not None and remote.error is None:
        yield replace(remote, error=RefusedError.of("packed", kind=packed))
    elif remote.error is not None or not remote.name.lower().endswith(".zip"):
        yield remote
    else:
        try:
            copy = stores.copy_of(remote.url)
        except DocumentError as error:
            yield replace(remote, error=error)
            return
        for source in intake.discover([copy], tally, hashed):
            name = remote.name + source.name.removeprefix(copy.name)
            if source.member is None:
                yield replace(remote, error=source.error)
            else:
                yield RemoteMember(name, remote.url, source.member, source.error, source.digest)


def _once(sources: Iterator[InputFile]) -> Iterator[InputFile]:
    """Each input once, though a folder and a file in it, or a file twice, were named."""
    seen: set[int] = set()
    for source in sources:
        place = hash((location_of(source), source.member))  # a number each: there may be millions
        if place not in seen:
            seen.add(place)
            yield source


def location_of(source: InputFile) -> str:
    """Where an input lies: a URL, or an absolute path (as ``file://`` URL of its bytes if it is no text)."""
    if isinstance(source, stores.Remote | RemoteMember):
        return source.url
    path = Path(os.path.abspath(source.path))  # noqa: PTH100 - without dots, links as they are
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.as_uri()
    return str(path)


def is_there(location: str) -> bool:
    """Whether a file on this machine is still where it was; of URLs only reading them tells."""
    return stores.is_url(location) or Path(stores.local(location)).is_file()


def reopen(places: Sequence[tuple[str, str, int | None]]) -> list[InputFile]:
    """Inputs found again by (name, location, member); what is gone from an archive is left out."""
    from extract.pages import intake

    @cache
    def members(location: str) -> dict[int | None, InputFile]:
        found: Iterator[InputFile]
        if stores.is_url(location):
            found = _opened(stores.Remote(PurePosixPath(location).name, location), intake.Tally(), True)
        else:
            found = intake.discover([stores.local(location)], hashed=True)
        return {source.member: source for source in found}

    found: list[InputFile] = []
    for name, location, member in places:
        here = members(location)
        source = here.get(member) or here.get(None)  # the second says why an archive cannot be opened
        if source is not None:
            found.append(replace(source, name=name))  # type: ignore[type-var]
    return found


def digest_of(source: InputFile, afresh: bool = False) -> str:
    """SHA-256 of a document's bytes; a file is not held in memory for it.

    Args:
        source: The document.
        afresh: Look at its bytes now, though finding it told what they were.

    Raises:
        DocumentError: It cannot be read.
    """
    if source.digest is not None and not afresh:
        return source.digest
    if isinstance(source, stores.Remote):
        return source.sha256()
    if source.error is None and source.member is None:
        from extract.pages.waiting import SECONDS, within

        digest = hashlib.sha256()
        try:
            with within(SECONDS, lambda: source.path.open("rb")) as stream:
                while piece := within(SECONDS, lambda: stream.read(stores.CHUNK)):
                    digest.update(piece)
            return digest.hexdigest()
        except TimeoutError as error:
            raise DocumentError.of("file-waits", seconds=SECONDS) from error
        except OSError:
            pass  # read() below says why
    return hashlib.sha256(source.read()).hexdigest()
