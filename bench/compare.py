"""Measure comparing at the nation's size: ``python bench/compare.py``; writes bench/results/compare.md.

Made archives (``synthetic.py``), thirty measures a report: ``whole`` has 7,850 agencies over ten years,
``pair`` two years of them, ``tenth`` a tenth of the agencies over ten years. One province's two years are
compared from the archive as the command does; all agencies of one year pair, province by province; families
are grouped. Each job runs in a process of its own, whose peak of memory is told. Precision and recall are
those of the hand-made years; ``compare_fit.py`` tells those of made years.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from oversight.archive.families import common, leaders, members

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.archive import load  # noqa: E402
from bench.speed import machine  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
DETAILS = 2500
"""Details that the made measures differ in: some 700,000 texts among 2.36 million measures."""
PROVINCES = ("ตรัง", "นครราชสีมา")
YEARS = (2565, 2566)


def main() -> None:
    """Measure and write; or do one job and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=7850)
    parser.add_argument(
        "--without-whole", action="store_true", help="leave out the archive of ten years of all"
    )
    parser.add_argument("--place", type=Path, help="folder for the made archives; kept, and gone on from")
    parser.add_argument("--job", choices=tuple(JOBS))
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    if options.job:
        sys.stdout.write(JOBS[options.job](options.archive))
        return
    with tempfile.TemporaryDirectory() as temporary:
        table = measure(options.place or Path(temporary), options.agencies, not options.without_whole)
    sys.stdout.write(table)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "compare.md").write_text(table, "utf-8")


def measure(place: Path, agencies: int, with_whole: bool = True) -> str:
    """The results as a page."""
    place.mkdir(parents=True, exist_ok=True)
    whole, pair, tenth = place / "whole.db", place / "pair.db", place / "tenth.db"
    rows = [made(tenth, agencies // 10), run("trang", tenth)]
    rows += [run(job, tenth) for job in ("families", "again", "asked")]
    rows += [made(pair, agencies, YEARS), run("trang", pair), run("nation", pair)]
    if with_whole:
        rows += [made(whole, agencies), *(run(job, whole) for job in ("trang", "korat", "families"))]
    head = f"# Comparing years and agencies: what it costs\n\n{machine()}, {load()}\n\n{accuracy()}\n"
    head += "| | seconds | CPU seconds | peak memory | |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def accuracy() -> str:
    """How right the alignment is on the hand-made years, read through the pipeline."""
    import pipeline
    from bench.compare_judge import YEARS as FOLDER
    from bench.compare_judge import judge, pairs

    files = sorted({file for both in pairs() for file in both})
    sources = {file: pipeline.discover([str(FOLDER / file)])[0][0] for file in files}
    found = judge({file: pipeline.digitise(source)[0].records for file, source in sources.items()})
    lines = "".join(
        f"| {kind} | {one.truth} | {one.precision:.3f} | {one.recall:.3f} |\n" for kind, one in found.items()
    )
    missed = "".join(f"- {line}\n" for one in found.values() for line in one.differences)
    head = "| hand-made years | changes | precision | recall |\n| --- | --- | --- | --- |\n"
    return f"{head}{lines}\nWhat differs from the truth:\n\n{missed}"


def made(place: Path, agencies: int, years: Sequence[int] = range(2559, 2569)) -> tuple[str, ...]:
    """Make an archive, unless it is there."""
    from bench.synthetic import MEASURES, make_archive

    def work() -> str:
        began, used, part = time.perf_counter(), time.process_time(), place.with_suffix(".part")
        part.unlink(missing_ok=True)
        make_archive(part, agencies, years, details=DETAILS).__exit__(None, None, None)
        part.replace(place)
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
        count = agencies * len(years) * MEASURES
        size = f"{place.stat().st_size / 1e9:.1f} GB"
        return f"making {place.name}: {count:,} measures | {seconds:.1f} | {cpu:.1f} | | {size}"

    return kept(place.with_suffix(".made.txt"), work)


def run(job: str, archive: Path) -> tuple[str, ...]:
    """One job in a process of its own."""

    def work() -> str:
        command = [sys.executable, __file__, "--job", job, "--archive", str(archive)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        return f"{archive.name}: {done.stdout.strip()}"

    return kept(archive.with_suffix(f".{job}.txt"), work)


def kept(place: Path, work: Callable[[], str]) -> tuple[str, ...]:
    """What ``work`` gave, now or in an earlier run of the bench with the same ``--place``: it takes long."""
    if not place.exists():
        place.write_text(work(), "utf-8")
    return tuple(place.read_text("utf-8").split(" | "))


def told(what: str, began: float, result: str) -> str:
    """What a job prints: name, seconds, CPU seconds, peak memory, result."""
    use = resource.getrusage(resource.RUSAGE_SELF)
    cpu, peak = use.ru_utime + use.ru_stime, use.ru_maxrss / 2**20
    return f"{what} | {time.perf_counter() - began:.2f} | {cpu:.1f} | {peak:.2f} GiB | {result}\n"


def province(archive: Path, name: str) -> str:
    """One province's two years, read and compared; the cache is cold or not, as it comes."""
    from oversight.archive.store import Archive
    from oversight.compare.two_years import compared

    began = time.perf_counter()
    with Archive.open(archive, write=False) as opened:
        found = list(compared(opened, YEARS, province=name))
    changes = sum(len(one.changes) for one in found)
    return told(f"{name}: {YEARS[0]} with {YEARS[1]}", began, f"{len(found)} agencies, {changes:,} changes")


def nation(archive: Path) -> str:
    """All agencies of one year pair, province by province."""
    from oversight.archive.store import Archive
    from oversight.compare.two_years import compared

    began, agencies, changes = time.perf_counter(), 0, 0
    with Archive.open(archive, write=False) as opened:
        for one in compared(opened, YEARS):
            agencies, changes = agencies + 1, changes + len(one.changes)
    return told(
        f"all agencies: {YEARS[0]} with {YEARS[1]}", began, f"{agencies:,} agencies, {changes:,} changes"
    )


def families(archive: Path, what: str = "families of {count:,} measures") -> str:
    """All measures of an archive put into families, and written."""
    from oversight.archive.store import Archive
    from oversight.compare.families import group_archive

    began = time.perf_counter()
    with Archive.open(archive) as opened:
        changed = group_archive(opened, afresh=not what.startswith("again"))
        count = sum(1 for _ in members(opened.engine))
        with opened.reading() as connection:
            names = len(leaders(connection))
    return told(what.format(count=count), began, f"{names:,} families, {changed:,} measures changed theirs")


def asked(archive: Path) -> str:
    """Which measures most agencies share: of a province's year, by the index."""
    from oversight.archive.selection import Filter
    from oversight.archive.store import Archive

    began = time.perf_counter()
    with Archive.open(archive, write=False) as opened, opened.reading() as connection:
        found = common(connection, Filter(province=PROVINCES[1], fiscal_years=(YEARS[1],)), 20)
    most = f"the most shared at {found[0].agencies} agencies"
    return told(f"what agencies of {PROVINCES[1]} share in {YEARS[1]}", began, most)


JOBS = {
    "trang": lambda archive: province(archive, PROVINCES[0]),
    "korat": lambda archive: province(archive, PROVINCES[1]),
    "nation": nation,
    "families": families,
    "again": lambda archive: families(archive, "again, nothing new: {count:,} measures"),
    "asked": asked,
}

if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
