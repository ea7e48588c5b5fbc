"""A worksheet of xlsxwriter that writes whole rows of text and numbers at once.

xlsxwriter takes some ten Python calls a cell; writing a row's XML in one go makes a workbook of records in
under half the time (bench/exports.py). Only what a table needs is here: in-line text, numbers, formats. The
file around the rows is xlsxwriter's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# What XML, or a spreadsheet reading it (_x000D_ is its way to say a control character), takes otherwise.
_SPECIAL = re.compile(r"[&<>]|_(?=x[0-9A-Fa-f]{4}_)")
_SAID = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


class FastSheet(Worksheet):  # type: ignore[misc]
    """For ``Workbook.add_worksheet(name, FastSheet)`` with ``constant_memory``."""

    def write_line(
        self, row: int, cells: Sequence[tuple[str | int | float | None, Any]], height: float
    ) -> None:
        """Write row ``row`` (from 0, below all before): values with their formats; None is no cell.

        ``height`` is in points: programs do not all fit it to wrapped text by themselves.

        Text must hold no control character but tab and line feed.
        """
        if self.previous_row < row:
            self._write_single_row(row)
        number = row + 1
        written = [f'<row r="{number}" ht="{height:g}" customHeight="1">']
        for at, (value, kind) in enumerate(cells):
            if isinstance(value, str):
                written.append(
                    f'<c r="{_letters(at)}{number}" s="{kind._get_xf_index()}" t="inlineStr"><is>'
                    f"<t{_preserved(value)}>{escaped(value)}</t></is></c>"
                )
            elif value is not None:
                written.append(
                    f'<c r="{_letters(at)}{number}" s="{kind._get_xf_index()}"><v>{value:.16g}</v></c>'
                )
        written.append("</row>")
        self.fh.write("".join(written))
        self.dim_rowmax = row
        self.dim_colmax: int = max(self.dim_colmax or 0, len(cells) - 1)


def escaped(text: str) -> str:
    """``text`` as the content of an element."""
    return _SPECIAL.sub(lambda found: _SAID[found[0]], text) if _SPECIAL.search(text) else text


def _preserved(text: str) -> str:
    """White space at either end is kept only where that is asked for."""
    return ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""


@cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))
