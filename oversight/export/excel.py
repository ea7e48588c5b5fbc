"""CSV for spreadsheets: UTF-8 with BOM, CRLF, and text that opens as text.

A spreadsheet takes text of a CSV for a formula, a number or a date wherever it can. An apostrophe before such
text keeps it as it is (``opens_as_text``): ``=1+1``, a code with leading zeros, ``1.10``, ``12e5``, ``1-2``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import IO

from extract.thai.digits import to_thai
from oversight.export.look import Cell, Look, thai_date
from oversight.export.sheet import guarded, sheet_writer
from oversight.export.tables import Row

ENCODING = "utf-8-sig"
# What reads as a number or date and would be shown otherwise: leading zeros, more than the 15 digits kept, a
# decimal that ends in 0, an exponent, day-month or month/year in figures, a time.
_TAKEN = re.compile(
    r"""\s*(?:
        0\d[\d,.]*
        | \d{16,}
        | \d[\d,]*\.\d*0
        | \d+(?:\.\d+)?[eE][+-]?\d+
        | \d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?
        | \d{1,2}\.\d{1,2}\.\d{2,4}
        | \d{1,2}:\d{2}(?::\d{2})?
    )\s*""",
    re.VERBOSE | re.ASCII,
)
_LONGEST_TAKEN = 64


def write(stream: IO[str], table: str, rows: Iterable[Row], look: Look) -> None:
    """Write a table; open ``stream`` with ``ENCODING`` and ``newline=''``."""
    sheet_writer(stream).writerow([opens_as_text(look.title(column)) for column in look.columns(table)])
    write_rows(stream, table, rows, look)


def write_rows(stream: IO[str], table: str, rows: Iterable[Row], look: Look) -> None:
    """Write rows without a header."""
    sheet_writer(stream).writerows([_cell(cell, look) for cell in row] for row in look.rows(table, rows))


def opens_as_text(text: str) -> str:
    """``text`` such that a spreadsheet shows it as it is."""
    if len(text) <= _LONGEST_TAKEN and text[:1].isascii() and _TAKEN.fullmatch(text):
        return "'" + text
    return guarded(text)


def _cell(cell: Cell, look: Look) -> str | int | float | None:
    if isinstance(cell, str):
        return opens_as_text(cell)
    if isinstance(cell, dt.date):
        shown = cell.isoformat() if look.years != "be" else thai_date(cell)
    elif cell is None or look.digits != "thai":
        return cell
    else:
        shown = f"{cell:,.2f}" if isinstance(cell, float) else str(cell)
    return to_thai(shown) if look.digits == "thai" else shown
