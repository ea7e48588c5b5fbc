"""Names of the columns that a file's reports are packed in, known without SQLAlchemy.

A child that reads documents packs their rows; importing SQLAlchemy takes as long as reading five pages.
"""

from __future__ import annotations

from extract import fields

RECORD_COLUMNS = {field.key: field.sql for field in fields.all() if field.sql is not None}
"""Every key of a record that has a column of its own, and of what kind."""
_BOX = ("x0", "y0", "x1", "y1")
COLUMNS = {
    "pages": ("page", "width", "height", "method", "rotation", "skew", "lines", "codes", "rules"),
    "tables": ("page", "position", "number", *_BOX, "rows", "columns", "origin", "rulings", "lines"),
    "cells": (
        *("page", "table_position", "position", "row", "column", "row_span", "column_span", *_BOX),
        *("text", "raw", "confidence", "method", "shaded"),
    ),
    "records": ("position", *RECORD_COLUMNS, "approved", "priority", "search_text"),
    "findings": (
        *("position", "owner", "owner_page", "owner_table", "owner_position", "listed"),
        *("code", "severity", "detail", "field", "page", *_BOX),
    ),
}
"""The columns of ``schema``'s tables, but for the place of the document."""


def record_columns(*kinds: fields.Sql) -> tuple[str, ...]:
    """The keys of a record whose columns are of these kinds; ``reviewed`` is the archive's own."""
    of_records = fields.keys()
    return tuple(name for name, kind in RECORD_COLUMNS.items() if kind in kinds and name in of_records)
