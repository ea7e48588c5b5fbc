"""The columns of what a file's reports are packed in, known without SQLAlchemy.

A child that reads documents packs their rows; importing SQLAlchemy takes as long as reading five pages.
"""

from __future__ import annotations

from extract import fields

RECORD_COLUMNS = {field.key: field.sql for field in fields.all() if field.sql is not None}
"""Every key of a record that has a column of its own, and of what kind."""
BOX = ("x0", "y0", "x1", "y1")
_BOX = dict.fromkeys(BOX, "double")
_SPANS = dict.fromkeys(("row", "column", "row_span", "column_span"), "integer")
COLUMNS: dict[str, dict[str, str]] = {
    "pages": {
        "page": "place",
        **dict.fromkeys(("width", "height"), "double"),
        "method": "text",
        "rotation": "integer",
        "skew": "double",
        "lines": "packed",
        "codes": "json",
        "rules": "packed?",  # of no table; null without any
    },
    "tables": {
        "page": "place",
        "position": "place",  # among the page's tables, from 0
        "number": "integer",  # as printed in tables.jsonl, from 1
        **_BOX,
        **dict.fromkeys(("rows", "columns"), "integer"),
        "origin": "text",
        "rulings": "packed",
        "lines": "packed",  # of all its cells, in their order
    },
    "cells": {
        **dict.fromkeys(("page", "table_position", "position"), "place"),
        **_SPANS,
        **_BOX,
        "text": "text",
        "raw": "text?",  # null when it equals text
        "confidence": "double",
        "method": "text",
        "shaded": "flag",
        "quad": "json?",  # its corners, where they are not those of its box
    },
    "records": {
        "position": "integer",  # among the document's records, from 0
        **{
            key: kind if fields.by_key()[key].required else f"{kind}?" for key, kind in RECORD_COLUMNS.items()
        },
        "approved": "flag",  # by a person, all of it
        "priority": "double?",  # doubt times importance; null when nobody need look
        "search_text": "text",
    },
    "findings": {
        "position": "place",
        "owner": "text",  # record, report, facts, page or cell
        "owner_page": "integer?",
        "owner_table": "integer?",
        "owner_position": "integer?",  # of the cell or the record
        "listed": "boolean",  # false when an earlier row says the same
        **dict.fromkeys(("code", "severity", "detail"), "text"),
        "field": "text?",
        "page": "integer?",
        **dict.fromkeys(BOX, "double?"),
        "readings": "json?",  # of engines that disagree
    },
}
"""The columns of the tables that hang on a document, and of what kind; ``place`` is a part of a row's place
inside its document, a ``flag`` is false where nothing is said, ``?`` may be null."""
TABLES = tuple(COLUMNS)


def record_columns(*kinds: fields.Sql) -> tuple[str, ...]:
    """The keys of a record whose columns are of these kinds; ``reviewed`` is the archive's own."""
    of_records = fields.keys()
    return tuple(name for name, kind in RECORD_COLUMNS.items() if kind in kinds and name in of_records)
