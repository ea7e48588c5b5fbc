"""Tables with row rules only and with none, and pages that only look as if they held one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_paper import across, down, paper, print_at, raster

from extract.model import BBox, Glyph, Ruling, Table
from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.records.headers import is_header_text
from extract.tables.fill import fill_from_glyphs
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing
from extract.tables.unruled.find import confirmed, find_unruled_tables, gone_on, with_wholes
from extract.tables.unruled.ink_mask import of_glyphs, of_raster

REAL = Path(__file__).parents[4] / "shared" / "real"
XS = (50, 90, 240, 400)
HEAD = ("no", "measure", "procedure", "result")
Rows = Sequence[Sequence[str]]
THREE = [
    ("1", "open the box", "three of us", "seven found"),
    ("2", "check the cars", "the mileage", "no loss"),
]
THREE += [("3", "ask the people", "forms at the desk", "all glad")]


def is_head(text: str) -> bool:
    return text in HEAD


def printed(
    rows: Rows, top: float = 100, line: float = 14, gap: float = 10
) -> tuple[list[Glyph], list[float]]:
    """Glyphs of ``rows`` and the y between them; a cell's lines are parted by ``|``."""
    glyphs: list[Glyph] = []
    between = [top]
    for row in rows:
        lines = [cell.split("|") for cell in row]
        for x, texts in zip(XS, lines, strict=False):
            for n, text in enumerate(texts):
                glyphs += print_at(text, x, top + gap + n * line)
        top += gap + max(map(len, lines)) * line
        between.append(top - line / 2)
    return glyphs, between


def found(glyphs: Sequence[Glyph], rules: Sequence[Ruling] = ()) -> tuple[Table, ...]:
    tables = fill_from_glyphs(find_unruled_tables(of_glyphs(glyphs, 600, 800), rules, (), 1), glyphs)
    return confirmed(tables, is_head)[0]


