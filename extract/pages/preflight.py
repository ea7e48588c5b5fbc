"""What a file is by its bytes; and what pdfium would follow without end, found before it parses a PDF.

pdfium parses a whole page in one call that nothing can interrupt: a stream that unpacks to gigabytes and
forms that draw forms that draw forms are found here, from the stream dictionaries. An encrypted file hides
both; there the limits of the worker process hold.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.errors import RefusedError

MAX_STREAM_BYTES = 64 << 20  # a page of dense drawing unpacks to 1–5 MB; pdfium needs 1.7 s for 32 MB
MAX_ALL_BYTES = 512 << 20  # of all such streams of a file; pictures not counted
MAX_OBJECTS = 999_999  # of a file; a report of 500 pages has some ten thousand
MAX_PIXELS = 100_000_000  # the project's limit, DESIGN.md
MAX_DRAWN_FORMS = 100_000  # forms drawn by one form, all levels
MAX_FORM_DEPTH = 40  # pdfium goes no deeper
_DEFLATE_RATIO = 1032  # zlib cannot do better: shorter streams cannot pass the limit
_DICT_BYTES = 16_384  # longest stream dictionary looked at

_STREAM = re.compile(rb"stream\r?\n")  # matched behind a look for the word: ten times faster than searched
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_FILTER = re.compile(rb"/(FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85)\b")
_CONTENTS = re.compile(rb"/Contents\s*\[([^\]]*)\]")
_TARGET = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_NUMBER = re.compile(rb"/(Width|Height)\s+(\d+)")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_REFERENCE = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAW = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")

_HEADER_BYTES = 1024  # readers accept "%PDF-" this far in (ISO 32000-1, annex H)
_JUNK_BYTES = 1 << 16  # and what a web server or a mail program left before a file may be longer
_HEADER = re.compile(rb"%PDF-[12]\.\d")
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
    return "pdf" if b"%PDF-" in data[:_HEADER_BYTES] or _HEADER.search(data, 0, _JUNK_BYTES) else "other"


def from_header(data: bytes) -> bytes:
    """A PDF without what stands before its header, where that is more than readers pass over."""
    if b"%PDF-" in data[:_HEADER_BYTES]:
        return data
    header = _HEADER.search(data, 0, _JUNK_BYTES)
    return data[header.start() :] if header else data


@dataclass(frozen=True, slots=True)
class _Stream:
    number: int
    head: bytes
    start: int
    end: int


def check(data: bytes) -> None:
    """Raise ``RefusedError`` when a PDF holds a decompression bomb, a giant image or a fan of forms.

    So it does for more than ``MAX_OBJECTS`` objects.
    """
    if data.count(b" obj") > MAX_OBJECTS:
        raise RefusedError.of("file-objects", most=MAX_OBJECTS)
    drawn: dict[int, _Stream] = {}
    forms: dict[int, _Stream] = {}
    unpacked = 0
    for stream in _streams(data):
        if _IMAGE.search(stream.head):
            _check_image(stream.head)
            continue
        filters = _FILTER.findall(stream.head)
        if len(filters) > 1 or (stream.end - stream.start) * _DEFLATE_RATIO > MAX_STREAM_BYTES:
            unpacked += len(unpack(data[stream.start : stream.end], filters))
            if unpacked > MAX_ALL_BYTES:
                raise _refused_bytes(MAX_ALL_BYTES)
        drawn[stream.number] = stream
        if _FORM.search(stream.head):
            forms[stream.number] = stream
    if forms:
        _check_fan(data, forms)
    _check_contents(data, drawn)


def packed_objects(data: bytes) -> bytes:
    """All object streams of the file unpacked and joined: where PDF 1.5 hides its dictionaries."""
    parts = []
    for stream in _streams(data) if b"/ObjStm" in data else ():
        if _PACKED.search(stream.head):
            parts.append(unpack(data[stream.start : stream.end], _FILTER.findall(stream.head)))
    return b"\n".join(parts)


def unpack(data: bytes, filters: Sequence[bytes]) -> bytes:
    """Undo ``filters`` (names of PDF, without their slash); what is broken gives nothing.

    Raises:
        RefusedError: more than ``MAX_STREAM_BYTES`` come out at any step.
    """
    for name in filters:
        try:
            if name in (b"ASCIIHexDecode", b"AHx"):
                data = bytes.fromhex(data.partition(b">")[0].decode("ascii"))
            elif name in (b"ASCII85Decode", b"A85"):
                data = base64.a85decode(b"<~" + data.partition(b"~>")[0].strip() + b"~>", adobe=True)
            else:
                data = _inflate(data)
        except (zlib.error, ValueError):
            return b""
    return data


def _inflate(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    data = inflater.decompress(data, MAX_STREAM_BYTES)
    if inflater.unconsumed_tail:
        raise _refused_bytes(MAX_STREAM_BYTES)
    return data


def _refused_bytes(limit: int) -> RefusedError:
    return RefusedError.of("file-unpacked", most=limit >> 20)


def _check_contents(data: bytes, streams: Mapping[int, _Stream]) -> None:
    """A page's contents are parsed as one, a stream that is named twice twice."""
    for array in (*_CONTENTS.findall(data), *_CONTENTS.findall(packed_objects(data))):
        named = Counter(int(number) for number in _TARGET.findall(array))
        parts = [(streams[number], times) for number, times in named.items() if number in streams]
        packed = sum((part.end - part.start) * times for part, times in parts)
        if packed * _DEFLATE_RATIO <= MAX_STREAM_BYTES:
            continue
        whole = 0
        for part, times in parts:
            whole += times * len(unpack(data[part.start : part.end], _FILTER.findall(part.head)))
            if whole > MAX_STREAM_BYTES:
                raise _refused_bytes(MAX_STREAM_BYTES)


