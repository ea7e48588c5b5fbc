"""One input and what became of it: the rows of a run's documents.csv and findings.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from extract.codecs import box
from extract.data import rows as facts
from extract.model import Finding, Report
from oversight.archive.report_rows import InputResult, once, owned_findings
from oversight.export.columns import TableRow
from oversight.export.jsonl import Json

FACTS = (
    *("agency_name", "agency_id", "fiscal_year", "fiscal_year_first", "fiscal_year_last"),
    *("document_kind", "oit_code", "title"),
)
_PAGE = re.compile(r"-p(\d+)t\d+r")  # records.normalise.record_id

CodeOf = tuple[str, str | None]
"""What a QR code says, and the survey that its caption names."""


def document_row(result: InputResult) -> Json:
    """The row of documents.csv, keys as the dictionary has them; what its reports disagree on is a list."""
    read = bool(result.reports)
    return {
        "document_id": result.document_id or None,
        "source_file": result.source_file,
        "status": result.status,
        "reason": result.reason or None,
        "sha256": result.sha256 or None,
        "reports": len(result.reports),
        "pages": len(result.pages) if read else None,
        "pages_digital": result.pages_digital if read else None,
        "pages_scanned": result.pages_scanned if read else None,
        "records": result.record_count,
        "findings": sum(1 for _ in findings(result)),
        **{name: _agreed(result, name) for name in FACTS},
        **codes_by_survey((code.text, code.survey) for page in result.pages for code in page.codes),
        "measure_pages": measure_pages(r.record_id for report in result.reports for r in report.records),
    }


def _agreed(result: InputResult, name: str) -> Any:
    """What the reports of a file say: one value, or a list of several."""
    values = [getattr(report.facts, name) for report in result.reports]
    found = list(dict.fromkeys(value for value in values if value is not None))
    return found if len(found) > 1 else found[0] if found else None


def findings(result: InputResult) -> Iterator[tuple[Report, str | None, Finding]]:
    """Every finding once, with its report, and its record's id where it belongs to one: records' first."""
    for report in result.reports:
        ids = dict(enumerate(record.record_id for record in report.records))
        for (kind, _, _, position), finding, listed in once(owned_findings(report)):
            if listed:
                yield report, ids[position] if kind == "record" and position is not None else None, finding


def finding_rows(result: InputResult) -> Iterator[TableRow]:
    """The rows of findings.csv."""
    for report, record_id, finding in findings(result):
        yield finding_row(report.document_id, result.source_file, record_id, finding)


def finding_row(document_id: str, source_file: str, record_id: str | None, finding: Finding) -> TableRow:
    """The row of a finding."""
    bbox = finding.bbox and box(finding.bbox)
    said = (finding.code, finding.severity, finding.field, finding.page, bbox, finding.detail or None)
    return [document_id, source_file, record_id, *said, *_titles().get(finding.code, (None, None))]


@cache
def _titles() -> dict[str, tuple[str, str]]:
    """What findings mean: code to Thai and English."""
    return {row["code"]: (row["title_th"], row["title_en"]) for row in facts("findings.csv")}


def finding_title(code: str, lang: str) -> str:
    """What a finding means in ``th`` or ``en``; the code itself where nothing is known of it."""
    found = _titles().get(code)
    return code if found is None else found[lang != "th"]


def codes_by_survey(codes: Iterable[CodeOf]) -> dict[str, list[str]]:
    """QR codes (text, survey that the caption names) as all, those of IIT and those of EIT, each once."""
    found = list(codes)
    return {
        "codes": list(dict.fromkeys(text for text, _ in found)),
        "codes_iit": list(dict.fromkeys(text for text, survey in found if survey == "IIT")),
        "codes_eit": list(dict.fromkeys(text for text, survey in found if survey == "EIT")),
    }


def measure_pages(record_ids: Iterable[str]) -> list[int]:
    """The pages on which measures begin, in order: which pages of a file were taken, and which left."""
    return sorted({page for page in map(page_of, record_ids) if page is not None})


def page_of(record_id: str) -> int | None:
    """The page on which a record begins, which stands in its id."""
    found = _PAGE.search(record_id)
    return int(found[1]) if found else None
