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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import pypdfium2.raw as raw

from extract.data import rows
from extract.pages.digit_shapes import DIGITS as DIGITS_OF
from extract.pages.digit_shapes import contradict
from extract.pages.objects import light
from extract.pages.textlayer import InkBoxes, Shape, face_name, handle, has_face, is_embedded
from extract.thai.letters import AA, AM, CONSONANTS, NIKHAHIT, TONES, to_arabic
from extract.thai.repair import repair, swapped_aa_am
from extract.thai.tokens import tokens, words

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

SAME_SHAPE = 0.003
"""Of a letter's width, and of the font size: where the ink of one glyph stands is told to .0001; of 0 and
3 of one face it differs by .005 and more."""

WIDE = 0.2
"""Of the font size: narrower letters are pressed, and their shape tells nothing."""

SHAPES, MOST_SHAPES = 0xA000, 0x1000
"""Where placeholders of letters stand that all have the same code, none: one for each shape."""

OTHER_SHAPES = 0xE000
"""Where placeholders of digits stand that share their code with another shape."""

DIGITS = 0xE100
"""Where placeholders of digits stand of which only it is in doubt which one they are."""

LOW, HIGH = 0.05, 0.3
"""Of the font size over the line: marks over letters end above, those under letters begin below."""

LATIN = 0.75
"""Share of letters in text of Latin words without its numbers; in codes that count glyphs about half."""

TAIL = -0.04
"""Of the font size: the tail of a comma goes down further; stops end at the line."""

FEW_MONTHS = 2
"""Different abbreviations of no month before a year, from which a font's letters lie."""

_KNOWN = frozenset("".join(DIGITS_OF))
_OVER, _UNDER = (
    frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"),
    frozenset("\u0e38\u0e39\u0e3a"),
)
_MONTH = re.compile(r"(?<![ก-\u0e4e.])([เก-ฮ][ก-ฮ\u0e34\u0e35]?\.\s?[ก-ฮ]\.)\s*(?=[0-9๐-๙]{2})")
_MONTHS = frozenset(row["form"] for row in rows("months.csv")) | {"พ.ศ.", "ค.ศ."}

_asked: WeakKeyDictionary[Any, dict[tuple[object, ...], bool]] = WeakKeyDictionary()
"""By document: what was found of a font with digits of these shapes; each page numbers its fonts anew."""

_MAP_ERROR = light(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_EXPLAINED = re.compile(
    f"(?:(?<=[{CONSONANTS}])|(?<=[{TONES}])|{AM})[\x00-\x08\x0e-\x1f\ufffd]+(?={AA}|{AM}|$)"
)
"""Garbage beside ำ, which repair knows: a writer's glyph for its ring."""

_YEAR = re.compile(r"(?:พ\.\s?ศ\.|ปีงบประมาณ|[มคยพ]\.|คม|ยน|พันธ์)\s*([0-9๐-๙]{4})(?![0-9๐-๙])")
_YEARS = range(2545, 2576)
"""Buddhist years that such reports speak of; the assessment began in 2556."""


_CP1252 = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}
_SIGNS = {0x80: "€", 0x85: "…", **dict(zip(range(0x91, 0x98), "‘’“”•–—", strict=True)), 0xA0: " "}
"""What Windows-874 has beside TIS-620."""

_PLANES = (0xF0000, 0x100000)
"""Where placeholders stand: a plane for one font, the other for all further ones."""


class Letter(Protocol):
    """What is asked of a letter: its text, its number on the text page, how it was set."""

    text: str
    number: int
    y: float
    x0: float
    x1: float
    visible: bool
    placed: Any


def placeholder(text: str) -> bool:
    """Whether a letter's code is not known."""
    return text >= chr(_PLANES[0])


def unknown(char: str) -> str:
    """A placeholder for a digit whose code cannot be right."""
    return chr(_PLANES[-1] + DIGITS + (ord(char) & 0xFF))


def is_digit(text: str) -> bool:
    """Whether a placeholder stands for some digit."""
    return OTHER_SHAPES <= ord(text) & 0xFFFF < DIGITS + 0x100


