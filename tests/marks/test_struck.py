"""Words struck out by a line of any look; a watermark over a rule strikes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_paper import opened, pdf
from table_paper import print_at

from extract.marks.struck import strike
from extract.model import Ruling


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
