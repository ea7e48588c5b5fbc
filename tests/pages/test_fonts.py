"""Fonts judged one by one: bytes of TIS-620, ำ for every า, letters without codes, digits that cannot be."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from page_paper import opened, pdf, stream

from extract.pages import digit_shapes
from extract.pages.digit_shapes import DIGITS, Outline, described, exchanged
from extract.pages.glyphs import read_glyphs
from extract.pages.other_codes import set_aa
from extract.pages.placeholders import coded, is_digit, placeholder
from extract.pages.textlayer import Ink
from extract.thai.repair import repair


def code_of(char: str, letters: str | list[str]) -> int:
    """The code of a letter: those of ``letters`` from A on, a blank that of Helvetica's, which has no ink."""
    return 0x20 if char == " " else 0x41 + letters.index(char)


def texts(text: str, by_words: bool = False) -> str:
    """What is read of a line whose font has the letters of ``text``, each under a code of its own."""
    letters = "".join(dict.fromkeys(text))
    codes = " ".join(f"{code_of(char, letters):02x}" for char in text)
    content = f"BT /F 12 Tf 10 100 Td <{codes}> Tj ET".encode()
    with opened(pdf(content, letters=letters)) as page:
        return "".join(glyph.text for glyph in read_glyphs(page, by_words))


def test_bytes_of_tis620_under_a_latin_coding_are_thai() -> None:
    """A font that is not embedded, its Thai bytes named as Latin letters: ¡Í§¤ÅÑ§."""
    assert texts("กองคลัง ๘,๐๐๐".encode("cp874").decode("latin-1")) == "กองคลัง ๘,๐๐๐"


def test_thai_under_the_codes_of_a_symbol_font_is_thai() -> None:
    """Old Angsana fonts: U+F000 and the byte of TIS-620."""
    text = "มาตรการส่งเสริมความโปร่งใส"
    assert texts("".join(chr(0xF000 + byte) for byte in text.encode("cp874"))) == text
    assert texts("\uf0b7\uf0d8\uf0a7\uf0fc\uf0b7") == "\uf0b7\uf0d8\uf0a7\uf0fc\uf0b7"


def test_latin_with_accents_stays_latin() -> None:
    assert texts("Café Zürich") == "Café Zürich"


def test_am_that_stands_for_every_aa_of_a_font_is_aa() -> None:
    """Fonts without any า write กรมกำรแพทย์ and ส ำนักงำน: a space before ำ makes it the real one."""
    assert texts("กรมกำรแพทย์ ส ำนักงำนสำธำรณสุข") == "กรมการแพทย์ สำนักงานสาธารณสุข"


@pytest.mark.parametrize("tone", "่้๊๋")
def test_a_tone_may_stand_between_the_ring_and_the_vowel_of_the_real_am(tone: str) -> None:
    """In นํ้ำ the tone ้ parted the ring from its vowel, and น้ำ came out as น้า."""
    read = texts(f"กำรจัดกำรน\u0e4d{tone}ำ กรมกำรปกครอง")
    assert repair(read).text == f"การจัดการน{tone}ำ กรมการปกครอง"


def test_am_for_aa_after_am_for_the_ring_is_the_real_one() -> None:
    """pdfkit writes ำ as its ring and its า; both are coded as ำ, and the ring takes no room."""
    letters = ["ำ", *"องค์กรบิหต", "ำ", "ล"]
    widths = b" ".join(b"0" if letter == "ำ" and not n else b"600" for n, letter in enumerate(letters))
    face = (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R/FirstChar 65/LastChar 77"
        b"/Widths[%s]>>" % widths
    )
    codes = "".join(f"{0x42 + letters[1:].index(char):02x}" for char in "องค์กำรบริหำรองค์กำร")
    content = f"BT /F 12 Tf 10 100 Td <{codes}> Tj (KALHM) Tj ET"
    with opened(pdf(content.encode(), letters=letters, extra={5: face})) as page:
        assert "".join(glyph.text for glyph in read_glyphs(page)) == "องค์การบริหารองค์การตำบล"


def test_am_of_words_that_have_it_stays_though_the_font_has_no_aa() -> None:
    assert texts("ลำดับ จำนวน กำหนด") == "ลำดับ จำนวน กำหนด"


