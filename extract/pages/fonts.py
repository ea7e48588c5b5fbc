"""Fonts judged one by one: what their codes stand for, and which letters only the picture can tell.

A sound font keeps its letters. Bytes of TIS-620 that a writer took for Latin become Thai; ำ that stands for
every า becomes า; letters of fonts without codes, or with codes that spell no Thai, become placeholders, a
code point each, which ``extract/reading/uncoded.py`` reads from the picture of the page.
"""

from __future__ import annotations

import ctypes
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import pypdfium2.raw as raw

from extract.data import rows
from extract.pages.digit_shapes import DIGITS as DIGITS_OF
from extract.pages.digit_shapes import contradict
from extract.pages.font_letters import MARKS, Letter, lines, lines_of, share_of_words
from extract.pages.letter_ink import ink_of, is_mark_ink, same, settle_marks, settle_stops
from extract.pages.matrix import Matrix
from extract.pages.objects import light
from extract.pages.same_face import settle_by_face
from extract.pages.textlayer import Ink, InkBoxes, LetterInk, Shape, face_name, handle, has_face, is_embedded
from extract.thai.letters import AA, AM, CONSONANTS, NIKHAHIT, TONES, to_arabic
from extract.thai.repair import repair, swapped_aa_am

UNCODED = 0.5
"""Share of a font's letters without a code from which it has none: seen 1.0; sound fonts 0 to .02."""

SPELLED = 0.3
"""Share of Thai letters from which such a font has its codes in spite of that (mPDF: .97)."""

BYTES = 0.5
"""Share of letters from U+0080 on among a font's letters: TIS-620 under a Latin coding has .9 and more."""

FEW_SIGNS = 6
"""Different codes of a symbol font from which they may be Thai."""

LEAST_LETTERS = 60
"""Thai letters from which their words tell of a font."""

SPELLS = 0.7
"""Share of letters in words of the dictionary under which a font's codes are wrong: sound fonts .88 and more
on pages of running text, .80 in lists of names; shuffled codes .25."""

BETTER = 0.05
"""By how much more of a font must be words when its ำ are read as า."""

LEAST_AM = 2
"""ำ of a font without one า that make it worth the question."""

RING_STEP = 0.1
"""Of the font size: the ring of ำ takes no room of its own, the narrowest letter .2."""

SAME_SHAPE = 0.003
"""Of a letter's width, and of the font size: where the ink of one glyph stands is told to .0001; of 0 and
3 of one face it differs by .005 and more."""

WIDE = 0.2
"""Of the font size: narrower letters are pressed, and their shape tells nothing."""

OTHER_SHAPES = 0xE000
"""Where placeholders of digits stand that share their code with another shape."""

SPARE_MARKS, SPARE, SPARE_END = 0xD800, 0xDC00, 0xE000
"""Where placeholders of marks stand, and of letters that share their code with another glyph: no letter has
such a code."""

DIGITS = 0xE100
"""Where placeholders of digits stand of which only it is in doubt which one they are."""

NOISE = 0.15
"""Share of signs from which a font's text is no writing: codes taken for ASCII have .25 and more."""

MANY_CODES, MANY_SIGNS = 9, 4
"""Different codes and signs of such a font; a row of stars or an address has fewer."""

LEAST_MONTHS = 2
"""Impossible months from which a font's letters are in doubt: one may be a slip of the writer's."""

_MAP_ERROR = light(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_EXPLAINED = re.compile(
    f"(?:(?<=[{CONSONANTS}])|(?<=[{TONES}])|{AM})[\x00-\x08\x0e-\x1f\ufffd]+(?={AA}|{AM}|$)"
)
"""Garbage beside ำ, which repair knows: a writer's glyph for its ring."""

_YEAR = re.compile(r"(?:พ\.\s?ศ\.|ปีงบประมาณ|[มคยพ]\.|คม|ยน|พันธ์)\s*([0-9๐-๙]{4})(?![0-9๐-๙])")
_YEARS = range(2545, 2576)
"""Buddhist years that such reports speak of; the assessment began in 2556."""


_KNOWN = frozenset("".join(DIGITS_OF))
_asked: WeakKeyDictionary[Any, dict[tuple[object, ...], bool]] = WeakKeyDictionary()
"""By document: what was found of a font with digits of these shapes; each page numbers its fonts anew."""

_AS_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"}
_LETTER_IN_NUMBER = re.compile(r"(?<![A-Za-z])(?:[0-9],?[OolI|]|[OolI|],[0-9])(?![A-KM-NP-Za-kmnp-z])")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?!O[0-9]{2}(?![0-9,.]))(?=[OolI|,.]*[0-9])[0-9OolI|]+(?:[.,][0-9OolI|]+)*(?![A-Za-z0-9])"
)
"""Numbers with letters for digits: 5O,l25. O42 is none: it is the name of an indicator."""

