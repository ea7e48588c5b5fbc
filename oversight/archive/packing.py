"""Values in few bytes: JSON text for what is nested, packed blocks for what is long and only read whole.

Text is stored as it is but for NUL and lone surrogates, which PostgreSQL cannot hold: they become U+FFFD,
which says of itself that a character could not be read. Numbers come back exactly, but a line's
``char_confidences`` are kept in thousandths: they are estimated on some thousands of characters.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Sequence
from itertools import islice
from typing import Any

from extract.model import BBox, Line, Ruling

LEVEL = (
    1  # zlib: 5 pages' lines in under 1 ms to a fifth of their size; level 6 takes thrice as long for 10 %
)
PER_MILLE = 1000
LENGTH_BYTES = 4
LINE_NUMBERS = 5  # x0 y0 x1 y1 confidence
RULING_NUMBERS = 4  # position start end thickness
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNSTORABLE_JSON = re.compile("[\ud800-\udfff]")  # JSON itself escapes NUL


def text(value: str) -> str:
    """``value`` as both kinds of store can hold it."""
    return value if _storable(value) and "\x00" not in value else _UNSTORABLE.sub("\ufffd", value)


def optional(value: str | None) -> str | None:
    """``text`` for what may be missing."""
    return None if value is None else text(value)


def dump(value: Any) -> str:
    """Compact JSON text."""
    written = _WRITE(value)
    return written if _storable(written) else _UNSTORABLE_JSON.sub("\ufffd", written)


def _storable(value: str) -> bool:
    """Whether ``value`` holds no lone surrogate; encoding it takes a tenth of looking for one."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def load(written: str | None) -> Any:
    """What ``dump`` wrote, None for none."""
    return None if written is None else json.loads(written)


def box(bbox: BBox) -> list[float]:
    """A box as a list, to the last bit."""
    return [bbox.x0, bbox.y0, bbox.x1, bbox.y1]


def pack_lines(groups: Sequence[Sequence[Line]]) -> bytes:
    """Groups of lines (a page's, or a table's cell by cell), compressed.

    Words are JSON, boxes and confidences doubles behind it: as JSON they took six times as long.
    """
    numbers: list[float] = []
    words: list[Any] = []
    for group in groups:
        for line in group:
            box = line.bbox
            numbers += (box.x0, box.y0, box.x1, box.y1, line.confidence)
            if line.char_confidences or line.unsure:
                thousandths = [round(c * PER_MILLE) for c in line.char_confidences]
                words.append([line.text, thousandths, line.unsure])
            else:
                words.append(line.text)
    return _joined([[len(group) for group in groups], words], numbers)


def unpack_lines(packed: bytes) -> list[tuple[Line, ...]]:
    """What ``pack_lines`` wrote."""
    (counts, words), numbers = _parted(packed)
    boxed = zip(*[iter(numbers)] * LINE_NUMBERS, strict=True)
    lines = (_line(word, *values) for word, values in zip(words, boxed, strict=True))
    return [tuple(islice(lines, count)) for count in counts]


def _line(word: Any, x0: float, y0: float, x1: float, y1: float, confidence: float) -> Line:
    if isinstance(word, str):
        return Line(word, BBox(x0, y0, x1, y1), confidence)
    text, thousandths, unsure = word
    characters = tuple(value / PER_MILLE for value in thousandths)
    return Line(text, BBox(x0, y0, x1, y1), confidence, characters, tuple(unsure))


def pack_rulings(rulings: Sequence[Ruling]) -> bytes:
    """Rulings, compressed."""
    numbers: list[float] = []
    for r in rulings:
        numbers += (r.position, r.start, r.end, r.thickness)
    return _joined([int(r.horizontal) for r in rulings], numbers)


def unpack_rulings(packed: bytes) -> tuple[Ruling, ...]:
    """What ``pack_rulings`` wrote."""
    horizontals, numbers = _parted(packed)
    places = zip(*[iter(numbers)] * RULING_NUMBERS, strict=True)
    return tuple(Ruling(bool(h), *place) for h, place in zip(horizontals, places, strict=True))


def _joined(written: Any, numbers: Sequence[float]) -> bytes:
    """JSON and doubles in one block: the JSON's length, the JSON, the doubles (little-endian)."""
    head = dump(written).encode()
    return zlib.compress(
        len(head).to_bytes(LENGTH_BYTES, "little") + head + struct.pack(f"<{len(numbers)}d", *numbers), LEVEL
    )


def _parted(packed: bytes) -> tuple[Any, tuple[float, ...]]:
    """What ``_joined`` put together."""
    block = zlib.decompress(packed)
    end = LENGTH_BYTES + int.from_bytes(block[:LENGTH_BYTES], "little")
    return json.loads(block[LENGTH_BYTES:end]), struct.unpack(f"<{(len(block) - end) // 8}d", block[end:])
