"""Tables over pages for tests: filled, ruled, on sheets of paper."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import BBox, Cell, Line, LogicalTable, Page, Ruling, Table

HEAD = ["ที่", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"]
XS = (50, 80, 250, 450, 550)
Texts = Sequence[str | None]
ROW_1, ROW_2 = ["๑", "ก", "ข", "ค"], ["๒", "ง", "จ", "ฉ"]


def table(
    page: int,
    rows: Sequence[Texts],
    top: float = 100,
    step: float = 150,
    index: int = 1,
    xs: Sequence[float] = XS,
    ruled: bool = True,
) -> Table:
    """A table of ``rows``; ``None`` continues the cell to its left."""
    cells = []
    for r, texts in enumerate(rows):
        starts = [c for c, text in enumerate(texts) if text is not None]
        for c, after in zip(starts, [*starts[1:], len(texts)], strict=True):
            box = BBox(xs[c], top + r * step, xs[after], top + (r + 1) * step)
            text = texts[c] or ""
            cells.append(Cell(r, c, 1, after - c, box, page, text=text, raw=text, method="text"))
    bottom = top + len(rows) * step
    rules = tuple(Ruling(True, top + r * step, xs[0], xs[-1]) for r in range(len(rows) + 1)) if ruled else ()
    box = BBox(xs[0], top, xs[-1], bottom)
    return Table(page, index, box, len(rows), len(xs) - 1, tuple(cells), rules)


def sheet(number: int, *tables: Table, lines: Sequence[tuple[str, float]] = ()) -> Page:
    printed = tuple(Line(text, BBox(50, y, 300, y + 12)) for text, y in lines)
    return Page(number, 600, 800, "text", tables=tables, lines=printed)


def text_of(joined: LogicalTable, row: int) -> list[str]:
    return ["+".join(part.text for part in parts) for _, parts in joined.rows[row].cells]
