"""Tables that stand in a cell of another."""

from __future__ import annotations

from dataclasses import replace

from table_paper import lattice

from extract.model import BBox, Cell, Line, Ruling, Table
from extract.records.headers import is_header_text
from extract.tables.nested import with_inner_tables
from extract.tables.ruled.grid import build_tables

XS, YS = (50, 150, 350, 450), (100, 130, 230, 270)
TEXTS = {
    (0, 0): "มาตรการ", (0, 1): "วิธีดำเนินการ", (0, 2): "ผู้รับผิดชอบ",
    (1, 0): "๑. อบรม", (1, 1): "จัดอบรมสองรุ่น", (1, 2): "กองคลัง",
    (2, 0): "๒. ประชุม", (2, 1): "เชิญทุกกอง", (2, 2): "สำนักปลัด",
}  # fmt: skip


def with_text(cell: Cell, text: str) -> Cell:
    line = Line(text, BBox(cell.bbox.x0 + 2, cell.bbox.y0 + 2, cell.bbox.x1 - 2, cell.bbox.y0 + 14))
    return replace(cell, text=text, lines=(line,), method="text")


def filled(table: Table, texts: dict[tuple[int, int], str]) -> Table:
    return replace(table, cells=tuple(with_text(c, texts.get((c.row, c.column), "")) for c in table.cells))


def text_at(tables: tuple[Table, ...], row: int, column: int) -> str:
    cell = tables[0].at(row, column)
    assert cell is not None
    return cell.text


def test_an_inner_table_is_read_row_by_row_in_its_cell() -> None:
    outer, inner = build_tables([*lattice(XS, YS), *lattice((170, 250, 330), (160, 180, 200))], 1, "vector")
    small = {(0, 0): "รุ่น", (0, 1): "คน", (1, 0): "๑", (1, 1): "๓๕"}
    tables = with_inner_tables((filled(outer, TEXTS), filled(inner, small)), is_header_text)
    assert len(tables) == 1
    assert text_at(tables, 1, 1) == "จัดอบรมสองรุ่น รุ่น คน ๑ ๓๕"


def test_an_inner_table_that_shares_the_sides_of_its_cell_is_read_in_it_too() -> None:
    parts = [Ruling(False, 180, 130, 230), Ruling(True, 165, 150, 350), Ruling(True, 200, 150, 350)]
    (table,) = build_tables([*lattice(XS, YS), *parts], 1, "vector")
    texts = {(0, 0): "มาตรการ", (0, 1): "วิธีดำเนินการ", (0, 3): "ผู้รับผิดชอบ", (1, 0): "๑. อบรม", (1, 3): "กองคลัง"}
    steps = {(1, 1): "๑)", (1, 2): "สำรวจ", (2, 1): "๒)", (2, 2): "เสนอ", (3, 1): "๓)", (3, 2): "แจ้งผล"}
    last = {(4, 0): "๒. ประชุม", (4, 1): "เชิญทุกกอง", (4, 3): "สำนักปลัด"}
    tables = with_inner_tables((filled(table, texts | steps | last),), is_header_text)
    assert text_at(tables, 1, 1) == "๑) สำรวจ ๒) เสนอ ๓) แจ้งผล"
    assert text_at(tables, 4, 1) == "เชิญทุกกอง"


def test_a_frame_around_the_page_swallows_no_table() -> None:
    """A frame of one column is no table; one of two, a letterhead in its second, holds none of its cells."""
    (inner,) = build_tables([*lattice((20, 560), (60, 90, 700)), *lattice(XS, YS)], 1, "vector")
    (frame,) = build_tables(lattice((20, 40, 560), (60, 90, 700)), 1, "vector")
    tables = with_inner_tables((filled(frame, {(0, 0): "แบบรายงาน"}), filled(inner, TEXTS)), is_header_text)
    assert len(tables) == 2


def test_columns_that_are_parted_in_every_row_stay() -> None:
    parts = [Ruling(False, 180, 130, 270)]
    (table,) = build_tables([*lattice(XS, YS), *parts], 1, "vector")
    texts = {(0, 0): "มาตรการ", (0, 1): "วิธีดำเนินการ", (0, 3): "ผู้รับผิดชอบ"}
    table = filled(table, texts | {(1, 1): "ก", (1, 2): "ข", (2, 1): "ค", (2, 2): "ง"})
    assert with_inner_tables((table,), is_header_text) == (table,)
