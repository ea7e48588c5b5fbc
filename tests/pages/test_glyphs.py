"""Text layers as writers leave them: spans of /ActualText, marks apart from their letter, lone dashes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from page_paper import opened, pdf

from extract.model import Glyph
from extract.pages.actual_text import is_wide
from extract.pages.glyphs import read_glyphs
from extract.pages.lines import group_lines
from extract.pages.placeholders import placeholder
from extract.tables.fill import PALE

MARKED = "กขค\u0e48\u0e34\u0e33 -"  # codes A to H: ก ข ค ่ ิ ำ space hyphen


def glyphs_of(content: str, letters: Sequence[str] = MARKED) -> tuple[Glyph, ...]:
    with opened(pdf(content.encode("latin-1"), letters=letters)) as page:
        return read_glyphs(page)


def texts(content: str, letters: Sequence[str] = MARKED) -> list[str]:
    return [glyph.text for glyph in glyphs_of(content, letters)]


def shown(content: str, letters: Sequence[str] = MARKED) -> list[str]:
    return [line.text for line in group_lines(glyphs_of(content, letters))]


def test_marks_join_their_letter() -> None:
    assert texts("BT /F 20 Tf 10 100 Td [(A)(E)(D)(B)] TJ ET") == ["ก\u0e34\u0e48", "ข"]


def test_actual_text_stands_once_for_all_that_is_drawn_under_it() -> None:
    """Chromium writes น้ำ as glyphs out of order, and their text in a span."""
    span = "/Span <</ActualText <FEFF0E190E490E33>>> BDC"
    content = f"BT /F 20 Tf 10 100 Td (A) Tj {span} (BC) Tj 5 0 Td (D) Tj EMC (A) Tj ET"
    assert texts(content) == ["ก", "น\u0e49", "\u0e33", "ก"]


def test_actual_text_shares_its_width_among_its_letters() -> None:
    content = "BT /F 20 Tf 10 100 Td /Span <</ActualText <FEFF0E010E020E030E04>>> BDC (AAAA) Tj EMC ET"
    boxes = [glyph.bbox for glyph in glyphs_of(content)]
    assert len(boxes) == 4
    widths = [box.width for box in boxes]
    assert max(widths) - min(widths) < 0.01
    assert boxes[0].x0 < 13 and boxes[-1].x1 > 55


def test_actual_text_over_a_row_of_cells_leaves_each_its_own() -> None:
    """A report writer gives each row of a table its text once, over all its cells."""
    span = "/Span <</ActualText <FEFF0E010E020020 0E040E01>>> BDC"
    row = f"{span} BT /F 20 Tf 10 100 Td (AB) Tj ET BT /F 20 Tf 300 100 Td (CA) Tj ET EMC"
    assert [(glyph.text, round(glyph.bbox.x0)) for glyph in glyphs_of(row)][::2] == [("ก", 10), ("ค", 300)]


def test_an_empty_actual_text_over_letters_takes_none_of_them_away() -> None:
    """Over a mark or a hyphen it says that there is nothing to read; over words it lies."""
    span = "/Span <</ActualText <FEFF>>> BDC"
    assert texts(f"BT /F 20 Tf 10 100 Td {span} (ABCA) Tj EMC ET") == ["ก", "ข", "ค", "ก"]
    assert texts(f"BT /F 20 Tf 10 100 Td (AB) Tj {span} (H) Tj EMC ET") == ["ก", "ข"]


def test_actual_text_over_two_lines_keeps_them_two() -> None:
    span = "/Span <</ActualText <FEFF0E010E020E040E01>>> BDC"
    assert shown(f"{span} BT /F 20 Tf 10 100 Td (AB) Tj 0 -24 Td (CA) Tj ET EMC") == ["กข", "คก"]


def test_actual_text_over_a_row_mends_letters_without_a_code() -> None:
    span = "/Span <</ActualText <FEFF0E010E020020 0E040E01>>> BDC"
    row = f"{span} BT /F 20 Tf 10 100 Td (AB) Tj ET BT /F 20 Tf 300 100 Td (CA) Tj ET EMC"
    assert texts(row, "ก\ufffdค") == ["ก", "ข", "ค", "ก"]


def test_actual_text_that_a_row_does_not_show_is_not_what_it_says() -> None:
    span = "/Span <</ActualText <FEFF0E090E090020 0E090E09>>> BDC"
    row = f"{span} BT /F 20 Tf 10 100 Td (AB) Tj ET BT /F 20 Tf 300 100 Td (CA) Tj ET EMC"
    assert texts(row) == ["ก", "ข", "ค", "ก"]


def test_vowel_and_tone_of_a_span_are_no_lines_of_their_own() -> None:
    """Chromium draws รุ่ as three objects: the tone stands a whole letter over the vowel below."""
    assert not is_wide([(261, 520, 266, 528), (264, 516, 265, 519), (263, 529, 265, 532)], 12, 1)


def test_two_spans_side_by_side_stay_two() -> None:
    span = "/Span <</ActualText <FEFF0E01>>> BDC (A) Tj EMC "
    assert texts(f"BT /F 20 Tf 10 100 Td {span * 2} ET") == ["ก", "ก"]


def test_empty_actual_text_hides_its_ink() -> None:
    content = "BT /F 20 Tf 10 100 Td (A) Tj /Span <</ActualText ()>> BDC (B) Tj EMC (C) Tj ET"
    assert texts(content) == ["ก", "ค"]


def test_tone_drawn_before_its_line_finds_its_letter() -> None:
    """The Royal Gazette draws the tone of หน้า by itself, first."""
    content = "BT /F 20 Tf 1 0 0 1 26 100 Tm (D) Tj 1 0 0 1 10 100 Tm (ABC) Tj ET"
    assert texts(content) == ["ก", "ข\u0e48", "ค"]


def test_bold_by_drawing_twice_is_one_letter() -> None:
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (A) Tj 1 0 0 1 10.4 100 Tm (A) Tj ET"
    assert texts(content) == ["ก"]


def test_bold_by_printing_the_page_twice_is_one_page() -> None:
    """A driver draws every line, then every line again beside: pdfium sees twins five objects back."""
    lines = [
        (letters, 140 - 20 * n) for n, letters in enumerate(("ABC", "CBA", "BAC", "CAB", "ACB", "BCA", "AAB"))
    ]
    once = "".join(f"1 0 0 1 10 {y} Tm ({letters}) Tj " for letters, y in lines)
    again = "".join(f"1 0 0 1 10.4 {y} Tm ({letters}) Tj " for letters, y in lines)
    assert shown(f"BT /F 20 Tf {once}{again}ET") == ["กขค", "คขก", "ขกค", "คกข", "กคข", "ขคก", "กกข"]


def test_a_shadow_drawn_beside_its_letters_is_one_text() -> None:
    """A title with a grey shadow 1.6 points to the right and below, drawn before the black letters."""
    shadow = "0.7 g 1 0 0 1 11.6 98.4 Tm (ABC) Tj 0 g 1 0 0 1 10 100 Tm (ABC) Tj"
    assert shown(f"BT /F 20 Tf {shadow} ET") == ["กขค"]


def test_a_letter_behind_a_mark_of_no_width_has_a_shadow_too() -> None:
    """A mark of no width and the letter after it begin at one spot, and are two all the same."""
    page, font = b"BT /F 20 Tf %s 10 100 Tm (ADA) Tj ET", b"/FirstChar 65/Widths[500 500 500 0]"
    content = page % b"1 0 0 1" + page.replace(b"10 100", b"11.6 98.4") % b"1 0 0 1"
    objects = {5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R%s/LastChar 68>>" % font}
    with opened(pdf(content, letters=MARKED, extra=objects)) as opened_page:
        assert [glyph.text for glyph in read_glyphs(opened_page)] == ["ก\u0e48", "ก"]


def test_like_letters_side_by_side_are_two_though_narrow() -> None:
    """Two dots of ฯลฯ.. or two ones in small print stand within two points of one another."""
    assert shown("BT /F 6 Tf 1 0 0 1 10 100 Tm (HHA) Tj ET", "กขค\u0e48\u0e34\u0e33 .") == ["..ก"]


def test_digits_drawn_after_all_other_text_go_to_their_places() -> None:
    """Content ordered by font: ก ข ค and then, in the second font, what stands between them."""
    letters = "1 0 0 1 10 100 Tm (A) Tj 1 0 0 1 40 100 Tm (B) Tj 1 0 0 1 70 100 Tm (C) Tj"
    assert shown(f"BT /F 20 Tf {letters} 1 0 0 1 25 100 Tm (H) Tj 1 0 0 1 55 100 Tm (H) Tj ET") == ["ก-ข-ค"]


def test_marks_drawn_after_all_other_text_find_their_letters() -> None:
    """กินมี่: the marks of the first letters come last, where the letter before them is another."""
    bases = "1 0 0 1 10 100 Tm (A) Tj 1 0 0 1 24.5 100 Tm (B) Tj 1 0 0 1 39 100 Tm (C) Tj"
    marks = "1 0 0 1 11 100 Tm (E) Tj 1 0 0 1 40 100 Tm (D) Tj"
    assert shown(f"BT /F 20 Tf {bases} {marks} ET") == ["ก\u0e34ขค\u0e48"]


def test_a_letter_drawn_wholly_before_the_last_one_stands_before_it() -> None:
    assert shown(
        "BT /F 20 Tf 1 0 0 1 30 100 Tm (H) Tj 1 0 0 1 22 100 Tm (H) Tj 1 0 0 1 10 100 Tm (A) Tj ET"
    ) == ["ก--"]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 100 100", "0 -1 1 0 100 300"])
def test_words_set_upwards_or_downwards_are_read_along_their_line(matrix: str) -> None:
    """Header words turned by a quarter in their cells, a mark on one of their letters."""
    (line,) = group_lines(glyphs_of(f"BT /F 20 Tf {matrix} Tm [(A)(E)(BC)] TJ ET"))
    assert line.text == "ก\u0e34ขค"
    assert line.bbox.height > line.bbox.width


def test_a_line_spaced_out_over_its_column_has_no_blanks_within_words() -> None:
    """Thai distributed text: every letter a step of its own, wider than many a blank."""
    steps = " ".join(f"1 0 0 1 {10 + 32 * i} 100 Tm (A) Tj" for i in range(7))
    assert shown(f"BT /F 20 Tf {steps} ET") == ["กกกกกกก"]


@pytest.mark.parametrize(("step", "year"), [(15, "2 5 5 2"), (18, "2552")])
def test_a_year_alone_in_the_last_line_of_a_cell_spaced_out_letter_by_letter(step: int, year: str) -> None:
    """Four digits at even steps are one number where the letters above them are spaced out too."""
    letters = " ".join(f"1 0 0 1 {10 + step * i} 130 Tm (C) Tj" for i in range(7))
    digits = " ".join(f"1 0 0 1 {10 + 36 * i} 100 Tm ({code}) Tj" for i, code in enumerate("ABBA"))
    with opened(pdf(f"BT /F 20 Tf {letters} {digits} ET".encode(), letters="25ก")) as page:
        assert [line.text for line in group_lines(read_glyphs(page))] == ["ก" * 7, year]


def test_render_mode_3_is_not_visible() -> None:
    glyphs = glyphs_of("BT /F 20 Tf 10 100 Td 3 Tr (A) Tj 0 Tr (B) Tj ET")
    assert [(glyph.text, glyph.visible) for glyph in glyphs] == [("ก", False), ("ข", True)]


def test_letters_in_white_do_not_show_and_pale_ones_hardly() -> None:
    """A browser prints white letters in a pale gray."""
    glyphs = glyphs_of("BT /F 20 Tf 10 100 Td 1 g (A) Tj .67 g (B) Tj .4 g (C) Tj ET")
    assert [(glyph.visible, glyph.tone >= PALE) for glyph in glyphs] == [
        (False, True),
        (True, True),
        (True, False),
    ]


def test_lone_dash_at_a_line_end_stays_a_dash() -> None:
    """Pdfium takes a hyphen before a line break for a word break and changes its code."""
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (AH) Tj 1 0 0 1 10 70 Tm (B) Tj ET"
    assert shown(content) == ["ก-", "ข"]


def test_private_use_and_legacy_letters_are_left_for_repair() -> None:
    assert texts("BT /F 20 Tf 10 100 Td (AB) Tj ET", "ท\u0477") == ["ท", "\u0477"]
    assert texts("BT /F 20 Tf 10 100 Td (AB) Tj ET", "ป\uf702") == ["ป\uf702"]


def test_size_is_what_is_printed() -> None:
    (glyph,) = glyphs_of("q 0.5 0 0 0.5 0 0 cm BT /F 1 Tf 32 0 0 32 100 100 Tm (A) Tj ET Q")
    assert round(glyph.size, 3) == 16
    assert round(glyph.baseline, 2) == 350


def test_space_at_a_line_end_is_kept() -> None:
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (AB ) Tj 1 0 0 1 10 70 Tm (C ) Tj ET"
    assert shown(content) == ["กข ", "ค "]


def test_wide_gap_is_a_space_and_a_narrow_one_is_not() -> None:
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (A) Tj 1 0 0 1 50 100 Tm (B) Tj 1 0 0 1 68 100 Tm (C) Tj ET"
    assert shown(content) == ["ก ขค"]


def test_columns_come_from_left_to_right_whatever_was_drawn_first() -> None:
    content = "BT /F 10 Tf 1 0 0 1 300 100 Tm (C) Tj 1 0 0 1 10 100.5 Tm (A) Tj 1 0 0 1 150 99.8 Tm (B) Tj ET"
    assert shown(content) == ["ก ข ค"]


def test_lines_come_from_the_top() -> None:
    content = "BT /F 10 Tf 1 0 0 1 10 50 Tm (C) Tj 1 0 0 1 10 90 Tm (A) Tj 1 0 0 1 10 70 Tm (B) Tj ET"
    assert shown(content) == ["ก", "ข", "ค"]


def test_a_page_without_text_has_no_glyphs_and_no_lines() -> None:
    assert glyphs_of("0 0 m 9 9 l S") == ()
    assert group_lines(()) == ()


def test_too_complex_page_is_not_walked(monkeypatch) -> None:
    monkeypatch.setattr("extract.pages.openpage.MAX_OBJECTS", 3)
    assert glyphs_of("BT /F 10 Tf 10 10 Td (A) Tj (A) Tj (A) Tj (A) Tj ET") == ()


def test_an_actual_text_that_gives_another_number_than_its_letters_is_asked_of_the_picture() -> None:
    content = "BT /F 20 Tf 10 100 Td /Span <</ActualText <FEFF00390039>>> BDC (AB) Tj EMC ET"
    with opened(pdf(content.encode(), letters="12")) as page:
        assert [placeholder(glyph.text) for glyph in read_glyphs(page)] == [True, True]


def test_an_actual_text_of_another_date_leaves_the_letters_and_asks_for_the_digits() -> None:
    """เมษายน 2558 said over มิ.ย. 66: four of five periods of a report were those."""
    span = "/Span <</ActualText <FEFF0E010E020020003900390039>>> BDC"
    content = f"BT /F 20 Tf 10 100 Td {span} (CAB) Tj EMC ET"
    with opened(pdf(content.encode(), letters="12ก")) as page:
        assert [placeholder(glyph.text) or glyph.text for glyph in read_glyphs(page)] == ["ก", True, True]


def test_an_actual_text_that_says_another_thing_than_its_letters_is_not_what_they_show() -> None:
    span = "/Span <</ActualText <FEFF0E070E070E070E070E07>>> BDC"
    assert texts(f"BT /F 20 Tf 10 100 Td {span} (ABC) Tj EMC ET") == ["ก", "ข", "ค"]


def test_an_actual_text_drawn_again_as_a_shadow_is_one_text() -> None:
    span = "/Span <</ActualText <FEFF0E010E34>>> BDC (A) Tj EMC"
    content = f"BT /F 20 Tf 1 0 0 1 10 100 Tm {span} 1 0 0 1 11.6 98.4 Tm {span} ET"
    assert texts(content) == ["กิ"]


def test_like_letters_of_two_lines_that_cross_are_two() -> None:
    """A period that runs over the amount beside it: their ๖ at one spot is no shadow."""
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (ABCBA) Tj 1 0 0 1 38.5 100 Tm (CABAB) Tj ET"
    assert sorted(texts(content)) == sorted("กขคขกคกขกข")


def test_parts_of_a_cluster_that_each_say_the_whole_say_it_once() -> None:
    """typst draws the mark of ป็ apart, higher, and gives letter and mark the text of both; of นำ all."""
    span = "/Span <</ActualText <FEFF0E1B0E47>>> BDC (B) Tj EMC"
    alone = "BT /F 20 Tf 22 103 Td (C) Tj ET BT /F 20 Tf 34 100 Td (A) Tj ET"
    drawn = f"BT /F 20 Tf 10 100 Td (A) Tj {span} ET {alone}"
    assert texts(drawn, ["เ", "ป", "ป็"]) == ["เ", "ป็", "เ"]
    whole = "/Span <</ActualText <FEFF0E190E33>>> BDC {} EMC"
    part = whole.format("BT /F 20 Tf {} 100 Td (B) Tj ET")
    mark = "BT /F 20 Tf {} 103 Td (C) Tj ET"
    drawn = " ".join((part.format(10), mark.format(11), part.format(22)))
    assert texts(drawn, ["เ", "น", "นำ"]) == ["น", "ำ"]
    twice = " ".join((drawn, part.format(34), mark.format(35), part.format(46)))
    assert texts(twice, ["เ", "น", "นำ"]) == ["น", "ำ"] * 2


def test_a_cluster_printed_twice_side_by_side_is_two() -> None:
    span = "/Span <</ActualText <FEFF0E190E33>>> BDC (BC) Tj EMC "
    assert texts(f"BT /F 20 Tf 10 100 Td {span * 2} ET", ["เ", "น", "ำ"]) == ["น", "ำ"] * 2


def in_two_fonts(content: str, letters: str) -> list[str]:
    """Texts of a page with a font /G beside /F: pdfium keeps letters of two fonts at one spot."""
    bold = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/ToUnicode 6 0 R>>"
    fonts = b"/Resources<</Font<</F 5 0 R/G 7 0 R>>>>"
    with opened(pdf(content.encode(), page=fonts, letters=letters, extra={7: bold})) as page:
        return [glyph.text for glyph in read_glyphs(page)]


def test_a_letter_drawn_twice_whose_code_is_in_doubt_once_is_one_letter() -> None:
    """Chromium's bold by stroke: the digit of มาตรการที่ 1 stood again behind the heading."""
    span = "/Span <</ActualText <FEFF0039>>> BDC (A) Tj EMC"
    content = f"BT /F 20 Tf 1 0 0 1 10 100 Tm {span} /G 20 Tf 1 0 0 1 10.3 100 Tm (AB) Tj ET"
    assert len(in_two_fonts(content, "1ข")) == 2


