"""Lines that run over their cell's edge, raised note marks, numbers that a narrow column broke."""

from __future__ import annotations

from dataclasses import replace

import pytest
from table_paper import lattice, print_at

from extract.model import BBox, Glyph, Table
from extract.pages.lines import group_lines
from extract.tables.fill import fill_from_glyphs, outside
from extract.tables.note_marks import with_notes
from extract.tables.ruled.grid import build_tables

XS, YS = (50, 130, 200, 270), (50, 90, 130)
AMOUNTS = ((70, "๑,๒๕๐,๐๐๐.๐๐๐๐๐"), (110, "๓,๐๕๐,๒๕๐.๐๐๐๐"))


def grid(xs: tuple[int, ...] = XS) -> Table:
    (table,) = build_tables(lattice(xs, YS), 1, "vector")
    return table


def cells(glyphs: list[Glyph], xs: tuple[int, ...] = XS) -> list[str]:
    (table,) = fill_from_glyphs([grid(xs)], glyphs)
    return [cell.text for cell in table.cells]


def test_a_line_that_runs_over_its_edge_is_one_text_of_the_cell_it_begins_in() -> None:
    """ตุลาคม ๒๕๖๕ - กันยายน ๒๕๖๖ was cut within กันยายน, and the dash of the next cell came into it."""
    text = "ตุลาคม ๒๕๖๕ - กันยายน ๒๕๖๖"
    assert cells([*print_at(text, 52, 70), *print_at("-", 133, 70)])[:3] == [text, "-", ""]


def test_a_line_that_runs_out_of_the_table_stays_whole() -> None:
    glyphs = print_at("ดำเนินการแล้วเสร็จทุกกิจกรรม", 204, 70)
    assert cells(glyphs)[2] == "ดำเนินการแล้วเสร็จทุกกิจกรรม"
    assert outside([grid()], glyphs) == ()


def test_two_cells_that_nearly_touch_stay_two() -> None:
    assert cells([*print_at("กองคลังกองช่าง", 59.2, 70), *print_at("มีนาคม", 130.8, 70)])[:2] == [
        "กองคลังกองช่าง",
        "มีนาคม",
    ]


def steps(text: str, x: float, baseline: float, blank: float = 2.6) -> list[Glyph]:
    """Glyphs as Chromium sets them: a blank has no width, the next letter stands behind a step."""
    glyphs: list[Glyph] = []
    for word in text.split(" "):
        if glyphs:
            glyphs += [replace(print_at(" ", x, baseline)[0], bbox=BBox(x, baseline - 8, x, baseline + 2))]
            x += blank
        glyphs += print_at(word, x, baseline)
        x += 5 * len(word)
    return glyphs


def test_a_line_runs_over_into_an_empty_cell_with_all_its_words() -> None:
    """มกราคม ๒๕๖๘ - กรกฎาคม ๒๕๖๘ lost what stands behind the first blank beyond the rule."""
    text = "มกราคม ๒๕๖๘ - กรกฎาคม ๒๕๖๘"
    assert cells(steps(text, 52, 70))[:3] == [text, "", ""]


def test_a_line_goes_on_where_the_rule_falls_into_one_of_its_blanks() -> None:
    text = "๙ - ๑๘ ตุลาคม ๒๕๖๗ - ๖๘"  # the rule at 130 stands in the blank behind ตุลาคม
    assert cells(steps(text, 66.7, 70))[:3] == [text, "", ""]


def test_what_begins_behind_a_rule_where_lines_of_its_cell_begin_is_its_own_text() -> None:
    blank = print_at(" ", 129.7, 70)
    own = [*steps("มีนาคม ๒๕๖๗", 132, 70), *steps("ตุลาคม", 132, 110)]
    texts = [*steps("กองคลัง - กองช่าง", 49.5, 70), *blank, *own]
    assert cells(texts)[:2] == ["กองคลัง - กองช่าง", "มีนาคม ๒๕๖๗"]


