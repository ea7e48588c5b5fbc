"""Dataclasses to plain JSON values: the one place that says how each kind of value is written."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from extract.fields import keys as record_keys
from extract.model import BBox, Finding, MeasureRecord, Page, ScoreRecord, Table

Json = dict[str, Any]
CONFIDENCE_DIGITS = 4  # more would tell nothing: confidences are estimated on some thousands of fields

_READY = (str, int, float, bool)  # most values by far: JSON takes them as they are
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_MAPPINGS = ("provenance", "extra")  # fields held as pairs, written as objects


def plain(value: Any) -> Any:
    """Return ``value`` as JSON values: boxes as lists, dates as ISO text, tuples as lists, None as null."""
    if value is None or type(value) in _READY:
        return value
    if isinstance(value, BBox):
        return value.as_list()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _field(name, getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):  # a number of numpy
        return value.item()
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _field(name: str, value: Any) -> Any:
    if name in _MAPPINGS and isinstance(value, tuple):
        return {key: plain(inner) for key, inner in value}
    if name == "confidence":
        return round(float(value), CONFIDENCE_DIGITS)
    return plain(value)


def line(value: Json) -> str:
    """One line of a .jsonl file, its keys in the order given."""
    return _WRITE(value) + "\n"


def record_json(record: MeasureRecord) -> Json:
    """A line of records.jsonl, keys in the order of ``fields.csv``."""
    written = {name: _field(name, getattr(record, name)) for name in record_keys()}
    written["findings"] = [finding_json(finding) for finding in record.findings]
    return written


def score_json(score: ScoreRecord) -> Json:
    """A line of scores.jsonl, keys in the order of ``ScoreRecord``; ``indicators`` maps number to score."""
    written = {name: _field(name, getattr(score, name)) for name in _names(ScoreRecord)}
    written["indicators"] = {str(number): value for number, value in score.indicators}
    written["findings"] = [finding_json(finding) for finding in score.findings]
    return written


def finding_json(finding: Finding) -> Json:
    """A finding as records and findings.csv hold it."""
    return {
        key: plain(getattr(finding, key)) for key in ("code", "severity", "field", "page", "bbox", "detail")
    }


def table_json(document_id: str, source_file: str, table: Table) -> Json:
    """A line of tables.jsonl."""
    return {
        "document_id": document_id,
        "source_file": source_file,
        "page": table.page,
        "table": table.index,
        "bbox": table.bbox.as_list(),
        "rows": table.rows,
        "columns": table.columns,
        "origin": table.origin,
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "row_span": cell.row_span,
                "column_span": cell.column_span,
                "text": cell.text,
                "raw": cell.raw,
                "bbox": cell.bbox.as_list(),
                "page": cell.page,
                "confidence": round(cell.confidence, CONFIDENCE_DIGITS),
                "method": cell.method,
            }
            for cell in table.cells
        ],
    }


def page_json(document_id: str, source_file: str, page: Page) -> Json:
    """A line of pages.jsonl: every line of the page in reading order, those of tables too."""
    return {
        "document_id": document_id,
        "source_file": source_file,
        "page": page.number,
        "width": round(float(page.width), 2),
        "height": round(float(page.height), 2),
        "method": page.method,
        "rotation": page.rotation,
        "skew": round(float(page.skew), 3) + 0.0,
        "lines": [
            {
                "text": entry.text,
                "bbox": entry.bbox.as_list(),
                "confidence": round(entry.confidence, CONFIDENCE_DIGITS),
            }
            for entry in page.lines
        ],
        "codes": [
            {
                "text": code.text,
                "format": code.format,
                "bbox": code.bbox.as_list(),
                "caption": code.caption,
                "survey": code.survey,
            }
            for code in page.codes
        ],
    }
