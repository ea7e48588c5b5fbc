"""Letters whose codes the file does not tell, read from the picture of the page.

Each code of a font stands for one letter, so every place where it is printed votes for what it is: the lines
are read by the engine, laid beside their codes, and the letters counted. One slip of the engine changes
nothing, and how far the votes agree is the confidence.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pypdfium2.raw as raw

from extract.clock import Clock
from extract.grouping import in_runs
from extract.model import BBox, Finding, Glyph
from extract.ocr.choose import Engines, Region
from extract.pages.font_letters import MARKS
from extract.pages.openpage import OpenPage
from extract.pages.placeholders import coded, is_digit, is_mark, placeholder
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

PLACES = 4
"""Places at which a digit's code is read before it is known whether these agree."""

SURE = 0.9
"""Confidence of a code under which the rest of its places are read as well."""

MIXED = 0.85
"""Share of the votes under which a code may stand for several letters: what was read in its place counts."""

TWINS = {"๔", "๕"}

LAST_MARKS = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
"""Tones and ์: they are read after the vowel of their letter."""

UNTOLD = ("", 0.0)

NO_DIGIT = ""
"""The vote of a place that was read as something else than a digit."""

Piece = list[int]
"""Numbers of the glyphs of one piece of a line, from left to right."""

Told = dict[str, tuple[str, float]]
"""The letter that each code stands for, and how sure that is."""


@dataclass(frozen=True, slots=True)
class _Vote:
    letter: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Item:
    """One letter of a piece: its glyph and number in it, its letter if known, whether it has no code."""

    place: tuple[int, int]
    letter: str
    unknown: bool
    narrow: bool
    """Whether it is a mark."""
    digit: bool = False


Places = dict[tuple[int, int], _Vote]
"""What was read at a letter: by the number of its glyph, and its own number there."""


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
    held: list[tuple[Piece, list[_Vote]]] = []

    def lay(chosen: Sequence[Piece]) -> tuple[Told, Places]:
        from extract.pages.render import render_parts

        with clock("render"), _letters_only(page):
            image, boxes = render_parts(page, DPI, [_box(glyphs, piece) for piece in chosen])
        with clock("ocr"):
            read = engines.get().read(image, DPI, [Region(box) for box in boxes])
        for piece, lines in zip(chosen, read, strict=True):
            letters = [_letters(line.text, line.char_confidences) for line in lines]
            held.append((piece, [_Vote(char, chance) for line in letters for char, chance in line]))
        return _laid_beside(glyphs, held)

    first, rest = _enough(glyphs, pieces)
    told, places = lay(first)
    digits = {char for glyph in glyphs for char in glyph.text if _is_digit(char)}
    unsure = {char for char in digits if told.get(char, UNTOLD)[1] < SURE}
    rest = [piece for piece in rest if any(not unsure.isdisjoint(glyphs[i].text) for i in piece)]
    if rest:
        told, places = lay(rest)
    read_as = Counter((glyphs[i].text[at], vote.letter) for (i, at), vote in places.items())
    often = {pair for pair, count in read_as.items() if count >= FEW}
    out = tuple(
        _settled(glyph, i, told, places, often) if _uncoded(glyph) else glyph
        for i, glyph in enumerate(glyphs)
    )
    detail = f"{sum(map(_uncoded, glyphs))} letters"
    return out, (Finding("letters-uncoded", "info", detail, page=page.number),)


