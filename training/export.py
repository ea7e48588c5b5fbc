"""Writes trained weights as ONNX with their classes and version inside."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from torch import nn

from extract.ocr.linecrop import HEIGHT
from training.alphabet import CLASSES

OPSET = 17
FORMAT = "1"
"""Raised when input, output or metadata change their meaning; the reader refuses another one."""


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


def annotate(path: Path, facts: dict[str, str]) -> None:
    """Set metadata entries of the ONNX file at ``path``, keeping its other ones; tell them beside it too."""
    model = onnx.load(str(path))
    merged = {entry.key: entry.value for entry in model.metadata_props} | facts
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, merged)
    onnx.save(model, str(path))
    told = {name: merged[name] for name in ("format", "version")}
    told["sha256"] = sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
