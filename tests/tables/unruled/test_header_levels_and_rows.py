"""Open tables beyond one header line: levels, labels, coloured rows, remarks, rows set to the middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest
from table_paper import across, down, print_at

from extract.model import BBox, Glyph, Table
from extract.tables.fill import fill_from_glyphs
from extract.tables.ruled.grid import build_tables
from extract.tables.shade import Fill, bands_from_fills
from extract.tables.unruled import header_levels
from extract.tables.unruled.borderless import _with_names_over_cells, bare_shapes
from extract.tables.unruled.column_gaps import PrintLine, print_line
from extract.tables.unruled.column_lines import ColumnLine
from extract.tables.unruled.find import find_unruled_tables
from extract.tables.unruled.ink_mask import Mask, of_glyphs
from extract.tables.unruled.partially_ruled import _below
from extract.tables.unruled.row_cuts import norms, norms_of, split_rows
from extract.tables.unruled.table_areas import go_up
from extract.tables.unruled.table_shape import body_cells
from extract.tables.unruled.text_blocks import TextBlock, blocks_of

XS = (62, 90, 240, 400, 490)
ENDS = (45, 85, 235, 395, 485, 570)
Cells = list[tuple[int, int, int, int, str]]


def line(texts: Sequence[str], baseline: float, xs: Sequence[float] = XS) -> list[Glyph]:
    return [g for text, x in zip(texts, xs, strict=False) for g in print_at(text, x, baseline)]


def centred(text: str, left: float, right: float, baseline: float) -> list[Glyph]:
    return print_at(text, (left + right) / 2 - 2.5 * len(text), baseline)


def body(top: float, step: float = 24) -> list[Glyph]:
    rows = [
        ("1", "open the box each friday", "three of us at the desk", "seven found", "none"),
        ("2", "check the cars we own", "note the mileage", "no loss", "none"),
        ("3", "ask the people who come", "forms at the desk", "all glad", "none"),
    ]
    return [g for n, row in enumerate(rows) for g in line(row, top + n * step)]


def cells(glyphs: Sequence[Glyph], *args: object, **more: object) -> Cells:
    found = find_unruled_tables(of_glyphs(glyphs, 600, 800), *(args or ((), ())), 1, **more)  # type: ignore[arg-type]
    (table,) = fill_from_glyphs(found, glyphs)
    return shape_and_text(table)


def shape_and_text(table: Table) -> Cells:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def test_title_close_above_an_open_table_heads_no_columns() -> None:
    head = [
        g
        for n, text in enumerate(("no", "measure", "way", "result", "when"))
        for g in line([text], 110, XS[n:])
    ]
    found = cells([*centred("report of the year", 45, 570, 90), *head, *body(134)])
    assert [cell[4] for cell in found[:5]] == ["no", "measure", "way", "result", "when"]


def inked(*boxes: tuple[int, int, int, int]) -> Mask:
    """A mask with ink in boxes (left, top, right, bottom)."""
    mask = np.zeros((500, 900), np.bool_)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = True
    return mask


def test_a_group_above_names_set_to_the_middle_of_the_header_is_no_title() -> None:
    """Names of other columns stand lower than the group's, and higher than those below it."""
    group, names = (500, 0, 700, 10), [(50, 35, 150, 45), (250, 35, 350, 45)]
    below = [(450, 70, 550, 80), (650, 70, 750, 80)]
    xs = [0, 200, 400, 600, 800]
    assert header_levels.title_end(inked(group, *names, *below)[:80], xs, 40) == 0
    titled = [(50, 70, 150, 80), (250, 70, 350, 80), *below]
    assert header_levels.title_end(inked(group, *titled)[:80], xs, 40) == 10


def test_a_header_wider_than_its_column_of_numbers_belongs_to_the_table() -> None:
    page = inked((104, 0, 160, 10), (300, 0, 360, 10))
    head = print_line(page[:10], (0, 10))
    white = [(140, 200), (500, 560)]
    assert go_up(page, [head, replace(head, top=20, end=30)], 1, white, 118, 800) == 0


