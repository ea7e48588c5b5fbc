"""Words struck out by a line of any look; a watermark over a rule strikes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_paper import opened, pdf
from table_paper import print_at

from extract.marks.struck import strike
from extract.model import Ruling
from extract.pages.glyphs import read_glyphs
from extract.tables.ruled.vector import read_drawing


@pytest.mark.parametrize(
    ("thickness", "tone", "struck"), [(0.5, 0, True), (3.75, 0, True), (6.0, 0, False), (0.5, 190, False)]
)
def test_a_line_through_the_middle_of_letters(thickness: float, tone: int, struck: bool) -> None:
    """A browser draws a wavy line as a bar a third of the letters high; pale letters are a watermark."""
    glyphs = [replace(glyph, tone=tone) for glyph in print_at("ยกเลิก", 50, 70, 12)]
    end = max(glyph.bbox.x1 for glyph in glyphs)
    rule = Ruling(True, 70 - 0.3 * 12, 50, end, thickness)
    with opened(pdf()) as page:
        marked, rules = strike(page, glyphs, [rule])
    assert all(glyph.struck is struck for glyph in marked)
    assert len(rules) == (0 if struck else 1)


@pytest.mark.parametrize(
    "content",
    [
        "20 196 m 46 212 l S 20 212 m 46 196 l S",
        "20 200 m 26 206 l 32 200 l 38 206 l 44 200 l S",
    ],
    ids=["two lines that cross", "a zigzag"],
)
def test_slanting_lines_over_words_strike_them_out(content: str) -> None:
    """Neither is a rule, and both end where the words end."""
    words = "BT /F 12 Tf 20 200 Td (ABC) Tj 100 0 Td (ABC) Tj ET "
    assert _struck(pdf(f"{words}1 w {content}".encode())) == "กขค"


@pytest.mark.parametrize(
    "note",
    [
        b"/Line/L[20 204 44 204]/Rect[19 203 45 205]",
        b"/Ink/InkList[[20 201 26 207 32 201 38 207 44 201]]/Rect[19 200 45 208]",
    ],
    ids=["a line", "a pen"],
)
def test_notes_of_lines_over_words_strike_them_out(note: bytes) -> None:
    """Viewers draw these over the page, as they do StrikeOut."""
    words = b"BT /F 12 Tf 20 200 Td (ABC) Tj 100 0 Td (ABC) Tj ET "
    noted = pdf(words, page=b"/Annots[7 0 R]", extra={7: b"<</Type/Annot/Subtype%s/F 4>>" % note})
    assert _struck(noted) == "กขค"


def test_a_line_under_words_or_a_tick_beside_them_strikes_nothing() -> None:
    words = "BT /F 12 Tf 20 200 Td (ABC) Tj ET 1 w 20 194 m 46 197.5 l S 48 200 m 51 197 l 58 210 l S"
    assert _struck(pdf(words.encode())) == ""


def _struck(data: bytes) -> str:
    """The letters of a page that are struck out."""
    with opened(data) as page:
        drawing = read_drawing(page)
        glyphs, _ = strike(page, read_glyphs(page), drawing.rulings, drawing.strokes)
    return "".join(glyph.text for glyph in glyphs if glyph.struck)


@pytest.mark.parametrize(("frame", "struck"), [(47.0, True), (50.0, False)])
def test_a_long_line_through_a_whole_row_strikes_it_unless_it_ends_at_the_frame(
    frame: float, struck: bool
) -> None:
    glyphs = print_at("ยกเลิกมาตรการส่งเสริม", 55, 70, 12)
    glyphs = [*glyphs, *print_at("คุณธรรม", 55, 86, 12)]  # the second line of the row
    rules = [Ruling(True, 66.4, 50, 450, 1), Ruling(False, frame, 20, 300, 1), Ruling(False, 453, 20, 300, 1)]
    rules += [Ruling(True, 55, frame, 453, 1), Ruling(True, 92, frame, 453, 1)]
    with opened(pdf()) as page:
        marked, left = strike(page, glyphs, rules)
    assert all(glyph.struck is struck for glyph in marked)
    assert len(left) == (4 if struck else 5)
