"""Watermarks over digital pages, and light or slanted print that is none."""

from __future__ import annotations

from dataclasses import replace

from table_paper import down, print_at

from extract.marks.watermarks import without_watermarks
from extract.model import Glyph

PRINT = [*print_at("หน่วยตรวจสอบภายใน", 60, 100), *print_at("กองคลังและกองช่าง", 60, 120)]


def over(glyphs: list[Glyph], tone: int, turn: int = 0) -> list[Glyph]:
    return [replace(glyph, tone=tone, turn=turn) for glyph in glyphs]


def left(glyphs: list[Glyph], *rules: float) -> tuple[str, list[str]]:
    kept, found = without_watermarks(glyphs, [down(x, 0, 400) for x in rules], 1)
    return "".join(glyph.text for glyph in kept), [finding.detail for finding in found]


def test_a_large_word_slanted_over_the_table_is_no_print() -> None:
    word = over(print_at("สำเนา", 40, 200, 60), tone=200, turn=35)
    assert left([*PRINT, *word]) == ("".join(g.text for g in PRINT), ["สำเนา"])


def test_small_grey_words_over_several_rows_are_no_print() -> None:
    """One of them crosses a rule between columns, so all that look like it were laid over the page."""
    words = [over(print_at("ตัวอย่าง", 90, y), tone=150) for y in (108, 188, 268)]
    assert left([*PRINT, *words[0], *words[1], *words[2]], 110.0)[1] == ["ตัวอย่าง"] * 3


def test_a_large_level_word_over_letters_is_no_print() -> None:
    assert left([*over(print_at("ร่าง", 50, 130, 50), tone=210), *PRINT])[1] == ["ร่าง"]


def test_a_status_printed_lightly_in_its_cells_is_print() -> None:
    """A green or orange แล้วเสร็จ in each row of a column lies over nothing."""
    words = [over(print_at("แล้วเสร็จ", 200, y), tone=150) for y in (100, 120, 140)]
    assert left([*PRINT, *words[0], *words[1], *words[2]], 190.0, 260.0)[1] == []


def test_a_single_light_word_that_touches_its_cells_rule_is_print() -> None:
    assert left([*PRINT, *over(print_at("หมายเหตุ", 300, 100), tone=150)], 339.5)[1] == []


def test_a_slanted_header_word_in_black_is_print() -> None:
    assert left([*PRINT, *over(print_at("ระยะเวลา", 300, 100), tone=0, turn=45)])[1] == []
