"""The corpus of odd tables is whole, and the bench counts on it as it says."""

import json
from pathlib import Path

import pytest

from bench.table_cases import Run, cases, score_structure
from bench.table_peers import cells_of
from bench.table_report import as_json, as_markdown

CORPUS = Path(__file__).resolve().parents[2] / "fixtures" / "tables"
CASES = cases(CORPUS)
TRUTHS = sorted(CORPUS.glob("*.truth.json"))
LARGEST = 6_000_000
"""Bytes the committed corpus may have."""


def test_the_corpus_has_sixty_oddities_most_of_them_twice():
    assert len(TRUTHS) == 61
    assert len({case.oddity for case in CASES}) == 61
    kinds = [case.kind for case in CASES]
    assert (kinds.count("digital"), kinds.count("scan")) == (60, 58)
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < LARGEST


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_every_place_of_a_table_belongs_to_one_cell(path: Path):
    for page in json.loads(path.read_text("utf-8"))["pages"]:
        for table in page["tables"]:
            places = [
                (cell["row"] + r, cell["column"] + c)
                for cell in table["cells"]
                for r in range(cell["row_span"])
                for c in range(cell["column_span"])
            ]
            rows, columns = (max(place[axis] for place in places) + 1 for axis in (0, 1))
            assert sorted(places) == [(r, c) for r in range(rows) for c in range(columns)]


def test_every_file_named_in_truth_is_there():
    assert {case.path.name for case in CASES} == {
        path.name for path in CORPUS.iterdir() if path.suffix in (".pdf", ".png", ".jpg", ".tif")
    }


@pytest.fixture()
def output(tmp_path: Path) -> Path:
    """An output folder that reads the row broken over two pages perfectly, but for one missed cell."""
    case = next(case for case in CASES if case.path.name == "row-broken.pdf")
    tables, records = [], []
    for page in case.truth["pages"]:
        for table in page["tables"]:
            cells = table["cells"] if page["page"] == 1 else table["cells"][1:]
            tables.append({"source_file": "in/row-broken.pdf", "page": page["page"], "cells": cells})
    for fact in case.truth["facts"]:
        records.append({"source_file": "in/row-broken.pdf", **fact})
    for name, lines in (("tables", tables), ("records", records), ("pages", [])):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
    (tmp_path / "findings.csv").write_text("source_file,page,bbox\n", "utf-8")
    return tmp_path


def test_pages_values_and_rejoined_rows_are_counted(output: Path):
    case = next(case for case in CASES if case.path.name == "row-broken.pdf")
    outcome = Run(output).outcome(case)
    # the second page has 1 table, 3 rows, 18 cells; one cell is missing
    assert outcome.structure == (1.0, pytest.approx(1 - 1 / 22))
    assert outcome.rejoined == (1, 1)
    assert outcome.records == (11, 11)
    assert outcome.values == (44, 44)


def test_a_row_left_in_halves_is_not_rejoined(output: Path):
    records = [json.loads(line) for line in (output / "records.jsonl").read_text("utf-8").splitlines()]
    broken = next(record for record in records if record.get("broken"))
    broken["procedure"] = broken["procedure"][:40]
    text = "".join(json.dumps(record) + "\n" for record in records)
    (output / "records.jsonl").write_text(text, "utf-8")
    case = next(case for case in CASES if case.path.name == "row-broken.pdf")
    outcome = Run(output).outcome(case)
    assert outcome.rejoined == (0, 1)
    assert outcome.values == (43, 44)


def test_a_page_of_another_paper_without_tables_is_left_out_unless_one_is_made_up():
    memo = next(case for case in CASES if case.path.name == "among-other-documents.pdf")
    assert len(score_structure(memo, {}, structure_only=True)) == 3
    made_up = {1: [[{"row": 0, "column": 0, "row_span": 1, "column_span": 1}]]}
    assert score_structure(memo, made_up, structure_only=True) == (0.0, 0.0, 0.0, 0.0)


def test_boxes_of_other_programs_become_a_grid():
    boxes = [(0, 0, 100, 10), (0, 10, 49.5, 20), (50, 10, 100, 20), (0, 0, 100, 10)]
    assert cells_of(boxes) == [
        {"row": 0, "column": 0, "row_span": 1, "column_span": 2},
        {"row": 1, "column": 0, "row_span": 1, "column_span": 1},
        {"row": 1, "column": 1, "row_span": 1, "column_span": 1},
    ]


def test_the_report_names_every_file_and_keeps_what_failed(output: Path):
    case = next(case for case in CASES if case.path.name == "row-broken.pdf")
    outcome = Run(output).outcome(case)
    failed = {"structure": (0.0, 0.0), "seconds": 0.5, "error": "ValueError: no"}
    measured = {
        "engine": "auto",
        "load_before": 1.0,
        "load_after": 2.0,
        "page_seconds": {"digital": 0.25},
        "grid_ms": {"digital": (3.0, 4.0, 1)},
        "peers": {"camelot": {"files": {case.path.name: failed}, "wall": 1.0}},
    }
    text = as_markdown([outcome], measured)
    assert "| ruled | digital | 1 | 0.977 | ≥ 0.99 | 1 of 2 | 0.977 |" in text
    assert "| CPU seconds a page | digital | 0.250 | 0.250 |" in text
    assert "- camelot: 1 files ended in an error" in text
    assert json.loads(as_json([outcome], measured))["files"]["row-broken.pdf"]["rejoined"] == [1, 1]
