"""Text into cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from table_paper import draw, lattice, paper, print_at, raster

from extract.model import BBox, Cell, Glyph, GrayImage, Line
from extract.ocr.choose import Region
from extract.tables.fill import PALE, fill_from_glyphs, outside, part_headers, respelt, with_text
from extract.tables.fill_image import fill_from_image, has_ink
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.raster import find_rulings

GRID = lattice([0, 100, 200], [0, 40, 80])


def texts(cells: Sequence[object]) -> list[str]:
    return [c.text for c in cells]  # type: ignore[attr-defined]


def test_glyphs_go_to_the_cell_of_their_middle() -> None:
    glyphs = print_at("กข", 10, 30) + print_at("คง", 110, 30) + print_at("จฉ", 10, 70)
    (table,) = fill_from_glyphs(build_tables(GRID, 1, "vector"), glyphs)
    assert texts(table.cells) == ["กข", "คง", "จฉ", ""]
    assert [c.method for c in table.cells] == ["text"] * 4
    assert [c.confidence for c in table.cells] == [1.0] * 4


def test_wrapped_lines_are_raw_line_by_line_and_text_joined() -> None:
    glyphs = print_at("กองคลัง", 10, 15) + print_at("และพัสดุ", 10, 30)
    (table,) = fill_from_glyphs(build_tables(GRID, 1, "vector"), glyphs)
    assert table.cells[0].raw == "กองคลัง\nและพัสดุ"
    assert table.cells[0].text == "กองคลังและพัสดุ"
    assert len(table.cells[0].lines) == 2


def test_glyph_overhanging_its_cell_stays_with_its_line() -> None:
    glyphs = print_at("ก", 97, 30)  # box 97–102, middle 99.5
    (table,) = fill_from_glyphs(build_tables(GRID, 1, "vector"), glyphs)
    assert texts(table.cells) == ["ก", "", "", ""]


def test_text_outside_tables_is_kept_apart() -> None:
    tables = build_tables(GRID, 1, "vector")
    glyphs = print_at("นอก", 10, 200) + print_at("ใน", 10, 30)
    assert "".join(g.text for g in outside(tables, glyphs)) == "นอก"


def test_text_of_a_nested_table_goes_to_the_inner_one() -> None:
    rules = lattice([0, 200, 500], [0, 100, 200]) + lattice([220, 300, 400], [120, 150, 180])
    outer, inner = fill_from_glyphs(build_tables(rules, 1, "vector"), print_at("ก", 230, 140))
    assert (texts(outer.cells), texts(inner.cells)) == ([""] * 4, ["ก", "", "", ""])


def test_spanned_cell_takes_text_of_all_its_rows() -> None:
    rules = lattice([0, 100, 200], [0, 80])
    rules += [r for r in lattice([0, 100], [40, 80]) if r.horizontal]
    (table,) = fill_from_glyphs(
        build_tables(rules, 1, "vector"), print_at("ก", 110, 20) + print_at("ข", 110, 70)
    )
    assert table.at(0, 1) is table.at(1, 1)
    assert table.at(0, 1).raw == "ก\nข"  # type: ignore[union-attr]


class EchoEngine:
    """Reads nothing; answers each region with its size."""

    name = "tesseract"
    version = "0"

    def __init__(self) -> None:
        self.calls: list[int] = []

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        self.calls.append(len(regions))
        return [(Line("ก" if r.cell else "นอก", r.box, 0.5),) for r in regions]


def test_scan_cells_are_read_once_a_page_and_filed_in_points() -> None:
    image = draw(paper(), lattice([100, 400, 700], [100, 200, 300]))
    page = raster(image)
    engine = EchoEngine()
    tables = build_tables(find_rulings(page), 1, "raster", page.dpi / 72)
    (table,), free = fill_from_image(tables, page, engine)  # type: ignore[arg-type]
    assert engine.calls == [4, 1]
    assert texts(table.cells) == ["ก"] * 4
    assert table.cells[0].confidence == 0.5
    assert np.allclose(table.bbox.as_list(), [72, 72, 504, 216], atol=1.5)
    assert [line.text for line in free] == ["นอก"]
    assert isinstance(free[0].bbox, BBox)


def test_a_blank_line_lowers_no_cells_confidence() -> None:
    cell = Cell(0, 0, 1, 1, BBox(0, 0, 9, 9), 1)
    lines = [Line("กองคลัง", cell.bbox, 0.98), Line(" ", cell.bbox, 0.3)]
    assert with_text(cell, lines, "reader").confidence == 0.98
    assert with_text(cell, lines[1:], "reader").confidence == 0.3


def told(glyphs: Sequence[Glyph]) -> list[tuple[str, str]]:
    """What does not show, or hardly, of the glyphs of one cell."""
    (table,) = build_tables(GRID, 1, "vector")
    (filled,) = fill_from_glyphs([table], glyphs)
    return [(found.code, found.detail) for cell in filled.cells for found in cell.findings]


def test_dust_and_pale_letters_beside_print_are_told() -> None:
    old, pale = print_at("เดิม", 60, 30), [replace(glyph, tone=PALE) for glyph in print_at("จาง", 60, 30)]
    new = print_at("ใหม่", 10, 30)
    assert told([*new, *(replace(glyph, visible=False) for glyph in old)]) == [("text-hidden", "เดิม")]
    assert told([*new, *pale]) == [("text-pale", "จาง")]


def test_a_cell_all_in_gray_is_a_habit_of_print() -> None:
    assert told([replace(glyph, tone=PALE) for glyph in print_at("ใหม่", 10, 30)]) == []


def test_ink_as_large_as_a_letter_in_a_cell_without_text() -> None:
    cell, blank = BBox(100, 100, 300, 180), paper()
    specks = blank.copy()
    specks[120:122, 150:152] = specks[160:162, 250:252] = 30
    rule = blank.copy()
    rule[100:104, 100:300] = 30
    letter = cv2.putText(blank.copy(), "o", (150, 150), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 30, 2)
    assert [has_ink(cell, image, 100.0) for image in (blank, specks, rule, letter)] == [False] * 3 + [True]


class Blind:
    """An engine that reads nothing anywhere."""

    name = "reader"
    version = "0"

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        return [() for _ in regions]


def test_a_scanned_cell_with_ink_and_no_text_was_not_read() -> None:
    image = draw(paper(), lattice([100, 400, 700], [100, 200, 300]))
    cv2.putText(image, "o", (150, 160), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 30, 2)
    page = raster(image)
    tables = build_tables(find_rulings(page), 1, "raster", page.dpi / 72)
    (table,), _ = fill_from_image(tables, page, Blind())  # type: ignore[arg-type]
    assert [[found.code for found in cell.findings] for cell in table.cells] == [["cell-unread"], [], [], []]


def test_two_headers_that_run_into_one_another_stand_in_their_own_cells() -> None:
    tables = build_tables(lattice([0, 20, 120], [0, 20, 40]), 1, "vector")
    (table,) = fill_from_glyphs(tables, print_at("ลำดับ", 3, 14) + print_at("มาตรการ", 27.6, 14))
    assert [cell.text for cell in table.cells[:2]] == ["ลำดับมาตรการ", ""]
    parted = part_headers(table, {"ลำดับ", "มาตรการ"}.__contains__)
    assert [cell.text for cell in parted.cells[:2]] == ["ลำดับ", "มาตรการ"]
    assert part_headers(table, {"ลำดับ"}.__contains__) is table


def test_two_months_that_run_over_an_empty_cell_are_no_two_headers() -> None:
    """ม.ค. ๖๗ - ก.พ. ๖๗ was parted between its months: both are header words of other reports."""
    tables = build_tables(lattice([0, 40, 120], [0, 20, 40]), 1, "vector")
    header = [*print_at("ระยะ", 3, 14), *print_at("งบ", 50, 14)]
    (table,) = fill_from_glyphs(tables, [*header, *print_at("ม.ค.-ก.พ.", 3, 34)])
    assert part_headers(table, {"ระยะ", "งบ", "ม.ค.-", "ก.พ."}.__contains__) is table


def test_a_misread_word_is_put_right_and_told_and_raw_keeps_it() -> None:
    read = "กองคลังเทศบาลดำบล"
    unsure = tuple(0.6 if letter == "ด" else 0.999 for letter in read)
    home = Cell(0, 0, 1, 1, BBox(0, 0, 90, 20), 1)
    cell = respelt(with_text(home, [Line(read, home.bbox, 0.6, unsure)], "reader"))
    assert (cell.text, cell.raw, cell.confidence) == ("กองคลังเทศบาลตำบล", read, 0.6)
    assert [found.code for found in cell.findings] == ["word-respelt"]
