from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.teds import page_score, teds

Cell = dict[str, Any]


def cell(row: int, column: int, text: str = "", down: int = 1, across: int = 1) -> Cell:
    return {"row": row, "column": column, "row_span": down, "column_span": across, "text": text}


def grid(rows: int, columns: int) -> list[Cell]:
    return [cell(r, c, f"{r}{c}") for r in range(rows) for c in range(columns)]


def test_the_same_table_scores_one() -> None:
    assert teds(grid(3, 4), grid(3, 4)) == 1.0


def test_order_of_cells_in_the_file_does_not_matter() -> None:
    assert teds(grid(3, 4), grid(3, 4)[::-1]) == 1.0


def test_a_missing_column_costs_one_cell_a_row() -> None:
    # 1 table + 3 tr + 12 td against 1 + 3 + 9: three deletions
    assert teds(grid(3, 4), grid(3, 3), structure_only=True) == pytest.approx(1 - 3 / 16)


def test_a_missing_row_costs_its_cells_and_itself() -> None:
    assert teds(grid(3, 4), grid(2, 4), structure_only=True) == pytest.approx(1 - 5 / 16)


def test_a_span_taken_for_two_cells_costs_two_edits() -> None:
    merged = [cell(0, 0, across=2), *grid(3, 2)[2:]]
    # truth 1 + 3 + 5, found 1 + 3 + 6: the cell loses its span, another is put in
    assert teds(merged, grid(3, 2), structure_only=True) == pytest.approx(1 - 2 / 10)


def test_a_cell_over_two_rows_differs_from_one_over_one() -> None:
    down = [cell(0, 0, down=2), cell(0, 1), cell(1, 1)]
    flat = [cell(0, 0), cell(0, 1), cell(1, 1)]
    assert teds(down, flat, structure_only=True) == pytest.approx(1 - 1 / 6)


def test_text_counts_by_its_edits_and_white_space_does_not() -> None:
    truth, found = [cell(0, 0, "กอง ช่าง")], [cell(0, 0, "กองชาง")]
    assert teds(truth, [cell(0, 0, "กองช่าง")]) == 1.0
    # one of seven letters is missing; the tree has three nodes
    assert teds(truth, found) == pytest.approx(1 - (1 / 7) / 3)
    assert teds(truth, found, structure_only=True) == 1.0


def test_a_table_not_found_scores_nothing() -> None:
    assert page_score([grid(2, 2)], []) == 0.0


def test_a_table_made_up_halves_the_page() -> None:
    assert page_score([grid(2, 2)], [grid(5, 5), grid(2, 2)]) == pytest.approx(0.5)


def test_a_page_without_tables_scores_one_when_none_is_found() -> None:
    assert page_score([], []) == 1.0
    assert page_score([], [grid(2, 2)]) == 0.0


def test_two_tables_are_paired_by_likeness_not_by_order() -> None:
    assert page_score([grid(2, 2), grid(4, 3)], [grid(4, 3), grid(2, 2)]) == 1.0


@st.composite
def tables(draw: st.DrawFn) -> list[Cell]:
    edges = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    out = []
    for row, cuts in enumerate(edges):
        columns = [0, *sorted(draw(st.sets(st.integers(1, 3), max_size=cuts))), 4]
        out += [
            cell(row, start, draw(st.sampled_from(("", "ก", "กข"))), across=end - start)
            for start, end in pairwise(columns)
        ]
    return out


@given(tables(), tables())
def test_likeness_is_symmetric_and_between_nought_and_one(one: list[Cell], two: list[Cell]) -> None:
    assert 0.0 <= teds(one, two) <= 1.0
    assert teds(one, two) == pytest.approx(teds(two, one))
    assert teds(one, one) == 1.0


@given(tables(), tables())
def test_structure_alone_is_never_less_alike_than_with_text(one: list[Cell], two: list[Cell]) -> None:
    assert teds(one, two, structure_only=True) >= teds(one, two) - 1e-9
