"""White letters on a dark header band, and tables that are pictures."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from table_paper import draw, lattice, paper, raster

from extract.model import BBox, GrayImage, Line, Method
from extract.ocr.protocol import Region
from extract.tables.dark_cells import light_on_dark
from extract.tables.fill import fill_from_image
from extract.tables.pictures import only, tables_in_pictures
from extract.tables.ruled.grid import build_tables

GRID = lattice([100, 400, 700], [100, 160, 300])


class Tones:
    """An engine that reads the median tone of each region, and remembers how often it was called."""

    name: Method = "reader"
    version = "0"

    def __init__(self) -> None:
        self.calls = 0

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        self.calls += 1
        return [(Line("light" if tone(image, r.box) > 128 else "dark", r.box),) for r in regions]


def tone(image: GrayImage, box: BBox) -> float:
    return float(np.median(image[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]))


def dark_header() -> np.ndarray:
    image = draw(paper(), GRID)
    image[100:161, 100:701] = 50
    cv2.putText(image, "HEADER", (130, 145), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 250, 3)
    cv2.putText(image, "HEADER", (430, 145), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 250, 3)
    return image


def test_dark_header_is_turned_to_dark_on_light() -> None:
    page = raster(dark_header())
    turned = light_on_dark(page.image, page, build_tables(GRID, 1, "raster", 100 / 72))
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
    assert light_on_dark(image, page, build_tables(GRID, 1, "raster", 100 / 72)) is image


def test_picture_holds_the_table() -> None:
    page = raster(draw(paper(), GRID))
    box = BBox(50, 50, 550, 250)  # points
    tables, _, findings = tables_in_pictures(page, [box], 3, Tones())
    assert [(table.page, table.rows, table.columns) for table in tables] == [(3, 2, 2)]
    assert np.allclose(tables[0].bbox.as_list(), [72, 72, 504, 216], atol=2)
    assert [(f.code, f.page, f.bbox) for f in findings] == [("table-in-picture", 3, tables[0].bbox)]


def test_picture_without_a_table_is_not_read() -> None:
    engine = Tones()
    assert tables_in_pictures(raster(paper()), [BBox(50, 50, 550, 250)], 1, engine) == ((), (), ())
    assert engine.calls == 0


def test_print_beside_a_picture_is_whitened() -> None:
    page = raster(draw(paper(), GRID))
    assert only(page, [BBox(0, 300, 595, 500)]).image[:400].min() == 255