def test_a_letter_without_a_code_is_asked_of_the_picture() -> None:
    read = texts("มาตรการเ\ufffdยแพร่")
    (unknown,) = [char for char in read if placeholder(char)]
    assert coded(unknown) == "\ufffd"
    assert read.replace(unknown, "ผ") == "มาตรการเผยแพร่"


def test_garbage_beside_am_is_left_for_repair() -> None:
    """LibreOffice and others write a glyph without a code for the ring of ำ."""
    assert not any(map(placeholder, texts("ด\ufffdาเนินการ")))


def test_digits_that_make_no_possible_year_are_asked_of_the_picture() -> None:
    """Thai digits mapped to other digits: พ.ศ. ๒๕๖๖ stands in the file as พ.ศ. ๗๑๓๓."""
    read = texts("ปีงบประมาณ พ.ศ. ๗๑๓๓")
    assert [coded(char) for char in read if placeholder(char)] == list("๗๑๓๓")
    assert not any(map(placeholder, texts("ปีงบประมาณ พ.ศ. ๒๕๖๖")))


def test_a_font_that_spells_no_words_is_asked_of_the_picture() -> None:
    shuffled = str.maketrans("กขคงจชดตทนบปผพมยรลวสหอาิีุู", "อาสหวลรยมพผปบนทตดชจงคขกูุีิ")
    text = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสในหน่วยงาน เผยแพร่ข้อมูลการใช้จ่ายงบประมาณทางเว็บไซต์"
    assert sum(map(placeholder, texts(text.translate(shuffled), by_words=True))) > 60
    assert not any(map(placeholder, texts(text, by_words=True)))


def test_am_given_by_an_actual_text_beside_am_for_aa_stays() -> None:
    """A font of a browser: every า coded as ำ, the true ำ under an /ActualText."""
    text = "กรมกรุงกาฬ"
    letters = "กรมงุฬ\u0e33"
    codes = "".join(f"{code_of(char, letters):02x}" for char in text.replace("า", "ำ") * 3)
    span = "/Span <</ActualText <FEFF0E140E33>>> BDC <41> Tj EMC"
    with opened(pdf(f"BT /F 12 Tf 10 100 Td <{codes}> Tj {span} ET".encode(), letters=letters)) as page:
        read = "".join(glyph.text for glyph in read_glyphs(page))
    assert read.endswith("ดำ")


def bare(codes: str, letters: dict[int, str]) -> list[str]:
    """What is read of codes of two bytes in a font that has a /ToUnicode for ``letters`` only."""
    rows = "\n".join(f"<{code:04x}> <{char.encode('utf-16-be').hex()}>" for code, char in letters.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange {len(letters)} beginbfchar\n{rows}\nendbfchar endcmap end"
    )
    face = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Helvetica/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts["
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica/DW 600/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )
    content = f"BT /F 12 Tf 10 100 Td <{codes}> Tj ET".encode()
    with opened(pdf(content, extra={5: face, 6: stream(cmap.encode())})) as page:
        return [glyph.text for glyph in read_glyphs(page)]


def test_a_code_without_an_entry_in_a_table_that_the_font_has_is_no_letter() -> None:
    """fpdf2 with ๕ left out of /ToUnicode: its number in the font, 35, came out as #."""
    read = bare("00410042002300410042", {0x41: "ก", 0x42: "ข"})
    assert [placeholder(text) for text in read] == [False, False, True, False, False]


def test_ko_without_a_code_is_no_ring_of_am() -> None:
    """ก stands before า most of the time, as the ring of ำ does, but it has the ink of a letter."""
    letters = {0x41: "ร", 0x42: "า", 0x43: "ม"}
    read = bare("0041 0008 0042 0041 0041 0008 0042 0043 0008 0041".replace(" ", ""), letters)
    assert [placeholder(text) for text in read].count(True) == 3


def test_numbers_of_glyphs_are_no_bytes_of_tis620() -> None:
    """A font without codes whose glyphs have the numbers 161 to 251."""
    assert all(map(placeholder, bare("00f8010f00f700f50109", {0x41: "ก"})))


def test_letters_inside_a_number_are_digits() -> None:
    """0 coded as O and 1 as l; O42 is the name of an indicator."""
    assert [placeholder(char) for char in texts("5O,l25")] == [False, True, False, True, False, False]
    assert not any(map(placeholder, texts("O42 (OIT) 2O")[:9]))
    assert not any(map(placeholder, texts("ITA Online 2565")))


