"""The training loop: made lines in, checkpoints out; stops, resumes and logs."""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader

from training.batches import Batch, Batches, collate
from training.evaluate import Score, score_samples
from training.fonts import Face
from training.net import LineNet
from training.samples import Sample, Source
from training.start import load_onnx

PEAK_RATE = 2.2e-3
WARM_UP_STEPS = 400
AVERAGE_DECAY = 0.999
"""The weights kept are a running mean of those of about the last 1000 steps."""

EMPTY_WEIGHT = 0.15
"""Share of the loss of lines without text: read as text they cost 100 times a letter and upset the rest."""

CHECKPOINT_SECONDS = 600.0
FIRST_LOOK_SECONDS = 300.0
START_LINES = 200
"""Validation lines that batch norms are measured on where training goes on from an ONNX file."""

VALIDATION_SEED = 90_001
VALIDATION_LINES = 600


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train: number of lines, seed, folder of checkpoints and log.

    ``start`` are weights to go on from (ONNX), with a lower ``peak`` rate than from nothing; ``workers`` draw
    lines in processes of their own, 0 in this one. With ``minutes`` the rate falls by the clock and training
    ends when they are over, as is best on a machine shared with others.
    """

    lines: int
    seed: int
    folder: Path
    start: Path | None = None
    peak: float = PEAK_RATE
    workers: int = 1
    minutes: float | None = None


def train(plan: Plan, faces: list[Face]) -> tuple[nn.Module, int]:
    """Train to the end of ``plan``, going on from ``folder/checkpoint.pt`` if there is one.

    Returns:
        The running mean of the weights, and the number of lines seen.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net = LineNet()
    plan.folder.mkdir(parents=True, exist_ok=True)
    checkpoint = plan.folder / "checkpoint.pt"
    validation = validation_samples(faces)
    if plan.start and not checkpoint.exists():
        widest = sorted(validation, key=lambda s: s.image.shape[1])
        load_onnx(net, plan.start, collate(widest[START_LINES : 2 * START_LINES])[0])
        score = validate(net, validation, torch.device("cpu"))
        _log(plan.folder, {"start": plan.start.name, "validation": asdict(score)})
    net = net.to(device, memory_format=torch.channels_last)
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE_DECAY), use_buffers=True)
    optimizer = torch.optim.AdamW(net.parameters(), plan.peak, weight_decay=1e-3)
    seen = step = 0
    spent = 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        net.load_state_dict(state["net"])
        mean.load_state_dict(state["mean"])
        optimizer.load_state_dict(state["optimizer"])
        seen, step, spent = state["seen"], state["step"], state["spent"]
    # a resumed run draws new lines, not the first ones again
    batches = Batches(faces, plan.seed + seen)
    ahead = 8 if plan.workers else None
    loader = iter(DataLoader(batches, batch_size=None, num_workers=plan.workers, prefetch_factor=ahead))
    started, loss_mean = time.monotonic() - spent, 0.0
    next_save = spent + (CHECKPOINT_SECONDS if spent else FIRST_LOOK_SECONDS)
    net.train()
    progress = 0.0
    while progress < 1:
        elapsed = time.monotonic() - started
        progress = max(seen / plan.lines, elapsed / (60 * plan.minutes) if plan.minutes else 0.0)
        for group in optimizer.param_groups:
            group["lr"] = rate(step, progress, plan.peak)
        batch = next(loader)
        loss = _step(net, optimizer, batch, device)
        mean.update_parameters(net)
        step += 1
        seen += len(batch[2])
        loss_mean = loss if loss_mean == 0.0 else 0.98 * loss_mean + 0.02 * loss
        elapsed = time.monotonic() - started
        if step % 200 == 0:
            _log(
                plan.folder,
                {"seconds": round(elapsed), "step": step, "lines": seen, "loss": round(loss_mean, 4)},
            )
        if elapsed > next_save or progress >= 1:
            next_save = elapsed + CHECKPOINT_SECONDS
            state = {"net": net.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict()}
            _save(checkpoint, {**state, "seen": seen, "step": step, "spent": elapsed})
            score = validate(mean.module, validation, device)
            _log(plan.folder, {"seconds": round(elapsed), "lines": seen, "validation": asdict(score)})
    return mean.module, seen


def rate(step: int, progress: float, peak: float = PEAK_RATE) -> float:
    """Learning rate: short warm-up, then a cosine down to a hundredth of ``peak``."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    return peak * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def _step(net: nn.Module, optimizer: torch.optim.Optimizer, batch: Batch, device: torch.device) -> float:
    images, labels, lengths, steps = batch
    images = images.to(device, memory_format=torch.channels_last)
    # on a core with AVX-512 bfloat16 takes 15.7 ms a line, float32 11.8
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        scores = net(images)
    chances = scores.float().log_softmax(-1).transpose(0, 1)
    losses = nn.functional.ctc_loss(
        chances,
        labels.to(device),
        steps.clamp(max=chances.shape[0]),
        lengths,
        reduction="none",
        zero_infinity=True,
    )
    # a mean over characters; lines without text pay for every step, so they weigh less
    weights = torch.where(lengths > 0, 1.0, EMPTY_WEIGHT).to(device)
    loss = (losses * weights).sum() / (lengths.sum() + len(lengths))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 4.0)
    optimizer.step()
    return float(loss.detach())


def validation_samples(faces: list[Face]) -> list[Sample]:
    """Made lines of a seed of their own: same fonts and text source as training, to watch progress only."""
    stream = Source(faces, VALIDATION_SEED).samples()
    return [next(stream) for _ in range(VALIDATION_LINES)]


def validate(net: nn.Module, samples: list[Sample], device: torch.device) -> Score:
    """CER and digits of ``net`` on ``samples``."""
    net.eval()

    def read(group: list[Sample]) -> torch.Tensor:
        with torch.no_grad():
            scores: torch.Tensor = net(collate(group)[0].to(device)).softmax(-1).cpu()
        return scores

    return score_samples(samples, lambda group: read(group).numpy())


def _save(path: Path, state: dict[str, object]) -> None:
    """Write beside, then rename: a kill in between leaves the old checkpoint whole."""
    beside = path.with_suffix(".new")
    torch.save(state, beside)
    beside.replace(path)


def _log(folder: Path, entry: dict[str, object]) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(entry) + "\n")
