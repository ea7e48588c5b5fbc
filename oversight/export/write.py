"""The output files of a run: written to temporary names as documents come in, renamed when all is there."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from extract.errors import OutputError
from extract.model import Report
from oversight.export.documents import (
    DOCUMENT_COLUMNS,
    FINDING_COLUMNS,
    RECORD_COLUMNS,
    Entry,
    document_row,
    finding_rows,
)
from oversight.export.plain import Json, line, page_json, record_json, score_json, table_json
from oversight.export.sheet import SCORE_COLUMNS, record_cells, score_cells, sheet_writer, shown

STREAMS = (
    "records.jsonl",
    "scores.jsonl",
    "tables.jsonl",
    "pages.jsonl",
    "records.csv",
    "scores.csv",
    "documents.csv",
    "findings.csv",
)
_TEMPORARY = ".{}.part"


class OutputFiles(AbstractContextManager["OutputFiles"]):
    """The files of one output folder.

    ``add`` takes documents in the order in which they are to stand; ``publish`` puts all files in place.
    Left without ``publish``, the folder is as it was before.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._files: dict[str, IO[str]] = {}
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for name in STREAMS:
                self._files[name] = self._open(name)
            self._sheets = {
                name: sheet_writer(stream) for name, stream in self._files.items() if name.endswith(".csv")
            }
            self._sheets["records.csv"].writerow(RECORD_COLUMNS)
            self._sheets["scores.csv"].writerow(SCORE_COLUMNS)
            self._sheets["documents.csv"].writerow(DOCUMENT_COLUMNS)
            self._sheets["findings.csv"].writerow(FINDING_COLUMNS)

    def add(self, entry: Entry) -> None:
        """Write one document with its records, findings, tables and pages."""
        with told(self._folder):
            self._row("documents.csv", document_row(entry))
            for row in finding_rows(entry):
                self._row("findings.csv", row)
            for report in entry.reports:
                self._report(entry.source_file, report)

    def sizes(self) -> dict[str, int]:
        """Bytes of each file as it stands now."""
        with told(self._folder):
            for stream in self._files.values():
                stream.flush()
            return {name: os.fstat(stream.fileno()).st_size for name, stream in self._files.items()}

    def publish(self, run: Json) -> None:
        """Put every file in place, ``run`` as run.json last."""
        with told(self._folder):
            self._files["run.json"] = self._open("run.json")
            json.dump(run, self._files["run.json"], ensure_ascii=False, indent=2)
            self._files["run.json"].write("\n")
            for stream in self._files.values():
                stream.flush()
                os.fsync(stream.fileno())
            self._stack.close()
            for name in self._files:
                (self._folder / _TEMPORARY.format(name)).replace(self._folder / name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close and remove what was not published."""
        with contextlib.suppress(OSError):  # a full disk refuses the last flush too
            self._stack.close()
        for name in self._files:
            with contextlib.suppress(OSError):
                (self._folder / _TEMPORARY.format(name)).unlink(missing_ok=True)

    def _report(self, source_file: str, report: Report) -> None:
        for record in report.records:
            written = record_json(record)
            self._files["records.jsonl"].write(line(written))
            self._sheets["records.csv"].writerow(record_cells(written))
        for score in report.scores:
            told = score_json(score)
            self._files["scores.jsonl"].write(line(told))
            self._sheets["scores.csv"].writerow(score_cells(told))
        for page in report.pages:
            self._files["pages.jsonl"].write(line(page_json(report.document_id, source_file, page)))
            for table in page.tables:
                self._files["tables.jsonl"].write(line(table_json(report.document_id, source_file, table)))

    def _open(self, name: str) -> IO[str]:
        encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
        path = self._folder / _TEMPORARY.format(name)
        return self._stack.enter_context(path.open("w", encoding=encoding, newline=""))

    def _row(self, name: str, row: Json) -> None:
        self._sheets[name].writerow([shown(value) for value in row.values()])


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn the system's refusal into an OutputError that says what to do."""
    try:
        yield
    except OSError as error:
        raise OutputError(*_refusal(folder, error)) from error


def _refusal(folder: Path, error: OSError) -> tuple[str, str]:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"ดิสก์เต็ม: เขียนผลลัพธ์ลง {folder} ไม่ได้ ให้เพิ่มเนื้อที่ว่างหรือเลือกโฟลเดอร์อื่นด้วย -o",
            f"the disk is full: {folder} cannot be written; free some space or choose another folder with -o",
        )
    return (
        f"เขียนผลลัพธ์ลง {folder} ไม่ได้ ({error.strerror}) ให้ตรวจสิทธิ์ของโฟลเดอร์หรือเลือกโฟลเดอร์อื่นด้วย -o",
        f"{folder} cannot be written ({error.strerror}): check its permissions or choose another with -o",
    )


def write_run(folder: Path, run: Json) -> None:
    """Replace run.json alone.

    Raises:
        OutputError: It cannot be written.
    """
    part = folder / _TEMPORARY.format("run.json")
    with told(folder):
        try:
            part.write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            part.replace(folder / "run.json")
        finally:
            part.unlink(missing_ok=True)


def read_run(folder: Path) -> Any:
    """Return the parsed run.json of an output folder."""
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))