def test_a_letter_of_a_slanted_watermark_over_its_like_is_no_shadow() -> None:
    """The watermark's น stood within 2 pt of the น of เสนอ, which was dropped with it."""
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (AB) Tj /G 20 Tf .8 .6 -.6 .8 11 99 Tm (A) Tj ET"
    assert sorted(in_two_fonts(content, "กข")) == ["ก", "ก", "ข"]


def test_a_letter_over_its_paler_shadow_is_as_dark_as_it_is() -> None:
    """Embossed print and shadows draw the pale copy first: each such text was told as pale."""
    content = "BT /F 20 Tf .8 g 1 0 0 1 10 100 Tm (AB) Tj 0 g 1 0 0 1 11.2 98.8 Tm (AB) Tj ET"
    assert [(glyph.text, glyph.tone) for glyph in glyphs_of(content)] == [("ก", 0), ("ข", 0)]


def test_bold_by_four_prints_in_steps_is_one_text() -> None:
    """Chromium's text-shadow three times in black: words came out in pieces."""
    letters = " ".join(f"({letter}) Tj" for letter in "ABCABCABC")
    prints = [f"1 0 0 1 {10 + step} {100 - step} Tm {letters}" for step in (0, 0.4, 0.7, 1)]
    assert texts(f"BT /F 20 Tf {' '.join(prints)} ET") == list("กขคกขคกขค")


