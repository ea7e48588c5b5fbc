"""Reading that costs nothing: one page, one record. For benches of what is around the reading."""

from __future__ import annotations

from extract.model import DocumentFacts, MeasureRecord, Page, Report
from oversight.jobs.options import Task


def work(task: Task) -> tuple[Report, ...]:
    """A report of one page."""
    number = task.sha256[:16]
    record = MeasureRecord(
        record_id=f"{number}-1-1-1", document_id=number, source_file=task.source.name, measure="เผยแพร่ข้อมูล"
    )
    page = Page(1, 595.0, 842.0, "text")
    return (Report(number, task.source.name, task.sha256, (page,), DocumentFacts(), (record,)),)
