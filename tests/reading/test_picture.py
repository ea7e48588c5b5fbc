"""Tables that stand as pictures on a page of text."""

from __future__ import annotations

import numpy as np
from table_paper import Tones, draw, lattice, paper, raster

from extract.clock import Clock
from extract.model import BBox
from extract.ocr.choose import Engines
from extract.reading.picture import only, read_tables_in_pictures

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
