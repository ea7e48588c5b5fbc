"""Batches of samples for the training loop: lines of like width together, as tensors."""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from extract.ocr.linecrop import HEIGHT, normalise
from training.fonts import Face
from training.samples import STRIDE, Sample, Source

POOL = 480
"""Lines sorted by width at a time, so that a batch needs little padding."""

BATCH_COLUMNS = 14 * 320
"""Columns of all lines of a batch together; about 12 lines of 25 letters, 20 as they are drawn."""

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def collate(samples: list[Sample]) -> Batch:
    """Images ``(N, 1, HEIGHT, W)``, labels end to end, label lengths, steps of each line."""
    width = math.ceil(max(s.image.shape[1] for s in samples) / 8) * 8
    images: NDArray[np.float32] = np.zeros((len(samples), 1, HEIGHT, width), np.float32)
    for number, sample in enumerate(samples):
        images[number, 0, :, : sample.image.shape[1]] = normalise(sample.image)
    labels = torch.tensor([n for s in samples for n in s.label], dtype=torch.long)
    lengths = torch.tensor([len(s.label) for s in samples])
    steps = torch.tensor([min(width // STRIDE, s.image.shape[1] // STRIDE + 2) for s in samples])
    return torch.from_numpy(images), labels, lengths, steps


class Batches(torch.utils.data.IterableDataset[Batch]):
    """Endless batches of lines of like width, each worker with a stream of its own."""

    def __init__(self, faces: list[Face], seed: int) -> None:
        self.faces = faces
        self.seed = seed

    def __iter__(self) -> Iterator[Batch]:
        worker = torch.utils.data.get_worker_info()
        cv2.setNumThreads(1)
        source = Source(self.faces, self.seed + 1000 * (worker.id + 1 if worker else 0))
        stream = source.samples()
        while True:
            pool = sorted((next(stream) for _ in range(POOL)), key=lambda s: s.image.shape[1])
            batches: list[list[Sample]] = [[]]
            for sample in pool:
                if sample.image.shape[1] * (len(batches[-1]) + 1) > BATCH_COLUMNS or len(batches[-1]) >= 64:
                    batches.append([])
                batches[-1].append(sample)
            source.rng.shuffle(batches)
            for batch in batches:
                if batch:
                    yield collate(batch)
