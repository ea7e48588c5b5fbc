"""Lines of one column of a scan, by the white between them."""

from __future__ import annotations

import numpy as np

from extract.tables.unruled.column_lines import column_lines


def test_lines_in_tight_leading_whose_tails_meet_tall_letters_are_two() -> None:
    strip = np.zeros((60, 300), np.bool_)
    strip[4:16, 10:280] = strip[28:40, 10:280] = True
    strip[16:27, 100:103] = strip[22:28, 200:203] = True
    assert [(line.foot, line.body) for line in column_lines(strip)] == [(15, 12), (39, 12)]


def test_letter_with_a_tail_is_one_line() -> None:
    strip = np.zeros((60, 300), np.bool_)
    strip[4:16, 10:280] = strip[16:27, 100:103] = strip[24:27, 90:103] = True
    assert len(column_lines(strip)) == 1
