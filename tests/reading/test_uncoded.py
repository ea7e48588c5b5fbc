"""Letters without codes read from the picture: every place where a code is printed votes for its letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from page_paper import opened, pdf

from extract.clock import Clock
from extract.model import BBox, Glyph, GrayImage, Line
from extract.ocr.choose import Region
from extract.reading.uncoded import has_uncoded, read_uncoded, without_placeholders

CODES = {letter: chr(0xF0001 + i) for i, letter in enumerate("๐๑๒๓๔๕๖๗๘๙่")}


def printed(text: str, y: float, unknown: str) -> list[Glyph]:
    """Glyphs of ``text``, those in ``unknown`` without a code; marks take no room."""
    out, x = [], 50.0
    for letter in text:
        wide = 0.0 if letter == "่" else 6.0
        code = CODES[letter] if letter in unknown else letter
        out.append(Glyph(code, BBox(x, y - 12, x + wide, y + 3), y, 14))
        x += wide
    return out


class Reads:
    """An engine that reads the lines it is told, region by region."""

    name, version = "reader", "0"

    def __init__(self, *lines: str) -> None:
        self.lines = lines

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        assert len(regions) == len(self.lines)
        return [
            (Line(text, region.box, 0.99, (0.99,) * len(text)),)
            for text, region in zip(self.lines, regions, strict=True)
        ]


def read(glyphs: Sequence[Glyph], *lines: str) -> tuple[Glyph, ...]:
    engines: Any = SimpleNamespace(get=lambda: Reads(*lines))
    with opened(pdf(b"")) as page:
        return read_uncoded(page, glyphs, engines, Clock())[0]


def test_digits_without_codes_come_from_the_picture() -> None:
    glyphs = [*printed("มีนาคม ๒๕๖๖", 100, "๒๕๖"), *printed("จำนวน ๒๖ คน", 130, "๒๖")]
    out = read(glyphs, "มีนาคม ๒๕๖๖", "จำนวน ๒๖ คน")
    assert "".join(glyph.text for glyph in out) == "มีนาคม ๒๕๖๖จำนวน ๒๖ คน"
    assert all(0.9 < glyph.confidence < 1 for glyph in out if glyph.text in "๒๖")
    assert all(glyph.confidence == 1 for glyph in out if glyph.text not in "๒๕๖")


def test_one_slip_of_the_engine_is_outvoted() -> None:
    glyphs = [glyph for n in range(4) for glyph in printed("ครั้งที่ ๖", 100 + 30 * n, "๖")]
    out = read(glyphs, "ครั้งที่ ๖", "ครั้งที่ ๖", "ครั้งที่ ๐", "ครั้งที่ ๖")
    digits = [glyph for glyph in out if glyph.text in "๖๐"]
    assert [glyph.text for glyph in digits] == ["๖"] * 4
    assert all(glyph.confidence < 0.9 for glyph in digits)  # and the doubt is told


def test_a_four_among_fives_stays_unknown() -> None:
    """One code for ๔ and ๕, whose glyphs have one size in many faces: the amount would change."""
    code = chr(0xFE155)
    glyphs = []
    for n in range(4):
        glyphs += [
            replace(g, text=code if g.text == "๕" else g.text) for g in printed("๒๕,๐๐๐", 100 + 30 * n, "")
        ]
    out = read(glyphs, "๒๕,๐๐๐", "๒๔,๐๐๐", "๒๕,๐๐๐", "๒๕,๐๐๐")
    assert [out[6 * n + 1].text for n in range(4)] == ["๕", "\ufffd", "๕", "๕"]


def test_a_code_of_several_letters_is_told_by_its_places() -> None:
    """A font of shapes whose codes were counted anew after every sixtieth letter."""
    code, texts = chr(0xF0041), ("บาท", "บาง", "บอก", "๖ วา", "๖ คน")
    lines = [glyph for n, text in enumerate(texts) for glyph in printed(text, 100 + 30 * n, "")]
    out = read([replace(g, text=code if g.text in "บ๖" else g.text) for g in lines], *texts)
    assert "".join(glyph.text for glyph in out) == "".join(texts)


def test_a_tone_without_a_code_is_told_beside_the_vowel_under_its_letter() -> None:
    """บุ๊ก: the reading has the vowel first, the file the tone."""
    tone = chr(0xFD800)
    (b, k) = printed("บก", 100, "")
    out = read([replace(b, text=f"บ{tone}\u0e38"), k], "บุ๊ก")
    assert "".join(glyph.text for glyph in out) == "บุ๊ก"


def test_letters_of_a_line_that_stand_a_hair_apart_are_one_piece() -> None:
    """A note typed beside print whose baseline is .3 points lower."""
    (left, right) = printed("ก", 100.4, ""), printed("ขค", 100.6, "")
    glyphs = [replace(g, text=chr(0xF0045), bbox=replace(g.bbox, x0=62, x1=68)) for g in left] + right
    assert "".join(g.text for g in read(glyphs, "ขคก")) == "กขค"


def test_a_mark_that_the_engine_missed_is_told_by_its_other_places() -> None:
    glyphs = [glyph for n in range(3) for glyph in printed("เผยแพร่ข่าว", 100 + 30 * n, "่")]
    out = read(glyphs, "เผยแพร่ข่าว", "เผยแพรข่าว", "เผยแพร่ขาว")
    assert "".join(glyph.text for glyph in out) == "เผยแพร่ข่าว" * 3


def test_what_the_picture_does_not_tell_stays_unknown() -> None:
    (*_, last) = read(printed("ปี ๕", 100, "๕"), "ปี")
    assert (last.text, last.confidence) == ("\ufffd", 0.0)


@pytest.mark.parametrize(("text", "unknown", "some"), [("มีนาคม ๒๕๖๖", "๒๕๖", True), ("๒๕๖๖", "๒๕๖", False)])
def test_a_page_of_which_most_has_no_code_is_read_as_a_picture(text: str, unknown: str, some: bool) -> None:
    glyphs = printed(text, 100, unknown)
    assert has_uncoded(glyphs) is some
    assert not has_uncoded(without_placeholders(glyphs))
