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
