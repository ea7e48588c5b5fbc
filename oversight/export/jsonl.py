"""Lines of the .jsonl files of a run: the one place that says how records, tables and pages are written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import fields as members
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from extract import fields
from extract.codecs import CODECS, confidence, finding_json
from extract.model import BBox, Cell, MeasureRecord, Page, ScoreRecord, Table

Json = dict[str, Any]
_READY = (str, int, float, bool)  # most values by far: JSON takes them as they are
_CELL = (
    *("row", "column", "row_span", "column_span", "text", "raw", "bbox", "page", "confidence", "method"),
)
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def line(value: Json) -> str:
    """One line of a .jsonl file, its keys in the order given."""
    return _WRITE(value) + "\n"


def json_value(value: Any) -> Any:
    """Any dataclass as JSON values: boxes as lists, dates as ISO text, tuples as lists, None as null."""
    if value is None or type(value) in _READY:
        return value
    if isinstance(value, BBox):
        return value.as_list()
    if is_dataclass(value) and not isinstance(value, type):
        return _named(value, (f.name for f in members(value)))
    if isinstance(value, (tuple, list)):
        return [json_value(each) for each in value]
    if isinstance(value, dict):
        return {str(key): json_value(each) for key, each in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value  # a number of numpy


def _named(thing: Any, names: Iterable[str]) -> Json:
    """What ``thing`` holds under ``names``, as JSON values."""
    return {
        name: confidence(value) if name == "confidence" else json_value(value)
        for name in names
        for value in (getattr(thing, name),)
    }


def record_json(record: MeasureRecord) -> Json:
    """A line of records.jsonl."""
    return {key: turn(getattr(record, key)) for key, turn in _turns()}


@cache
def _turns() -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    wanted = fields.keys()
    return tuple((key, _turn(fields.by_key()[key])) for key in wanted)


def _turn(field: fields.Field) -> Callable[[Any], Any]:
    if field.codec:
        return CODECS[field.codec].to_json
    return confidence if field.key == "confidence" else json_value


def score_json(score: ScoreRecord) -> Json:
    """A line of scores.jsonl, keys in the order of ``ScoreRecord``; ``indicators`` maps number to score."""
    return {
        **json_value(score),
        "indicators": {str(number): value for number, value in score.indicators},
        "findings": [finding_json(finding) for finding in score.findings],
        "provenance": CODECS["places"].to_json(score.provenance),
    }


def table_json(document_id: str, source_file: str, table: Table) -> Json:
    """A line of tables.jsonl."""
    return {
        "document_id": document_id,
        "source_file": source_file,
        "page": table.page,
        "table": table.index,
        **_named(table, ("bbox", "rows", "columns", "origin")),
        "cells": [_cell(cell) for cell in table.cells],
    }


def _cell(cell: Cell) -> Json:
    """A cell, its corners at the end where they are not those of its box."""
    named = _named(cell, _CELL)
    return named if cell.quad is None else {**named, "quad": list(cell.quad)}


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
        "lines": [_named(each, ("text", "bbox", "confidence")) for each in page.lines],
        "codes": [_named(code, ("text", "format", "bbox", "caption", "survey")) for code in page.codes],
    }
