"""Text layers as writers leave them: spans of /ActualText, marks apart from their letter, lone dashes."""

from __future__ import annotations

from page_paper import opened, pdf

from extract.model import Glyph
from extract.pages.glyphs import read_glyphs
from extract.pages.lines import group_lines

MARKED = "กขค\u0e48\u0e34\u0e33 -"  # codes A to H: ก ข ค ่ ิ ำ space hyphen


def glyphs_of(content: str, letters: str = MARKED) -> tuple[Glyph, ...]:
    with opened(pdf(content.encode("latin-1"), letters=letters)) as page:
        return read_glyphs(page)


def texts(content: str, letters: str = MARKED) -> list[str]:
    return [glyph.text for glyph in glyphs_of(content, letters)]


def shown(content: str, letters: str = MARKED) -> list[str]:
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


def test_render_mode_3_is_not_visible() -> None:
    glyphs = glyphs_of("BT /F 20 Tf 10 100 Td 3 Tr (A) Tj 0 Tr (B) Tj ET")
    assert [(glyph.text, glyph.visible) for glyph in glyphs] == [("ก", False), ("ข", True)]


def test_letters_in_white_do_not_show_and_pale_ones_hardly() -> None:
    """A browser prints white letters in a pale gray."""
    glyphs = glyphs_of("BT /F 20 Tf 10 100 Td 1 g (A) Tj .67 g (B) Tj .4 g (C) Tj ET")
    assert [(glyph.visible, glyph.pale) for glyph in glyphs] == [(False, False), (True, True), (True, False)]


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
    content = "BT /F 20 Tf 1 0 0 1 10 100 Tm (ABG) Tj 1 0 0 1 10 70 Tm (CG) Tj ET"
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
