"""HTML pages with tables, and how office files are told apart by their bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from extract.errors import DamagedError, EncryptedError, NotADocumentError, RefusedError
from extract.pages.document import open_document
from extract.pages.office import opening
from extract.pages.office.blocks import Grid, Paragraph
from extract.pages.office.opening import office_kind, read_office
from extract.pages.office.web import read_web

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def test_spans_breaks_and_hidden_text_of_a_web_page() -> None:
    (part,) = read_web(
        """<!doctype html><meta charset=utf-8><title>ไม่นับ</title><script>ไม่นับ</script><h1>แผน</h1>
        <p style="display:none">ซ่อน</p><p>ตั้งแต่ <b>ต้น</b> ปี</p>
        <table><tr><th rowspan=2>ที่<th colspan=2>ผล<tr><td>ก<br>ข<td><p>ค</p><p>ง</p></table>""".encode()
    ).parts
    title, line, grid = part.blocks
    assert isinstance(title, Paragraph) and (title.text, title.centred) == ("แผน", True)
    assert isinstance(line, Paragraph) and (line.text, line.centred) == ("ตั้งแต่ ต้น ปี", False)
    assert isinstance(grid, Grid)
    cells = [
        (c.row, c.column, c.row_span, c.column_span, "|".join(filter(None, c.paragraphs))) for c in grid.cells
    ]
    assert cells == [(0, 0, 2, 1, "ที่"), (0, 1, 1, 2, "ผล"), (1, 1, 1, 1, "ก|ข"), (1, 2, 1, 1, "ค|ง")]


def test_a_page_laid_out_by_a_table_gives_the_table_in_it() -> None:
    (part,) = read_web(
        "<table><tr><td>เมนู<tr><td><table><tr><td>ก<td>ข<tr><td>ค<td>ง</table></table>".encode()
    ).parts
    assert [type(block).__name__ for block in part.blocks] == ["Paragraph", "Grid"]


@pytest.mark.parametrize("depth", [300, 1900])
def test_a_page_of_many_levels_is_read_to_its_bottom(depth: int) -> None:
    inner = "<p>มาตรการ</p><table><tr><td>ก<td>ข</table>"
    found = read_web(f"<body>{'<div>' * depth}{inner}{'</div>' * depth}<p>ท้าย".encode())
    assert found.told == ()
    assert [type(block).__name__ for block in found.parts[0].blocks] == ["Paragraph", "Grid", "Paragraph"]


def test_tables_that_lay_out_the_page_may_stand_in_one_another_some_hundred_times() -> None:
    found = read_web(f"<body>{'<table><tr><td>' * 500}<p>มาตรการ</p><table><tr><td>ก<td>ข</table>".encode())
    assert found.told == ()
    assert [type(block).__name__ for block in found.parts[0].blocks] == ["Paragraph", "Grid"]


def test_a_page_deeper_than_is_read_says_so() -> None:
    found = read_web(f"<body><p>บน</p>{'<div>' * 3000}<p>ล่าง".encode())
    assert found.told == (("web-cut", ""),)
    assert [block.text for block in found.parts[0].blocks if isinstance(block, Paragraph)] == ["บน"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp874", "utf-16"])
def test_pages_in_thai_windows_encoding(encoding: str) -> None:
    (part,) = read_web("<meta charset=tis-620><p>มาตรการ</p>".encode(encoding)).parts
    assert [block.text for block in part.blocks if isinstance(block, Paragraph)] == ["มาตรการ"]


def test_kinds_by_their_bytes() -> None:
    out = BytesIO()
    docx.Document().save(out)
    assert office_kind(out.getvalue()) == "docx"
    assert office_kind(OLE) == "ole"
    assert office_kind(b"\n <!DOCTYPE html><p>x") == "html"
    assert office_kind(b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>") == "html"
    for other in (b"", b"PK\x03\x04", b"plain <html>", b"%PDF-1.4"):
        assert office_kind(other) is None


def test_old_files_say_what_to_do_and_are_converted_where_libreoffice_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotADocumentError, match="LibreOffice"), open_document(OLE, "a.doc"):
        pass
    document = docx.Document()
    document.add_paragraph("จากไฟล์เก่า")
    document.save(str(tmp_path / "made.docx"))
    (tmp_path / "soffice").write_text(f'#!/bin/sh\n/bin/cp {tmp_path}/made.docx "$6/old.docx"\n')
    (tmp_path / "soffice").chmod(0o755)
    with open_document(OLE, "a.doc") as opened:
        assert opened.office is not None
        assert opened.office.told == (("office-converted", ""),)
        (block,) = opened.office.parts[0].blocks
        assert isinstance(block, Paragraph) and block.text == "จากไฟล์เก่า"
    (tmp_path / "soffice").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(DamagedError):
        read_office(OLE, "ole")


def test_locked_and_swollen_files_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EncryptedError, match="password"):
        read_office(OLE + "EncryptedPackage".encode("utf-16-le"), "ole")
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(2 << 20))
    monkeypatch.setattr(opening, "MAX_UNPACKED", 1 << 20)
    with pytest.raises(RefusedError, match="unpacks to more than 1 MiB"):
        read_office(out.getvalue(), "docx")


def test_an_office_file_is_not_drawn() -> None:
    out = BytesIO()
    docx.Document().save(out)
    with open_document(out.getvalue(), "a.docx") as document:
        assert (document.kind, document.page_count) == ("office", 1)
        with pytest.raises(NotADocumentError, match="`place` names"):
            document.page(1)
