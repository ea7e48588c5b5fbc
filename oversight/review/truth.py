"""Approved documents as truth: the JSON that the bench scores against, and that a reader can be trained on.

The form is that of ``fixtures/*.truth.json``. Beside its keys stand ``sha256``, which ties it to the file,
and for each record and cell the page and box on paper. Tables are as they were read, with the corrections of
their cells; of a field printed over several cells, which one was corrected is not known: such a table is left
out, for a truth says nothing it does not know.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from extract.model import DIGITAL, DocumentFacts
from oversight.archive import documents, records
from oversight.archive.records import StoredRecord
from oversight.archive.store import Archive
from oversight.export.jsonl import json_value
from oversight.review.values import TEXT_FIELDS
from oversight.review.view import SheetView, corrected_fields, first_place, page_view, places_of
from oversight.whole_files import output_errors, replaced

DOCUMENT_KEYS = (
    *("title", "agency_name", "agency_type", "agency_id", "subdistrict", "district", "province"),
    *("fiscal_year", "basis_year", "document_kind"),
)
NORMALISED = (
    *("instrument", "indicator", "topic", "steps", "responsible_units", "period_start", "period_end"),
    *("budget_thb", "result_status"),
)


def export_truth(archive: Archive, folder: Path) -> list[Path]:
    """Write a file for each document approved as a whole; what is there under the same name is replaced.

    Raises:
        OutputError: The folder cannot be written.
    """
    made = []
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with archive.reading() as connection:
        ids = documents.approved(connection)
    for document_id in ids:
        with archive.reading() as connection:
            known = truth(connection, document_id)
        if known is not None:
            path = folder / f"{Path(known['source_file']).stem}-{document_id[:8]}.truth.json"
            with replaced(path) as stream:
                stream.write(f"{json.dumps(known, ensure_ascii=False, indent=1)}\n".encode())
            made.append(path)
    return made


def truth(connection: Connection, document_id: str) -> dict[str, Any] | None:
    """The truth of an approved document, None when it is not approved as a whole."""
    paper = documents.one(connection, document_id)
    if paper is None or paper.facts is None or not paper.whole:
        return None
    held = records.of_document(connection, document_id)
    tables: list[dict[str, Any]] = []
    methods = set()
    for number in paper.numbers:
        found = documents.page(connection, document_id, number)
        assert found is not None
        methods.add(found.method)
        view = page_view(found, held)
        tables += [_table(number, sheet) for sheet in view.sheets if _known(sheet, held)]
    return {
        "source_file": paper.source_file,
        "sha256": paper.sha256,
        "class": "digital" if methods <= set(DIGITAL) else "scan",
        "pages": len(paper.numbers),
        "document": _document(paper.facts),
        "records": [_record(each) for each in held],
        "tables": tables or None,
    }


def _document(facts: DocumentFacts) -> dict[str, Any]:
    return {key: getattr(facts, key) for key in DOCUMENT_KEYS}


def _record(held: StoredRecord) -> dict[str, Any]:
    record = held.record
    place = first_place(record)
    return {
        **{key: getattr(record, key) for key in ("number", "section", *TEXT_FIELDS)},
        **{key: json_value(getattr(record, key)) for key in NORMALISED},
        "accept": {},
        "hard_breaks": {},
        "page": place.page if place else None,
        "places": {
            name: [[place.page, place.bbox.as_list()] for place in at] for name, at in record.provenance
        },
    }


def _known(sheet: SheetView, held: list[StoredRecord]) -> bool:
    """Whether every corrected field of a table stands in one cell."""
    by_position = {each.position: each.record for each in held}
    for row in sheet.rows:
        for cell in row:
            if cell.record is None:
                continue
            record = by_position[cell.record]
            for name in corrected_fields(record) & set(cell.fields):
                if len(places_of(record, name)) > 1:
                    return False
    return True


def _table(number: int, sheet: SheetView) -> dict[str, Any]:
    cells = [cell for row in sheet.rows for cell in row]
    return {
        "page": number,
        "rows": max((each.cell.row + each.cell.row_span for each in cells), default=0),
        "columns": sheet.columns,
        "cells": [
            {
                "row": each.cell.row,
                "column": each.cell.column,
                "row_span": each.cell.row_span,
                "column_span": each.cell.column_span,
                "text": each.text,
                "bbox": each.cell.bbox.as_list(),
            }
            for each in cells
        ],
    }
