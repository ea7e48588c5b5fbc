"""The same paper as PDF, Word, Excel and HTML gives the same records."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.styles import Alignment

import pipeline
from extract.model import MeasureRecord
from extract.pages.office.blocks import Paragraph
from extract.pages.office.word import read_word
from fixtures.as_docx import write_docx
from fixtures.as_html import write_html
from fixtures.make import OUTPUTS
from oversight.export.csv_files import read_records
from oversight.export.read import read
from oversight.spoken import call

REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
PAPERS = {output.paper.slug: output.paper for output in OUTPUTS}
SLUGS = ("nongchanglan-2566", "bankhuan-2563", "nayongnuea-2564-plan", "khaophrai-2566")
SAME = (
    *(
        "section",
        "instrument",
        "number",
        "period",
        "period_start",
        "period_end",
        "budget_thb",
        "result_status",
    ),
    *("agency_id", "fiscal_year", "document_kind"),
)
TEXTS = ("measure", "procedure", "responsible", "result", "problem", "suggestion")


def records(path: Path) -> tuple[MeasureRecord, ...]:
    (source,), _ = pipeline.discover([str(path)])
    return tuple(record for report in pipeline.digitise(source) for record in report.records)


def printed(slug: str) -> tuple[MeasureRecord, ...]:
    press = next(p for p in ("libreoffice", "chromium") if (REPORTS / f"{slug}-{p}.pdf").exists())
    return records(REPORTS / f"{slug}-{press}.pdf")


def plain(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


def same(found: tuple[MeasureRecord, ...], wanted: tuple[MeasureRecord, ...]) -> None:
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert [getattr(one, key) for key in SAME] == [getattr(other, key) for key in SAME]
        assert [plain(getattr(one, key)) for key in TEXTS] == [plain(getattr(other, key)) for key in TEXTS]


@pytest.mark.parametrize("slug", SLUGS)
def test_word_and_html_give_what_the_print_gives(slug: str, tmp_path: Path) -> None:
    wanted = printed(slug)
    write_docx(PAPERS[slug], tmp_path / "a.docx")
    write_html(PAPERS[slug], tmp_path / "a.html")
    same(records(tmp_path / "a.docx"), wanted)
    same(records(tmp_path / "a.html"), wanted)


def as_workbook(document: bytes, target: Path) -> None:
    """The paragraphs and tables of a .docx as the sheets of a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for part in read_word(document).parts:
        sheet, row = book.create_sheet(), 1
        for block in part.blocks:
            if isinstance(block, Paragraph):
                sheet.cell(row, 1, block.text).alignment = Alignment("center" if block.centred else "left")
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
                row += 1
                continue
            row += 1
            for cell in block.cells:
                top, left = row + cell.row, 1 + cell.column
                sheet.cell(top, left, "\n".join(cell.paragraphs))
                if cell.row_span * cell.column_span > 1:
                    end = {"end_row": top + cell.row_span - 1, "end_column": left + cell.column_span - 1}
                    sheet.merge_cells(start_row=top, start_column=left, **end)
            row += block.rows + 1
    book.save(target)


@pytest.mark.parametrize("slug", SLUGS)
def test_excel_gives_what_the_print_gives(slug: str, tmp_path: Path) -> None:
    write_docx(PAPERS[slug], tmp_path / "a.docx")
    as_workbook((tmp_path / "a.docx").read_bytes(), tmp_path / "a.xlsx")
    found = records(tmp_path / "a.xlsx")
    same(found, printed(slug))
    assert {place.place for _, places in found[0].provenance for place in places} != {None}


def test_places_name_table_row_and_column(tmp_path: Path) -> None:
    write_docx(PAPERS["nayongnuea-2564-plan"], tmp_path / "a.docx")
    first = records(tmp_path / "a.docx")[0]
    places = {name: [place.place for place in places] for name, places in first.provenance}
    assert all(place is not None and place.startswith("table 1, row ") for place in places["measure"])


def test_office_files_go_through_a_run_and_into_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_docx(PAPERS["nayongnuea-2564-plan"], folder / "a.docx")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        write_html(PAPERS["khaophrai-2566"], tmp_path / "b.html")
        archive.write(tmp_path / "b.html", "b.html")
    (folder / "c.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    out = tmp_path / "out"

    assert call(pipeline.prongsai, ["run", str(folder), "-o", str(out)]) == 3

    documents = read(out, "documents").set_index("source_file")
    assert documents["records"].to_dict() == {"a.docx": 7, "b.zip/b.html": 4, "c.xls": 0}
    assert "LibreOffice" in documents.loc["c.xls", "reason"]
    export = ["export", "-o", str(out), "--format", "all", "--profile", "machine"]
    assert call(pipeline.prongsai, export) == 0
    back = list(read_records(out / "export" / "records.csv"))
    made = records(folder / "a.docx")
    ours = [record for record in back if record.source_file == "a.docx"]
    assert [record.provenance for record in ours] == [record.provenance for record in made]
    frame = pd.read_parquet(out / "export" / "parquet" / "records")
    assert any(place["place"] for places in frame["provenance"] for place in places)
