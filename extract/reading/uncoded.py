"""Letters whose codes the file does not tell, read from the picture of the page.

Each code of a font stands for one letter, so every place where it is printed votes for what it is: the lines
are read by the engine, laid beside their codes, and the letters counted. One slip of the engine changes
nothing, and how far the votes agree is the confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pypdfium2.raw as raw

from extract.clock import Clock
from extract.model import BBox, Finding, Glyph
from extract.ocr.choose import Engines, Region
from extract.pages.fonts import coded, is_digit, placeholder
from extract.pages.glyphs import MARKS
from extract.pages.openpage import OpenPage
from extract.thai.repair import repair

DPI = 300.0
"""As for scans: letters of 10 points are 40 pixels high."""

MOST = 0.5
"""Share of a page's letters without codes from which the picture is read as a whole."""

GAP = 0.5
"""Of the letter size: white space that parts two pieces of a line; blanks are mostly letters of their own."""

ABOVE, BELOW = 1.15, 0.4
"""Of the letter size: what is read over and under the baseline; tone marks reach 1.1 (Angsana .95)."""

PAD = 2.0
"""Points around a piece that are read with it."""

ROUNDS = 5
"""Times that the pieces are laid beside their reading, each time with more letters known."""

AGREED = 0.6
"""Share of the votes for one letter from which it is taken; the next letter of a worn font has .2."""

FEW = 2
"""Votes from which they may agree."""

ALONE = 0.95
"""The most that a letter read at one place alone is sure."""

UNAGREED = 0.5
"""The most that a digit is sure whose places were read as different digits."""

NARROW = 0.05
"""Of the letter size: marks are narrower, for they take no room of their own; dots and l have .15."""

Piece = list[int]
"""Numbers of the glyphs of one piece of a line, from left to right."""


@dataclass(frozen=True, slots=True)
class _Vote:
    letter: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Item:
    """One letter of a piece: its glyph, its letter if known, whether it has no code, whether it is a mark."""

    number: int
    letter: str
    unknown: bool
    narrow: bool
    digit: bool = False


def has_uncoded(glyphs: Sequence[Glyph]) -> bool:
    """Whether some letters, but not most of the page's, have to be read from its picture."""
    if not placeholder(max("".join([glyph.text for glyph in glyphs]), default="")):
        return False
    count = sum(map(_uncoded, glyphs))
    return 0 < count <= MOST * sum(not glyph.text.isspace() for glyph in glyphs)


def read_uncoded(
    page: OpenPage, glyphs: Sequence[Glyph], engines: Engines, clock: Clock
) -> tuple[tuple[Glyph, ...], tuple[Finding, ...]]:
    """The glyphs with the letters that the picture shows where the file has no code, and a finding.

    What the picture does not tell stays U+FFFD, with confidence 0.
    """
    pieces = [piece for piece in _pieces(glyphs) if any(_uncoded(glyphs[i]) for i in piece)]
    with clock("render"), _letters_only(page):
        from extract.pages.render import render

        drawn = render(page, DPI)
    scale = drawn.dpi / 72
    regions = [Region(_box(glyphs, piece, scale)) for piece in pieces]
    with clock("ocr"):
        read = engines.get().read(drawn.image, drawn.dpi, regions)
    readings = [
        [_Vote(char, chance) for line in lines for char, chance in _letters(line.text, line.char_confidences)]
        for lines in read
    ]
    votes: dict[str, dict[str, float]] = {}
    told: dict[str, tuple[str, float]] = {}
    places: dict[int, _Vote] = {}
    for turn in range(ROUNDS):
        votes, places = {}, {}
        for piece, reading in zip(pieces, readings, strict=True):
            if not turn and not _fits([glyphs[i].text for i in piece], reading):
                continue
            for i, vote in _beside([(i, glyphs[i]) for i in piece], reading, told).items():
                places[i] = vote
                counted = votes.setdefault(glyphs[i].text, {})
                counted[vote.letter] = counted.get(vote.letter, 0.0) + vote.weight
        told = _agreed(votes)
    out = tuple(
        _settled(glyph, told, places.get(i)) if _uncoded(glyph) else glyph for i, glyph in enumerate(glyphs)
    )
    detail = f"{sum(map(_uncoded, glyphs))} letters"
    return out, (Finding("letters-uncoded", "info", detail, page=page.number),)