def texts(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def test_row_rules_only() -> None:
    glyphs, ys = printed([HEAD, *THREE])
    (table,) = found(glyphs, [across(y, 45, 550) for y in ys])
    assert (table.origin, table.index, len(table.rulings)) == ("open", 1, 5)
    assert texts(table) == [list(row) for row in (HEAD, *THREE)]


@pytest.mark.parametrize(("numbers", "kept"), [("1234", 1), ("1235", 0), ("12", 0)])
def test_a_list_counted_under_a_known_name_needs_no_other_known_name(numbers: str, kept: int) -> None:
    rows = [("no", "thing bought", "price in all", "seller"), *((n, "a car", "ten", "shop") for n in numbers)]
    assert len(found(printed(rows)[0])) == kept


def test_row_rules_draw_a_table_whose_header_a_bad_scan_leaves_unread() -> None:
    glyphs, ys = printed([HEAD, *THREE])
    (table,) = found(glyphs, [across(y, 45, 550) for y in (ys[0], ys[1], ys[-1])])
    torn = replace(table, cells=tuple(replace(c, text="ก" * 9, confidence=0.1) for c in table.cells))
    assert len(confirmed([torn], is_head)[0]) == 1
    assert confirmed([replace(torn, rulings=torn.rulings[:2])], is_head)[0] == ()
    sure = replace(torn, cells=tuple(replace(c, confidence=0.9) for c in torn.cells))
    assert confirmed([sure], is_head)[0] == ()


def test_header_rules_only_rows_by_the_white_between_them() -> None:
    rows = [HEAD, *((n, m + "|again and", p + "|and|on", r) for n, m, p, r in THREE)]
    glyphs, ys = printed(rows)
    (table,) = found(glyphs, [across(y, 45, 550) for y in (ys[0], ys[1], ys[-1])])
    assert [len(row) for row in texts(table)] == [4, 4, 4, 4]
    assert [row[0] for row in texts(table)] == ["no", "1", "2", "3"]


def test_a_rule_under_some_columns_makes_them_a_group_wherever_its_name_stands() -> None:
    glyphs, ys = printed(THREE, top=132)
    for text, x, y in (("no", 50, 117), ("measure", 90, 117), ("group of two", 340, 110)):
        glyphs += print_at(text, x, y)
    for text, x in (("procedure", 240), ("result", 400)):
        glyphs += print_at(text, x, 126)
    (table,) = found(glyphs, [*(across(y, 45, 550) for y in (100, *ys)), across(119, 235, 550)])
    head = [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells if c.row < 2]
    assert head == [
        ("no", 0, 0, 2, 1),
        ("measure", 0, 1, 2, 1),
        ("group of two", 0, 2, 1, 2),
        ("procedure", 1, 2, 1, 1),
        ("result", 1, 3, 1, 1),
    ]


def test_a_name_in_the_middle_over_texts_that_end_before_it_is_their_name() -> None:
    glyphs: list[Glyph] = []
    for x, name in ((50, "no"), (230, "thing"), (380, "how many"), (480, "seller")):
        glyphs += print_at(name, x, 110)
    for n, text in enumerate(("chairs", "desks", "a box of paper for the new office", "lamps")):
        y = 134 + 24 * n
        glyphs += [*print_at(str(n + 1), 50, y), *print_at(text, 90, y), *print_at("twelve", 380, y)]
        glyphs += print_at("one shop", 480, y)
    (table,) = find_unruled_tables(of_glyphs(glyphs, 600, 800), (), (), 1)
    assert (table.rows, table.columns) == (5, 4)


def test_no_rules_single_lines() -> None:
    glyphs, _ = printed([HEAD, *THREE])
    (table,) = found(glyphs)
    assert texts(table) == [list(row) for row in (HEAD, *THREE)]


def test_no_rules_wrapped_lines_at_one_pitch_told_by_the_numbers() -> None:
    rows = [HEAD, *((n, m + "|again", p + "|and on", r) for n, m, p, r in THREE)]
    glyphs, _ = printed(rows, gap=2)
    (table,) = found(glyphs)
    assert [row[0] for row in texts(table)] == ["no", "1", "2", "3"]


def test_section_row_across_an_open_table() -> None:
    label = ("section two of the measures and all of what they ask",)
    glyphs, _ = printed([HEAD, *THREE[:2], label, *THREE[1:]])
    (table,) = found(glyphs)
    assert texts(table)[3] == list(label)
    assert [c.column_span for c in table.cells if c.row == 3] == [4]
    assert len(texts(table)) == 6


def test_label_of_two_lines_in_wide_leading_is_one_row() -> None:
    """Lines stand at 22 points, their letters are 5 high: white alone would part the label."""
    rows = [HEAD, *((n, m + "|again", p + "|and on", r) for n, m, p, r in THREE)]
    glyphs, ys = printed(rows, line=22, gap=20)
    label = ys[-1] + 24
    glyphs += print_at("section two of the measures and all of what they ask of us", 50, label)
    glyphs += print_at("and of those", 50, label + 22)
    rest, _ = printed([("4", "again so|and so", "three of us|more", "none")], top=label + 32, line=22, gap=20)
    (table,) = found([*glyphs, *rest])
    assert [row[0] for row in texts(table)][-1] == "4"
    assert len(texts(table)) == 6


def test_words_that_touch_over_a_border_in_rows_set_to_the_middle_are_no_label() -> None:
    rows = [HEAD, *((n, m + "|again", p + "|and on", r) for n, m, p, r in THREE)]
    glyphs, ys = printed(rows, gap=24)
    middle = ys[-1] + 40
    for step, text in ((-14, "abc"), (0, "over the edge"), (14, "abc")):
        glyphs += print_at(text, 50, middle + step)
    for x in XS[1:]:
        glyphs += [*print_at("one of", x, middle - 7), *print_at("two", x, middle + 7)]
    (table,) = found(glyphs)
    assert max(cell.column_span for cell in table.cells) < 4


def test_section_row_between_row_rules() -> None:
    label = ("section two of the measures and all of what they ask",)
    glyphs, ys = printed([HEAD, *THREE[:2], label, *THREE[1:]])
    (table,) = found(glyphs, [across(y, 45, 550) for y in ys])
    assert texts(table)[3] == list(label)


def test_last_row_below_a_label_and_the_last_rule_where_words_leave_white_by_chance() -> None:
    """Words of like length in all rows leave white at many places: the last row need not fill these."""
    many = [(n, "a b c d e f g h i j k l", p, r) for n, _, p, r in THREE]
    last = ("4", "gggggggg", "the desk", "none")
    label = ("section two of the measures and all of what they ask",)
    glyphs, ys = printed([HEAD, *many, label, last])
    (table,) = found(glyphs, [across(y, 45, 550) for y in ys[:-1]])
    assert texts(table)[-1] == list(last)


def test_dotted_line_to_sign_on_below_an_open_table_is_no_row_of_it() -> None:
    """On a scan the dots are found as a rule that the words at its ends stand on."""
    glyphs, ys = printed([HEAD, *THREE])
    foot = ys[-1] + 24
    glyphs += [*print_at("(sign)", 240, foot), *print_at("reporter", 400, foot)]
    (table,) = found(glyphs, [across(foot, 240, 420)])
    assert texts(table) == [list(row) for row in (HEAD, *THREE)]


def test_space_at_one_place_in_all_dates_is_no_column() -> None:
    rows = [("no", "measure", "procedure", "result")] + [
        (str(n), "open the box", "three of us", f"march 256{n}") for n in (1, 2, 3)
    ]
    glyphs, _ = printed(rows)
    (table,) = found(glyphs)
    assert table.columns == 4


def test_row_rules_of_one_length_need_no_known_header() -> None:
    glyphs, ys = printed(THREE)
    (table,) = found(glyphs, [across(y, 45, 550) for y in ys])
    assert texts(table) == [list(row) for row in THREE]


def test_rules_of_running_head_and_page_foot_are_no_rows() -> None:
    glyphs, ys = printed([HEAD, *THREE], top=160)
    glyphs += print_at("the office of the town", 50, 80) + print_at("page 3", 50, ys[-1] + 60)
    (table,) = found(glyphs, [across(y, 45, 550) for y in (60, 90, *ys, ys[-1] + 40, ys[-1] + 70)])
    assert texts(table) == [list(row) for row in (HEAD, *THREE)]


def test_aligned_words_under_no_known_header_are_no_table() -> None:
    glyphs, _ = printed(THREE)
    assert found(glyphs) == ()


def test_running_text_is_no_table() -> None:
    lines = [
        "the office has long since told all its people to be there by nine and to stay" for _ in range(12)
    ]
    glyphs = [g for n, text in enumerate(lines) for g in print_at(text, 50, 100 + 14 * n)]
    assert find_unruled_tables(of_glyphs(glyphs, 600, 800), (), (), 1) == ()


def test_signatures_side_by_side_are_no_table() -> None:
    glyphs, _ = printed([("", "signed", "signed"), ("", "(mr one)", "(ms two)"), ("", "mayor", "clerk")])
    assert find_unruled_tables(of_glyphs(glyphs, 600, 800), (), (), 1) == ()


def test_closed_table_is_not_found_again() -> None:
    glyphs, ys = printed([HEAD, *THREE])
    rules = [across(y, 45, 550) for y in ys]
    rules += [Ruling(False, x, ys[0], ys[-1]) for x in (45, 85, 235, 395, 550)]
    closed = build_tables(rules, 1, "vector")
    assert len(closed) == 1
    assert find_unruled_tables(of_glyphs(glyphs, 600, 800), rules, closed, 1) == ()


def test_open_table_of_a_scan_stands_where_its_letters_stand() -> None:
    image = paper()
    for n in range(4):
        for x in XS:
            for letter in range(5):
                at = (round((x + 6 * letter) * 100 / 72), round((100 + 30 * n) * 100 / 72))
                cv2.ellipse(image, at, (3, 5), 0, 0, 360, 30, 1)
    page = raster(image)
    words, ink = of_raster(page, ())
    (table,) = find_unruled_tables(words, (), (), 1, 100 / 72, ink=ink)
    assert (table.rows, table.columns) == (4, 4)
    assert table.bbox.x0 == pytest.approx(46 * 100 / 72, abs=5)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=9), min_size=1, max_size=12))
