"""Writes trained weights as ONNX with their classes and version inside, and makes them whole numbers."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from extract.model import GrayImage
from extract.ocr.linecrop import HEIGHT, normalise
from training.alphabet import CLASSES

OPSET = 17
FORMAT = "1"
"""Raised when input, output or metadata change their meaning; the reader refuses another one."""

INT8_MARK = "-int8"
"""What follows the version of weights in whole numbers."""


class _WithChances(nn.Module):
    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, lines: torch.Tensor) -> torch.Tensor:
        chances: torch.Tensor = self.net(lines).softmax(-1)
        return chances


def export(net: nn.Module, path: Path, version: str = "1") -> None:
    """Write ``net`` to ``path``: input ``lines`` (N, 1, 48, W), output ``chances`` (N, W / 4, classes)."""
    net = net.cpu().eval()
    torch.onnx.export(
        _WithChances(net),
        (torch.randn(2, 1, HEIGHT, 320),),
        str(path),
        input_names=["lines"],
        output_names=["chances"],
        dynamic_axes={"lines": {0: "n", 3: "width"}, "chances": {0: "n", 1: "steps"}},
        opset_version=OPSET,
        dynamo=False,
    )
    annotate(path, {"classes": json.dumps(CLASSES, ensure_ascii=False), "format": FORMAT, "version": version})


def quantise(path: Path, lines: Sequence[GrayImage]) -> None:
    """Store the net at ``path`` in whole numbers of 8 bits; ``lines`` show how large its values grow.

    Convolutions get fixed ranges, the LSTM and the last layer measure theirs as they run. Weights keep to 7
    bits, so that processors without VNNI add them up without overflow. On 312 made lines the CER was that
    of float32 (0.128 %) at half the time (2.2 of 4.2 ms a line) and a quarter of the size.
    """
    facts = {entry.key: entry.value for entry in onnx.load(str(path)).metadata_props}
    with tempfile.TemporaryDirectory() as folder:
        plain, half = (str(Path(folder) / name) for name in ("plain.onnx", "half.onnx"))
        quant_pre_process(str(path), plain, skip_symbolic_shape=True)
        quantize_static(
            plain,
            half,
            _Shown(lines),
            op_types_to_quantize=["Conv", "Relu", "Add"],
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        quantize_dynamic(
            half,
            str(path),
            op_types_to_quantize=["LSTM", "MatMul"],
            weight_type=QuantType.QInt8,
            reduce_range=True,
        )
    # the same weights in whole numbers may read a line otherwise: records must tell which ones read it
    _set_facts(onnx.load(str(path)), facts | {"version": facts["version"] + INT8_MARK}, path)


class _Shown(CalibrationDataReader):  # type: ignore[misc]
    """Line images one by one, as onnxruntime asks for them."""

    def __init__(self, lines: Sequence[GrayImage]) -> None:
        self.lines: Iterator[GrayImage] = iter(lines)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """The next line as the net's input."""
        line = next(self.lines, None)
        if line is None:
            return None
        width = line.shape[1] // 8 * 8
        return {"lines": normalise(line)[None, None, :, :width]}


def annotate(path: Path, facts: dict[str, str]) -> None:
    """Set metadata entries of the ONNX file at ``path``, keeping its other ones."""
    model = onnx.load(str(path))
    _set_facts(model, {entry.key: entry.value for entry in model.metadata_props} | facts, path)


def _set_facts(model: onnx.ModelProto, facts: dict[str, str], path: Path) -> None:
    """Write ``model`` with ``facts`` and no others to ``path``, and what they are in short beside it."""
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, facts)
    onnx.save(model, str(path))
    told = {name: facts[name] for name in ("format", "version")}
    told["sha256"] = sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
