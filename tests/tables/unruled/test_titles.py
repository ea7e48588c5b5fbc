"""Titles close above the header of a borderless table, and group names that only look like titles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.tables.unruled.find import find_unruled_tables
from extract.tables.unruled.ink_mask import Mask, Span

COLUMNS = ((60, 80), (120, 330), (380, 600), (660, 800), (850, 1000), (1060, 1180))
HEADER, FIRST, HIGH, STEP = 210, 280, 18, 40
ROWS = 5


def mask_of(lines: Sequence[tuple[int, Sequence[Span]]], header: Sequence[Span] = COLUMNS) -> Mask:
    """Header and rows, words drawn as boxes, and more ``lines`` at the given tops."""
    mask = np.zeros((700, 1240), np.bool_)
    rows = [(FIRST + n * STEP, COLUMNS) for n in range(ROWS)]
    for top, words in [*lines, (HEADER, header), *rows]:
        for a, b in words:
            mask[top : top + HIGH, a:b] = True
    return mask


def found(mask: Mask) -> list[tuple[int, int, int]]:
    """Rows, columns and top of the tables of ``mask``."""
    tables = find_unruled_tables(mask, (), (), 1)
    return [(t.rows, t.columns, round(t.bbox.y0 * 2)) for t in tables]


def header_top(mask: Mask) -> int:
    ((rows, columns, top),) = found(mask)
    assert (rows, columns) == (ROWS + 1, len(COLUMNS))
    return top


def test_no_title() -> None:
    assert abs(header_top(mask_of([])) - HEADER) <= 3


def test_title_whose_tails_meet_tall_letters_of_the_header() -> None:
    mask = mask_of([(182, [(300, 940)])])
    mask[182 + HIGH : 206, 700:704] = True
    mask[204:HEADER, 200:204] = True
    assert abs(header_top(mask) - HEADER) <= 7


def test_title_with_wide_spaces_is_no_row_of_three_cells() -> None:
    title = [(182, [(300, 440), (470, 640), (664, 940)])]
    assert abs(header_top(mask_of([(142, [(480, 640), (665, 671), (694, 760)]), *title])) - HEADER) <= 3


def test_group_name_to_the_middle_of_the_page_stays_in_the_header() -> None:
    outer = (*COLUMNS[:2], *COLUMNS[4:])
    mask = mask_of([(182, [(490, 700)]), (196, outer)], COLUMNS[2:4])
    (table,) = find_unruled_tables(mask, (), (), 1)
    assert [(c.column, c.column_span) for c in table.cells if c.row == 0 and c.column_span > 1] == [(2, 2)]


def test_group_name_as_far_over_its_columns_as_rows_stand_apart() -> None:
    """Three levels of a header, and rows, one step apart: wide padding is no end of the table."""
    mask = np.zeros((800, 1240), np.bool_)
    groups = [*COLUMNS[:2], (500, 680), (930, 1100)]
    lines = [(100, [(690, 870)]), (150, groups), *((200 + 50 * n, COLUMNS[2 * (n == 0) :]) for n in range(6))]
    for top, words in lines:
        for a, b in words:
            mask[top : top + 12, a:b] = True
    (table,) = find_unruled_tables(mask, (), (), 1)
    assert round(table.bbox.y0 * 2) <= 100
    assert [(c.column, c.column_span) for c in table.cells if c.row == 0 and c.column_span > 1] == [(2, 4)]


def test_name_of_the_last_column_longer_than_its_cells() -> None:
    """งบประมาณ over two columns, beside it the first line of หน่วยงานรับผิดชอบ หลัก over short cells."""
    upper = [(700, 960), (1010, 1232)]
    (found_,) = found(mask_of([(HEADER - 28, upper)]))
    assert found_[2] <= HEADER - 28


def test_group_name_over_most_columns_is_no_title() -> None:
    """Months under one name: it stands beside the first column's name and runs over more than half of all."""
    months = [(440 + 110 * n, 470 + 110 * n) for n in range(6)]
    columns = ((60, 300), *months, (1140, 1180))
    mask = np.zeros((700, 1240), np.bool_)
    middle = (months[0][0] + months[-1][1]) // 2
    lines = [(170, [(middle - 170, middle + 170)]), (186, [(120, 240), (1136, 1184)]), (204, months)]
    lines += [(260 + 40 * n, columns) for n in range(5)]
    for top, words in lines:
        for a, b in words:
            mask[top : top + HIGH - 4, a:b] = True
    (table,) = find_unruled_tables(mask, (), (), 1)
    assert round(table.bbox.y0 * 2) <= 170
    assert [(c.column, c.column_span) for c in table.cells if c.row == 0 and c.column_span > 1] == [(1, 6)]
