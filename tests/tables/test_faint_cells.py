"""A gray column on a black page is darkened; dark, blank and grainy cells are let be."""

from __future__ import annotations

import numpy as np
import pytest
from table_paper import lattice, paper

from extract.tables.faint_cells import darken_faint
from extract.tables.ruled.grid import build_tables

TABLES = build_tables(tuple(lattice([100, 400, 700], [100, 300])), 1, "raster", 100 / 72)


def printed(left: int, right: int, grain: float = 2.0) -> np.ndarray:
    page = paper().astype(np.float64)
    for column, tone in ((130, left), (430, right)):
        for x in range(column, column + 200, 12):
            page[150:164, x : x + 4] = tone
    return np.clip(page + np.random.default_rng(1).normal(0, grain, page.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("tone", [172, 190])
def test_gray_column_is_darkened_and_the_black_one_let_be(tone: int) -> None:
    page = printed(40, tone)
    out = darken_faint(page, 100, TABLES)
    assert np.array_equal(out[:, :395], page[:, :395])
    assert int(np.median(out[152:162, 431:433])) < 70 and int(np.median(out[200:280, 450:650])) > 235


def test_dark_cells_and_grain_are_let_be() -> None:
    for page in (printed(40, 90), printed(245, 245, grain=6.0)):
        assert darken_faint(page, 100, TABLES) is page
