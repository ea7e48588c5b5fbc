"""Our cells of digital pages against pdfplumber's, on the same pages, in turn, in one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber

from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.tables.fill import fill_from_glyphs
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing


def compare_cells(files: Sequence[Path], rounds: int) -> dict[str, Any]:
    """CPU seconds a page of both ways: the median over ``rounds`` of each page, after one to warm up."""
    rows = []
    for path in files:
        taken = [_once(path) for _ in range(rounds + 1)][1:]
        pages = len(taken[0][0])
        ours, theirs = (
            sum(median(once[side][page] for once in taken) for page in range(pages)) for side in (0, 1)
        )
        rows.append({"file": path.stem, "pages": pages, "ours": ours / pages, "pdfplumber": theirs / pages})
    pages = sum(row["pages"] for row in rows)
    whole = {key: sum(row[key] * row["pages"] for row in rows) / pages for key in ("ours", "pdfplumber")}
    return {"rounds": rounds, "files": rows, "all": {"file": "all", "pages": pages, **whole}}


def _once(path: Path) -> tuple[list[float], list[float]]:
    data = path.read_bytes()
    ours, theirs = [], []
    with open_document(data, path.name) as document, pdfplumber.open(path) as plumbed:
        for number in range(1, document.page_count + 1):
            ours.append(_timed(lambda: _our_cells(document, number)))  # noqa: B023
            theirs.append(_timed(lambda: _their_cells(plumbed, number)))  # noqa: B023
    return ours, theirs


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _our_cells(document: Any, number: int) -> object:
    with document.page(number) as page:
        return fill_from_glyphs(build_tables(read_drawing(page).rulings, number, "vector"), read_glyphs(page))


def _their_cells(plumbed: Any, number: int) -> object:
    page = plumbed.pages[number - 1]
    tables = page.extract_tables()
    page.close()
    return tables
