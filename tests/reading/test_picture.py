"""Tables that stand as pictures on a page of text."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from table_paper import Tones, draw, lattice, paper, raster

from extract.clock import Clock
from extract.model import BBox, Cell, Line, Page, Raster, Ruling, Table
from extract.ocr.choose import Engines
from extract.pages.openpage import OpenPage
from extract.reading import picture
from extract.reading.picture import _is_of_ground, only, read_tables_in_pictures
from extract.reading.set_right import SetRight
from extract.tables.fill_image import has_print

GRID = lattice([100, 400, 700], [100, 160, 300])


def engines(engine: Tones) -> Engines:
    found = Engines("auto")
    found._engine = engine  # type: ignore[assignment]
    return found


def test_picture_holds_the_table() -> None:
    page = raster(draw(paper(), GRID))
    box = BBox(50, 50, 550, 250)  # points
    tables, _ = read_tables_in_pictures(page, [box], 3, engines(Tones()), Clock())
    assert [(table.page, table.rows, table.columns) for table in tables] == [(3, 2, 2)]
    assert np.allclose(tables[0].bbox.as_list(), [72, 72, 504, 216], atol=2)


def test_picture_without_a_table_is_not_read() -> None:
    engine, blank = Tones(), raster(paper())
    assert read_tables_in_pictures(blank, [BBox(50, 50, 550, 250)], 1, engines(engine), Clock()) == ((), ())
    assert engine.calls == 0


def test_print_beside_a_picture_is_whitened() -> None:
    page = raster(draw(paper(), GRID))
    assert only(page, [BBox(0, 300, 595, 500)]).image[:400].min() == 255


def test_a_blank_page_has_holes_specks_and_a_black_edge_and_no_print() -> None:
    blank = paper()
    blank[:, :20] = 70
    for y in (300, 900):
        blank[y : y + 20, 60:80] = 60
    blank[::200, ::170] = 90
    assert not has_print(blank, blank, 100)


def test_print_without_a_letter_read_and_a_photograph_are_no_blank_pages() -> None:
    printed, photograph = paper(), paper()
    for x in range(200, 600, 15):
        printed[400:410, x : x + 3] = 20
    photograph[300:700, 300:600] = 110
    assert has_print(printed, printed, 100) and has_print(photograph, paper(), 100)


def test_a_doubtful_page_whose_columns_have_known_names_is_the_right_way_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = BBox(0, 0, 10, 10)
    names = ("ลำดับที่", "มาตรการ", "ผลการดำเนินการ")
    cells = tuple(Cell(0, n, 1, 1, box, 1, text=name) for n, name in enumerate(names))
    table = Table(1, 1, box, 1, 3, cells, (), "open")
    read = Page(1, 595.0, 842.0, "reader", lines=(Line("มาตราการ", box, 0.2),), tables=(table,))
    right = SetRight(raster(paper()), raster(paper()), (), ())
    asked: list[Raster] = []
    monkeypatch.setattr(picture, "_read_level", lambda *_: read)
    monkeypatch.setattr(picture, "better_way", lambda level, _: asked.append(level))
    monkeypatch.setattr(picture, "hardly_legible", lambda page, *_: page)
    monkeypatch.setattr(picture, "file_dpi", lambda _: 200.0)
    picture._read_sheet(cast(OpenPage, Page(1, 595.0, 842.0, "none")), right, engines(Tones()), Clock())
    assert asked == []
    read = replace(read, tables=())
    picture._read_sheet(cast(OpenPage, Page(1, 595.0, 842.0, "none")), right, engines(Tones()), Clock())
    assert len(asked) == 1


def test_a_piece_of_the_edge_of_a_coloured_row_is_no_rule() -> None:
    """A scan shows part of such an edge as a rule; between two names it passed for a line to write on."""
    band = BBox(100, 300, 900, 350)
    piece, whole, below = (Ruling(True, y, 300, end, 1.0) for y, end in ((302, 420), (302, 890), (370, 420)))
    assert [_is_of_ground(rule, (), [band], 200 / 72) for rule in (piece, whole, below)] == [
        True,
        False,
        False,
    ]
    light = Ruling(True, 325, 300, 880, 1.0)
    assert [_is_of_ground(light, dark, [band], 200 / 72) for dark in ([band], ())] == [True, False]