def without_placeholders(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs as the file gives them: where most letters have no code, the page is read as a whole."""
    if not placeholder(max("".join([glyph.text for glyph in glyphs]), default="")):
        return tuple(glyphs)
    return tuple(
        replace(glyph, text="".join(coded(char) if placeholder(char) else char for char in glyph.text))
        for glyph in glyphs
    )


def _uncoded(glyph: Glyph) -> bool:
    return placeholder(glyph.text)  # no mark is one: it stands alone


@contextmanager
def _letters_only(page: OpenPage) -> Iterator[None]:
    """Leave rules, grounds and pictures out of what is drawn."""
    others = [item for item in page.objects() if item.kind != raw.FPDF_PAGEOBJ_TEXT]
    for item in others:
        raw.FPDFPageObj_SetIsActive(item.handle, False)
    try:
        yield
    finally:
        for item in others:
            raw.FPDFPageObj_SetIsActive(item.handle, True)


def _pieces(glyphs: Sequence[Glyph]) -> list[Piece]:
    """Level glyphs that show, as pieces of lines that white space parts."""
    order = [i for i, glyph in enumerate(glyphs) if glyph.visible and not glyph.turn]
    order.sort(key=lambda i: (round(glyphs[i].baseline), glyphs[i].bbox.x0))
    pieces: list[Piece] = []
    for i in order:
        glyph = glyphs[i]
        last = glyphs[pieces[-1][-1]] if pieces else None
        near = (
            last is not None
            and abs(last.baseline - glyph.baseline) <= 0.2 * glyph.size
            and glyph.bbox.x0 - last.bbox.x1 <= GAP * glyph.size
        )
        if near:
            pieces[-1].append(i)
        else:
            pieces.append([i])
    return pieces


def _box(glyphs: Sequence[Glyph], piece: Piece, scale: float) -> BBox:
    """What is read of a piece, pixels: its letters and their marks, no neighbouring line."""
    first = glyphs[piece[0]]
    size = max(glyphs[i].size for i in piece)
    x0 = min(glyphs[i].bbox.x0 for i in piece) - PAD
    x1 = max(glyphs[i].bbox.x1 for i in piece) + PAD
    y0, y1 = first.baseline - ABOVE * size, first.baseline + BELOW * size
    return BBox(max(0.0, x0 * scale), max(0.0, y0 * scale), x1 * scale, y1 * scale)


def _letters(text: str, chances: Sequence[float]) -> Iterator[tuple[str, float]]:
    text = text.strip()
    for at, char in enumerate(text):
        yield char, chances[at] if at < len(chances) else 0.9


def _fits(texts: Sequence[str], reading: Sequence[_Vote]) -> bool:
    """Whether a piece tells its letters without others' help: as many were read, or most are known."""
    unknown = sum(map(placeholder, "".join(texts)))
    return len("".join(texts).strip()) == len(reading) or unknown < 0.5 * len(reading)


def _beside(
    piece: Sequence[tuple[int, Glyph]], reading: Sequence[_Vote], told: Mapping[str, tuple[str, float]]
) -> dict[int, _Vote]:
    """What was read at each letter of ``piece`` that has no code: the cheapest way to lay both side by side.

    Known letters hold the rest in place; letters told by earlier votes do so as well. A letter without a
    width of its own is a mark, and marks are what is missed most often.
    """
    items: list[_Item] = []
    for i, glyph in piece:
        narrow = glyph.bbox.width < NARROW * glyph.size
        for char in glyph.text:
            letter = told.get(char, ("", 0.0))[0] if placeholder(char) else char
            items.append(_Item(i, letter, placeholder(char), narrow, _is_digit(char)))
    rows, columns = len(items), len(reading)
    cost = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    way = [[0] * (columns + 1) for _ in range(rows + 1)]
    for r in range(1, rows + 1):
        cost[r][0] = cost[r - 1][0] + _drop(items[r - 1])
    for c in range(1, columns + 1):
        cost[0][c] = cost[0][c - 1] + (0.2 if reading[c - 1].letter == " " else 1.0)
        way[0][c] = 2
    for r in range(1, rows + 1):
        item = items[r - 1]
        for c in range(1, columns + 1):
            other = reading[c - 1].letter
            options = (
                cost[r - 1][c - 1] + _pair(item, other),
                cost[r - 1][c] + _drop(item),
                cost[r][c - 1] + (0.2 if other == " " else 1.0),
            )
            best = min(range(3), key=options.__getitem__)
            cost[r][c], way[r][c] = options[best], best
    out: dict[int, _Vote] = {}
    r, c = rows, columns
    while r and c:
        step = way[r][c]
        if step == 0:
            item = items[r - 1]
            if item.unknown and (not item.digit or reading[c - 1].letter.isdecimal()):
                out[items[r - 1].number] = reading[c - 1]
            r, c = r - 1, c - 1
        elif step == 1:
            r -= 1
        else:
            c -= 1
    return out


def _pair(item: _Item, other: str) -> float:
    """What it costs to take ``other`` for what stands at ``item``."""
    if item.letter:
        return 0.0 if item.letter == other else (0.9 if item.unknown else 1.2)
    if item.digit and not other.isdecimal():
        return 0.7
    return 0.1 if item.narrow == (other in MARKS) else 1.5 if item.narrow else 0.8


def _is_digit(char: str) -> bool:
    """Whether a letter of unknown code is a digit all the same: only which one is in doubt."""
    return placeholder(char) and is_digit(char)


def _drop(item: _Item) -> float:
    """What it costs that a letter of the file was not read: blanks and marks often are not."""
    return 0.2 if item.letter == " " else 0.4 if item.narrow else 0.8


def _agreed(votes: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[str, float]]:
    """The letter that each code stands for, and how sure that is; codes whose votes differ are left out."""
    told = {}
    for code, counted in votes.items():
        letter, most = max(counted.items(), key=lambda item: item[1])
        total = sum(counted.values())
        if most >= AGREED * total and (most >= FEW or len(counted) == 1):
            share = most / total
            told[code] = letter, min(share, ALONE if total < FEW else 0.99)
    return told


def _settled(glyph: Glyph, told: Mapping[str, tuple[str, float]], place: _Vote | None) -> Glyph:
    """``glyph`` with its letter: as its code was told, else as it was read in its place."""
    letters, sure = "", 1.0
    for char in glyph.text:
        if not placeholder(char):
            letters += char
        elif char in told:
            letters, sure = letters + told[char][0], min(sure, told[char][1])
        elif place is not None:
            most = UNAGREED if _is_digit(char) else ALONE
            letters, sure = letters + place.letter, min(sure, place.weight, most)
        else:
            letters, sure = letters + "\ufffd", 0.0
    return replace(
        glyph, text=repair(letters).text if len(letters) > 1 else letters, confidence=min(sure, 0.99)
    )
