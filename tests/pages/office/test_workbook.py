"""What offices do in Excel: titles over the table, merged cells, dates, hidden columns, formulas."""

from __future__ import annotations

import base64
import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Alignment

from extract.errors import DamagedError
from extract.pages.office.blocks import Grid, Paragraph
from extract.pages.office.workbook import read_workbook


def blocks(book: Any) -> list[Any]:
    out = BytesIO()
    book.save(out)
    return [block for part in read_workbook(out.getvalue()).parts for block in part.blocks]


def texts(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append("|".join(cell.paragraphs))
    return list(rows.values())


def test_titles_stand_above_the_table_and_signatures_below() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "แผน"
    sheet["B2"] = "แผนปฏิบัติการ"
    sheet.merge_cells("B2:D2")
    sheet["B2"].alignment = Alignment("center")
    for n, row in enumerate((("ที่", "มาตรการ", "ผล"), (1, "ก\nข", "ค"), (2, "ง", "จ")), start=4):
        for column, value in enumerate(row, start=2):
            sheet.cell(n, column, value)
    sheet.cell(8, 4, "ลงชื่อ")
    title, grid, name = blocks(book)
    assert (title.text, title.place, title.centred) == ("แผนปฏิบัติการ", "แผน!B2", True)
    assert texts(grid) == [["ที่", "มาตรการ", "ผล"], ["1", "ก|ข", "ค"], ["2", "ง", "จ"]]
    assert [cell.place for cell in grid.cells if cell.row == 2] == ["แผน!B6", "แผน!C6", "แผน!D6"]
    assert isinstance(name, Paragraph) and name.text == "ลงชื่อ"


def test_merged_cells_span_and_hidden_ones_do_not_count() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 5):
        for column in range(1, 5):
            sheet.cell(row, column, f"{row}{column}")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B1:D1")
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[4].hidden = True
    (grid,) = blocks(book)
    assert texts(grid) == [["11", "12"], ["21", "22", "24"], ["32", "34"]]
    spans = {"|".join(c.paragraphs): (c.row_span, c.column_span) for c in grid.cells}
    assert (spans["12"], spans["21"], len(grid.widths)) == ((1, 2), (2, 1), 3)


def test_values_are_shown_as_excel_shows_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ก", "ข"])
    for value, form in (
        (50000, "#,##0"),
        (0.5, "0%"),
        (1234.5, "#,##0.00"),
        (dt.date(2023, 9, 30), "d mmm yy"),
        (3.0, "General"),
        ("๓", "@"),
    ):
        sheet.append(["x", value])
        sheet.cell(sheet.max_row, 2).number_format = form
    (grid,) = blocks(book)
    assert [row[1] for row in texts(grid)[1:]] == ["50,000", "50%", "1,234.50", "30 กันยายน 2566", "3", "๓"]


def test_a_formula_that_was_never_counted_is_told_as_unread() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ก", "ข"])
    sheet.append(["x", "=1+1"])
    (grid,) = blocks(book)
    assert [cell.place for cell in grid.cells if cell.unread] == ["Sheet!B2"]


def test_hidden_sheets_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["ก", "ข"])
    book.create_sheet("ลับ").sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    read = read_workbook(out.getvalue())
    assert (len(read.parts), read.told) == (1, (("sheets-hidden", "ลับ"),))


def drawn_over(*boxes: tuple[str, str], picture: str = "") -> Any:
    """A sheet with a table in B4:D6, text boxes at cells, and a picture."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("แผน")
        for row, values in enumerate((("ที่", "มาตรการ", "ผล"), (1, "ก", "ค"), (2, None, "ง")), start=3):
            sheet.write_row(row, 1, values)
        for place, text in boxes:
            sheet.insert_textbox(place, text, {"width": 40, "height": 15})
        if picture:
            sheet.insert_image(picture, "a.png", {"image_data": BytesIO(PNG)})
    return read_workbook(out.getvalue())


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_words_of_text_boxes_are_read_where_they_begin() -> None:
    read = drawn_over(("B8", "ลงชื่อ\nนายก"), ("A1", "แผนปฏิบัติการ"))
    assert [b.text if isinstance(b, Paragraph) else "Grid" for b in read.parts[0].blocks] == [
        *("แผนปฏิบัติการ", "Grid", "ลงชื่อ", "นายก")
    ]
    assert read.told == ()


@pytest.mark.parametrize("place", ["C5", "C6"])  # over words, and over an empty cell
def test_a_cell_that_something_is_drawn_over_is_told_as_unread(place: str) -> None:
    for read in (drawn_over(picture=place), drawn_over((place, "แก้เป็น ข"))):
        (grid,) = (block for block in read.parts[0].blocks if isinstance(block, Grid))
        assert [cell.place for cell in grid.cells if cell.unread] == [f"แผน!{place}"]
    assert drawn_over(picture=place).told == (("drawings-unread", f"แผน!{place}"),)


def test_a_workbook_that_is_a_picture_is_not_read_in_full() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().insert_image("A1", "a.png", {"image_data": BytesIO(PNG)})
    assert read_workbook(out.getvalue()).told == (("page-unread", "Sheet1!A1"),)


def test_a_broken_file_is_told() -> None:
    with pytest.raises(DamagedError):
        read_workbook(b"PK\x03\x04 broken")