def test_a_line_goes_on_behind_a_rule_though_a_blank_is_nearly_as_wide_as_the_padding() -> None:
    """ธันวาคม ๒๕๖๗ filled its cell to the rule; what goes on began near where texts of the next cell begin."""
    first, blank = "ธันวาคม ๖๗ - กรกฎาคม", 2.4
    begin = 130 - 5 * 10 - blank
    rows = [*steps(first, begin, 70, blank), *steps("ตุลาคม", 53, 110), *steps("มีนาคม", 133, 110)]
    assert cells(rows)[:2] == [first, ""]


def test_an_amount_set_flush_right_belongs_to_the_cell_that_it_ends_in() -> None:
    """๑,๒๕๐,๐๐๐.๐๐ begins in the period's cell, far behind its text, and ends where amounts end."""
    rows = [[*steps("ปี ๒๕๖๗", 52, y), *print_at(amount, 198 - 5 * len(amount), y)] for y, amount in AMOUNTS]
    assert [cells(row)[at : at + 2] for at, row in zip((0, 3), rows, strict=True)] == [
        ["ปี ๒๕๖๗", amount] for _, amount in AMOUNTS
    ]


def test_a_line_that_begins_left_of_its_table_belongs_to_it() -> None:
    glyphs = print_at("๑. กำหนดแนวทาง", 46, 70)
    assert cells(glyphs)[0] == "๑. กำหนดแนวทาง"
    assert outside([grid()], glyphs) == ()


def test_letters_behind_blanks_are_no_spaced_string() -> None:
    """A clipped rest behind many blanks took the first word of the cell beside it."""
    hidden = steps("กองคลัง" + " " * 12 + "ต", 52, 70)
    assert cells([*hidden, *steps("เมษายน", 132.6, 70)])[1] == "เมษายน"


def test_a_row_printed_as_one_string_with_wide_blanks_is_parted_at_its_rules() -> None:
    assert cells(print_at("กองคลัง" + " " * 10 + "มีนาคม", 52, 70))[:2] == ["กองคลัง", "มีนาคม"]


def test_a_word_centred_over_both_edges_belongs_to_the_cell_in_the_middle() -> None:
    assert cells(print_at("ระยะเวลาดำเนินการทั้งหมด", 105, 70))[:3] == ["", "ระยะเวลาดำเนินการทั้งหมด", ""]


def test_a_raised_figure_behind_an_amount_is_a_note_mark() -> None:
    """๑๒,๕๐๐ with a raised ๑ was read as ๑ ๑๒,๕๐๐."""
    (table,) = fill_from_glyphs([grid()], [*print_at("๑๒,๕๐๐", 60, 70, 15), *print_at("๑", 105.5, 65, 9)])
    assert table.cells[0].text == "๑๒,๕๐๐"
    assert [(f.code, f.detail) for f in table.cells[0].findings] == [("note-mark", "๑")]


def test_a_raised_figure_of_two_digits_is_one_mark() -> None:
    (table,) = fill_from_glyphs([grid()], [*print_at("๑๒,๕๐๐", 60, 70, 15), *print_at("๑๒", 105.5, 65, 9)])
    assert table.cells[0].text == "๑๒,๕๐๐"
    assert [f.detail for f in table.cells[0].findings] == ["๑๒"]


def test_square_metres_keep_their_power() -> None:
    assert cells([*print_at("๔๐ ตร.ม.", 52, 70), *print_at("2", 92.5, 66.5, 6.5)])[0] == "๔๐ ตร.ม.2"


def test_a_note_mark_behind_a_word_that_ends_like_a_unit_is_a_mark() -> None:
    glyphs = [*print_at("วัฒนธรรม", 52, 70), *print_at("๓", 92.5, 66.5, 6.5)]
    (table,) = fill_from_glyphs([grid()], glyphs)
    assert (table.cells[0].text, [f.detail for f in table.cells[0].findings]) == ("วัฒนธรรม", ["๓"])


def test_small_print_on_its_own_baseline_is_no_note_mark() -> None:
    assert cells([*print_at("งบประมาณ", 60, 66, 14), *print_at("๓๐๐", 62, 84, 9)])[0].endswith("๓๐๐")


