"""Measure tables: ``python bench/tables.py [FOLDER] [--output DIR] [--peers-python PYTHON]``.

FOLDER holds the made corpus of fixtures/make_tables.py. Our program is run on it as a black box (or
``--output`` names an output folder of such a run); its tables.jsonl, records.jsonl, pages.jsonl and
findings.csv are compared with the truth. With ``--peers-python`` (made by bench/peers.sh) img2table, camelot
and pdfplumber read the same files one after the other. Writes bench/results/tables.md and .json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.table_cases import Case, Run, cases, score_structure  # noqa: E402
from bench.table_report import as_json, as_markdown  # noqa: E402
from bench.table_speed import grid_ms, page_seconds  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("img2table", "camelot", "pdfplumber")
WHOLE = "from pipeline import main; main()"
Json = dict[str, Any]


def main() -> None:
    """Run, compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "fixtures" / "tables")
    parser.add_argument("--output", type=Path, help="an existing output folder of `prongsai run`")
    parser.add_argument("--engine", default="auto", help="engine to run with")
    parser.add_argument("--only", action="append", help="only these oddities")
    parser.add_argument("--peers-python", type=Path, help="Python of the peers' environment")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    chosen = [case for case in cases(options.folder) if not options.only or case.oddity in options.only]
    measured: Json = {"engine": options.engine, "load_before": os.getloadavg()[1]}
    if options.output:
        run = Run(options.output)
    else:
        with tempfile.TemporaryDirectory() as output:
            measured["seconds"] = run_program(chosen, Path(output), options.engine)
            run = Run(Path(output))
    outcomes = [run.outcome(case) for case in chosen]
    measured["grid_ms"] = grid_ms(chosen)
    kinds = {case.kind for case in chosen}
    measured["page_seconds"] = {kind: page_seconds([c for c in chosen if c.kind == kind]) for kind in kinds}
    if options.peers_python:
        measured["peers"] = {tool: peer(tool, chosen, options.peers_python) for tool in PEERS}
    measured["load_after"] = os.getloadavg()[1]
    table = as_markdown(outcomes, measured)
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "tables.md").write_text(table, "utf-8")
    (options.results / "tables.json").write_text(as_json(outcomes, measured), "utf-8")


def run_program(chosen: Sequence[Case], output: Path, engine: str) -> float:
    """Digitise the corpus with the program of this checkout; returns CPU seconds, children's included."""
    return run_files([case.path for case in chosen], output, engine)


def run_files(paths: Sequence[Path], output: Path, engine: str = "auto", jobs: int = 1) -> float:
    """Digitise ``paths`` likewise."""
    command = [
        sys.executable,
        "-c",
        WHOLE,
        "run",
        *map(str, paths),
        "-o",
        str(output),
        "--engine",
        engine,
        "--jobs",
        str(jobs),
    ]
    before = _children()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    if done.returncode not in (0, 3):
        raise SystemExit(f"prongsai run ended with exit code {done.returncode}")
    return _children() - before


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def peer(tool: str, chosen: Sequence[Case], python: Path) -> Json:
    """One peer on every file: TEDS-Struct by page of each file, CPU seconds, errors."""
    script = ROOT / "bench" / "table_peers.py"
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [str(python), "-W", "ignore", str(script), tool, *(str(case.path) for case in chosen)]
    began = time.perf_counter()
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    lines = {entry["file"]: entry for entry in map(json.loads, done.stdout.splitlines())}
    files = {}
    for case in chosen:
        entry = lines[case.path.name]
        found = {int(page): tables for page, tables in entry["pages"].items()}
        files[case.path.name] = {
            "structure": score_structure(case, found, structure_only=True),
            "seconds": entry["seconds"],
            "error": entry["error"],
        }
    return {"files": files, "wall": time.perf_counter() - began}


if __name__ == "__main__":
    main()