def _streams(data: bytes) -> Iterator[_Stream]:
    at = -1
    while (at := data.find(b"stream", at + 1)) >= 0:
        match = None if data[max(0, at - 3) : at] == b"end" else _STREAM.match(data, at)
        if match is None:
            continue
        low = max(0, match.start() - _DICT_BYTES)
        near = data.rfind(b"obj", low, match.start())
        head = _OBJECT.search(data, max(0, near - 20), near + 3) if near >= 0 else None
        if head is None:
            continue
        end = data.find(b"endstream", match.end())
        yield _Stream(
            int(head[1]), data[head.end() : match.start()], match.end(), end if end >= 0 else len(data)
        )


def _check_image(head: bytes) -> None:
    numbers = {key: int(value) for key, value in _NUMBER.findall(head)}
    pixels = numbers.get(b"Width", 0) * numbers.get(b"Height", 0)
    if pixels > MAX_PIXELS:
        raise refused_pixels(pixels)


def refused_pixels(pixels: int) -> RefusedError:
    """The error for an image of more than ``MAX_PIXELS``."""
    return RefusedError.of("image-pixels", count=pixels / 1e6, most=MAX_PIXELS / 1e6)


def _check_fan(data: bytes, forms: dict[int, _Stream]) -> None:
    """Count what each form draws, level by level as deep as pdfium goes; a loop counts each time round."""
    draws = _draws(data, forms)
    below = dict.fromkeys(draws, 0)
    for _ in range(MAX_FORM_DEPTH):
        below = {number: sum(1 + below.get(n, 0) for n in targets) for number, targets in draws.items()}
        if max(below.values(), default=0) > MAX_DRAWN_FORMS:
            raise RefusedError.of("file-forms", most=MAX_DRAWN_FORMS)


def _draws(data: bytes, forms: dict[int, _Stream]) -> dict[int, list[int]]:
    """The forms that each form draws, once a call; only forms that draw some."""
    packed: dict[bytes, int] | None = None
    found: dict[int, list[int]] = {}
    for number, stream in forms.items():
        body = data[stream.start : stream.end]
        calls = _DRAW.findall(unpack(body, _FILTER.findall(stream.head)))
        if not calls:
            continue
        names = {name: int(target) for name, target in _REFERENCE.findall(stream.head)}
        for key in (b"Resources", b"XObject"):
            if key in names:
                if packed is None:
                    # what lies in an object stream carries no number of its own: take all its references
                    packed = {name: int(n) for name, n in _REFERENCE.findall(packed_objects(data))}
                names = {**packed, **names, **_indirect(data, names[key])}
        found[number] = [names[name] for name in calls if names.get(name) in forms]
    return found


def _indirect(data: bytes, number: int) -> dict[bytes, int]:
    match = re.search(rb"\b%d\s+\d{1,5}\s+obj\b" % number, data)
    if match is None:
        return {}
    end = data.find(b"endobj", match.end(), match.end() + _DICT_BYTES)
    return {name: int(value) for name, value in _REFERENCE.findall(data[match.end() : max(end, match.end())])}