def test_every_cell_of_a_found_table_stands_once(words: list[list[int]]) -> None:
    glyphs: list[Glyph] = []
    for n, lengths in enumerate(words):
        x = 50.0
        for length in lengths:
            glyphs += print_at("x" * length, x, 100 + 16 * n)
            x += 5 * length + 20
    for table in find_unruled_tables(of_glyphs(glyphs, 900, 800), (), (), 1):
        squares = [
            (c.row + down, c.column + over)
            for c in table.cells
            for down in range(c.row_span)
            for over in range(c.column_span)
        ]
        assert sorted(squares) == [(r, c) for r in range(table.rows) for c in range(table.columns)]


@pytest.mark.skipif(not REAL.exists(), reason="real documents are not beside the checkout")
@pytest.mark.parametrize(
    "name",
    ["esaraban_pua", "word2007_lost_sara_am", "word2010_aa_am_swap", "gazette_itext", "word2007_ita_form"],
)
def test_letters_forms_and_gazettes_hold_no_open_table(name: str) -> None:
    with open_document((REAL / f"{name}.pdf").read_bytes(), name) as document:
        for number in range(1, document.page_count + 1):
            with document.page(number) as page:
                glyphs, rules = read_glyphs(page), read_drawing(page).rulings
                closed = build_tables(rules, number, "vector")
                mask = of_glyphs(glyphs, page.width, page.height)
                open_ = find_unruled_tables(mask, rules, closed, number)
                assert confirmed(fill_from_glyphs(open_, glyphs), is_header_text)[0] == ()