_SIGNS_OF_NOISE = frozenset("!\"#$%&'*+;<=>?@[\\]^_`{|}~")
_MONTHS = frozenset(
    row["form"] for row in rows("months.csv") if "ก" <= row["form"][0] <= "ฮ" or row["form"][0] == "เ"
)
_TWO_OR_FOUR = re.compile(r"(?<![0-9๐-๙])(?:๒๕[๔-๙][๐-๙]|25[4-9][0-9]|[๕-๗][๐-๙]|[5-7][0-9])(?![0-9๐-๙])")
_NAME = re.compile(r"([ก-์]{4,}|[ก-์]{1,3}\.\s?[ก-ฮ]\.)\s*(?:พ\.ศ\.)?\s*$")
_LONGEST = 30
"""Letters before a year among which the name of its month stands."""

_BEFORE = frozenset("เแโใไ")
_SHORT = re.compile(r"[ก-์]{1,3}\.[คพย]\.")

_CP1252 = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}
_SIGNS = {0x80: "€", 0x85: "…", **dict(zip(range(0x91, 0x98), "‘’“”•–—", strict=True)), 0xA0: " "}
"""What Windows-874 has beside TIS-620."""

_PLANES = (0xF0000, 0x100000)
"""Where placeholders stand: a plane for one font, the other for all further ones."""


def placeholder(text: str) -> bool:
    """Whether a letter's code is not known."""
    return text >= chr(_PLANES[0])


def unknown(char: str) -> str:
    """A placeholder for a digit whose code cannot be right."""
    return chr(_PLANES[-1] + DIGITS + (ord(char) & 0xFF))


def is_digit(text: str) -> bool:
    """Whether a placeholder stands for some digit."""
    return OTHER_SHAPES <= ord(text) & 0xFFFF < DIGITS + 0x100


def is_mark(text: str) -> bool:
    """Whether a letter, or what a placeholder stands for, is a vowel or tone over or under another letter."""
    return text in MARKS or (placeholder(text) and SPARE_MARKS <= ord(text) & 0xFFFF < SPARE)


def coded(placeholder: str) -> str:
    """The letter that the file gives where a placeholder stands, U+FFFD where it gives none."""
    code = ord(placeholder) & 0xFFFF
    if SPARE_MARKS <= code < SPARE_END:
        return "\ufffd"
    if DIGITS <= code < DIGITS + 0x100:
        code -= DIGITS if code < DIGITS + 0x50 else DIGITS - 0x0E00
    return "\ufffd" if code < 0x20 or code == 0xFFFD else chr(code)


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
    settle_stops(ink, letters)
    odd = _fonts_of_no_years(letters) | fonts_in_doubt(text_page, letters)
    asked: dict[int, list[Letter]] = {}
    digits: set[int] = set()
    for font, mine in list(of_font.items()):
        text = "".join(letter.text for letter in mine)
        if _is_tis620(text) and len(_without_code(text_page, mine)) < UNCODED * len(mine):
            for letter in mine:
                letter.text = "".join(map(_thai, letter.text))
            continue
        drawn = [letter for letter in mine if letter.number >= 0]  # an /ActualText is right as it is
        if (not whole_page or NIKHAHIT in text or AA not in text) and _has_am_for_aa(drawn):
            _exchange(drawn)
        asked[font] = drawn
    wordless = _fonts_of_no_months(letters)
    for font, drawn in asked.items():
        bare = _without_code(text_page, drawn)
        whole = _unknown(drawn, bare, by_words, _is_noise("".join(letter.text for letter in drawn)))
        if not whole and font in wordless:
            whole = [letter for letter in drawn if letter.text.strip() and not letter.text.isdecimal()]
        figures = [] if whole else _figures(drawn, font in odd)
        digits.update(map(id, figures))
        asked[font] = whole or [*figures, *_uncoded(ink, drawn, bare), *settle_marks(ink, of_font[font])]
    settle_by_face(ink, of_font, asked)
    planes = iter(_PLANES)
    plane = next(planes)
    spare = itertools.count(SPARE), itertools.count(SPARE_MARKS)
    for doubted in filter(None, asked.values()):
        _hold_places(ink, doubted, plane, digits, spare)
        plane = next(planes, plane)