def _enough(glyphs: Sequence[Glyph], pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that tell the digits in doubt, the shortest for what they tell, and those that may wait.

    A digit is the same wherever its code stands; other letters want the words around them.
    """
    counts: Counter[str] = Counter()
    first, rest = [], []

    def length(piece: Piece) -> float:
        width = glyphs[piece[-1]].bbox.x1 - glyphs[piece[0]].bbox.x0
        return width / sum(_uncoded(glyphs[i]) for i in piece)

    for piece in sorted(pieces, key=length):
        codes = [char for i in piece for char in glyphs[i].text if placeholder(char)]
        if all(_is_digit(code) and counts[code] >= PLACES for code in codes):
            rest.append(piece)
            continue
        first.append(piece)
        counts.update(codes)
    return first, rest


def _laid_beside(glyphs: Sequence[Glyph], held: Sequence[tuple[Piece, list[_Vote]]]) -> tuple[Told, Places]:
    """What each code stands for by all the pieces that were read, and what was read at each place."""
    told: Told = {}
    places: Places = {}
    for turn in range(ROUNDS):
        votes: dict[str, dict[str, list[float]]] = {}
        places = {}
        for piece, reading in held:
            if not turn and not _fits([glyphs[i].text for i in piece], reading):
                continue
            for place, vote in _beside([(i, glyphs[i]) for i in piece], reading, told).items():
                code = glyphs[place[0]].text[place[1]]
                if is_mark(code) and vote.letter not in MARKS:
                    continue
                counted = votes.setdefault(code, {})
                if _is_digit(code) and not vote.letter.isdecimal():
                    vote = _Vote(NO_DIGIT, vote.weight)  # it is one all the same: that is doubt
                else:
                    places[place] = vote
                counted.setdefault(vote.letter, []).append(vote.weight)
        before, told = told, _agreed(votes)
        if turn and told == before:
            break
    return told, places


def without_placeholders(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """The glyphs as the file gives them: where most letters have no code, the page is read as a whole."""
    if not placeholder(max("".join([glyph.text for glyph in glyphs]), default="")):
        return glyphs
    return tuple(
        replace(glyph, text="".join(coded(char) if placeholder(char) else char for char in glyph.text))
        for glyph in glyphs
    )


def _uncoded(glyph: Glyph) -> bool:
    return placeholder(glyph.text if len(glyph.text) == 1 else max(glyph.text, default=""))


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
    order.sort(key=lambda i: glyphs[i].baseline)
    lines = in_runs(order, lambda line, i: _level(glyphs[line[0]], glyphs[i]))
    pieces: list[Piece] = []
    for line in lines:
        line = sorted(line, key=lambda i: glyphs[i].bbox.x0)
        pieces += in_runs(line, lambda piece, i: _near(glyphs[piece[-1]], glyphs[i]))
    return pieces


def _level(first: Glyph, glyph: Glyph) -> bool:
    return glyph.baseline - first.baseline <= 0.2 * glyph.size


def _near(last: Glyph, glyph: Glyph) -> bool:
    return glyph.bbox.x0 - last.bbox.x1 <= GAP * glyph.size


def _box(glyphs: Sequence[Glyph], piece: Piece) -> BBox:
    """What is read of a piece, points: its letters and their marks, no neighbouring line."""
    first = glyphs[piece[0]]
    size = max(glyphs[i].size for i in piece)
    x0 = min(glyphs[i].bbox.x0 for i in piece) - PAD
    x1 = max(glyphs[i].bbox.x1 for i in piece) + PAD
    y0, y1 = first.baseline - ABOVE * size, first.baseline + BELOW * size
    return BBox(max(0.0, x0), max(0.0, y0), x1, y1)


def _letters(text: str, chances: Sequence[float]) -> Iterator[tuple[str, float]]:
    text = text.strip()
    for at, char in enumerate(text):
        yield char, chances[at] if at < len(chances) else 0.9


def _fits(texts: Sequence[str], reading: Sequence[_Vote]) -> bool:
    """Whether a piece tells its letters without others' help: as many were read, or most are known."""
    unknown = sum(map(placeholder, "".join(texts)))
    return len("".join(texts).strip()) == len(reading) or unknown < 0.5 * len(reading)


def _beside(piece: Sequence[tuple[int, Glyph]], reading: Sequence[_Vote], told: Told) -> Places:
    """What was read at each letter of ``piece`` that has no code: the cheapest way to lay both side by side.

    Known letters hold the rest in place; letters told by earlier votes do so as well. A letter without a
    width of its own is a mark, and marks are what is missed most often.
    """
    items: list[_Item] = []
    for i, glyph in piece:
        narrow = glyph.bbox.width < NARROW * glyph.size
        for at, char in sorted(enumerate(glyph.text), key=_in_cluster):
            letter = told.get(char, ("", 0.0))[0] if placeholder(char) else char
            items.append(_Item((i, at), letter, placeholder(char), narrow or is_mark(char), _is_digit(char)))
    rows, columns = len(items), len(reading)
    if rows == columns and all(map(_agree, items, reading)):
        return {item.place: vote for item, vote in zip(items, reading, strict=True) if item.unknown}
    others = [vote.letter for vote in reading]
    added = [0.2 if other == " " else 1.0 for other in others]
    cost = [0.0, *itertools.accumulate(added)]
    ways = [[2] * (columns + 1)]
    for item in items:
        dropped, pairs = _drop(item), _pairs(item, others)
        before, cost, way = cost, [cost[0] + dropped], [1]
        for c in range(columns):
            least, best = before[c] + pairs[c], 0
            if (without := before[c + 1] + dropped) < least:
                least, best = without, 1
            if (more := cost[c] + added[c]) < least:
                least, best = more, 2
            cost.append(least)
            way.append(best)
        ways.append(way)
    out: Places = {}
    r, c = rows, columns
    while r and c:
        step = ways[r][c]
        if step == 0:
            item = items[r - 1]
            if item.unknown:
                out[items[r - 1].place] = reading[c - 1]
            r, c = r - 1, c - 1
        elif step == 1:
            r -= 1
        else:
            c -= 1
    return out


def _in_cluster(numbered: tuple[int, str]) -> int:
    """The place of a letter in its cluster as it is read: vowels under it, vowels and tones over it."""
    at, char = numbered
    if not at or not is_mark(char):
        return 0
    return 2 if placeholder(char) else 3 if char in LAST_MARKS else 1


def _agree(item: _Item, vote: _Vote) -> bool:
    """Whether what was read is the letter known, or may be the one asked for."""
    return item.letter == vote.letter or (
        item.unknown and not item.letter and item.narrow == (vote.letter in MARKS)
    )


def _pairs(item: _Item, others: Sequence[str]) -> list[float]:
    """What it costs to take each of ``others`` for what stands at ``item``."""
    if item.letter:
        wrong = 0.9 if item.unknown else 1.2
        return [0.0 if item.letter == other else wrong for other in others]
    return [_taken_for(item, other) for other in others]


def _taken_for(item: _Item, other: str) -> float:
    if item.digit and not other.isdecimal():
        return 0.7
    return 0.1 if item.narrow == (other in MARKS) else 1.5 if item.narrow else 0.8


def _is_digit(char: str) -> bool:
    """Whether a letter of unknown code is a digit all the same: only which one is in doubt."""
    return len(char) == 1 and placeholder(char) and is_digit(char)


def _drop(item: _Item) -> float:
    """What it costs that a letter of the file was not read: blanks and marks often are not."""
    return 0.2 if item.letter == " " else 0.4 if item.narrow else 0.8


def _agreed(votes: Mapping[str, Mapping[str, Sequence[float]]]) -> Told:
    """The letter that each code stands for, and how sure that is; codes whose votes differ are left out.

    Places of one code fail together, for they look the same: a digit is as sure as the reader was on average,
    and two codes of a font that were read as one digit are both in doubt.
    """
    told: Told = {}
    for code, counted in votes.items():
        sums = {letter: sum(weights) for letter, weights in counted.items() if letter != NO_DIGIT}
        if not sums:
            continue
        letter = max(sums, key=sums.__getitem__)
        most, total = sums[letter], sum(sums.values())
        if most < AGREED * total or (most < FEW and len(sums) > 1):
            continue
        sure = min(most / total, ALONE if total < FEW else 0.99)
        if _is_digit(code):
            every = [weight for weights in counted.values() for weight in weights]
            sure = min(sure, most / len(every))
        told[code] = letter, sure
    plain = {code: told[code][0] for code in told if _is_digit(code)}
    for code, letter in plain.items():
        if sum(other == letter and _plane(each) == _plane(code) for each, other in plain.items()) > 1:
            told[code] = letter, min(told[code][1], UNAGREED)
    return told


def _plane(code: str) -> int:
    """The font, or group of fonts, that a placeholder belongs to."""
    return ord(code[0]) >> 16


def _settled(
    glyph: Glyph, number: int, told: Told, places: Places, often: Container[tuple[str, str]]
) -> Glyph:
    """``glyph`` with its letters: as their code was told, else as they were read in their place.

    A code that was read ``often`` as another letter stands for several letters: the place tells which.

    A digit whose places differ too much stays untold, for a wrong one changes an amount; so does a ๔ among
    ๕ or a ๕ among ๔, which are glyphs of one size in many faces.
    """
    letters, sure = "", 1.0
    for at, char in enumerate(glyph.text):
        place = places.get((number, at))
        letter, share = told.get(char, UNTOLD)
        apart = place is not None and letter and place.letter != letter
        if not placeholder(char):
            letters += char
        elif _is_digit(char):
            twin = apart and place is not None and {letter, place.letter} == TWINS
            known = letter if share > UNAGREED and not twin else "\ufffd"
            letters, sure = letters + known, min(sure, share if known == letter else 0.0)
        elif place is not None and (
            not letter or (apart and share < MIXED and (char, place.letter) in often)
        ):
            letters, sure = letters + place.letter, min(sure, place.weight, ALONE)
        elif letter:
            letters, sure = letters + letter, min(sure, share)
        else:
            letters, sure = letters + "\ufffd", 0.0
    return replace(
        glyph, text=repair(letters).text if len(letters) > 1 else letters, confidence=min(sure, 0.99)
    )
