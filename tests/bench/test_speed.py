"""The speed bench's own arithmetic and its table."""

from pathlib import Path

from bench.cells import compare_cells
from bench.speed import as_markdown, kinds_of

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
RUN = {"jobs": 1, "pages": 10, "seconds": 4.0, "cpu_seconds": 3.0, "peak_mib": 200.0}


def test_digital_files_and_scans_are_told_apart_by_truth():
    digital, scans = kinds_of(REPORTS)
    assert {path.stem.rpartition("-")[2] for path in digital} == {"libreoffice", "chromium"}
    assert {path.stem.rpartition("-")[2].rstrip("0123456789") for path in scans} == {"scan", "fax", "harsh"}


def test_cells_are_timed_page_by_page_on_both_sides():
    measured = compare_cells([REPORTS / "khaophrai-2566-chromium.pdf"], rounds=1)
    assert measured["files"][0]["pages"] == measured["all"]["pages"] == 1
    assert measured["all"]["ours"] > 0
    assert measured["all"]["pdfplumber"] > 0


def test_the_table_holds_rates_gains_and_ratios():
    kind = {"one": RUN, "two": RUN | {"jobs": 2, "seconds": 2.0}, "stages": {"open": 0.1, "grid": 0.2}}
    row = {"file": "all", "pages": 10, "ours": 0.01, "pdfplumber": 0.05}
    text = as_markdown(
        {
            "machine": "m",
            "engine": "auto",
            "load": 1.25,
            "bare_gain_of_two": 1.9,
            "digital": kind,
            "scans": kind,
            "cells": {"rounds": 3, "files": [], "all": row},
        }
    )
    assert "| digital | 1 | 10 | 4.0 | 2.50 | 0.300 | 200 |" in text
    assert "digital 2.00, scans 2.00; a bare CPU loop in two processes: 1.90." in text
    assert "| all | 0.3000 | 0.3000 |" in text
    assert "| all | 10 | 10.0 | 50.0 | 5.0 |" in text
