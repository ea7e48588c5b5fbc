"""XLSX: a sheet each for records, documents, findings, coverage and dictionary.

Text is only ever written as text, so nothing in it can become a formula or a link. Rows go to disk as they
come (constant_memory). A sheet that would be longer than ``ROWS`` goes on in another one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter

from extract.thai.letters import to_thai
from oversight import talk
from oversight.export.columns import TableColumn, TableRow, columns
from oversight.export.coverage import ABOUT, Coverage
from oversight.export.fast_sheet import FastSheet
from oversight.export.plain_sheet import ROWS
from oversight.export.style import CellValue, Style
from oversight.export.tables import Selection

SHEET_LETTERS = 31  # of a sheet's name
# Days count from here, because 29 February 1900, which never was, counts too: right from 1 March 1900 on.
DAY_ZERO, FIRST_DAY = dt.date(1899, 12, 30), dt.date(1900, 3, 1)
DAY_LETTERS = 13  # ๓๐ พฤษภาคม ๒๕๖๖ abbreviated
LEAST, LONG, MOST = 9, 28, 56  # widths of columns in letters: least, of text that wraps, of long text
LINE, MOST_LINES = 16, 12  # points of a line with Thai marks above and below; lines of a row
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
FONT = {"font_name": "Tahoma", "font_size": 10}  # Thai letters on every Windows; elsewhere a likeness
A4 = 9  # the paper's number in the file
NARROW = 21  # columns that are printed on one page's width
FOR_PROGRAMS = ("tokens", "measure_key")  # nobody reads them: no row grows for them
SAMPLE = 200  # rows that widths are fitted to
FILTER_ARROW = 3  # letters that the arrow of the filter covers
DAY = {"thai": "[$-D07041E]d mmm yyyy", "be": "[$-107041E]d mmm yyyy", "ce": "yyyy-mm-dd"}
HEAD = {**FONT, "bold": True, "bg_color": "#DCE6F1", "border": 1, "valign": "vcenter", "text_wrap": True}


class Workbook:
    """One XLSX file; ``close`` puts it on disk.

    Args:
        path: The file.
        style: Headers, digits and years.
        rows: Longest sheet, for tests.
    """

    def __init__(self, path: Path, style: Style, rows: int = ROWS) -> None:
        self._style, self._rows = style, rows
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(path.parent),
                "in_memory": False,
            },
        )
        self._book.use_zip64()
        self._book.set_properties({"title": "Prongsai", "comments": "ITA measures of Thai local government"})
        thai = style.digits == "thai"
        number = "[$-D00041E]" if thai else ""
        day = DAY["thai"] if thai and style.years != "ce" else DAY["be" if style.years != "ce" else "ce"]
        top = {**FONT, "valign": "top"}
        add = self._book.add_format
        self._formats = {
            "head": add(HEAD),
            "text": add(top),
            "wrapped": add({**top, "text_wrap": True}),
            "whole": add({**top, "num_format": f"{number}0", "align": "center"}),
            "chance": add({**top, "num_format": f"{number}0.00", "align": "center"}),
            "money": add({**top, "num_format": f"{number}#,##0.00", "indent": 1, "align": "right"}),
            "day": add({**top, "num_format": day, "align": "left"}),
            "there": add({**top, "bg_color": "#C6EFCE", "align": "center", "text_wrap": True}),
            "missing": add({**top, "bg_color": "#FFC7CE", "align": "center"}),
        }

    def add(self, table: str, rows: Iterable[TableRow]) -> int:
        """Add the sheet of a table; return how many rows it has."""
        shown = self._style.columns(table)
        titles = [self._style.title(column) for column in shown]
        formats = [self._format(column) for column in shown]
        cells = ([*zip(row, formats, strict=True)] for row in self._style.rows(table, rows))
        return self._fill(sheet_name(table, self._style), titles, cells)

    def add_coverage(self, covered: Sequence[Coverage]) -> int:
        """Add the coverage as a matrix: agencies down, years across."""
        years = sorted({row.fiscal_year for row in covered})
        about = [column for column in columns("coverage") if column.key in (*ABOUT, "registered")]
        offset = 543 if self._style.years == "ce" else 0
        shown = [str(year - offset) for year in years]
        titles = [self._style.title(column) for column in about]
        titles += [to_thai(year) if self._style.digits == "thai" else year for year in shown]
        return self._fill(sheet_name("coverage", self._style), titles, self._matrix(covered, about, years))

    def close(self) -> None:
        """Write what is left and close the file."""
        self._book.close()

    def _matrix(
        self, covered: Sequence[Coverage], about: Sequence[TableColumn], years: Sequence[int]
    ) -> Iterator[list[tuple[CellValue, Any]]]:
        count = len(years)
        text, there, missing = (self._formats[name] for name in ("text", "there", "missing"))
        for start in range(0, len(covered), count or 1):
            of_agency = covered[start : start + count]
            row: list[tuple[CellValue, Any]] = []
            for column in about:
                value = getattr(of_agency[0], column.key)
                if column.type == "flag" and value is not None:
                    value = talk.text(f"export.flag_{str(value).lower()}", self._style.lang)
                row.append((value if value is None else self._style.clean(value), text))
            row += [(words, missing if words == "–" else there) for words in map(self._handed_in, of_agency)]
            yield row

    def _handed_in(self, row: Coverage) -> str:
        """What an agency handed in for a year, in words; a dash for nothing."""
        found = [
            talk.text(f"export.{name}", self._style.lang) + (f" {count}" if count > 1 else "")
            for name in ("plans", "reports", "analyses", "others")
            if (count := getattr(row, name))
        ]
        words = ", ".join(found) or "–"
        return to_thai(words) if self._style.digits == "thai" else words

    def _format(self, column: TableColumn) -> Any:
        match column.type:
            case "integer":
                return self._formats["whole"]
            case "number":
                return self._formats["chance" if column.bounds == (0, 1) else "money"]
            case "date":
                return self._formats["day"]
            case "id" | "flag" | "places":
                return self._formats["text"]
        return self._formats["text" if column.key in FOR_PROGRAMS else "wrapped"]

    def _fill(self, name: str, titles: Sequence[str], rows: Iterator[list[tuple[CellValue, Any]]]) -> int:
        """Write rows into a sheet, and on into further ones where it is full."""
        sample = [*islice(rows, SAMPLE)]
        widths = _widths(titles, sample)
        rows = chain(sample, rows)
        total, number = 0, 0
        following = next(rows, None)
        while following is not None or not number:
            number += 1
            sheet = self._begin(numbered(name, number), titles, widths)
            row = 0
            while following is not None and row < self._rows - 1:
                row += 1
                cells = [(_serial(cell) if isinstance(cell, dt.date) else cell, f) for cell, f in following]
                sheet.write_line(row, cells, _height(following, widths))
                following = next(rows, None)
            total += row
            sheet.autofilter(0, 0, row, len(titles) - 1)
        return total

    def _begin(self, name: str, titles: Sequence[str], widths: Sequence[int]) -> Any:
        sheet = self._book.add_worksheet(name, FastSheet)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.repeat_rows(0)
        if len(titles) <= NARROW:
            sheet.fit_to_pages(1, 0)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.set_row(
            0, max(LINE * _lines(title, width) for title, width in zip(titles, widths, strict=True))
        )
        for at, title in enumerate(titles):
            sheet.write_string(0, at, title, self._formats["head"])
        return sheet


def _widths(titles: Sequence[str], sample: Sequence[list[tuple[CellValue, Any]]]) -> list[int]:
    """Column widths in letters that fit headers and the rows of a sample."""
    widths = [min(LONG, talk.width(title) + FILTER_ARROW) for title in titles]
    for row in sample:
        for at, (cell, kind) in enumerate(row):
            if isinstance(cell, str):
                line = max(map(talk.width, cell.split("\n")))
                long = line > 3 * LONG and kind.text_wrap
                widths[at] = max(widths[at], MOST if long else min(LONG, line + 2))
            elif cell is not None:
                widths[at] = max(widths[at], DAY_LETTERS if isinstance(cell, dt.date) else LEAST)
    return [max(LEAST, width) for width in widths]


def _height(row: Sequence[tuple[CellValue, Any]], widths: Sequence[int]) -> int:
    """Points that the longest wrapped cell of a row takes; long rows are cut off, the text is in the cell."""
    lines = 1
    for (cell, kind), width in zip(row, widths, strict=True):
        # bytes a letter: a short text cannot be wrapped, so it need not be measured
        if isinstance(cell, str) and (len(cell) > width or "\n" in cell) and kind.text_wrap:
            lines = max(lines, _lines(cell, width))
    return LINE * min(lines, MOST_LINES)


def _lines(text: str, width: int) -> int:
    """Lines that ``text`` takes in a column; marks above and below a letter take no width."""
    return sum(-(-len(_MARKS.sub("", line)) // (width - 1)) or 1 for line in text.split("\n"))


def _serial(day: dt.date) -> int | str:
    """A date as spreadsheets count it; as text before ``FIRST_DAY``."""
    return (day - DAY_ZERO).days if day >= FIRST_DAY else day.isoformat()


def sheet_name(table: str, style: Style) -> str:
    """The name of a table's sheet: its key, or Thai under Thai headers."""
    return talk.text(f"export.sheet_{table}", "th") if style.headers == "th" else table


