"""Stages that do as the document's text says; children import this by name."""

import ctypes
import time
from pathlib import Path

from extract.errors import DamagedError, EncryptedError, RefusedError, SetupError
from extract.model import DocumentFacts, Finding, MeasureRecord, Page, Report
from oversight.jobs.worker import progress


class FakeSource:
    """A plain file as an input."""

    def __init__(self, path):
        self.path = Path(path)
        self.name = self.path.name
        self.member = None
        self.error = None
        self.digest = None

    def read(self):
        return self.path.read_bytes()


def discover(inputs):
    """Every file named, or in a folder; .txt beside .pdf is passed over."""
    found = [p for i in inputs for p in (sorted(Path(i).iterdir()) if Path(i).is_dir() else [Path(i)])]
    taken = [FakeSource(p) for p in found if p.suffix != ".txt"]
    return taken, len(found) - len(taken)


def reopen(places):
    """Files by (name, location, member)."""
    return [FakeSource(location) for _, location, _ in places]


def work(task):
    """Succeed, or fail in the way the text says."""
    text = task.source.read().decode()
    progress(0, 2)
    if text.startswith("crash"):
        ctypes.string_at(0)
    if text.startswith("slow"):
        time.sleep(60)
    if text.startswith("long"):
        end = time.process_time() + 3
        while time.process_time() < end:
            pass
    if text.startswith("brief"):
        time.sleep(2)
    if text.startswith("damaged"):
        raise DamagedError("ไฟล์เสีย", "the file is damaged")
    if text.startswith("locked") and task.options.password != "openSesame":
        raise EncryptedError("ต้องใช้รหัสผ่าน", "needs a password")
    if text.startswith("failing first"):
        marker = task.source.path.with_suffix(".txt")
        if not marker.exists():
            marker.touch()
            raise DamagedError("ไฟล์เสีย", "the file is damaged")
    if text.startswith(("cut", "gone")):
        task.source.path.unlink()
        if text.startswith("cut"):
            task.source.path.touch()
        raise DamagedError("ไฟล์เสีย", "the file is damaged")
    if text.startswith("refused"):
        raise RefusedError("ใหญ่เกินไป", "too large")
    if text.startswith("setup"):
        raise SetupError("ไม่มี tesseract", "no tesseract")
    if text.startswith("bug"):
        raise KeyError("oops")
    failed = Finding("page-failed", "error", "broken", page=2)
    partial = text.startswith("partial")
    document_id = task.sha256[:16]
    record = MeasureRecord(
        record_id=f"{document_id}-1-1-1", document_id=document_id, source_file=task.source.name
    )
    progress(2, 2)
    report = Report(
        document_id=document_id,
        source_file=task.source.name,
        sha256=task.sha256,
        pages=(
            Page(1, 595, 842, "text"),
            Page(2, 0, 0, "none", findings=(failed,)) if partial else Page(2, 595, 842, "tesseract"),
        ),
        facts=DocumentFacts(fiscal_year=task.options.fiscal_year, agency_id=task.options.agency_id),
        records=(record,),
        status="partial" if partial else "ok",
        cause="page-failed" if partial else "",
        reason="page-failed: 2: broken" if partial else "",
        seconds=(("open", 0.5),),
    )
    return (report,)