COUNT = [(str(n), "a-box-of-nails", "three of us", str(700 + n)) for n in range(1, 5)]


def test_rows_numbered_from_one_are_a_table_whose_header_nobody_knows() -> None:
    """A list of purchases, a cost estimate: no measures, but no free text either."""
    glyphs, _ = printed([("no", "goods", "sellers", "baht"), *COUNT])
    (table,) = found(glyphs)
    assert (table.rows, table.columns) == (5, 4)
    again, _ = printed([("no", "goods", "sellers", "baht"), *COUNT[::-1]])
    assert found(again) == ()


def test_a_name_in_the_middle_of_its_column_is_one_with_the_figures_flush_right_below_it() -> None:
    head = [g for text, x in zip((*HEAD[:3], "price"), XS, strict=False) for g in print_at(text, x, 100)]
    rows = [g for n, row in enumerate(COUNT) for g in line_of(row[:3], 124 + 24 * n)]
    prices = [g for n in range(4) for g in print_at(f"{n}00", 432, 124 + 24 * n)]
    (table,) = found([*head, *rows, *prices])
    assert [c.text for c in table.cells if c.column == 3] == ["price", "000", "100", "200", "300"]


def test_single_lines_under_a_header_wider_than_their_numbers_are_rows() -> None:
    """Nothing tells a row but its number: all lines stand at one pitch, long ones below one another."""
    long = "a line as long as its column"
    rows = [(f"{n}", long, "three of us", "seven") for n in range(1, 6)]
    glyphs = [g for n, row in enumerate([("number", *HEAD[1:]), *rows]) for g in line_of(row, 100 + 20 * n)]
    rules = [across(y, 45, 500) for y in (88, 106, 210)]
    (table,) = found(glyphs, rules)
    assert [c.text for c in table.cells if c.column == 0] == ["number", *"12345"]


def line_of(row: Sequence[str], baseline: float) -> list[Glyph]:
    return [g for text, x in zip(row, XS, strict=False) for g in print_at(text, x, baseline)]


@pytest.mark.parametrize("boxed", [True, False])
def test_a_boxed_header_or_a_frame_around_a_table_goes_on_with_the_rows_below(boxed: bool) -> None:
    glyphs = [g for n, row in enumerate([HEAD, *THREE]) for g in line_of(row, 110 + 30 * n)]
    rules = [across(y, 45, 500) for y in (96, 118, 210)]
    rules += [down(x, 96, 118 if boxed else 210) for x in ((45, 80, 230, 390, 500) if boxed else (45, 500))]
    closed = build_tables(rules, 1, "vector")
    (part,) = gone_on(lambda _: of_glyphs(glyphs, 600, 800), rules, closed, 1)
    (table,) = fill_from_glyphs(with_wholes(closed, [part]), glyphs)
    assert part.holds(table, is_head)
    assert (table.rows, table.columns) == (4, 4)
    assert [c.text for c in table.cells if c.column == 0] == ["no", "1", "2", "3"]


def test_rows_stand_below_a_boxed_header_that_no_rule_closes() -> None:
    """Its columns are those of the box, though their cells stand far from it, and its words are not known."""
    named = [("place", "works done", "money", "word"), *THREE]
    glyphs = [g for n, row in enumerate(named) for g in line_of(row, 110 + 20 * n)]
    glyphs += print_at("note: all as of the thirtieth of September", 52, 210)
    rules = [across(y, 45, 570) for y in (96, 116)] + [down(x, 96, 116) for x in (45, 80, 230, 390, 570)]
    closed = build_tables(rules, 1, "vector")
    (part,) = gone_on(lambda _: of_glyphs(glyphs, 600, 800), rules, closed, 1)
    (table,) = fill_from_glyphs(with_wholes(closed, [part]), glyphs)
    assert part.holds(table, is_head)
    assert [c.text for c in table.cells if c.column == 0] == ["place", "1", "2", "3"]
    assert {c.bbox.x1 for c in table.cells if c.column == 3} == {570.0}


