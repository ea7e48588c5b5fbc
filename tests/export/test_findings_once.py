"""What several records bear of one place stands once in findings.csv."""

from __future__ import annotations

from dataclasses import replace

from extract.model import BBox, DocumentFacts, Finding, MeasureRecord, Report
from oversight.archive.report_rows import InputResult, finding_rows
from oversight.export.documents import findings

LABEL = Finding("section-label-contradicts", "warning", "…ภายใน (EIT)", "section", 3, BBox(43, 85, 799, 108))
UNPLACED = Finding("no-measure", "warning", field="measure")
ROW = MeasureRecord(record_id="d-p3t1r2", document_id="d", source_file="a.pdf", findings=(LABEL, UNPLACED))
REPORT = Report("d", "a.pdf", "0" * 64, (), DocumentFacts(), (ROW, replace(ROW, record_id="d-p3t1r3")))


def test_a_section_label_is_listed_with_its_first_record_only() -> None:
    listed = [
        (record_id, finding.code)
        for _, record_id, finding in findings(InputResult("a.pdf", "ok", reports=(REPORT,)))
    ]
    assert listed == [
        ("d-p3t1r2", "section-label-contradicts"),
        ("d-p3t1r2", "no-measure"),
        ("d-p3t1r3", "no-measure"),
    ]


def test_the_archive_lists_what_the_files_list() -> None:
    listed = [row["code"] for row in finding_rows(REPORT) if row["listed"]]
    assert listed == ["section-label-contradicts", "no-measure", "no-measure"]
    assert len(list(finding_rows(REPORT))) == 4
