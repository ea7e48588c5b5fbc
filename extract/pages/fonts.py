"""Fonts judged one by one: what their codes stand for, and which letters only the picture can tell.

A sound font keeps its letters. Bytes of TIS-620 that a writer took for Latin become Thai; ำ that stands for
every า becomes า; letters of fonts without codes, or with codes that spell no Thai, become placeholders, a
code point each, which ``extract/reading/uncoded.py`` reads from the picture of the page.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import pypdfium2.raw as raw

from extract.pages.doubted_digits import figures, fonts_in_doubt
from extract.pages.font_dates import fonts_of_no_months, fonts_of_no_years
from extract.pages.font_letters import LEAST_LETTERS, SPELLS, Letter, Lines, lines, lines_of, share_of_words
from extract.pages.joined_marks import RING, settle_joined
from extract.pages.letter_ink import ink_of, is_mark_ink, settle_marks, settle_stops
from extract.pages.matrix import Matrix
from extract.pages.objects import light
from extract.pages.other_codes import from_tis620, has_am_for_aa, is_tis620, set_aa
from extract.pages.placeholders import PLANES, SPARE, SPARE_MARKS, hold_places
from extract.pages.same_face import settle_by_face
from extract.pages.textlayer import LetterInk
from extract.thai.letters import AA, AM, CONSONANTS, EACH_TONE, NIKHAHIT, TONES
from extract.thai.repair import repair, swapped_aa_am

UNCODED = 0.5
"""Share of a font's letters without a code from which it has none: seen 1.0; sound fonts 0 to .02."""

SPELLED = 0.3
"""Share of Thai letters from which such a font has its codes in spite of that (mPDF: .97)."""

NOISE = 0.15
"""Share of signs from which a font's text is no writing: codes taken for ASCII have .25 and more."""

MANY_CODES, MANY_SIGNS = 9, 4
"""Different codes and signs of such a font; a row of stars or an address has fewer."""

LEAST_INK = 0.02
"""Of the font size: the least height of a letter's ink."""

BEHIND = 0.3
"""Of the font size: the most white behind a letter's ink that is its own."""

_MAP_ERROR = light(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)

_GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")

_EXPLAINED = re.compile(
    f"(?:(?<=[{CONSONANTS}])|(?<=[{TONES}])|{AM})[\x00-\x08\x0e-\x1f\ufffd]+(?={AA}|{AM}|$)"
)
"""Garbage beside ำ, which repair knows: a writer's glyph for its ring."""

_SIGNS_OF_NOISE = frozenset("!\"#$%&'*+;<=>?@[\\]^_`{|}~")


def settle_codes(
    text_page: Any, letters: Sequence[Letter], to_view: Matrix | None = None, by_words: bool = False
) -> None:
    """Set ``text`` of the letters of each font to what they stand for; '' where a letter is to be dropped.

    Args:
        text_page: pdfium's.
        letters: of a page, in content order.
        to_view: from page space to the viewer's frame.
        by_words: ask of each font whether it spells words; worth its time where the page as a whole does not.
    """
    of_font: dict[int, list[Letter]] = {}
    for letter in letters:
        of_font.setdefault(letter.placed.font, []).append(letter)
    whole_page = swapped_aa_am("".join(letter.text for letter in letters))  # both ways: repair knows that
    ink = LetterInk(text_page, to_view or Matrix())
    page = Lines(letters)
    settle_stops(ink, page)
    odd = fonts_of_no_years(page) | fonts_in_doubt(text_page, letters)
    asked: dict[int, list[Letter]] = {}
    digits: set[int] = set()
    for font, mine in list(of_font.items()):
        text = "".join(letter.text for letter in mine)
        if is_tis620(text) and len(_without_code(text_page, mine)) < UNCODED * len(mine):
            for letter in mine:
                letter.text = "".join(map(from_tis620, letter.text))
            continue
        drawn = [letter for letter in mine if letter.number >= 0]  # an /ActualText is right as it is
        if (not whole_page or NIKHAHIT in text or AA not in text) and has_am_for_aa(drawn):
            set_aa(ink, drawn)
        asked[font] = drawn
    wordless = fonts_of_no_months(page)
    for font, drawn in asked.items():
        bare = _without_code(text_page, drawn)
        whole = _unknown(drawn, bare, by_words, _is_noise("".join(letter.text for letter in drawn)))
        if not whole and font in wordless:
            whole = [letter for letter in drawn if letter.text.strip() and not letter.text.isdecimal()]
        of_numbers = [] if whole else figures(drawn, font in odd)
        if of_numbers and bare:
            words = _inside_words(drawn, bare)
            of_numbers = [one for one in of_numbers if one.text not in words or id(one) not in bare]
        digits.update(map(id, of_numbers))
        asked[font] = whole or [
            *of_numbers,
            *_uncoded(ink, drawn, bare),
            *_inked_blanks(ink, drawn),
            *settle_marks(ink, of_font[font]),
        ]
    settle_by_face(ink, of_font, asked)
    planes = iter(PLANES)
    plane = next(planes)
    spare = itertools.count(SPARE), itertools.count(SPARE_MARKS)
    for doubted in filter(None, asked.values()):
        hold_places(ink, doubted, plane, digits, spare)
        plane = next(planes, plane)