def coded(placeholder: str) -> str:
    """The letter that the file gives where a placeholder stands, U+FFFD where it gives none."""
    code = ord(placeholder) & 0xFFFF
    if DIGITS <= code < DIGITS + 0x100:
        code -= DIGITS if code < DIGITS + 0x50 else DIGITS - 0x0E00
    untold = code < 0x20 or code == 0xFFFD or SHAPES <= code < SHAPES + MOST_SHAPES
    return "\ufffd" if untold else chr(code)


def settle_codes(text_page: Any, letters: Sequence[Letter], by_words: bool = False) -> None:
    """Set ``text`` of the letters of each font to what they stand for; '' where a letter is to be dropped.

    Args:
        text_page: pdfium's.
        letters: of a page, in content order.
        by_words: ask of each font whether it spells words; worth its time where the page as a whole does not.
    """
    of_font: dict[int, list[Letter]] = {}
    for letter in letters:
        of_font.setdefault(letter.placed.font, []).append(letter)
    whole = swapped_aa_am("".join(letter.text for letter in letters))
    planes = iter(_PLANES)
    plane = next(planes)
    odd = _fonts_of_no_years(letters) | fonts_in_doubt(text_page, letters)
    for font, mine in of_font.items():
        text = "".join(letter.text for letter in mine)
        if text.isascii() and text.isprintable() and font not in odd and not _of_type(text_page, mine):
            _set_commas(text_page, mine)
            continue
        if _is_tis620(text):
            for letter in mine:
                letter.text = "".join(map(_thai, letter.text))
            continue
        drawn = [letter for letter in mine if letter.number >= 0]  # an /ActualText is right as it is
        if (not whole or NIKHAHIT in text or AA not in text) and _has_am_for_aa(drawn):
            _exchange(drawn)
        _set_commas(text_page, drawn)
        asked = _unknown(text_page, mine, by_words, font in odd)
        if asked:
            digits = font in odd and all(letter.text.isdecimal() for letter in asked)
            for letter in asked:
                if digits:
                    letter.text = chr(plane + DIGITS + (ord(letter.text) & 0xFF))
                else:
                    letter.text = "".join(chr(plane + (ord(char) & 0xFFFF)) for char in letter.text)
            _part_shapes(text_page, asked)
            _part_untold(text_page, asked, plane)
            plane = next(planes, plane)


def _of_type(text_page: Any, letters: Sequence[Letter]) -> bool:
    """Whether a font whose codes look like plain Latin has none."""
    return _without_code(text_page, letters[:8]) == len(letters[:8])


def _without_code(text_page: Any, letters: Iterable[Letter]) -> int:
    return sum(letter.number >= 0 and _MAP_ERROR(text_page, letter.number) == 1 for letter in letters)


def _unknown(text_page: Any, letters: Sequence[Letter], by_words: bool, odd_digits: bool) -> list[Letter]:
    """The letters of one font that only the picture can tell."""
    inked = [letter for letter in letters if letter.number >= 0 and letter.text.strip(" ")]
    text = "".join(letter.text for letter in inked)
    thai = sum("\u0e01" <= char <= "\u0e5b" for char in text)
    strange = [letter for letter in inked if not "\u0e01" <= letter.text <= "\u0e5b"]
    if thai < SPELLED * len(inked) and _without_code(text_page, strange) > UNCODED * len(inked):
        return [letter for letter in letters if letter.number >= 0]
    if not has_face(letters[0].placed.font) and thai < SPELLED * len(inked) and _is_signs(text):
        return inked
    if by_words and thai >= LEAST_LETTERS and _spelled(letters) < SPELLS:
        return inked
    if _has_no_months(_lines(letters)):
        return inked
    nameless = [each for each in strange if not _GARBAGE.match(each.text)]
    nameless = [each for each in nameless if _without_code(text_page, [each])]
    for letter, after in itertools.pairwise(letters) if nameless else ():
        if after.text == AA and any(letter is each for each in nameless):
            letter.text = "\ufffd"  # the ring of ำ, which repair knows
    text = "".join(letter.text for letter in inked)
    lost = {id(letter) for letter in nameless if letter.text != "\ufffd"}
    lost.update(id(letter) for letter in _misplaced(text_page, letters))
    if odd_digits:
        lost.update(id(letter) for letter in inked if letter.text.isdecimal())
    if _GARBAGE.search(text) and _GARBAGE.search(_EXPLAINED.sub("", _lines(letters))):
        lost.update(id(letter) for letter in inked if _GARBAGE.match(letter.text))
    return [letter for letter in inked if id(letter) in lost]


