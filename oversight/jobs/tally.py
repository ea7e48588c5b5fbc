"""Counts: of what an output folder holds, and of what one run did."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from extract.errors import DocumentError, ProngsaiError, SetupError
from extract.model import Status
from oversight.archive.texts import Kept
from oversight.jobs.brief import Brief

TROUBLED: tuple[Status, ...] = ("failed", "refused", "partial")
STATUSES: tuple[Status, ...] = get_args(Status)
_SUMS = ("pages", "pages_digital", "pages_scanned", "records", "findings")


@dataclass(slots=True)
class Tally:
    """What the output files hold."""

    statuses: Counter[Status] = field(default_factory=Counter)
    pages: int = 0
    pages_digital: int = 0
    pages_scanned: int = 0
    records: int = 0
    findings: int = 0

    @property
    def documents(self) -> int:
        """Inputs in all."""
        return sum(self.statuses.values())

    def add(self, status: Status, counted: Brief | Kept | None = None) -> None:
        """Count one document and what it holds."""
        self.statuses[status] += 1
        if counted is not None:
            for name in _SUMS:
                setattr(self, name, getattr(self, name) + getattr(counted, name))

    def counts(self, ignored: int) -> dict[str, int]:
        """``counts`` of run.json; ``ignored`` files are those this run passed over."""
        return {
            "documents": self.documents,
            **{status: self.statuses[status] for status in STATUSES},
            "ignored": ignored,
            **{name: getattr(self, name) for name in _SUMS},
        }

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> Tally:
        """The tally that ``counts`` was made from."""
        statuses = Counter({status: int(counts[status]) for status in STATUSES if counts[status]})
        return cls(statuses, **{name: int(counts[name]) for name in _SUMS})


@dataclass(slots=True)
class Course:
    """What one run did with the inputs that were named.

    ``already`` were done before and not read again; ``troubled`` counts failed, refused and partial ones,
    also among those.
    """

    read: int = 0
    already: int = 0
    troubled: int = 0
    seconds: float = 0.0
    stages: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    setup_missing: bool = False
    interrupted: bool = False
    bugs: list[dict[str, str]] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        if self.interrupted:
            return 130
        if self.setup_missing:
            return SetupError.exit_code
        if self.bugs:
            return ProngsaiError.exit_code
        return DocumentError.exit_code if self.troubled else 0

    def add(self, entry: Brief) -> None:
        """Count one document that was dealt with."""
        self.troubled += entry.status in TROUBLED
        self.bugs += [{"source_file": entry.source_file, "trace": trace} for trace in entry.bugs]
        for stage, seconds in entry.seconds:
            self.stages[stage] += seconds
