"""Cells that hold a picture of their text: screenshots of words, letters drawn as outlines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from page_paper import pdf, scan_image

from extract.clock import Clock
from extract.model import Cell, GrayImage, Line, Method
from extract.ocr.choose import Engines, Region
from extract.pages.document import open_document
from extract.reading.page import read_page

GRID = "".join(f"{x} 100 m {x} 300 l S " for x in (20, 200, 400)) + "".join(
    f"20 {y} m 400 {y} l S " for y in (100, 200, 300)
)
TEXT = "BT /F 12 Tf 1 0 0 1 30 250 Tm (ABC) Tj 1 0 0 1 210 250 Tm (CBA) Tj ET "


class Says:
    """An engine that reads one line in each region, and remembers how often it was asked."""

    name: Method = "reader"
    version = "0"

    def __init__(self, text: str, confidence: float = 0.98) -> None:
        self.text, self.confidence, self.regions = text, confidence, list[Region]()

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        self.regions += regions
        return [(Line(self.text, region.box, self.confidence),) for region in regions]


def cells(content: str, engine: Says) -> tuple[Cell, ...]:
    engines = Engines("auto")
    engines.get = lambda: engine  # type: ignore[method-assign]
    data = pdf((GRID + TEXT + content).encode(), objects=b"/I 7 0 R", extra={7: scan_image()})
    with open_document(data, "pictured.pdf") as document:
        (table,) = read_page(document, 1, engines, Clock()).tables
    return table.cells


@pytest.mark.parametrize(
    "content",
    [
        "q 100 0 0 20 30 140 cm /I Do Q ",
        "q 190 0 0 104 15 98 cm /I Do Q ",
        "0 g 30 140 6 9 re 32 142 2 5 re f* 38 140 6 9 re f 46 140 6 9 re f 54 140 6 9 re f ",
    ],
    ids=["pasted", "pasted over the whole cell", "letters as outlines"],
)
def test_a_picture_of_text_in_a_cell_is_read(content: str) -> None:
    engine = Says("ดำเนินการแล้ว")
    found = cells(content, engine)
    assert [(cell.text, cell.method) for cell in found] == [
        ("กขค", "text"), ("คขก", "text"), ("ดำเนินการแล้ว", "picture"), ("", "text"),
    ]  # fmt: skip
    assert found[2].confidence == 0.98
    assert len(engine.regions) == 1
    assert 20 <= found[2].lines[0].bbox.x0 <= 30


@pytest.mark.parametrize(
    "content",
    [
        "",
        "q 20 0 0 20 30 140 cm /I Do Q ",
        "0 g 30 140 100 4 re f ",
        "q 100 0 0 20 30 240 cm /I Do Q " + TEXT,
    ],
    ids=["empty", "a square picture: a tick, a face, a code", "a bar over months", "behind text"],
)
def test_what_is_no_picture_of_text_is_not_read(content: str) -> None:
    engine = Says("ก")
    assert [cell.method for cell in cells(content, engine)] == ["text"] * 4
    assert not engine.regions


def test_a_picture_that_gives_no_sure_text_is_told() -> None:
    cell = cells("q 100 0 0 20 30 140 cm /I Do Q ", Says("ดำนิน", 0.4))[2]
    assert (cell.text, [(found.code, found.detail) for found in cell.findings]) == (
        "", [("cell-unread", "picture: ดำนิน")],
    )  # fmt: skip