def _hold_places(
    ink: LetterInk,
    letters: Sequence[Letter],
    plane: int,
    digits: Container[int],
    spare: tuple[Iterator[int], Iterator[int]],
) -> None:
    """Put placeholders for letters of one font, one for each glyph.

    Args:
        ink: of the page's letters.
        letters: of one font.
        plane: of their placeholders.
        digits: ids of those that are some digit.
        spare: numbers for further glyphs of one code, and for marks.
    """
    known: dict[tuple[str, bool], list[tuple[Ink | None, str]]] = {}
    for letter in letters:
        is_figure = id(letter) in digits
        glyphs = known.setdefault((letter.text, is_figure), [])
        mine = ink_of(ink, letter)
        like = (held for other, held in glyphs if mine is None or other is None or same(mine, other))
        text = next(like, "")
        if not text:
            text = _place(letter, mine, plane, is_figure, len(glyphs), spare)
            glyphs.append((mine, text))
        letter.text = text


def _place(
    letter: Letter,
    ink: Ink | None,
    plane: int,
    is_figure: bool,
    number: int,
    spare: tuple[Iterator[int], Iterator[int]],
) -> str:
    """The placeholder of a glyph, the ``number``th of its code."""
    if is_figure:
        digit = _AS_DIGITS.get(letter.text, letter.text)
        if number:
            return chr(plane + OTHER_SHAPES + 16 * (number - 1) + unicodedata.decimal(digit))
        return chr(plane + DIGITS + (ord(digit) & 0xFF))
    if letter.text in MARKS or (ink is not None and is_mark_ink(ink)):
        return chr(plane + next(spare[1]))
    if number:
        return chr(plane + next(spare[0]))
    return "".join(chr(plane + (ord(char) & 0xFFFF)) for char in letter.text)


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
    unexplained = _EXPLAINED.sub(lambda m: "\0" * len(m[0]), marked)
    left = Counter(
        owner.text
        for char, owner in zip(unexplained, owners, strict=True)
        if owner is not None and char == "\ufffd"
    )
    every = Counter(letter.text for letter in letters if id(letter) in bare)
    marks = {letter.text for letter in letters if id(letter) in bare and _is_mark_ink(ink, letter)}
    doubted = {code for code in left if code == "\ufffd" or code not in marks or left[code] > every[code] / 2}
    found = [letter for letter in letters if id(letter) in bare and letter.text in doubted]
    for char, owner in zip(unexplained, owners, strict=True):
        if owner is not None and char == "\0" and owner.text not in doubted:
            owner.text = "\ufffd"  # whatever number the glyph has, be it that of a Latin letter
    return found


def _is_mark_ink(ink: LetterInk, letter: Letter) -> bool:
    mine = ink_of(ink, letter)
    return mine is not None and is_mark_ink(mine)


def _figures(letters: Sequence[Letter], odd: bool) -> list[Letter]:
    """Digits that cannot be those of their codes, digits of other scripts, and letters inside numbers."""
    found = [letter for letter in letters if letter.text.isdecimal() and (odd or letter.text not in _KNOWN)]
    if _LETTER_IN_NUMBER.search("".join([letter.text for letter in letters])):
        text, owners = lines_of(letters)
        for match in _NUMBER.finditer(text):
            found += [
                owner
                for owner in owners[match.start() : match.end()]
                if owner is not None and owner.text in _AS_DIGITS
            ]
    return found


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


