"""Rules that a scan lost in part, and strokes on a scan that are no rules."""

from __future__ import annotations

import cv2
import numpy as np
from table_paper import across, down, draw, lattice, raster, shape

from extract.model import Ruling, Table
from extract.tables.ruled.false_rules import drop_strokes
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.raster import find_rulings

XS, YS = [150, 600, 1000, 1500], [300, 500, 800, 1200]
GRID = lattice(XS, YS)
WHOLE = [(r, c, 1, 1) for r in range(3) for c in range(3)]
SCALE = 200 / 72


def a4() -> np.ndarray:
    return np.full((2339, 1654), 245, np.uint8)


def tables_of(image: np.ndarray) -> tuple[Table, ...]:
    return build_tables(find_rulings(raster(image, 200)), 1, "raster", SCALE)


def test_broken_rules_with_nicks_at_uneven_steps() -> None:
    image = draw(a4(), GRID)
    for x in np.cumsum(np.tile([41, 184, 77], 4)) + 150:
        image[290:1210, x : x + 8] = 245
    for y in np.cumsum(np.tile([38, 91, 110], 3)) + 300:
        image[y : y + 8, 140:1510] = 245
    (table,) = tables_of(image)
    assert shape(table) == WHOLE


def test_broken_rules_are_not_bridged_over_letters_of_a_section_row() -> None:
    rules = [across(y, 150, 1500) for y in (300, 500, 560, 900)] + [down(150, 300, 900), down(1500, 300, 900)]
    rules += [down(800, 300, 500), down(800, 560, 900)]
    image = draw(a4(), rules)
    for y in (512, 530, 544):  # a vowel, a stem and a foot in line with the rule
        image[y : y + 8, 797:803] = 40
    (table,) = tables_of(image)
    assert shape(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 1), (2, 1, 1, 1)]


def test_short_rule_beside_letters_in_a_header_row() -> None:
    image = draw(a4(), lattice(XS, [300, 346, 800, 1200]))
    image[312:336:3, 604:612] = 40  # bold letters that come close to the rule
    image[312:336:3, 588:597] = 40
    (table,) = tables_of(image)
    assert shape(table) == WHOLE


def test_nested_box_stays_out_of_the_grid() -> None:
    box = lattice([1008, 1492], [508, 760])
    (table,) = tables_of(draw(a4(), [*GRID, *box]))
    assert shape(table) == WHOLE


def test_signature_over_table_makes_no_rule() -> None:
    image = draw(a4(), GRID)
    t = np.linspace(0, 1, 400)
    pen = np.stack([640 + 700 * t, 1150 - 250 * np.abs(np.sin(7 * t)) + 80 * t], axis=1)
    cv2.polylines(image, [pen.astype(np.int32)], False, 60, 5)
    cv2.line(image, (700, 1228), (1300, 1222), 60, 5)
    (table,) = tables_of(image)
    assert shape(table) == WHOLE


def test_hand_note_underlined_makes_no_row() -> None:
    image = draw(a4(), GRID)
    t = np.linspace(0, 1, 100)
    curve = np.stack([560 + 520 * t, 700 - 40 * t * t], axis=1)
    cv2.polylines(image, [curve.astype(np.int32)], False, 60, 4)
    (table,) = tables_of(image)
    assert shape(table) == WHOLE


def test_a_stroke_that_rests_on_a_stroke_goes_with_it() -> None:
    pen = [Ruling(True, 850, 620, 900), Ruling(False, 700, 700, 852)]
    rules = [*lattice([0, 500, 1000], [0, 400, 800, 830])]
    assert drop_strokes([*rules, *pen], 1.0) == rules


def test_a_tail_beyond_the_last_crossing_is_cut() -> None:
    rules = lattice([0, 300, 600, 900], [0, 300, 600])
    rules[1] = across(300, 0, 600)
    tailed = [*rules[:1], across(300, 0, 640), *rules[2:]]
    assert drop_strokes(tailed, 1.0) == rules


def test_rules_that_end_alike_need_no_crossing_at_their_ends() -> None:
    rules = [across(y, 0, 900) for y in (0, 100, 200)] + [down(300, 0, 200), down(600, 0, 200)]
    assert drop_strokes(rules, 1.0) == rules
