"""A damaged PDF that pdfium does not open, put together again by qpdf (through pikepdf).

qpdf finds objects whose marks or table of places are gone. A file that was cut off before its trailer, or
whose trailer names no catalogue, is given one first: of the catalogue that is there, or of all pages.
"""

from __future__ import annotations

import re
from io import BytesIO

_OBJECT = rb"(\d{1,10})\s+(\d{1,5})\s+obj\s*<<(?:(?!endobj|\bobj\b).){0,4096}?/Type\s*/%s(?![A-Za-z])"
_CATALOG = re.compile(_OBJECT % b"Catalog", re.DOTALL)
_PAGE = re.compile(_OBJECT % b"Page", re.DOTALL)
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")


def mended(data: bytes, password: str | None = None) -> bytes | None:
    """The file as far as it can be put together, without a password; None where no page is found."""
    whole = _saved(data, password)
    if whole is None and b"/Encrypt" not in data:  # a new trailer would hide that it is locked
        whole = _saved(_with_root(data), password) or _saved(_with_pages(data), password)
    return whole


def _with_root(data: bytes) -> bytes:
    """With a trailer that names the last catalogue in the file."""
    roots = [b"%s %s R" % found.groups() for found in _CATALOG.finditer(data)]
    return _with_trailer(data, b"", roots[-1]) if roots else b""


def _with_pages(data: bytes) -> bytes:
    """With a catalogue of all pages in the file, in their order there."""
    pages = dict.fromkeys(b"%s %s R" % found.groups() for found in _PAGE.finditer(data))
    if not pages:
        return b""
    new = max(int(number) for number in _NUMBER.findall(data)) + 1
    added = b"\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (new, new + 1)
    added += b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj" % (new + 1, len(pages), b" ".join(pages))
    return _with_trailer(data, added, b"%d 0 R" % new)


def _with_trailer(data: bytes, added: bytes, root: bytes) -> bytes:
    """With one trailer only: qpdf takes the first that it finds."""
    end = b"\ntrailer\n<</Root %s>>\nstartxref\n0\n%%%%EOF\n" % root
    return data.replace(b"trailer", b"       ") + added + end


def _saved(data: bytes, password: str | None) -> bytes | None:
    import pikepdf  # seldom needed, and slow to import

    for attempt in dict.fromkeys((password or "", "")):
        try:
            with pikepdf.open(BytesIO(data), password=attempt) as pdf:
                if not len(pdf.pages):
                    return None
                out = BytesIO()
                pdf.save(out, static_id=True)
                return out.getvalue()
        except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, TypeError, KeyError):
            continue
    return None
