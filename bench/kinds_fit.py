"""Fit the weights of the cues of what a document is; writes extract/data/kind_cues.csv.

The texts of lot ``fit`` in bench/kinds_texts.csv decide; a cue that none of them holds keeps the weight 1.
Other lots play no part here: bench/real_kinds.py judges by them.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extract.thai.fold import unmarked  # noqa: E402

CUES = ROOT / "extract" / "data" / "kind_cues.csv"
TEXTS = Path(__file__).resolve().parent / "kinds_texts.csv"
TABLES = TEXTS.with_name("kinds_tables.csv")
PENALTY = 0.004  # of the squared distance from weight 1: smallest with no cue above 4
HEAD_PENALTY = 0.05


def _as_text(row: dict[str, str]) -> dict[str, str]:
    """A table without a title as a text of its kind."""
    measures = "measure_report" if "ผล" in row["header"] else "measure_plan"
    kind = measures if row["kind"] == "measure" else row["kind"]
    return {"kind": kind, "title": "", "text": f"{row['header']} {row['rows']}"}


def main() -> None:
    """Fit, and write the weights back."""
    with CUES.open(encoding="utf-8") as file:
        cues = list(csv.DictReader(file))
    with TEXTS.open(encoding="utf-8") as file:
        texts = [row for row in csv.DictReader(file) if row["lot"] == "fit"]
    with TABLES.open(encoding="utf-8") as file:
        texts += [_as_text(row) for row in csv.DictReader(file) if row["lot"] == "fit"]
    kinds = list(dict.fromkeys(row["kind"] for row in cues))
    patterns = [re.compile(re.sub("[\u0e47-\u0e4e]", "", row["pattern"])) for row in cues]
    head, text = (
        np.array([[bool(p.search(unmarked(row[part]))) for p in patterns] for row in texts], dtype=float)
        for part in ("title", "text")
    )
    speaks = np.array([[row["kind"] == kind for kind in kinds] for row in cues], dtype=float)
    truth = np.array([kinds.index(row["kind"]) for row in texts])

    def loss(weights: np.ndarray) -> float:
        scores = ((head * weights[-1] + text) * weights[:-1]) @ speaks
        scores -= scores.max(axis=1, keepdims=True)
        chances = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        distance = PENALTY * ((weights[:-1] - 1) ** 2).sum() + HEAD_PENALTY * (weights[-1] - 2) ** 2
        return float(distance - chances[np.arange(len(truth)), truth].mean())

    bounds = [(0.0, 6.0)] * len(cues) + [(1.0, 4.0)]
    found = minimize(loss, np.r_[np.ones(len(cues)), 2.0], method="L-BFGS-B", bounds=bounds).x
    with CUES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(cues[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "weight": f"{w:.2f}"} for row, w in zip(cues, found, strict=False))
    print(f"{len(texts)} texts, {len(cues)} cues; a cue at the head counts {found[-1]:.1f} times as much")


if __name__ == "__main__":
    main()
