"""The net: a few convolutions, one bidirectional LSTM, one output a step of four columns."""

from __future__ import annotations

import torch
from torch import nn

from extract.ocr.linecrop import HEIGHT
from training.alphabet import CLASSES


def _conv(inputs: int, outputs: int, stride: int | tuple[int, int] = 1, kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """A convolution added to its input."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = _conv(channels, channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``x + conv(x)``, same shape."""
        return x + self.conv(x)


class LineNet(nn.Module):
    """Line images ``(N, 1, 48, W)`` to class scores ``(N, W / 4, classes)``."""

    def __init__(self, classes: int = len(CLASSES)) -> None:
        super().__init__()
        self.features = nn.Sequential(
            _conv(1, 16, 2, 5),
            _conv(16, 32, 2),
            _conv(32, 64),
            Residual(64),
            _conv(64, 96, (2, 1)),
            Residual(96),
            _conv(96, 128, (2, 1)),
        )
        rows = HEIGHT // 16
        self.column = nn.Sequential(
            nn.Conv1d(128 * rows, 160, 1, bias=False), nn.BatchNorm1d(160), nn.ReLU(inplace=True)
        )
        self.context = nn.LSTM(160, 144, batch_first=True, bidirectional=True)
        self.scores = nn.Linear(288, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the scores of each step, before softmax."""
        x = self.features(x)
        x = self.column(x.flatten(1, 2)).permute(0, 2, 1)
        x, _ = self.context(x)
        scores: torch.Tensor = self.scores(x)
        return scores