def test_a_coloured_header_whose_lines_name_few_columns_each_is_whole() -> None:
    head = [(0, 100, 40, 110), (400, 100, 560, 110), (100, 125, 300, 135), (660, 125, 800, 135)]
    columns = ((0, 20), (100, 330), (400, 600), (660, 830))
    rows = [(x0, y, x1, y + 10) for y in (156, 196, 236, 276) for x0, x1 in columns]
    (shape,) = bare_shapes(inked(*head, *rows), [90, 146])
    assert shape.ys[0] <= 100 and 146 in shape.ys


def test_the_last_row_below_shaded_ones_belongs_to_them_where_words_leave_white_by_chance() -> None:
    rows = inked((0, 110, 95, 120), (0, 220, 95, 230), (340, 220, 500, 230), (640, 220, 800, 230))
    lines = [print_line(rows, band) for band in ((110, 120), (220, 230))]
    by_chance = [(100, 108), (130, 138), (180, 188), (420, 428), (520, 528), (700, 708), (820, 828)]
    white = sorted([*by_chance, (300, 330), (600, 630)])
    assert _below(lines, 200, white, 30.0, False) == 232


def test_several_rows_stand_below_the_label_of_the_last_section() -> None:
    row = ((0, 20), (100, 290), (340, 500), (640, 800))
    tops = (210, 240, 300, 330)  # two rows of two lines each
    page = inked(*((x0, y, x1, y + 10) for y in tops for x0, x1 in row))
    lines = [print_line(page, (y, y + 10)) for y in tops]
    white = [(30, 90), (300, 330), (600, 630)]
    assert _below(lines, 200, white, 30.0, True) == 342
    assert _below(lines, 200, white, 30.0, False) == 252


def test_remark_and_signature_below_an_open_table_are_no_rows() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    below = (
        print_at("remark: as of june", 95, 216) + print_at("(signed)", 300, 250) + print_at("mayor", 305, 264)
    )
    found = cells([*head, *body(134), *below])
    assert max(cell[0] for cell in found) == 3


def test_rows_set_to_the_middle_of_the_tallest_cell() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    glyphs = head
    for n in range(3):
        top = 140 + 60 * n
        glyphs += line((str(n), ("open the box", "check cars", "ask people")[n], "", "none", "may"), top + 14)
        for k, text in enumerate(
            (("three of us and", "a fourth at the", "desk"), ("note", "mileage and km", "of all"))[n % 2]
        ):
            glyphs += print_at(text, XS[2], top + 14 * k)
    found = cells(glyphs)
    assert [cell[4] for cell in found if cell[1] == 0] == ["no", "0", "1", "2"]
    assert len(found) == 20


def test_rules_between_rows_only_leave_header_and_last_row_outside() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    rules = [across(y, 45, 570) for y in (120, 144, 168)]
    found = cells([*head, *body(134)], rules, ())
    assert [cell[4] for cell in found if cell[1] == 0] == ["no", "1", "2", "3"]


def test_rule_that_leaves_one_column_whole_merges_its_cells() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    rules = [across(y, 45, 570) for y in (96, 120, 168, 192)] + [across(144, 45, 480)]
    glyphs = [g for g in body(134) if not (g.bbox.x0 > 485 and 150 < g.baseline < 170)]
    found = cells([*head, *glyphs], rules, ())
    assert (1, 4, 2, 1, "none") in found


def test_coloured_rows_part_rows_as_rules_do() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    grounds = [BBox(45, 96, 300, 120), BBox(300, 96, 570, 120), BBox(45, 144, 570, 168)]
    bands = bands_from_fills([Fill(box, True) for box in grounds])
    assert [(round(b.y0), round(b.y1)) for b in bands] == [(96, 120), (144, 168)]
    found = cells([*head, *body(134)], (), (), bands=bands)
    assert [cell[4] for cell in found if cell[1] == 0] == ["no", "1", "2", "3"]