def test_a_font_whose_codes_are_signs_is_asked_of_the_picture() -> None:
    """A /ToUnicode that repeats the codes of a font of shapes."""
    assert all(map(placeholder, texts("&6>%,FT+,4A2C$/O9OA'*+*%DQ*E*")))
    assert not any(map(placeholder, texts("https://www.nacc.go.th/ita?id=25&p=1#top")))


def test_a_font_of_impossible_months_is_asked_of_the_picture() -> None:
    """ม and ก exchanged in the font of the periods; one slip of a writer is none of its font's."""
    read = texts("กี.ค. ๖๖ - เก.ย. ๖๖")
    assert [placeholder(char) for char in read if char not in " -"].count(False) == 4  # the digits
    assert not any(map(placeholder, texts("มี.ค. ๖๖ - เม.ย. ๖๖ เดือนมกราคม ๒๕๖๖ กรกฏาคม ๒๕๖๖")))
    assert not any(map(placeholder, texts("มิถูนายน ๒๕๖๖ ถึง กันยายน ๒๕๖๖")))


def test_digits_of_a_font_without_a_face_are_asked_of_the_picture() -> None:
    """Type 3: a font of shapes alone, which a program numbers as it likes; letters need no such doubt."""
    shape = stream(b"500 0 0 0 400 500 d1 0 0 400 500 re f")
    face = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 600]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65"
        b"/LastChar 67/Widths[500 500 500]/Encoding<</Differences[65/a/a/a]>>/CharProcs<</a 7 0 R>>"
        b"/ToUnicode 6 0 R>>"
    )
    with opened(pdf(b"BT /F 12 Tf 10 100 Td (ABC) Tj ET", letters="1ก2", extra={5: face, 7: shape})) as page:
        read = [glyph.text for glyph in read_glyphs(page)]
    assert [placeholder(text) for text in read] == [True, False, True]


def test_two_shapes_under_the_code_of_one_digit_are_asked_of_the_picture() -> None:
    """A font whose ๕ and ๖ are both told as ๕: Helvetica's A and W stand for them here."""
    with opened(pdf(b"BT /F 12 Tf 10 100 Td (AiAi) Tj ET", extra={6: _two_codes()})) as page:
        read = [glyph.text for glyph in read_glyphs(page)]
    assert all(map(placeholder, read)) and read[0] == read[2] != read[1] == read[3]


def _two_codes() -> bytes:
    return _codes("<41> <0e55>", "<69> <0e55>")


def _codes(*pairs: str) -> bytes:
    """A /ToUnicode table; the page's font is Helvetica."""
    head = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange"
    told = "\n".join(pairs)
    cmap = f"{head} {len(pairs)} beginbfchar {told} endbfchar endcmap end"
    return stream(f"/CIDInit /ProcSet findresource begin {cmap}".encode())


def _read(content: str, *pairs: str) -> list[str]:
    with opened(pdf(content.encode(), extra={6: _codes(*pairs)})) as page:
        return [glyph.text for glyph in read_glyphs(page)]


def test_a_stop_that_goes_down_below_the_line_is_a_comma() -> None:
    digits = ("<31> <0031>", "<30> <0030>", "<2e> <002e>")
    assert "".join(_read("BT /F 12 Tf 10 100 Td (1,000 1.00) Tj ET", *digits, "<2c> <002e>")) == "1,000 1.00"


def test_marks_whose_ink_stands_on_the_wrong_side_are_no_such_marks() -> None:
    """WeasyPrint tells ู of the glyph of ้ and the other way round: a line below, a stroke above."""
    pairs = ("<41> <0e21>", "<5f> <0e49>", "<27> <0e39>")
    content = "BT /F 12 Tf 10 100 Td ({}) Tj ET"
    assert _read(content.format("A_"), *pairs) == ["มู"]
    assert any(map(placeholder, "".join(_read(content.format("A'"), *pairs))))
    swapped = ("<41> <0e21>", "<5f> <0e39>", "<27> <0e49>")
    assert _read(content.format("A_A'"), *swapped) == ["มู", "ม้"]
    assert [sorted(text) for text in _read(content.format("A'_"), *pairs)] == [sorted("มู้")]


