"""A plain sheet of a workbook: a head that stays in sight, rows as they come, a filter; never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

ROWS = 1_048_576  # of a sheet, the header's among them: Excel's specification


@dataclass(slots=True)
class PlainSheet:
    """A sheet of xlsxwriter that is written row by row; ``form`` is the format of its cells."""

    sheet: Any
    form: Any = None
    rows: int = 0
    columns: int = 0

    def head(self, titles: Sequence[str], widths: Sequence[int], form: Any) -> None:
        """Write the head; widths are in letters."""
        self.columns = len(titles)
        self.sheet.freeze_panes(1, 0)
        for at, (title, width) in enumerate(zip(titles, widths, strict=True)):
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(0, at, title, form)

    @property
    def full(self) -> bool:
        """Whether no other row has room."""
        return self.rows >= ROWS - 1

    def add(self, values: Iterable[Any]) -> None:
        """Write a row; None is no cell."""
        self.rows += 1
        for at, value in enumerate(values):
            if isinstance(value, bool):
                self.sheet.write_boolean(self.rows, at, value, self.form)
            elif isinstance(value, (int, float)):
                self.sheet.write_number(self.rows, at, value, self.form)
            elif value is not None:
                self.sheet.write_string(self.rows, at, str(value), self.form)

    def end(self) -> None:
        """Set the filter."""
        self.sheet.autofilter(0, 0, max(1, self.rows), self.columns - 1)
