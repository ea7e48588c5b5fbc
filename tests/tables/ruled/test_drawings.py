"""Charts, leaflets, slides and page borders are no tables; tables beside, below and around them are."""

from __future__ import annotations

from collections.abc import Sequence

from table_paper import across, down, lattice

from extract.model import BBox, Ruling
from extract.tables.ruled.grid import build_tables


def box(x: float, y: float, width: float, height: float, round_by: float = 0.0) -> list[Ruling]:
    """A drawn box, its corners rounded by ``round_by``."""
    right, bottom, r = x + width, y + height, round_by
    sides = [across(level, x + r, right - r) for level in (y, bottom)]
    return sides + [down(edge, y + r, bottom - r) for edge in (x, right)]


def shapes(rules: Sequence[Ruling], ovals: Sequence[BBox] = ()) -> list[tuple[int, int]]:
    return [(table.rows, table.columns) for table in build_tables(rules, 1, "vector", shapes=ovals)]


def organisation(round_by: float = 0.0) -> list[Ruling]:
    """A head, a bus below it and four offices that hang from the bus."""
    rules = box(250, 100, 160, 40, round_by) + [down(330, 140, 160), across(160, 80, 590)]
    for x in (80, 250, 420, 590):
        rules += [down(x, 160, 180), *box(x - 60, 180, 120, 30, round_by)]
    return rules


def test_an_organisation_chart_is_no_table() -> None:
    assert shapes(organisation()) == []


def test_nor_is_one_of_rounded_boxes() -> None:
    assert shapes(organisation(round_by=8)) == []


def test_a_chart_above_a_table_takes_none_of_its_columns() -> None:
    table = lattice([40, 100, 200, 300, 640], [240, 260, 280])
    assert shapes(organisation() + table) == [(2, 4)]


def test_offices_of_two_compartments_are_no_tables_of_two_rows() -> None:
    rules = [rule for rule in organisation() if rule.length != 120 or not rule.horizontal]
    for x in (80, 250, 420, 590):
        rules += [across(level, x - 60, x + 60) for level in (180, 195, 210)]
    assert shapes(rules) == []


def test_boxes_and_arrows_in_a_column_are_no_rows_of_it() -> None:
    table = lattice([40, 200, 400, 480, 560], [100, 130, 220, 310, 400])
    chart = [*box(230, 150, 140, 40), *box(240, 240, 120, 40), *box(230, 330, 140, 40)]
    arrows = [down(300, 190, 240), down(300, 280, 326)]  # a line with a head ends before its box
    assert shapes(table + chart + arrows) == [(4, 4)]


def test_an_arrow_to_a_cells_border_does_not_part_the_cell() -> None:
    table = lattice([40, 200, 400, 560], [100, 130, 220, 310])
    assert shapes([*table, *box(230, 150, 140, 40), down(300, 190, 220)]) == [(3, 3)]


def test_lines_between_ovals_and_diamonds_are_no_rules() -> None:
    ovals = [BBox(100, 100, 220, 140), BBox(100, 200, 220, 260), BBox(300, 200, 420, 260)]
    lines = [down(160, 140, 200), across(230, 220, 300), across(120, 220, 360), down(360, 120, 200)]
    assert shapes(lines, ovals) == []


def test_a_note_with_an_arrow_beside_a_table_is_none_of_its_columns() -> None:
    table = lattice([40, 100, 300, 400], [100, 130, 160])
    assert shapes([*table, *box(460, 110, 100, 40), across(120, 400, 460)]) == [(2, 3)]


def test_a_page_border_with_a_rule_under_its_title_is_no_table() -> None:
    border = [*box(30, 30, 535, 780), across(100, 30, 565)]
    assert shapes(border) == []
    assert shapes(border + lattice([60, 100, 300, 500], [140, 170, 200])) == [(2, 3)]


def test_panels_of_a_folded_leaflet_are_no_columns() -> None:
    assert shapes([*box(20, 20, 801, 550), down(287, 20, 570), down(554, 20, 570)]) == []


def test_slides_on_a_handout_are_no_cells() -> None:
    rules = [rule for x in (40, 310) for y in (50, 300, 550) for rule in box(x, y, 250, 220)]
    assert shapes(rules + [across(y + 40, x, x + 250) for x in (40, 310) for y in (50, 300, 550)]) == []


def test_a_table_of_one_column_stays_one() -> None:
    """The last column of a sheet that was cut sideways."""
    assert shapes(lattice([54, 224], [72, 140, 198])) == [(2, 1)]


def test_cells_that_share_their_edges_are_no_boxes() -> None:
    form = [across(y, 0, 400) for y in (0, 40, 80, 120)]
    form += [down(0, 0, 120), down(400, 0, 120), down(150, 0, 40), down(250, 40, 80), down(100, 80, 120)]
    assert shapes(form) == [(3, 4)]


def test_uprights_that_end_above_a_box_are_columns_all_the_same() -> None:
    """A table without a foot at the end of a page, a note in a box below it."""
    table = [across(100, 40, 560), across(130, 40, 560)] + [down(x, 100, 400) for x in (40, 100, 300, 560)]
    assert shapes([*table, *box(40, 406, 520, 40)]) == [(2, 3)]


def test_a_tick_box_on_the_rule_between_two_rows_parts_no_cell() -> None:
    table = lattice([40, 200, 400], [100, 140, 180])
    assert shapes([*table, *box(60, 135, 10, 10)]) == [(2, 2)]


def test_a_section_row_across_a_large_table_makes_it_no_frame() -> None:
    rules = [across(y, 30, 560) for y in (40, 80, 120, 400)] + [down(x, 40, 400) for x in (30, 560)]
    assert shapes([*rules, down(300, 40, 80), down(300, 120, 400)]) == [(3, 2)]
