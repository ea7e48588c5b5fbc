"""Cells in doubt are read by a second engine; the first reading stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from table_paper import paper, raster

from extract.model import BBox, Cell, GrayImage, Line, Method, Table
from extract.ocr.choose import Region
from extract.tables.fill_image import fill_from_image


class Says:
    """An engine that reads the same words everywhere, and notes where it was asked."""

    version = "5"

    def __init__(self, name: Method, *readings: tuple[str, float]) -> None:
        self.name = name
        self.readings = readings
        self.asked: list[BBox] = []

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        if not regions[0].cell:
            return [() for _ in regions]
        self.asked += [region.box for region in regions]
        words = [self.readings[i % len(self.readings)] for i in range(len(regions))]
        return [(Line(text, r.box, sure),) for (text, sure), r in zip(words, regions, strict=True)]


def grid(columns: int) -> Table:
    cells = tuple(Cell(0, i, 1, 1, BBox(100 * i, 0, 100 * i + 100, 50), 1) for i in range(columns))
    return Table(1, 1, BBox(0, 0, 100 * columns, 50), 1, columns, cells)


def read(first: Says, second: Says | None, columns: int = 1, turn: float = 0.0) -> tuple[Cell, ...]:
    page = replace(raster(paper()), to_page=np.array([[0.72, -turn, 0], [turn, 0.72, 0]]))
    (table,), _ = fill_from_image([grid(columns)], page, first, second)
    return table.cells


def test_a_doubtful_cell_read_otherwise_keeps_the_first_reading_and_tells_both():
    second = Says("tesseract", ("กองช้าง", 0.8))

    sure, doubted = read(Says("reader", ("กองคลัง", 0.99), ("กองช่าง", 0.5)), second, columns=2)

    assert len(second.asked) == 1
    assert (sure.text, doubted.text) == ("กองคลัง", "กองช่าง")
    assert sure.findings == ()
    (found,) = doubted.findings
    assert (found.code, found.page) == ("engines-disagree", 1)
    assert found.detail == " | ".join(f"{engine}: {text}" for engine, text in found.readings)
    assert found.detail == "reader: กองช่าง | tesseract 5: กองช้าง"


def test_the_place_of_a_disagreement_is_the_cells_on_the_page_also_when_it_was_skewed():
    (cell,) = read(Says("reader", ("ก", 0.5)), Says("tesseract", ("ข", 0.8)), turn=0.02)

    assert cell.findings[0].bbox == cell.bbox
    assert cell.bbox.as_list() == pytest.approx([-1, 0, 72, 38])


def test_both_engines_read_the_same_pixels():
    first, second = Says("reader", ("ก", 0.5)), Says("tesseract", ("ก", 0.8))

    read(first, second, turn=0.02)

    assert second.asked == first.asked


def test_spaces_and_digit_script_are_no_disagreement():
    (cell,) = read(Says("reader", ("พ.ศ. ๒๕๖๖", 0.5)), Says("tesseract", ("พ.ศ.2566", 0.9)))

    assert cell.findings == ()


def test_without_doubt_or_without_a_second_engine_nothing_is_read_again():
    second = Says("tesseract", ("อื่น", 0.9))

    (sure,) = read(Says("reader", ("กองคลัง", 0.95)), second)
    (alone,) = read(Says("reader", ("กองคลัง", 0.2)), None)

    assert second.asked == []
    assert sure.findings == alone.findings == ()
