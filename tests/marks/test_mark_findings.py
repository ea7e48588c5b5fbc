"""Stamps, signatures and notes on a scan: found, named, and kept apart from the print under them."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from extract.data import rows
from extract.marks.black_ink import erase, find_marks, rules_of
from extract.marks.coloured_ink import lift
from extract.marks.mark_findings import Ink, Mark, apart, doubted
from extract.model import BBox, Cell, Line, Raster, Ruling, Table

DPI = 200
MM = DPI / 25.4
RED, BLUE = (48, 32, 194), (160, 63, 26)  # blue, green, red


def paper() -> np.ndarray:
    """A page of print: rows of letters between rules, in black."""
    page = np.full((1400, 1654, 3), 250, np.uint8)
    for row in range(12):
        y = 200 + row * 90
        cv2.line(page, (150, y), (1500, y), (20, 20, 20), 3)
        for x in range(180, 1450, 26):
            cv2.ellipse(page, (x, y + 45), (8, 11), 0, 30, 330, (25, 25, 25), 3)
    return page


def multiplied(page: np.ndarray, drawn: np.ndarray, ink: tuple[int, int, int]) -> np.ndarray:
    """Translucent ``ink`` where ``drawn`` is 255."""
    tint = 1 - (drawn[:, :, None] / 255) * (1 - np.array(ink) / 255)
    return (page * tint).astype(np.uint8)


def stamped(page: np.ndarray, ink: tuple[int, int, int]) -> np.ndarray:
    layer = np.zeros(page.shape[:2], np.uint8)
    cv2.circle(layer, (900, 600), 150, 255, 6, cv2.LINE_AA)
    cv2.circle(layer, (900, 600), 105, 255, 4, cv2.LINE_AA)
    for x in range(830, 980, 28):
        cv2.ellipse(layer, (x, 600), (8, 12), 0, 0, 300, 255, 3)
    return multiplied(page, layer, ink)


def signed(page: np.ndarray, ink: tuple[int, int, int], x: int = 700, y: int = 1310) -> np.ndarray:
    layer = np.zeros(page.shape[:2], np.uint8)
    t = np.linspace(0, 1, 300)
    path = np.stack([x + 300 * t, y + 55 * np.sin(7 * math.pi * t)], axis=1).astype(np.int32)
    cv2.polylines(layer, [path], False, 255, 5, cv2.LINE_AA)
    return multiplied(page, layer, ink)


def raster(page: np.ndarray, color: bool = True) -> Raster:
    gray = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    to_page = np.array([[72 / DPI, 0, 0], [0, 72 / DPI, 0.0]])
    return Raster(gray, DPI, to_page, color=page if color else None)


RULES = tuple(Ruling(True, 200 + row * 90, 150, 1500, 3) for row in range(12))


@pytest.mark.parametrize("ink", [RED, BLUE], ids=["red", "blue"])
def test_a_coloured_stamp_vanishes_and_the_print_under_it_stays(ink: tuple[int, int, int]) -> None:
    clean = paper()
    lifted, (mark,) = lift(raster(stamped(clean, ink)))
    assert mark.form.shape == "ring"
    assert mark.box.iou(BBox(747, 447, 1053, 753)) > 0.95
    assert lifted.color is None
    before, after = raster(clean).image < 128, lifted.image < 128
    assert (before == after).mean() > 0.999
    assert (before & ~after).sum() < 0.02 * before.sum()


def test_a_coloured_signature_is_a_stroke_of_a_pen() -> None:
    _, (mark,) = lift(raster(signed(paper(), BLUE)))
    assert mark.form.shape == "pen"
    assert mark.box.iou(BBox(697, 1252, 1003, 1368)) > 0.8


def test_a_clean_page_has_no_marks() -> None:
    clean = raster(paper())
    lifted, marks = lift(clean)
    assert marks == ()
    assert lifted.image is clean.image
    assert find_marks(clean, RULES) == ()


def test_coloured_grounds_rules_and_headings_are_no_marks() -> None:
    page = paper()
    page[203:287, 152:1498] = np.minimum(page[203:287, 152:1498], (190, 230, 200))
    cv2.line(page, (150, 1250), (1500, 1250), BLUE, 3)
    for x in range(300, 800, 24):  # a heading in blue, in even letters on one line
        cv2.ellipse(page, (x, 120), (8, 12), 0, 30, 330, BLUE, 3)
    assert lift(raster(page))[1] == ()


def test_a_logo_of_several_inks_is_no_mark() -> None:
    page = paper()
    for x, ink in ((200, RED), (260, (60, 160, 40)), (320, BLUE)):
        cv2.circle(page, (x, 100), 40, ink, -1)
    assert lift(raster(page))[1] == ()


def test_a_photocopied_stamp_is_found_by_its_ring() -> None:
    page = raster(stamped(paper(), (30, 30, 30)), color=False)
    (mark,) = find_marks(page, RULES)
    assert mark.form.shape == "ring"
    assert mark.box.iou(BBox(747, 447, 1053, 753)) > 0.9
    ring = np.zeros(page.image.shape, np.uint8)
    cv2.circle(ring, (900, 600), 150, 255, 2)
    erased = erase(page.image, [mark])
    assert (page.image[ring > 0] < 128).mean() > 0.95
    assert (erased[ring > 0] < 128).mean() < 0.4


def test_a_black_signature_across_rules_is_one_mark() -> None:
    page = raster(signed(paper(), (30, 30, 30), y=1190), color=False)
    (mark,) = find_marks(page, RULES)
    assert mark.form.shape == "pen"
    assert mark.box.iou(BBox(697, 1132, 1003, 1248)) > 0.6


def test_a_crest_is_no_mark() -> None:
    """Dense strokes in all directions at a memo's head: the garuda."""
    page = paper()
    rng = np.random.default_rng(4)
    for _ in range(260):
        x, y = rng.integers(0, 110, 2)
        turn = rng.uniform(0, math.pi)
        end = (int(160 + x + 45 * math.cos(turn)), int(30 + y + 45 * math.sin(turn)))
        cv2.line(page, (160 + int(x), 30 + int(y)), end, (25, 25, 25), 2)
    assert find_marks(raster(page, color=False), RULES) == ()


