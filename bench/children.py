"""What a guarded child costs: ``python bench/children.py``; writes bench/results/children.md.

The seconds until a fresh child has begun to read, forked from a server that has the stages imported and from
one that has not; and the most resident memory of a child that reads scans, document after document.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import time  # noqa: E402

import pipeline  # noqa: E402
from bench.archive import load  # noqa: E402
from bench.speed import machine  # noqa: E402
from oversight.jobs import pool  # noqa: E402
from oversight.jobs.options import Options, Task  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
DIGITAL = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
SCAN = ROOT / "fixtures" / "reports" / "nongchanglan-2566-scan300.pdf"
FRESH = 5  # children begun
SCANS = 6  # documents of five pages at 300 dpi that one child reads


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--starts", choices=("cold", "warm"), help="only print the seconds of starts")
    options = parser.parse_args()
    if options.starts:
        sys.stdout.write(f"{starts(options.starts == 'warm')}\n")
        return
    cold, warm = (apart(kind) for kind in ("cold", "warm"))
    peaks = [round(each) for each in scans()]
    table = (
        "# Guarded children\n\n"
        f"{machine()}, {load()}.\n\n| | |\n| --- | --- |\n"
        f"| a fresh child and its first document, less the reading of it when warm, modules not imported "
        f"before | {cold:.2f} s |\n"
        f"| the same, forked from a server that has them imported | {warm:.2f} s |\n"
        f"| most resident memory of a child over {SCANS} scans of five pages at 300 dpi, MiB "
        f"| {', '.join(map(str, peaks))} |\n"
    )
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "children.md").write_text(table, "utf-8")


def apart(kind: str) -> float:
    """``starts`` in a process of its own, for its fork server."""
    command = [sys.executable, __file__, "--starts", kind]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def starts(warm: bool) -> float:
    """Median seconds a document takes in a fresh child, over those that the same takes in a used one."""
    if not warm:
        pipeline.PRELOAD = ()
    used = paced(200)[1:]
    return median(paced(1)[1:]) - median(used)


def paced(served: int) -> list[float]:
    """Seconds from one document to the next, children serving ``served`` each."""
    pool.RECYCLE_AFTER = served
    times = [time.perf_counter()]
    for _ in pool.run(pipeline.work, tasks(DIGITAL, FRESH + 1)):
        times.append(time.perf_counter())
    return [end - begin for begin, end in zip(times, times[1:], strict=False)]


def scans() -> list[float]:
    """MiB at the peak of each of some scans read by one child."""
    return [outcome.peak / 1024**2 for outcome in pool.run(pipeline.work, tasks(SCAN, SCANS))]


def tasks(path: Path, count: int) -> Iterator[Task]:
    """The same document some times."""
    ((source,), _) = pipeline.discover([str(path)])
    return (Task(source, "0" * 64, Options()) for _ in range(count))


if __name__ == "__main__":
    main()
