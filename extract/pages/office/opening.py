"""Office files by their bytes: .docx, .xlsx and HTML are read, older ones where LibreOffice is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from extract.errors import DamagedError, EncryptedError, NotADocumentError, RefusedError
from extract.pages.office.blocks import OfficeFile

MAX_UNPACKED = 256 << 20
"""Bytes of all parts of an office file; text of 1,000 pages has 20 MB."""
SECONDS = 120
"""By the clock, for LibreOffice to convert one file; its first start takes ten."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SHEETS = "Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_PROGRAMS = ("soffice", "libreoffice")


def office_kind(data: bytes) -> str | None:
    """``docx``, ``xlsx``, ``ole`` or ``html``; None for all else."""
    if data.startswith(_OLE):
        return "ole"
    if data.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(data)) as archive:
                names = archive.namelist()
        except (BadZipFile, ValueError, OSError):
            return None
        return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None
    head = data[:4096].replace(b"\0", b"")
    return "html" if _HTML.match(head) else None


def read_office(data: bytes, kind: str) -> OfficeFile:
    """What an office file of ``kind`` holds.

    Raises:
        DamagedError: it is cut short or broken.
        EncryptedError: it has a password.
        NotADocumentError: it is of an old kind that only LibreOffice can convert, which is not installed.
        RefusedError: it unpacks to too much, or has too many cells.
    """
    if kind == "ole":
        if _LOCKED in data:
            raise EncryptedError.of("office-password")
        converted = _converted(data, "xlsx" if any(name in data for name in _SHEETS) else "docx")
        return replace(converted, told=(("office-converted", ""), *converted.told))
    if kind != "html":
        _check(data)
    return _reader(kind)(data)


def _reader(kind: str) -> Callable[[bytes], OfficeFile]:
    if kind == "docx":
        from extract.pages.office.word import read_word

        return read_word
    if kind == "xlsx":
        from extract.pages.office.workbook import read_workbook

        return read_workbook
    from extract.pages.office.web import read_web

    return read_web


def _check(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MAX_UNPACKED:
        raise RefusedError.of("file-unpacked", most=MAX_UNPACKED >> 20)


def _converted(data: bytes, to: str) -> OfficeFile:
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise NotADocumentError.of("office-old")
    with tempfile.TemporaryDirectory() as place:
        old = Path(place, "old." + {"docx": "doc", "xlsx": "xls"}[to])
        old.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(place, 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            place,
            str(old),
        ]
        try:
            subprocess.run(
                command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False
            )
            made = old.with_suffix("." + to).read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DamagedError.of("office-damaged") from error
    if office_kind(made) != to:
        raise DamagedError.of("office-damaged")
    return read_office(made, to)
