"""What kind of file some bytes are."""

from __future__ import annotations

_HEADER_BYTES = 1024  # readers accept "%PDF-" this far in (ISO 32000-1, annex H)
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)


def sniff(data: bytes) -> str:
    """Kind of a file from its first bytes: ``pdf png jpeg tiff zip empty other``."""
    if not data:
        return "empty"
    for start, kind in _MAGIC:
        if data.startswith(start):
            return kind
    return "pdf" if b"%PDF-" in data[:_HEADER_BYTES] else "other"
