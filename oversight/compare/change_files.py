"""Comparisons as files: JSON, CSV for spreadsheets, XLSX, one self-contained HTML page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from oversight.compare.change_rows import COLUMNS, SUMMARY, change_json, change_row, summary_rows
from oversight.compare.comparable import refused
from oversight.compare.worddiff import pieces
from oversight.compare.years import Comparison
from oversight.drawing import html
from oversight.export.cells import csv_lines

WIDE = ("measure", "procedure", "differences", "result", "agency_name")
SHEET_ROWS = 1_048_576  # the format's limit
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
        sheets = [_Sheet(book.add_worksheet(name), bold, wrapped) for name in ("changes", "summary")]
        for sheet, columns in zip(sheets, (COLUMNS, SUMMARY), strict=True):
            sheet.head(columns)
        for comparison in comparisons:
            for change in comparison.changes:
                sheets[0].add(change_row(comparison, change))
            for row in summary_rows([comparison]):
                sheets[1].add(row)
        for sheet in sheets:
            sheet.end()
    stream.write(target.getvalue())


@dataclass(slots=True)
class _Sheet:
    """A sheet that is written row by row."""

    sheet: Any
    bold: Any
    wrapped: Any
    rows: int = 0
    columns: int = 0

    def head(self, columns: Sequence[str]) -> None:
        self.columns = len(columns)
        self.sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            wide = column.removeprefix("before_").removeprefix("after_") in WIDE
            self.sheet.set_column(at, at, WIDTHS[wide])
            self.sheet.write_string(0, at, column, self.bold)

    def add(self, row: Mapping[str, Any]) -> None:
        self.rows += 1
        if self.rows >= SHEET_ROWS:
            raise refused("too_many_rows", limit=f"{SHEET_ROWS:,}")
        for at, value in enumerate(row.values()):
            _cell(self.sheet, self.rows, at, value, self.wrapped)

    def end(self) -> None:
        self.sheet.autofilter(0, 0, max(1, self.rows), self.columns - 1)


def _cell(sheet: Any, line: int, at: int, value: Any, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value, form)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, at, value, form)
    else:
        sheet.write_string(line, at, str(value), form)


def write_html(comparisons: Iterable[Comparison], stream: IO[str], lang: str) -> None:
    """One page that needs nothing else: each agency's changes, words that differ marked."""
    for piece in html.stream("oversight.compare", "changes.html", lang, found=comparisons, pieces=pieces):
        stream.write(piece)
