"""CPU milliseconds that finding the grid takes, on digital pages and on pictures of pages."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from bench.table_cases import Case

A4_SIDES = {595, 842}
"""A4 in whole points."""


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
    """Drawn paths to cells; the characters are read before."""
    from extract.pages.document import open_document
    from extract.tables.grid import build_tables
    from extract.tables.vector import read_rulings

    times = []
    with open_document(case.path.read_bytes(), case.path.name) as document:
        for number in range(1, document.page_count + 1):
            with document.page(number) as page:
                if {round(page.width), round(page.height)} == A4_SIDES:
                    times.append(
                        _best(lambda p=page: build_tables(read_rulings(p), p.number, "vector"), rounds)
                    )
    return times


def _scan(case: Case, rounds: int) -> list[float]:
    """Pixels of the upright, straight page to cells."""
    from extract.pages.deskew import flatten, straighten
    from extract.pages.document import open_document
    from extract.pages.orient import orient
    from extract.pages.render import render
    from extract.tables.grid import build_tables
    from extract.tables.raster import find_rulings

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