def _fonts_of_no_months(letters: Sequence[Letter]) -> set[int]:
    """Fonts in which months are printed that no year has, more of them than others: กี.ค. ๖๖, กีนาคม ๒๕๖๖."""
    if all(_ends_in_a_month(name) for _, name in _dated("".join([letter.text for letter in letters]))):
        return set()
    text, owners = lines_of(letters)
    counts: dict[int, list[int]] = {}
    for at, name in _dated(text):
        owner, good = owners[at], _ends_in_a_month(name)
        if owner is not None and (good or _SHORT.fullmatch(name) or _is_like_a_month(name)):
            counts.setdefault(owner.placed.font, [0, 0])[not good] += 1
    return {font for font, (good, bad) in counts.items() if bad >= LEAST_MONTHS and bad > good}


def _dated(text: str) -> Iterator[tuple[int, str]]:
    """Where names stand that years follow, and these names without blanks."""
    for year in _TWO_OR_FOUR.finditer(text):
        start = max(0, year.start() - _LONGEST)
        name = _NAME.search(text[start : year.start()])
        if name is not None:
            yield start + name.start(1), name[1].replace(" ", "")


def _ends_in_a_month(name: str) -> bool:
    return any(name.endswith(month) and name[: -len(month)][-1:] not in _BEFORE for month in _MONTHS)


def _is_like_a_month(name: str) -> bool:
    """Whether ``name`` ends in a month but for one or two letters of it."""
    return any(
        len(month) > 4 and 0 < sum(a != b for a, b in zip(name[-len(month) :], month, strict=True)) <= 2
        for month in _MONTHS
        if len(name) >= len(month)
    )


def _fonts_of_no_years(letters: Sequence[Letter]) -> set[int]:
    """Fonts in whose digits years are printed of which none can be one of such reports."""
    if all(map(_possible, _YEAR.findall("".join([letter.text for letter in letters])))):
        return set()
    text, owners = lines_of(letters)
    possible: dict[int, bool] = {}
    for match in _YEAR.finditer(text):
        owner = owners[match.start(1)]
        if owner is not None:
            font = owner.placed.font
            possible[font] = possible.get(font, False) or _possible(match[1])
    return {font for font, one in possible.items() if not one}


def fonts_in_doubt(text_page: Any, letters: Sequence[Letter]) -> set[int]:
    """Fonts whose digits the picture must tell.

    These are of Type 3, without a face, have two shapes under one code, or digits with another's outline.
    """
    digits: dict[tuple[int, str], list[Letter]] = {}
    for letter in letters:
        if letter.number >= 0 and letter.text.isdecimal():
            digits.setdefault((letter.placed.font, letter.text), []).append(letter)
    boxes = InkBoxes(text_page)
    types: dict[int, bool] = {}
    printed: dict[int, list[str]] = {}
    found = set()
    for (font, digit), mine in digits.items():
        if font not in types:
            types[font] = not has_face(font)
        if types[font] or digit not in _KNOWN:  # Lao digits in a Thai report
            found.add(font)
        elif font not in found:
            printed.setdefault(font, []).append(digit)
            if len(_shapes(boxes, mine)) > 1:
                found.add(font)
    asked = {font: known for font, known in printed.items() if font not in found and is_embedded(font)}
    return found | {
        font for font, known in asked.items() if _contradict(text_page, boxes, digits, font, known)
    }


def _contradict(
    text_page: Any,
    boxes: InkBoxes,
    digits: Mapping[tuple[int, str], Sequence[Letter]],
    font: int,
    known: Sequence[str],
) -> bool:
    """Whether the outlines of a font's digits are not those of their codes; asked once in a document."""
    firsts = [digits[font, digit][0] for digit in known]
    shapes = [boxes.shape(one.number, one.placed.size, max(one.x1 - one.x0, 1.0)) for one in firsts]
    key = face_name(font), *known, *(round(value, 2) for shape in shapes for value in shape)
    held = _asked.setdefault(text_page.page.pdf, {})
    if key not in held:
        held[key] = contradict(handle(font), known)
    return held[key]


