"""CPU seconds a page by stage, from inside the program."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pipeline
from extract.clock import Clock
from oversight.jobs.options import Options


@dataclass(slots=True)
class CpuClock(Clock):
    """Like the program's own clock, but counts CPU seconds, those of finished child processes too."""

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count the CPU inside to ``stage``."""
        began = _cpu()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + _cpu() - began


def stage_seconds(files: Sequence[Path], engine: str) -> dict[str, float]:
    """CPU seconds a page by stage over all ``files``; one file is read first to warm up."""
    ordinary = pipeline.Clock
    pipeline.Clock = CpuClock  # type: ignore[misc]
    try:
        sources, _ = pipeline.discover([str(path) for path in files])
        pipeline.digitise(sources[0], Options(engine))
        reports = [report for source in sources for report in pipeline.digitise(source, Options(engine))]
    finally:
        pipeline.Clock = ordinary  # type: ignore[misc]
    pages = sum(len(report.pages) for report in reports)
    sums: dict[str, float] = {}
    for report in reports:
        for stage, seconds in report.seconds:
            sums[stage] = sums.get(stage, 0.0) + seconds
    return {stage: seconds / pages for stage, seconds in sums.items()}


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
