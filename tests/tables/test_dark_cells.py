"""White letters on a dark header band."""

from __future__ import annotations

import cv2
import numpy as np
from table_paper import Tones, draw, lattice, paper, raster

from extract.model import BBox
from extract.tables.fill_image import fill_from_image, light_on_dark
from extract.tables.ruled.grid import build_tables

GRID = lattice([100, 400, 700], [100, 160, 300])
CELLS = [cell.bbox for table in build_tables(GRID, 1, "raster", 100 / 72) for cell in table.cells]


def dark_header() -> np.ndarray:
    image = draw(paper(), GRID)
    image[100:161, 100:701] = 50
    cv2.putText(image, "HEADER", (130, 145), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 250, 3)
    cv2.putText(image, "HEADER", (430, 145), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 250, 3)
    return image


def test_dark_header_is_turned_to_dark_on_light() -> None:
    page = raster(dark_header())
    turned = light_on_dark(page.image, page, CELLS)
    assert np.median(turned[105:155, 105:395]) == 255
    assert turned[105:155, 105:395].min() < 20
    assert np.array_equal(turned[170:], page.image[170:])


def test_dark_header_is_read_on_light() -> None:
    tables, _ = fill_from_image(build_tables(GRID, 1, "raster", 100 / 72), raster(dark_header()), Tones())
    assert [cell.text for cell in tables[0].cells] == ["light"] * 4


def test_a_dark_cell_without_letters_stays() -> None:
    image = dark_header()
    image[102:159, 102:699] = 50
    page = raster(image)
    assert light_on_dark(image, page, CELLS) is image


def test_white_rules_and_paper_at_the_edge_of_a_dark_row_are_no_letters() -> None:
    """The box of a coloured row is known roughly: paper at its edge came out as a black line."""
    image = dark_header()
    image[100:161, 398:402] = 250
    image[100:104, 100:701] = 250
    page = raster(image)
    turned = light_on_dark(image, page, [BBox(100, 100, 700, 161)], around=1.0)
    assert turned[99:110, 120:690].min() > 200 and turned[110:150, 396:404].min() > 200
    assert turned[105:155, 105:395].min() < 20
