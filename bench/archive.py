"""Measure what archive and pool cost: ``python bench/archive.py``; writes bench/results/archive.md.

A folder of copies of one five-page digital report, each with a comment of its own behind its end, goes
through the whole run loop: a quarter of them, all, all again, with one more file, and with the output files
gone. The reading itself is left out: children answer with the report read once, so that what is counted is
hashing, pool, packing, archive and output files. What a further document takes is the difference between all
and a quarter. The time of the reading is measured apart, for comparison.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pipeline  # noqa: E402
from bench.runs import WATCH  # noqa: E402
from bench.speed import machine  # noqa: E402
from extract.model import Report  # noqa: E402
from oversight.archive.listing import Listing  # noqa: E402
from oversight.archive.report_rows import InputResult  # noqa: E402
from oversight.archive.resume import Key  # noqa: E402
from oversight.archive.store import Archive  # noqa: E402
from oversight.export.output_text import STREAMS, output_text, packed  # noqa: E402
from oversight.jobs.inputs import InputFile  # noqa: E402
from oversight.jobs.options import Options, Task  # noqa: E402
from oversight.jobs.run import RunRequest, run_documents  # noqa: E402
from oversight.jobs.worker import read_document  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
PAPER = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
REPORT = "report.pickle"
PROGRAM = """
import os, sys
from pathlib import Path
from bench.archive import read_all
code = read_all(Path(sys.argv[1]), Path(sys.argv[2]))
Path(sys.argv[3]).write_text(str(sum(os.times()[:2])))
sys.exit(code)
"""
BAR_AGAIN = 500  # documents a second of a finished batch
BAR_PUT = 10.0  # milliseconds a five-page document


def main() -> None:
    """Measure, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        table, told = measure(Path(place), options.documents)
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "archive.md").write_text(table, "utf-8")
    (options.results / "archive.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def measure(place: Path, count: int) -> tuple[str, dict[str, float]]:
    """The table and its seconds by name, from ``count`` copies below ``place``."""
    folder, output = place / "in", place / "out"
    (place / REPORT).write_bytes(pickle.dumps(the_report()))
    copies(folder, range(count // 4))
    reading = cpu(lambda: pipeline.digitise(source()), rounds=5)
    packing = cpu(lambda: read_document(same, "", Task(source(), the_report().sha256, Options())), rounds=20)
    lines = cpu(lambda: packed(output_text(entry_of(the_report()))), rounds=20)
    putting, entering = put_alone(place / "alone.db", 200), put_alone(place / "packed.db", 200, ready=True)
    start = run(folder, place / "quarter")
    copies(folder, range(count // 4, count))
    first = run(folder, output)
    further = count - count // 4
    around, own = (first.cpu - start.cpu) / further, (first.own - start.own) / further
    again = run(folder, output)
    copies(folder, [count])
    one_more = run(folder, output)
    for name in STREAMS:
        (output / name).unlink()
    anew = run(folder, output)
    size = (output / "archive.db").stat().st_size / count
    files = sum((output / name).stat().st_size for name in STREAMS)
    rows = [
        ("reading one document (5 pages, text layer), one core", f"{reading * 1000:.0f} ms"),
        ("packing it in the child: rows and lines of the output files", f"{packing * 1000:.1f} ms"),
        ("of it the lines of the output files", f"{lines * 1000:.1f} ms"),
        ("entering it, by the run's process", f"{entering * 1000:.1f} ms"),
        (
            "putting one document into the archive, packing its rows too",
            f"{putting * 1000:.1f} ms (bar {BAR_PUT:.0f})",
        ),
        (
            "a run without the reading, processor time of all processes a further document: hash, pool, "
            "packing, archive, output files",
            f"{around * 1000:.1f} ms, {around / reading:.1%} of the reading",
        ),
        (
            "the same without the making of output files: archive and pool",
            f"{(around - lines) * 1000:.1f} ms, {(around - lines) / reading:.1%} of the reading (bar 5 %)",
        ),
        ("of it by the run's own process, which all workers share", f"{own * 1000:.1f} ms"),
        ("the same, by the clock, starting up included", f"{first.clock / count * 1000:.1f} ms"),
        (
            "the same run again",
            f"{again.clock:.2f} s, {count / again.clock:.0f} documents a second (bar {BAR_AGAIN})",
        ),
        ("again with one more file", f"{one_more.clock:.1f} s"),
        (f"all output files anew ({files / 2**20:.0f} MiB)", f"{anew.clock:.1f} s"),
        ("archive, a document", f"{size / 1024:.0f} KiB"),
    ]
    head = (
        f"# Archive and pool: what they cost\n\n{count:,} documents, two workers. {machine()}, {load()}.\n"
        "Single steps are processor time, medians; runs by the clock grow by what else runs.\n\n"
    )
    table = head + "| | |\n| --- | --- |\n" + "".join(f"| {name} | {value} |\n" for name, value in rows)
    told = {"reading": reading, "packing": packing, "entering": entering, "around": around, "own": own}
    return table, told


def copies(folder: Path, numbers: Iterable[int]) -> None:
    """Copies of the paper, each with a comment of its own."""
    folder.mkdir(exist_ok=True)
    paper = PAPER.read_bytes()
    for n in numbers:
        (folder / f"{n:06}.pdf").write_bytes(paper + b"%% copy %d\n" % n)


def load() -> str:
    """What else the machine had to do: wall-clock times grow with it."""
    return f"load {os.getloadavg()[2]:.1f} over the last 15 minutes"


def run(folder: Path, output: Path) -> Spent:
    """One run over ``folder`` in a process of its own, which reads nothing."""
    began, own = time.perf_counter(), output.with_suffix(".own")
    done = subprocess.run(
        [sys.executable, "-c", WATCH, sys.executable, "-c", PROGRAM, str(folder), str(output), str(own)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    code, used, _ = json.loads(done.stdout)
    assert code == 0
    return Spent(time.perf_counter() - began, used, float(own.read_text()))


def read_all(folder: Path, output: Path) -> int:
    """The run itself; the report lies in a file beside the inputs."""
    sources, ignored = pipeline.discover([str(folder)])
    asked = RunRequest(output, str(output / "archive.db"), Options(), jobs=2)
    work = partial(read_before, folder.parent / REPORT)
    return run_documents(work, sources, ignored, asked, {"bench": "1"})


def read_before(place: Path, task: Task) -> tuple[Report, ...]:
    """The report read once, under the document's own identity."""
    return under(kept(place), task.sha256, task.source.name)


@cache
def kept(place: Path) -> Report:
    """The report that lies there."""
    report: Report = pickle.loads(place.read_bytes())
    return report


@cache
def the_report() -> Report:
    """The paper's report."""
    return pipeline.digitise(source())[0]


def source() -> InputFile:
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


def entry_of(report: Report) -> InputResult:
    """The report as an entry of the output files."""
    return InputResult(report.source_file, report.status, "", report.sha256, (report,))


def same(task: Task) -> tuple[Report, ...]:
    """The report read once, as it is."""
    return (the_report(),)


def put_alone(place: Path, count: int, ready: bool = False) -> float:
    """Processor seconds of one ``put``, the median of ``count``; of a document packed before, or not."""
    with Archive.open(place) as archive, archive.begin_run() as at:
        times = []
        for n in range(count):
            sha256 = f"{n:064x}"
            given = Listing(f"{n}.pdf", f"/in/{n}.pdf", sha256)
            report = under(the_report(), sha256, f"{n}.pdf")
            came = read_document(
                lambda task, report=report: report, "", Task(source(), sha256, Options())
            ).packed
            at.note([given])
            began = time.process_time()
            at.put(given, Key(sha256, "r"), came if ready else report, noted=True)
            times.append(time.process_time() - began)
    return median(times)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, processor seconds of a run with its children, and of its own process alone."""

    clock: float
    cpu: float
    own: float


def cpu(work: Callable[[], object], rounds: int) -> float:
    """Processor seconds of ``work`` in this process, the median of some rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times)


if __name__ == "__main__":
    main()
