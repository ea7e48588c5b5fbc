"""Whole runs of the command in a process of their own: wall clock, CPU, memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pypdfium2

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "from pipeline import main; main()"
WATCH = """
import contextlib, ctypes, json, os, resource, subprocess, sys
SUBREAPER = 36  # of linux/prctl.h: the fork server outlives the run, and is waited for here
ctypes.CDLL(None).prctl(SUBREAPER, 1)
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
with contextlib.suppress(ChildProcessError):
    while True:
        os.wait()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
"""Runs a command and tells what it and all its descendants used."""
LOOPS = 12_000_000


def whole_run(files: Sequence[Path], copies: int, jobs: int, engine: str) -> dict[str, Any]:
    """Run the program once over ``copies`` of each file.

    The copies differ in one trailing byte, for equal bytes would be taken as duplicates.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, output = Path(name) / "in", Path(name) / "out"
        folder.mkdir()
        pages = sum(_copy(path, folder, copy) for copy in range(copies) for path in files)
        command = [sys.executable, "-c", PROGRAM, "run", str(folder), "-o", str(output)]
        command += ["--jobs", str(jobs), "--engine", engine]
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", WATCH, *command], cwd=ROOT, capture_output=True, check=True
        )
        seconds = time.perf_counter() - began
        code, cpu, peak = json.loads(done.stdout)
        if code:
            raise SystemExit(f"prongsai run ended with exit code {code}")
    return {
        "jobs": jobs,
        "pages": pages,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mib": peak / 1024,
    }


def bare_gain() -> float:
    """How much faster two processes do the same additions than one: what this machine can give at all."""
    context = get_context("spawn")
    with context.Pool(2) as pool:
        pool.map(_loop, [1, 1])
        began = time.perf_counter()
        for _ in range(2):
            pool.apply(_loop, (LOOPS,))
        one = time.perf_counter() - began
        began = time.perf_counter()
        pool.map(_loop, [LOOPS, LOOPS], chunksize=1)
        return one / (time.perf_counter() - began)


def _loop(count: int) -> int:
    total = 0
    for number in range(count):
        total += number & 3
    return total


def _copy(path: Path, folder: Path, copy: int) -> int:
    target = folder / f"{path.stem}-{copy}.pdf"
    shutil.copyfile(path, target)
    with target.open("ab") as stream:
        stream.write(b"\n" * copy)
    document = pypdfium2.PdfDocument(target)
    pages = len(document)
    document.close()
    return pages