@pytest.mark.parametrize("x, times", [(11, 1), (40, 2)])
def test_a_second_glyph_that_repeats_the_letters_of_the_one_under_it(x: int, times: int) -> None:
    """typst tells all of ที่ of each glyph of it."""
    pairs = ("<41> <0e170e350e48>", "<69> <0e170e350e48>")
    content = f"BT /F 12 Tf 10 100 Td (A) Tj ET BT /F 12 Tf {x} 103 Td (i) Tj ET"
    assert "".join(_read(content, *pairs)) == "ที่" * times


def test_months_that_are_none_prove_the_codes_of_a_font_wrong() -> None:
    """ก and ม exchanged in the font of the periods; a slip of the pen is no proof."""
    assert sum(map(placeholder, texts("กี.ค. ๖๖ - เก.ย. ๖๖"))) > 10
    assert not any(map(placeholder, texts("มี.ค. ๖๖ - กี.ย. ๖๖ น.ส. ๓ก")))


def test_digits_of_another_script_are_asked_of_the_picture() -> None:
    assert sum(map(placeholder, texts("พ.ศ. \u0ed2\u0ed5\u0ed6\u0ed7"))) == 4


def test_the_byte_of_yo_ying_is_no_hyphen() -> None:
    """0xAD is a soft hyphen to those who take TIS-620 for Latin."""
    text = "ขวัญและกำลังใจ"
    assert texts(text.encode("cp874").decode("latin-1")) == text


def test_am_for_every_aa_of_a_body_whose_true_am_is_spelled_out() -> None:
    """Chromium: ด and ำ under an /ActualText, every other า coded as ำ, a sound font beside."""
    text = "กรมกรุงกาฬ"
    letters = "กรมงุฬ\u0e33"
    codes = "".join(f"{code_of(char, letters):02x}" for char in text.replace("า", "ำ") * 9)
    span = "/Span <</ActualText <FEFF0E140E33>>> BDC <41> Tj EMC"
    with opened(pdf(f"BT /F 12 Tf 10 100 Td <{codes}> Tj {span} ET".encode(), letters=letters)) as page:
        read = "".join(glyph.text for glyph in read_glyphs(page))
    assert read.endswith("ดำ") and "ำฬ" not in read


FACES = {
    "0123456789": {
        "0": Outline(1.000, 0.474, -0.010, 0.710, 0.416, 0.500, 0.500, -0.000),
        "1": Outline(0.000, 0.349, 0.000, 0.700, 0.382, 0.486, 0.459, -0.015),
        "2": Outline(0.000, 0.458, 0.000, 0.710, 0.361, 0.537, 0.465, 0.010),
        "3": Outline(0.000, 0.454, -0.010, 0.710, 0.368, 0.596, 0.495, -0.002),
        "4": Outline(1.000, 0.492, 0.000, 0.700, 0.389, 0.565, 0.471, 0.010),
        "5": Outline(0.000, 0.460, -0.010, 0.700, 0.413, 0.511, 0.520, -0.014),
        "6": Outline(1.000, 0.461, -0.010, 0.712, 0.420, 0.482, 0.447, 0.000),
        "7": Outline(0.000, 0.445, 0.000, 0.700, 0.300, 0.533, 0.632, 0.016),
        "8": Outline(2.000, 0.470, -0.010, 0.710, 0.483, 0.500, 0.495, -0.000),
        "9": Outline(1.000, 0.461, -0.012, 0.710, 0.420, 0.522, 0.550, -0.001),
    },
    "๐๑๒๓๔๕๖๗๘๙": {
        "๐": Outline(1.000, 0.554, -0.010, 0.434, 0.404, 0.500, 0.499, 0.000),
        "๑": Outline(1.000, 0.570, -0.024, 0.434, 0.487, 0.502, 0.501, -0.002),
        "๒": Outline(1.000, 0.610, -0.010, 0.608, 0.398, 0.464, 0.428, -0.019),
        "๓": Outline(1.000, 0.578, -0.010, 0.434, 0.510, 0.501, 0.517, 0.006),
        "๔": Outline(1.000, 0.636, -0.019, 0.608, 0.329, 0.462, 0.402, 0.020),
        "๕": Outline(2.000, 0.636, -0.019, 0.608, 0.376, 0.467, 0.457, 0.019),
        "๖": Outline(1.000, 0.601, -0.010, 0.608, 0.320, 0.494, 0.424, -0.024),
        "๗": Outline(1.000, 0.671, -0.010, 0.608, 0.375, 0.520, 0.426, 0.021),
        "๘": Outline(1.000, 0.573, -0.010, 0.608, 0.375, 0.534, 0.398, 0.017),
        "๙": Outline(1.000, 0.609, -0.010, 0.608, 0.342, 0.487, 0.421, 0.026),
    },
}
"""Outlines of the digits of a face in use (Sarabun)."""


