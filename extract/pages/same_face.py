"""Letters told by another font of the same face: one glyph has the same ink in all of a page's fonts.

Programs put a face into a file as several fonts, a part of its glyphs in each. Where one of them has no
codes, or wrong ones, the others tell what its glyphs are; where two contradict one another, one is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from extract.pages.font_letters import MARKS, Letter, lines, share_of_words
from extract.pages.letter_ink import ink_of, same
from extract.pages.textlayer import Ink, LetterInk, face_of, is_embedded

SAMPLES = 3
"""Places at which a letter's ink is looked at to compare two fonts."""

FOUND = 0.7
"""Share of the letters in which two fonts contradict one another that one of them has under other codes."""

MOST_APART = 0.3
"""Share of the letters that two fonts have in common from which no code of the wrong one is trusted."""

GAIN = 0.02
"""By how much more of a font must be words when its letters are read as the other's."""

Known = dict[str, list[Ink]]
"""The ink of each letter of a font."""


def settle_by_face(
    ink: LetterInk, of_font: Mapping[int, Sequence[Letter]], asked: dict[int, list[Letter]]
) -> None:
    """Set the letters of ``asked`` that another font of their face tells, and take them out of it.

    Letters of a font that the others prove wrong are asked as well.

    Args:
        ink: of the page's letters.
        of_font: letters of each font.
        asked: letters of each font that its codes do not tell; changed.
    """
    faces: dict[str, list[int]] = {}
    for font in of_font:
        name = face_of(font)
        if name and is_embedded(font):
            faces.setdefault(name, []).append(font)
    for fonts in faces.values():
        if len(fonts) < 2:
            continue
        doubted = {id(letter) for font in fonts for letter in asked.get(font, ())}
        for one, two in combinations(fonts, 2):
            lost, wrong = _contradicted(ink, one, two, of_font, doubted)
            if wrong:
                asked.setdefault(lost, []).extend(wrong)
                doubted.update(map(id, wrong))
        for font in fonts:
            if asked.get(font):
                others = [letter for other in fonts if other != font for letter in of_font[other]]
                known = _known(ink, [letter for letter in others if id(letter) not in doubted])
                asked[font] = [letter for letter in asked[font] if not _told(ink, letter, known)]


def _contradicted(
    ink: LetterInk, one: int, two: int, of_font: Mapping[int, Sequence[Letter]], doubted: set[int]
) -> tuple[int, list[Letter]]:
    """Which of two fonts is wrong, and its letters that the other one has under other codes."""
    sound = {font: [each for each in of_font[font] if id(each) not in doubted] for font in (one, two)}
    samples = {font: _known(ink, sound[font], SAMPLES, marks=False) for font in (one, two)}
    apart = [text for text in samples[one].keys() & samples[two] if _differ(samples, one, two, text)]
    if not apart:
        return one, []
    known = {font: _known(ink, sound[font]) for font in (one, two)}
    wrong = {
        font: [each for each in sound[font] if _is_other(ink, each, known[other])]
        for font, other in ((one, two), (two, one))
    }
    found = [
        any(same(mine, other) for inks in samples[b].values() for other in inks)
        for a, b in ((one, two), (two, one))
        for text in apart
        for mine in samples[a][text]
    ]
    if sum(found) < FOUND * len(found) / 2:
        return one, []
    gain = {
        font: _gain(ink, sound[font], wrong[font], known[other]) for font, other in ((one, two), (two, one))
    }
    first, last = sorted((one, two), key=lambda font: (gain[font], -len(sound[font])))
    lost = last if gain[last] > GAIN else min((first, last), key=lambda font: len(sound[font]))
    if len(apart) < MOST_APART * len(samples[one].keys() & samples[two]):
        return lost, wrong[lost]
    agreed = known[two if lost == one else one]
    return lost, [letter for letter in sound[lost] if not _agrees(ink, letter, agreed)]


def _differ(samples: Mapping[int, Known], one: int, two: int, text: str) -> bool:
    return not any(same(a, b) for a in samples[one][text] for b in samples[two][text])


def _agrees(ink: LetterInk, letter: Letter, known: Known) -> bool:
    """Whether a letter is the only one of ``known`` with its ink, or draws nothing."""
    mine = ink_of(ink, letter)
    return mine is None or letter.text.isspace() or _all_with(mine, known) == [letter.text]


def _all_with(mine: Ink, known: Known) -> list[str]:
    return [text for text, inks in known.items() if any(same(mine, other) for other in inks)]


def _is_other(ink: LetterInk, letter: Letter, known: Known) -> bool:
    """Whether a letter is not the one that ``known`` has under its code."""
    if letter.text not in known or letter.text in MARKS or letter.text.isspace():
        return False
    mine = ink_of(ink, letter)
    return mine is not None and not any(same(mine, other) for other in known[letter.text])


def _gain(ink: LetterInk, letters: Sequence[Letter], wrong: Sequence[Letter], known: Known) -> float:
    """By how much more of the letters are words when the wrong ones are read as ``known`` has them."""
    before = share_of_words(lines(letters))
    kept = [(letter, letter.text) for letter in wrong]
    for letter in wrong:
        _told(ink, letter, known)
    after = share_of_words(lines(letters))
    for letter, text in kept:
        letter.text = text
    return after - before


def _known(ink: LetterInk, letters: Sequence[Letter], most: int = 1000, marks: bool = True) -> Known:
    """The ink of each letter, once for each of its glyphs; ligatures, letters at one place, are none."""
    known: Known = {}
    counts: dict[str, int] = {}
    spots = [(letter.x, letter.y, letter.x1) for letter in letters]
    for at, letter in enumerate(letters):
        text = letter.text
        if counts.get(text, 0) >= most or (not marks and (text in MARKS or text.isspace())):
            continue
        if spots[at] in spots[max(0, at - 1) : at] + spots[at + 1 : at + 2]:
            continue
        mine = ink_of(ink, letter)
        if mine is None:
            continue
        counts[text] = counts.get(text, 0) + 1
        inks = known.setdefault(text, [])
        if not any(same(mine, other) for other in inks):
            inks.append(mine)
    return known


def _told(ink: LetterInk, letter: Letter, known: Known) -> bool:
    """Set a letter to the only one of ``known`` that has its ink."""
    mine = ink_of(ink, letter)
    if mine is None:
        return False
    found = _all_with(mine, known)
    if len(found) == 1:
        letter.text = found[0]
    return len(found) == 1
