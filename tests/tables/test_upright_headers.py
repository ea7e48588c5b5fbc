"""Header words that run up or down on a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from table_paper import paper

from extract.model import BBox, Cell, GrayImage, Line, Method
from extract.ocr.choose import Region
from extract.tables.upright_headers import read_upright_headers


class Levels:
    """Reads a crop by its shape: level ones as the header that stands upright in the cell."""

    name: Method = "reader"
    version = "1"

    def __init__(self, text: str, sure: float = 0.9) -> None:
        self.text, self.sure, self.calls = text, sure, 0

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        self.calls += 1
        tops = [float(np.asarray(image[r.box.pixels()])[:5].min()) for r in regions]
        return [
            (Line(self.text if top < 100 else "ดฉ", r.box, self.sure if top < 100 else 0.2),)
            for r, top in zip(regions, tops, strict=True)
        ]


def header(text: str, confidence: float, width: int = 40) -> list[Cell]:
    return [Cell(0, 0, 1, 1, BBox(40, 40, 40 + width, 140), 1, text=text, confidence=confidence)]


def read(cells: list[Cell], engine: Levels) -> str:
    image = paper(300, 300)
    image[40:140, 43:47] = 20  # ink along the left: at the top once turned clockwise
    return read_upright_headers(cells, image, 72.0, engine, lambda text: text == "งบประมาณ")[0].text


def test_a_tall_header_cell_is_read_turned() -> None:
    assert read(header("๘ ฉี -", 0.24), Levels("งบประมาณ")) == "งบประมาณ"


def test_a_known_header_is_not_read_again() -> None:
    engine = Levels("งบประมาณ")
    assert read(header("งบประมาณ", 0.7), engine) == "งบประมาณ" and engine.calls == 0


def test_a_wide_header_cell_is_turned_only_when_it_was_read_badly() -> None:
    engine = Levels("งบประมาณ")
    assert read(header("หน่วยนับ", 0.95, width=180), engine) == "หน่วยนับ" and engine.calls == 0
    assert read(header("๕e) E", 0.3, width=180), engine) == "งบประมาณ"


def test_an_unknown_header_must_be_read_more_surely_turned() -> None:
    assert read(header("ตัวนับ", 0.8), Levels("หน่วย", 0.9)) == "ตัวนับ"
    assert read(header("ดฉ", 0.3), Levels("หน่วย", 0.9)) == "หน่วย"


def test_a_number_below_the_header_is_not_turned() -> None:
    """A tall cell with 2 read turned was No., a known print."""
    engine = Levels("งบประมาณ")
    cells = [replace(cell, row=row) for row in (0, 0, 2) for cell in header("งบประมาณ", 0.9)]
    cells[2] = replace(cells[2], text="2", confidence=0.4)
    read = read_upright_headers(cells, paper(300, 300), 72.0, engine, lambda text: text == "งบประมาณ")
    assert (read[2].text, engine.calls) == ("2", 0)


def test_the_label_of_a_section_that_runs_up_beside_its_rows_is_read_turned() -> None:
    label = Cell(1, 0, 3, 1, BBox(40, 40, 80, 140), 1, text="๖ ที่ E N", confidence=0.4)
    assert read([label], Levels("ด้านการให้บริการ")) == "ด้านการให้บริการ"
    office = replace(label, text="สำนักปลัด", confidence=0.97)
    assert read([office], Levels("ด้านการให้บริการ")) == "สำนักปลัด"
