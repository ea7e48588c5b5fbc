"""Lines outside and inside tables, as a person would read them down the page."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Line, Table


def reading_order(free: Sequence[Line], tables: Sequence[Table]) -> tuple[Line, ...]:
    """Lines outside tables with those of the tables between them, each table at the height of its top."""
    pieces: list[tuple[float, tuple[Line, ...]]] = [(line.bbox.y0, (line,)) for line in free]
    pieces += [(table.bbox.y0, tuple(ln for cell in table.cells for ln in cell.lines)) for table in tables]
    return tuple(line for _, lines in sorted(pieces, key=lambda piece: piece[0]) for line in lines)
