"""Measure speed: ``python bench/speed.py [FOLDER] [--engine E]``; writes bench/results/speed.md and .json.

Three things, each on the digital pages and on the scans of FOLDER apart: whole runs with one and with two
workers (wall clock, CPU, memory), CPU seconds a page by stage, and our cells against pdfplumber's on the same
digital pages in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cells import compare_cells  # noqa: E402
from bench.runs import bare_gain, whole_run  # noqa: E402
from bench.stages import stage_seconds  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
Json = dict[str, Any]


def main() -> None:
    """Measure, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "fixtures" / "reports")
    parser.add_argument("--engine", default="auto", help="engine for the scans")
    parser.add_argument("--repeat", type=int, default=5, help="copies of each digital file in a run")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of our cells against pdfplumber's")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    digital, scans = kinds_of(options.folder)
    measured: Json = {"machine": machine(), "engine": options.engine}
    measured["bare_gain_of_two"] = bare_gain()
    for name, files, copies in (("digital", digital, options.repeat), ("scans", scans, 1)):
        measured[name] = {
            "one": whole_run(files, copies, jobs=1, engine=options.engine),
            "two": whole_run(files, copies, jobs=2, engine=options.engine),
            "stages": stage_seconds(files, options.engine),
        }
    measured["cells"] = compare_cells(digital, options.rounds)
    measured["load"] = os.getloadavg()[1]
    table = as_markdown(measured) + "\n"
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "speed.md").write_text(table, "utf-8")
    (options.results / "speed.json").write_text(json.dumps(measured, indent=1) + "\n", "utf-8")


def kinds_of(folder: Path) -> tuple[list[Path], list[Path]]:
    """Digital PDFs and scans, told apart by the class in the truth beside them."""
    digital, scans = [], []
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        (digital if truth["class"] == "digital" else scans).append(path.with_name(truth["source_file"]))
    return digital, scans


def machine() -> str:
    """Processor, cores and Python, as far as the system tells."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    return f"{len(models)} × {model}, {platform.system()}, Python {platform.python_version()}"


def as_markdown(measured: Json) -> str:
    """What was measured, as Markdown."""
    cells = measured["cells"]
    text = [
        "# Speed\n",
        f"Made by `python bench/speed.py` on {measured['machine']}; engine `{measured['engine']}`.",
        f"Load average over the last five minutes, this bench included: {measured['load']:.1f}. Above the",
        "number of cores, seconds and gains say little: read CPU seconds and ratios. Whole runs include",
        "starting up and writing all output files; memory is the largest resident size of any one process.\n",
        "## Whole runs\n",
        _table(
            ["input", "workers", "pages", "seconds", "pages a second", "CPU seconds a page", "peak MiB"],
            [_run(name, measured[name][jobs]) for name in ("digital", "scans") for jobs in ("one", "two")],
        ),
        _gain(measured),
        "\n## CPU seconds a page by stage\n",
        _stages({name: measured[name]["stages"] for name in ("digital", "scans")}),
        "\n## Cells of digital pages: ours against pdfplumber\n",
        "Glyphs, rulings, grid and fill against `extract_tables` of the same pages, taken in turn in one",
        "process; document opening left out, page opening counted on both sides. CPU milliseconds a page,",
        f"median of {cells['rounds']} rounds.\n",
        _table(
            ["file", "pages", "ours ms", "pdfplumber ms", "ratio"],
            [_cell_row(row) for row in [*cells["files"], cells["all"]]],
        ),
    ]
    return "\n".join(text)


def _gain(measured: Json) -> str:
    gains = []
    for name in ("digital", "scans"):
        gain = measured[name]["one"]["seconds"] / measured[name]["two"]["seconds"]
        gains.append(f"{name} {gain:.2f}")
    bare = measured["bare_gain_of_two"]
    return f"\nGain of the second worker: {', '.join(gains)}; a bare CPU loop in two processes: {bare:.2f}."


def _run(name: str, run: Json) -> list[str]:
    rate, cpu = run["pages"] / run["seconds"], run["cpu_seconds"] / run["pages"]
    pages, seconds = str(run["pages"]), f"{run['seconds']:.1f}"
    return [name, str(run["jobs"]), pages, seconds, f"{rate:.2f}", f"{cpu:.3f}", f"{run['peak_mib']:.0f}"]


def _stages(kinds: dict[str, dict[str, float]]) -> str:
    stages = list(dict.fromkeys(stage for seconds in kinds.values() for stage in seconds))
    rows = [
        [stage, *(f"{kinds[kind][stage]:.4f}" if stage in kinds[kind] else "–" for kind in kinds)]
        for stage in stages
    ]
    return _table(["stage", *kinds], [*rows, ["all", *(f"{sum(kinds[k].values()):.4f}" for k in kinds)]])


def _cell_row(row: Json) -> list[str]:
    ours, theirs = 1000 * row["ours"], 1000 * row["pdfplumber"]
    return [row["file"], str(row["pages"]), f"{ours:.1f}", f"{theirs:.1f}", f"{theirs / ours:.1f}"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))


if __name__ == "__main__":
    main()
