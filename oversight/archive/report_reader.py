"""Reports out of the store: the one reader of the rows that belong to documents, all or of some tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, select

from oversight.archive.columns import TABLES
from oversight.archive.report_rows import ReportRows
from oversight.archive.schema import documents, metadata

ORDER = {
    "pages": ("page",),
    "tables": ("page", "position"),
    "cells": ("page", "table_position", "position"),
    "records": ("position",),
    "findings": ("position",),
}


def read(
    connection: Connection,
    chosen: ColumnElement[bool],
    names: Sequence[str] = TABLES,
    **only: ColumnElement[bool] | None,
) -> Iterator[ReportRows]:
    """The chosen documents in the order of their parts, with their rows of the tables ``names``.

    Args:
        connection: In a transaction.
        chosen: A condition on ``documents``.
        names: Tables; none of another is read.
        only: Conditions on the rows of a table, by its name.
    """
    query = select(documents).where(chosen).order_by(documents.c.part)
    found = {row["id"]: ReportRows(row) for row in connection.execute(query).mappings()}
    for name in names:
        columns, condition = metadata.tables[name].c, only.get(name)
        rows = select(*columns).where(columns.document.in_(list(found)))
        if condition is not None:
            rows = rows.where(condition)
        ordered = rows.order_by(columns.document, *(columns[key] for key in ORDER[name]))
        for row in connection.execute(ordered).mappings():
            getattr(found[row["document"]], name).append(row)
    yield from found.values()
