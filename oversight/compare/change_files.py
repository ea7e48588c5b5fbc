"""Comparisons as files: JSON, CSV for spreadsheets, XLSX, one self-contained HTML page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import IO

from oversight.compare.change_rows import COLUMNS, SUMMARY, change_json, change_row, summary_rows
from oversight.compare.comparable import refused
from oversight.compare.worddiff import pieces
from oversight.compare.years import Comparison
from oversight.drawing import html
from oversight.export.cells import csv_lines
from oversight.export.plain_sheet import ROWS, PlainSheet

WIDE = ("measure", "procedure", "differences", "result", "agency_name")
WIDTHS = {True: 48, False: 16}  # of a spreadsheet's column, in letters


def write_json(comparisons: Iterable[Comparison], stream: IO[str]) -> None:
    """A list of objects, one a change, one a line."""
    mark = "["
    for comparison in comparisons:
        for change in comparison.changes:
            written = json.dumps(change_json(comparison, change), ensure_ascii=False, allow_nan=False)
            stream.write(f"{mark}\n{written}")
            mark = ","
    stream.write("[]\n" if mark == "[" else "\n]\n")


def write_csv(comparisons: Iterable[Comparison], stream: IO[str]) -> None:
    """One row a change, for spreadsheets; ``stream`` takes CRLF as it comes (``newline=''``)."""
    stream.write("\ufeff")
    changes = ((comparison, change) for comparison in comparisons for change in comparison.changes)
    stream.writelines(csv_lines(COLUMNS, (change_row(*each) for each in changes)))


def write_xlsx(comparisons: Iterable[Comparison], stream: IO[bytes]) -> None:
    """A workbook: the changes, and their counts by agency. Text is never a formula.

    Raises:
        UsageError: There are more changes than a sheet has rows.
    """
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheets = [PlainSheet(book.add_worksheet(name), wrapped) for name in ("changes", "summary")]
        for sheet, columns in zip(sheets, (COLUMNS, SUMMARY), strict=True):
            bare = [column.removeprefix("before_").removeprefix("after_") for column in columns]
            sheet.head(columns, [WIDTHS[name in WIDE] for name in bare], bold)
        for comparison in comparisons:
            for change in comparison.changes:
                if sheets[0].full:
                    raise refused("too_many_rows", limit=f"{ROWS:,}")
                sheets[0].add(change_row(comparison, change).values())
            for row in summary_rows([comparison]):
                sheets[1].add(row.values())
        for sheet in sheets:
            sheet.end()
    stream.write(target.getvalue())


def write_html(comparisons: Iterable[Comparison], stream: IO[str], lang: str) -> None:
    """One page that needs nothing else: each agency's changes, words that differ marked."""
    for piece in html.stream("oversight.compare", "changes.html", lang, found=comparisons, pieces=pieces):
        stream.write(piece)
