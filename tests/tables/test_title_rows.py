"""Titles that stand in merged cells over a table's header, or in the frame about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import BBox, Cell, Line, Table
from extract.records.headers import is_header_text
from extract.records.sections import announces
from extract.records.title import is_title
from extract.tables.title_rows import without_closing_rows, without_title_rows

HEAD = ("ที่", "มาตรการ", "ผู้รับผิดชอบ")
ROW = ("๑", "จัดอบรมบุคลากร", "สำนักปลัด")
TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
BODY = "องค์การบริหารส่วนตำบลแม่สอง ปีงบประมาณ พ.ศ. ๒๕๖๔"
SECTION = "แบบวัดการรับรู้ผู้มีส่วนได้ส่วนเสียภายใน (IIT)"


def table(*rows: Sequence[str]) -> Table:
    """A row of one text has one cell over all columns."""
    cells = []
    for y, texts in enumerate(rows):
        span = len(HEAD) // len(texts)
        for x, text in enumerate(texts):
            box = BBox(100 * x, 20 * y, 100 * (x + span), 20 * (y + 1))
            cells.append(Cell(y, x, 1, span, box, 1, (Line(text, box),), text))
    return Table(1, 1, BBox(0, 0, 300, 20 * len(rows)), len(rows), len(HEAD), tuple(cells))


def rows_and_titles(made: Table) -> tuple[list[str], list[str]]:
    (left,), lines = without_title_rows([made], is_header_text, is_title, announces)
    assert left.bbox.y0 == 20 * (made.rows - left.rows)
    return [cell.text for cell in left.cells if cell.column == 0], [line.text for line in lines]


def test_a_title_in_the_frame_over_the_header_is_no_row() -> None:
    assert rows_and_titles(table([TITLE], [BODY], HEAD, ROW)) == (["ที่", "๑"], [TITLE, BODY])


def test_the_label_of_a_section_under_the_title_stays() -> None:
    assert rows_and_titles(table([TITLE], [SECTION], HEAD, ROW)) == ([SECTION, "ที่", "๑"], [TITLE])


def test_a_section_over_the_header_is_no_title() -> None:
    made = table([SECTION], HEAD, ROW)
    assert without_title_rows([made], is_header_text, is_title, announces) == ((made,), ())


def test_a_table_without_a_header_keeps_its_rows() -> None:
    made = table([TITLE], ROW, ROW)
    assert without_title_rows([made], is_header_text, is_title, announces) == ((made,), ())


def test_remark_and_signature_close_below_an_open_table_are_no_rows() -> None:
    """Rows of one pitch, the remark one pitch below them, the signature below it in other columns."""
    made = replace(
        table(
            HEAD,
            ROW,
            ("", "หมายเหตุ ข้อมูล ณ วันที่รายงาน", ""),
            ("", "", "(ลงชื่อ) ..........."),
            ("", "", "ปลัดเทศบาล"),
        ),
        origin="open",
    )
    (left,), lines = without_closing_rows([made], is_header_text)
    assert (left.rows, left.bbox.y1, len(lines)) == (2, 40, 9)
    ruled = replace(made, origin="vector")
    assert without_closing_rows([ruled], is_header_text) == ((ruled,), ())


def test_a_column_of_remarks_and_a_row_of_few_texts_stay() -> None:
    made = replace(table(("ที่", "มาตรการ", "หมายเหตุ"), ROW, ("", "และติดตามผล", "")), origin="open")
    assert without_closing_rows([made], is_header_text) == ((made,), ())
