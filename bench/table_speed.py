"""CPU time that finding tables takes: the grid alone, and whole pages with all but the reading of letters."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from bench.table_cases import Case
from extract.clock import Clock
from extract.model import GrayImage, Line, Method
from extract.ocr.choose import Engines, Region
from extract.pages.document import open_document
from extract.reading.page import read_page

A4_SIDES = {595, 842}
"""A4 in whole points."""


class _Blind:
    """An engine that sees no letter, so that structure is timed as others are timed, without OCR."""

    name: Method = "none"
    version = "0"

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        return [() for _ in regions]


class _BlindEngines(Engines):
    def get(self) -> _Blind:
        return _Blind()


def page_seconds(all_cases: Sequence[Case]) -> float:
    """CPU seconds a page from the file's bytes to its tables, as the pipeline goes, but for OCR."""
    _read(all_cases[0])  # imports and caches are not timed
    began = time.process_time()
    for case in all_cases:
        _read(case)
    return (time.process_time() - began) / sum(case.page_count for case in all_cases)


def _read(case: Case) -> None:
    with open_document(case.path.read_bytes(), case.path.name) as document:
        for number in range(1, document.page_count + 1):
            read_page(document, number, _BlindEngines("auto"), Clock())


def grid_ms(
    all_cases: Sequence[Case], rounds: int = 5, most: int = 12
) -> dict[str, tuple[float, float, int]]:
    """Median and largest CPU ms of the grid of A4 pages, and how many: ``digital`` and ``scan``."""
    out = {}
    for kind, finder in (("digital", _digital), ("scan", _scan)):
        chosen = [case for case in all_cases if case.kind == kind and case.path.suffix == ".pdf"]
        step = max(1, len(chosen) // most)
        times = [ms for case in chosen[::step] for ms in finder(case, rounds)]
        out[kind] = (statistics.median(times), max(times), len(times))
    return out


def _digital(case: Case, rounds: int) -> list[float]:
    """Drawn objects to cells; each round opens the page anew, for a page keeps its objects."""
    from extract.tables.ruled.grid import build_tables
    from extract.tables.ruled.vector import read_drawing

    times = []
    with open_document(case.path.read_bytes(), case.path.name) as document:
        for number in range(1, document.page_count + 1):
            spent = []
            for _ in range(rounds):
                with document.page(number) as page:
                    if {round(page.width), round(page.height)} == A4_SIDES:
                        spent.append(
                            _best(lambda p=page: build_tables(read_drawing(p).rulings, p.number, "vector"), 1)
                        )
            times += [min(spent)] if spent else []
    return times


def _scan(case: Case, rounds: int) -> list[float]:
    """Pixels of the upright, straight page to cells."""
    from extract.pages.deskew import flatten, straighten
    from extract.pages.orient import orient
    from extract.pages.render import render
    from extract.tables.ruled.grid import build_tables
    from extract.tables.ruled.raster import find_rulings

    times = []
    with open_document(case.path.read_bytes(), case.path.name) as document:
        for number in range(1, document.page_count + 1):
            with document.page(number) as page:
                if {round(page.width), round(page.height)} != A4_SIDES:
                    continue
                raster = flatten(straighten(orient(render(page, 200))))
                scale = raster.dpi / 72
                times.append(
                    _best(
                        lambda r=raster, n=number, s=scale: build_tables(
                            find_rulings(r), n, "raster", scale=s
                        ),
                        rounds,
                    )
                )
    return times


def _best(work: Callable[[], object], rounds: int) -> float:
    """Least CPU time of several, milliseconds: what else runs here only ever adds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return 1000 * min(times)
