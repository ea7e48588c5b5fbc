"""Long runs: ``python bench/soak.py [PART...]``; writes bench/results/soak.md and .json.

Each part may be run alone, the others' results stay:

- ``batch``: one-page digital reports and scans through two workers, then the finished batch again. A sampler
  notes how much memory each process holds.
- ``gain``: some of the digital ones by one and by two workers in turn, beside a bare loop in one and two
  processes.
- ``kills``: the run, one of its workers or the child that lists archives is killed (SIGKILL), at random
  moments and while inputs are hashed, and the same command given again until the batch is done; every output
  file must be that of an undisturbed run, and no document entered twice. A third of the documents lie in
  archives, one in another, beside large members.
- ``members``: one-page digital reports, all in one archive and an archive in it, read by two workers.
- ``files``: as many files as a nation's, their reading left out: how much memory the run's own process takes.

The documents are single pages of the fixtures, each copy with a comment of its own behind its end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import mean
from typing import Any

import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import hazard_papers  # noqa: E402
from bench.runs import PROGRAM, WATCH, bare_gain  # noqa: E402
from bench.speed import kinds_of, machine  # noqa: E402
from oversight.export.output_text import STREAMS  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
SAMPLE_SECONDS = 0.5
Json = dict[str, Any]
FILES_PROGRAM = """
import sys
from bench.fake_reading import work
from oversight.jobs.run_commands import run_command
from oversight.spoken import SpokenGroup, call
import pipeline
group = SpokenGroup("prongsai")
group.add_command(run_command(work, pipeline.discover))
sys.exit(call(group, sys.argv[1:]))
"""


def main() -> None:
    """Run the parts that were named, all without any; print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["batch", "gain", "kills", "members", "files"])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--scans", type=int, default=300)
    parser.add_argument("--gain-documents", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=2, help="turns of the part gain")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--kill-documents", type=int, default=60)
    parser.add_argument("--kill-scans", type=int, default=2)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=80_000)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    path = options.results / "soak.json"
    measured: Json = json.loads(path.read_text("utf-8")) if path.exists() else {}
    work: dict[str, Callable[[Path, argparse.Namespace], Json]]
    work = {"batch": batch, "gain": gain, "kills": kills, "members": members, "files": files}
    for part in options.parts:
        with tempfile.TemporaryDirectory() as place:
            began, load = time.time(), os.getloadavg()[0]
            found = work[part](Path(place), options)
        when = dt.datetime.fromtimestamp(began, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
        measured[part] = {**found, "when": when, "machine": machine(), "load_before": load}
        options.results.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
        table = as_markdown(measured)
        (options.results / "soak.md").write_text(table, "utf-8")
    sys.stdout.write(as_markdown(measured))


def batch(place: Path, options: argparse.Namespace) -> Json:
    """The long run, and the finished batch again."""
    folder = place / "in"
    make(folder, options.documents, options.scans)
    count = options.documents + options.scans
    first = run(folder, place / "out", 2)
    counts = told(place / "out")["counts"]
    again = run(folder, place / "out", 2)
    already = told(place / "out")["already_done"]
    size = sum(path.stat().st_size for path in (place / "out").glob("archive.db*"))
    return {
        "documents": options.documents,
        "scans": options.scans,
        "seconds": first["seconds"],
        "cpu_seconds": first["cpu"],
        "counts": counts,
        "workers": tenths(first["samples"], "workers"),
        "workers_peak_mib": max(sample["workers"] for sample in first["samples"]),
        "run": tenths(first["samples"], "run"),
        "run_peak_mib": max(sample["run"] for sample in first["samples"]),
        "again_already": already,
        "again_seconds": again["seconds"],
        "again_a_second": count / again["seconds"],
        "archive_kib": size / count / 1024,
    }


def gain(place: Path, options: argparse.Namespace) -> Json:
    """One worker and two in turn, between bare loops."""
    folder = place / "in"
    make(folder, options.gain_documents, 0)
    turns = []
    for number in range(options.rounds):
        bare = [bare_gain()]
        one = run(folder, place / f"one{number}", 1)
        bare.append(bare_gain())
        two = run(folder, place / f"two{number}", 2)
        bare.append(bare_gain())
        turns.append({"one": one["seconds"], "two": two["seconds"], "bare": mean(bare), "cpu": one["cpu"]})
        turns[-1]["cpu_two"] = two["cpu"]
    return {"documents": options.gain_documents, "turns": turns}


def kills(place: Path, options: argparse.Namespace) -> Json:
    """Runs and workers killed at random moments."""
    folder, chance = place / "in", random.Random(2566)
    make(folder, options.kill_documents, options.kill_scans)
    pack_some(folder)
    whole = run(folder, place / "undisturbed", 2)
    expected = outcome(place / "undisturbed")
    times = Times(whole["seconds"], first_document(place / "undisturbed"))
    counted = dict.fromkeys(KILLED, 0)
    batches = wrong = twice = 0
    while sum(counted.values()) < options.kills:
        output = place / f"out{batches}"
        while not disturbed(folder, output, chance, times, counted, options.kills):
            pass
        run(folder, output, 2)  # what an archive could not be listed for is there the next time
        batches += 1
        wrong += outcome(output) != expected
        twice += entered_twice(output / "archive.db")
    return {
        "documents": told(place / "undisturbed")["counts"]["documents"],
        "killed": counted,
        "batches": batches,
        "batches_that_differ": wrong,
        "documents_entered_twice": twice,
    }


def disturbed(
    folder: Path, output: Path, chance: random.Random, times: Times, counted: dict[str, int], most: int
) -> bool:
    """One run with kills in it; whether it came to its end."""
    process = subprocess.Popen(command(folder, output, 2), cwd=ROOT, stderr=subprocess.DEVNULL)
    begun = _begun(output)
    while process.poll() is None and sum(counted.values()) < most:
        kind = chance.choice(KILLED)
        if kind in ("run while hashing", "archive's child"):
            while process.poll() is None and _begun(output) == begun:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, times.first))
        else:
            time.sleep(chance.uniform(0, times.whole))  # from the start to the end of an undisturbed run
        if process.poll() is not None:
            break
        if kind.startswith("run"):
            process.kill()
            process.wait()
            counted[kind] += 1
            return False
        below = [pid for child in descendants(process.pid) for pid in (child, *descendants(child, deep=True))]
        lists = [pid for pid in below if b"limited_child" in _command_line(pid)]
        found = lists if kind == "archive's child" else [pid for pid in descendants(process.pid, deep=True)]
        if found:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)
                counted[kind] += 1
        time.sleep(1.0)  # the next kill meets another document
    return process.wait() in (0, 3)  # 3: a page cut out of its report is read in part


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of an undisturbed run: all of it, and from its beginning to its first document."""

    whole: float
    first: float


KILLED = ("run", "worker", "run while hashing", "archive's child")


def pack_some(folder: Path) -> None:
    """A third of the files of ``folder`` go into an archive, some into one in it, beside large members."""
    paths = sorted(folder.iterdir())[::3]
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths[::2]:
            archive.writestr(path.name, path.read_bytes())
    with zipfile.ZipFile(folder / "reports.zip", "w") as archive:
        archive.writestr("deeper/inner.zip", inner.getvalue())
        for path in paths[1::2]:
            archive.write(path, path.name)
        for number in range(LARGE):
            archive.writestr(f"large-{number}.pdf", large(number))
    for path in paths:
        path.unlink()


LARGE, LARGE_BYTES = 4, 48 << 20
"""Members that take a moment to be unpacked and hashed."""


def large(number: int) -> bytes:
    """A page beside an object that nothing uses."""
    return hazard_papers.page(b"", o9=hazard_papers.stream(random.Random(number).randbytes(LARGE_BYTES)))


def first_document(output: Path) -> float:
    """Seconds from the beginning of a run to its first document."""
    events = [json.loads(line) for line in (output / "run.log.jsonl").read_text("utf-8").splitlines()]
    times = {event["event"]: dt.datetime.fromisoformat(event["time"]) for event in reversed(events)}
    return (times["document"] - times["begin"]).total_seconds()


def _begun(output: Path) -> int:
    """How many runs have begun."""
    with suppress(OSError):
        return (output / "run.log.jsonl").read_bytes().count(b'"event": "begin"')
    return 0


def _command_line(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def members(place: Path, options: argparse.Namespace) -> Json:
    """Very many reports in one archive."""
    folder = place / "in"
    make(folder, options.members, 0)
    paths = sorted(folder.iterdir())
    with zipfile.ZipFile(place / "inner.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths[1::2]:
            archive.write(path, path.name)
    with zipfile.ZipFile(place / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths[::2]:
            archive.write(path, path.name)
        archive.write(place / "inner.zip", "inner.zip")
    found = run(place / "all.zip", place / "out", 2)
    return {
        "members": options.members,
        "counts": told(place / "out")["counts"],
        "seconds": found["seconds"],
        "cpu_seconds": found["cpu"],
        **{name: tenths(found["samples"], name) for name in ("run", "workers", "lister")},
    }


def files(place: Path, options: argparse.Namespace) -> Json:
    """So many files, each with a page that was read before."""
    folder = place / "in"
    for number in range(options.files):
        below = folder / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:06}.pdf").write_bytes(b"%%PDF %d\n" % number)
    first = run(folder, place / "out", 2, FILES_PROGRAM)
    again = run(folder, place / "out", 2, FILES_PROGRAM)
    return {
        "files": options.files,
        "seconds": first["seconds"],
        "run": tenths(first["samples"], "run"),
        "run_peak_mib": max(sample["run"] for sample in first["samples"]),
        "again_seconds": again["seconds"],
        "again_peak_mib": max(sample["run"] for sample in again["samples"]),
    }


def make(folder: Path, digital: int, scans: int) -> None:
    """So many one-page documents of either kind below ``folder``, mixed evenly by their names."""
    folder.mkdir()
    kinds = kinds_of(ROOT / "fixtures" / "reports")
    for kind, paths, count in zip(("digital", "scan"), kinds, (digital, scans), strict=True):
        pages = [page for path in paths for page in single_pages(path)]
        for number in range(count):
            written = pages[number % len(pages)] + b"%% copy %d\n" % number
            place = number * (digital + scans) // count
            (folder / f"{place:06}-{kind}.pdf").write_bytes(written)


def single_pages(path: Path) -> Iterator[bytes]:
    """Each page of a PDF as a PDF."""
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        single = pypdfium2.PdfDocument.new()
        single.import_pages(document, [number])
        with tempfile.TemporaryFile() as stream:
            single.save(stream)
            stream.seek(0)
            yield stream.read()
        single.close()
    document.close()


def command(folder: Path, output: Path, jobs: int, program: str = PROGRAM) -> list[str]:
    """The command line of a run."""
    return [
        *(sys.executable, "-c", program, "run", str(folder), "-o", str(output)),
        *("--jobs", str(jobs), "--lang", "en"),
    ]


def run(folder: Path, output: Path, jobs: int, program: str = PROGRAM) -> Json:
    """One run: seconds, CPU seconds of all its processes, and what they held."""
    began = time.perf_counter()
    watched = [sys.executable, "-c", WATCH, *command(folder, output, jobs, program)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(watched, cwd=ROOT, stdout=subprocess.PIPE, env=environment)
    samples: list[Json] = []
    sampler = threading.Thread(target=sample, args=(process, samples))
    sampler.start()
    code, cpu, _ = json.loads(process.communicate()[0])
    seconds = time.perf_counter() - began
    sampler.join()
    if code not in (0, 3):
        raise SystemExit(f"prongsai run ended with exit code {code}")
    return {"seconds": seconds, "cpu": cpu, "samples": samples}


def sample(process: subprocess.Popen[bytes], samples: list[Json]) -> None:
    """Note what the run, a child of ``process``, and its largest worker hold, as long as it lives."""
    while process.poll() is None:
        for pid in descendants(process.pid)[:1]:
            workers = [held(worker) for worker in descendants(pid, deep=True)]
            lists = [held(child) for child in descendants(pid) if b"limited_child" in _command_line(child)]
            held_by = {"workers": max(workers, default=0.0), "lister": max(lists, default=0.0)}
            samples.append({"run": held(pid), **held_by})
        time.sleep(SAMPLE_SECONDS)


def descendants(pid: int, deep: bool = False) -> list[int]:
    """Children of a process; the workers are children of the fork server, which is one."""
    children = []
    with suppress(OSError):
        children = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in _children(task)]
    return [below for child in children for below in descendants(child)] if deep else children


def _children(task: Path) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in (task / "children").read_text().split()]
    return []


def held(pid: int) -> float:
    """Resident MiB of a process."""
    with suppress(OSError, IndexError, ValueError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def tenths(samples: Sequence[Json], name: str) -> Json:
    """Mean MiB over the second and the last tenth of a run, and their ratio."""
    values = [sample[name] for sample in samples if sample["workers"]]  # from the first worker to the last
    size = max(1, len(values) // 10)
    second, last = mean(values[size : 2 * size] or values), mean(values[-size:])
    return {"second_mib": second, "last_mib": last, "ratio": last / second if second else 1.0}


def told(output: Path) -> Json:
    """run.json of an output folder."""
    written: Json = json.loads((output / "run.json").read_text("utf-8"))
    return written


def outcome(output: Path) -> tuple[bytes, ...]:
    """What a run says of the documents, to the byte."""
    return tuple((output / name).read_bytes() for name in STREAMS)


def entered_twice(archive: Path) -> int:
    """Documents that were put into the archive more than once."""
    query = "SELECT count(*) FROM (SELECT sha256 FROM attempts GROUP BY sha256 HAVING count(*) > 1)"
    with closing(sqlite3.connect(archive)) as connection:
        return int(connection.execute(query).fetchone()[0])


def as_markdown(measured: Json) -> str:
    """What was measured, as Markdown."""
    text = ["# Long runs\n", "Made by `python bench/soak.py`; each part tells when and on what it was run.\n"]
    for part, told in _PARTS:
        if part in measured:
            found = measured[part]
            load = f"load {found['load_before']:.1f} before"
            text += [*told(found), f"\n{found['when']}, {found['machine']}, {load}.", found.get("note", "")]
            text += [""] if "note" in found else []
    return "\n".join(text)


def _batch(found: Json) -> list[str]:
    counts, workers, own = found["counts"], found["workers"], found["run"]
    return [
        "## A long batch, two workers\n",
        f"{found['documents']:,} one-page digital reports and {found['scans']:,} scans.\n",
        "| | |\n| --- | --- |",
        f"| seconds | {found['seconds']:,.0f} ({counts['pages'] / found['seconds']:.1f} pages a second) |",
        f"| processor seconds, all processes | {found['cpu_seconds']:,.0f} |",
        f"| documents ok | {counts['ok']:,} of {counts['documents']:,}; {counts['records']:,} records |",
        f"| largest worker, second tenth and last | {_held(workers)} |",
        f"| largest worker ever | {found['workers_peak_mib']:.0f} MiB (bar 500 MB) |",
        f"| the run's own process, second tenth and last | {_held(own)} |",
        f"| the run's own process at most | {found['run_peak_mib']:.0f} MiB |",
        f"| the finished batch again | {found['again_seconds']:.1f} s, "
        f"{found['again_a_second']:,.0f} documents a second (bar 500) |",
        f"| archive, a document | {found['archive_kib']:.0f} KiB |",
    ]


def _held(tenths: Json) -> str:
    return f"{tenths['second_mib']:.0f} and {tenths['last_mib']:.0f} MiB, {tenths['ratio']:.2f} (bar 1.10)"


def _gain(found: Json) -> list[str]:
    rows = [
        f"| {turn['one']:.1f} | {turn['two']:.1f} | {turn['one'] / turn['two']:.2f} | {turn['bare']:.2f} "
        f"| {turn['one'] / turn['two'] / turn['bare']:.2f} | {turn['cpu']:.1f} | {turn['cpu_two']:.1f} |"
        for turn in found["turns"]
    ]
    return [
        "## What a second worker gains\n",
        f"Whole runs over {found['documents']:,} one-page digital reports, starting up and output files",
        "counted. The bar is 0.9 of what a bare loop gains in the same minutes.\n",
        "| one worker s | two workers s | gain | bare loop | of it | CPU s by one | CPU s by two |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *rows,
    ]


def _kills(found: Json) -> list[str]:
    killed = ", ".join(f"{count} × the {kind}" for kind, count in found["killed"].items())
    return [
        "## Killed at random moments\n",
        f"Killed (SIGKILL): {killed}, over {found['batches']} batches",
        f"of {found['documents']} documents, a third of them in an archive and one in it. Batches of which",
        f"any output file differs by a byte from the undisturbed run's: {found['batches_that_differ']}.",
        f"Documents entered more than once: {found['documents_entered_twice']}.",
    ]


def _files(found: Json) -> list[str]:
    return [
        "## Very many files\n",
        f"{found['files']:,} files, their reading left out (each gives one page with one record).\n",
        "| | |\n| --- | --- |",
        f"| first run | {found['seconds']:.0f} s, {found['files'] / found['seconds']:,.0f} files a second |",
        f"| the run's own process, second tenth and last | {_held(found['run'])} |",
        f"| at most | {found['run_peak_mib']:.0f} MiB |",
        f"| again | {found['again_seconds']:.0f} s, {found['files'] / found['again_seconds']:,.0f} files a "
        f"second, at most {found['again_peak_mib']:.0f} MiB |",
    ]


def _members(found: Json) -> list[str]:
    return [
        "## One archive with very many reports\n",
        f"{found['members']:,} one-page digital reports in one archive, half of them in an archive in it.\n",
        "| | |\n| --- | --- |",
        f"| seconds | {found['seconds']:,.0f} |",
        f"| processor seconds, all processes | {found['cpu_seconds']:,.0f} |",
        f"| documents ok, or read in part | {found['counts']['ok']:,}, {found['counts']['partial']:,} |",
        f"| largest worker, second tenth and last | {_held(found['workers'])} |",
        f"| the run's own process, second tenth and last | {_held(found['run'])} |",
        f"| the child that listed the archive | {_held(found['lister'])} |",
    ]


_PARTS = (("batch", _batch), ("gain", _gain), ("kills", _kills), ("members", _members), ("files", _files))


if __name__ == "__main__":
    main()
