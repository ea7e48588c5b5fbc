"""Codes that the ink of their letter contradicts: Helvetica's ` and _ are marks over and under the line."""

from __future__ import annotations

import pytest
from page_paper import opened, pdf, stream

from extract.pages import same_face
from extract.pages.font_letters import MARKS
from extract.pages.glyphs import read_glyphs
from extract.pages.placeholders import placeholder

OVER, UNDER, WIDE = "`", "_", "A"


def coded(codes: dict[str, str]) -> bytes:
    """A /ToUnicode table: the letter of each of Helvetica's characters."""
    rows = "\n".join(f"<{ord(a):02x}> <{b.encode('utf-16-be').hex()}>" for a, b in codes.items())
    return stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        + f"{len(codes)} beginbfchar\n{rows}\nendbfchar endcmap end".encode()
    )


def read(drawn: str, codes: dict[str, str], rest: str = "") -> str:
    content = f"BT /F 12 Tf 10 100 Td <{drawn.encode('latin-1').hex()}> Tj {rest} ET"
    with opened(pdf(content.encode(), extra={6: coded(codes)})) as page:
        return "".join(glyph.text for glyph in read_glyphs(page))


def test_a_mark_under_the_line_that_is_coded_as_a_tone_is_uu() -> None:
    """WeasyPrint with the faces of TLWG, whose glyphs put the tone before ู: ข้อม้ล."""
    assert read(
        f"{WIDE}{OVER}BCD{UNDER}E", {WIDE: "ก", OVER: "้", "B": "อ", "C": "ง", "D": "ม", UNDER: "้", "E": "ล"}
    ) == ("ก้องมูล")


def test_marks_of_one_letter_whose_codes_are_exchanged_change_places() -> None:
    assert read(f"{WIDE}{OVER}{UNDER}B", {WIDE: "ผ", OVER: "ู", UNDER: "้", "B": "บ"}) == "ผู้บ"


def test_a_tone_coded_as_a_vowel_under_the_line_is_asked_of_the_picture() -> None:
    """No other place tells which tone it is; it stays with its letter."""
    text = read(f"{WIDE}{OVER}{UNDER}B", {WIDE: "บ", OVER: "ุ", UNDER: "ุ", "B": "ก"})
    assert [char for char in text if not placeholder(char)] == ["บ", "ุ", "ก"] and placeholder(text[1])


def test_a_mark_beside_an_actual_text_that_gives_the_other_one_stays() -> None:
    """LibreOffice: ู as the text of the tone's glyph, the tone as the code of the glyph of ู."""
    span = f"/Span <</ActualText <FEFF0E39>>> BDC ({OVER}) Tj EMC ({UNDER}) Tj"
    assert set(read(WIDE, {WIDE: "ผ", OVER: "x", UNDER: "้"}, span)) == set("ผู้")


def test_a_stop_that_hangs_below_the_line_is_a_comma() -> None:
    """20,650 whose commas are coded as stops, and 50.5 whose stop is coded as a comma."""
    digits = {digit: digit for digit in "0123456789"}
    assert read("20,650", {**digits, ",": "."}) == "20,650"
    assert read("50.5", {**digits, ".": ","}) == "50.5"
    assert read("1,234.50", {**digits, ",": ",", ".": "."}) == "1,234.50"


TWO = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 8 0 R>>"


def two_fonts(first: str, second: str, sound: dict[str, str], wrong: dict[str, str]) -> str:
    """What is read of a line in one font, and of one in another font of the same face."""
    one, two = first.encode("latin-1").hex(), second.encode("latin-1").hex()
    content = f"BT /F 12 Tf 10 100 Td <{one}> Tj /G 12 Tf 0 -20 Td <{two}> Tj ET".encode()
    fonts = b"/Resources<</Font<</F 5 0 R/G 7 0 R>>>>"
    with opened(pdf(content, page=fonts, extra={6: coded(sound), 7: TWO, 8: coded(wrong)})) as page:
        return "".join(glyph.text for glyph in read_glyphs(page))[len(first) :]


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the file brought its faces along."""
    monkeypatch.setattr(same_face, "is_embedded", lambda font: True)


FONT = dict(zip("ABCDEFGHKL", "มกตรานคสพย", strict=True))
DIGITS = {digit: digit for digit in "0123456789"}


def test_letters_exchanged_in_one_of_two_fonts_of_a_face_are_told_by_the_other(embedded: None) -> None:
    """The font of the periods has ม and ก the other way round: กีนาคก for มีนาคม."""
    text = "AEDCBED" * 4  # มาตรการ
    assert two_fonts(text, "ABDC", FONT, FONT | {"A": "ก", "B": "ม"}) == "มกรต"


def test_item_numbers_that_are_each_one_on_are_told_by_the_other_font(embedded: None) -> None:
    wrong = {digit: str((int(digit) + 1) % 10) for digit in DIGITS}
    assert two_fonts("2565 1234567890", "12345", DIGITS, wrong) == "12345"


def test_letters_for_digits_and_digits_of_lao_are_told_by_the_other_font(embedded: None) -> None:
    assert two_fonts("1234567890", "51,123", DIGITS, DIGITS | {"1": "l", ",": ","}) == "51,123"
    lao = {digit: chr(0x0ED0 + int(digit)) for digit in DIGITS}
    assert two_fonts("1234567890", "75822", DIGITS, lao) == "75822"


def test_glyphs_of_one_size_are_not_told_apart_by_it(embedded: None) -> None:
    """Helvetica's 0 and 6, ๔ and ๕ of many faces: the picture says which of them it is."""
    read = two_fonts("1234567890", "77605", DIGITS, DIGITS | {"6": "0", "0": "6", "7": "8", "5": "9"})
    assert [placeholder(char) for char in read] == [False, False, True, True, False]


def test_two_glyphs_under_one_code_are_told_by_the_other_font(embedded: None) -> None:
    assert two_fonts("1234567890", "4572", DIGITS, DIGITS | {"7": "4", "2": "5"}) == "4572"


def test_fonts_of_one_face_that_agree_keep_their_letters(embedded: None) -> None:
    assert two_fonts("AEDCBED 2565", "HEK 25", FONT | DIGITS, FONT | DIGITS | {"H": "ส"}) == "สาพ 25"


def test_marks_are_known_by_their_place_alone() -> None:
    assert {"\u0e38", "\u0e39", "\u0e49", "\uf70a"} <= MARKS


def test_a_blank_that_has_ink_is_a_letter_whose_code_is_not_known() -> None:
    """The comma of ๓๖,๖๐๐ coded as a blank: two amounts; digits coded as blanks: none."""
    digits = {digit: digit for digit in "0123456789"}
    for blank in " \u00a0":
        text = read("20,650", {**digits, ",": blank})
        assert (text[:2], text[3:], placeholder(text[2])) == ("20", "650", True)
    assert read("20 650", {**digits, " ": " "}) == "20 650"


def test_blanks_with_ink_side_by_side_are_not_told() -> None:
    """pdfium gives two of them as one, as wide as both: one digit of the two would be lost."""
    assert read("AABCD", {"A": " ", "B": "ก", "C": "ข", "D": "ค"}) == "\ufffdกขค"
