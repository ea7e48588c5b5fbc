"""Cells with a coloured ground."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from table_paper import across, down, draw, lattice, paper, pdf, raster

from extract.model import BBox, Table
from extract.pages.document import open_document
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.raster import find_rulings
from extract.tables.ruled.vector import read_drawing
from extract.tables.shade import (
    Fill,
    bands_from_fills,
    bands_from_image,
    rules_at,
    shade_from_fills,
    shade_from_image,
)

REAL = Path(__file__).parents[3] / "shared" / "real"
GRID = "1 w 100 300 m 500 300 l S 100 200 m 500 200 l S 100 100 m 500 100 l S " + " ".join(
    f"{x} 100 m {x} 300 l S" for x in (100, 200, 300, 400, 500)
)


def shaded(tables: tuple[Table, ...]) -> list[tuple[int, int]]:
    return [(c.row, c.column) for table in tables for c in table.cells if c.shaded]


def drawn(content: str) -> list[tuple[int, int]]:
    with open_document(pdf(content), "made.pdf") as document, document.page(1) as page:
        drawing = read_drawing(page)
        return shaded(shade_from_fills(build_tables(drawing.rulings, 1, "vector"), drawing.fills))


def test_filled_rectangles_shade_the_cells_they_cover() -> None:
    assert drawn(f"0.6 0.7 0.9 rg 200 200 100 100 re f 300 100 100 100 re f 0 g {GRID}") == [(0, 1), (1, 2)]


def test_one_fill_over_a_run_of_months_shades_each() -> None:
    assert drawn(f"0.5 g 200 100 300 100 re f 0 g {GRID}") == [(1, 1), (1, 2), (1, 3)]


def test_white_over_gray_is_no_shade() -> None:
    assert drawn(f"0.5 g 100 100 400 200 re f 1 g 100 100 400 200 re f 0 g {GRID}") == []


def test_highlighted_words_shade_no_cell() -> None:
    assert drawn(f"1 1 0 rg 210 230 80 14 re f 0 g {GRID}") == []


@pytest.mark.parametrize("tone", [80, 150, 205])
def test_gray_cells_of_a_scan(tone: int) -> None:
    image = paper()
    image[200:300, 300:400] = tone
    rules = lattice((100, 200, 300, 400, 500), (100, 200, 300))
    image = draw(image, rules)
    tables = build_tables(rules, 1, "raster", 100 / 72)
    assert shaded(shade_from_image(tables, raster(image))) == [(1, 2)]


def test_shadow_of_the_page_shades_no_cell() -> None:
    image = paper()
    image[600:] = (image[600:] * 0.6).astype(image.dtype)
    image = draw(image, lattice((100, 300, 500, 700), (300, 500, 700, 900)))
    tables = build_tables(find_rulings(raster(image)), 1, "raster", 100 / 72)
    assert len(tables) == 1
    assert shaded(shade_from_image(tables, raster(image))) == []


@pytest.mark.skipif(not REAL.exists(), reason="real documents are not at hand")
def test_real_plan_with_shaded_quarters() -> None:
    data = (REAL / "ocsc_ethics_strategy_gantt_p108-112.pdf").read_bytes()
    with open_document(data, "plan.pdf") as document, document.page(1) as page:
        drawing = read_drawing(page)
        tables = shade_from_fills(build_tables(drawing.rulings, 1, "vector"), drawing.fills)
    assert shaded(tables) == [
        *((3, c) for c in (1, 2, 3, 4)),
        *((5, c) for c in (1, 2, 3, 4)),
        *((6, c) for c in (5, 6, 7, 8)),
    ]


def test_a_pale_shade_on_a_scan_is_told_from_the_shadow_of_its_row_and_column() -> None:
    rules = lattice(range(100, 701, 100), range(100, 501, 100))
    image = draw(paper(), rules).astype(float)
    image[:, :400] -= 12 * (1 - np.arange(400) / 400)[None, :]  # the lid's shadow
    image[202:298, 302:398] -= 13
    page = raster(np.clip(image, 0, 255).astype(np.uint8))
    assert shaded(shade_from_image(build_tables(rules, 1, "raster"), page)) == [(1, 2)]


def test_a_coloured_row_that_cuts_the_uprights_is_a_row_of_its_own() -> None:
    """A section in a table that rules its columns alone: no rule runs along it."""
    xs, band = [0.0, 40.0, 240.0, 400.0], BBox(0, 60, 400, 84)
    rules = lattice(xs, [0, 60]) + [across(300, 0, 400)] + [down(x, 84, 300) for x in xs]
    whole = build_tables([*rules, *rules_at([band], rules, 1.0)], 1, "vector")
    assert [(c.row, c.column, c.column_span) for c in whole[0].cells if c.row] == [
        (1, 0, 3), (2, 0, 1), (2, 1, 1), (2, 2, 1)
    ]  # fmt: skip
    assert rules_at([BBox(0, 120, 400, 144)], lattice(xs, [0, 60, 300]), 1.0) == []  # uprights run through


def test_a_coloured_header_and_a_coloured_row_below_it_are_two_bands() -> None:
    fills = [Fill(BBox(x, y, x + 100, y + 20), True) for y in (100, 120) for x in (50, 150, 250)]
    assert [(band.y0, band.y1) for band in bands_from_fills(fills)] == [(100, 120), (120, 140)]
    image = paper()
    image[100:128, 50:500], image[128:156, 50:500] = 90, 200
    found = bands_from_image(raster(image))
    assert [(round(b.y0, -1), round(b.y1, -1)) for b in found] == [(100, 130), (130, 160)]


def test_light_letters_on_a_dark_header_do_not_part_it() -> None:
    image = paper()
    image[100:160, 50:500] = 90
    for x in (70, 200, 330):
        cv2.putText(image, "HHHHHH", (x, 138), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 250, 2)
    assert len(bands_from_image(raster(image))) == 1


def test_pale_rows_in_turn_are_no_months_where_darker_cells_are() -> None:
    xs, ys = [0.0, 100.0, *(100.0 + 20 * n for n in range(1, 7))], [0.0, 20.0, 40.0, 60.0]
    (made,) = build_tables(lattice(xs, ys), 1, "vector")
    stripe = [Fill(BBox(a, 20, b, 40), True, 237.0) for a, b in pairwise(xs) if a != 140]
    dark = [
        Fill(BBox(140, 20, 160, 40), True, 150.0),
        Fill(BBox(120, 0, 220, 20), True, 150.0),
        Fill(BBox(100, 40, 160, 60), True, 150.0),
    ]
    (found,) = shade_from_fills([made], [*stripe, *dark])
    assert [(c.row, c.column) for c in found.cells if c.shaded and c.row == 1] == [(1, 3)]
    (alone,) = shade_from_fills([made], stripe)
    assert sum(c.shaded for c in alone.cells) == 6
