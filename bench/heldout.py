"""Tables on pages nobody has looked at: ``python bench/heldout.py --fonts DIR [--offices 40]``.

Offices are drawn by chance (fixtures/oddities/chance.py), printed, scanned and read as a black box. Figures
are given by class of rules; names of files are shown for the development lot only, so that what is found
wrong on the judging lot cannot be mended page by page. With ``--real DIR`` the ruled tables of real documents
are read again with their rules taken away. Needs what fixtures/README.md names to make pages; ``--made DIR``
keeps them, or takes those made before. Writes bench/results/heldout.md and .json.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.erased import erased_scores  # noqa: E402
from bench.heldout_report import as_markdown  # noqa: E402
from bench.table_cases import Case, Outcome, Run, cases  # noqa: E402
from bench.tables import run_program  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
Json = dict[str, Any]


def main() -> None:
    """Draw, print, scan, read, compare and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, help="folder holding the Thai fonts; not needed with --made")
    parser.add_argument("--made", type=Path, help="a folder of pages made before, or where to keep them")
    parser.add_argument("--lot", choices=("development", "judging"), default="judging")
    parser.add_argument("--offices", type=int, default=40, help="how many offices are drawn")
    parser.add_argument("--engine", default="auto", help="engine to run with")
    parser.add_argument("--real", type=Path, default=ROOT.parent / "shared" / "real", help="real documents")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.made or Path(name) / "made"
        if not any(folder.glob("*.truth.json")):
            if options.fonts is None:
                parser.error("--fonts is needed to print pages")
            from bench.heldout_make import make_lot

            make_lot(options.lot, range(options.offices), folder, options.fonts)
        mine = {f"{options.lot}-{number:04d}" for number in range(options.offices)}
        chosen = [case for case in cases(folder) if case.oddity.rpartition("-")[0] in mine]
        outcomes = read(chosen, Path(name) / "output", options.engine)
    real = erased_scores(options.real, ROOT / "fixtures" / "reports")
    told = as_markdown(outcomes, real, options.lot, options.engine)
    sys.stdout.write(told)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "heldout.md").write_text(told, "utf-8")
    (options.results / "heldout.json").write_text(as_json(outcomes, real, options.lot), "utf-8")


def read(chosen: Sequence[Case], output: Path, engine: str) -> list[Outcome]:
    """The scores of all files, read in one run of the program."""
    run_program(chosen, output, engine)
    run = Run(output)
    return [run.outcome(case) for case in chosen]


def as_json(outcomes: Sequence[Outcome], real: Sequence[Json], lot: str) -> str:
    """Scores by class; by file too where files may be looked at."""
    classes: dict[str, list[float]] = {}
    for outcome in outcomes:
        key = f"{outcome.case.ruling} {outcome.case.kind}"
        classes.setdefault(key, []).extend(round(score, 4) for score in outcome.structure)
    content: Json = {"lot": lot, "classes": {key: sorted(scores) for key, scores in classes.items()}}
    content["real"] = list(real)
    if lot == "development":
        content["files"] = {outcome.case.path.name: outcome.structure for outcome in outcomes}
    return json.dumps(content, indent=1) + "\n"


if __name__ == "__main__":
    main()