def _is_signs(text: str) -> bool:
    """Whether what is no number is mostly signs: codes counted from a font's first glyph on."""
    told = re.sub(r"[0-9๐-๙.,\s/()-]", "", text)
    return len(told) >= FEW_SIGNS and sum(char.isalpha() for char in told) < LATIN * len(told)


def _has_no_months(text: str) -> bool:
    """Whether what stands for months in a font is none: กี.ค. and เก.ย. where ก and ม are exchanged."""
    found = ["".join(month.split()) for month in _MONTH.findall(text)]
    return len(set(found) - _MONTHS) >= FEW_MONTHS and 2 * sum(m not in _MONTHS for m in found) > len(found)


def _misplaced(text_page: Any, letters: Sequence[Letter]) -> Iterator[Letter]:
    """Marks whose ink stands under the line though their code says over it, or the other way round.

    Two marks of one letter that have one another's codes spell it all the same.
    """
    boxes = InkBoxes(text_page)
    base: Letter | None = None
    marks: list[Letter] = []
    for letter in letters:
        if letter.text in _OVER or letter.text in _UNDER:
            marks.append(letter)
            continue
        if marks and base is not None:
            yield from _misplaced_over(boxes, base, marks)
        base, marks = letter, []
    if marks and base is not None:
        yield from _misplaced_over(boxes, base, marks)


def _misplaced_over(boxes: InkBoxes, base: Letter, marks: Sequence[Letter]) -> Iterator[Letter]:
    size = base.placed.size
    if any(mark.number < 0 or mark.placed.turn or abs(base.y - mark.y) > size / 2 for mark in marks):
        return
    wrong = []
    for mark in marks:
        bottom, top = boxes.ends(mark.number)
        lift = mark.y - base.y  # of a mark that is set higher than its letter
        over = mark.text in _OVER
        if top > bottom and (top + lift < LOW * size if over else bottom + lift > HIGH * size):
            wrong.append(mark)
    if len({mark.text in _OVER for mark in wrong}) == 1:
        yield from wrong


def _set_commas(text_page: Any, letters: Sequence[Letter]) -> None:
    """Set a comma for each stop between digits whose ink goes down below the line."""
    boxes = InkBoxes(text_page)
    for before, letter, after in zip(letters, letters[1:], letters[2:], strict=False):
        if letter.text == "." and before.text.isdecimal() and after.text.isdecimal():
            bottom, top = boxes.ends(letter.number)
            if bottom < TAIL * letter.placed.size and top < HIGH * letter.placed.size:
                letter.text = ","


def _lines(letters: Sequence[Letter]) -> str:
    """The letters in content order, a line break where the baseline changes."""
    parts: list[str] = []
    level = None
    for letter in letters:
        if level is not None and abs(letter.y - level) > 2:
            parts.append("\n")
        parts.append(letter.text)
        level = letter.y
    return "".join(parts)


def _spelled(letters: Sequence[Letter]) -> float:
    """Share of the Thai letters of a font that stand in words of the dictionary, after repair."""
    text = repair(_lines(letters)).text
    return _share(text)


def _share(text: str) -> float:
    known = words()
    found = [
        (len(word), len(word) > 1 and word in known) for word in tokens(re.sub("[^ก-ฮะ-\u0e4e]+", " ", text))
    ]
    total = sum(length for length, _ in found)
    return sum(length for length, good in found if good) / total if total else 1.0


