"""From an engine's words to printed lines: which words stand on one line, and where spaces belong.

Tesseract gives almost every Thai letter as a word of its own, so its spaces mean nothing; gaps do. Its boxes
are off by a third of a letter, so gaps are measured in the ink.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from extract.grouping import by_key
from extract.model import BBox, GrayImage, Line

SPACE_GAP = 0.33
"""Gap over letter height from which a space was printed. Lines read without error on twelve made scans (TH
Sarabun New, Laksaman, 150 and 200 dpi): F1 of spaces .88 at .28, .90 at .33, .88 at .38; by boxes .50."""

SAME_LINE = 0.5
"""Share of the lower box's height that two pieces of one printed line share."""


MARK_ROW, MARK_CONFIDENCE = 0.7, 0.75
"""A line whose letters are lower than this share of the region's, and less sure, is a row of tone marks."""

_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_LEANS_LEFT = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")
_LEANS_RIGHT = frozenset("เแโใไ")


@dataclass(frozen=True, slots=True)
class Word:
    """What an engine calls a word: text, pixel box, confidence 0–1, and its number of the line it is on."""

    text: str
    box: BBox
    confidence: float
    line: tuple[int, int, int]


def to_lines(words: Sequence[Word], image: GrayImage, dark: int) -> tuple[Line, ...]:
    """Lines from top to bottom; every digit is flagged unsure.

    Args:
        words: words of one region, in pixels of ``image``.
        image: the flattened picture they were read from.
        dark: gray level below which a pixel is ink.
    """
    pieces = by_key(words, lambda word: word.line)
    rows: list[tuple[BBox, list[Word]]] = []
    for piece in sorted(pieces.values(), key=lambda p: _around(p).y0):
        box = _around(piece)
        mate = next((i for i in range(len(rows) - 1, -1, -1) if _beside(rows[i][0], box)), None)
        if mate is None:
            rows.append((box, list(piece)))
        else:
            rows[mate] = (rows[mate][0].union(box), rows[mate][1] + piece)
    rows.sort(key=lambda row: row[0].y0)
    lines = [_line(sorted_words(row), image, dark) for _, row in rows]
    return tuple(_without_mark_rows(lines, image, dark))


def _without_mark_rows(lines: Sequence[Line], image: GrayImage, dark: int) -> list[Line]:
    """Lines less those an engine made of the marks over the next line: low, unsure, and no dashes."""
    if len(lines) < 2:
        return list(lines)
    heights = [_letter_height(image, line.bbox, dark) for line in lines]
    low = MARK_ROW * median(heights)
    return [
        line
        for line, height in zip(lines, heights, strict=True)
        if height >= low or line.confidence >= MARK_CONFIDENCE or not line.text.strip("-–—.… ")
    ]


def sorted_words(words: Sequence[Word]) -> list[Word]:
    """Words of one printed line from left to right, an engine's own order kept within its line."""
    pieces = by_key(words, lambda word: word.line)
    return [word for piece in sorted(pieces.values(), key=lambda p: _around(p).x0) for word in piece]


def _around(words: Sequence[Word]) -> BBox:
    return reduce(BBox.union, (word.box for word in words))


def _beside(first: BBox, second: BBox) -> bool:
    """Whether two pieces share a printed line: side by side and at one height."""
    common = min(first.y1, second.y1) - max(first.y0, second.y0)
    apart = max(first.x0, second.x0) - min(first.x1, second.x1)
    low = max(min(first.height, second.height), 1e-6)
    return common / low >= SAME_LINE and apart > -low


def _line(words: Sequence[Word], image: GrayImage, dark: int) -> Line:
    spaced = _spaced(words, image, dark)
    text = ""
    confidences: list[float] = []
    for i, word in enumerate(words):
        before = words[i - 1] if i else None
        if before is not None and (i in spaced or (_latin(before.text[-1]) and _latin(word.text[0]))):
            text += " "
            confidences.append(min(before.confidence, word.confidence))
        text += word.text
        confidences += [word.confidence] * len(word.text)
    text, confidences = _composed(text, confidences)
    unsure = tuple(i for i, letter in enumerate(text) if letter.isdigit())
    mean = sum(confidences) / len(confidences)
    return Line(text, _around(words), mean, tuple(confidences), unsure)


def _composed(text: str, confidences: list[float]) -> tuple[str, list[float]]:
    """The text with ํ and า, which tesseract gives apart, as the one letter ำ; one confidence a letter."""
    for match in reversed(list(_SARA_AM.finditer(text))):
        start, end = match.span()
        text = text[:start] + match[1] + "ำ" + text[end:]
        both = min(confidences[start], confidences[end - 1])
        confidences = [*confidences[:start], *confidences[start + 1 : end - 1], both, *confidences[end:]]
    return text, confidences


def _spaced(words: Sequence[Word], image: GrayImage, dark: int) -> set[int]:
    """Numbers of the words before which a space stands: each wide gap goes to its nearest fit pair."""
    around = _around(words)
    height = _letter_height(image, around, dark)
    top, bottom = median(word.box.y0 for word in words), median(word.box.y1 for word in words)
    left = max(0, int(around.x0))
    band = image[max(0, int(top)) : int(bottom) + 1, left : int(around.x1) + 1]
    if len(words) < 2 or not height or not band.size:
        return set()
    inked = np.flatnonzero((band < dark).any(axis=0))
    wide = np.flatnonzero(np.diff(inked) - 1 > SPACE_GAP * height)
    middles = left + (inked[wide] + inked[wide + 1]) / 2
    pairs = [(i, pair) for i, pair in enumerate(pairwise(words), 1) if _may_part(*pair)]
    if not pairs:
        return set()
    borders = np.array([(one.box.x1 + two.box.x0) / 2 for _, (one, two) in pairs])
    return {pairs[int(np.abs(borders - x).argmin())][0] for x in middles}


def _may_part(left: Word, right: Word) -> bool:
    """Whether Thai spelling allows a space between two letters: none before ะ, า or a mark, none after เ."""
    return right.text[0] not in _LEANS_LEFT and left.text[-1] not in _LEANS_RIGHT


def _letter_height(image: GrayImage, box: BBox, dark: int) -> float:
    """Median height of the letters of a line, marks and dots left out; 0 where nothing stands."""
    part = image[box.pixels()]
    if not part.size:
        return 0.0
    _, _, stats, _ = cv2.connectedComponentsWithStats((part < dark).astype(np.uint8), connectivity=8)
    heights = np.sort(stats[1:, cv2.CC_STAT_HEIGHT])
    heights = heights[heights >= 0.4 * heights[len(heights) * 9 // 10]] if len(heights) else heights
    return float(np.median(heights)) if len(heights) else 0.0


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
