"""What a run says of one input it dealt with: its fate and its counts, not its contents."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model import Status
from oversight.export.documents import Entry, findings


@dataclass(frozen=True, slots=True)
class Brief:
    """One input. ``reports`` counts those in it, 0 when it could not be read; seconds are by stage.

    ``bugs`` are the traces of mistakes of our own: one that cost the whole document, or one for each page.
    """

    source_file: str
    status: Status
    reason: str = ""
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


def brief(entry: Entry) -> Brief:
    """What is said of an entry."""
    return Brief(
        entry.source_file,
        entry.status,
        entry.reason,
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
