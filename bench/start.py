"""Measure a start: ``python bench/start.py BASE [--rounds N]``; writes bench/results/start.md.

The command ``prongsai run`` on one digital report of five pages, by the code of the commit BASE and by this
checkout, in turn with ``python -c "import numpy, cv2, onnxruntime"``, which says what this machine makes of a
start. CPU seconds are those of the whole process tree. Beside them: those of a digital page in a process that
has read all of them once. Read the ratios: seconds are those of one machine and its load.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.runs import PROGRAM, WATCH  # noqa: E402
from bench.same import checkout  # noqa: E402
from bench.speed import kinds_of, machine  # noqa: E402

REPORT = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
IMPORTS = "import numpy, cv2, onnxruntime"
PAGES = """
import sys, time
import extract.warm  # as every process of a run does
import pipeline
sources, _ = pipeline.discover(sys.argv[1:])
for source in sources:
    pipeline.digitise(source)
began = time.process_time()
pages = sum(len(report.pages) for source in sources for report in pipeline.digitise(source))
print((time.process_time() - began) / pages)
"""


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="commit to compare with")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    digital, _ = kinds_of(REPORT.parent)
    starts: dict[str, list[float]] = {"imports": [], "before": [], "after": []}
    pages: dict[str, list[float]] = {"before": [], "after": []}
    with tempfile.TemporaryDirectory() as place:
        trees = {"before": Path(place) / "tree", "after": ROOT}
        checkout(options.base, trees["before"])
        for tree in trees.values():  # the first start compiles
            start(tree)
        for _ in range(options.rounds):
            starts["imports"].append(cpu([sys.executable, "-c", IMPORTS], ROOT))
            for name, tree in trees.items():
                starts[name].append(start(tree))
                pages[name].append(warm_page(tree, digital))
    table = as_markdown(starts, pages, options.base)
    sys.stdout.write(table)
    (ROOT / "bench" / "results" / "start.md").write_text(table, "utf-8")


def start(tree: Path) -> float:
    """CPU seconds of one run of the command by the code in ``tree``."""
    with tempfile.TemporaryDirectory() as output:
        return cpu([sys.executable, "-c", PROGRAM, "run", str(REPORT), "-o", output], tree)


def cpu(command: Sequence[str], tree: Path) -> float:
    """CPU seconds of a command and all that it starts."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *command], cwd=tree, env=_env(tree), capture_output=True, check=True
    )
    code, seconds, _ = json.loads(done.stdout)
    if code:
        raise SystemExit(f"exit code {code}: {' '.join(command)}")
    return float(seconds)


def warm_page(tree: Path, files: Sequence[Path]) -> float:
    """CPU seconds of a page of ``files`` in a process that has read them before."""
    command = [sys.executable, "-c", PAGES, *map(str, files)]
    return float(subprocess.run(command, cwd=tree, env=_env(tree), capture_output=True, check=True).stdout)


def _env(tree: Path) -> dict[str, str]:
    """The environment of a user, for whom Python keeps what it has compiled."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(tree)}


def as_markdown(starts: dict[str, list[float]], pages: dict[str, list[float]], base: str) -> str:
    """What was measured, as Markdown."""
    floor = median(starts["imports"])
    gain = median(starts["before"]) / median(starts["after"])
    page_gain = median(pages["before"]) / median(pages["after"])
    rows = [
        f"| {title} | {median(starts[name]):.2f} | {median(starts[name]) / floor:.1f} |"
        for name, title in (
            ("imports", f'`python -c "{IMPORTS}"`'),
            ("before", f"`prongsai run` of five digital pages at {base[:7]}"),
            ("after", "the same now"),
        )
    ]
    return "\n".join(
        [
            "# Start\n",
            f"Made by `python bench/start.py {base[:7]}` on {machine()};",
            f"{len(starts['after'])} rounds in turn, load {os.getloadavg()[1]:.1f}.",
            "CPU seconds of the whole process tree.\n",
            "| command | median | times the imports |",
            "|---|---|---|",
            *rows,
            f"\nThe command takes 1/{gain:.2f} of what it took.\n",
            "| a digital page, in a process that has read it before | median CPU seconds |",
            "|---|---|",
            *(
                f"| {title} | {median(pages[name]):.4f} |"
                for name, title in (("before", base[:7]), ("after", "now"))
            ),
            f"\nThat is 1/{page_gain:.2f} of what it was.\n",
        ]
    )


if __name__ == "__main__":
    main()
