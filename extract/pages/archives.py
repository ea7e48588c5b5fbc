"""Zip archives as a place of documents: names set right, hostile entries refused, inner archives walked.

A limited child opens an archive once for its list and the digests of what it holds; who reads a member keeps
the archive open for the next one. Archives in an archive count towards the limits of the outermost one.
"""

from __future__ import annotations

import hashlib
import lzma
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self, cast

from extract import errors
from extract.errors import DamagedError, DocumentError, EncryptedError, NotADocumentError, RefusedError
from extract.pages.file_names import is_input, is_litter, packed_kind
from extract.pages.limited_child import SECONDS, ChildLostError, answers
from extract.pages.preflight import sniff

MAX_TOTAL_BYTES = 1 << 30  # all that is taken out of one archive; DESIGN.md, "Limits by default"
MAX_RATIO = 100  # unpacked to packed, the same place
MAX_ENTRIES = 100_000  # with those of the archives in it
MAX_DEPTH = 3  # archives in one another below the outermost
_RATIO_FROM = 1 << 20  # bytes: smaller entries do no harm at any ratio
_IN_MEMORY = 16 << 20  # bytes of an archive in an archive; a larger one goes into a temporary file
_HEAD_BYTES = 1024
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1  # PKWARE APPNOTE 4.4.4
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_ENTRY = struct.Struct("<4s4xH18x3H12x")  # of the list: flags, lengths of name, field and comment, 4.3.12
_HEAD = struct.Struct("<6xH18xH2x")  # of an entry: flags, length of its name, 4.3.7
_UNICODE_PATH = 0x7075  # PKWARE APPNOTE 4.6.9
_OFFICE = ("[Content_Types].xml", "mimetype")  # first names of .docx, .xlsx and .odt, which are zips too
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, NotImplementedError, ValueError, RuntimeError, IndexError),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry: its number in the archive (None for the archive as a whole), its name, its fate.

    An entry of the archive itself is numbered by its place in the list, those of archives in it from there
    on, in the order of the walk. ``sha256`` is that of its bytes, where it was asked for.
    """

    position: int | None
    name: str
    ignored: bool = False
    error: DocumentError | None = None
    sha256: str | None = None


def members(path: Path, hashed: bool = False) -> Iterator[Member]:
    """Yield the entries of the archive at ``path``, ordered by name; folders are left out.

    Entries that must not be read (outside paths, links, bombs, passwords) come with their error; so does an
    archive that is broken or holds nothing for us. A limited child opens it.
    """
    try:
        for told in answers(__name__, {"path": str(path.absolute()), "hashed": hashed}):
            kind, *said = told.pop("error") or (None,)
            yield Member(**told, error=getattr(errors, kind)(*said) if kind else None)
    except ChildLostError:
        yield Member(None, "", error=RefusedError.of("zip-limits", seconds=SECONDS))


def answer(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the child: the members as JSON can tell them."""
    for each in listed(Path(request["path"]), request["hashed"]):
        error = each.error and (type(each.error).__name__, each.error.thai, each.error.english)
        yield {
            "position": each.position,
            "name": each.name,
            "ignored": each.ignored,
            "error": error,
            "sha256": each.sha256,
        }


def listed(path: Path, hashed: bool = False) -> Iterator[Member]:
    """What ``members`` yields, found by this process."""
    try:
        with opened(path) as archive:
            walk = _Walk()
            for found in walk.through(archive):
                yield found.hashed() if hashed else found.member
    except MemoryError:
        yield Member(None, "", error=_too_many())
    except _BROKEN:
        yield Member(None, "", error=DamagedError.of("zip-damaged"))


def opened(place: Path | IO[bytes]) -> zipfile.ZipFile:
    """The archive at ``place``; a name that is no UTF-8 although it says so costs no other.

    Raises:
        Any of ``_BROKEN``: it cannot be opened.
    """
    try:
        return zipfile.ZipFile(place)
    except UnicodeDecodeError:
        stream = _Unflagged(place.open("rb") if isinstance(place, Path) else place)
        archive = zipfile.ZipFile(cast(IO[bytes], stream))
        stream.listing = False
        return archive