def test_digits_of_another_digits_outline_are_doubted() -> None:
    """Two digits exchanged in a page's only font, or in that of the amounts, no year printed in it."""
    for digits in DIGITS:
        for one, two in itertools.combinations(digits, 2):
            lies = {**FACES[digits], one: FACES[digits][two], two: FACES[digits][one]}
            assert exchanged(lies) and not exchanged(FACES[digits])


def test_an_outline_is_told_by_its_holes_its_middle_and_its_lean() -> None:
    outer, inner = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (1, 3), (3, 3), (3, 1)]
    dot, dash = [(9, 9), (8, 8)], [(0, 0), (1, 0), (2, 0)]
    points = np.array([*outer, *dot, *inner, *dash, *inner], float)
    found = described(points, np.array([0, 4, 6, 10, 13]), np.array([0, 0, 0, 1, 3]))
    assert list(found) == [0, 3]  # a line without area is nothing, nor are two points
    assert found[0][:4] == (1.0, 4.0, 0.0, 4.0) and found[3][:4] == (0.0, 2.0, 1.0, 3.0)
    assert (found[0].filled, found[0].across, found[0].up) == pytest.approx((0.75, 0.5, 0.5))


def test_am_whose_own_ink_has_the_ring_stays_where_every_aa_is_coded_as_am() -> None:
    """Two glyphs of one font, both coded as ำ: the higher one is."""
    tops = {"ด": 0.61, "ำ": 0.95, "น": 0.6, "ก": 0.61, "า": 0.62, "ร": 0.6}
    text = "ดำนการ"
    letters = [
        SimpleNamespace(
            text=char.replace("า", "ำ"), number=n, x=0.5 * n, y=0.0, placed=SimpleNamespace(turn=0, size=1.0)
        )
        for n, char in enumerate(text)
    ]
    ink = SimpleNamespace(of=lambda number, *_: Ink(0.0, 0.4, 0.0, tops[text[number]]))
    set_aa(ink, letters)  # type: ignore[arg-type]
    assert "".join(letter.text for letter in letters) == text


def test_thai_digits_under_the_codes_of_arabic_ones_are_no_exchanged_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """TH SarabunIT๙ shows ๑๐๘ for 108; Word does so where numerals are Thai."""
    arabic, thai = DIGITS
    shown = {digit: FACES[thai][twin] for digit, twin in zip(arabic, thai, strict=True)}
    exchanged_two = {**shown, "2": shown["3"], "3": shown["2"]}
    for looks, told in ((shown, False), (exchanged_two, True)):
        monkeypatch.setattr(digit_shapes, "outlines", lambda *_, looks=looks: looks)
        assert exchanged(looks)
        assert digit_shapes.contradict(None, list(looks)) is told
        few = {digit: looks[digit] for digit in "018"}
        monkeypatch.setattr(digit_shapes, "outlines", lambda *_, few=few: few)
        assert not digit_shapes.contradict(None, list(few), thai_face=True)


def test_the_number_of_a_glyph_inside_words_is_no_digit() -> None:
    """Chromium, ส left out of a font's table: it came as 7, its number, was read as a digit and lost."""
    text = "ปีงบประมาณ พ.ศ. ๗๑๓๓ เ7ริม ใ7"
    letters = dict(enumerate(dict.fromkeys(text.replace("7", "").replace(" ", "")), 0x41)) | {0x20: " "}
    code = {char: number for number, char in letters.items()} | {"7": 0x37}
    read = "".join(bare("".join(f"{code[char]:04x}" for char in text), letters))
    told = [char for char in read if placeholder(char)]
    assert [is_digit(char) for char in told] == [True] * 4 + [False] * 2
