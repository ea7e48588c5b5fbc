"""Make the reader's weights anew; see README.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.export import export
from training.finish import finish
from training.fonts import SHARES, find_faces
from training.train import PEAK_RATE, Plan, train

VERSION = "1.2"
"""Of the weights; the number of lines they saw follows it."""

LINES = 645_019
"""Lines of the weights that are shipped; see MODEL_CARD.md for what they took."""


def main() -> None:
    """Train (or go on training) and write the ONNX file."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--fonts", type=Path, action="append", required=True, help="folder of fonts; repeat it"
    )
    parser.add_argument("--folder", type=Path, default=Path("training/run"), help="checkpoints and log")
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--start", type=Path, help="weights (ONNX) to go on from; without it, from nothing")
    parser.add_argument("--peak", type=float, default=PEAK_RATE, help="highest learning rate")
    parser.add_argument("--minutes", type=float, help="end after so long, whatever the lines seen")
    parser.add_argument(
        "--workers", type=int, default=1, help="processes that draw lines; 0 draws in this one"
    )
    parser.add_argument("--int8", action=argparse.BooleanOptionalAction, default=True, help="whole numbers")
    parser.add_argument("--out", type=Path, default=Path("extract/data/reader.onnx"))
    parser.add_argument("--table", type=Path, default=Path("bench/results/reader_reliability.md"))
    chosen = parser.parse_args()
    faces = find_faces(chosen.fonts, tuple(SHARES))
    plan = Plan(
        chosen.lines, chosen.seed, chosen.folder, chosen.start, chosen.peak, chosen.workers, chosen.minutes
    )
    net, seen = train(plan, faces)
    export(net, chosen.out, version=f"{VERSION}+{seen}")
    finish(chosen.out, chosen.fonts, chosen.table, chosen.int8)


if __name__ == "__main__":
    main()
