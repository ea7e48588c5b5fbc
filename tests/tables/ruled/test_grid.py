"""From rules to cells, whatever the office drew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from table_paper import across, down, lattice, shape

from extract.model import BBox
from extract.tables.ruled.grid import build_tables


def test_plain_grid() -> None:
    (table,) = build_tables(lattice([50, 150, 300], [40, 80, 120]), 3, "vector")
    assert (table.page, table.index, table.rows, table.columns) == (3, 1, 2, 2)
    assert shape(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert table.bbox == BBox(50, 40, 300, 120)
    assert table.cells[3].bbox == BBox(150, 80, 300, 120)
    assert len(table.rulings) == 6


def test_section_row_spans_all_columns() -> None:
    rules = [across(y, 0, 300) for y in (0, 20, 40, 60)]
    rules += [down(0, 0, 60), down(300, 0, 60), down(100, 0, 20), down(100, 40, 60)]
    (table,) = build_tables(rules, 1, "vector")
    assert shape(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 1), (2, 1, 1, 1)]


def test_responsible_cell_spans_two_measures() -> None:
    rules = [across(0, 0, 300), across(20, 0, 200), across(40, 0, 300)]
    rules += [down(x, 0, 40) for x in (0, 200, 300)]
    (table,) = build_tables(rules, 1, "vector")
    assert shape(table) == [(0, 0, 1, 1), (0, 1, 2, 1), (1, 0, 1, 1)]


def test_missing_outer_verticals_are_inferred() -> None:
    rules = [across(y, 0, 300) for y in (0, 30, 60)] + [down(x, 0, 60) for x in (100, 200)]
    (table,) = build_tables(rules, 1, "vector")
    assert (table.rows, table.columns) == (2, 3)
    assert (table.bbox.x0, table.bbox.x1) == (0, 300)


def test_missing_closing_rule_at_page_foot_is_inferred() -> None:
    rules = [across(y, 0, 300) for y in (0, 30)] + [down(x, 0, 90) for x in (0, 100, 300)]
    (table,) = build_tables(rules, 1, "vector")
    assert (table.rows, table.columns) == (2, 2)
    assert table.bbox.y1 == 90


def test_one_stray_stroke_is_no_outer_column() -> None:
    rules = [*lattice([50, 150, 300], [40, 80, 120, 160]), across(60, 20, 150)]
    (table,) = build_tables(rules, 1, "vector")
    assert table.bbox.x0 == 50


def test_two_tables_on_a_page_from_top_to_bottom() -> None:
    tables = build_tables(
        lattice([0, 50, 100], [200, 220]) + lattice([0, 30, 100], [10, 40, 70]), 1, "vector"
    )
    assert [(t.index, t.rows, t.columns) for t in tables] == [(1, 2, 2), (2, 1, 2)]


def test_page_frame_box_is_no_table() -> None:
    assert build_tables(lattice([10, 590], [10, 800]), 1, "vector") == ()


def test_table_inside_a_page_frame() -> None:
    (table,) = build_tables(lattice([10, 590], [10, 800]) + lattice([50, 100, 200], [50, 80]), 1, "vector")
    assert table.bbox == BBox(50, 50, 200, 80)


def test_nested_table_stands_apart() -> None:
    rules = lattice([0, 200, 500], [0, 100, 200]) + lattice([220, 300, 400], [120, 150, 180])
    assert [t.bbox for t in build_tables(rules, 1, "vector")] == [
        BBox(0, 0, 500, 200),
        BBox(220, 120, 400, 180),
    ]


def test_doubled_rules_are_one() -> None:
    rules = [r for d in (0, 1.5) for r in lattice([50 + d, 150 + d, 300 + d], [40 + d, 80 + d])]
    (table,) = build_tables(rules, 1, "vector")
    assert (table.rows, table.columns) == (1, 2)


def test_dashed_rule_drawn_dash_by_dash() -> None:
    rules = [down(x, 0, 60) for x in (0, 100, 200)] + [across(0, 0, 200), across(60, 0, 200)]
    rules += [across(30, x, x + 2) for x in range(0, 200, 4)]
    (table,) = build_tables(rules, 1, "vector")
    assert (table.rows, table.columns) == (2, 2)


def test_cell_borders_drawn_cell_by_cell() -> None:
    rules = [r for x in (0, 100) for y in (0, 30) for r in lattice([x, x + 99.5], [y, y + 29.5])]
    (table,) = build_tables(rules, 1, "vector")
    assert shape(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_short_stroke_in_a_cell_adds_no_row() -> None:
    rules = [*lattice([0, 100, 200], [0, 50, 100]), across(70, 100, 140)]
    (table,) = build_tables(rules, 1, "vector")
    assert (table.rows, table.columns) == (2, 2)


def test_l_shaped_area_is_split_into_rectangles() -> None:
    rules = [across(0, 0, 200), across(100, 0, 200), down(0, 0, 100), down(200, 0, 100)]
    rules += [across(50, 100, 200), down(100, 50, 100), across(50, 0, 0.1), down(100, 0, 0.1)]
    rules = [r for r in rules if r.end - r.start > 1]
    rules.remove(down(100, 50, 100))
    rules += [down(100, 50, 100)]
    (table,) = build_tables(rules, 1, "vector")
    covered = sum(c.row_span * c.column_span for c in table.cells)
    assert covered == table.rows * table.columns
    assert all(table.at(r, c) is not None for r in range(table.rows) for c in range(table.columns))


def test_pixels_and_points_give_the_same_cells() -> None:
    rules = lattice([50, 150, 300], [40, 80, 120])
    big = lattice([150, 450, 900], [120, 240, 360])
    assert shape(build_tables(rules, 1, "vector")[0]) == shape(build_tables(big, 1, "raster", scale=3.0)[0])


def test_a_page_of_five_thousand_cells_has_each_of_them() -> None:
    rules = [
        r for i in range(50) for j in range(100) for r in lattice([i * 10, i * 10 + 10], [j * 8, j * 8 + 8])
    ]
    (table,) = build_tables(rules, 1, "vector")
    assert len(table.cells) == 5000


def test_no_rules_no_tables() -> None:
    assert build_tables([], 1, "vector") == ()
    assert build_tables([across(10, 0, 100), across(20, 0, 100)], 1, "vector") == ()


@given(
    st.lists(st.integers(12, 80), min_size=1, max_size=6),
    st.lists(st.integers(12, 80), min_size=2, max_size=6),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_every_square_belongs_to_exactly_one_cell(
    widths: list[int], heights: list[int], data: st.DataObject
) -> None:
    """Whatever inner rules are missing, cells are rectangles that tile the table."""
    xs = [sum(widths[:i]) for i in range(len(widths) + 1)]
    ys = [sum(heights[:i]) for i in range(len(heights) + 1)]
    rules = lattice([xs[0], xs[-1]], [ys[0], ys[-1]])
    for i, y in enumerate(ys[1:-1], 1):
        rules += [
            across(y, xs[j], xs[j + 1]) for j in range(len(widths)) if data.draw(st.booleans(), f"h{i}{j}")
        ]
    for j, x in enumerate(xs[1:-1], 1):
        rules += [
            down(x, ys[i], ys[i + 1]) for i in range(len(heights)) if data.draw(st.booleans(), f"v{i}{j}")
        ]
    for table in build_tables(rules, 1, "vector"):
        owners = [
            (r, c)
            for k in table.cells
            for r in range(k.row, k.row + k.row_span)
            for c in range(k.column, k.column + k.column_span)
        ]
        assert sorted(owners) == [(r, c) for r in range(table.rows) for c in range(table.columns)]


def test_uprights_in_pieces_between_section_rows_go_on_below_the_last_of_them() -> None:
    """A sheet whose columns are ruled from section to section, and not closed at the foot."""
    xs = (0, 40, 160, 280, 400)
    levels = (0, 30, 44, 90, 104, 150)
    rules = [across(y, 0, 400) for y in levels]
    rules += [down(x, top, end) for x in xs for top, end in ((0, 30), (44, 90), (104, 150))]
    rules += [across(164, 0, 400), *(down(x, 164, 220) for x in xs)]
    rules += [down(x, top, end) for x in (0, 400) for top, end in ((30, 44), (90, 104), (150, 164))]
    (table,) = build_tables(rules, 1, "vector")
    assert table.bbox.y1 == 220
    assert [c.column for c in table.cells if c.row == table.rows - 1] == [0, 1, 2, 3]
