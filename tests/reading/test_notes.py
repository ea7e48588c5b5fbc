"""Which sides of a cell have no rule, and what a drawing notes on a page's rows."""

from __future__ import annotations

from dataclasses import replace

from extract.model import BBox, Cell, Line, Page, Ruling, Table
from extract.reading.notes import holds_measures, notes_on, open_sides

HEAD = ("ที่", "มาตรการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ")


def cell(row: int, column: int, text: str, page: int, y: float) -> Cell:
    box = BBox(50 + 120 * column, y, 170 + 120 * column, y + 30)
    lines = (Line(text, box),) if text else ()
    return Cell(row, column, 1, 1, box, page, lines=lines, text=text, raw=text)


def page(number: int, texts: list[tuple[str, ...]], top: float) -> Page:
    cells = tuple(
        cell(r, c, text, number, top + 30 * r)
        for r, texts_ in enumerate(texts)
        for c, text in enumerate(texts_)
    )
    box = BBox(50, top, 530, top + 30 * len(texts))
    rules = [Ruling(True, top + 30 * r, 50, 530) for r in range(len(texts) + 1)]
    rules += [Ruling(False, 50 + 120 * c, top, box.y1) for c in range(5)]
    table = Table(number, 1, box, len(texts), 4, cells, tuple(rules))
    return Page(number, 595, 842, "text", lines=tuple(ln for c in cells for ln in c.lines), tables=(table,))


FIRST = page(
    1, [HEAD, ("๑", "อบรมพนักงาน", "สำนักปลัด", "อบรมแล้ว"), ("๒", "เปิดกล่องรับ", "กองคลัง", "เปิดแล้ว")], 700
)
SECOND = page(2, [("", "เรื่องร้องเรียน", "", "สองครั้ง"), ("๓", "จัดทำสมุดลงเวลา", "กองช่าง", "มีสมุด")], 50)


def test_a_cell_knows_its_rules() -> None:
    (table,) = FIRST.tables
    assert open_sides(table.cells[0], table) == {}
    rows_only = replace(table, rulings=tuple(rule for rule in table.rulings if rule.horizontal))
    found = open_sides(table.cells[0], rows_only)
    assert found == {"left": BBox(50, 700, 50, 730), "right": BBox(170, 700, 170, 730)}
    assert len(open_sides(table.cells[0], replace(table, rulings=()))) == 4


def test_a_rule_along_half_of_a_side_does_not_bound_it() -> None:
    (table,) = FIRST.tables
    short = replace(table, rulings=(Ruling(True, 700, 50, 100),))
    assert len(open_sides(table.cells[0], short)) == 4


def test_a_broken_row_is_shown_on_both_of_its_pages() -> None:
    pages = [FIRST, SECOND]
    first, second = notes_on(pages, 1), notes_on(pages, 2)
    assert [(note.kind, note.label) for note in first] == [("header", ""), ("broken-row", "> p.2")]
    assert [(note.kind, note.label) for note in second] == [("broken-row", "< p.1")]
    assert first[1].bbox == BBox(50, 760, 530, 790)
    assert holds_measures(pages, 1) and holds_measures(pages, 2)


def test_open_sides_and_shaded_cells_are_shown() -> None:
    (table,) = FIRST.tables
    bare = replace(table, rulings=(), cells=(replace(table.cells[0], shaded=True), *table.cells[1:]))
    kinds = [note.kind for note in notes_on([replace(FIRST, tables=(bare,))], 1)]
    assert kinds.count("open-side") == 4 * len(table.cells)
    assert kinds.count("shaded") == 1


def test_a_page_without_measures_is_left() -> None:
    """A memo among the pages of a report."""
    memo = Page(3, 595, 842, "text", lines=(Line("บันทึกข้อความ", BBox(200, 60, 400, 80)),))
    assert not holds_measures([SECOND, memo], 3)
