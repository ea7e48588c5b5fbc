"""Measure the records stage alone: ``python bench/records.py [FOLDER]``; writes bench/results/records.md.

The digital pages of FOLDER are read once; then their records are built over and over until there are 1,000,
every remembered text and page forgotten before each report (tables of facts stay). Counted is the CPU time of
one core from filled cells to finished records: stitching, headers, facts, every value, checks.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.speed import kinds_of, machine  # noqa: E402
from extract.clock import Clock  # noqa: E402
from extract.model import Page  # noqa: E402
from extract.pages.document import open_document  # noqa: E402
from extract.records.build import build  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
RECORDS = 1000
BAR = 2.0  # seconds, on one core


def main() -> None:
    """Measure, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "fixtures" / "reports")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    digital, _ = kinds_of(options.folder)
    files = [pages_of(path) for path in digital]
    per_thousand(files, lambda: None, least=1)  # the tables of facts are read once
    cold = [per_thousand(files, forget) for _ in range(options.rounds)]
    warm = [per_thousand(files, lambda: None) for _ in range(options.rounds)]
    table = as_markdown(median(cold), median(warm), options.rounds)
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "records.md").write_text(table, "utf-8")


def pages_of(path: Path) -> list[Page]:
    """The pages of a digital PDF, tables filled."""
    from extract.ocr.choose import Engines
    from extract.reading.page import read_page

    with open_document(path.read_bytes(), path.name, None) as document:
        return [read_page(document, n, Engines("auto"), Clock()) for n in range(1, document.page_count + 1)]


def forget() -> None:
    """Empty every cache of texts; those of facts have no bound and stay."""
    for remembered in _text_caches():
        remembered.cache_clear()


@cache
def _text_caches() -> tuple[Any, ...]:
    found = [thing for thing in gc.get_objects() if isinstance(thing, _lru_cache_wrapper)]
    return tuple(thing for thing in found if thing.cache_parameters()["maxsize"] is not None)


def per_thousand(files: Sequence[Sequence[Page]], before: Callable[[], None], least: int = RECORDS) -> float:
    """CPU seconds for 1,000 records, of ``least`` built; ``before`` is called before each file, uncounted."""
    built, spent = 0, 0.0
    while built < least:
        for number, pages in enumerate(files):
            before()
            pages = [replace(page) for page in pages]
            begun = time.process_time()
            reports = build(f"{number:016x}", f"{number}.pdf", pages)
            spent += time.process_time() - begun
            built += sum(len(report.records) for report in reports)
    return spent / built * RECORDS


def as_markdown(cold: float, warm: float, rounds: int) -> str:
    """The results table."""
    return f"""# Records: from filled cells to finished records

1,000 records on one core, bar {BAR:.0f} s; CPU seconds, median of {rounds} rounds. {machine()}

| | seconds |
| --- | --- |
| every report new | {cold:.2f} |
| texts seen before | {warm:.2f} |
"""


if __name__ == "__main__":
    main()
