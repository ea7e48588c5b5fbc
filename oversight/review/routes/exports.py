"""Files to take away: measures, documents and findings as they stand now, with every correction."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from oversight.archive.store import Archive
from oversight.export.documents import DOCUMENT_COLUMNS, RECORD_COLUMNS
from oversight.export.plain import line, record_json
from oversight.export.sheet import record_cells, shown
from oversight.review.desk import DeskOf, Reader, page

router = APIRouter()
BOM = "\ufeff"


def _csv(values: Any) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(values)
    return buffer.getvalue()


def _records_csv(archive: Archive) -> Iterator[str]:
    yield BOM + _csv(RECORD_COLUMNS)
    for record in archive.records():
        yield _csv(record_cells(record_json(record)))


def _records_jsonl(archive: Archive) -> Iterator[str]:
    for record in archive.records():
        yield line(record_json(record))


def _documents_csv(archive: Archive) -> Iterator[str]:
    yield BOM + _csv(DOCUMENT_COLUMNS)
    for row in archive.documents():
        yield _csv([shown(value) for value in row.values()])


FILES: dict[str, tuple[Callable[[Archive], Iterator[str]], str]] = {
    "records.csv": (_records_csv, "text/csv; charset=utf-8"),
    "records.jsonl": (_records_jsonl, "application/x-ndjson"),
    "documents.csv": (_documents_csv, "text/csv; charset=utf-8"),
}


@router.get("/export", response_class=HTMLResponse)
def export(request: Request, here: DeskOf, session: Reader) -> HTMLResponse:
    """What can be taken away."""
    return page(request, "export.html", files=list(FILES))


@router.get("/export/{name}", response_class=Response)
def file(here: DeskOf, session: Reader, name: Annotated[str, Path(max_length=40)]) -> Response:
    """One file, made as it is sent."""
    if name not in FILES:
        raise HTTPException(404)
    made, kind = FILES[name]
    return StreamingResponse(
        made(here.archive),
        media_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
