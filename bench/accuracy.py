"""Compare output with truth: ``python bench/accuracy.py FOLDER [--output DIR]``.

FOLDER holds PDFs, each with ``NAME.truth.json`` beside it. Without ``--output`` the pipeline is run on it
first. Only records.jsonl and documents.csv are read: the measured program is a black box.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.accuracy_table import as_json, as_markdown  # noqa: E402
from bench.scoring import FACTS, Score, score_document  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
ROOT = Path(__file__).resolve().parent.parent
CLASSES = ("digital", "scan", "harsh")
Json = dict[str, Any]


def main() -> None:
    """Score a folder, print the table and write it to bench/results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="PDFs with truth JSON beside them")
    parser.add_argument("--output", type=Path, help="an existing output folder of `prongsai run`")
    parser.add_argument("--engine", default="auto", help="engine to run with")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the tables are written")
    parser.add_argument("--name", default="accuracy", help="name of the written tables")
    options = parser.parse_args()
    if options.output:
        scores = score_folder(options.folder, options.output)
    else:
        with tempfile.TemporaryDirectory() as output:
            run_pipeline(options.folder, Path(output), options.engine)
            scores = score_folder(options.folder, Path(output))
    table = as_markdown(scores)
    sys.stdout.write(table)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / f"{options.name}.md").write_text(table, "utf-8")
    (options.results / f"{options.name}.json").write_text(as_json(scores), "utf-8")


def run_pipeline(folder: Path, output: Path, engine: str) -> None:
    """Digitise ``folder`` into ``output`` with the program of this checkout; 3 (some failed) is no crash."""
    program = "from pipeline import main; main()"
    command = [sys.executable, "-c", program, "run", str(folder), "-o", str(output), "--engine", engine]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    if done.returncode not in (0, 3):
        raise SystemExit(f"prongsai run ended with exit code {done.returncode}")


def score_folder(folder: Path, output: Path) -> list[tuple[str, str, Score]]:
    """``(source file, class, score)`` of every truth below ``folder``, in order of class and name."""
    records, documents = read_records(output), read_documents(output)
    scores = []
    for path in sorted(folder.rglob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        name = truth["source_file"]
        mine = _of_file(records, name)
        facts = _facts(_of_file(documents, name), mine)
        scores.append((name, truth["class"], score_document(truth, mine, facts)))
    return sorted(scores, key=lambda entry: (CLASSES.index(entry[1]), entry[0]))


def read_records(output: Path) -> list[Json]:
    """The lines of records.jsonl."""
    with (output / "records.jsonl").open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def read_documents(output: Path) -> list[Json]:
    """The rows of documents.csv."""
    with (output / "documents.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _of_file(rows: Sequence[Json], name: str) -> list[Json]:
    return [row for row in rows if Path(row["source_file"]).name == name]


def _facts(documents: Sequence[Json], records: Sequence[Json]) -> Json:
    """A document's facts from its row, those that have no column there from its first record."""
    row = documents[0] if documents else {}
    first = records[0] if records else {}
    return {key: row[key] if key in row else first.get(key) for key in FACTS}


if __name__ == "__main__":
    main()