def _fonts_of_no_years(letters: Sequence[Letter]) -> set[int]:
    """Fonts in whose digits years are printed of which none can be one of such reports."""
    if all(map(_possible, _YEAR.findall("".join([letter.text for letter in letters])))):
        return set()
    text = ""
    owners: list[Letter] = []
    level = None
    for letter in letters:
        if level is not None and abs(letter.y - level) > 2:
            text += "\n"
            owners.append(letter)
        text += letter.text
        owners += [letter] * len(letter.text)
        level = letter.y
    possible: dict[int, bool] = {}
    for match in _YEAR.finditer(text):
        font = owners[match.start(1)].placed.font
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
            if all(abs(a - b) < SAME_SHAPE for a, b in zip(shape[:4], other[:4], strict=True)):
                mine.append(letter)
                break
        else:
            found.append((shape, [letter]))
    return found


def _part_shapes(text_page: Any, letters: Sequence[Letter]) -> None:
    """Give digits of other shapes under one code placeholders of their own."""
    digits: dict[str, list[Letter]] = {}
    for letter in letters:
        if is_digit(letter.text[0]):
            digits.setdefault(letter.text, []).append(letter)
    boxes = InkBoxes(text_page)
    for code, mine in digits.items():
        for number, (_, others) in enumerate(_shapes(boxes, mine)[1:]):
            for letter in others:
                letter.text = chr((ord(code[0]) & ~0xFFFF) + OTHER_SHAPES + 16 * number + int(_digit(code)))


def _part_untold(text_page: Any, letters: Sequence[Letter], plane: int) -> None:
    """Give letters of no code at all placeholders by their shape."""
    untold = [letter for letter in letters if letter.text == chr(plane + 0xFFFD)]
    boxes, numbers = InkBoxes(text_page), dict[Shape, int]()
    if len(untold) < FEW_SIGNS:
        return
    for letter in untold:
        width = max(letter.x1 - letter.x0, WIDE * letter.placed.size)
        shape = boxes.shape(letter.number, letter.placed.size, width)
        number = numbers.setdefault(Shape(*(round(value, 3) for value in shape)), len(numbers))
        letter.text = chr(plane + SHAPES + number % MOST_SHAPES)


def _digit(code: str) -> str:
    return to_arabic(coded(code[0]))


def _possible(year: str) -> bool:
    return int(to_arabic(year)) in _YEARS or 2002 <= int(to_arabic(year)) <= 2032


def _is_tis620(text: str) -> bool:
    """Whether a font's letters are bytes of TIS-620 read as Latin: most beyond ASCII, spelling Thai."""
    letters = [char for char in text if not char.isspace() and (char > "\x7f" or char.isalpha())]
    high = [char for char in letters if "\u00a1" <= char <= "\u00fb" or char in _CP1252]
    symbols = [char for char in letters if "\uf0a1" <= char <= "\uf0fb"]
    if len(symbols) > BYTES * len(letters):  # bullets and boxes of Symbol and Wingdings are few and alike
        thai = "".join(map(_thai, text))
        return len(set(symbols)) >= FEW_SIGNS and _share(thai) >= SPELLS
    if len(high) < 4 or len(high) < BYTES * len(letters):
        return False
    thai = "".join(map(_thai, text))
    return _share(thai) >= SPELLS if len(high) >= LEAST_LETTERS else repair(thai).text == thai


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
    text = _lines(letters)
    exchanged = re.sub(f" {AM}|{NIKHAHIT}(?=[{TONES}]?{AM})", "\ue000", text)
    exchanged = re.sub(f"(?<=\ue000)([{TONES}]?){AM}", r"\1", exchanged).replace(AM, AA).replace("\ue000", AM)
    return _share(exchanged) > _share(text) + BETTER


def _exchange(letters: Sequence[Letter]) -> None:
    """Set า for ำ, and ำ where a space or the ring stands before it, which is dropped."""
    before: Letter | None = None
    for letter in letters:
        if letter.text == AM:
            if before is not None and before.text in (" ", NIKHAHIT) and abs(before.y - letter.y) < 2:
                before.text = ""
            else:
                letter.text = AA
        if letter.text not in TONES or before is None or before.text != NIKHAHIT:
            before = letter  # a tone may stand between the ring and its vowel