def test_a_table_of_one_row_with_a_paragraph_below_has_no_rows_below() -> None:
    glyphs = line_of(HEAD, 110)
    for n in range(4):
        glyphs += print_at(
            "words that run from one end of the page to the other without a column", 50, 140 + 16 * n
        )
    rules = [across(y, 45, 570) for y in (96, 116)] + [down(x, 96, 116) for x in (45, 80, 230, 390, 570)]
    assert gone_on(lambda _: of_glyphs(glyphs, 600, 800), rules, build_tables(rules, 1, "vector"), 1) == []


def test_a_frame_with_row_rules_is_no_table_of_one_column() -> None:
    glyphs = [g for n, row in enumerate([HEAD, *THREE]) for g in line_of(row, 110 + 20 * n)]
    rules = [across(96 + 20 * n, 45, 500) for n in range(5)] + [down(x, 96, 176) for x in (45, 500)]
    closed = build_tables(rules, 1, "vector")
    assert [table.columns for table in closed] == [1]
    (part,) = gone_on(lambda _: of_glyphs(glyphs, 600, 800), rules, closed, 1)
    (table,) = fill_from_glyphs(with_wholes(closed, [part]), glyphs)
    assert (table.rows, table.columns) == (4, 4)


def test_a_name_in_the_middle_of_a_wide_column_is_one_with_short_cells_at_its_side() -> None:
    """Between row rules as well: no cell stands under the name, no name over the cells."""
    head = [*line_of(HEAD[:2], 110), *print_at("bureau", 420, 110)]
    cells = [("1", "open"), ("2", "check"), ("3", "ask")]
    rows = [g for n, row in enumerate(cells) for g in line_of(row, 130 + 20 * n)]
    rows += [g for n in range(3) for g in print_at("works", 260, 130 + 20 * n)]
    rules = [across(96 + 20 * n, 45, 570) for n in range(5)]
    (table,) = found([*head, *rows], rules)
    assert [c.text for c in table.cells if c.column == 2] == ["bureau", "works", "works", "works"]
    assert table.columns == 3


def test_coloured_rows_and_a_rule_under_the_header_are_one_table() -> None:
    glyphs = [g for n, row in enumerate([HEAD, *THREE]) for g in line_of(row, 110 + 20 * n)]
    rules, bands = [across(116, 45, 570)], [BBox(45, 136, 570, 156)]
    tables = find_unruled_tables(of_glyphs(glyphs, 600, 800), rules, (), 1, bands=bands)
    (table,) = fill_from_glyphs(tables, glyphs)
    assert [c.text for c in table.cells if c.column == 0] == ["no", "1", "2", "3"]


BUDGET = (("spent on", 90), ("granted", 240), ("paid", 330), ("left", 420))


def budget(names: Sequence[str], figures: int = 3) -> list[Glyph]:
    """Lines of a name and ``figures`` amounts, one pitch apart, under names that are no known words."""
    glyphs = [g for text, x in BUDGET[: figures + 1] for g in print_at(text, x, 100)]
    for n, name in enumerate(names):
        row = [(name, 60), *((f"{n + 2},{n}00", x) for _, x in BUDGET[1 : figures + 1])]
        glyphs += [g for text, x in row for g in print_at(text, x, 120 + 18 * n)]
    return glyphs


NAMES = ("wages of all", "oil", "new chairs and desks", "light", "help for the poor")


def test_amounts_row_by_row_in_two_columns_are_a_table_whose_header_nobody_knows() -> None:
    tables = fill_from_glyphs(found(budget(NAMES)), budget(NAMES))
    kept, _ = confirmed(tables, lambda text: False)
    assert [(table.rows, table.columns) for table in kept] == [(len(NAMES) + 1, 4)]


def test_titles_with_the_figures_of_their_pages_alone_are_no_table() -> None:
    lines = [(("1.", 60), (name, 90), (str(3 + 4 * n), 420)) for n, name in enumerate(NAMES)]
    glyphs = [g for n, row in enumerate(lines) for text, x in row for g in print_at(text, x, 100 + 18 * n)]
    tables = fill_from_glyphs(found(glyphs), glyphs)
    assert confirmed(tables, lambda text: False)[0] == ()


def test_words_of_the_last_column_far_apart_are_no_column_beside_a_name_over_them() -> None:
    """The name runs over the white between them; its end is no name that begins where words begin."""
    head = [*line_of(HEAD[:3], 110), *print_at("result of the work done", 400, 110)]
    rows = [g for n, row in enumerate(THREE) for g in line_of(row[:3], 130 + 20 * n)]
    words = ((400, "seven"), (462, "found"))
    rows += [g for n in range(3) for x, word in words for g in print_at(word, x, 130 + 20 * n)]
    rules = [across(96 + 20 * n, 45, 570) for n in range(5)]
    (table,) = found([*head, *rows], rules)
    assert table.columns == 4


