"""Make the reader's weights anew; see README.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.calibrate import calibrate
from training.export import export, quantise
from training.fonts import ALL_HELD_OUT, DISPLAY, SHARES, find_faces
from training.train import PEAK_RATE, Plan, train, validation_samples

VERSION = "1.1"
"""Of the weights; the number of lines they saw follows it."""

SHOWN_LINES = 100
"""Made lines by which the ranges of whole numbers are set."""

LINES = 293_720
"""Lines of the net of all faces that is shipped; see MODEL_CARD.md for what they took."""


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
    parser.add_argument("--out", type=Path, default=Path("extract/data/reader_faces.onnx"))
    parser.add_argument("--table", type=Path, default=Path("bench/results/reader_reliability.md"))
    chosen = parser.parse_args()
    faces = find_faces(chosen.fonts, tuple(SHARES))
    plan = Plan(
        chosen.lines, chosen.seed, chosen.folder, chosen.start, chosen.peak, chosen.workers, chosen.minutes
    )
    net, seen = train(plan, faces)
    export(net, chosen.out, version=f"{VERSION}+{seen}")
    if chosen.int8:
        quantise(chosen.out, [sample.image for sample in validation_samples(faces)[:SHOWN_LINES]])
    calibrate(
        chosen.out,
        faces,
        find_faces(chosen.fonts, ALL_HELD_OUT),
        find_faces(chosen.fonts, DISPLAY),
        chosen.table,
    )


if __name__ == "__main__":
    main()
