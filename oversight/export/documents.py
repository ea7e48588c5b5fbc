"""One input and what became of it: the row of documents.csv and its findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract import fields
from extract.data import rows
from extract.model import Finding, Page, Report, Status
from oversight.archive.summary import codes_by_survey, measure_pages
from oversight.export.plain import Json, finding_json

_FACTS = ("agency_name", "agency_id", "fiscal_year", "document_kind", "oit_code", "title")
DOCUMENT_COLUMNS = (
    "document_id",
    "source_file",
    "status",
    "reason",
    "sha256",
    "reports",
    "pages",
    "pages_digital",
    "pages_scanned",
    "records",
    "findings",
    *_FACTS,
    "codes",
    "codes_iit",
    "codes_eit",
    "measure_pages",
)
FINDING_COLUMNS = (
    "document_id",
    "source_file",
    "record_id",
    "code",
    "severity",
    "field",
    "page",
    "bbox",
    "detail",
    "title_th",
    "title_en",
)
RECORD_COLUMNS = fields.keys()


@dataclass(frozen=True, slots=True)
class Entry:
    """One input file or zip member. ``reports`` are those in it, none when it could not be read.

    ``reason`` says in words why a status is not ``ok``; for a duplicate it names the first file of the
    same bytes.
    """

    source_file: str
    status: Status
    reason: str = ""
    sha256: str = ""
    reports: tuple[Report, ...] = ()

    @property
    def document_id(self) -> str:
        """The beginning of the sha256, empty when unread; reports after the first of a file add -n."""
        return self.sha256[:16]

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of all its reports."""
        return tuple(page for report in self.reports for page in report.pages)

    @property
    def pages_digital(self) -> int:
        """Pages read from their text layer."""
        return sum(page.method in ("text", "pdfplumber") for page in self.pages)

    @property
    def pages_scanned(self) -> int:
        """Pages read from their picture."""
        return sum(page.method in ("reader", "tesseract") for page in self.pages)

    @property
    def record_count(self) -> int:
        """Records of all its reports."""
        return sum(len(report.records) for report in self.reports)


def document_row(entry: Entry) -> Json:
    """The row of documents.csv, keys as ``DOCUMENT_COLUMNS``; what its reports disagree on is a list."""
    read = bool(entry.reports)
    return {
        "document_id": entry.document_id or None,
        "source_file": entry.source_file,
        "status": entry.status,
        "reason": entry.reason or None,
        "sha256": entry.sha256 or None,
        "reports": len(entry.reports),
        "pages": len(entry.pages) if read else None,
        "pages_digital": entry.pages_digital if read else None,
        "pages_scanned": entry.pages_scanned if read else None,
        "records": entry.record_count,
        "findings": sum(1 for _ in findings(entry)),
        **{name: _said(entry, name) for name in _FACTS},
        **codes_by_survey((code.text, code.survey) for page in entry.pages for code in page.codes),
        "measure_pages": measure_pages(r.record_id for report in entry.reports for r in report.records),
    }


def _said(entry: Entry, name: str) -> Any:
    """What the reports of a file say: one value, or a list of several."""
    values = [getattr(report.facts, name) for report in entry.reports]
    told = list(dict.fromkeys(value for value in values if value is not None))
    return told if len(told) > 1 else told[0] if told else None


def findings(entry: Entry) -> Iterator[tuple[Report, str | None, Finding]]:
    """Every finding once, with its report, and its record's id where it belongs to one: records' first.

    What several records bear of one place (a section label that holds for all of them) comes with the first.
    """
    for report in entry.reports:
        seen: set[Finding] = set()
        for record in report.records:
            for finding in record.findings:
                if finding not in seen or finding.bbox is None:
                    yield report, record.record_id, finding
                seen.add(finding)
        for finding in (
            *report.findings,
            *report.facts.findings,
            *(finding for page in report.pages for finding in page.findings),
            *(f for page in report.pages for table in page.tables for c in table.cells for f in c.findings),
        ):
            if finding not in seen:
                seen.add(finding)
                yield report, None, finding


def finding_rows(entry: Entry) -> Iterator[Json]:
    """The rows of findings.csv, keys as ``FINDING_COLUMNS``."""
    titles = {row["code"]: row for row in rows("findings.csv")}
    for report, record_id, finding in findings(entry):
        title = titles.get(finding.code, {})
        yield {
            "document_id": report.document_id,
            "source_file": entry.source_file,
            "record_id": record_id,
            **finding_json(finding),
            "title_th": title.get("title_th"),
            "title_en": title.get("title_en"),
        }