def test_only_rules_of_tables_and_long_ones_are_taken_out_of_the_ink() -> None:
    own, side, long = Ruling(True, 1, 0, 100), Ruling(True, 2, 0, 100), Ruling(True, 3, 0, 2000)
    table = Table(1, 1, BBox(0, 0, 1, 1), 1, 1, (), (own,))
    assert rules_of([table], [own, side, long], DPI / 72) == (own, long)


def line(text: str, x: float, y: float, width: float = 120) -> Line:
    return Line(text, BBox(x, y, x + width, y + 15))


def codes(mark: Mark, *lines: Line) -> list[str]:
    return [found.code for found in apart([mark], lines, (), 3)[0]]


@pytest.mark.parametrize("ink", ["drawn", "coloured", "black"])
@pytest.mark.parametrize(
    "name",
    [
        line("(นายประยูร  วงศ์พัฒนา)", 200, 345),
        line("ลงชื่อ..............................ผู้รายงาน", 170, 325, 220),
    ],
)
def test_a_stroke_over_a_name_is_a_signature(name: Line, ink: Ink) -> None:
    (found,), left = apart([Mark("pen", BBox(210, 300, 300, 340), ink)], [name], (), 3)
    assert (found.code, found.page, found.bbox) == ("signature", 3, BBox(210, 300, 300, 340))
    assert left == (name,)


DAY = Mark("pen", BBox(210, 300, 230, 318), "coloured")
"""Two digits in blue ink, as a day is filled in."""


def test_a_day_filled_in_by_hand_after_its_word_is_a_note() -> None:
    assert codes(DAY, line("วันที่", 170, 301, 30), line("พฤศจิกายน ๒๕๖๗", 240, 301)) == ["hand-note"]
    assert codes(DAY, line("วันที่..........พฤศจิกายน ๒๕๖๗", 170, 301, 200)) == ["hand-note"]


def test_icons_links_and_words_in_shapes_are_no_notes_but_told() -> None:
    assert codes(DAY) == ["drawing"]
    assert codes(DAY, line("มาตรการ", 240, 301)) == ["drawing"]  # an icon before its heading
    assert codes(Mark("pen", BBox(150, 290, 330, 330), "coloured"), line("รับเรื่อง", 200, 302)) == ["drawing"]


def test_strokes_in_black_and_drawn_curves_are_no_notes() -> None:
    around = (line("วันที่", 170, 301, 30), line("พฤศจิกายน ๒๕๖๗", 240, 301))
    assert codes(Mark("pen", DAY.box, "black"), *around) == []
    assert codes(Mark("pen", DAY.box, "drawn"), *around) == []
    assert codes(Mark("pen", DAY.box, "viewer")) == ["hand-note"]


def test_a_page_drawn_in_colour_has_no_notes() -> None:
    marks = [Mark("pen", BBox(210, 30 * i, 230, 30 * i + 18), "coloured") for i in range(1, 12)]
    lines = [line("หัวข้อ", 170, 30 * i + 1, 35) for i in range(1, 12)]
    assert {found.code for found in apart(marks, lines, (), 1)[0]} == {"drawing"}


def test_a_round_logo_beside_the_letterhead_is_no_stamp() -> None:
    logo = Mark("ring", BBox(100, 80, 180, 160), "coloured")
    assert codes(logo, line("องค์การบริหารส่วนตำบล", 190, 110), line("ตรา", 130, 115, 20)) == ["drawing"]


def test_a_name_in_the_cell_of_a_form_counts() -> None:
    box = BBox(180, 290, 400, 370)
    cell = Cell(0, 0, 1, 1, box, 1, lines=(line("(นางสาวรัชนี ใจดี)", 200, 345),))
    table = Table(1, 1, box, 1, 1, (cell,))
    assert apart([Mark("pen", BBox(210, 300, 300, 340), "black")], (), [table], 1)[0][0].code == "signature"


def test_print_inside_a_stamp_is_said_by_the_finding_and_is_no_text() -> None:
    inside, under = line("รับที่ ๔๗๑", 120, 120, 60), line("เรียน นายกองค์การบริหารส่วนตำบล", 170, 150, 200)
    (found,), left = apart([Mark("ring", BBox(100, 80, 200, 180), "black")], [inside, under], (), 1)
    assert (found.code, found.detail) == ("stamp", "รับที่ ๔๗๑")
    assert left == (under,)


def test_cells_under_a_black_mark_are_doubted() -> None:
    cells = tuple(
        Cell(0, i, 1, 1, BBox(i * 100, 0, i * 100 + 100, 50), 1, lines=(line("ข้อความ", i * 100 + 5, 10, 60),))
        for i in range(3)
    )
    (table,) = doubted([Table(1, 1, BBox(0, 0, 300, 50), 1, 3, cells)], [BBox(40, 5, 140, 45)])
    assert [[f.code for f in cell.findings] for cell in table.cells] == [["under-mark"], ["under-mark"], []]


def test_every_mark_is_explained_in_thai_and_english() -> None:
    told = {row["code"]: row for row in rows("findings.csv")}
    marks = ("stamp", "signature", "hand-note", "drawing", "text-askew", "under-mark")
    for code in (*marks, "running-head", "running-foot"):
        assert told[code]["title_th"] and told[code]["title_en"] and told[code]["do_th"]
