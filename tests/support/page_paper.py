"""Small made documents for the tests of pages: one-page PDFs byte by byte, scans stroke by stroke."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from extract.model import Raster
from extract.pages.document import OpenPage, open_document

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def assemble(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF file of numbered objects; object 1 is the catalog."""
    out = b"%PDF-1.7\n"
    starts = {}
    for number, body in objects.items():
        starts[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    count = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % starts.get(i, 0) for i in range(1, count))
    tail = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + tail


def stream(body: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(body), body)


def font(letters: Sequence[str]) -> tuple[bytes, bytes]:
    """A font, objects 5 and 6, whose codes A, B, … stand for ``letters`` (Helvetica's ink)."""
    rows = "\n".join(
        f"<{0x41 + i:02x}> <{letter.encode('utf-16-be').hex()}>" for i, letter in enumerate(letters)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <00> <ff> endcodespacerange "
        f"{len(letters) + 1} beginbfchar\n<20> <0020>\n{rows}\nendbfchar endcmap end end"
    )
    return (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        stream(cmap.encode()),
    )


def pdf(
    content: bytes = b"",
    *,
    page: bytes = b"",
    box: bytes = b"0 0 600 400",
    letters: Sequence[str] = "กขคงจฉชซ",
    extra: dict[int, bytes] | None = None,
    objects: bytes = b"",
    count: int = 1,
) -> bytes:
    """A PDF of ``count`` equal pages; font /F has ``letters``, XObjects named in ``objects``."""
    face, cmap = font(letters)
    resources = b"/Resources<</Font<</F 5 0 R>>/XObject<<%s>>>>" % objects
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return assemble(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R%s%s>>" % (box, resources, page),
            4: stream(content),
            5: face,
            6: cmap,
            **(extra or {}),
        }
    )


def scan_image(width: int = 60, height: int = 40) -> bytes:
    """An image XObject of one gray."""
    return stream(
        zlib.compress(b"\xee" * (width * height)),
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode" % (width, height),
    )


@contextmanager
def opened(data: bytes, number: int = 1) -> Iterator[OpenPage]:
    with open_document(data, "test.pdf") as document, document.page(number) as page:
        yield page


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 255])
    return bytes(out)


def locked(password: bytes) -> bytes:
    """A PDF of one empty page that opens with ``password`` (standard handler, revision 2)."""
    identity = b"0123456789abcdef"
    padded = (password + PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + b"\xfc\xff\xff\xff" + identity).digest()[:5]
    user = _rc4(key, PAD)
    entries = b"/Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>" % (owner.hex().encode(), user.hex().encode())
    return assemble(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
            4: b"<<%s>>" % entries,
        },
        b"/Encrypt 4 0 R/ID[<%s><%s>]" % (identity.hex().encode(), identity.hex().encode()),
    )


def raster(image: np.ndarray, dpi: float = 200.0) -> Raster:
    step = 72 / dpi
    return Raster(image, dpi, np.array([[step, 0.0, 0.0], [0.0, step, 0.0]]))


def words(image: np.ndarray, lines: Sequence[int], x0: int, x1: int, rng: np.random.Generator) -> None:
    """Letter-like strokes along each y of ``lines``: boxes of ink 12 pixels high with gaps."""
    for y in lines:
        x = x0
        while x < x1 - 14:
            wide = int(rng.integers(6, 13))
            cv2.rectangle(image, (x, y - 12), (x + wide, y), 30, 2)
            x += wide + int(rng.integers(4, 12))


def sheet(rng: np.random.Generator, *, table: bool = True, text: bool = True) -> np.ndarray:
    """A page of 1654 × 1169 pixels (landscape A4 at 141 dpi) with a ruled table, lines of text, or both."""
    image = np.full((1169, 1654), 250, np.uint8)
    if table:
        for y in range(200, 1001, 100):
            cv2.line(image, (100, y), (1550, y), 40, 2)
        for x in (100, 500, 800, 1200, 1550):
            cv2.line(image, (x, 200), (x, 1000), 40, 2)
    if text:
        words(image, range(150, 1000, 50), 110, 1540, rng)
    return image