@dataclass(slots=True)
class _Unflagged:
    """A file of which ``zipfile`` reads the list and the heads of entries without their false UTF-8 flags."""

    file: IO[bytes]
    listing: bool = True

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        if self.listing and data.startswith(b"PK\x01\x02"):
            return _without_false_flags(data)
        if size == _HEAD.size and data.startswith(b"PK\x03\x04") and len(data) == size:
            place, (flags, length) = self.file.tell(), _HEAD.unpack(data)
            name = self.file.read(length)
            self.file.seek(place)
            if not _is_utf8(name):
                return data[:6] + struct.pack("<H", flags & ~_UTF8_FLAG) + data[8:]
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_false_flags(entries: bytes) -> bytes:
    out, at = bytearray(entries), 0
    while at + _ENTRY.size <= len(out):
        mark, flags, name, field, comment = _ENTRY.unpack_from(out, at)
        if mark != b"PK\x01\x02":
            break
        if not _is_utf8(bytes(out[at + _ENTRY.size : at + _ENTRY.size + name])):
            struct.pack_into("<H", out, at + 8, flags & ~_UTF8_FLAG)
        at += _ENTRY.size + name + field + comment
    return bytes(out)


@dataclass(frozen=True, slots=True)
class _Found:
    """A member, and where its bytes are; only as long as the walk stands at it."""

    member: Member
    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo | None = None

    def read(self) -> bytes:
        """Its bytes."""
        if self.member.error is not None:
            raise self.member.error
        if self.entry is None:
            raise DamagedError.of("zip-damaged")
        with self.archive.open(self.entry) as stream:  # gives no more than the entry's stated size
            return stream.read()

    def hashed(self) -> Member:
        """The member with its digest, or with the error that reading it met."""
        one = self.member
        if self.entry is None or one.ignored or one.error is not None:
            return one
        try:
            with self.archive.open(self.entry) as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        except _BROKEN:
            return Member(one.position, one.name, error=DamagedError.of("zip-damaged"))
        return Member(one.position, one.name, sha256=digest)


