"""Zip archives as a place of documents: names set right, hostile entries refused, nothing put on disk."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extract.errors import DamagedError, DocumentError, EncryptedError, NotADocumentError, RefusedError

MAX_TOTAL_BYTES = 1 << 30  # all documents of one archive, unpacked; DESIGN.md, "Limits by default"
MAX_RATIO = 100  # unpacked to packed, the same place
_RATIO_FROM = 1 << 20  # bytes: smaller entries do no harm at any ratio
_MAX_ENTRIES = 100_000
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1  # PKWARE APPNOTE 4.4.4
_UNICODE_PATH = 0x7075  # PKWARE APPNOTE 4.6.9
_OFFICE = ("[Content_Types].xml", "mimetype")  # first names of .docx, .xlsx and .odt, which are zips too
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry: its place in the archive's list (None for the archive as a whole), its name, its fate."""

    position: int | None
    name: str
    ignored: bool = False
    error: DocumentError | None = None


def is_litter(name: str) -> bool:
    """Whether a path is what macOS leaves beside a file: a ``._`` twin or ``__MACOSX``."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].startswith("._"))


def members(path: Path, suffixes: frozenset[str]) -> Iterator[Member]:
    """Yield the entries of the archive at ``path``, ordered by name; folders are left out.

    Entries that must not be read (outside paths, links, archives in the archive, bombs, passwords) come
    with their error; so does an archive that is broken or holds nothing for us.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except _BROKEN:
        yield Member(None, "", error=DamagedError.of("zip-damaged"))
        return
    if any(entry.filename in _OFFICE for entry in entries[:1]):
        yield Member(None, "", error=NotADocumentError.of("zip-office"))
        return
    if len(entries) > _MAX_ENTRIES:
        yield Member(None, "", error=_too_large())
        return
    named = sorted((decoded_name(entry), i) for i, entry in enumerate(entries) if not entry.is_dir())
    total, taken = 0, 0
    for name, i in named:
        if PurePosixPath(name).suffix.lower() not in suffixes or is_litter(name):
            yield Member(i, name, ignored=True)
            continue
        taken += 1
        error = _refusal(entries[i], name)
        if error is None:
            total += entries[i].file_size
            error = _too_large() if total > MAX_TOTAL_BYTES else None
        yield Member(i, name.lstrip("/"), error=error)
    if not taken:
        yield Member(None, "", error=NotADocumentError.of("zip-nothing"))


def read_member(path: Path, position: int) -> bytes:
    """Bytes of one entry, checked by its sum.

    Raises:
        DamagedError: the entry or the archive is broken.
        RefusedError: the entry is beyond the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.infolist()[position]
            refused = _refusal(entry, decoded_name(entry))
            if refused is not None:
                raise refused
            with archive.open(entry) as stream:  # gives no more than the entry's stated size
                return stream.read()
    except (*_BROKEN, IndexError) as error:
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
    if path.suffix.lower() == ".zip":
        return RefusedError.of("zip-in-zip")
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return EncryptedError.of("zip-password")
    packed = max(1, entry.compress_size)
    if entry.file_size > MAX_TOTAL_BYTES or (
        entry.file_size > _RATIO_FROM and entry.file_size / packed > MAX_RATIO
    ):
        return _too_large()
    return None


def _too_large() -> RefusedError:
    return RefusedError.of("zip-size", size=MAX_TOTAL_BYTES >> 30, ratio=MAX_RATIO)
