"""The inputs of a run: found in what was named, counted once and walked again, never all in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Protocol, overload

from extract.errors import DocumentError
from oversight.jobs import stores


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

    def read(self) -> bytes:
        """Its bytes; raises DocumentError."""


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

    def found(tally: intake.Tally) -> Iterator[InputFile]:
        for given in inputs:
            if stores.is_url(given):
                yield from stores.discover(given, intake.SUFFIXES, tally)
            else:
                yield from intake.discover([stores.local(given)], tally)

    def walk(tally: intake.Tally) -> Iterator[InputFile]:
        return found(tally) if len(inputs) == 1 else _once(found(tally))

    tally = intake.Tally()
    count = sum(1 for _ in walk(tally))
    return Inputs(lambda: walk(intake.Tally()), count), tally.ignored


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
    if isinstance(source, stores.Remote):
        return source.url
    path = Path(os.path.abspath(source.path))  # noqa: PTH100 - without dots, links as they are
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.as_uri()
    return str(path)


def reopen(places: Sequence[tuple[str, str, int | None]]) -> list[InputFile]:
    """Inputs found again by (name, location, member); what is gone from an archive is left out."""
    from extract.pages import intake

    @cache
    def members(location: str) -> dict[int | None, intake.Source]:
        return {source.member: source for source in intake.discover([stores.local(location)])}

    found: list[InputFile] = []
    for name, location, member in places:
        if stores.is_url(location):
            found.append(stores.Remote(name, location))
            continue
        here = members(location)
        source = here.get(member) or here.get(None)  # the second says why an archive cannot be opened
        if source is not None:
            found.append(replace(source, name=name))
    return found


def digest_of(source: InputFile) -> str:
    """SHA-256 of a document's bytes; a file is not held in memory for it.

    Raises:
        DocumentError: It cannot be read.
    """
    if isinstance(source, stores.Remote):
        return source.sha256()
    if source.error is None and source.member is None:
        try:
            with source.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            pass  # read() below says why
    return hashlib.sha256(source.read()).hexdigest()