@pytest.mark.parametrize(
    ("lines", "text"), [(("10", "0"), "100"), (("๑๐", "๐"), "๑๐๐"), (("10", "20"), "10 20")]
)
def test_a_number_broken_by_a_narrow_column_is_one_number(lines: tuple[str, str], text: str) -> None:
    """A share of 100 in a column of two digits' room stood as "10 0"."""
    glyphs = [glyph for n, line in enumerate(lines) for glyph in print_at(line, 55, 64 + 12 * n, 11)]
    assert cells(glyphs, (50, 71, 200))[0] == text


def test_two_numbers_with_room_beside_them_are_two() -> None:
    glyphs = [glyph for n, line in enumerate(("10", "5")) for glyph in print_at(line, 55, 64 + 12 * n, 11)]
    assert cells(glyphs)[0] == "10 5"


def test_a_hundred_broken_where_its_column_breaks_amounts_is_one_number() -> None:
    """๑๐ | ๐ in a column of ๗,๒ | ๕๐ and ๑๐๐,๐ | ๐๐, with room for one more digit."""
    ys = (50, 90, 130, 170)
    (table,) = build_tables(lattice((50, 100, 150), ys), 1, "vector")

    def text_of(first: tuple[str, ...], second: tuple[str, ...]) -> str:
        rows = (first, second, ("๑๐๐,๐", "๐๐"))
        glyphs = [
            g
            for y, row in zip(ys, rows, strict=False)
            for n, t in enumerate(row)
            for g in print_at(t, 53, y + 14 + 12 * n)
        ]
        (filled,) = fill_from_glyphs([table], glyphs)
        return filled.cells[0].text

    assert text_of(("๑๐", "๐"), ("๗,๒", "๕๐")) == "๑๐๐"
    assert text_of(("๑๐", "๕"), ("๗,๒", "๕๐")) == "๑๐ ๕"
    assert text_of(("๑๐", "๐"), ("๗,๒๕๐",)) == "๑๐ ๐"


def test_blanks_that_are_steps_are_blanks_where_no_space_is_printed() -> None:
    """ประชุม ๒๕ ๓๐ และ ๔๐ คน came out as one word."""
    glyphs = [*print_at("ประชุม", 52, 70), *print_at("๒๕", 84.5, 70), *print_at("๓๐", 97, 70)]
    assert cells(glyphs)[0] == "ประชุม ๒๕ ๓๐"
    spaced = [*glyphs, *print_at("กองคลัง และ กองช่าง", 52, 110)]
    assert cells(spaced)[0] == "ประชุม๒๕๓๐"


def test_a_note_mark_leads_to_its_note() -> None:
    (table,) = fill_from_glyphs([grid()], [*print_at("๑๒,๕๐๐", 60, 70, 15), *print_at("๑", 105.5, 65, 9)])
    lines = group_lines(
        [
            *print_at("๒", 50, 156, 7),
            *print_at("ประมาณการ", 55, 160),
            *print_at("๑", 50, 146, 7),
            *print_at("รวมค่าวิทยากร", 55, 150),
        ]
    )
    (led,), notes = with_notes([table], lines)
    assert [finding.detail for finding in led.cells[0].findings] == ["๑ รวมค่าวิทยากร"]
    assert [line.text for line in notes] == ["๑", "รวมค่าวิทยากร"]


def test_a_raised_figure_in_brackets_is_one_mark() -> None:
    """64,300 with a raised (1) was read as () 64,300."""
    glyphs = [*print_at("๖๔,๓๐๐", 54, 70), *print_at("(๑)", 54 + 6 * 5.2, 65, 6)]
    assert cells(glyphs)[0] == "๖๔,๓๐๐"


def test_blanks_behind_a_text_stay_in_its_cell() -> None:
    """Forty blanks behind a unit's name ran through the period beside it, letter by letter."""
    padded = [*print_at("กองคลัง", 52, 70), *print_at(" " * 20, 87, 70)]
    assert cells([*padded, *print_at("เมษายน", 133, 70)])[:2] == ["กองคลัง", "เมษายน"]
