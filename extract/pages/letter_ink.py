"""Codes that the ink of their own letter contradicts: marks on the other side of the line, stops that hang.

A font whose glyphs put the tone before ุ and ู (Garuda, Norasi and others of TLWG) makes WeasyPrint give each
of the two the code of the other. Where ink stands tells: ุ and ู under the line, all other marks over it; a
comma reaches below the line, a full stop does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extract.pages.font_letters import Letter, Lines
from extract.pages.textlayer import Ink, LetterInk
from extract.thai.letters import CONSONANTS

UNDER = frozenset("\u0e38\u0e39")
OVER = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d")

OVER_FROM, UNDER_TO = 0.25, 0.0
"""Of the font size over the baseline: marks over letters begin at .40 and more in 396 faces, those under them
end at −.02 and less."""

BESIDE = 0.1
"""Of the font size: marks stand left of their origin, or reach over it a little; quotes stand right of it."""

HANGS = -0.035
"""Of the font size: commas reach down to −.053 and more in 396 faces but Purisa, stops to −.018."""

WIDER = 1.25
"""ู is wider than ุ by a factor of 1.38 and more, in all faces but Charmonman."""

NARROW_UNDER, WIDE_UNDER = 0.36, 0.51
"""Of the width of ก: under the first it is ุ (ู has .39 and more), over the second ู (ุ has up to .49)."""

SAME = 0.0005
"""Of the font size: the same glyph has the same ink to .0001; boxes that are not the same differ by .001."""

_IN_NUMBER = re.compile("(?<=[0-9๐-๙])[.,](?=[0-9๐-๙])")


def same(one: Ink, two: Ink) -> bool:
    """Whether both are the ink of one glyph."""
    return all(abs(a - b) < SAME for a, b in zip(one, two, strict=True))


def is_mark_ink(ink: Ink) -> bool:
    """Whether ink stands over or under the letter before it, as marks do."""
    return ink.right < BESIDE and (ink.bottom > OVER_FROM or ink.top < UNDER_TO) and ink.top > ink.bottom


def ink_of(ink: LetterInk, letter: Letter) -> Ink | None:
    """The ink of a letter that stands level; None for others, and for what an /ActualText gives."""
    if letter.number < 0 or letter.placed.turn:
        return None
    return ink.of(letter.number, letter.x, letter.y, letter.placed.size)


def settle_stops(ink: LetterInk, page: Lines) -> None:
    """Set stops between digits that hang below the line to commas, and commas that do not to stops."""
    text, owners = page.read()
    for match in _IN_NUMBER.finditer(text):
        letter = owners[match.start()]
        mine = ink_of(ink, letter) if letter is not None else None
        if letter is None or mine is None or mine.top - mine.bottom > 0.4:
            continue
        letter.text = "," if mine.bottom < HANGS else "."


def settle_marks(ink: LetterInk, letters: Sequence[Letter]) -> list[Letter]:
    """Set the marks of one font whose ink stands on the other side of the line; give those left in doubt.

    Args:
        ink: of the page's letters.
        letters: of one font in content order, with those that an /ActualText gives.
    """
    found = []
    for at, letter in enumerate(letters):
        if letter.text in OVER or letter.text in UNDER:
            mine = ink_of(ink, letter)
            if mine is not None and mine.top > mine.bottom:
                found.append((at, mine))
    wrong = [
        (at, mine)
        for at, mine in found
        if (mine.bottom > OVER_FROM if letters[at].text in UNDER else mine.top < UNDER_TO)
        and not _is_part(ink, letters, at)
        and not _is_given(letters, at)
    ]
    if not wrong:
        return []
    lies = {at for at, _ in wrong}
    over: dict[str, list[Ink]] = {}
    under: dict[str, list[Ink]] = {}
    for at, mine in found:
        if at not in lies and not _is_part(ink, letters, at) and not _is_given(letters, at):
            _add(under if letters[at].text in UNDER else over, letters[at].text, mine)
    said = _by_partners(letters, wrong)
    wide = _width_of_ko(ink, letters)
    lows = [mine for _, mine in wrong if mine.top < UNDER_TO] + [i for each in under.values() for i in each]
    doubted = []
    for at, mine in wrong:
        if mine.top < UNDER_TO:
            text = _known(under, mine) or _under(mine, lows, wide)
        else:
            text = _known(over, mine) or _known(said, mine)
        if text:
            letters[at].text = text
        else:
            doubted.append(letters[at])
    return doubted


def _is_part(ink: LetterInk, letters: Sequence[Letter], at: int) -> bool:
    """Whether one glyph gives this letter and the one before or after it, as LibreOffice writes ู้."""
    letter = letters[at]
    for other in (*letters[max(0, at - 1) : at], *letters[at + 1 : at + 2]):
        if (other.x, other.y, other.x1) == (letter.x, letter.y, letter.x1):
            two, one = ink_of(ink, other), ink_of(ink, letter)
            if one is not None and two is not None and same(one, two):
                return True
    return False


def _is_given(letters: Sequence[Letter], at: int) -> bool:
    """Whether an /ActualText beside a mark gives the other one of its cluster: both are right together."""
    beside = (*letters[max(0, at - 1) : at], *letters[at + 1 : at + 2])
    under = letters[at].text in UNDER
    return any(
        other.number < 0 and other.text in (OVER if under else UNDER) and abs(other.y - letters[at].y) < 1
        for other in beside
    )


def _add(known: dict[str, list[Ink]], text: str, mine: Ink) -> None:
    inks = known.setdefault(text, [])
    if not any(same(mine, other) for other in inks):
        inks.append(mine)


def _known(known: Mapping[str, Sequence[Ink]], mine: Ink) -> str:
    """The one letter of the font that has this ink."""
    found = [text for text, inks in known.items() if any(same(mine, other) for other in inks)]
    return found[0] if len(found) == 1 else ""


def _by_partners(letters: Sequence[Letter], wrong: Sequence[tuple[int, Ink]]) -> dict[str, list[Ink]]:
    """What marks over letters are whose codes stand at the mark under the same letter."""
    said: dict[str, list[Ink]] = {}
    kinds = dict(wrong)
    for at, mine in wrong:
        for beside in (at - 1, at + 1):
            other = kinds.get(beside)
            if mine.bottom > OVER_FROM and other is not None and other.top < UNDER_TO:
                _add(said, letters[beside].text, mine)
    return said


def _under(mine: Ink, lows: Iterable[Ink], wide: float) -> str:
    """Whether a mark under a letter is ุ or ู, by the width of the other one or of ก; '' for neither."""
    width = mine.right - mine.left
    others = [low.right - low.left for low in lows]
    if max(others) > WIDER * width:
        return "\u0e38"
    if width > WIDER * min(others):
        return "\u0e39"
    if not wide or NARROW_UNDER * wide <= width <= WIDE_UNDER * wide:
        return ""
    return "\u0e38" if width < NARROW_UNDER * wide else "\u0e39"


def _width_of_ko(ink: LetterInk, letters: Sequence[Letter]) -> float:
    """Width of the ink of ก, or where there is none of the middle consonant; 0 for none at all."""
    found: dict[str, float] = {}
    for letter in letters:
        if letter.text not in found and re.fullmatch(f"[{CONSONANTS}]", letter.text):
            mine = ink_of(ink, letter)
            if mine is not None:
                found[letter.text] = mine.right - mine.left
    return found.get("ก") or (sorted(found.values())[len(found) // 2] if found else 0.0)
