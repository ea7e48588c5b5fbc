"""What hostile files do to a run: ``python bench/hazards.py [FOLDER...]``; writes bench/results/hazards.md.

The files of ``hazard_papers``, and those of the folders named, are read one by one in a guarded child with
the usual limits: outcome, seconds and the most memory the child was seen to hold. Then all of them together
with good reports between them, two children at a time: the good ones must come out as they do alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pipeline  # noqa: E402
from bench import hazard_papers  # noqa: E402
from bench.archive import load  # noqa: E402
from bench.speed import machine  # noqa: E402
from extract.model import Report  # noqa: E402
from oversight.jobs.inputs import InputFile, digest_of  # noqa: E402
from oversight.jobs.options import Options, Task  # noqa: E402
from oversight.jobs.pool import run  # noqa: E402
from oversight.jobs.run import document_outcome  # noqa: E402
from oversight.jobs.runners import Outcome  # noqa: E402
from oversight.jobs.watch import Limits  # noqa: E402
from oversight.jobs.worker import read_document  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
GOOD = 6  # copies of a good report among the hostile files


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one file."""

    name: str
    status: str
    cause: str
    seconds: float
    peak: float


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument(
        "--named", default="", help="only files with this in their names, printed, not written"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        own = Path(place) / "own"
        hazard_papers.make(own)
        sources = pipeline.discover([str(own), *map(str, options.folders)])[0]
        rows = [alone(source) for source in sources if options.named in source.name]
        if options.named:
            sys.stdout.writelines(f"{row}\n" for row in rows)
            return
        table = report(rows, together(sources, Path(place)))
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "hazards.md").write_text(table, "utf-8")


def alone(source: InputFile) -> Row:
    """One file in a run of its own, its child's start not counted."""
    if source.error is not None:
        return Row(source.name, "refused", source.error.code, 0.0, 0.0)
    began = time.perf_counter()
    (outcome,) = run(partial(read_document, pipeline.work, ""), [task(source)])
    told = document_outcome(outcome, "en")
    return Row(source.name, told.status, told.cause, time.perf_counter() - began, outcome.peak / 1024**2)


def together(sources: Sequence[InputFile], place: Path) -> tuple[float, float, bool]:
    """Seconds of all files in one run, of the good ones alone, and whether these came out whole."""
    good = []
    for number in range(GOOD):
        path = place / f"good-{number}.pdf"
        path.write_bytes(hazard_papers.REPORT.read_bytes() + b"%% %d\n" % number)
        good += pipeline.discover([str(path)])[0]
    readable = [source for source in sources if source.error is None]
    step = max(1, len(readable) // GOOD)
    mixed = list(readable)
    for number, source in enumerate(good):
        mixed.insert(number * (step + 1), source)
    began = time.perf_counter()
    wanted = {o.item.source.name: timeless(o) for o in run(pipeline.work, map(task, good), jobs=2)}
    least = time.perf_counter() - began
    began = time.perf_counter()
    came = {o.item.source.name: timeless(o) for o in run(pipeline.work, map(task, mixed), jobs=2)}
    whole = all(came[name] == wanted[name] for name in wanted)
    assert len(came) == len(mixed)
    return time.perf_counter() - began, least, whole


def task(source: InputFile) -> Task:
    """A file as a run reads it."""
    return Task(source, digest_of(source), Options())


def timeless(outcome: Outcome[Task, tuple[Report, ...]]) -> tuple[Report, ...]:
    """What was read, without how long it took."""
    return tuple(replace(report, seconds=()) for report in outcome.value or ())


def report(rows: Sequence[Row], mixed: tuple[float, float, bool]) -> str:
    """The page of results."""
    limits, (seconds, least, whole) = Limits(), mixed
    most = max(row.seconds for row in rows)
    out = [
        "# Hostile files\n",
        f"{len(rows)} files, each in a run of its own with the usual limits "
        f"({limits.page_seconds:g} s a page, {limits.seconds:g} s a document and once more for its second "
        f"try, {limits.resident / 2**30:g} GiB). Seconds hold the start of the child. "
        f"{machine()}, {load()}.\n",
        f"Longest: {most:.0f} s. All files in one run with {GOOD} good reports between them, two children: "
        f"{seconds:.0f} s (the good ones alone {least:.1f} s); the good ones came out "
        f"{'whole, as they do alone' if whole else 'CHANGED'}.\n",
        "| file | outcome | code | seconds | peak MiB |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    out += [
        f"| {row.name} | {row.status} | {row.cause} | {row.seconds:.1f} | {row.peak:.0f} |" for row in rows
    ]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
