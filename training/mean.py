"""The mean of the weights of several checkpoints of one training; it reads better than each of them.

``python -m training.mean --fonts DIR CHECKPOINT CHECKPOINT --version 1.2+645019`` writes it in float32, then
in whole numbers with its calibration, as ``python -m training`` does.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.export import annotate, export
from training.finish import finish
from training.net import LineNet

PREFIX = "module."
"""Of each name in a running mean of weights."""


def load_checkpoint(path: Path) -> LineNet:
    """The net with the running mean of the weights of the checkpoint at ``path``."""
    kept = torch.load(path, map_location="cpu")["mean"]
    net = LineNet()
    net.load_state_dict(
        {name.removeprefix(PREFIX): value for name, value in kept.items() if name.startswith(PREFIX)}
    )
    return net


def mean_of(files: Sequence[Path], out: Path) -> None:
    """Write to ``out`` the ONNX file whose weights are the means of those of ``files``, one net's exports.

    Batch norms are folded into the convolutions by then, so that the means are of what reads.
    """
    models = [onnx.load(str(path)) for path in files]
    for same in zip(*(model.graph.initializer for model in models), strict=True):
        values = [numpy_helper.to_array(initializer) for initializer in same]
        if values[0].dtype == np.float32:
            mean = np.mean(values, axis=0, dtype=np.float32)
            same[0].CopyFrom(numpy_helper.from_array(mean, same[0].name))
    onnx.save(models[0], str(out))


def main() -> None:
    """Average, make whole numbers of it, calibrate."""
    parser = argparse.ArgumentParser(prog="python -m training.mean", description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--fonts", type=Path, action="append", required=True, help="folder of fonts")
    parser.add_argument("--version", required=True, help="what the weights' file says of itself")
    parser.add_argument("--float", type=Path, default=Path("training/reader_float.onnx"), dest="plain")
    parser.add_argument("--out", type=Path, default=Path("extract/data/reader.onnx"))
    parser.add_argument("--table", type=Path, default=Path("bench/results/reader_reliability.md"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.onnx" for number in range(len(chosen.checkpoints))]
        for checkpoint, file in zip(chosen.checkpoints, files, strict=True):
            export(load_checkpoint(checkpoint), file)
        mean_of(files, chosen.plain)
    annotate(chosen.plain, {"version": chosen.version})
    chosen.out.write_bytes(chosen.plain.read_bytes())
    finish(chosen.out, chosen.fonts, chosen.table)


if __name__ == "__main__":
    main()