def test_a_label_between_shaded_rows_is_a_row_below_a_title_that_heads_no_columns() -> None:
    """The title's words stand over most columns, yet one of them runs from one column into the next."""
    title = print_at("measures-of-our-office-of-the year-and-of-all-the-people-we asked-this-may-x", 100, 88)
    xs = (62, 240, 400, 490)
    head = line(("measure", "way", "result", "when"), 110, xs)
    row = ("open-the-box-each-friday-and-may", "three-of-us-at-the-desk", "seven-found", "none")
    rows = [*line(row, 134, xs), *line(("month",), 146, xs), *line(("2.-of-the-offices",), 165, xs)]
    rows += [*line(row, 187, xs), *line(("month",), 199, xs), *line(row, 218, xs)]
    bands = [BBox(45, y0, 570, y1) for y0, y1 in ((96, 120), (152, 172), (206, 226))]
    found = cells([*title, *head, *rows], (), (), bands=bands)
    first = "open-the-box-each-friday-and-may month"
    assert [cell[4] for cell in found if cell[1] == 0][:3] == ["measure", first, "2.-of-the-offices"]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_header_over_the_coloured_label_of_the_first_section_belongs_to_the_table(ruled: bool) -> None:
    """Rules over and under the header, or none; no others on the page but the grounds of two labels."""
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    texts = ("one-of-the-two-sections-here", 134), ("two-of-the-two-sections-here", 230)
    labels = [glyph for text, y in texts for glyph in print_at(text, 190, y)]
    rows = [*body(158), *body(254)]
    bands = [BBox(45, y, 570, y + 20) for y in (120, 216)]
    rules = [across(y, 45, 570) for y in (96, 120)] if ruled else []
    found = cells([*head, *labels, *rows], rules, (), bands=bands)
    numbers = [cell[4] for cell in found if cell[1] == 0]
    assert numbers[:3] == ["no", "", "1 2 3"] and "".join(numbers[3:]).replace(" ", "") == "123"
    assert (1, 1, 1, 2, "one-of-the-two-sections-here") in found


def test_label_cuts_no_table_without_outer_uprights() -> None:
    rules = [across(y, 45, 570) for y in (96, 120, 144, 168, 192)]
    for top, end in ((96, 144), (168, 192)):
        rules += [down(x, top, end) for x in ENDS[1:-1]]
    (table,) = build_tables(rules, 1, "vector")
    assert (table.rows, table.columns) == (4, 5)
    assert [(c.row, c.column_span) for c in table.cells if c.column == 0] == [(0, 1), (1, 1), (2, 5), (3, 1)]


def test_two_tables_of_other_columns_stay_two() -> None:
    rules = [across(y, 45, 570) for y in (96, 120, 144, 168, 192)]
    rules += [down(x, 96, 144) for x in (100, 300)] + [down(x, 168, 192) for x in (200, 400)]
    assert len(build_tables(rules, 1, "vector")) == 2


