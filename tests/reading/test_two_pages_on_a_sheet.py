"""Two report pages side by side on one A3 sheet are read left page first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from stitched_paper import HEAD, ROW_1, ROW_2, table

from extract.model import BBox, Line, Page, Table, moved
from extract.reading.assemble import fold_of, reading_order, side_by_side
from extract.records.title import lines_above

XS, FAR = (60, 90, 250, 450, 550), (660, 690, 850, 1050, 1150)


def written(one: Table) -> Table:
    cells = tuple(
        replace(c, lines=(Line(c.text, BBox(c.bbox.x0 + 2, c.bbox.y0, c.bbox.x0 + 9, c.bbox.y0 + 12)),))
        for c in one.cells
    )
    return replace(one, cells=cells)


LEFT = written(table(1, [HEAD, ROW_1], top=250, xs=XS))
RIGHT = written(table(1, [HEAD, ROW_2], top=60, xs=FAR))
TITLE = Line("แบบรายงานผล", BBox(200, 100, 400, 120))


def test_the_left_page_comes_first_though_its_table_begins_lower() -> None:
    fold = fold_of(1200, 850, [TITLE], (LEFT, RIGHT))
    assert fold is not None and 590 < fold < 620
    lines = [line.text for line in reading_order([TITLE], (LEFT, RIGHT), fold=fold)]
    assert lines[0] == "แบบรายงานผล"
    assert lines.index("ก") < lines.index("ง")


def test_a_title_across_the_middle_is_of_one_page() -> None:
    across = Line("แบบรายงานผล", BBox(500, 20, 700, 40))
    assert fold_of(1200, 850, [across], (LEFT, RIGHT)) is None


def test_an_upright_page_bears_no_two() -> None:
    assert fold_of(1200, 1700, [], (LEFT, RIGHT)) is None


def test_a_table_of_the_whole_width_is_of_one_page() -> None:
    wide = written(table(1, [HEAD, ROW_1], xs=(60, 90, 500, 800, 1150)))
    assert fold_of(1200, 850, [TITLE], (wide,)) is None
    assert fold_of(1200, 850, [], (wide,)) is None


def sheet(one: Table) -> Page:
    lines = tuple(line for cell in one.cells for line in cell.lines)
    return Page(1, 1200, 850, "reader", lines=lines, tables=(one,))


def test_two_sheets_in_one_picture_are_one_page_with_a_fold() -> None:
    page = side_by_side([sheet(LEFT), sheet(RIGHT)])
    assert [table.index for table in page.tables] == [1, 2]
    assert page.fold is not None and 550 < page.fold < 660
    assert [page.half(table.bbox) for table in page.tables] == [0, 1]
    assert len(page.lines) == sum(len(cell.lines) for one in (LEFT, RIGHT) for cell in one.cells)


def test_sheets_over_one_another_have_no_fold() -> None:
    assert side_by_side([sheet(LEFT), sheet(LEFT)]).fold is None


def test_title_of_a_page_far_askew_or_turned_comes_before_its_table() -> None:
    for rotation, skew in ((0, 7.0), (90, 0.0), (270, 0.0)):
        turn = np.radians(rotation + skew)
        back = np.array([[np.cos(turn), np.sin(turn), 0.0], [-np.sin(turn), np.cos(turn), 0.0]])

        def seen(part, back=back):
            (a, b), (c, d), (e, f), (g, h) = moved(part.bbox.corners, back)
            return replace(part, bbox=part.bbox.under(back), quad=(a, b, c, d, e, f, g, h))

        cells = tuple(replace(seen(c), lines=tuple(map(seen, c.lines))) for c in LEFT.cells)
        table = replace(LEFT, bbox=LEFT.bbox.under(back), cells=cells)
        title = seen(Line("แบบรายงานผล", BBox(200, 225, 400, 245)))
        lines = reading_order([title], (table,), turned=(rotation, skew))
        assert lines[0].text == "แบบรายงานผล"
        page = Page(1, 1200, 850, "reader", rotation, skew, lines, (table,))
        assert [line.text for line in lines_above(page)] == ["แบบรายงานผล"]