def _shapes(boxes: InkBoxes, letters: Sequence[Letter]) -> list[tuple[Shape, list[Letter]]]:
    """Letters of one code, by where their ink stands about their origin."""
    found: list[tuple[Shape, list[Letter]]] = []
    for letter in letters:
        if not letter.visible or letter.placed.turn or letter.x1 - letter.x0 < WIDE * letter.placed.size:
            continue
        shape = boxes.shape(letter.number, letter.placed.size, letter.x1 - letter.x0)
        for other, mine in found:
            if _is_same(shape, other):
                mine.append(letter)
                break
        else:
            found.append((shape, [letter]))
    return found


def _is_same(one: Shape, two: Shape) -> bool:
    """Whether two letters are one glyph, be it pressed together or with a mark that makes it wider."""
    if max(abs(one.bottom - two.bottom), abs(one.top - two.top)) >= SAME_SHAPE:
        return False
    return any(
        max(abs(one.left * a - two.left * b), abs(one.right * a - two.right * b)) < SAME_SHAPE
        for a, b in ((1.0, 1.0), (one.width, two.width))
    )


def _possible(year: str) -> bool:
    return int(to_arabic(year)) in _YEARS or 2002 <= int(to_arabic(year)) <= 2032


def _is_tis620(text: str) -> bool:
    """Whether a font's letters are bytes of TIS-620 read as Latin: most beyond ASCII, spelling Thai."""
    letters = [char for char in text if not char.isspace() and (char > "\x7f" or char.isalpha())]
    high = [char for char in letters if "\u00a1" <= char <= "\u00fb" or char in _CP1252]
    symbols = [char for char in letters if "\uf0a1" <= char <= "\uf0fb"]
    if len(symbols) > BYTES * len(letters):  # bullets and boxes of Symbol and Wingdings are few and alike
        thai = "".join(map(_thai, text))
        return len(set(symbols)) >= FEW_SIGNS and share_of_words(thai) >= SPELLS
    if len(high) < 4 or len(high) < BYTES * len(letters):
        return False
    thai = "".join(map(_thai, text))
    return share_of_words(thai) >= SPELLS if len(high) >= LEAST_LETTERS else repair(thai).text == thai


def _thai(char: str) -> str:
    """The Thai letter of a TIS-620 byte that was read as Windows-1252, or as a sign of a symbol font."""
    byte = _CP1252.get(char, ord(char) - 0xF000 if "\uf0a1" <= char <= "\uf0fb" else ord(char))
    if 0xA1 <= byte <= 0xDA or 0xDF <= byte <= 0xFB:
        return chr(0x0E00 + byte - 0xA0)
    return _SIGNS.get(byte, char)


def _has_am_for_aa(letters: Sequence[Letter]) -> bool:
    """Whether a font writes ำ for every า: it has no า, and more of it are words when ำ is read as า."""
    counts = Counter(letter.text for letter in letters)
    if counts[AM] < LEAST_AM or counts[AA] > 0.1 * counts[AM]:
        return False
    text = lines(letters)
    ring = f" {AM}|(?:{NIKHAHIT}|(?<=[{CONSONANTS}]){AM})(?=[{TONES}]?{AM})"
    exchanged = re.sub(ring, "\ue000", text)
    exchanged = re.sub(f"(?<=\ue000)([{TONES}]?){AM}", r"\1", exchanged).replace(AM, AA).replace("\ue000", AM)
    return share_of_words(exchanged) > share_of_words(text) + BETTER


def _exchange(letters: Sequence[Letter]) -> None:
    """Set า for ำ, and ำ where a space, the ring or a ำ for the ring stands before it, which is dropped."""
    before: Letter | None = None
    for letter in letters:
        if letter.text == AM:
            if before is not None and _is_ring(before, letter):
                before.text = ""
            else:
                letter.text = AA
        if letter.text not in TONES or before is None or before.text not in (NIKHAHIT, AA):
            before = letter  # a tone may stand between the ring and its vowel


def _is_ring(before: Letter, vowel: Letter) -> bool:
    """Whether a letter is what stands for the ring of ำ before its other half; a ำ for it takes no room."""
    if abs(before.y - vowel.y) >= 2:
        return False
    no_room = abs(before.x - vowel.x) < RING_STEP * vowel.placed.size
    return before.text in (" ", NIKHAHIT) or (before.text == AA and no_room)
