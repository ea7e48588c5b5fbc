"""Two columns of running text beside each other, and pages that only look like it."""

from __future__ import annotations

from extract.model import BBox
from extract.pages.print_columns import find_gutter

WIDTH = 595.0


def _lines(*places: tuple[float, float, float]) -> list[BBox]:
    return [BBox(x0, y, x1, y + 14) for x0, x1, y in places]


LEFT = [(48.0, 280.0, 100.0), (48.0, 270.0, 118.0), (48.0, 275.0, 136.0)]
RIGHT = [(310.0, 540.0, 104.0), (310.0, 530.0, 122.0), (310.0, 545.0, 140.0)]


def test_columns_begin_below_the_title_and_end_above_the_foot() -> None:
    gutter = find_gutter(_lines((100, 500, 50), *LEFT, *RIGHT, (48, 545, 180)), WIDTH)
    assert gutter is not None
    title, left, right, foot = _lines((100, 500, 50), LEFT[0], RIGHT[2], (48, 545, 180))
    assert [gutter.column(box) for box in (title, left, right, foot)] == [0, 1, 2, 0]


def test_labels_and_values_are_no_columns_of_text() -> None:
    labels = [(48.0, 110.0, y) for y in (100.0, 118.0, 136.0)]
    assert find_gutter(_lines(*labels, *RIGHT), WIDTH) is None


def test_two_persons_who_sign_beside_each_other() -> None:
    signed = [(60.0, 200.0, y) for y in (600.0, 618.0)]
    assert find_gutter(_lines(*signed, *((x0 + 270, x1 + 270, y) for x0, x1, y in signed)), WIDTH) is None


def test_a_line_that_runs_over_the_middle_parts_no_columns() -> None:
    assert find_gutter(_lines(*LEFT, (48, 545, 127), *RIGHT), WIDTH) is None
