"""Cells in doubt are read by a second engine; the first reading stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from table_paper import paper, raster

from extract.model import BBox, Cell, GrayImage, Line, Method, Table
from extract.ocr.protocol import Region
from extract.tables.second_reading import read_again


class Says:
    """An engine that reads the same words everywhere, and notes where it was asked."""

    name: Method = "tesseract"
    version = "5"

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: list[BBox] = []

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        self.asked += [region.box for region in regions]
        return [(Line(self.text, region.box, 0.9),) for region in regions]


def read_page(*readings: tuple[str, float]) -> Table:
    cells = tuple(
        Cell(0, i, 1, 1, BBox(72 * i, 0, 72 * i + 72, 36), 1, text=text, confidence=sure, method="reader")
        for i, (text, sure) in enumerate(readings)
    )
    return Table(1, 1, BBox(0, 0, 72 * len(cells), 36), 1, len(cells), cells)


def sheet():
    return replace(raster(paper()), to_page=np.array([[0.72, 0, 0], [0, 0.72, 0]]))


def test_a_doubtful_cell_read_otherwise_keeps_the_first_reading_and_tells_both():
    second = Says("กองช้าง")

    (table,) = read_again([read_page(("กองคลัง", 0.99), ("กองช่าง", 0.5))], sheet(), second)

    assert len(second.asked) == 1
    assert [cell.text for cell in table.cells] == ["กองคลัง", "กองช่าง"]
    assert table.cells[0].findings == ()
    (found,) = table.cells[1].findings
    assert (found.code, found.page, found.bbox) == ("engines-disagree", 1, BBox(72, 0, 144, 36))
    assert found.detail == "reader: กองช่าง | tesseract 5: กองช้าง"


def test_spaces_and_digit_script_are_no_disagreement():
    (table,) = read_again([read_page(("พ.ศ. ๒๕๖๖", 0.5))], sheet(), Says("พ.ศ.2566"))

    assert table.cells[0].findings == ()


def test_a_page_without_doubt_is_not_read_again():
    second = Says("อื่น")

    tables = read_again([read_page(("กองคลัง", 0.95), ("", 0.1))], sheet(), second)

    assert second.asked == []
    assert tables[0].cells[0].findings == ()
