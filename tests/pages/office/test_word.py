"""What offices do in Word: merged cells, tables in tables, text boxes, tracked changes, numbers of lists."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extract.errors import DamagedError
from extract.pages.office.blocks import Grid, Paragraph
from extract.pages.office.word import read_word

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def blocks(document: Any) -> list[Any]:
    return [block for part in read_word(saved(document)).parts for block in part.blocks]


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): "|".join(c.paragraphs) for c in grid.cells}


def element(xml: str) -> Any:
    return parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1).replace("<w:p ", "<w:p ", 1))


def test_merged_cells_span_rows_and_columns() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "หัว"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "ผล"
    table.cell(2, 0).text = "ล่าง"
    (grid,) = blocks(document)
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells}
    assert (grid.rows, len(grid.widths)) == (3, 3)
    assert (spans[0, 0], spans[1, 2], spans[2, 0]) == ((1, 2), (2, 1), (1, 1))
    assert (2, 2) not in spans and (0, 1) not in spans
    assert [c.place for c in grid.cells if c.row == 1] == [f"table 1, row 2, column {n}" for n in (1, 2, 3)]


def test_a_table_in_a_cell_is_the_cells_text_and_one_in_a_frame_is_the_table() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "ก่อน"
    inner = outer.cell(0, 0).add_table(2, 2)
    for n, word in enumerate(("ไตรมาส ๑", "ร้อยละ ๕๐", "ไตรมาส ๒", "ร้อยละ ๙๐")):
        inner.cell(n // 2, n % 2).text = word
    frame = document.add_table(1, 1).cell(0, 0).add_table(2, 2)
    frame.cell(0, 0).text = "มาตรการ"
    whole, framed = (block for block in blocks(document) if isinstance(block, Grid))
    assert texts(whole)[0, 0].startswith("ก่อน|ไตรมาส ๑ ร้อยละ ๕๐|ไตรมาส ๒ ร้อยละ ๙๐")
    assert (framed.rows, texts(framed)[0, 0]) == (2, "มาตรการ")


def test_text_boxes_follow_their_paragraph_once() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>ในกล่อง</w:t></w:r></w:p></w:txbxContent>"
    names = (
        nsdecls("w")
        + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="x" xmlns:v="v"'
    )
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {names}><w:r><w:t>ก่อนกล่อง</w:t></w:r><w:r><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'><x:box>{box}</x:box></mc:Choice>"
            f"<mc:Fallback><w:pict><v:box>{box}</v:box></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert [block.text for block in blocks(document)] == ["ก่อนกล่อง", "ในกล่อง"]


def test_tracked_changes_are_taken_over_and_told() -> None:
    document = docx.Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t>ดำเนินการ</w:t></w:r>"
            '<w:del w:id="1" w:author="ก"><w:r><w:delText>ยังไม่</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="ก"><w:r><w:t>แล้ว</w:t></w:r></w:ins>'
            "<w:r><w:rPr><w:strike/></w:rPr><w:t>ขีดฆ่า</w:t></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ซ่อน</w:t></w:r></w:p>"
        ),
    )
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "อยู่", "ลบแล้ว"
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="3" w:author="ก"/>'))
    read = read_word(saved(document))
    line, grid = read.parts[0].blocks
    assert isinstance(line, Paragraph) and line.text == "ดำเนินการแล้ว"
    assert isinstance(grid, Grid) and texts(grid) == {(0, 0): "อยู่"}
    assert read.told == (("changes-taken-over", ""), ("text-struck", "ขีดฆ่า"))


@pytest.mark.parametrize(
    ("form", "text", "wanted"),
    [
        ("decimal", "%1.", ["1. ก", "2. ข", "3. ค"]),
        ("thaiNumbers", "(%1)", ["(๑) ก", "(๒) ข", "(๓) ค"]),
        ("thaiLetters", "%1)", ["ก) ก", "ข) ข", "ค) ค"]),
        ("bullet", "", ["- ก", "- ข", "- ค"]),
    ],
)
def test_numbers_that_word_counts_are_text(form: str, text: str, wanted: list[str]) -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        ),
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    table = document.add_table(3, 1)
    for n, letter in enumerate("กขค"):
        paragraph = table.cell(n, 0).paragraphs[0]
        paragraph.add_run(letter)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
    (grid,) = blocks(document)
    assert list(texts(grid).values()) == wanted


def test_a_page_break_begins_a_part() -> None:
    document = docx.Document()
    document.add_paragraph("หนึ่ง")
    document.add_page_break()
    document.add_paragraph("สอง")
    assert [[block.text for block in part.blocks] for part in read_word(saved(document)).parts] == [
        ["หนึ่ง"],
        ["สอง"],
    ]


def test_a_broken_file_is_told() -> None:
    document = docx.Document()
    data = saved(document)
    for broken in (data[: len(data) // 2], data.replace(b"document.xml", b"documant.xml")):
        with pytest.raises(DamagedError):
            read_word(broken)


def test_pictures_are_told_those_in_cells_as_what_was_not_read_of_the_cell() -> None:
    document = docx.Document()
    document.add_picture(BytesIO(PNG))
    assert read_word(saved(document)).told == (("page-unread", "paragraph 1"),)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "มาตรการ"
    table.cell(0, 1).paragraphs[0].add_run().add_picture(BytesIO(PNG))
    found = read_word(saved(document))
    (grid,) = (block for block in found.parts[0].blocks if isinstance(block, Grid))
    assert [cell.unread for cell in grid.cells] == [False, True]
    assert found.told == (("drawings-unread", "paragraph 1, table 1, row 1, column 2"),)
