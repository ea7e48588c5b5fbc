"""From an engine's words to printed lines: which words stand on one line, and where spaces belong.

Tesseract gives almost every Thai letter as a word of its own, so its spaces mean nothing; gaps do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extract.model import BBox, Line

SPACE_GAP = 0.45
"""Gap over median word height from which a space was printed (measured: docs/measurements-ocr.md)."""

SAME_LINE = 0.5
"""Share of the lower box's height that two pieces of one printed line share."""


@dataclass(frozen=True, slots=True)
class Word:
    """What an engine calls a word: text, pixel box, confidence 0–1, and its number of the line it is on."""

    text: str
    box: BBox
    confidence: float
    line: tuple[int, int, int]


def to_lines(words: Sequence[Word]) -> tuple[Line, ...]:
    """Lines from top to bottom; every digit is flagged unsure."""
    pieces: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        pieces.setdefault(word.line, []).append(word)
    rows: list[tuple[BBox, list[Word]]] = []
    for piece in sorted(pieces.values(), key=lambda p: _around(p).y0):
        box = _around(piece)
        mate = next((i for i in range(len(rows) - 1, -1, -1) if _beside(rows[i][0], box)), None)
        if mate is None:
            rows.append((box, list(piece)))
        else:
            rows[mate] = (rows[mate][0].union(box), rows[mate][1] + piece)
    rows.sort(key=lambda row: row[0].y0)
    return tuple(_line(sorted_words(row)) for _, row in rows)


def sorted_words(words: Sequence[Word]) -> list[Word]:
    """Words of one printed line from left to right, an engine's own order kept within its line."""
    pieces: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        pieces.setdefault(word.line, []).append(word)
    return [word for piece in sorted(pieces.values(), key=lambda p: _around(p).x0) for word in piece]


def _around(words: Sequence[Word]) -> BBox:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _beside(first: BBox, second: BBox) -> bool:
    """Whether two pieces share a printed line: side by side and at one height."""
    common = min(first.y1, second.y1) - max(first.y0, second.y0)
    apart = max(first.x0, second.x0) - min(first.x1, second.x1)
    low = max(min(first.height, second.height), 1e-6)
    return common / low >= SAME_LINE and apart > -low


def _line(words: Sequence[Word]) -> Line:
    height = median(word.box.height for word in words)
    text = ""
    confidences: list[float] = []
    before: Word | None = None
    for word in words:
        if before is not None and _spaced(before, word, height):
            text += " "
            confidences.append(min(before.confidence, word.confidence))
        text += word.text
        confidences += [word.confidence] * len(word.text)
        before = word
    unsure = tuple(i for i, letter in enumerate(text) if letter.isdigit())
    mean = sum(confidences) / len(confidences)
    return Line(text, _around(words), mean, tuple(confidences), unsure)


def _spaced(left: Word, right: Word, height: float) -> bool:
    """Whether a space stands between two words: by their gap, and always between Latin words."""
    if _latin(left.text[-1]) and _latin(right.text[0]):
        return True
    return right.box.x0 - left.box.x1 > SPACE_GAP * height


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
