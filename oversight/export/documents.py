"""One input and what became of it: the row of documents.csv and its findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from extract.data import rows
from extract.model import Finding, MeasureRecord, Report, Status
from oversight.export.plain import Json, finding_json

DOCUMENT_COLUMNS = (
    "document_id",
    "source_file",
    "status",
    "reason",
    "sha256",
    "pages",
    "pages_digital",
    "pages_scanned",
    "records",
    "findings",
    "agency_name",
    "agency_id",
    "fiscal_year",
    "document_kind",
    "oit_code",
    "title",
    "codes",
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
RECORD_COLUMNS = tuple(f.name for f in fields(MeasureRecord))


@dataclass(frozen=True, slots=True)
class Entry:
    """One input file or zip member. ``report`` is there when it was read, whole or in part.

    ``reason`` says in words why a status is not ``ok``; for a duplicate it names the first file of the
    same bytes.
    """

    source_file: str
    status: Status
    reason: str = ""
    sha256: str = ""
    report: Report | None = None

    @property
    def document_id(self) -> str:
        """The report's id, else the beginning of the file's sha256 (empty when it could not be read)."""
        return self.report.document_id if self.report else self.sha256[:16]


def page_counts(report: Report | None) -> tuple[int, int]:
    """(pages read from their text layer, pages read from their picture)."""
    methods = [page.method for page in report.pages] if report else []
    digital = sum(method in ("text", "pdfplumber") for method in methods)
    return digital, sum(method in ("reader", "tesseract") for method in methods)


def document_row(entry: Entry) -> Json:
    """The row of documents.csv, keys as ``DOCUMENT_COLUMNS``."""
    report = entry.report
    digital, scanned = page_counts(report)
    facts = report.facts if report else None
    return {
        "document_id": entry.document_id or None,
        "source_file": entry.source_file,
        "status": entry.status,
        "reason": entry.reason or None,
        "sha256": entry.sha256 or None,
        "pages": len(report.pages) if report else None,
        "pages_digital": digital if report else None,
        "pages_scanned": scanned if report else None,
        "records": len(report.records) if report else 0,
        "findings": sum(1 for _ in findings(entry)),
        "agency_name": facts.agency_name if facts else None,
        "agency_id": facts.agency_id if facts else None,
        "fiscal_year": facts.fiscal_year if facts else None,
        "document_kind": facts.document_kind if facts else None,
        "oit_code": facts.oit_code if facts else None,
        "title": facts.title if facts else None,
        "codes": list(dict.fromkeys(c.text for page in report.pages for c in page.codes)) if report else [],
    }


def findings(entry: Entry) -> Iterator[tuple[str | None, Finding]]:
    """Every finding of a document once, with its record's id where it belongs to one: records' first."""
    report = entry.report
    if report is None:
        return
    seen: set[Finding] = set()
    for record in report.records:
        for finding in record.findings:
            seen.add(finding)
            yield record.record_id, finding
    for finding in (
        *report.findings,
        *report.facts.findings,
        *(finding for page in report.pages for finding in page.findings),
        *(f for page in report.pages for table in page.tables for cell in table.cells for f in cell.findings),
    ):
        if finding not in seen:
            seen.add(finding)
            yield None, finding


def finding_rows(entry: Entry) -> Iterator[Json]:
    """The rows of findings.csv, keys as ``FINDING_COLUMNS``."""
    titles = {row["code"]: row for row in rows("findings.csv")}
    for record_id, finding in findings(entry):
        title = titles.get(finding.code, {})
        yield {
            "document_id": entry.document_id,
            "source_file": entry.source_file,
            "record_id": record_id,
            **finding_json(finding),
            "title_th": title.get("title_th"),
            "title_en": title.get("title_en"),
        }