def test_a_line_printed_twice_at_one_spot_has_its_blanks_once() -> None:
    content = (
        "BT /F 20 Tf 1 0 0 1 10 100 Tm (AB CA) Tj 1 0 0 1 10 60 Tm (CAB) Tj 1 0 0 1 10 100 Tm (AB CA) Tj ET"
    )
    assert shown(content)[0] == "กข คก"


def test_a_dash_two_points_aside_of_its_shadow_is_one() -> None:
    assert shown("BT /F 16 Tf 1 0 0 1 10 100 Tm (AHB) Tj .6 g 1 0 0 1 12.0001 101 Tm (AHB) Tj ET") == ["ก-ข"]


def test_a_vowel_and_a_tone_without_codes_on_one_letter_are_two() -> None:
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (B) Tj 1 0 0 1 19 108 Tm (C) Tj 1 0 0 1 19.5 110 Tm (A) Tj ET"
    told = texts(content, letters=["\ufffd", "ข", "\ufffd"])
    assert len("".join(told)) == 3


def test_a_lone_letter_over_its_like_is_not_taken_out_with_what_is_under_it() -> None:
    """Clear digits over an amount: where a ๐ of theirs met one of its own, both were lost."""
    over = "1 0 0 1 11 100 Tm (A) Tj 1 0 0 1 80 100 Tm (AC) Tj"
    content = f"BT /F 20 Tf 1 0 0 1 10 100 Tm (A) Tj (B) Tj (C) Tj {over} ET"
    assert texts(content) == ["ก", "ข", "ค", "ก", "ค"]
