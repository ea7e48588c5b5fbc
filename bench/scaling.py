"""How seconds grow with the size of the paper: ``python -m bench.scaling`` writes bench/results/scaling.md.

Each stage is given papers of n, 2n and 4n. A stage that grows with the paper takes about four times as long
for the last as for the first; one that grows with its square, sixteen times.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from extract.model import DocumentFacts, MeasureRecord
from extract.records.checks import check
from extract.records.rows import Draft
from extract.records.sections import NO_SECTION
from extract.tables.unruled.header_levels import header_cells
from extract.tables.unruled.ink_mask import FINE
from extract.thai.rejoin import rejoin

RESULTS = Path(__file__).parent / "results" / "scaling.md"
TRIES = 5
"""Runs of each, the fastest counts."""
MEASURE = "จัดอบรมให้ความรู้แก่บุคลากรเรื่องการใช้จ่ายงบประมาณ"


def lines_of_a_cell(count: int) -> Callable[[], object]:
    """One cell of so many wrapped lines."""
    lines = [MEASURE] * count
    return lambda: rejoin(lines)


def equal_measures(count: int) -> Callable[[], object]:
    """A report that prints one measure in so many rows."""
    rows = [
        MeasureRecord(
            record_id=f"r{n}", document_id="d", source_file="f", measure=MEASURE, measure_key=MEASURE
        )
        for n in range(count)
    ]
    drafts = [Draft((1, 1, n), {}, NO_SECTION) for n in range(count)]
    return lambda: check(rows, drafts, DocumentFacts())


def weeks_under_months(months: int) -> Callable[[], object]:
    """The header of a work plan without rules: so many months, four weeks under each."""
    week, line = round(20 * FINE), round(8 * FINE)
    head = np.zeros((4 * line, 4 * week * months), np.bool_)
    for left in range(0, head.shape[1], 4 * week):
        head[:line, left + week : left + 3 * week] = True
        for at in range(left, left + 4 * week, week):
            head[2 * line : 3 * line, at + line // 2 : at + 3 * line // 2] = True
    return lambda: header_cells(head, range(0, head.shape[1] + 1, week))


STAGES: tuple[tuple[str, Callable[[int], Callable[[], object]], int], ...] = (
    ("lines of one cell joined (`thai/rejoin.py`)", lines_of_a_cell, 1_500),
    ("rows that print one measure, checked (`records/checks.py`)", equal_measures, 1_000),
    ("months over four weeks each, a header parted (`unruled/header_levels.py`)", weeks_under_months, 6),
)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of the fastest of ``TRIES`` runs."""
    took = []
    for _ in range(TRIES):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def main() -> None:
    """Measure all stages and write the table."""
    rows = []
    for name, made, size in STAGES:
        found = [seconds(made(size * factor)) for factor in (1, 2, 4)]
        rows.append(f"| {name} | {size:,} | " + " | ".join(f"{took:.3f}" for took in found))
        rows[-1] += f" | {found[2] / found[0]:.1f} |"
    text = f"""# How seconds grow with the paper

`python -m bench.scaling`: processor seconds, the fastest of {TRIES} runs. Before 2026-11-30 the lines of one
cell and the equal measures grew with the square: 1,500 lines took 20 s, 4,000 equal measures gave 213 MB of
findings. The header of 12 months over 48 weeks did not end.

| stage | n | n, s | 2n, s | 4n, s | 4n : n |
|---|---|---|---|---|---|
"""
    RESULTS.write_text(text + "\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
