"""Puts shipped weights back into the net, so that training can go on from them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from training.alphabet import CLASSES
from training.net import LineNet

NEW_CLASS_BIAS = -4.0
"""Lets classes the weights do not know yet begin unlikely."""


def load_onnx(net: LineNet, path: Path, images: torch.Tensor) -> None:
    """Fill ``net`` with the weights of the ONNX file at ``path``; classes it lacks start small.

    The file has batch norms folded into the convolutions. Their means and spreads are measured anew on
    ``images`` (N, 1, HEIGHT, W), so that the net gives the same in training and in use.

    Raises:
        ValueError: the file's classes are not the first ones of ours, or it holds another net.
    """
    model = onnx.load(str(path))
    facts = {entry.key: entry.value for entry in model.metadata_props}
    known = json.loads(facts["classes"])
    if list(CLASSES[: len(known)]) != known:
        raise ValueError(f"{path}: its classes are not the first of ours")
    values = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in model.graph.initializer}
    inputs = {
        kind: [n.input for n in model.graph.node if n.op_type == kind]
        for kind in ("Conv", "LSTM", "MatMul", "Add")
    }
    folded = [m for m in net.modules() if isinstance(m, nn.Sequential) and _is_normed(m)]
    if len(folded) != len(inputs["Conv"]):
        raise ValueError(f"{path}: {len(inputs['Conv'])} convolutions in place of {len(folded)}")
    with torch.no_grad():
        for layer, names in zip(folded, inputs["Conv"], strict=True):
            _unfold(layer, values[names[1]], values[names[2]])
        _load_context(net.context, *(values[name] for name in inputs["LSTM"][0][1:4]))
        scores, bias = values[inputs["MatMul"][0][1]], values[inputs["Add"][-1][0]]
        net.scores.weight[: len(known)] = scores.T
        net.scores.weight[len(known) :] *= 0.1
        net.scores.bias[: len(known)] = bias
        net.scores.bias[len(known) :] = NEW_CLASS_BIAS
        _measure(net, folded, images)


def _is_normed(layer: nn.Sequential) -> bool:
    return len(layer) == 3 and isinstance(layer[1], (nn.BatchNorm1d, nn.BatchNorm2d))


def _unfold(layer: nn.Sequential, weight: torch.Tensor, bias: torch.Tensor) -> None:
    """Convolution of unit norm a channel, as training leaves them; its scale goes into the batch norm."""
    norms = weight.flatten(1).norm(dim=1).clamp(min=1e-6)
    shape = [-1] + [1] * (weight.dim() - 1)
    layer[0].weight.copy_(weight / norms.view(shape))
    layer[1].running_mean.zero_()
    layer[1].running_var.fill_(1 - layer[1].eps)
    layer[1].weight.copy_(norms)
    layer[1].bias.copy_(bias)


def _load_context(
    context: nn.LSTM, weights: torch.Tensor, recurrent: torch.Tensor, bias: torch.Tensor
) -> None:
    """ONNX keeps the gates as input, output, forget, cell; torch as input, forget, cell, output."""
    size = context.hidden_size
    order = np.concatenate([np.arange(g * size, (g + 1) * size) for g in (0, 2, 3, 1)])
    for number, end in enumerate(("", "_reverse")):
        getattr(context, f"weight_ih_l0{end}").copy_(weights[number][order])
        getattr(context, f"weight_hh_l0{end}").copy_(recurrent[number][order])
        getattr(context, f"bias_ih_l0{end}").copy_(bias[number, : 4 * size][order])
        getattr(context, f"bias_hh_l0{end}").copy_(bias[number, 4 * size :][order])


def _measure(net: LineNet, folded: list[nn.Sequential], images: torch.Tensor) -> None:
    """Give each batch norm the mean and spread of what it sees, without changing what it returns."""
    net.eval()
    for layer in folded:
        seen: list[torch.Tensor] = []
        hook = layer[0].register_forward_hook(lambda _m, _i, out, seen=seen: seen.append(out))
        net(images)
        hook.remove()
        axes = [0, *range(2, seen[0].dim())]
        mean, variance = seen[0].mean(axes), seen[0].var(axes)
        norm = layer[1]
        scale = norm.weight / (norm.running_var + norm.eps).sqrt()
        norm.bias.add_(scale * (mean - norm.running_mean))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_(scale * (variance + norm.eps).sqrt())
