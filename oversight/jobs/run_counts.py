"""What became of one input, what one run did, and what an output folder holds: counts, no contents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from extract.errors import DocumentError, ProngsaiError, SetupError
from extract.lost_pages import Reason, reasons_of
from extract.model import Status
from oversight.archive.report_rows import InputResult
from oversight.export.documents import findings

if TYPE_CHECKING:  # children that read documents import no SQLAlchemy
    from oversight.archive.entries import Kept

INCOMPLETE: tuple[Status, ...] = ("failed", "refused", "partial")
STATUSES: tuple[Status, ...] = get_args(Status)
_SUMS = ("pages", "pages_digital", "pages_scanned", "records", "findings")


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """One input. ``reports`` counts those in it, 0 when it could not be read; seconds are by stage.

    ``bugs`` are the traces of mistakes of our own: one that cost the whole document, or one for each page.
    """

    source_file: str
    status: Status
    reasons: tuple[Reason, ...] = ()
    sha256: str = ""
    reports: int = 0
    pages: int = 0
    pages_digital: int = 0
    pages_scanned: int = 0
    records: int = 0
    findings: int = 0
    seconds: tuple[tuple[str, float], ...] = ()
    bugs: tuple[str, ...] = ()

    @property
    def document_id(self) -> str:
        """The beginning of the sha256, empty when unread."""
        return self.sha256[:16]

    @property
    def cause(self) -> str:
        """The code of the first reason, empty without one."""
        return self.reasons[0].code if self.reasons else ""

    @property
    def reason(self) -> str:
        """The reasons as documents.csv tells them."""
        return "; ".join(map(str, self.reasons))


def outcome_of(entry: InputResult) -> DocumentOutcome:
    """What is said of a document that was read."""
    return DocumentOutcome(
        entry.source_file,
        entry.status,
        reasons_of(entry.pages),
        entry.sha256,
        len(entry.reports),
        len(entry.pages),
        entry.pages_digital,
        entry.pages_scanned,
        entry.record_count,
        sum(1 for _ in findings(entry)),
        tuple(stage for report in entry.reports for stage in report.seconds),
        tuple(page.bug for page in entry.pages if page.bug),
    )


@dataclass(slots=True)
class FolderCounts:
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

    def add(self, status: Status, counted: DocumentOutcome | Kept | None = None) -> None:
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
    def of(cls, counts: Mapping[str, Any]) -> FolderCounts:
        """The counts that ``counts`` of run.json was made from."""
        statuses = Counter({status: int(counts[status]) for status in STATUSES if counts[status]})
        return cls(statuses, **{name: int(counts[name]) for name in _SUMS})


@dataclass(slots=True)
class RunCounts:
    """What one run did with the inputs that were named.

    ``already`` were done before and not read again; ``incomplete`` counts failed, refused and partial ones,
    also among those. ``unmatched`` are rows of the manifest that no input goes by, None without a manifest.
    """

    read: int = 0
    already: int = 0
    incomplete: int = 0
    seconds: float = 0.0
    stages: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    setup_missing: bool = False
    interrupted: bool = False
    bugs: list[dict[str, str]] = field(default_factory=list)
    unmatched: tuple[str, ...] | None = None

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        if self.interrupted:
            return 130
        if self.setup_missing:
            return SetupError.exit_code
        if self.bugs:
            return ProngsaiError.exit_code
        return DocumentError.exit_code if self.incomplete else 0

    def add(self, outcome: DocumentOutcome) -> None:
        """Count one document that was dealt with."""
        self.incomplete += outcome.status in INCOMPLETE
        self.bugs += [{"source_file": outcome.source_file, "trace": trace} for trace in outcome.bugs]
        for stage, seconds in outcome.seconds:
            self.stages[stage] += seconds
