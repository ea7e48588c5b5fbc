"""Fonts judged one by one: bytes of TIS-620, ำ for every า, letters without codes, digits that cannot be."""

from __future__ import annotations

import pytest
from page_paper import opened, pdf, stream

from extract.pages.fonts import coded, exchanged, placeholder
from extract.pages.glyphs import read_glyphs
from extract.pages.textlayer import Shape


def texts(text: str, by_words: bool = False) -> str:
    """What is read of a line whose font has the letters of ``text``, each under a code of its own."""
    letters = "".join(dict.fromkeys(text))
    codes = " ".join(f"{0x41 + letters.index(char):02x}" for char in text)
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
    codes = "".join(f"{0x41 + letters.index(char):02x}" for char in text.replace("า", "ำ") * 3)
    span = "/Span <</ActualText <FEFF0E140E33>>> BDC <41> Tj EMC"
    with opened(pdf(f"BT /F 12 Tf 10 100 Td <{codes}> Tj {span} ET".encode(), letters=letters)) as page:
        read = "".join(glyph.text for glyph in read_glyphs(page))
    assert read.endswith("ดำ")


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
    cmap = (
        "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <0e55>\n<69> <0e55>"
    )
    return stream(f"/CIDInit /ProcSet findresource begin {cmap} endbfchar endcmap end".encode())


PROMPT = {
    "๑": Shape(0.071, 0.929, -0.086, 0.502, 0.630),
    "๒": Shape(0.090, 0.910, -0.014, 0.558, 0.721),
    "๓": Shape(0.068, 0.902, -0.014, 0.502, 0.665),
    "๔": Shape(0.072, 0.960, 0.000, 0.572, 0.629),
    "๕": Shape(0.072, 0.960, 0.000, 0.639, 0.629),
    "๘": Shape(0.068, 0.932, -0.014, 0.572, 0.660),
}
"""Ink of six digits of a face in use."""


@pytest.mark.parametrize("one, two, lie", [("๑", "๑", False), ("๓", "๘", True), ("๒", "๕", True)])
def test_digits_of_another_digits_shape_are_doubted(one: str, two: str, lie: bool) -> None:
    """๓ and ๘ exchanged in a page's only font; ๒ and ๕ in the font of the amounts, no year printed in it."""
    assert exchanged({**PROMPT, one: PROMPT[two], two: PROMPT[one]}) is lie


def test_digits_of_a_page_that_stands_on_its_side_in_the_file_are_not_doubted_by_height() -> None:
    assert not exchanged({digit: Shape(-0.6, 0.0, 0.0, 0.1, 0.6) for digit in PROMPT})
