"""Watermarks told from print: by their slant, their tone, their size, and how often they stand on the page.

A word such as สำเนา or ตัวอย่าง lies over the page: slanted or level, once and large, or small and often.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.model import BBox, Finding, Glyph, Ruling
from extract.pages.lines import group_lines

LIGHT = 100
"""Tone from which letters are lighter than print: greys of watermarks are 140 to 240, grey print up to 90."""

LIGHTER = 80
"""Least difference of that tone from the page's print: a page may be printed in grey."""

LARGE = 1.8
"""Size over the page's usual letters: titles of reports are up to 1.6 times as large."""

LEAST_LETTERS = 2
"""A single letter is a bullet or an ornament."""

INSIDE = 1.0
"""Points of a word's ends that may touch a rule."""

BODY = 0.55
"""Share of a word's height, in its middle, that a rule must cross or other letters overlap."""


ALIKE = 0.7
"""Likeness of two words of one look from which they are one: a letter of four may be lost."""


@dataclass(frozen=True, slots=True)
class _Word:
    """One string of letters of one look: numbers of its glyphs, its text and its box."""

    numbers: tuple[int, ...]
    text: str
    box: BBox
    size: float
    tone: int
    slanted: bool
    turned: bool


def without_watermarks(
    glyphs: Sequence[Glyph], rules: Sequence[Ruling], page: int
) -> tuple[Sequence[Glyph], tuple[Finding, ...]]:
    """Part the watermarks of a digital page from its print.

    Args:
        glyphs: of the page.
        rules: of the page, points.
        page: its number.

    Returns:
        The glyphs of the print, and a finding ``watermark`` for each word that was left out.
    """
    if not any(glyph.turn % 90 or glyph.tone >= LIGHT for glyph in glyphs):
        return glyphs, ()
    inked = [glyph for glyph in glyphs if glyph.text.strip() and not glyph.turn % 90]
    tone = statistics.median_low([glyph.tone for glyph in inked]) if inked else 0
    size = statistics.median_low([glyph.size for glyph in inked]) if inked else 1.0
    words = [word for word in _words(glyphs, tone) if len(word.text) >= LEAST_LETTERS]
    if not words:
        return glyphs, ()
    candidates = {number for word in words for number in word.numbers}
    others = [glyph for number, glyph in enumerate(glyphs) if number not in candidates and glyph.text.strip()]
    upright = [rule for rule in rules if not rule.horizontal]
    times = Counter((word.text, round(word.size), word.tone) for word in words)
    over = {
        (word.text, round(word.size), word.tone)
        for word in words
        if _crosses(word, upright) or _lies_over(word, others)
    }
    found = []
    for word in words:
        key = word.text, round(word.size), word.tone
        light, large = word.tone >= max(LIGHT, tone + LIGHTER), word.size >= LARGE * size
        again, lies = times[key] > 1, key in over
        if (word.slanted and (light or large or again)) or (
            light and lies and (large or again or word.turned)
        ):
            found.append(word)
    found += [word for word in words if word not in found and any(_alike(word, other) for other in found)]
    gone = {number for word in found for number in word.numbers}
    findings = tuple(Finding("watermark", "info", word.text, page=page, bbox=word.box) for word in found)
    return [glyph for number, glyph in enumerate(glyphs) if number not in gone], findings


def _alike(word: _Word, other: _Word) -> bool:
    """Whether ``word`` is ``other`` once more, a letter of it lost under the print."""
    same = (word.tone, round(word.size), word.slanted) == (other.tone, round(other.size), other.slanted)
    return same and SequenceMatcher(None, word.text, other.text).ratio() >= ALIKE


def _words(glyphs: Sequence[Glyph], tone: int) -> Iterator[_Word]:
    """Strings of letters of one look that are slanted or lighter than the print."""
    run: list[int] = []
    for number, glyph in enumerate(glyphs):
        odd = glyph.turn % 90 != 0 or glyph.tone >= max(LIGHT, tone + LIGHTER)
        if run and not (odd and _goes_on(glyphs[run[-1]], glyph)):
            yield _word(glyphs, run)
            run = []
        if odd:
            run.append(number)
    if run:
        yield _word(glyphs, run)


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    same = (before.turn, before.tone) == (glyph.turn, glyph.tone) and abs(before.size - glyph.size) < 0.5
    (x, y), (other_x, other_y) = before.bbox.center, glyph.bbox.center
    level = bool(glyph.turn) or abs(before.baseline - glyph.baseline) < 0.1 * glyph.size
    return same and level and abs(x - other_x) + abs(y - other_y) < 2.5 * glyph.size


def _word(glyphs: Sequence[Glyph], numbers: Sequence[int]) -> _Word:
    mine = [glyphs[number] for number in numbers]
    box = mine[0].bbox
    for glyph in mine:
        box = box.union(glyph.bbox)
    level = mine[0].turn == 0
    text = (
        " ".join(line.text.strip() for line in group_lines(mine)) if level else "".join(g.text for g in mine)
    )
    turn = mine[0].turn
    return _Word(tuple(numbers), text.strip(), box, mine[0].size, mine[0].tone, turn % 90 != 0, turn != 0)


def _body(word: _Word) -> BBox:
    """The middle of the word's box: its ends and its ascenders may touch what they do not lie over."""
    box = word.box
    cut = (1 - BODY) / 2 * box.height
    return BBox(box.x0 + INSIDE, box.y0 + cut, box.x1 - INSIDE, box.y1 - cut)


def _crosses(word: _Word, upright: Sequence[Ruling]) -> bool:
    """Whether a rule between two columns runs through the word."""
    box = _body(word)
    return any(
        box.x0 < rule.position < box.x1 and rule.start < box.y0 and rule.end > box.y1 for rule in upright
    )


def _lies_over(word: _Word, others: Sequence[Glyph]) -> bool:
    """Whether letters of the print stand where the word does."""
    box = _body(word)
    return any(box.intersection(glyph.bbox).area > 0.2 * glyph.bbox.area for glyph in others)
