"""Measure what archive and pool cost: ``python bench/archive.py``; writes bench/results/archive.md.

A folder of copies of one five-page digital report, each with a comment of its own behind its end, goes
through the whole run loop twice and a third time with one more file. The reading itself is left out: children
answer with the report read once, so that what is counted is hashing, pool, archive and output files. The time
of the reading is measured apart, for comparison.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pipeline  # noqa: E402
from bench.speed import machine  # noqa: E402
from extract.model import Report  # noqa: E402
from oversight.archive.listing import Listing  # noqa: E402
from oversight.archive.resume import Key  # noqa: E402
from oversight.archive.store import Archive  # noqa: E402
from oversight.jobs.carry import Asked, carry_out  # noqa: E402
from oversight.jobs.task import Options, Source, Task  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
PAPER = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
BAR_AGAIN = 500  # documents a second of a finished batch
BAR_PUT = 10.0  # milliseconds a five-page document


def main() -> None:
    """Measure, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        table = measure(Path(place), options.documents)
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "archive.md").write_text(table, "utf-8")


def measure(place: Path, count: int) -> str:
    """The table, from ``count`` copies below ``place``."""
    folder, output = place / "in", place / "out"
    folder.mkdir()
    paper = PAPER.read_bytes()
    for n in range(count):
        (folder / f"{n:06}.pdf").write_bytes(paper + b"%% copy %d\n" % n)
    reading = seconds(lambda: pipeline.digitise(source()), best_of=3)
    putting = put_alone(place / "alone.db", 200)
    first = seconds(lambda: run(folder, output))
    again = seconds(lambda: run(folder, output), best_of=3)
    (folder / "one more.pdf").write_bytes(paper + b"%% one more\n")
    one_more = seconds(lambda: run(folder, output))
    size = (output / "archive.db").stat().st_size / count
    rows = [
        ("reading one document (5 pages, text layer), one core", f"{reading * 1000:.0f} ms"),
        ("putting one document into the archive", f"{putting * 1000:.1f} ms (bar {BAR_PUT:.0f})"),
        (
            "first run without the reading, a document: hash, pool, archive, files",
            f"{first / count * 1000:.1f} ms",
        ),
        ("the same run again", f"{again:.2f} s, {count / again:.0f} documents a second (bar {BAR_AGAIN})"),
        ("again with one more file: all output files are written anew", f"{one_more:.1f} s"),
        ("archive, a document", f"{size / 1024:.0f} KiB"),
    ]
    head = (
        f"# Archive and pool: what they cost\n\n{count:,} documents, two workers. {machine()}, {load()}\n\n"
    )
    return head + "| | |\n| --- | --- |\n" + "".join(f"| {name} | {value} |\n" for name, value in rows)


def load() -> str:
    """What else the machine had to do: wall-clock times grow with it."""
    return f"load {os.getloadavg()[2]:.1f} over the last 15 minutes"


def run(folder: Path, output: Path) -> None:
    """One run over ``folder``, silently."""
    sources, ignored = pipeline.discover([str(folder)])
    asked = Asked(output, str(output / "archive.db"), Options(), jobs=2)
    with contextlib.redirect_stderr(io.StringIO()):
        code = carry_out(read_before, sources, ignored, asked, {"bench": "1"})
    assert code == 0


def read_before(task: Task) -> tuple[Report, ...]:
    """The report read once, under the document's own identity."""
    return under(the_report(), task.sha256, task.source.name)


@cache
def the_report() -> Report:
    """The paper's report."""
    return pipeline.digitise(source())[0]


def source() -> Source:
    """The paper as an input."""
    return pipeline.discover([str(PAPER)])[0][0]


def under(report: Report, sha256: str, name: str) -> tuple[Report, ...]:
    """``report`` as that of other bytes."""
    number = sha256[:16]
    records = tuple(
        replace(r, document_id=number, record_id=r.record_id.replace(r.document_id, number), source_file=name)
        for r in report.records
    )
    return (replace(report, document_id=number, sha256=sha256, source_file=name, records=records),)


def put_alone(place: Path, count: int) -> float:
    """Seconds of one ``put``, the median of ``count``."""
    with Archive.open(place) as archive, archive.begin_run() as at:
        times = []
        for n in range(count):
            sha256 = f"{n:064x}"
            given = under(the_report(), sha256, f"{n}.pdf")
            began = time.perf_counter()
            at.put(Listing(f"{n}.pdf", f"/in/{n}.pdf", sha256), Key(sha256, "r"), given)
            times.append(time.perf_counter() - began)
    return median(times)


def seconds(work: Callable[[], object], best_of: int = 1) -> float:
    """Wall-clock seconds, the least of some rounds."""
    times = []
    for _ in range(best_of):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