def test_years_under_a_name_that_stands_over_the_middle_one_are_a_group() -> None:
    """The name of three columns stands in the middle one, at a line's step over its year."""
    xs = (50, 90, 300, 380, 460)
    head = [*print_at("no", 50, 110), *print_at("goods", 120, 110), *print_at("score", 378, 103)]
    head += [
        g for x, year in zip(xs[2:], ("2565", "2566", "2567"), strict=True) for g in print_at(year, x, 117)
    ]
    rows = [
        g
        for n in range(4)
        for x, text in zip(xs, (f"{n + 1}", "words of it", "80.1", "81.2", "82.3"), strict=True)
        for g in print_at(text, x, 141 + 14 * n)
    ]
    rules = [across(y, 45, 520) for y in (92, 127, *(146 + 14 * n for n in range(4)))]
    (table,) = found([*head, *rows], rules)
    assert [(c.column, c.column_span) for c in table.cells if c.row == 0] == [(0, 1), (1, 1), (2, 3)]
    assert [c.text for c in table.cells if c.row == 1] == ["2565", "2566", "2567"]


def test_two_words_of_a_name_over_figures_in_its_middle_are_one() -> None:
    head = [*line_of(HEAD[:2], 110), *print_at("cut", 270, 110), *print_at("(count)", 292, 110)]
    rows = [g for n in range(4) for g in line_of((f"{n + 1}", "words of it"), 130 + 20 * n)]
    rows += [g for n in range(4) for g in print_at("47", 294, 130 + 20 * n)]
    rules = [across(96 + 20 * n, 45, 570) for n in range(6)]
    (table,) = found([*head, *rows], rules)
    assert table.columns == 3
    assert [c.text for c in table.cells if c.row == 0] == ["no", "measure", "cut(count)"]


def test_a_remark_below_the_last_rule_is_no_row() -> None:
    glyphs = [g for n, row in enumerate([HEAD, *THREE]) for g in line_of(row, 110 + 20 * n)]
    glyphs += [g for x, word in ((50, "note"), (78, "as"), (100, "of")) for g in print_at(word, x, 192)]
    rules = [across(96 + 20 * n, 45, 570) for n in range(5)]
    (table,) = found(glyphs, rules)
    assert table.rows == 4


def test_rows_that_count_on_from_the_page_before_are_a_table_without_a_header() -> None:
    """The second page of an open table: no name of a column stands there; from one, a list may begin."""
    for first, kept in ((6, 1), (1, 0)):
        rows = [(str(first + n), *row[1:]) for n, row in enumerate(THREE)]
        glyphs, _ = printed(rows)
        assert len(found(glyphs)) == kept


@pytest.mark.parametrize("ruled", [False, True])
def test_a_frame_around_a_boxed_header_and_its_rows_is_one_table(ruled: bool) -> None:
    """Below the header the frame draws one cell for all rows, or row rules one for each."""
    glyphs = [g for n, row in enumerate([HEAD, *THREE]) for g in line_of(row, 110 + 20 * n)]
    rules = [across(96 + 20 * n, 45, 570) for n in (range(5) if ruled else (0, 1, 4))]
    rules += [down(x, 96, 116) for x in (80, 230, 390)] + [down(x, 96, 176) for x in (45, 570)]
    closed = build_tables(rules, 1, "vector")
    assert [(table.rows, table.columns) for table in closed] == [(4 if ruled else 2, 4)]
    (part,) = gone_on(lambda _: of_glyphs(glyphs, 600, 800), rules, closed, 1)
    (table,) = fill_from_glyphs(with_wholes(closed, [part]), glyphs)
    assert part.holds(table, is_head)
    assert [c.text for c in table.cells if c.column == 0] == ["no", "1", "2", "3"]


def test_a_ruled_table_that_ends_in_a_section_row_stays_as_it_is() -> None:
    glyphs = [*line_of(HEAD, 110), *print_at("a section of the report that goes on over the page", 50, 130)]
    rules = [across(y, 45, 570) for y in (96, 116, 136)] + [down(x, 96, 116) for x in (80, 230, 390)]
    rules += [down(x, 96, 136) for x in (45, 570)]
    assert gone_on(lambda _: of_glyphs(glyphs, 600, 800), rules, build_tables(rules, 1, "vector"), 1) == []
