"""One page: what the paper spoils is a finding, a slip of our own is told with its trace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from table_paper import pdf

from extract.clock import Clock
from extract.errors import DamagedError
from extract.model import GrayImage, Line
from extract.ocr.choose import Engines, Region
from extract.pages.document import open_document
from extract.reading import page as reading
from extract.reading.page import read_page
from extract.tables.second_opinion import SecondOpinion

PAPER = Path(__file__).parents[2] / "fixtures" / "reports" / "bankhuan-2563-libreoffice.pdf"


@pytest.fixture
def slip(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*_: object, **__: object) -> None:
        raise KeyError("no such column")

    monkeypatch.setattr(reading, "judge", judge)


def test_a_slip_of_our_own_on_a_page_keeps_its_trace(slip: None) -> None:
    with open_document(PAPER.read_bytes(), PAPER.name) as document:
        page = read_page(document, 1, Engines("auto"), Clock())
    (found,) = page.findings
    assert (found.code, found.detail) == ("page-failed", "KeyError: 'no such column'")
    assert 'raise KeyError("no such column")' in page.bug


def test_a_damaged_page_is_the_papers_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*_: object, **__: object) -> None:
        raise DamagedError("หน้าเสีย", "the page is damaged")

    monkeypatch.setattr(reading, "judge", judge)
    with open_document(PAPER.read_bytes(), PAPER.name) as document:
        page = read_page(document, 1, Engines("auto"), Clock())
    assert not page.bug
    assert [(found.code, found.detail) for found in page.findings] == [("page-failed", "the page is damaged")]


def test_a_table_that_only_pdfplumber_finds_lies_where_user_units_put_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = "".join(f"100 {y} m 500 {y} l S " for y in (100, 200, 300))
    rules += "".join(f"{x} 100 m {x} 300 l S " for x in (100, 300, 500))
    data = pdf(rules, extra="/UserUnit 2")
    monkeypatch.setattr("extract.reading.text_layer.build_tables", lambda *_, **__: ())
    with open_document(data, "units.pdf") as document, SecondOpinion(data) as second:
        (table,) = read_page(document, 1, Engines("auto"), Clock(), second).tables
    assert table.origin == "pdfplumber"
    assert table.bbox.as_list() == [200, 200, 1000, 600]


def test_a_dark_picture_in_which_no_letter_is_read_is_no_page_read_well() -> None:
    class Blind:
        name = "reader"

        def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
            return [() for _ in regions]

    engines = Engines("auto")
    engines._engine = Blind()  # type: ignore[assignment]
    for tone, told in ((90, ["page-unread"]), (250, [])):
        sheet = np.full((1169, 827), 250, np.uint8)
        sheet[300:800, 200:600] = tone
        with open_document(cv2.imencode(".png", sheet)[1].tobytes(), "photo.png") as document:
            page = read_page(document, 1, engines, Clock())
        assert [found.code for found in page.findings if found.severity != "info"] == told
