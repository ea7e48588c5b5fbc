"""Whole pages of the corpus of odd tables, read through the pipeline: what no part can show alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.model import Report
from extract.pages.intake import Tally, discover
from pipeline import digitise

CORPUS = Path(__file__).parents[2] / "fixtures" / "tables"


def read(name: str) -> Report:
    (source,) = discover([str(CORPUS / name)], Tally())
    (report,) = digitise(source)
    return report


def truth(oddity: str) -> list[list[tuple[int, int, str]]]:
    pages = json.loads((CORPUS / f"{oddity}.truth.json").read_text("utf-8"))["pages"]
    return [
        [(c["row"], c["column"], squeezed(c["text"])) for table in page["tables"] for c in table["cells"]]
        for page in pages
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "oddity",
    [
        "row-rules-only",
        "row-rules-only-wide",
        "row-broken-row-rules-only",
        "header-rules-only",
        "no-rules",
        "no-rules-wide",
        "no-rules-shaded-header",
    ],
)
def test_open_tables_of_digital_pages_come_out_cell_by_cell(oddity: str) -> None:
    report = read(f"{oddity}.pdf")
    found = [
        [(c.row, c.column, squeezed(c.text)) for table in page.tables for c in table.cells]
        for page in report.pages
    ]
    assert found == truth(oddity)
    assert {table.origin for page in report.pages for table in page.tables} == {"open"}


@pytest.mark.parametrize(
    "oddity",
    ["row-rules-only", "header-rules-only", "no-rules", "no-rules-wide", "no-rules-shaded-header"],
)
def test_open_tables_of_scans_have_the_same_cells(oddity: str) -> None:
    (page,) = read(f"{oddity}-scan.pdf").pages
    (table,) = page.tables
    assert [(c.row, c.column) for c in table.cells] == [place[:2] for place in truth(oddity)[0]]


@pytest.mark.parametrize("file", ["merged-across.pdf", "merged-across-scan.pdf"])
def test_a_row_merged_across_is_told_as_a_note(file: str) -> None:
    report = read(file)
    assert [f.code for r in report.records for f in r.findings].count("row-is-a-note") == 1
    assert len(report.records) == len(
        json.loads((CORPUS / "merged-across.truth.json").read_text("utf-8"))["facts"]
    )


@pytest.mark.parametrize("file", ["shaded-quarters.pdf", "shaded-quarters-scan.pdf", "shaded-months.pdf"])
def test_shaded_periods_come_out_as_dates(file: str) -> None:
    facts = json.loads(
        (CORPUS / f"{file.split('.')[0].removesuffix('-scan')}.truth.json").read_text("utf-8")
    )["facts"]
    read_dates = [(str(r.period_start), str(r.period_end)) for r in read(file).records]
    assert read_dates == [(fact["period_start"], fact["period_end"]) for fact in facts]


@pytest.mark.parametrize(("name", "rotation"), [("turned-90", 270), ("turned-180", 180), ("turned-270", 90)])
def test_page_turned_with_its_text_layer_is_read_from_it(name: str, rotation: int) -> None:
    (page,) = read(f"{name}.pdf").pages
    assert (page.method, page.rotation) == ("text", rotation)
    assert [(c.row, c.column) for t in page.tables for c in t.cells] == [p[:2] for p in truth(name)[0]]
    assert not any(
        f.code in ("text-over-text", "row-uneven") for r in read(f"{name}.pdf").records for f in r.findings
    )


def test_picture_that_holds_the_table() -> None:
    (page,) = read("picture-holds-the-table.pdf").pages
    assert page.method == "text"
    assert [finding.code for finding in page.findings].count("table-in-picture") == 1
    found = [(c.row, c.column) for t in page.tables for c in t.cells]
    assert found == [place[:2] for place in truth("picture-holds-the-table")[0]]


@pytest.mark.parametrize("name", ["row-broken.pdf", "row-broken-repeated-header-scan.pdf"])
def test_a_field_broken_over_pages_leads_back_to_both_places(name: str) -> None:
    report = read(name)
    pages = [[place.page for place in places] for r in report.records for _, places in r.provenance]
    assert [1, 2] in pages
    places = next(places for r in report.records for _, places in r.provenance if len(places) == 2)
    assert places[0].bbox.y1 > 540 and places[1].bbox.y0 < 300
    assert all(place.raw for place in places)


@pytest.mark.parametrize("kind", [".pdf", "-scan.pdf"])
@pytest.mark.parametrize(
    ("oddity", "codes"),
    [
        ("stamp-over-table", {"stamp"}),
        ("signature-over-table", {"signature"}),
        ("running-head", {"running-head"}),
        ("catch-words-and-page-marks", {"catch-word", "page-mark"}),
    ],
)
def test_what_is_no_text_is_kept_apart_with_its_box(oddity: str, codes: set[str], kind: str) -> None:
    report = read(oddity + kind)
    found = [(f.code, f.page, f.bbox) for page in report.pages for f in page.findings if f.code in codes]
    assert {code for code, _, _ in found} == codes
    for page in json.loads((CORPUS / f"{oddity}.truth.json").read_text("utf-8"))["pages"]:
        for mark in page.get("marks", ()):
            x0, y0, x1, y1 = mark["bbox"]
            middle = (x0 + x1) / 2, (y0 + y1) / 2
            boxes = [box for _, number, box in found if number == page["page"] and box is not None]
            assert any(box.contains(*middle, slack=1.0) for box in boxes), mark


@pytest.mark.parametrize("kind", [".pdf", "-scan.pdf"])
def test_codes_know_the_survey_of_their_caption(kind: str) -> None:
    report = read(f"qr-codes-with-captions{kind}")
    codes = [(code.survey, code.text[-11:-8]) for page in report.pages for code in page.codes]
    assert codes == [("IIT", "iit"), ("EIT", "eit")]


def test_a_stamp_s_letters_are_no_cell_s_text() -> None:
    report = read("stamp-over-table.pdf")
    texts = [cell.text for page in report.pages for table in page.tables for cell in table.cells]
    assert not any("รับที่" in text or "๔๗๑" in text for text in texts)
