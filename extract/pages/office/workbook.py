"""Tables of an .xlsx: each sheet that shows is a part, its cells as Excel shows them.

A sheet has no tables of its own: rows that hold something, one below the other, are one, from the first row
of which two cells and more are filled. What stands alone in its row above and below is a paragraph, and so
are the words of text boxes and shapes, below the cells that they begin over. A cell of a table that something
is drawn over is told as unread.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from extract.errors import DamagedError, RefusedError
from extract.pages.office.blocks import (
    MAX_CELLS,
    Block,
    GridCell,
    GridMaker,
    OfficeFile,
    Paragraph,
    Part,
    not_read,
)
from extract.pages.office.drawn import Drawn, drawn_over

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
BUDDHIST = 543
ALONE = 2
"""Filled cells of a row from which it may be a table's first."""
_CENTRED = ("center", "centerContinuous")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_DECIMALS = re.compile(r"\.(0+)")


def read_workbook(data: bytes) -> OfficeFile:
    """The file's sheets.

    Raises:
        DamagedError: it is no whole .xlsx.
        RefusedError: it has too many cells.
    """
    import openpyxl
    from lxml.etree import LxmlError
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (
        InvalidFileException,
        BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        SyntaxError,
        IndexError,
        LxmlError,
    )
    try:
        sheets, drawn = _parts(data)
        _check_merged(sheets)
        shown = openpyxl.load_workbook(BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(BytesIO(data)) if b"<f" in sheets else None
    except (*broken, AttributeError) as error:
        raise DamagedError.of("office-damaged") from error
    parts, hidden, unread = list[Part](), list[str](), list[str]()
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        over = drawn.get(sheet.title, ())
        parts.append(Part(tuple(_Sheet.of(sheet, formulas, over).blocks())))
        unread += [_place(sheet.title, each.row, each.column) for each in over if not each.paragraphs]
    told = [("sheets-hidden", ", ".join(hidden))] if hidden else []
    return OfficeFile(tuple(parts) or (Part(()),), (*told, *not_read(parts, unread)))


def _parts(data: bytes) -> tuple[bytes, Mapping[str, tuple[Drawn, ...]]]:
    """The sheets as they stand in the file, and what is drawn over each."""
    with ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return b"".join(archive.read(name) for name in names), drawn_over(archive)


def _place(sheet: str, row: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{sheet}!{get_column_letter(column)}{row}"


def _check_merged(sheets: bytes) -> None:
    """Openpyxl makes an object of each cell that a merged one spans."""
    from openpyxl.utils import column_index_from_string

    merged = 0
    for found in _MERGED.finditer(sheets):
        left, top, right, foot = (part.decode() for part in found.groups())
        across = column_index_from_string(right) - column_index_from_string(left) + 1
        merged += max(0, across) * max(0, int(foot) - int(top) + 1)
        if merged > MAX_CELLS:
            raise RefusedError.of("office-cells", most=MAX_CELLS)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a sheet shows: cells by (row, column), from 1; widths of columns that show; what is drawn over."""

    name: str
    cells: Mapping[tuple[int, int], GridCell]
    widths: Mapping[int, float]
    over: tuple[Drawn, ...] = ()

    @classmethod
    def of(cls, sheet: Any, formulas: Any, over: tuple[Drawn, ...] = ()) -> _Sheet:
        """Read a worksheet of openpyxl; ``formulas`` is the same workbook with its formulas, or None."""
        gone_rows = {n for n, row in sheet.row_dimensions.items() if row.hidden}
        gone_columns = _hidden_columns(sheet)
        spans = {(r.min_row, r.min_col): (r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
        under = {
            (row, column)
            for (top, left), (foot, right) in spans.items()
            for row in range(top, min(foot, top + 5000) + 1)
            for column in range(left, min(right, left + 500) + 1)
            if (row, column) != (top, left)
        }
        cells = {}
        for (row, column), cell in sorted(sheet._cells.items()):
            if row in gone_rows or column in gone_columns or (row, column) in under:
                continue
            text = _shown(cell)
            formula = formulas[sheet.title].cell(row, column).value if formulas is not None else None
            unread = not text and isinstance(formula, str) and formula.startswith("=")
            if not text and not unread and (row, column) not in spans:
                continue
            foot, right = spans.get((row, column), (row, column))
            down = sum(n not in gone_rows for n in range(row, foot + 1))
            across = sum(n not in gone_columns for n in range(column, right + 1))
            place = f"{sheet.title}!{cell.coordinate}"
            struck = text if cell.font is not None and cell.font.strike else ""
            lines = () if struck else tuple(text.split("\n"))
            centred = cell.alignment is not None and cell.alignment.horizontal in _CENTRED
            cells[row, column] = GridCell(row, column, down, across, lines, place, unread, struck, centred)
        from openpyxl.utils import get_column_letter

        widths = {}
        for column in range(1, max((c for _, c in cells), default=0) + 500):
            if column not in gone_columns:
                widths[column] = sheet.column_dimensions[get_column_letter(column)].width or 9.0
        return cls(sheet.title, cells, widths, over)

    def blocks(self) -> Iterator[Block]:
        """Its rows in runs without an empty one between."""
        run: list[list[GridCell]] = []
        foot = 0
        boxes = _Boxes(self.name, [each for each in self.over if each.paragraphs])
        for row in sorted({row for row, _ in self.cells}):
            cells = [self.cells[place] for place in sorted(self.cells) if place[0] == row]
            if run and row > foot + 1:
                yield from self._run(run, boxes)
                run = []
            if any(map(_is_filled, cells)) or row <= foot:
                run.append(cells)
                foot = max([row, *(cell.row + cell.row_span - 1 for cell in cells)])
        if run:
            yield from self._run(run, boxes)
        yield from boxes.above(None)

    def _run(self, rows: Sequence[Sequence[GridCell]], boxes: _Boxes) -> Iterator[Block]:
        wide = [n for n, row in enumerate(rows) if sum(map(_is_filled, row)) >= ALONE]
        start, end = (wide[0], _last(rows, wide[-1])) if wide else (len(rows), len(rows))
        yield from boxes.above(rows[0][0].row)
        yield from _paragraphs(rows[:start])
        if start < end:
            yield from boxes.above(rows[start][0].row)
            yield from self._grid(rows[start:end])
        yield from _paragraphs(rows[end:])

    def _grid(self, rows: Sequence[Sequence[GridCell]]) -> Iterator[Block]:
        cells = [cell for row in rows for cell in row]
        columns = self._columns(min(c.column for c in cells), cells)
        of_column = {column: n for n, column in enumerate(columns)}
        numbers = sorted({n for c in cells for n in range(c.row, c.row + c.row_span)})
        of_row = {number: n for n, number in enumerate(numbers)}
        maker = GridMaker()
        covered = {
            (of_row[d.row], of_column[d.column]): d
            for d in self.over
            if d.row in of_row and d.column in of_column
        }
        for cell in cells:
            row, column = of_row[cell.row], of_column[cell.column]
            spans = (cell.row_span, min(cell.column_span, len(columns) - column))
            inside = [
                (r, c) for r, c in covered if row <= r < row + spans[0] and column <= c < column + spans[1]
            ]
            unread = cell.unread or any(covered.pop(place) for place in inside)
            maker.put(row, column, spans, cell.paragraphs, cell.place, unread=unread, struck=cell.struck)
        for (row, column), each in covered.items():
            if maker.free(row, column) == column:
                maker.put(row, column, (1, 1), (), _place(self.name, each.row, each.column), unread=True)
        grid = maker.grid([self.widths.get(column, 9.0) for column in columns])
        if grid is not None:
            yield grid

    def _columns(self, first: int, cells: Sequence[GridCell]) -> list[int]:
        """Columns of the sheet from the first filled one to the last; merged ones reach over more."""
        last = max(c.column for c in cells)
        shown = [column for column in self.widths if column >= first]
        widest = max(shown.index(c.column) + c.column_span for c in cells if _is_filled(c))
        return shown[: max(shown.index(last) + 1, widest)]


@dataclass(slots=True)
class _Boxes:
    """Text boxes of a sheet that have not been read yet, from top to bottom."""

    sheet: str
    left: list[Drawn]

    def above(self, row: int | None) -> Iterator[Block]:
        """The paragraphs of those that begin above ``row``, of all without it."""
        while self.left and (row is None or self.left[0].row < row):
            box = self.left.pop(0)
            place = _place(self.sheet, box.row, box.column)
            yield from (Paragraph(text, place) for text in box.paragraphs)


def _is_filled(cell: GridCell) -> bool:
    return any(cell.paragraphs) or cell.unread or bool(cell.struck)


def _last(rows: Sequence[Sequence[GridCell]], wide: int) -> int:
    """Behind the last row with two filled cells, and those that its cells span."""
    foot = max(cell.row + cell.row_span for cell in rows[wide])
    return max(wide + 1, sum(row[0].row < foot for row in rows))


def _paragraphs(rows: Sequence[Sequence[GridCell]]) -> Iterator[Block]:
    for row in rows:
        for cell in row:
            yield from (Paragraph(line, cell.place, cell.centred) for line in cell.paragraphs if line.strip())


def _hidden_columns(sheet: Any) -> set[int]:
    return {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden and dimension.min
        for column in range(dimension.min, min(dimension.max or dimension.min, dimension.min + 500) + 1)
    }


def _shown(cell: Any) -> str:
    """A cell's value as its format shows it: Thai dates, separators of thousands, per cent."""
    value, form = cell.value, cell.number_format or "General"
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year + BUDDHIST}"
    if isinstance(value, int | float):
        return _number(value, form.split(";")[0])
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _number(value: float, form: str) -> str:
    found = _DECIMALS.search(form)
    if form in ("General", "@") or not any(sign in form for sign in "0#"):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(round(value, 10))
    decimals = len(found[1]) if found else 0
    percent = "%" in form
    separator = "," if "," in form else ""
    return f"{value * 100 if percent else value:{separator}.{decimals}f}" + ("%" if percent else "")
