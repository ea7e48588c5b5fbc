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
    "oddity", ["row-rules-only", "header-rules-only", "no-rules", "no-rules-shaded-header"]
)
def test_open_tables_of_scans_have_the_same_cells(oddity: str) -> None:
    (page,) = read(f"{oddity}-scan.pdf").pages
    (table,) = page.tables
    assert [(c.row, c.column) for c in table.cells] == [place[:2] for place in truth(oddity)[0]]


@pytest.mark.parametrize("file", ["shaded-quarters.pdf", "shaded-quarters-scan.pdf", "shaded-months.pdf"])
def test_shaded_periods_come_out_as_dates(file: str) -> None:
    facts = json.loads(
        (CORPUS / f"{file.split('.')[0].removesuffix('-scan')}.truth.json").read_text("utf-8")
    )["facts"]
    read_dates = [(str(r.period_start), str(r.period_end)) for r in read(file).records]
    assert read_dates == [(fact["period_start"], fact["period_end"]) for fact in facts]


def test_page_turned_by_180_with_its_text_layer() -> None:
    (page,) = read("turned-180.pdf").pages
    assert (page.method, page.rotation) == ("reader", 180)
    assert [(c.row, c.column) for t in page.tables for c in t.cells] == [
        p[:2] for p in truth("turned-180")[0]
    ]


def test_picture_that_holds_the_table() -> None:
    (page,) = read("picture-holds-the-table.pdf").pages
    assert page.method == "text"
    assert [finding.code for finding in page.findings].count("table-in-picture") == 1
    found = [(c.row, c.column) for t in page.tables for c in t.cells]
    assert found == [place[:2] for place in truth("picture-holds-the-table")[0]]