@dataclass(slots=True)
class _Walk:
    """A way through an archive and those in it, and what it has used up of the limits."""

    numbered: int = 0
    unpacked: int = 0

    def through(
        self, archive: zipfile.ZipFile, own: Member | None = None, depth: int = 0
    ) -> Iterator[_Found]:
        """The documents of ``archive``, which is the member ``own`` of another, ``depth`` archives down."""
        entries, first = archive.infolist(), self.numbered
        self.numbered += len(entries)
        place, within = (own.position, own.name) if own else (None, "")
        error = self._refused_whole(entries)
        if error is not None:
            yield _Found(Member(place, within, error=error), archive)
            return
        taken = False
        named = sorted((decoded_name(entry), i) for i, entry in enumerate(entries) if not _is_folder(entry))
        for name, i in named:
            whole = f"{within}/{name.lstrip('/')}".lstrip("/")
            if not (is_input(name) or packed_kind(name)) or is_litter(name):
                yield _Found(Member(first + i, whole, ignored=True), archive)
                continue
            taken = True
            member = Member(first + i, whole, error=self._refused(entries[i], name))
            if member.error is None and name.lower().endswith(".zip"):
                yield from self._inner(archive, entries[i], member, depth + 1)
            else:
                yield _Found(member, archive, entries[i])
        if not taken:
            yield _Found(Member(place, within, error=NotADocumentError.of("zip-nothing")), archive)

    def _inner(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, own: Member, depth: int
    ) -> Iterator[_Found]:
        """What an archive in the archive holds; a document that is only named so is itself."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
            try:
                with archive.open(entry) as stream:
                    head = stream.read(_HEAD_BYTES)
                    if sniff(head) != "zip":
                        yield _Found(own, archive, entry)
                        return
                    if depth > MAX_DEPTH:
                        error = RefusedError.of("zip-in-zip", most=MAX_DEPTH)
                        yield _Found(Member(own.position, own.name, error=error), archive)
                        return
                    _copy(head, stream, copy)
                inner = opened(copy)
            except _BROKEN:
                damaged = Member(own.position, own.name, error=DamagedError.of("zip-damaged"))
                yield _Found(damaged, archive)
                return
            with inner:
                yield from self.through(inner, own, depth)

    def _refused_whole(self, entries: list[zipfile.ZipInfo]) -> DocumentError | None:
        if any(entry.filename in _OFFICE for entry in entries[:1]):
            return NotADocumentError.of("zip-office")
        return _too_many() if self.numbered > MAX_ENTRIES else None

    def _refused(self, entry: zipfile.ZipInfo, name: str) -> DocumentError | None:
        refused = _refusal(entry, name)
        if refused is None:
            self.unpacked += entry.file_size
            refused = _too_large() if self.unpacked > MAX_TOTAL_BYTES else None
        return refused


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    """``ZipInfo.is_dir`` of Python 3.11 stumbles over an entry without a name."""
    return entry.filename.endswith("/")


def _copy(head: bytes, stream: IO[bytes], to: IO[bytes]) -> None:
    while head:
        to.write(head)
        head = stream.read(1 << 20)


@dataclass(slots=True)
class _Open:
    """An archive held open by who reads its members: most are asked for in the order of the list."""

    place: tuple[object, ...]
    archive: zipfile.ZipFile
    entries: list[zipfile.ZipInfo]
    walk: Iterator[_Found] = field(default_factory=lambda: iter(()))
    at: int = -1

    @classmethod
    def of(cls, path: Path) -> Self:
        """Open the archive at ``path``."""
        place = _place(path)
        archive = opened(path)
        return cls(place, archive, archive.infolist())

    def read(self, position: int) -> bytes:
        """Bytes of the member ``position``; those of the archive itself need no walk."""
        if position < len(self.entries):
            entry = self.entries[position]
            name = decoded_name(entry)
            return _Found(Member(position, name, error=_refusal(entry, name)), self.archive, entry).read()
        if position <= self.at or self.at < 0:
            self.walk = _Walk().through(self.archive)
        for found in self.walk:
            if (found.member.position or 0) >= len(self.entries):
                self.at = found.member.position or 0
                if self.at == position:
                    return found.read()
        self.at = -1
        raise DamagedError.of("zip-damaged")


_open: list[_Open] = []


def _place(path: Path) -> tuple[object, ...]:
    found = path.stat()
    return path.absolute(), found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def read_member(path: Path, position: int) -> bytes:
    """Bytes of one entry, checked by its sum.

    Raises:
        DamagedError: the entry or the archive is broken.
        RefusedError: the entry is beyond the limits.
    """
    try:
        if not _open or _open[0].place != _place(path):
            while _open:
                _open.pop().archive.close()
            _open.append(_Open.of(path))
        return _open[0].read(position)
    except _BROKEN as error:
        raise DamagedError.of("zip-damaged") from error


def decoded_name(entry: zipfile.ZipInfo) -> str:
    """Name of an entry: by its UTF-8 flag or field, else tried as UTF-8, then as Thai Windows (cp874)."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename.replace("\\", "/")
    try:
        name = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # Python has taken the Unicode field already
        return entry.filename.replace("\\", "/")
    decoded = _unicode_field(entry.extra, name)
    for encoding in () if decoded else ("utf-8", "cp874"):
        try:
            decoded = name.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return (decoded or entry.filename).split("\0")[0].replace("\\", "/")


def _unicode_field(extra: bytes, name: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            if struct.unpack_from("<I", body, 1)[0] != zlib.crc32(name):
                return None  # the name was changed after the field was written
            return body[5:].decode("utf-8", "replace")
    return None


def _refusal(entry: zipfile.ZipInfo, name: str) -> DocumentError | None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        return RefusedError.of("zip-path")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return RefusedError.of("zip-link")
    packed = packed_kind(name)
    if packed is not None:
        return RefusedError.of("packed", kind=packed)
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return EncryptedError.of("zip-password")
    if entry.compress_type not in _METHODS:
        return RefusedError.of("zip-method", number=entry.compress_type)
    size = max(1, entry.compress_size)
    if entry.file_size > MAX_TOTAL_BYTES or (
        entry.file_size > _RATIO_FROM and entry.file_size / size > MAX_RATIO
    ):
        return _too_large()
    return None


def _too_large() -> RefusedError:
    return RefusedError.of("zip-size", size=MAX_TOTAL_BYTES >> 30, ratio=MAX_RATIO)


def _too_many() -> RefusedError:
    return RefusedError.of("zip-entries", most=MAX_ENTRIES)