def test_single_line_rows_are_not_merged_where_scanned_lines_are_tall() -> None:
    # Lines of a scan reach from tone marks to tails, here over twice as high as their bodies; only the
    # header wraps, at 34 pixels, and rows follow at 56.
    page = np.zeros((360, 600), np.bool_)
    columns = [(0, 180), (200, 380), (400, 600)]
    for baseline in (40, 130, 186, 242, 298):
        for left, right in columns:
            page[baseline - 11 : baseline + 1, left + 5 : right - 5] = True
            page[baseline - 22 : baseline + 8, left + 20 : left + 24] = True
    page[63:75, 5:60] = True
    page[52:82, 20:24] = True
    like = norms(page, columns)
    assert 30 < like.pitch < 36 and like.spaced
    cuts = split_rows(page[102:], columns, like)
    assert [(102 + cut - 130) // 56 for cut in cuts] == [0, 1, 2]


def months(count: int, weeks: int) -> tuple[list[TextBlock], list[int]]:
    """Names of months, each over the middle of its ``weeks`` columns, and the edges of all columns."""
    xs = [20 * n for n in range(count * weeks + 1)]
    middles = [20 * weeks * n + 10 * weeks for n in range(count)]
    return [TextBlock(x // 20, x // 20, x - 5, x + 5, 0, 20) for x in middles], xs


@pytest.mark.timeout(20)
def test_forty_eight_weeks_under_twelve_months_are_weighed_in_few_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed = 0
    off = header_levels._off

    def counted(*args: object) -> float:
        nonlocal weighed
        weighed += 1
        return off(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(header_levels, "_off", counted)
    steps = []
    for count in (12, 24, 48):
        weighed = 0
        uppers, xs = months(count, 4)
        found = header_levels._shared_out(uppers, 0, 4 * count, xs, {}, False)
        assert found == [(4 * n, 4 * n + 4) for n in range(count)]
        steps.append(weighed)
    assert steps[0] <= 200
    assert steps[2] <= 4.5 * steps[0]


def test_groups_of_columns_are_the_same_as_when_every_parting_is_weighed() -> None:
    chance = Random(12)
    for _ in range(300):
        columns, count = chance.randint(4, 9), chance.randint(2, 3)
        xs = [0, *sorted(chance.sample(range(10, 600, 7), columns - 1)), 610]
        at = sorted(chance.sample(range(columns), count))
        uppers = [TextBlock(c, c, x := chance.randint(xs[c], xs[c + 1]), x + 8, 0, 20) for c in at]
        names = {
            c: TextBlock(c, c, (xs[c] + xs[c + 1]) // 2 - 3, (xs[c] + xs[c + 1]) // 2 + 3, 30, 50)
            for c in range(columns)
            if chance.random() < 0.7
        }
        best: tuple[float, list[tuple[int, int]]] = float("inf"), []
        for inner in combinations(range(1, columns), count - 1):
            ways = list(pairwise((0, *inner, columns)))
            pairs = list(zip(uppers, ways, strict=True))
            if all(a <= u.first and u.last < b for u, (a, b) in pairs):
                off = sum(header_levels._off(u, way, xs, names) for u, way in pairs)
                best = min(best, (off, ways))
        assert header_levels._shared_out(uppers, 0, columns, xs, names, False) == best[1]


def test_mark_that_a_scan_shows_as_a_line_of_its_own_tells_no_pitch() -> None:
    lines = [ColumnLine(foot - 13, foot + 1, foot, 13, 1.0) for foot in range(40, 400, 40)]
    mark = ColumnLine(56, 60, 59, 4, 0.1)
    assert norms_of([lines, [lines[0], mark, *lines[1:]]], numbered=False).pitch == 40


def test_last_lines_of_a_tall_cell_are_no_remark_where_its_neighbours_are_set_to_the_middle() -> None:
    """Their lines stand between its own, at half its pitch."""
    glyphs = line(("no", "measure", "procedure", "result", "when"), 110)
    for n in range(3):
        top = 140 + 62 * n
        glyphs += line((str(n), "", "open the desk", "none", "may"), top + 21)
        for k, text in enumerate(("three of us and", "a fourth at the", "desk of the", "mayor")):
            glyphs += print_at(text, XS[1], top + 14 * k)
    found = cells(glyphs)
    measures = [cell[4] for cell in found if cell[1] == 1]
    assert measures == ["measure", *3 * ["three of us and a fourth at the desk of the mayor"]]


def test_a_word_too_long_for_its_cell_merges_it_with_no_neighbour() -> None:
    """ความคืบหน้า runs on to where the next column begins, in one line of three."""
    lines = [(0, 0, 80, 10), (0, 20, 100, 30), (0, 40, 60, 50), (100, 0, 180, 10), (100, 20, 160, 30)]
    of_two = [(0, 80, 170, 90), (0, 100, 160, 110), (0, 120, 60, 130)]
    page = inked(*lines, *of_two, (220, 0, 280, 10), (220, 80, 280, 90))[:140]
    found = body_cells(page, [0, 90, 200, 290], [0, 65, 140], (), [(82, 99), (181, 219)])
    assert [(c.row, c.column, c.columns) for c in found] == [
        (0, 0, 1),
        (0, 1, 1),
        (0, 2, 1),
        (1, 0, 2),
        (1, 2, 1),
    ]


def test_a_string_begun_on_another_s_letters_begins_its_own_column() -> None:
    """A cell is printed whole before the next: its lines begin at one place, whatever runs into them."""
    words = ("short", "a-word-too-long-for-it", "short", "short")
    first = [g for n, word in enumerate(words) for g in print_at(word, 60, 100 + 14 * n)]
    second = [g for n in range(4) for g in print_at("beside", 140, 100 + 14 * n)]
    white = of_glyphs([*first, *second], 300, 200)[:, 272:280]
    assert not white.any()
    one_string = [g for n, word in enumerate(words) for g in print_at(word + " beside", 60, 100 + 14 * n)]
    assert of_glyphs(one_string, 300, 200)[:, 272:280].any()


def test_lines_of_a_header_that_are_not_set_alike_are_two_levels() -> None:
    """A group of two columns stands in the middle of both, close over the name of the wider one."""
    xs = [0, 200, 600, 760]
    names = [(300, 36, 420, 48), (640, 36, 720, 48)]
    head = inked((60, 0, 140, 12), (420, 0, 540, 12), *names)[:48]
    found = header_levels.header_cells(head, xs, 30)
    assert [(c.first, c.end) for c in found if c.end - c.first > 1] == [(1, 3)]


def test_the_second_line_of_a_group_s_name_is_no_level_of_its_own() -> None:
    xs = [0, 200, 600, 900]
    head = inked(
        (60, 24, 140, 36), (420, 0, 680, 12), (500, 24, 600, 36), (340, 60, 440, 72), (700, 60, 800, 72)
    )
    found = header_levels.header_cells(head[:72], xs, 24)
    assert {(c.top, c.bottom) for c in found if c.first == 1} == {(0, 48), (48, 72)}


def test_a_name_with_a_word_too_long_for_its_column_heads_no_neighbour() -> None:
    """ปัญหา, อุปสรรค, ข้อเสนอแนะ: the longest line stands over the border."""
    xs = [0, 300, 400, 600]
    name = [(330, 0, 380, 12), (330, 24, 380, 36), (286, 48, 424, 60), (340, 72, 370, 84)]
    found = header_levels.header_cells(inked((80, 36, 200, 48), (450, 36, 560, 48), *name)[:84], xs, 24)
    assert sorted((c.first, c.end, c.top, c.bottom) for c in found) == [(n, n + 1, 0, 84) for n in range(3)]


def test_a_group_of_four_quarters_is_not_that_of_the_middle_two() -> None:
    quarters = [(x, 36, x + 10, 48) for x in (236, 340, 440, 540)]
    head = inked((60, 18, 140, 30), (352, 0, 440, 12), (640, 18, 740, 30), *quarters)[:48]
    found = header_levels.header_cells(head, [0, 200, 295, 395, 495, 600, 800], 24)
    assert [(c.first, c.end) for c in found if c.end - c.first > 1] == [(1, 5)]


def test_a_short_label_alone_in_the_middle_between_rules_is_a_row_of_its_own() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    rules = [across(y, 45, 570) for y in (96, 120, 144, 168, 192)]
    label = centred("of the mayor", 45, 570, 158)
    rows = [g for g in body(134) if not 150 < g.baseline < 170]
    found = cells([*head, *rows, *label], rules, ())
    assert (2, 0, 1, 5, "of the mayor") in found


def test_numbers_of_columns_in_a_coloured_header_are_a_row_of_its_own() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    numbers = line(("(1)", "(2)", "(3)", "(4)", "(5)"), 128)
    found = cells([*head, *numbers, *body(152)], (), (), bands=[BBox(45, 98, 570, 134)])
    assert [cell[4] for cell in found if cell[1] == 0] == ["no", "(1)", "1", "2", "3"]


def test_a_last_row_below_the_last_rule_stands_whole_though_it_is_set_to_the_middle() -> None:
    head = line(("no", "measure", "procedure", "result", "when"), 110)
    rules = [across(y, 45, 570) for y in (120, 144, 168, 190)]
    last = [*line(("4", "", "go and see", "none", "may"), 214)]
    last += [
        g for n, text in enumerate(("ask all who", "come here")) for g in print_at(text, 90, 207 + 14 * n)
    ]
    label = print_at("of-the-offices-that-we-asked-this-year", 50, 182)
    rows = [g for g in body(134) if g.baseline < 170]
    found = cells([*head, *rows, *label, *last], rules, ())
    assert [cell[4] for cell in found if cell[1] == 0][-1] == "4"


def test_a_group_over_names_in_the_middle_is_no_title_though_rows_follow_closely() -> None:
    """งบประมาณ over two years; where its header ends is not known yet."""
    xs = [0, 100, 400, 600, 715, 830]
    group, years = (640, 0, 760, 12), [(610, 40, 660, 52), (750, 40, 800, 52)]
    names = [(20, 20, 60, 32), (150, 20, 350, 32), (420, 20, 560, 32)]
    columns = ((30, 46), (120, 390), (410, 580), (610, 680), (740, 820))
    rows = [(x0, y, x1, y + 12) for y in (82, 130) for x0, x1 in columns]
    assert header_levels.title_end(inked(group, *years, *names, *rows)[:142], xs, 48) == 0


def test_a_line_of_running_text_is_none_with_the_name_of_a_group_close_below_it() -> None:
    """One begins at the left of the page, the other stands in the middle of its two columns."""
    page = inked(
        (20, 0, 560, 12), (460, 28, 540, 40), (30, 60, 80, 72), (420, 60, 470, 72), (530, 60, 580, 72)
    )
    blocks, _ = blocks_of(page[:72], [0, 200, 400, 500, 600], 39)
    assert [(b.first, b.last) for b in blocks[:2]] == [(0, 3), (2, 3)]


def test_running_text_above_a_group_s_name_begins_over_the_numbers_and_heads_nothing() -> None:
    names = [(20, 56, 60, 68), (150, 56, 350, 68), (420, 56, 560, 68)]
    years = [(610, 76, 660, 88), (750, 76, 800, 88)]
    page = inked((10, 0, 500, 12), (640, 28, 760, 40), *names, *years)
    assert header_levels.title_end(page[:88], [0, 100, 400, 600, 715, 830], 48) == 12


def paper(lines: Sequence[tuple[int, Sequence[tuple[int, int]]]], high: int = 14) -> list[Table]:
    """Open tables of words drawn as boxes: (top, words) for each line, in mask pixels."""
    mask = np.zeros((900, 1240), np.bool_)
    for top, words in lines:
        for a, b in words:
            mask[top : top + high, a:b] = True
    return list(find_unruled_tables(mask, (), (), 1))


FIGURES = ((60, 0), (560, 640), (760, 840), (960, 1040))


def test_rows_of_one_line_at_one_pitch_are_rows_each() -> None:
    """A budget: a name and three amounts in each line, no number, no wider step anywhere."""
    names = (180, 320, 140, 400, 260, 220)
    rows = [(240 + 40 * n, [(60, end), *FIGURES[1:]]) for n, end in enumerate(names)]
    (table,) = paper([(200, [(160, 300), (570, 630), (770, 830), (970, 1030)]), *rows])
    assert table.rows == 1 + len(names)


def test_second_lines_of_most_names_are_no_row_where_one_name_stands_at_the_foot() -> None:
    """Header set to the foot: one name in the lower line alone, two lines of the others as in cells."""
    columns = [(40 + 150 * n, 130 + 150 * n) for n in range(8)]
    upper, lower = [c for n, c in enumerate(columns) if n != 1], columns
    rows = [(320 + 110 * n + 32 * k, columns if k == 0 else columns[1:6]) for n in range(4) for k in range(2)]
    (table,) = paper([(200, upper), (232, lower), *rows])
    assert (table.rows, table.columns) == (5, 8)


def test_name_between_texts_left_of_it_and_nothing_below_is_theirs() -> None:
    """รายการ set to the middle of a wide column: texts end before it, and figures have their own name."""
    head = [(60, 100), (330, 400), (560, 640)]
    lines = [PrintLine(0, 14, ((960, 1040),), ((960, 1040),)), PrintLine(20, 34, tuple(head), tuple(head))]
    cells = ((76, 84), (140, 290), (600, 640), (990, 1040))
    lines += [PrintLine(60 + 40 * n, 74 + 40 * n, cells, cells) for n in range(4)]
    assert _with_names_over_cells(lines, [(100, 140), (290, 330), (400, 560), (640, 960)]) == [
        (100, 140),
        (400, 560),
        (640, 960),
    ]


def test_title_astride_of_a_paragraph_and_names_heads_neither() -> None:
    """A title to the middle of the page, the first line of a paragraph set in, and the header close below."""
    title, begun = (226, 2, 604, 12), (40, 34, 372, 44)
    names = [(3, 72, 17, 82), (90, 72, 138, 82), (265, 72, 312, 82), (470, 72, 584, 82), (700, 72, 815, 82)]
    names += [(384, 60, 450, 70), (394, 84, 440, 94), (605, 60, 668, 70), (609, 84, 664, 94)]
    xs = [0, 22, 202, 373, 458, 595, 679, 830]
    assert header_levels.title_end(inked(title, begun, *names)[:100], xs, 24) == 12


def boxes(*lines: tuple[int, Sequence[tuple[int, int]]]) -> Mask:
    return inked(*((a, top, b, top + 14) for top, words in lines for a, b in words))


SIX = [(60, 90), (130, 300), (350, 480), (540, 640), (700, 760), (800, 890)]


def test_one_coloured_row_below_others_is_a_label_and_ends_no_header() -> None:
    """A section in colour that begins in the first columns, the header and the rows before it plain."""
    rows = [(100 + 40 * n, SIX) for n in range(3)] + [(260 + 40 * n, SIX) for n in range(3)]
    (shape,) = bare_shapes(boxes((60, SIX), *rows, (220, [(64, 250)])), [208, 246])
    spans = [(part.row, part.columns) for part in shape.cells if part.columns > 1]
    assert (len(shape.ys) - 1, spans) == (8, [(4, 6)])


def test_label_to_the_middle_of_the_page_is_a_row_below_the_header_and_among_rows() -> None:
    """It stands over no white, or over some, but never as its column's lines do."""
    texts = [(60, 90), (130, 300), (400, 560), (640, 690), (740, 890)]
    rows = [(140 + 40 * n, texts) for n in range(3)] + [(300 + 40 * n, texts) for n in range(3)]
    (shape,) = bare_shapes(boxes((60, texts), (100, [(410, 490)]), *rows, (260, [(350, 550)])), [])
    spans = [(part.row, part.columns) for part in shape.cells if part.columns > 1]
    assert (len(shape.ys) - 1, spans) == (9, [(1, 5), (5, 5)])


def heads(xs: Sequence[int], *lines: tuple[int, Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """First and last column of each cell over several columns."""
    mask = boxes(*lines)[: lines[-1][0] + 16]
    return [(c.first, c.end - 1) for c in header_levels.header_cells(mask, xs, 44) if c.end - c.first > 1]


EDGES = [0, 60, 240, 400, 500, 600, 700, 860]


def test_all_columns_named_below_a_group_are_its_own_where_other_names_stand_at_the_middle() -> None:
    """Years of which the table's edges show other widths than the paper has."""
    names = (22, [(20, 40), (110, 190), (740, 820)])
    years = (44, [(280, 330), (420, 470), (530, 570), (630, 670)])
    assert heads(EDGES, (0, [(410, 490)]), names, years) == [(2, 5)]


def test_group_name_as_close_over_the_middle_column_as_rows_stand_is_no_line_of_its_name() -> None:
    """กรอบใหม่ over three years, right above the second; other names stand at the middle of both lines."""
    names = (22, [(20, 40), (110, 190), (300, 350), (740, 820)])
    years = (44, [(430, 470), (530, 570), (630, 670)])
    assert heads(EDGES, (0, [(505, 595)]), names, years) == [(3, 5)]


def test_group_names_set_flush_left_begin_with_their_first_columns() -> None:
    names = (22, [(20, 40), (110, 190)])
    years = (44, [(250, 330), (410, 480), (510, 580), (610, 680)])
    assert heads(EDGES[:6] + [700], (0, [(250, 320), (510, 570)]), names, years) == [(2, 3), (4, 5)]
