"""What an office file or a web page holds, in its order: paragraphs and tables, without places on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.errors import RefusedError

MAX_CELLS = 200_000
"""Cells of one file; the largest report seen has 3,000."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside tables; ``place`` tells where it stands in the file, ``centred`` that it is a title's."""

    text: str
    place: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table: its paragraphs, its place in the grid and in the file.

    ``unread`` says that the file does not hold what its program shows there; ``struck`` is text that is
    struck out and none of the paragraphs'.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[str, ...]
    place: str
    unread: bool = False
    struck: str = ""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``widths`` are those of its columns, in any unit."""

    rows: int
    widths: tuple[float, ...]
    cells: tuple[GridCell, ...]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two page breaks of a document, or on one sheet of a workbook."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """The parts of a file, and what is to be told of it: (code, detail)."""

    parts: tuple[Part, ...]
    told: tuple[tuple[str, str], ...] = ()


def not_read(parts: Sequence[Part], places: Sequence[str]) -> list[tuple[str, str]]:
    """What is to be told of pictures, shapes and charts at ``places``: without any table they may hold it."""
    if not places:
        return []
    table = any(isinstance(block, Grid) for part in parts for block in part.blocks)
    return [("drawings-unread" if table else "page-unread", ", ".join(dict.fromkeys(places)))]


@dataclass(slots=True)
class GridMaker:
    """A table put together row by row, cell by cell: cells that span rows push those below to the right."""

    taken: set[tuple[int, int]] = field(default_factory=set)
    cells: list[GridCell] = field(default_factory=list)

    def free(self, row: int, column: int) -> int:
        """The first free column of ``row`` from ``column`` on."""
        while (row, column) in self.taken:
            column += 1
        return column

    def put(
        self,
        row: int,
        column: int,
        spans: tuple[int, int],
        paragraphs: Sequence[str],
        place: str,
        *,
        unread: bool = False,
        struck: str = "",
    ) -> None:
        """A cell that spans ``spans`` rows and columns.

        Raises:
            RefusedError: there are too many.
        """
        down, across = spans
        if len(self.taken) + down * across > MAX_CELLS:
            raise RefusedError.of("office-cells", most=MAX_CELLS)
        self.taken.update((r, c) for r in range(row, row + down) for c in range(column, column + across))
        self.cells.append(GridCell(row, column, down, across, tuple(paragraphs), place, unread, struck))

    def grid(self, widths: Sequence[float] = ()) -> Grid | None:
        """The table; None where it has no cell."""
        if not self.cells:
            return None
        rows = max(row for row, _ in self.taken) + 1
        columns = max(column for _, column in self.taken) + 1
        known = [width for width in widths if width > 0]
        if len(known) != columns:
            known = [1.0] * columns
        return Grid(rows, tuple(known), tuple(self.cells))
