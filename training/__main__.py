"""``python -m training``: make the reader's weights anew; see README.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.export import export
from training.fonts import SHARES, find_faces
from training.train import Plan, train

LINES = 700_000
"""Lines of the weights that are shipped; see MODEL_CARD.md for the minutes they took."""


def main() -> None:
    """Train (or go on training) and write the ONNX file."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--fonts", type=Path, action="append", required=True, help="folder of fonts; repeat it"
    )
    parser.add_argument("--folder", type=Path, default=Path("training/run"), help="checkpoints and log")
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("extract/data/reader.onnx"))
    chosen = parser.parse_args()
    faces = find_faces(chosen.fonts, tuple(SHARES))
    net = train(Plan(chosen.lines, chosen.seed, chosen.folder), faces)
    export(net, chosen.out)


if __name__ == "__main__":
    main()