def _without_code(text_page: Any, letters: Iterable[Letter]) -> set[int]:
    """Ids of the letters that pdfium knows no code for, so that it gives their numbers in the font."""
    return {
        id(letter)
        for letter in letters
        if not "\u0e01" <= letter.text <= "\u0e5b"
        and letter.number >= 0
        and (_GARBAGE.match(letter.text) or _MAP_ERROR(text_page, letter.number) == 1)
    }


def _unknown(
    letters: Sequence[Letter], bare: Collection[int], by_words: bool, is_noise: bool
) -> list[Letter]:
    """All letters of a font that has no codes, or none that spell; else none."""
    inked = [letter for letter in letters if letter.text.strip(" ")]
    thai = sum("\u0e01" <= letter.text <= "\u0e5b" for letter in inked)
    if is_noise or (thai < SPELLED * len(inked) and len(bare) > UNCODED * sum(map(_is_inked_other, inked))):
        return list(letters)
    return inked if by_words and thai >= LEAST_LETTERS and _spelled(letters) < SPELLS else []


def _is_inked_other(letter: Letter) -> bool:
    return not "\u0e01" <= letter.text <= "\u0e5b"


def _uncoded(ink: LetterInk, letters: Sequence[Letter], bare: Collection[int]) -> list[Letter]:
    """Letters without a code in a font that has codes, but for the ring of ำ, which repair knows.

    ก is mostly followed by า and looks like that ring, but it stands on the line.
    """
    if not bare:
        return []
    text, owners = lines_of(letters)
    marked = "".join(
        "\ufffd" if owner is not None and id(owner) in bare else char
        for char, owner in zip(text, owners, strict=True)
    )
    unexplained = _EXPLAINED.sub(lambda m: RING * len(m[0]), marked)
    left = Counter(
        owner.text
        for char, owner in zip(unexplained, owners, strict=True)
        if owner is not None and char == "\ufffd"
    )
    every = Counter(letter.text for letter in letters if id(letter) in bare)
    marks = {letter.text for letter in letters if id(letter) in bare and _is_mark_ink(ink, letter)}
    doubted = {code for code in left if code == "\ufffd" or code not in marks or left[code] > every[code] / 2}
    found = [letter for letter in letters if id(letter) in bare and letter.text in doubted]
    rings = [
        RING if char == RING and owner is not None and owner.text not in doubted else kept
        for char, kept, owner in zip(unexplained, text, owners, strict=True)
    ]
    found += (untold := settle_joined(ink, "".join(rings), owners))
    for char, owner in zip(rings, owners, strict=True):
        if owner is not None and char == RING and owner not in untold and owner.text not in EACH_TONE:
            owner.text = "\ufffd"  # whatever number the glyph has, be it that of a Latin letter
    return found


def _inside_words(letters: Sequence[Letter], bare: Collection[int]) -> set[str]:
    """Digits of letters without a code that mostly touch Thai letters: numbers of glyphs, no digits."""
    touching: Counter[str] = Counter()
    every: Counter[str] = Counter()
    text, owners = lines_of(letters)
    for at, (char, owner) in enumerate(zip(text, owners, strict=True)):
        if owner is not None and char.isdecimal() and id(owner) in bare:
            every[char] += 1
            beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
            touching[char] += any("\u0e01" <= near <= "\u0e4e" for near in beside)
    return {char for char, count in touching.items() if 2 * count > every[char]}


def _inked_blanks(ink: LetterInk, letters: Sequence[Letter]) -> Iterator[Letter]:
    """Letters that are coded as blanks: a blank has no ink. The ring of ำ is left for ``set_aa`` and repair.

    pdfium takes blanks side by side for one: how many letters that is, and which, nobody knows.
    """
    for letter, after in itertools.zip_longest(letters, letters[1:]):
        mine = ink_of(ink, letter) if letter.text.isspace() else None
        if mine is None or mine.top - mine.bottom <= LEAST_INK or is_mark_ink(mine):
            continue
        goes_on = after is not None and abs(after.y - letter.y) < 1 and after.x > letter.x
        end = after.x if goes_on and after is not None and letter.text == " " else letter.x1
        if end - letter.x > (mine.right + BEHIND) * letter.placed.size:
            letter.text = "\ufffd"
        else:
            yield letter


def _is_mark_ink(ink: LetterInk, letter: Letter) -> bool:
    mine = ink_of(ink, letter)
    return mine is not None and is_mark_ink(mine)


def _is_noise(text: str) -> bool:
    """Whether the text of a font is signs that no writing has side by side: its codes are made up."""
    if not text.isascii():
        return False
    signs = [char for char in text if char in _SIGNS_OF_NOISE]
    many = len(set(text)) >= MANY_CODES and len(set(signs)) >= MANY_SIGNS
    return many and len(signs) > NOISE * (len(text) - text.count(" "))


def _spelled(letters: Sequence[Letter]) -> float:
    """Share of the Thai letters of a font that stand in words of the dictionary, after repair."""
    return share_of_words(repair(lines(letters)).text)