def numbered(name: str, number: int) -> str:
    """``name``, or ``name 2`` and so on, cut to what a sheet's name may be."""
    end = "" if number == 1 else f" {number}"
    return name[: SHEET_LETTERS - len(end)] + end


def parts(counts: dict[tuple[int | None, str | None], int], rows: int = ROWS) -> tuple[tuple[Any, ...], ...]:
    """Split (year, province) -> records into workbooks of at most ``rows`` - 1 records, where that can be.

    Returns:
        Keys of each workbook: ``()`` for all in one, ``(year,)`` for a year, ``(year, province)`` for a year
        too long.
    """
    limit = rows - 1
    if sum(counts.values()) <= limit:
        return ((),)
    found: list[tuple[Any, ...]] = []
    for year in sorted({year for year, _ in counts}, key=lambda year: (year is None, year)):
        provinces = {place: count for (of, place), count in counts.items() if of == year}
        if sum(provinces.values()) <= limit:
            found.append((year,))
        else:
            found += [
                (year, place) for place in sorted(provinces, key=lambda name: (name is None, name or ""))
            ]
    return tuple(found)


def write(path: Path, selection: Selection, style: Style, rows: int = ROWS) -> dict[str, int]:
    """Write one workbook of all sheets; return how many rows each has."""
    book = Workbook(path, style, rows)
    written = {
        table: book.add(table, selection.rows(table)) for table in ("records", "documents", "findings")
    }
    written["coverage"] = book.add_coverage(selection.covered())
    written["dictionary"] = book.add("dictionary", selection.rows("dictionary"))
    book.close()
    return written
