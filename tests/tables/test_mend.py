"""Faults that only a page as a whole gives away."""

from extract.model import BBox, Cell, Line, Table
from extract.pages.trust import Verdict
from extract.tables.mend import mend_lines, mend_tables

BOX = BBox(0, 0, 100, 20)
LINES = (Line("กำรด ำเนินงำน", BOX), Line("ตำมมำตรกำร", BOX))
TABLE = Table(
    1, 1, BOX, 1, 1, (Cell(0, 0, 1, 1, BOX, 1, LINES, "กำรด ำเนินงำนตำมมำตรกำร", "กำรด ำเนินงำน\nตำมมำตรกำร"),)
)


def test_a_page_with_aa_and_am_swapped_is_read_right():
    (table,) = mend_tables([TABLE], Verdict("text", swapped=True))

    assert table.cells[0].text == "การดำเนินงานตามมาตรการ"
    assert table.cells[0].raw == "กำรด ำเนินงำน\nตำมมำตรกำร"


def test_a_page_that_lost_its_nikhahit_is_read_right():
    lines = mend_lines([Line("การดาเนินงานประจาปี", BOX)], Verdict("text", lost_am=True))

    assert lines[0].text == "การดำเนินงานประจำปี"


def test_a_sound_page_keeps_its_cells():
    assert mend_tables([TABLE], Verdict("text")) == (TABLE,)
