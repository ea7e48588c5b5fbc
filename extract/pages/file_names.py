"""File names: what kind they promise, and how people see them.

On disk they are bytes, which may be no text, or act on a screen.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

ZIPPED_OFFICE = frozenset({".docx", ".docm", ".xlsx", ".xlsm"})
"""Office files that are zip archives by their bytes."""
SUFFIXES = frozenset(
    {
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".zip",
        ".doc",
        ".xls",
        ".htm",
        ".html",
        *ZIPPED_OFFICE,
    }
)
"""Files of these names are inputs wherever they lie; DESIGN.md, "Inputs"."""
_PACKED = re.compile(r"\.(rar|7z|tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz|zst))$", re.IGNORECASE)

_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Control codes of terminals, line ends, marks that turn the order of letters (Bidi_Control), and signs
without width, which make two names look alike."""
_THAI = re.compile(r"[\u0e01-\u0e3a\u0e3f-\u0e5b]")


def is_input(name: str) -> bool:
    """Whether a file of this name is an input wherever it lies."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def is_zipped_office(name: str) -> bool:
    """Whether a zip archive of this name is an office file."""
    return PurePosixPath(name).suffix.lower() in ZIPPED_OFFICE


def is_attached_input(name: str) -> bool:
    """Whether a file of this name is an input where it is attached to a PDF: archives are not."""
    return is_input(name) and not name.lower().endswith(".zip")


def packed_kind(name: str) -> str | None:
    """Kind of an archive that we do not open, by its name: reports may lie in it."""
    found = _PACKED.search(name)
    return found[1].lower() if found else None


def is_litter(name: str) -> bool:
    """Whether a path is what macOS leaves beside a file: a ``._`` twin or ``__MACOSX``."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].startswith("._"))


def shown(name: str) -> str:
    r"""``name`` as one line of plain text: Thai Windows names by their code page, all that acts as ``\xNN``.

    Zip archives of Thai Windows leave names in code page 874 when they are unpacked on Linux.

    Args:
        name: as ``os`` gives it, its bytes that are no UTF-8 as surrogates (PEP 383).
    """
    if not name.isprintable():
        name = _UNSAFE.sub(_escaped, _as_text(name))
    return name


def _as_text(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        try:
            data = os.fsencode(name)
            thai = data.decode("cp874")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return name
        if _THAI.search(thai):
            return thai
    return name


def _escaped(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
